//! The first screen: one answer, and the channels that it is about.

use crate::views::{ChannelRowView, HomeView};

/// Place of those that nobody has to do anything for; before it those that need somebody, behind it the unknown.
const WAITS: u8 = 3;

/// Order of a verdict among those that the first screen lists; `None` for channels that work.
fn place(code: &str) -> Option<u8> {
    match code {
        "disconnected" => Some(0),
        "blocked" => Some(1),
        "attention" => Some(2),
        "wait" => Some(WAITS),
        "proven" | "connected_unproven" => None,
        _ => Some(4),
    }
}

/// Channels of a list on the first screen; the others are in the list of channels, which can be searched.
const LISTED: usize = 50;

/// All is well only where every channel was read and works. `stands` answers the code of a channel's verdict and when it
/// was read, `row` what a list shows of it.
pub(crate) fn home_view<C>(
    channels: &[C],
    checking: bool,
    stands: impl Fn(&C) -> (&str, Option<f64>),
    row: impl Fn(&C) -> ChannelRowView,
) -> HomeView {
    let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let total = whole(channels.len());
    let checked_at = channels
        .iter()
        .filter_map(|channel| stands(channel).1)
        .min_by(f64::total_cmp);
    let mut listed: Vec<(u8, &C)> = channels
        .iter()
        .filter_map(|channel| Some((place(stands(channel).0)?, channel)))
        .collect();
    listed.sort_by_key(|(place, _channel)| *place);
    let (broken, mut unsettled): (Vec<_>, Vec<_>) =
        listed.into_iter().partition(|(place, _channel)| *place < WAITS);
    let waiting = unsettled
        .iter()
        .filter(|(place, _channel)| *place == WAITS)
        .count();
    let unknown = unsettled.len() - waiting;
    let state = if !broken.is_empty() {
        "needs_you"
    } else if total > 0 && checked_at.is_none() {
        unsettled.clear();
        "never_checked"
    } else if waiting > 0 {
        "waiting"
    } else if unknown > 0 {
        "unknown"
    } else {
        "fine"
    };
    let rows = |of: &[(u8, &C)]| {
        of.iter()
            .take(LISTED)
            .map(|(_place, channel)| row(channel))
            .collect()
    };
    HomeView {
        state: state.to_owned(),
        total,
        need_you: whole(broken.len()),
        waiting: whole(waiting),
        unknown: whole(unknown),
        broken: rows(&broken),
        unsettled: rows(&unsettled),
        checking,
        checked_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::VerdictView;

    fn row(code: &str, read_at: Option<f64>) -> ChannelRowView {
        ChannelRowView {
            id: code.to_owned(),
            name: code.to_owned(),
            verified_name: None,
            number: String::new(),
            number_international: String::new(),
            number_id: None,
            account: None,
            portfolio: None,
            verdict: VerdictView {
                code: code.to_owned(),
                until: None,
                read_at,
            },
            problem: None,
            since: None,
            evidence_at: None,
            checking: false,
            main_action: None,
        }
    }

    fn home(codes: &[&str]) -> HomeView {
        of(codes.iter().map(|code| row(code, Some(1.0))).collect())
    }

    fn of(rows: Vec<ChannelRowView>) -> HomeView {
        home_view(
            &rows,
            false,
            |row| (row.verdict.code.as_str(), row.verdict.read_at),
            Clone::clone,
        )
    }

    fn codes(rows: &[ChannelRowView]) -> Vec<&str> {
        rows.iter().map(|row| row.verdict.code.as_str()).collect()
    }

    #[test]
    fn all_is_well_only_where_every_channel_was_read_and_works() {
        for (listed, state, waiting, unknown) in [
            (&["proven", "connected_unproven"][..], "fine", 0, 0),
            (&["proven", "unknown"], "unknown", 0, 1),
            (&["unknown", "unknown"], "unknown", 0, 2),
            (&["proven", "wait"], "waiting", 1, 0),
            (&["unknown", "wait", "proven"], "waiting", 1, 1),
            (&["wait", "unknown", "blocked"], "needs_you", 1, 1),
            (&["attention"], "needs_you", 0, 0),
            (&["of_tomorrow"], "unknown", 0, 1),
        ] {
            let home = home(listed);
            assert_eq!(home.state, state, "{listed:?}");
            assert_eq!((home.waiting, home.unknown), (waiting, unknown), "{listed:?}");
        }
    }

    #[test]
    fn what_waits_or_is_not_known_is_listed_after_what_is_broken() {
        let home = home(&[
            "unknown",
            "attention",
            "wait",
            "proven",
            "disconnected",
            "blocked",
        ]);
        assert_eq!(codes(&home.broken), ["disconnected", "blocked", "attention"]);
        assert_eq!(codes(&home.unsettled), ["wait", "unknown"]);
        assert_eq!((home.total, home.need_you), (6, 3));
    }

    #[test]
    fn what_was_never_read_is_neither_fine_nor_a_failure() {
        let never = of(vec![row("unknown", None), row("unknown", None)]);
        assert_eq!((never.state.as_str(), never.checked_at), ("never_checked", None));
        assert_eq!(never.unsettled, [], "there is nothing to tell of each");
        let some = of(vec![row("unknown", None), row("proven", Some(2.0))]);
        assert_eq!((some.state.as_str(), some.unknown), ("unknown", 1));
        assert_eq!(of(Vec::new()).state, "fine");
    }

    #[test]
    fn of_thousands_the_first_are_listed_and_all_are_counted() {
        let home = home(&["wait", "attention", "disconnected"].repeat(LISTED));
        assert_eq!((home.need_you, home.waiting), (100, 50));
        assert_eq!(codes(&home.broken), ["disconnected"; LISTED]);
        assert_eq!(home.unsettled.len(), LISTED);
    }
}
