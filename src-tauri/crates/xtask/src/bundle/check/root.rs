//! A system with nothing in it but the distribution's smallest base, to install packages into.

use super::person::Person;
use crate::command::{self, Watch};
use crate::project::Project;
use crate::{machine, say};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Changed by any package manager's work, whatever the package.
const BOOKKEEPING: &[&str] = &[
    "./var/lib/dpkg/",
    "./var/lib/apt/",
    "./var/log/",
    "./var/cache/",
    "./tmp/",
    "./run/",
];

/// Where packages lie while they are installed. Nothing there stays.
const PACKAGES: &str = "/run/packages";
const ENTER: &str = include_str!("enter.sh");

/// The system; removed when dropped.
#[derive(Debug)]
pub(super) struct CleanRoot {
    folder: TempDir,
    /// Packages of the distribution that were fetched once.
    archives: PathBuf,
}

impl CleanRoot {
    /// A copy of the base, which is made once with debootstrap: the release of this machine, because what is compiled here
    /// needs this C library.
    ///
    /// # Errors
    /// This is not Debian or a child of it, or the base cannot be fetched.
    pub(super) fn fresh(project: &Project, watch: &Watch) -> Result<Self> {
        let store = project.scratch().join("clean-root");
        let (id, codename) = release()?;
        let base = store.join(&codename);
        let archives = store.join(format!("{codename}-archives"));
        std::fs::create_dir_all(archives.join("partial"))?;
        if !base.is_dir() {
            say::line(format!("   making a minimal {codename} with debootstrap ..."));
            let unfinished = store.join(format!("{codename}-unfinished"));
            remove(&unfinished)?;
            let mut debootstrap = machine::as_root();
            debootstrap.args(["debootstrap", "--variant=minbase"]);
            if id == "ubuntu" {
                debootstrap.arg("--components=main,universe");
            }
            debootstrap.arg(&codename).arg(&unfinished);
            if !command::watch(&mut debootstrap, watch)?.success {
                bail!("debootstrap failed");
            }
            let mut rename = machine::as_root();
            command::run(rename.arg("mv").arg(&unfinished).arg(&base))?;
        }
        let folder = tempfile::Builder::new().prefix("root").tempdir_in(&store)?;
        let root = folder.path().join("root");
        let mut copy = machine::as_root();
        command::run(
            copy.args(["cp", "--archive", "--reflink=auto"])
                .arg(&base)
                .arg(&root),
        )?;
        let clean = Self { folder, archives };
        clean.reach_like_this_machine(watch)?;
        clean.speak_portuguese(watch)?;
        Ok(clean)
    }

    /// Proxies and the like of this machine hold for apt in there as well.
    fn reach_like_this_machine(&self, watch: &Watch) -> Result<()> {
        let settings = command::answer(Command::new("apt-config").args(["dump", "Acquire"]));
        let file = self.folder.path().join("acquire.conf");
        std::fs::write(&file, settings.context("apt-config does not answer")?)?;
        let mut copy = machine::as_root();
        let place = self.path().join("etc/apt/apt.conf.d/90-this-machine");
        command::run(copy.args(["install", "--mode=644"]).arg(file).arg(place))?;
        self.must(&["apt-get", "update"], watch)
    }

    /// As a desktop in Brazil does.
    fn speak_portuguese(&self, watch: &Watch) -> Result<()> {
        let install = [
            "apt-get",
            "install",
            "--yes",
            "--no-install-recommends",
            "locales",
        ];
        self.must(&install, watch)?;
        self.must(&["localedef", "-i", "pt_BR", "-f", "UTF-8", "pt_BR.UTF-8"], watch)
    }

    /// Where it lies.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    /// Words that run inside as root, with folders of this machine and the places where they are seen there.
    pub(super) fn command(&self, shared: &[(&Path, &str)], words: &[&str]) -> Command {
        let mut command = machine::as_root();
        command.args(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--"]);
        command.args(["sh", "-c", ENTER, "enter"]).arg(self.path());
        command.arg(&self.archives).arg("/var/cache/apt/archives");
        for (folder, place) in shared {
            command.arg(folder).arg(place);
        }
        command.arg("--").args(words);
        command
    }

    /// Words that run inside as an ordinary user, with these variables.
    pub(super) fn personal(
        &self,
        person: Person,
        shared: &[(&Path, &str)],
        variables: &[(String, String)],
        words: &[&str],
    ) -> Command {
        let mut all = person.words();
        all.push("env".to_owned());
        all.extend(variables.iter().map(|(name, value)| format!("{name}={value}")));
        all.extend(words.iter().map(|word| (*word).to_owned()));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        self.command(shared, &all)
    }

    /// Runs the words inside as root.
    ///
    /// # Errors
    /// They failed.
    pub(super) fn must(&self, words: &[&str], watch: &Watch) -> Result<()> {
        if !command::watch(&mut self.command(&[], words), watch)?.success {
            bail!("`{}` failed in the clean root", words.join(" "));
        }
        Ok(())
    }

    /// Installs a package file as a person would: apt brings what it depends on, and nothing that is only recommended.
    ///
    /// # Errors
    /// apt refuses it.
    pub(super) fn install(&self, package: &Path, watch: &Watch) -> Result<()> {
        let folder = package.parent().context("a package lies in a folder")?;
        let name = package.file_name().context("a package has a name")?;
        let name = format!("{PACKAGES}/{}", name.to_string_lossy());
        let words = [
            "apt-get",
            "install",
            "--yes",
            "--no-install-recommends",
            name.as_str(),
        ];
        if !command::watch(&mut self.command(&[(folder, PACKAGES)], &words), watch)?.success {
            bail!("apt-get refuses {name}");
        }
        Ok(())
    }

    /// Every path in it, with its kind and permissions, but those that change with any package.
    ///
    /// # Errors
    /// `find` failed.
    pub(super) fn paths(&self) -> Result<BTreeSet<String>> {
        let mut find = machine::as_root();
        find.args(["find", "-P", ".", "-printf", "%p %y %m\\n"])
            .current_dir(self.path());
        let text = command::answer(&mut find).context("find does not answer")?;
        let kept = text
            .lines()
            .filter(|path| !BOOKKEEPING.iter().any(|folder| path.starts_with(folder)));
        Ok(kept.map(str::to_owned).collect())
    }
}

impl Drop for CleanRoot {
    fn drop(&mut self) {
        // Its files are root's, so the folder cannot be removed by whoever made it.
        if let Err(error) = remove(&self.path()) {
            say::problem(format!("{error:#}"));
        }
    }
}

fn remove(folder: &Path) -> Result<()> {
    let mut remove = machine::as_root();
    command::run(
        remove
            .args(["rm", "--recursive", "--force", "--one-file-system"])
            .arg(folder),
    )
}

/// Distribution and name of the release.
fn release() -> Result<(String, String)> {
    let text = std::fs::read_to_string("/etc/os-release").context("/etc/os-release")?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.trim_matches('"').to_owned())
    };
    let id = field("ID=").context("the distribution has no name")?;
    let codename =
        field("VERSION_CODENAME=").context("the release has no name; this needs Debian or Ubuntu")?;
    Ok((id, codename))
}
