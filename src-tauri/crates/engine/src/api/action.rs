//! The person's actions in the wizard, as they arrive from the interface.

use crate::attempt_desk::{Typed, TypedPin};
use crate::error::EngineError;
use reconecta_core::attempt::{Action, CodeMethod};
use reconecta_core::ids::{ChoiceId, NumberId};
use reconecta_core::pin::Pin;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use specta::Type;
use std::fmt;

/// Something secret that was typed. It can only come in.
#[derive(Type)]
#[specta(transparent)]
pub struct SecretInput(#[specta(type = String)] SecretString);

impl SecretInput {
    /// The secret.
    pub fn into_secret(self) -> SecretString {
        self.0
    }
}

impl fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretInput")
    }
}

impl<'de> Deserialize<'de> for SecretInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(SecretString::from(text)))
    }
}

/// How a code is sent.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CodeMethodInput {
    /// Text message.
    Sms,
    /// Voice call.
    Voice,
}

/// One action in the wizard.
#[derive(Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AttemptAction {
    /// Use a token made in Business Manager.
    ChooseManualToken,
    /// Use the Facebook login.
    ChooseLogin,
    /// *Iniciar*.
    Begin,
    /// *Entrar com Facebook*.
    OpenLogin,
    /// Bring the login window to the front.
    FocusLogin,
    /// Close the login window.
    CloseLogin,
    /// *Entrar em outra conta*.
    OtherAccount,
    /// *Reconectar*.
    Confirm,
    /// A token was typed.
    SubmitToken {
        /// The token.
        token: SecretInput,
    },
    /// *Continuar*.
    SelectNumbers {
        /// Phone number ids.
        numbers: Vec<String>,
    },
    /// The number's PIN was typed.
    SubmitPin {
        /// Phone number id.
        number: String,
        /// Six digits.
        pin: SecretInput,
        /// Keep it sealed.
        remember: bool,
    },
    /// The PIN that is kept for the number is to be used.
    UseKeptPin {
        /// Phone number id.
        number: String,
    },
    /// A new PIN was typed, with consent to replace the old one.
    SetNewPin {
        /// Phone number id.
        number: String,
        /// Six digits.
        pin: SecretInput,
        /// Keep it sealed.
        remember: bool,
    },
    /// Send a verification code.
    RequestCode {
        /// Phone number id.
        number: String,
        /// How.
        method: CodeMethodInput,
    },
    /// The verification code was typed.
    SubmitCode {
        /// Phone number id.
        number: String,
        /// Digits, with or without a hyphen.
        code: SecretInput,
    },
    /// Try a number again.
    RetryNumber {
        /// Phone number id.
        number: String,
    },
    /// Leave a number out.
    SkipNumber {
        /// Phone number id.
        number: String,
    },
    /// *Tentar de novo*.
    Retry,
    /// Go on after a restart.
    Resume,
    /// One screen back.
    Back,
    /// *Finalizar*.
    Finish,
    /// Put everything back.
    Rollback,
    /// Cancel.
    Cancel,
}

impl AttemptAction {
    /// The action and what was typed with it; `None` for an action of the window alone.
    pub(super) fn split(self) -> Result<Option<(Action, Typed)>, EngineError> {
        let plain = |action| Ok(Some((action, Typed::default())));
        match self {
            Self::FocusLogin => Ok(None),
            Self::ChooseManualToken => plain(Action::ChooseManualToken),
            Self::ChooseLogin => plain(Action::ChooseLogin),
            Self::Begin => plain(Action::Begin),
            Self::OpenLogin => plain(Action::OpenLogin),
            Self::CloseLogin => plain(Action::CloseLogin),
            Self::OtherAccount => plain(Action::OtherAccount),
            Self::Confirm => plain(Action::Confirm),
            Self::SubmitToken { token } => Ok(Some((
                Action::SubmitToken,
                Typed {
                    token: Some(token.0),
                    ..Typed::default()
                },
            ))),
            Self::SelectNumbers { numbers } => plain(Action::SelectNumbers(
                numbers.into_iter().map(ChoiceId::new).collect(),
            )),
            Self::SubmitPin {
                number,
                pin,
                remember,
            } => {
                let pin = Pin::existing(&pin.0).map_err(|_refused| invalid("pin"))?;
                Ok(Some(with_pin(number, pin, remember, Action::SubmitPin)))
            }
            Self::UseKeptPin { number } => {
                let number = NumberId::new(number);
                let typed = Typed {
                    kept_pin: Some(number.clone()),
                    ..Typed::default()
                };
                Ok(Some((Action::SubmitPin(number), typed)))
            }
            Self::SetNewPin {
                number,
                pin,
                remember,
            } => {
                let pin = Pin::chosen(&pin.0).map_err(|_refused| invalid("new_pin"))?;
                Ok(Some(with_pin(number, pin, remember, Action::SetNewPin)))
            }
            Self::RequestCode { number, method } => {
                let method = match method {
                    CodeMethodInput::Sms => CodeMethod::Sms,
                    CodeMethodInput::Voice => CodeMethod::Voice,
                };
                plain(Action::RequestCode(NumberId::new(number), method))
            }
            Self::SubmitCode { number, code } => {
                let number = NumberId::new(number);
                let typed = Typed {
                    code: Some((number.clone(), digits_of(&code.0)?)),
                    ..Typed::default()
                };
                Ok(Some((Action::SubmitCode(number), typed)))
            }
            Self::RetryNumber { number } => plain(Action::RetryNumber(NumberId::new(number))),
            Self::SkipNumber { number } => plain(Action::SkipNumber(NumberId::new(number))),
            Self::Retry => plain(Action::Retry),
            Self::Resume => plain(Action::Resume),
            Self::Back => plain(Action::Back),
            Self::Finish => plain(Action::Finish),
            Self::Rollback => plain(Action::Rollback),
            Self::Cancel => plain(Action::Cancel),
        }
    }
}

fn with_pin(number: String, pin: Pin, remember: bool, action: fn(NumberId) -> Action) -> (Action, Typed) {
    let number = NumberId::new(number);
    let typed = Typed {
        pin: Some((number.clone(), TypedPin { pin, remember })),
        ..Typed::default()
    };
    (action(number), typed)
}

fn invalid(field: &str) -> EngineError {
    EngineError::InvalidInput {
        field: field.to_owned(),
    }
}

/// The code's six digits; Meta shows them with a hyphen.
fn digits_of(code: &SecretString) -> Result<SecretString, EngineError> {
    let digits: String = code
        .expose_secret()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    if digits.len() == 6 {
        Ok(SecretString::from(digits))
    } else {
        Err(invalid("code"))
    }
}
