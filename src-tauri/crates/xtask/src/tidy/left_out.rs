//! No test is left out or runs alone.

use super::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let marks: &[&str] = if file.is_kind(&["rs"]) {
            &["#[ignore", "#[should_panic"]
        } else if file.is_kind(&["ts", "js", "svelte"]) {
            &[".skip(", ".only(", ".todo(", "xit(", "xdescribe("]
        } else if file.is_kind(&["py"]) {
            &["@unittest.skip", "pytest.skip", "mark.skip", "mark.xfail"]
        } else {
            &[]
        };
        for (number, line) in file.text.lines().enumerate() {
            let code = line.trim_start();
            for mark in marks {
                let is_there = if mark.starts_with("#[") {
                    code.starts_with(mark)
                } else {
                    code.contains(mark) && !code.starts_with("//")
                };
                if is_there {
                    let message =
                        format!("`{mark}`: a test runs, says what it expects, and is never left out");
                    findings.push(Finding::new("left-out", &file.path, number + 1, message));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    #[test]
    fn tests_that_are_left_out_are_found_in_each_language() {
        let tree = tree_of(&[
            ("a.rs", "    #[ignore = \"slow\"]\n    #[test]\n"),
            ("b.test.ts", "it.skip('x', () => {})\ndescribe.only('y')\n"),
            ("c.py", "@unittest.skip('later')\n"),
        ]);
        let found: Vec<_> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["a.rs", "b.test.ts", "b.test.ts", "c.py"]);
    }

    #[test]
    fn an_iterator_may_skip() {
        assert_eq!(check(&tree_of(&[("a.rs", "lines.skip(1)")])), []);
    }
}
