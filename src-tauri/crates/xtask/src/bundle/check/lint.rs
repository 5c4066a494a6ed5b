//! What the distributions' own tools say about the packages.

use crate::bundle::{Packages, content};
use crate::command::{self, Watch};
use crate::product::{APP_ID, NAME};
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Bytes that the list of dependencies may unpack to.
const LONGEST_LIST: usize = 8 * 1024 * 1024;
/// Words of lines that are findings; a tool that fails has one anyway.
const FINDINGS: &[&str] = &["E: ", "W: ", "warning", "error", "hint", "NOT OK"];
/// What has such words and is none: newer AppStream asks for a tag that older has not heard of, and rpmlint counts to zero.
const NOT_FINDINGS: &[&str] = &["unknown-tag developer", "; 0 errors, 0 warnings, "];

/// Asks them all; answers how many were content and how many were not.
///
/// # Errors
/// A tool is missing, or the executable carries no list of its dependencies.
pub(super) fn run(project: &Project, packages: &Packages, watch: &Watch) -> Result<(u64, u64)> {
    let unpacked = tempfile::tempdir()?;
    let mut unpack = Command::new("dpkg-deb");
    command::run(unpack.arg("--extract").arg(&packages.deb).arg(unpacked.path()))?;
    let (mut content, mut findings) = (0, 0);
    let mut judge = |name: &str, found: Vec<String>| {
        if found.is_empty() {
            content += 1;
            say::line(format!("   {name}: no findings"));
        } else {
            findings += 1;
            say::problem(format!("   {name}:\n      {}", found.join("\n      ")));
        }
    };
    for mut tool in tools(project, packages, unpacked.path()) {
        let finished = command::watch(tool.env("LC_ALL", "C.UTF-8"), watch)?;
        let name = tool.get_program().to_string_lossy().into_owned();
        let mut found = findings_in(&finished.text);
        if !finished.success && found.is_empty() {
            found.push("it failed".to_owned());
        }
        judge(&name, found);
    }
    judge("versions of libraries", old_versions(packages)?);
    let listed = dependency_list(packages)?;
    judge(
        &format!("list of {listed} dependencies in the executable"),
        Vec::new(),
    );
    Ok((content, findings))
}

/// The lines of a tool's output that find something.
fn findings_in(text: &str) -> Vec<String> {
    let has = |line: &str, words: &[&str]| words.iter().any(|word| line.contains(word));
    let lines = text.lines().map(str::trim);
    let found = lines.filter(|line| has(line, FINDINGS) && !has(line, NOT_FINDINGS));
    found.map(str::to_owned).collect()
}

fn tools(project: &Project, packages: &Packages, unpacked: &Path) -> Vec<Command> {
    let tool = |program: &str, words: &[&str], last: &Path| {
        let mut command = Command::new(program);
        command.args(words).arg(last);
        command
    };
    let share = unpacked.join("usr/share");
    let metainfo = share.join(format!("metainfo/{APP_ID}.metainfo.xml"));
    let man = [
        "--warnings=w",
        "--encoding=UTF-8",
        "--local-file",
        "-Tutf8",
        "--ditroff",
    ];
    let mut rpmlint = tool(
        "rpmlint",
        &["--config"],
        &project.root().join(content::FOLDER).join("rpmlint.toml"),
    );
    rpmlint.arg(&packages.rpm);
    vec![
        tool(
            "lintian",
            &["--tag-display-limit", "0", "--allow-root"],
            &packages.deb,
        ),
        tool(
            "desktop-file-validate",
            &[],
            &share.join(format!("applications/{APP_ID}.desktop")),
        ),
        tool("appstreamcli", &["validate", "--no-net"], &metainfo),
        tool("appstreamcli", &["validate-tree", "--no-net"], unpacked),
        tool("man", &man, &share.join(format!("man/man1/{NAME}.1.gz"))),
        tool("rpm", &["--checksig", "--nosignature"], &packages.rpm),
        rpmlint,
    ]
}

/// Debian's lists of symbols know the oldest version of each library that would do; ours must not be older.
fn old_versions(packages: &Packages) -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("debian"))?;
    let control = format!("Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n");
    std::fs::write(folder.path().join("debian/control"), control)?;
    let executable = folder.path().join(NAME);
    std::fs::write(&executable, executable_of(packages)?)?;
    let mut ask = Command::new("dpkg-shlibdeps");
    ask.current_dir(folder.path()).arg("-O").arg(&executable);
    let answer = command::answer(&mut ask).context("dpkg-shlibdeps does not answer")?;
    let needed = answer.trim().trim_start_matches("shlibs:Depends=");
    let ours = packages.needs.debian();
    let mut old = Vec::new();
    for need in needed.split(", ") {
        let (name, version) = split(need);
        let declared = ours.iter().map(|own| split(own)).find(|(own, _)| *own == name);
        let suffices = match (declared, version) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some((_, declared)), Some(version)) => {
                let declared = declared.unwrap_or("0");
                let mut compare = Command::new("dpkg");
                compare.args(["--compare-versions", declared, "ge", version]);
                compare.status()?.success()
            }
        };
        if !suffices {
            old.push(format!("the executable needs {need}"));
        }
    }
    Ok(old)
}

/// `name (>= version)`.
fn split(dependency: &str) -> (&str, Option<&str>) {
    match dependency.split_once(" (>= ") {
        Some((name, version)) => (name, Some(version.trim_end_matches(')'))),
        None => (dependency, None),
    }
}

fn executable_of(packages: &Packages) -> Result<&[u8]> {
    let path = format!("usr/bin/{NAME}");
    let found = packages.tree.files().find(|(found, _)| *found == path);
    let (_, file) = found.context("the package has no executable")?;
    Ok(&file.content)
}

/// Reads the list that cargo-auditable put into the packed executable, and holds it against this version.
fn dependency_list(packages: &Packages) -> Result<usize> {
    let list = auditable_info::audit_info_from_slice(executable_of(packages)?, LONGEST_LIST)
        .context("the executable carries no list of its dependencies")?;
    let root = list.packages.iter().find(|package| package.root);
    let root = root.context("the list names no root")?;
    anyhow::ensure!(
        root.name == NAME && root.version.to_string() == packages.product.version,
        "the list is that of {} {}",
        root.name,
        root.version
    );
    Ok(list.packages.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_is_a_name_and_perhaps_a_version() {
        assert_eq!(split("libc6 (>= 2.35)"), ("libc6", Some("2.35")));
        assert_eq!(split("bubblewrap"), ("bubblewrap", None));
    }

    #[test]
    fn findings_are_told_from_a_count_of_none() {
        let none = " 1 packages and 0 specfiles checked; 0 errors, 0 warnings, 0 badness; has taken 1.3 s";
        assert!(findings_in(none).is_empty());
        let some = "\
reconecta.x86_64: W: no-documentation
N: a note
E: reconecta: no-copyright-file
 1 packages and 0 specfiles checked; 0 errors, 1 warnings, 0 badness; has taken 1.3 s";
        assert_eq!(
            findings_in(some),
            [
                "reconecta.x86_64: W: no-documentation",
                "E: reconecta: no-copyright-file",
                "1 packages and 0 specfiles checked; 0 errors, 1 warnings, 0 badness; has taken 1.3 s",
            ]
        );
    }
}
