//! Values, checked one by one with the rules that the app's own screens have.

use crate::key::{Key, Kind};
use crate::warning::Fault;
use reconecta_core::connection::{backend_problem, id_problem, is_host, redirect_problem, version_problem};
use reconecta_core::network::{Bypass, ProxyRefused, proxy_address};
use serde_json::Value as Json;
use std::fmt;
use std::path::Path;

/// Word for "no proxy at all".
pub(crate) const DIRECT: &str = "direct";

/// A value that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A whole number.
    Number(u32),
    /// Yes or no.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::List(list) => f.write_str(&list.join(", ")),
        }
    }
}

/// Names that only a secret has.
pub(crate) fn names_a_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["secret", "token", "password", "passphrase", "pin"]
        .iter()
        .any(|word| name.split(['_', '-', '.', ' ']).any(|part| part == *word))
}

/// Takes a value over as `key`.
pub(crate) fn read(key: Key, json: &Json) -> Result<Value, Fault> {
    let value = typed(key.kind(), json).ok_or(Fault::WrongType {
        expected: key.kind().name(),
    })?;
    match rule(key, &value) {
        None => Ok(value),
        Some(fault) => Err(fault),
    }
}

/// Windows has no yes and no: 1 and 0 stand for them. It has no list in its templates either: commas part it.
fn typed(kind: Kind, json: &Json) -> Option<Value> {
    match (kind, json) {
        (Kind::Text, Json::String(text)) => Some(Value::Text(text.trim().to_owned())),
        (Kind::Number, Json::Number(number)) => number.as_u64()?.try_into().ok().map(Value::Number),
        (Kind::Flag, Json::Bool(flag)) => Some(Value::Flag(*flag)),
        (Kind::Flag, Json::Number(number)) => match number.as_u64()? {
            0 => Some(Value::Flag(false)),
            1 => Some(Value::Flag(true)),
            _ => None,
        },
        (Kind::List, Json::String(text)) => Some(Value::List(parted(text))),
        (Kind::List, Json::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map(|text| text.trim().to_owned()))
            .collect::<Option<_>>()
            .map(Value::List),
        _ => None,
    }
}

fn parted(text: &str) -> Vec<String> {
    let parts = text.split([',', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn rule(key: Key, value: &Value) -> Option<Fault> {
    let expected = |expected: &'static str| Some(Fault::WrongValue { expected });
    match (key, value) {
        (Key::Environment, Value::Text(text)) => one_of(
            text,
            &["demonstration", "production"],
            "demonstration | production",
        ),
        (Key::Language, Value::Text(text)) => {
            one_of(text, &["system", "pt-BR", "en", "es"], "system | pt-BR | en | es")
        }
        (Key::Route, Value::Text(text)) => one_of(
            text,
            &["own_app", "backend", "desktop_grant", "manual"],
            "own_app | backend | desktop_grant | manual",
        ),
        (Key::CheckEveryHours, Value::Number(hours)) => {
            (![0, 1, 6, 24].contains(hours)).then_some(Fault::WrongValue {
                expected: "0 | 1 | 6 | 24",
            })
        }
        (Key::ProofLifeHours, Value::Number(hours)) => {
            (![24, 72, 168].contains(hours)).then_some(Fault::WrongValue {
                expected: "24 | 72 | 168",
            })
        }
        (Key::LogDays, Value::Number(days)) => (!(1..=365).contains(days)).then_some(Fault::WrongValue {
            expected: "1 … 365",
        }),
        (Key::Proxy, Value::Text(text)) if text == DIRECT => None,
        (Key::Proxy, Value::Text(text)) => match proxy_address(text) {
            Ok(_) => None,
            Err(ProxyRefused::WithPassword) => Some(Fault::Secret),
            Err(ProxyRefused::NotAnAddress) => expected("http://host:port | direct"),
        },
        (Key::NoProxy, Value::List(list)) => match Bypass::read(list.iter().map(String::as_str)) {
            Some(_) => None,
            None => expected("example.com, .example.com, 10.0.0.0/8, *"),
        },
        (Key::CompanyCa, Value::Text(text)) if Path::new(text).is_absolute() => None,
        (Key::CompanyCa, _) => expected("an absolute path"),
        (Key::AppId | Key::ConfigurationId, Value::Text(text)) => {
            id_problem(text, true).and_then(|_| expected("5 to 25 digits"))
        }
        (Key::GraphVersion, Value::Text(text)) => version_problem(text).and_then(|_| expected("v26.0")),
        (Key::RedirectUri, Value::Text(text)) if text.is_empty() => expected("https://…"),
        (Key::RedirectUri, Value::Text(text)) => redirect_problem(text).and_then(|_| expected("https://…")),
        (Key::BackendUrl, Value::Text(text)) => backend_problem(text).and_then(|_| expected("https://…")),
        (Key::ExtraHosts, Value::List(hosts)) if hosts.iter().all(|host| is_host(host)) => None,
        (Key::ExtraHosts, _) => expected("sso.example.com"),
        (_, Value::Flag(_) | Value::Text(_) | Value::Number(_) | Value::List(_)) => None,
    }
}

fn one_of(text: &str, allowed: &[&str], expected: &'static str) -> Option<Fault> {
    (!allowed.contains(&text)).then_some(Fault::WrongValue { expected })
}
