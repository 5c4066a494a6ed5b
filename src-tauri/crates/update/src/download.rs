//! One announced file: streamed to the disk, never longer than announced, and verified before it has a name.

use crate::problem::UpdateProblem;
use crate::transfer;
use reconecta_core::update::Target;
use reqwest::Client;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;
use tempfile::{NamedTempFile, TempPath};

/// Begins the names of unfinished downloads.
const PREFIX: &str = "download-";

/// Downloads into the folder; `progress` is told how many bytes have come. Dropped on the way, nothing stays.
///
/// # Errors
/// The server does not give exactly the announced bytes, or the disk does not take them.
pub(crate) async fn fetch(
    client: &Client,
    target: &Target,
    folder: &Path,
    progress: impl Fn(u64),
) -> Result<TempPath, UpdateProblem> {
    let mut response = transfer::get(client, &target.url).await?;
    if let Some(length) = response.content_length() {
        check_length(length, target.size)?;
    }
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    let (mut digest, mut received) = (Sha256::new(), 0);
    while let Some(chunk) = next(&mut response, received, target.size).await? {
        received += chunk.len() as u64;
        if received > target.size {
            return Err(UpdateProblem::TooLong { limit: target.size });
        }
        digest.update(&chunk);
        file.write_all(&chunk)?;
        progress(received);
    }
    check_length(received, target.size)?;
    if hex::encode(digest.finalize()) != target.sha256 {
        return Err(UpdateProblem::OtherContent);
    }
    closed(file)
}

/// A connection that ends in the middle is a file that is too short.
async fn next(
    response: &mut reqwest::Response,
    received: u64,
    expected: u64,
) -> Result<Option<impl AsRef<[u8]> + std::ops::Deref<Target = [u8]>>, UpdateProblem> {
    response.chunk().await.map_err(|error| {
        if error.is_body() || error.is_decode() {
            UpdateProblem::TooShort {
                got: received,
                expected,
            }
        } else {
            UpdateProblem::from(error)
        }
    })
}

fn check_length(got: u64, expected: u64) -> Result<(), UpdateProblem> {
    match got {
        _ if got > expected => Err(UpdateProblem::TooLong { limit: expected }),
        _ if got < expected => Err(UpdateProblem::TooShort { got, expected }),
        _ => Ok(()),
    }
}

/// The finished file, closed so that it can be started.
fn closed(file: NamedTempFile) -> Result<TempPath, UpdateProblem> {
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

/// Removes what a crash in the middle of a download left.
pub(crate) fn sweep(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        if let Err(error) = std::fs::remove_file(entry.path()) {
            tracing::warn!(%error, "The rest of a download could not be removed");
        }
    }
}
