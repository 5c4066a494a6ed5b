//! What makes the window lighter with WebKitGTK. A quiet window of forms and lists needs no graphics card.

use crate::webview::{self, WebView};

/// It paints with the processor and only composes with the graphics driver: a fifth less memory where that is software.
const PAINTING: (&str, &str) = ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");

/// It composes without the driver, too, which then cannot leave the window blank: a quarter to a third less memory again.
const COMPOSING: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");

/// Before this version every second start without the driver took half a second longer.
const COMPOSES_WELL: &str = "2.52";

/// Sets what is missing where nobody chose otherwise. To be called before anything else: while other threads run, an
/// environment must not be changed.
pub(super) fn lighten() {
    for (name, value) in lightening(tauri::webview_version().ok()) {
        let _kept = glib::setenv(name, value, false);
    }
}

fn lightening(version: Option<String>) -> impl Iterator<Item = (&'static str, &'static str)> {
    let composes = matches!(webview::judge(version, COMPOSES_WELL, false), WebView::Fine(_));
    std::iter::once(PAINTING).chain(composes.then_some(COMPOSING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_is_left_out_where_the_engine_starts_well_without_it() {
        for (version, expected) in [
            (Some("2.50.6"), vec![PAINTING]),
            (Some("2.52.0"), vec![PAINTING, COMPOSING]),
            (Some("2.54.3"), vec![PAINTING, COMPOSING]),
            (None, vec![PAINTING]),
        ] {
            let found: Vec<_> = lightening(version.map(str::to_owned)).collect();
            assert_eq!(found, expected, "{version:?}");
        }
    }
}
