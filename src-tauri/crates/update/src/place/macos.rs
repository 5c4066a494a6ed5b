//! macOS: the whole bundle is exchanged, after the system has accepted the new one's signature.

use super::{Form, Place, Placed, swap, trial};
use crate::problem::UpdateProblem;
use flate2::read::GzDecoder;
use reconecta_core::update::Version;
use rustix::fs::{Access, access};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tar::Archive;
use tempfile::TempPath;

/// The program inside a bundle.
const PROGRAM: &str = "Contents/MacOS/reconecta";

pub(super) fn place() -> Place {
    let program = std::env::current_exe().unwrap_or_default();
    let form = match bundle(&program) {
        Some(bundle) if may_replace(bundle) => Form::Bundle,
        // Run from the disk image, moved aside by Gatekeeper, or installed for everybody.
        Some(_) | None => Form::Managed,
    };
    Place { form, program }
}

fn bundle(program: &Path) -> Option<&Path> {
    let bundle = program.ancestors().nth(3)?;
    let is_bundle = bundle.extension().is_some_and(|end| end == "app");
    (is_bundle && program.ends_with(PROGRAM)).then_some(bundle)
}

fn may_replace(bundle: &Path) -> bool {
    let translocated = bundle
        .components()
        .any(|part| part.as_os_str() == "AppTranslocation");
    let folder = bundle.parent();
    !translocated
        && access(bundle, Access::WRITE_OK).is_ok()
        && folder.is_some_and(|folder| access(folder, Access::WRITE_OK).is_ok())
}

pub(super) fn install(place: &Place, file: TempPath, version: &Version) -> Result<Placed, UpdateProblem> {
    let current = bundle(&place.program).ok_or(UpdateProblem::NothingToInstall)?;
    let folder = current.parent().ok_or(UpdateProblem::NotWritable)?;
    let unpacked = tempfile::Builder::new()
        .prefix(".reconecta-")
        .tempdir_in(folder)?;
    let mut archive = Archive::new(GzDecoder::new(File::open(&file)?));
    archive.unpack(unpacked.path()).map_err(|error| {
        tracing::warn!(%error, "The archive of an update is broken");
        UpdateProblem::Archive
    })?;
    let new = only_bundle(unpacked.path())?;
    system_accepts(&new)?;
    trial::calls_itself(&new.join(PROGRAM), version)?;
    swap::put(TempPath::try_from_path(new)?, current)?;
    Ok(Placed::InPlace)
}

fn only_bundle(folder: &Path) -> Result<PathBuf, UpdateProblem> {
    let mut entries = std::fs::read_dir(folder)?;
    match (entries.next(), entries.next()) {
        (Some(Ok(only)), None) if only.path().extension().is_some_and(|end| end == "app") => Ok(only.path()),
        _ => Err(UpdateProblem::Archive),
    }
}

/// Every file in the bundle must be covered by the bundle's own signature.
fn system_accepts(bundle: &Path) -> Result<(), UpdateProblem> {
    let status = Command::new("/usr/bin/codesign")
        .args(["--verify", "--deep", "--strict"])
        .arg(bundle)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(UpdateProblem::SystemRefuses)
    }
}
