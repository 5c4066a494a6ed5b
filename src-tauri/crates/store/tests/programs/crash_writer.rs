//! Writes journal rows as fast as it can and prints the id of each row once the store has acknowledged it, until it is
//! killed. The argument is the folder.
#![allow(
    clippy::print_stdout,
    reason = "the acknowledgements are read by the test that started this program"
)]

use reconecta_core::ids::{AttemptId, UnixMillis};
use reconecta_store::{NewAttempt, NewStep, Store, StoreError, StoreFolder};
use serde_json::json;
use std::io::Write;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("the folder is missing")?;
    let store = Store::open(StoreFolder::new(folder)).await?;
    let attempt = AttemptId::new(format!("attempt-{}", std::process::id()));
    let new = NewAttempt {
        id: attempt.clone(),
        channel: None,
        state: json!({}),
        stage: "login".to_owned(),
    };
    store.begin_attempt(new, UnixMillis(0)).await?;
    let mut out = std::io::stdout();
    for number in 0..i64::MAX {
        let id = write_pair(&store, &attempt, number).await?;
        writeln!(out, "{id} {number}")?;
        out.flush()?;
    }
    Ok(())
}

/// One journal row, closed: two transactions.
async fn write_pair(store: &Store, attempt: &AttemptId, number: i64) -> Result<i64, StoreError> {
    let step = NewStep {
        attempt: attempt.clone(),
        number: None,
        name: "register".to_owned(),
        request: json!({ "number": number }),
    };
    let id = store.begin_step(step, UnixMillis(number)).await?;
    store
        .close_step(id, json!({ "answer": number }), UnixMillis(number))
        .await?;
    Ok(id.0)
}
