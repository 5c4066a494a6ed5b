//! Faults that the control orders for coming requests.

use serde::{Deserialize, Serialize};

/// What goes wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultBody {
    /// An error envelope with these numbers; nothing is applied.
    GraphError {
        /// `error.code`.
        code: i64,
        /// `error.error_subcode`.
        #[serde(default)]
        subcode: Option<i64>,
        /// `error.message`.
        #[serde(default)]
        message: Option<String>,
        /// `error.is_transient`.
        #[serde(default)]
        transient: Option<bool>,
        /// Minutes in `X-Business-Use-Case-Usage`.
        #[serde(default)]
        regain_minutes: Option<i64>,
    },
    /// A page of a proxy instead of JSON.
    Html,
    /// The real answer, cut in the middle.
    Truncated,
    /// 100 MB of JSON.
    Huge,
    /// No answer, ever.
    Hang,
    /// The connection is cut before anything is done.
    DropBefore,
    /// The call is carried out, then the connection is cut.
    DropAfter,
    /// The same page for ever, always with a `next`.
    PagingLoop,
    /// The real answer with its list turned round.
    Reordered,
    /// The real answer with a `status` that nobody knows.
    UnknownStatus,
}

fn once() -> u32 {
    1
}

fn any() -> String {
    "*".to_owned()
}

/// A fault and the requests it waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// `METHOD /path` or `/path`, without version; `*` stands for one segment, a last `**` for the rest, `*` alone for everything.
    #[serde(default = "any")]
    pub route: String,
    /// HTTP status of error bodies; 400 for Graph errors and 502 for pages unless given.
    #[serde(default)]
    pub status: Option<u16>,
    /// What happens.
    pub body: FaultBody,
    /// How many requests it hits.
    #[serde(default = "once")]
    pub times: u32,
}

impl Fault {
    /// A fault for the next matching request.
    pub fn next(route: &str, body: FaultBody) -> Self {
        Self {
            route: route.to_owned(),
            status: None,
            body,
            times: 1,
        }
    }

    pub(crate) fn matches(&self, method: &str, path: &str) -> bool {
        let (wanted_method, pattern) = match self.route.split_once(' ') {
            Some((method, pattern)) => (Some(method), pattern),
            None => (None, self.route.as_str()),
        };
        wanted_method.is_none_or(|wanted| wanted == "*" || wanted.eq_ignore_ascii_case(method))
            && (pattern == "*" || segments_match(pattern, path))
    }
}

fn segments_match(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.split('/').filter(|part| !part.is_empty());
    let mut given = path
        .split('/')
        .filter(|part| !part.is_empty())
        .skip_while(|part| is_version(part));
    loop {
        match (wanted.next(), given.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return false,
        }
    }
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v')
        .is_some_and(|rest| rest.contains('.') && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

#[cfg(test)]
mod tests {
    use super::{Fault, FaultBody};

    #[test]
    fn routes_match_by_segment_whatever_the_version() {
        let fault = Fault::next("POST /*/register", FaultBody::Html);
        assert!(
            fault.matches("POST", "/v26.0/123/register"),
            "a version is not part of the route"
        );
        assert!(
            fault.matches("post", "/123/register"),
            "methods are compared without case"
        );
        assert!(
            !fault.matches("GET", "/123/register"),
            "another method is another route"
        );
        assert!(
            !fault.matches("POST", "/123/register/x"),
            "a longer path is another route"
        );
        assert!(
            Fault::next("/**", FaultBody::Html).matches("GET", "/v1.0/a/b"),
            "** is the rest"
        );
        assert!(
            Fault::next("*", FaultBody::Html).matches("GET", "/"),
            "* is everything"
        );
    }
}
