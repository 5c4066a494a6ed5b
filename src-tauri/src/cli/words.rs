//! The words of the command line. They hold no secret: one that looks like a secret is refused without being repeated.

use super::Refused;
use reconecta_core::ids::{AppId, NumberId};
use std::collections::BTreeSet;
use std::time::Duration;

const HELP: &str = "\
Finds out why WhatsApp Cloud API messages stopped, and repairs it, without a window.

Usage: reconecta check --json SOURCE [OPTIONS]
       reconecta reconnect --json SOURCE [OPTIONS]
       reconecta --self-test [--json] [--network]
       reconecta --print-policy [--json]
       reconecta [--start-in demonstration|production] [--hidden]
       reconecta --version | --help

check        Reads every number and judges it; writes nothing.
reconnect    Repairs numbers step by step: verify, register, subscribe, callback. Stores nothing.
--self-test  Tells whether everything is there that the app needs, and what to do where it is not
--print-policy
             Tells what the company has set, where, and what of it cannot be used
--start-in   Opens the window in that environment, if the profile has not chosen one
--hidden     Begins without a window, where an icon can bring it back
--version    Prints the version

Source, one of:
  --world NAME       The simulator, started inside: demo, empty, agency, fleet, or fleet:NUMBERSxACCOUNTS
  --graph-url URL    A Graph API (https, or http on this computer); needs --app-id and --token-stdin
  --app-id ID        Our own Meta app

Options:
  --json             The form of the output; check and reconnect have no other
  --network          With --self-test: ask Meta for an answer as well
  --token-stdin      Read the access token, or a JSON object of secrets, from the standard input
  --secrets-stdin    Read a JSON object of secrets (token, tokens, app_secret, pins, codes, callbacks)
  --number ID        Only this phone number id; repeatable
  --plan             Tell what reconnect would do, and change nothing
  --wait SECONDS     Wait for pauses that Meta asks for, up to so long (default 0)
  --help             This text

Exit codes: 0 all well, 1 something is broken, 2 wrong usage, 3 could not be read, 4 refused.
The reports of --self-test and --print-policy end with 0 or 1.
Secrets are taken from the standard input only.";

/// Longest wait for one read.
const LONGEST_WAIT: u64 = 24 * 60 * 60;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Check,
    Reconnect,
}

impl Verb {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Reconnect => "reconnect",
        }
    }
}

/// Where to do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    World(String),
    Graph { url: String, app: AppId },
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) verb: Verb,
    pub(super) place: Place,
    pub(super) numbers: BTreeSet<NumberId>,
    pub(super) plan: bool,
    pub(super) wait: Duration,
    /// Whether the standard input holds secrets.
    pub(super) secrets: bool,
}

/// What the words mean.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Help(&'static str),
    Command(Command),
}

/// Whether the words are for the command line rather than for the window.
pub(crate) fn is_command(words: &[String]) -> bool {
    let first = words.first().map(String::as_str);
    matches!(first, Some("check" | "reconnect" | "help" | "--help" | "-h"))
}

#[derive(Default)]
struct Given {
    world: Option<String>,
    url: Option<String>,
    app: Option<String>,
    numbers: BTreeSet<NumberId>,
    wait: u64,
    json: bool,
    plan: bool,
    token: bool,
    secrets: bool,
}

