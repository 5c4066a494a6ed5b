//! Several channels with one login.

use super::*;

/// A channel of its own account, or of account 900.
fn channel(index: u32, account: &str) -> Target {
    Target {
        channel: ChannelId::new(format!("c{index}")),
        name: format!("Loja {index}"),
        number: NumberId::new(index.to_string()),
        waba: WabaId::new(account),
        business: None,
        display_phone_number: display(index),
        expected_callback: None,
    }
}

fn display(index: u32) -> String {
    format!("+55 11 9{:04}-{:04}", 8000 + index / 10_000, index % 10_000)
}

fn found(index: u32, account: &str) -> FoundNumber {
    let mut found = number(&index.to_string(), &display(index), NumberStatus::Connected);
    found.waba.id = WabaId::new(account);
    found
}

/// A batch whose login shows these numbers.
fn shown(targets: Vec<Target>, found: Vec<FoundNumber>) -> Attempt {
    let channels = targets
        .iter()
        .map(|target| KnownChannel {
            target: target.clone(),
        })
        .collect();
    let mut attempt = Attempt::batch(AttemptId::new("a1"), targets, NOW);
    attempt.phase = at_confirm(None).phase;
    attempt.credential = Some(CredentialId::new("k1"));
    let (attempt, effects) = act(attempt, Action::Confirm);
    assert_eq!(effects, vec![Effect::Discover]);
    let report_of = Report::Discovered {
        found,
        channels,
        unread: Vec::new(),
    };
    report(attempt, report_of).0
}

fn preselected(attempt: &Attempt) -> Vec<ChoiceId> {
    let chosen = attempt.choices.iter().filter(|choice| choice.preselected);
    chosen.map(Choice::id).collect()
}

fn running(attempt: &Attempt, step: NumberStep) -> usize {
    let records = attempt.numbers.iter().flat_map(|work| &work.steps);
    records
        .filter(|record| record.step == step && record.state == StepState::Running)
        .count()
}

/// Runs everything, and answers how many numbers and how many subscriptions of an account ran at most at a time.
fn run_and_watch(mut attempt: Attempt, mut effects: Vec<Effect>) -> (Attempt, usize, usize) {
    let (mut most, mut subscribing) = (0, 0);
    while let Some(effect) = effects.pop() {
        most = most.max(effects.len() + 1);
        subscribing = subscribing.max(running(&attempt, NumberStep::Subscribe));
        let Effect::RunStep(id, step) = effect else {
            panic!("unexpected {effect:?}")
        };
        let outcome = StepOutcome::Skipped(Note::NotNeeded);
        let (next, more) = report(attempt, Report::NumberStep(id, step, outcome));
        attempt = next;
        effects.splice(0..0, more);
    }
    (attempt, most, subscribing)
}

#[test]
fn what_changes_an_account_is_done_number_by_number() {
    let targets: Vec<Target> = (1..=6).map(|index| channel(index, "900")).collect();
    let attempt = shown(targets, (1..=6).map(|index| found(index, "900")).collect());
    let chosen = preselected(&attempt);
    let (attempt, effects) = act(attempt, Action::SelectNumbers(chosen));
    assert_eq!(effects.len(), 6, "the steps before run side by side");
    let (attempt, most, subscribing) = run_and_watch(attempt, effects);
    assert_eq!((most, subscribing), (6, 1));
    assert_eq!(attempt.phase, Phase::Result);
    assert!(
        attempt
            .numbers
            .iter()
            .all(|work| work.outcome() == NumberOutcome::Done)
    );
}

#[test]
fn many_numbers_take_turns_and_all_come_to_their_end() {
    let account = |index: u32| format!("9{}", index % 20);
    let targets = (1..=100).map(|index| channel(index, &account(index))).collect();
    let attempt = shown(
        targets,
        (1..=100).map(|index| found(index, &account(index))).collect(),
    );
    let chosen = preselected(&attempt);
    assert_eq!(chosen.len(), 100);
    let (attempt, effects) = act(attempt, Action::SelectNumbers(chosen));
    let (attempt, most, subscribing) = run_and_watch(attempt, effects);
    assert!(
        most <= 8 && subscribing > 1,
        "{most} at a time, {subscribing} accounts"
    );
    assert_eq!(attempt.phase, Phase::Result);
    let ends: Vec<_> = attempt.numbers.iter().map(NumberWork::outcome).collect();
    assert!(ends.iter().all(|end| *end == NumberOutcome::Done), "{ends:?}");
}

