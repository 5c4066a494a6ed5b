//! `SHA256SUMS`, as `sha256sum --check` reads it.

use super::files::digest;
use anyhow::{Result, bail};
use std::path::Path;

/// Name of the file.
pub(super) const FILE: &str = "SHA256SUMS";

/// Writes a line for each file of the folder, in the order of their names.
///
/// # Errors
/// There is no file, or one cannot be read.
pub(super) fn write(folder: &Path) -> Result<()> {
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && name != FILE {
            names.push(name);
        }
    }
    if names.is_empty() {
        bail!("{} is empty", folder.display());
    }
    names.sort();
    let mut text = String::new();
    for name in names {
        let (sum, _size) = digest(&folder.join(&name))?;
        text.push_str(&format!("{sum}  {name}\n"));
    }
    super::write(&folder.join(FILE), &text)
}
