//! The changelogs, and the forms in which Debian, RPM and AppStream want them.

use crate::changelogs::{LOGS, Log};
use crate::product::{NAME, Product};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// Columns of Debian's changelog.
const COLUMNS: usize = 78;

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    pub(crate) version: String,
    pub(crate) time: Timestamp,
    /// One line for each change, without markup, with the heading that it stands under.
    pub(crate) changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// `Added`, `Fixed`, ...
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// What the changelogs of all languages tell.
#[derive(Debug)]
pub(crate) struct History {
    /// What packages carry.
    pub(crate) english: Vec<Release>,
    /// The same in the app's other languages.
    pub(crate) translated: Vec<(&'static str, Vec<Release>)>,
}

impl History {
    /// Reads them all.
    ///
    /// # Errors
    /// One of them cannot be read, or says nothing about the version that is being packed.
    pub(crate) fn of(project: &Project, product: &Product) -> Result<Self> {
        let read_one = |log: &Log| {
            let path = project.root().join(log.file);
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            read(log, &text, product)
        };
        let [english, others @ ..] = &LOGS;
        let translated = others.iter().map(|log| Ok((log.language, read_one(log)?)));
        Ok(Self {
            english: read_one(english)?,
            translated: translated.collect::<Result<_>>()?,
        })
    }
}

/// Reads one, newest version first. What is not released yet is the version that is being packed.
///
/// # Errors
/// A heading has no date, or there is nothing about the version that is being packed.
fn read(log: &Log, text: &str, product: &Product) -> Result<Vec<Release>> {
    let mut releases: Vec<Release> = Vec::new();
    let mut kind = String::new();
    let mut goes_on = false;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            releases.push(heading_of(log, heading, product)?);
            goes_on = false;
        } else if let Some(name) = line.strip_prefix("### ") {
            name.trim().clone_into(&mut kind);
            goes_on = false;
        } else if let Some(change) = line.strip_prefix("- ") {
            let release = releases
                .last_mut()
                .context("a change stands before the first version")?;
            let text = plain(change);
            release.changes.push(Change {
                kind: kind.clone(),
                text,
            });
            goes_on = true;
        } else if line.trim().is_empty() {
            goes_on = false;
        } else if let (true, Some(change)) = (goes_on, last_change(&mut releases)) {
            change.text.push(' ');
            change.text.push_str(&plain(line.trim()));
        }
    }
    releases.retain(|release| !release.changes.is_empty());
    match releases.first() {
        Some(newest) if newest.version == product.version => Ok(releases),
        _ => bail!("{} says nothing about version {}", log.file, product.version),
    }
}

fn last_change(releases: &mut [Release]) -> Option<&mut Change> {
    releases.last_mut()?.changes.last_mut()
}

/// `Unreleased`, or `0.2.0 - 2026-12-01`, or `[0.2.0] - 2026-12-01`.
fn heading_of(log: &Log, heading: &str, product: &Product) -> Result<Release> {
    let (version, time) = if log.is_unreleased(heading.trim()) {
        (product.version.clone(), product.time)
    } else {
        let (version, date) = heading
            .split_once(" - ")
            .with_context(|| format!("the heading `{heading}` of {} has no date", log.file))?;
        let date: Date = date
            .trim()
            .parse()
            .with_context(|| format!("`{heading}` has no date"))?;
        let time = date.to_zoned(TimeZone::UTC)?.timestamp();
        (version.trim_matches(['[', ']', ' ']).to_owned(), time)
    };
    Ok(Release {
        version,
        time,
        changes: Vec::new(),
    })
}

/// Without emphasis and code marks.
fn plain(text: &str) -> String {
    text.replace(['*', '`'], "")
}

