//! The program without a window: its documents and its five exits, against the simulator.

use crate::schema;
use meta_sandbox::{Sandbox, World, demo_channels};
use serde_json::Value;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const HEALTHY: &str = "5501482736509114";
const UNSUBSCRIBED: &str = "5506140927385519";
const NEEDS_PIN: &str = "5502284019375531";
const LOCKED: &str = "5505583920174468";
/// A number of another company.
const STRANGE: &str = "5509183746205518";
const TOKEN: &str = "EAAJBZCtokenThatNobodyKnows";

/// Runs the program without a display, so that a window could not even be opened.
fn run(words: &[&str], input: Option<&str>) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    run_at(home.path(), words, input)
}

/// The same with the data of earlier runs.
fn run_at(home: &Path, words: &[&str], input: Option<&str>) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_reconecta"));
    program
        .args(words)
        .env("RECONECTA_DATA_DIR", home)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(if input.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = program.spawn().expect("the program starts");
    if let (Some(text), Some(mut stdin)) = (input, child.stdin.take()) {
        // A program that refuses its words does not wait for more.
        let _closed = stdin.write_all(text.as_bytes());
    }
    child.wait_with_output().expect("the program ends")
}

/// The document of a run that ends with this code; nothing but the document is on the standard output.
fn document(words: &[&str], input: Option<&str>, exit: i32) -> Value {
    let home = tempfile::tempdir().expect("a folder");
    document_at(home.path(), words, input, exit)
}

fn document_at(home: &Path, words: &[&str], input: Option<&str>, exit: i32) -> Value {
    let output = run_at(home, words, input);
    let text = String::from_utf8(output.stdout).expect("text");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let document: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{words:?}: {error}: {text} {errors}"));
    schema::check("command-line", &document);
    assert_eq!(
        output.status.code(),
        Some(exit),
        "{words:?}: {}",
        document["summary"]
    );
    assert_eq!(document["exit_code"], exit, "the document tells its exit code");
    assert_eq!(errors, "", "progress is for a terminal");
    document
}

fn number<'a>(document: &'a Value, id: &str) -> &'a Value {
    let numbers = document["numbers"].as_array().expect("numbers");
    let found = numbers.iter().find(|number| number["phone_number_id"] == id);
    found.unwrap_or_else(|| panic!("{id} is not in the document"))
}

/// A graph of the demonstration and the words for it.
struct Graph {
    sandbox: Sandbox,
    home: TempDir,
}

impl Graph {
    async fn start() -> Self {
        let sandbox = Sandbox::start(World::demo()).await.expect("the simulator starts");
        let home = tempfile::tempdir().expect("a folder");
        Self { sandbox, home }
    }

    async fn run(&self, verb: &str, more: &[&str], input: &str, exit: i32) -> Value {
        let app = self.sandbox.app().id;
        let words = [
            verb,
            "--json",
            "--graph-url",
            self.sandbox.graph_url(),
            "--app-id",
            &app,
            "--token-stdin",
        ];
        let words: Vec<String> = words.iter().chain(more).map(|word| (*word).to_owned()).collect();
        let (input, home) = (input.to_owned(), self.home.path().to_owned());
        let ran = tokio::task::spawn_blocking(move || {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            document_at(&home, &words, Some(&input), exit)
        });
        ran.await.expect("the program ran")
    }

    fn writes(&self) -> Vec<String> {
        let history = self.sandbox.history();
        // A batch is no call of its own: each of its parts stands in the history.
        let is_batch = |path: &str| path.ends_with('/');
        let writes = history
            .iter()
            .filter(|one| one.method != "GET" && !one.path.ends_with("/debug_token") && !is_batch(&one.path));
        writes.map(|one| one.path.clone()).collect()
    }
}

#[test]
fn a_healthy_number_ends_with_0() {
    let document = document(
        &["check", "--json", "--world", "demo", "--number", HEALTHY],
        None,
        0,
    );
    let one = number(&document, HEALTHY);
    assert_eq!(
        (&one["verdict"], &one["blocking_cause"]),
        (&"connected_unproven".into(), &Value::Null)
    );
    assert_eq!(document["outcome"], "all_well");
    assert_eq!(document["numbers"].as_array().map(Vec::len), Some(1));
    let questions = one["questions"].as_array().expect("questions");
    assert_eq!(
        questions.first().map(|one| &one["id"]),
        Some(&"token_valid".into())
    );
}

