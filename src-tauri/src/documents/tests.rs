use super::save::{file_name, refusal, write};
use super::*;
use jiff::tz::{TimeZone, offset};
use reconecta_core::hand_off::Need;
use reconecta_engine::EngineError;
use reconecta_engine::views::{
    ChannelRefView, ChannelRowView, ChannelView, EvidenceView, FieldView, HandOffView, MomentView,
    OutageView, ProblemView, ProofView, TechnicalView, TraceView, VerdictView, WhoView,
};
use reconecta_report::Block;
use std::collections::BTreeMap;
use std::io::ErrorKind;

const LANGUAGES: [&str; 3] = ["pt-BR", "en", "es"];
/// 22 November 2026, 17:30 UTC.
const AT: f64 = 1_795_368_600_000.0;

fn words(language: &str) -> Words {
    Words::at(language, TimeZone::fixed(offset(-3)))
}

fn moment(certainty: &str) -> MomentView {
    MomentView {
        at: AT,
        certainty: certainty.to_owned(),
        not_before: Some(AT - 3_600_000.0),
    }
}

fn problem() -> ProblemView {
    ProblemView {
        cause: "app_not_subscribed".to_owned(),
        actor: "you".to_owned(),
        next: "subscribe".to_owned(),
        until: None,
        params: BTreeMap::new(),
        technical: Some(TechnicalView {
            code: Some(200.0),
            subcode: None,
            trace_id: Some("AbCdEf123".to_owned()),
            message: Some("token EAAGm0PX4ZCpsBAKZCZAoZBq2 is gone".to_owned()),
            solution: None,
            http_status: Some(403),
            at: Some(AT),
        }),
    }
}

fn outage() -> OutageView {
    OutageView {
        channel: ChannelRefView {
            id: "c1".to_owned(),
            name: "Entregas São João".to_owned(),
            number: "(11) 91234-0110".to_owned(),
        },
        problem: problem(),
        began: moment("exact"),
        ended: None,
        source: "meta_log".to_owned(),
        who: Some(WhoView {
            kind: "person".to_owned(),
            name: Some("Bruno <b>Lima</b>".to_owned()),
        }),
        losses: vec!["incoming".to_owned()],
        advice: vec!["use_other_way".to_owned(), "ask_customers".to_owned()],
        trail: vec![TraceView {
            at: AT,
            kind: "change".to_owned(),
            code: "api_access_revoked".to_owned(),
            cause: None,
            who: None,
            is_beginning: true,
        }],
        meta_log: "read".to_owned(),
    }
}

fn channel() -> ChannelView {
    ChannelView {
        row: ChannelRowView {
            id: "c1".to_owned(),
            name: "Entregas São João".to_owned(),
            verified_name: None,
            number: "(11) 91234-0110".to_owned(),
            number_international: "+55 11 91234-0110".to_owned(),
            number_id: None,
            account: None,
            portfolio: None,
            verdict: VerdictView {
                code: "disconnected".to_owned(),
                until: None,
                read_at: Some(AT),
            },
            problem: Some(problem()),
            since: Some(AT),
            evidence_at: None,
            checking: false,
            main_action: None,
        },
        diagnosis: None,
        configuration: vec![FieldView {
            label: "waba_id".to_owned(),
            value: "3301827364509182".to_owned(),
        }],
        evidence: Vec::new(),
        proof: ProofView {
            life_hours: 72,
            callback: None,
            callback_host: None,
            verify_token_kept: false,
            probe: None,
            outgoing: None,
            incoming: None,
            word: None,
        },
        timeline: Vec::new(),
        expected_callback: None,
        hand_off: None,
        can_change: true,
        can_rollback: false,
    }
}

fn kit() -> HandOffView {
    HandOffView {
        need: "full_control".to_owned(),
        permission: None,
        person: Some("Carla".to_owned()),
        role: Some("EMPLOYEE".to_owned()),
        business: Some("2201".to_owned()),
        business_name: Some("Padaria Aurora".to_owned()),
        waba: Some("3301".to_owned()),
        number_id: Some("5501".to_owned()),
        channel: Some(outage().channel),
        page: "https://business.facebook.com/latest/settings?business_id=2201".to_owned(),
        steps: [
            "open_settings",
            "open_people",
            "choose_person",
            "give_full_control",
            "check_again",
        ]
        .map(str::to_owned)
        .to_vec(),
        can_log_in_instead: true,
    }
}

