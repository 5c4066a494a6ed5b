//! The data file: backups, and the ways on when it is damaged or cannot be opened.

use super::Engine;
use crate::error::EngineError;
use crate::session::Session;
use crate::views::{AppView, BackupProblemView, BackupView, StorageProblemView};
use reconecta_store::{OpenError, StoreError, StoreFolder, restore_newest_backup, start_new_history};
use std::sync::Arc;

impl Engine {
    /// Puts the newest backup in place of a data file that cannot be opened.
    ///
    /// # Errors
    /// There is no backup, it is damaged too, or the data file is in use.
    pub async fn storage_restore_backup(&self) -> Result<AppView, EngineError> {
        let environment = self.outside.environment().ok_or(EngineError::NoEnvironment)?;
        if self.session().await.is_ok() {
            return Err(EngineError::OutOfOrder);
        }
        let folder = StoreFolder::new(Session::folder(&self.outside, environment));
        let restored = tokio::task::spawn_blocking(move || restore_newest_backup(&folder)).await;
        match restored {
            Ok(Ok(_restored)) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "The backup could not be restored");
                return Err(EngineError::Storage);
            }
            Err(_panicked) => return Err(EngineError::Storage),
        }
        self.open(environment).await?;
        Ok(self.announce_app().await)
    }

    /// Tries a data file again that could not be opened.
    ///
    /// # Errors
    /// It still cannot be opened.
    pub async fn storage_retry(&self) -> Result<AppView, EngineError> {
        let environment = self.outside.environment().ok_or(EngineError::NoEnvironment)?;
        self.open(environment).await?;
        Ok(self.announce_app().await)
    }

    /// Makes a backup now.
    ///
    /// # Errors
    /// The history is damaged, or the disk is full or cannot be written.
    pub async fn storage_back_up(&self) -> Result<AppView, EngineError> {
        let made = self.session().await?.store().back_up().await;
        let view = self.app_view().await;
        match made {
            Ok(_backup) => Ok(view),
            Err(error) => {
                tracing::warn!(%error, "The backup that was asked for failed");
                Err(match backup_problem(&error) {
                    BackupProblemView::HistoryDamaged => EngineError::HistoryDamaged,
                    BackupProblemView::DiskFull => EngineError::NoSpace,
                    BackupProblemView::NotWritable => EngineError::NoPermission,
                })
            }
        }
    }

    /// Leaves a damaged history behind: channels, connection and secrets go on in a new file, and the file of before is
    /// kept beside it. A backup follows.
    ///
    /// # Errors
    /// The profile may not, an attempt is running, or more than the history is damaged, which leaves the file as it was.
    pub async fn storage_new_history(&self) -> Result<AppView, EngineError> {
        let environment = self.outside.environment().ok_or(EngineError::NoEnvironment)?;
        self.session().await?.check_may_change()?;
        self.check_no_attempt_runs().await?;
        let folder = StoreFolder::new(Session::folder(&self.outside, environment));
        let current = self.close().await;
        let renewed = tokio::task::spawn_blocking(move || start_new_history(&folder)).await;
        // Whatever came of it, the file that is in place now is the one to go on with.
        let opened = self.open_in(current, environment).await;
        match renewed {
            Ok(Ok(_set_aside)) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "No new history could be started");
                self.announce_app().await;
                return Err(EngineError::Storage);
            }
            Err(_panicked) => return Err(EngineError::Storage),
        }
        opened?;
        if let Err(error) = self.session().await?.store().back_up().await {
            tracing::warn!(%error, "The backup of the new history failed");
        }
        Ok(self.announce_app().await)
    }

    /// Announces each change in how backups stand, until the session is closed.
    pub(super) fn tell_of_backups(&self, session: &Session) {
        let mut backups = session.store().watch_backups();
        let (outside, current) = (Arc::downgrade(&self.outside), Arc::downgrade(&self.current));
        tokio::spawn(async move {
            while backups.changed().await.is_ok() {
                let (Some(outside), Some(current)) = (outside.upgrade(), current.upgrade()) else {
                    return;
                };
                Self { outside, current }.announce_app().await;
            }
        });
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit a double exactly"
)]
pub(super) fn backup_view(session: &Session) -> BackupView {
    let backups = session.store().watch_backups();
    let state = backups.borrow();
    BackupView {
        made_at: state.newest.as_ref().map(|backup| backup.made_at as f64),
        problem: state.failure.as_ref().map(backup_problem),
    }
}

fn backup_problem(error: &StoreError) -> BackupProblemView {
    match error {
        StoreError::Damaged => BackupProblemView::HistoryDamaged,
        StoreError::DiskFull => BackupProblemView::DiskFull,
        _ => BackupProblemView::NotWritable,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit a double exactly"
)]
pub(super) fn problem(error: &OpenError) -> StorageProblemView {
    match error {
        OpenError::Newer { .. } => StorageProblemView::Newer,
        OpenError::Damaged { newest_backup } => StorageProblemView::Damaged {
            backup_at: newest_backup.as_ref().map(|backup| backup.made_at as f64),
        },
        OpenError::NotOurs { .. } => StorageProblemView::Damaged { backup_at: None },
        OpenError::Busy => StorageProblemView::Busy,
        OpenError::NotWritable { .. }
        | OpenError::DiskFull
        | OpenError::BackupFailed(_)
        | OpenError::UpgradeFailed { .. }
        | OpenError::Other(_) => StorageProblemView::NotWritable,
    }
}
