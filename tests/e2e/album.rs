//! Screenshots of one scenario, numbered as they are taken.

use std::path::{Path, PathBuf};

/// A folder of screenshots in `tests/e2e/out`.
pub(crate) struct Album {
    folder: PathBuf,
    next: u32,
}

impl Album {
    /// An empty album of that name.
    pub(crate) fn of(scenario: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/e2e/out")
            .join(scenario);
        let _absent = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        Self { folder, next: 1 }
    }

    /// Where the next picture goes.
    pub(crate) fn page(&mut self, name: &str) -> PathBuf {
        let path = self.folder.join(format!("{:02}-{name}.png", self.next));
        self.next += 1;
        path
    }
}
