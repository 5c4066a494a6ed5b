//! The callback of a channel's own: what the person expects, so that a lost one is noticed and put back.

use super::{Engine, SecretInput};
use crate::error::EngineError;
use crate::surface::ExpectedCallback;
use crate::views::EnvironmentView;
use reconecta_core::address::is_safe;
use reconecta_core::ids::ChannelId;
use serde_json::json;
use url::Url;

impl Engine {
    /// Remembers where a channel's messages have to go, with what Meta has to show there. Nothing is written at Meta.
    ///
    /// # Errors
    /// The profile may not, the channel is gone, the address is not https, the verify token is empty, or the vault is
    /// closed.
    pub async fn expect_callback(
        &self,
        id: &str,
        url: &str,
        verify_token: SecretInput,
    ) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let id = ChannelId::new(id);
        let url = usable(url, session.environment()).ok_or_else(|| invalid("callback"))?;
        let verify_token = verify_token.into_secret();
        if secrecy::ExposeSecret::expose_secret(&verify_token)
            .trim()
            .is_empty()
        {
            return Err(invalid("verify_token"));
        }
        if !session.vault_is_ready().await {
            return Err(EngineError::VaultClosed);
        }
        let shown = url.to_string();
        let callback = ExpectedCallback {
            url: shown.clone(),
            verify_token,
        };
        session.expect_callback(&id, callback).await?;
        session
            .note("callback_expected", Some(&id), json!({ "callback": shown }))
            .await;
        session.announce_channels();
        Ok(())
    }

    /// Lets the channel use the callback of its account or app again, as far as this program is concerned.
    ///
    /// # Errors
    /// The profile may not, or the channel is gone.
    pub async fn forget_callback(&self, id: &str) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let id = ChannelId::new(id);
        session.forget_expected_callback(&id).await?;
        session.note("callback_forgotten", Some(&id), json!({})).await;
        session.announce_channels();
        Ok(())
    }
}

fn invalid(field: &str) -> EngineError {
    EngineError::InvalidInput {
        field: field.to_owned(),
    }
}

/// An address that Meta could call: https, or in the demonstration http on this computer.
fn usable(text: &str, environment: EnvironmentView) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let is_ours = environment == EnvironmentView::Demonstration || url.scheme() == "https";
    (is_plain && is_ours && is_safe(&url)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_that_meta_could_call_is_taken() {
        use EnvironmentView::{Demonstration, Production};
        for (text, environment, taken) in [
            ("https://loja.example/hook", Production, true),
            ("  https://loja.example/hook?a=1 ", Production, true),
            ("http://loja.example/hook", Production, false),
            ("http://127.0.0.1:8080/hook", Production, false),
            ("http://127.0.0.1:8080/hook", Demonstration, true),
            ("http://loja.example/hook", Demonstration, false),
            ("https://ana:senha@loja.example/hook", Production, false),
            ("https://loja.example/hook#parte", Production, false),
            ("ftp://loja.example/hook", Production, false),
            ("loja.example/hook", Production, false),
            ("", Production, false),
        ] {
            assert_eq!(
                usable(text, environment).is_some(),
                taken,
                "{text} in {environment:?}"
            );
        }
    }
}
