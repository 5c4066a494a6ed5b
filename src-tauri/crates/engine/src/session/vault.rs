//! Opening the vault, and the person's ways out when there is no keyring.

use super::Session;
use crate::error::EngineError;
use crate::views::{EnvironmentView, VaultView};
use reconecta_vault::{KeyRecord, PassphraseError, Protection, Vault, VaultProfile, VaultState};
use secrecy::SecretString;

/// Setting that remembers how the key is kept; it holds no secret.
const RECORD: &str = "vault.record";

impl Session {
    fn vault_profile(&self) -> VaultProfile {
        match self.environment {
            EnvironmentView::Demonstration => VaultProfile::demonstration(),
            EnvironmentView::Production => VaultProfile::production(),
        }
    }

    /// Opens the vault, or tells why it stays closed. Takes at most the keyring's time limit.
    pub(crate) async fn open_vault(&self) {
        let known = self
            .store
            .setting::<KeyRecord>(RECORD)
            .await
            .unwrap_or_else(|error| {
                tracing::error!(%error, "How the key is kept could not be read");
                None
            });
        let state = Vault::open(&self.outside.keyring, &self.vault_profile(), known.as_ref()).await;
        self.take_state(state).await;
    }

    /// After [`VaultView::KeyMissing`] or [`VaultView::KeyChanged`]: a new key, with the person's consent.
    pub(crate) async fn start_over(&self) {
        let state = Vault::start_over(&self.outside.keyring, &self.vault_profile()).await;
        self.take_state(state).await;
    }

    async fn take_state(&self, state: VaultState) {
        let (view, record) = match state {
            VaultState::Ready(vault) => return self.hold(vault).await,
            VaultState::PassphraseNeeded(record) => (VaultView::PassphraseNeeded, Some(record)),
            VaultState::KeyringUnavailable { reason } => {
                tracing::warn!(?reason, "There is no usable keyring");
                (VaultView::Unavailable, None)
            }
            VaultState::KeyringLocked => (VaultView::Locked, None),
            VaultState::KeyMissing { .. } => (VaultView::KeyMissing, None),
            VaultState::KeyChanged { .. } => (VaultView::KeyChanged, None),
        };
        let mut keeper = self.keeper.write().await;
        (keeper.view, keeper.record, keeper.vault) = (view, record, None);
    }

    async fn hold(&self, vault: Vault) {
        let view = match vault.protection() {
            Protection::Keyring => VaultView::Keyring,
            Protection::Passphrase => VaultView::Passphrase,
            Protection::MemoryOnly => VaultView::MemoryOnly,
        };
        if let Err(error) = self.store.set_setting(RECORD, vault.record(), self.now()).await {
            tracing::error!(%error, "How the key is kept could not be stored");
            return;
        }
        {
            let mut keeper = self.keeper.write().await;
            (keeper.view, keeper.record, keeper.vault) = (view, None, Some(vault));
        }
        // The app secret can be read from now on.
        self.refresh_connection().await;
        if let Err(error) = self.give_demonstration_secrets().await {
            tracing::error!(%error, "The demonstration's channels could not be given their tokens");
        }
    }

    /// A new key behind a passphrase.
    ///
    /// # Errors
    /// The passphrase is too short, or the system failed.
    pub(crate) async fn protect_with_passphrase(&self, passphrase: SecretString) -> Result<(), EngineError> {
        let vault = Vault::create_with_passphrase(passphrase).await.map_err(refused)?;
        self.hold(vault).await;
        Ok(())
    }

    /// Opens the key with its passphrase.
    ///
    /// # Errors
    /// [`EngineError::WrongPassphrase`].
    pub(crate) async fn unlock(&self, passphrase: SecretString) -> Result<(), EngineError> {
        let record = self
            .keeper
            .read()
            .await
            .record
            .clone()
            .ok_or(EngineError::OutOfOrder)?;
        let vault = Vault::unlock_with_passphrase(record, passphrase)
            .await
            .map_err(|_wrong| EngineError::WrongPassphrase)?;
        self.hold(vault).await;
        Ok(())
    }

    /// A key until the app closes.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub(crate) async fn memory_only(&self) -> Result<(), EngineError> {
        let vault = Vault::memory_only().map_err(|_none| EngineError::VaultClosed)?;
        self.hold(vault).await;
        Ok(())
    }

    /// How secrets are protected.
    pub(crate) async fn vault_view(&self) -> VaultView {
        self.keeper.read().await.view
    }

    /// Whether secrets can be sealed.
    pub(crate) async fn vault_is_ready(&self) -> bool {
        self.keeper.read().await.vault.is_some()
    }
}

fn refused(error: PassphraseError) -> EngineError {
    let characters = |count| u32::try_from(count).unwrap_or(u32::MAX);
    match error {
        PassphraseError::TooShort { min } => EngineError::PassphraseTooShort { min: characters(min) },
        PassphraseError::TooLong { max } => EngineError::TooLong { max: characters(max) },
        PassphraseError::Wrong
        | PassphraseError::BadRecord
        | PassphraseError::NoRandomness
        | PassphraseError::NotComputed => EngineError::VaultClosed,
    }
}
