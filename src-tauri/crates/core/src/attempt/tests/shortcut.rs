//! *Reconectar* on a broken channel leads straight to the login where a login is the cure, and never past a check.

use super::*;
use crate::diagnosis::{Blocking, Diagnosis, Question};
use crate::verdict::Verdict;

fn diagnosed(cause: Option<Cause>) -> Diagnosis {
    Diagnosis {
        answers: Vec::new(),
        blocking: cause.map(|cause| Blocking {
            question: Question::TokenValid,
            problem: Problem::new(cause, NOW),
        }),
        warnings: Vec::new(),
        verdict: Verdict::Unknown,
        read_at: NOW,
    }
}

fn read(target: Option<Target>, cause: Option<Cause>, missing: Option<PrerequisiteKind>) -> Attempt {
    let attempt = Attempt::new(AttemptId::new("a1"), target, NOW);
    let prerequisites = missing.into_iter().map(|kind| Prerequisite {
        kind,
        answer: Answer::No,
        problem: None,
    });
    let attempt = report(attempt, Report::Prerequisites(prerequisites.collect())).0;
    let attempt = report(attempt, Report::Diagnosed(Box::new(diagnosed(cause)))).0;
    report(attempt, Report::AccessRead).0
}

#[test]
fn what_a_login_cures_leads_to_the_login() {
    for cause in [Cause::TokenExpired, Cause::PermissionMissing] {
        let attempt = read(Some(target()), Some(cause), None);
        assert_eq!(attempt.phase, Phase::Login { problem: None }, "{cause:?}");
        let back = act(attempt, Action::Back).0;
        assert_eq!(back.phase, Phase::Access, "the checks can be looked at");
    }
}

#[test]
fn everything_else_is_read_first() {
    let cases = [
        ("no cause was found", Some(target()), None, None),
        (
            "a login does not pay a bill",
            Some(target()),
            Some(Cause::PaymentProblem),
            None,
        ),
        (
            "a new channel has nothing to be cured",
            None,
            Some(Cause::TokenExpired),
            None,
        ),
        (
            "the Meta connection is incomplete",
            Some(target()),
            Some(Cause::TokenExpired),
            Some(PrerequisiteKind::MetaConnection),
        ),
    ];
    for (why, target, cause, missing) in cases {
        assert_eq!(read(target, cause, missing).phase, Phase::Access, "{why}");
    }
}
