//! Every step of a release that can be tried on this computer, checked with the tools of those who will receive it.

use super::announcement::{self, Signer};
use super::files::{Files, Kind};
use super::notes::{self, Stage};
use super::{Options, bill, checksums, manifests};
use crate::command::{self, Watch};
use crate::machine::{self, Purpose};
use crate::product::{APP_ID, NAME, Product};
use crate::project::Project;
use crate::{python, say};
use anyhow::{Context, Result, bail};
use reconecta_core::update::Envelope;
use std::path::{Path, PathBuf};
use std::process::Command;
use url::Url;

/// Nobody's address.
const FROM: &str = "https://example.com/releases";

/// The folder of the practice and what is in it.
struct Rehearsal<'a> {
    project: &'a Project,
    product: Product,
    watch: Watch,
    /// The files of the release.
    dist: PathBuf,
    /// The papers for others.
    papers: PathBuf,
    signer: Signer,
}

type Step<'a> = (&'static str, fn(&Rehearsal<'a>) -> Result<()>);

/// Runs every step and says how each went; `false` when one failed.
///
/// # Errors
/// A tool cannot be installed, or there is no room for the files.
pub(super) fn run(project: &Project, given: Option<&Path>) -> Result<bool> {
    machine::prepare(&[Purpose::Build, Purpose::Release])?;
    let folder = project.scratch().join("release");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let rehearsal = Rehearsal {
        project,
        product: Product::read(project)?,
        watch: Watch {
            log: project.scratch().join("logs/release.log"),
            verbose: false,
        },
        dist: folder.join("dist"),
        papers: folder.join("papers"),
        signer: Signer::throw_away()?,
    };
    rehearsal.gather(given)?;
    let steps: &[Step] = &[
        ("notes in three languages", Rehearsal::notes),
        ("bill of materials", Rehearsal::bill),
        ("winget, Homebrew and Flatpak", Rehearsal::papers),
        ("schemas of the papers", Rehearsal::schemas),
        ("Homebrew's language", Rehearsal::cask),
        ("Flatpak's reader", Rehearsal::flatpak),
        ("signed announcement", Rehearsal::announcement),
        ("minisign believes it", Rehearsal::minisign),
        ("checksums", Rehearsal::checksums),
    ];
    let mut failed = 0;
    for (name, step) in steps {
        match step(&rehearsal) {
            Ok(()) => say::line(format!("   ok      {name}")),
            Err(error) => {
                failed += 1;
                say::problem(format!("   FAILED  {name}: {error:#}"));
            }
        }
    }
    say::line(format!("{} passed, {failed} failed", steps.len() - failed));
    Ok(failed == 0)
}

impl Rehearsal<'_> {
    /// Real files where there are some; a stand-in for each that only another system can make.
    fn gather(&self, given: Option<&Path>) -> Result<()> {
        std::fs::create_dir_all(&self.dist)?;
        for kind in Kind::ALL {
            let name = kind.file_name(&self.product.version);
            let real = given
                .map(|folder| folder.join(&name))
                .filter(|path| path.is_file());
            let target = self.dist.join(&name);
            match real {
                Some(real) => {
                    say::line(format!("   real      {name}"));
                    std::fs::copy(real, target)?;
                }
                None => {
                    say::line(format!("   stand-in  {name}"));
                    std::fs::write(target, format!("a stand-in for {name}\n"))?;
                }
            }
        }
        Ok(())
    }

    fn files(&self) -> Result<Files> {
        Files::in_folder(&self.dist, &Url::parse(FROM)?, &self.product)
    }

    fn bill_file(&self) -> PathBuf {
        self.dist
            .join(format!("{NAME}-{}.cdx.json", self.product.version))
    }

    fn notes(&self) -> Result<()> {
        notes::by_language(self.project, &self.product.version, Stage::Practised).map(drop)
    }

    /// Twice the same, so that two releases can be compared.
    fn bill(&self) -> Result<()> {
        let text = bill::of(self.project)?;
        if bill::of(self.project)? != text {
            bail!("the same sources gave two bills");
        }
        super::write(&self.bill_file(), &text)
    }

    fn papers(&self) -> Result<()> {
        let written = manifests(&self.files()?, &self.product, &self.papers)?;
        if written.len() != 6 {
            bail!("{} papers instead of six", written.len());
        }
        Ok(())
    }

    fn schemas(&self) -> Result<()> {
        let python = python::release_environment(self.project, &self.watch)?;
        let winget = self.papers.join(format!(
            "winget/manifests/r/Reconecta/Reconecta/{}",
            self.product.version
        ));
        let mut check = Command::new(python);
        check
            .arg(self.project.root().join("packaging/release/check_documents.py"))
            .arg(self.bill_file())
            .arg(self.flatpak_file())
            .env("PYTHONDONTWRITEBYTECODE", "1");
        for entry in std::fs::read_dir(winget)? {
            check.arg(entry?.path());
        }
        self.check(&mut check)
    }

    fn cask(&self) -> Result<()> {
        let cask = self.papers.join(format!("homebrew/Casks/{NAME}.rb"));
        self.check(Command::new("ruby").arg("-wc").arg(cask))
    }

    fn flatpak_file(&self) -> PathBuf {
        self.papers.join(format!("flatpak/{APP_ID}.yml"))
    }

    fn flatpak(&self) -> Result<()> {
        self.check(
            Command::new("flatpak-builder")
                .arg("--show-manifest")
                .arg(self.flatpak_file()),
        )
    }

    fn announcement(&self) -> Result<()> {
        let options = Options {
            page: Some(Url::parse(FROM)?),
            counter: Some(1),
            ..Options::default()
        };
        announcement::sign(
            self.project,
            &self.files()?,
            &options,
            &self.signer,
            Stage::Practised,
        )
    }

    /// As a stranger would: with minisign itself and the public key.
    fn minisign(&self) -> Result<()> {
        let text = std::fs::read(self.dist.join(announcement::FILE))?;
        let envelope: Envelope = serde_json::from_slice(&text).context("update.json is not understood")?;
        let folder = tempfile::tempdir()?;
        let (signed, signature) = (folder.path().join("signed"), folder.path().join("signed.minisig"));
        std::fs::write(&signed, &envelope.signed)?;
        std::fs::write(&signature, &envelope.signature)?;
        let public = self.signer.public_key()?;
        let verify = |file: &Path| {
            let mut minisign = Command::new("minisign");
            minisign.args(["-V", "-P", &public, "-m"]).arg(file);
            minisign
        };
        self.check(&mut verify(&signed))?;
        std::fs::write(
            &signed,
            envelope.signed.replace("\"counter\": 1", "\"counter\": 2"),
        )?;
        if command::answer(&mut verify(&signed)).is_some() {
            bail!("minisign believes a changed announcement as well");
        }
        Ok(())
    }

    fn checksums(&self) -> Result<()> {
        checksums::write(&self.dist)?;
        let mut check = Command::new("sha256sum");
        check
            .current_dir(&self.dist)
            .args(["--check", "--strict", checksums::FILE]);
        self.check(&mut check)
    }

    fn check(&self, command: &mut Command) -> Result<()> {
        if !command::watch(command, &self.watch)?.success {
            bail!("see {}", self.watch.log.display());
        }
        Ok(())
    }
}
