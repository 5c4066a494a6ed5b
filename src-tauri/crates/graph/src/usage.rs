//! Usage headers. Source: Meta, "Rate limits" (Graph API): percentages, and minutes until access is regained.

use http::HeaderMap;
use serde_json::Value;

/// The worst values of all usage headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Percent of the allowance; 100 means blocked.
    pub(crate) percent: u32,
    /// Minutes until calls are accepted again.
    pub(crate) regain_minutes: Option<u32>,
}

const PLAIN: [&str; 3] = ["x-app-usage", "x-page-usage", "x-ad-account-usage"];

/// Reads the headers; whatever cannot be understood counts as nothing.
pub(crate) fn read(headers: &HeaderMap) -> Usage {
    let mut usage = Usage::default();
    let parsed = |name: &str| {
        headers
            .get(name)
            .and_then(|value| serde_json::from_slice::<Value>(value.as_bytes()).ok())
    };
    for value in PLAIN.iter().filter_map(|name| parsed(name)) {
        usage.take(&value);
    }
    if let Some(Value::Object(by_asset)) = parsed("x-business-use-case-usage") {
        by_asset
            .values()
            .filter_map(Value::as_array)
            .flatten()
            .for_each(|item| usage.take(item));
    }
    usage
}

impl Usage {
    fn take(&mut self, item: &Value) {
        let number = |key: &str| item.get(key).and_then(Value::as_f64).map(whole);
        let percents = ["call_count", "total_time", "total_cputime"]
            .iter()
            .filter_map(|key| number(key));
        self.percent = percents.fold(self.percent, u32::max);
        let regain = number("estimated_time_to_regain_access").filter(|minutes| *minutes > 0);
        self.regain_minutes = self.regain_minutes.max(regain);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range before"
)]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1_000_000.0).ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_of_all_headers_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-app-usage",
            r#"{"call_count":28,"total_time":25,"total_cputime":25}"#.parse().unwrap(),
        );
        let by_asset = r#"{"1":[{"type":"whatsapp_business_management","call_count":95,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":0}],
            "2":[{"call_count":100.2,"estimated_time_to_regain_access":19}]}"#;
        headers.insert(
            "x-business-use-case-usage",
            by_asset.replace('\n', "").parse().unwrap(),
        );
        assert_eq!(
            read(&headers),
            Usage {
                percent: 101,
                regain_minutes: Some(19)
            }
        );
    }

    #[test]
    fn nonsense_counts_as_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert("x-app-usage", "<html>".parse().unwrap());
        headers.insert("x-business-use-case-usage", "[1,2]".parse().unwrap());
        assert_eq!(read(&headers), Usage::default());
    }
}
