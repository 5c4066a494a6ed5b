//! The life of the package in a clean system: installed, used, upgraded, removed, purged.

use super::person::Person;
use super::root::CleanRoot;
use super::session::{Ending, Session};
use crate::bundle::{Packages, deb, portable};
use crate::command::{self, Watch};
use crate::product::{NAME, Product};
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Sorts before the version itself, in the rules of dpkg.
const OLDER: &str = "~older";
/// The installed app after its main job; beside the packages at the end.
const PICTURE: &str = "installed.png";

/// One life.
struct Life<'a> {
    project: &'a Project,
    packages: &'a Packages,
    watch: &'a Watch,
    root: CleanRoot,
    session: Session,
    person: Person,
    /// Where the packages lie; seen in the root as well.
    folder: PathBuf,
    passed: u64,
}

/// Lives it; answers how many steps went well. The first that does not is the error.
///
/// # Errors
/// A step went wrong, or the clean system could not be made.
pub(super) fn run(project: &Project, packages: &Packages, watch: &Watch) -> Result<u64> {
    let person = Person::of_this_run()?;
    let mut life = Life {
        project,
        packages,
        watch,
        root: CleanRoot::fresh(project, watch)?,
        session: Session::start(person)?,
        person,
        folder: packages
            .deb
            .parent()
            .context("the package lies in a folder")?
            .to_owned(),
        passed: 0,
    };
    life.live()?;
    Ok(life.passed)
}

