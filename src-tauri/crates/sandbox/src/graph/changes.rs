//! Calls that change something: `POST` and `DELETE`.

use super::call::{Call, Params};
use super::error::GraphError;
use super::messages;
use super::registration;
use super::view::{MANAGEMENT, MESSAGING, Node, View};
use crate::webhook::Outbox;
use crate::world::{Callback, Override, Subscription, Viewer, World};
use serde_json::{Value, json};

/// Longest override address.
const MAX_OVERRIDE: usize = 200;

/// What a change needs before it is done.
pub(crate) enum Step {
    /// It is done.
    Done(Value),
    /// A callback has to answer the handshake first; then [`apply`] completes it.
    Handshake(Handshake),
}

/// A callback to be verified.
#[derive(Clone, Debug)]
pub(crate) struct Handshake {
    pub(crate) url: String,
    pub(crate) verify_token: String,
    pub(crate) purpose: Purpose,
    pub(crate) app: String,
}

/// What the verified callback is for.
#[derive(Clone, Debug)]
pub(crate) enum Purpose {
    Account(String),
    Number(String),
    App(Vec<String>),
}

fn ok() -> Value {
    json!({ "success": true })
}

/// What the first path segment is, as far as changes care.
enum Target {
    Account(String),
    Number(String),
    Me,
    App(String),
    Other,
}

/// Carries out a change.
pub(crate) fn change(
    world: &mut World,
    viewer: &Viewer,
    call: &Call,
    outbox: &mut Outbox,
) -> Result<Step, GraphError> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let post = call.method == axum::http::Method::POST;
    let Some(id) = path.first().copied() else {
        return Err(GraphError::unknown_path("/"));
    };
    let target = {
        let view = View { world, viewer, call };
        match view.node(id)? {
            Node::Account(account) => Target::Account(account.id.clone()),
            Node::Number(number) => Target::Number(number.id.clone()),
            Node::Person(_) | Node::SystemUser(..) if id == "me" => Target::Me,
            Node::App(app) => Target::App(app.id.clone()),
            _ => Target::Other,
        }
    };
    match (target, path.get(1).copied()) {
        (Target::Account(id), Some("subscribed_apps")) if path.len() == 2 => {
            subscription(world, viewer, &id, call, post)
        }
        (Target::Number(id), edge) if post && path.len() <= 2 => {
            number(world, viewer, &id, edge, call, outbox)
        }
        (Target::Me, Some("permissions")) if !post => {
            remove_app(world, viewer);
            Ok(Step::Done(ok()))
        }
        (Target::App(id), Some("subscriptions")) if post => app_subscription(viewer, &id, &call.params),
        (_, Some(edge)) => Err(GraphError::unknown_path(&format!("/{edge}"))),
        (_, None) => Err(GraphError::unseen(call.method.as_str(), id)),
    }
}

fn subscription(
    world: &mut World,
    viewer: &Viewer,
    id: &str,
    call: &Call,
    post: bool,
) -> Result<Step, GraphError> {
    View { world, viewer, call }.need_all(&[MANAGEMENT])?;
    let actor = ("API", Some((viewer.app.clone(), app_name(world, &viewer.app))));
    let Some(account) = world.accounts.get_mut(id) else {
        return Err(GraphError::unseen("POST", id));
    };
    if !post {
        account.subscriptions.remove(&viewer.app);
        world.record(
            id,
            "WEBHOOK_CONFIGURED",
            actor,
            json!({ "change": "unsubscribed" }),
        );
        return Ok(Step::Done(ok()));
    }
    match override_of(&call.params)? {
        // A plain subscription drops an override.
        None => {
            account
                .subscriptions
                .insert(viewer.app.clone(), Subscription::default());
            world.record(id, "WEBHOOK_CONFIGURED", actor, json!({ "change": "subscribed" }));
            Ok(Step::Done(ok()))
        }
        Some(_) if !account.subscriptions.contains_key(&viewer.app) => Err(GraphError::numbered(
            100,
            "Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account",
        )),
        Some((url, verify_token)) => {
            let purpose = Purpose::Account(id.to_owned());
            Ok(Step::Handshake(Handshake {
                url,
                verify_token,
                purpose,
                app: viewer.app.clone(),
            }))
        }
    }
}

fn override_of(params: &Params) -> Result<Option<(String, String)>, GraphError> {
    let Some(url) = params.text("override_callback_uri").filter(|url| !url.is_empty()) else {
        return Ok(None);
    };
    if url.len() > MAX_OVERRIDE {
        return Err(GraphError::parameter(
            "override_callback_uri",
            "must be no longer than 200 characters",
        ));
    }
    if url::Url::parse(&url).is_err() {
        return Err(GraphError::parameter(
            "override_callback_uri",
            "must be a valid URL",
        ));
    }
    // Meta decodes the address once more than the client encoded it.
    let url = url.replace('+', "%20");
    Ok(Some((url, params.required("verify_token")?)))
}

fn app_name(world: &World, id: &str) -> String {
    world.apps.get(id).map(|app| app.name.clone()).unwrap_or_default()
}

