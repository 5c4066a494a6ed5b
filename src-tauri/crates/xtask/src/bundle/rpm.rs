//! The package for Fedora, RHEL, openSUSE and their children.

use super::changelog::{self, Release};
use super::libraries::Needs;
use super::tree::Tree;
use crate::product::{self, DESCRIPTION, NAME, Product};
use anyhow::Result;
use rpm::{BuildConfig, CompressionType, Dependency, FileOptions, PackageBuilder};

const RELEASE: &str = "1";
/// A neutral name: whose machine it was is nobody's business and differs between two builds.
const BUILD_HOST: &str = "reproducible";

/// Name of the file.
pub(crate) fn file_name(product: &Product) -> String {
    format!(
        "{NAME}-{}-{RELEASE}.{}.rpm",
        product.version,
        std::env::consts::ARCH
    )
}

/// The whole package.
///
/// # Errors
/// The builder refuses a field.
pub(crate) fn package(
    tree: &Tree,
    needs: &Needs,
    product: &Product,
    releases: &[Release],
) -> Result<Vec<u8>> {
    let time = u32::try_from(product.epoch())?;
    let config = BuildConfig::v4()
        .compression(CompressionType::Xz)
        .source_date(time);
    let (version, arch) = (product.version.as_str(), std::env::consts::ARCH);
    let mut builder = PackageBuilder::new(NAME, version, &product.license, arch, &product::summary());
    let paragraphs: Vec<String> = DESCRIPTION.iter().map(|lines| lines.join("\n")).collect();
    builder
        .using_config(config)
        .release(RELEASE)
        .url(&product.homepage)
        .packager(&product.maintainer)
        .vendor(product.author())
        .group("Applications/Internet")
        .description(paragraphs.join("\n\n"))
        .build_host(BUILD_HOST)
        .recommends(Dependency::any("gnome-keyring"));
    for need in needs.rpm() {
        builder.requires(Dependency::any(need));
    }
    for release in releases {
        builder.add_changelog_entry(
            format!("{} - {}-{RELEASE}", product.maintainer, release.version),
            changelog::rpm_entry(release),
            u32::try_from(release.time.as_second())?,
        );
    }
    for (path, file) in tree.files() {
        let mut options = FileOptions::new(format!("/{path}")).permissions(u16::try_from(file.mode())?);
        if path.starts_with("usr/share/doc/") || path.starts_with("usr/share/man/") {
            options = options.doc();
        }
        builder.with_file_contents(file.content.clone(), options)?;
    }
    for folder in tree.folders().into_iter().filter(|folder| folder.contains(NAME)) {
        builder.with_dir_entry(FileOptions::dir(format!("/{folder}")).permissions(0o755))?;
    }
    let mut bytes = Vec::new();
    builder.build()?.write(&mut bytes)?;
    Ok(bytes)
}
