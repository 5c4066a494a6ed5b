//! What makes the window lighter with WebKitGTK. A quiet window of forms and lists needs no graphics card.

use crate::webview::{self, WebView};
use gtk::glib;
use reconecta_login::Changes;
use std::path::Path;
use std::sync::Mutex;

/// It paints with the processor and only composes with the graphics driver: a fifth less memory where that is software.
const PAINTING: (&str, &str) = ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");

/// It composes without the driver, too, which then cannot leave the window blank: a quarter to a third less memory again.
const COMPOSING: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");

/// JavaScript is interpreted: a page of forms is as quick without machine code made on the way, needs less memory, and has none that is both
/// written and run.
const INTERPRETING: (&str, &str) = ("JSC_useJIT", "0");

/// The engine's processes give memory back from the limit on that the C library starts with. Left alone it lets the limit grow to twice the
/// largest block that was given back, and keeps that much. Source: mallopt(3), `M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD`.
const GIVING_BACK: (&str, &str) = ("MALLOC_TRIM_THRESHOLD_", "131072");

/// The engine does not watch how much memory there is: it read the long map of its own every thirty seconds, which is nearly all that a
/// window at rest did.
const UNWATCHED: (&str, &str) = ("WEBKIT_DISABLE_MEMORY_PRESSURE_MONITOR", "1");

/// From this version on a look at the memory costs nothing.
const LOOKS_QUICKLY: &str = "2.52";

/// What was set here, because nobody had chosen otherwise.
static GIVEN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// What other programs get instead of what this one has, by name; `None`: nothing. With what our windows were given the pages of a
/// browser would be slow, and with what leads into an AppImage it would load the image's libraries. What the person set stays.
pub(crate) fn for_others() -> Changes {
    let given = given().into_iter().map(|name| (name.to_owned(), None));
    let image = std::env::var("APPDIR").ok().filter(|folder| !folder.is_empty());
    let readable = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let changed = image.map(|folder| outside(&folder, readable));
    given.chain(changed.into_iter().flatten()).collect()
}

/// Names of what was set here: a program of ours chooses for itself.
pub(super) fn given() -> Vec<&'static str> {
    GIVEN.lock().map(|given| given.clone()).unwrap_or_default()
}

/// Lists of paths without those below `folder`; a list of nothing else is `None`. The start script of an AppImage sets them.
fn outside(folder: &str, variables: impl Iterator<Item = (String, String)>) -> Changes {
    let is_below = |path: &&str| Path::new(path).starts_with(folder);
    let changed = variables.filter(|(_, value)| value.split(':').any(|path| is_below(&path)));
    let rest = |value: &str| {
        let paths: Vec<&str> = value.split(':').filter(|path| !is_below(path)).collect();
        (!paths.is_empty()).then(|| paths.join(":"))
    };
    changed.map(|(name, value)| (name, rest(&value))).collect()
}

/// What every window is given, also that of the login. To be called while no other thread runs.
pub(super) fn lighten() {
    give([PAINTING, COMPOSING]);
}

/// What only the app's own window is given. To be called while no other thread runs.
pub(super) fn lighten_own() {
    give(of_our_own(tauri::webview_version().ok()));
}

fn give(variables: impl IntoIterator<Item = (&'static str, &'static str)>) {
    for (name, value) in variables {
        let is_ours = std::env::var_os(name).is_none() && glib::setenv(name, value, false).is_ok();
        if let (true, Ok(mut given)) = (is_ours, GIVEN.lock()) {
            given.push(name);
        }
    }
}

fn of_our_own(version: Option<String>) -> impl Iterator<Item = (&'static str, &'static str)> {
    let looks_quickly = matches!(webview::judge(version, LOOKS_QUICKLY, false), WebView::Fine(_));
    [INTERPRETING, GIVING_BACK]
        .into_iter()
        .chain((!looks_quickly).then_some(UNWATCHED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_programs_get_no_paths_of_the_image() {
        let variables = [
            ("APPDIR", "/tmp/.mount_re"),
            ("GTK_PATH", "/tmp/.mount_re/usr/lib/gtk-3.0"),
            (
                "XDG_DATA_DIRS",
                "/tmp/.mount_re/usr/share:/usr/local/share:/usr/share",
            ),
            ("APPIMAGE", "/home/ana/Reconecta.AppImage"),
            ("OTHER", "/tmp/.mount_recent/usr"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            outside("/tmp/.mount_re", variables.into_iter()),
            [
                ("APPDIR".to_owned(), None),
                ("GTK_PATH".to_owned(), None),
                (
                    "XDG_DATA_DIRS".to_owned(),
                    Some("/usr/local/share:/usr/share".to_owned())
                ),
            ]
        );
    }

    #[test]
    fn an_engine_whose_look_at_the_memory_is_long_does_not_look() {
        for (version, given) in [
            (Some("2.50.6"), vec![INTERPRETING, GIVING_BACK, UNWATCHED]),
            (Some("2.52.0"), vec![INTERPRETING, GIVING_BACK]),
            (Some("2.54.3"), vec![INTERPRETING, GIVING_BACK]),
            (None, vec![INTERPRETING, GIVING_BACK, UNWATCHED]),
        ] {
            let found: Vec<_> = of_our_own(version.map(str::to_owned)).collect();
            assert_eq!(found, given, "{version:?}");
        }
    }
}
