//! The repair of one number by command: the wizard's steps at Meta in their fixed order, with what was given beforehand
//! instead of a person who can be asked. Nothing is stored.

use super::registrations::Registrations;
use crate::attempt_desk::TypedPin;
use crate::effects::number::{AT_META, Ground, Site, run_at_meta};
use crate::error::EngineError;
use crate::session::{CallbackEnd, CallbackKeeper, CallbackPlace};
use async_trait::async_trait;
use reconecta_core::attempt::{CodeMethod, FoundNumber, NumberStep, NumberWork, StepState};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::ids::{AppId, NumberId, UnixMillis};
use reconecta_core::meta::Subscription;
use reconecta_core::pin::{Pin, RegisterWait};
use reconecta_core::problem::Problem;
use reconecta_core::repair::{
    CallbackChange, CallbackState, Registration, Verification, callback_state, is_same_callback,
    our_subscription, registration, verification,
};
use reconecta_graph::Graph;
use reconecta_store::{RegisterPermit, StepId};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where a number's messages have to go.
#[derive(Clone, Debug)]
pub struct GivenCallback {
    /// The address.
    pub url: String,
    /// What Meta has to show there.
    pub verify_token: SecretString,
}

/// What a person gave beforehand. PINs and codes are used once and never guessed.
#[derive(Default)]
pub struct Givens {
    /// Our own Meta app.
    pub app: Option<AppId>,
    /// Callbacks that numbers need.
    pub callbacks: BTreeMap<NumberId, GivenCallback>,
    /// Where registrations are counted.
    pub registrations: Registrations,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    pins: BTreeMap<NumberId, Pin>,
    codes: BTreeMap<NumberId, SecretString>,
}

/// How the repair of a number ended.
#[derive(Debug)]
pub struct Repaired {
    /// The steps with their ends, and what only a person can give.
    pub work: NumberWork,
}

impl Givens {
    /// Nothing but our own app.
    pub fn new(app: Option<AppId>) -> Self {
        Self {
            app,
            ..Self::default()
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the PIN of a number.
    pub fn give_pin(&self, number: NumberId, pin: Pin) {
        self.held().pins.insert(number, pin);
    }

    /// Gives the verification code of a number.
    pub fn give_code(&self, number: NumberId, code: SecretString) {
        self.held().codes.insert(number, code);
    }
}

/// What the steps stand on while one number is repaired.
struct Bare<'a> {
    givens: &'a Givens,
    now: &'a (dyn Fn() -> UnixMillis + Send + Sync),
}

/// The callback of one number among what was given.
struct BareCallback<'a> {
    bare: &'a Bare<'a>,
    expected: Option<&'a GivenCallback>,
}

#[async_trait]
impl CallbackKeeper for BareCallback<'_> {
    fn now(&self) -> UnixMillis {
        (self.bare.now)()
    }

    async fn verify_token(&self) -> Result<SecretString, Cause> {
        let expected = self.expected.ok_or(Cause::CallbackDiffers)?;
        Ok(expected.verify_token.clone())
    }

    async fn all_expect(&self, numbers: &[NumberId], callback: &str) -> bool {
        let given = &self.bare.givens.callbacks;
        numbers.iter().all(|number| {
            given
                .get(number)
                .is_some_and(|one| is_same_callback(&one.url, callback))
        })
    }

    async fn open_journal(&self, _change: &CallbackChange) -> Result<Option<StepId>, EngineError> {
        Ok(None)
    }

    async fn close_journal(&self, _row: Option<StepId>, _problem: Option<&Problem>) {}
}

