use super::*;
use crate::graph_error::GraphProblem;
use proptest::prelude::*;

const NOW: UnixMillis = UnixMillis(2_000_000_000_000);

fn when(changed_at: Option<UnixMillis>) -> Freshness {
    Freshness {
        life: ProofLife::default(),
        changed_at,
        now: NOW,
    }
}

fn ago(kind: EvidenceKind, hours: i64) -> Evidence {
    Evidence::new(kind, NOW.plus(-hours * HOUR))
}

#[test]
fn both_directions_fresh_and_nothing_less() {
    use EvidenceKind::*;
    let proof = |rows: &[Evidence]| Proof::from_evidence(rows, &when(None));
    let out = ago(MessageDelivered, 2);
    let inward = ago(MessageReceived, 3);
    let proved = proof(&[out.clone(), inward.clone()]).expect("a message out and in is a proof");
    assert_eq!((proved.out_at(), proved.in_at()), (out.at, inward.at));
    assert_eq!(proved.age_millis(NOW), 3 * HOUR, "as old as its older half");
    assert!(proof(&[ago(MessageRead, 2), inward.clone()]).is_some());

    assert_eq!(proof(&[]), None);
    assert_eq!(proof(std::slice::from_ref(&out)), None);
    assert_eq!(proof(std::slice::from_ref(&inward)), None);
    assert_eq!(
        proof(&[ago(MessageAccepted, 1), inward.clone()]),
        None,
        "accepted is not delivered"
    );
    assert_eq!(
        proof(&[out.clone(), ago(CallbackTookEvent, 1)]),
        None,
        "an event is not a message in"
    );
    assert_eq!(
        proof(&[out.clone(), ago(CallbackAnswered, 1), ago(LiveRead, 1)]),
        None
    );
    assert_eq!(
        proof(&[ago(MessageDelivered, 73), inward.clone()]),
        None,
        "too old"
    );
    assert!(proof(&[ago(MessageDelivered, 72), inward.clone()]).is_some());
    assert_eq!(
        proof(&[ago(MessageDelivered, -1), inward.clone()]),
        None,
        "from the future"
    );
}

#[test]
fn evidence_older_than_the_last_change_proves_nothing() {
    use EvidenceKind::*;
    let rows = [ago(MessageDelivered, 2), ago(MessageReceived, 3)];
    let changed = |hours: i64| Some(NOW.plus(-hours * HOUR));
    assert!(Proof::from_evidence(&rows, &when(changed(3))).is_some());
    assert_eq!(
        Proof::from_evidence(&rows, &when(changed(2))),
        None,
        "the message in is older than the change"
    );
}

#[test]
fn a_later_failure_of_the_channel_ends_a_proof() {
    use EvidenceKind::*;
    let failed = |cause, hours| Evidence {
        cause,
        ..ago(MessageFailed, hours)
    };
    let rows = |row| vec![ago(MessageDelivered, 5), ago(MessageReceived, 5), row];
    let proof = |row| Proof::from_evidence(&rows(row), &when(None));
    assert_eq!(proof(failed(Some(Cause::NumberNotRegistered), 1)), None);
    assert_eq!(proof(failed(None, 1)), None);
    assert!(
        proof(failed(Some(Cause::RecipientUnreachable), 1)).is_some(),
        "says nothing about the channel"
    );
    assert!(
        proof(failed(Some(Cause::NumberNotRegistered), 6)).is_some(),
        "it worked afterwards"
    );
}

#[test]
fn a_person_who_saw_nothing_arrive_ends_a_proof() {
    use EvidenceKind::*;
    let proof = |rows: &[Evidence]| Proof::from_evidence(rows, &when(None));
    let both = [ago(MessageDelivered, 5), ago(MessageReceived, 5)];
    let with = |row: Evidence| [both.to_vec(), vec![row]].concat();
    assert_eq!(proof(&with(ago(MessageMissing, 1))), None);
    assert!(
        proof(&with(ago(MessageMissing, 6))).is_some(),
        "one has arrived afterwards"
    );
}

#[test]
fn a_proof_lives_as_long_as_was_chosen() {
    use EvidenceKind::*;
    let rows = [ago(MessageDelivered, 100), ago(MessageReceived, 30)];
    for (hours, proved) in [(24, false), (72, false), (168, true)] {
        let life = ProofLife::of_hours(hours).expect("a choice");
        let proof = Proof::from_evidence(&rows, &Freshness { life, ..when(None) });
        assert_eq!(proof.is_some(), proved, "{hours} hours");
        if let Some(proof) = proof {
            let verdict = Verdict::Proven(proof);
            assert_eq!(verdict.aged(None, life, NOW), verdict);
            assert_eq!(
                verdict.aged(None, life, NOW.plus(68 * HOUR)),
                verdict,
                "at the end"
            );
            assert_eq!(
                verdict.aged(None, life, NOW.plus(69 * HOUR)),
                Verdict::ConnectedUnproven,
                "past the end"
            );
        }
    }
    assert_eq!(ProofLife::of_hours(0), None);
    assert_eq!(
        Verdict::Blocked.aged(None, ProofLife::default(), NOW),
        Verdict::Blocked
    );
}

