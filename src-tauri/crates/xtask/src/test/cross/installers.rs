//! Our own setup program and package for Windows: made from the released program, then installed, upgraded and removed
//! without a word under wine.

mod reported;

use super::entries;
use super::toolchain::{Target, Toolchain};
use super::wine::{Wine, require};
use crate::command::{self, Watch};
use crate::project::Project;
use crate::say;
use crate::test::summary::Line;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The version that is made here, and one before it.
const NEW: &str = env!("CARGO_PKG_VERSION");
const OLD: &str = "0.0.1";

// How our setup program refuses (docs/windows.md).
const IN_USE: i32 = 2;
const NEWER_INSTALLED: i32 = 3;
const NOT_WRITTEN: i32 = 4;

/// Within so many silent installations a program that was started is up.
const ATTEMPTS: usize = 20;

/// Builds the program, makes both installers and tries them.
pub(super) fn run(project: &Project, tools: &Toolchain, watch: &Watch) -> Result<Vec<Line>> {
    let mut build = tools.cargo("build", Target::WindowsGnu);
    build.args(["--release", "--package", "reconecta", "--bins"]);
    let started = Instant::now();
    require(&mut build, watch)?;
    let mut lines = vec![Line {
        took: Some(started.elapsed()),
        ..Line::check("windows release", true)
    }];
    let products = tools.products(Target::WindowsGnu, "release");
    for (name, kind) in [("windows setup", Kind::Setup), ("windows msi", Kind::Msi)] {
        let started = Instant::now();
        let [old, new] = [OLD, NEW].map(|version| kind.make(project, &products, version, watch));
        let mut trial = Trial {
            windows: Wine::fresh(project, "installers", watch)?,
            watch,
            passed: 0,
            failed: 0,
        };
        match kind {
            Kind::Setup => trial.of_setup(&old?, &new?)?,
            Kind::Msi => trial.of_msi(&old?, &new?)?,
        }
        lines.push(Line {
            took: Some(started.elapsed()),
            ..Line::counted(name, trial.passed, trial.failed)
        });
    }
    Ok(lines)
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Setup,
    Msi,
}

impl Kind {
    /// Makes the installer of that version beside the program.
    fn make(self, project: &Project, products: &Path, version: &str, watch: &Watch) -> Result<PathBuf> {
        let sources = project.root().join("packaging/windows");
        let (path, mut maker) = match self {
            Self::Setup => {
                let path = products.join(format!("reconecta-{version}-setup.exe"));
                let mut makensis = Command::new("makensis");
                makensis
                    .current_dir(&sources)
                    .args(["-V2", "-WX"])
                    .arg(format!("-DVERSION={version}"))
                    .arg(format!("-DFILES={}", products.display()))
                    .arg(format!("-DOUT={}", path.display()))
                    .arg("reconecta.nsi");
                (path, makensis)
            }
            Self::Msi => {
                let path = products.join(format!("reconecta-{version}.msi"));
                let mut wixl = Command::new("wixl");
                // It finds files only below the folder that it works in, and goes on after mistakes unless told otherwise.
                wixl.current_dir(products)
                    .env("G_DEBUG", "fatal-warnings")
                    .args(["-a", "x64", "-D"])
                    .arg(format!("Version={version}"))
                    .args(["-D", "Files=.", "-o"])
                    .args([&path, &sources.join("reconecta.wxs")]);
                (path, wixl)
            }
        };
        require(&mut maker, watch)?;
        Ok(path)
    }
}

/// One installer in a fresh Windows.
struct Trial<'a> {
    windows: Wine,
    watch: &'a Watch,
    passed: u64,
    failed: u64,
}

