//! What a company has set for its computers: where it stands on each system, how it is read, and who wins.
//!
//! Two levels: a *locked* value cannot be changed by the person, a *default* one counts until they choose another.
//! [`Policy::of_this_computer`] reads, everything else is pure. A mistake in a file becomes a [`Warning`] and the rest
//! of the file counts; nothing of a policy is ever a secret.

mod key;
mod policy;
mod proxy;
mod source;
mod value;
mod warning;

pub use key::Key;
pub use policy::{Entry, Level, Policy};
pub use proxy::{RouteSource, Variables, route};
pub use source::place;
pub use value::Value;
pub use warning::{Fault, Warning};
