//! All channels in one round: the same verdicts as one by one. How few calls that takes is in `tests/fleet/calls.rs`.

use crate::house::House;
use reconecta_engine::views::DiagnosisView;
use std::collections::BTreeMap;

/// Verdict, cause and answers of a diagnosis: what a person reads.
fn told(diagnosis: &DiagnosisView) -> (String, Option<String>, Vec<(String, String)>) {
    let answers = diagnosis
        .findings
        .iter()
        .map(|finding| (finding.question.clone(), finding.answer.clone()));
    (
        diagnosis.verdict.code.clone(),
        diagnosis.blocking.as_ref().map(|problem| problem.cause.clone()),
        answers.collect(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_says_of_each_channel_what_a_check_of_it_says() {
    let mut house = House::with([]).await;
    let rows = house.engine.channels_view().await.unwrap();
    let mut alone = BTreeMap::new();
    for row in &rows {
        house.engine.check_channel(&row.id).await.unwrap();
        let page = house.until_checked(&row.id).await;
        alone.insert(row.id.clone(), told(&page.diagnosis.expect("it was checked")));
    }
    house.engine.check_all_channels().await.unwrap();
    for row in &rows {
        let page = house.until_checked(&row.id).await;
        let together = told(&page.diagnosis.expect("it was checked"));
        assert_eq!(Some(&together), alone.get(&row.id), "{}", row.name);
    }
    let home = house.engine.home_view().await.unwrap();
    assert!(!home.checking, "no channel stays marked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_app_that_is_gone_is_waited_for_and_then_asked_about() {
    let mut house = House::with([]).await;
    let id = house.channel("coexistence_offboarded").await.id;
    house.engine.check_channel(&id).await.unwrap();
    let first = house.until_checked(&id).await.row;
    assert_eq!(first.verdict.code, "wait");
    assert!(first.verdict.until.is_some(), "until when is told");
    house.pass_hours(1);
    house.engine.check_all_channels().await.unwrap();
    let later = house.until_checked(&id).await.row;
    assert_eq!(later.verdict.code, "disconnected");
    assert_eq!(
        later.problem.map(|problem| problem.cause),
        Some("phone_app_disconnected".to_owned())
    );
}
