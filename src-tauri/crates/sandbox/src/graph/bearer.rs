//! Who is calling: tokens, their ends, and `appsecret_proof` (Meta: Secure Graph API calls).

use super::call::Call;
use super::error::GraphError;
use crate::signature;
use crate::world::{App, AppKind, Token, Viewer, World, iso};

/// How long a proof with a time is good, in seconds.
const PROOF_LIFE: i64 = 300;

/// The bearer of a call.
pub(crate) fn viewer(world: &World, call: &Call) -> Result<Viewer, GraphError> {
    let Some(text) = &call.token else {
        return Err(missing(call));
    };
    if let Some(app) = app_of_token(world, text) {
        // Meta: an app that ships its secret cannot use its app access token at all.
        if app.kind == AppKind::NativeDesktop {
            return Err(missing(call));
        }
        check_proof(world, app, text, call)?;
        return Ok(Viewer {
            text: text.clone(),
            token: None,
            app: app.id.clone(),
        });
    }
    let Some(token) = world.tokens.get(text) else {
        return Err(GraphError::token(
            "Invalid OAuth access token - Cannot parse access token",
            None,
            call.by_header,
        ));
    };
    if let Some((message, subcode)) = end_of(world, token) {
        return Err(GraphError::token(message, Some(subcode), call.by_header));
    }
    if let Some(app) = world.apps.get(&token.app) {
        check_proof(world, app, text, call)?;
    }
    Ok(Viewer {
        text: text.clone(),
        token: Some(token.clone()),
        app: token.app.clone(),
    })
}

fn missing(call: &Call) -> GraphError {
    match call.path.first().map(String::as_str) {
        Some("me") => GraphError::no_token(),
        _ => GraphError::numbered(200, "Provide valid app ID"),
    }
}

/// The app whose own token this is: `ID|SECRET`, or one made by `client_credentials`.
pub(crate) fn app_of_token<'w>(world: &'w World, text: &str) -> Option<&'w App> {
    let (id, rest) = text.split_once('|')?;
    let app = world.apps.get(id)?;
    (app.secret == rest || app.app_tokens.iter().any(|one| one == text)).then_some(app)
}

/// Why a token no longer works: message and subcode of error 190.
pub(crate) fn end_of(world: &World, token: &Token) -> Option<(String, i64)> {
    let now = world.now();
    if let Some(invalid) = &token.invalid {
        let reason = match invalid.subcode {
            458 => format!("The user has not authorized application {}.", token.app),
            459 => "You cannot access the app till you log in to www.facebook.com and follow the instructions given.".to_owned(),
            460 => "The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.".to_owned(),
            464 => "Sessions for the user are not allowed because the user is not a confirmed user.".to_owned(),
            467 => "The session is invalid because the user logged out.".to_owned(),
            492 => "The user does not have a role in the business any more.".to_owned(),
            _ => "The session has been invalidated.".to_owned(),
        };
        return Some((
            format!("Error validating access token: {reason}"),
            invalid.subcode,
        ));
    }
    if token.expires_at != 0 && token.expires_at <= now {
        let (end, now) = (iso(token.expires_at * 1000), iso(now * 1000));
        let message = format!(
            "Error validating access token: Session has expired on {end}. The current time is {now}."
        );
        return Some((message, 463));
    }
    None
}

fn check_proof(world: &World, app: &App, token: &str, call: &Call) -> Result<(), GraphError> {
    let Some(proof) = call.params.text("appsecret_proof") else {
        return if app.require_proof {
            Err(GraphError::new(
                100,
                "API calls from the server require an appsecret_proof argument",
            ))
        } else {
            Ok(())
        };
    };
    let message = match call.params.text("appsecret_time") {
        None => Some(token.to_owned()),
        Some(time) => time
            .parse::<i64>()
            .ok()
            .filter(|time| (world.now() - time).abs() <= PROOF_LIFE)
            .map(|time| format!("{token}|{time}")),
    };
    let right = message.is_some_and(|message| signature::hex(&app.secret, message.as_bytes()) == proof);
    if right {
        Ok(())
    } else {
        Err(GraphError::new(
            100,
            "Invalid appsecret_proof provided in the API argument",
        ))
    }
}
