//! Looks at what a start would find, without starting and without changing anything.

use crate::connection::DEFAULT_GRAPH_VERSION;
use crate::session::Session;
use crate::views::EnvironmentView;
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::UnixMillis;
use reconecta_graph::{Graph, GraphSettings, META_GRAPH, META_LOGIN};
use reconecta_network::Way;
use reconecta_store::{OpenError, StoreFolder, look};
use std::path::Path;

/// An environment's data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataState {
    /// There is none yet.
    Absent,
    /// It can be opened.
    Sound {
        /// Its schema; an older one is upgraded when it is opened.
        schema: u32,
    },
    /// A newer version wrote it.
    Newer,
    /// It is damaged, or no file of ours.
    Damaged {
        /// Whether there is a backup to put in its place.
        has_backup: bool,
    },
    /// Another program holds it.
    Busy,
    /// It cannot be read.
    Unreadable,
}

/// Looks at an environment's data file below the data folder. Blocks while it reads.
pub fn data_state(data_dir: &Path, environment: EnvironmentView) -> DataState {
    match look(&StoreFolder::new(
        data_dir.join(Session::folder_name(environment)),
    )) {
        Ok(None) => DataState::Absent,
        Ok(Some(schema)) => DataState::Sound { schema },
        Err(OpenError::Newer { .. }) => DataState::Newer,
        Err(OpenError::Damaged { newest_backup }) => DataState::Damaged {
            has_backup: newest_backup.is_some(),
        },
        Err(OpenError::NotOurs { .. }) => DataState::Damaged { has_backup: false },
        Err(OpenError::Busy) => DataState::Busy,
        Err(
            OpenError::NotWritable { .. }
            | OpenError::DiskFull
            | OpenError::BackupFailed(_)
            | OpenError::UpgradeFailed { .. }
            | OpenError::Other(_),
        ) => DataState::Unreadable,
    }
}

/// Asks Meta for an answer and its time, without any token.
///
/// # Errors
/// Why no answer came.
pub async fn meta_time(way: Way) -> Result<Option<UnixMillis>, TransportFailure> {
    let settings = GraphSettings::new(META_GRAPH, META_LOGIN, DEFAULT_GRAPH_VERSION);
    let graph = settings.and_then(|settings| Graph::new(settings.by_way_of(way)));
    match graph {
        Ok(graph) => graph.time().await,
        Err(_) => Err(TransportFailure::Tls),
    }
}
