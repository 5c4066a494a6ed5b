//! The Meta connection of the environment: the simulator's own, or what the person filled in.

use super::Session;
use super::account::storage;
use crate::connection::{self, Connection};
use crate::error::EngineError;
use crate::managed;
use crate::outside::Outside;
use crate::views::{ConnectionValues, ConnectionView, EnvironmentView};
use reconecta_core::connection::extra_hosts;
use reconecta_core::ids::AppId;
use reconecta_graph::{Graph, GraphSettings};
use reconecta_store::{CredentialKind, Environment, TokenRoute};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;

/// Id of the one connection of an environment.
pub(super) const ROW: &str = "meta";

impl Session {
    /// The connection, when it is complete.
    pub(crate) async fn connection(&self) -> Option<Connection> {
        self.connection.read().await.clone()
    }

    /// The client for the connection.
    pub(crate) async fn graph(&self) -> Option<Arc<Graph>> {
        self.graph.read().await.clone()
    }

    /// Reads the saved connection again and makes a new client.
    pub(crate) async fn refresh_connection(&self) {
        if self.environment == EnvironmentView::Production {
            let saved = Connection::of_meta(&self.saved_values().await, self.has_app_secret().await);
            *self.connection.write().await = saved;
        }
        let graph = match &*self.connection.read().await {
            None => None,
            Some(connection) => client(connection, self.proof_secret(connection).await, &self.outside),
        };
        *self.graph.write().await = graph;
    }

    /// The app secret, where it is the company's own: each call then carries its proof.
    async fn proof_secret(&self, connection: &Connection) -> Option<SecretString> {
        match connection.route {
            connection::TokenRoute::OwnApp => self.app_secret().await.ok(),
            connection::TokenRoute::Backend(_)
            | connection::TokenRoute::DesktopGrant
            | connection::TokenRoute::Manual => None,
        }
    }

    /// The values in effect.
    async fn saved_values(&self) -> ConnectionValues {
        let kept = self.kept_values().await;
        let is_kept = kept.is_some();
        managed::preset(
            &self.outside.policy,
            kept.unwrap_or_else(connection::default_values),
            is_kept,
        )
    }

    /// What a person saved.
    async fn kept_values(&self) -> Option<ConnectionValues> {
        let rows = self.store.connections().await.unwrap_or_default();
        let row = rows.into_iter().find(|row| row.id == ROW)?;
        Some(ConnectionValues {
            app_id: row.app_id.map(|id| id.to_string()).unwrap_or_default(),
            configuration_id: row.user_configuration_id.unwrap_or_default(),
            graph_version: row.graph_version,
            route: match row.token_route {
                TokenRoute::OwnApp => "own_app",
                TokenRoute::Backend => "backend",
                TokenRoute::DesktopGrant => "desktop_grant",
                TokenRoute::Manual => "manual",
            }
            .to_owned(),
            redirect_uri: row.redirect_uri.unwrap_or_default(),
            backend_url: row.backend_url.unwrap_or_default(),
            extra_hosts: row.extra_hosts.join(", "),
        })
    }

    async fn has_app_secret(&self) -> bool {
        self.store
            .connection_secret(ROW.to_owned())
            .await
            .is_ok_and(|row| row.is_some())
    }

    /// What the settings screen shows.
    pub(crate) async fn connection_view(&self) -> ConnectionView {
        let ready = self.connection().await.is_some();
        if self.environment == EnvironmentView::Demonstration {
            let values = self.connection().await.map(provided_values).unwrap_or_default();
            return ConnectionView {
                values,
                has_app_secret: true,
                provided: true,
                ready,
            };
        }
        let has_app_secret = self.has_app_secret().await;
        ConnectionView {
            values: self.saved_values().await,
            has_app_secret,
            provided: false,
            ready,
        }
    }