#[test]
fn broken_numbers_end_with_1_each_with_its_cause() {
    let document = document(&["check", "--json", "--world", "demo"], None, 1);
    assert_eq!(
        document["numbers"].as_array().map(Vec::len),
        Some(demo_channels().len())
    );
    for (cause, verdict, blocking, actor) in [
        ("token_dead", "disconnected", "password_changed", "you"),
        ("token_missing", "disconnected", "token_missing", "you"),
        ("token_of_other_app", "disconnected", "token_of_other_app", "you"),
        ("role_lost", "blocked", "role_lost", "business_admin"),
        ("needs_register", "disconnected", "number_not_registered", "you"),
        ("not_verified", "disconnected", "number_not_verified", "you"),
        ("not_subscribed", "disconnected", "app_not_subscribed", "you"),
        ("banned", "blocked", "number_banned", "business_admin"),
    ] {
        let seeds = demo_channels();
        let seed = seeds.iter().find(|seed| seed.cause == cause).expect("a channel");
        let one = number(&document, seed.phone_number_id);
        let told = [&one["verdict"], &one["blocking_cause"], &one["actor"]];
        assert_eq!(told, [verdict, blocking, actor], "{cause}");
        assert_eq!(
            (&one["waba_id"], &one["business_id"]),
            (&seed.waba_id.into(), &seed.business_id.into())
        );
    }
}

#[test]
fn words_that_make_no_sense_end_with_2_and_one_sentence() {
    for words in [
        &["check"][..],
        &["check", "--json", "--world", "moon"],
        &["check", "--json", "--world", "demo", "--fast"],
        &["check", "--json", "--world", "demo", "--token", TOKEN],
        &["check", "--json", "--world", "demo", "--number", TOKEN],
        &[
            "check",
            "--json",
            "--graph-url",
            "http://graph.example",
            "--app-id",
            "1",
            "--token-stdin",
        ],
    ] {
        let output = run(words, Some(TOKEN));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(output.stdout.is_empty(), "{words:?}: no document");
        assert_eq!(said.trim_end().lines().count(), 1, "{words:?}: {said}");
        assert!(!said.contains(TOKEN), "{words:?}: {said}");
    }
}

#[test]
fn what_cannot_be_read_ends_with_3() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    let words = [
        "check",
        "--json",
        "--graph-url",
        &url,
        "--app-id",
        "834627195038146",
        "--token-stdin",
    ];
    let unreachable = document(&words, Some(TOKEN), 3);
    assert_eq!(unreachable["unread"][0]["problem"]["cause"], "no_connection");
    let empty = document(&["check", "--json", "--world", "empty"], None, 3);
    assert_eq!(empty["outcome"], "not_read", "no number is not all well");
}

#[tokio::test]
async fn a_refused_token_and_a_strange_number_end_with_4() {
    let graph = Graph::start().await;
    let refused = graph.run("check", &[], TOKEN, 4).await;
    assert_eq!(refused["unread"][0]["branch"], "token");
    let token = graph.sandbox.admin_token().to_owned();
    let strange = graph.run("check", &["--number", STRANGE], &token, 4).await;
    assert_eq!(number(&strange, STRANGE)["refused"], "number_not_visible");
    assert_eq!(number(&strange, STRANGE)["verdict"], "unknown");
    assert!(graph.writes().is_empty(), "a check writes nothing");
}

