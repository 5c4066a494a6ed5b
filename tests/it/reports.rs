//! What the program says without a window, run as people run it: its self-test, its policy, and why no window opens.

use crate::schema;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const LANGUAGES: [(&str, &str); 3] = [
    ("pt_BR.UTF-8", include_str!("../../ui/messages/pt-BR.json")),
    ("en_US.UTF-8", include_str!("../../ui/messages/en.json")),
    ("es_MX.UTF-8", include_str!("../../ui/messages/es.json")),
];

/// A person's empty home, on a computer without screen and message bus.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn place(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn program(&self, words: &[&str]) -> Command {
        let mut program = self.command(env!("CARGO_BIN_EXE_reconecta"));
        program.args(words);
        program
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let home = self.0.path();
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            // Without it the program would look for the bus of whoever runs the tests.
            .env(
                "DBUS_SESSION_BUS_ADDRESS",
                format!("unix:path={}/none", home.display()),
            )
            .env("RECONECTA_POLICY_DIR", self.place("policy"))
            .env("LANG", "en_US.UTF-8")
            .stdin(Stdio::null());
        command
    }

    /// The report on this data folder; the text form has to agree, and neither may change a byte.
    fn self_test(&self, folder: &Path) -> Value {
        let before = contents(self.0.path());
        let run = |words: &[&str]| {
            let mut program = self.program(words);
            program
                .env("RECONECTA_DATA_DIR", folder)
                .output()
                .expect("it runs")
        };
        let output = run(&["--self-test", "--json"]);
        let report: Value = serde_json::from_slice(&output.stdout).expect("a document");
        schema::check("self-test", &report);
        assert_eq!(report["exit_code"], json!(output.status.code()), "{report}");
        assert_eq!(said(&output), "", "nothing but the document");
        let output = run(&["--self-test"]);
        let text = String::from_utf8(output.stdout.clone()).expect("text");
        assert_eq!(report["exit_code"], json!(output.status.code()), "{text}");
        let findings = report["findings"].as_array().expect("findings");
        assert_eq!(text.lines().count(), findings.len() + 2, "one line each: {text}");
        for finding in findings {
            let sentence = finding["sentence"].as_str().expect("a sentence");
            // Others write to the disk between the two runs, so the room that is left is another number.
            let free = finding["values"]["megabytes"].as_str();
            let told = |part: &str| !part.is_empty() && text.contains(part);
            let is_told = match free.and_then(|number| sentence.split_once(number)) {
                Some((before, after)) => text.contains(before) && told(after),
                None => told(sentence),
            };
            assert!(is_told, "{finding}: {text}");
        }
        let bad = findings.iter().any(|finding| finding["state"] == "bad");
        let outcome = if bad { "broken" } else { "well" };
        let ending = sentence(LANGUAGES[1].1, &format!("self_test.outcome.{outcome}"));
        assert_eq!(text.lines().last(), Some(ending.as_str()));
        assert_eq!(
            (&report["outcome"], &report["exit_code"]),
            (&json!(outcome), &json!(i32::from(bad)))
        );
        assert_eq!(contents(self.0.path()), before, "it changes nothing");
        report
    }

    /// The document of what the company has set, with this exit code.
    fn policy(&self, exit: i32) -> Value {
        let mut program = self.program(&["--print-policy", "--json"]);
        let output = program.output().expect("it runs");
        assert_eq!(output.status.code(), Some(exit), "{}", said(&output));
        let document: Value = serde_json::from_slice(&output.stdout).expect("a document");
        schema::check("print-policy", &document);
        document
    }

    fn write_policy(&self, policy: &Value) -> String {
        let file = self.place("policy").join("10-company.json");
        write(&file, policy.to_string().as_bytes());
        file.display().to_string()
    }
}

fn write(file: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
    std::fs::write(file, bytes).expect("the file");
}

/// Each file below with its bytes, each folder with none.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(contents(&path));
            found.insert(path, None);
        } else {
            let bytes = std::fs::read(&path).expect("the file is read");
            found.insert(path, Some(bytes));
        }
    }
    found
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn sentence(catalogue: &str, key: &str) -> String {
    let words: Value = serde_json::from_str(catalogue).expect("a catalogue");
    words[key].as_str().expect(key).to_owned()
}

