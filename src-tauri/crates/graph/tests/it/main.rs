//! The client over real HTTP: against servers that misbehave on purpose, and against the simulator.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod batches;
mod bodies;
mod connections;
mod discovery;
mod envelopes;
mod handshake;
mod limits;
mod numbers;
mod paging;
mod people;
mod retries;
mod secrecy_of_calls;
mod server;
mod simulator;
mod tls;
mod tokens;
mod way;
