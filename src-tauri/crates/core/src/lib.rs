//! Pure rules of reconnecting a WhatsApp number: no I/O, no clock, no panics
