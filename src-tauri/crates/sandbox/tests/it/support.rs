//! A client that knows nothing but HTTP, and a person who fills in the forms.

use meta_sandbox::{Sandbox, World, demo_channels};
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use serde_json::Value;

pub(crate) const AURORA: &str = "2204718395061742";
pub(crate) const SERVICE: &str = "3311845720963158";
pub(crate) const DELIVERY: &str = "3314470918625503";
pub(crate) const STORES: &str = "3318092457713649";
pub(crate) const EVENTS: &str = "3320657319408872";
pub(crate) const ALL: [&str; 3] = [
    "whatsapp_business_management",
    "whatsapp_business_messaging",
    "business_management",
];

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn code(&self) -> i64 {
        self.body["error"]["code"].as_i64().unwrap_or_default()
    }

    pub(crate) fn subcode(&self) -> i64 {
        self.body["error"]["error_subcode"].as_i64().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Ids of a list.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.body["data"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|item| item["id"].as_str())
            .collect()
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "the call should have succeeded: {}", self.body);
        self.body
    }

    #[track_caller]
    pub(crate) fn refused(&self, code: i64, subcode: i64) {
        assert_eq!(
            (self.code(), self.subcode()),
            (code, subcode),
            "another refusal was due: {}",
            self.body
        );
    }
}

/// A running demonstration and a way to call it.
pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: reqwest::Client,
    pub(crate) token: String,
}

impl Bench {
    pub(crate) async fn demo() -> Self {
        Self::of(World::demo()).await
    }

    pub(crate) async fn of(world: World) -> Self {
        let sandbox = Sandbox::start(world).await.expect("the simulator starts");
        let token = sandbox.admin_token().to_owned();
        Self {
            sandbox,
            http: client(),
            token,
        }
    }

    pub(crate) fn person(&self, handle: &str) -> String {
        self.sandbox
            .issue_user_token(handle, &ALL)
            .expect("the person exists")
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Reply {
            status,
            headers,
            body,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.graph_url())
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.get_as(&self.token, path).await
    }

    pub(crate) async fn get_as(&self, token: &str, path: &str) -> Reply {
        self.send(self.http.get(self.url(path)).bearer_auth(token)).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Reply {
        self.post_as(&self.token, path, form).await
    }

    pub(crate) async fn post_as(&self, token: &str, path: &str, form: &[(&str, &str)]) -> Reply {
        self.send(self.http.post(self.url(path)).bearer_auth(token).form(form))
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(self.http.delete(self.url(path)).bearer_auth(&self.token))
            .await
    }

    pub(crate) async fn control(&self, path: &str, order: Value) -> Reply {
        self.send(
            self.http
                .post(format!("{}{path}", self.sandbox.control_url()))
                .json(&order),
        )
        .await
    }

    /// `ID|SECRET`
    pub(crate) fn app_token(&self) -> String {
        let app = self.sandbox.app();
        format!("{}|{}", app.id, app.secret)
    }

    pub(crate) async fn exchange(&self, code: &str, redirect: &str) -> Reply {
        let app = self.sandbox.app();
        let form = [
            ("client_id", app.id.as_str()),
            ("client_secret", app.secret.as_str()),
            ("code", code),
            ("redirect_uri", redirect),
        ];
        self.send(self.http.post(self.url("/v26.0/oauth/access_token")).form(&form))
            .await
    }
}

pub(crate) fn client() -> reqwest::Client {
    // A workspace build turns TLS on for every client; it wants a provider even for plain http.
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(Policy::none())
        .cookie_store(true)
        .build()
        .expect("a client")
}

/// Number id of a demonstration channel by its cause.
pub(crate) fn number(cause: &str) -> &'static str {
    demo_channels()
        .iter()
        .find(|channel| channel.cause == cause)
        .expect("a known cause")
        .phone_number_id
}

/// A person in front of the dialog.
pub(crate) struct Person {
    pub(crate) http: reqwest::Client,
    pub(crate) login: String,
    /// Address of the page shown now.
    pub(crate) at: url::Url,
    pub(crate) page: String,
}

impl Person {
    /// Opens the dialog with the usual parameters plus `more`.
    pub(crate) async fn open(bench: &Bench, more: &[(&str, &str)]) -> Self {
        Self::open_with(bench, client(), more).await
    }

