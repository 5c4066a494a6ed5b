//! `cargo xtask pictures`: the documents' pictures, from the newest run of the real-window tests.

use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A picture of the documents, the album that has it, and its name there; of several with that name, the first.
const PICTURES: &[(&str, &str, &str)] = &[
    ("home", "pictures", "home-pt-BR-light-1000x700"),
    ("channels", "pictures", "channels-pt-BR-light-1000x700"),
    ("channel", "pictures", "channel-pt-BR-light-1000x700"),
    ("batch", "batch", "selected"),
    ("platform", "platform", "searching-light"),
    ("proof", "proof", "proven"),
    ("proof-word", "proof", "word"),
    ("verdict-attention", "causes", "quality_low"),
    ("verdict-blocked", "causes", "number_banned"),
    ("verdict-connected_unproven", "causes", "connected_unproven"),
    ("verdict-disconnected", "causes", "number_disconnected"),
    ("verdict-proven", "proof", "verdict"),
    ("verdict-unknown", "causes", "unknown"),
    ("verdict-wait", "causes", "phone_app_disconnected"),
    ("watching", "watching", "settings-light-1000"),
    ("wizard-access", "pictures", "access-pt-BR-light-1000x700"),
    ("wizard-confirm", "pictures", "confirm-pt-BR-light-1000x700"),
    ("wizard-login", "pictures", "login-window"),
    (
        "wizard-not-administrator",
        "pictures",
        "not-administrator-pt-BR-light-1000x700",
    ),
    ("wizard-numbers", "pictures", "numbers-pt-BR-light-1000x700"),
    ("wizard-pin", "crash", "pin"),
    ("wizard-result", "pictures", "result-pt-BR-light-1000x700"),
    ("wizard-undo", "going_back", "question-light-1000x700"),
];

/// Taken by `cargo xtask bundle --check`, in a system that has nothing but the package.
#[cfg(test)]
const OF_THE_PACKAGE: &str = "installed";

/// Copies each.
///
/// # Errors
/// The tests have not run, or one of them no longer takes that picture.
pub(crate) fn copy(project: &Project) -> Result<bool> {
    let albums = project.root().join("tests/e2e/out");
    for (name, album, page) in PICTURES {
        let taken = newest(&albums.join(album), page)?;
        let kept = project.root().join(format!("docs/images/{name}.png"));
        std::fs::copy(&taken, &kept).with_context(|| taken.display().to_string())?;
    }
    say::line(format!("{} pictures", PICTURES.len()));
    Ok(true)
}

/// Whether the tests took each of them; names those that are missing.
pub(crate) fn are_taken(project: &Project) -> bool {
    let albums = project.root().join("tests/e2e/out");
    let missing = PICTURES
        .iter()
        .filter_map(|(_, album, page)| newest(&albums.join(album), page).err());
    missing.fold(true, |_, error| {
        say::problem(format!("{error:#}"));
        false
    })
}

/// The album's first page of that name.
fn newest(album: &Path, page: &str) -> Result<PathBuf> {
    let entries = std::fs::read_dir(album)
        .with_context(|| format!("{} is not there: run the stage e2e first", album.display()))?;
    let mut pages: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_stem()
                .and_then(|stem| stem.to_str())
                .is_some_and(|stem| is_page(stem, page))
        })
        .collect();
    pages.sort();
    match pages.into_iter().next() {
        Some(path) => Ok(path),
        None => bail!("{} has no page `{page}`", album.display()),
    }
}

/// Pages are numbered as they were taken: `07-name`.
fn is_page(stem: &str, name: &str) -> bool {
    stem.split_once('-')
        .is_some_and(|(number, rest)| rest == name && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_page_is_found_by_its_name_without_the_number() {
        assert!(is_page("07-home-pt-BR", "home-pt-BR"));
        assert!(!is_page("07-home-pt-BR", "pt-BR"));
        assert!(!is_page("home-pt-BR", "pt-BR"));
    }

    #[test]
    fn each_picture_of_the_documents_is_one_that_a_test_takes() {
        let project = Project::here().unwrap();
        let folder = std::fs::read_dir(project.root().join("docs/images")).unwrap();
        let kept: BTreeSet<String> = folder
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        let taken = PICTURES.iter().map(|(name, _, _)| (*name).to_owned());
        let taken: BTreeSet<String> = taken.chain([OF_THE_PACKAGE.to_owned()]).collect();
        assert_eq!(kept, taken);
    }

    #[test]
    fn the_documents_show_no_picture_that_is_not_there_and_leave_none_out() {
        let project = Project::here().unwrap();
        let mut shown = BTreeSet::new();
        for document in [
            "README.md",
            "docs/manual.md",
            "docs/manual.pt-BR.md",
            "docs/linux.md",
        ] {
            let text = std::fs::read_to_string(project.root().join(document)).unwrap();
            for rest in text.split("images/").skip(1) {
                shown.extend(rest.split_once(".png").map(|(name, _)| name.to_owned()));
            }
        }
        let known = PICTURES.iter().map(|(name, _, _)| (*name).to_owned());
        let known: BTreeSet<String> = known.chain([OF_THE_PACKAGE.to_owned()]).collect();
        assert_eq!(shown, known);
    }
}
