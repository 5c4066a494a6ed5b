//! Strict reading of the address that ends a login.
//!
//! A frame of the login page can also reach the redirect, so the address alone proves nothing: `state` decides, and it
//! is compared before anything else is looked at. Source: Meta, "Manually build a login flow"; RFC 6749 section 4.1.2.

use crate::cause::Cause;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;
use url::Url;

/// Longest value that is believed; Meta's codes and tokens are far shorter.
const LONGEST_VALUE: usize = 8192;
/// Longest text that is kept from a denial.
const LONGEST_TEXT: usize = 300;

/// What a login gave. Its secrets print as redacted.
#[derive(Debug)]
pub enum LoginGrant {
    /// A code to be exchanged at once; it lives 30 seconds and works once.
    Code(SecretString),
    /// A token.
    Token {
        /// The token.
        access_token: SecretString,
        /// Its long-lived twin, when Meta gave one.
        long_lived: Option<SecretString>,
        /// Seconds until it expires; 0 never.
        expires_in: Option<u64>,
        /// Unix seconds at which the access to data ends; 0 never.
        data_access_expiration_time: Option<u64>,
    },
}

/// Why an address gave nothing. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Another scheme, host, port, path or own query.
    #[error("the address is not our redirect")]
    NotOurRedirect,
    /// Our redirect without any parameter: the login is not finished.
    #[error("the redirect carries no answer")]
    Stray,
    /// A parameter occurs more than once.
    #[error("the parameter {0} occurs more than once")]
    Duplicate(&'static str),
    /// A parameter is missing.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// `state` is not the one of this login.
    #[error("the answer belongs to another login")]
    StateMismatch,
    /// Declined, or the app may not ask: the two look the same.
    #[error("the login was denied: {error}")]
    Denied {
        /// `error`, for example `access_denied`.
        error: String,
        /// `error_reason`, for example `user_denied`.
        reason: Option<String>,
        /// `error_code`.
        code: Option<i64>,
        /// `error_description` or `error_message`, shown only behind technical details.
        description: Option<String>,
    },
    /// A value cannot be what it claims to be, or the answer holds both a code and a token.
    #[error("the answer contradicts itself")]
    Malformed,
}

impl Rejection {
    /// The named cause.
    pub fn cause(&self) -> Cause {
        match self {
            Self::Stray => Cause::LoginClosed,
            Self::NotOurRedirect
            | Self::Duplicate(_)
            | Self::Missing(_)
            | Self::StateMismatch
            | Self::Malformed => Cause::RedirectRefused,
            Self::Denied { error, .. } => match error.as_str() {
                "server_error" | "temporarily_unavailable" => Cause::MetaUnavailable,
                "invalid_scope" | "unauthorized_client" | "unsupported_response_type" => {
                    Cause::LoginConfigurationDead
                }
                _ => Cause::LoginDenied,
            },
        }
    }

    /// Whether the login window should stay open, because this was not the end of the login.
    pub fn is_unfinished(&self) -> bool {
        matches!(self, Self::NotOurRedirect | Self::Stray)
    }
}

/// Whether `url` is the redirect by scheme, host, port and path, and carries the redirect's own query. Never by
/// "contains" or "starts with".
pub fn is_redirect(url: &Url, redirect: &Url) -> bool {
    same_place(url, redirect)
        && redirect
            .query_pairs()
            .all(|own| url.query_pairs().any(|pair| pair == own))
}

fn same_place(url: &Url, redirect: &Url) -> bool {
    url.scheme() == redirect.scheme()
        && url.host() == redirect.host()
        && url.port_or_known_default() == redirect.port_or_known_default()
        && url.path() == redirect.path()
        && url.username().is_empty()
        && url.password().is_none()
}

