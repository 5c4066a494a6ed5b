use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, ChannelFacts, Question, Reason};
use crate::graph_error::GraphProblem;
use crate::meta::{TokenInfo, TokenKind};

/// No reading that proves the token by itself.
fn without_reads(mut facts: ChannelFacts) -> ChannelFacts {
    facts.waba = not_asked();
    facts.numbers = not_asked();
    facts.number = not_asked();
    facts.subscriptions = not_asked();
    facts.permissions = not_asked();
    facts.admin.person = not_asked();
    facts
}

#[test]
fn token() {
    let invalid = |subcode: Option<i64>| {
        without_reads(with_token(|token| {
            token.valid = false;
            token.problem = subcode.map(|subcode| GraphProblem {
                code: 190,
                subcode: Some(subcode),
                ..GraphProblem::default()
            });
        }))
    };
    let ended = |token: &mut TokenInfo| token.expires_at = Some(now_seconds() - 1);
    let data_ended = |token: &mut TokenInfo| token.data_access_expires_at = Some(now_seconds() - 1);
    check(
        Question::TokenValid,
        vec![
            ("valid", healthy(), Yes, Reason::Confirmed, None),
            (
                "none",
                with(|f| f.has_token = false),
                No,
                Reason::NoToken,
                Some(Cause::TokenMissing),
            ),
            (
                "never expires",
                with_token(|t| t.expires_at = Some(0)),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "invalid",
                invalid(None),
                No,
                Reason::TokenInvalid,
                Some(Cause::TokenInvalid),
            ),
            (
                "app removed",
                invalid(Some(458)),
                No,
                Reason::TokenInvalid,
                Some(Cause::AccessRemoved),
            ),
            (
                "password",
                invalid(Some(460)),
                No,
                Reason::TokenInvalid,
                Some(Cause::PasswordChanged),
            ),
            (
                "expired",
                without_reads(with_token(ended)),
                No,
                Reason::TokenExpired,
                Some(Cause::TokenExpired),
            ),
            (
                "expired, says the clock only",
                with_token(ended),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "data access",
                without_reads(with_token(data_ended)),
                No,
                Reason::DataAccessExpired,
                Some(Cause::TokenExpired),
            ),
            (
                "data access of a business token does not count",
                without_reads(with_token(|t| {
                    data_ended(t);
                    t.kind = TokenKind::SystemUser;
                })),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "other app",
                with_token(|t| t.app_id = Some("401".into())),
                No,
                Reason::TokenOfOtherApp,
                Some(Cause::TokenOfOtherApp),
            ),
            (
                "other app, so Meta does not describe it to ours",
                with(|f| {
                    f.token = refused(100, None);
                    f.app_asked = true;
                }),
                No,
                Reason::TokenOfOtherApp,
                Some(Cause::TokenOfOtherApp),
            ),
            (
                "a refusal of the app itself",
                with(|f| {
                    f.token = refused(190, None);
                    f.app_asked = true;
                }),
                Yes,
                Reason::ProvedByRead,
                None,
            ),
            (
                "page token",
                with_token(|t| t.kind = TokenKind::Page),
                No,
                Reason::TokenKindUnsuitable,
                Some(Cause::TokenKindUnsuitable),
            ),
            (
                "new kind",
                with_token(|t| t.kind = "MOON".into()),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "called invalid, yet it works",
                with_token(|t| t.valid = false),
                Unknown,
                Reason::Contradictory,
                None,
            ),
            (
                "proved by a read",
                with(|f| f.token = refused(100, None)),
                Yes,
                Reason::ProvedByRead,
                None,
            ),
            (
                "outage",
                without_reads(with(|f| f.token = outage())),
                Unknown,
                Reason::Unreachable,
                Some(Cause::TimedOut),
            ),
            (
                "refused by calls",
                all_reads_refused(190, Some(463)),
                No,
                Reason::TokenRefusedByCall,
                Some(Cause::TokenExpired),
            ),
            (
                "died between two calls",
                with(|f| {
                    f.token = not_asked();
                    f.number = refused(190, Some(467));
                }),
                Unknown,
                Reason::Contradictory,
                None,
            ),
        ],
    );
}

#[test]
fn token_ends_soon() {
    let soon = |days: i64| with_token(|token| token.expires_at = Some(now_seconds() + days * DAY_SECONDS));
    let causes = |facts: &ChannelFacts| -> Vec<Cause> {
        look(facts).warnings.iter().map(|warning| warning.cause).collect()
    };
    assert_eq!(causes(&soon(6)), [Cause::TokenExpiresSoon]);
    assert_eq!(causes(&soon(8)), []);
    assert_eq!(causes(&with_token(|token| token.expires_at = Some(0))), []);
    let data = with_token(|token| token.data_access_expires_at = Some(now_seconds() + 2 * DAY_SECONDS));
    assert_eq!(causes(&data), [Cause::TokenExpiresSoon]);
}
