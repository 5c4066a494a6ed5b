//! The local account: who may change what on this computer, and the channels a demonstration starts with.

use super::Session;
use crate::error::EngineError;
use crate::surface::DemonstrationChannel;
use crate::views::{OperatorView, RoleView};
use reconecta_core::ids::ChannelId;
use reconecta_store::{ChannelKind, ChannelTarget, CredentialKind, NewChannel, Role};
use reconecta_vault::{PasswordError, PasswordHash, WeakPassword};
use secrecy::SecretString;
use serde_json::json;

/// Id of the app's own account, where channels live until a real platform is connected.
pub(super) const LOCAL_ACCOUNT: &str = "local";
const ADMINISTRATOR: &str = "administrator";
const ATTENDANT: &str = "attendant";
/// Setting: the demonstration's channels were put in once.
const SEEDED: &str = "demonstration.seeded";
/// Setting: they were given their tokens and callbacks once.
const GIVEN: &str = "demonstration.given";

impl Session {
    /// Creates the account and its two profiles at the first start. With a password set, nobody is administrator until
    /// it was typed.
    pub(super) async fn prepare_account(&self) -> Result<(), EngineError> {
        let now = self.now();
        if self.store.accounts().await.map_err(storage)?.is_empty() {
            self.store
                .save_account(LOCAL_ACCOUNT.to_owned(), String::new(), now)
                .await
                .map_err(storage)?;
            for (id, role) in [(ADMINISTRATOR, Role::Administrator), (ATTENDANT, Role::Attendant)] {
                let (id, account) = (id.to_owned(), LOCAL_ACCOUNT.to_owned());
                self.store
                    .save_operator(id.clone(), account, id, role, now)
                    .await
                    .map_err(storage)?;
            }
        }
        let role = if self.has_password().await {
            RoleView::Attendant
        } else {
            RoleView::Administrator
        };
        self.set_role(role);
        Ok(())
    }

    /// Whether the local account exists.
    pub(crate) async fn has_account(&self) -> bool {
        self.store
            .accounts()
            .await
            .is_ok_and(|accounts| !accounts.is_empty())
    }

    async fn password(&self) -> Option<PasswordHash> {
        let stored = self
            .store
            .operator_password_hash(ADMINISTRATOR.to_owned())
            .await
            .ok()
            .flatten();
        stored.map(PasswordHash::from_stored)
    }

    async fn has_password(&self) -> bool {
        self.password().await.is_some()
    }

    /// Who is using the app.
    pub(crate) async fn operator_view(&self) -> OperatorView {
        let role = self.role();
        OperatorView {
            role,
            has_password: self.has_password().await,
            can_change: role == RoleView::Administrator,
        }
    }

    /// Name of the profile in use, for the audit.
    pub(crate) fn operator_id(&self) -> String {
        match self.role() {
            RoleView::Administrator => ADMINISTRATOR,
            RoleView::Attendant => ATTENDANT,
        }
        .to_owned()
    }

    /// Changes the profile; becoming administrator needs the password where one is set.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`].
    pub(crate) async fn sign_in(
        &self,
        role: RoleView,
        password: Option<SecretString>,
    ) -> Result<(), EngineError> {
        if role == RoleView::Administrator {
            self.check_password(password).await?;
        }
        self.set_role(role);
        Ok(())
    }

