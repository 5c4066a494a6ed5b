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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_installer_for_one_person_left_is_replaced_by_it() {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join("AppData/Local");
        let installed = own.join("Reconecta");
        std::fs::create_dir_all(&installed).unwrap();
        let program = installed.join("reconecta.exe");
        assert!(
            !is_installed_for_one_person(&program, Some(&own)),
            "copied by hand"
        );
        std::fs::write(installed.join(UNINSTALLER), "").unwrap();
        assert!(is_installed_for_one_person(&program, Some(&own)), "installed");
        let elsewhere = home.path().join("Program Files");
        assert!(
            !is_installed_for_one_person(&program, Some(&elsewhere)),
            "for everybody"
        );
        assert!(
            !is_installed_for_one_person(&program, None),
            "a person without a folder"
        );
    }

    #[test]
    fn an_installer_that_does_not_start_is_told_and_swept() {
        let folder = tempfile::tempdir().unwrap();
        let file = tempfile::NamedTempFile::new_in(folder.path())
            .unwrap()
            .into_temp_path();
        std::fs::write(&file, "no program").unwrap();
        let place = Place {
            form: Form::Installer,
            program: folder.path().join("reconecta.exe"),
        };
        let refused = install(&place, file, &Version::new(2, 0, 0));
        assert!(matches!(refused, Err(UpdateProblem::DoesNotStart)), "{refused:?}");
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "nothing is left"
        );
    }
}
