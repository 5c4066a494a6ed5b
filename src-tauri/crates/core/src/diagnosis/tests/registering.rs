use super::fixture::*;
use crate::cause::Cause;
use crate::meta::NumberStatus;
use crate::pin::RegisterWait;
use crate::verdict::Verdict;

#[test]
fn a_lock_on_registering_makes_a_number_wait_that_registering_would_cure() {
    let locked = |status: NumberStatus, until| {
        let mut facts = with_number(|number| {
            number.status = Some(status.clone());
            number.health = None;
        });
        facts.register_wait = Some(RegisterWait {
            cause: Cause::PinLocked,
            until,
        });
        look(&facts)
    };
    let (later, over) = (NOW.plus(HOUR), NOW);
    for status in [NumberStatus::Pending, NumberStatus::Disconnected] {
        let diagnosis = locked(status.clone(), later);
        assert_eq!(diagnosis.verdict, Verdict::Wait { until: later }, "{status:?}");
        let cause = diagnosis.blocking.map(|blocking| blocking.cause());
        assert_eq!(cause, Some(Cause::PinLocked), "{status:?}");
        let diagnosis = locked(status.clone(), over);
        assert_eq!(
            diagnosis.verdict,
            Verdict::Disconnected,
            "{status:?}: the lock is over"
        );
    }
    for (status, cause) in [
        (NumberStatus::Connected, None),
        (NumberStatus::Deleted, Some(Cause::NumberDeleted)),
    ] {
        let diagnosis = locked(status.clone(), later);
        let found = diagnosis.blocking.map(|blocking| blocking.cause());
        assert_eq!(found, cause, "{status:?}: registering is not what it needs");
    }
}
