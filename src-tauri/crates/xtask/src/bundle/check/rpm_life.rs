//! The life of the `.rpm`: installed, upgraded and removed by rpm, in a folder that is the whole system to it. What it
//! depends on is of other distributions and not there, so it is not started.

use crate::bundle::{Packages, rpm};
use crate::command::{self, Watch};
use crate::product::{NAME, Product};
use crate::{machine, say};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// Sorts before the version itself, in the rules of rpm.
const OLDER: &str = "~older";
/// Where rpm keeps its books, by distribution.
const BOOKKEEPING: &[&str] = &[
    "./var",
    "./usr/lib/sysimage",
    "./usr/lib/rpm",
    "./root",
    "./.rpmdb",
];

/// Lives it; answers how many steps went well.
///
/// # Errors
/// A step went wrong.
pub(super) fn run(packages: &Packages, watch: &Watch) -> Result<u64> {
    let system = tempfile::tempdir()?;
    let root = system.path().join("root");
    // These belong to the distribution's own packages.
    for folder in packages
        .tree
        .folders()
        .into_iter()
        .filter(|folder| !folder.contains(NAME))
    {
        std::fs::create_dir_all(root.join(folder))?;
    }
    let lived = live(packages, &root, system.path(), watch);
    // Its files are root's.
    command::run(
        machine::as_root()
            .args(["rm", "--recursive", "--force"])
            .arg(&root),
    )?;
    lived
}

fn live(packages: &Packages, root: &Path, folder: &Path, watch: &Watch) -> Result<u64> {
    let Packages {
        tree,
        needs,
        product,
        releases,
        ..
    } = packages;
    let older = Product {
        version: format!("{}{OLDER}", product.version),
        ..product.clone()
    };
    let file = folder.join("older.rpm");
    std::fs::write(&file, rpm::package(tree, needs, &older, releases)?)?;
    let before = paths(root)?;
    let rpm = |words: &[&OsStr]| -> Result<()> {
        let mut rpm = machine::as_root();
        rpm.arg("rpm").arg("--root").arg(root).arg("--nodeps").args(words);
        if !command::watch(&mut rpm, watch)?.success {
            bail!("rpm refuses {words:?}");
        }
        Ok(())
    };
    let (upgrade, erase) = (OsStr::new("--upgrade"), OsStr::new("--erase"));
    for (package, version) in [
        (file.as_path(), &older.version),
        (&packages.rpm, &product.version),
    ] {
        rpm(&[upgrade, package.as_os_str()])?;
        let found = query(root, "%{VERSION}")?;
        ensure!(found == *version, "rpm says {found} and not {version}");
        for (path, file) in tree.files() {
            let installed = std::fs::read(root.join(path)).with_context(|| path.to_owned())?;
            ensure!(installed == file.content, "{path} is not what was packed");
        }
    }
    let scripts = query(root, "%{PREIN}%{POSTIN}%{PREUN}%{POSTUN}")?.replace("(none)", "");
    ensure!(scripts.is_empty(), "the package runs something: {scripts}");
    rpm(&[erase, OsStr::new(NAME)])?;
    let after = paths(root)?;
    let left: Vec<&String> = after.symmetric_difference(&before).collect();
    ensure!(left.is_empty(), "the .rpm left or took {left:?}");
    say::line("   the .rpm was installed, upgraded and removed by rpm; the system is as before");
    Ok(1)
}

fn query(root: &Path, format: &str) -> Result<String> {
    let mut query = machine::as_root();
    query.arg("rpm").arg("--root").arg(root);
    query.args(["--query", "--queryformat", format, NAME]);
    command::answer(&mut query).context("rpm does not know the package")
}

/// Every path with its kind and permissions, but those of rpm's own books.
fn paths(root: &Path) -> Result<BTreeSet<String>> {
    let mut find = Command::new("find");
    find.args(["-P", ".", "-printf", "%p %y %m\\n"]).current_dir(root);
    let text = command::answer(&mut find).context("find does not answer")?;
    let kept = text
        .lines()
        .filter(|path| !BOOKKEEPING.iter().any(|folder| path.starts_with(folder)));
    Ok(kept.map(str::to_owned).collect())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_stays_or_changes_its_permissions_is_seen() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        for folder in ["usr/bin", "var/lib/rpm"] {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let before = paths(root.path()).unwrap();
        std::fs::write(root.path().join("var/lib/rpm/books"), "").unwrap();
        assert_eq!(paths(root.path()).unwrap(), before, "rpm's books are rpm's");
        let file = root.path().join("usr/bin/left");
        std::fs::write(&file, "").unwrap();
        let with_file = paths(root.path()).unwrap();
        assert_ne!(with_file, before);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_ne!(paths(root.path()).unwrap(), with_file);
    }
}