#[test]
fn channels_that_the_login_does_not_show_are_named() {
    let targets = (1..=4).map(|index| channel(index, "900")).collect();
    let attempt = shown(targets, vec![found(2, "900"), found(4, "900"), found(9, "900")]);
    assert_eq!(preselected(&attempt).len(), 2);
    let left: Vec<_> = attempt
        .not_shown()
        .iter()
        .map(|target| target.name.clone())
        .collect();
    assert_eq!(left, ["Loja 1", "Loja 3"]);
    let stranger = attempt.choices.iter().find(|choice| choice.id().as_str() == "9");
    let refusal = stranger
        .and_then(|choice| choice.refusal.as_ref())
        .map(|problem| problem.cause);
    assert_eq!(refusal, Some(Cause::DifferentNumber), "a number of no channel");
}

#[test]
fn thousands_of_numbers_are_matched_by_id_and_by_digits() {
    let size = 10_000;
    let targets: Vec<Target> = (1..=size).map(|index| channel(index, "900")).collect();
    let listed = (1..=size)
        .map(|index| {
            let mut one = found(index, "900");
            if index % 2 == 0 {
                // Another id, and without the ninth digit.
                one.number.id = NumberId::new(format!("new-{index}"));
                one.number.display_phone_number = Some(display(index).replacen(" 9", " ", 1).into());
            }
            one
        })
        .collect();
    let attempt = shown(targets, listed);
    let ids: std::collections::BTreeSet<_> = preselected(&attempt).into_iter().collect();
    assert!(ids.contains(&ChoiceId::new("9999")), "by its id");
    assert!(ids.contains(&ChoiceId::new("new-9998")), "by its digits");
    assert_eq!((ids.len(), attempt.not_shown().len()), (10_000, 0));
}

#[test]
fn the_plan_names_a_few_and_counts_the_rest() {
    let targets: Vec<Target> = (1..=40).map(|index| channel(index, "900")).collect();
    let named = |count: usize| {
        let targets = targets
            .iter()
            .take(count)
            .map(|target| (target, Needs::default()));
        plan_for(&targets.collect::<Vec<_>>()).swap_remove(0)
    };
    assert_eq!(named(2).params["channels"], "Loja 1, Loja 2");
    assert_eq!(named(6).what, "tokens_replaced");
    let many = named(40);
    assert_eq!(many.what, "many_tokens_replaced");
    assert_eq!(many.params["n"], "34");
    assert!(many.params["channels"].ends_with("Loja 6"), "{many:?}");
}

#[test]
fn the_plan_of_several_names_those_whose_number_needs_more_than_a_token() {
    let targets: Vec<Target> = (1..=10).map(|index| channel(index, "900")).collect();
    let plan = |registration: usize, code: usize, of: usize| {
        let needs = |index| Needs {
            code: index < code,
            registration: index < registration,
            subscribed: Some(true),
        };
        let targets = targets.iter().take(of).enumerate();
        plan_for(
            &targets
                .map(|(index, target)| (target, needs(index)))
                .collect::<Vec<_>>(),
        )
    };
    let told = |lines: Vec<PlanLine>| {
        let told: Vec<(String, String)> = lines
            .into_iter()
            .filter(|line| line.what.contains("register") || line.what.contains("codes"))
            .map(|line| {
                let channels = line.params.get("channels").cloned().unwrap_or_default();
                let rest = line.params.get("n").map(|n| format!(" +{n}")).unwrap_or_default();
                (line.what, channels + &rest)
            })
            .collect();
        told
    };
    let line = |what: &str, channels: &str| (what.to_owned(), channels.to_owned());
    assert_eq!(told(plan(0, 0, 3)), [line("register_if_needed", "")]);
    assert_eq!(
        told(plan(2, 1, 3)),
        [
            line("codes_asked", "Loja 1"),
            line("register_several", "Loja 1, Loja 2"),
            line("register_others_if_needed", ""),
        ]
    );
    let all = "Loja 1, Loja 2, Loja 3, Loja 4, Loja 5, Loja 6 +2";
    assert_eq!(
        told(plan(8, 8, 8)),
        [line("many_codes_asked", all), line("register_many", all)]
    );
    let subscription = plan(0, 0, 3)
        .into_iter()
        .find(|line| line.what.starts_with("subscri"));
    assert_eq!(
        subscription.unwrap().what,
        "subscribe_if_needed",
        "an older reading decides nothing"
    );
}
