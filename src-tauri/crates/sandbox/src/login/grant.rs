//! The end of the dialog: what was granted, and the redirect that tells the app (Meta: Manually build a login flow).

use super::autopilot;
use super::flow::Flow;
use crate::graph::{DATA_ACCESS, LONG_LIFE};
use crate::shared::Shared;
use crate::world::{Assets, Assignment, Code, Grant, Role, SystemUser, Token, TokenKind, World};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded::Serializer;

/// Life of a token that comes in a fragment, in seconds.
const SHORT_LIFE: i64 = 5400;

/// Grants everything and goes back to the app.
pub(crate) fn allow(shared: &Shared, flow: &Flow) -> Response {
    let answer = shared.write(|world| {
        let live = world.apps.get(&flow.dialog.app).is_some_and(|app| {
            app.live
                || flow
                    .person
                    .as_ref()
                    .is_some_and(|person| app.developers.contains(person))
        });
        live.then(|| answer(world, flow))
    });
    // An app in development mode answers strangers exactly as if they had declined.
    answer.map_or_else(
        || decline(flow),
        |(query, fragment)| redirect(flow, &query, &fragment),
    )
}

/// "Agora não" and every other way to say no.
pub(crate) fn decline(flow: &Flow) -> Response {
    let mut query = Serializer::new(String::new());
    query
        .append_pair("error", "access_denied")
        .append_pair("error_code", "200")
        .append_pair("error_description", "Permissions error")
        .append_pair("error_reason", "user_denied");
    if let Some(state) = &flow.dialog.state {
        query.append_pair("state", state);
    }
    redirect(flow, &query.finish(), "_=_")
}

fn redirect(flow: &Flow, query: &str, fragment: &str) -> Response {
    let (query, fragment) = autopilot::distort(flow, query, fragment);
    let target = &flow.dialog.redirect_uri;
    let query = match (query.is_empty(), target.contains('?')) {
        (true, _) => String::new(),
        (false, true) => format!("&{query}"),
        (false, false) => format!("?{query}"),
    };
    let fragment = if fragment.is_empty() {
        String::new()
    } else {
        format!("#{fragment}")
    };
    let mut response = StatusCode::FOUND.into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("{target}{query}{fragment}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Query and fragment of a success.
fn answer(world: &mut World, flow: &Flow) -> (String, String) {
    let dialog = &flow.dialog;
    let person = flow.person.clone().unwrap_or_default();
    remember(world, flow, &person);
    let token = token(world, flow, &person);
    let (granted, denied): (Vec<&str>, Vec<&str>) = dialog
        .scopes
        .iter()
        .map(String::as_str)
        .partition(|scope| token.scopes.iter().any(|one| one == scope));
    let [granted, denied] = [granted, denied].map(|scopes| scopes.join(","));
    let mut pairs = Serializer::new(String::new());
    if dialog.token {
        let now = world.now();
        let short = Token {
            expires_at: now + SHORT_LIFE,
            ..token.clone()
        };
        let text = world.mint_token_text();
        let long = world.mint_token_text();
        pairs
            .append_pair("access_token", &text)
            .append_pair(
                "data_access_expiration_time",
                &short.data_access_expires_at.to_string(),
            )
            .append_pair("expires_in", &SHORT_LIFE.to_string())
            .append_pair("long_lived_token", &long);
        world.tokens.insert(text, short);
        world.tokens.insert(long, token.clone());
    }
    if dialog.code {
        let code = world.mint_text("AQ", "code");
        pairs.append_pair("code", &code);
        let issued_at_ms = world.now_ms();
        let redirect_uri = dialog.redirect_uri.clone();
        let record = Code {
            app: dialog.app.clone(),
            redirect_uri,
            issued_at_ms,
            used: false,
            token,
        };
        world.codes.insert(code, record);
    }
    if dialog.granted_scopes {
        pairs
            .append_pair("granted_scopes", &granted)
            .append_pair("denied_scopes", &denied);
    }
    if let Some(state) = &dialog.state {
        pairs.append_pair("state", state);
    }
    if dialog.token {
        (String::new(), pairs.finish())
    } else {
        (pairs.finish(), "_=_".to_owned())
    }
}

fn remember(world: &mut World, flow: &Flow, person: &str) {
    let dialog = &flow.dialog;
    world.grants.retain(|one| {
        one.person != person || one.app != dialog.app || one.configuration != dialog.configuration
    });
    world.grants.push(Grant {
        person: person.to_owned(),
        app: dialog.app.clone(),
        configuration: dialog.configuration.clone(),
        assets: flow.assets.clone(),
    });
}

/// What was asked for without what the person leaves unticked.
fn granted(world: &World, flow: &Flow, person: &str) -> Vec<String> {
    let declines = world.people.get(person).map(|person| person.declines.as_slice());
    let declines = declines.unwrap_or_default();
    let asked = flow.dialog.scopes.iter();
    asked.filter(|scope| !declines.contains(scope)).cloned().collect()
}

fn token(world: &mut World, flow: &Flow, person: &str) -> Token {
    let dialog = &flow.dialog;
    let now = world.now();
    let user = Token {
        kind: TokenKind::User,
        app: dialog.app.clone(),
        person: Some(person.to_owned()),
        business: None,
        system_user: None,
        scopes: granted(world, flow, person),
        assets: flow.assets.clone(),
        issued_at: now,
        expires_at: now + LONG_LIFE,
        data_access_expires_at: now + DATA_ACCESS,
        two_factor: flow.two_factor,
        invalid: None,
    };
    if dialog.kind == TokenKind::User {
        return user;
    }
    let business = flow
        .assets
        .businesses
        .as_ref()
        .and_then(|ids| ids.first())
        .cloned()
        .unwrap_or_default();
    let system_user = integration(world, &business, &dialog.app, &flow.assets);
    Token {
        kind: TokenKind::SystemUser,
        person: None,
        business: Some(business),
        system_user,
        expires_at: if dialog.expiring { now + LONG_LIFE } else { 0 },
        data_access_expires_at: 0,
        two_factor: false,
        ..user
    }
}

/// The system user that stands for the app in a portfolio, made at the first grant.
fn integration(world: &mut World, business: &str, app: &str, assets: &Assets) -> Option<String> {
    let (id, created_at) = (world.mint_id(), world.now_ms());
    let name = world
        .apps
        .get(app)
        .map(|app| app.name.clone())
        .unwrap_or_default();
    let business = world.businesses.get_mut(business)?;
    let known = business
        .system_users
        .iter()
        .find(|one| one.integration_of.as_deref() == Some(app));
    let id = known.map(|one| one.id.clone()).unwrap_or_else(|| {
        let integration_of = Some(app.to_owned());
        business.system_users.push(SystemUser {
            id: id.clone(),
            name,
            role: Role::Employee,
            created_at,
            integration_of,
        });
        id
    });
    for account in assets.accounts.iter().flatten() {
        if let Some(account) = world.accounts.get_mut(account) {
            account.assigned.retain(|one| one.user != id);
            account.assigned.push(Assignment {
                user: id.clone(),
                tasks: vec!["MANAGE".to_owned()],
            });
        }
    }
    Some(id)
}
