//! The two listeners: loopback only, with a handle to cut a single connection.

use crate::control::{FaultBody, SeenRequest};
use crate::graph::{self, Answer, Call, GraphError};
use crate::shared::Shared;
use crate::world::{World, clock};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::{IncomingStream, Listener};
use futures_util::stream;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::io;
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// Largest request body.
const MAX_BODY: usize = 10 * 1024 * 1024;
/// Size of a huge answer.
const HUGE: usize = 100 * 1024 * 1024;
const CHUNK: usize = 64 * 1024;
/// Parameters that never get into the history.
const SECRET_PARAMS: [&str; 8] = [
    "access_token",
    "client_secret",
    "code",
    "input_token",
    "fb_exchange_token",
    "appsecret_proof",
    "pin",
    "verify_token",
];

/// A listener whose connections can be cut one by one.
pub(crate) struct LoopbackListener(pub(crate) TcpListener);

/// One connection.
#[derive(Clone, Debug)]
pub(crate) struct Connection(Option<Arc<std::net::TcpStream>>);

impl Connection {
    /// Cuts it without an answer.
    fn cut(&self) {
        if let Some(stream) = &self.0 {
            let _gone = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Listener for LoopbackListener {
    type Io = TcpStream;
    type Addr = Connection;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await.and_then(|(stream, _)| with_handle(stream)) {
                Ok(pair) => return pair,
                // Out of descriptors or a client that left at once: the next one may be luckier.
                Err(_error) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(Connection(None))
    }
}

fn with_handle(stream: TcpStream) -> io::Result<(TcpStream, Connection)> {
    stream.set_nodelay(true)?;
    let stream = stream.into_std()?;
    let handle = stream.try_clone()?;
    Ok((TcpStream::from_std(stream)?, Connection(Some(Arc::new(handle)))))
}

impl Connected<IncomingStream<'_, LoopbackListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, LoopbackListener>) -> Self {
        stream.remote_addr().clone()
    }
}

/// Binds; anything but loopback is refused.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    if !address.ip().is_loopback() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the simulator listens on loopback addresses only",
        ));
    }
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Everything on the Graph address.
pub(crate) fn graph_router(shared: Arc<Shared>) -> Router {
    let control = crate::control::router(Arc::clone(&shared));
    Router::new()
        .fallback(graph_handler)
        .with_state(shared)
        .nest("/__control", control)
}

async fn graph_handler(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let latency = shared.controls(|controls| controls.latency_ms);
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let fault = shared.controls(|controls| {
        controls.throttle.calls.made += 1;
        controls.take_fault(parts.method.as_str(), &path)
    });
    let seen = |status: u16, caller: Option<String>| {
        let request = SeenRequest {
            method: parts.method.to_string(),
            path: path.clone(),
            query: public_query(&query),
            status,
            caller,
        };
        shared.controls(|controls| controls.see(request));
    };
    let kind = fault.as_ref().map(|fault| &fault.body);
    match kind {
        Some(FaultBody::DropBefore) => {
            seen(0, None);
            connection.cut();
            return std::future::pending().await;
        }
        Some(FaultBody::Hang) => {
            seen(0, None);
            return std::future::pending().await;
        }
        _ => {}
    }
    let status = fault
        .as_ref()
        .and_then(|fault| fault.status)
        .and_then(|status| StatusCode::from_u16(status).ok());
    if let Some(response) = kind.and_then(|kind| instead(&shared, kind, status)) {
        seen(response.status().as_u16(), None);
        return response;
    }
    let query = if kind == Some(&FaultBody::PagingLoop) {
        without_cursor(&query)
    } else {
        query.clone()
    };
    let base = &shared.addresses.graph;
    let mut answer = match Call::read(parts.method.clone(), &path, &query, &parts.headers, &body, base) {
        Err(error) => graph::refusal(&shared, &error),
        Ok(call) if graph::is_batch(&call) => graph::run_batch(&shared, &call).await,
        Ok(call) => graph::answer(&shared, &call).await,
    };
    if kind == Some(&FaultBody::DropAfter) {
        seen(0, answer.caller);
        connection.cut();
        return std::future::pending().await;
    }
    seen(answer.status.as_u16(), answer.caller.take());
    match kind {
        Some(FaultBody::PagingLoop) => loop_page(&mut answer.body, base, &path),
        Some(FaultBody::UnknownStatus) => rename_status(&mut answer.body),
        Some(FaultBody::Reordered) => turn_list(&mut answer.body),
        _ => {}
    }
    written(&shared, answer, kind == Some(&FaultBody::Truncated))
}

