//! Who is asked, which inbox is the number's, and which message is the word.

use crate::house::{ASKED, House, INBOX, NUMBER, NUMBER_ID, WORD};
use reconecta_core::platform::PlatformProblem;

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_finds_the_inbox_by_id_and_an_agent_by_number_among_their_own() {
    let house = House::new().await;
    let (ana, bruno) = (house.client("ana"), house.client("bruno"));
    let admin = ana.member().await.unwrap();
    assert_eq!(
        (
            admin.name.as_str(),
            admin.account.as_str(),
            admin.is_administrator
        ),
        ("Ana Prado", "Padaria Aurora", true)
    );
    let found = ana.inbox(&admin, NUMBER_ID, "+55 11 90000-0000").await.unwrap();
    assert_eq!((found.id, found.name.as_str()), (INBOX, "Balcão Centro"));
    let missing = ana.inbox(&admin, "1", "+55 11 90000-0000").await.unwrap_err();
    assert_eq!(missing.problem, PlatformProblem::InboxMissing);

    let agent = bruno.member().await.unwrap();
    assert!(!agent.is_administrator);
    let found = bruno.inbox(&agent, NUMBER_ID, NUMBER).await.unwrap();
    assert_eq!((found.id, found.phone_number_id), (INBOX, None));
    let hidden = bruno
        .inbox(&agent, "5501937465028226", "+55 11 91234-0102")
        .await
        .unwrap_err();
    assert_eq!(hidden.problem, PlatformProblem::InboxHidden);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_the_platform_has_under_another_id_has_no_inbox() {
    let house = House::new().await;
    house.change(|platform| platform.inboxes[1].phone_number_id = Some("1".to_owned()));
    let client = house.client("ana");
    let member = client.member().await.unwrap();
    let missing = client.inbox(&member, NUMBER_ID, NUMBER).await.unwrap_err();
    assert_eq!(missing.problem, PlatformProblem::InboxMissing);
}

/// With the search and without it.
async fn each_way(name: &str, prepare: impl Fn(&House), found: bool) {
    for without_search in [false, true] {
        let house = House::new().await;
        house.change(|platform| platform.without_search = without_search);
        prepare(&house);
        assert_eq!(
            house.found().await,
            found,
            "{name}, without search: {without_search}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_customer_s_new_message_with_the_whole_word_in_the_inbox_is_found() {
    let put = |inbox: u64, text: &'static str, at: i64| {
        move |house: &House| house.receive(inbox, "5511912340001", text, at)
    };
    each_way("nothing came", |_| {}, false).await;
    each_way("the word", put(INBOX, WORD, ASKED), true).await;
    each_way(
        "in a sentence",
        put(INBOX, "Oi! RECONECTA-ABCD9.", ASKED + 9),
        true,
    )
    .await;
    each_way(
        "inside a longer word",
        put(INBOX, "RECONECTA-ABCD99", ASKED),
        false,
    )
    .await;
    each_way("in lower case", put(INBOX, "reconecta-abcd9", ASKED), false).await;
    each_way("before it was asked for", put(INBOX, WORD, ASKED - 1), false).await;
    each_way("in another inbox", put(INBOX + 1, WORD, ASKED), false).await;
    let sent = |house: &House| {
        house.change(|platform| {
            let conversation = platform.conversation(INBOX, "5511912340001", "Cliente");
            platform.say(conversation, 1, WORD, None, ASKED);
        });
    };
    each_way("the team sent it", sent, false).await;
    let greeted = |house: &House| {
        house.receive(INBOX, "5511912340001", WORD, ASKED);
        house.change(|platform| platform.say(1, 3, "Olá! Já respondemos.", None, ASKED + 1));
    };
    each_way("a greeting came after it", greeted, true).await;
    let closed = |house: &House| {
        house.receive(INBOX, "5511912340001", WORD, ASKED);
        house.change(|platform| platform.conversations[0].status = "resolved".to_owned());
    };
    each_way("the conversation was closed", closed, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_is_found_behind_many_conversations_and_many_messages() {
    let crowd = |house: &House| {
        house.receive(INBOX, "5511900000000", WORD, ASKED);
        for other in 1..=40 {
            let text = "Bom dia, RECONECTA-ABCD99";
            house.receive(INBOX, &format!("55119{other:08}"), text, ASKED + other);
        }
    };
    each_way("after forty conversations", crowd, true).await;
    let talk = |house: &House| {
        house.receive(INBOX, "5511900000000", WORD, ASKED);
        for second in 1..=45 {
            house.receive(INBOX, "5511900000000", "E o pedido?", ASKED + second);
        }
    };
    each_way("after 45 messages of the same customer", talk, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_search_no_conversation_from_before_the_word_is_opened() {
    let house = House::new().await;
    house.change(|platform| platform.without_search = true);
    for other in 0..30 {
        house.receive(INBOX, &format!("55119{other:08}"), "Bom dia", ASKED - 100);
    }
    house.receive(INBOX, "5511912340001", "Oi", ASKED + 1);
    assert!(!house.found().await);
    let opened = house.sandbox.history();
    let opened = opened.iter().filter(|one| one.path.ends_with("/messages"));
    let of_conversations = opened.filter(|one| one.path.contains("/conversations/"));
    assert_eq!(of_conversations.count(), 1);
}
