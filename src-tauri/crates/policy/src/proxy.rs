//! Which proxy is taken: the company's locked one, else the person's environment, else the company's default, else what
//! the system says.

use crate::key::Key;
use crate::policy::{Level, Policy};
use crate::value::{DIRECT, Value};
use reconecta_core::network::{Bypass, Route, proxy_address};

/// Where a route comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteSource {
    /// The policy.
    Policy(Level),
    /// This variable of the environment.
    Variable(&'static str),
    /// The system's own settings, if it has any.
    System,
}

/// Variables that lead https calls through a proxy, in the order in which they count.
const PROXY_VARIABLES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const EXCEPT_VARIABLES: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// Answers variables of the environment.
pub type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The way out, and who says so.
pub fn route(policy: &Policy, variables: Variables<'_>) -> (Route, RouteSource) {
    let set = |name: &&&'static str| variables(name).is_some_and(|value| !value.trim().is_empty());
    let variable = PROXY_VARIABLES.iter().find(set);
    let entry = policy.entry(Key::Proxy);
    let level = entry.map(|entry| entry.level);
    match (entry.map(|entry| &entry.value), level, variable) {
        (Some(Value::Text(text)), Some(Level::Locked), _) => {
            (through(text, policy, None), RouteSource::Policy(Level::Locked))
        }
        (_, _, Some(variable)) => (Route::System, RouteSource::Variable(variable)),
        (Some(Value::Text(text)), Some(Level::Default), None) => {
            let except = EXCEPT_VARIABLES.iter().find_map(|name| variables(name));
            (through(text, policy, except), RouteSource::Policy(Level::Default))
        }
        (_, _, None) => (Route::System, RouteSource::System),
    }
}

/// `except` is the person's own list; it counts beside a default proxy only, as a locked one could be escaped with it.
fn through(text: &str, policy: &Policy, except: Option<String>) -> Route {
    if text == DIRECT {
        return Route::Direct;
    }
    let except = match (policy.is_locked(Key::NoProxy), except) {
        (false, Some(list)) => list,
        (_, _) => policy.text(Key::NoProxy, None).unwrap_or_default(),
    };
    match proxy_address(text) {
        Ok(proxy) => Route::Through {
            proxy,
            except: Bypass::lenient(&except),
        },
        // Checked when it was read.
        Err(_) => Route::System,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Document;
    use serde_json::json;

    const PROXY: &str = "http://proxy.example.com:3128";

    fn found(document: serde_json::Value, variables: &[(&str, &str)]) -> (Route, RouteSource) {
        let policy = Policy::of([Document::new("a.json", Ok(document))]);
        assert_eq!(policy.warnings(), []);
        let variables: Vec<(String, String)> = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        route(&policy, &|name| {
            variables
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        })
    }

    fn through(except: &str) -> Route {
        Route::Through {
            proxy: PROXY.parse().unwrap(),
            except: Bypass::lenient(except),
        }
    }

    #[test]
    fn nobody_said_anything() {
        assert_eq!(found(json!({}), &[]), (Route::System, RouteSource::System));
        assert_eq!(
            found(json!({}), &[("HTTPS_PROXY", " ")]),
            (Route::System, RouteSource::System)
        );
    }

    #[test]
    fn a_locked_proxy_wins_over_the_environment_and_its_exceptions_too() {
        let document = json!({"locked": {"proxy": PROXY}, "default": {"no_proxy": ["intranet.example"]}});
        let person = [("HTTPS_PROXY", "http://mine:1"), ("NO_PROXY", "*")];
        assert_eq!(
            found(document, &person),
            (through("intranet.example"), RouteSource::Policy(Level::Locked))
        );
        let direct = json!({"locked": {"proxy": "direct"}});
        assert_eq!(
            found(direct, &person),
            (Route::Direct, RouteSource::Policy(Level::Locked))
        );
    }

    #[test]
    fn the_environment_wins_over_a_default_proxy_lower_case_first() {
        let document = json!({"default": {"proxy": PROXY}});
        for (variables, winner) in [
            (
                &[("HTTPS_PROXY", "http://a:1"), ("https_proxy", "http://b:1")][..],
                "https_proxy",
            ),
            (
                &[("ALL_PROXY", "http://a:1"), ("HTTPS_PROXY", "http://b:1")],
                "HTTPS_PROXY",
            ),
            (&[("ALL_PROXY", "http://a:1")], "ALL_PROXY"),
        ] {
            assert_eq!(
                found(document.clone(), variables),
                (Route::System, RouteSource::Variable(winner))
            );
        }
    }

    #[test]
    fn beside_a_default_proxy_the_persons_exceptions_count_unless_locked() {
        let default = json!({"default": {"proxy": PROXY, "no_proxy": ["intranet.example"]}});
        let source = RouteSource::Policy(Level::Default);
        assert_eq!(found(default.clone(), &[]), (through("intranet.example"), source));
        assert_eq!(
            found(default, &[("NO_PROXY", "mine.example")]),
            (through("mine.example"), source)
        );
        let locked = json!({"default": {"proxy": PROXY}, "locked": {"no_proxy": "a.example, b.example"}});
        assert_eq!(
            found(locked, &[("no_proxy", "mine.example")]),
            (through("a.example,b.example"), source)
        );
    }
}