#[test]
fn after_a_wait_somebody_is_asked_or_nobody_knows() {
    let wait = Verdict::Wait { until: NOW };
    let rows = [
        ("still waiting", Some(Cause::NumberInMaintenance), -1, wait),
        (
            "Meta may be done",
            Some(Cause::NumberInMaintenance),
            0,
            Verdict::Unknown,
        ),
        (
            "Meta may be done, long ago",
            Some(Cause::NumberRateLimited),
            99 * HOUR,
            Verdict::Unknown,
        ),
        (
            "it did not come back by itself",
            Some(Cause::PhoneAppDisconnected),
            0,
            Verdict::Disconnected,
        ),
        ("nobody knows what it waited for", None, 0, Verdict::Unknown),
    ];
    for (what, stopping, later, expected) in rows {
        let aged = wait.aged(stopping, ProofLife::default(), NOW.plus(later));
        assert_eq!(aged, expected, "{what}");
    }
}

fn stopping(cause: Cause, regain_minutes: Option<u32>, at: UnixMillis) -> Problem {
    Problem::new(cause, at).with_graph(GraphProblem {
        regain_minutes,
        ..GraphProblem::default()
    })
}

#[test]
fn the_actor_decides_between_disconnected_blocked_and_wait() {
    let until = |minutes: i64| Verdict::Wait {
        until: NOW.plus(minutes * MINUTE),
    };
    let rows = [
        (Cause::TokenExpired, None, Verdict::Disconnected),
        (Cause::NumberNotRegistered, None, Verdict::Disconnected),
        (Cause::CallbackVerificationFailed, None, Verdict::Disconnected),
        (Cause::NumberBanned, None, Verdict::Blocked),
        (Cause::PaymentProblem, None, Verdict::Blocked),
        (Cause::NumberBeingDeleted, None, until(5)),
        (Cause::NumberRateLimited, None, until(24 * 60)),
        (Cause::NumberInMaintenance, Some(2), until(2)),
    ];
    for (cause, minutes, expected) in rows {
        assert_eq!(
            Verdict::stopped_by(&stopping(cause, minutes, NOW)),
            expected,
            "{}",
            cause.code()
        );
    }
}

#[test]
fn codes_and_storage() {
    let rows = vec![
        ago(EvidenceKind::MessageDelivered, 1),
        ago(EvidenceKind::MessageReceived, 1),
    ];
    let proof = Proof::from_evidence(&rows, &when(None)).expect("fresh both ways");
    let all = [
        Verdict::Proven(proof),
        Verdict::ConnectedUnproven,
        Verdict::Attention,
        Verdict::Disconnected,
        Verdict::Blocked,
        Verdict::Wait { until: NOW },
        Verdict::Unknown,
    ];
    assert_eq!(all.map(|verdict| verdict.code()), Verdict::CODES);
    for verdict in all {
        let json = serde_json::to_string(&verdict).unwrap();
        assert!(json.contains(verdict.code()), "{json}");
        assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), verdict);
    }
    assert_eq!(Verdict::Wait { until: NOW }.until(), Some(NOW));
    assert!(Verdict::Disconnected.needs_action() && !Verdict::ConnectedUnproven.needs_action());
    let mut by_urgency = all.to_vec();
    by_urgency.sort_by_key(Verdict::urgency);
    assert_eq!(by_urgency.first(), Some(&Verdict::Disconnected));
}

proptest! {
    #[test]
    fn a_proof_always_rests_on_fresh_rows(
        rows in prop::collection::vec((0..EvidenceKind::ALL.len(), -200..200_i64), 0..12),
        changed in prop::option::of(0..200_i64),
    ) {
        let evidence: Vec<_> = rows.iter().map(|(kind, hours)| ago(EvidenceKind::ALL[*kind], *hours)).collect();
        let changed_at = changed.map(|hours| NOW.plus(-hours * HOUR));
        if let Some(proof) = Proof::from_evidence(&evidence, &when(changed_at)) {
            for at in [proof.out_at(), proof.in_at()] {
                prop_assert!(NOW.since(at) <= 72 * HOUR && at <= NOW);
                prop_assert!(changed_at.is_none_or(|changed| at >= changed));
                prop_assert!(evidence.iter().any(|row| row.at == at));
            }
        }
    }

    #[test]
    fn extreme_times_do_not_panic(at in any::<i64>(), now in any::<i64>(), changed in any::<Option<i64>>()) {
        let rows = EvidenceKind::ALL.iter().map(|kind| Evidence::new(*kind, UnixMillis(at))).collect::<Vec<_>>();
        let frame = Freshness { now: UnixMillis(now), ..when(changed.map(UnixMillis)) };
        let _ = Proof::from_evidence(&rows, &frame);
        for cause in Cause::ALL {
            let _ = Verdict::stopped_by(&stopping(*cause, Some(u32::MAX), UnixMillis(now)));
        }
    }
}