/// Reads the words behind the program's name.
pub(super) fn read(words: Vec<String>) -> Result<Asked, Refused> {
    if words.iter().any(|word| looks_secret(word)) {
        return refuse("A secret must not stand in the command line: give it over the standard input.");
    }
    let mut words = words.into_iter();
    let verb = match words.next().as_deref() {
        Some("check") => Verb::Check,
        Some("reconnect") => Verb::Reconnect,
        _ => return Ok(Asked::Help(HELP)),
    };
    let mut given = Given::default();
    while let Some(word) = words.next() {
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        if is_flag(&mut given, &name) {
            if inline.is_some() {
                return refuse(&format!("{name} takes no value."));
            }
            continue;
        }
        if matches!(name.as_str(), "--help" | "-h") {
            return Ok(Asked::Help(HELP));
        }
        if !matches!(
            name.as_str(),
            "--world" | "--graph-url" | "--app-id" | "--number" | "--wait"
        ) {
            let shown = if name.starts_with('-') {
                name.as_str()
            } else {
                "A word"
            };
            return refuse(&format!("{shown} is not known; see reconecta --help."));
        }
        let value = inline
            .or_else(|| words.next())
            .filter(|value| !value.starts_with("--"));
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return refuse(&format!("{name} needs a value."));
        };
        put(&mut given, &name, value)?;
    }
    command(verb, given).map(Asked::Command)
}

/// Sets a switch; `false` when the name is none.
fn is_flag(given: &mut Given, name: &str) -> bool {
    let place = match name {
        "--json" => &mut given.json,
        "--plan" => &mut given.plan,
        "--token-stdin" => &mut given.token,
        "--secrets-stdin" => &mut given.secrets,
        _ => return false,
    };
    *place = true;
    true
}

fn put(given: &mut Given, name: &str, value: String) -> Result<(), Refused> {
    let place = match name {
        "--world" => &mut given.world,
        "--graph-url" => &mut given.url,
        "--app-id" => {
            check_id(name, &value)?;
            &mut given.app
        }
        "--number" => {
            check_id(name, &value)?;
            given.numbers.insert(NumberId::new(value));
            return Ok(());
        }
        _ => {
            let seconds = value.parse().ok().filter(|seconds| *seconds <= LONGEST_WAIT);
            given.wait = seconds.ok_or_else(|| usage("--wait needs whole seconds, at most a day."))?;
            return Ok(());
        }
    };
    if place.replace(value).is_some() {
        return refuse(&format!("{name} was given twice."));
    }
    Ok(())
}

fn command(verb: Verb, given: Given) -> Result<Command, Refused> {
    if !given.json {
        return refuse("--json has to be given: it is the only form of the output.");
    }
    let place = match (given.world, given.url, given.app) {
        (Some(world), None, None) => Place::World(world),
        (None, Some(url), Some(app)) if given.token => Place::Graph {
            url,
            app: AppId::new(app),
        },
        (None, Some(_), Some(_)) => return refuse("--graph-url needs the token over --token-stdin."),
        (None, Some(_), None) => return refuse("--graph-url needs --app-id."),
        (Some(_), _, _) => return refuse("--world stands alone, without --graph-url and --app-id."),
        (None, None, _) => return refuse("Either --world or --graph-url has to be given."),
    };
    Ok(Command {
        verb,
        place,
        numbers: given.numbers,
        plan: given.plan,
        wait: Duration::from_secs(given.wait),
        secrets: given.token || given.secrets,
    })
}

fn check_id(name: &str, value: &str) -> Result<(), Refused> {
    let is_id = value.len() <= 32 && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_id {
        Ok(())
    } else {
        refuse(&format!("{name} needs an id, which is digits only."))
    }
}

/// Tokens of Meta begin with `EAA`; the rest are flags that other programs would take a secret by.
fn looks_secret(word: &str) -> bool {
    const FLAGS: [&str; 8] = [
        "--token",
        "--access-token",
        "--access_token",
        "--app-secret",
        "--secret",
        "--pin",
        "--code",
        "--verify-token",
    ];
    let name = word.split('=').next().unwrap_or_default();
    let holds = |mark: &str| word.contains(mark);
    FLAGS.contains(&name)
        || word
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|part| part.starts_with("EAA") && part.len() > 12)
        || holds("access_token=")
        || holds("appsecret_proof=")
}

fn usage(sentence: &str) -> Refused {
    Refused::Usage(sentence.to_owned())
}

fn refuse<T>(sentence: &str) -> Result<T, Refused> {
    Err(usage(sentence))
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
