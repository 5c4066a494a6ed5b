//! No file over 400 lines.

use super::Finding;
use super::tree::Tree;

const LIMIT: usize = 400;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let kinds = ["rs", "ts", "js", "svelte", "css", "py"];
    let files = tree
        .files
        .iter()
        .filter(|file| file.is_kind(&kinds) && !file.is_generated());
    let too_long = |lines: usize| format!("{lines} lines; split it by domain noun, {LIMIT} are the limit");
    files
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LIMIT)
        .map(|(file, lines)| Finding::new("size", &file.path, 0, too_long(lines)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    #[test]
    fn a_file_of_401_lines_is_found_and_one_of_400_is_not() {
        let (long, fits) = ("x\n".repeat(401), "x\n".repeat(400));
        let tree = tree_of(&[
            ("a.rs", &long),
            ("b.rs", &fits),
            ("c.json", &long),
            ("ui/src/lib/backend/bindings.ts", &long),
        ]);
        let found = check(&tree);
        assert_eq!(
            found
                .iter()
                .map(|finding| finding.path.as_str())
                .collect::<Vec<_>>(),
            ["a.rs"]
        );
    }
}
