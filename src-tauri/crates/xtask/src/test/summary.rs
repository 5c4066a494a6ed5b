//! The result of each stage and the totals.

use std::fmt;
use std::time::Duration;

/// What one stage, or one part of it, did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// Why it could not run on this machine; said loudly.
    pub(crate) not_run: Option<String>,
    pub(crate) took: Option<Duration>,
}

impl Line {
    /// A check that is one thing: it passes or it fails.
    pub(crate) fn check(name: &str, passed: bool) -> Self {
        Self::counted(name, u64::from(passed), u64::from(!passed))
    }

    /// A number of tests.
    pub(crate) fn counted(name: &str, passed: u64, failed: u64) -> Self {
        Self {
            name: name.to_owned(),
            passed,
            failed,
            not_run: None,
            took: None,
        }
    }

    /// Something that cannot run here.
    pub(crate) fn not_run(name: &str, why: &str) -> Self {
        Self {
            not_run: Some(why.to_owned()),
            ..Self::counted(name, 0, 0)
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.not_run {
            return write!(out, "   {:<24} NOT RUN: {why}", self.name);
        }
        let seconds = self.took.unwrap_or_default().as_secs_f64();
        write!(
            out,
            "   {:<24} {:>5} passed {:>4} failed {seconds:>8.1} s",
            self.name, self.passed, self.failed
        )
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    lines: Vec<Line>,
}

impl Summary {
    /// Adds a line.
    pub(crate) fn add(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// How many failed.
    pub(crate) fn failed(&self) -> u64 {
        self.lines.iter().map(|line| line.failed).sum()
    }

    fn passed(&self) -> u64 {
        self.lines.iter().map(|line| line.passed).sum()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        write!(out, "{} passed, {} failed", self.passed(), self.failed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_total() {
        let mut summary = Summary::default();
        summary.add(Line::counted("tests", 12, 1));
        summary.add(Line::check("tidy", true));
        summary.add(Line::not_run("openapi", "no file was given"));
        let text = summary.to_string();
        assert_eq!(text.lines().last(), Some("13 passed, 1 failed"));
        assert!(text.contains("NOT RUN: no file was given"), "{text}");
        assert_eq!(summary.failed(), 1);
    }
}
