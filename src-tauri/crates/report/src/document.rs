//! What a document consists of.

use crate::pdf::{self, PdfError};
use crate::{html, text};

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Language tag, such as `pt-BR`.
    pub language: String,
    /// Its title.
    pub title: String,
    /// What it is about, in one line.
    pub subtitle: Option<String>,
    /// The most important sentence.
    pub lead: Option<String>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// When and by what it was made.
    pub footer: String,
}

/// A part with a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub heading: String,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Sentences.
    Paragraph(String),
    /// Label and value.
    Facts(Vec<(String, String)>),
    /// Things to read in any order.
    Bullets(Vec<String>),
    /// Things to do in this order.
    Steps(Vec<String>),
    /// What happened, oldest first.
    Timeline(Vec<Entry>),
}

/// A line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, as people read it.
    pub when: String,
    /// What.
    pub what: String,
    /// By whom, or more about it.
    pub beside: Option<String>,
    /// Whether it is the one that matters.
    pub is_marked: bool,
}

impl Document {
    /// As plain text.
    pub fn to_text(&self) -> String {
        text::write(self)
    }

    /// As one HTML file that loads nothing, fit for printing and for screen readers.
    pub fn to_html(&self) -> String {
        html::write(self)
    }

    /// As a tagged PDF file of A4 pages.
    ///
    /// # Errors
    /// The embedded font cannot be read, or the file would not be accessible.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PdfError> {
        pdf::write(self)
    }
}
