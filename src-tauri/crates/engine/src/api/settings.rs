//! Preferences, profile, vault, Meta connection.

use super::{Engine, SecretInput};
use crate::error::EngineError;
use crate::views::{
    AppView, ConnectionCheckView, ConnectionValues, ConnectionView, EnvironmentView, PreferencesView,
    RoleView,
};
use reconecta_policy::Key;

const LANGUAGES: [&str; 4] = ["system", "pt-BR", "en", "es"];
const THEMES: [&str; 3] = ["system", "light", "dark"];

impl Engine {
    /// Changes language and theme.
    ///
    /// # Errors
    /// An unknown value, or the file cannot be written.
    pub async fn set_preferences(&self, preferences: PreferencesView) -> Result<AppView, EngineError> {
        let invalid = |field: &str| EngineError::InvalidInput {
            field: field.to_owned(),
        };
        if !LANGUAGES.contains(&preferences.language.as_str()) {
            return Err(invalid("language"));
        }
        if !THEMES.contains(&preferences.theme.as_str()) {
            return Err(invalid("theme"));
        }
        let counts = self.outside.preferences_view();
        let language = (preferences.language != counts.language).then_some(preferences.language);
        let theme = (preferences.theme != counts.theme).then_some(preferences.theme);
        if language.is_some() {
            self.outside.check_free(Key::Language)?;
        }
        // What was not changed is left unchosen, so that a default of the company's goes on counting.
        self.change_preferences(|kept| {
            kept.language = language.or_else(|| kept.language.take());
            kept.theme = theme.or_else(|| kept.theme.take());
        })?;
        Ok(self.announce_app().await)
    }

    /// Language in use, for the few texts outside the window.
    pub fn language(&self) -> String {
        self.outside.language()
    }

    /// Changes the profile in use.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`].
    pub async fn sign_in(
        &self,
        role: RoleView,
        password: Option<SecretInput>,
    ) -> Result<AppView, EngineError> {
        self.session()
            .await?
            .sign_in(role, password.map(SecretInput::into_secret))
            .await?;
        Ok(self.announce_app().await)
    }

    /// Sets, changes or, with `None`, removes the administrator's password.
    ///
    /// # Errors
    /// The present one is wrong, or the new one too weak.
    pub async fn set_administrator_password(
        &self,
        current: Option<SecretInput>,
        new_password: Option<SecretInput>,
    ) -> Result<AppView, EngineError> {
        let (current, new) = (
            current.map(SecretInput::into_secret),
            new_password.map(SecretInput::into_secret),
        );
        self.session().await?.set_password(current, new).await?;
        Ok(self.announce_app().await)
    }

    /// Tries the keyring again.
    ///
    /// # Errors
    /// No environment is open.
    pub async fn vault_retry(&self) -> Result<AppView, EngineError> {
        let opened = self.session().await?.open_vault().await;
        Ok(self.after_vault(opened).await)
    }

    /// Protects secrets with a passphrase; those of an open vault stay readable.
    ///
    /// # Errors
    /// The passphrase is too short, or a closed vault has to be opened first.
    pub async fn vault_create_passphrase(&self, passphrase: SecretInput) -> Result<AppView, EngineError> {
        let session = self.session().await?;
        let opened = session.protect_with_passphrase(passphrase.into_secret()).await?;
        Ok(self.after_vault(opened).await)
    }

    /// Opens the vault with its passphrase.
    ///
    /// # Errors
    /// [`EngineError::WrongPassphrase`].
    pub async fn vault_unlock(&self, passphrase: SecretInput) -> Result<AppView, EngineError> {
        let opened = self.session().await?.unlock(passphrase.into_secret()).await?;
        Ok(self.after_vault(opened).await)
    }

    /// Keeps secrets until the app closes.
    ///
    /// # Errors
    /// The system gives no randomness, or there is another key.
    pub async fn vault_memory_only(&self) -> Result<AppView, EngineError> {
        let opened = self.session().await?.memory_only().await?;
        Ok(self.after_vault(opened).await)
    }

    /// A new key although sealed rows exist: their secrets have to be obtained again.
    ///
    /// # Errors
    /// The profile may not, or no key is lost.
    pub async fn vault_start_over(&self) -> Result<AppView, EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let opened = session.start_over().await?;
        Ok(self.after_vault(opened).await)
    }

    /// Channels that a closed vault kept from being checked are checked once it has opened; a passphrase that was only
    /// changed opens nothing.
    async fn after_vault(&self, opened: bool) -> AppView {
        let view = self.announce_app().await;
        if opened
            && self.outside.check_at_start
            && let Err(error) = self.check_all_channels().await
        {
            tracing::error!(%error, "Channels could not be checked when the vault was opened");
        }
        view
    }

    /// The Meta connection.
    ///
    /// # Errors
    /// No environment is open.
    pub async fn connection_view(&self) -> Result<ConnectionView, EngineError> {
        Ok(self.session().await?.connection_view().await)
    }

    /// Checks its fields while they are typed.
    ///
    /// # Errors
    /// No environment is open.
    pub async fn check_connection(
        &self,
        values: ConnectionValues,
    ) -> Result<ConnectionCheckView, EngineError> {
        Ok(self.session().await?.check_connection(&values).await)
    }

    /// Saves it, with the app secret if one was typed.
    ///
    /// # Errors
    /// A field is wrong, the vault is closed, or the profile may not.
    pub async fn save_connection(
        &self,
        values: ConnectionValues,
        app_secret: Option<SecretInput>,
    ) -> Result<ConnectionView, EngineError> {
        let session = self.session().await?;
        session
            .save_connection(values, app_secret.map(SecretInput::into_secret))
            .await?;
        self.announce_app().await;
        Ok(session.connection_view().await)
    }

    /// Forgets the app secret.
    ///
    /// # Errors
    /// The profile may not.
    pub async fn remove_app_secret(&self) -> Result<ConnectionView, EngineError> {
        let session = self.session().await?;
        session.remove_app_secret().await?;
        self.announce_app().await;
        Ok(session.connection_view().await)
    }

    /// Control address of the simulator, in demonstration.
    pub async fn simulator(&self) -> Option<String> {
        let session = self.session().await.ok()?;
        let demonstration = session.environment() == EnvironmentView::Demonstration;
        session.simulator().filter(|_| demonstration).map(str::to_owned)
    }
}
