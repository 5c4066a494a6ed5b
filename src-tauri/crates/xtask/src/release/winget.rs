//! Manifests for winget: version, installer, and the words in English and Portuguese.

use super::files::{Files, Kind, Processor};
use crate::product::{self, NAME, Product, TITLE};
use anyhow::{Result, bail};

const ID: &str = "Reconecta.Reconecta";
/// Form of the manifests.
const FORM: &str = "1.6.0";
/// Windows 10 1809, the oldest that WebView2 supports.
const OLDEST: &str = "10.0.17763.0";
/// [`product::SUMMARY`] in Portuguese.
const SUMMARY_IN_PORTUGUESE: &str =
    "Descobre por que as mensagens do WhatsApp Cloud API pararam e faz o reparo";

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
    let in_portuguese = format!(
        "{head}PackageLocale: pt-BR\nPublisher: {TITLE}\nPackageName: {TITLE}\nPackageUrl: {homepage}\n\
         License: {}\nShortDescription: {SUMMARY_IN_PORTUGUESE}\n{}",
        product.license,
        foot("locale")
    );
    Ok(vec![
        (
            format!("{folder}/{ID}.yaml"),
            format!("{head}DefaultLocale: en-US\n{}", foot("version")),
        ),
        (
            format!("{folder}/{ID}.installer.yaml"),
            format!(
                "{head}MinimumOSVersion: {OLDEST}\nUpgradeBehavior: install\nInstallers:\n{}{}",
                installers(files)?,
                foot("installer")
            ),
        ),
        (format!("{folder}/{ID}.locale.en-US.yaml"), locale),
        (format!("{folder}/{ID}.locale.pt-BR.yaml"), in_portuguese),
    ])
}

fn installers(files: &Files) -> Result<String> {
    let kinds = Processor::ALL.iter().flat_map(|processor| {
        [
            (
                *processor,
                Kind::Setup(*processor),
                "nullsoft",
                "user",
                ["/S", "/P"],
            ),
            (
                *processor,
                Kind::Msi(*processor),
                "wix",
                "machine",
                ["/qn /norestart", "/qb /norestart"],
            ),
        ]
    });
    let mut text = String::new();
    for (processor, kind, form, scope, [silent, with_progress]) in kinds {
        let Some(file) = files.find(kind) else { continue };
        let architecture = match processor {
            Processor::X64 => "x64",
            Processor::Arm64 => "arm64",
        };
        text.push_str(&format!(
            "- Architecture: {architecture}\n  InstallerType: {form}\n  Scope: {scope}\n  InstallerSwitches:\n    \
             Silent: {silent}\n    SilentWithProgress: {with_progress}\n  InstallerUrl: {}\n  InstallerSha256: {}\n",
            file.url,
            file.sha256.to_uppercase()
        ));
    }
    if text.is_empty() {
        bail!("there is no installer for Windows");
    }
    Ok(text)
}
