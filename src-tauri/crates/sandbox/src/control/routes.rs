//! `/__control`: JSON over HTTP.

use super::{Autopilot, Fault, Throttling};
use crate::phone;
use crate::shared::Shared;
use crate::state;
use crate::world::{Endpoint, World};
use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

type Shares = State<Arc<Shared>>;

/// The control's routes, relative to `/__control`.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(summary))
        .route("/state", get(summary))
        .route("/history", get(history).delete(clear_history))
        .route("/reports", get(reports).post(report))
        .route("/deliveries", get(deliveries))
        .route("/codes", get(codes))
        .route("/fail_next", post(fail_next))
        .route("/latency", post(latency))
        .route("/throttle", post(throttle))
        .route("/calls", get(calls))
        .route("/revoke_token", post(revoke_token))
        .route("/disconnect_number", post(disconnect_number))
        .route("/set_number", post(set_number))
        .route("/set", post(set))
        .route("/clock/advance", post(advance))
        .route("/autopilot", get(autopilot).post(set_autopilot))
        .route("/messages/inbound", post(inbound))
        .route("/endpoint", post(endpoint))
        .route("/reset", post(reset))
        .with_state(shared)
}

fn done() -> Response {
    Json(json!({ "success": true })).into_response()
}

fn refuse(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "error": reason }))).into_response()
}

async fn summary(State(shared): Shares) -> Json<Value> {
    Json(shared.read(state::summary))
}

async fn history(State(shared): Shares) -> Json<Value> {
    Json(shared.controls(|controls| json!({ "data": controls.history })))
}

async fn clear_history(State(shared): Shares) -> Response {
    shared.controls(|controls| controls.history.clear());
    done()
}

async fn reports(State(shared): Shares) -> Json<Value> {
    Json(shared.controls(|controls| json!({ "data": controls.reports })))
}

/// Pages of the login flow report here what they saw.
async fn report(State(shared): Shares, Json(report): Json<Value>) -> Response {
    shared.controls(|controls| controls.report(report));
    done()
}

async fn deliveries(State(shared): Shares) -> Json<Value> {
    Json(shared.controls(|controls| json!({ "data": controls.deliveries })))
}

/// Codes that are on their way by SMS or voice.
async fn codes(State(shared): Shares) -> Json<Value> {
    let codes: Vec<Value> = shared.read(|world| {
        let waiting = world
            .numbers
            .values()
            .filter_map(|number| Some((number, number.code.as_ref()?)));
        waiting
            .map(|(number, code)| json!({ "phone_number_id": number.id, "code": code }))
            .collect()
    });
    Json(json!({ "data": codes }))
}

async fn fail_next(State(shared): Shares, Json(fault): Json<Fault>) -> Response {
    shared.controls(|controls| controls.faults.push(fault));
    done()
}

#[derive(Deserialize)]
struct Latency {
    ms: u64,
}

async fn latency(State(shared): Shares, Json(latency): Json<Latency>) -> Response {
    shared.controls(|controls| controls.latency_ms = latency.ms);
    done()
}

/// Refuses a share of the answers from now on, and counts anew.
async fn throttle(State(shared): Shares, Json(order): Json<Throttling>) -> Response {
    shared.controls(|controls| controls.throttle.order(order));
    done()
}

async fn calls(State(shared): Shares) -> Json<Value> {
    Json(shared.controls(|controls| json!(controls.throttle.calls)))
}

#[derive(Deserialize)]
struct Revocation {
    #[serde(default)]
    person: Option<String>,
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    business: Option<String>,
    #[serde(default)]
    subcode: Option<i64>,
}

async fn revoke_token(State(shared): Shares, Json(order): Json<Revocation>) -> Response {
    let subcode = order.subcode.unwrap_or(460);
    let count = shared.write(|world| {
        state::revoke(world, subcode, |text, token| {
            order.token.as_deref() == Some(text)
                || (order.person.is_some() && order.person == token.person)
                || (order.business.is_some() && order.business == token.business)
        })
    });
    Json(json!({ "success": true, "revoked": count })).into_response()
}

#[derive(Deserialize)]
struct ById {
    id: String,
}

