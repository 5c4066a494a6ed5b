//! One hand-written file of the interface knows Tauri.

use super::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut places = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| file.path.starts_with("ui/src/") && !file.is_generated())
    {
        for (number, line) in file.text.lines().enumerate() {
            if line.contains("@tauri-apps/") && !line.trim_start().starts_with("//") {
                places.push((file.path.as_str(), number + 1));
            }
        }
    }
    let first = places.first().map(|(path, _)| *path);
    let others = places.into_iter().filter(|(path, _)| Some(*path) != first);
    let message = |first: &str| format!("only one file imports `@tauri-apps/*`, and {first} does already");
    others
        .map(|(path, line)| Finding::new("tauri-import", path, line, message(first.unwrap_or_default())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    #[test]
    fn the_second_file_that_knows_tauri_is_found() {
        let import = "import { listen } from '@tauri-apps/api/event';\n";
        let tree = tree_of(&[
            ("ui/src/lib/backend/tauri.ts", import),
            ("ui/src/lib/backend/bindings.ts", import),
            ("ui/src/views/Home.svelte", import),
        ]);
        let found = check(&tree);
        assert_eq!(
            found
                .iter()
                .map(|finding| finding.path.as_str())
                .collect::<Vec<_>>(),
            ["ui/src/views/Home.svelte"]
        );
    }
}