/// Debian's changelog of a native package.
pub(crate) fn debian(releases: &[Release], product: &Product) -> String {
    let mut out = String::new();
    for release in releases {
        out.push_str(&format!(
            "{NAME} ({}) unstable; urgency=medium\n\n",
            release.version
        ));
        for change in &release.changes {
            out.push_str(&wrap(
                &format!("{}: {}", change.kind, change.text),
                "  * ",
                "    ",
            ));
        }
        let time = release.time.strftime("%a, %d %b %Y %H:%M:%S +0000");
        out.push_str(&format!("\n -- {}  {time}\n\n", product.maintainer));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn wrap(text: &str, first: &str, following: &str) -> String {
    let mut out = String::from(first);
    let mut column = first.chars().count();
    for (number, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if number > 0 && column + 1 + length > COLUMNS {
            out.push('\n');
            out.push_str(following);
            column = following.chars().count();
        } else if number > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
    out
}

/// The text of one version in an RPM.
pub(crate) fn rpm_entry(release: &Release) -> String {
    let lines = release
        .changes
        .iter()
        .map(|change| format!("- {}: {}", change.kind, change.text));
    lines.collect::<Vec<_>>().join("\n")
}

/// The `releases` of an AppStream component, each with its lines in every language. What is not released may still wait for its
/// translation, so the lines of a language stand together and not beside those that they translate.
pub(crate) fn appstream(history: &History) -> String {
    let mut out = String::from("  <releases>\n");
    for release in &history.english {
        out.push_str(&format!(
            "    <release version=\"{}\" date=\"{}\">\n      <description>\n        <ul>\n",
            escape(&release.version),
            release.time.strftime("%Y-%m-%d")
        ));
        out.push_str(&lines(release, ""));
        for (language, releases) in &history.translated {
            let same = releases.iter().filter(|other| other.version == release.version);
            let translated = same.map(|other| lines(other, &format!(" xml:lang=\"{language}\"")));
            out.extend(translated);
        }
        out.push_str("        </ul>\n      </description>\n    </release>\n");
    }
    out.push_str("  </releases>");
    out
}

fn lines(release: &Release, attribute: &str) -> String {
    let line = |change: &Change| {
        let (kind, text) = (escape(&change.kind), escape(&change.text));
        format!("          <li{attribute}>{kind}: {text}</li>\n")
    };
    release.changes.iter().map(line).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Changes

Some words.

## Unreleased

### Added

- The main job in *Demonstração*: diagnosis,
  login & `repair`.
- Another.

### Fixed

- A <thing>.

## [0.1.0] - 2026-10-01

### Added

- The first.
";

    fn english(text: &str) -> Result<Vec<Release>> {
        read(&LOGS[0], text, &Product::sample())
    }

    #[test]
    fn what_is_not_released_is_the_version_being_packed() {
        let releases = english(TEXT).unwrap();
        let versions: Vec<&str> = releases.iter().map(|release| release.version.as_str()).collect();
        assert_eq!(versions, ["0.2.0", "0.1.0"]);
        assert_eq!(
            releases[0].changes[0].text,
            "The main job in Demonstração: diagnosis, login & repair."
        );
        assert_eq!(releases[0].changes[2].kind, "Fixed");
        assert_eq!(releases[1].time.to_string(), "2026-10-01T00:00:00Z");
    }

    #[test]
    fn a_released_version_with_nothing_after_it_is_packed_as_it_is() {
        let text = "## Unreleased\n\n## 0.2.0 - 2026-11-30\n\n### Fixed\n\n- One.\n";
        let releases = english(text).unwrap();
        assert_eq!(releases.len(), 1);
        assert_eq!(releases[0].time.to_string(), "2026-11-30T00:00:00Z");
    }

    #[test]
    fn a_version_without_a_word_about_it_is_refused() {
        let refusal = english("## 0.1.0 - 2026-10-01\n\n- One.\n").unwrap_err();
        assert!(refusal.to_string().contains("0.2.0"), "{refusal}");
    }

    #[test]
    fn debian_gets_lines_that_fit_and_a_signature() {
        let text = debian(&english(TEXT).unwrap(), &Product::sample());
        assert!(text.starts_with("reconecta (0.2.0) unstable; urgency=medium\n\n  * Added: The main job"));
        assert!(text.contains("\n -- Ana <ana@example.org>  Mon, 23 Nov 2026 10:00:00 +0000\n"));
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
    }

    #[test]
    fn appstream_gets_markup_that_is_escaped() {
        let text = appstream(&History {
            english: english(TEXT).unwrap(),
            translated: Vec::new(),
        });
        assert!(text.contains("<li>Fixed: A &lt;thing&gt;.</li>"), "{text}");
        assert!(
            text.contains("<release version=\"0.1.0\" date=\"2026-10-01\">"),
            "{text}"
        );
    }

    #[test]
    fn appstream_gets_each_language_of_the_same_version() {
        let portuguese = "## Não publicado\n\n### Novidades\n\n- O essencial.\n\n## 0.1.0 - 2026-10-01\n\n### Novidades\n\n- A primeira.\n";
        let portuguese = read(&LOGS[1], portuguese, &Product::sample()).unwrap();
        let text = appstream(&History {
            english: english(TEXT).unwrap(),
            translated: vec![("pt-BR", portuguese)],
        });
        let (newest, first) = text.split_once("<release version=\"0.1.0\"").unwrap();
        assert!(newest.contains("<li>Fixed: A &lt;thing&gt;.</li>"), "{newest}");
        assert!(
            newest.contains("<li xml:lang=\"pt-BR\">Novidades: O essencial.</li>"),
            "{newest}"
        );
        assert!(
            first.contains(
                "<li>Added: The first.</li>\n          <li xml:lang=\"pt-BR\">Novidades: A primeira.</li>"
            ),
            "{first}"
        );
    }

    #[test]
    fn a_language_without_a_word_about_the_version_is_refused_by_its_file() {
        let refusal = read(&LOGS[2], "## Sin publicar\n", &Product::sample()).unwrap_err();
        assert!(refusal.to_string().starts_with("CHANGELOG.es.md"), "{refusal}");
    }
}
