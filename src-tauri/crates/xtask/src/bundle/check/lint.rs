//! What the distributions' own tools say about the packages.

use crate::bundle::Packages;
use crate::bundle::product::{APP_ID, NAME};
use crate::command::{self, Watch};
use crate::say;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Bytes that the list of dependencies may unpack to.
const LONGEST_LIST: usize = 8 * 1024 * 1024;

/// One tool, asked about one thing.
struct Question {
    name: &'static str,
    command: Command,
    /// Whether what it says counts as a finding.
    finding: fn(&str) -> bool,
}

/// Asks them all; answers how many were content and how many were not.
///
/// # Errors
/// A tool is missing.
pub(super) fn run(packages: &Packages, watch: &Watch) -> Result<(u64, u64)> {
    let unpacked = tempfile::tempdir()?;
    let mut unpack = Command::new("dpkg-deb");
    command::run(unpack.arg("--extract").arg(&packages.deb).arg(unpacked.path()))?;
    let (mut content, mut findings) = (0, 0);
    for mut question in questions(packages, unpacked.path()) {
        let finished = command::watch(&mut question.command, watch)?;
        let found: Vec<&str> = finished
            .text
            .lines()
            .filter(|line| (question.finding)(line))
            .collect();
        if finished.success && found.is_empty() {
            content += 1;
            say::line(format!("   {}: no findings", question.name));
        } else {
            findings += 1;
            say::problem(format!("   {}: {}", question.name, found.join("\n      ")));
        }
    }
    let listed = dependency_list(packages)?;
    say::line(format!(
        "   list of dependencies in the executable: {listed} packages"
    ));
    Ok((content + 1, findings))
}

fn questions(packages: &Packages, unpacked: &Path) -> Vec<Question> {
    let ask = |name, program: &str, words: &[&str], last: &Path, finding| {
        let mut command = Command::new(program);
        command.env("LC_ALL", "C.UTF-8").args(words).arg(last);
        Question {
            name,
            command,
            finding,
        }
    };
    let anything: fn(&str) -> bool = |line| !line.trim().is_empty();
    let share = unpacked.join("usr/share");
    // Informal notes count too, but for a remark about who runs it.
    let lintian = ["--display-info", "--tag-display-limit", "0", "--allow-root"];
    let errors: fn(&str) -> bool = |line| ["E: ", "W: ", "I: "].iter().any(|mark| line.starts_with(mark));
    let desktop = share.join(format!("applications/{APP_ID}.desktop"));
    let metainfo = share.join(format!("metainfo/{APP_ID}.metainfo.xml"));
    let manual = share.join(format!("man/man1/{NAME}.1.gz"));
    let appstream: fn(&str) -> bool = |line| ["E: ", "W: ", "I: "].iter().any(|mark| line.starts_with(mark));
    let man = [
        "--warnings=w",
        "--encoding=UTF-8",
        "--local-file",
        "-Tutf8",
        "--ditroff",
    ];
    let troff: fn(&str) -> bool = |line| line.contains("warning") || line.contains("error");
    let rpmlint: fn(&str) -> bool = |line| line.contains(": E: ") || line.contains(": W: ");
    vec![
        ask("lintian", "lintian", &lintian, &packages.deb, errors),
        ask(
            "desktop-file-validate",
            "desktop-file-validate",
            &[],
            &desktop,
            anything,
        ),
        ask(
            "appstreamcli validate",
            "appstreamcli",
            &["validate", "--no-net"],
            &metainfo,
            appstream,
        ),
        ask(
            "appstreamcli validate-tree",
            "appstreamcli",
            &["validate-tree", "--no-net"],
            unpacked,
            appstream,
        ),
        ask("man", "man", &man, &manual, troff),
        ask(
            "rpm digests",
            "rpm",
            &["--checksig", "--nosignature"],
            &packages.rpm,
            |line| line.contains("NOT OK"),
        ),
        ask("rpmlint", "rpmlint", &[], &packages.rpm, rpmlint),
    ]
}

/// Reads the list that cargo-auditable put into the packed executable, and holds it against this version.
fn dependency_list(packages: &Packages) -> Result<usize> {
    let path = format!("usr/bin/{NAME}");
    let executable = packages.tree.files().find(|(found, _)| *found == path);
    let (_, executable) = executable.context("the package has no executable")?;
    let list = auditable_info::audit_info_from_slice(&executable.content, LONGEST_LIST)
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
