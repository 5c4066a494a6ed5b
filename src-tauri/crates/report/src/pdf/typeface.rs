//! The embedded font: measuring, and what it can print.

use krilla::text::Font;
use ttf_parser::Face;

const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");
/// Stands for a letter that the font does not have.
const BLANK: char = '\u{fffd}';

/// How dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Ink,
    Quiet,
}

/// How a run of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) tone: Tone,
}

/// Regular and bold.
pub(super) struct Typefaces {
    regular: (Font, Face<'static>),
    bold: (Font, Face<'static>),
}

impl Typefaces {
    /// The two faces inside this program.
    pub(super) fn embedded() -> Option<Self> {
        let load = |bytes: &'static [u8]| Some((Font::new(bytes.into(), 0)?, Face::parse(bytes, 0).ok()?));
        Some(Self {
            regular: load(REGULAR)?,
            bold: load(BOLD)?,
        })
    }

    /// For drawing.
    pub(super) fn face(&self, bold: bool) -> Font {
        self.pair(bold).0.clone()
    }

    fn pair(&self, bold: bool) -> &(Font, Face<'static>) {
        if bold { &self.bold } else { &self.regular }
    }

    /// The text with a blank for each letter that cannot be printed; line ends and tabs become spaces.
    pub(super) fn printable(&self, text: &str) -> String {
        let known = |letter: char| self.regular.1.glyph_index(letter).is_some();
        let letters = text.chars().filter(|letter| !is_invisible(*letter));
        letters
            .map(|letter| match letter {
                letter if letter.is_whitespace() => ' ',
                letter if known(letter) => letter,
                _ => BLANK,
            })
            .collect()
    }

    /// Width in points.
    pub(super) fn width(&self, text: &str, style: Style) -> f32 {
        let face = &self.pair(style.bold).1;
        let units: u32 = text
            .chars()
            .filter_map(|letter| face.glyph_hor_advance(face.glyph_index(letter)?))
            .map(u32::from)
            .sum();
        // Sums of advances stay far below 2^24.
        #[expect(clippy::cast_precision_loss, reason = "widths of lines fit exactly")]
        let units = units as f32;
        units * style.size / f32::from(face.units_per_em())
    }

    /// Lines no wider than `width`; a word that is wider alone is cut.
    pub(super) fn wrap(&self, text: &str, style: Style, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in self.printable(text).split(' ').filter(|word| !word.is_empty()) {
            for piece in self.pieces(word, style, width) {
                let Some(line) = lines.last_mut() else { continue };
                let joined = if line.is_empty() {
                    piece.clone()
                } else {
                    format!("{line} {piece}")
                };
                if line.is_empty() || self.width(&joined, style) <= width {
                    *line = joined;
                } else {
                    lines.push(piece);
                }
            }
        }
        lines
    }

    fn pieces(&self, word: &str, style: Style, width: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let Some(piece) = pieces.last_mut() else { continue };
            piece.push(letter);
            if self.width(piece, style) > width && piece.chars().count() > 1 {
                piece.pop();
                pieces.push(letter.to_string());
            }
        }
        pieces
    }
}

/// Signs that steer other signs and are not drawn: variation selectors, joiners, directions.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || (letter.is_control() && !letter.is_whitespace())
}
