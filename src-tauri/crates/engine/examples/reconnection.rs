//! One reconnection and nothing else, as a program of its own: what `cargo xtask bench reconnection` measures. A scripted
//! person decides at once, so the time is the program's and the network's. Prints one JSON line with seconds.
//!
//! `reconnection --latency-ms N [--sealed]`: the simulator waits that long before each answer; with `--sealed` it ends
//! when the token is durably sealed.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    dead_code,
    reason = "a measurement, with the house of the tests"
)]

#[path = "../tests/it/browser.rs"]
mod browser;
#[path = "../tests/it/house.rs"]
mod house;

use browser::Visit;
use house::House;
use meta_sandbox::SeenRequest;
use reconecta_engine::AttemptAction;
use reconecta_engine::views::ScreenView;
use std::time::{Duration, Instant};

/// A channel whose token is dead while everything else is in order.
const CHANNEL: &str = "token_dead";

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().collect();
    let place = words.iter().position(|word| word == "--latency-ms");
    let latency = place.and_then(|place| words.get(place + 1)?.parse().ok());
    let latency = Duration::from_millis(latency.expect("--latency-ms N"));
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel(CHANNEL).await;
    house.reach_login(Some(&channel.id)).await;
    house.sandbox.set_latency(latency);
    let before = house.sandbox.history().len();
    house.act(AttemptAction::OpenLogin).await;
    house
        .until("the sealed token", |screen| match screen {
            ScreenView::Checking { steps } => steps.iter().any(is_exchanged),
            screen => matches!(screen, ScreenView::Confirm { .. }),
        })
        .await;
    let captured = house.browser.captured.lock().unwrap().expect("the login ended");
    let sealed = captured.elapsed();
    let wall = if words.iter().any(|word| word == "--sealed") {
        None
    } else {
        Some(finish(&mut house, captured).await.as_secs_f64())
    };
    let asked: Vec<SeenRequest> = house.sandbox.history().split_off(before);
    let asked: Vec<String> = asked
        .iter()
        .map(|one| format!("{} {}", one.method, one.path))
        .collect();
    let told = serde_json::json!({"sealed": sealed.as_secs_f64(), "wall": wall, "asked": asked});
    println!("{told}");
}

fn is_exchanged(step: &reconecta_engine::views::StepView) -> bool {
    step.step == "exchange_code" && step.state == "done"
}

/// From the sealed token to the result.
async fn finish(house: &mut House, captured: Instant) -> Duration {
    house
        .until("the popup Reconectar", |screen| {
            matches!(screen, ScreenView::Confirm { .. })
        })
        .await;
    let numbers = house.reach_numbers().await;
    house.choose_preselected(&numbers).await;
    let result = house.reach_result().await;
    let wall = captured.elapsed();
    let ScreenView::Result { numbers, .. } = &result.screen else {
        unreachable!("waited for")
    };
    assert_eq!(numbers[0].outcome, "done", "{:#?}", numbers[0]);
    wall
}
