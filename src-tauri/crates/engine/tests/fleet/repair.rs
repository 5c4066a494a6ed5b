//! The wizard's steps by command: what was given is used once, nothing is guessed, nothing is stored.

use crate::bench::{Bench, now, only, seed, told};
use meta_sandbox::SeedChannel;
use meta_sandbox::World;
use reconecta_core::attempt::{Need, NumberOutcome, NumberStep, StepState};
use reconecta_core::cause::Cause;
use reconecta_core::ids::NumberId;
use reconecta_core::pin::Pin;
use reconecta_engine::fleet::{self, FleetOrder, GivenCallback, Givens, Judged, Registrations, Repaired};
use reconecta_store::{RegisterBudget, Store, StoreFolder};
use secrecy::SecretString;

async fn judged(bench: &Bench, seed: &SeedChannel) -> Judged {
    let order = FleetOrder {
        scope: only(&[seed.phone_number_id]),
        ..bench.everything()
    };
    let mut all = bench.check(order).await;
    all.remove(seed.phone_number_id).expect("the number is listed")
}

async fn repair(bench: &Bench, seed: &SeedChannel, givens: &Givens) -> Repaired {
    let found = judged(bench, seed).await.found.expect("the number is listed");
    fleet::repair(&bench.graph, &bench.token(), found, givens, &now).await
}

fn writes(bench: &Bench) -> Vec<String> {
    let history = bench.sandbox.history();
    let writes = history
        .iter()
        .filter(|one| one.method != "GET" && !one.path.ends_with("debug_token"));
    writes
        .map(|one| one.path.rsplit('/').next().unwrap_or_default().to_owned())
        .collect()
}

fn state(repaired: &Repaired, step: NumberStep) -> StepState {
    let found = repaired.work.steps.iter().find(|record| record.step == step);
    found.expect("the step has its place").state
}

#[tokio::test]
async fn a_missing_subscription_is_put_back_and_read_back() {
    let bench = Bench::of(World::demo()).await;
    let (seed, givens) = (seed("not_subscribed"), Givens::new(bench.app()));
    let before = judged(&bench, &seed).await;
    let found = before.found.expect("the number is listed");
    let planned = fleet::planned(&found, before.subscriptions.as_deref(), &givens);
    let changes: Vec<_> = planned
        .iter()
        .filter(|(_, needed)| *needed == Some(true))
        .collect();
    assert_eq!(changes, [&(NumberStep::Subscribe, Some(true))]);
    let repaired = repair(&bench, &seed, &givens).await;
    assert_eq!(repaired.work.outcome(), NumberOutcome::Done);
    assert_eq!(writes(&bench), ["subscribed_apps"]);
    assert_eq!(
        told(&judged(&bench, &seed).await.diagnosis),
        ("connected_unproven", None)
    );
    repair(&bench, &seed, &givens).await;
    assert_eq!(
        writes(&bench).len(),
        1,
        "nothing was left to write the second time"
    );
}

#[tokio::test]
async fn a_pin_is_asked_for_and_a_given_one_registers_once() {
    let bench = Bench::of(World::demo()).await;
    let (seed, givens) = (seed("needs_register_with_pin"), Givens::new(bench.app()));
    let repaired = repair(&bench, &seed, &givens).await;
    assert!(matches!(
        repaired.work.need,
        Some(Need::Pin { problem: None, .. })
    ));
    assert!(writes(&bench).is_empty(), "nothing is guessed");
    let pin = |digits: &str| Pin::existing(&SecretString::from(digits)).unwrap();
    givens.give_pin(NumberId::from(seed.phone_number_id), pin("000001"));
    let repaired = repair(&bench, &seed, &givens).await;
    assert!(
        matches!(repaired.work.need, Some(Need::Pin { problem: Some(_), .. })),
        "a wrong one is told"
    );
    assert_eq!(writes(&bench), ["register"], "and not tried again");
    givens.give_pin(NumberId::from(seed.phone_number_id), pin(seed.pin.unwrap()));
    let repaired = repair(&bench, &seed, &givens).await;
    assert_eq!(state(&repaired, NumberStep::Register), StepState::Done);
    assert_eq!(
        told(&judged(&bench, &seed).await.diagnosis),
        ("connected_unproven", None)
    );
}

#[tokio::test]
async fn a_lost_callback_is_put_back_where_nobody_else_is_touched() {
    let bench = Bench::of(World::demo()).await;
    let (seed, mut givens) = (seed("override_lost"), Givens::new(bench.app()));
    let given = GivenCallback {
        url: seed.expected_callback.unwrap().to_owned(),
        verify_token: SecretString::from(seed.verify_token),
    };
    givens
        .callbacks
        .insert(NumberId::from(seed.phone_number_id), given);
    let repaired = repair(&bench, &seed, &givens).await;
    assert_eq!(state(&repaired, NumberStep::CallbackOverride), StepState::Done);
    assert_eq!(writes(&bench), [seed.phone_number_id], "on the number alone");
    let repaired = repair(&bench, &seed, &givens).await;
    assert_eq!(state(&repaired, NumberStep::CallbackOverride), StepState::Skipped);
}

#[tokio::test]
async fn a_coexistence_number_is_never_registered() {
    let bench = Bench::of(World::demo()).await;
    let seed = seed("coexistence_offboarded");
    let givens = Givens::new(bench.app());
    let pin = Pin::existing(&SecretString::from("482615")).unwrap();
    givens.give_pin(NumberId::from(seed.phone_number_id), pin);
    let repaired = repair(&bench, &seed, &givens).await;
    assert_eq!(state(&repaired, NumberStep::Register), StepState::Skipped);
    assert!(writes(&bench).is_empty(), "{:?}", writes(&bench));
}

#[tokio::test]
async fn registrations_that_the_window_counted_count_for_a_command_too() {
    let bench = Bench::of(World::demo()).await;
    let (seed, mut givens) = (seed("needs_register_with_pin"), Givens::new(bench.app()));
    let number = NumberId::from(seed.phone_number_id);
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(StoreFolder::new(home.path().join("production")))
        .await
        .unwrap();
    for _ in 0..9 {
        store
            .spend_register(number.clone(), RegisterBudget::META, now())
            .await
            .unwrap();
    }
    store.close().await;
    givens.registrations = Registrations::kept_in(home.path());
    let give = |digits: &str| {
        let pin = Pin::existing(&SecretString::from(digits)).unwrap();
        givens.give_pin(number.clone(), pin);
    };
    give("000001");
    let repaired = repair(&bench, &seed, &givens).await;
    let register = repaired
        .work
        .steps
        .iter()
        .find(|record| record.step == NumberStep::Register);
    let problem = register
        .and_then(|record| record.problem.as_ref())
        .expect("it is told");
    assert_eq!(
        problem.cause,
        Cause::RegistrationBudgetUsed,
        "the tenth was the last"
    );
    assert!(problem.until().is_some_and(|until| until > now()));
    assert_eq!(writes(&bench), ["register"]);
    give(seed.pin.unwrap());
    let repaired = repair(&bench, &seed, &givens).await;
    assert_eq!(state(&repaired, NumberStep::Register), StepState::Failed);
    assert_eq!(writes(&bench), ["register"], "the eleventh is not made");
}
