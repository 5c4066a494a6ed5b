//! The part of `CHANGELOG.md` that is about one version.

use crate::project::Project;
use anyhow::{Context, Result, bail};

/// The section of the version, without its heading; before the release that of what is not released yet.
///
/// # Errors
/// There is none, or it is empty.
pub(super) fn of(project: &Project, version: &str) -> Result<String> {
    let path = project.root().join("CHANGELOG.md");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    match section(&text, version).or_else(|| section(&text, "Unreleased")) {
        Some(notes) if !notes.is_empty() => Ok(notes),
        Some(_) => bail!("CHANGELOG.md says nothing about {version}"),
        None => bail!("CHANGELOG.md has no section for {version}"),
    }
}

fn section(text: &str, version: &str) -> Option<String> {
    let is_ours = |line: &str| {
        line.strip_prefix("## ").is_some_and(|heading| {
            let name = heading.split([' ', ']']).next().unwrap_or_default();
            name.trim_start_matches('[') == version
        })
    };
    let mut lines = text.lines().skip_while(|line| !is_ours(line));
    lines.next()?;
    let body: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    Some(body.join("\n").trim().to_owned())
}

/// Without marks, for the app, which shows plain text.
pub(super) fn plain(markdown: &str) -> String {
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

    const LOG: &str = "# Changes\n\n## Unreleased\n\n- Next\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- *Two* `things`\n  in a row\n\n## 0.1.0\n\n- First\n";

    #[test]
    fn each_version_has_its_own_notes() {
        assert_eq!(section(LOG, "0.1.0").as_deref(), Some("- First"));
        assert_eq!(
            section(LOG, "0.2.0").as_deref(),
            Some("### Added\n\n- *Two* `things`\n  in a row")
        );
        assert_eq!(
            section(LOG, "0.2"),
            None,
            "a part of a version is another version"
        );
    }

    #[test]
    fn the_app_gets_text_without_marks() {
        let notes = section(LOG, "0.2.0").unwrap();
        assert_eq!(plain(&notes), "Added\n\n- Two things in a row");
    }
}
