//! The webhook sender: handshakes and signed events, really sent to loopback addresses; everything else is the
//! simulated internet of [`crate::world::Endpoint`]s, so that nothing ever leaves the computer.

use crate::graph::Outcome;
use crate::internet;
use crate::shared::Shared;
use crate::signature;
use crate::world::{MessageEvent, World};
use crate::world::{Number, WebhookState};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use url::{Host, Url};

/// A callback has so long to answer.
const DEADLINE: Duration = Duration::from_secs(5);
/// A status webhook is tried so often before it is given up (Meta goes on for days).
const TRIES: u32 = 3;
/// Largest answer that is read.
const MAX_ANSWER: usize = 64 * 1024;

/// Messages whose fate has to be played.
pub(crate) type Outbox = Vec<Fate>;

/// What will happen to a message.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    /// Id of its history.
    pub(crate) history: String,
    /// App that sent it.
    pub(crate) app: String,
    pub(crate) outcome: Outcome,
}

/// Where an app's webhooks for a number go: number, then account, then app. `None`: nobody subscribes.
pub(crate) fn target(world: &World, number: &Number, app: &str) -> Option<(String, String)> {
    let app = world.apps.get(app).filter(|app| app.live)?;
    let subscription = world.account_of(number)?.subscriptions.get(&app.id)?;
    let callback = app
        .callback
        .as_ref()
        .filter(|one| one.fields.iter().any(|field| field == "messages"))?;
    let url = number
        .overrides
        .get(&app.id)
        .or(subscription.callback.as_ref())
        .map_or(&callback.url, |override_| &override_.url);
    Some((url.clone(), app.secret.clone()))
}

/// Asks a callback to repeat a challenge, as Meta does before it uses the address.
pub(crate) async fn handshake(shared: &Shared, url: &str, verify_token: &str) -> Result<(), String> {
    let challenge = shared.write(|world| world.mint_digits(10));
    let mut address = Url::parse(url).map_err(|error| format!("Invalid URL: {error}"))?;
    address
        .query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", verify_token);
    let (status, body) = send(shared, &address, None).await?;
    if status != 200 {
        return Err(format!(
            "HTTP Status Code = {status}; HTTP Message = Callback refused"
        ));
    }
    if body.as_ref() != challenge.as_bytes() {
        return Err("curl_errno = 0; the answer is not the challenge".to_owned());
    }
    Ok(())
}

/// Plays the fates in the background.
pub(crate) fn play(shared: &Arc<Shared>, outbox: Outbox) {
    for fate in outbox {
        let shared = Arc::clone(shared);
        tokio::spawn(async move {
            let steps: &[(&str, Option<(i64, &str)>)] = match fate.outcome {
                Outcome::Sent => &[("SENT", None)],
                Outcome::Delivered => &[("SENT", None), ("DELIVERED", None)],
                Outcome::Failed(code, title) => &[("FAILED", Some((code, title)))],
            };
            for (status, error) in steps {
                step(&shared, &fate, status, *error).await;
            }
        });
    }
}

/// One step of a message: written into its history, then reported by webhook.
async fn step(shared: &Shared, fate: &Fate, status: &str, error: Option<(i64, &str)>) {
    let prepared = shared.write(|world| {
        let id = world.mint_id();
        let at = world.now();
        let message = world.messages.get(&fate.history)?;
        let number = world.numbers.get(&message.number)?;
        let account = world.account_of(number)?.id.clone();
        let target = target(world, number, &fate.app);
        let errors = error.map(|(code, title)| json!([{ "code": code, "title": title, "message": title }]));
        let mut entry = json!({
            "id": message.message_id, "status": status.to_lowercase(), "timestamp": at.to_string(),
            "recipient_id": message.peer,
        });
        if let (Some(errors), Some(entry)) = (errors, entry.as_object_mut()) {
            entry.insert("errors".to_owned(), errors);
        }
        let payload = envelope(number, &account, "statuses", &entry);
        let event = MessageEvent {
            id: id.clone(),
            status: status.to_owned(),
            at,
            app: fate.app.clone(),
            webhook_uri: target.as_ref().map(|(url, _)| url.clone()),
            webhook: target.as_ref().map(|_| WebhookState::Pending),
            error: error.map(|(code, title)| format!("(#{code}) {title}")),
            error_code: error.map(|(code, _)| code),
        };
        world.messages.get_mut(&fate.history)?.events.push(event);
        Some((id, target?, payload))
    });
    let Some((event, (url, secret), payload)) = prepared else {
        return;
    };
    for attempt in 1..=TRIES {
        let result = deliver(shared, &url, &secret, &payload).await;
        let (state, error) = match result {
            Ok(()) => (WebhookState::Delivered, None),
            Err(reason) if attempt == TRIES => (WebhookState::Failed, Some(reason)),
            Err(reason) => (WebhookState::Retrying, Some(reason)),
        };
        shared.write(|world| {
            let events = world
                .messages
                .get_mut(&fate.history)
                .map(|message| &mut message.events);
            if let Some(event) = events.and_then(|events| events.iter_mut().find(|one| one.id == event)) {
                event.webhook = Some(state);
                if event.error_code.is_none() {
                    event.error = error;
                }
            }
        });
        if state != WebhookState::Retrying {
            return;
        }
    }
}

