use super::*;
use crate::ids::UnixMillis;
use minisign::KeyPair;
use serde_json::{Value, json};

const NOW: UnixMillis = UnixMillis(1_795_000_000_000);
const DAY: i64 = 24 * 60 * 60 * 1000;

fn manifest() -> Value {
    json!({
        "purpose": PURPOSE,
        "format": FORMAT,
        "version": "1.3.0",
        "counter": 7,
        "issued_at": NOW.0 - DAY,
        "expires_at": NOW.0 + 30 * DAY,
        "notes": { "en": "Faster.", "pt-BR": "Mais rápido." },
        "page": "https://example.com/releases",
        "targets": { "linux-x86_64-portable": {
            "url": "https://example.com/reconecta.tar.gz", "sha256": "0f".repeat(32), "size": 4_000_000,
        } },
    })
}

fn read(change: impl FnOnce(&mut Value)) -> Result<Manifest, Refusal> {
    let mut value = manifest();
    change(&mut value);
    Manifest::read(&value.to_string())
}

fn known(installed: &str, seen: Option<(u64, &str)>) -> Known {
    Known {
        installed: Version::parse(installed).unwrap(),
        seen: seen.map(|(counter, version)| Seen {
            counter,
            version: Version::parse(version).unwrap(),
        }),
        now: NOW,
    }
}

fn keys() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().unwrap()
}

fn trust(pairs: &[&KeyPair]) -> TrustedKeys {
    let lines: Vec<String> = pairs.iter().map(|pair| pair.pk.to_base64()).collect();
    TrustedKeys::read(&lines.join(" ")).unwrap()
}

fn sealed(text: &str, pair: &KeyPair) -> Envelope {
    let signature = minisign::sign(None, &pair.sk, text.as_bytes(), None, None).unwrap();
    Envelope {
        signed: text.to_owned(),
        signature: signature.into_string(),
    }
}

fn opened(envelope: &Envelope, keys: &TrustedKeys) -> Result<Manifest, Refusal> {
    Envelope::open(&bytes(envelope), keys)
}

fn bytes(envelope: &Envelope) -> Vec<u8> {
    serde_json::to_vec(envelope).unwrap()
}

#[test]
fn a_signed_manifest_is_believed_by_the_present_and_by_the_next_key() {
    let (present, next) = (keys(), keys());
    let both = trust(&[&present, &next]);
    for pair in [&present, &next] {
        let manifest = opened(&sealed(&manifest().to_string(), pair), &both).unwrap();
        assert_eq!(manifest.version, Version::new(1, 3, 0));
    }
}

#[test]
fn a_key_that_is_not_trusted_signs_nothing() {
    let envelope = sealed(&manifest().to_string(), &keys());
    assert_eq!(opened(&envelope, &trust(&[&keys()])), Err(Refusal::Signature));
}

#[test]
fn every_byte_is_bound_to_the_signature() {
    let pair = keys();
    let good = sealed(&manifest().to_string(), &pair);
    for at in 0..good.signed.len() {
        let mut bytes = good.signed.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(signed) = String::from_utf8(bytes) else {
            continue;
        };
        let changed = Envelope {
            signed,
            ..good.clone()
        };
        assert_eq!(
            opened(&changed, &trust(&[&pair])),
            Err(Refusal::Signature),
            "byte {at} was changed"
        );
    }
}

#[test]
fn another_thing_that_we_signed_is_no_announcement() {
    let pair = keys();
    for text in ["0f0f  reconecta_1.3.0_amd64.deb", "{}", "[1]"] {
        assert_eq!(
            opened(&sealed(text, &pair), &trust(&[&pair])),
            Err(Refusal::OtherPurpose),
            "{text}"
        );
    }
}

#[test]
fn garbage_is_unreadable_and_never_a_panic() {
    let trusted = trust(&[&keys()]);
    for bytes in [&b""[..], b"<html>", b"{\"signed\":1}", &[0xff, 0xfe]] {
        assert_eq!(Envelope::open(bytes, &trusted), Err(Refusal::Unreadable));
    }
}

#[test]
fn a_newer_form_is_named() {
    assert_eq!(
        read(|value| value["format"] = json!(2)),
        Err(Refusal::OtherForm { format: 2 })
    );
}

