//! Secrets on their way: what the person typed and what the login gave, kept beside the state and taken once.

use reconecta_core::ids::NumberId;
use reconecta_core::pin::Pin;
use reconecta_core::redirect::LoginGrant;
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A typed PIN, and whether to keep it sealed.
pub(crate) struct TypedPin {
    pub(crate) pin: Pin,
    pub(crate) remember: bool,
}

/// A PIN that waits until its number has a channel to be kept for.
pub(crate) enum PinToKeep {
    /// It was the number's already.
    Known(Pin),
    /// It was set in this attempt.
    New(Pin),
}

/// What one action of the person carries.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) token: Option<SecretString>,
    pub(crate) pin: Option<(NumberId, TypedPin)>,
    /// The number whose kept PIN is to be used.
    pub(crate) kept_pin: Option<NumberId>,
    pub(crate) code: Option<(NumberId, SecretString)>,
}

#[derive(Default)]
struct Held {
    state: Option<SecretString>,
    grant: Option<LoginGrant>,
    token: Option<SecretString>,
    pins: BTreeMap<NumberId, TypedPin>,
    kept_pins: BTreeSet<NumberId>,
    pins_to_keep: BTreeMap<NumberId, PinToKeep>,
    codes: BTreeMap<NumberId, SecretString>,
}

/// The slots of one attempt.
#[derive(Default)]
pub(crate) struct Slots(Mutex<Held>);

impl Slots {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what was typed, replacing earlier values.
    pub(crate) fn put(&self, typed: Typed) {
        let mut held = self.held();
        if let Some(token) = typed.token {
            held.token = Some(token);
        }
        if let Some((number, pin)) = typed.pin {
            held.pins.insert(number, pin);
        }
        held.kept_pins.extend(typed.kept_pin);
        if let Some((number, code)) = typed.code {
            held.codes.insert(number, code);
        }
    }

    /// Keeps the `state` of the login that is being opened.
    pub(crate) fn put_state(&self, state: SecretString) {
        self.held().state = Some(state);
    }

    /// Takes the expected `state`: it can be compared only once.
    pub(crate) fn take_state(&self) -> Option<SecretString> {
        self.held().state.take()
    }

    /// Keeps the captured grant.
    pub(crate) fn put_grant(&self, grant: LoginGrant) {
        self.held().grant = Some(grant);
    }

    /// Takes the captured grant.
    pub(crate) fn take_grant(&self) -> Option<LoginGrant> {
        self.held().grant.take()
    }

    /// Takes the typed token.
    pub(crate) fn take_token(&self) -> Option<SecretString> {
        self.held().token.take()
    }

    /// Takes the PIN typed for a number.
    pub(crate) fn take_pin(&self, number: &NumberId) -> Option<TypedPin> {
        self.held().pins.remove(number)
    }

    /// Takes the person's word that the number's kept PIN is to be used.
    pub(crate) fn take_kept_pin_consent(&self, number: &NumberId) -> bool {
        self.held().kept_pins.remove(number)
    }

    /// Holds a PIN that is to be kept once its number has a channel.
    pub(crate) fn put_pin_to_keep(&self, number: &NumberId, pin: PinToKeep) {
        self.held().pins_to_keep.insert(number.clone(), pin);
    }

    /// Takes a PIN that is to be kept.
    pub(crate) fn take_pin_to_keep(&self, number: &NumberId) -> Option<PinToKeep> {
        self.held().pins_to_keep.remove(number)
    }

    /// Takes the code typed for a number.
    pub(crate) fn take_code(&self, number: &NumberId) -> Option<SecretString> {
        self.held().codes.remove(number)
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        *self.held() = Held::default();
    }
}
