//! Which files a package has, and where they come from.

use super::changelog::{self, History};
use super::portable::gzip;
use super::tree::Tree;
use super::{icons, notices};
use crate::product::{APP_ID, NAME, Product};
use crate::project::Project;
use anyhow::{Context, Result};
use std::path::Path;

/// Folder of our own texts for Linux.
pub(crate) const FOLDER: &str = "packaging/linux";

/// A company's settings to begin with; the other systems' forms lie beside it and go into the release.
pub(crate) const POLICY: &str = "packaging/policy/10-company.json";

/// Everything that is installed.
///
/// # Errors
/// A file of the project is missing.
pub(crate) fn tree(
    project: &Project,
    executable: &Path,
    product: &Product,
    history: &History,
) -> Result<Tree> {
    let mut tree = Tree::default();
    tree.add_program(format!("usr/bin/{NAME}"), read(executable)?);
    let ours = |name: &str| text(&project.root().join(FOLDER).join(name));

    let desktop = format!("{APP_ID}.desktop");
    tree.add(format!("usr/share/applications/{desktop}"), ours(&desktop)?);
    let metainfo = format!("{APP_ID}.metainfo.xml");
    let filled = product
        .fill(&ours(&metainfo)?)
        .replace("@RELEASES@", &changelog::appstream(history));
    tree.add(format!("usr/share/metainfo/{metainfo}"), filled);
    for (size, png) in icons::pngs(project)? {
        let path = format!("usr/share/icons/hicolor/{size}x{size}/apps/{APP_ID}.png");
        tree.add(path, png);
    }
    let drawing = read(&project.root().join(icons::DRAWING))?;
    tree.add(
        format!("usr/share/icons/hicolor/scalable/apps/{APP_ID}.svg"),
        drawing,
    );

    let manual = product.fill(&ours("reconecta.1")?);
    tree.add(
        format!("usr/share/man/man1/{NAME}.1.gz"),
        gzip(manual.as_bytes())?,
    );
    let doc = |name: &str| format!("usr/share/doc/{NAME}/{name}");
    tree.add(doc("copyright"), product.fill(&ours("copyright")?));
    tree.add(
        doc("changelog.gz"),
        gzip(changelog::debian(&history.english, product).as_bytes())?,
    );
    tree.add(
        doc("third-party.txt.gz"),
        gzip(notices::text(project)?.as_bytes())?,
    );
    let example = read(&project.root().join(POLICY))?;
    tree.add(doc("examples/10-company.json"), example);
    Ok(tree)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
