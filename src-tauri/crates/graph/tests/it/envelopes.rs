//! Every form in which Meta says no.

use crate::server::{Reply, Server, token};
use reconecta_core::graph_error::GraphProblem;
use reconecta_graph::GraphFailure;
use serde_json::{Value, json};

/// The error of a read that gets this answer.
async fn problem(status: u16, body: Value) -> GraphProblem {
    let server = Server::start(move |_, _| Reply::json(status, &body)).await;
    match server.graph().me(&token()).await {
        Err(GraphFailure::Graph(problem)) => *problem,
        other => panic!("an error envelope must not be read as {other:?}"),
    }
}

#[tokio::test]
async fn each_recorded_form_keeps_its_code_and_subcode() {
    let oauth = |code: i64, subcode: Option<i64>| {
        let mut error =
            json!({"message": "text", "type": "OAuthException", "code": code, "fbtrace_id": "AwfkZm6R"});
        if let Some(subcode) = subcode {
            error["error_subcode"] = subcode.into();
        }
        json!({"error": error})
    };
    let table = [
        ("code used", 400, oauth(100, Some(36_009)), (100, Some(36_009))),
        ("token of another app", 400, oauth(100, None), (100, None)),
        ("dead token", 401, oauth(190, Some(460)), (190, Some(460))),
        (
            "two-factor",
            400,
            oauth(415, Some(1_404_120)),
            (415, Some(1_404_120)),
        ),
        ("wrong PIN", 400, oauth(133_005, None), (133_005, None)),
        (
            "throughput",
            400,
            oauth(130_429, Some(2_494_055)),
            (130_429, Some(2_494_055)),
        ),
        ("permission", 403, oauth(200, None), (200, None)),
        (
            "a code that nobody knows",
            400,
            oauth(7_654_321, Some(9)),
            (7_654_321, Some(9)),
        ),
        ("with status 200", 200, oauth(190, Some(463)), (190, Some(463))),
        (
            "numbers as text",
            400,
            json!({"error": {"code": "190", "error_subcode": "458"}}),
            (190, Some(458)),
        ),
        (
            "no code at all",
            400,
            json!({"error": {"message": "text"}}),
            (0, None),
        ),
        ("only a text", 400, json!({"error": "text"}), (0, None)),
        ("a text with status 200", 200, json!({"error": "text"}), (0, None)),
        (
            "flat",
            400,
            json!({"error_code": 102, "error_msg": "Session key invalid"}),
            (102, None),
        ),
        ("no error in an error", 400, json!({"message": "no"}), (0, None)),
        ("a list", 400, json!([1, 2]), (0, None)),
        ("null", 400, json!(null), (0, None)),
        ("empty error", 400, json!({"error": {}}), (0, None)),
        ("error null", 400, json!({"error": null}), (0, None)),
        (
            "wrong types",
            400,
            json!({"error": {"code": [], "error_subcode": {}, "message": 5}}),
            (0, None),
        ),
    ];
    for (name, status, body, expected) in table {
        let problem = problem(status, body).await;
        assert_eq!((problem.code, problem.subcode), expected, "{name}");
        assert_eq!(problem.http_status, status, "{name}");
    }
}

#[tokio::test]
async fn all_that_helps_people_and_support_is_kept() {
    let body = json!({"error": {
        "message": "(#133016) Too many", "type": "OAuthException", "code": 133016, "is_transient": false,
        "error_data": {"messaging_product": "whatsapp", "details": "There were too many attempts"},
        "error_user_title": "Title", "error_user_msg": "Message", "fbtrace_id": "H8vqfjKyx"}});
    let read = problem(400, body).await;
    assert_eq!(read.kind.as_deref(), Some("OAuthException"));
    assert_eq!(read.message, "(#133016) Too many");
    assert_eq!(read.details.as_deref(), Some("There were too many attempts"));
    assert_eq!(read.user_message.as_deref(), Some("Title: Message"));
    assert_eq!(read.trace_id.as_deref(), Some("H8vqfjKyx"));
    let read = problem(
        400,
        json!({"error": {"code": 415, "error_data": {"hash": "8874359819718335175"}}}),
    )
    .await;
    assert_eq!(read.details.as_deref(), Some(r#"{"hash":"8874359819718335175"}"#));
    assert_eq!(
        read.trace_id.as_deref(),
        Some("AbCdEfGh"),
        "the header tells it where the body does not"
    );
}

#[tokio::test]
async fn a_refusal_without_code_that_meta_did_not_sign_is_not_meta_s() {
    let server =
        Server::start(|_, _| Reply::raw(403, "application/json", r#"{"error":"blocked by policy"}"#)).await;
    let answer = server.graph().me(&token()).await;
    let expected = reconecta_core::fact::TransportFailure::NotMeta;
    assert_eq!(
        answer.unwrap_err(),
        GraphFailure::Transport(expected),
        "a proxy's refusal says nothing about the token"
    );
}

#[tokio::test]
async fn an_endless_text_is_not_kept_whole() {
    let body = json!({"error": {"code": 1234, "message": "ä".repeat(500_000)}});
    assert_eq!(problem(400, body).await.message.chars().count(), 2000);
}
