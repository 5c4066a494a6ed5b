//! Where a policy stands on each system.

#[cfg(any(
    not(any(windows, target_os = "macos")),
    debug_assertions,
    feature = "test-place"
))]
mod folder;
#[cfg(target_os = "macos")]
mod managed_preferences;
#[cfg(windows)]
mod registry;

use crate::warning::Fault;
use serde_json::Value;

/// Puts the policy elsewhere: for tests. A released build does not look at it, or everybody could escape their policy.
#[cfg(any(debug_assertions, feature = "test-place"))]
const ELSEWHERE: &str = "RECONECTA_POLICY_DIR";

/// What one place says, in the form `{"default": {…}, "locked": {…}}`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    pub(crate) source: String,
    pub(crate) content: Result<Value, Fault>,
}

impl Document {
    pub(crate) fn new(source: impl Into<String>, content: Result<Value, Fault>) -> Self {
        Self {
            source: source.into(),
            content,
        }
    }
}

/// The place on this system, for people.
pub fn place() -> String {
    #[cfg(any(debug_assertions, feature = "test-place"))]
    if let Some(folder) = std::env::var_os(ELSEWHERE) {
        return std::path::Path::new(&folder).join("*.json").display().to_string();
    }
    usual_place()
}

/// What the place says, the weaker first.
pub(crate) fn documents() -> Vec<Document> {
    #[cfg(any(debug_assertions, feature = "test-place"))]
    if let Some(folder) = std::env::var_os(ELSEWHERE) {
        return folder::documents(std::path::Path::new(&folder));
    }
    usual_documents()
}

#[cfg(windows)]
use registry::{documents as usual_documents, place as usual_place};

#[cfg(target_os = "macos")]
use managed_preferences::{documents as usual_documents, place as usual_place};

#[cfg(not(any(windows, target_os = "macos")))]
fn usual_place() -> String {
    format!("{}/*.json", folder::USUAL)
}

#[cfg(not(any(windows, target_os = "macos")))]
fn usual_documents() -> Vec<Document> {
    folder::documents(std::path::Path::new(folder::USUAL))
}
