//! `cargo xtask release`: the steps of a release, one by one for the pipeline, or all of them for practice.

mod announcement;
mod bill;
mod checksums;
mod files;
mod flatpak;
mod homebrew;
mod notes;
mod practice;
mod winget;

use crate::product::Product;
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, bail};
use notes::Stage;
use std::path::{Path, PathBuf};
use url::Url;

const USAGE: &str = "\
release takes one of

  notes [--released]                   the changelog of this version, for the draft; what is not released yet
                                       counts as its section, but with --released
  sbom FILE                            the bill of materials, as CycloneDX
  checksums FOLDER                     SHA256SUMS of what lies there
  manifests FOLDER --from URL --to FOLDER
                                       winget, Homebrew and Flatpak, with the real checksums
  sign-update FOLDER --from URL --page URL --counter N [--days N]
                                       update.json, signed with RECONECTA_UPDATE_SECRET_KEY
  keys                                 a new pair of keys for updates
  --dry-run [FOLDER]                   everything that can be tried here, with a throw-away key";

/// Runs one step; `false` when a check of the practice found something.
///
/// # Errors
/// The words make no sense, or the step failed.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let product = || Product::read(project);
    match words.as_slice() {
        ["notes"] => say::line(notes::of(project, &product()?.version, Stage::Practised)?),
        ["notes", "--released"] => say::line(notes::of(project, &product()?.version, Stage::Released)?),
        ["sbom", file] => write(Path::new(file), &bill::of(project)?)?,
        ["checksums", folder] => checksums::write(Path::new(folder))?,
        ["manifests", folder, options @ ..] => {
            let options = Options::read(options)?;
            let files = files::Files::in_folder(Path::new(folder), options.from()?, &product()?)?;
            manifests(
                &files,
                &product()?,
                options.to.as_deref().context("--to is missing")?,
            )?;
        }
        ["sign-update", folder, options @ ..] => {
            let options = Options::read(options)?;
            let files = files::Files::in_folder(Path::new(folder), options.from()?, &product()?)?;
            announcement::sign(
                project,
                &files,
                &options,
                &announcement::Signer::of_environment()?,
                Stage::Released,
            )?;
        }
        ["keys"] => announcement::print_new_keys()?,
        ["--dry-run"] => return practice::run(project, None),
        ["--dry-run", folder] => return practice::run(project, Some(Path::new(folder))),
        _ => bail!("{USAGE}"),
    }
    Ok(true)
}

/// Writes every manifest below the folder and answers where.
fn manifests(files: &files::Files, product: &Product, to: &Path) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    let manifests = winget::manifests(files, product)?.into_iter().chain([
        homebrew::cask(files, product)?,
        flatpak::manifest(files, product)?,
    ]);
    for (name, text) in manifests {
        let path = to.join(name);
        write(&path, &text)?;
        written.push(path);
    }
    Ok(written)
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text).with_context(|| path.display().to_string())
}

/// What follows the folder.
#[derive(Debug, Default)]
struct Options {
    from: Option<Url>,
    page: Option<Url>,
    to: Option<PathBuf>,
    counter: Option<u64>,
    days: Option<u32>,
}

impl Options {
    fn read(words: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        for pair in words.chunks(2) {
            let &[name, value] = pair else {
                bail!("`{}` needs a value", pair.join(" "));
            };
            match name {
                "--from" => options.from = Some(secure(value)?),
                "--page" => options.page = Some(secure(value)?),
                "--to" => options.to = Some(PathBuf::from(value)),
                "--counter" => options.counter = Some(value.parse().context("--counter is a number")?),
                "--days" => options.days = Some(value.parse().context("--days is a number")?),
                other => bail!("`{other}` is unknown\n\n{USAGE}"),
            }
        }
        Ok(options)
    }

    fn from(&self) -> Result<&Url> {
        self.from
            .as_ref()
            .context("--from, the address of the files, is missing")
    }
}

fn secure(text: &str) -> Result<Url> {
    let url = Url::parse(text).with_context(|| format!("{text} is no address"))?;
    if url.scheme() != "https" {
        bail!("{text} is not https");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_releases_are_encrypted() {
        assert!(Options::read(&["--from", "http://example.com/"]).is_err());
        assert!(Options::read(&["--from", "https://example.com/"]).is_ok());
        assert!(Options::read(&["--from"]).is_err());
        assert!(Options::read(&["--form", "x"]).is_err());
    }
}
