//! Tells Tauri which commands exist, so that each needs a permission, and the app which revision it is.

use std::process::Command;

include!("src/command_list.rs");

macro_rules! names {
    ($($area:ident::$name:ident),* $(,)?) => { &[$(stringify!($name)),*] };
}

const COMMANDS: &[&str] = with_every_command!(names);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=src-tauri/src/command_list.rs");
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    println!(
        "cargo::rustc-env=RECONECTA_COMMIT={}",
        revision().unwrap_or_default()
    );
    println!(
        "cargo::rustc-env=RECONECTA_COMMIT_TIME={}",
        git(&["show", "--no-patch", "--format=%ct", "HEAD"]).unwrap_or_default()
    );
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new()
        .app_manifest(manifest)
        .capabilities_path_pattern("./src-tauri/capabilities/**/*");
    Ok(tauri_build::try_build(attributes)?)
}

/// Short name of the source revision; absent in a source archive.
fn revision() -> Option<String> {
    println!("cargo::rerun-if-changed=.git/HEAD");
    println!("cargo::rerun-if-changed=.git/logs/HEAD");
    git(&["rev-parse", "--short=12", "HEAD"])
}

fn git(words: &[&str]) -> Option<String> {
    let output = Command::new("git").args(words).output().ok()?;
    let name = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| name.trim().to_owned())
}
