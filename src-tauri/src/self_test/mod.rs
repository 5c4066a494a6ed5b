//! `reconecta --self-test`: whether everything is there that the app needs, and what to do where it is not. It opens no
//! window, changes nothing and asks nobody, but Meta for its time where that was asked for.

mod computer;
mod finding;
mod network;
mod profile;
#[cfg(test)]
mod tests;

use crate::arguments::Form;
use crate::company::{self, Company};
use crate::documents::Words;
use crate::folders::Folders;
use finding::{Finding, State};
use serde_json::json;

/// Version of the document's form; a field that is added does not change it.
const VERSION: u32 = 1;

/// The report and the exit code: 0 when all will work, 1 when something will not.
pub(crate) fn run(form: Form, ask_meta: bool) -> (String, u8) {
    let company = Company::read();
    let folders = Folders::find();
    let words = Words::of(&company::language(&company.policy, folders.as_ref().ok()));
    let mut findings = vec![computer::webview(), computer::screen()];
    findings.extend(computer::isolation());
    findings.push(computer::keyring());
    match &folders {
        Ok(folders) => findings.extend(profile::look(folders)),
        Err(problem) => findings.push(profile::no_folder(problem)),
    }
    findings.extend(network::look(&company, ask_meta, &words));
    let code = u8::from(findings.iter().any(|finding| finding.state == State::Bad));
    let report = match form {
        Form::Text => text(&findings, code, &words),
        Form::Json => document(&findings, code, &words),
    };
    (report, code)
}

fn document(findings: &[Finding], code: u8, words: &Words) -> String {
    let findings: Vec<_> = findings.iter().map(|finding| finding.value(words)).collect();
    let document = json!({
        "version": VERSION,
        "program": format!("reconecta {}", env!("CARGO_PKG_VERSION")),
        "outcome": if code == 0 { "well" } else { "broken" },
        "exit_code": code,
        "findings": findings,
    });
    document.to_string()
}

fn text(findings: &[Finding], code: u8, words: &Words) -> String {
    let mut lines = vec![format!("reconecta {}", env!("CARGO_PKG_VERSION"))];
    lines.extend(findings.iter().map(|finding| finding.line(words)));
    lines.push(words.code("self_test.outcome", if code == 0 { "well" } else { "broken" }));
    lines.join("\n")
}
