//! `cargo xtask tidy`: the rules of the house that text can check.
//!
//! A rule is a function from the tree of files to findings. Each has its own tests with a good and a bad example.

mod advisories;
mod catalogue;
mod changelogs;
mod dependencies;
mod left_out;
mod purity;
mod rust_source;
mod secrets;
mod size;
mod spelling;
mod tree;
mod ui_imports;
mod words;

use crate::project::Project;
use crate::say;
use anyhow::Result;
use std::collections::BTreeSet;
use std::fmt;
use tree::Tree;

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    rule: &'static str,
    path: String,
    /// 1 is the first line; 0 means the file as a whole.
    line: usize,
    message: String,
}

impl Finding {
    fn new(rule: &'static str, path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            rule,
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}: {} [{}]",
            self.path, self.line, self.message, self.rule
        )
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    size::check,
    words::check,
    left_out::check,
    purity::check,
    spelling::check_graph,
    spelling::check_sql,
    secrets::check,
    ui_imports::check,
    catalogue::check,
    changelogs::check,
    advisories::check,
];

/// Everything that was found.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) findings: Vec<Finding>,
    /// How many rules were checked.
    pub(crate) rules: u64,
}

impl Report {
    /// How many rules have at least one finding.
    pub(crate) fn broken_rules(&self) -> u64 {
        let broken: BTreeSet<&str> = self.findings.iter().map(|finding| finding.rule).collect();
        broken
            .len()
            .min(usize::try_from(self.rules).unwrap_or(usize::MAX))
            .try_into()
            .unwrap_or(self.rules)
    }
}

/// Checks every rule.
///
/// # Errors
/// The tree cannot be read, or cargo does not answer.
pub(crate) fn report(project: &Project) -> Result<Report> {
    let tree = Tree::read(project.root())?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.extend(dependencies::check(&dependencies::packages(project)?));
    findings.sort();
    Ok(Report {
        findings,
        rules: u64::try_from(RULES.len() + 1)?,
    })
}

/// Checks every rule and says what was found.
///
/// # Errors
/// As [`report`].
pub(crate) fn run(project: &Project) -> Result<bool> {
    let report = report(project)?;
    for finding in &report.findings {
        say::problem(finding);
    }
    say::line(format!(
        "{} passed, {} failed",
        report.rules - report.broken_rules(),
        report.broken_rules()
    ));
    Ok(report.findings.is_empty())
}
