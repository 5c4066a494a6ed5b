//! A subscriber's endpoint on loopback.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A received event.
pub(crate) struct Event {
    pub(crate) signature: String,
    pub(crate) raw: Vec<u8>,
    pub(crate) body: Value,
}

pub(crate) struct Endpoint {
    pub(crate) url: String,
    pub(crate) status: Arc<AtomicU16>,
    events: Mutex<UnboundedReceiver<Event>>,
}

#[derive(Clone)]
struct Desk {
    status: Arc<AtomicU16>,
    events: UnboundedSender<Event>,
}

impl Endpoint {
    /// Starts it; it expects the verify token `segredo`.
    pub(crate) async fn start() -> Self {
        let (sender, events) = unbounded_channel();
        let status = Arc::new(AtomicU16::new(200));
        let desk = Desk {
            status: Arc::clone(&status),
            events: sender,
        };
        let router = Router::new()
            .route("/hook", get(verify).post(take))
            .with_state(desk);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url,
            status,
            events: Mutex::new(events),
        }
    }

    pub(crate) async fn next(&self) -> Event {
        self.events.lock().await.recv().await.expect("an event")
    }
}

async fn verify(State(desk): State<Desk>, RawQuery(query): RawQuery) -> (StatusCode, String) {
    let pairs: std::collections::HashMap<String, String> =
        url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let status = desk.status.load(Ordering::SeqCst);
    if status != 200 || pairs["hub.mode"] != "subscribe" || pairs["hub.verify_token"] != "segredo" {
        return (
            StatusCode::from_u16(if status == 200 { 403 } else { status }).expect("a status"),
            String::new(),
        );
    }
    (StatusCode::OK, pairs["hub.challenge"].clone())
}

async fn take(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers["x-hub-signature-256"].to_str().expect("text").to_owned();
    let event = Event {
        signature,
        raw: body.to_vec(),
        body: serde_json::from_slice(&body).expect("JSON"),
    };
    desk.events.send(event).expect("somebody waits");
    StatusCode::from_u16(desk.status.load(Ordering::SeqCst)).expect("a status")
}
