//! The real program as an installed portable copy, and a publisher that lies: nine malicious updates, and one true one.

#[path = "../../src-tauri/crates/update/tests/it/publisher.rs"]
#[expect(dead_code, reason = "the crate's own tests lie in more ways")]
mod publisher;

use async_trait::async_trait;
use minisign::KeyPair;
use publisher::{ANNOUNCEMENT, DAY, FILE, NOW, Publisher, Reply, portable, program, sealed};
use reconecta_core::ids::UnixMillis;
use reconecta_engine::surface::Way;
use reconecta_update::{
    Form, Occupation, Options, Place, TrustedKeys, UpdateStage, UpdateView, Updates, Version,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

const INSTALLED: &str = concat!("reconecta ", env!("CARGO_PKG_VERSION"));

/// A lie: its name, the cause that it is refused for, and what the publisher says instead of the truth.
type Lie = (&'static str, &'static str, fn(&Publisher, Value, &[u8]));

const LIES: [Lie; 9] = [
    (
        "an older signed release with a new version on it",
        "signature",
        |us, manifest, _| {
            let old = with(&manifest, "version", json!("8.0.0"));
            let sealed = String::from_utf8(sealed(&old, &us.keys)).unwrap();
            us.says(
                ANNOUNCEMENT,
                Reply::Bytes(sealed.replace("8.0.0", "9.0.0").into()),
            );
        },
    ),
    (
        "an older signed release as it was",
        "version_went_back",
        |us, manifest, file| {
            us.publishes(&with(&manifest, "version", json!("0.0.1")), file);
        },
    ),
    ("an expired announcement", "expired", |us, manifest, file| {
        us.publishes(&with(&manifest, "expires_at", json!(NOW - DAY)), file);
    }),
    (
        "an announcement from before the last one",
        "counter_went_back",
        |us, manifest, file| {
            us.publishes(&with(&manifest, "counter", json!(8)), file);
        },
    ),
    ("somebody else's key", "signature", |us, manifest, _| {
        let stranger = KeyPair::generate_unencrypted_keypair().unwrap();
        us.says(ANNOUNCEMENT, Reply::Bytes(sealed(&manifest, &stranger)));
    }),
    (
        "an address without encryption",
        "unsafe_address",
        |us, mut manifest, file| {
            for target in manifest["targets"].as_object_mut().unwrap().values_mut() {
                target["url"] = json!(target["url"].as_str().unwrap().replace("https", "http"));
            }
            us.publishes(&manifest, file);
        },
    ),
    ("a body that never ends", "too_long", |us, _, file| {
        us.says(FILE, Reply::Endless(file.to_vec()))
    }),
    ("a body that stops in the middle", "too_short", |us, _, file| {
        us.says(
            FILE,
            Reply::Claims(file[..file.len() / 2].to_vec(), file.len() as u64),
        );
    }),
    (
        "another body of the same length",
        "other_content",
        |us, _, file| {
            us.says(FILE, Reply::Bytes(vec![0x5a; file.len()]));
        },
    ),
];

#[tokio::test]
async fn nine_malicious_updates_are_refused_by_name_and_the_old_app_still_starts() {
    let copy = Copy::install();
    for (name, cause, lie) in LIES {
        let publisher = Publisher::start().await;
        let file = portable(&program("9.0.0"));
        let manifest = publisher.manifest("9.0.0", &copy.target(), &file);
        publisher.publishes(&manifest, &file);
        lie(&publisher, manifest, &file);
        copy.has_seen(9);
        let view = copy.update(&publisher).await;
        let told = view.problem.as_ref().map(|problem| problem.code.as_str());
        assert_eq!(told, Some(cause), "{name}");
        assert_eq!(says(&copy.program), INSTALLED, "{name}: the old app starts");
        assert_eq!(copy.files(), ["reconecta"], "{name}: nothing is left");
    }
}

#[tokio::test]
async fn a_signed_release_that_packs_the_old_program_is_refused() {
    let copy = Copy::install();
    let publisher = Publisher::start().await;
    let file = portable(&program(env!("CARGO_PKG_VERSION")));
    publisher.publishes(&publisher.manifest("9.0.0", &copy.target(), &file), &file);
    let view = copy.update(&publisher).await;
    assert_eq!(view.problem.unwrap().code, "other_version");
    assert_eq!(says(&copy.program), INSTALLED);
}

#[tokio::test]
async fn a_true_update_takes_the_place_of_the_app_and_keeps_it_beside() {
    let copy = Copy::install();
    let publisher = Publisher::start().await;
    let file = portable(&program("9.0.0"));
    publisher.publishes(&publisher.manifest("9.0.0", &copy.target(), &file), &file);
    let view = copy.update(&publisher).await;
    assert_eq!((view.stage, view.problem), (UpdateStage::Installed, None));
    assert_eq!(says(&copy.program), "reconecta 9.0.0");
    assert_eq!(
        says(&copy.program.with_file_name("reconecta.previous")),
        INSTALLED,
        "the way back is the whole old app"
    );
}

/// The real program in a folder of its own.
struct Copy {
    home: TempDir,
    program: PathBuf,
}

impl Copy {
    fn install() -> Self {
        let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for folder in ["portable", "data"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        let program = home.path().join("portable/reconecta");
        // Linked, because a test build is large; the update replaces the name and never writes into the file.
        let built = env!("CARGO_BIN_EXE_reconecta");
        if std::fs::hard_link(built, &program).is_err() {
            std::fs::copy(built, &program).unwrap();
        }
        assert_eq!(says(&program), INSTALLED);
        Self { home, program }
    }

    fn place(&self) -> Place {
        Place {
            form: Form::Portable,
            program: self.program.clone(),
        }
    }

    fn target(&self) -> String {
        self.place().target().unwrap()
    }

    fn has_seen(&self, counter: u64) {
        let seen = json!({ "counter": counter, "version": env!("CARGO_PKG_VERSION") });
        std::fs::write(self.home.path().join("data/updates.json"), seen.to_string()).unwrap();
    }

    fn files(&self) -> Vec<String> {
        let folders = ["portable", "data/updates"].map(|folder| self.home.path().join(folder));
        let entries = folders
            .iter()
            .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten());
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    async fn update(&self, publisher: &Publisher) -> UpdateView {
        let updates = Updates::new(Options {
            announcement: format!("{}{ANNOUNCEMENT}", publisher.origin).parse().unwrap(),
            keys: TrustedKeys::read(&publisher.keys.pk.to_base64()).unwrap(),
            installed: Version::parse(env!("CARGO_PKG_VERSION")).unwrap(),
            place: self.place(),
            folder: self.home.path().join("data"),
            way: Way::default().trusting(publisher.root.as_bytes()).unwrap(),
            clock: || UnixMillis(NOW),
            occupation: Arc::new(AtRest),
        })
        .unwrap();
        updates.check().await;
        if updates.view("en").stage == UpdateStage::Available {
            updates.install().await;
        }
        updates.view("en")
    }
}

/// Nothing runs.
struct AtRest;

#[async_trait]
impl Occupation for AtRest {
    async fn reconnecting(&self) -> bool {
        false
    }
}

fn with(manifest: &Value, name: &str, value: Value) -> Value {
    let mut manifest = manifest.clone();
    manifest[name] = value;
    manifest
}

/// What a program says that it is, as a process of its own without a screen.
fn says(program: &Path) -> String {
    let mut command = Command::new(program);
    command
        .arg("--version")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{} starts", program.display());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
