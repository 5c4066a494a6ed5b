//! Proving that messages flow: what a handshake with the callback showed, and the word that a person sends.

mod probe;
mod word;

pub use probe::{ProbeEnd, ProbeReading, ProbeStage, StageState};
pub use word::{InboundWord, chat_link};
