//! What the changelogs say of one version.

use crate::changelogs::{LOGS, Log};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

/// How far the version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Its section has its number: anything else would be released with no word about it, or with words about another.
    Released,
    /// Before that what is not released yet counts as its section.
    Practised,
}

/// The section of the version in English, without its heading.
///
/// # Errors
/// There is none, or it is empty.
pub(super) fn of(project: &Project, version: &str, stage: Stage) -> Result<String> {
    let [english, ..] = &LOGS;
    of_log(project, english, version, stage)
}

/// The same by language, as the app shows it: without marks.
///
/// # Errors
/// A language says nothing about the version.
pub(super) fn by_language(
    project: &Project,
    version: &str,
    stage: Stage,
) -> Result<BTreeMap<String, String>> {
    let notes = LOGS.iter().map(|log| {
        let notes = of_log(project, log, version, stage)?;
        Ok((log.language.to_owned(), plain(&notes)))
    });
    notes.collect()
}

fn of_log(project: &Project, log: &Log, version: &str, stage: Stage) -> Result<String> {
    let path = project.root().join(log.file);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let section = log.section(&text, version).or_else(|| match stage {
        Stage::Released => None,
        Stage::Practised => log.unreleased(&text),
    });
    match section {
        Some(notes) if !notes.is_empty() => Ok(notes),
        Some(_) => bail!("{} says nothing about {version}", log.file),
        None => bail!("{} has no section for {version}", log.file),
    }
}

/// Without marks, for the app, which shows plain text.
fn plain(markdown: &str) -> String {
    let without_marks = |line: &str| {
        let line = line.trim_start_matches('#').replace(['*', '`'], "");
        line.trim_end().to_owned()
    };
    let lines: Vec<String> = markdown.lines().map(without_marks).collect();
    lines.join("\n").replace("\n  ", " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A project with nothing but these changelogs.
    fn project(logs: &[(&str, &str)]) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in logs {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let project = Project::at(folder.path().to_owned(), folder.path().join("target"));
        (folder, project)
    }

    const ENGLISH: (&str, &str) = (
        "CHANGELOG.md",
        "## Unreleased\n\n- Next\n\n## 0.2.0 - 2026-12-01\n\n### Added\n\n- *Two* `things`\n  in a row\n",
    );
    const PORTUGUESE: (&str, &str) = (
        "CHANGELOG.pt-BR.md",
        "## Não publicado\n\n- Depois\n\n## 0.2.0 - 2026-12-01\n\n### Novidades\n\n- Duas `coisas`\n",
    );
    const SPANISH: (&str, &str) = (
        "CHANGELOG.es.md",
        "## Sin publicar\n\n- Luego\n\n## 0.2.0 - 2026-12-01\n\n### Novedades\n\n- Dos cosas\n",
    );

    #[test]
    fn the_app_gets_plain_text_in_each_of_its_languages() {
        let (_folder, project) = project(&[ENGLISH, PORTUGUESE, SPANISH]);
        let notes = by_language(&project, "0.2.0", Stage::Released).unwrap();
        let expected = [
            ("en", "Added\n\n- Two things in a row"),
            ("es", "Novedades\n\n- Dos cosas"),
            ("pt-BR", "Novidades\n\n- Duas coisas"),
        ];
        assert_eq!(
            notes,
            expected
                .map(|(language, text)| (language.into(), text.into()))
                .into()
        );
    }

    #[test]
    fn a_language_without_a_word_about_the_version_is_refused_by_name() {
        let silent = (
            "CHANGELOG.es.md",
            "## Sin publicar\n\n- Luego\n\n## 0.2.0 - 2026-12-01\n\n## 0.1.0\n",
        );
        for third in [None, Some(silent)] {
            let logs: Vec<_> = [ENGLISH, PORTUGUESE].into_iter().chain(third).collect();
            let (_folder, project) = project(&logs);
            let refusal = by_language(&project, "0.2.0", Stage::Released).unwrap_err();
            assert!(format!("{refusal:#}").contains("CHANGELOG.es.md"), "{refusal:#}");
        }
    }

    #[test]
    fn what_is_not_released_counts_in_practice_only() {
        let (_folder, project) = project(&[ENGLISH, PORTUGUESE, SPANISH]);
        assert_eq!(of(&project, "0.3.0", Stage::Practised).unwrap(), "- Next");
        let refusal = of(&project, "0.3.0", Stage::Released).unwrap_err();
        assert_eq!(refusal.to_string(), "CHANGELOG.md has no section for 0.3.0");
        assert!(by_language(&project, "0.3.0", Stage::Released).is_err());
    }
}
