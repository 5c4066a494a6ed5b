//! One call as Graph understands it, wherever its parts were put.

use super::error::GraphError;
use super::version::Version;
use axum::http::{HeaderMap, Method, header};
use serde_json::{Map, Value};

/// Parameters of query, form and JSON body together; all but JSON bodies are texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params(pub(crate) Map<String, Value>);

impl Params {
    pub(crate) fn read_pairs(&mut self, text: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(text) {
            self.0
                .insert(name.into_owned(), Value::String(value.into_owned()));
        }
    }

    /// A parameter as text; numbers and booleans of JSON bodies are written out. Empty texts count as given.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    /// A parameter that holds an object or a list, given as JSON or as JSON in a text.
    pub(crate) fn structure(&self, name: &str) -> Option<Value> {
        match self.0.get(name)? {
            Value::String(text) => serde_json::from_str(text).ok(),
            other => Some(other.clone()),
        }
    }

    pub(crate) fn required(&self, name: &str) -> Result<String, GraphError> {
        self.text(name)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| GraphError::missing(name))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// A call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) version: Version,
    /// Path without version.
    pub(crate) path: Vec<String>,
    pub(crate) params: Params,
    pub(crate) token: Option<String>,
    /// Whether the token came in the `Authorization` header.
    pub(crate) by_header: bool,
    /// Base address, for the links of pages.
    pub(crate) base: String,
}

impl Call {
    /// Puts the parts together.
    pub(crate) fn read(
        method: Method,
        path: &str,
        query: &str,
        headers: &HeaderMap,
        body: &[u8],
        base: &str,
    ) -> Result<Self, GraphError> {
        let mut params = Params::default();
        params.read_pairs(query.as_bytes());
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !body.is_empty() {
            if content_type.starts_with("application/json") {
                match serde_json::from_slice(body) {
                    Ok(Value::Object(object)) => params.0.extend(object),
                    _ => {
                        return Err(GraphError::numbered(
                            100,
                            "The request body is not a valid JSON object",
                        ));
                    }
                }
            } else {
                params.read_pairs(body);
            }
        }
        let header_token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| {
                scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth")
            })
            .map(|(_, token)| token.trim().to_owned())
            .filter(|token| !token.is_empty());
        let mut call = Self::relative(method, path, params, base)?;
        call.by_header = header_token.is_some();
        let by_param = call.params.text("access_token").filter(|token| !token.is_empty());
        call.token = header_token.or(by_param);
        Ok(call)
    }

    /// A call whose token is not known yet.
    pub(crate) fn relative(
        method: Method,
        path: &str,
        params: Params,
        base: &str,
    ) -> Result<Self, GraphError> {
        let decoded: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(decode)
            .collect();
        let (version, path) = Version::of(decoded)?;
        // Old clients tunnel other methods through POST.
        let method = match params.text("method").map(|text| text.to_ascii_uppercase()) {
            Some(text) if method == Method::POST && text == "DELETE" => Method::DELETE,
            Some(text) if method == Method::POST && text == "GET" => Method::GET,
            _ => method,
        };
        Ok(Self {
            method,
            version,
            path,
            params,
            token: None,
            by_header: false,
            base: base.to_owned(),
        })
    }

    /// Path for error messages.
    pub(crate) fn shown_path(&self) -> String {
        format!("/{}", self.path.join("/"))
    }
}

fn decode(part: &str) -> String {
    let escaped = part.replace('+', "%2B");
    url::form_urlencoded::parse(format!("p={escaped}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