    async fn check_password(&self, typed: Option<SecretString>) -> Result<(), EngineError> {
        let Some(stored) = self.password().await else {
            return Ok(());
        };
        let typed = typed.ok_or(EngineError::WrongPassword)?;
        match stored.matches(typed).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(EngineError::WrongPassword),
            Err(_damaged) => Err(EngineError::Storage),
        }
    }

    /// Sets, changes or removes the administrator's password.
    ///
    /// # Errors
    /// The present one is wrong, or the new one is too weak.
    pub(crate) async fn set_password(
        &self,
        current: Option<SecretString>,
        new: Option<SecretString>,
    ) -> Result<(), EngineError> {
        self.check_may_change()?;
        self.check_password(current).await?;
        let hash = match new {
            None => None,
            Some(new) => Some(PasswordHash::create(new, "Reconecta").await.map_err(refused)?),
        };
        let stored = hash.map(|hash| hash.as_str().to_owned());
        let what = if stored.is_some() {
            "password_set"
        } else {
            "password_removed"
        };
        self.store
            .set_operator_password_hash(ADMINISTRATOR.to_owned(), stored, self.now())
            .await
            .map_err(storage)?;
        self.note(what, None, json!({})).await;
        Ok(())
    }

    /// Puts the demonstration's channels in, once, with what they keep secret as soon as the vault takes it.
    pub(super) async fn seed_demonstration(&self) -> Result<(), EngineError> {
        if !self.is_done(SEEDED).await? {
            for seed in &self.seeds {
                self.put_channel(seed).await?;
            }
            self.set_done(SEEDED).await?;
        }
        self.give_demonstration_secrets().await
    }

    /// Gives the demonstration's channels their tokens and callbacks, once: at the first start, or when somebody has chosen
    /// how secrets are kept on a computer without a keyring.
    pub(super) async fn give_demonstration_secrets(&self) -> Result<(), EngineError> {
        let may = self.vault_is_ready().await && self.is_done(SEEDED).await?;
        if !may || self.is_done(GIVEN).await? {
            return Ok(());
        }
        for channel in self.store.channels().await.map_err(storage)? {
            let number = channel.target.phone_number_id.as_ref();
            let Some(seed) = self.seeds.iter().find(|seed| Some(&seed.number) == number) else {
                continue;
            };
            if let Some(token) = seed
                .token
                .as_ref()
                .filter(|_| channel.active_credential.is_none())
            {
                self.put_first_token(&channel.id, token).await;
            }
            if let Some(callback) = seed.callback.clone() {
                self.expect_callback(&channel.id, callback).await?;
            }
        }
        self.set_done(GIVEN).await?;
        self.announce_channels();
        Ok(())
    }

    async fn is_done(&self, what: &str) -> Result<bool, EngineError> {
        let done = self.store.setting::<bool>(what).await.map_err(storage)?;
        Ok(done.unwrap_or(false))
    }

    async fn set_done(&self, what: &str) -> Result<(), EngineError> {
        let kept = self.store.set_setting(what, &true, self.now()).await;
        kept.map_err(storage)
    }

    async fn put_channel(&self, seed: &DemonstrationChannel) -> Result<(), EngineError> {
        let id = ChannelId::new(self.new_id());
        let new = NewChannel {
            id: id.clone(),
            account_id: LOCAL_ACCOUNT.to_owned(),
            kind: ChannelKind::WhatsappCloudApi,
            name: seed.name.clone(),
            target: ChannelTarget {
                phone_number_id: Some(seed.number.clone()),
                waba_id: Some(seed.waba.clone()),
                business_id: Some(seed.business.clone()),
                display_phone_number: Some(seed.display_phone_number.clone()),
            },
            detail: json!({}),
        };
        self.store
            .create_channel(new, self.now())
            .await
            .map_err(storage)?;
        self.note("channel_created", Some(&id), json!({})).await;
        Ok(())
    }

    async fn put_first_token(&self, channel: &ChannelId, token: &SecretString) {
        let Ok(new) = self.seal(CredentialKind::UserToken, token, None).await else {
            return;
        };
        let credential = new.id.clone();
        let now = self.now();
        let staged = self.store.stage_credential(new, vec![channel.clone()], now).await;
        let promoted = match staged {
            Ok(()) => {
                self.store
                    .promote_credential(channel.clone(), credential, now)
                    .await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = promoted {
            tracing::error!(%error, "A demonstration channel starts without its token");
        }
    }
}

fn refused(error: PasswordError) -> EngineError {
    let characters = |count| u32::try_from(count).unwrap_or(u32::MAX);
    match error {
        PasswordError::Weak(WeakPassword::TooShort { min }) => {
            EngineError::PasswordTooShort { min: characters(min) }
        }
        PasswordError::Weak(WeakPassword::TooLong { max }) => EngineError::TooLong { max: characters(max) },
        PasswordError::Weak(WeakPassword::Common | WeakPassword::Repetitive | WeakPassword::Name) => {
            EngineError::PasswordGuessable
        }
        PasswordError::BadHash | PasswordError::NotComputed => EngineError::Storage,
    }
}

/// The store's refusal, logged once; the interface learns only that nothing was changed.
pub(super) fn storage(error: reconecta_store::StoreError) -> EngineError {
    tracing::error!(%error, "The data file refused a call");
    EngineError::Storage
}
