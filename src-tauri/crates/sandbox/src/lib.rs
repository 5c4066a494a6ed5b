//! Stateful simulator of Facebook login and the WhatsApp part of the Graph API.
//!
//! It follows Meta's rules, not the needs of one client: tokens with scopes, targets and ends; numbers in every state;
//! attempt budgets; subscriptions and overrides; health derived from state; webhooks that are really sent. It listens on
//! loopback only and everything in it is invented.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use meta_sandbox::{Sandbox, World};
//!
//! let sandbox = Sandbox::start(World::demo()).await?;
//! println!("{} {}", sandbox.graph_url(), sandbox.admin_token());
//! sandbox.shutdown().await?;
//! # Ok(())
//! # }
//! ```

mod chatwoot;
mod control;
mod graph;
mod internet;
mod login;
mod phone;
mod sandbox;
mod shared;
mod signature;
mod state;
mod webhook;
mod wire;
pub mod world;

pub use control::{Autopilot, Calls, Fault, FaultBody, SeenRequest, Throttling};
pub use internet::SimulatedInternet;
pub use sandbox::{Sandbox, SandboxApp, SandboxChatwoot, SandboxOptions, StartError};
pub use state::SetError;
pub use world::{AgencySize, FleetSize, SeedChannel, World, WorldFileError, demo_channels, fleet_causes};
