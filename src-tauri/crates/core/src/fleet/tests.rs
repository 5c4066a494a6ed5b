use super::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer, ChannelFacts, Diagnosis, Expected, Question, Reason, diagnose};
use crate::fact::{Fact, Unread};
use crate::ids::{NumberId, UnixMillis};
use crate::meta::{
    Business, BusinessRole, Membership, NumberStatus, PhoneNumber, PlatformType, Subscription, TokenInfo,
    TokenKind, Waba,
};
use crate::verdict::{Evidence, EvidenceKind, Verdict};
use std::collections::BTreeMap;

const NOW: UnixMillis = UnixMillis(1_800_000_000_000);
const APP: &str = "400";

fn business(id: &str) -> Business {
    Business {
        id: id.into(),
        name: None,
        verification_status: None,
        two_factor_type: None,
    }
}

fn number(id: &str) -> PhoneNumber {
    PhoneNumber {
        display_phone_number: Some(format!("+55 11 91234-{id:0>4}").into()),
        status: Some(NumberStatus::Connected),
        code_verification: Some("VERIFIED".into()),
        quality: Some("GREEN".into()),
        platform_type: Some(PlatformType::CloudApi),
        account_mode: Some("LIVE".into()),
        on_business_app: Some(false),
        pin_enabled: Some(true),
        ..PhoneNumber::unread(id.into())
    }
}

fn token() -> TokenReadings {
    TokenReadings {
        token: Fact::Known(TokenInfo {
            app_id: Some(APP.into()),
            kind: TokenKind::User,
            valid: true,
            problem: None,
            expires_at: Some(0),
            data_access_expires_at: Some(0),
            scopes: vec![
                "whatsapp_business_management".into(),
                "whatsapp_business_messaging".into(),
            ],
            user_id: None,
        }),
        memberships: Fact::Known(vec![Membership {
            business: business("300"),
            role: Some(BusinessRole::Admin),
        }]),
        ..TokenReadings::unread()
    }
}

fn account(id: &str, owner: &str, numbers: &[&str], subscribed: &[&str]) -> AccountReadings {
    let subscription = |app: &&str| Subscription {
        app_id: (*app).into(),
        app_name: None,
        override_callback: None,
    };
    AccountReadings {
        id: id.into(),
        waba: Fact::Known(Waba {
            id: id.into(),
            name: None,
            owner: Some(business(owner)),
            status: None,
            review_status: None,
            verification_status: None,
            currency: None,
        }),
        numbers: Fact::Known(numbers.iter().map(|id| number(id)).collect()),
        subscriptions: Fact::Known(subscribed.iter().map(subscription).collect()),
    }
}

fn listed(account: AccountReadings) -> Listed {
    Listed::new(&token(), 0, account, Some(APP.into()), NOW)
}

fn judged(accounts: Vec<AccountReadings>, id: &str) -> Diagnosis {
    let mut accounts: Vec<Listed> = accounts.into_iter().map(listed).collect();
    let places: Vec<usize> = (0..accounts.len()).collect();
    judge(&[token()], &mut accounts, &places, &id.into(), None, NOW).expect("an account lists it")
}

fn target(number: &str, waba: &str, business: Option<&str>) -> Target {
    Target::new(Expected {
        number: number.into(),
        waba: waba.into(),
        business: business.map(Into::into),
        display_phone_number: String::new(),
        app: Some(APP.into()),
        callback: None,
        held: None,
    })
}

fn answer(diagnosis: &Diagnosis, question: Question) -> (Answer, Reason) {
    let finding = diagnosis.finding(question).expect("every question is answered");
    (finding.answer, finding.reason)
}

#[test]
fn shared_readings_give_the_diagnosis_of_one_channel() {
    let account = account("200", "300", &["1", "2", "3"], &[APP]);
    let mut alone = ChannelFacts::unread(target("2", "200", None).expected, NOW);
    let shared = token();
    alone.token = shared.token;
    alone.permissions = shared.permissions;
    alone.waba = account.waba.clone();
    alone.numbers = account.numbers.clone();
    alone.number = Fact::Known(number("2"));
    alone.subscriptions = account.subscriptions.clone();
    alone.admin.owner = Fact::Known(business("300"));
    alone.admin.memberships = shared.memberships;
    assert_eq!(judged(vec![account], "2"), diagnose(&alone, NOW));
}

#[test]
fn an_unread_list_makes_its_numbers_unknown_and_never_broken() {
    for unread in [Unread::Malformed, Unread::NotAsked, Unread::Missing] {
        let mut unlisted = account("200", "300", &[], &[APP]);
        unlisted.numbers = Fact::Unknown(unread);
        let mut unlisted = listed(unlisted);
        let diagnosis = judge_target(&token(), &mut unlisted, target("1", "200", None), None, NOW);
        assert_eq!(diagnosis.verdict, Verdict::Unknown);
        assert_eq!(diagnosis.blocking, None);
    }
    let mut unsubscribed = account("200", "300", &["1"], &[]);
    unsubscribed.subscriptions = Fact::Unknown(Unread::Malformed);
    assert_eq!(judged(vec![unsubscribed], "1").verdict, Verdict::Unknown);
}

#[test]
fn accounts_of_two_portfolios_that_agree_are_one_answer() {
    let both = vec![
        account("200", "300", &["1"], &[APP]),
        account("201", "300", &["1"], &[APP]),
    ];
    assert_eq!(judged(both, "1").verdict, Verdict::ConnectedUnproven);
    let neither = vec![
        account("200", "300", &["1"], &[]),
        account("201", "300", &["1"], &[]),
    ];
    let diagnosis = judged(neither, "1");
    assert_eq!(
        diagnosis.blocking.map(|blocking| blocking.cause()),
        Some(Cause::AppNotSubscribed)
    );
}

