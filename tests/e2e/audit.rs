//! What a careful eye checks on a screen: accessibility, size, language.

use crate::app::App;
use crate::windows::Which;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Sizes of the window, in pixels of its content.
pub(crate) const SMALL: (u32, u32) = (1000, 700);
/// A larger one.
pub(crate) const LARGE: (u32, u32) = (1440, 900);

/// Sizes with the least room for a page: the smallest window, and that in which the rail is just unfolded.
const TIGHT: [(u32, u32); 2] = [(900, 600), (1081, 700)];

/// Languages and themes; Portuguese in light is what the tests click in, so it comes last.
pub(crate) const LOOKS: [(&str, &str); 5] = [
    ("es", "light"),
    ("en", "dark"),
    ("en", "light"),
    ("pt-BR", "dark"),
    ("pt-BR", "light"),
];

impl App {
    /// Keeps pictures of the screen that stands, in each language, and fails with whatever is foreign or out of place on it,
    /// in the tightest windows too.
    pub(crate) async fn look_at(&mut self, screen: &str) {
        for size in TIGHT {
            self.resize(size).await;
            for language in ["es", "en", "pt-BR"] {
                self.prefer(language, "light").await;
                self.check_layout_and_language(screen, language).await;
            }
        }
        for size in [SMALL, LARGE] {
            self.resize(size).await;
            for (language, theme) in LOOKS {
                self.prefer(language, theme).await;
                let (width, height) = size;
                self.photograph(&format!("{screen}-{language}-{theme}-{width}x{height}"))
                    .await;
                self.check_layout_and_language(screen, language).await;
            }
        }
    }

    /// The same, and with whatever is hard to read or to reach.
    pub(crate) async fn look_closely(&mut self, screen: &str) {
        self.look_at(screen).await;
        for theme in ["dark", "light"] {
            self.prefer("pt-BR", theme).await;
            self.check_accessibility(screen).await;
        }
    }

    /// Fails with each rule that assistive technology or a weak eye would stumble over, colour contrast included.
    pub(crate) async fn check_accessibility(&self, screen: &str) {
        self.settle().await;
        if self.run("arguments[0](typeof window.axe)").await == "undefined" {
            let axe = read(&project("ui/node_modules/axe-core/axe.min.js"));
            self.run(&format!("const done = arguments[0]; {axe}\n; done(true);"))
                .await;
        }
        let answer = self.run(include_str!("axe.js")).await;
        let count = |what: &str| answer[what].as_u64().unwrap_or_default();
        assert!(
            count("rules") > 30 && count("contrasts") > 3,
            "axe looked at next to nothing on {screen}: {answer}"
        );
        assert_eq!(answer["violations"], json!([]), "{screen} has barriers");
    }

    /// Fails where something is wider than its place, where a code shows instead of a sentence, and where a sentence
    /// is in another language than the window.
    pub(crate) async fn check_layout_and_language(&self, screen: &str, language: &str) {
        let spoken = Catalogue::of(language);
        let foreign: Vec<String> = ["pt-BR", "en", "es"]
            .into_iter()
            .filter(|other| *other != language)
            .flat_map(|other| Catalogue::of(other).sentences())
            .filter(|sentence| !spoken.has(sentence))
            .collect();
        let arguments = vec![json!(spoken.families()), json!(foreign)];
        let found = self.run_with(include_str!("look.js"), arguments).await;
        assert_eq!(found, json!([]), "{screen} in {language}");
    }

    /// Gives the window's content that size, as dragging its border does. A window that is only just there may be given its
    /// first size afterwards, so it is asked again.
    pub(crate) async fn resize(&self, (width, height): (u32, u32)) {
        let wanted = json!([width, height]);
        let mut size = Value::Null;
        for _asked in 0..3 {
            self.windows.resize(Which::Main, (width, height));
            size = self
                .run_with(include_str!("resize.js"), vec![wanted.clone()])
                .await;
            if size == wanted {
                return;
            }
        }
        assert_eq!(size, wanted, "the window must take the size");
    }
}

/// The words of one language.
struct Catalogue(Map<String, Value>);

impl Catalogue {
    fn of(language: &str) -> Self {
        let text = read(&project(&format!("ui/messages/{language}.json")));
        Self(serde_json::from_str(&text).expect("a catalogue"))
    }

    /// What keys begin with: `cause`, `wizard`, ...
    fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = self
            .0
            .keys()
            .filter_map(|key| Some(key.split_once('.')?.0))
            .collect();
        families.dedup();
        families
    }

    /// Whole sentences, without those that are the same word in many languages.
    fn sentences(&self) -> Vec<String> {
        let texts = self.0.values().filter_map(Value::as_str);
        texts
            .filter(|text| text.contains(' '))
            .map(str::to_owned)
            .collect()
    }

    fn has(&self, sentence: &str) -> bool {
        self.0.values().any(|text| text == sentence)
    }
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}; `npm ci` in ui brings axe-core", path.display()))
}
