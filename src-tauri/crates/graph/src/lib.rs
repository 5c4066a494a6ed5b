//! OAuth and Graph API client: the only place that spells a Graph path.
//!
//! One private `send` sets headers and deadlines, limits bodies and classifies failures; each public method is one
//! call. Wire forms are read tolerantly: ids as text, unknown enumeration values kept, missing fields absent.

mod admin;
mod client;
mod dialog;
mod discovery;
mod envelope;
mod failure;
mod node;
mod oauth;
mod paging;
mod reads;
mod retry;
mod settings;
mod transport;
mod usage;
mod wire;
mod writes;

pub use client::Graph;
pub use dialog::{DialogRequest, ResponseKind};
pub use discovery::{Account, Branch, Discovery, Unlisted};
pub use failure::GraphFailure;
pub use oauth::IssuedToken;
pub use settings::{GraphSettings, SettingsRefused};