/// The body of a webhook of field `messages`.
pub(crate) fn envelope(number: &Number, account: &str, list: &str, entry: &Value) -> Value {
    let metadata = json!({ "display_phone_number": number.digits(), "phone_number_id": number.id });
    let mut value = json!({ "messaging_product": "whatsapp", "metadata": metadata });
    if let Some(value) = value.as_object_mut() {
        value.insert(list.to_owned(), json!([entry]));
    }
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": account, "changes": [{ "value": value, "field": "messages" }] }],
    })
}

/// Sends a signed event; anything but a 2xx is a failure, told in words.
pub(crate) async fn deliver(shared: &Shared, url: &str, secret: &str, payload: &Value) -> Result<(), String> {
    let address = Url::parse(url).map_err(|error| format!("Invalid URL: {error}"))?;
    let body = payload.to_string();
    let signature = format!("sha256={}", signature::hex(secret, body.as_bytes()));
    let result = send(shared, &address, Some((body, signature))).await;
    let status = result.as_ref().map_or(0, |(status, _)| *status);
    shared.controls(|controls| controls.deliver(url, status, payload));
    match result? {
        (200..=299, _) => {
            shared.write(|world| {
                let now = world.now();
                world.chatwoot.take(url, payload, now);
            });
            Ok(())
        }
        (status, _) => Err(format!("HTTP Status Code = {status}")),
    }
}

async fn send(shared: &Shared, url: &Url, event: Option<(String, String)>) -> Result<(u16, Bytes), String> {
    let Some(address) = loopback(url) else {
        return shared
            .read(|world| internet::answer(world, url, event.is_some()))
            .map(|answer| (answer.status, answer.body));
    };
    if url.scheme() != "http" {
        return Err("SSL connect error: the simulator speaks plain HTTP to loopback addresses".to_owned());
    }
    tokio::time::timeout(DEADLINE, exchange(address, url, event))
        .await
        .map_err(|_elapsed| "Operation timed out".to_owned())?
        .map_err(|error| format!("Failed to connect: {error}"))
}

async fn exchange(
    address: SocketAddr,
    url: &Url,
    event: Option<(String, String)>,
) -> Result<(u16, Bytes), Box<dyn std::error::Error + Send + Sync>> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let path = url.query().map_or_else(
        || url.path().to_owned(),
        |query| format!("{}?{query}", url.path()),
    );
    let builder = Request::builder()
        .uri(path)
        .header("host", address.to_string())
        .header("user-agent", "facebookexternalua")
        .header("connection", "close");
    let request = match event {
        None => builder.method("GET").body(Full::default())?,
        Some((body, signature)) => builder
            .method("POST")
            .header("content-type", "application/json")
            .header("x-hub-signature-256", signature)
            .body(Full::new(Bytes::from(body)))?,
    };
    let response = sender.send_request(request).await?;
    let status = response.status().as_u16();
    let body = Limited::new(response.into_body(), MAX_ANSWER)
        .collect()
        .await?
        .to_bytes();
    connection.abort();
    Ok((status, body))
}

fn loopback(url: &Url) -> Option<SocketAddr> {
    let port = url.port_or_known_default()?;
    let ip = match url.host()? {
        Host::Domain("localhost") => IpAddr::from([127, 0, 0, 1]),
        Host::Domain(_) => return None,
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip),
    };
    ip.is_loopback().then(|| SocketAddr::new(ip, port))
}
