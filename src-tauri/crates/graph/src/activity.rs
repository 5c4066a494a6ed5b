//! Who changed an account. Source: Meta's OpenAPI file of the business messaging API; not switched on everywhere, so an
//! error here says nothing about the account.

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::node::Node;
use crate::paging::Listing;
use reconecta_core::ids::WabaId;
use secrecy::SecretString;
use std::fmt;

const FIELDS: &str = "id,activity_type,timestamp,actor_type,actor_name,description";

/// One change of an account. Names are personal data: they are shown, and never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Activity {
    /// Id of the record.
    pub id: String,
    /// For example `PERMISSION_REVOKED`, as Meta spells it.
    pub kind: String,
    /// ISO 8601 text.
    pub at: Option<String>,
    /// `USER`, `SYSTEM`, `API`, `ADMIN` or `AUTOMATED_PROCESS`, as Meta spells it.
    pub actor_kind: Option<String>,
    /// Who it was.
    pub actor_name: Option<String>,
    /// For people.
    pub description: Option<String>,
}

impl fmt::Debug for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Activity")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Graph {
    /// The newest changes of an account, at most a hundred.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn activities(
        &self,
        token: &SecretString,
        waba: &WabaId,
    ) -> Result<Vec<Activity>, GraphFailure> {
        let path = format!("{waba}/activities");
        self.newest(token, Listing::new(&path, FIELDS), activity).await
    }
}

fn activity(node: Node<'_>) -> Result<Activity, GraphFailure> {
    Ok(Activity {
        id: node.id(|id| id)?,
        kind: node.text("activity_type").unwrap_or_default(),
        at: node.text("timestamp"),
        actor_kind: node.text("actor_type"),
        actor_name: node.text("actor_name"),
        description: node.text("description"),
    })
}
