//! Secrets in and out of the vault. What leaves this file is a token for a call, never a value for a view.

use super::Session;
use crate::error::EngineError;
use reconecta_core::attempt::{Attempt, Route};
use reconecta_core::cause::Cause;
use reconecta_core::ids::{ChannelId, CredentialId, NumberId, UnixMillis};
use reconecta_core::pin::Pin;
use reconecta_core::problem::Problem;
use reconecta_graph::IssuedToken;
use reconecta_store::{Credential, CredentialKind, NewCredential, SealedSecret, Slot};
use reconecta_vault::{SealContext, Sealed, Vault};
use secrecy::{ExposeSecret, SecretString};

impl Session {
    pub(in crate::session) async fn vault(&self) -> Option<Vault> {
        self.keeper.read().await.vault.clone()
    }

    /// Seals a secret for a row that is about to be written.
    pub(crate) async fn seal(
        &self,
        kind: CredentialKind,
        secret: &SecretString,
        attempt: Option<&Attempt>,
    ) -> Result<NewCredential, EngineError> {
        let vault = self.vault().await.ok_or(EngineError::VaultClosed)?;
        let id = self.new_id();
        let context = SealContext {
            row_id: &id,
            kind: kind.as_str(),
        };
        let sealed = vault.seal(&context, secret).map_err(|error| {
            tracing::error!(%error, "A secret could not be sealed");
            EngineError::VaultClosed
        })?;
        Ok(NewCredential {
            id: CredentialId::new(id),
            kind,
            secret: SealedSecret {
                key_id: sealed.key_id.to_string(),
                nonce: sealed.nonce.to_vec(),
                bytes: sealed.bytes,
            },
            person_id: None,
            person_name: None,
            scopes: Vec::new(),
            expires_at: None,
            attempt: attempt.map(|attempt| attempt.id.clone()),
        })
    }

    /// Opens a sealed row; `None` when the vault is closed or the row belongs to another key.
    pub(crate) async fn unseal(&self, credential: &Credential) -> Option<SecretString> {
        let vault = self.vault().await?;
        let secret = credential.secret.as_ref()?;
        let sealed = Sealed {
            key_id: secret.key_id.parse().ok()?,
            nonce: secret.nonce.as_slice().try_into().ok()?,
            bytes: secret.bytes.clone(),
        };
        let context = SealContext {
            row_id: credential.id.as_str(),
            kind: credential.kind.as_str(),
        };
        vault
            .unseal(&context, &sealed)
            .inspect_err(|error| tracing::error!(%error, credential.id = %credential.id, "A secret could not be opened"))
            .ok()
    }

    /// Seals the token and stages it: the channel still uses the old one.
    pub(crate) async fn stage_token(
        &self,
        attempt: &Attempt,
        token: IssuedToken,
    ) -> Result<CredentialId, Problem> {
        let failed = |cause| Problem::new(cause, self.now());
        let kind = match attempt.route {
            Route::Login => CredentialKind::UserToken,
            Route::ManualToken => CredentialKind::BusinessToken,
        };
        let mut new = self
            .seal(kind, &token.access_token, Some(attempt))
            .await
            .map_err(|_closed| failed(Cause::VaultUnavailable))?;
        new.expires_at = token
            .expires_in
            .and_then(|seconds| i64::try_from(seconds).ok())
            .map(|seconds| self.now().plus(seconds.saturating_mul(1000)));
        let id = new.id.clone();
        let staged = self.store.stage_credential(new, Vec::new(), self.now()).await;
        staged.map_err(|error| {
            tracing::error!(%error, "The token could not be stored");
            failed(Cause::StorageFailed)
        })?;
        Ok(id)
    }

    /// Opens a credential by id.
    pub(crate) async fn open_credential(&self, id: &CredentialId) -> Result<SecretString, Problem> {
        let failed = |cause| Problem::new(cause, self.now());
        match self.store.credential(id.clone()).await {
            Ok(Some(row)) => self
                .unseal(&row)
                .await
                .ok_or_else(|| failed(Cause::VaultKeyMissing)),
            Ok(None) => Err(failed(Cause::TokenMissing)),
            Err(_error) => Err(failed(Cause::StorageFailed)),
        }
    }

