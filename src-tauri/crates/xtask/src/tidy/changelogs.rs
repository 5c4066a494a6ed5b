//! The changelogs of all languages are about the same versions, under the same headings.

use super::Finding;
use super::tree::Tree;
use crate::changelogs::{Heading, LOGS, Log};

const RULE: &str = "changelogs";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let [english, others @ ..] = &LOGS;
    let Some(file) = tree.file(english.file) else {
        return vec![Finding::new(RULE, english.file, 0, "is missing")];
    };
    let wanted = english.headings(&file.text);
    let differing = |log: &Log| match tree.file(log.file) {
        None => Some(Finding::new(RULE, log.file, 0, "is missing")),
        Some(file) => first_difference(&wanted, &log.headings(&file.text))
            .map(|(line, message)| Finding::new(RULE, log.file, line, message)),
    };
    others.iter().filter_map(differing).collect()
}

fn first_difference(wanted: &[Heading], found: &[Heading]) -> Option<(usize, String)> {
    for (number, heading) in wanted.iter().enumerate() {
        let name = &heading.name;
        match found.get(number) {
            None => return Some((0, format!("`{name}` of the English changelog is missing"))),
            Some(other) if other.name != *name => {
                let message = format!("`{}` stands where the English changelog has `{name}`", other.name);
                return Some((other.line, message));
            }
            // What is not released may still wait for its translation; what people are shown may not.
            Some(other) if heading.is_released() && other.changes != heading.changes => {
                let message = format!(
                    "`{name}` has {} changes, in English {}",
                    other.changes, heading.changes
                );
                return Some((other.line, message));
            }
            Some(_) => {}
        }
    }
    let more = found.get(wanted.len())?;
    Some((
        more.line,
        format!("`{}` is not in the English changelog", more.name),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    const ENGLISH: &str =
        "## Unreleased\n\n### Added\n\n- A\n- B\n\n## 0.1.0 - 2026-10-01\n\n### Fixed\n\n- C\n";
    const PORTUGUESE: &str =
        "## Não publicado\n\n### Novidades\n\n- A\n\n## 0.1.0 - 2026-10-01\n\n### Correções\n\n- C\n";
    const SPANISH: &str =
        "## Sin publicar\n\n### Novedades\n\n- A\n\n## 0.1.0 - 2026-10-01\n\n### Correcciones\n\n- C\n";

    fn found(portuguese: &str) -> Vec<(String, String)> {
        let tree = tree_of(&[
            ("CHANGELOG.md", ENGLISH),
            ("CHANGELOG.pt-BR.md", portuguese),
            ("CHANGELOG.es.md", SPANISH),
        ]);
        let findings = check(&tree).into_iter();
        findings.map(|finding| (finding.path, finding.message)).collect()
    }

    #[test]
    fn the_same_versions_and_headings_in_three_languages_are_fine() {
        assert_eq!(found(PORTUGUESE), []);
    }

    #[test]
    fn a_version_a_heading_or_a_released_change_that_is_missing_is_found() {
        for (changed, said) in [
            (PORTUGUESE.replace("0.1.0", "0.1.1"), "0.1.1"),
            (
                PORTUGUESE.replace("Correções", "Novidades"),
                "0.1.0 - 2026-10-01: Added",
            ),
            (PORTUGUESE.replace("- C\n", ""), "has 0 changes, in English 1"),
            (PORTUGUESE.replace("\n### Correções\n\n- C\n", ""), "is missing"),
            (
                format!("{PORTUGUESE}\n## 0.0.9\n"),
                "`0.0.9` is not in the English",
            ),
        ] {
            let found = found(&changed);
            assert_eq!(found.len(), 1, "{changed}: {found:?}");
            assert_eq!(found[0].0, "CHANGELOG.pt-BR.md");
            assert!(found[0].1.contains(said), "{}", found[0].1);
        }
    }

    #[test]
    fn a_language_without_a_changelog_is_found() {
        let tree = tree_of(&[("CHANGELOG.md", ENGLISH), ("CHANGELOG.es.md", SPANISH)]);
        let paths: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, ["CHANGELOG.pt-BR.md"]);
    }
}