/// State and code of one check.
fn found(report: &Value, check: &str) -> (String, String) {
    let findings = report["findings"].as_array().expect("findings");
    let one = findings.iter().find(|finding| finding["check"] == check);
    let one = one.unwrap_or_else(|| panic!("{check} is not in {report}"));
    let text = |name: &str| one[name].as_str().expect("text").to_owned();
    (text("state"), text("code"))
}

fn is(state: &str, code: &str) -> (String, String) {
    (state.to_owned(), code.to_owned())
}

#[test]
fn a_fresh_folder_is_fine_and_a_missing_bus_is_no_failure() {
    let home = Home::new();
    let report = home.self_test(&home.place("fresh"));
    assert_eq!(found(&report, "folder"), is("good", "fine"));
    assert_eq!(found(&report, "settings"), is("good", "absent"));
    assert_eq!(found(&report, "data_production"), is("good", "absent"));
    assert_eq!(found(&report, "screen"), is("attention", "missing"));
    assert_eq!(found(&report, "keyring"), is("attention", "missing"));
}

#[test]
fn a_folder_below_a_file_cannot_be_written() {
    let home = Home::new();
    write(&home.place("file"), b"");
    let report = home.self_test(&home.place("file"));
    assert_eq!(found(&report, "folder"), is("bad", "not_writable"));
    assert_eq!(report["exit_code"], 1);
}

#[test]
fn a_path_that_is_too_long_is_told() {
    let home = Home::new();
    let report = home.self_test(&home.place(&"x/".repeat(300)));
    assert_eq!(found(&report, "folder"), is("bad", "too_long"));
    assert_eq!(report["exit_code"], 1);
}

#[test]
fn a_long_folder_in_any_script_is_fine() {
    let home = Home::new();
    let report = home.self_test(&home.place(&format!("Usuário ñ 用户/{}", "d".repeat(200))));
    assert_eq!(found(&report, "folder"), is("good", "fine"));
    assert_eq!(found(&report, "data_demonstration"), is("good", "absent"));
}

#[test]
fn damaged_settings_are_told_and_left_alone() {
    let home = Home::new();
    write(&home.place("own/data/preferences.json"), b"{\"language\": 7");
    let report = home.self_test(&home.place("own"));
    assert_eq!(found(&report, "settings"), is("attention", "damaged"));
}

/// A real data file, of a version that this program does not know.
#[test]
fn a_profile_of_a_newer_version_is_told_and_left_alone() {
    let home = Home::new();
    let file = home.place("own/data/production/reconecta.db");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
    let make = "import sqlite3, sys; file = sqlite3.connect(sys.argv[1]); \
                file.executescript('create table later (id integer); pragma user_version = 999')";
    let made = Command::new("python3").args(["-c", make]).arg(&file).status();
    assert!(made.expect("python3 runs").success());
    let report = home.self_test(&home.place("own"));
    assert_eq!(found(&report, "data_production"), is("bad", "newer"));
    assert_eq!(found(&report, "data_demonstration"), is("good", "absent"));
    assert_eq!(report["exit_code"], 1);
}

#[test]
fn the_policy_is_printed_with_level_and_source_in_each_language() {
    let home = Home::new();
    let source = home.write_policy(&json!({"locked": {"updates": false}, "default": {"log_days": 90}}));
    let document = home.policy(0);
    let values = document["values"].as_array().expect("values");
    for (key, value, level) in [("updates", "false", "locked"), ("log_days", "90", "default")] {
        let expected = json!({"key": key, "value": value, "level": level, "source": source});
        assert!(values.contains(&expected), "{expected} is not in {document}");
    }
    assert_eq!((values.len(), &document["updates"]), (2, &json!(false)));
    for (language, catalogue) in LANGUAGES {
        let mut program = home.program(&["--print-policy"]);
        let output = program.env("LANG", language).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{language}");
        let text = String::from_utf8(output.stdout).expect("text");
        for key in [
            "policy.key.updates",
            "policy.level.locked",
            "policy.level.default",
        ] {
            let word = sentence(catalogue, key);
            assert!(text.contains(&word), "{language}: {word} is not in {text}");
        }
        assert!(text.contains(&source), "{language}: {text}");
    }
}

