//! What the executable needs of the system, read from the executable.

use crate::command;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A shared library and the package that has it.
struct Library {
    soname: &'static str,
    debian: &'static str,
    fedora: &'static str,
}

const fn library(soname: &'static str, debian: &'static str, fedora: &'static str) -> Library {
    Library {
        soname,
        debian,
        fedora,
    }
}

/// The ones we may link. Another one fails the build, because a package would miss it.
///
/// The oldest versions are those of the newest symbol that is used; `--check` holds them against Debian's lists of symbols.
/// WebKitGTK's is the one below which the app does not start (`src-tauri/src/webview.rs`).
const LIBRARIES: &[Library] = &[
    library(
        "libwebkit2gtk-4.1.so.0",
        "libwebkit2gtk-4.1-0 (>= 2.46)",
        "webkit2gtk4.1",
    ),
    library(
        "libjavascriptcoregtk-4.1.so.0",
        "libjavascriptcoregtk-4.1-0 (>= 2.46)",
        "javascriptcoregtk4.1",
    ),
    library("libsoup-3.0.so.0", "libsoup-3.0-0 (>= 3.0.3)", "libsoup3"),
    library("libgtk-3.so.0", "libgtk-3-0 (>= 3.24)", "gtk3"),
    library("libgdk-3.so.0", "libgtk-3-0 (>= 3.24)", "gtk3"),
    library(
        "libgdk_pixbuf-2.0.so.0",
        "libgdk-pixbuf-2.0-0 (>= 2.36.9)",
        "gdk-pixbuf2",
    ),
    library("libcairo.so.2", "libcairo2 (>= 1.16)", "cairo"),
    library("libcairo-gobject.so.2", "libcairo-gobject2", "cairo-gobject"),
    library("libpango-1.0.so.0", "libpango-1.0-0", "pango"),
    library("libatk-1.0.so.0", "libatk1.0-0", "atk"),
    library("libglib-2.0.so.0", "libglib2.0-0 (>= 2.70)", "glib2"),
    library("libgobject-2.0.so.0", "libglib2.0-0 (>= 2.70)", "glib2"),
    library("libgio-2.0.so.0", "libglib2.0-0 (>= 2.70)", "glib2"),
    library("libdbus-1.so.3", "libdbus-1-3 (>= 1.10)", "dbus-libs"),
    library("libX11.so.6", "libx11-6", "libX11"),
    library("libgcc_s.so.1", "libgcc-s1 (>= 4.2)", "libgcc"),
];
/// Parts of the C library; its version is read from the symbols.
const C_LIBRARY: &[&str] = &[
    "libc.so.6",
    "libm.so.6",
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
];

/// Programs and files that are used without being linked: the login window's isolation, and the authorities that TLS trusts.
const COMPANIONS: &[&str] = &["bubblewrap", "ca-certificates", "xdg-dbus-proxy"];
/// What makes the app better and can be absent: without a keyring it asks for a passphrase.
const RECOMMENDED: &[&str] = &["gnome-keyring | kwalletmanager | keepassxc"];

/// The needs of one executable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needs {
    sonames: BTreeSet<String>,
    /// Newest symbol version of the C library, as (major, minor).
    glibc: (u32, u32),
}

impl Needs {
    /// Asks `objdump`.
    ///
    /// # Errors
    /// It is missing, or the executable links a library that no package of ours would bring.
    pub(crate) fn of(executable: &Path) -> Result<Self> {
        let mut objdump = Command::new("objdump");
        objdump.env("LC_ALL", "C").arg("-p").arg(executable);
        let text = command::answer(&mut objdump)
            .with_context(|| format!("objdump cannot read {}", executable.display()))?;
        Self::read(&text)
    }

