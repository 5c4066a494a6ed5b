use super::network::clock;
use super::*;
use reconecta_core::ids::UnixMillis;
use std::collections::BTreeSet;

const DATA: &[&str] = &["fine", "absent", "newer", "damaged", "lost", "busy", "unreadable"];

/// Every sentence of the report: check, codes, values.
const FINDINGS: &[(&str, &[&str], &[&str])] = &[
    (
        "webview",
        &["fine", "old", "missing"],
        &["engine", "found", "needed"],
    ),
    ("screen", &["fine", "missing"], &[]),
    (
        "isolation",
        &["fine", "missing", "refused", "blocked"],
        &["programs", "command"],
    ),
    ("keyring", &["fine", "locked", "missing", "silent", "failed"], &[]),
    (
        "folder",
        &["fine", "not_writable", "too_long", "no_home"],
        &["path"],
    ),
    ("room", &["fine", "little", "none", "unknown"], &["megabytes"]),
    ("settings", &["fine", "absent", "damaged", "unreadable"], &[]),
    ("data_demonstration", DATA, &[]),
    ("data_production", DATA, &[]),
    ("policy", &["fine", "none", "warnings"], &["count", "first"]),
    ("company_ca", &["fine", "unusable"], &["path", "count"]),
    ("route", &["fine"], &["route"]),
    (
        "meta",
        &[
            "fine",
            "no_name",
            "untrusted",
            "not_meta",
            "silent",
            "not_connected",
        ],
        &[],
    ),
    ("clock", &["fine", "compared", "early", "off"], &["minutes"]),
];

#[test]
fn every_finding_has_its_sentence_in_three_languages() {
    for language in ["pt-BR", "en", "es"] {
        let words = Words::of(language);
        for (check, codes, values) in FINDINGS {
            assert_ne!(
                words.code("self_test", check),
                *check,
                "{language}: {check} has no name"
            );
            for code in *codes {
                let values = values.iter().map(|name| (*name, "42.".to_owned())).collect();
                let finding = Finding {
                    check,
                    state: State::Good,
                    code,
                    values,
                };
                let sentence = finding.sentence(&words);
                assert!(
                    sentence.ends_with('.'),
                    "{language}: {check}.{code}: {sentence:?}"
                );
                assert!(
                    !sentence.contains(['{', '\u{2014}']),
                    "{language}: {check}.{code}: {sentence}"
                );
            }
        }
    }
}

#[test]
fn the_report_of_this_computer_has_only_known_findings() {
    let (report, code) = run(Form::Json, false);
    let report: serde_json::Value = serde_json::from_str(&report).expect("a document");
    assert_eq!(report["exit_code"], code);
    let findings = report["findings"].as_array().expect("findings");
    let pairs = |(check, codes, _): &(&'static str, &'static [&'static str], _)| {
        codes.iter().map(move |code| (*check, *code)).collect::<Vec<_>>()
    };
    let known: BTreeSet<(&str, &str)> = FINDINGS.iter().flat_map(pairs).collect();
    for finding in findings {
        let pair = (
            finding["check"].as_str().unwrap(),
            finding["code"].as_str().unwrap(),
        );
        assert!(known.contains(&pair), "{pair:?} is not in the table above");
    }
    assert!(findings.len() >= 9, "{findings:?}");
}

#[test]
fn a_clock_is_wrong_before_its_version_or_away_from_metas() {
    const NOON: UnixMillis = UnixMillis(1_790_000_000_000);
    let minutes = |minutes: i64| NOON.plus(minutes * 60_000);
    for (made, meta, code) in [
        (None, None, "fine"),
        (Some(minutes(-1)), None, "fine"),
        (Some(minutes(1)), None, "early"),
        (Some(minutes(1)), Some(minutes(4)), "compared"),
        (None, Some(minutes(-6)), "off"),
        (None, Some(minutes(120)), "off"),
    ] {
        assert_eq!(clock(NOON, made, meta).code, code, "{made:?} {meta:?}");
    }
    assert_eq!(
        clock(NOON, None, Some(minutes(120))).values,
        [("minutes", "120".to_owned())]
    );
}