async fn disconnect_number(State(shared): Shares, Json(order): Json<ById>) -> Response {
    let found = shared.write(|world| {
        world
            .numbers
            .get_mut(&order.id)
            .map(crate::world::Number::disconnect)
    });
    if found.is_some() {
        done()
    } else {
        refuse(StatusCode::NOT_FOUND, "no such number")
    }
}

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    kind: Option<String>,
    id: String,
    fields: Value,
}

async fn set_number(shared: Shares, Json(order): Json<Fields>) -> Response {
    set(
        shared,
        Json(Fields {
            kind: Some("numbers".to_owned()),
            ..order
        }),
    )
    .await
}

/// Changes fields of any object; `kind` is the world's own word (`numbers`, `accounts`, `people`, ...).
async fn set(State(shared): Shares, Json(order): Json<Fields>) -> Response {
    let kind = order.kind.unwrap_or_default();
    match shared.write(|world| state::merge(world, &kind, &order.id, &order.fields)) {
        Ok(()) => done(),
        Err(problem) => refuse(StatusCode::BAD_REQUEST, &problem.to_string()),
    }
}

#[derive(Deserialize)]
struct Advance {
    seconds: u64,
}

async fn advance(State(shared): Shares, Json(order): Json<Advance>) -> Response {
    shared.write(|world| world.advance(Duration::from_secs(order.seconds)));
    done()
}

async fn autopilot(State(shared): Shares) -> Json<Value> {
    Json(shared.controls(|controls| json!({ "autopilot": controls.autopilot })))
}

/// `{"scenario":null}` switches it off.
async fn set_autopilot(State(shared): Shares, Json(order): Json<Value>) -> Response {
    if order.get("scenario").is_none_or(Value::is_null) {
        shared.controls(|controls| controls.autopilot = None);
        return done();
    }
    match serde_json::from_value::<Autopilot>(order) {
        Ok(autopilot) if crate::login::is_scenario(&autopilot.scenario) => {
            shared.controls(|controls| controls.autopilot = Some(autopilot));
            done()
        }
        _ => refuse(StatusCode::BAD_REQUEST, "no such scenario"),
    }
}

#[derive(Deserialize)]
struct Inbound {
    phone: String,
    text: String,
    #[serde(default)]
    from: Option<String>,
}

/// A customer writes: the message reaches every subscribed app's callback.
async fn inbound(State(shared): Shares, Json(order): Json<Inbound>) -> Response {
    let from = order.from.as_deref().unwrap_or(phone::CUSTOMER);
    let Some(written) = phone::write(&shared, &order.phone, from, &order.text).await else {
        return refuse(
            StatusCode::CONFLICT,
            "the number does not carry messages: it was lost",
        );
    };
    let deliveries: Vec<Value> = written
        .deliveries
        .into_iter()
        .map(|one| {
            json!({
                "app": one.app, "url": one.url, "delivered": one.result.is_ok(), "error": one.result.err(),
            })
        })
        .collect();
    Json(json!({ "message_id": written.message_id, "deliveries": deliveries })).into_response()
}

/// Adds an address to the simulated internet, or changes how one behaves.
async fn endpoint(State(shared): Shares, Json(endpoint): Json<Endpoint>) -> Response {
    if url::Url::parse(&endpoint.url).is_err() {
        return refuse(StatusCode::BAD_REQUEST, "not an address");
    }
    shared.write(
        |world| match world.endpoints.iter_mut().find(|one| one.url == endpoint.url) {
            Some(known) => *known = endpoint,
            None => world.endpoints.push(endpoint),
        },
    );
    done()
}

/// Back to the start of the named world; faults, records and counters are forgotten.
async fn reset(State(shared): Shares) -> Response {
    let name = shared.read(|world| world.name.clone());
    let nonce = shared.read(|world| world.nonce.clone());
    let Some(mut fresh) = World::named(&name) else {
        return refuse(
            StatusCode::CONFLICT,
            "only the worlds demo, empty and fleet can be reset",
        );
    };
    fresh.nonce = format!("{nonce}+");
    shared.write(|world| *world = fresh);
    shared.forget_usage();
    shared.controls(|controls| *controls = super::Controls::default());
    done()
}
