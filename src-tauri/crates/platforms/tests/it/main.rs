//! The real client over HTTP: against the simulator's Chatwoot, and against a server that answers as told.

mod house;
mod looking;
mod refusals;