#[tokio::test]
async fn a_plan_tells_what_a_reconnection_does_and_changes_nothing() {
    let graph = Graph::start().await;
    let token = graph.sandbox.admin_token().to_owned();
    let plan = graph
        .run("reconnect", &["--plan", "--number", UNSUBSCRIBED], &token, 1)
        .await;
    let needed = |document: &Value| -> Vec<String> {
        let steps = number(document, UNSUBSCRIBED)["plan"]
            .as_array()
            .expect("a plan")
            .clone();
        let needed = steps.iter().filter(|step| step["needed"] == "needed");
        needed
            .map(|step| step["step"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(needed(&plan), ["subscribe"]);
    assert!(graph.writes().is_empty(), "{:?}", graph.writes());
    let done = graph
        .run("reconnect", &["--number", UNSUBSCRIBED], &token, 0)
        .await;
    assert_eq!(number(&done, UNSUBSCRIBED)["verdict"], "connected_unproven");
    assert_eq!(graph.writes().len(), 1, "{:?}", graph.writes());
    graph
        .run("reconnect", &["--number", UNSUBSCRIBED], &token, 0)
        .await;
    assert_eq!(graph.writes().len(), 1, "nothing was left to write");
}

#[tokio::test]
async fn a_pin_comes_over_the_standard_input_and_is_never_guessed() {
    let graph = Graph::start().await;
    let token = graph.sandbox.admin_token().to_owned();
    let asked = graph.run("reconnect", &["--number", NEEDS_PIN], &token, 4).await;
    assert_eq!(number(&asked, NEEDS_PIN)["needs"]["what"], "pin");
    assert!(graph.writes().is_empty(), "{:?}", graph.writes());
    let seeds = demo_channels();
    let seed = seeds
        .iter()
        .find(|seed| seed.phone_number_id == NEEDS_PIN)
        .expect("a channel");
    let input = serde_json::json!({"token": token, "pins": {NEEDS_PIN: seed.pin}}).to_string();
    let done = graph.run("reconnect", &["--number", NEEDS_PIN], &input, 0).await;
    assert_eq!(number(&done, NEEDS_PIN)["blocking_cause"], Value::Null);
}

#[tokio::test]
async fn a_lock_that_meta_announced_to_an_earlier_run_ends_the_number_with_4_and_without_a_call() {
    let graph = Graph::start().await;
    let token = graph.sandbox.admin_token().to_owned();
    let input = serde_json::json!({"token": token, "pins": {LOCKED: "905218"}}).to_string();
    let step = |document: &Value| -> Value {
        let steps = number(document, LOCKED)["steps"]
            .as_array()
            .expect("steps")
            .clone();
        let step = steps.into_iter().find(|step| step["step"] == "register");
        step.expect("the registration")["problem"].clone()
    };
    let first = graph.run("reconnect", &["--number", LOCKED], &input, 4).await;
    assert_eq!(number(&first, LOCKED)["refused"], "pin_locked");
    assert_eq!(step(&first)["code"], 133_008, "Meta was asked once");
    assert_eq!(graph.writes().len(), 1, "{:?}", graph.writes());
    let second = graph.run("reconnect", &["--number", LOCKED], &input, 4).await;
    assert_eq!(number(&second, LOCKED)["refused"], "pin_locked");
    assert_eq!(graph.writes().len(), 1, "{:?}", graph.writes());
    assert!(step(&first)["wait_until"].is_i64());
    let ends = |document: &Value| step(document)["wait_until"].as_i64().expect("a time");
    assert!(
        (ends(&first) - ends(&second)).abs() < 1000,
        "the time does not move"
    );
    let seen = graph.run("check", &["--number", LOCKED], &input, 1).await;
    let seen = number(&seen, LOCKED);
    assert_eq!(seen["verdict"], "wait", "a check knows the lock, too");
    assert_eq!(seen["blocking_cause"], "pin_locked");
    assert_eq!(seen["wait_until"], ends(&second));
}

#[tokio::test]
async fn no_registration_is_made_that_cannot_be_counted() {
    let graph = Graph::start().await;
    let token = graph.sandbox.admin_token().to_owned();
    std::fs::write(graph.home.path().join("data"), "in the way").expect("a file");
    let input = serde_json::json!({"token": token, "pins": {LOCKED: "905218"}}).to_string();
    let document = graph.run("reconnect", &["--number", LOCKED], &input, 4).await;
    assert_eq!(number(&document, LOCKED)["refused"], "storage_failed");
    assert!(graph.writes().is_empty(), "{:?}", graph.writes());
}

#[test]
fn help_is_english_and_ends_with_0() {
    for words in [&["--help"][..], &["check", "--help"]] {
        let output = run(words, None);
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        for word in [
            "check",
            "reconnect",
            "--world",
            "--token-stdin",
            "--plan",
            "Exit codes",
        ] {
            assert!(text.contains(word), "{word} is not in the help");
        }
    }
}

/// Flags that the code of the command line and of the window knows; `login-window` is the app's own and no flag.
#[test]
fn help_manual_page_and_documentation_name_every_flag() {
    let known: std::collections::BTreeSet<&str> = [
        include_str!("../../src-tauri/src/arguments.rs"),
        include_str!("../../src-tauri/src/cli/words.rs"),
    ]
    .into_iter()
    .map(|source| source.split("mod tests").next().unwrap_or_default())
    // Words that are refused because a secret would follow them.
    .map(|source| source.split("const FLAGS").next().unwrap_or_default())
    .flat_map(|source| source.split('"'))
    .filter(|word| word.len() > 2 && word.starts_with("--"))
    .filter(|word| {
        word[2..]
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_lowercase())
    })
    .collect();
    for flag in ["--self-test", "--print-policy", "--start-in", "--wait"] {
        assert!(known.contains(flag), "{flag} is found in the code: {known:?}");
    }
    let output = run(&["--help"], None);
    assert_eq!(output.status.code(), Some(0));
    let help = String::from_utf8(output.stdout).expect("text");
    let manual = include_str!("../../packaging/linux/reconecta.1").replace("\\-", "-");
    let page = include_str!("../../docs/command-line.md");
    for (place, text) in [
        ("--help", help.as_str()),
        ("the manual page", &manual),
        ("the documentation", page),
    ] {
        let names = |flag: &&&str| {
            text.match_indices(**flag).any(|(at, _)| {
                let next = text[at + flag.len()..].chars().next();
                next.is_none_or(|next| next != '-' && !next.is_ascii_alphanumeric())
            })
        };
        let missing: Vec<&&str> = known.iter().filter(|flag| !names(flag)).collect();
        assert!(missing.is_empty(), "{place} does not name {missing:?}");
    }
}
