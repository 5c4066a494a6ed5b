//! The package for Debian, Ubuntu and their children: deb(5), with a control file after deb-control(5).

use super::libraries::{self, Needs};
use super::tree::Tree;
use crate::product::{DESCRIPTION, NAME, Product, SUMMARY};
use anyhow::{Context, Result};
use liblzma::write::XzEncoder;
use md5::{Digest, Md5};
use std::io::Write;

/// Strongest compression; the package is made rarely and fetched often.
const XZ_LEVEL: u32 = 9;

/// Debian's name of this machine's architecture.
pub(crate) fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

/// Name of the file.
pub(crate) fn file_name(product: &Product) -> String {
    format!("{NAME}_{}_{}.deb", product.version, architecture())
}

/// The whole package.
///
/// # Errors
/// A path is too long, or compression failed.
pub(crate) fn package(tree: &Tree, needs: &Needs, product: &Product) -> Result<Vec<u8>> {
    let mut meta = Tree::default();
    meta.add("control", control(tree, needs, product));
    meta.add("md5sums", sums(tree));
    let parts = [
        ("debian-binary", b"2.0\n".to_vec()),
        ("control.tar.xz", compressed(&meta.tar("./", product.time)?)?),
        ("data.tar.xz", compressed(&tree.tar("./", product.time)?)?),
    ];
    let mut package = b"!<arch>\n".to_vec();
    for (name, content) in parts {
        // ar(5): name, time, owner, group, mode, size; each part begins at an even place.
        let header = format!(
            "{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n",
            product.epoch(),
            0,
            0,
            "100644",
            content.len()
        );
        package.extend_from_slice(header.as_bytes());
        package.extend_from_slice(&content);
        if content.len() % 2 == 1 {
            package.push(b'\n');
        }
    }
    Ok(package)
}

fn control(tree: &Tree, needs: &Needs, product: &Product) -> String {
    // Debian Policy 5.6.20: each file counts in whole KiB.
    let size: usize = tree
        .files()
        .map(|(_, file)| file.content.len().div_ceil(1024))
        .sum();
    let size = size + tree.folders().len();
    let paragraphs: Vec<String> = DESCRIPTION
        .iter()
        .map(|lines| lines.iter().map(|line| format!(" {line}\n")).collect())
        .collect();
    format!(
        "Package: {NAME}\nVersion: {}\nArchitecture: {}\nMaintainer: {}\nInstalled-Size: {size}\n\
         Depends: {}\nRecommends: {}\nSection: net\nPriority: optional\nHomepage: {}\nDescription: {SUMMARY}\n{}",
        product.version,
        architecture(),
        product.maintainer,
        needs.debian().join(", "),
        libraries::recommended().join(", "),
        product.homepage,
        paragraphs.join(" .\n"),
    )
}

fn sums(tree: &Tree) -> String {
    let line = |(path, file): (&str, &super::tree::File)| {
        let sum: String = Md5::digest(&file.content)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("{sum}  {path}\n")
    };
    tree.files().map(line).collect()
}

fn compressed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = XzEncoder::new(Vec::new(), XZ_LEVEL);
    encoder.write_all(bytes)?;
    encoder.finish().context("xz failed")
}
