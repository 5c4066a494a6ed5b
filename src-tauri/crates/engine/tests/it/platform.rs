//! The company's Chatwoot: connected, read while a word is waited for, forgotten.

use crate::house::House;
use crate::proof::beside;
use reconecta_engine::views::{ChannelView, IncomingView, PlatformValues, RoleView};
use reconecta_engine::{EngineError, SecretInput};
use serde_json::json;

fn typed(text: &str) -> Option<SecretInput> {
    Some(serde_json::from_value(json!(text)).expect("a typed secret"))
}

/// What the simulator offers.
async fn offered(house: &House) -> PlatformValues {
    let view = house.engine.platform_view().await.unwrap();
    view.provided.expect("the demonstration has a platform")
}

/// With the simulator's own token.
async fn connect(house: &House) {
    let values = offered(house).await;
    let problem = house.engine.connect_platform(values, None).await;
    assert_eq!(problem, Ok(None));
}

fn token_of(house: &House, handle: &str) -> String {
    house.sandbox.with_world(|world| {
        let mut users = world.chatwoot.users.iter();
        let user = users.find(|user| user.email.starts_with(handle));
        user.expect("the person").access_token.clone()
    })
}

async fn asked(house: &House, cause: &str) -> (String, ChannelView) {
    let id = house.channel(cause).await.id;
    house.engine.ask_for_word(&id).await.unwrap();
    let page = house.engine.channel_view(&id).await.unwrap();
    (id, page)
}

/// The customer writes to the number of the page.
async fn send(page: &ChannelView, text: &str) {
    let word = page.proof.word.as_ref().expect("a word is waited for");
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    let sent = reqwest::Client::new()
        .post(&word.link)
        .form(&[("text", text)])
        .send()
        .await
        .expect("the phone answers");
    assert!(sent.status().is_success(), "the message is sent");
}

fn word(page: &ChannelView) -> String {
    page.proof.word.as_ref().expect("a word").word.clone()
}

fn problem(page: &ChannelView) -> Option<&str> {
    let search = page.proof.word.as_ref()?.search.as_ref()?;
    search.problem.as_ref().map(|problem| problem.code.as_str())
}