#[test]
fn the_schema_of_the_policy_knows_every_key_and_each_way_out() {
    let home = Home::new();
    home.write_policy(&json!({
        "locked": {"proxy": "http://proxy.example.com:3128", "no_proxy": ["intranet.example"]},
        "default": {"strange": 1, "app_secret": "canary"},
    }));
    let document = home.policy(1);
    assert_eq!(document["route"]["kind"], "through", "{document}");
    let texts = |list: &Value, name: Option<&str>| -> BTreeSet<String> {
        let list = list.as_array().expect("a list").iter();
        list.map(|one| {
            name.map_or(one, |name| &one[name])
                .as_str()
                .expect("text")
                .to_owned()
        })
        .collect()
    };
    let told: BTreeSet<String> = texts(&document["unset"], None)
        .union(&texts(&document["values"], Some("key")))
        .cloned()
        .collect();
    let schema = schema::read("print-policy");
    assert_eq!(told, texts(&schema["$defs"]["key"]["enum"], None));
    assert_eq!(
        texts(&document["warnings"], Some("code")),
        BTreeSet::from(["unknown_key", "secret"].map(str::to_owned))
    );
    assert!(
        !document.to_string().contains("canary"),
        "a value is never repeated"
    );
    let nobody = Home::new().policy(0);
    assert_eq!((&nobody["values"], &nobody["warnings"]), (&json!([]), &json!([])));
}

#[test]
fn a_wrong_value_in_the_policy_ends_with_1_and_names_its_key() {
    let home = Home::new();
    let source = home.write_policy(&json!({"locked": {"updates": "maybe", "log_days": 90}}));
    let document = home.policy(1);
    let warning = &document["warnings"][0];
    assert_eq!(
        (&warning["key"], &warning["source"]),
        (&json!("updates"), &json!(source))
    );
    assert_eq!(
        document["values"][0]["key"], "log_days",
        "the rest counts: {document}"
    );
    for (language, _) in LANGUAGES {
        let mut program = home.program(&["--print-policy"]);
        let output = program.env("LANG", language).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{language}");
        let text = String::from_utf8(output.stdout).expect("text");
        let wrong = text
            .lines()
            .filter(|line| line.starts_with("! ") && line.contains("updates"));
        assert_eq!(wrong.count(), 1, "{language}: {text}");
    }
}

#[test]
fn without_a_screen_one_sentence_says_why_no_window_opens() {
    for (language, catalogue) in LANGUAGES {
        let home = Home::new();
        let mut program = home.program(&[]);
        let output = program.env("LANG", language).output().expect("it ends");
        assert_eq!(output.status.code(), Some(1), "{language}");
        let expected = format!("reconecta: {}\n", sentence(catalogue, "start.no_screen"));
        assert_eq!(said(&output), expected, "{language}");
        assert!(output.stdout.is_empty(), "{language}");
    }
}

/// As after a remote session: a dialog would wait for ever for somebody who cannot see it.
#[test]
fn with_a_screen_that_is_gone_it_says_why_and_ends() {
    for (language, catalogue) in LANGUAGES {
        for (folder, key) in [("file", "start.not_writable"), ("own", "start.no_screen")] {
            let home = Home::new();
            write(&home.place("file"), b"");
            let mut program = home.command("timeout");
            let output = program
                .args(["60", env!("CARGO_BIN_EXE_reconecta")])
                .env("DISPLAY", ":9999")
                .env("LANG", language)
                .env("RECONECTA_DATA_DIR", home.place(folder))
                .output()
                .expect("timeout runs");
            assert_eq!(output.status.code(), Some(1), "{language}: {}", said(&output));
            let place = home.place(folder).join("data").display().to_string();
            let sentence = sentence(catalogue, key).replace("{path}", &place);
            // The toolkit may warn of a computer that lacks this language.
            let said = said(&output);
            let ours: Vec<&str> = said
                .lines()
                .filter(|line| line.starts_with("reconecta: "))
                .collect();
            assert_eq!(ours, [format!("reconecta: {sentence}")], "{language}");
        }
    }
}

#[test]
fn a_screen_that_is_gone_is_told_in_the_self_test() {
    let home = Home::new();
    let mut program = home.program(&["--self-test", "--json"]);
    let output = program.env("DISPLAY", ":9999").output().expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a document");
    assert_eq!(found(&report, "screen"), is("attention", "missing"));
}
