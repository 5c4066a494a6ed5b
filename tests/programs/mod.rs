//! The programs of a desktop, played by tests: none at all, or one that writes down what it is asked to open.
#![allow(clippy::expect_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Writes down what it was asked to open, and what it inherited of what windows and an AppImage are given; one variable is the driver's.
const PROGRAM: &str = r#"#!/bin/sh
inherited=$(env | grep -E '^(WEBKIT_|JSC_|GTK_PATH)' | grep -v '^WEBKIT_INSPECTOR_SERVER=')
echo "$* [$inherited]" >> "${0%/*}/asked"
"#;

/// How long a program may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Puts the system's files below `home`, but for its programs; the folder is for `XDG_DATA_DIRS`.
pub(crate) fn no_programs(home: &Path) -> PathBuf {
    let share = home.join("share");
    fs::create_dir(&share).expect("a folder for the system's files");
    for entry in fs::read_dir("/usr/share").expect("the system's files").flatten() {
        if entry.file_name() != "applications" {
            symlink(entry.path(), share.join(entry.file_name()))
                .expect("the system's files but its programs");
        }
    }
    share
}

/// Browser and file manager of a desktop, in one.
pub(crate) struct Browser {
    home: PathBuf,
    applications: PathBuf,
}

impl Browser {
    /// Installs it in `home`, whose `XDG_DATA_HOME` is `data`, as what opens pages and folders there.
    pub(crate) fn installed_in(home: &Path, data: &Path) -> Self {
        let applications = data.join("applications");
        fs::create_dir_all(&applications).expect("a folder for programs");
        let program = home.join("browser");
        fs::write(&program, PROGRAM).expect("a program");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program that runs");
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\nMimeType=x-scheme-handler/https;inode/directory;\n",
            program.display()
        );
        fs::write(applications.join("browser.desktop"), entry).expect("its entry");
        let list = "[Default Applications]\nx-scheme-handler/https=browser.desktop\ninode/directory=browser.desktop\n";
        fs::write(applications.join("mimeapps.list"), list).expect("the desktop's list");
        Self {
            home: home.to_owned(),
            applications,
        }
    }

    /// Waits until exactly these were opened, in this order, by a program that inherited nothing.
    pub(crate) fn opened(&self, targets: &[&str]) {
        let expected: String = targets.iter().map(|target| format!("{target} []\n")).collect();
        let end = Instant::now() + PATIENCE;
        loop {
            let asked = fs::read_to_string(self.home.join("asked")).unwrap_or_default();
            if asked == expected {
                return;
            }
            assert!(Instant::now() < end, "asked for {asked}, not {expected}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Takes it away again.
    pub(crate) fn uninstall(&self) {
        fs::remove_dir_all(&self.applications).expect("the desktop knows no program any more");
    }
}
