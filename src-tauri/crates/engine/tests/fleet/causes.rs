//! The same verdicts as one channel gets.

use crate::bench::{Bench, told};
use crate::demonstration;
use crate::house::House;
use meta_sandbox::{FleetSize, SeedChannel, World, demo_channels, fleet_causes};
use reconecta_core::cause::Cause;
use reconecta_engine::fleet::{FleetOrder, FleetTarget, Judged, Scope};
use secrecy::SecretString;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test(flavor = "multi_thread")]
async fn every_cause_of_the_demonstration_is_told_as_for_one_channel() {
    let mut house = House::with([]).await;
    let bench = Bench::of(World::demo()).await;
    let together = bench.check(bench.channels(&demo_channels())).await;
    let mut kinds = BTreeSet::new();
    for seed in demo_channels() {
        let channel = house.channel(seed.cause).await;
        house.engine.check_channel(&channel.id).await.expect("a check");
        let page = house.until_checked(&channel.id).await;
        let alone = page.diagnosis.expect("a diagnosis");
        let judged = &together[seed.phone_number_id];
        let verdict = page.row.verdict.code.as_str();
        let cause = alone.blocking.as_ref().map(|problem| problem.cause.as_str());
        assert_eq!(told(&judged.diagnosis), (verdict, cause), "{}", seed.cause);
        kinds.insert((judged.diagnosis.verdict.code(), cause.map(str::to_owned)));
        for (one, many) in alone.findings.iter().zip(&judged.diagnosis.answers) {
            assert_eq!(
                (one.question.as_str(), one.answer.as_str(), one.reason.as_str()),
                (many.question.code(), many.answer.code(), many.reason.code()),
                "{}",
                seed.cause
            );
        }
        assert_eq!(alone.findings.len(), judged.diagnosis.answers.len());
    }
    assert!(kinds.len() > 6, "the demonstration has many causes: {kinds:?}");
}

/// Each channel with its own token, places of the tokens in the order of their texts.
fn each_with_its_token(bench: &Bench, seeds: &[SeedChannel]) -> FleetOrder {
    let app = bench.sandbox.app();
    let texts = texts(seeds);
    FleetOrder {
        tokens: texts.iter().map(|text| SecretString::from(*text)).collect(),
        asker: Some(SecretString::from(format!("{}|{}", app.id, app.secret))),
        scope: Scope::Targets,
        targets: seeds
            .iter()
            .map(|seed| FleetTarget {
                token: place(&texts, seed),
                target: bench.target(seed),
            })
            .collect(),
        ..bench.everything()
    }
}

fn texts(seeds: &[SeedChannel]) -> Vec<&'static str> {
    let texts = seeds.iter().map(|seed| seed.token);
    let texts: BTreeSet<_> = texts.filter(|text| !text.is_empty()).collect();
    texts.into_iter().collect()
}

fn place(texts: &[&str], seed: &SeedChannel) -> Option<usize> {
    texts.iter().position(|one| *one == seed.token)
}

fn found(one: &Judged) -> (&'static str, Option<&'static str>) {
    let problem = one.diagnosis.main_problem().map(|problem| problem.cause.code());
    (one.diagnosis.verdict.code(), problem)
}

#[tokio::test]
async fn each_channel_is_read_with_its_own_token_and_found_to_be_what_it_is() {
    let bench = Bench::of(World::demo()).await;
    let seeds = demo_channels();
    let judged = bench.check(each_with_its_token(&bench, &seeds)).await;
    assert_eq!(judged.len(), seeds.len());
    for seed in &seeds {
        let one = &judged[seed.phone_number_id];
        assert_eq!(found(one), demonstration::of(seed.cause), "{}", seed.cause);
        assert_eq!(one.token, place(&texts(&seeds), seed), "{}", seed.cause);
    }
}

#[tokio::test]
async fn that_the_app_has_no_webhook_is_known_where_its_own_token_is_here() {
    let bench = Bench::of(World::demo()).await;
    let without = json!({"callback": null});
    let app = bench.sandbox.app();
    bench
        .sandbox
        .set("apps", &app.id, &without)
        .expect("it can be set");
    let seeds = demo_channels();
    let by_app = bench.check(each_with_its_token(&bench, &seeds)).await;
    for seed in &seeds {
        let expected = demonstration::without_the_apps_webhook(seed.cause);
        assert_eq!(found(&by_app[seed.phone_number_id]), expected, "{}", seed.cause);
    }
    let order = FleetOrder {
        asker: None,
        ..each_with_its_token(&bench, &seeds)
    };
    for (number, one) in bench.check(order).await {
        let cause = one.diagnosis.main_problem().map(|problem| problem.cause);
        assert_ne!(
            cause,
            Some(Cause::CallbackMissing),
            "{number}: nothing is guessed"
        );
    }
}

#[tokio::test]
async fn a_fleet_s_seeded_causes_are_found() {
    let size = FleetSize::of(300, 30);
    let bench = Bench::of(World::fleet(size, 7)).await;
    let judged = bench.check(bench.everything()).await;
    assert_eq!(judged.len(), 300);
    let mut seen: BTreeMap<(&str, &str), BTreeSet<_>> = BTreeMap::new();
    for (id, own, shared) in fleet_causes(size, 7) {
        let told = told(&judged[&id].diagnosis);
        seen.entry((own, shared)).or_default().insert(told);
        let is_healthy = own == "healthy" && shared == "healthy";
        assert_eq!(
            is_healthy,
            told == ("connected_unproven", None),
            "{id}: {own}, {shared}: {told:?}"
        );
    }
    assert!(seen.len() > 8, "{seen:?}");
    for (causes, told) in seen {
        assert_eq!(told.len(), 1, "{causes:?} is told in one way: {told:?}");
    }
}
