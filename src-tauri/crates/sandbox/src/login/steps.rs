//! The pages of the dialog, one after the other.

use super::flow::Flow;
use super::{grant, pages, session};
use crate::graph::Params;
use crate::shared::Shared;
use crate::world::{Assets, Session, TokenKind};
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::sync::Arc;

type Shares = State<Arc<Shared>>;

/// Address of a page within a flow.
pub(crate) fn address(page: &str, flow: &str) -> String {
    format!("{page}?flow={flow}")
}

fn lost() -> Response {
    (
        StatusCode::GONE,
        Html(super::html::bare(
            "Sessão encerrada",
            "<p>Esta janela de login expirou. Comece de novo no aplicativo.</p>",
        )),
    )
        .into_response()
}

fn pairs(text: &[u8]) -> Params {
    let mut params = Params::default();
    params.read_pairs(text);
    params
}

/// Shows a page by its address.
fn show(
    shared: &Shared,
    query: Option<String>,
    page: &'static str,
    render: impl FnOnce(&Flow) -> String,
) -> Response {
    let id = pairs(query.unwrap_or_default().as_bytes())
        .text("flow")
        .unwrap_or_default();
    visit(shared, &id, page, render)
}

/// Shows a page: counts the visit, then renders.
fn visit(shared: &Shared, id: &str, page: &'static str, render: impl FnOnce(&Flow) -> String) -> Response {
    let flow = shared
        .flows
        .update(id, |flow| *flow.visits.entry(page).or_default() += 1);
    flow.map_or_else(lost, |flow| Html(render(&flow)).into_response())
}

/// What a form sent.
struct Sent {
    flow: Flow,
    params: Params,
    body: Bytes,
    action: String,
}

impl Sent {
    /// All values of a repeated field.
    fn all(&self, name: &str) -> Vec<String> {
        let pairs = url::form_urlencoded::parse(&self.body);
        pairs
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .collect()
    }
}

/// Reads a form; the ways out that every page has are answered at once.
fn sent(shared: &Shared, body: Bytes) -> Result<Sent, Box<Response>> {
    let params = pairs(&body);
    let id = params.text("flow").unwrap_or_default();
    let flow = shared.flows.update(&id, |_| {}).ok_or_else(|| Box::new(lost()))?;
    let action = params.text("action").unwrap_or_default();
    match action.as_str() {
        "switch" => Err(Box::new(switch(shared, &id))),
        "decline" => Err(Box::new(grant::decline(&flow))),
        _ => Ok(Sent {
            flow,
            params,
            body,
            action,
        }),
    }
}

fn switch(shared: &Shared, id: &str) -> Response {
    shared.flows.update(id, |flow| {
        flow.person = None;
        flow.pending = None;
        flow.two_factor = false;
        flow.edit = false;
        flow.assets = Assets::default();
        flow.switched = true;
        flow.visits.clear();
    });
    let mut response = Redirect::to(&address("/login.php", id)).into_response();
    session::end(&mut response);
    response
}

/// Where a logged-in person goes.
fn onward(shared: &Shared, flow: &Flow) -> Response {
    let short =
        !flow.edit && !flow.dialog.rerequest && shared.read(|world| flow.earlier_grant(world)).is_some();
    let page = if short {
        "/dialog/reconnect"
    } else {
        "/dialog/businesses"
    };
    Redirect::to(&address(page, &flow.id)).into_response()
}

/// Completes the login of `person`.
fn enter(shared: &Shared, id: &str, person: &str, two_factor: bool) -> Response {
    let flow = shared.flows.update(id, |flow| {
        flow.person = Some(person.to_owned());
        flow.pending = None;
        flow.two_factor = two_factor;
    });
    let Some(flow) = flow else { return lost() };
    let mut response = onward(shared, &flow);
    session::complete(
        shared,
        Session {
            person: person.to_owned(),
            two_factor,
        },
        &mut response,
    );
    response
}

pub(crate) async fn show_login(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "login", |flow| pages::login(&shared, flow, None))
}

pub(crate) async fn log_in(State(shared): Shares, body: Bytes) -> Response {
    let sent = match sent(&shared, body) {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    let id = sent.flow.id.clone();
    let email = sent.params.text("email").unwrap_or_default();
    let password = sent.params.text("pass").unwrap_or_default();
    let found = shared.read(|world| {
        let handle = world.person_by_email(&email)?;
        let person = world.people.get(handle)?;
        Some((
            handle.to_owned(),
            person.password == password,
            person.checkpoint,
            person.two_factor_code.is_some(),
        ))
    });
    let problem = match found {
        None => "O e-mail que você inseriu não está conectado a uma conta.",
        Some((_, false, ..)) => "A senha inserida está incorreta.",
        Some((person, true, checkpoint, two_factor)) => {
            shared
                .flows
                .update(&id, |flow| flow.pending = Some(person.clone()));
            if !checkpoint && !two_factor {
                return enter(&shared, &id, &person, false);
            }
            let page = if checkpoint {
                "/checkpoint/"
            } else {
                "/two_step_verification/two_factor/"
            };
            let mut response = Redirect::to(&address(page, &id)).into_response();
            session::begin(&shared, &person, &mut response);
            return response;
        }
    };
    visit(&shared, &id, "login", |flow| {
        pages::login(&shared, flow, Some(problem))
    })
}

pub(crate) async fn show_two_factor(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "two_factor", |flow| {
        pages::two_factor(&shared, flow, false)
    })
}

