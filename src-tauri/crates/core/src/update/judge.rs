//! Whether an announcement may be believed now.

use super::{Manifest, Refusal};
use crate::ids::UnixMillis;
use semver::Version;
use serde::{Deserialize, Serialize};

/// Clocks differ, and nobody's clock is wrong by a day without noticing.
const CLOCK_TOLERANCE: i64 = 24 * 60 * 60 * 1000;

/// The highest of what was announced before. It survives the app, so that a network cannot make it forget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Highest counter.
    pub counter: u64,
    /// Highest version.
    pub version: Version,
}

/// What this copy knows by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The version that runs.
    pub installed: Version,
    /// What was announced before.
    pub seen: Option<Seen>,
    /// The computer's clock.
    pub now: UnixMillis,
}

/// What an announcement means for this copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This is the newest version.
    UpToDate,
    /// There is a newer one.
    Newer,
}

/// Judges a manifest whose signature holds.
///
/// # Errors
/// It has expired or is from the future, or a later one was seen before.
pub fn judge(manifest: &Manifest, known: &Known) -> Result<Verdict, Refusal> {
    if known.now >= manifest.expires_at {
        return Err(Refusal::Expired {
            at: manifest.expires_at,
        });
    }
    if manifest.issued_at > known.now.plus(CLOCK_TOLERANCE) {
        return Err(Refusal::FromTheFuture {
            issued_at: manifest.issued_at,
        });
    }
    if let Some(seen) = &known.seen
        && manifest.counter < seen.counter
    {
        return Err(Refusal::CounterWentBack {
            counter: manifest.counter,
            seen: seen.counter,
        });
    }
    let announced = known.seen.as_ref().map(|seen| &seen.version);
    let newest = announced.map_or(&known.installed, |version| version.max(&known.installed));
    if manifest.version < *newest {
        return Err(Refusal::VersionWentBack {
            version: manifest.version.clone(),
            newest: newest.clone(),
        });
    }
    Ok(if manifest.version == known.installed {
        Verdict::UpToDate
    } else {
        Verdict::Newer
    })
}

impl Known {
    /// What is known after this manifest was believed.
    pub fn after(&self, manifest: &Manifest) -> Seen {
        let before = self.seen.as_ref();
        Seen {
            counter: before.map_or(manifest.counter, |seen| seen.counter.max(manifest.counter)),
            version: before
                .map_or(&manifest.version, |seen| (&seen.version).max(&manifest.version))
                .clone(),
        }
    }
}
