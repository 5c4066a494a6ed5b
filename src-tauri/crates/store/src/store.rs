//! The handle: one thread owns the connection, closures travel to it and answers come back.

use crate::backup::{self, Backup, BackupState};
use crate::error::{OpenError, StoreError};
use crate::folder::StoreFolder;
use crate::opening::{self, OpenSettings};
use crate::sql;
use rusqlite::{Connection, Transaction};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

enum Message {
    Run(Job),
    Close(oneshot::Sender<()>),
}

/// The store of one profile. Cheap to clone; the file is closed with [`Store::close`] or with the last clone.
#[derive(Clone)]
pub struct Store {
    messages: mpsc::Sender<Message>,
    folder: StoreFolder,
    backups: Arc<watch::Sender<BackupState>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens, creates or upgrades the file of `folder`.
    ///
    /// # Errors
    /// See [`OpenError`]; a file that is refused stays as it is.
    pub async fn open(folder: StoreFolder) -> Result<Self, OpenError> {
        Self::open_with(folder, OpenSettings::default()).await
    }

    /// The same with other settings.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open_with(folder: StoreFolder, settings: OpenSettings) -> Result<Self, OpenError> {
        let (messages, inbox) = mpsc::channel();
        let (opened, answer) = oneshot::channel();
        let place = folder.clone();
        let backups = Arc::new(watch::Sender::new(BackupState {
            newest: backup::list(&folder).into_iter().next(),
            failure: None,
        }));
        let told = Arc::clone(&backups);
        std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || {
                match opening::open(&place, settings) {
                    Ok(connection) => {
                        // Nobody may wait any more; then the inbox is closed and the thread ends at once.
                        let _ = opened.send(Ok(()));
                        serve(connection, &place, settings, &told, &inbox);
                    }
                    Err(error) => {
                        let _ = opened.send(Err(error));
                    }
                }
            })?;
        match answer.await {
            Ok(result) => result.map(|()| Self {
                messages,
                folder,
                backups,
            }),
            Err(_) => Err(OpenError::Other(StoreError::Closed)),
        }
    }

    /// Where the files are.
    pub fn folder(&self) -> &StoreFolder {
        &self.folder
    }

    /// Makes a backup, which reads the file whole.
    ///
    /// # Errors
    /// The file is damaged, or the disk is full or cannot be written; unfinished files are removed.
    pub async fn back_up(&self) -> Result<Backup, StoreError> {
        let (folder, told) = (self.folder.clone(), Arc::clone(&self.backups));
        self.call(move |connection| backup::make_and_tell(connection, &folder, &told))
            .await
    }

    /// How backups stand, the regular one included, and each change of it.
    pub fn watch_backups(&self) -> watch::Receiver<BackupState> {
        self.backups.subscribe()
    }

    /// All backups, newest first.
    ///
    /// # Errors
    /// The store is closed.
    pub async fn backups(&self) -> Result<Vec<Backup>, StoreError> {
        let folder = self.folder.clone();
        self.call(move |_| Ok(backup::list(&folder))).await
    }

    /// Finishes what was asked before, carries the log over into the file and closes it. Later calls, also of clones,
    /// are answered with [`StoreError::Closed`].
    pub async fn close(self) {
        let (closed, wait) = oneshot::channel();
        if self.messages.send(Message::Close(closed)).is_ok() {
            // An error means that the thread has ended already.
            let _ = wait.await;
        }
    }

    /// Reads on the connection.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // The caller may have been cancelled; the work is done all the same.
            let _ = answer.send(work(connection));
        });
        self.messages
            .send(Message::Run(job))
            .map_err(|_| StoreError::Closed)?;
        wait.await.map_err(|_| StoreError::Closed)?
    }

    /// Writes in one transaction: all of it or nothing.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.call(|connection| sql::write(connection, work)).await
    }
}

fn serve(
    mut connection: Connection,
    folder: &StoreFolder,
    settings: OpenSettings,
    told: &watch::Sender<BackupState>,
    inbox: &mpsc::Receiver<Message>,
) {
    let mut regular = settings.backup_age.map(Regular::new);
    let mut waiting = None;
    loop {
        if let Some(regular) = &mut regular {
            regular.look(&connection, folder, told);
        }
        match next(inbox, regular.as_ref()) {
            Ok(Message::Run(job)) => job(&mut connection),
            Ok(Message::Close(closed)) => {
                waiting = Some(closed);
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if let Err(error) = connection.execute_batch("PRAGMA optimize") {
        tracing::debug!(%error, "Statistics were not refreshed");
    }
    if let Err((_, error)) = connection.close() {
        tracing::warn!(%error, "The data file was not closed cleanly");
    }
    if let Some(closed) = waiting {
        let _ = closed.send(());
    }
}

fn next(inbox: &mpsc::Receiver<Message>, regular: Option<&Regular>) -> Result<Message, RecvTimeoutError> {
    match regular {
        Some(regular) => inbox.recv_timeout(regular.left()),
        None => inbox.recv().map_err(RecvTimeoutError::from),
    }
}

/// The regular backup of a store that may stay open for weeks.
struct Regular {
    age: Duration,
    looked: Option<Instant>,
}

impl Regular {
    /// Looks in the time in which one gets too old.
    const LOOKS: u32 = 24;

    fn new(age: Duration) -> Self {
        Self { age, looked: None }
    }

    /// Until the next look.
    fn left(&self) -> Duration {
        let passed = self.looked.map(|looked| looked.elapsed());
        passed.map_or(Duration::ZERO, |passed| {
            (self.age / Self::LOOKS).saturating_sub(passed)
        })
    }

    /// Makes a backup if the newest is too old; once in a while only, since it reads the folder.
    fn look(&mut self, connection: &Connection, folder: &StoreFolder, told: &watch::Sender<BackupState>) {
        if !self.left().is_zero() {
            return;
        }
        self.looked = Some(Instant::now());
        if backup::is_due(folder, self.age)
            && let Err(error) = backup::make_and_tell(connection, folder, told)
        {
            tracing::warn!(%error, "The regular backup failed");
        }
    }
}
