//! The project's text files.

use anyhow::{Context, Result};
use std::path::Path;

/// Folders that hold products or other people's code.
const FOREIGN: &[&str] = &[
    ".git",
    "target",
    "node_modules",
    "dist",
    "gen",
    "paraglide",
    "out",
    ".venv",
    "__pycache__",
    "fixtures",
];
/// What we write by hand.
const TEXT: &[&str] = &[
    "rs", "ts", "js", "svelte", "css", "html", "py", "json", "toml", "md", "sh", "yml", "yaml",
];

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// Whether its name ends so.
    pub(crate) fn is_kind(&self, extensions: &[&str]) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Whether a tool wrote it.
    pub(crate) fn is_generated(&self) -> bool {
        self.path == "ui/src/lib/backend/bindings.ts" || self.path.ends_with("-lock.json")
    }

    /// Whether it holds tests only, by its place.
    pub(crate) fn is_test(&self) -> bool {
        self.path
            .split('/')
            .any(|part| part == "tests" || part == "tests.rs" || part == "test_support.rs")
    }

    /// The crate of a Rust file: the folder's name below `crates`, or `shell`.
    pub(crate) fn rust_crate(&self) -> Option<&str> {
        if !self.is_kind(&["rs"]) {
            return None;
        }
        match self.path.strip_prefix("src-tauri/crates/") {
            Some(rest) => rest.split('/').next(),
            None => self.path.starts_with("src-tauri/").then_some("shell"),
        }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) files: Vec<SourceFile>,
}

impl Tree {
    /// Reads every text file below the root.
    ///
    /// # Errors
    /// A folder or file cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.collect(root, root)?;
        tree.files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(tree)
    }

    fn collect(&mut self, root: &Path, folder: &Path) -> Result<()> {
        for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let kind = entry.file_type()?;
            if kind.is_dir() && !FOREIGN.contains(&name.as_str()) {
                self.collect(root, &path)?;
            } else if kind.is_file() && name.rsplit_once('.').is_some_and(|(_, end)| TEXT.contains(&end)) {
                let Ok(text) = std::fs::read_to_string(&path) else {
                    continue;
                };
                let relative = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                self.files.push(SourceFile { path: relative, text });
            }
        }
        Ok(())
    }

    /// The file of that path.
    pub(crate) fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// A tree of invented files for the tests of rules.
#[cfg(test)]
pub(crate) fn tree_of(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    Tree {
        files: files.iter().map(file).collect(),
    }
}
