//! Is the token valid?

use crate::cause::{CallKind, Cause};
use crate::diagnosis::facts::ChannelFacts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::question::{Field, Question, Reason};
use crate::fact::{Fact, Unread};
use crate::graph_error::GraphProblem;
use crate::ids::UnixMillis;
use crate::meta::{TokenInfo, TokenKind};
use crate::problem::Problem;

/// Days before the end at which a warning begins.
const WARNING_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;

const QUESTION: Question = Question::TokenValid;

pub(super) fn valid(facts: &ChannelFacts, now: UnixMillis) -> Finding {
    let at = facts.read_at;
    if !facts.has_token {
        return Finding::no(QUESTION, Reason::NoToken, Cause::TokenMissing, at);
    }
    let dead = refused_as_dead(facts);
    let works = reads_succeeded(facts);
    match (&facts.token, dead) {
        (_, Some((cause, graph))) if !works => {
            Finding::no(QUESTION, Reason::TokenRefusedByCall, cause, at).with_graph(graph)
        }
        (Fact::Known(token), _) => by_description(token, facts, works, now),
        (Fact::Unknown(Unread::Refused { problem }), _) if facts.app_asked && is_foreign(problem) => {
            Finding::no(QUESTION, Reason::TokenOfOtherApp, Cause::TokenOfOtherApp, at).with_graph(problem)
        }
        (Fact::Unknown(_), None) if works => Finding::yes(QUESTION, Reason::ProvedByRead, at),
        // Some calls worked and others were refused because of the token: it died in between, or Meta errs.
        (Fact::Unknown(_), Some((_, graph))) => {
            Finding::unknown(QUESTION, Reason::Contradictory, at).with_graph(graph)
        }
        (Fact::Unknown(unread), None) => Finding::unread(QUESTION, unread, CallKind::InspectOwnToken, at),
    }
}

/// Whether Meta refuses the app the token's description because it belongs to another app.
fn is_foreign(refusal: &GraphProblem) -> bool {
    Cause::from_graph(refusal, CallKind::DebugToken) == Cause::TokenOfOtherApp
}

fn by_description(token: &TokenInfo, facts: &ChannelFacts, works: bool, now: UnixMillis) -> Finding {
    let at = facts.read_at;
    let described = |finding: Finding| {
        finding
            .with(Field::TokenKind, token.kind.as_str())
            .with_some(Field::AppId, token.app_id.as_ref().map(|id| id.as_str()))
            .with_some(Field::ExpiresAt, millis_text(token.expires_at))
            .with_some(
                Field::DataAccessExpiresAt,
                millis_text(token.data_access_expires_at),
            )
    };
    if !token.valid {
        if works {
            return described(Finding::unknown(QUESTION, Reason::Contradictory, at));
        }
        let cause = token
            .problem
            .as_ref()
            .map(|problem| Cause::from_graph(problem, CallKind::ReadPerson))
            .filter(|cause| cause.is_token_dead())
            .unwrap_or(Cause::TokenInvalid);
        let finding = Finding::no(QUESTION, Reason::TokenInvalid, cause, at);
        return described(match &token.problem {
            Some(problem) => finding.with_graph(problem),
            None => finding,
        });
    }
    let (reason, cause) = match (&token.app_id, &facts.expected.app) {
        (Some(read), Some(own)) if read != own => (Reason::TokenOfOtherApp, Cause::TokenOfOtherApp),
        _ if matches!(token.kind, TokenKind::Page | TokenKind::App) => {
            (Reason::TokenKindUnsuitable, Cause::TokenKindUnsuitable)
        }
        _ if is_past(token.expires_at, now) && !works => (Reason::TokenExpired, Cause::TokenExpired),
        _ if token.kind == TokenKind::User && is_past(token.data_access_expires_at, now) && !works => {
            (Reason::DataAccessExpired, Cause::TokenExpired)
        }
        _ => return described(Finding::yes(QUESTION, Reason::Confirmed, at)),
    };
    described(Finding::no(QUESTION, reason, cause, at))
}

pub(super) fn warnings(facts: &ChannelFacts, now: UnixMillis) -> Vec<Problem> {
    let Fact::Known(token) = &facts.token else {
        return Vec::new();
    };
    let data_access = token
        .data_access_expires_at
        .filter(|_| token.kind == TokenKind::User);
    let end = [token.expires_at, data_access]
        .into_iter()
        .filter_map(millis)
        .min();
    end.filter(|end| token.valid && end.since(now) < WARNING_MILLIS)
        .map(|end| {
            Problem::new(Cause::TokenExpiresSoon, facts.read_at)
                .with(Field::ExpiresAt.code(), end.0.to_string())
        })
        .into_iter()
        .collect()
}

/// Unix milliseconds of Unix seconds; `None` for never and for unknown.
fn millis(seconds: Option<i64>) -> Option<UnixMillis> {
    seconds
        .filter(|seconds| *seconds > 0)
        .map(|seconds| UnixMillis(seconds.saturating_mul(1000)))
}

fn millis_text(seconds: Option<i64>) -> Option<String> {
    millis(seconds).map(|at| at.0.to_string())
}

fn is_past(seconds: Option<i64>, now: UnixMillis) -> bool {
    millis(seconds).is_some_and(|at| at <= now)
}

/// Readings made with the channel's token. `/debug_token` is not one of them: its bearer may be the app.
fn readings(facts: &ChannelFacts) -> [(Option<&Unread>, CallKind); 6] {
    [
        (facts.waba.unread(), CallKind::ReadAccount),
        (facts.numbers.unread(), CallKind::ListNumbers),
        (facts.number.unread(), CallKind::ReadNumber),
        (facts.subscriptions.unread(), CallKind::ReadSubscriptions),
        (facts.permissions.unread(), CallKind::ReadPermissions),
        (facts.admin.person.unread(), CallKind::ReadPerson),
    ]
}

fn refused_as_dead(facts: &ChannelFacts) -> Option<(Cause, &GraphProblem)> {
    readings(facts)
        .into_iter()
        .find_map(|(unread, call)| match unread? {
            Unread::Refused { problem } => {
                let cause = Cause::from_graph(problem, call);
                cause.is_token_dead().then_some((cause, problem))
            }
            _ => None,
        })
}

fn reads_succeeded(facts: &ChannelFacts) -> bool {
    readings(facts).iter().any(|(unread, _)| unread.is_none())
}
