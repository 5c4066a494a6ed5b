//! One run of the reconnection wizard as a pure state machine.
//!
//! [`step`] takes the state, what happened and the time, and gives effects for the engine to run. Effects answer with
//! [`Report`]s that carry the run they belong to, so an answer that arrives late for an abandoned run changes nothing.
//! No secret is part of the state or of an event: the engine keeps codes, tokens and PINs aside.

mod batch;
mod candidates;
mod check_step;
mod choice;
mod event;
mod login_page;
mod number_step;
mod number_transition;
mod number_work;
mod plan;
mod register;
mod state;
mod target;
mod transition;
mod undo;

pub use check_step::{CheckStep, CheckStepRecord};
pub use choice::{Choice, FoundNumber, KnownChannel, SelectionRefused, build_choices, check_selection};
pub use event::{Action, CodeMethod, Effect, Event, LoginEnding, PermissionReading, Report};
pub use login_page::LoginPage;
pub use number_step::NumberStep;
pub use number_work::{Need, Note, NumberOutcome, NumberWork, StepOutcome, StepRecord, StepState};
pub use plan::{Needs, PlanLine, plan_for};
pub use state::{Attempt, Ending, Phase, Prerequisite, PrerequisiteKind, RetryPoint, Route, Stage};
pub use target::Target;
pub use transition::{Refused, recover, step};
pub use undo::{KeptPin, LeftBehind, NewPin, Traces, UndoLine, WrittenCallback, undo_plan};

#[cfg(test)]
mod tests;