    pub(crate) async fn open_with(bench: &Bench, http: reqwest::Client, more: &[(&str, &str)]) -> Self {
        let app = bench.sandbox.app();
        let login = bench.sandbox.login_url().to_owned();
        let mut at = url::Url::parse(&format!("{login}/v26.0/dialog/oauth")).expect("an address");
        let usual = [
            ("client_id", app.id.as_str()),
            ("redirect_uri", app.redirect_uri.as_str()),
            ("state", "st&te=1"),
            ("response_type", "code"),
            ("config_id", app.user_configuration_id.as_str()),
        ];
        for (name, value) in usual
            .into_iter()
            .filter(|(name, _)| !more.iter().any(|(other, _)| other == name))
        {
            at.query_pairs_mut().append_pair(name, value);
        }
        for (name, value) in more.iter().filter(|(_, value)| !value.is_empty()) {
            at.query_pairs_mut().append_pair(name, value);
        }
        let mut person = Self {
            http,
            login,
            at: at.clone(),
            page: String::new(),
        };
        let response = person.http.get(at).send().await.expect("an answer");
        person.follow(response).await;
        person
    }

    /// Goes where the browser would, up to the app's redirect, which is never fetched.
    async fn follow(&mut self, mut response: reqwest::Response) {
        loop {
            let base = response.url().clone();
            let Some(next) = response
                .headers()
                .get("location")
                .and_then(|value| value.to_str().ok())
            else {
                self.at = base;
                self.page = response.text().await.expect("a page");
                return;
            };
            self.at = base.join(next).expect("an address");
            let foreign = !self.at.as_str().starts_with(&self.login);
            if foreign || self.at.path() == "/connect/login_success.html" {
                self.page = String::new();
                return;
            }
            response = self.http.get(self.at.clone()).send().await.expect("an answer");
        }
    }

    pub(crate) async fn submit(&mut self, fields: &[(&str, &str)]) {
        let flow = self
            .at
            .query_pairs()
            .find(|(name, _)| name == "flow")
            .map(|(_, value)| value.into_owned());
        let flow = flow.unwrap_or_else(|| {
            let mark = "name=\"flow\" value=\"";
            let start = self.page.find(mark).expect("a flow in the page") + mark.len();
            self.page[start..].split('"').next().expect("an id").to_owned()
        });
        let mut form = vec![("flow", flow.as_str())];
        form.extend_from_slice(fields);
        let mut at = self.at.clone();
        at.set_query(None);
        let response = self.http.post(at).form(&form).send().await.expect("an answer");
        self.follow(response).await;
    }

    pub(crate) async fn log_in(&mut self, handle: &str) {
        let (email, password) = (
            format!("{handle}@padariaaurora.example"),
            format!("{handle}-aurora-2026"),
        );
        self.submit(&[("email", &email), ("pass", &password)]).await;
    }

    /// Chooses what is offered: all checked boxes of the page, then continues.
    pub(crate) async fn accept(&mut self, field: &str) {
        let mark = format!("name=\"{field}\" value=\"");
        let values: Vec<String> = self
            .page
            .split(&mark)
            .skip(1)
            .filter(|rest| rest.split('>').next().is_some_and(|tag| tag.contains("checked")))
            .map(|rest| rest.split('"').next().expect("a value").to_owned())
            .collect();
        let fields: Vec<(&str, &str)> = values.iter().map(|value| (field, value.as_str())).collect();
        self.submit(&fields).await;
    }

    /// From the portfolio page to the redirect.
    pub(crate) async fn grant(&mut self) {
        self.accept("business").await;
        if self.at.path() == "/dialog/accounts" {
            self.accept("account").await;
        }
        self.submit(&[("action", "allow")]).await;
    }

    pub(crate) fn answer(&self, name: &str) -> Option<String> {
        self.at
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    pub(crate) fn fragment(&self, name: &str) -> Option<String> {
        let fragment = self.at.fragment().unwrap_or_default();
        url::form_urlencoded::parse(fragment.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// Logs a person in and answers the code.
pub(crate) async fn code_of(bench: &Bench, handle: &str, more: &[(&str, &str)]) -> String {
    let mut person = Person::open(bench, more).await;
    person.log_in(handle).await;
    person.grant().await;
    person.answer("code").expect("a code in the redirect")
}
