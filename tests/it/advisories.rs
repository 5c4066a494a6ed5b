//! Versions below which a known hole is open. Advisory databases do not list all of them.

use std::collections::BTreeMap;
use std::path::Path;

/// Package, oldest safe version, and what was fixed there.
const FLOORS: &[(&str, (u64, u64, u64), &str)] = &[
    (
        "tauri",
        (2, 11, 1),
        "CVE-2026-42184, app commands open to remote pages",
    ),
    ("wry", (0, 57, 1), "no bridge in web views without a handler"),
    (
        "rustls-webpki",
        (0, 103, 8),
        "RUSTSEC-2026-0049, -0098, -0099, -0104: certificate handling",
    ),
];

/// Plugins that must not be there: each opened files or programs to the window in the past.
const ABSENT: &[&str] = &[
    "tauri-plugin-shell",
    "tauri-plugin-fs",
    "tauri-plugin-http",
    "tauri-plugin-wdio",
];

/// Every version of every package in the lock file.
fn locked() -> BTreeMap<String, Vec<(u64, u64, u64)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let text = std::fs::read_to_string(path).unwrap();
    let mut packages: BTreeMap<String, Vec<(u64, u64, u64)>> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(value) = line.strip_prefix("name = ") {
            name = value.trim_matches('"').to_owned();
        } else if let Some(value) = line.strip_prefix("version = ") {
            packages
                .entry(name.clone())
                .or_default()
                .extend(version(value.trim_matches('"')));
        }
    }
    packages
}

fn version(text: &str) -> Option<(u64, u64, u64)> {
    let mut parts = text.split(['.', '-', '+']).map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?))
}

#[test]
fn no_package_is_below_its_floor() {
    let locked = locked();
    assert!(locked.contains_key("tauri"), "the lock file was read");
    for (name, floor, why) in FLOORS {
        for found in locked.get(*name).into_iter().flatten() {
            assert!(found >= floor, "{name} {found:?} is older than {floor:?}: {why}");
        }
    }
}

#[test]
fn dangerous_plugins_are_not_compiled_in() {
    let locked = locked();
    for name in ABSENT {
        assert!(!locked.contains_key(*name), "{name} must not be a dependency");
    }
}
