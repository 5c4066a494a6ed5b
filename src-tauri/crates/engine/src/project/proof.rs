//! The proof of a channel, put together from its evidence.

use super::{platform_problem_view, problem_view, time};
use crate::session::{ProofKnowledge, Searched, Told};
use crate::views::{
    IncomingView, OutgoingView, ProbeStageView, ProbeView, ProofView, QrView, SearchView, WordView,
};
use qrcode::{Color, EcLevel, QrCode};
use reconecta_core::cause::Cause;
use reconecta_core::problem::Problem;
use reconecta_core::proof::ProbeEnd;
use reconecta_core::verdict::EvidenceKind;
use std::fmt::Write;

/// The proof as the page shows it.
pub(crate) fn proof_view(known: &ProofKnowledge) -> ProofView {
    ProofView {
        life_hours: known.life_hours,
        callback_host: known.callback.as_deref().and_then(host_of),
        callback: known.callback.clone(),
        verify_token_kept: known.verify_token_kept,
        probe: probe(&known.told),
        outgoing: outgoing(&known.told, known.following),
        incoming: incoming(&known.told),
        word: known.asked.as_ref().map(|asked| WordView {
            word: asked.word.to_string(),
            link: asked.link.clone(),
            qr: qr(&asked.link),
            until: time(asked.until),
            search: asked.searched.as_ref().map(search),
        }),
    }
}

fn host_of(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    url.host_str().map(str::to_owned)
}

fn newest<'a>(told: &'a [Told], kinds: &[EvidenceKind]) -> Option<&'a Told> {
    told.iter()
        .filter(|row| kinds.contains(&row.evidence.kind))
        .max_by_key(|row| row.evidence.at)
}

fn probe(told: &[Told]) -> Option<ProbeView> {
    use EvidenceKind::{CallbackAnswered, CallbackRefused, CallbackUnreached};
    let row = newest(told, &[CallbackAnswered, CallbackRefused, CallbackUnreached])?;
    let code = row.evidence.reference.as_deref()?;
    let end = ProbeEnd::ALL.iter().find(|end| end.code() == code)?;
    let stages = end.stages().map(|(stage, state)| ProbeStageView {
        stage: stage.code().to_owned(),
        state: state.code().to_owned(),
    });
    Some(ProbeView {
        end: end.code().to_owned(),
        stages: stages.to_vec(),
        http_status: row.evidence.http_status,
        redirect: row.redirect.clone(),
        host: row.host.clone(),
        at: time(row.evidence.at),
    })
}

/// The newest message with its own rows; one that Meta refused at once has no id.
fn outgoing(told: &[Told], following: bool) -> Option<OutgoingView> {
    use EvidenceKind::{MessageAccepted, MessageDelivered, MessageFailed, MessageRead};
    let accepted = newest(told, &[MessageAccepted]);
    let refused = newest(told, &[MessageFailed]).filter(|row| row.evidence.reference.is_none());
    let first = match (accepted, refused) {
        (Some(accepted), Some(refused)) if refused.evidence.at > accepted.evidence.at => refused,
        (Some(accepted), _) => accepted,
        (None, refused) => refused?,
    };
    let own = |kinds: &[EvidenceKind]| {
        let rows = told
            .iter()
            .filter(|row| row.evidence.reference == first.evidence.reference);
        rows.filter(|row| kinds.contains(&row.evidence.kind))
            .max_by_key(|row| (row.evidence.at, row.evidence.kind))
    };
    let last = own(&[MessageDelivered, MessageRead, MessageFailed]).unwrap_or(first);
    let event = first
        .evidence
        .reference
        .as_ref()
        .and_then(|_| own(&[EvidenceKind::CallbackTookEvent, EvidenceKind::CallbackMissedEvent]));
    let state = match last.evidence.kind {
        MessageDelivered => "delivered",
        MessageRead => "read",
        MessageFailed => "failed",
        _ => "accepted",
    };
    let failed = last.evidence.kind == MessageFailed;
    let problem = failed.then(|| {
        let cause = last.evidence.cause.unwrap_or(Cause::MessageFailed);
        problem_view(&Problem::new(cause, last.evidence.at))
    });
    Some(OutgoingView {
        state: state.to_owned(),
        to: first.to.clone(),
        message: first.evidence.reference.clone(),
        sent_at: time(first.evidence.at),
        at: time(last.evidence.at),
        callback_took: event.map(|row| row.evidence.kind == EvidenceKind::CallbackTookEvent),
        why: last.why.clone().or_else(|| event.and_then(|row| row.why.clone())),
        problem,
        following,
    })
}

