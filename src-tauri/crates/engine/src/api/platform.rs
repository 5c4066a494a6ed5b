//! The platform where the company's team answers, and its reading while a word is waited for.

use super::{Engine, SecretInput};
use crate::error::EngineError;
use crate::project::platform_problem_view;
use crate::session::{Session, Sighting};
use crate::views::{PlatformProblemView, PlatformValues, PlatformView};
use reconecta_core::ids::ChannelId;
use std::sync::Arc;

impl Engine {
    /// The platform of the environment.
    ///
    /// # Errors
    /// No environment is open.
    pub async fn platform_view(&self) -> Result<PlatformView, EngineError> {
        self.session().await?.platform_view().await
    }

    /// Tries a connection and keeps it if it works; answers why it does not. Words that are waited for are looked for
    /// from now on.
    ///
    /// # Errors
    /// The profile may not, a field is wrong, or the vault is closed.
    pub async fn connect_platform(
        &self,
        values: PlatformValues,
        token: Option<SecretInput>,
    ) -> Result<Option<PlatformProblemView>, EngineError> {
        let session = self.session().await?;
        let token = token.map(SecretInput::into_secret);
        if let Err(failure) = session.connect_platform(&values, token).await? {
            return Ok(Some(platform_problem_view(&failure)));
        }
        for id in session.asked_channels() {
            self.look_for_word(&session, &id);
        }
        session.announce_channels();
        Ok(None)
    }

    /// Forgets the connection and its access token.
    ///
    /// # Errors
    /// The profile may not.
    pub async fn forget_platform(&self) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.forget_platform().await?;
        session.announce_channels();
        Ok(())
    }

    /// Looks for the word of a channel until it is there, nobody waits for it any more, or only a person could help.
    /// Nothing is started where no platform is connected.
    pub(super) fn look_for_word(&self, session: &Arc<Session>, id: &ChannelId) {
        let (engine, session, id) = (self.clone(), Arc::clone(session), id.clone());
        tokio::spawn(async move {
            let Some(mut search) = session.begin_search(&id).await else {
                return;
            };
            session.announce_channels();
            loop {
                match session.look_once(&mut search).await {
                    Sighting::Arrived => {
                        if let Err(error) = engine.judge_anew(&session, &id).await {
                            tracing::warn!(%error, "A channel could not be checked after its word arrived");
                        }
                        return;
                    }
                    Sighting::Over => return,
                    Sighting::Nothing { pause, news } => {
                        if news {
                            session.announce_channels();
                        }
                        let Some(pause) = pause else { return };
                        tokio::time::sleep(pause).await;
                    }
                }
                // Another environment may be open by now.
                match engine.session().await {
                    Ok(present) if Arc::ptr_eq(&present, &session) => {}
                    _ => return,
                }
            }
        });
    }
}
