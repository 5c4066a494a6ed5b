//! `/oauth/access_token` (Meta: Manually build a login flow) and `/debug_token`.

use super::bearer;
use super::call::Call;
use super::error::GraphError;
use crate::world::{App, AppKind, Code, Token, TokenKind, Viewer, World};
use serde_json::{Map, Value, json};

/// Life of an authorization code, in milliseconds.
const CODE_LIFE_MS: i64 = 30_000;
/// Life of a long-lived token, in seconds.
pub(crate) const LONG_LIFE: i64 = 5_184_000;
/// How long data may be read after a login, in seconds.
pub(crate) const DATA_ACCESS: i64 = 90 * 86_400;

/// `/oauth/access_token`: the four grants.
pub(crate) fn access_token(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let params = &call.params;
    let client_id = params.required("client_id")?;
    let secret = params.required("client_secret")?;
    let Some(app) = world.apps.get(&client_id).cloned() else {
        return Err(GraphError::new(
            101,
            "Error validating application. Cannot get application info due to a system error.",
        ));
    };
    if app.secret != secret {
        return Err(GraphError::new(1, "Error validating client secret."));
    }
    match params.text("grant_type").as_deref() {
        Some("client_credentials") => Ok(client_credentials(world, &app)),
        Some("fb_exchange_token") => {
            exchange_token(world, &app, &params.required("fb_exchange_token")?, call)
        }
        Some("authorization_code" | "") | None => exchange_code(world, &app, call),
        Some(_) => Err(GraphError::parameter("grant_type", "is not supported")),
    }
}

fn client_credentials(world: &mut World, app: &App) -> Value {
    let text = world.mint_text(&format!("{}|", app.id), "app token");
    if let Some(app) = world.apps.get_mut(&app.id) {
        app.app_tokens.push(text.clone());
    }
    json!({ "access_token": text, "token_type": "bearer" })
}

fn exchange_token(world: &mut World, app: &App, old: &str, call: &Call) -> Result<Value, GraphError> {
    let Some(token) = world.tokens.get(old).filter(|token| token.app == app.id).cloned() else {
        return Err(GraphError::token(
            "Invalid OAuth access token - Cannot parse access token",
            None,
            call.by_header,
        ));
    };
    if let Some((message, subcode)) = bearer::end_of(world, &token) {
        return Err(GraphError::token(message, Some(subcode), call.by_header));
    }
    let now = world.now();
    let long = Token {
        issued_at: now,
        expires_at: now + LONG_LIFE,
        ..token
    };
    let text = world.mint_token_text();
    world.tokens.insert(text.clone(), long);
    Ok(json!({ "access_token": text, "token_type": "bearer", "expires_in": LONG_LIFE }))
}

fn exchange_code(world: &mut World, app: &App, call: &Call) -> Result<Value, GraphError> {
    let text = call.params.required("code")?;
    let now_ms = world.now_ms();
    let redirect = call.params.text("redirect_uri").unwrap_or_default();
    let Some(code) = world.codes.get_mut(&text).filter(|code| code.app == app.id) else {
        return Err(GraphError::new(100, "Invalid verification code format."));
    };
    if code.used {
        return Err(GraphError::code(36_009, "This authorization code has been used."));
    }
    if now_ms - code.issued_at_ms > CODE_LIFE_MS {
        return Err(GraphError::code(36_007, "This authorization code has expired."));
    }
    if code.redirect_uri != redirect {
        let message = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";
        return Err(GraphError::code(36_008, message));
    }
    code.used = true;
    let Code { token, .. } = code.clone();
    let text = world.mint_token_text();
    let now = world.now();
    let mut answer = Map::new();
    answer.insert("access_token".to_owned(), text.clone().into());
    answer.insert("token_type".to_owned(), "bearer".into());
    if token.expires_at != 0 {
        answer.insert("expires_in".to_owned(), (token.expires_at - now).into());
    }
    world.tokens.insert(text, token);
    Ok(Value::Object(answer))
}

/// `/debug_token`: HTTP 200 also for a dead token.
pub(crate) fn debug_token(world: &World, viewer: &Viewer, call: &Call) -> Result<Value, GraphError> {
    let input = call.params.required("input_token")?;
    let developer = viewer.person().is_some_and(|person| {
        world
            .apps
            .get(&viewer.app)
            .is_some_and(|app| app.developers.iter().any(|one| one == person))
    });
    if viewer.token.is_some() && !developer {
        return Err(GraphError::numbered(
            100,
            "You must provide an app access token, or a user access token that is an owner or developer of the app",
        ));
    }
    let mismatch =
        || GraphError::numbered(100, "The App_id in the input_token did not match the Viewing App");
    if let Some(app) = bearer::app_of_token(world, &input) {
        if app.id != viewer.app {
            return Err(mismatch());
        }
        let valid = app.kind != AppKind::NativeDesktop;
        return Ok(json!({ "data": {
            "app_id": app.id, "type": "APP", "application": app.name, "is_valid": valid, "scopes": [],
        }}));
    }
    let Some(token) = world.tokens.get(&input) else {
        let error =
            json!({ "code": 190, "message": "Invalid OAuth access token - Cannot parse access token" });
        return Ok(json!({ "data": { "error": error, "is_valid": false, "scopes": [] } }));
    };
    if token.app != viewer.app {
        return Err(mismatch());
    }
    Ok(json!({ "data": description(world, token) }))
}

fn description(world: &World, token: &Token) -> Value {
    let mut data = Map::new();
    let mut put = |name: &str, value: Value| data.insert(name.to_owned(), value);
    put("app_id", token.app.clone().into());
    put(
        "type",
        if token.kind == TokenKind::User {
            "USER"
        } else {
            "SYSTEM_USER"
        }
        .into(),
    );
    if let Some(app) = world.apps.get(&token.app) {
        put("application", app.name.clone().into());
    }
    put("data_access_expires_at", token.data_access_expires_at.into());
    put("expires_at", token.expires_at.into());
    let end = bearer::end_of(world, token);
    put("is_valid", end.is_none().into());
    if let Some((message, subcode)) = end {
        put(
            "error",
            json!({ "code": 190, "message": message, "subcode": subcode }),
        );
    }
    if token.expires_at == 0 || token.expires_at - token.issued_at > 86_400 {
        put("issued_at", token.issued_at.into());
    }
    let automatic = (token.kind == TokenKind::User).then_some("public_profile");
    let scopes: Vec<&str> = token.scopes.iter().map(String::as_str).chain(automatic).collect();
    put("scopes", json!(scopes));
    let granular: Vec<Value> = token.scopes.iter().map(|scope| granular(token, scope)).collect();
    put("granular_scopes", Value::Array(granular));
    let person = token
        .person
        .as_ref()
        .and_then(|handle| world.people.get(handle))
        .map(|person| &person.id);
    if let Some(id) = person.or(token.system_user.as_ref()) {
        put("user_id", id.clone().into());
    }
    Value::Object(data)
}

/// A permission with its targets; no targets = all assets of that kind.
fn granular(token: &Token, scope: &str) -> Value {
    let targets = match scope {
        "business_management" => token.assets.businesses.as_ref(),
        scope if scope.starts_with("whatsapp_business") => token.assets.accounts.as_ref(),
        _ => None,
    };
    match targets {
        Some(ids) => json!({ "scope": scope, "target_ids": ids }),
        None => json!({ "scope": scope }),
    }
}