/// Reads the address that a login ended with.
///
/// # Errors
/// See [`Rejection`]. With a wrong `state` nothing else of the address is reported.
pub fn parse_redirect(
    url: &Url,
    redirect: &Url,
    expected_state: &SecretString,
) -> Result<LoginGrant, Rejection> {
    if !is_redirect(url, redirect) {
        return Err(Rejection::NotOurRedirect);
    }
    let mut answer = Answer::of(url, redirect);
    if answer.values.is_empty() {
        return Err(Rejection::Stray);
    }
    let state = answer.take("state")?.ok_or(Rejection::Missing("state"))?;
    if !is_expected(&state, expected_state) {
        return Err(Rejection::StateMismatch);
    }
    if let Some(denied) = answer.denied()? {
        return Err(denied);
    }
    let code = answer.take("code")?;
    let token = answer.take("access_token")?;
    match (code, token) {
        (Some(code), None) => Ok(LoginGrant::Code(secret(code)?)),
        (None, Some(token)) => Ok(LoginGrant::Token {
            access_token: secret(token)?,
            long_lived: answer.take("long_lived_token")?.map(secret).transpose()?,
            expires_in: answer.take_number("expires_in")?,
            data_access_expiration_time: answer.take_number("data_access_expiration_time")?,
        }),
        (Some(_), Some(_)) => Err(Rejection::Malformed),
        (None, None) => Err(Rejection::Missing("code")),
    }
}

fn is_expected(state: &str, expected: &SecretString) -> bool {
    let expected = expected.expose_secret().as_bytes();
    !expected.is_empty() && bool::from(state.as_bytes().ct_eq(expected))
}

fn secret(value: String) -> Result<SecretString, Rejection> {
    let plausible =
        !value.is_empty() && value.len() <= LONGEST_VALUE && value.chars().all(|c| c.is_ascii_graphic());
    if plausible {
        Ok(SecretString::from(value))
    } else {
        Err(Rejection::Malformed)
    }
}

/// Parameters of query and fragment, each name with all its values.
struct Answer {
    values: BTreeMap<String, Vec<String>>,
}

impl Answer {
    fn of(url: &Url, redirect: &Url) -> Self {
        let own: Vec<_> = redirect.query_pairs().collect();
        let query = url.query_pairs().filter(|pair| !own.contains(pair));
        let fragment = url::form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in query.chain(fragment) {
            // Facebook appends `#_=_` to redirects without fragment.
            if name != "_" {
                values
                    .entry(name.into_owned())
                    .or_default()
                    .push(value.into_owned());
            }
        }
        Self { values }
    }

    fn take(&mut self, name: &'static str) -> Result<Option<String>, Rejection> {
        let Some(mut values) = self.values.remove(name) else {
            return Ok(None);
        };
        let value = values.pop();
        if values.is_empty() {
            Ok(value)
        } else {
            Err(Rejection::Duplicate(name))
        }
    }

    fn take_number(&mut self, name: &'static str) -> Result<Option<u64>, Rejection> {
        self.take(name)?
            .map(|text| text.parse().map_err(|_| Rejection::Malformed))
            .transpose()
    }

    fn take_text(&mut self, name: &'static str) -> Result<Option<String>, Rejection> {
        let text = self.take(name)?;
        Ok(text.map(|text| {
            text.chars()
                .filter(|c| !c.is_control())
                .take(LONGEST_TEXT)
                .collect()
        }))
    }

    fn denied(&mut self) -> Result<Option<Rejection>, Rejection> {
        let error = self.take_text("error")?;
        let reason = self.take_text("error_reason")?;
        let code = self.take_text("error_code")?;
        let description = self.take_text("error_description")?;
        let message = self.take_text("error_message")?;
        if error.is_none() && reason.is_none() && code.is_none() && description.is_none() && message.is_none()
        {
            return Ok(None);
        }
        Ok(Some(Rejection::Denied {
            error: error.unwrap_or_default(),
            reason,
            code: code.and_then(|code| code.parse().ok()),
            description: description.or(message),
        }))
    }
}

#[cfg(test)]
mod tests;
