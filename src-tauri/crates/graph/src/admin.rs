//! Readings for "does this person administer the portfolio?"; the decision is `reconecta-core`'s.

use crate::client::Graph;
use reconecta_core::admin::AdminReading;
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::ids::{BusinessId, WabaId};
use reconecta_core::meta::{Business, Membership, Person};
use secrecy::SecretString;

impl Graph {
    /// Reads the account's owner and the person's memberships; where those do not show a role, the portfolio's own list
    /// of people.
    pub async fn admin_reading(
        &self,
        token: &SecretString,
        waba: Option<&WabaId>,
        expected_business: Option<BusinessId>,
        person: Fact<Person>,
    ) -> AdminReading {
        let (owner, memberships) = tokio::join!(self.owner(token, waba), self.memberships(token));
        let memberships = Fact::from(memberships);
        let portfolio = owner
            .known()
            .map(|owner| owner.id.clone())
            .or_else(|| expected_business.clone());
        let fallback_users = match portfolio {
            Some(portfolio) if !shows_role(&memberships, &portfolio) => {
                Fact::from(self.business_users(token, &portfolio).await)
            }
            Some(_) | None => Fact::Unknown(Unread::NotAsked),
        };
        AdminReading {
            owner,
            memberships,
            fallback_users,
            person,
            expected_business,
        }
    }

    async fn owner(&self, token: &SecretString, waba: Option<&WabaId>) -> Fact<Business> {
        let Some(waba) = waba else {
            return Fact::Unknown(Unread::NotAsked);
        };
        match self.waba(token, waba).await {
            Ok(waba) => waba.owner.map_or(Fact::Unknown(Unread::Missing), Fact::Known),
            Err(failure) => Fact::Unknown(failure.into()),
        }
    }
}

/// Whether memberships answer the question: the portfolio is listed with a role, or is not listed at all.
pub fn shows_role(memberships: &Fact<Vec<Membership>>, portfolio: &BusinessId) -> bool {
    memberships.known().is_some_and(|list| {
        list.iter()
            .filter(|item| &item.business.id == portfolio)
            .all(|item| item.role.is_some())
    })
}
