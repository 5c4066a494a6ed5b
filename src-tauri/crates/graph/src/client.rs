//! The client: joins addresses, adds the token as a header, keeps to Meta's limits, retries reads.

use crate::batch::Batches;
use crate::failure::{GraphFailure, unsendable};
use crate::json::Json;
use crate::pacer::Pacer;
use crate::proof;
use crate::retry;
use crate::settings::{GraphSettings, SettingsRefused};
use crate::transport::{self, Server};
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::UnixMillis;
use reqwest::{Client, Method, Request};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use url::Url;
use zeroize::Zeroizing;

/// Calls that are under way at the same time.
const SIDE_BY_SIDE: usize = 16;

/// The client for one Graph address and version, and thereby one app's limits.
pub struct Graph {
    pub(crate) http: Client,
    pub(crate) settings: GraphSettings,
    pub(crate) pacer: Pacer,
    pub(crate) batches: Batches,
    pub(crate) slots: Semaphore,
    served_version: Mutex<Option<String>>,
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// A batch may be so many times longer than a single answer.
const BATCH_BODIES: usize = 4;

/// Parameters of a call: never the token, never a secret in an address.
pub(crate) type Parameters<'a> = &'a [(&'a str, &'a str)];

impl Graph {
    /// A client with these settings.
    ///
    /// # Errors
    /// The HTTP stack could not be set up.
    pub fn new(settings: GraphSettings) -> Result<Self, SettingsRefused> {
        Ok(Self {
            http: transport::client(&settings)?,
            settings,
            pacer: Pacer::default(),
            batches: Batches::default(),
            slots: Semaphore::new(SIDE_BY_SIDE),
            served_version: Mutex::new(None),
        })
    }

    /// Version that answered last. Meta lifts calls to a retired version silently to a newer one.
    pub fn served_version(&self) -> Option<String> {
        self.served_version
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Address of a Graph path under the configured version. Ids may have been typed by a person: what cannot be part
    /// of a path is refused.
    pub(crate) fn address(&self, path: &str) -> Result<Url, GraphFailure> {
        if !path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'/')
        {
            return Err(unsendable());
        }
        let joined = self
            .settings
            .graph
            .join(&format!("{}/{path}", self.settings.version));
        joined.map_err(|_| unsendable())
    }

    /// A read, retried where that is harmless.
    pub(crate) async fn get(
        &self,
        token: &SecretString,
        path: &str,
        parameters: Parameters<'_>,
    ) -> Result<Json, GraphFailure> {
        let once = || async {
            let mut url = self.address(path)?;
            url.query_pairs_mut().extend_pairs(parameters);
            if self.settings.together {
                let query = url.query().unwrap_or_default();
                if let Some(answer) = self.together(token, path, query).await {
                    return answer;
                }
            }
            self.send(token, path, Request::new(Method::GET, url)).await
        };
        self.persist(path, once).await
    }

    /// A read whose request is made anew for each try.
    pub(crate) async fn read(
        &self,
        token: &SecretString,
        path: &str,
        request: impl Fn(&mut Url) -> Result<Request, GraphFailure>,
    ) -> Result<Json, GraphFailure> {
        let once = || async {
            let mut url = self.address(path)?;
            self.send(token, path, request(&mut url)?).await
        };
        self.persist(path, once).await
    }

    /// Makes a read again where that is harmless, and after a pause that is short enough.
    async fn persist<W: Future<Output = Result<Json, GraphFailure>>>(
        &self,
        path: &str,
        once: impl Fn() -> W,
    ) -> Result<Json, GraphFailure> {
        let (delay, limit) = (self.settings.first_delay, self.settings.read_limit);
        let mut patience = self.settings.patience;
        loop {
            let answer = retry::reads(delay, limit, &once).await;
            let pause = self
                .pause_behind(path, &answer)
                .filter(|pause| *pause <= patience);
            let Some(pause) = pause else { return answer };
            patience = patience.saturating_sub(pause);
            tokio::time::sleep(pause).await;
        }
    }