    /// The token that a channel uses, with the time it was stored. One that was sealed with a lost key is none: only a new
    /// login helps.
    pub(crate) async fn channel_token(
        &self,
        channel: &ChannelId,
    ) -> Result<Option<(SecretString, UnixMillis)>, Cause> {
        match self
            .store
            .active_credential(channel.clone(), Slot::AccessToken)
            .await
        {
            Ok(None) => Ok(None),
            Ok(Some(row)) => match self.unseal(&row).await {
                Some(token) => Ok(Some((token, row.created_at))),
                None if self.vault_is_ready().await => Ok(None),
                None => Err(Cause::VaultKeyMissing),
            },
            Err(_error) => Err(Cause::VaultKeyMissing),
        }
    }

    /// The app secret: the simulator's, or the sealed one of the connection.
    pub(crate) async fn app_secret(&self) -> Result<SecretString, Problem> {
        if let Some(secret) = &self.simulator_secret {
            return Ok(secret.clone());
        }
        let row = self
            .store
            .connection_secret(super::connection::ROW.to_owned())
            .await
            .ok()
            .flatten();
        let missing = || Problem::new(Cause::ConnectionIncomplete, self.now());
        let row = row.ok_or_else(missing)?;
        self.unseal(&row)
            .await
            .ok_or_else(|| Problem::new(Cause::VaultKeyMissing, self.now()))
    }

    /// The app's own token, for `debug_token`, where its secret is here.
    pub(crate) async fn app_token(&self) -> Option<SecretString> {
        let app_id = self.connection().await?.app_id;
        let secret = self.app_secret().await.ok()?;
        Some(SecretString::from(format!("{app_id}|{}", secret.expose_secret())))
    }

    /// A PIN that the person asked to keep.
    pub(crate) async fn kept_pin(&self, number: &NumberId) -> Option<Pin> {
        let channel = self.channel_of(number).await?;
        let row = self
            .store
            .active_credential(channel, Slot::Pin)
            .await
            .ok()
            .flatten()?;
        Pin::existing(&self.unseal(&row).await?).ok()
    }

    /// Keeps a PIN sealed for a channel; one that was kept before can be brought back until *Finalizar*.
    pub(crate) async fn keep_pin(&self, attempt: &Attempt, channel: &ChannelId, pin: &Pin) {
        let secret = SecretString::from(pin.expose().to_owned());
        let Ok(new) = self.seal(CredentialKind::Pin, &secret, Some(attempt)).await else {
            return;
        };
        let (id, now) = (new.id.clone(), self.now());
        let kept = match self.store.stage_credential(new, vec![channel.clone()], now).await {
            Ok(()) => self.store.promote_credential(channel.clone(), id, now).await,
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::error!(%error, "The PIN could not be kept");
        }
    }

    /// Keeps a PIN that was set at Meta: no attempt's, because going back does not change it there. Older ones are wrong now.
    pub(crate) async fn keep_new_pin(&self, channel: &ChannelId, pin: &Pin) {
        let secret = SecretString::from(pin.expose().to_owned());
        let Ok(new) = self.seal(CredentialKind::Pin, &secret, None).await else {
            return;
        };
        if let Err(error) = self.store.keep_secret(channel.clone(), new, self.now()).await {
            tracing::error!(%error, "The new PIN could not be kept");
        }
    }

    /// Forgets a PIN that turned out to be wrong.
    pub(crate) async fn forget_pin(&self, number: &NumberId) {
        let Some(channel) = self.channel_of(number).await else {
            return;
        };
        if let Err(error) = self.store.forget_secret(channel, Slot::Pin, self.now()).await {
            tracing::error!(%error, "The wrong PIN could not be forgotten");
        }
    }
}
