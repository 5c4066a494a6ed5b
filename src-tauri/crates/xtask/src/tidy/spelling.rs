//! One place spells each foreign language: Graph paths in `graph`, SQL in `store`.

use super::Finding;
use super::rust_source::{Token, product_tokens};
use super::tree::Tree;

/// Pieces of addresses that belong to the Graph client. The simulator serves them, so it spells them as well.
const GRAPH: &[&str] = &[
    "graph.facebook.com",
    "oauth/access_token",
    "owned_whatsapp_business_accounts",
    "client_whatsapp_business_accounts",
    "/subscribed_apps",
    "/phone_numbers",
    "/request_code",
    "/verify_code",
    "/register",
    "/message_history",
];
/// Meta's pages for people, which are only opened in a browser.
const PAGES: &[&str] = &[
    "https://business.facebook.com/",
    "https://developers.facebook.com/",
];
const SQL: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "PRAGMA ",
    "BEGIN IMMEDIATE",
];

/// Graph paths outside the Graph client.
pub(crate) fn check_graph(tree: &Tree) -> Vec<Finding> {
    check(tree, "graph-paths", &["graph", "sandbox", "xtask"], &|text| {
        let is_page_for_people = PAGES.iter().any(|page| text.starts_with(page));
        let piece = GRAPH
            .iter()
            .copied()
            .find(|piece| text.contains(piece) && !is_page_for_people);
        piece.map(str::to_owned)
    })
}

/// SQL outside the store.
pub(crate) fn check_sql(tree: &Tree) -> Vec<Finding> {
    check(tree, "sql", &["store", "xtask"], &|text| {
        SQL.iter()
            .copied()
            .find(|word| text.trim_start().starts_with(word))
            .map(str::to_owned)
    })
}

fn check(
    tree: &Tree,
    rule: &'static str,
    may: &[&str],
    spells: &dyn Fn(&str) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| !file.is_test()) {
        if file.rust_crate().is_none_or(|name| may.contains(&name)) {
            continue;
        }
        for (token, line) in product_tokens(file) {
            let Token::Text(text) = token else { continue };
            if let Some(piece) = spells(&text) {
                let message = format!(
                    "`{}` is spelled in `{}` only",
                    piece.trim(),
                    may.first().unwrap_or(&"")
                );
                findings.push(Finding::new(rule, &file.path, line, message));
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
    fn a_graph_path_in_the_engine_is_found() {
        let code = "fn a() { call(\"https://graph.facebook.com/v26.0\") }";
        let tree = tree_of(&[
            ("src-tauri/crates/engine/src/a.rs", code),
            ("src-tauri/crates/graph/src/a.rs", code),
            ("src-tauri/crates/engine/tests/a.rs", code),
        ]);
        let found = check_graph(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].path, "src-tauri/crates/engine/src/a.rs");
    }

    #[test]
    fn a_page_for_people_is_no_graph_path() {
        let code = "const A: &str = \"https://business.facebook.com/latest/whatsapp_manager/phone_numbers\";";
        assert_eq!(
            check_graph(&tree_of(&[("src-tauri/crates/core/src/a.rs", code)])),
            []
        );
    }

    #[test]
    fn sql_in_the_engine_is_found_and_english_is_not() {
        let code = "const A: &str = \"SELECT id FROM t\"; const B: &str = \"Update the app\";";
        let found = check_sql(&tree_of(&[("src-tauri/crates/engine/src/a.rs", code)]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            check_sql(&tree_of(&[("src-tauri/crates/store/src/a.rs", code)])),
            []
        );
    }
}
