//! The exit code, and what makes it.

use reconecta_core::diagnosis::Diagnosis;
use reconecta_core::verdict::Verdict;
use serde::Serialize;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// Every number is connected.
    AllWell,
    /// At least one number is not, or works and needs attention.
    SomethingBroken,
    /// The words made no sense.
    WrongUsage,
    /// Something could not be read, and nothing that was read is broken.
    NotRead,
    /// The token was refused, a wanted number is not among what it sees, or something only a person can give is missing.
    Refused,
}

impl Outcome {
    pub(super) fn code(self) -> u8 {
        match self {
            Self::AllWell => 0,
            Self::SomethingBroken => 1,
            Self::WrongUsage => 2,
            Self::NotRead => 3,
            Self::Refused => 4,
        }
    }
}

/// Numbers by verdict, and what else makes the outcome.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Summary {
    pub(super) numbers: u32,
    pub(super) proven: u32,
    pub(super) connected_unproven: u32,
    pub(super) attention: u32,
    pub(super) disconnected: u32,
    pub(super) blocked: u32,
    pub(super) wait: u32,
    pub(super) unknown: u32,
    pub(super) refused: u32,
    pub(super) accounts: usize,
}

impl Summary {
    pub(super) fn count(&mut self, diagnosis: &Diagnosis) {
        self.numbers += 1;
        *match diagnosis.verdict {
            Verdict::Proven(_) => &mut self.proven,
            Verdict::ConnectedUnproven => &mut self.connected_unproven,
            Verdict::Attention => &mut self.attention,
            Verdict::Disconnected => &mut self.disconnected,
            Verdict::Blocked => &mut self.blocked,
            Verdict::Wait { .. } => &mut self.wait,
            Verdict::Unknown => &mut self.unknown,
        } += 1;
    }

    /// What the counts come to. `is_refused`: every token was refused; `is_complete`: no branch was left unread.
    pub(super) fn outcome(&self, is_refused: bool, is_complete: bool) -> Outcome {
        let broken = self.attention + self.disconnected + self.blocked + self.wait;
        let well = self.proven + self.connected_unproven;
        if self.refused > 0 || (is_refused && self.numbers == 0) {
            Outcome::Refused
        } else if broken > 0 {
            Outcome::SomethingBroken
        } else if is_complete && well > 0 && well == self.numbers {
            Outcome::AllWell
        } else {
            Outcome::NotRead
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_read_and_is_connected_is_well() {
        let summary = |well, broken, unknown, refused| Summary {
            numbers: well + broken + unknown,
            connected_unproven: well,
            disconnected: broken,
            unknown,
            refused,
            ..Summary::default()
        };
        for (counts, is_refused, is_complete, expected) in [
            (summary(2, 0, 0, 0), false, true, Outcome::AllWell),
            (summary(2, 0, 0, 0), false, false, Outcome::NotRead),
            (summary(2, 0, 1, 0), false, true, Outcome::NotRead),
            (summary(0, 0, 0, 0), false, true, Outcome::NotRead),
            (summary(2, 1, 1, 0), false, false, Outcome::SomethingBroken),
            (summary(0, 1, 0, 0), true, false, Outcome::SomethingBroken),
            (summary(0, 0, 0, 0), true, false, Outcome::Refused),
            (summary(2, 1, 0, 1), false, true, Outcome::Refused),
        ] {
            assert_eq!(counts.outcome(is_refused, is_complete), expected, "{counts:?}");
        }
    }
}
