//! Another process on the same file, for the integration tests.
//!
//! `store-probe write FOLDER` writes journal rows as fast as it can and prints the id and number of each once the store
//! has acknowledged it, until it is killed. `store-probe hold FOLDER` takes the write lock, prints `held`, and keeps it
//! until its input ends.
#![allow(
    clippy::print_stdout,
    reason = "what is printed is read by the test that started this program"
)]

use reconecta_core::ids::{AttemptId, UnixMillis};
use reconecta_store::{NewAttempt, NewStep, Store, StoreError, StoreFolder};
use serde_json::json;
use std::error::Error;
use std::io::{Read, Write};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(mode), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: store-probe write|hold FOLDER".into());
    };
    let folder = StoreFolder::new(folder);
    match mode.as_str() {
        "write" => write(folder).await,
        "hold" => hold(&folder),
        other => Err(format!("unknown mode {other}").into()),
    }
}

async fn write(folder: StoreFolder) -> Result<(), Box<dyn Error>> {
    let store = Store::open(folder).await?;
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

fn hold(folder: &StoreFolder) -> Result<(), Box<dyn Error>> {
    let connection = rusqlite::Connection::open(folder.file())?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    println!("held");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