    /// Saves the values, and the secret if one was typed.
    ///
    /// # Errors
    /// A field is wrong, the vault is closed, or the data file refused it.
    pub(crate) async fn save_connection(
        &self,
        values: ConnectionValues,
        app_secret: Option<SecretString>,
    ) -> Result<(), EngineError> {
        self.check_may_change()?;
        if self.environment == EnvironmentView::Demonstration {
            return Err(EngineError::NotAllowed);
        }
        managed::check_untouched(&self.outside.policy, &values)?;
        let checked = connection::check(&values, app_secret.is_some() || self.has_app_secret().await);
        if let Some(field) = checked.problems.keys().find(|_| !checked.can_save) {
            return Err(EngineError::InvalidInput { field: field.clone() });
        }
        let row = stored_row(&values)?;
        self.store
            .save_connection(row, self.now())
            .await
            .map_err(storage)?;
        if let Some(secret) = app_secret {
            let new = self.seal(CredentialKind::AppSecret, &secret, None).await?;
            self.store
                .set_connection_secret(ROW.to_owned(), Some(new), self.now())
                .await
                .map_err(storage)?;
        }
        self.note("connection_saved", None, json!({"app_id": values.app_id.trim()}))
            .await;
        self.refresh_connection().await;
        Ok(())
    }

    /// Forgets the app secret.
    ///
    /// # Errors
    /// The data file refused it.
    pub(crate) async fn remove_app_secret(&self) -> Result<(), EngineError> {
        self.check_may_change()?;
        self.store
            .set_connection_secret(ROW.to_owned(), None, self.now())
            .await
            .map_err(storage)?;
        self.note("app_secret_removed", None, json!({})).await;
        self.refresh_connection().await;
        Ok(())
    }

    /// Checks values while they are typed.
    pub(crate) async fn check_connection(
        &self,
        values: &ConnectionValues,
    ) -> crate::views::ConnectionCheckView {
        connection::check(values, self.has_app_secret().await)
    }
}

fn client(connection: &Connection, secret: Option<SecretString>, outside: &Outside) -> Option<Arc<Graph>> {
    let settings = GraphSettings::new(
        &connection.graph_base,
        &connection.login_base,
        &connection.graph_version,
    );
    let settings = settings.map(|settings| match secret {
        Some(secret) => settings.with_app_secret(secret),
        None => settings,
    });
    let made = settings.and_then(|settings| {
        let settings = settings.by_way_of(outside.way.clone());
        Graph::new(settings.telling_time(outside.server_time.clone()))
    });
    made.inspect_err(|error| tracing::error!(%error, "The client for Meta could not be made"))
        .ok()
        .map(Arc::new)
}

fn provided_values(connection: Connection) -> ConnectionValues {
    ConnectionValues {
        app_id: connection.app_id,
        configuration_id: connection.configuration_id.unwrap_or_default(),
        graph_version: connection.graph_version,
        route: "own_app".to_owned(),
        redirect_uri: connection.redirect_uri,
        backend_url: String::new(),
        extra_hosts: String::new(),
    }
}

fn stored_row(values: &ConnectionValues) -> Result<reconecta_store::Connection, EngineError> {
    let text = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    let token_route = match values.route.as_str() {
        "own_app" => TokenRoute::OwnApp,
        "backend" => TokenRoute::Backend,
        "desktop_grant" => TokenRoute::DesktopGrant,
        "manual" => TokenRoute::Manual,
        _ => {
            return Err(EngineError::InvalidInput {
                field: "route".to_owned(),
            });
        }
    };
    Ok(reconecta_store::Connection {
        id: ROW.to_owned(),
        environment: Environment::Production,
        token_route,
        app_id: text(&values.app_id).map(AppId::new),
        user_configuration_id: text(&values.configuration_id),
        business_configuration_id: None,
        graph_version: values.graph_version.trim().to_owned(),
        graph_base_url: None,
        login_base_url: None,
        redirect_uri: text(&values.redirect_uri),
        backend_url: text(&values.backend_url),
        extra_hosts: extra_hosts(&values.extra_hosts).map(str::to_owned).collect(),
    })
}