impl Life<'_> {
    fn live(&mut self) -> Result<()> {
        let depends = self.packages.needs.debian().join(", ");
        let satisfy = [
            "apt-get",
            "satisfy",
            "--yes",
            "--no-install-recommends",
            depends.as_str(),
        ];
        self.root.must(&satisfy, self.watch)?;
        self.done("a clean system has what the package depends on");
        let before = self.root.paths()?;

        let older = self.older()?;
        self.root.install(&older, self.watch)?;
        self.expect_version(OLDER)?;
        self.done("an older version is installed");
        self.check_without_a_window("/usr/bin/reconecta")?;
        self.done("without a display it checks a simulated company; no library is missing");
        self.use_window(&["main-job", &self.session.home().join(PICTURE).to_string_lossy()])?;
        std::fs::copy(self.session.home().join(PICTURE), self.folder.join(PICTURE))?;
        self.done("the installed app did the main job");

        self.root.install(&self.packages.deb, self.watch)?;
        self.expect_version("")?;
        self.use_window(&["after-upgrade"])?;
        self.done("after the upgrade the channel and its history are there");

        // It has no configuration files, so nothing is left to purge after a removal: each on its own.
        self.root
            .must(&["apt-get", "remove", "--yes", NAME], self.watch)?;
        self.expect_as_before(&before, "removing")?;
        self.root.install(&self.packages.deb, self.watch)?;
        self.root.must(&["apt-get", "purge", "--yes", NAME], self.watch)?;
        self.expect_as_before(&before, "purging")?;
        self.done("removed, and installed again and purged, the system is as before");
        let data = self
            .session
            .home()
            .join(".local/share/app.reconecta.desktop/data");
        ensure!(data.is_dir(), "the person's data went with the package");
        self.done("the person's own data stayed");

        self.portable()
    }

    fn done(&mut self, what: &str) {
        self.passed += 1;
        say::line(format!("   {what}"));
    }

    /// The same content under a lower version.
    fn older(&self) -> Result<PathBuf> {
        let Packages {
            tree, needs, product, ..
        } = self.packages;
        let product = Product {
            version: format!("{}{OLDER}", product.version),
            ..product.clone()
        };
        let path = self.folder.join(deb::file_name(&product));
        std::fs::write(&path, deb::package(tree, needs, &product)?)?;
        Ok(path)
    }

    fn expect_version(&self, suffix: &str) -> Result<()> {
        let query = [
            "dpkg-query",
            "--show",
            "--showformat=${db:Status-Status} ${Version}",
            NAME,
        ];
        let found = command::answer(&mut self.root.command(&[], &query)).unwrap_or_default();
        let expected = format!("installed {}{suffix}", self.packages.product.version);
        ensure!(found == expected, "dpkg says `{found}` and not `{expected}`");
        Ok(())
    }

    /// Every path of the system, and that the program is not among them.
    fn expect_as_before(&self, before: &BTreeSet<String>, what: &str) -> Result<()> {
        let after = self.root.paths()?;
        let left: Vec<&String> = after.difference(before).collect();
        let lost: Vec<&String> = before.difference(&after).collect();
        ensure!(
            left.is_empty() && lost.is_empty(),
            "{what} left {left:?} and took {lost:?} along"
        );
        let program = self.root.path().join("usr/bin").join(NAME);
        ensure!(!program.exists(), "the program outlived {what}");
        Ok(())
    }

    /// The command line, as a person without a session, and the libraries.
    fn check_without_a_window(&self, program: &str) -> Result<()> {
        let libraries = self.root.command(&[], &["ldd", program]).output()?;
        let libraries = String::from_utf8_lossy(&libraries.stdout).into_owned();
        ensure!(libraries.contains("libwebkit2gtk"), "ldd says `{libraries}`");
        ensure!(
            !libraries.contains("not found"),
            "libraries are missing:\n{libraries}"
        );
        let words = [program, "check", "--json", "--world", "demo"];
        let output = self.root.personal(self.person, &[], &[], &words).output()?;
        let document: serde_json::Value = serde_json::from_slice(&output.stdout)
            .with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
        // Some numbers of the demonstration are broken, and have to be.
        ensure!(
            output.status.code() == Some(1) && document["outcome"] == "something_broken",
            "the check ended with {} and {}",
            output.status,
            document["outcome"]
        );
        Ok(())
    }

    /// Starts the installed app as its menu entry does, and lets the script use it until it closes the window.
    fn use_window(&self, words: &[&str]) -> Result<()> {
        let home = self.session.home();
        let screens = "/tmp/.X11-unix";
        let mut app = self.root.personal(
            self.person,
            &[(home, &home.to_string_lossy()), (Path::new(screens), screens)],
            &self.session.variables(),
            &[&self.menu_command()?],
        );
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&self.watch.log)?;
        app.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let mut app = Ending::start(&mut app)?;
        let script = self
            .session
            .bring(&self.project.root().join("tests/package/installed_app.py"))?;
        let mut python = self.session.command("/usr/bin/python3");
        let used = command::watch(python.arg(script).args(words), self.watch)?;
        if !used.success {
            bail!("the installed app could not be used:\n{}", used.text);
        }
        app.wait()
    }

    /// `Exec` of the desktop file that was installed.
    fn menu_command(&self) -> Result<String> {
        let file = self
            .root
            .path()
            .join("usr/share/applications/app.reconecta.Reconecta.desktop");
        let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let exec = text.lines().find_map(|line| line.strip_prefix("Exec="));
        Ok(exec.context("the menu entry starts nothing")?.to_owned())
    }

    /// The archive, unpacked where the libraries are, by a person.
    fn portable(&mut self) -> Result<()> {
        let home = self.session.home();
        let archive = self.session.bring(&self.packages.portable)?;
        let mut unpack = self.session.command("tar");
        unpack
            .args(["--extract", "--directory"])
            .arg(home)
            .arg("--file")
            .arg(archive);
        command::run(&mut unpack)?;
        let folder = home.join(portable::folder_name(&self.packages.product));
        let program = folder.join("bin").join(NAME).display().to_string();
        let version = command::answer(&mut self.root.personal(
            self.person,
            &[(home, &home.to_string_lossy())],
            &[],
            &[&program, "--version"],
        ));
        let expected = format!("{NAME} {}", self.packages.product.version);
        ensure!(
            version.as_deref().map(str::trim) == Some(expected.as_str()),
            "the portable program says {version:?}"
        );
        self.done("the portable program runs from where it was unpacked");
        Ok(())
    }
}
