//! The system packages, by what they are for.

use super::family::Family;

/// What a package is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Compiling the app.
    Build,
    /// Opening the app's windows.
    Run,
    /// Running every test, the real-window tests included.
    Test,
    /// Checking the types of other systems; only Debian has what this needs.
    OtherSystems,
    /// Linking programs for Windows and running them.
    Windows,
    /// Practising a release: what strangers check it with.
    Release,
    /// Checking the packages for Linux and trying them in a clean root.
    Package,
}

/// One need under its name in each family; an empty name means that another package brings it.
struct Package {
    purpose: Purpose,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
    suse: &'static str,
}

const fn package(
    purpose: Purpose,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
    suse: &'static str,
) -> Package {
    Package {
        purpose,
        debian,
        fedora,
        arch,
        suse,
    }
}

/// A need that only Debian can meet.
const fn of_debian(purpose: Purpose, name: &'static str) -> Package {
    package(purpose, name, "", "", "")
}

use Purpose::{Build, OtherSystems, Package as Bundle, Release, Run, Test, Windows};

const PACKAGES: &[Package] = &[
    package(Build, "build-essential", "gcc", "base-devel", "gcc"),
    package(Build, "pkg-config", "pkgconf-pkg-config", "", "pkg-config"),
    package(
        Build,
        "libwebkit2gtk-4.1-dev",
        "webkit2gtk4.1-devel",
        "webkit2gtk-4.1",
        "webkit2gtk3-devel",
    ),
    // The login window's web processes are isolated by these two.
    package(Run, "bubblewrap", "bubblewrap", "bubblewrap", "bubblewrap"),
    package(
        Run,
        "xdg-dbus-proxy",
        "xdg-dbus-proxy",
        "xdg-dbus-proxy",
        "xdg-dbus-proxy",
    ),
    package(
        Run,
        "fonts-dejavu-core",
        "dejavu-sans-fonts",
        "ttf-dejavu",
        "dejavu-fonts",
    ),
    package(
        Test,
        "xvfb",
        "xorg-x11-server-Xvfb",
        "xorg-server-xvfb",
        "xorg-x11-server-Xvfb",
    ),
    package(Test, "xauth", "xorg-x11-xauth", "xorg-xauth", "xauth"),
    package(Test, "dbus", "dbus-daemon", "dbus", "dbus-1-daemon"),
    package(Test, "dbus-x11", "dbus-x11", "", "dbus-1-x11"),
    package(Test, "openbox", "openbox", "openbox", "openbox"),
    package(
        Test,
        "webkit2gtk-driver",
        "webkit2gtk-driver",
        "",
        "webkit2gtk-driver",
    ),
    package(
        Test,
        "gnome-keyring",
        "gnome-keyring",
        "gnome-keyring",
        "gnome-keyring",
    ),
    package(
        Test,
        "at-spi2-core",
        "at-spi2-core",
        "at-spi2-core",
        "at-spi2-core",
    ),
    package(
        Test,
        "python3-pyatspi",
        "python3-pyatspi",
        "python-atspi",
        "python3-atspi",
    ),
    package(Test, "weston", "weston", "weston", "weston"),
    package(Test, "xdotool", "xdotool", "xdotool", "xdotool"),
    package(Test, "scrot", "scrot", "scrot", "scrot"),
    // Shifts the clock of a program.
    package(Test, "faketime", "libfaketime", "libfaketime", "libfaketime"),
    package(Bundle, "lintian", "lintian", "lintian", "lintian"),
    package(
        Bundle,
        "desktop-file-utils",
        "desktop-file-utils",
        "desktop-file-utils",
        "desktop-file-utils",
    ),
    package(Bundle, "appstream", "appstream", "appstream", "appstream"),
    package(Bundle, "man-db", "man-db", "man-db", "man"),
    package(Bundle, "rpm", "rpm", "rpm-tools", "rpm"),
    package(Bundle, "rpmlint", "rpmlint", "rpmlint", "rpmlint"),
    package(Bundle, "debootstrap", "debootstrap", "debootstrap", "debootstrap"),
    package(Test, "python3-venv", "python3", "python", "python3"),
    of_debian(OtherSystems, "rustc-web"),
    of_debian(OtherSystems, "cargo-web"),
    of_debian(OtherSystems, "rust-web-src"),
    of_debian(Windows, "gcc-mingw-w64-x86-64"),
    of_debian(Windows, "g++-mingw-w64-x86-64"),
    of_debian(Windows, "wine"),
    of_debian(Windows, "wine64"),
    of_debian(Windows, "nsis"),
    of_debian(Windows, "wixl"),
    of_debian(Windows, "msitools"),
    package(Release, "minisign", "minisign", "minisign", "minisign"),
    package(Release, "ruby", "ruby", "ruby", "ruby"),
    package(
        Release,
        "flatpak-builder",
        "flatpak-builder",
        "flatpak-builder",
        "flatpak-builder",
    ),
];

/// Names of the packages for these purposes, in the family's own words.
pub(crate) fn names(purposes: &[Purpose], family: Family) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for package in PACKAGES
        .iter()
        .filter(|package| purposes.contains(&package.purpose))
    {
        let name = match family {
            Family::Debian | Family::Unknown => package.debian,
            Family::Fedora => package.fedora,
            Family::Arch => package.arch,
            Family::Suse => package.suse,
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_needs_no_test_tools() {
        let names = names(&[Purpose::Build, Purpose::Run], Family::Debian);
        assert!(
            names.contains(&"libwebkit2gtk-4.1-dev"),
            "the app needs the web view: {names:?}"
        );
        assert!(!names.contains(&"xvfb"), "a person has a screen: {names:?}");
    }

    #[test]
    fn the_tools_of_other_systems_are_wanted_for_these_only() {
        assert!(!names(&[Build, Run, Test], Family::Debian).contains(&"wine"));
        assert!(names(&[OtherSystems], Family::Debian).contains(&"rust-web-src"));
        assert!(names(&[OtherSystems], Family::Fedora).is_empty());
    }

    #[test]
    fn names_follow_the_family() {
        assert!(names(&[Purpose::Test], Family::Fedora).contains(&"xorg-x11-server-Xvfb"));
        assert!(
            names(&[Purpose::Test], Family::Arch)
                .iter()
                .all(|name| !name.is_empty())
        );
    }
}
