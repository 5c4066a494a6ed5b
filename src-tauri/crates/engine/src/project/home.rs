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
const LISTED: usize = 25;

/// What the first screen says, before anything but the verdicts of its channels was read.
pub(crate) struct Home<C> {
    state: &'static str,
    total: usize,
    need_you: usize,
    waiting: usize,
    unknown: usize,
    checked_at: Option<f64>,
    broken: Vec<C>,
    unsettled: Vec<C>,
}

impl<C: Ord> Home<C> {
    /// All is well only where every channel was read and works. Of each channel: what it is listed by, the code of its
    /// verdict, and when that was read.
    pub(crate) fn of(channels: impl Iterator<Item = (C, &'static str, Option<f64>)>) -> Self {
        let (mut total, mut checked_at) = (0, None::<f64>);
        let (mut broken, mut unsettled) = (Vec::new(), Vec::new());
        for (channel, code, read_at) in channels {
            total += 1;
            checked_at = [checked_at, read_at].into_iter().flatten().min_by(f64::total_cmp);
            if let Some(place) = place(code) {
                let list = if place < WAITS {
                    &mut broken
                } else {
                    &mut unsettled
                };
                list.push((place, channel));
            }
        }
        let waiting = unsettled
            .iter()
            .filter(|(place, _channel)| *place == WAITS)
            .count();
        let (need_you, unknown) = (broken.len(), unsettled.len() - waiting);
        let state = if need_you > 0 {
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
        Self {
            state,
            total,
            need_you,
            waiting,
            unknown,
            checked_at,
            broken: first(broken),
            unsettled: first(unsettled),
        }
    }

    /// The channels that are listed.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &C> {
        self.broken.iter().chain(&self.unsettled)
    }

    /// With what the lists show of each channel; one that is gone meanwhile has no row.
    pub(crate) fn view(&self, checking: bool, row: impl Fn(&C) -> Option<ChannelRowView>) -> HomeView {
        let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        HomeView {
            state: self.state.to_owned(),
            total: whole(self.total),
            need_you: whole(self.need_you),
            waiting: whole(self.waiting),
            unknown: whole(self.unknown),
            broken: self.broken.iter().filter_map(&row).collect(),
            unsettled: self.unsettled.iter().filter_map(&row).collect(),
            checking,
            checked_at: self.checked_at,
        }
    }
}

/// Those that are listed, in order. Not all are sorted: there may be thousands.
fn first<C: Ord>(mut channels: Vec<(u8, C)>) -> Vec<C> {
    if channels.len() > LISTED {
        channels.select_nth_unstable(LISTED);
        channels.truncate(LISTED);
    }
    channels.sort_unstable();
    channels.into_iter().map(|(_place, channel)| channel).collect()
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

    fn home(codes: &[&'static str]) -> HomeView {
        of(codes.iter().map(|code| (*code, Some(1.0))).collect())
    }

    fn of(channels: Vec<(&'static str, Option<f64>)>) -> HomeView {
        let home = Home::of(
            channels
                .iter()
                .enumerate()
                .map(|(place, (code, at))| (place, *code, *at)),
        );
        assert!(home.listed().count() <= 2 * LISTED);
        home.view(false, |place| {
            let (code, at) = channels.get(*place)?;
            Some(row(code, *at))
        })
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
        let never = of(vec![("unknown", None), ("unknown", None)]);
        assert_eq!((never.state.as_str(), never.checked_at), ("never_checked", None));
        assert_eq!(never.unsettled, [], "there is nothing to tell of each");
        let some = of(vec![("unknown", None), ("proven", Some(2.0))]);
        assert_eq!((some.state.as_str(), some.unknown), ("unknown", 1));
        assert_eq!(of(Vec::new()).state, "fine");
    }

    #[test]
    fn of_thousands_the_first_are_listed_and_all_are_counted() {
        let home = home(&["wait", "attention", "disconnected"].repeat(LISTED));
        let listed = u32::try_from(LISTED).unwrap();
        assert_eq!((home.need_you, home.waiting), (2 * listed, listed));
        assert_eq!(codes(&home.broken), ["disconnected"; LISTED]);
        assert_eq!(home.unsettled.len(), LISTED);
    }
}
