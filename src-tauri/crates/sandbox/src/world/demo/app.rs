//! The app that the company uses, its three configurations, and the app that it used before.

use super::tokens::{APP_TOKEN, SCOPES};
use super::{APP_CALLBACK, VERIFY_TOKEN};
use crate::world::{App, AppKind, Callback, Configuration, TokenKind, World};

/// App id of the demonstration.
pub const DEMO_APP_ID: &str = "834627195038146";
/// Configuration whose tokens speak for the person.
pub const DEMO_USER_CONFIGURATION: &str = "1294857360184273";
/// Configuration whose tokens speak for the business.
pub const DEMO_BISU_CONFIGURATION: &str = "1738204956172840";
/// A deleted configuration.
pub const DEMO_DEAD_CONFIGURATION: &str = "1056283749105522";
/// The app of the platform before this one.
pub(super) const FORMER_APP: &str = "917350264819026";

/// The app, its three configurations, and its developer.
pub(in crate::world) fn add_app(world: &mut World) {
    let app = App {
        id: DEMO_APP_ID.to_owned(),
        name: "Atende Fácil".to_owned(),
        secret: "5f2c81d0b94e46a7831f0c6d29be75a4".to_owned(),
        redirect_uris: vec![
            "{login}/connect/login_success.html".to_owned(),
            "https://www.facebook.com/connect/login_success.html".to_owned(),
            "https://painel.atendefacil.example/meta/retorno".to_owned(),
        ],
        live: true,
        kind: AppKind::Business,
        require_proof: false,
        developers: vec!["ana".to_owned()],
        callback: Some(Callback {
            url: APP_CALLBACK.to_owned(),
            verify_token: VERIFY_TOKEN.to_owned(),
            fields: ["account_update", "messages", "phone_number_quality_update"]
                .map(str::to_owned)
                .to_vec(),
        }),
        app_tokens: Vec::new(),
    };
    world.apps.insert(app.id.clone(), app);
    for (id, name, token, alive) in [
        (
            DEMO_USER_CONFIGURATION,
            "Reconexão (pessoa)",
            TokenKind::User,
            true,
        ),
        (
            DEMO_BISU_CONFIGURATION,
            "Reconexão (empresa)",
            TokenKind::SystemUser,
            true,
        ),
        (DEMO_DEAD_CONFIGURATION, "Antiga", TokenKind::User, false),
    ] {
        let configuration = Configuration {
            id: id.to_owned(),
            app: DEMO_APP_ID.to_owned(),
            name: name.to_owned(),
            token,
            scopes: SCOPES.map(str::to_owned).to_vec(),
            expiring: false,
            alive,
        };
        world.configurations.insert(id.to_owned(), configuration);
    }
}

/// The app of the platform before this one, and an app token that somebody took for a channel's.
pub(super) fn add_former_app(world: &mut World) {
    if let Some(own) = world.apps.get_mut(DEMO_APP_ID) {
        own.app_tokens.push(APP_TOKEN.to_owned());
    }
    let former = App {
        id: FORMER_APP.to_owned(),
        name: "Painel Antigo".to_owned(),
        secret: "c07d3a96e51b48f2a4d8609b7f13e52c".to_owned(),
        redirect_uris: vec!["https://antigo.painel.example/meta/retorno".to_owned()],
        live: true,
        kind: AppKind::Business,
        require_proof: false,
        developers: Vec::new(),
        callback: None,
        app_tokens: Vec::new(),
    };
    world.apps.insert(former.id.clone(), former);
}
