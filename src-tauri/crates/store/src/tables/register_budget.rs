//! How often a number was registered: Meta locks it for 72 hours after ten calls in 72 hours (Cloud API, Registration
//! page; error 133016), and counts over restarts of ours.

use crate::error::StoreError;
use crate::store::Store;
use reconecta_core::ids::{NumberId, UnixMillis};
use rusqlite::{Connection, Transaction};

pub(crate) const V1: &str = "
CREATE TABLE register_budget (
    id        INTEGER PRIMARY KEY,
    number_id TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX register_budget_by_number ON register_budget (number_id, at);";

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
    /// It is counted; make it.
    Granted {
        /// Calls that are left after it.
        left: u32,
    },
    /// It must not be made.
    Exhausted {
        /// When the oldest call leaves the window.
        free_at: UnixMillis,
    },
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

fn spend(
    transaction: &Transaction<'_>,
    number: &NumberId,
    budget: RegisterBudget,
    at: UnixMillis,
) -> rusqlite::Result<RegisterPermit> {
    let spent = within(transaction, number, at.plus(budget.window.saturating_neg()))?;
    let used = u32::try_from(spent.len()).unwrap_or(u32::MAX);
    if used >= budget.calls {
        // The call that must leave the window before one more fits in.
        let leaving = spent
            .get(spent.len() - budget.calls as usize)
            .copied()
            .unwrap_or(at);
        return Ok(RegisterPermit::Exhausted {
            free_at: leaving.plus(budget.window),
        });
    }
    transaction
        .prepare_cached("INSERT INTO register_budget (number_id, at) VALUES (?1, ?2)")?
        .execute((number.as_str(), at.0))?;
    Ok(RegisterPermit::Granted {
        left: budget.calls - used - 1,
    })
}

impl Store {
    /// Counts one `register` (or `deregister`) call before it is made, unless the budget is used up.
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

    /// How many calls were counted after `since`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn registers_since(&self, number: NumberId, since: UnixMillis) -> Result<usize, StoreError> {
        self.call(move |connection| Ok(within(connection, &number, since)?.len()))
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
        assert_eq!(
            spend_at(&store, 99).await,
            RegisterPermit::Exhausted { free_at: at(100) }
        );
        assert_eq!(
            store.registers_since(NumberId::from("400"), at(-1)).await,
            Ok(3),
            "a refusal is not counted"
        );
        assert_eq!(spend_at(&store, 100).await, RegisterPermit::Granted { left: 0 });
        assert_eq!(
            spend_at(&store, 105).await,
            RegisterPermit::Exhausted { free_at: at(110) }
        );
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
        assert_eq!(
            spend_at(&store, 4).await,
            RegisterPermit::Exhausted { free_at: at(100) }
        );
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
        assert_eq!(permit, RegisterPermit::Exhausted { free_at: at(120) });
    }
}
