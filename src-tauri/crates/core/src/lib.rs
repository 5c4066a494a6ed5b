//! Pure rules of reconnecting a WhatsApp number: no I/O, no clock, no panics.

pub mod address;
pub mod admin;
pub mod attempt;
pub mod cause;
pub mod connection;
pub mod diagnosis;
pub mod fact;
pub mod fleet;
pub mod graph_error;
pub mod hand_off;
pub mod ids;
pub mod meta;
pub mod network;
pub mod outage;
pub mod permission;
pub mod phone;
pub mod pin;
pub mod platform;
pub mod problem;
pub mod proof;
pub mod redact;
pub mod redirect;
pub mod repair;
pub mod update;
pub mod verdict;
pub mod watch;