pub(crate) async fn two_factor(State(shared): Shares, body: Bytes) -> Response {
    let sent = match sent(&shared, body) {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    let Some(person) = sent.flow.pending.clone() else {
        return lost();
    };
    let given: String = sent
        .params
        .text("code")
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let right = shared.read(|world| {
        world
            .people
            .get(&person)
            .and_then(|one| one.two_factor_code.clone())
    });
    if right.as_deref() == Some(given.as_str()) {
        return enter(&shared, &sent.flow.id, &person, true);
    }
    visit(&shared, &sent.flow.id, "two_factor", |flow| {
        pages::two_factor(&shared, flow, true)
    })
}

pub(crate) async fn show_checkpoint(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "checkpoint", |flow| {
        pages::checkpoint(&shared, flow)
    })
}

pub(crate) async fn checkpoint(State(shared): Shares, body: Bytes) -> Response {
    let sent = match sent(&shared, body) {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    let Some(person) = sent.flow.pending.clone() else {
        return lost();
    };
    let two_factor = shared.write(|world| {
        world.people.get_mut(&person).is_some_and(|one| {
            one.checkpoint = false;
            one.two_factor_code.is_some()
        })
    });
    if two_factor {
        return Redirect::to(&address("/two_step_verification/two_factor/", &sent.flow.id)).into_response();
    }
    enter(&shared, &sent.flow.id, &person, false)
}

pub(crate) async fn show_account(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "account", |flow| pages::account(&shared, flow))
}

pub(crate) async fn account(State(shared): Shares, body: Bytes) -> Response {
    match sent(&shared, body) {
        Ok(sent) if sent.flow.person.is_some() => onward(&shared, &sent.flow),
        Ok(_) => lost(),
        Err(response) => *response,
    }
}

pub(crate) async fn show_reconnect(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "reconnect", |flow| {
        pages::reconnect(&shared, flow)
    })
}

/// The short way grants the same assets as last time, whatever was added since.
pub(crate) async fn reconnect(State(shared): Shares, body: Bytes) -> Response {
    let sent = match sent(&shared, body) {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    let id = sent.flow.id.as_str();
    if sent.action == "edit" {
        shared.flows.update(id, |flow| flow.edit = true);
        return Redirect::to(&address("/dialog/businesses", id)).into_response();
    }
    let Some(assets) = shared.read(|world| sent.flow.earlier_grant(world)) else {
        return lost();
    };
    let flow = shared.flows.update(id, |flow| flow.assets = assets);
    flow.map_or_else(lost, |flow| grant::allow(&shared, &flow))
}

pub(crate) async fn show_businesses(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "businesses", |flow| {
        pages::businesses(&shared, flow, false)
    })
}

pub(crate) async fn businesses(State(shared): Shares, body: Bytes) -> Response {
    let sent = match sent(&shared, body) {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    if sent.flow.person.is_none() {
        return lost();
    }
    let mut chosen = sent.all("business");
    let choosable: Vec<String> = shared.read(|world| {
        sent.flow
            .choosable_businesses(world)
            .into_iter()
            .map(|one| one.id.clone())
            .collect()
    });
    chosen.retain(|id| choosable.contains(id));
    let needs_one = sent.flow.dialog.kind == TokenKind::SystemUser || !choosable.is_empty();
    if chosen.is_empty() && needs_one {
        return visit(&shared, &sent.flow.id, "businesses", |flow| {
            pages::businesses(&shared, flow, true)
        });
    }
    if sent.flow.dialog.kind == TokenKind::SystemUser {
        chosen.truncate(1);
    }
    let nothing = chosen.is_empty();
    shared.flows.update(&sent.flow.id, |flow| {
        flow.assets = Assets {
            businesses: Some(chosen),
            accounts: nothing.then(Vec::new),
        };
    });
    let page = if nothing {
        "/dialog/permissions"
    } else {
        "/dialog/accounts"
    };
    Redirect::to(&address(page, &sent.flow.id)).into_response()
}

pub(crate) async fn show_accounts(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "accounts", |flow| pages::accounts(&shared, flow))
}

pub(crate) async fn accounts(State(shared): Shares, body: Bytes) -> Response {
    let sent = match sent(&shared, body) {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    let mut chosen = sent.all("account");
    let choosable: Vec<String> = shared.read(|world| {
        sent.flow
            .choosable_accounts(world)
            .into_iter()
            .map(|one| one.id.clone())
            .collect()
    });
    chosen.retain(|id| choosable.contains(id));
    shared
        .flows
        .update(&sent.flow.id, |flow| flow.assets.accounts = Some(chosen));
    Redirect::to(&address("/dialog/permissions", &sent.flow.id)).into_response()
}

pub(crate) async fn show_permissions(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    show(&shared, query, "permissions", |flow| {
        pages::permissions(&shared, flow)
    })
}

pub(crate) async fn permissions(State(shared): Shares, body: Bytes) -> Response {
    match sent(&shared, body) {
        Ok(sent) if sent.flow.person.is_some() => grant::allow(&shared, &sent.flow),
        Ok(_) => lost(),
        Err(response) => *response,
    }
}
