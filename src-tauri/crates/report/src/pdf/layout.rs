//! From blocks to lines, from lines to pages.

use super::typeface::{Style, Tone, Typefaces};
use crate::{Block, Document, Entry};

/// A4 in points.
pub(super) const PAGE_WIDTH: f32 = 595.28;
pub(super) const PAGE_HEIGHT: f32 = 841.89;
pub(super) const MARGIN: f32 = 56.0;
const COLUMN: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Labels and times stand in a column of their own.
const LABELS: f32 = 130.0;
const INDENT: f32 = 16.0;

const BODY: Style = Style {
    size: 10.5,
    bold: false,
    tone: Tone::Ink,
};
const STRONG: Style = Style { bold: true, ..BODY };
const QUIET: Style = Style {
    tone: Tone::Quiet,
    ..BODY
};
/// Below the text of each page.
pub(super) const FOOT: Style = Style { size: 8.5, ..QUIET };
const TITLE: Style = Style {
    size: 20.0,
    bold: true,
    tone: Tone::Ink,
};
const HEADING: Style = Style {
    size: 13.0,
    bold: true,
    tone: Tone::Ink,
};
const LEAD: Style = Style {
    size: 12.0,
    bold: false,
    tone: Tone::Ink,
};

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) x: f32,
    pub(super) text: String,
    pub(super) style: Style,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    height: f32,
}

/// What an element is to a screen reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u16),
    Paragraph,
    Item {
        /// Whether the order means something.
        ordered: bool,
        /// Whether it is the first of its list.
        opens: bool,
    },
}

/// A heading, paragraph or list item.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    pub(super) kind: Kind,
    /// Its words, for the outline.
    pub(super) words: String,
    lines: Vec<Line>,
    space_before: f32,
}

/// The document as elements.
pub(super) fn elements(document: &Document, faces: &Typefaces) -> Vec<Element> {
    let mut pen = Pen {
        faces,
        elements: Vec::new(),
    };
    pen.plain(Kind::Heading(1), &document.title, TITLE, 0.0);
    if let Some(subtitle) = &document.subtitle {
        pen.plain(Kind::Paragraph, subtitle, QUIET, 4.0);
    }
    if let Some(lead) = &document.lead {
        pen.plain(Kind::Paragraph, lead, LEAD, 12.0);
    }
    for section in &document.sections {
        pen.plain(Kind::Heading(2), &section.heading, HEADING, 20.0);
        section.blocks.iter().for_each(|block| pen.block(block));
    }
    if !document.footer.is_empty() {
        pen.plain(Kind::Paragraph, &document.footer, QUIET, 24.0);
    }
    pen.elements
}

struct Pen<'a> {
    faces: &'a Typefaces,
    elements: Vec<Element>,
}

impl Pen<'_> {
    fn plain(&mut self, kind: Kind, text: &str, style: Style, space_before: f32) {
        let lines = self.column(text, style, MARGIN, COLUMN);
        self.push(kind, text, lines, space_before);
    }

    fn push(&mut self, kind: Kind, words: &str, lines: Vec<Line>, space_before: f32) {
        if lines.iter().any(|line| !line.runs.is_empty()) {
            self.elements.push(Element {
                kind,
                words: self.faces.printable(words),
                lines,
                space_before,
            });
        }
    }

    fn column(&self, text: &str, style: Style, x: f32, width: f32) -> Vec<Line> {
        let texts = self.faces.wrap(text, style, width).into_iter();
        texts
            .filter(|text| !text.is_empty())
            .map(|text| Line {
                runs: vec![Run { x, text, style }],
                height: style.size * 1.4,
            })
            .collect()
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.plain(Kind::Paragraph, text, BODY, 6.0),
            Block::Facts(facts) => {
                for (place, (label, value)) in facts.iter().enumerate() {
                    let left = self.column(label, QUIET, MARGIN, LABELS - 8.0);
                    let right = self.column(value, BODY, MARGIN + LABELS, COLUMN - LABELS);
                    self.push(item(false, place), label, side_by_side(left, right), 4.0);
                }
            }
            Block::Bullets(items) => self.list(items.iter().map(|item| ("•".to_owned(), item)), false),
            Block::Steps(items) => {
                let numbered = (1..)
                    .zip(items)
                    .map(|(number, item)| (format!("{number}."), item));
                self.list(numbered, true);
            }
            Block::Timeline(entries) => {
                for (place, entry) in entries.iter().enumerate() {
                    let lines = self.entry(entry);
                    self.push(item(true, place), &entry.what, lines, 5.0);
                }
            }
        }
    }

    fn list<'b>(&mut self, items: impl Iterator<Item = (String, &'b String)>, ordered: bool) {
        for (place, (mark, text)) in items.enumerate() {
            let left = self.column(&mark, BODY, MARGIN, INDENT);
            let right = self.column(text, BODY, MARGIN + INDENT, COLUMN - INDENT);
            self.push(item(ordered, place), text, side_by_side(left, right), 4.0);
        }
    }

    fn entry(&self, entry: &Entry) -> Vec<Line> {
        let (x, width) = (MARGIN + LABELS, COLUMN - LABELS);
        let style = if entry.is_marked { STRONG } else { BODY };
        let left = self.column(&entry.when, QUIET, MARGIN, LABELS - 8.0);
        let mut right = self.column(&entry.what, style, x, width);
        if let Some(beside) = &entry.beside {
            right.extend(self.column(beside, QUIET, x, width));
        }
        side_by_side(left, right)
    }
}

fn item(ordered: bool, place: usize) -> Kind {
    Kind::Item {
        ordered,
        opens: place == 0,
    }
}

/// Two columns line by line.
fn side_by_side(left: Vec<Line>, right: Vec<Line>) -> Vec<Line> {
    let rows = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    (0..rows)
        .map(|_| {
            let (left, right) = (left.next().unwrap_or_default(), right.next().unwrap_or_default());
            Line {
                height: left.height.max(right.height),
                runs: left.runs.into_iter().chain(right.runs).collect(),
            }
        })
        .collect()
}

/// Lines by page: element, line, distance from the top. A heading is not left alone at the foot of a page.
pub(super) fn paginate(elements: &[Element]) -> Vec<Vec<(usize, &Line, f32)>> {
    let bottom = PAGE_HEIGHT - MARGIN;
    let mut pages = Vec::new();
    let mut page = Vec::new();
    let mut top = MARGIN;
    for (index, element) in elements.iter().enumerate() {
        let own: f32 = element.lines.iter().map(|line| line.height).sum();
        let company = match (element.kind, elements.get(index + 1)) {
            (Kind::Heading(_), Some(next)) => {
                next.space_before + next.lines.first().map_or(0.0, |line| line.height)
            }
            _ => 0.0,
        };
        let space = if page.is_empty() {
            0.0
        } else {
            element.space_before
        };
        let fits_a_page = own + company <= bottom - MARGIN;
        if top + space + own + company > bottom && fits_a_page && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
            top = MARGIN;
        } else {
            top += space;
        }
        for line in &element.lines {
            if top + line.height > bottom && !page.is_empty() {
                pages.push(std::mem::take(&mut page));
                top = MARGIN;
            }
            page.push((index, line, top));
            top += line.height;
        }
    }
    pages.push(page);
    pages
}
