//! The program as other languages start it.

use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

fn start(arguments: &[&str]) -> (Child, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_meta-sandbox"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("output"))
        .read_line(&mut line)
        .expect("a line");
    (child, serde_json::from_str(&line).unwrap_or_default())
}

#[tokio::test]
async fn it_prints_one_line_and_answers_until_told_to_stop() {
    let (mut child, ready) = start(&[
        "--world",
        "agency",
        "--businesses",
        "3",
        "--wabas-per",
        "1",
        "--numbers-per",
        "2",
        "--seed",
        "4",
    ]);
    let keys: Vec<&str> = ready
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys, ["chatwoot", "control", "graph", "login", "token"]);
    let url = format!("{}/v26.0/me/businesses", ready["graph"].as_str().expect("a URL"));
    let reply = crate::support::client()
        .get(url)
        .bearer_auth(ready["token"].as_str().expect("a token"));
    let body: Value = reply.send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(body["data"].as_array().expect("a list").len(), 3);
    let stopped = Command::new("kill").arg(child.id().to_string()).status();
    if stopped.is_ok_and(|status| status.success()) {
        assert!(
            child.wait().expect("an end").success(),
            "told to stop, it ends well"
        );
    } else {
        child.kill().expect("an end");
    }
}

#[test]
fn a_world_can_come_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.json");
    let mut world = meta_sandbox::World::empty();
    world.name = "mine".to_owned();
    world.write(&path).expect("a file");
    let (mut child, ready) = start(&["--world", path.to_str().expect("text")]);
    assert!(ready["graph"].is_string());
    child.kill().expect("an end");
    child.wait().expect("an end");
}

#[test]
fn wrong_options_are_explained() {
    for arguments in [
        vec!["--fly"],
        vec!["--seed"],
        vec!["--seed", "x"],
        vec!["--world", "/nowhere.json"],
    ] {
        let (child, ready) = start(&arguments);
        assert!(ready.is_null(), "no ready line");
        let output = child.wait_with_output().expect("an end");
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: meta-sandbox"));
    }
}
