//! A server that answers what a test says and remembers what it was asked.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use reconecta_graph::{Graph, GraphFailure, GraphSettings};
use secrecy::SecretString;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) const TOKEN: &str = "EAAGm0PX4ZCpsBAtokenOfATest";
/// Long enough for a loopback answer on a busy machine.
pub(crate) const PATIENT: Duration = Duration::from_secs(20);

pub(crate) fn token() -> SecretString {
    SecretString::from(TOKEN)
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) url: String,
    pub(crate) authorization: String,
    pub(crate) body: String,
}

/// What the server answers.
pub(crate) struct Reply {
    status: u16,
    content_type: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Body,
    endless: bool,
}

impl Reply {
    pub(crate) fn raw(status: u16, content_type: &'static str, body: impl Into<Body>) -> Self {
        Self {
            status,
            content_type,
            headers: Vec::new(),
            body: body.into(),
            endless: false,
        }
    }

    /// As Meta answers: JSON, signed with its headers.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::raw(status, "application/json; charset=UTF-8", body.to_string())
            .with("facebook-api-version", "v26.0")
            .with("x-fb-request-id", "AbCdEfGh")
    }

    pub(crate) fn ok(body: &Value) -> Self {
        Self::json(200, body)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// No answer, ever.
    pub(crate) fn silence() -> Self {
        Self {
            endless: true,
            ..Self::raw(200, "", Body::empty())
        }
    }
}

type Script = Box<dyn Fn(&Seen, usize) -> Reply + Send + Sync>;

struct Shared {
    script: Script,
    seen: Mutex<Vec<Seen>>,
}

/// A running server.
pub(crate) struct Server {
    pub(crate) url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// The script gets each request and how many came before it.
    pub(crate) async fn start(script: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared {
            script: Box::new(script),
            seen: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the server runs");
        });
        Self { url, shared, task }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().expect("not poisoned").clone()
    }

    pub(crate) fn calls(&self) -> usize {
        self.shared.seen.lock().expect("not poisoned").len()
    }

    /// A client that waits long for answers and not at all between tries.
    pub(crate) fn graph(&self) -> Graph {
        client(&self.url, PATIENT)
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20)
        .await
        .unwrap_or_else(|_| Bytes::new());
    let authorization = parts.headers.get("authorization");
    let seen = Seen {
        method: parts.method.to_string(),
        url: parts.uri.to_string(),
        authorization: authorization
            .map_or_else(String::new, |value| value.to_str().expect("text").to_owned()),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let before = {
        let mut list = shared.seen.lock().expect("not poisoned");
        list.push(seen.clone());
        list.len() - 1
    };
    let reply = (shared.script)(&seen, before);
    if reply.endless {
        std::future::pending::<()>().await;
    }
    let mut response = Response::builder()
        .status(reply.status)
        .header("content-type", reply.content_type);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(reply.body).expect("a response")
}

/// A client for an address.
pub(crate) fn client(url: &str, patience: Duration) -> Graph {
    let settings = GraphSettings::new(url, url, "v26.0").expect("settings");
    Graph::new(settings.with_limits(patience, Duration::ZERO)).expect("a client")
}

/// Code and subcode of a refusal.
#[track_caller]
pub(crate) fn refused<T>(answer: Result<T, GraphFailure>) -> (i64, Option<i64>) {
    match answer {
        Err(GraphFailure::Graph(problem)) => (problem.code, problem.subcode),
        Err(GraphFailure::Transport(failure)) => panic!("Meta's refusal was due, not {failure:?}"),
        Ok(_) => panic!("a refusal was due, not an answer"),
    }
}
