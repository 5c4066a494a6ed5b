//! The attempt's desk: one task that owns the attempt, takes messages, stores the new state, then starts effects.
//!
//! Effects run beside it and come back as reports with the run they belong to.

mod desk;
mod slots;

pub(crate) use desk::{Desk, DeskHandle, Message};
pub(crate) use slots::{PinToKeep, Slots, Typed, TypedPin};
