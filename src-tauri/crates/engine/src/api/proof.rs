//! Proving that messages flow. Each of these acts beyond this computer only when a person has asked for exactly that.

use super::{Engine, SecretInput};
use crate::error::EngineError;
use crate::project::problem_view;
use crate::session::{Session, TestMessage};
use crate::views::{AppView, ProblemView};
use reconecta_core::ids::ChannelId;
use reconecta_core::phone::PhoneForm;
use reconecta_core::verdict::ProofLife;
use reconecta_policy::Key;
use serde::Deserialize;
use specta::Type;
use std::sync::Arc;

/// Longest text of a test message.
const TEXT_LIMIT: usize = 200;

/// What a test message says.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TestContent {
    /// A template without parameters; it may cost money.
    Template {
        /// Its name, for example `hello_world`.
        name: String,
        /// Its language, for example `en_US`.
        language: String,
    },
    /// A text to somebody who has written within 24 hours.
    Text {
        /// The text.
        text: String,
    },
}

impl Engine {
    /// Makes a handshake with the callback that the channel's messages go to, and checks the channel afterwards. It
    /// contacts the company's server. `verify_token` is for this one handshake; without it the kept one is shown.
    ///
    /// # Errors
    /// The profile may not, the channel is gone, nobody knows where its messages go, or the vault is closed.
    pub async fn probe_callback(
        &self,
        id: &str,
        verify_token: Option<SecretInput>,
    ) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let id = ChannelId::new(id);
        let given = verify_token.map(SecretInput::into_secret);
        session.probe_callback(&id, given).await?;
        self.judge_anew(&session, &id).await
    }

    /// Sends a test message and follows its fate. It may cost money. Answers why Meta refused it, if it did.
    ///
    /// # Errors
    /// The profile may not, the channel is gone, the telephone number or the content cannot be used, or a reconnection
    /// of the channel is unfinished.
    pub async fn send_test_message(
        &self,
        id: &str,
        to: &str,
        content: TestContent,
    ) -> Result<Option<ProblemView>, EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let id = ChannelId::new(id);
        let to = PhoneForm::parse(to).map_err(|_not_a_number| invalid("to"))?;
        let message = usable(content)?;
        let sent = session.send_test(&id, &to, &message).await?;
        session.announce_channels();
        match sent {
            Ok(()) => self.follow(&session, &id),
            Err(problem) => {
                self.judge_anew(&session, &id).await?;
                return Ok(Some(problem_view(&problem)));
            }
        }
        Ok(None)
    }

    /// Looks again at the fate of the last test message.
    ///
    /// # Errors
    /// The channel is gone.
    pub async fn follow_test_message(&self, id: &str) -> Result<(), EngineError> {
        let session = self.session().await?;
        let id = ChannelId::new(id);
        session.channel(&id).await?;
        self.follow(&session, &id);
        Ok(())
    }

    /// Gives out a word for a person to send from a phone; it shows on the channel's page.
    ///
    /// # Errors
    /// The profile may not, the channel is gone, or its telephone number is not known.
    pub async fn ask_for_word(&self, id: &str) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let id = ChannelId::new(id);
        session.ask_for_word(&id).await?;
        session.announce_channels();
        self.look_for_word(&session, &id);
        Ok(())
    }

    /// Keeps what the person saw where the team answers: whether the word arrived; `None` only stops waiting for it.
    ///
    /// # Errors
    /// The profile may not, the channel is gone, or the word's time is over.
    pub async fn end_word(&self, id: &str, arrived: Option<bool>) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let id = ChannelId::new(id);
        session.end_word(&id, arrived).await?;
        match arrived {
            Some(_) => self.judge_anew(&session, &id).await,
            None => {
                session.announce_channels();
                Ok(())
            }
        }
    }

    /// Address of the chat with the word that is waited for, for the person's browser.
    ///
    /// # Errors
    /// No word is waited for.
    pub async fn chat_link(&self, id: &str) -> Result<String, EngineError> {
        let session = self.session().await?;
        let asked = session.asked_now(&ChannelId::new(id));
        asked.map(|asked| asked.link).ok_or(EngineError::NotFound)
    }

    /// Chooses how long evidence counts.
    ///
    /// # Errors
    /// The profile may not, the number of hours is none of the choices, or the file cannot be written.
    pub async fn set_proof_life(&self, hours: u32) -> Result<AppView, EngineError> {
        let session = self.session().await?;
        session.check_may_change()?;
        let life = ProofLife::of_hours(hours).ok_or_else(|| invalid("proof_life"))?;
        self.outside.check_free(Key::ProofLifeHours)?;
        self.change_preferences(|kept| kept.proof_life_hours = Some(life.hours()))?;
        session.announce_channels();
        Ok(self.announce_app().await)
    }

    fn follow(&self, session: &Arc<Session>, id: &ChannelId) {
        let (engine, session, id) = (self.clone(), Arc::clone(session), id.clone());
        tokio::spawn(async move {
            session.follow_test(&id, || session.announce_channels()).await;
            if let Err(error) = engine.judge_anew(&session, &id).await {
                tracing::warn!(%error, "A channel could not be checked after its test message");
            }
        });
    }
}

fn invalid(field: &str) -> EngineError {
    EngineError::InvalidInput {
        field: field.to_owned(),
    }
}

/// Template names have lower case letters, digits and underscores. Source: Meta, "Message templates".
fn usable(content: TestContent) -> Result<TestMessage, EngineError> {
    match content {
        TestContent::Template { name, language } => {
            let (name, language) = (name.trim(), language.trim());
            let named = |text: &str, capitals: bool| {
                let allowed = |c: char| {
                    c == '_'
                        || c.is_ascii_digit()
                        || c.is_ascii_lowercase()
                        || (capitals && c.is_ascii_uppercase())
                };
                !text.is_empty() && text.chars().all(allowed)
            };
            if !named(name, false) {
                return Err(invalid("template"));
            }
            if !named(language, true) {
                return Err(invalid("language"));
            }
            Ok(TestMessage::Template {
                name: name.to_owned(),
                language: language.to_owned(),
            })
        }
        TestContent::Text { text } => {
            let text = text.trim();
            if text.is_empty() || text.chars().count() > TEXT_LIMIT {
                return Err(invalid("text"));
            }
            Ok(TestMessage::Text(text.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_meta_could_take_is_sent() {
        let template = |name: &str, language: &str| TestContent::Template {
            name: name.to_owned(),
            language: language.to_owned(),
        };
        let text = |text: &str| TestContent::Text {
            text: text.to_owned(),
        };
        for (content, taken) in [
            (template("hello_world", "en_US"), true),
            (template(" aviso_2 ", "pt_BR"), true),
            (template("Hello World", "en_US"), false),
            (template("", "en_US"), false),
            (template("hello_world", ""), false),
            (template("hello_world", "en-US"), false),
            (text("Olá"), true),
            (text("  "), false),
            (text(&"a".repeat(TEXT_LIMIT + 1)), false),
        ] {
            let shown = format!("{content:?}");
            assert_eq!(usable(content).is_ok(), taken, "{shown}");
        }
    }
}
