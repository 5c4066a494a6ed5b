//! Writes, each made exactly once. A lost answer says so: the caller reads the state before it decides.

use crate::client::Graph;
use crate::failure::{GraphFailure, malformed};
use crate::json::Json;
use reconecta_core::attempt::CodeMethod;
use reconecta_core::ids::{NumberId, WabaId};
use reconecta_core::pin::Pin;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

type Done = Result<(), GraphFailure>;

/// Where webhooks about messages are to go instead of the app's own address.
#[derive(Clone, Copy, Debug)]
pub struct Callback<'a> {
    /// The address; Meta calls it at once to verify it. At most 200 characters.
    pub url: &'a Url,
    /// What Meta has to show there.
    pub verify_token: &'a SecretString,
}

/// `{"success": true}`, or an id beside or instead of it, or plain `true`. Anything else does not say that it was done.
fn accepted(answer: &Json) -> Done {
    let node = answer.node();
    let success = node.flag("success").or(node.to_flag());
    match success.unwrap_or_else(|| node.text::<String>("id").is_some()) {
        true => Ok(()),
        false => Err(malformed()),
    }
}

/// Meta's name of the language of a code, for a language of the app. Source: Meta, "Request a verification code".
fn locale(language: &str) -> &'static str {
    match language.split(['-', '_']).next() {
        Some("pt") => "pt_BR",
        Some("es") => "es_ES",
        _ => "en_US",
    }
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
        let body = json!({"pin": pin.expose()});
        accepted(&self.post(token, number.as_str(), &body).await?)
    }

    /// Has a verification code sent, in a language such as `pt-BR`; English where Meta's name of it is not known.
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
        let body = json!({"code_method": method, "language": locale(language)});
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

    /// Sends an account's messages to another callback. Our app must be subscribed already.
    ///
    /// # Errors
    /// See [`GraphFailure`]; code 2200 when the address did not pass Meta's verification.
    pub async fn subscribe_with_override(
        &self,
        token: &SecretString,
        waba: &WabaId,
        callback: Callback<'_>,
    ) -> Done {
        let body = callback.body();
        accepted(
            &self
                .post(token, &format!("{waba}/subscribed_apps"), &body)
                .await?,
        )
    }

    /// Sends one number's messages to another callback.
    ///
    /// # Errors
    /// See [`Graph::subscribe_with_override`].
    pub async fn override_number_callback(
        &self,
        token: &SecretString,
        number: &NumberId,
        callback: Callback<'_>,
    ) -> Done {
        let body = json!({"webhook_configuration": callback.body()});
        accepted(&self.post(token, number.as_str(), &body).await?)
    }

    /// Lets one number's messages go where its account's go.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn remove_number_callback(&self, token: &SecretString, number: &NumberId) -> Done {
        let body = json!({"webhook_configuration": {"override_callback_uri": ""}});
        accepted(&self.post(token, number.as_str(), &body).await?)
    }
}

impl Callback<'_> {
    fn body(&self) -> Value {
        // Meta turns a plus sign in the path into a space when it calls.
        let mut url = self.url.clone();
        url.set_path(&self.url.path().replace('+', "%2B"));
        json!({"override_callback_uri": url.as_str(), "verify_token": self.verify_token.expose_secret()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_is_a_yes() {
        for (answer, yes) in [
            (json!({"success": true}), true),
            (json!({"success": "true"}), true),
            (json!({"id": "123"}), true),
            (json!(true), true),
            (json!({"success": false}), false),
            (json!({"success": false, "id": "123"}), false),
            (json!({}), false),
            (json!([]), false),
            (json!(null), false),
            (json!("ok"), false),
        ] {
            assert_eq!(accepted(&Json::of(&answer)).is_ok(), yes, "{answer}");
        }
    }

    #[test]
    fn a_code_comes_in_the_language_of_the_app() {
        for (language, expected) in [
            ("pt-BR", "pt_BR"),
            ("pt_BR", "pt_BR"),
            ("es", "es_ES"),
            ("es-419", "es_ES"),
            ("en", "en_US"),
            ("", "en_US"),
        ] {
            assert_eq!(locale(language), expected, "{language}");
        }
    }

    #[test]
    fn a_plus_sign_in_a_callback_is_encoded() {
        let url = Url::parse("https://chat.example.com/webhooks/whatsapp/+5511987654321?a=b+c").unwrap();
        let verify_token = SecretString::from("v");
        let callback = Callback {
            url: &url,
            verify_token: &verify_token,
        };
        let sent = callback.body();
        assert_eq!(
            sent["override_callback_uri"],
            "https://chat.example.com/webhooks/whatsapp/%2B5511987654321?a=b+c"
        );
        assert!(
            !format!("{callback:?}").contains("\"v\""),
            "the verify token must not be printed"
        );
    }
}
