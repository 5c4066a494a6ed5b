//! Taking back a callback override that an attempt has written: only what still stands as it was written, and only to
//! what stood there before.
//!
//! Source: Meta, "Webhooks overrides": an empty address removes a number's override, a plain subscription the account's.

use super::callback::{CallbackLevel, is_same_callback};
use crate::ids::{NumberId, WabaId};
use serde::{Deserialize, Serialize};

/// An override that was written, with what stood in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackChange {
    /// The number that it was written for.
    pub number: NumberId,
    /// Its account.
    pub waba: WabaId,
    /// The level that was written.
    pub level: CallbackLevel,
    /// The address that was written.
    pub written: String,
    /// The address that stood at that level, `None` where there was none.
    pub before: Option<String>,
}

impl CallbackChange {
    fn is_of_same_place(&self, other: &Self) -> bool {
        self.level == other.level
            && match self.level {
                CallbackLevel::Account => self.waba == other.waba,
                CallbackLevel::Number => self.number == other.number,
            }
    }
}

/// One change for each place, from all changes in their order: what was written last, and what of others stood there
/// before it. What an earlier change of ours had written is nobody else's.
pub fn last_changes(changes: impl IntoIterator<Item = CallbackChange>) -> Vec<CallbackChange> {
    let mut last: Vec<CallbackChange> = Vec::new();
    for mut change in changes {
        match last.iter_mut().find(|earlier| earlier.is_of_same_place(&change)) {
            None => last.push(change),
            Some(earlier) => {
                if is_same(change.before.as_deref(), Some(&earlier.written)) {
                    change.before = earlier.before.take();
                }
                *earlier = change;
            }
        }
    }
    last
}

/// How a change is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackUndo {
    /// What stood before stands again, or still.
    AsBefore,
    /// The override is removed: there was none.
    Remove,
    /// This address is put back.
    PutBack(String),
    /// Somebody else has changed it since: it is left as it is.
    Others,
}

/// Decides from a fresh reading of the changed level.
pub fn callback_undo(change: &CallbackChange, found: Option<&str>) -> CallbackUndo {
    let before = change.before.as_deref();
    if is_same(found, before) {
        return CallbackUndo::AsBefore;
    }
    match (is_same(found, Some(&change.written)), before) {
        (true, None) => CallbackUndo::Remove,
        (true, Some(before)) => CallbackUndo::PutBack(before.to_owned()),
        (false, _) => CallbackUndo::Others,
    }
}

fn is_same(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => is_same_callback(a, b),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://loja.example/hook";
    const OTHER: &str = "https://other.example/hook";
    const THIRD: &str = "https://third.example/hook";

    fn change(number: &str, level: CallbackLevel, before: Option<&str>) -> CallbackChange {
        CallbackChange {
            number: NumberId::new(number),
            waba: WabaId::new("200"),
            level,
            written: OWN.to_owned(),
            before: before.map(str::to_owned),
        }
    }

    #[test]
    fn only_what_still_stands_as_it_was_written_is_taken_back() {
        use CallbackUndo::{AsBefore, Others, PutBack, Remove};
        for (before, found, expected) in [
            (None, Some(OWN), Remove),
            (None, Some("https://LOJA.example:443/hook"), Remove),
            (None, None, AsBefore),
            (None, Some(OTHER), Others),
            (Some(OTHER), Some(OWN), PutBack(OTHER.to_owned())),
            (Some(OTHER), Some(OTHER), AsBefore),
            (Some(OTHER), None, Others),
            (Some(OTHER), Some(THIRD), Others),
            (Some(OWN), Some(OWN), AsBefore),
        ] {
            let change = change("100", CallbackLevel::Number, before);
            assert_eq!(callback_undo(&change, found), expected, "{before:?} {found:?}");
        }
    }

    #[test]
    fn what_stood_before_the_first_of_several_writings_counts() {
        use CallbackLevel::{Account, Number};
        let last = last_changes([
            change("100", Number, Some(OTHER)),
            change("101", Account, None),
            change("100", Number, Some(OWN)),
            change("102", Account, Some(OWN)),
            change("101", Number, None),
        ]);
        let places: Vec<_> = last
            .iter()
            .map(|one| (one.number.as_str(), one.level, one.before.as_deref()))
            .collect();
        assert_eq!(
            places,
            [
                ("100", Number, Some(OTHER)),
                ("102", Account, None),
                ("101", Number, None)
            ]
        );
    }

    #[test]
    fn what_somebody_else_put_there_in_between_is_what_comes_back() {
        let last = last_changes([
            change("100", CallbackLevel::Number, None),
            change("100", CallbackLevel::Number, Some(THIRD)),
        ]);
        assert_eq!(last[0].before.as_deref(), Some(THIRD));
    }
}
