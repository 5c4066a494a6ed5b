//! Reads that are wanted at the same moment go to Meta together: up to fifty in one request, each answered, counted and
//! limited as a call of its own.
//!
//! Whoever begins a batch waits a moment for others and sends it; the others wait for their part. A part without an answer
//! is read again by itself. Source: Meta, "Batch requests" (Graph API).

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::json::Json;
use crate::node::Node;
use crate::transport;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, oneshot};

/// Parts of one batch; Meta takes no more.
const MOST: usize = 50;

/// How long a batch that is not full waits for others.
const MOMENT: Duration = Duration::from_millis(1);

/// What a part was answered; nothing when it has to be read by itself.
type Told = Option<Result<Json, GraphFailure>>;

struct Part {
    path: String,
    /// Path with version and parameters.
    relative: String,
    teller: oneshot::Sender<Told>,
}

/// A batch that others may still join.
struct Open {
    token: SecretString,
    parts: Vec<Part>,
    full: Arc<Notify>,
}

/// Batches that are being filled.
#[derive(Default)]
pub(crate) struct Batches(Mutex<Vec<Open>>);

/// How a read joined a batch.
enum Joined {
    /// It began one and has to send it.
    First(Arc<Notify>),
    /// Somebody else sends it.
    Later,
}

impl Batches {
    fn join(&self, token: &SecretString, part: Part) -> Joined {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |one: &&mut Open| one.parts.len() < MOST && one.token.expose_secret() == token.expose_secret();
        if let Some(batch) = open.iter_mut().find(same) {
            batch.parts.push(part);
            if batch.parts.len() == MOST {
                batch.full.notify_one();
            }
            return Joined::Later;
        }
        let full = Arc::new(Notify::new());
        open.push(Open {
            token: token.clone(),
            parts: vec![part],
            full: Arc::clone(&full),
        });
        Joined::First(full)
    }

    /// Closes the batch that `full` belongs to.
    fn close(&self, full: &Arc<Notify>) -> Vec<Part> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = open.iter().position(|one| Arc::ptr_eq(&one.full, full));
        place
            .map(|place| open.swap_remove(place).parts)
            .unwrap_or_default()
    }
}

/// Closes a batch whose sender was given up, so that nobody joins it any more; its parts are then read by themselves.
struct Closing<'a> {
    batches: &'a Batches,
    full: Arc<Notify>,
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.batches.close(&self.full);
    }
}

impl Graph {
    /// A read that shares its request with others; `None` when it has to be made by itself.
    pub(crate) async fn together(&self, token: &SecretString, path: &str, query: &str) -> Told {
        if let Err(paused) = self.pacer.admit(path, Instant::now()) {
            return Some(Err(paused));
        }
        let (teller, told) = oneshot::channel();
        let part = Part {
            path: path.to_owned(),
            relative: format!("{}/{path}?{query}", self.settings.version),
            teller,
        };
        if let Joined::First(full) = self.batches.join(token, part) {
            let closing = Closing {
                batches: &self.batches,
                full: Arc::clone(&full),
            };
            tokio::select! {
                () = full.notified() => {}
                () = tokio::time::sleep(MOMENT) => {}
            }
            let _slot = self.slots.acquire().await.ok()?;
            let parts = self.batches.close(&full);
            drop(closing);
            // Alone it is a read like any other.
            if parts.len() == 1 {
                return None;
            }
            self.send_batch(token, parts).await;
        }
        told.await.ok().flatten()
    }

    async fn send_batch(&self, token: &SecretString, parts: Vec<Part>) {
        let now = Instant::now();
        let mut wanted = Vec::with_capacity(parts.len());
        for part in parts {
            match self.pacer.admit(&part.path, now) {
                Ok(()) => wanted.push(part),
                Err(paused) => tell(part, Some(Err(paused))),
            }
        }
        let orders: Vec<Value> = wanted
            .iter()
            .map(|part| json!({"method": "GET", "relative_url": part.relative}))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let answers = match self.post_batch(token, &orders).await {
            Ok(answer) => split(answer),
            Err(failure) => {
                // A refusal holds for all; an answer that did not come, or was too long, for none by itself.
                for part in wanted {
                    let refused = matches!(failure, GraphFailure::Graph(_));
                    tell(part, refused.then(|| Err(failure.clone())));
                }
                return;
            }
        };
        let mut answers = answers.into_iter();
        for part in wanted {
            let answer = answers.next().flatten().map(Answered::read);
            let told = answer.map(|answer| {
                let failure = answer.body.as_ref().err();
                self.pacer
                    .note(&part.path, Instant::now(), &answer.usage, failure);
                answer.body
            });
            tell(part, told);
            // Whoever waited takes what it needs of a large answer before the next one is unpacked.
            tokio::task::yield_now().await;
        }
    }
}

/// Nobody waits any more: nothing is lost, it was a read.
fn tell(part: Part, told: Told) {
    let _gone = part.teller.send(told);
}

/// A part as Meta answered it.
struct Answered {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

/// The items of the answer, nothing for a part that Meta did not get to; the answer itself is not kept.
fn split(mut answer: Json) -> Vec<Option<Answered>> {
    let heads: Vec<_> = answer
        .node()
        .list()
        .into_iter()
        .flatten()
        .map(|item| Some((status(item)?, headers(item), item.get("body").map(Node::place))))
        .collect();
    let mut whole = |(status, headers, place): (_, _, Option<usize>)| Answered {
        status,
        headers,
        body: place.and_then(|place| answer.take(place)).unwrap_or_default(),
    };
    heads.into_iter().map(|head| head.map(&mut whole)).collect()
}

fn status(item: Node<'_>) -> Option<StatusCode> {
    let code = item.get("code")?.as_whole()?;
    StatusCode::from_u16(u16::try_from(code).ok()?).ok()
}

fn headers(item: Node<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for header in item.items("headers").into_iter().flatten() {
        let text = |key: &str| header.get(key).and_then(Node::as_text);
        let name = text("name").and_then(|name| HeaderName::try_from(name).ok());
        let value = text("value").and_then(|value| HeaderValue::try_from(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}

impl Answered {
    fn read(self) -> transport::Answer {
        transport::part(self.status, &self.headers, self.body)
    }
}