impl Trial<'_> {
    fn of_setup(&mut self, old: &Path, new: &Path) -> Result<()> {
        let code = self.run(old, &["/S"])?;
        self.expect("the older version installs without a word", code == Some(0));
        self.is_installed(OLD)?;
        let data = self.leave_data()?;
        entries::write(&self.windows, self.watch)?;

        let code = self.run(new, &["/S"])?;
        self.expect("the newer version installs over it", code == Some(0));
        self.is_installed(NEW)?;
        self.starts()?;
        self.expect("the upgrade keeps the data", data.is_file());
        self.still_starts_with_windows()?;

        let code = self.run(old, &["/S"])?;
        self.expect("an older version is refused", code == Some(NEWER_INSTALLED));
        self.is_installed(NEW)?;
        let code = self.run(old, &["/S", "/DOWNGRADE"])?;
        self.expect("an older version installs when told to", code == Some(0));
        self.is_installed(OLD)?;

        let remover = self.program()?.with_file_name("uninstall.exe");
        let code = self.run(&remover, &["/S"])?;
        self.expect("it is removed without a word", code == Some(0));
        self.is_gone()?;
        self.starts_no_more_with_windows()?;
        self.expect("removing keeps the data", data.is_file());

        self.run(new, &["/S"])?;
        self.refuses_while_open(new)?;
        self.run(&remover, &["/S", "/PURGE"])?;
        self.is_gone()?;
        let folder = data.ancestors().nth(2).context("the data has a folder")?;
        self.expect("removing everything removes the data", !folder.exists());
        let machine = self.windows.registry("system.reg")?;
        self.expect(
            "nothing is written for the machine",
            !machine.contains("Reconecta"),
        );
        self.goes_elsewhere(new)
    }

    /// The program is open for as long as it waits for the order of a login window.
    fn refuses_while_open(&mut self, setup: &Path) -> Result<()> {
        let mut open = self.windows.command("wine");
        open.arg(self.program()?)
            .arg("login-window")
            .stdin(Stdio::piped());
        let mut open = open.spawn()?;
        let mut again = self.windows.command("wine");
        // Its output is not read: services of wine's that it starts hold it open for as long as the program runs.
        again
            .arg(setup)
            .arg("/S")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // The program may still be on its way up.
        let is_refused = (0..ATTEMPTS).any(|_| again.status().is_ok_and(|end| end.code() == Some(IN_USE)));
        drop(open.stdin.take());
        open.wait()?;
        self.windows.settle(self.watch)?;
        self.expect("nothing is changed while the app is open", is_refused);
        self.is_installed(NEW)
    }

    fn goes_elsewhere(&mut self, setup: &Path) -> Result<()> {
        let disk = self.windows.disk();
        let places = ["Aplicações", "Outras"];
        let [first, second] = places.map(|place| disk.join(place).join("Reconecta/reconecta.exe"));
        for place in places {
            self.run(setup, &["/S", &format!(r"/D=C:\{place}\Reconecta")])?;
        }
        let is_moved = second.is_file() && !first.exists();
        self.expect("the app is in the last folder only", is_moved);
        let taken = disk.join("taken");
        std::fs::create_dir_all(taken.join("WebView2Loader.dll"))?;
        let code = self.run(setup, &["/S", r"/D=C:\taken"])?;
        let is_as_before = second.is_file() && !taken.join("reconecta.exe").exists();
        let is_told = code == Some(NOT_WRITTEN);
        self.expect("a folder that cannot be written is told", is_told && is_as_before);
        self.run(&second.with_file_name("uninstall.exe"), &["/S"])?;
        self.is_gone()?;
        self.expect("the other folder is clean", !second.exists());
        Ok(())
    }

    fn of_msi(&mut self, old: &Path, new: &Path) -> Result<()> {
        let code = self.msiexec("/i", old, &[])?;
        self.expect("the older version installs without a word", code == Some(0));
        self.is_there();
        let data = self.leave_data()?;
        let person = self.windows.registry("user.reg")?;
        let is_persons = person.contains(r"Software\\Microsoft\\Installer\\Products");
        self.expect("it belongs to the person", is_persons);

        let code = self.msiexec("/i", new, &[])?;
        self.expect("the newer version installs over it", code == Some(0));
        self.starts()?;
        self.expect("the upgrade keeps the data", data.is_file());
        let registry = self.windows.registry("system.reg")?;
        let shown = |version: &str| registry.contains(&format!("\"DisplayVersion\"=\"{version}\""));
        self.expect("one version is listed", shown(NEW) && !shown(OLD));
        self.reads_the_policy()?;
        self.says_that_webview2_is_missing()?;

        let code = self.msiexec("/i", old, &[])?;
        self.expect("an older version is refused", code.is_some_and(|code| code != 0));
        self.is_there();

        entries::write(&self.windows, self.watch)?;
        // Windows says this to a version that makes room for a newer one; wine's own upgrade does not.
        let code = self.msiexec(
            "/x",
            new,
            &["UPGRADINGPRODUCTCODE={00000000-0000-0000-0000-000000000001}"],
        )?;
        self.expect("it makes room for a newer version", code == Some(0));
        self.still_starts_with_windows()?;
        self.msiexec("/i", new, &[])?;
        self.is_there();

        let code = self.msiexec("/x", new, &[])?;
        self.expect("it is removed without a word", code == Some(0));
        self.is_gone()?;
        self.starts_no_more_with_windows()?;
        self.expect("removing keeps the data", data.is_file());
        Ok(())
    }

    fn msiexec(&self, what: &str, package: &Path, properties: &[&str]) -> Result<Option<i32>> {
        let mut msiexec = self.windows.command("wine");
        msiexec
            .arg("msiexec")
            .arg(what)
            .arg(package)
            .args(properties)
            .arg("/qn");
        self.code_of(&mut msiexec)
    }

    fn run(&self, program: &Path, words: &[&str]) -> Result<Option<i32>> {
        let mut wine = self.windows.command("wine");
        wine.arg(program).args(words);
        self.code_of(&mut wine)
    }

    /// Runs it until it, and what it started, has ended.
    fn code_of(&self, command: &mut Command) -> Result<Option<i32>> {
        let finished = command::watch_quietly(command, self.watch)?;
        self.windows.settle(self.watch)?;
        Ok(finished.code)
    }

    fn program(&self) -> Result<PathBuf> {
        Ok(self
            .windows
            .person()?
            .join("AppData/Local/Programs/Reconecta/reconecta.exe"))
    }

    /// The data of somebody who used the app.
    fn leave_data(&self) -> Result<PathBuf> {
        let folder = self
            .windows
            .person()?
            .join("AppData/Local/app.reconecta.desktop/data");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join("reconecta.db");
        std::fs::write(&file, "data")?;
        Ok(file)
    }

    fn is_there(&mut self) {
        let files = self
            .program()
            .is_ok_and(|program| program.is_file() && program.with_file_name("WebView2Loader.dll").is_file());
        let link = self.link().is_ok_and(|link| link.is_file());
        self.expect("program and start menu entry are there", files && link);
    }

    fn is_installed(&mut self, version: &str) -> Result<()> {
        self.is_there();
        let registry = self.windows.registry("user.reg")?;
        let is_listed = registry.contains(&format!("\"DisplayVersion\"=\"{version}\""));
        self.expect(&format!("version {version} is in the person's list"), is_listed);
        Ok(())
    }

    fn is_gone(&mut self) -> Result<()> {
        let folder = self.program()?.parent().is_some_and(Path::exists);
        let link = self.link()?.exists();
        let list = self.windows.registry("user.reg")? + &self.windows.registry("system.reg")?;
        let is_listed = list.contains("\"DisplayName\"=\"Reconecta\"");
        self.expect(
            "program, start menu and list are clean",
            !folder && !link && !is_listed,
        );
        Ok(())
    }

    fn still_starts_with_windows(&mut self) -> Result<()> {
        let is_so = entries::are_there(&self.windows, self.watch)?;
        self.expect("a newer version starts with Windows as the older did", is_so);
        Ok(())
    }

    fn starts_no_more_with_windows(&mut self) -> Result<()> {
        let is_so = entries::are_gone(&self.windows, self.watch)?;
        self.expect("Windows starts it no more, and another program as before", is_so);
        Ok(())
    }

    fn link(&self) -> Result<PathBuf> {
        let menu = "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Reconecta.lnk";
        Ok(self.windows.person()?.join(menu))
    }

    /// The installed program runs; its windows would need WebView2.
    fn starts(&mut self) -> Result<()> {
        let mut wine = self.windows.command("wine");
        wine.arg(self.program()?).arg("--version");
        let finished = command::watch_quietly(&mut wine, self.watch)?;
        let said = finished.text.contains(&format!("reconecta {NEW}"));
        self.expect("the installed program runs and is the right one", said);
        Ok(())
    }

    fn expect(&mut self, what: &str, is_so: bool) {
        if is_so {
            self.passed += 1;
        } else {
            say::problem(format!("   not so: {what}"));
            self.failed += 1;
        }
    }
}
