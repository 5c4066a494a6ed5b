//! Chatwoot: the only place that spells its paths. Read only.
//!
//! Source: github.com/chatwoot/chatwoot (`config/routes.rb`, its controllers, finders and `SearchService`).

mod search;
mod wire;

use crate::failure::PlatformFailure;
use reconecta_core::platform::{PlatformInbox, PlatformProblem, inbox_of};
use reconecta_network::{PlainServer, Way};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use std::fmt;
use url::Url;
use wire::{Inbox, Payload, Profile};

/// Header of the access token. Some servers on the way drop names with underscores, which looks like a wrong token.
const TOKEN_HEADER: &str = "api_access_token";

/// A person's view of one account of a Chatwoot.
pub struct Chatwoot {
    server: PlainServer,
    base: Url,
    account: u64,
    token: SecretString,
}

impl fmt::Debug for Chatwoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chatwoot")
            .field("base", &self.base.as_str())
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// Whom the access token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their name.
    pub name: String,
    /// The account's name.
    pub account: String,
    /// Whether they see every inbox; agents see those that they work in.
    pub is_administrator: bool,
}

/// An answer that was none, with what it was.
enum Refusal {
    Status(u16),
    Failure(PlatformFailure),
}

impl From<Refusal> for PlatformFailure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            // Permission failures are 401, too.
            Refusal::Status(401 | 403) => PlatformProblem::Unauthorised.into(),
            Refusal::Status(300..=399 | 404) => PlatformProblem::NotFound.into(),
            Refusal::Status(_) => PlatformProblem::Unexpected.into(),
            Refusal::Failure(failure) => failure,
        }
    }
}

impl Chatwoot {
    /// A client for an account at an address as [`reconecta_core::platform::platform_address`] gives it.
    ///
    /// # Errors
    /// The address may not carry secrets, or the HTTP stack could not be set up.
    pub fn new(base: Url, account: u64, token: SecretString, way: &Way) -> Result<Self, PlatformFailure> {
        let server = PlainServer::new(&base, way).map_err(|_refused| PlatformProblem::Unreachable)?;
        Ok(Self {
            server,
            base,
            account,
            token,
        })
    }

    /// Whom the token stands for in the account.
    ///
    /// # Errors
    /// The token is not known, its owner is no member, the account is suspended, or there was no answer.
    pub async fn member(&self) -> Result<Member, PlatformFailure> {
        let profile: Profile = self.get("api/v1/profile", &[]).await?;
        let own = profile.accounts.into_iter().find(|one| one.id == self.account);
        let own = own.ok_or(PlatformProblem::NotInAccount)?;
        if own.status.as_deref().is_some_and(|status| status != "active") {
            return Err(PlatformProblem::Suspended.into());
        }
        Ok(Member {
            name: profile.name.unwrap_or_default(),
            account: own.name.unwrap_or_default(),
            is_administrator: own.role.as_deref() == Some("administrator"),
        })
    }

    /// Inboxes of WhatsApp that the token's owner sees.
    ///
    /// # Errors
    /// The owner is no member, or there was no answer.
    pub async fn inboxes(&self) -> Result<Vec<PlatformInbox>, PlatformFailure> {
        let list: Payload<Inbox> = self.of_account("inboxes", &[]).await?;
        let inboxes = list.payload.into_iter().filter_map(Inbox::of_whatsapp);
        Ok(inboxes.collect())
    }

    /// The inbox of a number.
    ///
    /// # Errors
    /// There is none that the member sees, or there was no answer.
    pub async fn inbox(
        &self,
        member: &Member,
        phone_number_id: &str,
        display_phone_number: &str,
    ) -> Result<PlatformInbox, PlatformFailure> {
        let inboxes = self.inboxes().await?;
        let none = if member.is_administrator {
            PlatformProblem::InboxMissing
        } else {
            PlatformProblem::InboxHidden
        };
        let inbox = inbox_of(&inboxes, phone_number_id, display_phone_number);
        Ok(inbox.cloned().ok_or(none)?)
    }

    /// A page of the account. A refusal of one whose profile was read is about the account.
    async fn of_account<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Refusal> {
        let path = format!("api/v1/accounts/{}/{path}", self.account);
        match self.get(&path, query).await {
            Err(Refusal::Status(401 | 403)) => Err(Refusal::Failure(PlatformProblem::NotInAccount.into())),
            other => other,
        }
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, Refusal> {
        let failed = |problem: PlatformProblem| Refusal::Failure(problem.into());
        let mut url = self
            .base
            .join(path)
            .map_err(|_| failed(PlatformProblem::NotFound))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let answer = self.server.get(url, TOKEN_HEADER, &self.token).await;
        let answer = answer.map_err(|failure| Refusal::Failure(failure.into()))?;
        match answer.status {
            200 => {}
            429 => return Err(Refusal::Failure(PlatformFailure::limit(answer.retry_after))),
            status => return Err(Refusal::Status(status)),
        }
        serde_json::from_slice(&answer.body).map_err(|error| {
            // A page for people is what another program shows at this address.
            failed(if error.is_syntax() {
                PlatformProblem::NotFound
            } else {
                PlatformProblem::Unexpected
            })
        })
    }
}
