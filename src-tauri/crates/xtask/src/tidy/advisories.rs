//! Each advisory that is tolerated has a month in which somebody looks at it again, and every scanner tolerates the same.

use super::Finding;
use super::tree::Tree;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

const RULE: &str = "advisories";
/// For cargo-deny: `{ id = "RUSTSEC-…", reason = "…; review 2027-05" }`.
const DENY: &str = "deny.toml";
/// For osv-scanner: `id = "RUSTSEC-…"`, then `ignoreUntil = 2027-06-01`.
const OSV: &str = "osv-scanner.toml";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    check_on(tree, Timestamp::now().to_zoned(TimeZone::UTC).date())
}

/// An advisory that is tolerated, and the first day on which it is no longer.
#[derive(Debug, PartialEq, Eq)]
struct Tolerated {
    line: usize,
    id: String,
    until: Option<Date>,
}

fn check_on(tree: &Tree, today: Date) -> Vec<Finding> {
    let text = |path| tree.file(path).map(|file| file.text.as_str()).unwrap_or_default();
    let (denied, scanned) = (of_deny(text(DENY)), of_osv(text(OSV)));
    let mut findings = Vec::new();
    for one in &denied {
        let message = match one.until {
            None => format!("{} has no `; review YYYY-MM` at the end of its reason", one.id),
            Some(until) if until <= today => format!("the month to look at {} again has passed", one.id),
            Some(_) => continue,
        };
        findings.push(Finding::new(RULE, DENY, one.line, message));
    }
    for (path, ones, others) in [(DENY, &denied, &scanned), (OSV, &scanned, &denied)] {
        for one in ones {
            let is_there = others
                .iter()
                .any(|other| (&other.id, other.until) == (&one.id, one.until));
            if !is_there {
                let message = format!("{} is not tolerated for as long by the other scanner", one.id);
                findings.push(Finding::new(RULE, path, one.line, message));
            }
        }
    }
    findings
}

fn of_deny(text: &str) -> Vec<Tolerated> {
    let line_of = |(number, line): (usize, &str)| {
        let (_, rest) = line.split_once("{ id = \"")?;
        let (id, reason) = rest.split_once('"')?;
        Some(Tolerated {
            line: number + 1,
            id: id.to_owned(),
            until: after_review(reason),
        })
    };
    text.lines().enumerate().filter_map(line_of).collect()
}

/// The first day after the month that the reason ends with.
fn after_review(reason: &str) -> Option<Date> {
    let (_, month) = reason.rsplit_once("; review ")?;
    let month = month.trim_end_matches(['"', ' ', '}', ',']);
    let day: Date = format!("{month}-01").parse().ok()?;
    day.last_of_month().tomorrow().ok()
}

fn of_osv(text: &str) -> Vec<Tolerated> {
    let mut found: Vec<Tolerated> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(id) = line.strip_prefix("id = ") {
            found.push(Tolerated {
                line: number + 1,
                id: id.trim_matches('"').to_owned(),
                until: None,
            });
        } else if let (Some(until), Some(last)) = (line.strip_prefix("ignoreUntil = "), found.last_mut()) {
            last.until = until.trim().parse().ok();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    const FINE: &str = "  { id = \"RUSTSEC-2024-0411\", reason = \"GTK 3; review 2027-05\" },\n";
    const SCANNED: &str =
        "[[IgnoredVulns]]\nid = \"RUSTSEC-2024-0411\"\nignoreUntil = 2027-06-01\nreason = \"GTK 3\"\n";

    fn messages(deny: &str, osv: &str, today: &str) -> Vec<String> {
        let tree = tree_of(&[(DENY, deny), (OSV, osv)]);
        let findings = check_on(&tree, today.parse().unwrap()).into_iter();
        findings
            .map(|finding| format!("{}: {}", finding.path, finding.message))
            .collect()
    }

    #[test]
    fn an_advisory_is_tolerated_until_the_end_of_its_month() {
        assert_eq!(messages(FINE, SCANNED, "2027-05-31"), [""; 0]);
        let passed = messages(FINE, SCANNED, "2027-06-01");
        assert_eq!(
            passed,
            ["deny.toml: the month to look at RUSTSEC-2024-0411 again has passed"]
        );
    }

    #[test]
    fn a_reason_without_a_month_is_found() {
        let found = messages(&FINE.replace("; review 2027-05", ""), SCANNED, "2027-01-01");
        assert!(found[0].contains("has no `; review"), "{found:?}");
    }

    #[test]
    fn both_scanners_tolerate_the_same_for_as_long() {
        let later = SCANNED.replace("2027-06-01", "2027-07-01");
        for osv in ["", &later] {
            let found = messages(FINE, osv, "2027-01-01");
            assert!(
                found[0].starts_with("deny.toml: RUSTSEC-2024-0411 is not"),
                "{found:?}"
            );
        }
        let found = messages("", SCANNED, "2027-01-01");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("osv-scanner.toml"), "{found:?}");
    }
}