    /// The pause that a read was refused for.
    fn pause_behind(&self, path: &str, answer: &Result<Json, GraphFailure>) -> Option<Duration> {
        let failure = answer.as_ref().err().filter(|failure| failure.is_limit())?;
        tracing::debug!(%failure, "A read was refused because of a limit");
        self.pacer.pause_left(path, Instant::now())
    }

    /// A write with a JSON body, made exactly once.
    pub(crate) async fn post(
        &self,
        token: &SecretString,
        path: &str,
        body: &Value,
    ) -> Result<Json, GraphFailure> {
        let request = self.http.post(self.address(path)?).json(body).build();
        self.send(token, path, request.map_err(|_| unsendable())?).await
    }

    /// Up to fifty reads in one request; the answer is a list in the same order. The caller holds a slot.
    pub(crate) async fn post_batch(
        &self,
        token: &SecretString,
        parts: &[Value],
    ) -> Result<Json, GraphFailure> {
        let address = self.settings.graph.join(&format!("{}/", self.settings.version));
        let list = Value::from(parts).to_string();
        let form = [("batch", list.as_str()), ("include_headers", "true")];
        let request = self.http.post(address.map_err(|_| unsendable())?).form(&form);
        let mut request = request.build().map_err(|_| unsendable())?;
        self.authorize(token, &mut request)?;
        let limit = self.settings.body_limit.saturating_mul(BATCH_BODIES);
        let answer = transport::send(&self.http, request, limit, Server::Meta).await;
        self.pacer
            .note("", Instant::now(), &answer.usage, answer.body.as_ref().err());
        self.see(answer.version, answer.at);
        answer.body
    }

    fn authorize(&self, token: &SecretString, request: &mut Request) -> Result<(), GraphFailure> {
        let bearer = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
        let mut value = http::HeaderValue::try_from(bearer.as_str()).map_err(|_| unsendable())?;
        value.set_sensitive(true);
        request.headers_mut().insert(http::header::AUTHORIZATION, value);
        if let Some(secret) = &self.settings.app_secret {
            let proof = proof::of(secret, token)?;
            request
                .url_mut()
                .query_pairs_mut()
                .append_pair("appsecret_proof", &proof);
        }
        Ok(())
    }

    async fn send(
        &self,
        token: &SecretString,
        path: &str,
        mut request: Request,
    ) -> Result<Json, GraphFailure> {
        self.authorize(token, &mut request)?;
        let _slot = self.slots.acquire().await.map_err(|_| unsendable())?;
        self.pacer.admit(path, Instant::now())?;
        let answer = transport::send(&self.http, request, self.settings.body_limit, Server::Meta).await;
        self.pacer
            .note(path, Instant::now(), &answer.usage, answer.body.as_ref().err());
        self.see(answer.version, answer.at);
        answer.body
    }

    fn see(&self, version: Option<String>, at: Option<UnixMillis>) {
        if at.is_some() {
            self.settings.server_time.send_replace(at);
        }
        let mut seen = self.served_version.lock().unwrap_or_else(PoisonError::into_inner);
        if version.is_none() || *seen == version {
            return;
        }
        if version.as_deref() != Some(self.settings.version.as_str()) {
            tracing::warn!(
                asked = self.settings.version,
                served = version,
                "Meta serves another version"
            );
        }
        *seen = version;
    }

    /// Whether Meta answers at all. Its refusal of a call without a token is an answer.
    ///
    /// # Errors
    /// Why no answer came.
    pub async fn reach(&self) -> Result<(), TransportFailure> {
        self.time().await.map(|_time| ())
    }

    /// Meta's own time, where its answer tells it.
    ///
    /// # Errors
    /// Why no answer came.
    pub async fn time(&self) -> Result<Option<UnixMillis>, TransportFailure> {
        let Ok(url) = self.address("me") else {
            return Err(TransportFailure::NotConnected);
        };
        let request = Request::new(Method::GET, url);
        let answer = transport::send(&self.http, request, self.settings.body_limit, Server::Meta).await;
        match answer.body {
            Ok(_) | Err(GraphFailure::Graph(_)) => Ok(answer.at),
            Err(GraphFailure::Transport(failure)) => Err(failure),
        }
    }
}
