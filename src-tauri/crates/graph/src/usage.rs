//! Usage headers. Source: Meta, "Rate limits" (Graph API): percentages, and minutes until access is regained.

use http::HeaderMap;
use serde_json::Value;
use std::time::Duration;

/// Percentage at which calls are blocked.
const BLOCKED: u32 = 100;
const OF_APP: [&str; 3] = ["x-app-usage", "x-page-usage", "x-ad-account-usage"];

/// What the usage headers of one answer say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// The worst percentage of all headers.
    pub(crate) percent: u32,
    /// `Retry-After`.
    pub(crate) retry_after: Option<Duration>,
    /// The longest time until calls are accepted again, in minutes.
    pub(crate) regain_minutes: Option<u32>,
    /// Whether the app as a whole is blocked.
    pub(crate) app_blocked: bool,
    /// Accounts and portfolios that are blocked, with the minutes if Meta names them.
    pub(crate) blocked: Vec<(String, Option<u32>)>,
}

/// Reads the headers; whatever cannot be understood counts as nothing.
pub(crate) fn read(headers: &HeaderMap) -> Usage {
    let parsed = |name: &str| {
        let value = headers.get(name)?;
        serde_json::from_slice::<Value>(value.as_bytes()).ok()
    };
    let mut usage = Usage::default();
    for value in OF_APP.iter().filter_map(|name| parsed(name)) {
        let percent = percent(&value);
        usage.percent = usage.percent.max(percent);
        usage.app_blocked |= percent >= BLOCKED;
    }
    if let Some(Value::Object(by_asset)) = parsed("x-business-use-case-usage") {
        for (id, items) in &by_asset {
            usage.take(id, items);
        }
    }
    usage.retry_after = retry_after(headers);
    let minutes = usage.retry_after.map(whole_minutes);
    usage.regain_minutes = usage.regain_minutes.max(minutes);
    usage
}

impl Usage {
    fn take(&mut self, id: &str, items: &Value) {
        let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
        let worst = items.iter().map(percent).max().unwrap_or(0);
        let regain = items.iter().filter_map(regain_minutes).max();
        self.percent = self.percent.max(worst);
        self.regain_minutes = self.regain_minutes.max(regain);
        if worst >= BLOCKED || regain.is_some() {
            self.blocked.push((id.to_owned(), regain));
        }
    }
}

fn percent(item: &Value) -> u32 {
    let parts = ["call_count", "total_time", "total_cputime"];
    parts
        .iter()
        .filter_map(|key| number(item, key))
        .max()
        .unwrap_or(0)
}

fn regain_minutes(item: &Value) -> Option<u32> {
    number(item, "estimated_time_to_regain_access").filter(|minutes| *minutes > 0)
}

/// `Retry-After` in seconds; its other form, a date, is not used by Meta.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u32 = headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    (seconds > 0).then(|| Duration::from_secs(u64::from(seconds)))
}

/// A time as whole minutes, begun ones included.
pub(crate) fn whole_minutes(time: Duration) -> u32 {
    whole(time.as_secs_f64() / 60.0).unwrap_or(u32::MAX)
}

fn number(item: &Value, key: &str) -> Option<u32> {
    let number = item.get(key)?.as_f64()?;
    whole(number)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range before"
)]
pub(crate) fn whole(number: f64) -> Option<u32> {
    number
        .is_finite()
        .then(|| number.clamp(0.0, 1_000_000.0).ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_worst_of_all_headers_counts() {
        let by_asset = r#"{"1":[{"type":"whatsapp_business_management","call_count":95,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":0}],"2":[{"call_count":3},{"call_count":100.2,"estimated_time_to_regain_access":19}]}"#;
        let usage = read(&headers(&[
            (
                "x-app-usage",
                r#"{"call_count":28,"total_time":25,"total_cputime":25}"#,
            ),
            ("x-business-use-case-usage", by_asset),
        ]));
        assert_eq!((usage.percent, usage.regain_minutes), (101, Some(19)));
        assert_eq!(
            usage.blocked,
            [("2".to_owned(), Some(19))],
            "95 percent is not blocked"
        );
        assert!(!usage.app_blocked);
    }

    #[test]
    fn a_full_app_is_blocked_as_a_whole() {
        let usage = read(&headers(&[("x-app-usage", r#"{"call_count":100}"#)]));
        assert!(usage.app_blocked);
        assert_eq!(usage.regain_minutes, None, "no time was named");
    }

    #[test]
    fn seconds_of_retry_after_are_rounded_up_to_minutes() {
        for (text, minutes) in [
            ("61", Some(2)),
            ("60", Some(1)),
            ("0", None),
            ("Wed, 21 Oct 2026 07:28:00 GMT", None),
            ("-5", None),
        ] {
            assert_eq!(
                read(&headers(&[("retry-after", text)])).regain_minutes,
                minutes,
                "{text}"
            );
        }
    }

    #[test]
    fn nonsense_counts_as_nothing() {
        for value in ["<html>", "[1,2]", "{\"1\":7}", "{\"1\":[null,[],\"x\"]}", ""] {
            let usage = read(&headers(&[
                ("x-app-usage", value),
                ("x-business-use-case-usage", value),
            ]));
            assert_eq!(usage, Usage::default(), "{value}");
        }
    }
}
