//! A look at the file that changes nothing: for the report of a self-test, and for checks by command.

use crate::error::OpenError;
use crate::folder::StoreFolder;
use crate::opening::{self, OpenSettings};
use crate::schema::{self, SCHEMA_VERSION};
use crate::tables::register_budget::{self, RegisterBudget};
use reconecta_core::ids::{NumberId, UnixMillis};
use reconecta_core::pin::RegisterWait;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;

/// Looks at a file without creating, upgrading or repairing anything: its schema, or `None` when there is none yet.
/// Reads every page once.
///
/// # Errors
/// Why it could not be opened; see [`OpenError`].
pub fn look(folder: &StoreFolder) -> Result<Option<u32>, OpenError> {
    let Some(connection) = open(folder)? else {
        return Ok(None);
    };
    opening::inspect(&connection, OpenSettings::default(), SCHEMA_VERSION, folder).map(Some)
}

/// All numbers that have to wait before they are registered, as [`Store::register_waits`](crate::Store) tells them, from
/// a file that is not opened for writing. None where there is no file, or one that has yet to be upgraded.
///
/// # Errors
/// Why it could not be opened or read; see [`OpenError`].
pub fn look_for_register_waits(
    folder: &StoreFolder,
    budget: RegisterBudget,
    at: UnixMillis,
) -> Result<BTreeMap<NumberId, RegisterWait>, OpenError> {
    let explain = |error: rusqlite::Error| opening::explain(folder, error.into());
    let Some(connection) = open(folder)? else {
        return Ok(BTreeMap::new());
    };
    let settings = OpenSettings::default();
    connection.busy_timeout(settings.busy_timeout).map_err(explain)?;
    if schema::version(&connection).map_err(explain)? != SCHEMA_VERSION {
        return Ok(BTreeMap::new());
    }
    register_budget::waits(&connection, budget, at).map_err(explain)
}

fn open(folder: &StoreFolder) -> Result<Option<Connection>, OpenError> {
    match std::fs::metadata(folder.file()) {
        Ok(about) if about.len() > 0 => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    opening::check_header(folder, SCHEMA_VERSION)?;
    let explain = |error: rusqlite::Error| opening::explain(folder, error.into());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = if folder.companions().iter().any(|companion| companion.exists()) {
        Connection::open_with_flags(folder.file(), flags)
    } else {
        // Nobody has it open, so it can be read without the lock files that SQLite would make beside it.
        let address = url_of(folder);
        Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI)
    };
    connection.map(Some).map_err(explain)
}

/// SQLite's "URI Filenames", section 3: what is not plain is a percent sign with two digits.
fn url_of(folder: &StoreFolder) -> String {
    let file = folder.file();
    let path = file.to_string_lossy().replace('\\', "/");
    let mut address = String::from("file:");
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'.' | b'-' | b'_' => {
                address.push(char::from(byte))
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address.push_str("?immutable=1");
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use reconecta_core::cause::Cause;
    use std::fs;
    use std::path::Path;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|one| one.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    async fn closed(folder: &Path) -> StoreFolder {
        let place = StoreFolder::new(folder);
        Store::open(place.clone()).await.unwrap().close().await;
        place
    }

    #[tokio::test]
    async fn a_look_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let nobody = folder.path().join("none");
        assert!(matches!(look(&StoreFolder::new(&nobody)), Ok(None)));
        assert!(!nobody.exists(), "a look makes no folder");
        // Characters that mean something in an address; Windows has no `?` in names.
        let name = if cfg!(windows) {
            "Joã o #1%ñ"
        } else {
            "Joã o #1%?ñ"
        };
        let place = closed(&folder.path().join(name)).await;
        let before = (
            names(place.file().parent().unwrap()),
            fs::read(place.file()).unwrap(),
        );
        assert_eq!(look(&place).unwrap(), Some(SCHEMA_VERSION));
        assert_eq!(
            (
                names(place.file().parent().unwrap()),
                fs::read(place.file()).unwrap()
            ),
            before
        );
    }

    #[tokio::test]
    async fn waits_are_found_in_a_file_that_is_open_closed_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let now = UnixMillis(1_000);
        let waits = |place: &StoreFolder| look_for_register_waits(place, RegisterBudget::META, now).unwrap();
        let nobody = folder.path().join("none");
        assert_eq!(waits(&StoreFolder::new(&nobody)), BTreeMap::new());
        assert!(!nobody.exists(), "a look makes no folder");
        let place = StoreFolder::new(folder.path().join("there"));
        let store = Store::open(place.clone()).await.unwrap();
        let lock = RegisterWait {
            cause: Cause::PinLocked,
            until: UnixMillis(1_001),
        };
        store.lock_register(NumberId::from("400"), lock).await.unwrap();
        let expected = BTreeMap::from([(NumberId::from("400"), lock)]);
        assert_eq!(waits(&place), expected, "while it is open");
        store.close().await;
        assert_eq!(waits(&place), expected);
    }

    #[tokio::test]
    async fn an_open_file_can_be_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let place = StoreFolder::new(folder.path());
        let store = Store::open(place.clone()).await.unwrap();
        assert_eq!(look(&place).unwrap(), Some(SCHEMA_VERSION));
        store.close().await;
    }

    #[tokio::test]
    async fn what_the_app_would_refuse_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let place = closed(folder.path()).await;
        let sound = fs::read(place.file()).unwrap();
        let mut newer = sound.clone();
        newer[60..64].copy_from_slice(&9999_u32.to_be_bytes());
        let mut foreign = sound.clone();
        foreign[68..72].copy_from_slice(&7_u32.to_be_bytes());
        let mut torn = sound.clone();
        for byte in torn.iter_mut().skip(4096).take(4096) {
            *byte = 0x5a;
        }
        let found = |bytes: &[u8]| {
            fs::write(place.file(), bytes).unwrap();
            look(&place)
        };
        assert!(matches!(found(&newer), Err(OpenError::Newer { found: 9999, .. })));
        assert!(matches!(
            found(&foreign),
            Err(OpenError::NotOurs { application_id: 7 })
        ));
        assert!(matches!(found(&torn), Err(OpenError::Damaged { .. })));
        assert!(matches!(found(b"hello"), Err(OpenError::Damaged { .. })));
        assert!(matches!(found(&sound), Ok(Some(_))));
    }
}