#[test]
fn accounts_that_contradict_each_other_leave_it_unknown() {
    for (first, second) in [(&[APP][..], &[][..]), (&[][..], &[APP][..])] {
        let diagnosis = judged(
            vec![
                account("200", "300", &["1"], first),
                account("201", "301", &["1"], second),
            ],
            "1",
        );
        assert_eq!(
            answer(&diagnosis, Question::AppSubscribed),
            (Answer::Unknown, Reason::Contradictory)
        );
        assert_eq!(diagnosis.verdict, Verdict::Unknown, "unknown rather than wrong");
    }
}

#[test]
fn what_one_account_does_not_tell_nobody_knows() {
    let mut silent = account("201", "300", &["1"], &[]);
    silent.subscriptions = Fact::Unknown(Unread::Malformed);
    for accounts in [
        vec![account("200", "300", &["1"], &[APP]), silent.clone()],
        vec![silent.clone(), account("200", "300", &["1"], &[APP])],
    ] {
        let diagnosis = judged(accounts, "1");
        assert_eq!(
            answer(&diagnosis, Question::AppSubscribed),
            (Answer::Unknown, Reason::Unreadable)
        );
    }
}

#[test]
fn a_portfolio_s_id_in_the_place_of_an_account_s_is_named() {
    let confused = AccountReadings {
        id: "300".into(),
        waba: Fact::Unknown(Unread::Missing),
        numbers: Fact::Unknown(Unread::Missing),
        subscriptions: Fact::Unknown(Unread::Missing),
    };
    let mut confused = listed(confused);
    let diagnosis = judge_target(&token(), &mut confused, target("1", "300", None), None, NOW);
    let blocking = diagnosis.blocking.expect("a cause");
    assert_eq!(blocking.cause(), Cause::WabaIsPortfolio);
}

#[test]
fn an_account_s_id_in_the_place_of_a_portfolio_s_is_another_portfolio() {
    let mut right = listed(account("200", "300", &["1"], &[APP]));
    let diagnosis = judge_target(&token(), &mut right, target("1", "200", Some("200")), None, NOW);
    let blocking = diagnosis.blocking.clone().expect("a cause");
    assert_eq!(blocking.cause(), Cause::DifferentPortfolio);
    assert_eq!(
        diagnosis.verdict,
        Verdict::Attention,
        "messages flow all the same"
    );
    let diagnosis = judge_target(&token(), &mut right, target("1", "200", Some("300")), None, NOW);
    assert_eq!(diagnosis.blocking, None, "one target leaves nothing to the next");
}

#[test]
fn a_refused_message_outweighs_the_status_of_its_own_number_only() {
    let mut account = listed(account("200", "300", &["1", "2"], &[APP]));
    let mut refused = target("1", "200", None);
    refused.evidence = vec![Evidence {
        cause: Some(Cause::NumberNotRegistered),
        ..Evidence::new(EvidenceKind::MessageFailed, NOW.plus(-60_000))
    }];
    let diagnosis = judge_target(&token(), &mut account, refused, None, NOW);
    assert_eq!(
        answer(&diagnosis, Question::NumberRegistered),
        (Answer::No, Reason::ContradictedBySend)
    );
    let other = judge_target(&token(), &mut account, target("2", "200", None), None, NOW);
    assert_eq!(other.verdict, Verdict::ConnectedUnproven);
}

#[test]
fn a_moved_number_is_told_by_its_own_node() {
    let mut account = listed(account("200", "300", &["2"], &[APP]));
    let alone = Fact::Known(PhoneNumber {
        status: Some(NumberStatus::Migrated),
        ..number("1")
    });
    let diagnosis = judge_target(
        &token(),
        &mut account,
        target("1", "200", None),
        Some(&alone),
        NOW,
    );
    assert_eq!(
        answer(&diagnosis, Question::NumberInWaba),
        (Answer::No, Reason::Migrated)
    );
}

#[test]
fn a_number_that_stands_nowhere_is_unknown_and_a_channel_without_token_is_told() {
    let diagnosis = judge_unlisted(Some(&token()), target("1", "200", None), None, NOW);
    assert_eq!(diagnosis.verdict, Verdict::Unknown);
    let diagnosis = judge_unlisted(None, target("1", "200", None), None, NOW);
    assert_eq!(
        diagnosis.blocking.map(|blocking| blocking.cause()),
        Some(Cause::TokenMissing)
    );
}

#[test]
fn roles_missing_from_memberships_come_from_the_portfolio() {
    let mut roleless = token();
    roleless.memberships = Fact::Known(vec![Membership {
        business: business("300"),
        role: None,
    }]);
    roleless.person = Fact::Known(crate::meta::Person {
        id: "7".into(),
        name: None,
    });
    let user = crate::admin::PortfolioUser {
        id: "7".into(),
        role: Some(BusinessRole::Admin),
    };
    roleless.portfolio_users = BTreeMap::from([("300".into(), Fact::Known(vec![user]))]);
    let readings = account("200", "300", &["1"], &[APP]);
    let account = Listed::new(&roleless, 0, readings, Some(APP.into()), NOW);
    let diagnosis =
        judge(&[roleless], &mut [account], &[0], &NumberId::new("1"), None, NOW).expect("a diagnosis");
    assert_eq!(diagnosis.answer(Question::PersonIsAdmin), Answer::Yes);
}
