//! The simulator's control, as a test uses it.

use crate::app::PATIENCE;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use std::time::Instant;

/// The control of the simulator inside the app.
pub(crate) struct Simulator {
    control: String,
}

impl Simulator {
    pub(crate) fn at(control: &str) -> Self {
        Self {
            control: control.to_owned(),
        }
    }

    /// The next login dialog drives itself, as that person.
    pub(crate) async fn autopilot(&self, scenario: &str, person: &str) {
        let order = json!({ "scenario": scenario, "person": person, "sticky": false });
        self.post("autopilot", &order).await;
    }

    /// Tells the control something and answers what it said.
    pub(crate) async fn post(&self, what: &str, body: &Value) -> Value {
        self.send("POST", what, body.to_string()).await
    }

    /// Waits until that page stands in the login window: `login`, `businesses`, ...
    pub(crate) async fn page_shown(&self, page: &str) {
        let started = Instant::now();
        let is_shown = |reports: &Value| {
            let reports = reports["data"].as_array().expect("reports");
            reports
                .iter()
                .any(|report| report["event"] == "shown" && report["page"] == page)
        };
        while !is_shown(&self.get("reports").await) {
            assert!(started.elapsed() < PATIENCE, "the page {page} did not come up");
        }
    }

    /// Graph calls that change an account or a number, as `METHOD path`: logging in and looking at tokens is none.
    pub(crate) async fn writes(&self) -> Vec<String> {
        let history = self.get("history").await;
        let calls = history["data"].as_array().expect("calls");
        calls
            .iter()
            .filter_map(|call| Some((call["method"].as_str()?, call["path"].as_str()?)))
            .filter(|(method, path)| {
                let reads = ["/oauth/access_token", "/debug_token"];
                *method != "GET" && path.starts_with("/v") && !reads.iter().any(|read| path.ends_with(read))
            })
            .map(|(method, path)| format!("{method} {path}"))
            .collect()
    }

    /// What the control has to tell.
    pub(crate) async fn get(&self, what: &str) -> Value {
        self.send("GET", what, String::new()).await
    }

    async fn send(&self, method: &str, what: &str, body: String) -> Value {
        let address = format!("{}/{what}", self.control);
        let request = hyper::Request::builder()
            .method(method)
            .uri(&address)
            .header("content-type", "application/json")
            .body(Full::new(body.into_bytes().into()))
            .expect("a request");
        let client: Client<_, Full<hyper::body::Bytes>> = Client::builder(TokioExecutor::new()).build_http();
        let response = client
            .request(request)
            .await
            .unwrap_or_else(|error| panic!("{address}: {error}"));
        let status = response.status();
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        assert!(
            status.is_success(),
            "{address} answered {status}: {}",
            String::from_utf8_lossy(&bytes)
        );
        serde_json::from_slice(&bytes).expect("JSON")
    }
}
