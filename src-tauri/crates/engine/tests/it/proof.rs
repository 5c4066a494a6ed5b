//! Proving that messages flow: the handshake, the test message and its fate, the word from a phone.

use crate::house::House;
use crate::round::until_cut;
use meta_sandbox::world::Manner;
use meta_sandbox::{Fault, FaultBody};
use reconecta_core::ids::{AttemptId, ChannelId};
use reconecta_engine::views::{ChannelView, EvidenceView, RoleView};
use reconecta_engine::{Change, EngineError, TestContent};
use reconecta_store::NewAttempt;
use secrecy::ExposeSecret;
use serde_json::json;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

/// Number of the simulated customer's phone.
const CUSTOMER: &str = "+55 11 91234-0001";

fn hello() -> TestContent {
    TestContent::Template {
        name: "hello_world".to_owned(),
        language: "en_US".to_owned(),
    }
}

/// A healthy channel whose page was read.
async fn healthy(house: &mut House) -> String {
    let id = house.channel("healthy").await.id;
    house.engine.check_channel(&id).await.unwrap();
    let page = house.until_checked(&id).await;
    assert_eq!(
        page.row.verdict.code, "connected_unproven",
        "nothing was proved yet"
    );
    assert_eq!(page.row.evidence_at, None, "a check is no evidence of messages");
    id
}

fn behave(house: &House, manner: &Manner) {
    house.sandbox.with_world(|world| {
        for endpoint in &mut world.endpoints {
            endpoint.manner = manner.clone();
        }
    });
}

/// Sends the word from the customer's phone.
async fn send_word(page: &ChannelView) {
    let word = page.proof.word.as_ref().expect("a word is waited for");
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    let sent = reqwest::Client::new()
        .post(&word.link)
        .form(&[("text", &word.word)])
        .send()
        .await
        .expect("the phone answers");
    assert!(sent.status().is_success(), "the message is sent");
}

/// A word asked for, sent and confirmed by the person; the page once that was checked.
async fn word_arrives(house: &mut House, id: &str) -> ChannelView {
    house.engine.ask_for_word(id).await.unwrap();
    let page = house.engine.channel_view(id).await.unwrap();
    send_word(&page).await;
    house.engine.end_word(id, Some(true)).await.unwrap();
    house.until_checked(id).await
}

/// What is told beside the newest row of a kind.
pub(crate) fn beside<'a>(rows: &'a [EvidenceView], kind: &str) -> &'a [String] {
    let row = rows.iter().find(|row| row.kind == kind);
    &row.expect("there is evidence of this kind").details
}

/// Answer and reason of each question that rests on evidence.
fn proved(page: &ChannelView) -> Vec<String> {
    let findings = page.diagnosis.iter().flat_map(|diagnosis| &diagnosis.findings);
    findings
        .filter(|one| ["callback_answers", "message_out", "message_in"].contains(&one.question.as_str()))
        .map(|one| format!("{} {}", one.answer, one.reason))
        .collect()
}

