//! `core` does no I/O and reads no clock.

use super::Finding;
use super::rust_source::{Token, product_tokens};
use super::tree::Tree;

/// Paths that lead outside.
const OUTSIDE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["std", "thread"],
    &["SystemTime", "now"],
    &["Instant", "now"],
    &["Timestamp", "now"],
    &["tokio"],
    &["reqwest"],
    &["getrandom"],
];
/// Words that need no path in front of them.
const WORDS: &[&str] = &[
    "SystemTime",
    "Instant",
    "println",
    "eprintln",
    "dbg",
    "panic",
    "unreachable",
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| file.rust_crate() == Some("core") && !file.is_test())
    {
        let words: Vec<(String, usize)> = product_tokens(file)
            .into_iter()
            .filter_map(|(token, line)| match token {
                Token::Word(word) => Some((word, line)),
                Token::Mark(_) | Token::Text(_) => None,
            })
            .collect();
        for (at, (word, line)) in words.iter().enumerate() {
            let leads_outside = |path: &&&[&str]| {
                path.iter()
                    .enumerate()
                    .all(|(step, name)| words.get(at + step).is_some_and(|(word, _)| word == name))
            };
            if OUTSIDE.iter().any(|path| leads_outside(&path)) || WORDS.contains(&word.as_str()) {
                let message = format!("`{word}`: core does no I/O, reads no clock and never panics");
                findings.push(Finding::new("purity", &file.path, *line, message));
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
    fn a_clock_a_file_and_a_panic_are_found_in_core() {
        let code = "use std::fs;\nfn a() { let t = std::time::SystemTime::now(); panic!(\"no\") }\n";
        let found = check(&tree_of(&[("src-tauri/crates/core/src/a.rs", code)]));
        assert_eq!(
            found
                .iter()
                .map(|finding| finding.line)
                .collect::<std::collections::BTreeSet<_>>(),
            [1, 2].into()
        );
    }

    #[test]
    fn other_crates_and_tests_and_words_in_texts_are_free() {
        let code = "#[cfg(test)]\nmod tests { use std::fs; }\nconst A: &str = \"std::fs\";\n";
        let tree = tree_of(&[
            ("src-tauri/crates/core/src/a.rs", code),
            ("src-tauri/crates/store/src/b.rs", "use std::fs;"),
            ("src-tauri/crates/core/src/a/tests.rs", "use std::fs;"),
        ]);
        assert_eq!(check(&tree), []);
    }
}
