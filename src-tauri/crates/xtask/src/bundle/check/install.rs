//! The life of the package in a clean system: installed, used, upgraded, removed, purged.

use super::permission::{self, Permission};
use super::person::Person;
use super::root::CleanRoot;
use super::session::{Ending, Session};
use crate::bundle::{Packages, deb, portable};
use crate::command::{self, Watch};
use crate::product::{NAME, Product};
use crate::project::Project;
use crate::{machine, say};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

/// Sorts before the version itself, in the rules of dpkg.
const OLDER: &str = "~older";
/// The installed app after its main job; beside the packages at the end.
const PICTURE: &str = "installed.png";
/// Where a company puts its settings, and settings of one.
const POLICY: (&str, &str) = (
    "etc/reconecta/policy.d",
    r#"{"locked": {"updates": false}, "default": {"language": "es"}}"#,
);

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
        let portable = self.unpack()?;
        self.expect_lack(&portable)?;
        self.done(
            "before the libraries are there, the portable copy says what is missing and what brings it",
        );
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
        permission::expect_in(&self.root.path())?;
        let before = self.root.paths()?;

        let older = self.older()?;
        self.root.install(&older, self.watch)?;
        self.expect_version(OLDER)?;
        let permission = Permission::brought_to(&self.root.path())?;
        self.done("an older version is installed, with what AppArmor wants to know");
        self.check_without_a_window("/usr/bin/reconecta")?;
        self.done("without a display it checks a simulated company; no library is missing");
        self.report("/usr/bin/reconecta")?;
        self.done("it says what its company has set in /etc, and that nothing is missing here");
        let picture = self.session.home().join(PICTURE);
        let installed = self.menu_command()?;
        self.use_window(&installed, &["main-job", &picture.to_string_lossy()])?;
        std::fs::copy(self.session.home().join(PICTURE), self.folder.join(PICTURE))?;
        self.done("the installed app did the main job");

        self.root.install(&self.packages.deb, self.watch)?;
        self.expect_version("")?;
        self.use_window(&self.menu_command()?, &["after-upgrade"])?;
        drop(permission);
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

        self.portable(&portable)
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

    /// The two reports of the released program: settings of a company where Linux has them, settings that anybody could have
    /// written, and the state of this computer.
    fn report(&self, program: &str) -> Result<()> {
        let folder = self.root.path().join(POLICY.0);
        let file = folder.join("50-trial.json");
        let root = |words: &[&OsStr]| command::run(machine::as_root().args(words));
        let text = self.session.home().join("policy");
        std::fs::write(&text, POLICY.1)?;
        root(&[
            "install".as_ref(),
            "-D".as_ref(),
            "--mode=644".as_ref(),
            text.as_ref(),
            file.as_ref(),
        ])?;
        let (policy, code) = self.document(&[program, "--print-policy", "--json"])?;
        let found = policy["values"].as_array().map(Vec::as_slice).unwrap_or_default();
        let told: BTreeSet<String> = found
            .iter()
            .map(|value| {
                format!(
                    "{}={} {} {}",
                    value["key"], value["value"], value["level"], value["source"]
                )
            })
            .collect();
        let source = format!("\"/{}/50-trial.json\"", POLICY.0);
        let expected = [
            format!("\"language\"=\"es\" \"default\" {source}"),
            format!("\"updates\"=\"false\" \"locked\" {source}"),
        ];
        ensure!(
            code == 0 && policy["updates"] == false && told == BTreeSet::from(expected),
            "the company's settings are told as {policy:#}"
        );
        root(&["chmod".as_ref(), "o+w".as_ref(), file.as_ref()])?;
        let (policy, code) = self.document(&[program, "--print-policy", "--json"])?;
        ensure!(
            code == 1
                && policy["values"] == serde_json::json!([])
                && policy["warnings"][0]["code"] == "not_protected",
            "settings that anybody may write were taken: {policy:#}"
        );
        let above = folder.parent().context("the folder has one above it")?;
        root(&["rm".as_ref(), "--recursive".as_ref(), above.as_ref()])?;
        let (state, code) = self.document(&[program, "--self-test", "--json"])?;
        ensure!(
            code == 0 && state["outcome"] == "well",
            "it says of this computer: {state:#}"
        );
        Ok(())
    }

    /// What the person's program writes in their session, and its exit code.
    fn document(&self, words: &[&str]) -> Result<(serde_json::Value, i32)> {
        let home = self.session.home();
        let shared = [(home, home.to_string_lossy())];
        let shared: Vec<(&Path, &str)> = shared.iter().map(|(from, to)| (*from, to.as_ref())).collect();
        let output = self
            .root
            .personal(self.person, &shared, &self.session.variables(), words)
            .output()?;
        let document = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{words:?}: {}", String::from_utf8_lossy(&output.stderr)))?;
        Ok((document, output.status.code().context("it was killed")?))
    }

    /// Starts the app, and lets the script use it until it closes the window.
    fn use_window(&self, program: &str, words: &[&str]) -> Result<()> {
        let home = self.session.home();
        let screens = "/tmp/.X11-unix";
        let mut app = self.root.personal(
            self.person,
            &[(home, &home.to_string_lossy()), (Path::new(screens), screens)],
            &self.session.variables(),
            &[program],
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
            bail!("{program} could not be used:\n{}", used.text);
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

    /// Unpacks the archive in the person's home, as that person; answers the folder.
    fn unpack(&self) -> Result<PathBuf> {
        let home = self.session.home();
        let archive = self.session.bring(&self.packages.portable)?;
        let mut unpack = self.session.command("tar");
        unpack
            .args(["--extract", "--directory"])
            .arg(home)
            .arg("--file")
            .arg(archive);
        command::run(&mut unpack)?;
        Ok(home.join(portable::folder_name(&self.packages.product)))
    }

    /// The launcher of the portable copy, as the person, without a session.
    fn launch(&self, folder: &Path, words: &[&str]) -> Result<Output> {
        let home = self.session.home();
        let launcher = folder.join(portable::LAUNCHER).display().to_string();
        let words: Vec<&str> = [launcher.as_str()].iter().chain(words).copied().collect();
        let language = [("LANG".to_owned(), "pt_BR.UTF-8".to_owned())];
        let place = home.to_string_lossy();
        let mut launch = self
            .root
            .personal(self.person, &[(home, &place)], &language, &words);
        Ok(launch.output()?)
    }

    /// One sentence, in the person's language, with the library and the command that brings it.
    fn expect_lack(&self, folder: &Path) -> Result<()> {
        let output = self.launch(folder, &["--version"])?;
        let said = String::from_utf8_lossy(&output.stderr);
        let has_all = [
            "faltam no sistema",
            "libwebkit2gtk-4.1.so.0",
            "sudo apt-get install",
            "libwebkit2gtk-4.1-0",
        ]
        .iter()
        .all(|part| said.contains(part));
        ensure!(
            output.status.code() == Some(1) && has_all && said.lines().count() == 1,
            "without libraries the portable copy ends with {} and says: {said}",
            output.status
        );
        Ok(())
    }

    /// The archive where the libraries are, with nothing installed, on the same person's data.
    fn portable(&mut self, folder: &Path) -> Result<()> {
        let output = self.launch(folder, &["--version"])?;
        let version = String::from_utf8_lossy(&output.stdout);
        let expected = format!("{NAME} {}", self.packages.product.version);
        ensure!(
            version.trim() == expected,
            "the portable program says {version:?}"
        );
        let launcher = folder.join(portable::LAUNCHER).display().to_string();
        self.use_window(&launcher, &["after-upgrade"])?;
        self.done(
            "the portable copy opens its window from where it was unpacked, with the channel and its history",
        );
        Ok(())
    }
}
