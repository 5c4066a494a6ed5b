//! The changelog in each language of the app: English in `CHANGELOG.md`, the others beside it. What the app shows before
//! it updates comes from them.

/// One of the files.
#[derive(Debug)]
pub(crate) struct Log {
    /// As the app calls the language.
    pub(crate) language: &'static str,
    /// Its name in the project's root.
    pub(crate) file: &'static str,
    /// What the section of the next version is called.
    unreleased: &'static str,
    /// What the kinds of changes are called, in the order of [`KINDS`].
    kinds: [&'static str; KINDS.len()],
}

/// The kinds of changes of Keep a Changelog.
const KINDS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
const UNRELEASED: &str = "Unreleased";

/// All of them, the one that packages carry first.
pub(crate) const LOGS: [Log; 3] = [
    Log {
        language: "en",
        file: "CHANGELOG.md",
        unreleased: UNRELEASED,
        kinds: KINDS,
    },
    Log {
        language: "pt-BR",
        file: "CHANGELOG.pt-BR.md",
        unreleased: "Não publicado",
        kinds: [
            "Novidades",
            "Mudanças",
            "Em desuso",
            "Removido",
            "Correções",
            "Segurança",
        ],
    },
    Log {
        language: "es",
        file: "CHANGELOG.es.md",
        unreleased: "Sin publicar",
        kinds: [
            "Novedades",
            "Cambios",
            "En desuso",
            "Eliminado",
            "Correcciones",
            "Seguridad",
        ],
    },
];

/// A heading, with how many changes stand under it before the next one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 is the first line.
    pub(crate) line: usize,
    /// Of a version `0.2.0 - 2026-12-01`, of a kind `0.2.0 - 2026-12-01: Added`, in the words of English.
    pub(crate) name: String,
    pub(crate) changes: usize,
}

impl Heading {
    /// Whether it belongs to a version that people have.
    pub(crate) fn is_released(&self) -> bool {
        !self.name.starts_with(UNRELEASED)
    }
}

impl Log {
    /// The headings of versions and kinds, in the words of English so that they can be compared.
    pub(crate) fn headings(&self, text: &str) -> Vec<Heading> {
        let mut headings: Vec<Heading> = Vec::new();
        let mut version = String::new();
        for (number, line) in text.lines().enumerate() {
            let name = if let Some(name) = line.strip_prefix("## ") {
                version = self.version_in_english(name.trim());
                version.clone()
            } else if let Some(kind) = line.strip_prefix("### ") {
                format!("{version}: {}", self.kind_in_english(kind.trim()))
            } else {
                if let (true, Some(heading)) = (line.starts_with("- "), headings.last_mut()) {
                    heading.changes += 1;
                }
                continue;
            };
            headings.push(Heading {
                line: number + 1,
                name,
                changes: 0,
            });
        }
        headings
    }

    /// The section of the version, without its heading; `None` when there is none.
    pub(crate) fn section(&self, text: &str, version: &str) -> Option<String> {
        section(text, |name| {
            let name = name.split([' ', ']']).next().unwrap_or_default();
            name.trim_start_matches('[') == version
        })
    }

    /// The section of what is not released yet.
    pub(crate) fn unreleased(&self, text: &str) -> Option<String> {
        section(text, |name| self.is_unreleased(name))
    }

    /// Whether that is what the section of the next version is called.
    pub(crate) fn is_unreleased(&self, name: &str) -> bool {
        name == self.unreleased
    }

    fn version_in_english(&self, name: &str) -> String {
        let name = if self.is_unreleased(name) {
            UNRELEASED
        } else {
            name
        };
        name.replace(['[', ']'], "")
    }

    /// A kind that Keep a Changelog does not know stays as it is, and is found to differ.
    fn kind_in_english<'a>(&self, kind: &'a str) -> &'a str {
        let known = self.kinds.iter().zip(KINDS).find(|(own, _)| **own == kind);
        known.map_or(kind, |(_, english)| english)
    }
}

fn section(text: &str, is_ours: impl Fn(&str) -> bool) -> Option<String> {
    let is_start = |line: &str| line.strip_prefix("## ").is_some_and(|name| is_ours(name.trim()));
    let mut lines = text.lines().skip_while(|line| !is_start(line));
    lines.next()?;
    let body: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    Some(body.join("\n").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "# Changes\n\n## Unreleased\n\n- Next\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- *Two* `things`\n  in a row\n- More\n\n## 0.1.0\n\n- First\n";

    #[test]
    fn each_version_has_its_own_section() {
        let [english, ..] = &LOGS;
        let of = |version| english.section(ENGLISH, version);
        assert_eq!(of("0.1.0").as_deref(), Some("- First"));
        assert_eq!(
            of("0.2.0").as_deref(),
            Some("### Added\n\n- *Two* `things`\n  in a row\n- More")
        );
        assert_eq!(of("0.2"), None, "a part of a version is another version");
        assert_eq!(english.unreleased(ENGLISH).as_deref(), Some("- Next"));
    }

    #[test]
    fn headings_of_each_language_can_be_compared() {
        let [english, portuguese, _] = &LOGS;
        let text = "# Mudanças\n\n## Não publicado\n\n- A\n\n## 0.2.0 - 2026-12-01\n\n### Novidades\n\n- B\n- C\n\n## 0.1.0\n\n- D\n";
        let names = |log: &Log, text| -> Vec<(String, usize)> {
            let headings = log.headings(text).into_iter();
            headings.map(|heading| (heading.name, heading.changes)).collect()
        };
        assert_eq!(names(english, ENGLISH), names(portuguese, text));
        assert_eq!(
            names(portuguese, "## Não publicado\n\n### Novidade\n"),
            [("Unreleased".into(), 0), ("Unreleased: Novidade".into(), 0)],
            "an unknown word is not translated"
        );
    }
}
