//! Names, versions, licences and notices of what others wrote and the packages contain. Most licences ask for it.

use crate::command;
use crate::metadata;
use crate::project::Project;
use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Package};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Packages of npm whose code ends up in the interface although they are tools: a runtime comes with each.
const COMPILED_IN: &[&str] = &["svelte", "@inlang/paraglide-js"];
/// The font in reports, which lies in our own sources.
const FONT: (&str, &str) = ("Noto Sans", "src-tauri/crates/report/fonts/OFL.txt");

/// One library.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Library {
    name: String,
    version: String,
    license: String,
    folder: PathBuf,
}

/// The document: first the list, then each text once with those that it is of.
///
/// # Errors
/// Cargo does not answer, or the interface's packages are not installed.
pub(crate) fn text(project: &Project) -> Result<String> {
    let mut libraries = crates(project)?;
    libraries.extend(npm(project)?);
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut out = String::from("Libraries of others in Reconecta\n\nName, version, licence:\n\n");
    for library in &libraries {
        let title = format!("{} {}", library.name, library.version);
        writeln!(out, "  {title}, {}", library.license)?;
        for notice in notices(&library.folder)? {
            texts.entry(notice).or_default().push(title.clone());
        }
    }
    let (font, license) = FONT;
    writeln!(out, "  {font}, OFL-1.1")?;
    let license = std::fs::read_to_string(project.root().join(license)).context(license)?;
    texts.entry(license).or_default().push(font.to_owned());
    let mut texts: Vec<(String, Vec<String>)> = texts.into_iter().collect();
    texts.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    for (notice, of) in texts {
        write!(
            out,
            "\n{}\n{}\n\n{}\n",
            "=".repeat(78),
            of.join(", "),
            notice.trim_end()
        )?;
    }
    Ok(out)
}

/// Crates that are linked into the program on this system; those that only take part in building it are left out.
fn crates(project: &Project) -> Result<BTreeSet<Library>> {
    let metadata = metadata::of_all(project, Some(&host()?))?;
    let resolve = metadata.resolve.context("cargo resolves nothing")?;
    let root = resolve.root.as_ref().context("cargo names no root")?;
    let linked = metadata::reached(&resolve, root, |kind| kind == DependencyKind::Normal);
    let foreign = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some() && linked.contains(&package.id));
    let library = |package: &Package| {
        let file = package.license_file.as_ref().map(ToString::to_string);
        let stated = package.license.clone().or(file);
        let folder = package.manifest_path.parent();
        Ok(Library {
            name: package.name.clone(),
            version: package.version.to_string(),
            license: stated.with_context(|| format!("{} states no licence", package.name))?,
            folder: folder.map(Into::into).unwrap_or_default(),
        })
    };
    foreign.map(library).collect()
}

fn host() -> Result<String> {
    let text = command::answer(Command::new("rustc").arg("-vV")).context("rustc does not answer")?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc names no host")?.to_owned())
}

#[derive(Deserialize)]
struct Manifest {
    version: String,
    license: String,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

/// What the interface depends on, all the way down.
fn npm(project: &Project) -> Result<BTreeSet<Library>> {
    let manifest = |folder: &Path| -> Result<Manifest> {
        let path = folder.join("package.json");
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    };
    let ours = manifest(&project.ui())?;
    let mut open: Vec<String> = ours.dependencies.into_keys().collect();
    open.extend(COMPILED_IN.iter().map(|name| (*name).to_owned()));
    let (mut seen, mut libraries) = (BTreeSet::new(), BTreeSet::new());
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let folder = project.ui().join("node_modules").join(&name);
        let found = manifest(&folder)?;
        // A tool's own dependencies stay with the tool.
        if !COMPILED_IN.contains(&name.as_str()) {
            open.extend(found.dependencies.into_keys());
        }
        libraries.insert(Library {
            name,
            version: found.version,
            license: found.license,
            folder,
        });
    }
    Ok(libraries)
}

/// Contents of the files that are named like a licence or a notice, in the order of their names.
fn notices(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().to_uppercase());
        let is_notice = |name: &str| {
            [
                "LICENSE",
                "LICENCE",
                "COPYING",
                "COPYRIGHT",
                "NOTICE",
                "UNLICENSE",
            ]
            .iter()
            .any(|start| name.starts_with(start))
        };
        if name.is_some_and(|name| is_notice(&name)) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
    };
    paths.into_iter().map(read).collect()
}
