//! Documents for people, made to be saved and sent: one description, three forms.
//!
//! The caller brings every sentence; nothing here knows what the document is about. HTML is one file without any
//! address outside of itself, PDF is tagged for screen readers (PDF/UA-1), text is for messages.

mod document;
mod html;
mod pdf;
mod text;

pub use document::{Block, Document, Entry, Section};
pub use pdf::PdfError;