fn incoming(told: &[Told]) -> Option<IncomingView> {
    let row = newest(
        told,
        &[EvidenceKind::MessageReceived, EvidenceKind::MessageMissing],
    )?;
    Some(IncomingView {
        arrived: row.evidence.kind == EvidenceKind::MessageReceived,
        by: row.by.clone().unwrap_or_default(),
        platform: row.platform.clone(),
        word: row.evidence.reference.clone(),
        at: time(row.evidence.at),
    })
}

fn search(searched: &Searched) -> SearchView {
    SearchView {
        platform: searched.platform.code().to_owned(),
        since: time(searched.since),
        goes_on: searched.goes_on,
        problem: searched.failure.as_ref().map(platform_problem_view),
    }
}

/// An address as a QR code; empty where it is too long for one.
fn qr(link: &str) -> QrView {
    let Ok(code) = QrCode::with_error_correction_level(link, EcLevel::M) else {
        return QrView {
            size: 0,
            path: String::new(),
        };
    };
    let width = code.width();
    let mut path = String::new();
    for (place, _) in code
        .to_colors()
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
    {
        // Writing into a text cannot fail.
        let _written = write!(path, "M{} {}h1v1h-1z", place % width, place / width);
    }
    QrView {
        size: u32::try_from(width).unwrap_or_default(),
        path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reconecta_core::ids::UnixMillis;
    use reconecta_core::verdict::Evidence;

    fn told(kind: EvidenceKind, at: i64, reference: Option<&str>) -> Told {
        Told {
            evidence: Evidence {
                reference: reference.map(str::to_owned),
                ..Evidence::new(kind, UnixMillis(at))
            },
            by: None,
            platform: None,
            to: None,
            why: None,
            host: None,
            redirect: None,
        }
    }

    #[test]
    fn rows_of_an_earlier_message_say_nothing_about_the_last_one() {
        use EvidenceKind::*;
        let mut rows = vec![
            told(MessageAccepted, 10, Some("wamid.2")),
            told(MessageDelivered, 12, Some("wamid.1")),
            told(CallbackTookEvent, 13, Some("wamid.1")),
        ];
        let view = outgoing(&rows, true).expect("a message");
        assert_eq!((view.state.as_str(), view.callback_took), ("accepted", None));
        rows.push(told(MessageDelivered, 14, Some("wamid.2")));
        rows.push(told(CallbackMissedEvent, 14, Some("wamid.2")));
        let view = outgoing(&rows, false).expect("a message");
        assert_eq!(
            (view.state.as_str(), view.callback_took),
            ("delivered", Some(false))
        );
    }

    #[test]
    fn a_message_that_meta_refused_at_once_is_the_last_one() {
        use EvidenceKind::*;
        let mut refused = told(MessageFailed, 20, None);
        refused.evidence.cause = Some(Cause::TemplateUnusable);
        let rows = [told(MessageAccepted, 10, Some("wamid.1")), refused];
        let view = outgoing(&rows, false).expect("a message");
        assert_eq!(view.state, "failed");
        assert_eq!(view.problem.expect("why").cause, "template_unusable");
    }

    #[test]
    fn a_qr_code_is_square_and_has_its_three_corners() {
        let code = qr("https://wa.me/5511912340101?text=RECONECTA-ABCD9");
        assert!(code.size >= 21);
        let last = code.size - 7;
        for corner in ["M0 0h".to_owned(), format!("M{last} 0h"), format!("M0 {last}h")] {
            assert!(code.path.contains(&corner), "{corner}");
        }
    }
}
