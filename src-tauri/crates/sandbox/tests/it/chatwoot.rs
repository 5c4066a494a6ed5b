//! The company's Chatwoot: who sees what, its pages, and what comes in by the webhook and what does not.

use crate::support::{Bench, Reply};
use meta_sandbox::world::{Chatwoot, Manner};
use serde_json::Value;

async fn ask(bench: &Bench, token: &str, path: &str) -> Reply {
    let url = format!("{}/api/v1/{path}", bench.sandbox.chatwoot().url);
    bench
        .send(bench.http.get(url).header("api_access_token", token))
        .await
}

/// As its administrator.
async fn get(bench: &Bench, path: &str) -> Value {
    let token = bench.sandbox.chatwoot().access_token;
    ask(bench, &token, &format!("accounts/3/{path}")).await.ok()
}

fn token_of(bench: &Bench, handle: &str) -> String {
    bench.sandbox.with_world(|world| {
        let mut users = world.chatwoot.users.iter();
        let user = users.find(|user| user.email.starts_with(handle));
        user.expect("the person").access_token.clone()
    })
}

fn change<R>(bench: &Bench, change: impl FnOnce(&mut Chatwoot) -> R) -> R {
    bench.sandbox.with_world(|world| change(&mut world.chatwoot))
}

/// The customer writes to the number with these digits.
async fn write(bench: &Bench, digits: &str, text: &str) {
    let page = format!("{}/{digits}", bench.sandbox.phone_url());
    let sent = bench.http.post(page).form(&[("text", text)]).send().await;
    assert!(sent.expect("an answer").status().is_success());
}

