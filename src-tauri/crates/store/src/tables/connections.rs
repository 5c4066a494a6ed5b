//! How this profile reaches Meta. The app secret is a credential of its own.

use super::credentials::{self, Credential, NewCredential};
use crate::error::StoreError;
use crate::sql::{self, Json, text_enum};
use crate::store::Store;
use reconecta_core::ids::{AppId, CredentialId, UnixMillis};
use rusqlite::{OptionalExtension, Row, Transaction};
use serde_json::json;

pub(crate) const V1: &str = "
CREATE TABLE meta_connections (
    id                        TEXT PRIMARY KEY,
    environment               TEXT NOT NULL CHECK (environment IN ('demonstration', 'production')),
    token_route               TEXT NOT NULL CHECK (token_route IN ('own_app', 'backend', 'desktop_grant', 'manual')),
    app_id                    TEXT,
    user_configuration_id     TEXT,
    business_configuration_id TEXT,
    graph_version             TEXT NOT NULL,
    graph_base_url            TEXT,
    login_base_url            TEXT,
    redirect_uri              TEXT,
    backend_url               TEXT,
    extra_hosts               TEXT NOT NULL CHECK (json_valid(extra_hosts)),
    app_secret_id             TEXT REFERENCES credentials (id),
    created_at                INTEGER NOT NULL,
    updated_at                INTEGER NOT NULL
) STRICT;
CREATE INDEX meta_connections_by_secret ON meta_connections (app_secret_id);";

text_enum! {
    /// Which world the connection leads to.
    Environment {
        /// The simulator.
        Demonstration = "demonstration",
        /// Meta.
        Production = "production",
    }
}

text_enum! {
    /// How a login becomes a token.
    TokenRoute {
        /// The company's own Meta app; its secret is in the vault.
        OwnApp = "own_app",
        /// A backend of the company exchanges the code.
        Backend = "backend",
        /// Meta's grant for desktop programs.
        DesktopGrant = "desktop_grant",
        /// A token made in Business Manager.
        Manual = "manual",
    }
}

/// One connection; nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Our id.
    pub id: String,
    /// Which world.
    pub environment: Environment,
    /// How a login becomes a token.
    pub token_route: TokenRoute,
    /// Meta app.
    pub app_id: Option<AppId>,
    /// Login configuration that gives a person's token.
    pub user_configuration_id: Option<String>,
    /// Login configuration that gives a business token.
    pub business_configuration_id: Option<String>,
    /// For example `v26.0`.
    pub graph_version: String,
    /// Graph address, `None` for Meta's.
    pub graph_base_url: Option<String>,
    /// Login address, `None` for Meta's.
    pub login_base_url: Option<String>,
    /// Redirect registered in the app.
    pub redirect_uri: Option<String>,
    /// Backend that exchanges codes.
    pub backend_url: Option<String>,
    /// More hosts that the login window may show.
    pub extra_hosts: Vec<String>,
}

fn connection(row: &Row<'_>) -> rusqlite::Result<Connection> {
    Ok(Connection {
        id: row.get("id")?,
        environment: row.get("environment")?,
        token_route: row.get("token_route")?,
        app_id: sql::optional_id(row, "app_id", AppId::new)?,
        user_configuration_id: row.get("user_configuration_id")?,
        business_configuration_id: row.get("business_configuration_id")?,
        graph_version: row.get("graph_version")?,
        graph_base_url: row.get("graph_base_url")?,
        login_base_url: row.get("login_base_url")?,
        redirect_uri: row.get("redirect_uri")?,
        backend_url: row.get("backend_url")?,
        extra_hosts: sql::texts(row, "extra_hosts")?,
    })
}

fn save(transaction: &Transaction<'_>, row: &Connection, at: UnixMillis) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO meta_connections (id, environment, token_route, app_id, user_configuration_id,
                 business_configuration_id, graph_version, graph_base_url, login_base_url, redirect_uri,
                 backend_url, extra_hosts, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13)
             ON CONFLICT (id) DO UPDATE SET environment = excluded.environment,
                 token_route = excluded.token_route, app_id = excluded.app_id,
                 user_configuration_id = excluded.user_configuration_id,
                 business_configuration_id = excluded.business_configuration_id,
                 graph_version = excluded.graph_version, graph_base_url = excluded.graph_base_url,
                 login_base_url = excluded.login_base_url, redirect_uri = excluded.redirect_uri,
                 backend_url = excluded.backend_url, extra_hosts = excluded.extra_hosts,
                 updated_at = excluded.updated_at",
        )?
        .execute((
            &row.id,
            row.environment,
            row.token_route,
            row.app_id.as_ref().map(AppId::as_str),
            &row.user_configuration_id,
            &row.business_configuration_id,
            &row.graph_version,
            &row.graph_base_url,
            &row.login_base_url,
            &row.redirect_uri,
            &row.backend_url,
            Json(json!(row.extra_hosts)),
            at.0,
        ))?;
    Ok(())
}

