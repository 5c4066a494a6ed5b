//! The callback override that a channel needs: its address is in the channel's row, its verify token in the vault.

use super::Session;
use super::account::storage;
use crate::error::EngineError;
use crate::surface::ExpectedCallback;
use reconecta_core::attempt::{Attempt, FoundNumber};
use reconecta_core::cause::Cause;
use reconecta_core::ids::{ChannelId, NumberId};
use reconecta_core::repair::is_same_callback;
use reconecta_store::{Channel, CredentialKind, Slot};
use secrecy::SecretString;
use serde_json::{Value, json};

/// Key of a channel's detail.
const EXPECTED: &str = "expected_callback";

/// The callback override that a channel needs.
pub(crate) struct ChannelCallback {
    /// The channel.
    pub(crate) channel: ChannelId,
    /// Where its messages have to go.
    pub(crate) address: String,
}

/// The callback override that a channel needs, if it needs one.
pub(crate) fn expected_callback(channel: &Channel) -> Option<&str> {
    channel.detail.get(EXPECTED)?.as_str()
}

impl Session {
    /// Remembers where a channel's messages have to go.
    ///
    /// # Errors
    /// The channel is gone, or the data file refused it.
    pub(crate) async fn expect_callback(
        &self,
        id: &ChannelId,
        callback: ExpectedCallback,
    ) -> Result<(), EngineError> {
        let channel = self.channel(id).await?;
        let mut detail = channel.detail;
        if let Value::Object(fields) = &mut detail {
            fields.insert(EXPECTED.to_owned(), json!(callback.url));
        }
        let now = self.now();
        self.store
            .update_channel(id.clone(), channel.name, detail, now)
            .await
            .map_err(storage)?;
        match self
            .seal(CredentialKind::VerifyToken, &callback.verify_token, None)
            .await
        {
            Ok(sealed) => self
                .store
                .keep_secret(id.clone(), sealed, now)
                .await
                .map_err(storage),
            Err(_closed) => {
                tracing::warn!(channel.id = %id, "A verify token could not be kept: the vault is closed");
                Ok(())
            }
        }
    }

    /// Forgets where a channel's messages have to go, and the verify token.
    ///
    /// # Errors
    /// The channel is gone, or the data file refused it.
    pub(crate) async fn forget_expected_callback(&self, id: &ChannelId) -> Result<(), EngineError> {
        let channel = self.channel(id).await?;
        let mut detail = channel.detail;
        if let Value::Object(fields) = &mut detail {
            fields.remove(EXPECTED);
        }
        let now = self.now();
        self.store
            .update_channel(id.clone(), channel.name, detail, now)
            .await
            .map_err(storage)?;
        self.store
            .forget_secret(id.clone(), Slot::VerifyToken, now)
            .await
            .map_err(storage)
    }

    /// The callback that the channel of a found number needs.
    pub(crate) async fn callback_for(
        &self,
        attempt: &Attempt,
        found: &FoundNumber,
    ) -> Option<ChannelCallback> {
        let channel = self.recognise(attempt, found).await?;
        let address = expected_callback(&channel)?.to_owned();
        Some(ChannelCallback {
            channel: channel.id,
            address,
        })
    }

    /// What Meta has to show at the channel's callback.
    ///
    /// # Errors
    /// It was never kept, or the vault cannot open it.
    pub(crate) async fn verify_token(&self, channel: &ChannelId) -> Result<SecretString, Cause> {
        let row = self
            .store
            .active_credential(channel.clone(), Slot::VerifyToken)
            .await
            .map_err(|_error| Cause::VaultKeyMissing)?
            .ok_or(Cause::CallbackDiffers)?;
        self.unseal(&row).await.ok_or(Cause::VaultKeyMissing)
    }

    /// Whether the verify token of the channel's callback is kept; `None` where the data file does not say.
    pub(crate) async fn keeps_verify_token(&self, channel: &ChannelId) -> Option<bool> {
        let row = self.store.active_credential(channel.clone(), Slot::VerifyToken);
        row.await.ok().map(|row| row.is_some())
    }

    /// Whether each of these numbers belongs to a channel that needs this callback.
    pub(crate) async fn all_expect(&self, numbers: &[NumberId], callback: &str) -> bool {
        let targets = self.targets().await;
        numbers.iter().all(|number| {
            let of_number = targets.iter().find(|target| &target.number == number);
            let expected = of_number.and_then(|target| target.expected_callback.as_deref());
            expected.is_some_and(|expected| is_same_callback(expected, callback))
        })
    }
}
