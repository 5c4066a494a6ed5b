//! The cask for Homebrew.

use super::files::{Files, Kind};
use crate::product::{self, NAME, Product, TITLE};
use anyhow::{Context, Result};

/// Name of the folders that the app keeps on a Mac.
const IDENTIFIER: &str = "app.reconecta.desktop";

/// Path and text.
///
/// # Errors
/// There is no disk image among the files.
pub(super) fn cask(files: &Files, product: &Product) -> Result<(String, String)> {
    let image = files
        .find(Kind::DiskImage)
        .context("there is no disk image for macOS")?;
    let url = image.url.as_str().replace(&product.version, "#{version}");
    let text = format!(
        "cask \"{NAME}\" do\n  version \"{}\"\n  sha256 \"{}\"\n\n  url \"{url}\"\n  name \"{TITLE}\"\n  \
         desc \"{summary}\"\n  homepage \"{}\"\n\n  auto_updates true\n  depends_on macos: \">= :ventura\"\n\n  \
         app \"{TITLE}.app\"\n\n  zap trash: [\n    \
         \"~/Library/Application Support/{IDENTIFIER}\",\n    \"~/Library/Caches/{IDENTIFIER}\",\n    \
         \"~/Library/Logs/{IDENTIFIER}\",\n    \"~/Library/WebKit/{IDENTIFIER}\",\n  ]\nend\n",
        product.version,
        image.sha256,
        product.homepage,
        summary = product::summary(),
    );
    Ok((format!("homebrew/Casks/{NAME}.rb"), text))
}