fn secret_id(connection: &rusqlite::Connection, id: &str) -> Result<Option<CredentialId>, StoreError> {
    connection
        .prepare_cached("SELECT app_secret_id FROM meta_connections WHERE id = ?1")?
        .query_row([id], |row| {
            sql::optional_id(row, "app_secret_id", CredentialId::new)
        })
        .optional()?
        .ok_or(StoreError::NotFound("connection"))
}

impl Store {
    /// All connections, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        self.call(|open| {
            let mut statement =
                open.prepare_cached("SELECT * FROM meta_connections ORDER BY created_at, id")?;
            let rows = statement.query_map([], connection)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }

    /// Creates the connection or replaces its values; its app secret stays.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn save_connection(&self, row: Connection, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(save(transaction, &row, at)?))
            .await
    }

    /// The sealed app secret of a connection.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown connection, a conflict when the secret was wiped with its key.
    pub async fn connection_secret(&self, id: String) -> Result<Option<Credential>, StoreError> {
        self.call(move |connection| match secret_id(connection, &id)? {
            Some(secret) => credentials::usable(connection, &secret).map(Some),
            None => Ok(None),
        })
        .await
    }

    /// Replaces the app secret, or removes it with `None`; the old one is wiped in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown connection.
    pub async fn set_connection_secret(
        &self,
        id: String,
        secret: Option<NewCredential>,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| {
            let old = secret_id(transaction, &id)?;
            if let Some(new) = &secret {
                credentials::insert(transaction, new, at)?;
            }
            transaction
                .prepare_cached(
                    "UPDATE meta_connections SET app_secret_id = ?2, updated_at = ?3 WHERE id = ?1",
                )?
                .execute((&id, secret.as_ref().map(|new| new.id.as_str()), at.0))?;
            if let Some(old) = old {
                credentials::wipe_if_unneeded(transaction, &old, at)?;
            }
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::CredentialKind;
    use crate::tables::test_support::{self, at, token};

    fn production() -> Connection {
        Connection {
            id: "production".to_owned(),
            environment: Environment::Production,
            token_route: TokenRoute::OwnApp,
            app_id: Some(AppId::from("500")),
            user_configuration_id: Some("600".to_owned()),
            business_configuration_id: None,
            graph_version: "v26.0".to_owned(),
            graph_base_url: None,
            login_base_url: None,
            redirect_uri: Some("https://example.com/volta".to_owned()),
            backend_url: None,
            extra_hosts: vec!["sso.example.com".to_owned()],
        }
    }

    fn secret(id: &str) -> NewCredential {
        NewCredential {
            kind: CredentialKind::AppSecret,
            ..token(id, None)
        }
    }

    #[tokio::test]
    async fn values_are_replaced_and_the_secret_stays() {
        let (_folder, store) = test_support::store().await;
        store.save_connection(production(), at(1)).await.unwrap();
        store
            .set_connection_secret("production".to_owned(), Some(secret("s1")), at(2))
            .await
            .unwrap();
        let changed = Connection {
            token_route: TokenRoute::Backend,
            ..production()
        };
        store.save_connection(changed.clone(), at(3)).await.unwrap();
        assert_eq!(store.connections().await.unwrap(), [changed]);
        let kept = store
            .connection_secret("production".to_owned())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept.id.as_str(), "s1");
    }

    #[tokio::test]
    async fn a_replaced_or_removed_secret_is_wiped() {
        let (_folder, store) = test_support::store().await;
        store.save_connection(production(), at(1)).await.unwrap();
        for id in ["s1", "s2"] {
            store
                .set_connection_secret("production".to_owned(), Some(secret(id)), at(2))
                .await
                .unwrap();
        }
        store
            .set_connection_secret("production".to_owned(), None, at(3))
            .await
            .unwrap();
        assert_eq!(store.connection_secret("production".to_owned()).await, Ok(None));
        for id in ["s1", "s2"] {
            let row = store.credential(CredentialId::from(id)).await.unwrap().unwrap();
            assert_eq!(row.secret, None, "{id} must be wiped");
        }
    }

    #[tokio::test]
    async fn an_unknown_connection_takes_no_secret() {
        let (_folder, store) = test_support::store().await;
        let refused = store
            .set_connection_secret("x".to_owned(), Some(secret("s1")), at(1))
            .await;
        assert_eq!(refused, Err(StoreError::NotFound("connection")));
        assert_eq!(store.credential(CredentialId::from("s1")).await, Ok(None));
    }
}
