//! Where the window opens: over the middle of the app's own, and whole on the screen that this middle is on.

use serde::{Deserialize, Serialize};

/// A rectangle of the desktop, in physical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginPlace {
    /// From the left edge of the desktop.
    pub x: i32,
    /// From its upper edge.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl LoginPlace {
    /// The point in its middle.
    fn middle(self) -> (i64, i64) {
        let middle = |from: i32, size: u32| i64::from(from) + i64::from(size / 2);
        (middle(self.x, self.width), middle(self.y, self.height))
    }

    /// Whether the middle of `app` is on this screen.
    pub(crate) fn shows_middle_of(self, app: Self) -> bool {
        let inside = |point: i64, from: i32, size: u32| {
            let point = point - i64::from(from);
            (0..i64::from(size)).contains(&point)
        };
        let (x, y) = app.middle();
        inside(x, self.x, self.width) && inside(y, self.y, self.height)
    }

    /// The upper left corner of a window of this size over the middle of `app`, on this screen.
    pub(crate) fn corner_over(self, app: Self, (width, height): (u32, u32)) -> (i32, i32) {
        let corner = |middle: i64, size: u32, from: i32, room: u32| {
            let (from, size) = (i64::from(from), i64::from(size));
            let last = from.max(from + i64::from(room) - size);
            i32::try_from((middle - size / 2).clamp(from, last)).unwrap_or(i32::MAX)
        };
        let (x, y) = app.middle();
        (
            corner(x, width, self.x, self.width),
            corner(y, height, self.y, self.height),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn place(x: i32, y: i32, width: u32, height: u32) -> LoginPlace {
        LoginPlace { x, y, width, height }
    }

    const SIZE: (u32, u32) = (640, 760);
    const SCREEN: LoginPlace = place(0, 0, 1920, 1080);
    const LEFT_OF_IT: LoginPlace = place(-1280, 0, 1280, 720);

    #[test]
    fn the_middle_of_the_app_s_window_is_its_middle() {
        let app = place(400, 100, 1100, 760);
        assert_eq!(SCREEN.corner_over(app, SIZE), (400 + 550 - 320, 100));
        assert!(SCREEN.shows_middle_of(app) && !LEFT_OF_IT.shows_middle_of(app));
    }

    #[test]
    fn it_is_whole_on_the_screen_or_begins_at_its_corner() {
        for (screen, app, corner) in [
            (SCREEN, place(-300, -200, 700, 700), (0, 0)),
            (SCREEN, place(1500, 700, 700, 700), (1920 - 640, 1080 - 760)),
            (LEFT_OF_IT, place(-1000, 100, 700, 600), (-970, 0)),
            (SCREEN, place(i32::MAX, i32::MIN, u32::MAX, u32::MAX), (1280, 0)),
        ] {
            assert_eq!(screen.corner_over(app, SIZE), corner, "{app:?}");
        }
        assert!(LEFT_OF_IT.shows_middle_of(place(-1000, 100, 700, 600)));
        let edge = place(i32::MAX, i32::MAX, u32::MAX, u32::MAX);
        assert_eq!(edge.corner_over(edge, (1, 1)).0, i32::MAX, "no place is too far");
    }
}
