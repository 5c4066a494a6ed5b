//! Pure rules of reconnecting a WhatsApp number: no I/O, no clock, no panics.

pub mod fact;
pub mod graph_error;
pub mod ids;
pub mod meta;
