//! Batch requests (Meta: Batch requests): up to 50 calls in one, each answered with a string of JSON.

use super::call::{Call, Params};
use super::error::GraphError;
use super::{Answer, answer, refusal};
use crate::control::SeenRequest;
use crate::shared::Shared;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

const MAX_PARTS: usize = 50;

/// Whether a call is a batch.
pub(crate) fn is_batch(call: &Call) -> bool {
    call.method == Method::POST && call.path.is_empty() && call.params.has("batch")
}

/// Runs the parts in order.
pub(crate) async fn run(shared: &Arc<Shared>, call: &Call) -> Answer {
    let parts = match call.params.structure("batch") {
        Some(Value::Array(parts)) => parts,
        _ => return refusal(shared, &GraphError::parameter("batch", "must be an array")),
    };
    if parts.len() > MAX_PARTS {
        return refusal(
            shared,
            &GraphError::new(
                100,
                format!("Too many requests in batch message. Maximum batch size is {MAX_PARTS}"),
            ),
        );
    }
    if call.token.is_none() && parts.iter().all(|part| part_text(part, "access_token").is_none()) {
        return refusal(shared, &GraphError::no_token());
    }
    let parts_count = u64::try_from(parts.len()).unwrap_or(u64::MAX);
    // The batch itself was counted as one call already.
    shared.controls(|controls| controls.throttle.calls.made += parts_count.saturating_sub(1));
    let with_headers = call
        .params
        .text("include_headers")
        .is_none_or(|text| text != "false" && text != "0");
    let mut failed: HashMap<String, bool> = HashMap::new();
    let mut answers = Vec::new();
    for part in &parts {
        let blocked =
            part_text(part, "depends_on").is_some_and(|name| failed.get(&name).copied().unwrap_or(true));
        let one = if blocked {
            None
        } else {
            Some(run_part(shared, call, part).await)
        };
        if let Some(one) = &one {
            note(shared, part, one);
        }
        let success = one.as_ref().is_some_and(|one| one.status == StatusCode::OK);
        let name = part_text(part, "name");
        // A named part is only wanted for the parts that depend on it, unless it says otherwise.
        let omitted =
            success && name.is_some() && part.get("omit_response_on_success") != Some(&Value::Bool(false));
        if let Some(name) = name {
            failed.insert(name, !success);
        }
        answers.push(
            one.filter(|_| !omitted)
                .map_or(Value::Null, |one| written(one, with_headers)),
        );
    }
    let headers = vec![
        ("facebook-api-version", call.version.served_text()),
        ("x-fb-request-id", shared.trace()),
    ];
    Answer {
        status: StatusCode::OK,
        body: Value::Array(answers),
        headers,
        caller: None,
    }
}

/// Each part is a call of its own in the history.
fn note(shared: &Shared, part: &Value, answer: &Answer) {
    let address = part_text(part, "relative_url").unwrap_or_default();
    let path = address.split('?').next().unwrap_or_default();
    let request = SeenRequest {
        method: part_text(part, "method").unwrap_or_else(|| "GET".to_owned()),
        path: format!("/{}", path.trim_start_matches('/')),
        query: String::new(),
        status: answer.status.as_u16(),
        caller: answer.caller.clone(),
    };
    shared.controls(|controls| controls.see(request));
}

async fn run_part(shared: &Arc<Shared>, batch: &Call, part: &Value) -> Answer {
    let method = part_text(part, "method").unwrap_or_else(|| "GET".to_owned());
    let Ok(method) = method.to_ascii_uppercase().parse::<Method>() else {
        return refusal(shared, &GraphError::parameter("method", "is not a method"));
    };
    let address = part_text(part, "relative_url").unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((&address, ""));
    let mut params = Params::default();
    params.read_pairs(query.as_bytes());
    if let Some(body) = part_text(part, "body") {
        params.read_pairs(body.as_bytes());
    }
    // One proof covers the parts that use the same token.
    for name in ["appsecret_proof", "appsecret_time"] {
        if let (false, Some(value)) = (params.has(name), batch.params.0.get(name)) {
            params.0.insert(name.to_owned(), value.clone());
        }
    }
    match Call::relative(method, path, params, &batch.base) {
        Err(error) => refusal(shared, &error),
        Ok(mut call) => {
            let own = part_text(part, "access_token").or_else(|| call.params.text("access_token"));
            call.token = own.or_else(|| batch.token.clone());
            answer(shared, &call).await
        }
    }
}

fn part_text(part: &Value, name: &str) -> Option<String> {
    part.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn written(answer: Answer, with_headers: bool) -> Value {
    let mut item = json!({ "code": answer.status.as_u16(), "body": answer.body.to_string() });
    if let (true, Some(item)) = (with_headers, item.as_object_mut()) {
        let headers: Vec<Value> = answer
            .headers
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        item.insert("headers".to_owned(), headers.into());
    }
    item
}