#[test]
fn the_report_tells_when_why_who_and_what_to_say_in_each_language() {
    for (language, when) in
        LANGUAGES
            .into_iter()
            .zip(["22/11/2026, 14:30", "22 Nov 2026, 14:30", "22/11/2026, 14:30"])
    {
        let words = words(language);
        let text = outage_report(&words, &outage(), &channel(), AT).to_text();
        for expected in [
            when,
            "Bruno <b>Lima</b>",
            "(11) 91234-0110",
            "3301827364509182",
            "AbCdEf123",
            "UTC-03:00",
            &words.text("cause.app_not_subscribed.title"),
            &words.text("outage_loss.incoming"),
            &words.text("outage_advice.ask_customers"),
            &words.text("change.api_access_revoked"),
            &words.text("outage.lasts"),
        ] {
            assert!(
                text.contains(expected),
                "{language}: {expected:?} is missing in\n{text}"
            );
        }
        assert!(!text.contains("EAAG"), "a token got into the report");
        assert!(!text.contains("{"), "a value was not filled in:\n{text}");
    }
}

#[test]
fn a_beginning_that_is_not_exact_says_so() {
    let words = words("pt-BR");
    for certainty in ["at_latest", "unknown"] {
        let unsure = OutageView {
            began: moment(certainty),
            who: None,
            ..outage()
        };
        let text = outage_report(&words, &unsure, &channel(), AT).to_text();
        let at = words.date(AT);
        let said = words.sentence(&format!("outage.began.{certainty}"), &[("at", &at)]);
        assert!(text.contains(&said.expect("there are words")), "{text}");
        assert!(text.contains(&words.text("outage.who.unknown")), "{text}");
        assert!(text.contains("13:30"), "when it still worked is told: {text}");
    }
}

#[test]
fn the_steps_of_a_cause_are_in_the_report_in_their_order() {
    for language in LANGUAGES {
        let words = words(language);
        let steps = words.numbered("cause.phone_app_disconnected.step", &BTreeMap::new());
        assert!(steps.len() > 1, "{language}: {steps:?}");
        let gone = OutageView {
            problem: ProblemView {
                cause: "phone_app_disconnected".to_owned(),
                ..problem()
            },
            ..outage()
        };
        let report = outage_report(&words, &gone, &channel(), AT);
        let text = report.to_text();
        let mut rest = text.as_str();
        for (number, step) in (1..).zip(&steps) {
            let line = format!("{number}. {step}");
            let (_, after) = rest
                .split_once(&line)
                .unwrap_or_else(|| panic!("{language}: {line:?} is missing in\n{text}"));
            rest = after;
        }
        let page = String::from_utf8(DocumentFormat::Html.bytes(&report).expect("HTML is made"));
        let page = page.expect("UTF-8");
        assert_eq!(page.matches("<ol>").count(), 1, "{language}: a numbered list");
        assert!(DocumentFormat::Pdf.bytes(&report).is_ok());
        let plain = outage_report(&words, &outage(), &channel(), AT);
        let blocks = plain.sections.iter().flat_map(|section| &section.blocks);
        let without = blocks.filter(|block| matches!(block, Block::Steps(_))).count();
        assert_eq!(without, 0, "a cause without steps has no empty list");
    }
}

#[test]
fn the_report_names_the_witness_of_what_was_observed() {
    let seen = |kind: &str, detail: &str, params: &[(&str, &str)]| EvidenceView {
        kind: kind.to_owned(),
        bearing: "neither".to_owned(),
        details: vec![detail.to_owned()],
        params: params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        at: AT,
    };
    let word = [("platform", "chatwoot"), ("reference", "RECONECTA-ABCD9")];
    let channel = ChannelView {
        evidence: vec![
            seen("message_received", "word_by_platform", &word),
            seen("message_failed", "why", &[("why", "Call +5511912340110")]),
        ],
        ..channel()
    };
    for (language, expected) in [
        ("pt-BR", "Palavra RECONECTA-ABCD9, encontrada no Chatwoot"),
        ("en", "Word RECONECTA-ABCD9, found in Chatwoot"),
        ("es", "Palabra RECONECTA-ABCD9, encontrada en Chatwoot"),
    ] {
        let text = outage_report(&words(language), &outage(), &channel, AT).to_text();
        assert!(text.contains(expected), "{language}: {text}");
        assert!(
            !text.contains("5511912340110"),
            "Meta's words are redacted: {text}"
        );
    }
}

