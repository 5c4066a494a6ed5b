//! OAuth and Graph API client: the only place that spells a Graph path.
//!
//! One private `send` sets headers and deadlines, limits bodies, keeps to Meta's limits and classifies failures; each
//! public method is one call. Wire forms are read tolerantly: ids as text, unknown enumeration values kept, missing
//! fields absent.

mod activity;
mod admin;
mod batch;
mod client;
mod dialog;
mod discovery;
mod envelope;
mod failure;
mod handshake;
mod json;
mod message;
mod node;
mod oauth;
mod pacer;
mod paging;
mod portfolios;
mod proof;
mod reads;
mod retry;
mod settings;
mod transport;
mod usage;
mod wire;
mod writes;

pub use admin::shows_role;
pub use client::Graph;
pub use dialog::{AskAgain, DialogRequest, ResponseKind};
pub use discovery::{Account, Accounts, Branch, Discovery, Unlisted};
pub use failure::GraphFailure;
pub use handshake::{CallbackNetwork, Names, handshake};
pub use message::{DeliveryStatus, MessageEvent, MessageId, Template, WebhookDelivery};
pub use oauth::IssuedToken;
pub use reads::GrantedAssets;
pub use settings::{GraphSettings, META_GRAPH, META_LOGIN, SettingsRefused};
pub use wire::AssignedUser;
pub use writes::Callback;
