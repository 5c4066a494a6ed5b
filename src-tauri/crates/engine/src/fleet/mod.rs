//! Many numbers at once: every fact read with as few calls as there can be, side by side, and each number judged by the
//! rules of one channel.
//!
//! Read once: what the token is, who has it and what was granted; accounts with their owners, by portfolio; the numbers
//! and the subscriptions of each account. A branch that cannot be read makes its numbers unknown and hides no other.
//! Calls about one account are made one after another, so that none is under way when Meta asks for a pause.

mod endpoint;
mod order;
mod portions;
mod reading;
mod registrations;
mod repair;
mod result;
mod token;

pub use endpoint::Endpoint;
pub use order::{FleetOrder, FleetProgress, FleetTarget, Scope};
pub use portions::Portions;
pub use reading::read;
pub use reconecta_graph::SettingsRefused as EndpointRefused;
pub use registrations::Registrations;
pub use repair::{GivenCallback, Givens, Repaired, planned, repair};
pub use result::{Fleet, Judged, UnreadBranch};
pub(crate) use token::app_webhook;
