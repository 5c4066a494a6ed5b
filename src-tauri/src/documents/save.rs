//! Saving through the system's own dialog. The person chooses the place; the page never names one.

use super::{DocumentFormat, Words};
use crate::main_window;
use reconecta_engine::EngineError;
use reconecta_report::Document;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::oneshot;

/// The system's dialog over the main window.
pub(crate) struct SaveDialog(AppHandle<Wry>);

impl SaveDialog {
    /// Of the app.
    pub(crate) fn new(app: AppHandle<Wry>) -> Self {
        Self(app)
    }

    /// Asks for a place and writes the document there. The file's name, or `None` when the person changed their mind.
    ///
    /// # Errors
    /// [`EngineError::NoSpace`], [`EngineError::NoPermission`], [`EngineError::NotSaved`]; nothing was changed then.
    pub(crate) async fn save(
        &self,
        words: &Words,
        document: Document,
        stem: &str,
        format: DocumentFormat,
    ) -> Result<Option<String>, EngineError> {
        let Some(path) = self.ask(&document.title, &file_name(stem, format), words).await else {
            return Ok(None);
        };
        let written = tokio::task::spawn_blocking(move || {
            let bytes = format.bytes(&document).map_err(|error| {
                tracing::error!(%error, "The document could not be made");
                EngineError::NotSaved
            })?;
            write(&path, &bytes).map_err(|error| {
                tracing::warn!(kind = ?error.kind(), "A document could not be saved");
                refusal(error.kind())
            })?;
            Ok(path.file_name().map(|name| name.to_string_lossy().into_owned()))
        });
        written.await.map_err(|_ended| EngineError::NotSaved)?
    }

    async fn ask(&self, title: &str, name: &str, words: &Words) -> Option<PathBuf> {
        let (reply, answer) = oneshot::channel();
        let extension = Path::new(name).extension()?.to_str()?;
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(format!("{}: {title}", words.text("common.save")))
            .set_file_name(name)
            .add_filter(extension.to_uppercase(), &[extension]);
        let window = self.0.get_webview_window(main_window::LABEL);
        // The systems' dialogs belong to the thread that owns the windows.
        let asked = self.0.run_on_main_thread(move || {
            let dialog = match &window {
                Some(window) => dialog.set_parent(window),
                None => dialog,
            };
            let chosen = dialog.save_file();
            tauri::async_runtime::spawn(async move {
                let _gone = reply.send(chosen.await);
            });
        });
        asked.ok()?;
        Some(answer.await.ok().flatten()?.path().to_path_buf())
    }
}

/// A name that every file system takes.
pub(super) fn file_name(stem: &str, format: DocumentFormat) -> String {
    let letter = |letter: char| {
        if letter.is_alphanumeric() || letter == '-' {
            letter
        } else {
            '-'
        }
    };
    let short: String = stem.chars().take(80).map(letter).collect();
    let words: Vec<&str> = short.split('-').filter(|word| !word.is_empty()).collect();
    format!("{}.{}", words.join("-"), format.extension())
}

/// The whole file or none of it: written beside its place, then moved there.
pub(super) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|refused| refused.error)?;
    Ok(())
}

/// What went wrong, in terms of what the person can do.
pub(super) fn refusal(kind: ErrorKind) -> EngineError {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => EngineError::NoSpace,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => EngineError::NoPermission,
        _ => EngineError::NotSaved,
    }
}