#[test]
fn addresses_are_encrypted_and_carry_no_user() {
    for address in [
        "http://example.com/a",
        "ftp://example.com/a",
        "file:///tmp/a",
        "https://user@example.com/a",
    ] {
        let target = read(|value| value["targets"]["linux-x86_64-portable"]["url"] = json!(address));
        let page = read(|value| value["page"] = json!(address));
        for read in [target, page] {
            assert!(
                matches!(read, Err(Refusal::UnsafeAddress { .. })),
                "{address}: {read:?}"
            );
        }
    }
}

#[test]
fn sizes_have_bounds_and_digests_a_form() {
    let target = |name: &str, new: Value| {
        read(|value| value["targets"]["linux-x86_64-portable"][name] = new).unwrap_err()
    };
    for size in [0, LARGEST_FILE + 1] {
        let refusal = target("size", json!(size));
        assert!(matches!(refusal, Refusal::SizeOutOfBounds { .. }), "{refusal:?}");
    }
    for digest in ["", "0f", &"0F".repeat(32), &"zz".repeat(32)] {
        assert_eq!(target("sha256", json!(digest)), Refusal::Unreadable);
    }
}

#[test]
fn a_newer_version_is_offered_and_the_same_is_up_to_date() {
    let manifest = read(|_| {}).unwrap();
    assert_eq!(judge(&manifest, &known("1.2.9", None)), Ok(Verdict::Newer));
    assert_eq!(judge(&manifest, &known("1.3.0-rc.1", None)), Ok(Verdict::Newer));
    assert_eq!(
        judge(&manifest, &known("1.3.0", Some((7, "1.3.0")))),
        Ok(Verdict::UpToDate)
    );
    assert_eq!(
        judge(&manifest, &known("1.2.9", Some((7, "1.3.0")))),
        Ok(Verdict::Newer),
        "seen is not installed"
    );
}

#[test]
fn time_counter_and_version_only_go_forward() {
    let manifest = read(|_| {}).unwrap();
    let at = |now: i64| Known {
        now: UnixMillis(now),
        ..known("1.0.0", None)
    };
    let (issued, expires) = (manifest.issued_at, manifest.expires_at);
    assert_eq!(
        judge(&manifest, &at(expires.0)),
        Err(Refusal::Expired { at: expires })
    );
    assert_eq!(judge(&manifest, &at(expires.0 - 1)), Ok(Verdict::Newer));
    assert_eq!(
        judge(&manifest, &at(issued.0 - DAY)),
        Ok(Verdict::Newer),
        "clocks differ"
    );
    assert_eq!(
        judge(&manifest, &at(issued.0 - DAY - 1)),
        Err(Refusal::FromTheFuture { issued_at: issued })
    );
    assert_eq!(
        judge(&manifest, &known("1.0.0", Some((8, "1.3.0")))),
        Err(Refusal::CounterWentBack { counter: 7, seen: 8 })
    );
    for known in [known("1.3.1", None), known("1.0.0", Some((7, "1.3.1")))] {
        let refusal = judge(&manifest, &known).unwrap_err();
        assert!(
            matches!(refusal, Refusal::VersionWentBack { .. }),
            "{known:?}: {refusal:?}"
        );
    }
}

#[test]
fn what_was_seen_only_grows() {
    let manifest = read(|_| {}).unwrap();
    let seen = |counter, version| known("1.0.0", Some((counter, version))).after(&manifest);
    assert_eq!(known("1.0.0", None).after(&manifest), seen(7, "1.3.0"));
    assert_eq!(seen(9, "1.4.0").counter, 9);
    assert_eq!(seen(9, "1.4.0").version, Version::new(1, 4, 0));
}

#[test]
fn notes_are_text_in_the_readers_language_or_english() {
    let manifest = read(|value| value["notes"]["en"] = json!("One\n\u{1b}[31mtwo\u{0}")).unwrap();
    assert_eq!(manifest.notes_in("pt-BR"), "Mais rápido.");
    assert_eq!(manifest.notes_in("es"), "One\n[31mtwo");
    let endless = read(|value| value["notes"] = json!({ "en": "a".repeat(LONGEST_NOTES * 2) })).unwrap();
    assert_eq!(endless.notes_in("en").len(), LONGEST_NOTES);
}
