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

/// What dpkg runs and watches: deb-postinst(5), deb-prerm(5), deb-triggers(5).
const POSTINST: &str = include_str!("../../../../../packaging/linux/postinst");
const PRERM: &str = include_str!("../../../../../packaging/linux/prerm");
const TRIGGERS: &str = include_str!("../../../../../packaging/linux/triggers");
/// What the scripts give to AppArmor. Only this package has it, because only Debian's children forbid what it allows.
const PROFILE: &str = include_str!("../../../../../packaging/linux/apparmor");

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
    let mut tree = tree.clone();
    tree.add(format!("usr/share/{NAME}/apparmor"), PROFILE);
    let mut meta = Tree::default();
    meta.add("control", control(&tree, needs, product));
    meta.add("md5sums", sums(&tree));
    meta.add_program("postinst", POSTINST.into());
    meta.add_program("prerm", PRERM.into());
    meta.add("triggers", TRIGGERS);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::inside;
    use std::path::Path;
    use std::process::Command;

    const DUMP: &str = "NEEDED libc.so.6\nGLIBC_2.35";

    fn package_of(version: &str) -> Vec<u8> {
        let mut tree = Tree::default();
        tree.add_program("usr/bin/reconecta", b"program".to_vec());
        let product = Product {
            version: version.into(),
            ..Product::sample()
        };
        package(&tree, &Needs::read(DUMP).unwrap(), &product).unwrap()
    }

    #[test]
    fn the_package_has_its_scripts_and_is_the_same_each_time() {
        let package = package_of("0.2.0");
        assert_eq!(package, package_of("0.2.0"));
        let parts = inside::deb(&package).unwrap();
        for (name, mode) in [
            ("postinst", "755"),
            ("prerm", "755"),
            ("triggers", "644"),
            ("control", "644"),
        ] {
            let about = &parts[&format!("control/{name}")].about;
            assert!(
                about.starts_with(&format!("Regular {mode} 0:0 ")),
                "{name}: {about}"
            );
        }
        let sums = String::from_utf8(parts["control/md5sums"].content.clone()).unwrap();
        assert!(sums.contains("  usr/share/reconecta/apparmor\n"), "{sums}");
        assert_eq!(
            parts["data/usr/share/reconecta/apparmor"].content,
            PROFILE.as_bytes()
        );
    }

    /// Runs a script of the package as dpkg does in a system below a folder.
    fn maintain(script: &str, words: &[&str], root: &Path) {
        let path = root.join("script");
        std::fs::write(&path, script).unwrap();
        let mut run = Command::new("sh");
        run.arg("-u").arg(&path).args(words).env("DPKG_ROOT", root);
        let output = run.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{words:?}: {said}");
    }

    #[test]
    fn the_profile_comes_only_to_an_apparmor_that_understands_it_and_goes_with_the_package() {
        let system = tempfile::tempdir().unwrap();
        let root = system.path();
        let profile = root.join("etc/apparmor.d/reconecta");
        for folder in ["usr/share/reconecta", "etc/apparmor.d/abi"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        std::fs::write(root.join("usr/share/reconecta/apparmor"), PROFILE).unwrap();
        std::fs::write(root.join("etc/apparmor.d/abi/3.0"), "").unwrap();

        maintain(POSTINST, &["configure", ""], root);
        assert!(
            !profile.exists(),
            "AppArmor 3 would complain about it at each start"
        );
        maintain(PRERM, &["remove"], root);

        std::fs::write(root.join("etc/apparmor.d/abi/4.0"), "").unwrap();
        maintain(POSTINST, &["triggered", "/etc/apparmor.d/abi/4.0"], root);
        assert_eq!(std::fs::read_to_string(&profile).unwrap(), PROFILE);
        maintain(PRERM, &["upgrade", "0.3.0"], root);
        assert!(profile.exists(), "an upgrade keeps it: the app may be running");
        maintain(POSTINST, &["configure", "0.2.0"], root);
        maintain(PRERM, &["remove"], root);
        assert!(!profile.exists());
        maintain(POSTINST, &["abort-remove"], root);
        assert!(profile.exists(), "a removal that did not happen took nothing");
    }

    #[test]
    fn the_profile_is_for_the_installed_program_and_allows_user_name_spaces_only() {
        let lines: Vec<&str> = PROFILE
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        assert_eq!(
            lines,
            [
                "abi <abi/4.0>,",
                "include <tunables/global>",
                "profile reconecta /usr/bin/reconecta flags=(unconfined) {",
                "userns,",
                "include if exists <local/reconecta>",
                "}",
            ]
        );
    }
}