    /// Reads what `objdump -p` says.
    pub(super) fn read(text: &str) -> Result<Self> {
        let needed = text.lines().filter_map(|line| line.trim().strip_prefix("NEEDED"));
        let sonames: BTreeSet<String> = needed.map(|name| name.trim().to_owned()).collect();
        let is_known = |name: &&String| {
            C_LIBRARY.contains(&name.as_str()) || LIBRARIES.iter().any(|library| library.soname == *name)
        };
        if let Some(strange) = sonames.iter().find(|name| !is_known(name)) {
            bail!("the executable links {strange}, and it is not known which package has it");
        }
        let versions = text
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("GLIBC_")?.split_once('.'));
        let versions = versions.filter_map(|(major, rest)| {
            let minor = rest.split('.').next()?;
            Some((major.parse().ok()?, minor.parse().ok()?))
        });
        let glibc = versions.max().context("the executable needs no C library")?;
        Ok(Self { sonames, glibc })
    }

    /// `Depends` of Debian, in order.
    pub(crate) fn debian(&self) -> Vec<String> {
        let mut packages = self.linked(|library| library.debian);
        packages.insert(format!("libc6 (>= {}.{})", self.glibc.0, self.glibc.1));
        packages.extend(COMPANIONS.iter().map(|name| (*name).to_owned()));
        packages.into_iter().collect()
    }

    /// Packages that are there on Fedora, for a person who types them.
    pub(crate) fn fedora(&self) -> Vec<String> {
        let mut packages = self.linked(|library| library.fedora);
        packages.extend(COMPANIONS.iter().map(|name| (*name).to_owned()));
        packages.into_iter().collect()
    }

    /// `Requires` of RPM: sonames, which are the same on every distribution, as rpm itself would find them.
    pub(crate) fn rpm(&self) -> Vec<String> {
        let is_loader = |name: &str| name.starts_with("ld-linux");
        let sonames = self.sonames.iter().filter(|name| !is_loader(name));
        let mut needs: Vec<String> = sonames.map(|name| format!("{name}()(64bit)")).collect();
        needs.push(format!(
            "libc.so.6(GLIBC_{}.{})(64bit)",
            self.glibc.0, self.glibc.1
        ));
        needs.extend(COMPANIONS.iter().map(|name| (*name).to_owned()));
        needs.sort();
        needs
    }

    fn linked(&self, name: impl Fn(&Library) -> &'static str) -> BTreeSet<String> {
        let linked = LIBRARIES
            .iter()
            .filter(|library| self.sonames.contains(library.soname));
        linked.map(|library| name(library).to_owned()).collect()
    }
}

/// `Recommends` of Debian.
pub(crate) fn recommended() -> &'static [&'static str] {
    RECOMMENDED
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUMP: &str = "
Dynamic Section:
  NEEDED               libwebkit2gtk-4.1.so.0
  NEEDED               libgtk-3.so.0
  NEEDED               libgdk-3.so.0
  NEEDED               libc.so.6
  NEEDED               ld-linux-x86-64.so.2

Version References:
  required from libc.so.6:
    0x09691a75 0x00 05 GLIBC_2.2.5
    0x069691b9 0x00 02 GLIBC_2.39
    0x06969189 0x00 03 GLIBC_2.4
";

    #[test]
    fn libraries_become_packages_once_each() {
        let needs = Needs::read(DUMP).unwrap();
        assert_eq!(
            needs.debian(),
            [
                "bubblewrap",
                "ca-certificates",
                "libc6 (>= 2.39)",
                "libgtk-3-0 (>= 3.24)",
                "libwebkit2gtk-4.1-0 (>= 2.46)",
                "xdg-dbus-proxy",
            ]
        );
        assert!(needs.rpm().contains(&"libgdk-3.so.0()(64bit)".to_owned()));
        assert!(needs.rpm().contains(&"libc.so.6(GLIBC_2.39)(64bit)".to_owned()));
    }

    #[test]
    fn a_web_view_that_the_app_refuses_is_not_enough_for_the_package_either() {
        let app = include_str!("../../../../src/webview.rs");
        let floor = app
            .split_once("} else {\n    \"")
            .and_then(|(_, rest)| rest.split('"').next())
            .expect("the app names the oldest WebKitGTK");
        let engines: Vec<&str> = LIBRARIES
            .iter()
            .filter(|library| library.debian.contains("webkit") || library.debian.contains("javascriptcore"))
            .map(|library| library.debian)
            .collect();
        assert_eq!(engines.len(), 2);
        for engine in engines {
            assert!(
                engine.ends_with(&format!(" (>= {floor})")),
                "{engine}: the app needs {floor}"
            );
        }
        let note = include_str!("../../../../../packaging/linux/LEIA-ME.txt");
        assert!(
            note.contains(&format!("WebKitGTK {floor} ")),
            "the note names {floor}"
        );
        let page = include_str!("../../../../../docs/linux.md");
        assert!(
            page.contains(&format!("WebKitGTK 4.1 ({floor} or newer)")),
            "the page names {floor}"
        );
    }

    #[test]
    fn a_library_that_no_package_would_bring_is_refused_by_name() {
        let dump = DUMP.replace("libgdk-3.so.0", "libayatana-appindicator3.so.1");
        let refusal = Needs::read(&dump).unwrap_err().to_string();
        assert!(refusal.contains("libayatana-appindicator3.so.1"), "{refusal}");
    }
}
