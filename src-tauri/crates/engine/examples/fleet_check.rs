//! The check of a fleet and nothing else, as a program of its own: what `cargo xtask bench` measures beside other
//! libraries. It prints what they print: one JSON line with the count of each verdict.
//!
//! `fleet_check --graph-url URL --app-id ID`, with the token on the standard input.
#![allow(clippy::print_stdout, reason = "its output")]

use reconecta_core::ids::AppId;
use reconecta_engine::fleet::{Endpoint, FleetOrder};
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::stdin;
use std::time::Duration;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let place = words.iter().position(|word| word == name)?;
        words.get(place + 1).cloned()
    };
    let graph = after("--graph-url").ok_or("--graph-url is missing")?;
    let app = after("--app-id").ok_or("--app-id is missing")?;
    let wait = after("--wait").and_then(|seconds| seconds.parse().ok());
    let mut token = String::new();
    stdin().read_line(&mut token)?;
    let token = SecretString::from(token.trim());
    let endpoint = Endpoint::new(&graph, None, Duration::from_secs(wait.unwrap_or_default()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let order = FleetOrder::everything(token, Some(AppId::new(app)));
    let mut fleet = runtime.block_on(endpoint.read(order, |_progress| {}));
    let mut verdicts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut accounts = BTreeSet::new();
    fleet.judge(endpoint.now(), |judged| {
        *verdicts.entry(judged.diagnosis.verdict.code()).or_default() += 1;
        accounts.extend(judged.waba);
    });
    let numbers: u64 = verdicts.values().sum();
    let told = serde_json::json!({"accounts": accounts.len(), "numbers": numbers, "verdicts": verdicts});
    println!("{told}");
    Ok(())
}
