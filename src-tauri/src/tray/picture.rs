//! The icon as a picture: the app's own, with a dot where somebody is needed.

/// Red, green, blue and opacity.
type Colour = [u8; 4];

/// Red of the verdict *Desconectado*, readable on light and dark panels.
const DOT: Colour = [0xd9, 0x2d, 0x20, 0xff];
/// Around the dot, so that it stands out from the icon.
const RIM: Colour = [0xff, 0xff, 0xff, 0xff];

/// Rows of pixels, four bytes each: red, green, blue, opacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgba: Vec<u8>,
}

impl Picture {
    /// The app's icon, with a dot if somebody is needed.
    pub(crate) fn of(needs_somebody: bool) -> Self {
        let icon = tauri::include_image!("icons/32x32.png");
        let mut picture = Self {
            width: icon.width(),
            height: icon.height(),
            rgba: icon.rgba().to_vec(),
        };
        if needs_somebody {
            picture.draw_dot();
        }
        picture
    }

    /// A dot in the lower right corner, three eighths of the width across.
    fn draw_dot(&mut self) {
        let (width, height) = (self.width, self.height);
        let radius = i64::from(width) * 3 / 16;
        let centre = (i64::from(width) - 1 - radius, i64::from(height) - 1 - radius);
        for y in 0..height {
            for x in 0..width {
                let (across, down) = (i64::from(x) - centre.0, i64::from(y) - centre.1);
                let distance = across * across + down * down;
                let colour = match distance {
                    _ if distance <= (radius - 2) * (radius - 2) => DOT,
                    _ if distance <= radius * radius => RIM,
                    _ => continue,
                };
                self.paint(x, y, colour);
            }
        }
    }

    fn paint(&mut self, x: u32, y: u32, colour: Colour) {
        let place = usize::try_from((y * self.width + x) * 4).unwrap_or_default();
        if let Some(pixel) = self.rgba.get_mut(place..place + 4) {
            pixel.copy_from_slice(&colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_says_that_somebody_is_needed() {
        let (fine, needed) = (Picture::of(false), Picture::of(true));
        assert_eq!((fine.width, fine.height, fine.rgba.len()), (32, 32, 32 * 32 * 4));
        let red = |picture: &Picture| picture.rgba.chunks(4).filter(|pixel| *pixel == DOT).count();
        assert_eq!(red(&fine), 0);
        assert!(red(&needed) > 30, "it can be seen: {}", red(&needed));
        assert_eq!(
            fine.rgba[..32 * 4 * 16],
            needed.rgba[..32 * 4 * 16],
            "the upper half stays"
        );
    }
}
