//! Linux: an entry in the person's autostart folder. Source: Desktop Application Autostart Specification 0.5 and Desktop
//! Entry Specification 1.5. No library writes `TryExec`, without which an entry outlives its program.

use super::file;
use std::io;
use std::path::{Path, PathBuf};

/// The entry; its name is that of the app's own desktop entry.
const ENTRY: &str = "app.reconecta.Reconecta.desktop";

/// Whether the entry is there, starts this program, and was not switched off by a desktop's own settings.
pub(super) fn is_on(program: &Path) -> bool {
    let text = place().and_then(std::fs::read_to_string);
    text.is_ok_and(|text| starts(&text, program))
}

fn starts(text: &str, program: &Path) -> bool {
    let is_off = |line: &str| {
        let line = line.replace(' ', "");
        line == "Hidden=true" || line == "X-GNOME-Autostart-enabled=false"
    };
    let ours = format!("TryExec={}", as_string(program));
    text.lines().any(|line| line == ours) && !text.lines().any(is_off)
}

/// Writes the entry.
pub(super) fn switch_on(program: &Path, argument: &str) -> io::Result<()> {
    file::put(&place()?, entry(program, argument)?.as_bytes())
}

/// Removes the entry.
pub(super) fn switch_off() -> io::Result<()> {
    file::remove(&place()?)
}

fn place() -> io::Result<PathBuf> {
    let folder = dirs::config_dir().ok_or(io::ErrorKind::NotFound)?;
    Ok(folder.join("autostart").join(ENTRY))
}

/// A session starts it only while the program is there (`TryExec`).
fn entry(program: &Path, argument: &str) -> io::Result<String> {
    let text = program.to_str().ok_or(io::ErrorKind::InvalidInput)?;
    if text.chars().any(char::is_control) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Reconecta\nExec={} {argument}\nTryExec={}\n\
         Icon=app.reconecta.Reconecta\nTerminal=false\nStartupNotify=false\nX-GNOME-Autostart-enabled=true\n",
        as_word(text),
        as_string(program),
    ))
}

/// A value of type string: a backslash begins an escape.
fn as_string(program: &Path) -> String {
    program.to_string_lossy().replace('\\', r"\\")
}

/// A quoted word of a command line, itself a string; `%` begins a field code.
fn as_word(text: &str) -> String {
    let mut word = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '`' | '$' | '\\' => {
                word.push('\\');
                word.push(letter);
            }
            '%' => word.push_str("%%"),
            _ => word.push(letter),
        }
    }
    word.push('"');
    word.replace('\\', r"\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_starts_the_program_hidden_while_it_is_there() {
        let program = Path::new("/usr/bin/reconecta");
        let text = entry(program, "--hidden").unwrap();
        assert!(text.starts_with("[Desktop Entry]\nType=Application\n"), "{text}");
        assert!(
            text.contains("\nExec=\"/usr/bin/reconecta\" --hidden\n"),
            "{text}"
        );
        assert!(text.contains("\nTryExec=/usr/bin/reconecta\n"), "{text}");
        assert!(starts(&text, program));
        assert!(!starts(&text, Path::new("/opt/reconecta")), "another copy's");
        assert!(
            !starts(&format!("{text}Hidden=true\n"), program),
            "switched off elsewhere"
        );
        let gnome = text.replace("enabled=true", "enabled=false");
        assert!(!starts(&gnome, program), "switched off in GNOME");
        assert!(!starts("", program));
    }

    #[test]
    fn letters_with_a_meaning_are_quoted() {
        let cases = [
            ("/home/João Ção/re", r#""/home/João Ção/re""#),
            ("/a$b", r#""/a\\$b""#),
            (r"/a\b", r#""/a\\\\b""#),
            (r#"/a"b`c"#, r#""/a\\"b\\`c""#),
            ("/100%/re", r#""/100%%/re""#),
        ];
        for (path, word) in cases {
            assert_eq!(as_word(path), word);
        }
        assert!(entry(Path::new("/a\nExec=evil"), "--hidden").is_err());
    }
}
