//! Archives of releases: gzip and tar.

use crate::problem::UpdateProblem;
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::{self, Write};
use tar::{Archive, EntryType};

/// Name of the program inside.
const PROGRAM: &str = "reconecta";
/// Where it may be: alone, in the archive's folder, or in that folder's `bin`.
const DEEPEST: usize = 3;
/// Largest program that is unpacked, in bytes.
const LARGEST: u64 = 600 * 1024 * 1024;

/// Copies the program of a portable archive into a file. Nothing else is unpacked, so names and links in the archive
/// reach nothing.
///
/// # Errors
/// There is no such program, there are two, or the archive is broken.
pub(super) fn program(archive: File, into: &mut File) -> Result<(), UpdateProblem> {
    let mut archive = Archive::new(GzDecoder::new(archive));
    let mut found = false;
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let is_file = entry.header().entry_type() == EntryType::Regular;
        let path = entry.path().map_err(broken)?;
        let depth = path.components().count();
        if !is_file || depth > DEEPEST || path.file_name().is_none_or(|name| name != PROGRAM) {
            continue;
        }
        if found || entry.size() > LARGEST {
            return Err(UpdateProblem::Archive);
        }
        found = true;
        let copied = io::copy(&mut entry, into)?;
        into.flush()?;
        if copied == 0 {
            return Err(UpdateProblem::Archive);
        }
    }
    if found {
        Ok(())
    } else {
        Err(UpdateProblem::Archive)
    }
}

fn broken(error: io::Error) -> UpdateProblem {
    tracing::warn!(%error, "The archive of an update is broken");
    UpdateProblem::Archive
}
