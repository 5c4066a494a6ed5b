//! An installed portable copy of version 1.0.0.

use crate::publisher::{ANNOUNCEMENT, NOW, Publisher, program};
use async_trait::async_trait;
use reconecta_core::ids::UnixMillis;
use reconecta_network::Way;
use reconecta_update::{
    Form, Occupation, Options, Place, TrustedKeys, UpdateStage, UpdateView, Updates, Version,
};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

/// What the app is said to be doing.
#[derive(Default)]
pub(crate) struct Desk(AtomicBool);

impl Desk {
    pub(crate) fn reconnects(&self, yes: bool) {
        self.0.store(yes, Ordering::SeqCst);
    }
}

#[async_trait]
impl Occupation for Desk {
    async fn reconnecting(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// The copy and everything around it.
pub(crate) struct InstalledCopy {
    pub(crate) home: TempDir,
    pub(crate) place: Place,
    pub(crate) desk: Arc<Desk>,
}

impl InstalledCopy {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("portable");
        std::fs::create_dir(&folder).unwrap();
        std::fs::create_dir(home.path().join("data")).unwrap();
        let file = folder.join("reconecta");
        std::fs::write(&file, program("1.0.0")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self {
            home,
            place: Place {
                form: Form::Portable,
                program: file,
            },
            desk: Arc::default(),
        }
    }

    pub(crate) fn target(&self) -> String {
        self.place.target().unwrap()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub(crate) fn options(&self, publisher: &Publisher) -> Options {
        Options {
            announcement: format!("{}{ANNOUNCEMENT}", publisher.origin).parse().unwrap(),
            keys: TrustedKeys::read(&publisher.keys.pk.to_base64()).unwrap(),
            installed: Version::new(1, 0, 0),
            place: self.place.clone(),
            folder: self.data(),
            way: Way::default().trusting(publisher.root.as_bytes()).unwrap(),
            clock: || UnixMillis(NOW),
            occupation: Arc::clone(&self.desk) as Arc<dyn Occupation>,
        }
    }

    pub(crate) fn updates(&self, publisher: &Publisher) -> Updates {
        Updates::new(self.options(publisher)).unwrap()
    }

    /// What the program says that it is, as a process of its own.
    pub(crate) fn says(&self) -> String {
        let output = Command::new(&self.place.program)
            .arg("--version")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Names of everything in the program's folder and among the downloads.
    pub(crate) fn files(&self) -> Vec<String> {
        let names = |folder: PathBuf| {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned())
        };
        let mut all: Vec<String> = names(self.home.path().join("portable"))
            .chain(names(self.data().join("updates")))
            .collect();
        all.sort();
        all
    }

    /// Asks and installs what is on offer.
    pub(crate) async fn update(&self, publisher: &Publisher) -> UpdateView {
        let updates = self.updates(publisher);
        updates.check().await;
        if updates.view("en").stage == UpdateStage::Available {
            updates.install().await;
        }
        updates.view("en")
    }
}

/// The code of what went wrong.
pub(crate) fn code(view: &UpdateView) -> &str {
    view.problem.as_ref().map_or("", |problem| &problem.code)
}
