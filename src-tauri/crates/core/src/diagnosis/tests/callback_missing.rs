use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, ChannelFacts, Question, Reason};
use crate::fact::Fact;
use crate::meta::AppWebhook;
use crate::verdict::Verdict;

#[test]
fn that_messages_have_nowhere_to_go_takes_three_readings() {
    let webhook = |active, fields: Option<&[&str]>| {
        let fields = fields.map(|fields| fields.iter().copied().map(Into::into).collect());
        Fact::Known(Some(AppWebhook { active, fields }))
    };
    // Meta leaves `webhook_configuration` out where no level has a callback.
    let missing = || {
        let mut facts = with_number(|number| number.webhook = None);
        facts.app_webhook = Fact::Known(None);
        facts
    };
    let but = |change: fn(&mut ChannelFacts)| {
        let mut facts = missing();
        change(&mut facts);
        facts
    };
    let as_app = |app_webhook| with(|facts| facts.app_webhook = app_webhook);
    let nowhere = Some(Cause::CallbackMissing);
    let (no, unsaid) = (Reason::NoCallback, Reason::Missing);
    #[rustfmt::skip]
    let rows = vec![
        ("no webhook at all", missing(), No, no, nowhere),
        ("the override that is expected is gone, too", but(|f| f.expected.callback = Some("https://loja.example/hook".into())), No, no, nowhere),
        ("the app did not ask", but(|f| f.app_webhook = not_asked()), Unknown, unsaid, None),
        ("the app may not ask", but(|f| f.app_webhook = refused(15, None)), Unknown, unsaid, None),
        ("Meta does not answer", but(|f| f.app_webhook = outage()), Unknown, unsaid, None),
        ("the number is unread", but(|f| f.number = not_asked()), Unknown, unsaid, None),
        ("the account's overrides are unread", but(|f| f.subscriptions = not_asked()), Unknown, Reason::NotAsked, None),
        ("the account overrides it", but(|f| override_account(f, "400")), Unknown, unsaid, None),
        ("the account overrides another app", but(|f| override_account(f, "999")), No, no, nowhere),
        ("whose overrides the number shows is unknown", but(|f| f.token = not_asked()), Unknown, unsaid, None),
        ("the number's address contradicts the list", as_app(Fact::Known(None)), Yes, Reason::NothingExpected, None),
        ("an address for other events", as_app(Fact::Known(Some(for_other_events()))), No, no, nowhere),
        ("the same, of which the number tells nothing", but(|f| f.app_webhook = Fact::Known(Some(for_other_events()))), Unknown, unsaid, None),
        ("the same, beside an override", overridden_for_other_events(), Yes, Reason::NothingExpected, None),
        ("an address that is not in force", as_app(webhook(Some(false), Some(&["messages"]))), No, no, nowhere),
        ("an address for messages", as_app(webhook(Some(true), Some(&["account_update", "messages"]))), Yes, Reason::NothingExpected, None),
        ("nobody says for what", as_app(webhook(None, None)), Yes, Reason::NothingExpected, None),
    ];
    check(Question::CallbackAsExpected, rows);
    assert_eq!(look(&missing()).verdict, Verdict::Disconnected);
}

fn for_other_events() -> AppWebhook {
    AppWebhook {
        active: Some(true),
        fields: Some(vec!["account_update".into()]),
    }
}

fn overridden_for_other_events() -> ChannelFacts {
    let mut facts = with_number(|number| {
        let levels = number.webhook.get_or_insert_default();
        levels.phone_number = Some("https://loja.example/hook".into());
    });
    facts.app_webhook = Fact::Known(Some(for_other_events()));
    facts
}

fn override_account(facts: &mut ChannelFacts, app: &str) {
    if let Fact::Known(list) = &mut facts.subscriptions {
        for own in list.iter_mut().filter(|one| one.app_id.as_str() == app) {
            own.override_callback = Some("https://conta.example/hook".into());
        }
    }
}
