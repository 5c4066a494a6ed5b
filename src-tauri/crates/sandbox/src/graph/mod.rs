//! The Graph API: one call in, one answer out.

mod batch;
mod bearer;
mod call;
mod changes;
mod edges;
mod error;
mod fields;
mod limits;
mod messages;
mod nodes;
mod oauth;
mod page;
mod record;
mod registration;
mod shapes;
mod version;
mod view;

pub(crate) use batch::{is_batch, run as run_batch};
pub(crate) use call::{Call, Params};
pub(crate) use error::GraphError;
pub(crate) use limits::Usage;
pub(crate) use messages::Outcome;
pub(crate) use oauth::{DATA_ACCESS, LONG_LIFE};

use crate::control::Refused;
use crate::shared::Shared;
use crate::webhook;
use crate::world::{Viewer, World};
use axum::http::{Method, StatusCode};
use changes::Step;
use limits::Charge;
use serde_json::{Map, Value};
use std::sync::Arc;
use view::View;

/// An answer before it is written to the wire.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Label of the caller for the history: a person, a business or an app.
    pub(crate) caller: Option<String>,
}

/// Answers one call.
pub(crate) async fn answer(shared: &Arc<Shared>, call: &Call) -> Answer {
    let mut charge = None;
    let mut caller = None;
    let result = carry_out(shared, call, &mut charge, &mut caller).await;
    let trace = shared.trace();
    let mut headers = headers(call, charge.as_ref(), &trace);
    let (status, body) = match result {
        Ok(body) => (StatusCode::OK, body),
        Err(error) => {
            headers.push(("www-authenticate", challenge(&error)));
            (error.status, error.body(&trace))
        }
    };
    Answer {
        status,
        body,
        headers,
        caller,
    }
}

/// An answer to something that never became a call.
pub(crate) fn refusal(shared: &Shared, error: &GraphError) -> Answer {
    let trace = shared.trace();
    let headers = vec![
        ("x-fb-request-id", trace.clone()),
        ("www-authenticate", challenge(error)),
    ];
    Answer {
        status: error.status,
        body: error.body(&trace),
        headers,
        caller: None,
    }
}

fn challenge(error: &GraphError) -> String {
    let message: String = error
        .message()
        .chars()
        .filter(|c| c.is_ascii() && *c != '"')
        .collect();
    format!(
        "OAuth \"Facebook Platform\" \"{}\" \"{message}\"",
        error.challenge
    )
}

fn headers(call: &Call, charge: Option<&Charge>, trace: &str) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("facebook-api-version", call.version.served_text()),
        ("x-fb-request-id", trace.to_owned()),
        ("x-fb-trace-id", trace.chars().rev().take(11).collect()),
        ("x-fb-rev", "1039274655".to_owned()),
    ];
    headers.extend(
        call.version
            .warning()
            .map(|warning| ("x-ad-api-version-warning", warning)),
    );
    headers.extend(charge.map(Charge::headers).unwrap_or_default());
    headers
}

async fn carry_out(
    shared: &Arc<Shared>,
    call: &Call,
    charge: &mut Option<Charge>,
    caller: &mut Option<String>,
) -> Result<Value, GraphError> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    if path == ["oauth", "access_token"] {
        return shared.write(|world| oauth::access_token(world, call));
    }
    let viewer = shared.read(|world| bearer::viewer(world, call))?;
    *caller = Some(shared.read(|world| label(world, &viewer)));
    let (charged, exceeded) =
        shared.charge(|usage, world| usage.charge(world, &viewer.app, charged_account(world, &path)));
    let charge = charge.insert(charged);
    if let Some(error) = exceeded {
        return Err(error);
    }
    if let Some(refused) = throttled(shared, &path) {
        return Err(charge.refuse(refused));
    }
    if call.method == Method::GET {
        return shared.read(|world| read(world, &viewer, call, &path));
    }
    if call.method != Method::POST && call.method != Method::DELETE {
        return Err(GraphError::new(
            100,
            format!("Unsupported method, {}", call.method),
        ));
    }
    let mut outbox = Vec::new();
    let step = shared.write(|world| changes::change(world, &viewer, call, &mut outbox))?;
    webhook::play(shared, outbox);
    match step {
        Step::Done(value) => Ok(value),
        Step::Handshake(handshake) => {
            webhook::handshake(shared, &handshake.url, &handshake.verify_token)
                .await
                .map_err(|reason| {
                    GraphError::numbered(
                        2200,
                        &format!("Callback verification failed with the following errors: {reason}"),
                    )
                })?;
            Ok(shared.write(|world| changes::apply(world, handshake)))
        }
    }
}

/// Whether the control refuses this call.
fn throttled(shared: &Shared, path: &[&str]) -> Option<Refused> {
    let (account, now) = shared.read(|world| {
        let account = charged_account(world, path).map(|(account, _)| account.to_owned());
        (account, world.now_ms())
    });
    let account = account?;
    shared.controls(|controls| controls.throttle.judge(&account, &path.join("/"), now))
}

/// Who calls, without secrets.
fn label(world: &World, viewer: &Viewer) -> String {
    match (viewer.person(), viewer.system_user(world)) {
        (Some(person), _) => format!("person {person}"),
        (None, Some((_, business))) => format!("business {}", business.id),
        (None, None) => format!("app {}", viewer.app),
    }
}

/// The account whose budget a call uses, and the type that the header reports.
fn charged_account<'w>(world: &'w World, path: &[&str]) -> Option<(&'w str, &'static str)> {
    let id = *path.first()?;
    if path.get(1) == Some(&"messages") {
        return None;
    }
    let kind = if path.get(1) == Some(&"register") {
        "whatsapp"
    } else {
        "whatsapp_business_management"
    };
    let account = world
        .accounts
        .get(id)
        .or_else(|| world.account_of(world.numbers.get(id)?))?;
    Some((&account.id, kind))
}

fn read(world: &World, viewer: &Viewer, call: &Call, path: &[&str]) -> Result<Value, GraphError> {
    let view = View { world, viewer, call };
    match path {
        [] => several(&view),
        ["debug_token"] => oauth::debug_token(world, viewer, call),
        [id] if known_root(id) => view.read(id, fields::of(&call.params)?.as_deref()),
        [id, edge] if known_root(id) => view.edge(id, edge, &call.params, None),
        [id, _, rest @ ..] if known_root(id) => {
            Err(GraphError::unknown_path(&format!("/{}", rest.join("/"))))
        }
        _ => Err(GraphError::unknown_path(&call.shown_path())),
    }
}

/// Roots that name a node: `me` or digits.
fn known_root(id: &str) -> bool {
    id == "me" || (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `GET /?ids=`: one unusable id fails all.
fn several(view: &View<'_>) -> Result<Value, GraphError> {
    let Some(ids) = view.call.params.text("ids") else {
        return Err(GraphError::new(100, "Unsupported get request. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api").subcode(33).kind("GraphMethodException"));
    };
    let fields = fields::of(&view.call.params)?;
    let mut answer = Map::new();
    for id in ids.split(',').map(str::trim).filter(|id| !id.is_empty()) {
        let value = view
            .read(id, fields.as_deref())
            .map_err(|error| match (error.code, error.subcode) {
                (100, Some(33)) => GraphError::numbered(
                    803,
                    &format!("Some of the aliases you requested do not exist: {id}"),
                )
                .status(StatusCode::NOT_FOUND),
                _ => error,
            })?;
        answer.insert(id.to_owned(), value);
    }
    Ok(Value::Object(answer))
}