#[async_trait]
impl Ground for Bare<'_> {
    fn now(&self) -> UnixMillis {
        (self.now)()
    }

    async fn our_app(&self) -> Option<AppId> {
        self.givens.app.clone()
    }

    async fn tend_callback(&self, found: &FoundNumber, place: &CallbackPlace<'_>) -> CallbackEnd {
        let keeper = BareCallback {
            bare: self,
            expected: self.givens.callbacks.get(&found.number.id),
        };
        let address = keeper.expected.map(|expected| expected.url.as_str());
        place.tend(&keeper, address).await
    }

    fn take_pin(&self, number: &NumberId) -> Option<TypedPin> {
        let pin = self.givens.held().pins.remove(number)?;
        Some(TypedPin { pin, remember: false })
    }

    async fn kept_pin(&self, _number: &NumberId) -> Option<Pin> {
        None
    }

    async fn forget_pin(&self, _number: &NumberId) {}

    fn keep_pin_later(&self, _number: &NumberId, _pin: Pin) {}

    async fn keep_new_pin(&self, _found: &FoundNumber, _pin: &Pin) {}

    fn take_kept_pin_consent(&self, _number: &NumberId) -> bool {
        false
    }

    async fn register_permit(&self, number: &NumberId) -> Result<RegisterPermit, EngineError> {
        self.givens.registrations.permit(number, (self.now)()).await
    }

    async fn note_register_wait(&self, number: &NumberId, wait: RegisterWait) {
        self.givens.registrations.note_wait(number, wait).await;
    }

    async fn spend_registration(&self, number: &NumberId) -> Result<RegisterPermit, EngineError> {
        self.givens.registrations.spend(number, (self.now)()).await
    }

    async fn note_registered(&self, _number: &NumberId) {}

    async fn note_subscribed(&self, _found: &FoundNumber) {}

    fn take_code(&self, number: &NumberId) -> Option<SecretString> {
        self.givens.held().codes.remove(number)
    }

    fn code_sent(&self, _number: &NumberId) -> (CodeMethod, UnixMillis) {
        (CodeMethod::Sms, (self.now)())
    }

    async fn open_journal(&self, _number: &NumberId, _call: CallKind) -> Result<Option<StepId>, EngineError> {
        Ok(None)
    }

    async fn close_journal(&self, _row: Option<StepId>, _problem: Option<&Problem>) {}
}

/// Repairs one number at Meta with this token. Each step reads, decides, writes only if needed, and reads back; what
/// only a person can give ends it as a need.
pub async fn repair(
    graph: &Graph,
    token: &SecretString,
    found: FoundNumber,
    givens: &Givens,
    now: &(dyn Fn() -> UnixMillis + Send + Sync),
) -> Repaired {
    let bare = Bare { givens, now };
    let mut work = NumberWork::new(found.clone());
    let site = Site {
        ground: &bare,
        found: &found,
        graph,
        token,
    };
    while let Some(step) = work.begin_next() {
        match run_at_meta(&site, step).await {
            Some(outcome) => work.end_step(step, outcome),
            None => break,
        }
    }
    work.steps.retain(|record| AT_META.contains(&record.step));
    for record in &mut work.steps {
        if record.state == StepState::Running {
            record.state = StepState::Waiting;
        }
    }
    Repaired { work }
}

/// The steps that a repair would make, by what was read; `None` for a step that cannot be told beforehand.
pub fn planned(
    found: &FoundNumber,
    subscriptions: Option<&[Subscription]>,
    givens: &Givens,
) -> Vec<(NumberStep, Option<bool>)> {
    let number = &found.number;
    let verify = match verification(number) {
        Verification::CodeNeeded => Some(true),
        Verification::Verified | Verification::NotNeeded => Some(false),
        Verification::Unclear => None,
    };
    let register = match registration(number) {
        Registration::Needed => Some(true),
        Registration::Registered | Registration::Coexistence | Registration::Useless(_) => Some(false),
        Registration::Unclear => None,
    };
    let subscribe = subscriptions
        .zip(givens.app.as_ref())
        .map(|(subscriptions, app)| our_subscription(subscriptions, app).is_none());
    let expected = givens
        .callbacks
        .get(&number.id)
        .map(|callback| callback.url.as_str());
    let callback = match callback_state(expected, number.webhook.as_ref()) {
        CallbackState::Lost => Some(true),
        CallbackState::NothingExpected | CallbackState::InForce => Some(false),
        CallbackState::Unclear => None,
    };
    vec![
        (NumberStep::VerifyCode, verify),
        (NumberStep::Register, register),
        (NumberStep::Subscribe, subscribe),
        (NumberStep::CallbackOverride, callback),
    ]
}
