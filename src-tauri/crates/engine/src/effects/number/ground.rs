//! What the steps need beside Meta: what was typed, what is expected, and where calls are written down. The wizard
//! stands on its session; a repair by command stands on what it was given.

use crate::attempt_desk::{PinToKeep, TypedPin};
use crate::effects::Errand;
use crate::error::EngineError;
use crate::session::{CallbackEnd, CallbackPlace};
use async_trait::async_trait;
use reconecta_core::attempt::{CodeMethod, FoundNumber};
use reconecta_core::cause::CallKind;
use reconecta_core::ids::{AppId, NumberId, UnixMillis};
use reconecta_core::pin::{Pin, RegisterWait};
use reconecta_core::problem::Problem;
use reconecta_store::{RegisterPermit, StepId};
use secrecy::SecretString;

/// What the steps stand on.
#[async_trait]
pub(crate) trait Ground: Send + Sync {
    /// The time.
    fn now(&self) -> UnixMillis;
    /// Our own Meta app.
    async fn our_app(&self) -> Option<AppId>;
    /// Puts the callback that the number needs back where it was lost.
    async fn tend_callback(&self, found: &FoundNumber, place: &CallbackPlace<'_>) -> CallbackEnd;
    /// Takes the PIN typed for a number.
    fn take_pin(&self, number: &NumberId) -> Option<TypedPin>;
    /// A PIN that the person once asked to keep.
    async fn kept_pin(&self, number: &NumberId) -> Option<Pin>;
    /// The kept PIN was wrong.
    async fn forget_pin(&self, number: &NumberId);
    /// The PIN was right and is to be kept once the channel is switched.
    fn keep_pin_later(&self, number: &NumberId, pin: Pin);
    /// The PIN is new at Meta and is to be kept, whatever becomes of the reconnection.
    async fn keep_new_pin(&self, found: &FoundNumber, pin: &Pin);
    /// Takes the person's word that the kept PIN is to be used.
    fn take_kept_pin_consent(&self, number: &NumberId) -> bool;
    /// Whether the number may be registered now, and how often.
    async fn register_permit(&self, number: &NumberId) -> Result<RegisterPermit, EngineError>;
    /// Meta has announced that the number cannot be registered for a time.
    async fn note_register_wait(&self, number: &NumberId, wait: RegisterWait);
    /// Counts a registration before it is made.
    async fn spend_registration(&self, number: &NumberId) -> Result<RegisterPermit, EngineError>;
    /// A registration was confirmed.
    async fn note_registered(&self, number: &NumberId);
    /// Our app was subscribed to the number's account.
    async fn note_subscribed(&self, found: &FoundNumber);
    /// Takes the code typed for a number.
    fn take_code(&self, number: &NumberId) -> Option<SecretString>;
    /// How and when the number's code was sent.
    fn code_sent(&self, number: &NumberId) -> (CodeMethod, UnixMillis);
    /// Writes down that a call is about to be made; without it the call must not be made. `None` where nothing is kept.
    async fn open_journal(&self, number: &NumberId, call: CallKind) -> Result<Option<StepId>, EngineError>;
    /// Writes the answer down.
    async fn close_journal(&self, row: Option<StepId>, problem: Option<&Problem>);
}

#[async_trait]
impl Ground for Errand {
    fn now(&self) -> UnixMillis {
        self.session.now()
    }

    async fn our_app(&self) -> Option<AppId> {
        let connection = self.session.connection().await?;
        Some(AppId::new(connection.app_id))
    }

    async fn tend_callback(&self, found: &FoundNumber, place: &CallbackPlace<'_>) -> CallbackEnd {
        let expected = self.session.callback_for(&self.attempt, found).await;
        self.session
            .tend_callback(&self.attempt.id, place, expected.as_ref())
            .await
    }

    fn take_pin(&self, number: &NumberId) -> Option<TypedPin> {
        self.slots.take_pin(number)
    }

    async fn kept_pin(&self, number: &NumberId) -> Option<Pin> {
        self.session.kept_pin(number).await
    }

    async fn forget_pin(&self, number: &NumberId) {
        self.session.forget_pin(number).await;
    }

    fn keep_pin_later(&self, number: &NumberId, pin: Pin) {
        self.slots.put_pin_to_keep(number, PinToKeep::Known(pin));
    }

    async fn keep_new_pin(&self, found: &FoundNumber, pin: &Pin) {
        match self.session.recognise(&self.attempt, found).await {
            Some(channel) => self.session.keep_new_pin(&channel.id, pin).await,
            None => {
                let pin = PinToKeep::New(pin.clone());
                self.slots.put_pin_to_keep(&found.number.id, pin);
            }
        }
    }

    fn take_kept_pin_consent(&self, number: &NumberId) -> bool {
        self.slots.take_kept_pin_consent(number)
    }

    async fn register_permit(&self, number: &NumberId) -> Result<RegisterPermit, EngineError> {
        self.session.register_permit(number).await
    }

    async fn note_register_wait(&self, number: &NumberId, wait: RegisterWait) {
        self.session.note_register_wait(number, wait).await;
    }

    async fn spend_registration(&self, number: &NumberId) -> Result<RegisterPermit, EngineError> {
        self.session.spend_registration(number).await
    }

    async fn note_registered(&self, number: &NumberId) {
        self.session.note_registered(&self.attempt, number).await;
    }

    async fn note_subscribed(&self, found: &FoundNumber) {
        let own = self.session.recognise(&self.attempt, found).await;
        let own = own.map(|channel| channel.id);
        self.session.note_subscribed(&found.waba.id, own).await;
    }

    fn take_code(&self, number: &NumberId) -> Option<SecretString> {
        self.slots.take_code(number)
    }

    fn code_sent(&self, number: &NumberId) -> (CodeMethod, UnixMillis) {
        let work = self.attempt.numbers.iter().find(|work| work.id() == number);
        work.and_then(|work| work.code_sent)
            .unwrap_or((CodeMethod::Sms, self.session.now()))
    }

    async fn open_journal(&self, number: &NumberId, call: CallKind) -> Result<Option<StepId>, EngineError> {
        let opened = self.session.open_journal(&self.attempt.id, number, call).await;
        opened.map(Some)
    }

    async fn close_journal(&self, row: Option<StepId>, problem: Option<&Problem>) {
        if let Some(row) = row {
            self.session.close_journal(row, problem).await;
        }
    }
}
