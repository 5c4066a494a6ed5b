//! `reconecta --print-policy`: what the company has set, where each value comes from, and what is wrong with it.

use crate::arguments::Form;
use crate::company::{self, Company};
use crate::documents::Words;
use crate::folders::Folders;
use reconecta_core::network::Route;
use reconecta_policy::{Key, RouteSource, Warning, place};
use serde_json::{Value, json};

/// Version of the document's form; a field that is added does not change it.
const VERSION: u32 = 1;

/// The text and the exit code: 1 when something in the policy cannot be used.
pub(crate) fn run(form: Form) -> (String, u8) {
    let company = Company::read();
    let code = u8::from(!company.policy.warnings().is_empty());
    let text = match form {
        Form::Json => document(&company).to_string(),
        Form::Text => {
            let folders = Folders::find().ok();
            text(
                &company,
                &Words::of(&company::language(&company.policy, folders.as_ref())),
            )
        }
    };
    (text, code)
}

fn document(company: &Company) -> Value {
    let policy = &company.policy;
    let values = policy.entries().map(|entry| {
        json!({
            "key": entry.key.name(),
            "value": entry.value.to_string(),
            "level": entry.level.name(),
            "source": entry.source,
        })
    });
    let unset = Key::ALL.into_iter().filter(|key| policy.entry(*key).is_none());
    let warnings = policy.warnings().iter().map(|warning| {
        json!({
            "source": warning.source,
            "key": warning.key,
            "code": warning.fault.code(),
            "expected": warning.fault.expected(),
        })
    });
    let (kind, proxy, except) = match company.way.route() {
        Route::System => ("system", None, Vec::new()),
        Route::Direct => ("direct", None, Vec::new()),
        Route::Through { proxy, except } => ("through", Some(proxy.to_string()), except.entries()),
    };
    let (source, variable) = match company.route_source {
        RouteSource::Policy(level) => (level.name(), None),
        RouteSource::Variable(name) => ("variable", Some(name)),
        RouteSource::System => ("system", None),
    };
    json!({
        "version": VERSION,
        "program": format!("reconecta {}", env!("CARGO_PKG_VERSION")),
        "place": place(),
        "values": values.collect::<Vec<_>>(),
        "unset": unset.map(Key::name).collect::<Vec<_>>(),
        "warnings": warnings.collect::<Vec<_>>(),
        "route": {"kind": kind, "proxy": proxy, "no_proxy": except, "source": source, "variable": variable},
        "updates": company.may_update(),
        "company_ca_certificates": company.way.added_authorities(),
    })
}

fn text(company: &Company, words: &Words) -> String {
    let policy = &company.policy;
    let said = |key: &str, values: &[(&str, &str)]| words.sentence(key, values).unwrap_or_default();
    let mut lines = vec![said("policy.place", &[("place", &place())])];
    if policy.entries().next().is_none() {
        lines.push(said("policy.none", &[]));
    }
    for entry in policy.entries() {
        lines.push(format!(
            "{} ({})",
            words.code("policy.key", entry.key.name()),
            entry.key.name()
        ));
        lines.push(format!("    {}", entry.value));
        lines.push(format!(
            "    {}: {}",
            words.code("policy.level", entry.level.name()),
            entry.source
        ));
    }
    lines.push(route(company, words));
    for warning in policy.warnings() {
        lines.push(format!("! {}", warning_line(warning, words)));
    }
    lines.join("\n")
}

/// What is wrong, with file and key.
pub(crate) fn warning_line(warning: &Warning, words: &Words) -> String {
    let expected = warning.fault.expected().unwrap_or_default();
    let key = format!("policy.warning.{}", warning.fault.code());
    let sentence = words
        .sentence(&key, &[("expected", expected)])
        .unwrap_or_default();
    match &warning.key {
        Some(name) => format!("{} · {name}: {sentence}", warning.source),
        None => format!("{}: {sentence}", warning.source),
    }
}

/// The way out in one sentence.
pub(crate) fn route(company: &Company, words: &Words) -> String {
    let (code, proxy) = match (company.way.route(), company.route_source) {
        (Route::Through { proxy, .. }, _) => ("through", proxy.as_str().trim_end_matches('/')),
        (Route::Direct, _) => ("direct", ""),
        (Route::System, RouteSource::Variable(name)) => ("variable", name),
        (Route::System, RouteSource::Policy(_) | RouteSource::System) => ("system", ""),
    };
    words
        .sentence(&format!("policy.route.{code}"), &[("proxy", proxy)])
        .unwrap_or_default()
}
