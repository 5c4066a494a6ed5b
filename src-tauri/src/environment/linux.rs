//! What makes the window lighter with WebKitGTK. A quiet window of forms and lists needs no graphics card.

use crate::webview::{self, WebView};
use gtk::glib;
use std::sync::Mutex;

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

/// What was set here, because nobody had chosen otherwise.
static GIVEN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// What other programs must not inherit: the pages of a browser that is started from here would be slow. Where the person set
/// such a variable, it is theirs, and not among these.
pub(crate) fn given_to_the_window() -> Vec<&'static str> {
    GIVEN.lock().map(|given| given.clone()).unwrap_or_default()
}

/// What every window is given, also that of the login. To be called while no other thread runs.
pub(super) fn lighten() {
    give(lightening(tauri::webview_version().ok()));
}

/// What only the app's own window is given. To be called while no other thread runs.
pub(super) fn interpret() {
    give(interpreting(tauri::webview_version().ok()));
}

fn give(variables: impl IntoIterator<Item = (&'static str, &'static str)>) {
    for (name, value) in variables {
        let is_ours = std::env::var_os(name).is_none() && glib::setenv(name, value, false).is_ok();
        if let (true, Ok(mut given)) = (is_ours, GIVEN.lock()) {
            given.push(name);
        }
    }
}

fn lightening(version: Option<String>) -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(PAINTING).chain(is_quick(version).then_some(COMPOSING))
}

fn interpreting(version: Option<String>) -> Option<(&'static str, &'static str)> {
    is_quick(version).then_some(INTERPRETING)
}

fn is_quick(version: Option<String>) -> bool {
    matches!(webview::judge(version, IS_QUICK, false), WebView::Fine(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn driver_and_compiler_are_left_out_where_the_engine_is_quick_without_them() {
        for (version, lighter, interpreted) in [
            (Some("2.50.6"), vec![PAINTING], None),
            (Some("2.52.0"), vec![PAINTING, COMPOSING], Some(INTERPRETING)),
            (Some("2.54.3"), vec![PAINTING, COMPOSING], Some(INTERPRETING)),
            (None, vec![PAINTING], None),
        ] {
            let version = version.map(str::to_owned);
            let found: Vec<_> = lightening(version.clone()).collect();
            assert_eq!(found, lighter, "{version:?}");
            assert_eq!(interpreting(version.clone()), interpreted, "{version:?}");
        }
    }
}
