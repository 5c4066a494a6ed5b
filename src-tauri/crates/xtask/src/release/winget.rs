//! Manifests for winget: version, installer, and the words in English.

use super::files::{Files, Kind, Processor};
use crate::product::{self, NAME, Product, TITLE};
use anyhow::{Result, bail};

const ID: &str = "Reconecta.Reconecta";
/// Form of the manifests.
const FORM: &str = "1.6.0";

/// Paths and texts.
///
/// # Errors
/// There is no installer for Windows among the files.
pub(super) fn manifests(files: &Files, product: &Product) -> Result<Vec<(String, String)>> {
    let version = &product.version;
    let folder = format!("winget/manifests/r/Reconecta/Reconecta/{version}");
    let head = format!("PackageIdentifier: {ID}\nPackageVersion: {version}\n");
    let foot = |kind: &str| format!("ManifestType: {kind}\nManifestVersion: {FORM}\n");
    let (homepage, summary) = (&product.homepage, product::summary());
    let locale = format!(
        "{head}PackageLocale: en-US\nPublisher: {TITLE}\nPackageName: {TITLE}\nPackageUrl: {homepage}\n\
         License: {}\nShortDescription: {summary}\nMoniker: {NAME}\nTags:\n- whatsapp\n- whatsapp-cloud-api\n{}",
        product.license,
        foot("defaultLocale")
    );
    Ok(vec![
        (
            format!("{folder}/{ID}.yaml"),
            format!("{head}DefaultLocale: en-US\n{}", foot("version")),
        ),
        (
            format!("{folder}/{ID}.installer.yaml"),
            format!("{head}Installers:\n{}{}", installers(files)?, foot("installer")),
        ),
        (format!("{folder}/{ID}.locale.en-US.yaml"), locale),
    ])
}

fn installers(files: &Files) -> Result<String> {
    let kinds = Processor::ALL.iter().flat_map(|processor| {
        [
            (*processor, Kind::Setup(*processor), "nullsoft", "user"),
            (*processor, Kind::Msi(*processor), "wix", "machine"),
        ]
    });
    let mut text = String::new();
    for (processor, kind, form, scope) in kinds {
        let Some(file) = files.find(kind) else { continue };
        let architecture = match processor {
            Processor::X64 => "x64",
            Processor::Arm64 => "arm64",
        };
        text.push_str(&format!(
            "- Architecture: {architecture}\n  InstallerType: {form}\n  Scope: {scope}\n  InstallerUrl: {}\n  \
             InstallerSha256: {}\n",
            file.url,
            file.sha256.to_uppercase()
        ));
    }
    if text.is_empty() {
        bail!("there is no installer for Windows");
    }
    Ok(text)
}
