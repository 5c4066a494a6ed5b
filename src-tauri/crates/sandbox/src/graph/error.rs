//! Graph's error envelope (Meta: Handle errors; WhatsApp: Error codes).

use crate::world::Refusal;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// An error as Graph answers it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GraphError {
    pub(crate) status: StatusCode,
    pub(crate) code: i64,
    pub(crate) subcode: Option<i64>,
    kind: &'static str,
    message: String,
    data: Option<Box<Value>>,
    user: Option<Box<(String, String)>>,
    transient: Option<bool>,
    /// Second word of `WWW-Authenticate`.
    pub(crate) challenge: &'static str,
}

impl GraphError {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            subcode: None,
            kind: "OAuthException",
            message: message.into(),
            data: None,
            user: None,
            transient: None,
            challenge: "invalid_request",
        }
    }

    /// `(#code) Title`, the form of most messages.
    pub(crate) fn numbered(code: i64, title: &str) -> Self {
        Self::new(code, format!("(#{code}) {title}"))
    }

    pub(crate) fn subcode(mut self, subcode: i64) -> Self {
        self.subcode = Some(subcode);
        self
    }

    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    pub(crate) fn data(mut self, data: Value) -> Self {
        self.data = Some(Box::new(data));
        self
    }

    /// `error_data` as Cloud API fills it.
    pub(crate) fn details(self, details: impl Into<String>) -> Self {
        let details: String = details.into();
        self.data(json!({ "messaging_product": "whatsapp", "details": details }))
    }

    pub(crate) fn for_people(mut self, title: &str, message: &str) -> Self {
        self.user = Some(Box::new((title.to_owned(), message.to_owned())));
        self
    }

    pub(crate) fn transient(mut self, yes: bool) -> Self {
        self.transient = Some(yes);
        self
    }

    fn challenge(mut self, challenge: &'static str) -> Self {
        self.challenge = challenge;
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn body(&self, trace: &str) -> Value {
        let mut error = Map::new();
        error.insert("message".to_owned(), self.message.clone().into());
        error.insert("type".to_owned(), self.kind.into());
        error.insert("code".to_owned(), self.code.into());
        if let Some(data) = &self.data {
            error.insert("error_data".to_owned(), (**data).clone());
        }
        if let Some(subcode) = self.subcode {
            error.insert("error_subcode".to_owned(), subcode.into());
        }
        if let Some(transient) = self.transient {
            error.insert("is_transient".to_owned(), transient.into());
        }
        if let Some((title, message)) = self.user.as_deref() {
            error.insert("error_user_title".to_owned(), title.clone().into());
            error.insert("error_user_msg".to_owned(), message.clone().into());
        }
        error.insert("fbtrace_id".to_owned(), trace.into());
        json!({ "error": error })
    }

    /// Object missing or no right to it.
    pub(crate) fn unseen(method: &str, id: &str) -> Self {
        Self::new(
            100,
            format!(
                "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
                method.to_ascii_lowercase()
            ),
        )
        .subcode(33)
        .kind("GraphMethodException")
    }

    pub(crate) fn refused(refusal: Refusal, method: &str, id: &str) -> Self {
        match refusal {
            Refusal::Unseen => Self::unseen(method, id),
            Refusal::TwoFactor => Self::two_factor(),
        }
    }

    pub(crate) fn two_factor() -> Self {
        Self::new(415, "Two factor authentication required. User have to enter a code from SMS or TOTP code generator to pass 2fac. This could happen when accessing a 2fac-protected asset like a page that is owned by a 2fac-protected business manager.")
            .subcode(1_404_120)
            .transient(false)
            .for_people("Ask user to pass two factor authentication", "Unknown error")
    }

    pub(crate) fn no_field(name: &str, node: &str) -> Self {
        Self::numbered(
            100,
            &format!("Tried accessing nonexisting field ({name}) on node type ({node})"),
        )
    }

    pub(crate) fn unknown_path(path: &str) -> Self {
        Self::new(2500, format!("Unknown path components: {path}"))
    }

    pub(crate) fn parameter(name: &str, problem: &str) -> Self {
        Self::numbered(100, &format!("Param {name} {problem}"))
    }

    pub(crate) fn missing(name: &str) -> Self {
        Self::numbered(100, &format!("The parameter {name} is required."))
    }

    /// A permission that the token does not carry.
    pub(crate) fn permission(scope: &str) -> Self {
        Self::numbered(200, &format!("Requires {scope} permission to manage the object"))
            .status(StatusCode::FORBIDDEN)
            .challenge("insufficient_scope")
    }

    /// The same on calls that send messages.
    pub(crate) fn not_permitted() -> Self {
        Self::numbered(10, "Application does not have permission for this action")
            .status(StatusCode::FORBIDDEN)
            .challenge("insufficient_scope")
    }

    pub(crate) fn token(message: impl Into<String>, subcode: Option<i64>, by_header: bool) -> Self {
        let error = Self::new(190, message).challenge("invalid_token");
        let error = if by_header {
            error.status(StatusCode::UNAUTHORIZED)
        } else {
            error
        };
        match subcode {
            Some(subcode) => error.subcode(subcode),
            None => error,
        }
    }

    pub(crate) fn code(subcode: i64, message: &str) -> Self {
        Self::new(100, message).subcode(subcode).challenge("invalid_code")
    }

    pub(crate) fn no_token() -> Self {
        Self::new(
            2500,
            "An active access token must be used to query information about the current user.",
        )
    }
}