#[test]
fn the_report_can_be_made_in_every_form() {
    for language in LANGUAGES {
        let report = outage_report(&words(language), &outage(), &channel(), AT);
        assert!(
            DocumentFormat::Pdf
                .bytes(&report)
                .is_ok_and(|file| file.starts_with(b"%PDF"))
        );
        let page =
            String::from_utf8(DocumentFormat::Html.bytes(&report).expect("HTML is made")).expect("UTF-8");
        assert!(!page.contains("<b>Lima"), "names are escaped");
    }
}

#[test]
fn the_request_names_person_portfolio_and_clicks_in_each_language() {
    for language in LANGUAGES {
        let text = hand_off(&words(language), &kit()).to_text();
        for expected in [
            "Carla",
            "Padaria Aurora (2201)",
            "3301",
            "5501",
            "business_id=2201",
            "1. ",
            "5. ",
        ] {
            assert!(
                text.contains(expected),
                "{language}: {expected:?} is missing in\n{text}"
            );
        }
        assert!(
            !text.contains("EMPLOYEE") && !text.contains("{") && !text.contains("—"),
            "a value was not filled in:\n{text}"
        );
    }
}

#[test]
fn each_need_is_told_with_its_clicks_in_each_language() {
    for language in LANGUAGES {
        for need in Need::ALL {
            let steps: Vec<String> = need.steps().iter().map(|step| step.code().to_owned()).collect();
            let asked = HandOffView {
                need: need.code().to_owned(),
                permission: Some("whatsapp_business_management".to_owned()),
                steps: steps.clone(),
                ..kit()
            };
            let text = hand_off(&words(language), &asked).to_text();
            let numbered = text.lines().filter(|line| {
                let rest = line
                    .trim_start()
                    .trim_start_matches(|sign: char| sign.is_ascii_digit());
                rest.len() < line.trim_start().len() && rest.starts_with(". ") && rest.len() > 2
            });
            assert_eq!(
                numbered.count(),
                steps.len(),
                "{language} {}:\n{text}",
                need.code()
            );
            assert!(!text.contains('{'), "a value was not filled in:\n{text}");
            assert!(!text.contains("whatsapp_business"), "a code was printed:\n{text}");
        }
    }
}

#[test]
fn file_names_are_safe_everywhere() {
    let name = |stem| file_name(stem, DocumentFormat::Pdf);
    assert_eq!(
        name("interrupcao-Entregas São João"),
        "interrupcao-Entregas-São-João.pdf"
    );
    assert_eq!(name("a/../../etc\\passwd:*?\"<>|\n"), "a-etc-passwd.pdf");
    assert!(name(&"x".repeat(500)).len() < 100);
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("relatorio.html");
    write(&path, b"old").expect("the first file");
    write(&path, b"new").expect("the second file");
    assert_eq!(std::fs::read(&path).expect("a file"), b"new");
    let names = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(names, 1, "nothing half-written is left behind");
}

#[test]
fn what_went_wrong_is_told_in_terms_of_what_helps() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("missing").join("relatorio.html");
    let error = write(&nowhere, b"x").expect_err("there is no such folder");
    assert_eq!(refusal(error.kind()), EngineError::NotSaved);
    for (kind, expected) in [
        (ErrorKind::StorageFull, EngineError::NoSpace),
        (ErrorKind::QuotaExceeded, EngineError::NoSpace),
        (ErrorKind::PermissionDenied, EngineError::NoPermission),
        (ErrorKind::ReadOnlyFilesystem, EngineError::NoPermission),
        (ErrorKind::InvalidFilename, EngineError::NotSaved),
    ] {
        assert_eq!(refusal(kind), expected, "{kind:?}");
    }
}

#[test]
fn a_code_of_meta_s_is_never_printed() {
    let portuguese = words("pt-BR");
    for (name, value, said) in [
        ("status", "CONNECTED", "conectado"),
        ("platform_type", "NOT_APPLICABLE", "nenhum lugar"),
        ("health_entity", "WABA", "conta do WhatsApp"),
        (
            "differences",
            "token, verify_token",
            "acesso, token de verificação",
        ),
        ("role", "EMPLOYEE", "funcionário"),
        ("person", "role.admin", "role.admin"),
        ("status", "OF_TOMORROW", "OF_TOMORROW"),
    ] {
        assert_eq!(portuguese.value(name, value), said, "{name}");
    }
}
