//! Going back: what it takes back, what stays at Meta, and what could not be taken back.

use super::number_step::NumberStep;
use super::number_work::{NumberWork, StepState};
use super::plan::PlanLine;
use super::state::Attempt;
use crate::cause::coded;
use crate::ids::NumberId;
use crate::problem::Problem;
use crate::repair::{CallbackChange, CallbackLevel};
use serde::{Deserialize, Serialize};

coded! {
    /// One line of what going back does.
    UndoLine {
        /// The access of before is in use again.
        AccessBack = "access_back",
        /// The channel that the attempt created is taken out of use.
        ChannelRemoved = "channel_removed",
        /// The override on the number is removed: there was none.
        CallbackRemoved = "callback_removed",
        /// The override on the account is removed: there was none.
        AccountCallbackRemoved = "account_callback_removed",
        /// The override of before is put back.
        CallbackPutBack = "callback_put_back",
        /// The PIN that was kept in this attempt is forgotten.
        PinForgotten = "pin_forgotten",
        /// The PIN that was kept before is in use again.
        PinPutBack = "pin_put_back",
        /// The override of before cannot be put back: its verify token is not known.
        CallbackStays = "callback_stays",
        /// The registration stays.
        RegistrationStays = "registration_stays",
        /// The subscription stays.
        SubscriptionStays = "subscription_stays",
        /// The new PIN stays at Meta, and kept.
        NewPinStaysKept = "new_pin_stays_kept",
        /// The new PIN stays at Meta and is not kept.
        NewPinStaysUnkept = "new_pin_stays_unkept",
    }
}

impl UndoLine {
    /// Whether something is taken back, rather than left.
    fn changes(self) -> bool {
        match self {
            Self::AccessBack
            | Self::ChannelRemoved
            | Self::CallbackRemoved
            | Self::AccountCallbackRemoved
            | Self::CallbackPutBack
            | Self::PinForgotten
            | Self::PinPutBack => true,
            Self::CallbackStays
            | Self::RegistrationStays
            | Self::SubscriptionStays
            | Self::NewPinStaysKept
            | Self::NewPinStaysUnkept => false,
        }
    }

    fn line(self) -> PlanLine {
        PlanLine::new(self.code(), self.changes())
    }
}

/// What an attempt has left behind it so far, as the journal and the vault know it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traces {
    /// Overrides that it wrote, one for each place.
    pub callbacks: Vec<WrittenCallback>,
    /// PINs that it set at Meta.
    pub new_pins: Vec<NewPin>,
    /// PINs of before that it was told to keep.
    pub kept_pins: Vec<KeptPin>,
}

/// An override that the attempt wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenCallback {
    /// What was written, and what stood there.
    pub change: CallbackChange,
    /// Whether the verify token of the address of before is known; true where there was none.
    pub can_put_back: bool,
}

/// A PIN that the attempt set at Meta, with consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPin {
    /// Its number.
    pub number: NumberId,
    /// Whether it stays kept after going back.
    pub is_kept: bool,
}

/// A PIN that was right already and that the attempt was told to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPin {
    /// Whether another one was kept before.
    pub has_previous: bool,
}

/// What could not be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftBehind {
    /// The number.
    pub number: NumberId,
    /// Why, and what to do.
    pub problem: Problem,
}

/// What going back would do now; empty where nothing was changed.
pub fn undo_plan(attempt: &Attempt, traces: &Traces) -> Vec<PlanLine> {
    if attempt.numbers.is_empty() || attempt.is_over() || attempt.is_going_back() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    if attempt.has_switched() {
        // A number without a channel can be chosen only where a new channel is wanted.
        let is_new = attempt.targets().is_empty();
        let line = if is_new {
            UndoLine::ChannelRemoved
        } else {
            UndoLine::AccessBack
        };
        lines.push(line.line());
    }
    lines.extend(
        traces
            .callbacks
            .iter()
            .map(|callback| of_callback(attempt, callback)),
    );
    if traces.kept_pins.iter().any(|pin| !pin.has_previous) {
        lines.push(UndoLine::PinForgotten.line());
    }
    if traces.kept_pins.iter().any(|pin| pin.has_previous) {
        lines.push(UndoLine::PinPutBack.line());
    }
    let has_done = |step| attempt.numbers.iter().any(|work| has_done(work, step));
    if has_done(NumberStep::Register) {
        lines.push(UndoLine::RegistrationStays.line());
    }
    if has_done(NumberStep::Subscribe) {
        lines.push(UndoLine::SubscriptionStays.line());
    }
    lines.extend(traces.new_pins.iter().map(|pin| {
        let line = if pin.is_kept {
            UndoLine::NewPinStaysKept
        } else {
            UndoLine::NewPinStaysUnkept
        };
        line.line().with("number", &number_of(attempt, &pin.number))
    }));
    lines.sort_by_key(|line| !line.changes);
    lines
}

fn has_done(work: &NumberWork, step: NumberStep) -> bool {
    let is_done = |record: &super::StepRecord| record.step == step && record.state == StepState::Done;
    work.steps.iter().any(is_done)
}

fn of_callback(attempt: &Attempt, callback: &WrittenCallback) -> PlanLine {
    let change = &callback.change;
    let number = number_of(attempt, &change.number);
    match (&change.before, change.level) {
        (None, CallbackLevel::Number) => UndoLine::CallbackRemoved
            .line()
            .with("callback", &change.written)
            .with("number", &number),
        (None, CallbackLevel::Account) => UndoLine::AccountCallbackRemoved
            .line()
            .with("callback", &change.written)
            .with("account", &account_of(attempt, change)),
        (Some(before), _) if callback.can_put_back => UndoLine::CallbackPutBack
            .line()
            .with("before", before)
            .with("number", &number),
        (Some(before), _) => UndoLine::CallbackStays
            .line()
            .with("callback", &change.written)
            .with("before", before)
            .with("number", &number),
    }
}

fn number_of(attempt: &Attempt, id: &NumberId) -> String {
    let work = attempt.numbers.iter().find(|work| work.id() == id);
    let display = work.and_then(|work| work.number().display_phone_number.as_ref());
    display.map_or_else(|| id.to_string(), ToString::to_string)
}

fn account_of(attempt: &Attempt, change: &CallbackChange) -> String {
    let accounts = attempt.numbers.iter().map(|work| &work.found.waba);
    let name = accounts
        .filter(|account| account.id == change.waba)
        .find_map(|account| account.name.as_ref());
    name.map_or_else(|| change.waba.to_string(), ToString::to_string)
}
