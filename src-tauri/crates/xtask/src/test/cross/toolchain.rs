//! Debian's Rust of the web packages: it brings the library's source, so that the library can be built for any system.
//!
//! Its release is not the one that the project is built with. For finding out whether the code fits another system this
//! makes no difference; nothing that it builds is shipped.

use crate::project::Project;
use anyhow::Result;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Stands in for a C compiler where nothing is linked.
const NO_COMPILER: &str = include_str!("no-compiler.sh");

/// Where Debian's programs are.
const SYSTEM: &str = "/usr/bin:/bin";

/// A system that the app is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// What is shipped for Windows. Linking it needs Microsoft's tools.
    WindowsMsvc,
    /// The same for ARM's processors.
    WindowsMsvcAarch64,
    /// Windows by the tools of GNU: can be linked and run from here.
    WindowsGnu,
    /// Macs with Apple's processors.
    MacAarch64,
    /// Macs with Intel's processors.
    MacX86,
}

impl Target {
    /// Its name for the compiler.
    pub(super) fn triple(self) -> &'static str {
        match self {
            Self::WindowsMsvc => "x86_64-pc-windows-msvc",
            Self::WindowsMsvcAarch64 => "aarch64-pc-windows-msvc",
            Self::WindowsGnu => "x86_64-pc-windows-gnu",
            Self::MacAarch64 => "aarch64-apple-darwin",
            Self::MacX86 => "x86_64-apple-darwin",
        }
    }

    fn has_compiler(self) -> bool {
        self == Self::WindowsGnu
    }

    /// Whether `ring` calls the compiler `clang` there whatever it is told (its `build.rs`, since 0.17).
    fn asks_for_clang(self) -> bool {
        self == Self::WindowsMsvcAarch64
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.triple())
    }
}

/// The tools and the folder that they build into, apart from what the project's own Rust builds.
#[derive(Debug)]
pub(super) struct Toolchain {
    root: PathBuf,
    target: PathBuf,
    no_compiler: PathBuf,
    /// A folder with the same under the name `clang`.
    clang: PathBuf,
}

impl Toolchain {
    const CARGO: &str = "/usr/bin/cargo";
    const LIBRARY: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

    /// Finds it; `None` where the distribution does not have it.
    ///
    /// # Errors
    /// The folder for what is built cannot be written.
    pub(super) fn find(project: &Project) -> Result<Option<Self>> {
        if !(Path::new(Self::CARGO).is_file() && Path::new(Self::LIBRARY).is_file()) {
            return Ok(None);
        }
        let target = project.cross();
        std::fs::create_dir_all(&target)?;
        let no_compiler = target.join("no-compiler.sh");
        write_program(&no_compiler, NO_COMPILER)?;
        let clang = target.join("clang");
        std::fs::create_dir_all(&clang)?;
        write_program(&clang.join("clang"), NO_COMPILER)?;
        Ok(Some(Self {
            root: project.root().to_owned(),
            target,
            no_compiler,
            clang,
        }))
    }

    /// `cargo TASK` for that system, its library built from source.
    pub(super) fn cargo(&self, task: &str, target: Target) -> Command {
        let mut cargo = Command::new(Self::CARGO);
        cargo
            .current_dir(&self.root)
            .env("PATH", SYSTEM)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &self.target)
            // Nothing of Apple's is here; where it would be is asked for all the same.
            .env("SDKROOT", "/nonexistent");
        for inherited in [
            "RUSTC",
            "RUSTFLAGS",
            "RUSTUP_TOOLCHAIN",
            "LD_LIBRARY_PATH",
            "RUSTC_WRAPPER",
        ] {
            cargo.env_remove(inherited);
        }
        if !target.has_compiler() {
            for tool in ["CC", "CXX", "AR"] {
                let name = format!("{tool}_{}", target.triple().replace('-', "_"));
                cargo.env(name, &self.no_compiler);
            }
        }
        if target.asks_for_clang() {
            cargo.env("PATH", format!("{}:{SYSTEM}", self.clang.display()));
        }
        cargo.args([
            task,
            "-Zbuild-std=std,panic_abort,test",
            "--target",
            target.triple(),
        ]);
        cargo
    }

    /// The folder with what `profile` built for that system.
    pub(super) fn products(&self, target: Target, profile: &str) -> PathBuf {
        self.target.join(target.triple()).join(profile)
    }
}

fn write_program(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    /// Runs the stand-in with these words in an empty folder and answers the files that it made.
    fn made_by(words: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("no-compiler.sh");
        write_program(&program, NO_COMPILER).unwrap();
        let work = folder.path().join("work");
        std::fs::create_dir(&work).unwrap();
        let status = Command::new(&program)
            .args(words)
            .current_dir(&work)
            .status()
            .unwrap();
        assert!(status.success(), "{words:?} must succeed");
        std::fs::read_dir(&work)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn the_stand_in_makes_the_file_that_was_asked_for() {
        assert_eq!(made_by(&["-c", "a.c", "-o", "a.o"]), ["a.o"]);
        assert_eq!(made_by(&["-nologo", "-c", "-Foa.obj", "a.c"]), ["a.obj"]);
        assert_eq!(made_by(&["-out:a.lib", "a.obj"]), ["a.lib"]);
        assert_eq!(made_by(&["cq", "liba.a", "a.o"]), ["liba.a"]);
        assert!(made_by(&["--version"]).is_empty());
    }
}