fn number(
    world: &mut World,
    viewer: &Viewer,
    id: &str,
    edge: Option<&str>,
    call: &Call,
    outbox: &mut Outbox,
) -> Result<Step, GraphError> {
    let params = &call.params;
    let now_ms = world.now_ms();
    let fresh = world.mint_digits(6);
    let need = |scopes: &[&str]| View { world, viewer, call }.need_all(scopes);
    match edge {
        Some("messages") => {
            if !viewer.has_scope(MESSAGING) {
                return Err(GraphError::not_permitted());
            }
            return messages::send(world, viewer, id, params, outbox).map(Step::Done);
        }
        Some("register" | "deregister") => need(&[MANAGEMENT, MESSAGING])?,
        Some("request_code" | "verify_code") | None => need(&[MANAGEMENT])?,
        Some(edge) => return Err(GraphError::unknown_path(&format!("/{edge}"))),
    }
    let Some(number) = world.numbers.get_mut(id) else {
        return Err(GraphError::unseen("POST", id));
    };
    let answer = match edge {
        Some("register") => {
            if params.text("messaging_product").as_deref() != Some("whatsapp") {
                return Err(GraphError::missing("messaging_product"));
            }
            registration::register(number, &viewer.app, &params.required("pin")?, now_ms)
        }
        Some("deregister") => registration::deregister(number, now_ms),
        Some("request_code") => {
            let method = params.required("code_method")?;
            let language = params.required("language")?;
            let sent = registration::request_code(number, &method, fresh, now_ms)?;
            number.code_language = Some(language);
            Ok(sent)
        }
        Some("verify_code") => registration::verify_code(number, &params.required("code")?, now_ms),
        _ => return settings(number, viewer, params),
    }?;
    if edge == Some("verify_code") {
        let account = number.accounts.first().cloned().unwrap_or_default();
        let actor = ("API", Some((viewer.app.clone(), app_name(world, &viewer.app))));
        world.record(
            &account,
            "PHONE_NUMBER_VERIFIED",
            actor,
            json!({ "phone_number_id": id }),
        );
    }
    Ok(Step::Done(answer))
}

/// `POST /{phone}`: PIN or callback of the number.
fn settings(number: &mut crate::world::Number, viewer: &Viewer, params: &Params) -> Result<Step, GraphError> {
    if let Some(configuration) = params.structure("webhook_configuration") {
        let text = |name: &str| {
            configuration
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        if configuration.get("override_callback_uri").is_none() {
            return Err(GraphError::missing("override_callback_uri"));
        }
        if text("override_callback_uri").is_empty() {
            number.overrides.remove(&viewer.app);
            return Ok(Step::Done(ok()));
        }
        let mut given = Params::default();
        for name in ["override_callback_uri", "verify_token"] {
            given.0.insert(name.to_owned(), Value::String(text(name)));
        }
        let Some((url, verify_token)) = override_of(&given)? else {
            return Ok(Step::Done(ok()));
        };
        let purpose = Purpose::Number(number.id.clone());
        return Ok(Step::Handshake(Handshake {
            url,
            verify_token,
            purpose,
            app: viewer.app.clone(),
        }));
    }
    match params.text("pin") {
        Some(pin) => registration::set_pin(number, &pin).map(|()| Step::Done(ok())),
        None => Err(GraphError::numbered(100, "Invalid parameter").details("No known parameter was given")),
    }
}

fn app_subscription(viewer: &Viewer, id: &str, params: &Params) -> Result<Step, GraphError> {
    if viewer.token.is_some() {
        return Err(GraphError::new(
            15,
            "(#15) This method must be called with an app access_token.",
        ));
    }
    if params.required("object")? != "whatsapp_business_account" {
        return Err(GraphError::parameter(
            "object",
            "must be whatsapp_business_account in this simulator",
        ));
    }
    let fields = params.text("fields").unwrap_or_default();
    let fields = fields
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    Ok(Step::Handshake(Handshake {
        url: params.required("callback_url")?,
        verify_token: params.required("verify_token")?,
        purpose: Purpose::App(fields),
        app: id.to_owned(),
    }))
}

/// Completes a change whose callback answered the handshake.
pub(crate) fn apply(world: &mut World, handshake: Handshake) -> Value {
    let Handshake {
        url,
        verify_token,
        purpose,
        app,
    } = handshake;
    match purpose {
        Purpose::Account(id) => {
            let actor = ("API", Some((app.clone(), app_name(world, &app))));
            world.record(
                &id,
                "WEBHOOK_CONFIGURED",
                actor,
                json!({ "change": "override_set" }),
            );
            if let Some(account) = world.accounts.get_mut(&id) {
                let callback = Some(Override { url, verify_token });
                account.subscriptions.insert(app, Subscription { callback });
            }
        }
        Purpose::Number(id) => {
            if let Some(number) = world.numbers.get_mut(&id) {
                number.overrides.insert(app, Override { url, verify_token });
            }
        }
        Purpose::App(fields) => {
            if let Some(app) = world.apps.get_mut(&app) {
                app.callback = Some(Callback {
                    url,
                    verify_token,
                    fields,
                });
            }
        }
    }
    ok()
}

/// `DELETE /me/permissions`: the app loses all access of this person or business.
fn remove_app(world: &mut World, viewer: &Viewer) {
    let at = world.now_ms();
    let Some(bearer) = viewer.token.clone() else {
        return;
    };
    for token in world.tokens.values_mut() {
        if token.app == bearer.app && token.person == bearer.person && token.business == bearer.business {
            token
                .invalid
                .get_or_insert(crate::world::Invalidity { subcode: 458, at });
        }
    }
    world
        .grants
        .retain(|grant| grant.app != bearer.app || Some(&grant.person) != bearer.person.as_ref());
}
