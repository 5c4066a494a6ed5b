use super::*;
use serde_json::json;

fn of(documents: &[(&str, Json)]) -> Policy {
    Policy::of(
        documents
            .iter()
            .map(|(source, json)| Document::new(*source, Ok(json.clone()))),
    )
}

fn fault(key: &str, json: Json) -> Option<Fault> {
    let policy = of(&[("a.json", json!({"locked": {key: json}}))]);
    let [warning] = policy.warnings() else {
        assert_eq!(policy.warnings(), [], "at most one warning for one value");
        return None;
    };
    assert_eq!(
        (warning.source.as_str(), warning.key.as_deref()),
        ("a.json", Some(key))
    );
    assert_eq!(policy.entries().count(), 0, "a wrong value does not count");
    Some(warning.fault)
}

#[test]
fn locked_wins_over_the_person_and_the_person_over_the_default() {
    let policy = of(&[(
        "a.json",
        json!({"locked": {"language": "es"}, "default": {"graph_version": "v25.0", "check_every_hours": 24, "updates": false}}),
    )]);
    let mine = |text: &str| Some(text.to_owned());
    assert_eq!(policy.text(Key::Language, mine("en")), mine("es"));
    assert_eq!(policy.text(Key::GraphVersion, mine("v26.0")), mine("v26.0"));
    assert_eq!(policy.text(Key::GraphVersion, None), mine("v25.0"));
    assert_eq!(policy.number(Key::CheckEveryHours, Some(1)), Some(1));
    assert_eq!(policy.number(Key::CheckEveryHours, None), Some(24));
    assert_eq!(policy.flag(Key::Updates, None), Some(false));
    assert_eq!(policy.text(Key::AppId, None), None, "nobody said anything");
    assert!(policy.is_locked(Key::Language) && !policy.is_locked(Key::GraphVersion));
}

#[test]
fn a_later_file_wins_and_locked_wins_wherever_it_stands() {
    let policy = of(&[
        (
            "10.json",
            json!({"locked": {"language": "es"}, "default": {"log_days": 30}}),
        ),
        ("20.json", json!({"default": {"language": "en", "log_days": 90}})),
        ("30.json", json!({"locked": {"app_id": "634974688087057"}})),
        ("40.json", json!({"locked": {"app_id": "634974688087058"}})),
    ]);
    let from = |key| {
        policy
            .entry(key)
            .map(|entry| (entry.value.to_string(), entry.level, entry.source.clone()))
    };
    assert_eq!(
        from(Key::Language),
        Some(("es".into(), Level::Locked, "10.json".into()))
    );
    assert_eq!(
        from(Key::LogDays),
        Some(("90".into(), Level::Default, "20.json".into()))
    );
    assert_eq!(
        from(Key::AppId),
        Some(("634974688087058".into(), Level::Locked, "40.json".into()))
    );
}

#[test]
fn a_mistake_is_told_with_file_and_key_and_the_rest_counts() {
    let policy = of(&[
        ("a.json", json!([1])),
        (
            "b.json",
            json!({"lokced": {}, "default": 7, "locked": {"colour": "red", "log_days": "90", "language": "en"}}),
        ),
    ]);
    let told: Vec<(&str, Option<&str>, &str)> = policy
        .warnings()
        .iter()
        .map(|one| (one.source.as_str(), one.key.as_deref(), one.fault.code()))
        .collect();
    assert_eq!(
        told,
        [
            ("a.json", None, "malformed"),
            ("b.json", Some("default"), "wrong_type"),
            ("b.json", Some("colour"), "unknown_key"),
            ("b.json", Some("log_days"), "wrong_type"),
            ("b.json", Some("lokced"), "unknown_key"),
        ]
    );
    assert_eq!(policy.text(Key::Language, None).as_deref(), Some("en"));
}

#[test]
fn each_key_refuses_what_the_app_could_not_use() {
    let refused = [
        ("environment", json!("staging")),
        ("language", json!("fr")),
        ("check_every_hours", json!(2)),
        ("proof_life_hours", json!(1)),
        ("log_days", json!(0)),
        ("log_days", json!(366)),
        ("proxy", json!("socks5://proxy.example.com:1080")),
        ("no_proxy", json!(["exa mple.com"])),
        ("company_ca", json!("ca.pem")),
        ("app_id", json!("12a45")),
        ("configuration_id", json!("")),
        ("graph_version", json!("26")),
        ("route", json!("magic")),
        ("redirect_uri", json!("http://example.com/")),
        ("redirect_uri", json!("")),
        ("backend_url", json!("http://backend.example.com/")),
        ("extra_hosts", json!(["http://x"])),
    ];
    for (key, json) in refused {
        let found = fault(key, json.clone());
        assert!(
            matches!(found, Some(Fault::WrongValue { .. })),
            "{key} {json}: {found:?}"
        );
    }
    let of_another_type = [
        ("environment", json!(1)),
        ("log_days", json!("90")),
        ("log_days", json!(-1)),
        ("log_days", json!(1.5)),
        ("updates", json!("no")),
        ("updates", json!(2)),
        ("no_proxy", json!([1])),
        ("proxy", json!(null)),
    ];
    for (key, json) in of_another_type {
        let found = fault(key, json.clone());
        assert!(
            matches!(found, Some(Fault::WrongType { .. })),
            "{key} {json}: {found:?}"
        );
    }
}

