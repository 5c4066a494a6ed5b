//! The six-digit PIN of two-step verification, and the budget of registrations.
//!
//! A PIN is asked for and never guessed: wrong ones lock the number, and so do too many registrations. Source: Meta,
//! "Register a business phone number" and "Two-step verification".

use crate::cause::Cause;
use crate::ids::UnixMillis;
use crate::problem::Problem;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// Registrations that Meta allows per number within [`WINDOW_MILLIS`].
pub const REGISTRATIONS: u32 = 10;

/// The moving window: 72 hours.
pub const WINDOW_MILLIS: i64 = 72 * 60 * 60 * 1000;

/// A PIN. It does not print itself and is wiped when dropped.
#[derive(Clone)]
pub struct Pin(SecretString);

/// Why a text is not accepted as PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinRefused {
    /// Not exactly six digits.
    #[error("a PIN is exactly six digits")]
    NotSixDigits,
    /// Too easy to guess for a new PIN.
    #[error("the PIN is too easy to guess")]
    Weak,
}

impl PinRefused {
    /// The named cause.
    pub fn cause(self) -> Cause {
        match self {
            Self::NotSixDigits => Cause::PinInvalid,
            Self::Weak => Cause::PinWeak,
        }
    }
}

impl Pin {
    /// The number's existing PIN, however weak. Surrounding space is ignored.
    ///
    /// # Errors
    /// [`PinRefused::NotSixDigits`].
    pub fn existing(typed: &SecretString) -> Result<Self, PinRefused> {
        let digits = typed.expose_secret().trim();
        let is_pin = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_pin {
            Ok(Self(SecretString::from(digits)))
        } else {
            Err(PinRefused::NotSixDigits)
        }
    }

    /// A new PIN chosen by the person.
    ///
    /// # Errors
    /// Not six digits, or too easy to guess.
    pub fn chosen(typed: &SecretString) -> Result<Self, PinRefused> {
        let pin = Self::existing(typed)?;
        if pin.is_weak() {
            Err(PinRefused::Weak)
        } else {
            Ok(pin)
        }
    }

    /// Whether it is too easy to guess to become a number's new PIN.
    pub fn is_weak(&self) -> bool {
        is_weak(self.0.expose_secret().as_bytes())
    }

    /// The digits, for the call that needs them.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Equal steps (`111111`, `123456`, `975310`), a repeated group (`121212`, `123123`), pairs (`112233`), a mirrored
/// half (`123321`) or two runs (`111222`).
fn is_weak(digits: &[u8]) -> bool {
    let &[a, b, c, d, e, f] = digits else { return true };
    let step = |from: u8, to: u8| (10 + to - from) % 10;
    let first = step(a, b);
    let even_steps = [(b, c), (c, d), (d, e), (e, f)]
        .into_iter()
        .all(|(from, to)| step(from, to) == first);
    let repeated_pair = (a, b) == (c, d) && (c, d) == (e, f);
    let repeated_triple = (a, b, c) == (d, e, f);
    let mirrored = (a, b, c) == (f, e, d);
    let pairs = a == b && c == d && e == f;
    let halves = a == b && b == c && d == e && e == f;
    even_steps || repeated_pair || repeated_triple || mirrored || pairs || halves
}

/// How many registrations are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Made within the window.
    pub used: u32,
    /// Left within the window.
    pub left: u32,
    /// When the next one may be made; `None` when one may be made now.
    pub next_free_at: Option<UnixMillis>,
}

/// The budget at `now`, from the times of all registrations and deregistrations known for a number, in any order.
/// Attempts that seem to lie in the future (the clock was changed) count as used.
pub fn register_budget(attempts: &[UnixMillis], now: UnixMillis) -> Budget {
    let mut counted: Vec<UnixMillis> = attempts
        .iter()
        .copied()
        .filter(|at| now.since(*at) < WINDOW_MILLIS)
        .collect();
    counted.sort_unstable();
    let used = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    let left = REGISTRATIONS.saturating_sub(used);
    // One becomes free when so many have left the window that fewer than ten remain.
    let surplus = used.saturating_sub(REGISTRATIONS) as usize;
    let next_free_at = if left > 0 {
        None
    } else {
        counted.get(surplus).map(|oldest| oldest.plus(WINDOW_MILLIS))
    };
    Budget {
        used,
        left,
        next_free_at,
    }
}

/// Why a number must not be registered, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterWait {
    /// Meta's lock, or our own budget.
    pub cause: Cause,
    /// Registering before would prolong it.
    pub until: UnixMillis,
}

impl RegisterWait {
    /// The wait that a refused registration announces; `None` for refusals that no time cures. Source: Meta, "Error
    /// codes" (133008, 133009, 133015, 133016).
    pub fn announced(problem: &Problem) -> Option<Self> {
        let is_of_number = matches!(
            problem.cause,
            Cause::PinLocked | Cause::PinTooFast | Cause::RegistrationLocked | Cause::NumberBeingDeleted
        );
        let until = problem.until().filter(|_| is_of_number)?;
        Some(Self {
            cause: problem.cause,
            until,
        })
    }

    /// Whether it still lasts.
    pub fn lasts(&self, now: UnixMillis) -> bool {
        now < self.until
    }

    /// What a person is told.
    pub fn problem(&self, now: UnixMillis) -> Problem {
        Problem::new(self.cause, now).until_at(self.until)
    }
}

#[cfg(test)]
mod tests;
