//! Sentences with their values filled in, as the interface fills them: times as dates, codes by their own key.

use crate::catalogue::Catalogue;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reconecta_core::phone;
use std::collections::BTreeMap;

/// Values that are Unix milliseconds.
const TIMES: &[&str] = &[
    "until",
    "at",
    "since",
    "created_at",
    "expires_at",
    "data_access_expires_at",
    "evidence_at",
    "sent_at",
];
/// Values that are telephone numbers.
const NUMBERS: &[&str] = &["display_number", "expected_number"];

/// One language at one place of the world.
pub(crate) struct Words {
    catalogue: Catalogue,
    language: String,
    zone: TimeZone,
}

impl Words {
    /// Of a language, in the computer's time zone.
    pub(crate) fn of(language: &str) -> Self {
        Self::at(language, TimeZone::system())
    }

    /// Of a language and a time zone.
    pub(crate) fn at(language: &str, zone: TimeZone) -> Self {
        Self {
            catalogue: Catalogue::of(language),
            language: language.to_owned(),
            zone,
        }
    }

    /// Language tag.
    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    /// The sentence of a key.
    pub(crate) fn text(&self, key: &str) -> String {
        self.catalogue.text(key)
    }

    /// The sentence of a key with its values; `—` where one is missing. `None` when there is no sentence.
    pub(crate) fn sentence(&self, key: &str, values: &[(&str, &str)]) -> Option<String> {
        let pattern = self.catalogue.text(key);
        (!pattern.is_empty()).then(|| fill(&pattern, values))
    }

    /// The same for the values of a view.
    pub(crate) fn of_params(&self, key: &str, params: &BTreeMap<String, String>) -> Option<String> {
        let said: Vec<(String, String)> = params
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.clone(), self.value(name, value)))
            .collect();
        let values: Vec<(&str, &str)> = said
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.sentence(key, &values)
    }

    /// The sentences `key.1`, `key.2` and so on, with the values of a view: as many as there are.
    pub(crate) fn numbered(&self, key: &str, params: &BTreeMap<String, String>) -> Vec<String> {
        (1_u32..)
            .map_while(|number| self.of_params(&format!("{key}.{number}"), params))
            .collect()
    }

    /// The sentence of a code; the code itself where this version has no words for it.
    pub(crate) fn code(&self, family: &str, code: &str) -> String {
        self.sentence(&format!("{family}.{code}"), &[])
            .unwrap_or_else(|| code.to_owned())
    }

    /// A value as people read it.
    pub(crate) fn value(&self, name: &str, value: &str) -> String {
        if TIMES.contains(&name)
            && value.len() >= 10
            && let Ok(at) = value.parse::<f64>()
        {
            return self.date(at);
        }
        if NUMBERS.contains(&name) {
            return phone::show_national(value);
        }
        let said = |value: &str| {
            let key = key(name, &value.to_ascii_lowercase())?;
            self.sentence(&key, &[])
        };
        let parts: Vec<String> = value
            .split(", ")
            .map(|part| said(part).unwrap_or_else(|| part.to_owned()))
            .collect();
        parts.join(", ")
    }

    /// Day and time of Unix milliseconds.
    pub(crate) fn date(&self, at: f64) -> String {
        // Milliseconds of any date that occurs fit exactly.
        #[expect(clippy::cast_possible_truncation, reason = "times are whole milliseconds")]
        let Ok(moment) = Timestamp::from_millisecond(at as i64) else {
            return "—".to_owned();
        };
        let form = if self.language == "en" {
            "%-d %b %Y, %H:%M"
        } else {
            "%d/%m/%Y, %H:%M"
        };
        moment.to_zoned(self.zone.clone()).strftime(form).to_string()
    }

    /// The time zone at a moment, such as `UTC-03:00`.
    #[expect(clippy::cast_possible_truncation, reason = "times are whole milliseconds")]
    pub(crate) fn zone(&self, at: f64) -> String {
        Timestamp::from_millisecond(at as i64)
            .map(|moment| moment.to_zoned(self.zone.clone()).strftime("UTC%:z").to_string())
            .unwrap_or_default()
    }
}

/// The key of a value that is a code, which the interface's `format.ts` knows as well. Other values are names, ids and
/// texts of people and Meta's, and are told as they are.
fn key(name: &str, value: &str) -> Option<String> {
    Some(match name {
        "cause" => format!("cause.{value}.title"),
        "status" => format!("number_status.{value}"),
        "differences" => format!("difference.{value}"),
        "callback_level" => format!("webhook_level.{value}"),
        "account_mode" | "account_status" | "code_verification" | "environment" | "health_ability"
        | "health_entity" | "name_status" | "number_rule" | "permission" | "platform" | "platform_type"
        | "quality" | "review_status" | "role" | "token_kind" | "verdict" => format!("{name}.{value}"),
        _ => return None,
    })
}

/// Puts values at `{name}`; a name without a value becomes `—`.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value);
        filled.push_str(value.unwrap_or("—"));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}
