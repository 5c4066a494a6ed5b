//! Targets told account by account.

use crate::bench::{Bench, calls_of, now, seed, told};
use meta_sandbox::{Fault, FaultBody, World, demo_channels};
use reconecta_engine::fleet::{FleetOrder, Judged, Portions};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

async fn begin(bench: &Bench, order: FleetOrder) -> Portions {
    Portions::begin(Arc::clone(&bench.graph), order, now()).await
}

/// All portions, by the number.
async fn all(mut portions: Portions) -> BTreeMap<String, Judged> {
    let mut all = BTreeMap::new();
    while let Some(told) = portions.next(now()).await {
        for one in told {
            let twice = all.insert(one.number.to_string(), one);
            assert!(twice.is_none(), "a number is told once: {twice:?}");
        }
    }
    all
}

#[tokio::test]
async fn account_by_account_says_what_the_whole_says_with_as_few_calls() {
    let bench = Bench::of(World::demo()).await;
    let seeds = demo_channels();
    let piecewise = all(begin(&bench, bench.channels(&seeds)).await).await;
    assert_eq!(
        bench.sandbox.calls().made,
        calls_of(&seeds),
        "what is shared is read once"
    );
    let whole = bench.check(bench.channels(&seeds)).await;
    assert_eq!(piecewise.len(), seeds.len());
    for (index, seed) in seeds.iter().enumerate() {
        let (one, other) = (&piecewise[seed.phone_number_id], &whole[seed.phone_number_id]);
        assert_eq!(told(&one.diagnosis), told(&other.diagnosis), "{}", seed.cause);
        assert_eq!((one.target, one.token), (Some(index), Some(0)), "{}", seed.cause);
        assert_eq!(one.business, other.business, "{}", seed.cause);
    }
}

#[tokio::test]
async fn an_account_without_an_answer_holds_no_other_up() {
    let bench = Bench::of(World::demo()).await;
    let seeds = demo_channels();
    let silent = seed("token_dead").waba_id;
    let fault = Fault::next(&format!("GET /{silent}/phone_numbers"), FaultBody::Hang);
    bench.sandbox.fail_next(Fault { times: 9, ..fault });
    let mut portions = begin(&bench, bench.channels(&seeds)).await;
    let expected: BTreeSet<&str> = seeds
        .iter()
        .filter(|seed| seed.waba_id != silent)
        .map(|seed| seed.phone_number_id)
        .collect();
    assert!(!expected.is_empty() && expected.len() < seeds.len());
    let mut heard = BTreeSet::new();
    while heard.len() < expected.len() {
        let told = portions.next(now()).await.expect("the other accounts are told");
        heard.extend(told.into_iter().map(|one| one.number.to_string()));
    }
    assert_eq!(heard, expected.into_iter().map(str::to_owned).collect());
}

#[tokio::test]
async fn a_target_without_a_token_is_told_at_last() {
    let bench = Bench::of(World::demo()).await;
    let seeds = demo_channels();
    let mut order = bench.channels(&seeds);
    order.targets[0].token = None;
    order.targets[1].token = Some(7);
    let told = all(begin(&bench, order).await).await;
    assert_eq!(told.len(), seeds.len(), "each has its place");
    let without = &told[seeds[0].phone_number_id];
    assert_eq!(
        without
            .diagnosis
            .blocking
            .as_ref()
            .map(|blocking| blocking.cause().code()),
        Some("token_missing")
    );
}