#[test]
fn each_key_takes_what_the_app_can_use() {
    let ca = if cfg!(windows) {
        r"C:\ca.pem"
    } else {
        "/etc/ssl/company.pem"
    };
    let taken = [
        ("environment", json!("production")),
        ("language", json!("pt-BR")),
        ("check_every_hours", json!(0)),
        ("proof_life_hours", json!(168)),
        ("log_days", json!(90)),
        ("updates", json!(false)),
        ("updates", json!(0)),
        ("proxy", json!("http://proxy.example.com:3128")),
        ("proxy", json!("direct")),
        ("no_proxy", json!(["intranet.example", "10.0.0.0/8"])),
        ("no_proxy", json!("intranet.example, 10.0.0.0/8")),
        ("company_ca", json!(ca)),
        ("app_id", json!("634974688087057")),
        ("configuration_id", json!("1029384756")),
        ("graph_version", json!("v26.0")),
        ("route", json!("backend")),
        ("redirect_uri", json!("https://app.example.com/done")),
        ("backend_url", json!("https://backend.example.com/exchange")),
        ("extra_hosts", json!(["sso.example.com"])),
    ];
    for (key, json) in taken {
        assert_eq!(fault(key, json.clone()), None, "{key} {json}");
    }
}

#[test]
fn a_secret_is_refused_and_never_repeated() {
    for (key, json) in [
        ("app_secret", json!("c0ffee")),
        ("token", json!("c0ffee")),
        ("Pin", json!("c0ffee")),
        ("proxy", json!("http://ana:c0ffee@proxy.example.com:3128")),
    ] {
        let policy = of(&[("a.json", json!({"locked": {key: json}}))]);
        assert_eq!(
            policy.warnings().first().map(|one| one.fault),
            Some(Fault::Secret),
            "{key}"
        );
        assert!(
            !format!("{policy:?}").contains("c0ffee"),
            "{key}: the value is not kept"
        );
    }
}

#[test]
fn arbitrary_json_never_breaks_it() {
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    for json in [
        json!(null),
        json!(true),
        json!("x"),
        json!({"locked": {"": {}}}),
        json!({"locked": {"proxy": deep}}),
    ] {
        let policy = of(&[("a.json", json.clone())]);
        assert_eq!(
            (policy.entries().count(), policy.warnings().len()),
            (0, 1),
            "{json}"
        );
    }
}

/// The templates for each system, as an administrator gets them.
fn template(name: &str) -> String {
    let path = format!("{}/../../../packaging/policy/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// No mistake in it, and every key but one.
#[cfg(unix)]
fn has_everything(policy: &Policy) {
    assert_eq!(policy.warnings(), []);
    let unset: Vec<&str> = Key::ALL
        .into_iter()
        .filter(|key| policy.entry(*key).is_none())
        .map(Key::name)
        .collect();
    // It belongs to another way from a login to a token than the one in the templates.
    assert_eq!(unset, ["redirect_uri"]);
}

#[cfg(unix)]
#[test]
fn the_template_for_linux_is_understood() {
    let json = serde_json::from_str(&template("10-company.json")).unwrap();
    has_everything(&Policy::of_json("10-company.json", json));
}

#[cfg(unix)]
#[test]
fn the_template_for_macos_is_understood() {
    let profile: Json = plist::from_bytes(template("reconecta.mobileconfig").as_bytes()).unwrap();
    let payload = &profile["PayloadContent"][0];
    assert_eq!(payload["PayloadType"], "app.reconecta.desktop");
    let levels = json!({ "locked": payload["locked"], "default": payload["default"] });
    has_everything(&Policy::of_json("profile", levels));
}

#[test]
fn the_templates_for_windows_name_every_key_at_both_levels_and_have_words_for_all() {
    let quoted = |text: &str, before: &str| -> Vec<String> {
        let parts = text.split(before).skip(1);
        parts
            .filter_map(|part| part.split('"').next().map(str::to_owned))
            .collect()
    };
    let admx = template("admx/reconecta.admx");
    let named = quoted(&admx, "valueName=\"");
    let keys = Key::ALL.map(Key::name);
    for key in keys {
        assert_eq!(named.iter().filter(|name| *name == key).count(), 2, "{key}");
    }
    assert_eq!(named.len(), keys.len() * 2, "nothing else");
    for language in ["en-US", "pt-BR"] {
        let adml = template(&format!("admx/{language}/reconecta.adml"));
        let said = quoted(&adml, " id=\"");
        for kind in ["string", "presentation"] {
            for reference in quoted(&admx, &format!("\"$({kind}.")) {
                let name = reference.trim_end_matches(')');
                assert!(said.iter().any(|id| id == name), "{language}: {name}");
            }
        }
    }
}
