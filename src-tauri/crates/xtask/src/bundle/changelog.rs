//! `CHANGELOG.md`, and the forms in which Debian, RPM and AppStream want it.

use crate::product::{NAME, Product};
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

/// Reads the file, newest version first. What is not released yet is the version that is being packed.
///
/// # Errors
/// A heading has no date, or there is nothing about the version that is being packed.
pub(crate) fn read(text: &str, product: &Product) -> Result<Vec<Release>> {
    let mut releases: Vec<Release> = Vec::new();
    let mut kind = String::new();
    let mut goes_on = false;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            releases.push(heading_of(heading, product)?);
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
        _ => bail!("CHANGELOG.md says nothing about version {}", product.version),
    }
}

fn last_change(releases: &mut [Release]) -> Option<&mut Change> {
    releases.last_mut()?.changes.last_mut()
}

/// `Unreleased`, or `0.2.0 - 2026-12-01`, or `[0.2.0] - 2026-12-01`.
fn heading_of(heading: &str, product: &Product) -> Result<Release> {
    let (version, time) = if heading.trim() == "Unreleased" {
        (product.version.clone(), product.time)
    } else {
        let (version, date) = heading
            .split_once(" - ")
            .with_context(|| format!("the heading `{heading}` of CHANGELOG.md has no date"))?;
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

/// The `releases` of an AppStream component.
pub(crate) fn appstream(releases: &[Release]) -> String {
    let mut out = String::from("  <releases>\n");
    for release in releases {
        out.push_str(&format!(
            "    <release version=\"{}\" date=\"{}\">\n      <description>\n        <ul>\n",
            escape(&release.version),
            release.time.strftime("%Y-%m-%d")
        ));
        for change in &release.changes {
            out.push_str(&format!(
                "          <li>{}: {}</li>\n",
                escape(&change.kind),
                escape(&change.text)
            ));
        }
        out.push_str("        </ul>\n      </description>\n    </release>\n");
    }
    out.push_str("  </releases>");
    out
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

    #[test]
    fn what_is_not_released_is_the_version_being_packed() {
        let releases = read(TEXT, &Product::sample()).unwrap();
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
        let releases = read(text, &Product::sample()).unwrap();
        assert_eq!(releases.len(), 1);
        assert_eq!(releases[0].time.to_string(), "2026-11-30T00:00:00Z");
    }

    #[test]
    fn a_version_without_a_word_about_it_is_refused() {
        let refusal = read("## 0.1.0 - 2026-10-01\n\n- One.\n", &Product::sample()).unwrap_err();
        assert!(refusal.to_string().contains("0.2.0"), "{refusal}");
    }

    #[test]
    fn debian_gets_lines_that_fit_and_a_signature() {
        let text = debian(&read(TEXT, &Product::sample()).unwrap(), &Product::sample());
        assert!(text.starts_with("reconecta (0.2.0) unstable; urgency=medium\n\n  * Added: The main job"));
        assert!(text.contains("\n -- Ana <ana@example.org>  Mon, 23 Nov 2026 10:00:00 +0000\n"));
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
    }

    #[test]
    fn appstream_gets_markup_that_is_escaped() {
        let text = appstream(&read(TEXT, &Product::sample()).unwrap());
        assert!(text.contains("<li>Fixed: A &lt;thing&gt;.</li>"), "{text}");
        assert!(
            text.contains("<release version=\"0.1.0\" date=\"2026-10-01\">"),
            "{text}"
        );
    }
}
