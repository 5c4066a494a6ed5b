//! Pages of the login, by their paths, and what it means when the window is closed on one.
//!
//! Meta publishes no list; these are the paths its login is known to use. Some logins never come back with an answer: a
//! configuration that does not fit the kind of token ends on a page of the business extension, and one that Facebook does
//! not know, like a redirect address that is not registered, on the dialog's own address.

use super::state::Phase;
use crate::cause::Cause;
use crate::ids::UnixMillis;
use serde::{Deserialize, Serialize};

/// Pages on which the person works by themselves, for minutes: passwords, second factors, checks of identity, consents.
const WORK: &[&str] = &[
    "login",
    "login.php",
    "two_step_verification",
    "two_factor",
    "auth_platform",
    "checkpoint",
    "recover",
    "cookie/consent",
    "privacy/consent",
];
/// The page from which no login has come back.
const STRANDED: &str = "facebook_business_extension/oauth";
/// How long the dialog's own address may stand before somebody is asked whether it moves: nobody needs longer to read it,
/// and Facebook's error pages say nothing that a program may rely on.
const UNMOVED_MS: i64 = 120_000;

/// A page of the login, reduced to what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginPage {
    /// The person works there by themselves, for minutes.
    Work,
    /// The dialog's own address: its first screen, or an error that has no address of its own.
    Dialog,
    /// A page from which no answer comes.
    Stranded,
    /// Any other.
    #[default]
    Other,
}

impl LoginPage {
    /// The page with this path, such as `/v26.0/dialog/oauth`.
    pub fn of_path(path: &str) -> Self {
        let path = path.trim_matches('/');
        if WORK.iter().any(|known| begins_with(path, known)) {
            Self::Work
        } else if begins_with(path, STRANDED) {
            Self::Stranded
        } else if path == "dialog/oauth" || path.ends_with("/dialog/oauth") {
            Self::Dialog
        } else {
            Self::Other
        }
    }

    /// From when on somebody is asked whether the page moves, where it has stood since `since`: pages of one's own work
    /// take their time, and so does a choice of numbers.
    pub fn asked_about_from(self, since: UnixMillis) -> Option<UnixMillis> {
        match self {
            Self::Stranded => Some(since),
            Self::Dialog => Some(since.plus(UNMOVED_MS)),
            Self::Work | Self::Other => None,
        }
    }

    /// What it means that the window was closed on this page, which had stood since `since`.
    pub fn closed(self, since: UnixMillis, now: UnixMillis) -> Cause {
        match self {
            Self::Stranded => Cause::LoginConfigurationDead,
            Self::Dialog if self.asked_about_from(since).is_some_and(|from| now >= from) => {
                Cause::LoginUnmoved
            }
            Self::Dialog | Self::Work | Self::Other => Cause::LoginClosed,
        }
    }
}

/// Another page stands in the open window. The same page again, as after a reload, goes on standing.
pub(super) fn login_moved(phase: &mut Phase, shown: String, means: LoginPage, now: UnixMillis) {
    let Phase::LoginOpen {
        host,
        page,
        page_since,
        ..
    } = phase
    else {
        return;
    };
    if *page != means {
        *page_since = now;
    }
    *page = means;
    *host = Some(shown);
}

fn begins_with(path: &str, known: &str) -> bool {
    path.strip_prefix(known)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '_']))
}

#[cfg(test)]
mod tests {
    use super::LoginPage;
    use crate::cause::Cause;
    use crate::ids::UnixMillis;

    #[test]
    fn a_path_tells_what_a_page_means() {
        for (path, page) in [
            ("/login.php", LoginPage::Work),
            ("/login/", LoginPage::Work),
            ("/login/device-based/", LoginPage::Work),
            ("/two_step_verification/authentication/", LoginPage::Work),
            ("/two_factor/remember_browser", LoginPage::Work),
            ("/auth_platform/afad", LoginPage::Work),
            ("/checkpoint/1501092823525282/", LoginPage::Work),
            ("/recover/initiate", LoginPage::Work),
            ("/cookie/consent/", LoginPage::Work),
            ("/privacy/consent_framework/", LoginPage::Work),
            ("/dialog/oauth", LoginPage::Dialog),
            ("/v26.0/dialog/oauth", LoginPage::Dialog),
            ("/v26.0/dialog/oauth/", LoginPage::Dialog),
            ("/facebook_business_extension/oauth/", LoginPage::Stranded),
            ("/facebook_business_extension/oauth/x", LoginPage::Stranded),
            ("/", LoginPage::Other),
            ("/loginish", LoginPage::Other),
            ("/checkpoints", LoginPage::Other),
            ("/help/login", LoginPage::Other),
            ("/cookie", LoginPage::Other),
            ("/dialog/oauths", LoginPage::Other),
            ("/facebook_business_extension/", LoginPage::Other),
        ] {
            assert_eq!(LoginPage::of_path(path), page, "{path}");
        }
    }

    #[test]
    fn closing_means_what_the_page_meant() {
        let (since, soon, late) = (UnixMillis(1_000), UnixMillis(120_999), UnixMillis(121_000));
        for (page, at, cause) in [
            (LoginPage::Stranded, since, Cause::LoginConfigurationDead),
            (LoginPage::Dialog, soon, Cause::LoginClosed),
            (LoginPage::Dialog, late, Cause::LoginUnmoved),
            (LoginPage::Work, late, Cause::LoginClosed),
            (LoginPage::Other, late, Cause::LoginClosed),
        ] {
            assert_eq!(page.closed(since, at), cause, "{page:?}");
        }
    }
}
