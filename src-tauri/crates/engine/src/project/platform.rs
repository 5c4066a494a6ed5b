//! The platform as screens show it.

use super::time;
use crate::views::{PlatformConnectionView, PlatformProblemView};
use reconecta_platforms::PlatformFailure;
use reconecta_store::PlatformConnection;

/// A kept connection, without its token.
pub(crate) fn platform_connection_view(row: &PlatformConnection) -> PlatformConnectionView {
    PlatformConnectionView {
        kind: row.platform.as_str().to_owned(),
        address: row.base_url.clone(),
        account: row.account_id,
        account_name: row.account_name.clone(),
        person: row.person_name.clone(),
        role: row.role.as_str().to_owned(),
        tested_at: time(row.tested_at),
    }
}

/// Why it could not be read.
pub(crate) fn platform_problem_view(failure: &PlatformFailure) -> PlatformProblemView {
    PlatformProblemView {
        code: failure.problem.code().to_owned(),
        wait_seconds: failure.wait_seconds,
    }
}
