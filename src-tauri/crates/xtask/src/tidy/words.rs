//! Words that must not be in the project: marks of unfinished work, and paths of somebody's machine.

use super::Finding;
use super::tree::Tree;

/// Taken apart, so that this list is not found by itself.
const BANNED: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "unfinished work belongs in an issue"),
    (concat!("FIX", "ME"), "unfinished work belongs in an issue"),
    (concat!("XX", "X:"), "unfinished work belongs in an issue"),
    (concat!("to", "do!("), "the real thing always"),
    (concat!("unimpl", "emented!("), "the real thing always"),
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/tmp/", "brief"), "a path of one machine"),
    (
        concat!("meta-", "graph.md"),
        "a note that is not part of the project",
    ),
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| !file.is_generated()) {
        for (number, line) in file.text.lines().enumerate() {
            for (word, why) in BANNED.iter().filter(|(word, _)| stands_in(line, word)) {
                findings.push(Finding::new(
                    "words",
                    &file.path,
                    number + 1,
                    format!("`{word}`: {why}"),
                ));
            }
        }
    }
    findings
}

/// Whether the word stands there and is not the end of a longer one.
fn stands_in(line: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let (first, last) = (word.starts_with(is_letter), word.ends_with(is_letter));
        let is_part_of_word = first && before.is_some_and(is_letter) || last && after.is_some_and(is_letter);
        let is_inside_path =
            word.starts_with('/') && before.is_some_and(|c| is_letter(c) || c == '.' || c == '-');
        !is_part_of_word && !is_inside_path
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    #[test]
    fn unfinished_work_and_machine_paths_are_found() {
        let bad = format!("// {}DO later\nlet a = \"{}rk/main\";\n", "TO", "/wo");
        let found = check(&tree_of(&[("a.rs", &bad)]));
        assert_eq!(
            found.iter().map(|finding| finding.line).collect::<Vec<_>>(),
            [1, 2],
            "{found:?}"
        );
    }

    #[test]
    fn portuguese_and_web_addresses_are_fine() {
        let good = format!(
            "\"{}DOS OS CANAIS\" https://example.com{}rk/a ../wo{}",
            "TO", "/wo", "rk/b"
        );
        assert_eq!(check(&tree_of(&[("a.json", &good)])), []);
    }
}
