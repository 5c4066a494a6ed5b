//! Errors of the Graph API as Meta states them, without meaning. Their meaning is in [`crate::cause`].

use serde::{Deserialize, Serialize};

/// One error envelope. Branch on `code` and `subcode` only; the texts are for people and change.
/// Source: Meta, "Handle errors" (Graph API) and "Error codes" (WhatsApp Business Platform).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphProblem {
    /// `error.code`; 0 when the envelope had none.
    pub code: i64,
    /// `error.error_subcode`.
    pub subcode: Option<i64>,
    /// `error.type`, for example `OAuthException`.
    pub kind: Option<String>,
    /// `error.message`, shown only behind technical details.
    pub message: String,
    /// `error.error_data.details`, or the text form of `error_data`.
    pub details: Option<String>,
    /// `error.error_user_title` and `error.error_user_msg` joined, localised by Meta.
    pub user_message: Option<String>,
    /// `error.fbtrace_id`, for Meta's support.
    pub trace_id: Option<String>,
    /// HTTP status of the answer.
    pub http_status: u16,
    /// `error.is_transient`.
    pub transient: bool,
    /// Minutes until Meta lifts a limit, from the usage headers.
    pub regain_minutes: Option<u32>,
}
