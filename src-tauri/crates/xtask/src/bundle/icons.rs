//! `cargo xtask icons`: every icon from the one drawing, by the Tauri CLI that `ui/package.json` pins.

use crate::project::Project;
use crate::{command, interface, say};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// The one source.
pub(crate) const DRAWING: &str = "icons/icon.svg";
/// What the CLI makes by itself and we use; the rest of it is for phones and the Windows store.
const USUAL: &[&str] = &[
    "32x32.png",
    "64x64.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.ico",
    "icon.icns",
];
/// Sizes of Linux menus and panels that it has to be asked for.
const EXTRA: &[u32] = &[16, 24, 48];

/// Size in pixels and content, for a desktop's icon theme.
///
/// # Errors
/// One is missing: `cargo xtask icons` makes it.
pub(super) fn pngs(project: &Project) -> Result<Vec<(u32, Vec<u8>)>> {
    let named = |size: u32| match size {
        256 => "128x128@2x.png".to_owned(),
        512 => "icon.png".to_owned(),
        _ => format!("{size}x{size}.png"),
    };
    let read = |size: u32| {
        let path = project.root().join("icons").join(named(size));
        let png = std::fs::read(&path).with_context(|| path.display().to_string())?;
        Ok((size, png))
    };
    [16, 24, 32, 48, 64, 128, 256, 512]
        .into_iter()
        .map(read)
        .collect()
}

/// Makes them all, or with `--check` tells whether they are those of the drawing.
///
/// # Errors
/// The CLI failed, or the folder cannot be written.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    let only_check = match arguments {
        [] => false,
        [word] if word == "--check" => true,
        _ => bail!("icons takes --check or nothing"),
    };
    let made = make(project)?;
    let icons = project.root().join("icons");
    let mut stale = Vec::new();
    for (name, content) in &made {
        let path = icons.join(name);
        if std::fs::read(&path).is_ok_and(|found| found == *content) {
            continue;
        }
        if !only_check {
            std::fs::write(&path, content).with_context(|| path.display().to_string())?;
        }
        stale.push(name.as_str());
    }
    match (stale.as_slice(), only_check) {
        ([], _) => say::line(format!("{} icons are those of {DRAWING}", made.len())),
        (names, true) => say::problem(format!("not those of {DRAWING}: {}", names.join(", "))),
        (names, false) => say::line(format!("written: {}", names.join(", "))),
    }
    Ok(stale.is_empty() || !only_check)
}

/// Names and contents.
fn make(project: &Project) -> Result<Vec<(String, Vec<u8>)>> {
    interface::install(project)?;
    let folder = tempfile::tempdir()?;
    let (usual, extra) = (folder.path().join("usual"), folder.path().join("extra"));
    let sizes: Vec<String> = EXTRA
        .iter()
        .flat_map(|size| ["--png".to_owned(), size.to_string()])
        .collect();
    for (out, words) in [(&usual, &[][..]), (&extra, sizes.as_slice())] {
        let mut tauri = Command::new(project.ui().join("node_modules/.bin/tauri"));
        tauri
            .current_dir(project.root())
            .args(["icon", DRAWING, "--output"])
            .arg(out)
            .args(words);
        command::answer(&mut tauri).context("`tauri icon` failed")?;
    }
    let mut made = Vec::new();
    for name in USUAL {
        made.push(((*name).to_owned(), read(&usual.join(name))?));
    }
    for size in EXTRA {
        let name = format!("{size}x{size}.png");
        let content = read(&extra.join(&name))?;
        made.push((name, content));
    }
    for (name, content) in &mut made {
        if name.ends_with(".icns") {
            *content = in_order(content).context("the icns is damaged")?;
        }
    }
    Ok(made)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("`tauri icon` made no {}", path.display()))
}

/// The CLI writes the images of an icns in an order that changes from run to run. Each is a type of four bytes, its length
/// with these eight, and the image; the file begins with one of its own.
fn in_order(icns: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = icns.split_at_checked(8)?;
    let mut images = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest.get(4..8)?.try_into().ok()?);
        let (image, others) = rest.split_at_checked(usize::try_from(length).ok()?.max(8))?;
        images.push(image);
        rest = others;
    }
    images.sort_unstable();
    Some([&[head], images.as_slice()].concat().concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(8 + content.len()).unwrap().to_be_bytes();
        [kind, &length, content].concat()
    }

    #[test]
    fn images_of_an_icns_are_put_in_order() {
        let (a, b) = (image(b"ic07", b"aa"), image(b"ic13", b"bbb"));
        let head = [b"icns".as_slice(), &29_u32.to_be_bytes()].concat();
        let one = [head.clone(), b.clone(), a.clone()].concat();
        let other = [head, a, b].concat();
        assert_eq!(in_order(&one), Some(other.clone()));
        assert_eq!(in_order(&other), Some(other));
    }

    #[test]
    fn a_damaged_icns_is_noticed() {
        assert_eq!(in_order(b"icns\0\0\0\x14ic07\0\0\0\x40ab"), None);
    }
}
