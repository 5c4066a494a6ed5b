//! Where a repair by command counts registrations: with the window's of the same person, so that both together never
//! exceed Meta's ten, or in memory for a simulator that ends with the command.

use crate::error::EngineError;
use crate::session::Session;
use crate::views::EnvironmentView;
use reconecta_core::cause::Cause;
use reconecta_core::ids::{NumberId, UnixMillis};
use reconecta_core::pin::{RegisterWait, register_budget};
use reconecta_store::{
    OpenSettings, RegisterBudget, RegisterPermit, Store, StoreFolder, look_for_register_waits,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::OnceCell;

/// The count of registrations per number, and the locks that Meta has announced.
#[derive(Default)]
pub struct Registrations(Place);

enum Place {
    Memory(Mutex<BTreeMap<NumberId, Counted>>),
    Kept { folder: PathBuf, store: OnceCell<Store> },
}

#[derive(Default)]
struct Counted {
    at: Vec<UnixMillis>,
    lock: Option<RegisterWait>,
}

impl Default for Place {
    fn default() -> Self {
        Self::Memory(Mutex::default())
    }
}

impl Counted {
    fn permit(&self, now: UnixMillis) -> RegisterPermit {
        if let Some(lock) = self.lock.filter(|lock| lock.lasts(now)) {
            return RegisterPermit::Wait(lock);
        }
        let budget = register_budget(&self.at, now);
        match budget.next_free_at {
            None => RegisterPermit::Granted { left: budget.left },
            Some(until) => RegisterPermit::Wait(RegisterWait {
                cause: Cause::RegistrationBudgetUsed,
                until,
            }),
        }
    }
}

impl Registrations {
    /// Kept in the data file of *Produção* below this folder, which is opened or made when a registration is due.
    pub fn kept_in(data_dir: &Path) -> Self {
        Self(Place::Kept {
            folder: data_dir.join(Session::folder_name(EnvironmentView::Production)),
            store: OnceCell::new(),
        })
    }

    /// All numbers that must not be registered now. Makes no data file and changes none; what cannot be read holds
    /// nothing back here, because no registration is made without counting it.
    pub async fn waits(&self, now: UnixMillis) -> BTreeMap<NumberId, RegisterWait> {
        let (folder, store) = match &self.0 {
            Place::Memory(counted) => {
                let counted = held(counted);
                let waits = counted.iter().filter_map(|(number, counted)| {
                    let RegisterPermit::Wait(wait) = counted.permit(now) else {
                        return None;
                    };
                    Some((number.clone(), wait))
                });
                return waits.collect();
            }
            Place::Kept { folder, store } => (folder, store),
        };
        let waits = match store.get() {
            Some(store) => {
                let waits = store.register_waits(RegisterBudget::META, now).await;
                waits.map_err(|error| error.to_string())
            }
            None => look_for_register_waits(&StoreFolder::new(folder), RegisterBudget::META, now)
                .map_err(|error| error.to_string()),
        };
        waits.unwrap_or_else(|error| {
            tracing::warn!(%error, "Registrations of earlier runs could not be read");
            BTreeMap::new()
        })
    }

    /// Whether a number may be registered now, and how often.
    pub(super) async fn permit(
        &self,
        number: &NumberId,
        now: UnixMillis,
    ) -> Result<RegisterPermit, EngineError> {
        match &self.0 {
            Place::Memory(counted) => Ok(held(counted).entry(number.clone()).or_default().permit(now)),
            Place::Kept { folder, store } => {
                let store = open(folder, store).await?;
                let permit = store.register_permit(number.clone(), RegisterBudget::META, now);
                permit.await.map_err(refused)
            }
        }
    }

    /// Counts one registration before it is made.
    pub(super) async fn spend(
        &self,
        number: &NumberId,
        now: UnixMillis,
    ) -> Result<RegisterPermit, EngineError> {
        match &self.0 {
            Place::Memory(counted) => {
                let mut counted = held(counted);
                let counted = counted.entry(number.clone()).or_default();
                Ok(match counted.permit(now) {
                    RegisterPermit::Granted { left } => {
                        counted.at.push(now);
                        RegisterPermit::Granted {
                            left: left.saturating_sub(1),
                        }
                    }
                    wait @ RegisterPermit::Wait(_) => wait,
                })
            }
            Place::Kept { folder, store } => {
                let store = open(folder, store).await?;
                let spent = store.spend_register(number.clone(), RegisterBudget::META, now);
                spent.await.map_err(refused)
            }
        }
    }

    /// Keeps the lock that Meta has announced.
    pub(super) async fn note_wait(&self, number: &NumberId, wait: RegisterWait) {
        match &self.0 {
            Place::Memory(counted) => held(counted).entry(number.clone()).or_default().lock = Some(wait),
            Place::Kept { folder, store } => {
                if let Ok(store) = open(folder, store).await
                    && let Err(error) = store.lock_register(number.clone(), wait).await
                {
                    refused(error);
                }
            }
        }
    }
}

fn held(counted: &Mutex<BTreeMap<NumberId, Counted>>) -> MutexGuard<'_, BTreeMap<NumberId, Counted>> {
    counted.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn open<'a>(folder: &Path, store: &'a OnceCell<Store>) -> Result<&'a Store, EngineError> {
    let settings = OpenSettings {
        backup_age: None,
        ..OpenSettings::default()
    };
    let opening = || async { Store::open_with(StoreFolder::new(folder), settings).await };
    store.get_or_try_init(opening).await.map_err(|error| {
        tracing::error!(%error, "The data file that counts registrations could not be opened");
        EngineError::Storage
    })
}

fn refused(error: reconecta_store::StoreError) -> EngineError {
    tracing::error!(%error, "Registrations could not be counted");
    EngineError::Storage
}
