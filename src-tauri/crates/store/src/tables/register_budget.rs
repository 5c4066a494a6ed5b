//! How often a number was registered, and the locks that Meta has announced: it locks a number for 72 hours after ten
//! calls in 72 hours (Cloud API, Registration page; error 133016), and counts over restarts of ours.

use crate::error::StoreError;
use crate::store::Store;
use reconecta_core::cause::Cause;
use reconecta_core::ids::{NumberId, UnixMillis};
use reconecta_core::pin::RegisterWait;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::BTreeMap;

pub(crate) const V1: &str = "
CREATE TABLE register_budget (
    id        INTEGER PRIMARY KEY,
    number_id TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX register_budget_by_number ON register_budget (number_id, at);";

pub(crate) const REGISTER_LOCKS: &str = "
CREATE TABLE register_locks (
    number_id TEXT PRIMARY KEY,
    cause     TEXT NOT NULL,
    until     INTEGER NOT NULL
) STRICT;";

/// How many calls in how much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterBudget {
    /// Greatest number of calls.
    pub calls: u32,
    /// In this many milliseconds.
    pub window: i64,
}

impl RegisterBudget {
    /// Meta's own limit.
    pub const META: Self = Self {
        calls: 10,
        window: 72 * 60 * 60 * 1000,
    };
}

/// Whether a call may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterPermit {
    /// It may.
    Granted {
        /// Calls that are left, after it where it was counted.
        left: u32,
    },
    /// It must not be made: Meta has locked the number, or the budget is used up.
    Wait(RegisterWait),
}

/// Times within the window, oldest first.
fn within(
    connection: &Connection,
    number: &NumberId,
    since: UnixMillis,
) -> rusqlite::Result<Vec<UnixMillis>> {
    connection
        .prepare_cached("SELECT at FROM register_budget WHERE number_id = ?1 AND at > ?2 ORDER BY at")?
        .query_map((number.as_str(), since.0), |row| row.get(0).map(UnixMillis))?
        .collect()
}

/// The lock that Meta has announced, while it lasts.
fn lock(
    connection: &Connection,
    number: &NumberId,
    at: UnixMillis,
) -> rusqlite::Result<Option<RegisterWait>> {
    connection
        .prepare_cached("SELECT cause, until FROM register_locks WHERE number_id = ?1 AND until > ?2")?
        .query_row((number.as_str(), at.0), |row| {
            Ok(RegisterWait {
                cause: Cause::from_code(&row.get::<_, String>(0)?),
                until: UnixMillis(row.get(1)?),
            })
        })
        .optional()
}

/// Whether a call may be made; nothing is counted.
fn permit(
    connection: &Connection,
    number: &NumberId,
    budget: RegisterBudget,
    at: UnixMillis,
) -> rusqlite::Result<RegisterPermit> {
    if let Some(lock) = lock(connection, number, at)? {
        return Ok(RegisterPermit::Wait(lock));
    }
    let spent = within(connection, number, at.plus(budget.window.saturating_neg()))?;
    let used = u32::try_from(spent.len()).unwrap_or(u32::MAX);
    if used < budget.calls {
        return Ok(RegisterPermit::Granted {
            left: budget.calls - used,
        });
    }
    // The call that must leave the window before one more fits in.
    let leaving = spent
        .get(spent.len() - budget.calls as usize)
        .copied()
        .unwrap_or(at);
    Ok(RegisterPermit::Wait(RegisterWait {
        cause: Cause::RegistrationBudgetUsed,
        until: leaving.plus(budget.window),
    }))
}

fn spend(
    transaction: &Transaction<'_>,
    number: &NumberId,
    budget: RegisterBudget,
    at: UnixMillis,
) -> rusqlite::Result<RegisterPermit> {
    let left = match permit(transaction, number, budget, at)? {
        RegisterPermit::Granted { left } => left,
        wait @ RegisterPermit::Wait(_) => return Ok(wait),
    };
    transaction
        .prepare_cached("INSERT INTO register_budget (number_id, at) VALUES (?1, ?2)")?
        .execute((number.as_str(), at.0))?;
    Ok(RegisterPermit::Granted {
        left: left.saturating_sub(1),
    })
}

