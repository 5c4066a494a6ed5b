//! The archive, and its launcher in a system that lacks something.

use super::*;
use crate::bundle::content;
use crate::bundle::inside;
use crate::project::Project;
use flate2::read::GzDecoder;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

const DUMP: &str = "NEEDED libwebkit2gtk-4.1.so.0\nNEEDED libc.so.6\nGLIBC_2.35";

fn made() -> Vec<u8> {
    let mut tree = Tree::default();
    tree.add_program("usr/bin/reconecta", b"program".to_vec());
    tree.add("usr/share/doc/reconecta/copyright", "text");
    let folder = Project::here().unwrap().root().join(content::FOLDER);
    let needs = Needs::read(DUMP).unwrap();
    archive(&tree, &Texts::read(&folder).unwrap(), &needs, &Product::sample()).unwrap()
}

#[test]
fn the_archive_has_a_note_and_a_launcher_and_one_program_for_the_update_to_find() {
    let archive = made();
    assert_eq!(archive, made(), "the same each time");
    let parts = inside::tar(GzDecoder::new(archive.as_slice())).unwrap();
    let folder = folder_name(&Product::sample());
    assert!(
        parts[&format!("{folder}/{LAUNCHER}")]
            .about
            .starts_with("Regular 755 ")
    );
    for name in [NOTE, LAUNCHER] {
        let text = String::from_utf8(parts[&format!("{folder}/{name}")].content.clone()).unwrap();
        assert!(
            text.contains("libwebkit2gtk-4.1-0 xdg-dbus-proxy"),
            "{name}: {text}"
        );
        assert!(text.contains("webkit2gtk4.1 xdg-dbus-proxy"), "{name}: {text}");
        assert!(
            !text.contains("@DEBIAN@") && !text.contains("@VERSION@"),
            "{name}: {text}"
        );
    }
    // `place/archive.rs` of the update takes the file of this name, and refuses two.
    let programs = parts.keys().filter(|path| path.ends_with("/reconecta")).count();
    assert_eq!(programs, 1, "{:?}", parts.keys());
}

/// The launcher in a system whose loader says this, and that has this package manager.
struct System {
    folder: tempfile::TempDir,
}

impl System {
    fn new(loader: &str, manager: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let system = Self { folder };
        let parts = inside::tar(GzDecoder::new(made().as_slice())).unwrap();
        let launcher = &parts[&format!("{}/{LAUNCHER}", folder_name(&Product::sample()))].content;
        std::fs::create_dir_all(system.folder.path().join("bin")).unwrap();
        std::fs::create_dir_all(system.folder.path().join("tools")).unwrap();
        std::fs::write(system.folder.path().join(LAUNCHER), launcher).unwrap();
        system.program("bin/reconecta", "#!/bin/sh\necho started \"$@\"\n");
        system.program("tools/ldd", &format!("#!/bin/sh\ncat <<'END'\n{loader}\nEND\n"));
        system.program(&format!("tools/{manager}"), "#!/bin/sh\nexit 0\n");
        for tool in ["sh", "dirname", "sed", "tr", "cat", "sort", "grep"] {
            let found = ["/usr/bin", "/bin"]
                .iter()
                .map(|place| Path::new(place).join(tool));
            let real = found.into_iter().find(|path| path.is_file()).unwrap();
            std::os::unix::fs::symlink(real, system.folder.path().join("tools").join(tool)).unwrap();
        }
        system
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn start(&self, language: &str) -> Output {
        let mut start = Command::new("/bin/sh");
        start
            .arg(self.folder.path().join(LAUNCHER))
            .args(["--version", "a b"])
            .env_clear()
            .env("PATH", self.folder.path().join("tools"))
            .env("LANG", language);
        start.output().unwrap()
    }
}

#[test]
fn where_nothing_is_missing_the_program_starts_with_the_same_words() {
    let system = System::new(
        "\tlibwebkit2gtk-4.1.so.0 => /usr/lib/libwebkit2gtk-4.1.so.0 (0x1)",
        "apt-get",
    );
    let output = system.start("pt_BR.UTF-8");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "started --version a b\n");
    assert!(output.stderr.is_empty());
}

#[test]
fn what_is_missing_is_said_in_one_sentence_with_the_command_that_brings_it() {
    const MISSING: &str = "\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibwebkit2gtk-4.1.so.0 => not found\n\tlibsoup-3.0.so.0 => not found";
    for (language, manager, words, command) in [
        ("pt_BR.UTF-8", "apt-get", "não abriu", "sudo apt-get install "),
        ("es_MX.UTF-8", "dnf", "no se abrió", "sudo dnf install "),
        ("C", "pacman", "did not open", "LEIA-ME.txt"),
    ] {
        let output = System::new(MISSING, manager).start(language);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(output.stdout.is_empty(), "the program did not start");
        assert_eq!(said.lines().count(), 1, "{said}");
        for part in ["libwebkit2gtk-4.1.so.0, libsoup-3.0.so.0", words, command] {
            assert!(said.contains(part), "{language}: {part}: {said}");
        }
    }
}

#[test]
fn a_system_that_is_too_old_is_told_apart() {
    let old = "/x/bin/reconecta: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.35' not found (required by /x/bin/reconecta)";
    let output = System::new(old, "apt-get").start("pt_BR.UTF-8");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("GLIBC_2.35") && !said.contains("apt-get"), "{said}");
}
