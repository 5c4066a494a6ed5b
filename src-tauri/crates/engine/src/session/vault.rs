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

    /// Opens the vault, or tells why it stays closed; whether secrets became readable that were not before. Takes at most
    /// the keyring's time limit.
    pub(crate) async fn open_vault(&self) -> bool {
        let known = self
            .store
            .setting::<KeyRecord>(RECORD)
            .await
            .unwrap_or_else(|error| {
                tracing::error!(%error, "How the key is kept could not be read");
                None
            });
        let state = Vault::open(&self.outside.keyring, &self.vault_profile(), known.as_ref()).await;
        self.take_state(state).await
    }

    /// After [`VaultView::KeyMissing`] or [`VaultView::KeyChanged`]: a new key, with the person's consent; whether there
    /// is one.
    ///
    /// # Errors
    /// [`EngineError::OutOfOrder`] where no key is lost.
    pub(crate) async fn start_over(&self) -> Result<bool, EngineError> {
        self.check_vault_is(&[VaultView::KeyMissing, VaultView::KeyChanged])
            .await?;
        let state = Vault::start_over(&self.outside.keyring, &self.vault_profile()).await;
        Ok(self.take_state(state).await)
    }

    async fn take_state(&self, state: VaultState) -> bool {
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
        false
    }

    /// Uses this vault from now on; whether it has another key than the one at hand before, if there was one.
    async fn hold(&self, vault: Vault) -> bool {
        let view = match vault.protection() {
            Protection::Keyring => VaultView::Keyring,
            Protection::Passphrase => VaultView::Passphrase,
            Protection::MemoryOnly => VaultView::MemoryOnly,
        };
        if let Err(error) = self.store.set_setting(RECORD, vault.record(), self.now()).await {
            tracing::error!(%error, "How the key is kept could not be stored");
            return false;
        }
        let is_new = {
            let mut keeper = self.keeper.write().await;
            let is_new = keeper.vault.as_ref().map(Vault::key_id) != Some(vault.key_id());
            (keeper.view, keeper.record, keeper.vault) = (view, None, Some(vault));
            is_new
        };
        // The app secret can be read from now on.
        self.refresh_connection().await;
        if let Err(error) = self.give_demonstration_secrets().await {
            tracing::error!(%error, "The demonstration's channels could not be given their tokens");
        }
        is_new
    }

    /// The key at hand behind this passphrase, so that what is sealed stays readable; a new key where there is none.
    /// Whether it is a new one.
    ///
    /// # Errors
    /// The passphrase is too short or the system failed; [`EngineError::OutOfOrder`] where a key has to be opened first.
    pub(crate) async fn protect_with_passphrase(
        &self,
        passphrase: SecretString,
    ) -> Result<bool, EngineError> {
        let present = self.keeper.read().await.vault.clone();
        let vault = match present {
            Some(vault) => vault.with_passphrase(passphrase).await,
            None => {
                self.check_vault_is(&[VaultView::Unavailable]).await?;
                Vault::create_with_passphrase(passphrase).await
            }
        };
        Ok(self.hold(vault.map_err(refused)?).await)
    }

    /// Opens the key with its passphrase; whether secrets became readable that were not before.
    ///
    /// # Errors
    /// [`EngineError::WrongPassphrase`].
    pub(crate) async fn unlock(&self, passphrase: SecretString) -> Result<bool, EngineError> {
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
        Ok(self.hold(vault).await)
    }

    /// A key until the app closes; whether it is at hand.
    ///
    /// # Errors
    /// The system gives no randomness; [`EngineError::OutOfOrder`] where there is or was another key.
    pub(crate) async fn memory_only(&self) -> Result<bool, EngineError> {
        self.check_vault_is(&[VaultView::Unavailable]).await?;
        let vault = Vault::memory_only().map_err(|_none| EngineError::VaultClosed)?;
        Ok(self.hold(vault).await)
    }

    /// A new key must never take the place of one that secrets are sealed with.
    async fn check_vault_is(&self, wanted: &[VaultView]) -> Result<(), EngineError> {
        if wanted.contains(&self.vault_view().await) {
            Ok(())
        } else {
            Err(EngineError::OutOfOrder)
        }
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