async fn found(bench: &Bench, text: &str) -> Vec<Value> {
    let answer = get(bench, &format!("search/messages?q={text}")).await;
    answer["payload"]["messages"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn tokens_roles_and_a_suspended_account() {
    let bench = Bench::demo().await;
    let stranger = ask(&bench, "wrong", "profile").await;
    assert_eq!(
        (stranger.status, &stranger.body["error"]),
        (401, &"Invalid Access Token".into())
    );
    let none = token_of(&bench, "ines");
    let profile = ask(&bench, &none, "profile").await.ok();
    assert_eq!(profile["accounts"], Value::Array(Vec::new()));
    assert_eq!(ask(&bench, &none, "accounts/3/inboxes").await.status, 401);
    let ana = token_of(&bench, "ana");
    let profile = ask(&bench, &ana, "profile").await.ok();
    assert_eq!(profile["accounts"][0]["role"], "administrator");
    assert_eq!(profile["access_token"], ana.as_str());
    assert_eq!(ask(&bench, &ana, "accounts/4/inboxes").await.status, 404);
    change(&bench, |chatwoot| chatwoot.suspended = true);
    let profile = ask(&bench, &ana, "profile").await.ok();
    assert_eq!(profile["accounts"][0]["status"], "suspended");
    assert_eq!(ask(&bench, &ana, "accounts/3/inboxes").await.status, 401);
}

#[tokio::test]
async fn an_agent_sees_own_inboxes_without_their_configuration() {
    let bench = Bench::demo().await;
    let all = get(&bench, "inboxes").await;
    let all = all["payload"].as_array().expect("a list");
    assert!(all.len() > 10);
    assert_eq!(all[1]["provider_config"]["phone_number_id"], "5501482736509114");
    let bruno = token_of(&bench, "bruno");
    let own = ask(&bench, &bruno, "accounts/3/inboxes").await.ok();
    let own = own["payload"].as_array().expect("a list");
    assert_eq!(own.len(), 2);
    assert_eq!(own[1]["phone_number"], "+5511912340101");
    assert_eq!(own[1].get("provider_config"), None);
    assert_eq!(ask(&bench, &bruno, "accounts/3/inboxes/2").await.status, 200);
    assert_eq!(ask(&bench, &bruno, "accounts/3/inboxes/3").await.status, 404);
    write(&bench, "5511912340102", "para as encomendas").await;
    let seen = ask(&bench, &bruno, "accounts/3/conversations?status=all")
        .await
        .ok();
    assert_eq!(seen["data"]["payload"], Value::Array(Vec::new()));
    assert_eq!(
        ask(&bench, &bruno, "accounts/3/conversations/1/messages")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_message_comes_in_by_the_webhook_and_by_nothing_else() {
    let bench = Bench::demo().await;
    write(&bench, "5511912340101", "RECONECTA-ABCD9").await;
    let came = found(&bench, "reconecta-abcd9").await;
    assert_eq!(came.len(), 1, "the search minds no case");
    assert_eq!(
        (&came[0]["message_type"], &came[0]["inbox_id"]),
        (&0.into(), &2.into())
    );
    let list = get(&bench, "conversations?inbox_id=2").await;
    assert_eq!(
        list["data"]["payload"][0]["messages"][0]["content"],
        "RECONECTA-ABCD9"
    );

    // Nobody subscribes to the account of the deliveries.
    write(&bench, "5511912340110", "ENTREGAS-1").await;
    assert!(found(&bench, "ENTREGAS-1").await.is_empty());
    for (what, break_it) in [
        (
            "the callback fails",
            Box::new(|bench: &Bench| {
                bench.sandbox.with_world(|world| {
                    for endpoint in &mut world.endpoints {
                        endpoint.manner = Manner::Fails { status: 500 };
                    }
                });
            }) as Box<dyn Fn(&Bench)>,
        ),
        (
            "the inbox wants to be authorised again",
            Box::new(|bench| change(bench, |one| one.inboxes[1].reauthorization_required = true)),
        ),
        (
            "the inbox has another id",
            Box::new(|bench| change(bench, |one| one.inboxes[1].phone_number_id = Some("1".to_owned()))),
        ),
        (
            "the webhook is not the platform's",
            Box::new(|bench| change(bench, |one| one.callbacks.clear())),
        ),
    ] {
        let bench = Bench::demo().await;
        break_it(&bench);
        write(&bench, "5511912340101", "PERDIDA-1").await;
        assert!(found(&bench, "PERDIDA-1").await.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn lists_have_pages() {
    let bench = Bench::demo().await;
    change(&bench, |chatwoot| {
        for other in 0..30 {
            let conversation = chatwoot.conversation(2, &format!("55119{other:08}"), "Cliente");
            chatwoot.say(conversation, 0, "bom dia", None, 1_790_000_000 + other);
        }
        let first = chatwoot.conversation(2, "5511900000000", "Cliente");
        for second in 0..25 {
            chatwoot.say(first, 1, "oi", None, 1_790_001_000 + second);
        }
    });
    let count = |answer: &Value, pointer: &str| {
        answer
            .pointer(pointer)
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    };
    let first = get(&bench, "conversations?inbox_id=2&status=all").await;
    assert_eq!(count(&first, "/data/payload"), 25);
    assert_eq!(
        first["data"]["payload"][0]["last_activity_at"], 1_790_001_024,
        "newest first"
    );
    let second = get(&bench, "conversations?inbox_id=2&status=all&page=2").await;
    assert_eq!(count(&second, "/data/payload"), 5);
    let newest = get(&bench, "conversations/1/messages").await;
    assert_eq!(count(&newest, "/payload"), 20);
    let before = newest["payload"][0]["id"].as_u64().expect("an id");
    let older = get(&bench, &format!("conversations/1/messages?before={before}")).await;
    assert_eq!(count(&older, "/payload"), 6);
    let found = get(&bench, "search/messages?q=bom").await;
    assert_eq!(count(&found, "/payload/messages"), 15);
    let last = get(&bench, "search/messages?q=bom&page=3").await;
    assert_eq!(count(&last, "/payload/messages"), 0);
}
