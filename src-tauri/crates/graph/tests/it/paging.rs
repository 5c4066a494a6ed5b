//! Lists of several pages, and lists that never end.

use crate::server::{Reply, Seen, Server, TOKEN, refused, token};
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::{BusinessId, WabaId};
use reconecta_graph::GraphFailure;
use serde_json::{Value, json};

fn page(ids: &[u64], after: &str, more: bool) -> Value {
    let data: Vec<Value> = ids.iter().map(|id| json!({"id": id.to_string()})).collect();
    let mut page = json!({"data": data, "paging": {"cursors": {"before": "b", "after": after}}});
    if more {
        let next = format!("http://127.0.0.1:9/v26.0/1/phone_numbers?access_token={TOKEN}&after={after}");
        page["paging"]["next"] = next.into();
    }
    page
}

fn cursor(seen: &Seen) -> Option<String> {
    let (_, query) = seen.url.split_once('?')?;
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs
        .into_owned()
        .find(|(name, _)| name == "after")
        .map(|(_, value)| value)
}

async fn numbers(server: &Server) -> Result<Vec<String>, GraphFailure> {
    let read = server.graph().phone_numbers(&token(), &WabaId::from("1")).await?;
    Ok(read.into_iter().map(|number| number.id.to_string()).collect())
}

const LOOP: GraphFailure = GraphFailure::Transport(TransportFailure::PagingLoop);

#[tokio::test]
async fn pages_are_followed_by_cursor_and_never_by_meta_s_link() {
    let server = Server::start(|seen, _| {
        Reply::ok(&match cursor(seen).as_deref() {
            None => page(&[1, 2], "c=1&2", true),
            Some("c=1&2") => page(&[3], "c2", true),
            // The cursors are there on the last page, too.
            Some(_) => page(&[4], "c3", false),
        })
    })
    .await;
    assert_eq!(numbers(&server).await.unwrap(), ["1", "2", "3", "4"]);
    for seen in server.seen() {
        assert!(
            !seen.url.contains("access_token"),
            "Meta's link holds the token: {}",
            seen.url
        );
        assert!(seen.url.contains("limit=100"), "{}", seen.url);
    }
    assert_eq!(server.calls(), 3);
}

#[tokio::test]
async fn an_empty_page_is_the_end() {
    let server = Server::start(|_, before| {
        Reply::ok(&if before == 0 {
            page(&[1], "a", true)
        } else {
            page(&[], "b", true)
        })
    })
    .await;
    assert_eq!(numbers(&server).await.unwrap(), ["1"]);
}

#[tokio::test]
async fn a_repeated_cursor_and_repeated_ids_end_the_list_as_a_loop() {
    let same_cursor = Server::start(|_, before| Reply::ok(&page(&[before as u64], "same", true))).await;
    assert_eq!(numbers(&same_cursor).await, Err(LOOP));
    assert_eq!(same_cursor.calls(), 2);
    let same_ids = Server::start(|_, before| Reply::ok(&page(&[1, 2], &before.to_string(), true))).await;
    assert_eq!(numbers(&same_ids).await, Err(LOOP));
    assert_eq!(same_ids.calls(), 2);
}

#[tokio::test]
async fn an_item_that_moved_between_pages_is_listed_once() {
    let server = Server::start(|_, before| {
        Reply::ok(&if before == 0 {
            page(&[1, 2], "a", true)
        } else {
            page(&[2, 3], "b", false)
        })
    })
    .await;
    assert_eq!(numbers(&server).await.unwrap(), ["1", "2", "3"]);
}

#[tokio::test]
async fn a_list_without_end_is_given_up() {
    let server =
        Server::start(|_, before| Reply::ok(&page(&[before as u64], &before.to_string(), true))).await;
    assert_eq!(numbers(&server).await, Err(LOOP));
    assert_eq!(server.calls(), 200);
}

#[tokio::test]
async fn more_without_a_cursor_is_not_taken_for_the_end() {
    let body =
        json!({"data": [{"id": "1"}], "paging": {"next": "https://graph.facebook.com/v26.0/1?offset=25"}});
    let server = Server::start(move |_, _| Reply::ok(&body)).await;
    let malformed = GraphFailure::Transport(TransportFailure::Malformed);
    assert_eq!(
        numbers(&server).await,
        Err(malformed),
        "half a list must not pass for a whole one"
    );
}

#[tokio::test]
async fn a_refused_cursor_starts_the_list_again_once() {
    for code in [131_059, 2642] {
        let refusal = json!({"error": {"code": code, "message": "Invalid cursor"}});
        let server = Server::start(move |seen, before| match (cursor(seen), before) {
            (None, _) => Reply::ok(&page(&[1], "a", true)),
            (Some(_), 1) => Reply::json(400, &refusal),
            (Some(_), _) => Reply::ok(&page(&[2], "b", false)),
        })
        .await;
        assert_eq!(
            numbers(&server).await.unwrap(),
            ["1", "2"],
            "code {code}: nothing is listed twice"
        );
        assert_eq!(server.calls(), 4);

        let refusal = json!({"error": {"code": code, "message": "Invalid cursor"}});
        let server = Server::start(move |seen, _| match cursor(seen) {
            None => Reply::ok(&page(&[1], "a", true)),
            Some(_) => Reply::json(400, &refusal),
        })
        .await;
        assert_eq!(
            refused(numbers(&server).await),
            (code, None),
            "the second refusal is told"
        );
        assert_eq!(server.calls(), 4);
    }
}

#[tokio::test]
async fn a_failure_on_a_later_page_is_not_a_short_list() {
    let server = Server::start(|seen, _| match cursor(seen) {
        None => Reply::ok(&page(&[1], "a", true)),
        Some(_) => Reply::json(400, &json!({"error": {"code": 190, "error_subcode": 460}})),
    })
    .await;
    assert_eq!(refused(numbers(&server).await), (190, Some(460)));
}

#[tokio::test]
async fn parameters_of_a_list_go_with_every_page() {
    let server =
        Server::start(|_, before| Reply::ok(&page(&[before as u64], &before.to_string(), before < 2))).await;
    let users = server
        .graph()
        .assigned_users(&token(), &WabaId::from("1"), &BusinessId::from("77"))
        .await;
    assert_eq!(users.unwrap().len(), 3);
    for seen in server.seen() {
        assert!(
            seen.url.contains("business=77") && seen.url.contains("fields=id"),
            "{}",
            seen.url
        );
    }
}
