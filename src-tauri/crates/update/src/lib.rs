//! Updates of the app: asked for over https, verified before anything is opened, put in place in one step.
//!
//! What an announcement says and when it is refused is in `reconecta_core::update`. Here are the network, the disk and
//! the ways of each system. A refused update leaves the app as it was.

mod download;
mod memory;
mod place;
mod problem;
mod transfer;
mod updates;
mod view;

pub use place::{Form, Place, Placed};
pub use problem::UpdateProblem;
pub use reconecta_core::update::{TrustedKeys, Version};
pub use updates::{Occupation, Options, Updates};
pub use view::{OfferView, UpdateProblemView, UpdateStage, UpdateView, UpdateWay, UpdatesOff};
