//! `/dialog/oauth`: the way in.

use super::autopilot;
use super::flow::{Dialog, Flow, Refused};
use super::{html, session, steps};
use crate::control::Autopilot;
use crate::graph::Params;
use crate::shared::Shared;
use crate::world::{Assets, Grant};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::collections::HashMap;
use std::sync::Arc;

/// Opens a dialog.
pub(crate) async fn open(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let mut params = Params::default();
    params.read_pairs(query.unwrap_or_default().as_bytes());
    let dialog = match shared.read(|world| Dialog::read(&shared, world, &params)) {
        Ok(dialog) => dialog,
        Err(refused) => return refuse(&refused),
    };
    let by_address = params.text("autopilot").map(|scenario| Autopilot {
        scenario,
        person: params.text("person"),
        sticky: false,
    });
    let autopilot = by_address.or_else(|| shared.controls(crate::control::Controls::take_autopilot));
    let session = if dialog.reauthenticate {
        None
    } else {
        session::current(&shared, &headers)
    };
    let mut flow = Flow {
        id: shared.write(|world| world.mint_text("f", "flow")),
        dialog,
        autopilot,
        person: None,
        pending: None,
        two_factor: false,
        assets: Assets::default(),
        edit: false,
        switched: false,
        visits: HashMap::new(),
    };
    if autopilot::scenario(&flow) == Some("returning") {
        connect_before(&shared, &flow);
    }
    let id = flow.id.clone();
    if let Some(session) = session {
        flow.person = Some(session.person);
        flow.two_factor = session.two_factor;
        shared.flows.insert(flow);
        return Redirect::to(&steps::address("/dialog/account", &id)).into_response();
    }
    shared.flows.insert(flow);
    Redirect::to(&steps::address("/login.php", &id)).into_response()
}

/// A returning person needs a past: everything that they can choose today.
fn connect_before(shared: &Shared, flow: &Flow) {
    let person = autopilot::person(flow, false);
    shared.write(|world| {
        let mut past = Flow {
            person: Some(person.clone()),
            ..flow.clone()
        };
        if past.earlier_grant(world).is_some() {
            return;
        }
        let businesses = past
            .choosable_businesses(world)
            .into_iter()
            .map(|one| one.id.clone())
            .collect();
        past.assets.businesses = Some(businesses);
        let accounts = past
            .choosable_accounts(world)
            .into_iter()
            .map(|one| one.id.clone())
            .collect();
        past.assets.accounts = Some(accounts);
        let Flow { dialog, assets, .. } = past;
        world.grants.push(Grant {
            person,
            app: dialog.app,
            configuration: dialog.configuration,
            assets,
        });
    });
}

/// Pages without a way back to the app.
fn refuse(refused: &Refused) -> Response {
    let (status, title, text) = match refused {
        Refused::UnknownApp => (
            StatusCode::BAD_REQUEST,
            "ID do app inválido",
            "<h1>ID do app inválido</h1><p>O ID do app fornecido não parece ser um ID de app válido.</p>",
        ),
        Refused::RedirectNotAllowed => (
            StatusCode::BAD_REQUEST,
            "URL bloqueada",
            "<h1>URL bloqueada</h1><p>O redirecionamento falhou porque o URI de redirecionamento não está na lista de permissões das configurações de OAuth do cliente do app.</p>",
        ),
        Refused::DeadConfiguration => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Error",
            "<h1>Sorry, something went wrong.</h1><p>We're working on getting this fixed as soon as we can.</p>",
        ),
        Refused::TokenTypeMismatch => {
            return Redirect::to("/facebook_business_extension/oauth/").into_response();
        }
    };
    (status, Html(html::bare(title, text))).into_response()
}
