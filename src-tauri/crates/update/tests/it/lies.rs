//! Updates that must not happen. After each the old program starts, and nothing else is left on the disk.

use crate::copy::{InstalledCopy, code};
use crate::publisher::{
    ANNOUNCEMENT, FILE, NOW, Publisher, Reply, archive, packed, portable, program, sealed,
};
use minisign::KeyPair;
use serde_json::{Value, json};

/// A publisher with version 2.0.0, bent by `lie`, and what a copy of 1.0.0 that has seen announcement 9 says to it.
async fn told(lie: impl FnOnce(&Publisher, &mut Value, &[u8])) -> String {
    let publisher = Publisher::start().await;
    let copy = InstalledCopy::new();
    std::fs::write(
        copy.data().join("updates.json"),
        r#"{"counter":9,"version":"1.0.0"}"#,
    )
    .unwrap();
    let file = portable(&program("2.0.0"));
    let mut manifest = publisher.manifest("2.0.0", &copy.target(), &file);
    publisher.publishes(&manifest, &file);
    lie(&publisher, &mut manifest, &file);
    let view = copy.update(&publisher).await;
    assert_eq!(copy.says(), "reconecta 1.0.0", "the old program starts: {view:?}");
    assert_eq!(copy.files(), ["reconecta"], "nothing is left: {view:?}");
    code(&view).to_owned()
}

/// The same with a manifest that the publisher really signed.
async fn announced(change: impl FnOnce(&mut Value)) -> String {
    told(|publisher, manifest, file| {
        change(manifest);
        publisher.publishes(manifest, file);
    })
    .await
}

/// The same with another file, announced as it is.
async fn packed_as(file: Vec<u8>) -> String {
    told(|publisher, manifest, _file| {
        let target = InstalledCopy::new().target();
        let mut honest = publisher.manifest("2.0.0", &target, &file);
        std::mem::swap(manifest, &mut honest);
        publisher.publishes(manifest, &file);
    })
    .await
}

#[tokio::test]
async fn an_older_release_with_a_new_label() {
    let told = told(|publisher, manifest, _file| {
        manifest["version"] = json!("1.5.0");
        let old = String::from_utf8(sealed(manifest, &publisher.keys)).unwrap();
        let relabelled = old.replace("1.5.0", "2.0.0");
        publisher.says(ANNOUNCEMENT, Reply::Bytes(relabelled.into_bytes()));
    });
    assert_eq!(told.await, "signature");
}

#[tokio::test]
async fn a_key_that_is_not_ours() {
    let told = told(|publisher, manifest, _file| {
        let stranger = KeyPair::generate_unencrypted_keypair().unwrap();
        publisher.says(ANNOUNCEMENT, Reply::Bytes(sealed(manifest, &stranger)));
    });
    assert_eq!(told.await, "signature");
}

#[tokio::test]
async fn an_announcement_that_has_expired() {
    assert_eq!(
        announced(|manifest| manifest["expires_at"] = json!(NOW)).await,
        "expired"
    );
}

#[tokio::test]
async fn an_announcement_from_before_the_last_one() {
    assert_eq!(
        announced(|manifest| manifest["counter"] = json!(8)).await,
        "counter_went_back"
    );
}

#[tokio::test]
async fn a_version_older_than_the_installed_one() {
    assert_eq!(
        announced(|manifest| manifest["version"] = json!("0.9.0")).await,
        "version_went_back"
    );
}

#[tokio::test]
async fn an_address_without_encryption() {
    let told = announced(|manifest| {
        let targets = manifest["targets"].as_object_mut().unwrap();
        for target in targets.values_mut() {
            target["url"] = json!("http://localhost/reconecta.tar.gz");
        }
    });
    assert_eq!(told.await, "unsafe_address");
}

#[tokio::test]
async fn a_body_without_end() {
    let told = told(|publisher, _manifest, file| {
        publisher.says(FILE, Reply::Endless(file.to_vec()));
    });
    assert_eq!(told.await, "too_long");
}

#[tokio::test]
async fn a_body_that_claims_to_be_larger() {
    let told = told(|publisher, _manifest, file| {
        publisher.says(FILE, Reply::Claims(file.to_vec(), file.len() as u64 + 1));
    });
    assert_eq!(told.await, "too_long");
}

#[tokio::test]
async fn a_body_that_stops_in_the_middle() {
    let told = told(|publisher, _manifest, file| {
        let half = file[..file.len() / 2].to_vec();
        publisher.says(FILE, Reply::Claims(half, file.len() as u64));
    });
    assert_eq!(told.await, "too_short");
}

#[tokio::test]
async fn a_body_with_one_other_bit() {
    let told = told(|publisher, _manifest, file| {
        let mut other = file.to_vec();
        other[20] ^= 1;
        publisher.says(FILE, Reply::Bytes(other));
    });
    assert_eq!(told.await, "other_content");
}

#[tokio::test]
async fn a_redirect_that_drops_the_encryption() {
    for path in [ANNOUNCEMENT, FILE] {
        let told = told(|publisher, _manifest, _file| {
            let to = publisher.origin.replace("https", "http");
            publisher.says(path, Reply::Redirect(format!("{to}{path}")));
        });
        assert_eq!(told.await, "redirect", "{path}");
    }
}

#[tokio::test]
async fn a_redirect_in_circles() {
    let told = told(|publisher, _manifest, _file| publisher.says(FILE, Reply::Redirect(FILE.to_owned())));
    assert_eq!(told.await, "redirect");
}

#[tokio::test]
async fn an_announcement_without_end() {
    let told = told(|publisher, _manifest, _file| publisher.says(ANNOUNCEMENT, Reply::Endless(Vec::new())));
    assert_eq!(told.await, "too_long");
}

#[tokio::test]
async fn a_release_that_was_signed_with_the_program_of_another() {
    assert_eq!(packed_as(portable(&program("1.9.0"))).await, "other_version");
}

#[tokio::test]
async fn a_program_that_does_not_start() {
    for broken in [
        &b"\x7fELF and nothing more"[..],
        b"#!/bin/sh\nexit 1\n",
        b"#!/no/such/shell\n",
    ] {
        assert_eq!(
            packed_as(portable(broken)).await,
            "does_not_start",
            "{:?}",
            String::from_utf8_lossy(broken)
        );
    }
}

#[tokio::test]
async fn an_archive_that_holds_no_program_or_two_or_reaches_outside() {
    let new = program("2.0.0");
    let linked = {
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        tar.append_link(&mut header, "reconecta", "/bin/true").unwrap();
        packed(&tar.into_inner().unwrap())
    };
    for (name, file) in [
        ("nothing", archive(&[])),
        ("another name", archive(&[("r/reconecta.txt", &new)])),
        ("empty", archive(&[("r/reconecta", b"")])),
        (
            "two",
            archive(&[("r/reconecta", &new), ("r/bin/reconecta", &new)]),
        ),
        ("too deep", archive(&[("a/b/c/reconecta", &new)])),
        ("a link", linked),
        ("no archive", b"MZ".repeat(99)),
        ("half an archive", {
            let whole = portable(&new);
            whole[..whole.len() / 2].to_vec()
        }),
    ] {
        assert_eq!(packed_as(file).await, "archive", "{name}");
    }
}
