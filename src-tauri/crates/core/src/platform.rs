//! The platform where a company's team answers: which of its inboxes belongs to a number, and which of its messages is
//! the word that was waited for.

use crate::address::is_safe;
use crate::cause::coded;
use crate::ids::UnixMillis;
use crate::phone::same_number;
use url::Url;

#[cfg(test)]
mod tests;

coded! {
    /// A platform that can be read.
    PlatformKind {
        /// <https://www.chatwoot.com>, in the cloud or on a server of the company's.
        Chatwoot = "chatwoot",
    }

    /// Why a platform could not be read.
    PlatformProblem {
        /// It does not know the access token, or a server on the way dropped the header that carries it.
        Unauthorised = "unauthorised",
        /// The token's owner is no member of the account.
        NotInAccount = "not_in_account",
        /// The account is suspended; it takes no messages in.
        Suspended = "suspended",
        /// No inbox of the account has the number.
        InboxMissing = "inbox_missing",
        /// The token is an agent's, who sees no inbox with the number; an administrator may.
        InboxHidden = "inbox_hidden",
        /// What answers at the address is not the platform.
        NotFound = "not_found",
        /// It wants fewer questions.
        RateLimited = "rate_limited",
        /// Nothing answers.
        Unreachable = "unreachable",
        /// The certificate is not trusted.
        Untrusted = "untrusted",
        /// It answers in a way that nobody expects.
        Unexpected = "unexpected",
        /// The access token cannot be opened: the vault is closed or has another key.
        TokenLost = "token_lost",
    }
}

impl PlatformProblem {
    /// Whether asking again by itself may help; anything else needs a person.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unreachable | Self::Unexpected)
    }
}

/// An inbox of a platform as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformInbox {
    /// The platform's id of it.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Telephone number in international form.
    pub phone_number: Option<String>,
    /// Meta's id of the number; told to administrators only.
    pub phone_number_id: Option<String>,
}

/// A message of a platform as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformMessage {
    /// Inbox that it is in.
    pub inbox: u64,
    /// Whether a customer wrote it.
    pub incoming: bool,
    /// When it came in, in whole seconds of the platform's clock.
    pub at: UnixMillis,
    /// Its text.
    pub text: String,
}

/// Clocks of two computers differ. The word is new each time, so that an old one is not let in by this.
const CLOCK_DIFFERENCE_MILLIS: i64 = 2 * 60 * 1000;

/// The time from which messages count for a word that was given out at `asked`.
pub fn counts_from(asked: UnixMillis) -> UnixMillis {
    asked.plus(-CLOCK_DIFFERENCE_MILLIS)
}

/// Whether a message proves that the word arrived: a customer's, in this inbox, not older than `from`, the whole word.
pub fn is_arrival(message: &PlatformMessage, inbox: u64, word: &str, from: UnixMillis) -> bool {
    message.incoming && message.inbox == inbox && message.at >= from && has_word(&message.text, word)
}

/// Whether a text has the word by itself, not inside a longer one.
pub fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !word.is_empty()
        && text.match_indices(word).any(|(start, _)| {
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text
                .get(start + word.len()..)
                .and_then(|text| text.chars().next());
            !before.is_some_and(joins) && !after.is_some_and(joins)
        })
}

/// The inbox of a number: by Meta's id, otherwise by the telephone number where the id is not told. One with the same
/// telephone number and another id takes no messages of this one in.
pub fn inbox_of<'a>(
    inboxes: &'a [PlatformInbox],
    phone_number_id: &str,
    display_phone_number: &str,
) -> Option<&'a PlatformInbox> {
    let by_id = inboxes
        .iter()
        .find(|inbox| inbox.phone_number_id.as_deref() == Some(phone_number_id));
    by_id.or_else(|| {
        inboxes.iter().find(|inbox| {
            let number = inbox.phone_number.as_deref();
            inbox.phone_number_id.is_none()
                && number.is_some_and(|number| same_number(number, display_phone_number).is_same())
        })
    })
}

/// The address of a platform as a person types or pastes it: its path up to the pages of the platform itself, ending in
/// a slash. https, or http on this computer; no name, password, query or fragment.
pub fn platform_address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text.trim()).ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !is_plain || !is_safe(&url) {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    let kept: Vec<&str> = url
        .path()
        .split('/')
        .take_while(|part| !matches!(*part, "app" | "api"))
        .filter(|part| !part.is_empty())
        .collect();
    let path = if kept.is_empty() {
        "/".to_owned()
    } else {
        format!("/{}/", kept.join("/"))
    };
    url.set_path(&path);
    Some(url)
}
