//! What keeps the window from opening, said in one sentence with the way out: on the standard error, and in the system's own
//! dialog, as there is no window to say it in.

#[cfg_attr(target_os = "linux", path = "obstacle/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "obstacle/others.rs")]
mod dialog;

use crate::documents::Words;
use crate::folders::NoFolder;
use crate::webview::{ENGINE, NEEDED, WebView};
use std::io::Write;
use std::process::ExitCode;

/// Why no window can be opened.
#[derive(Debug)]
pub(crate) enum Obstacle {
    /// There is no place for data.
    Folder(NoFolder),
    /// There is no web view, or one that is too old.
    WebView(WebView),
    /// There is no screen.
    NoScreen,
    /// The system refused the window.
    Refused,
}

impl From<NoFolder> for Obstacle {
    fn from(problem: NoFolder) -> Self {
        Self::Folder(problem)
    }
}

impl Obstacle {
    /// Name in the catalogue, `start.<code>`, with its values.
    fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        let path = |path: &std::path::Path| vec![("path", path.display().to_string())];
        match self {
            Self::Folder(NoFolder::NoHome) => ("no_home", Vec::new()),
            Self::Folder(NoFolder::TooLong(folder)) => ("path_too_long", path(folder)),
            Self::Folder(NoFolder::NotWritable { path: folder, .. }) => ("not_writable", path(folder)),
            Self::WebView(WebView::Old(version)) => (
                "old_webview",
                vec![
                    ("engine", ENGINE.to_owned()),
                    ("found", version.clone()),
                    ("needed", NEEDED.to_owned()),
                ],
            ),
            Self::WebView(WebView::Missing | WebView::Fine(_)) => {
                ("no_webview", vec![("engine", ENGINE.to_owned())])
            }
            Self::NoScreen => ("no_screen", Vec::new()),
            Self::Refused => ("refused", Vec::new()),
        }
    }

    /// The sentence.
    pub(crate) fn sentence(&self, words: &Words) -> String {
        let (code, values) = self.words();
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        words
            .sentence(&format!("start.{code}"), &values)
            .unwrap_or_default()
    }

    /// Says it and answers the exit code.
    pub(crate) fn explain(&self, words: &Words) -> ExitCode {
        let sentence = self.sentence(words);
        let _closed = writeln!(std::io::stderr(), "reconecta: {sentence}");
        if has_screen() && !matches!(self, Self::Refused) {
            dialog::show(&sentence);
        }
        ExitCode::FAILURE
    }
}

/// Why the system gave no window.
pub(crate) fn of_refusal() -> Obstacle {
    if screen_answers() {
        Obstacle::Refused
    } else {
        Obstacle::NoScreen
    }
}

/// Whether the screen is there. The toolkit asks it, so this is for when no window of ours will come any more.
pub(crate) fn screen_answers() -> bool {
    has_screen() && dialog::screen_answers()
}

/// Whether the environment names anything to show a window on.
pub(crate) fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn each_obstacle_has_one_sentence_in_each_language() {
        let folder = || PathBuf::from("/home/ana/dados");
        let obstacles = [
            Obstacle::Folder(NoFolder::NoHome),
            Obstacle::Folder(NoFolder::TooLong(folder())),
            Obstacle::Folder(NoFolder::NotWritable {
                path: folder(),
                source: std::io::ErrorKind::PermissionDenied.into(),
            }),
            Obstacle::WebView(WebView::Missing),
            Obstacle::WebView(WebView::Old("2.38.1".to_owned())),
            Obstacle::NoScreen,
            Obstacle::Refused,
        ];
        for language in ["pt-BR", "en", "es"] {
            let words = Words::of(language);
            for obstacle in &obstacles {
                let sentence = obstacle.sentence(&words);
                assert!(
                    sentence.ends_with('.') && !sentence.contains(['{', '\u{2014}', '\n']),
                    "{language}: {obstacle:?}: {sentence}"
                );
                let values = obstacle.words().1;
                assert!(
                    values.iter().all(|(_, value)| sentence.contains(value.as_str())),
                    "{sentence}"
                );
            }
        }
    }
}
