//! A tagged PDF. krilla refuses to write a file that breaks PDF/UA-1, so a screen reader finds title, headings, lists and
//! reading order.

mod layout;
mod typeface;

use crate::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Size};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::text::TextDirection;
use layout::{Element, FOOT, Kind, Line, MARGIN, PAGE_HEIGHT, PAGE_WIDTH};
use std::num::NonZeroU16;
use typeface::{Tone, Typefaces};

/// Letters of the title that are repeated on each page.
const FOOT_LETTERS: usize = 80;

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The embedded font is unreadable.
    #[error("the embedded font cannot be read")]
    Font,
    /// The page or the profile could not be set up.
    #[error("the page could not be set up")]
    Setup,
    /// The file would not be valid or not accessible.
    #[error("the file would not be valid: {0}")]
    Invalid(String),
}

/// Where an element ended up: identifiers of its lines, and its first place.
#[derive(Default)]
struct Placed {
    lines: Vec<Identifier>,
    first: Option<(usize, f32)>,
}

pub(crate) fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    let faces = Typefaces::embedded().ok_or(PdfError::Font)?;
    let elements = layout::elements(document, &faces);
    let pages = layout::paginate(&elements);
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_incompatible| PdfError::Setup)?;
    let mut file = krilla::Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let size = Size::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or(PdfError::Setup)?;
    let mut placed: Vec<Placed> = elements.iter().map(|_| Placed::default()).collect();
    for (number, lines) in pages.iter().enumerate() {
        let mut page = file.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        for (index, line, top) in lines {
            let identifier = draw(&mut surface, line, *top, &faces);
            if let Some(place) = placed.get_mut(*index) {
                place.lines.push(identifier);
                place.first.get_or_insert((number, *top));
            }
        }
        foot(&mut surface, number + 1, pages.len(), &document.title, &faces);
        surface.finish();
        page.finish();
    }
    file.set_outline(outline(&elements, &placed));
    file.set_tag_tree(tags(&elements, placed, &document.language));
    file.set_metadata(
        Metadata::new()
            .title(document.title.clone())
            .language(document.language.clone())
            .creator("Reconecta".to_owned()),
    );
    file.finish()
        .map_err(|error| PdfError::Invalid(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, line: &Line, top: f32, faces: &Typefaces) -> Identifier {
    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
    for run in &line.runs {
        let (red, green, blue) = match run.style.tone {
            Tone::Ink => (0x1b, 0x1f, 0x24),
            Tone::Quiet => (0x57, 0x60, 0x6a),
        };
        surface.set_fill(Some(Fill {
            paint: rgb::Color::new(red, green, blue).into(),
            ..Fill::default()
        }));
        let point = Point::from_xy(run.x, top + run.style.size);
        let face = faces.face(run.style.bold);
        surface.draw_text(
            point,
            face,
            run.style.size,
            &run.text,
            false,
            TextDirection::LeftToRight,
        );
    }
    surface.end_tagged();
    identifier
}

/// Title and page number, which a screen reader leaves out.
fn foot(surface: &mut Surface<'_>, page: usize, of: usize, title: &str, faces: &Typefaces) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(0x57, 0x60, 0x6a).into(),
        ..Fill::default()
    }));
    let short: String = title.chars().take(FOOT_LETTERS).collect();
    let short = faces.printable(&short);
    let text = format!("{short} · {page}/{of}");
    let point = Point::from_xy(MARGIN, PAGE_HEIGHT - MARGIN / 2.0);
    surface.draw_text(
        point,
        faces.face(FOOT.bold),
        FOOT.size,
        &text,
        false,
        TextDirection::LeftToRight,
    );
    surface.end_tagged();
}

fn outline(elements: &[Element], placed: &[Placed]) -> Outline {
    let mut outline = Outline::new();
    for (element, place) in elements.iter().zip(placed) {
        if let (Kind::Heading(_), Some((page, top))) = (&element.kind, place.first) {
            let target = XyzDestination::new(page, Point::from_xy(MARGIN, top));
            outline.push_child(OutlineNode::new(element.words.clone(), target));
        }
    }
    outline
}

/// The logical structure: headings, paragraphs, and list items that follow each other as one list.
fn tags(elements: &[Element], placed: Vec<Placed>, language: &str) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let mut list: Option<TagGroup> = None;
    for (element, place) in elements.iter().zip(placed) {
        if let Kind::Item { opens: true, .. } | Kind::Heading(_) | Kind::Paragraph = element.kind
            && let Some(done) = list.take()
        {
            tree.push(done);
        }
        match element.kind {
            Kind::Heading(level) => {
                let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                tree.push(filled(
                    TagGroup::new(Tag::Hn(level, Some(element.words.clone()))),
                    place,
                ));
            }
            Kind::Paragraph => tree.push(filled(TagGroup::new(Tag::P), place)),
            Kind::Item { ordered, .. } => {
                let numbering = if ordered {
                    ListNumbering::Decimal
                } else {
                    ListNumbering::Disc
                };
                let mut item = TagGroup::new(Tag::LI);
                item.push(filled(TagGroup::new(Tag::LBody), place));
                list.get_or_insert_with(|| TagGroup::new(Tag::L(numbering)))
                    .push(item);
            }
        }
    }
    if let Some(done) = list {
        tree.push(done);
    }
    tree
}

fn filled(mut group: TagGroup, place: Placed) -> TagGroup {
    place.lines.into_iter().for_each(|line| group.push(line));
    group
}
