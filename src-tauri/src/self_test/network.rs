//! The policy, the way out, the clock.

use super::finding::Finding;
use crate::about::made_at;
use crate::company::Company;
use crate::documents::Words;
use crate::print_policy;
use reconecta_core::clock::is_off;
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::UnixMillis;
use reconecta_engine::meta_time;
use reconecta_engine::surface::{Clock, SystemClock};
use reconecta_policy::{Fault, Key};

pub(super) fn look(company: &Company, ask_meta: bool, words: &Words) -> Vec<Finding> {
    let mut findings = vec![policy(company, words)];
    findings.extend(authority(company));
    let way = Finding::good("route", "fine").with("route", print_policy::route(company, words));
    findings.push(way);
    if !ask_meta {
        findings.push(clock(SystemClock.now(), made_at(), None));
        return findings;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let answer = runtime.map(|runtime| runtime.block_on(meta_time(company.way.clone())));
    let answer = answer.unwrap_or(Err(TransportFailure::NotConnected));
    findings.push(meta(answer.as_ref().err().copied()));
    findings.push(clock(SystemClock.now(), made_at(), answer.ok().flatten()));
    findings
}

fn policy(company: &Company, words: &Words) -> Finding {
    let policy = &company.policy;
    if let Some(first) = policy.warnings().first() {
        return Finding::attention("policy", "warnings")
            .with("count", policy.warnings().len())
            .with("first", print_policy::warning_line(first, words));
    }
    match policy.entries().count() {
        0 => Finding::good("policy", "none"),
        count => Finding::good("policy", "fine").with("count", count),
    }
}

/// The company's own certificate authorities, where there are any.
fn authority(company: &Company) -> Option<Finding> {
    let file = company.policy.entry(Key::CompanyCa)?.value.to_string();
    let warnings = company.policy.warnings();
    let is_unusable = warnings
        .iter()
        .any(|warning| warning.fault == Fault::NoCertificate);
    let found = if is_unusable {
        Finding::bad("company_ca", "unusable")
    } else {
        Finding::good("company_ca", "fine").with("count", company.way.added_authorities())
    };
    Some(found.with("path", file))
}

fn meta(failure: Option<TransportFailure>) -> Finding {
    let code = match failure {
        None => return Finding::good("meta", "fine"),
        Some(TransportFailure::Dns) => "no_name",
        Some(TransportFailure::Tls) => "untrusted",
        Some(TransportFailure::NotMeta | TransportFailure::Malformed) => "not_meta",
        Some(TransportFailure::Timeout) => "silent",
        Some(
            TransportFailure::NotConnected
            | TransportFailure::Interrupted
            | TransportFailure::TooLarge
            | TransportFailure::PagingLoop,
        ) => "not_connected",
    };
    Finding::bad("meta", code)
}

/// The computer's clock beside the time at which this version was made, and beside Meta's where it is known.
pub(super) fn clock(now: UnixMillis, made: Option<UnixMillis>, meta: Option<UnixMillis>) -> Finding {
    if let Some(meta) = meta {
        return if is_off(now, meta) {
            Finding::bad("clock", "off").with("minutes", now.since(meta).saturating_abs() / 60_000)
        } else {
            Finding::good("clock", "compared")
        };
    }
    match made {
        Some(made) if now < made => Finding::bad("clock", "early"),
        Some(_) | None => Finding::good("clock", "fine"),
    }
}
