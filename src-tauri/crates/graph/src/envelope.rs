//! Error envelopes in all their variants. Source: Meta, "Handle errors": `error.code` and `error.error_subcode` decide,
//! the HTTP status is a weak sign, and an error may come with status 200.

use crate::node::Node;
use reconecta_core::graph_error::GraphProblem;

/// Longest text that is kept.
const TEXT: usize = 2000;

/// The error inside an answer, if it holds one.
pub(crate) fn error_in(body: Node<'_>, http_status: u16) -> Option<GraphProblem> {
    match body.get("error") {
        Some(error) if error.is_object() => Some(problem(error, http_status)),
        Some(error) => Some(plain(error.as_text().unwrap_or_default(), http_status)),
        None if is_flat(body) => Some(problem(body, http_status)),
        None if !(200..300).contains(&http_status) => Some(plain("", http_status)),
        None => None,
    }
}

/// Old batch answers put the error's fields at the top.
fn is_flat(body: Node<'_>) -> bool {
    body.get("error_code").is_some() && body.get("error_msg").is_some()
}

fn plain(text: &str, http_status: u16) -> GraphProblem {
    GraphProblem {
        message: text.to_owned(),
        http_status,
        ..GraphProblem::default()
    }
}

/// The fields of an error object; also that of `debug_token`, which spells the subcode `subcode`.
pub(crate) fn problem(error: Node<'_>, http_status: u16) -> GraphProblem {
    let text = |key: &str| error.get(key).and_then(Node::as_text).map(short);
    let number = |key: &str| error.get(key).and_then(Node::as_whole);
    let title = text("error_user_title");
    let user_message = match (title, text("error_user_msg")) {
        (Some(title), Some(message)) => Some(format!("{title}: {message}")),
        (title, message) => title.or(message),
    };
    GraphProblem {
        code: number("code").or_else(|| number("error_code")).unwrap_or(0),
        subcode: number("error_subcode").or_else(|| number("subcode")),
        kind: text("type"),
        message: text("message").or_else(|| text("error_msg")).unwrap_or_default(),
        details: error.get("error_data").and_then(details),
        user_message,
        trace_id: text("fbtrace_id"),
        http_status,
        transient: error.flag("is_transient").unwrap_or(false),
        regain_minutes: None,
    }
}

fn details(data: Node<'_>) -> Option<String> {
    if let Some(text) = data.as_text() {
        return Some(short(text));
    }
    if !data.is_object() {
        return None;
    }
    match data.get("details").and_then(Node::as_text) {
        Some(details) => Some(short(details)),
        None => Some(short(&serde_json::to_string(&data).ok()?)),
    }
}

fn short(text: &str) -> String {
    text.chars().take(TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;
    use serde_json::{Value, json};

    #[test]
    fn each_variant_gives_its_code() {
        let table = [
            (
                json!({"error": {"message": "x", "type": "OAuthException", "code": 190, "error_subcode": 463, "fbtrace_id": "A"}}),
                401,
                (190, Some(463)),
            ),
            (
                json!({"error": {"message": "x", "code": "100"}}),
                400,
                (100, None),
            ),
            (json!({"error": "text"}), 500, (0, None)),
            (json!({"error": 7}), 400, (0, None)),
            (
                json!({"error_code": 102, "error_msg": "Session"}),
                200,
                (102, None),
            ),
            (json!({"message": "Forbidden"}), 403, (0, None)),
            (
                json!({"code": 190, "message": "x", "subcode": 460}),
                500,
                (0, None),
            ),
        ];
        for (body, status, (code, subcode)) in table {
            let problem =
                error_in(Json::of(&body).node(), status).unwrap_or_else(|| panic!("{body} is an error"));
            assert_eq!((problem.code, problem.subcode), (code, subcode), "{body}");
            assert_eq!(problem.http_status, status);
        }
    }

    #[test]
    fn an_error_with_status_200_is_an_error_and_data_is_none() {
        assert!(error_in(Json::of(&json!({"error": {"code": 1}})).node(), 200).is_some());
        assert!(error_in(Json::of(&json!({"data": []})).node(), 200).is_none());
        assert!(error_in(Json::of(&json!({"success": true})).node(), 200).is_none());
    }

    #[test]
    fn details_come_from_any_form_of_error_data() {
        let of = |data: Value| problem(Json::of(&json!({"error_data": data})).node(), 400).details;
        assert_eq!(
            of(json!({"messaging_product": "whatsapp", "details": "wait"})).as_deref(),
            Some("wait")
        );
        assert_eq!(of(json!("plain")).as_deref(), Some("plain"));
        assert_eq!(of(json!({"hash": "1"})).as_deref(), Some(r#"{"hash":"1"}"#));
        assert_eq!(of(json!(3)), None);
    }
}
