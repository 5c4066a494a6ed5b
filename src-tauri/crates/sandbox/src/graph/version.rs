//! Versions of the Graph API (Meta: changelog): old ones are silently lifted, future ones do not exist.

use super::error::GraphError;

/// Newest version.
const NEWEST: u32 = 26;
/// Oldest version that is still served as asked.
const OLDEST: u32 = 21;

/// The version of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    /// As asked; `None` without a version segment.
    asked: Option<u32>,
    /// As served.
    pub(crate) served: u32,
}

impl Version {
    /// Splits the version off a path.
    pub(crate) fn of(mut path: Vec<String>) -> Result<(Self, Vec<String>), GraphError> {
        let asked = path.first().and_then(|part| number(part));
        let Some(asked) = asked else {
            return Ok((
                Self {
                    asked: None,
                    served: NEWEST,
                },
                path,
            ));
        };
        if asked > NEWEST {
            return Err(GraphError::unknown_path(&format!("/{}", path.join("/"))));
        }
        path.remove(0);
        Ok((
            Self {
                asked: Some(asked),
                served: asked.max(OLDEST),
            },
            path,
        ))
    }

    /// Value of `facebook-api-version`.
    pub(crate) fn served_text(self) -> String {
        format!("v{}.0", self.served)
    }

    /// Segment for links: the one asked for, so that paging stays on it.
    pub(crate) fn segment(self) -> String {
        self.asked.map(|asked| format!("/v{asked}.0")).unwrap_or_default()
    }

    /// Warning when the call was lifted.
    pub(crate) fn warning(self) -> Option<String> {
        let asked = self.asked.filter(|asked| *asked < self.served)?;
        Some(format!(
            "The call has been auto-upgraded to v{}.0 as v{asked}.0 has been deprecated.",
            self.served
        ))
    }
}

fn number(part: &str) -> Option<u32> {
    let (major, minor) = part.strip_prefix('v')?.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(major) && digits(minor) {
        major.parse().ok()
    } else {
        None
    }
}
