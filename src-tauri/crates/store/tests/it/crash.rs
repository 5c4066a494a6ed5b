//! Killing a writer at any moment loses nothing that it acknowledged.

use reconecta_core::ids::AttemptId;
use reconecta_store::{Store, StoreFolder};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Acknowledgements after which the writers are killed: from the first write to well past a checkpoint of the log,
/// which SQLite does every thousand pages.
const KILLED_AFTER: &[usize] = &[1, 2, 3, 5, 8, 13, 40, 200, 700];

#[tokio::test]
async fn a_killed_writer_loses_nothing_that_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for count in KILLED_AFTER {
        acknowledged.push(kill_a_writer_after(folder.path(), *count));
    }
    let store = Store::open(StoreFolder::new(folder.path())).await.unwrap();
    let report = store.integrity().await.unwrap();
    assert!(
        report.is_sound(),
        "nine kills must not damage the file: {report:?}"
    );
    assert_eq!(
        store.unfinished_attempts().await.unwrap().len(),
        KILLED_AFTER.len()
    );
    for (attempt, rows) in acknowledged {
        let steps = store.steps(attempt.clone()).await.unwrap();
        for (id, number) in &rows {
            let step = steps.iter().find(|step| step.id.0 == *id);
            let step = step.unwrap_or_else(|| panic!("row {id} of {attempt} was acknowledged and is lost"));
            assert_eq!(
                step.outcome,
                Some(json!({ "answer": number })),
                "row {id} of {attempt}"
            );
        }
        let beyond = steps.len() - rows.len();
        let open = steps.iter().filter(|step| step.closed_at.is_none()).count();
        assert!(
            open <= 1,
            "at most the call in flight may be open, found {open} of {attempt}"
        );
        assert!(
            beyond <= 1000,
            "rows beyond the acknowledged ones come only from the moment before the kill"
        );
    }
}

/// Ids and numbers of all rows that the writer had acknowledged when it was killed.
fn kill_a_writer_after(folder: &std::path::Path, count: usize) -> (AttemptId, Vec<(i64, i64)>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_store-probe"))
        .arg("write")
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let attempt = AttemptId::new(format!("attempt-{}", child.id()));
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut rows = Vec::new();
    for line in lines.by_ref().take(count) {
        rows.push(parse(&line.unwrap()));
    }
    assert_eq!(rows.len(), count, "the writer ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    // What was acknowledged between the count and the kill counts too; the last line may be torn.
    rows.extend(
        lines
            .map_while(Result::ok)
            .filter(|line| line.contains(' '))
            .map(|line| parse(&line)),
    );
    (attempt, rows)
}

fn parse(line: &str) -> (i64, i64) {
    let (id, number) = line.split_once(' ').unwrap();
    (id.parse().unwrap(), number.parse().unwrap())
}
