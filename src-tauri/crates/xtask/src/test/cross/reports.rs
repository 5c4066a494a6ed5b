//! What the program says of itself with `--self-test --json` and `--print-policy --json`.

use crate::command::Finished;
use anyhow::{Context, Result};
use serde_json::Value;

/// One of the two, with the exit code.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) code: Option<i32>,
    document: Value,
}

impl Report {
    /// Finds the document among what else is written on the way.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn read(finished: &Finished) -> Result<Self> {
        let document = finished
            .text
            .lines()
            .find_map(|line| serde_json::from_str::<Value>(line).ok().filter(Value::is_object));
        Ok(Self {
            code: finished.code,
            document: document.context("the program gave no report")?,
        })
    }

    /// Whether the policy sets the key so, at that level and from that place.
    pub(super) fn sets(&self, key: &str, value: &str, level: &str, source: &str) -> bool {
        let wanted = [
            ("key", key),
            ("value", value),
            ("level", level),
            ("source", source),
        ];
        self.has("values", &wanted)
    }

    /// Whether the policy is empty.
    pub(super) fn sets_nothing(&self) -> bool {
        self.document["values"].as_array().is_some_and(Vec::is_empty)
    }

    /// Whether something is wrong with the key.
    pub(super) fn warns(&self, key: &str, code: &str) -> bool {
        self.has("warnings", &[("key", key), ("code", code)])
    }

    /// Whether the self-test found that.
    pub(super) fn finds(&self, check: &str, state: &str, code: &str) -> bool {
        self.has("findings", &[("check", check), ("state", state), ("code", code)])
    }

    /// Whether one of the list has all these fields.
    fn has(&self, list: &str, wanted: &[(&str, &str)]) -> bool {
        let is_it = |one: &Value| wanted.iter().all(|(name, value)| one[name] == *value);
        self.document[list]
            .as_array()
            .is_some_and(|list| list.iter().any(is_it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Result<Report> {
        Report::read(&Finished {
            success: false,
            code: Some(1),
            text: text.to_owned(),
        })
    }

    #[test]
    fn a_document_is_found_among_other_lines_and_each_field_counts() {
        let report = report(
            "fixme: something\n{\"findings\":[{\"check\":\"webview\",\"state\":\"bad\",\"code\":\"missing\"}],\"values\":[]}\n",
        )
        .unwrap();
        assert!(report.finds("webview", "bad", "missing"), "{report:?}");
        assert!(!report.finds("webview", "bad", "old"), "{report:?}");
        assert!(!report.finds("folder", "bad", "missing"), "{report:?}");
        assert!(report.sets_nothing(), "{report:?}");
        assert!(!report.warns("log_days", "wrong_type"), "{report:?}");
    }

    #[test]
    fn a_program_that_says_nothing_is_no_report() {
        assert!(report("fixme: something\n[1]\n").is_err());
    }
}