fn who(incoming: &IncomingView) -> (bool, &str, Option<&str>) {
    (
        incoming.arrived,
        incoming.by.as_str(),
        incoming.platform.as_deref(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_reaches_the_platform_is_confirmed_by_it() {
    let mut house = House::with([]).await;
    connect(&house).await;
    let (id, page) = asked(&house, "healthy").await;
    let page = house
        .until_page(&page.row.id, |page| {
            page.proof.word.as_ref().is_some_and(|word| word.search.is_some())
        })
        .await;
    assert_eq!(problem(&page), None);
    let longer = format!("{}X", word(&page));
    send(&page, &longer).await;
    send(&page, &format!("Oi! {}", word(&page))).await;
    let page = house.until_page(&id, |page| page.proof.incoming.is_some()).await;
    assert_eq!(page.proof.word, None, "a word is used once");
    let incoming = page.proof.incoming.expect("the word is evidence");
    assert_eq!(who(&incoming), (true, "platform", Some("chatwoot")));
    assert_eq!(beside(&page.evidence, "message_received"), ["word_by_platform"]);
    let late = house.engine.end_word(&id, Some(true)).await;
    assert_eq!(late, Err(EngineError::NotFound), "nobody waits for it any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_no_webhook_delivers_is_left_to_the_person() {
    let mut house = House::with([]).await;
    connect(&house).await;
    let (id, page) = asked(&house, "not_subscribed").await;
    send(&page, &word(&page)).await;
    // Another channel's word arrives meanwhile, so that the platform was looked at after both.
    let (healthy, other) = asked(&house, "healthy").await;
    send(&other, &word(&other)).await;
    house
        .until_page(&healthy, |page| page.proof.incoming.is_some())
        .await;
    let page = house.engine.channel_view(&id).await.unwrap();
    assert_eq!(page.proof.incoming, None);
    assert!(page.proof.word.is_some(), "it is still waited for");
    house.engine.end_word(&id, Some(false)).await.unwrap();
    let page = house.until_checked(&id).await;
    let incoming = page.proof.incoming.expect("the person's word");
    assert_eq!(who(&incoming), (false, "person", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_cannot_be_read_is_told_and_blocks_nobody() {
    let mut house = House::with([]).await;
    connect(&house).await;
    house.sandbox.with_world(|world| world.chatwoot.suspended = true);
    let (id, _) = asked(&house, "healthy").await;
    let page = house
        .until_page(&id, |page| problem(page) == Some("suspended"))
        .await;
    let search = page.proof.word.and_then(|word| word.search).expect("a search");
    assert!(!search.goes_on, "only a person can help");

    // Connected again, the word that is waited for is looked for again.
    house.sandbox.with_world(|world| world.chatwoot.suspended = false);
    connect(&house).await;
    let page = house.until_page(&id, |page| problem(page).is_none()).await;
    assert!(
        page.proof
            .word
            .and_then(|word| word.search)
            .expect("a search")
            .goes_on
    );
    house.engine.end_word(&id, Some(true)).await.unwrap();
    let page = house.until_checked(&id).await;
    let incoming = page.proof.incoming.expect("the person's word");
    assert_eq!(who(&incoming), (true, "person", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_s_token_finds_no_inbox_of_others() {
    let mut house = House::with([]).await;
    let values = offered(&house).await;
    let agent = typed(&token_of(&house, "bruno"));
    let connected = house.engine.connect_platform(values, agent).await;
    assert_eq!(connected, Ok(None));
    let view = house.engine.platform_view().await.unwrap();
    assert_eq!(view.connected.expect("a connection").role, "agent");
    let (id, _) = asked(&house, "not_subscribed").await;
    house
        .until_page(&id, |page| problem(page) == Some("inbox_hidden"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_tried_before_it_is_kept() {
    let house = House::with([]).await;
    let values = offered(&house).await;
    let code = |answer: Result<Option<reconecta_engine::views::PlatformProblemView>, EngineError>| {
        answer.unwrap().map(|problem| problem.code)
    };
    let wrong = house
        .engine
        .connect_platform(values.clone(), typed("wrong"))
        .await;
    assert_eq!(code(wrong).as_deref(), Some("unauthorised"));
    let stranger = typed(&token_of(&house, "ines"));
    let stranger = house.engine.connect_platform(values.clone(), stranger).await;
    assert_eq!(code(stranger).as_deref(), Some("not_in_account"));
    assert_eq!(house.engine.platform_view().await.unwrap().connected, None);
    for (field, change) in [
        ("platform_address", ("atendimento", "3")),
        ("platform_address", ("http://chat.example", "3")),
        ("platform_simulated", ("https://chat.example", "3")),
        ("platform_account", (values.address.as_str(), "três")),
        ("platform_account", (values.address.as_str(), "0")),
    ] {
        let (address, account) = change;
        let values = PlatformValues {
            address: address.to_owned(),
            account: account.to_owned(),
        };
        let refused = house.engine.connect_platform(values, typed("x")).await;
        let expected = EngineError::InvalidInput {
            field: field.to_owned(),
        };
        assert_eq!(refused, Err(expected), "{change:?}");
    }
    let refused = house.engine.connect_platform(values.clone(), typed("a b")).await;
    assert!(
        matches!(refused, Err(EngineError::InvalidInput { .. })),
        "{refused:?}"
    );

    // A connection that works outlives one that does not.
    connect(&house).await;
    let refused = house
        .engine
        .connect_platform(values.clone(), typed("wrong"))
        .await;
    assert_eq!(code(refused).as_deref(), Some("unauthorised"));
    let kept = house.engine.platform_view().await.unwrap().connected;
    let kept = kept.expect("the one of before");
    assert_eq!(
        (
            kept.account_name.as_str(),
            kept.person.as_str(),
            kept.role.as_str()
        ),
        ("Padaria Aurora", "Ana Prado", "administrator")
    );
    house.engine.sign_in(RoleView::Attendant, None).await.unwrap();
    let refused = house.engine.connect_platform(values, None).await;
    assert_eq!(refused, Err(EngineError::NotAllowed));
    assert_eq!(house.engine.forget_platform().await, Err(EngineError::NotAllowed));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_sealed_survives_a_restart_and_goes_with_the_connection() {
    let mut house = House::with([]).await;
    connect(&house).await;
    let token = token_of(&house, "ana");
    let view = format!("{:?}", house.engine.platform_view().await.unwrap());
    assert!(!view.contains(&token), "{view}");
    house.restart().await;
    let (id, page) = asked(&house, "healthy").await;
    send(&page, &word(&page)).await;
    house.until_page(&id, |page| page.proof.incoming.is_some()).await;

    house.engine.forget_platform().await.unwrap();
    assert_eq!(house.engine.platform_view().await.unwrap().connected, None);
    assert_eq!(house.store().await.platform_connection().await.unwrap(), None);
    let (id, _) = asked(&house, "healthy").await;
    let page = house.engine.channel_view(&id).await.unwrap();
    assert_eq!(page.proof.word.expect("a word").search, None, "nobody is asked");
    let mut read = 0;
    for entry in std::fs::read_dir(house.folder().join("demonstration")).unwrap() {
        let path = entry.unwrap().path();
        let is_ours = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().contains("reconecta"));
        if path.is_file() && is_ours {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(token.len()).any(|part| part == token.as_bytes());
            assert!(!found, "the token is readable in {}", path.display());
            read += 1;
        }
    }
    assert!(read > 0, "the data file was read");
}
