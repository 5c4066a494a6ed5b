use super::*;

fn read_all(words: &[&str]) -> Result<Asked, Refused> {
    read(words.iter().map(|word| (*word).to_owned()).collect())
}

fn command_of(words: &[&str]) -> Command {
    match read_all(words).unwrap() {
        Asked::Command(command) => command,
        Asked::Help(_) => panic!("{words:?} is a command"),
    }
}

#[test]
fn everything_can_be_given() {
    let command = command_of(&[
        "reconnect",
        "--json",
        "--graph-url=http://127.0.0.1:9",
        "--app-id",
        "834627195038146",
        "--token-stdin",
        "--number",
        "1",
        "--number=2",
        "--plan",
        "--wait",
        "90",
    ]);
    assert_eq!(command.verb, Verb::Reconnect);
    let place = Place::Graph {
        url: "http://127.0.0.1:9".to_owned(),
        app: AppId::from("834627195038146"),
    };
    assert_eq!(command.place, place);
    assert_eq!(command.numbers.len(), 2);
    assert!(command.plan && command.secrets);
    assert_eq!(command.wait, Duration::from_secs(90));
}

#[test]
fn help_is_told_wherever_it_is_asked_for() {
    for words in [
        &["--help"][..],
        &["help"],
        &["check", "--help"],
        &["reconnect", "--json", "-h"],
    ] {
        assert!(matches!(read_all(words), Ok(Asked::Help(_))), "{words:?}");
    }
}

#[test]
fn words_that_make_no_sense_are_refused_in_one_sentence() {
    for words in [
        &["check"][..],
        &["check", "--json"],
        &["check", "--world", "demo"],
        &["check", "--json", "--world"],
        &["check", "--json", "--world", "--plan"],
        &["check", "--json", "--world", "demo", "--world", "empty"],
        &["check", "--json", "--world", "demo", "--app-id", "1"],
        &["check", "--json", "--graph-url", "http://127.0.0.1:9"],
        &[
            "check",
            "--json",
            "--graph-url",
            "http://127.0.0.1:9",
            "--app-id",
            "1",
        ],
        &["check", "--json", "--world", "demo", "--number", "12a"],
        &["check", "--json", "--world", "demo", "--wait", "soon"],
        &["check", "--json", "--world", "demo", "--plan=yes"],
        &["check", "--json", "--world", "demo", "--fast"],
        &["check", "--json", "--world", "demo", "more"],
    ] {
        let refused = read_all(words).expect_err("no sense").to_string();
        assert!(
            refused.ends_with('.') && !refused.contains('\n'),
            "{words:?}: {refused}"
        );
    }
}

#[test]
fn a_secret_among_the_words_is_refused_and_not_repeated() {
    const TOKEN: &str = "EAAJBZCdemoTokenThatNobodyKnows";
    let address = format!("https://graph.example/?access_token={TOKEN}");
    let inline = format!("--token={TOKEN}");
    for words in [
        vec!["check", "--json", "--world", "demo", "--token", TOKEN],
        vec!["check", "--json", "--world", "demo", inline.as_str()],
        vec!["check", "--json", "--world", "demo", TOKEN],
        vec!["check", "--json", "--graph-url", address.as_str()],
        vec!["check", "--json", "--world", "demo", "--pin", "123456"],
    ] {
        let refused = read_all(&words).expect_err("a secret").to_string();
        assert!(
            !refused.contains(TOKEN) && !refused.contains("123456"),
            "{refused}"
        );
    }
}