/// Answers that replace the real one.
fn instead(shared: &Shared, kind: &FaultBody, status: Option<StatusCode>) -> Option<Response> {
    match kind {
        FaultBody::GraphError {
            code,
            subcode,
            message,
            transient,
            regain_minutes,
        } => {
            let text = message
                .clone()
                .unwrap_or_else(|| format!("(#{code}) Ordered by the control"));
            let mut error = GraphError::new(*code, text).status(status.unwrap_or(StatusCode::BAD_REQUEST));
            error.subcode = *subcode;
            if let Some(transient) = transient {
                error = error.transient(*transient);
            }
            let mut answer = graph::refusal(shared, &error);
            if let Some(minutes) = regain_minutes {
                let usage = json!({ "0": [{ "type": "whatsapp_business_management", "call_count": 100, "total_cputime": 1, "total_time": 1, "estimated_time_to_regain_access": minutes }] });
                answer
                    .headers
                    .push(("x-business-use-case-usage", usage.to_string()));
            }
            Some(written(shared, answer, false))
        }
        FaultBody::Html => {
            let page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><p>proxy</p></body></html>";
            Some(
                (
                    status.unwrap_or(StatusCode::BAD_GATEWAY),
                    [(header::CONTENT_TYPE, "text/html")],
                    page,
                )
                    .into_response(),
            )
        }
        FaultBody::Huge => {
            let opening = Bytes::from_static(b"{\"data\":[{\"id\":\"");
            let filler = Bytes::from(vec![b'9'; CHUNK]);
            let chunks = std::iter::once(opening).chain(std::iter::repeat_n(filler, HUGE / CHUNK));
            let chunks = chunks.chain(std::iter::once(Bytes::from_static(b"\"}]}")));
            let body = Body::from_stream(stream::iter(chunks.map(Ok::<_, Infallible>)));
            Some((StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response())
        }
        _ => None,
    }
}

fn written(shared: &Shared, answer: Answer, truncated: bool) -> Response {
    let mut text = answer.body.to_string().into_bytes();
    if truncated {
        text.truncate(text.len() / 2);
    }
    let mut response = (answer.status, text).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=UTF-8"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache, no-store, must-revalidate"),
    );
    let date = clock::http_date(shared.read(World::now_ms));
    for (name, value) in answer.headers.into_iter().chain([("date", date)]) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

fn public_query(query: &str) -> String {
    let mut shown = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if !SECRET_PARAMS.contains(&name.as_ref()) {
            shown.append_pair(&name, &value);
        }
    }
    shown.finish()
}

fn without_cursor(query: &str) -> String {
    let pairs = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "after");
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

fn loop_page(body: &mut Value, base: &str, path: &str) {
    if let Some(object) = body.as_object_mut().filter(|object| object.contains_key("data")) {
        let next = format!("{base}{path}?after=TE9PUA");
        let paging = json!({ "cursors": { "before": "TE9PUA", "after": "TE9PUA" }, "next": next });
        object.insert("paging".to_owned(), paging);
    }
}

fn turn_list(body: &mut Value) {
    if let Some(items) = body.get_mut("data").and_then(Value::as_array_mut) {
        items.reverse();
    }
}

fn rename_status(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(rename_status),
        Value::Object(object) => {
            for (name, value) in object.iter_mut() {
                if name == "status" && value.is_string() {
                    *value = Value::String("HIBERNATING".to_owned());
                } else {
                    rename_status(value);
                }
            }
        }
        _ => {}
    }
}