fn cause(page: &ChannelView) -> Option<&str> {
    page.row.problem.as_ref().map(|problem| problem.cause.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_out_and_a_word_in_prove_a_channel_until_their_time_is_over() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;

    let page = word_arrives(&mut house, &id).await;
    let incoming = page.proof.incoming.expect("the word is evidence");
    assert_eq!((incoming.arrived, incoming.by.as_str()), (true, "person"));
    assert_eq!(beside(&page.evidence, "message_received"), ["word_by_person"]);
    assert_eq!(page.proof.word, None, "a word is used once");
    assert_eq!(
        page.row.verdict.code, "connected_unproven",
        "one direction is half"
    );

    let refused = house.engine.send_test_message(&id, CUSTOMER, hello()).await;
    assert_eq!(refused.unwrap(), None, "Meta takes the message");
    let page = house
        .until_page(&id, |page| page.row.verdict.code == "proven")
        .await;
    assert_eq!(beside(&page.evidence, "message_accepted"), ["to"]);
    let outgoing = page.proof.outgoing.expect("the message is evidence");
    assert_eq!(outgoing.state, "delivered");
    assert_eq!(
        outgoing.to.as_deref(),
        Some("…0001"),
        "no whole telephone number is kept"
    );
    assert_eq!(
        outgoing.callback_took,
        Some(true),
        "the callback took Meta's event"
    );

    house.pass_hours(71);
    let page = house.engine.channel_view(&id).await.unwrap();
    assert_eq!(page.row.verdict.code, "proven");
    house.pass_hours(2);
    let page = house.engine.channel_view(&id).await.unwrap();
    assert_eq!(
        page.row.verdict.code, "connected_unproven",
        "older than three days"
    );
    assert_eq!(
        proved(&page),
        ["unknown stale"; 3],
        "chain and card say no more than the verdict"
    );
    house.engine.set_proof_life(168).await.unwrap();
    let page = house.engine.channel_view(&id).await.unwrap();
    assert_eq!(page.row.verdict.code, "proven", "younger than a week");
    assert_eq!(proved(&page), ["yes answered", "yes delivered", "yes received"]);
    let refused = house.engine.set_proof_life(1).await;
    assert!(
        matches!(refused, Err(EngineError::InvalidInput { .. })),
        "{refused:?}"
    );
}

/// Whether there is news of channels within a moment.
async fn channels_are_told(mut changes: Receiver<Change>) -> bool {
    let told = async { while !matches!(changes.recv().await, Ok(Change::Channels)) {} };
    tokio::time::timeout(Duration::from_secs(1), told).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_at_rest_is_told_when_a_proof_has_outlived_its_life_and_only_then() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    word_arrives(&mut house, &id).await;
    for other in house.engine.channels_view().await.unwrap() {
        if other.id != id {
            // Among them are some that wait, and are looked at when that is over.
            house.engine.remove_channel(&other.id).await.unwrap();
        }
    }
    house.restart_watching().await;
    house.engine.home_view().await.unwrap();
    house
        .until_round("the first round begins", |round| round.is_some())
        .await;
    house
        .until_round("the first round ends", |round| round.is_none())
        .await;

    // The end of a round is told a moment after it.
    while channels_are_told(house.engine.changes()).await {}
    let mut channels_told = Vec::new();
    for hours in [0, 70, 3, 1] {
        house.pass_hours(hours);
        let changes = house.engine.changes();
        // As the timer would.
        house.engine.set_check_schedule(0).await.unwrap();
        channels_told.push((hours, channels_are_told(changes).await));
    }
    let expected = [(0, false), (70, false), (3, true), (1, false)];
    assert_eq!(channels_told, expected);
    let page = house.engine.channel_view(&id).await.unwrap();
    assert!(proved(&page).contains(&"unknown stale".to_owned()), "{page:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_does_not_arrive_is_the_blocking_cause_until_one_does() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    house.engine.ask_for_word(&id).await.unwrap();
    house.engine.end_word(&id, Some(false)).await.unwrap();
    let page = house.until_checked(&id).await;
    assert_eq!(page.row.verdict.code, "disconnected");
    assert_eq!(cause(&page), Some("messages_do_not_arrive"));
    let bearings = |bearing: &str| {
        let rows = page.evidence.iter().filter(|row| row.bearing == bearing);
        rows.map(|row| row.kind.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(bearings("against"), ["message_missing"]);
    assert!(bearings("for").contains(&"live_read"), "{:?}", page.evidence);

    house.engine.ask_for_word(&id).await.unwrap();
    house.engine.end_word(&id, Some(true)).await.unwrap();
    let page = house.until_checked(&id).await;
    assert_eq!(cause(&page), None, "it arrives again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_while_a_check_ran_is_judged_right_after_it() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    house.engine.ask_for_word(&id).await.unwrap();
    house
        .sandbox
        .fail_next(Fault::next("/debug_token", FaultBody::DropBefore));
    let asked = house.sandbox.history().len();
    house.engine.check_channel(&id).await.unwrap();
    until_cut(&house, asked).await;
    house.engine.end_word(&id, Some(false)).await.unwrap();
    let page = house.until_page(&id, |page| cause(page).is_some()).await;
    assert_eq!(cause(&page), Some("messages_do_not_arrive"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_void_after_its_time_and_after_a_new_one() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    let word = |page: ChannelView| page.proof.word.map(|word| word.word);
    house.engine.ask_for_word(&id).await.unwrap();
    let first = word(house.engine.channel_view(&id).await.unwrap());
    house.engine.ask_for_word(&id).await.unwrap();
    let second = word(house.engine.channel_view(&id).await.unwrap());
    assert!(first.is_some() && second.is_some() && first != second);
    house.pass_hours(1);
    assert_eq!(word(house.engine.channel_view(&id).await.unwrap()), None);
    let late = house.engine.end_word(&id, Some(true)).await;
    assert!(matches!(late, Err(EngineError::NotFound)), "{late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_handshake_says_where_the_way_to_the_callback_ends() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    let moved = Manner::Redirects {
        to: "https://login.example/".to_owned(),
    };
    for (manner, end, verdict, blocking) in [
        (Manner::Working, "answered", "connected_unproven", None),
        (
            moved,
            "redirected",
            "disconnected",
            Some("callback_verification_failed"),
        ),
        (
            Manner::ExpiredCertificate,
            "certificate_expired",
            "disconnected",
            Some("callback_verification_failed"),
        ),
        (Manner::Working, "answered", "connected_unproven", None),
        (
            Manner::RefusesConnections,
            "connection_refused",
            "connected_unproven",
            None,
        ),
    ] {
        behave(&house, &manner);
        house.engine.probe_callback(&id, None).await.unwrap();
        let page = house.until_checked(&id).await;
        let probe = page.proof.probe.as_ref().expect("a handshake was made");
        assert_eq!(probe.end, end);
        assert_eq!(
            (page.row.verdict.code.as_str(), cause(&page)),
            (verdict, blocking),
            "{manner:?}: what does not get through proves nothing"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_meta_refuses_is_explained_and_its_row_is_closed() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    let unknown = TestContent::Template {
        name: "nao_existe".to_owned(),
        language: "pt_BR".to_owned(),
    };
    let problem = house
        .engine
        .send_test_message(&id, CUSTOMER, unknown)
        .await
        .unwrap();
    let problem = problem.expect("Meta knows no such template");
    assert_eq!(problem.cause, "template_unusable");
    assert_eq!(problem.technical.expect("Meta's words").code, Some(132_001.0));
    let page = house.until_checked(&id).await;
    assert_eq!(page.proof.outgoing.expect("it is shown").state, "failed");
    let again = house.engine.send_test_message(&id, CUSTOMER, hello()).await;
    assert_eq!(again.unwrap(), None, "the next one may be sent");

    for wrong in ["", "91234-0001x", "12"] {
        let refused = house.engine.send_test_message(&id, wrong, hello()).await;
        assert!(
            matches!(refused, Err(EngineError::InvalidInput { .. })),
            "{wrong}: {refused:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_never_sent_again_by_the_machine() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    house.sandbox.fail_next(Fault {
        route: "POST /*/messages".to_owned(),
        status: None,
        body: FaultBody::DropAfter,
        times: 1,
    });
    let problem = house
        .engine
        .send_test_message(&id, CUSTOMER, hello())
        .await
        .unwrap();
    assert_eq!(problem.expect("no answer came").cause, "result_unclear");
    let history = house.sandbox.history();
    let sent = history
        .iter()
        .filter(|one| one.method == "POST" && one.path.ends_with("/messages"));
    assert_eq!(sent.count(), 1);
    let page = house.until_checked(&id).await;
    assert_eq!(
        page.proof.outgoing, None,
        "our way to Meta proves nothing about the channel"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_a_crash_interrupted_stands_in_nobodys_way() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    let store = house.store().await;
    let lost = NewAttempt {
        id: AttemptId::new("lost"),
        channel: Some(ChannelId::new(id.as_str())),
        state: json!({}),
        stage: "test_message".to_owned(),
    };
    store
        .begin_attempt(lost, reconecta_core::ids::UnixMillis(1))
        .await
        .unwrap();
    store.close().await;
    house.restart().await;
    assert_eq!(
        house.engine.app_view().await.unfinished,
        None,
        "it is no reconnection"
    );
    let sent = house.engine.send_test_message(&id, CUSTOMER, hello()).await;
    assert_eq!(sent.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attendant_proves_nothing_and_a_kept_verify_token_stays_in_the_vault() {
    let mut house = House::with([]).await;
    let id = healthy(&mut house).await;
    let page = house.engine.channel_view(&id).await.unwrap();
    assert!(page.proof.verify_token_kept);
    let shown = serde_json::to_string(&page).unwrap();
    let seeds = meta_sandbox::demo_channels();
    let secret = secrecy::SecretString::from(seeds.first().expect("a seed").verify_token);
    assert!(
        !shown.contains(secret.expose_secret()),
        "the page shows no verify token"
    );

    house.engine.sign_in(RoleView::Attendant, None).await.unwrap();
    let refusals = [
        house.engine.probe_callback(&id, None).await,
        house.engine.ask_for_word(&id).await,
        house.engine.end_word(&id, Some(true)).await,
        house
            .engine
            .send_test_message(&id, CUSTOMER, hello())
            .await
            .map(|_| ()),
        house.engine.set_proof_life(24).await.map(|_| ()),
    ];
    for refused in refusals {
        assert!(matches!(refused, Err(EngineError::NotAllowed)), "{refused:?}");
    }
}
