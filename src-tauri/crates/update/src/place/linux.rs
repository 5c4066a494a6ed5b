//! Linux: portable folders and AppImages replace themselves; everything else belongs to a package manager.

use super::{Form, Place, Placed, archive, swap, trial};
use crate::problem::UpdateProblem;
use reconecta_core::update::Version;
use rustix::fs::{Access, access};
use std::fs::File;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Folders that belong to the system, whoever may write them.
const OF_THE_SYSTEM: &[&str] = &["/usr", "/opt", "/snap", "/nix", "/gnu", "/app"];

pub(super) fn place() -> Place {
    let program = std::env::current_exe().unwrap_or_default();
    let image = std::env::var_os("APPIMAGE").map(PathBuf::from);
    find(program, image, Path::new("/.flatpak-info").exists())
}

/// A copy whose folder cannot be written is somebody else's to update.
fn find(program: PathBuf, image: Option<PathBuf>, is_flatpak: bool) -> Place {
    let may_replace = |program: &Path| {
        let folder = program.parent().filter(|folder| folder.is_absolute());
        folder.is_some_and(|folder| access(folder, Access::WRITE_OK).is_ok())
    };
    let is_of_the_system = OF_THE_SYSTEM.iter().any(|folder| program.starts_with(folder));
    match image {
        // The variable is inherited by programs that an AppImage starts: ours lives in the mounted image.
        Some(image) if is_mounted(&program) && may_replace(&image) => Place {
            form: Form::AppImage,
            program: image,
        },
        _ => Place {
            form: if is_flatpak || is_of_the_system || is_mounted(&program) || !may_replace(&program) {
                Form::Managed
            } else {
                Form::Portable
            },
            program,
        },
    }
}

/// Whether the program runs from an AppImage's own file system.
fn is_mounted(program: &Path) -> bool {
    program
        .components()
        .any(|part| part.as_os_str().to_string_lossy().starts_with(".mount_"))
}

pub(super) fn install(place: &Place, file: TempPath, version: &Version) -> Result<Placed, UpdateProblem> {
    let folder = place.program.parent().ok_or(UpdateProblem::NotWritable)?;
    let mut new = tempfile::Builder::new()
        .prefix(".reconecta-")
        .tempfile_in(folder)?;
    let mut source = File::open(&file)?;
    match place.form {
        Form::Portable => archive::program(source, new.as_file_mut())?,
        Form::AppImage => {
            io::copy(&mut source, new.as_file_mut())?;
        }
        Form::Installer | Form::Bundle | Form::Managed => return Err(UpdateProblem::NothingToInstall),
    }
    new.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o755))?;
    new.as_file().sync_all()?;
    let new = new.into_temp_path();
    trial::calls_itself(&new, version)?;
    swap::put(new, &place.program)?;
    Ok(Placed::InPlace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(program: &Path, image: Option<&Path>, is_flatpak: bool) -> Form {
        find(program.to_owned(), image.map(Path::to_owned), is_flatpak).form
    }

    #[test]
    fn what_a_package_manager_installed_is_left_to_it() {
        for program in [
            "/usr/bin/reconecta",
            "/opt/reconecta/reconecta",
            "/snap/reconecta/1/reconecta",
        ] {
            assert_eq!(form(Path::new(program), None, false), Form::Managed, "{program}");
        }
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("reconecta");
        assert_eq!(form(&program, None, true), Form::Managed, "a Flatpak");
        assert_eq!(
            form(Path::new("/nowhere/at/all/reconecta"), None, false),
            Form::Managed,
            "a folder that cannot be written"
        );
    }

    #[test]
    fn a_folder_of_the_persons_own_is_portable_and_an_image_is_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("reconecta");
        assert_eq!(form(&program, None, false), Form::Portable);
        let image = folder.path().join("Reconecta.AppImage");
        let mounted = Path::new("/tmp/.mount_Recon1/usr/bin/reconecta");
        let place = find(mounted.to_owned(), Some(image.clone()), false);
        assert_eq!((place.form, place.program), (Form::AppImage, image.clone()));
        assert_eq!(
            form(&program, Some(&image), false),
            Form::Portable,
            "started from another program's image"
        );
    }
}
