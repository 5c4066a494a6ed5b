//! The platform where the company's team answers: connected, shown, forgotten. It is read, never written.

use super::Session;
use super::account::storage;
use crate::error::EngineError;
use crate::project::platform_connection_view;
use crate::views::{EnvironmentView, PlatformValues, PlatformView};
use reconecta_core::platform::{PlatformKind, PlatformProblem, platform_address};
use reconecta_platforms::{Chatwoot, PlatformFailure};
use reconecta_store::{Platform, PlatformConnection, PlatformRole, SealedSecret};
use reconecta_vault::{SealContext, Sealed};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::Url;

/// What the seal of its access token is bound to, beside the row.
const SEALED_AS: &str = "platform_token";

impl Session {
    /// The kept connection. In demonstration its address is the simulator's present one, which has another port after
    /// each start.
    pub(in crate::session) async fn platform_row(&self) -> Result<Option<PlatformConnection>, EngineError> {
        let row = self.store.platform_connection().await.map_err(storage)?;
        Ok(row.map(|row| match &self.simulated_platform {
            Some(platform) => PlatformConnection {
                base_url: platform.address.clone(),
                ..row
            },
            None => row,
        }))
    }

    /// What the settings screen shows.
    ///
    /// # Errors
    /// The data file cannot be read.
    pub(crate) async fn platform_view(&self) -> Result<PlatformView, EngineError> {
        let row = self.platform_row().await?;
        let provided = self.simulated_platform.as_ref();
        Ok(PlatformView {
            connected: row.as_ref().map(platform_connection_view),
            provided: provided.map(|platform| PlatformValues {
                address: platform.address.clone(),
                account: platform.account.to_string(),
            }),
            can_change: self.may_change() && self.vault_is_ready().await,
        })
    }

    /// Tries a connection and keeps it if the platform answers as it should; an earlier one stays otherwise. Without a
    /// token the kept one is tried again, or in demonstration the simulator's.
    ///
    /// # Errors
    /// The profile may not, a field is wrong, the vault is closed, or the data file refused it.
    pub(crate) async fn connect_platform(
        &self,
        values: &PlatformValues,
        token: Option<SecretString>,
    ) -> Result<Result<(), PlatformFailure>, EngineError> {
        self.check_may_change()?;
        let address = platform_address(&values.address).ok_or_else(|| invalid("platform_address"))?;
        if self.environment == EnvironmentView::Demonstration && !self.is_simulated(&address) {
            return Err(invalid("platform_simulated"));
        }
        let account: u32 = values
            .account
            .trim()
            .parse()
            .ok()
            .filter(|account| *account > 0)
            .ok_or_else(|| invalid("platform_account"))?;
        if !self.vault_is_ready().await {
            return Err(EngineError::VaultClosed);
        }
        let token = match token {
            Some(token) => usable(&token)?,
            None => self.known_token(&address).await?,
        };
        let client = Chatwoot::new(
            address.clone(),
            u64::from(account),
            token.clone(),
            &self.outside.way,
        );
        let member = match client {
            Ok(client) => client.member().await,
            Err(failure) => Err(failure),
        };
        let member = match member {
            Ok(member) => member,
            Err(failure) => return Ok(Err(failure)),
        };
        let id = self.new_id();
        let secret = self.seal_platform_token(&id, &token).await?;
        let row = PlatformConnection {
            id,
            platform: Platform::Chatwoot,
            base_url: address.to_string(),
            account_id: account,
            account_name: member.account,
            person_name: member.name,
            role: if member.is_administrator {
                PlatformRole::Administrator
            } else {
                PlatformRole::Agent
            },
            secret,
            tested_at: self.now(),
        };
        self.store.save_platform_connection(row).await.map_err(storage)?;
        let detail = json!({ "platform": PlatformKind::Chatwoot.code(), "host": address.host_str() });
        self.note("platform_connected", None, detail).await;
        Ok(Ok(()))
    }

    /// Forgets the connection and its token.
    ///
    /// # Errors
    /// The profile may not, or the data file refused it.
    pub(crate) async fn forget_platform(&self) -> Result<(), EngineError> {
        self.check_may_change()?;
        let was_there = self.store.forget_platform_connection().await.map_err(storage)?;
        if was_there {
            self.note("platform_forgotten", None, json!({})).await;
        }
        Ok(())
    }

    /// A client for the kept connection, with the connection's id; `None` where there is none.
    pub(in crate::session) async fn platform_client(
        &self,
    ) -> Option<(String, Result<Chatwoot, PlatformFailure>)> {
        let row = self.platform_row().await.ok().flatten()?;
        let client = self.client_of(&row).await;
        Some((row.id, client))
    }

    async fn client_of(&self, row: &PlatformConnection) -> Result<Chatwoot, PlatformFailure> {
        let token = self.open_platform_token(row).await;
        let token = token.ok_or(PlatformProblem::TokenLost)?;
        let address = platform_address(&row.base_url).ok_or(PlatformProblem::Unreachable)?;
        let account = u64::from(row.account_id);
        Chatwoot::new(address, account, token, &self.outside.way)
    }

    fn is_simulated(&self, address: &Url) -> bool {
        let own = self.simulated_platform.as_ref();
        own.and_then(|own| platform_address(&own.address)).as_ref() == Some(address)
    }

    async fn known_token(&self, address: &Url) -> Result<SecretString, EngineError> {
        let kept = self.platform_row().await?;
        // A token goes to no other server than the one that it was given for.
        let kept = kept.filter(|row| platform_address(&row.base_url).as_ref() == Some(address));
        if let Some(row) = kept
            && let Some(token) = self.open_platform_token(&row).await
        {
            return Ok(token);
        }
        let simulated = self.simulated_platform.as_ref();
        let simulated = simulated.map(|platform| platform.token.clone());
        simulated.ok_or_else(|| invalid("platform_token"))
    }

    async fn seal_platform_token(&self, id: &str, token: &SecretString) -> Result<SealedSecret, EngineError> {
        let vault = self.vault().await.ok_or(EngineError::VaultClosed)?;
        let context = SealContext {
            row_id: id,
            kind: SEALED_AS,
        };
        let sealed = vault.seal(&context, token).map_err(|error| {
            tracing::error!(%error, "The platform's access token could not be sealed");
            EngineError::VaultClosed
        })?;
        Ok(SealedSecret {
            key_id: sealed.key_id.to_string(),
            nonce: sealed.nonce.to_vec(),
            bytes: sealed.bytes,
        })
    }

    async fn open_platform_token(&self, row: &PlatformConnection) -> Option<SecretString> {
        let vault = self.vault().await?;
        let sealed = Sealed {
            key_id: row.secret.key_id.parse().ok()?,
            nonce: row.secret.nonce.as_slice().try_into().ok()?,
            bytes: row.secret.bytes.clone(),
        };
        let context = SealContext {
            row_id: &row.id,
            kind: SEALED_AS,
        };
        vault
            .unseal(&context, &sealed)
            .inspect_err(|error| tracing::error!(%error, "The platform's access token could not be opened"))
            .ok()
    }
}

fn invalid(field: &str) -> EngineError {
    EngineError::InvalidInput {
        field: field.to_owned(),
    }
}

/// A token as it can be in a header.
fn usable(token: &SecretString) -> Result<SecretString, EngineError> {
    let text = token.expose_secret().trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(invalid("platform_token"));
    }
    Ok(SecretString::from(text.to_owned()))
}