/// Numbers that have to wait: locked ones, and those with a used-up budget.
pub(crate) fn waits(
    connection: &Connection,
    budget: RegisterBudget,
    at: UnixMillis,
) -> rusqlite::Result<BTreeMap<NumberId, RegisterWait>> {
    let since = at.plus(budget.window.saturating_neg());
    let numbers: Vec<NumberId> = connection
        .prepare_cached(
            "SELECT number_id FROM register_locks WHERE until > ?1
             UNION SELECT number_id FROM register_budget WHERE at > ?2 GROUP BY number_id HAVING count(*) >= ?3",
        )?
        .query_map((at.0, since.0, budget.calls), |row| {
            row.get::<_, String>(0).map(NumberId::new)
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut waits = BTreeMap::new();
    for number in numbers {
        if let RegisterPermit::Wait(wait) = permit(connection, &number, budget, at)? {
            waits.insert(number, wait);
        }
    }
    Ok(waits)
}

impl Store {
    /// Counts one `register` (or `deregister`) call before it is made, unless the number has to wait.
    ///
    /// # Errors
    /// The file cannot be written: then the call must not be made.
    pub async fn spend_register(
        &self,
        number: NumberId,
        budget: RegisterBudget,
        at: UnixMillis,
    ) -> Result<RegisterPermit, StoreError> {
        self.write(move |transaction| Ok(spend(transaction, &number, budget, at)?))
            .await
    }

    /// Whether a call may be made now, and how many are left. Nothing is counted.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn register_permit(
        &self,
        number: NumberId,
        budget: RegisterBudget,
        at: UnixMillis,
    ) -> Result<RegisterPermit, StoreError> {
        self.call(move |connection| Ok(permit(connection, &number, budget, at)?))
            .await
    }

    /// All numbers that have to wait now.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn register_waits(
        &self,
        budget: RegisterBudget,
        at: UnixMillis,
    ) -> Result<BTreeMap<NumberId, RegisterWait>, StoreError> {
        self.call(move |connection| Ok(waits(connection, budget, at)?))
            .await
    }

    /// Keeps the lock that Meta has announced for a number. The newest word of Meta's counts.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn lock_register(&self, number: NumberId, lock: RegisterWait) -> Result<(), StoreError> {
        self.write(move |transaction| {
            transaction
                .prepare_cached("REPLACE INTO register_locks (number_id, cause, until) VALUES (?1, ?2, ?3)")?
                .execute((number.as_str(), lock.cause.code(), lock.until.0))?;
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at};

    const THREE_IN_A_HUNDRED: RegisterBudget = RegisterBudget {
        calls: 3,
        window: 100,
    };

    fn used_up(until: UnixMillis) -> RegisterPermit {
        RegisterPermit::Wait(RegisterWait {
            cause: Cause::RegistrationBudgetUsed,
            until,
        })
    }

    async fn spend_at(store: &Store, time: i64) -> RegisterPermit {
        store
            .spend_register(NumberId::from("400"), THREE_IN_A_HUNDRED, at(time))
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn the_budget_is_used_up_and_comes_back_call_by_call() {
        let (_folder, store) = test_support::store().await;
        for (time, left) in [(0, 2), (10, 1), (20, 0)] {
            assert_eq!(spend_at(&store, time).await, RegisterPermit::Granted { left });
        }
        assert_eq!(spend_at(&store, 99).await, used_up(at(100)));
        assert_eq!(spend_at(&store, 100).await, RegisterPermit::Granted { left: 0 });
        assert_eq!(spend_at(&store, 105).await, used_up(at(110)));
    }

    #[tokio::test]
    async fn each_number_has_its_own_budget_and_a_restart_does_not_refill_it() {
        let (_parent, store) = test_support::store().await;
        for time in 0..3 {
            spend_at(&store, time).await;
        }
        let other = store
            .spend_register(NumberId::from("401"), THREE_IN_A_HUNDRED, at(3))
            .await
            .unwrap();
        assert_eq!(other, RegisterPermit::Granted { left: 2 });
        let folder = store.folder().clone();
        store.close().await;
        let store = Store::open(folder).await.unwrap();
        assert_eq!(spend_at(&store, 4).await, used_up(at(100)));
    }

    #[tokio::test]
    async fn a_smaller_budget_than_was_spent_waits_for_the_right_call() {
        let (_folder, store) = test_support::store().await;
        for time in [0, 10, 20] {
            spend_at(&store, time).await;
        }
        let one = RegisterBudget {
            calls: 1,
            window: 100,
        };
        let permit = store
            .spend_register(NumberId::from("400"), one, at(30))
            .await
            .unwrap();
        assert_eq!(permit, used_up(at(120)));
    }

    #[tokio::test]
    async fn a_lock_that_meta_announced_stops_the_number_over_a_restart_until_it_ends() {
        let (_parent, store) = test_support::store().await;
        let (number, other) = (NumberId::from("400"), NumberId::from("401"));
        let lock = RegisterWait {
            cause: Cause::PinLocked,
            until: at(720),
        };
        store.lock_register(number.clone(), lock).await.unwrap();
        let folder = store.folder().clone();
        store.close().await;
        let store = Store::open(folder).await.unwrap();
        assert_eq!(spend_at(&store, 719).await, RegisterPermit::Wait(lock));
        let free = store
            .register_permit(other, THREE_IN_A_HUNDRED, at(719))
            .await
            .unwrap();
        assert_eq!(
            free,
            RegisterPermit::Granted { left: 3 },
            "another number is free"
        );
        assert_eq!(
            spend_at(&store, 720).await,
            RegisterPermit::Granted { left: 2 },
            "a refused call was not counted"
        );
    }

    #[tokio::test]
    async fn all_waits_are_the_locked_numbers_and_the_used_up_ones() {
        let (_folder, store) = test_support::store().await;
        for time in [0, 10, 20] {
            spend_at(&store, time).await;
        }
        let lock = |until| RegisterWait {
            cause: Cause::RegistrationLocked,
            until: at(until),
        };
        for (number, until) in [("401", 90), ("402", 25)] {
            store
                .lock_register(NumberId::from(number), lock(until))
                .await
                .unwrap();
        }
        store
            .lock_register(NumberId::from("401"), lock(60))
            .await
            .unwrap();
        let waits = store.register_waits(THREE_IN_A_HUNDRED, at(30)).await.unwrap();
        let used_up = RegisterWait {
            cause: Cause::RegistrationBudgetUsed,
            until: at(100),
        };
        assert_eq!(
            waits,
            BTreeMap::from([
                (NumberId::from("400"), used_up),
                (NumberId::from("401"), lock(60))
            ]),
            "the newest word of Meta's counts, and what is over is none"
        );
    }
}
