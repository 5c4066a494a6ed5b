//! What a check finds that is worth telling to somebody who does not look at the window: only a change.

use crate::cause::Cause;
use crate::problem::Problem;
use crate::verdict::Verdict;

/// How a channel stands for somebody who does not look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Messages flow.
    Works,
    /// Messages flow until a date that is near.
    EndsSoon,
    /// Messages do not flow, and somebody has to act.
    Broken,
}

impl Standing {
    /// From a verdict and its warnings; `None` where it tells nothing: what could not be read, and waiting, is neither
    /// working nor broken.
    pub fn of(verdict: &Verdict, warnings: &[Problem]) -> Option<Self> {
        match verdict {
            Verdict::Proven(_) | Verdict::ConnectedUnproven => Some(Self::Works),
            Verdict::Attention if warnings.iter().any(|warning| has_date(warning.cause)) => {
                Some(Self::EndsSoon)
            }
            Verdict::Attention => Some(Self::Works),
            Verdict::Disconnected | Verdict::Blocked => Some(Self::Broken),
            Verdict::Wait { .. } | Verdict::Unknown => None,
        }
    }
}

/// Whether a warning is about a day on which messages stop.
pub fn has_date(cause: Cause) -> bool {
    cause == Cause::TokenExpiresSoon
}

/// What to tell about a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It stopped.
    Broken,
    /// It will stop on a day that is near.
    EndsSoon,
    /// It works again.
    Works,
}

/// What there is to tell when a check finds `after`. `before` is the newest standing that earlier checks told, however
/// many told nothing since; a channel without one has not changed.
pub fn news(before: Option<Standing>, after: Option<Standing>) -> Option<News> {
    let (before, after) = (before?, after?);
    match (before, after) {
        (Standing::Works | Standing::EndsSoon, Standing::Broken) => Some(News::Broken),
        (Standing::Works, Standing::EndsSoon) => Some(News::EndsSoon),
        (Standing::Broken, Standing::Works | Standing::EndsSoon) => Some(News::Works),
        (Standing::EndsSoon, Standing::Works)
        | (Standing::Works, Standing::Works)
        | (Standing::EndsSoon, Standing::EndsSoon)
        | (Standing::Broken, Standing::Broken) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UnixMillis;
    use crate::verdict::{Evidence, EvidenceKind, Freshness, Proof, ProofLife};

    const AT: UnixMillis = UnixMillis(1_790_000_000_000);

    fn proven() -> Verdict {
        let evidence = [EvidenceKind::MessageDelivered, EvidenceKind::MessageReceived]
            .map(|kind| Evidence::new(kind, AT));
        let when = Freshness {
            life: ProofLife::default(),
            changed_at: None,
            now: AT,
        };
        Verdict::Proven(Proof::from_evidence(&evidence, &when).unwrap())
    }

    #[test]
    fn only_what_is_known_is_a_standing() {
        let none: &[Cause] = &[];
        let cases = [
            (proven(), none, Some(Standing::Works)),
            (Verdict::ConnectedUnproven, none, Some(Standing::Works)),
            (Verdict::Attention, none, Some(Standing::Works)),
            (
                Verdict::Attention,
                &[Cause::QualityLow][..],
                Some(Standing::Works),
            ),
            (
                Verdict::Attention,
                &[Cause::QualityLow, Cause::TokenExpiresSoon],
                Some(Standing::EndsSoon),
            ),
            (Verdict::Disconnected, none, Some(Standing::Broken)),
            (
                Verdict::Disconnected,
                &[Cause::TokenExpiresSoon],
                Some(Standing::Broken),
            ),
            (Verdict::Blocked, none, Some(Standing::Broken)),
            (Verdict::Wait { until: AT }, none, None),
            (Verdict::Unknown, none, None),
            (Verdict::Unknown, &[Cause::TokenExpiresSoon], None),
        ];
        for (verdict, causes, expected) in cases {
            let warnings: Vec<Problem> = causes.iter().map(|cause| Problem::new(*cause, AT)).collect();
            assert_eq!(
                Standing::of(&verdict, &warnings),
                expected,
                "{verdict:?} {causes:?}"
            );
        }
    }

    #[test]
    fn only_a_change_is_told() {
        use Standing::{Broken, EndsSoon, Works};
        let cases = [
            (None, None, None),
            (None, Some(Broken), None),
            (None, Some(Works), None),
            (Some(Works), None, None),
            (Some(Broken), None, None),
            (Some(Works), Some(Works), None),
            (Some(Works), Some(EndsSoon), Some(News::EndsSoon)),
            (Some(Works), Some(Broken), Some(News::Broken)),
            (Some(EndsSoon), Some(EndsSoon), None),
            (Some(EndsSoon), Some(Works), None),
            (Some(EndsSoon), Some(Broken), Some(News::Broken)),
            (Some(Broken), Some(Broken), None),
            (Some(Broken), Some(Works), Some(News::Works)),
            (Some(Broken), Some(EndsSoon), Some(News::Works)),
        ];
        for (before, after, expected) in cases {
            assert_eq!(news(before, after), expected, "{before:?} to {after:?}");
        }
    }

    /// What is told of a channel whose checks find these one after another.
    fn told(found: &[Option<Standing>]) -> Vec<News> {
        let mut before = None;
        let mut told = Vec::new();
        for after in found {
            told.extend(news(before, *after));
            before = after.or(before);
        }
        told
    }

    #[test]
    fn an_outage_in_between_repeats_nothing_and_hides_nothing() {
        use Standing::{Broken, Works};
        let (works, broken) = (Some(Works), Some(Broken));
        assert_eq!(told(&[works, broken, None, broken, None, broken]), [News::Broken]);
        assert_eq!(told(&[works, None, None, broken]), [News::Broken]);
        assert_eq!(told(&[works, None, works]), []);
        assert_eq!(
            told(&[broken, None, works, None, broken]),
            [News::Works, News::Broken]
        );
    }
}
