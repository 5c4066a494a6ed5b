//! macOS: an agent of the person's own `launchd`, which *System Settings > Login Items* shows and can switch off. One whose
//! program is gone does nothing.

use super::file;
use crate::folders::IDENTIFIER;
use plist::{Dictionary, Value};
use std::io;
use std::path::{Path, PathBuf};

/// Whether the agent starts this program.
pub(super) fn is_on(program: &Path) -> bool {
    let agent = place().and_then(|path| Value::from_file(path).map_err(io::Error::other));
    let words = agent.ok().and_then(|agent| {
        let words = agent.as_dictionary()?.get("ProgramArguments")?.as_array()?;
        words.first()?.as_string().map(PathBuf::from)
    });
    words.is_some_and(|started| started == program)
}

/// Writes the agent.
pub(super) fn switch_on(program: &Path, argument: &str) -> io::Result<()> {
    let program = program.to_str().ok_or(io::ErrorKind::InvalidInput)?;
    let words = [program, argument].map(|word| Value::String(word.to_owned()));
    let mut agent = Dictionary::new();
    agent.insert("Label".to_owned(), Value::String(IDENTIFIER.to_owned()));
    agent.insert("ProgramArguments".to_owned(), Value::Array(words.to_vec()));
    agent.insert("RunAtLoad".to_owned(), Value::Boolean(true));
    agent.insert(
        "LimitLoadToSessionType".to_owned(),
        Value::String("Aqua".to_owned()),
    );
    agent.insert("ProcessType".to_owned(), Value::String("Interactive".to_owned()));
    let mut content = Vec::new();
    Value::Dictionary(agent)
        .to_writer_xml(&mut content)
        .map_err(io::Error::other)?;
    file::put(&place()?, &content)
}

/// Removes the agent.
pub(super) fn switch_off() -> io::Result<()> {
    file::remove(&place()?)
}

fn place() -> io::Result<PathBuf> {
    let home = dirs::home_dir().ok_or(io::ErrorKind::NotFound)?;
    Ok(home
        .join("Library/LaunchAgents")
        .join(format!("{IDENTIFIER}.plist")))
}
