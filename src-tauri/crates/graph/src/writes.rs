//! Writes, each made exactly once. A lost answer says so: the caller reads the state before it decides.

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::node::{Node, malformed};
use reconecta_core::attempt::CodeMethod;
use reconecta_core::ids::{NumberId, WabaId};
use reconecta_core::pin::Pin;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

type Done = Result<(), GraphFailure>;

/// `{"success": true}`; some routes answer with an id beside or instead of it.
fn accepted(answer: &Value) -> Done {
    let refused = Node(answer).flag("success") == Some(false);
    if refused { Err(malformed()) } else { Ok(()) }
}

impl Graph {
    /// Registers a number on Cloud API. Ten calls in 72 hours; a coexistence number must never be registered.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn register(&self, token: &SecretString, number: &NumberId, pin: &Pin) -> Done {
        let body = json!({"messaging_product": "whatsapp", "pin": pin.expose()});
        accepted(&self.post(token, &format!("{number}/register"), &body).await?)
    }

    /// Sets a new PIN; the old one stops working everywhere.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn set_pin(&self, token: &SecretString, number: &NumberId, pin: &Pin) -> Done {
        accepted(
            &self
                .post(token, number.as_str(), &json!({"pin": pin.expose()}))
                .await?,
        )
    }

    /// Has a verification code sent, in a language such as `pt_BR`.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn request_code(
        &self,
        token: &SecretString,
        number: &NumberId,
        method: CodeMethod,
        language: &str,
    ) -> Done {
        let method = match method {
            CodeMethod::Sms => "SMS",
            CodeMethod::Voice => "VOICE",
        };
        let body = json!({"code_method": method, "language": language});
        accepted(&self.post(token, &format!("{number}/request_code"), &body).await?)
    }

    /// Confirms a verification code.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn verify_code(&self, token: &SecretString, number: &NumberId, code: &SecretString) -> Done {
        let body = json!({"code": code.expose_secret()});
        accepted(&self.post(token, &format!("{number}/verify_code"), &body).await?)
    }

    /// Subscribes our app to an account. Removes a callback override, so it is made only when ours is missing.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn subscribe(&self, token: &SecretString, waba: &WabaId) -> Done {
        accepted(
            &self
                .post(token, &format!("{waba}/subscribed_apps"), &json!({}))
                .await?,
        )
    }
}
