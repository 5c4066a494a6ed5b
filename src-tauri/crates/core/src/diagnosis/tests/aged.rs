//! A diagnosis some time after it was made.

use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer, Diagnosis, Question, Reason, diagnose};
use crate::fact::Fact;
use crate::ids::UnixMillis;
use crate::meta::NumberStatus;
use crate::verdict::{Evidence, EvidenceKind, ProofLife, Verdict};

const PROVED: [Question; 3] = [
    Question::CallbackAnswers,
    Question::MessageOut,
    Question::MessageIn,
];

fn answers(diagnosis: &Diagnosis, questions: &[Question]) -> Vec<(Question, Answer, Reason)> {
    questions
        .iter()
        .filter_map(|question| diagnosis.finding(*question))
        .map(|finding| (finding.question, finding.answer, finding.reason))
        .collect()
}

fn later(hours: i64) -> UnixMillis {
    NOW.plus(hours * HOUR)
}

#[test]
fn what_was_proved_ages_as_a_new_look_would_say() {
    let facts = healthy();
    let life = ProofLife::default();
    for hours in [0, 1, 24, 70, 71, 72, 73, 200] {
        let aged = look(&facts).aged(life, later(hours));
        let anew = diagnose(&facts, later(hours));
        assert_eq!(answers(&aged, &PROVED), answers(&anew, &PROVED), "{hours} hours");
    }
    let aged = look(&facts).aged(life, later(200));
    assert!(
        answers(&aged, &PROVED)
            .iter()
            .all(|(_, answer, reason)| (*answer, *reason) == (Answer::Unknown, Reason::Stale)),
        "{aged:#?}"
    );
    assert_eq!(
        aged.verdict,
        Verdict::ConnectedUnproven,
        "verdict and answers agree"
    );
    let others = |question: &&Question| !PROVED.contains(question);
    let read: Vec<Question> = Question::ALL.iter().filter(others).copied().collect();
    assert_eq!(
        answers(&aged, &read),
        answers(&look(&facts), &read),
        "what was read stays as it was read"
    );
    let week = ProofLife::of_hours(168).expect("a choice");
    assert_eq!(look(&facts).aged(week, later(100)), look(&facts), "a longer life");
}

#[test]
fn time_alone_never_makes_anything_better() {
    let missing = with(|facts| {
        facts.evidence = vec![Evidence::new(EvidenceKind::MessageMissing, NOW)];
    });
    let aged = look(&missing).aged(ProofLife::default(), later(500));
    assert_eq!(aged, look(&missing), "the cause stays until somebody looks again");
    assert_eq!(aged.verdict, Verdict::Disconnected);
}

#[test]
fn after_a_wait_the_cause_that_stops_messages_decides_who_is_asked() {
    let gone = with_number(|number| {
        number.on_business_app = Some(true);
        number.status = Some(NumberStatus::Disconnected);
    });
    let waiting = look(&gone);
    assert!(matches!(waiting.verdict, Verdict::Wait { .. }), "{waiting:#?}");
    let over = waiting.aged(ProofLife::default(), later(1));
    assert_eq!(
        over.verdict,
        Verdict::Disconnected,
        "it did not come back by itself"
    );

    let mut limited = with_number(|number| number.status = Some(NumberStatus::RateLimited));
    limited.admin.memberships = Fact::Known(vec![]);
    let waiting = look(&limited);
    let first = waiting.blocking.as_ref().map(|blocking| blocking.cause());
    assert_ne!(first, Some(Cause::NumberRateLimited), "the role is the first no");
    assert!(matches!(waiting.verdict, Verdict::Wait { .. }), "{waiting:#?}");
    let over = waiting.aged(ProofLife::default(), later(48));
    assert_eq!(
        over.verdict,
        Verdict::Unknown,
        "Meta may have ended it: nobody has looked"
    );
}
