//! How many calls are made, and none while Meta asks for a pause.

use crate::bench::{Bench, calls_of, judged, now, only, seed};
use meta_sandbox::{FleetSize, SeenRequest, Throttling, World, demo_channels};
use reconecta_engine::fleet::{self, FleetOrder};
use reconecta_graph::Branch;
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Per token: what it is, who has it, what was granted, portfolios twice, assignments.
const OF_TOKEN: u64 = 6;

#[tokio::test]
async fn a_fleet_is_read_with_the_fewest_calls() {
    let bench = Bench::together(World::fleet(FleetSize::of(600, 60), 1), Duration::ZERO).await;
    let all = bench.check(bench.everything()).await;
    assert_eq!(all.len(), 600);
    let calls = bench.sandbox.calls();
    assert_eq!(
        calls.made,
        OF_TOKEN + 2 * 6 + 2 * 60,
        "two for each portfolio and account"
    );
    assert!(
        bench
            .sandbox
            .history()
            .iter()
            .all(|one| one.method == "GET" || one.path.ends_with("/debug_token") || one.path.ends_with('/')),
        "a check writes nothing: a batch is of its parts, which stand in the history"
    );
}

#[tokio::test]
async fn long_lists_cost_one_call_for_each_page() {
    let bench = Bench::together(World::fleet(FleetSize::of(450, 2), 1), Duration::ZERO).await;
    assert_eq!(bench.check(bench.everything()).await.len(), 450);
    assert_eq!(bench.sandbox.calls().made, OF_TOKEN + 2 + 2 * (3 + 1));
}

#[tokio::test]
async fn channels_whose_accounts_are_known_need_no_lists() {
    let bench = Bench::together(World::demo(), Duration::ZERO).await;
    bench.check(bench.channels(&demo_channels())).await;
    assert_eq!(bench.sandbox.calls().made, calls_of(&demo_channels()));
}

#[tokio::test]
async fn one_number_of_many_reads_one_subscription() {
    let bench = Bench::together(World::fleet(FleetSize::of(100, 10), 1), Duration::ZERO).await;
    let order = FleetOrder {
        scope: only(&["3800000000000042"]),
        ..bench.everything()
    };
    let found = bench.check(order).await;
    assert_eq!(found.keys().collect::<Vec<_>>(), ["3800000000000042"]);
    assert_eq!(bench.sandbox.calls().made, OF_TOKEN + 2 + 10 + 1);
}

#[tokio::test]
async fn a_dead_token_is_not_tried_again_and_again() {
    let bench = Bench::together(World::demo(), Duration::ZERO).await;
    let order = FleetOrder {
        tokens: vec![SecretString::from(seed("token_dead").token)],
        ..bench.channels(&demo_channels())
    };
    let all = bench.check(order).await;
    assert_eq!(all.len(), demo_channels().len());
    assert_eq!(bench.sandbox.calls().made, 3);
}

/// Calls about an account that came after its refusal.
fn after_refusals(history: &[SeenRequest]) -> usize {
    let mut refused = BTreeSet::new();
    let mut late = 0;
    for request in history {
        let account = request.path.split('/').nth(2).unwrap_or_default();
        late += usize::from(refused.contains(account));
        if request.status == 400 {
            refused.insert(account.to_owned());
        }
    }
    late
}

#[tokio::test]
async fn no_call_is_made_inside_a_pause_and_the_rest_is_read() {
    let bench = Bench::together(World::fleet(FleetSize::of(2000, 200), 1), Duration::ZERO).await;
    bench.sandbox.throttle(Throttling {
        percent: 10,
        regain_minutes: 5,
        ..Throttling::default()
    });
    let mut read = bench.read(bench.everything()).await;
    let calls = bench.sandbox.calls();
    assert!(calls.throttled >= 20, "{calls:?}");
    assert_eq!(calls.in_pause, 0, "{calls:?}");
    assert_eq!(after_refusals(&bench.sandbox.history()), 0);
    assert!(calls.made <= OF_TOKEN + 2 * 20 + 2 * 200, "{calls:?}");
    let unlisted = read.unread().to_vec();
    assert!(!unlisted.is_empty() && unlisted.len() < 60, "{}", unlisted.len());
    assert!(
        unlisted
            .iter()
            .all(|one| matches!(one.branch, Branch::Numbers(_))),
        "{unlisted:?}"
    );
    let (mut known, mut unknown) = (0, 0);
    read.judge(now(), |one| match one.diagnosis.verdict.code() {
        "unknown" => unknown += 1,
        _ => known += 1,
    });
    assert_eq!(
        known + unknown + 10 * unlisted.len(),
        2000,
        "every number has its place"
    );
    assert!(known > 1400 && unknown > 0, "{known} known, {unknown} unknown");
}

#[tokio::test]
async fn a_patient_check_waits_for_the_end_of_pauses_and_reads_everything() {
    let bench = Bench::together(World::fleet(FleetSize::of(400, 40), 1), Duration::from_secs(60)).await;
    bench.sandbox.throttle(Throttling {
        percent: 10,
        retry_after: Some(1),
        ..Throttling::default()
    });
    let read = bench.read(bench.everything()).await;
    assert!(read.unread().is_empty(), "{:?}", read.unread());
    let calls = bench.sandbox.calls();
    assert!(calls.throttled > 0, "{calls:?}");
    assert_eq!(calls.in_pause, 0, "{calls:?}");
    assert_eq!(
        calls.made,
        OF_TOKEN + 2 * 4 + 2 * 40 + calls.throttled,
        "one repetition for each refusal"
    );
    let verdicts: BTreeSet<_> = judged(read)
        .values()
        .map(|one| one.diagnosis.verdict.code())
        .collect();
    assert!(!verdicts.contains("unknown"), "{verdicts:?}");
}

#[tokio::test]
async fn progress_grows_to_the_whole() {
    let bench = Bench::together(World::fleet(FleetSize::of(100, 10), 1), Duration::ZERO).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    fleet::read(
        Arc::clone(&bench.graph),
        bench.everything(),
        now(),
        move |progress| {
            keep.lock().unwrap().push(progress);
        },
    )
    .await;
    let told = told.lock().unwrap().clone();
    let last = told.last().copied().expect("progress was told");
    assert_eq!((last.accounts_done, last.accounts), (10, 10));
    assert_eq!((last.numbers_done, last.numbers), (100, 100));
    assert!(
        told.windows(2)
            .all(|pair| pair[0].accounts_done <= pair[1].accounts_done),
        "{told:?}"
    );
}
