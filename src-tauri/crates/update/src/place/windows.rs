//! Windows: the installer for one person runs again over the present copy; it closes and starts the app.

use super::{Form, Place, Placed};
use crate::problem::UpdateProblem;
use reconecta_core::update::Version;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempPath;

/// With a progress bar and without questions; start the app afterwards; this is an update.
const ARGUMENTS: &[&str] = &["/P", "/R", "/UPDATE"];
/// The installer's own uninstaller, beside the program of a copy that it installed.
const UNINSTALLER: &str = "uninstall.exe";

pub(super) fn place() -> Place {
    let program = std::env::current_exe().unwrap_or_default();
    let own = std::env::var_os("LOCALAPPDATA").map(PathBuf::from);
    let form = if is_installed_for_one_person(&program, own.as_deref()) {
        Form::Installer
    } else {
        Form::Managed
    };
    Place { form, program }
}

/// What lies elsewhere came by an MSI or by a hand that will bring the next one as well.
fn is_installed_for_one_person(program: &Path, own: Option<&Path>) -> bool {
    let is_own = own.is_some_and(|own| program.starts_with(own));
    is_own && program.with_file_name(UNINSTALLER).is_file()
}

pub(super) fn install(_place: &Place, file: TempPath, version: &Version) -> Result<Placed, UpdateProblem> {
    // Its name tells Windows that it is a program; it stays until the next start sweeps the folder.
    let setup = file.with_file_name(format!("download-{version}-setup.exe"));
    file.persist(&setup).map_err(|error| error.error)?;
    match Command::new(&setup).args(ARGUMENTS).spawn() {
        Ok(_runs_on) => Ok(Placed::HandedOver),
        Err(error) => {
            tracing::warn!(%error, "The installer does not start");
            let _swept_later = std::fs::remove_file(&setup);
            Err(UpdateProblem::DoesNotStart)
        }
    }
}
