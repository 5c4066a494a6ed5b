//! What the company has set for this computer, ready to be used.

use crate::folders::Folders;
use reconecta_engine::surface::Way;
use reconecta_policy::{Fault, Key, Policy, RouteSource, route};
use std::io::Read;

/// A bundle of all of the world's authorities is smaller.
const CERTIFICATES: u64 = 4 * 1024 * 1024;

/// The policy, and the way out that follows from it.
pub(crate) struct Company {
    pub(crate) policy: Policy,
    pub(crate) way: Way,
    pub(crate) route_source: RouteSource,
}

impl Company {
    /// Reads it. What is wrong becomes a warning of the policy.
    pub(crate) fn read() -> Self {
        let policy = Policy::of_this_computer();
        let (route, route_source) = route(&policy, &|name| std::env::var(name).ok());
        let way = Way::by(route);
        let Some(file) = policy.text(Key::CompanyCa, None) else {
            return Self {
                policy,
                way,
                route_source,
            };
        };
        match certificates(&file).and_then(|pem| way.clone().trusting(&pem).ok()) {
            Some(way) => Self {
                policy,
                way,
                route_source,
            },
            None => Self {
                policy: policy.with_warning(Key::CompanyCa, Fault::NoCertificate),
                way,
                route_source,
            },
        }
    }

    /// Whether the app may update itself.
    pub(crate) fn may_update(&self) -> bool {
        self.policy.flag(Key::Updates, None).unwrap_or(true)
    }

    /// Days that logs are kept; `None` for as long as there is room.
    pub(crate) fn log_days(&self) -> Option<u32> {
        self.policy.number(Key::LogDays, None)
    }
}

fn certificates(file: &str) -> Option<Vec<u8>> {
    if !std::fs::metadata(file).ok()?.is_file() {
        return None;
    }
    let mut pem = Vec::new();
    let file = std::fs::File::open(file).ok()?;
    file.take(CERTIFICATES).read_to_end(&mut pem).ok()?;
    Some(pem)
}

/// The language for words outside of the window: the company's, the person's, or the system's.
pub(crate) fn language(policy: &Policy, folders: Option<&Folders>) -> String {
    let chosen = folders.and_then(|folders| reconecta_engine::chosen_language(&folders.data));
    let choice = policy.text(Key::Language, chosen);
    let system = sys_locale::get_locale().unwrap_or_default();
    reconecta_engine::language(choice.as_deref().unwrap_or("system"), &system).to_owned()
}
