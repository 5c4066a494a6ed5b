//! What makes the window lighter with WebKitGTK. A quiet window of forms and lists needs no graphics card.

use crate::webview::{self, WebView};

/// It paints with the processor and only composes with the graphics driver: a fifth less memory where that is software.
const PAINTING: (&str, &str) = ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");

/// It composes without the driver, too, which then cannot leave the window blank: a quarter to a third less memory again.
const COMPOSING: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");

/// JavaScript is interpreted: a page of forms is as quick without machine code made on the way, needs a fourteenth less memory, and
/// has none that is both written and run.
const INTERPRETING: (&str, &str) = ("JSC_useJIT", "0");

/// Before this version every second start without the driver took half a second longer, and 10,000 numbers left too little room for
/// an interpreter.
const IS_QUICK: &str = "2.52";

/// What a browser that is started from here must not inherit: its pages would be slow.
pub(crate) const OF_THE_WINDOW: &str = INTERPRETING.0;

/// Sets what is missing where nobody chose otherwise. To be called before anything else: while other threads run, an
/// environment must not be changed.
pub(super) fn lighten() {
    for (name, value) in lightening(tauri::webview_version().ok()) {
        let _kept = glib::setenv(name, value, false);
    }
}

/// To be called while no other thread runs.
pub(super) fn interpret() {
    if is_quick(tauri::webview_version().ok()) {
        let _kept = glib::setenv(INTERPRETING.0, INTERPRETING.1, false);
    }
}

fn lightening(version: Option<String>) -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(PAINTING).chain(is_quick(version).then_some(COMPOSING))
}

fn is_quick(version: Option<String>) -> bool {
    matches!(webview::judge(version, IS_QUICK, false), WebView::Fine(_))
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
