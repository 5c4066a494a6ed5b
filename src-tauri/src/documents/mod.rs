//! Documents that the person saves or sends: what the engine knows, in the words of the catalogue.

mod hand_off;
mod outage;
mod save;
mod words;

pub(crate) use hand_off::hand_off;
pub(crate) use outage::outage_report;
pub(crate) use save::SaveDialog;
pub(crate) use words::Words;

use reconecta_report::{Document, PdfError};
use serde::Deserialize;
use specta::Type;

/// Form of a saved document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DocumentFormat {
    /// A PDF file.
    Pdf,
    /// A page for a browser.
    Html,
    /// Plain text.
    Text,
}

impl DocumentFormat {
    /// Ending of the file's name.
    fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Text => "txt",
        }
    }

    /// The document as bytes of a file.
    fn bytes(self, document: &Document) -> Result<Vec<u8>, PdfError> {
        Ok(match self {
            Self::Pdf => document.to_pdf()?,
            Self::Html => document.to_html().into_bytes(),
            Self::Text => document.to_text().into_bytes(),
        })
    }
}

#[cfg(test)]
mod tests;
