//! Pages that drive themselves: which scenario does what on which page.

use super::flow::Flow;
use crate::shared::Shared;
use crate::world::World;
use serde_json::{Value, json};

/// Scenarios.
const SCENARIOS: [&str; 17] = [
    "happy",
    "wrong_password_then_ok",
    "two_factor",
    "wrong_code_then_ok",
    "checkpoint",
    "not_admin",
    "no_portfolio",
    "other_account",
    "decline",
    "returning",
    "edit_settings",
    "close",
    "slow",
    "hostile",
    "forged_state",
    "duplicate_code",
    "bare_redirect",
];

/// Between two actions, in milliseconds.
const PACE: u64 = 120;
/// What "slow" waits on each page, in milliseconds.
const SLOW: u64 = 3000;
/// A host that no login needs.
const FOREIGN: &str = "http://foreign.invalid/trap";

/// Whether a scenario exists.
pub(crate) fn is_scenario(name: &str) -> bool {
    SCENARIOS.contains(&name)
}

/// The flow's scenario; an unknown name leaves the pages to the person.
pub(crate) fn scenario(flow: &Flow) -> Option<&str> {
    flow.autopilot
        .as_ref()
        .map(|one| one.scenario.as_str())
        .filter(|name| is_scenario(name))
}

/// Who logs in.
pub(crate) fn person(flow: &Flow, switched: bool) -> String {
    let named = flow.autopilot.as_ref().and_then(|one| one.person.clone());
    let by_scenario = match scenario(flow) {
        Some("two_factor" | "wrong_code_then_ok") => "carla",
        Some("not_admin") => "bruno",
        Some("no_portfolio") => "diego",
        Some("other_account") if !switched => return "bruno".to_owned(),
        _ => "ana",
    };
    named.unwrap_or_else(|| by_scenario.to_owned())
}

/// Orders for a page, as the driver script reads them; null without an autopilot.
pub(crate) fn orders(shared: &Shared, flow: &Flow, page: &'static str) -> Value {
    let Some(name) = scenario(flow) else {
        return Value::Null;
    };
    let visit = flow.visits.get(page).copied().unwrap_or_default();
    let mut steps = shared.read(|world| steps(world, flow, name, page, visit));
    if name == "slow" {
        steps.insert(0, json!({ "act": "wait", "ms": SLOW }));
    }
    if name == "hostile" && page == "login" {
        steps.insert(
            0,
            json!({ "act": "attack", "redirect": flow.dialog.redirect_uri, "foreign": FOREIGN }),
        );
    }
    json!({ "scenario": name, "page": page, "pace": PACE, "steps": steps })
}

fn click(target: &str) -> Value {
    json!({ "act": "click", "target": target })
}

fn fill(target: &str, value: &str) -> Value {
    json!({ "act": "fill", "target": target, "value": value })
}

fn steps(world: &World, flow: &Flow, name: &str, page: &str, visit: u32) -> Vec<Value> {
    if name == "close" {
        return Vec::new();
    }
    let person = person(flow, flow.switched);
    let person = world.people.get(&person);
    let switch = name == "other_account" && !flow.switched;
    match page {
        "login" => {
            let Some(person) = person else { return Vec::new() };
            let wrong = name == "wrong_password_then_ok" && visit < 2;
            let password = if wrong { "errada" } else { &person.password };
            vec![
                fill("#email", &person.email),
                fill("#pass", password),
                click("#entrar"),
            ]
        }
        "two_factor" => {
            let code = person
                .and_then(|person| person.two_factor_code.clone())
                .unwrap_or_default();
            let wrong = name == "wrong_code_then_ok" && visit < 2;
            vec![
                fill("#code", if wrong { "000000" } else { &code }),
                click("#continuar"),
            ]
        }
        "checkpoint" => vec![click("#confirmar")],
        _ if switch => vec![click("#outra-conta")],
        "permissions" | "reconnect" if name == "decline" => vec![click("#agora-nao")],
        "reconnect" if name == "edit_settings" => vec![click("#editar")],
        "reconnect" => vec![click("#reconectar")],
        "permissions" => vec![click("#permitir")],
        _ => vec![click("#continuar")],
    }
}

/// The three scenarios whose redirect breaks the rules, to see that the app notices.
pub(crate) fn distort(flow: &Flow, query: &str, fragment: &str) -> (String, String) {
    let forge = |text: &str| match &flow.dialog.state {
        Some(state) => {
            let state: String = url::form_urlencoded::byte_serialize(state.as_bytes()).collect();
            text.replace(&format!("state={state}"), "state=FORGED")
        }
        None => text.to_owned(),
    };
    match scenario(flow) {
        Some("forged_state") => (forge(query), forge(fragment)),
        Some("duplicate_code") => (format!("{query}&code=SECOND"), fragment.to_owned()),
        Some("bare_redirect") => (String::new(), String::new()),
        _ => (query.to_owned(), fragment.to_owned()),
    }
}
