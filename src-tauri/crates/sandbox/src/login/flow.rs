//! One run through the dialog, from its address to its redirect.

use crate::control::Autopilot;
use crate::graph::Params;
use crate::shared::Shared;
use crate::world::{App, Assets, Configuration, TokenKind, World};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What the dialog's address asked for.
#[derive(Clone, Debug)]
pub(crate) struct Dialog {
    pub(crate) app: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) code: bool,
    pub(crate) token: bool,
    pub(crate) granted_scopes: bool,
    pub(crate) configuration: Option<String>,
    pub(crate) kind: TokenKind,
    pub(crate) scopes: Vec<String>,
    pub(crate) expiring: bool,
    /// `auth_type`
    pub(crate) rerequest: bool,
    pub(crate) reauthenticate: bool,
}

/// A run through the dialog.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub(crate) id: String,
    pub(crate) dialog: Dialog,
    pub(crate) autopilot: Option<Autopilot>,
    /// Logged in, second factor included where there is one.
    pub(crate) person: Option<String>,
    /// Password was right, something else is missing.
    pub(crate) pending: Option<String>,
    pub(crate) two_factor: bool,
    pub(crate) assets: Assets,
    /// The person wants the full choice instead of the short screen.
    pub(crate) edit: bool,
    /// The person has switched accounts.
    pub(crate) switched: bool,
    /// How often each page was shown.
    pub(crate) visits: HashMap<&'static str, u32>,
}

/// Running dialogs by id.
#[derive(Debug, Default)]
pub(crate) struct Flows(Mutex<HashMap<String, Flow>>);

/// Why a dialog cannot start; none of them redirects.
pub(crate) enum Refused {
    UnknownApp,
    RedirectNotAllowed,
    DeadConfiguration,
    TokenTypeMismatch,
}

impl Flows {
    pub(crate) fn insert(&self, flow: Flow) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(flow.id.clone(), flow);
    }

    /// Changes a flow and answers its new form.
    pub(crate) fn update(&self, id: &str, change: impl FnOnce(&mut Flow)) -> Option<Flow> {
        let mut flows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let flow = flows.get_mut(id)?;
        change(flow);
        Some(flow.clone())
    }
}

impl Dialog {
    /// Checks the address against app and configuration.
    pub(crate) fn read(shared: &Shared, world: &World, params: &Params) -> Result<Self, Refused> {
        let text = |name: &str| params.text(name).filter(|text| !text.is_empty());
        let app: &App = text("client_id")
            .and_then(|id| world.apps.get(&id))
            .ok_or(Refused::UnknownApp)?;
        let redirect_uri = text("redirect_uri").ok_or(Refused::RedirectNotAllowed)?;
        if !shared.redirect_allowed(&app.redirect_uris, &redirect_uri) {
            return Err(Refused::RedirectNotAllowed);
        }
        let configuration: Option<&Configuration> = match text("config_id") {
            None => None,
            Some(id) => {
                let known = world
                    .configurations
                    .get(&id)
                    .filter(|one| one.alive && one.app == app.id);
                Some(known.ok_or(Refused::DeadConfiguration)?)
            }
        };
        let kind = configuration.map_or(TokenKind::User, |one| one.token);
        let wanted = text("response_type").unwrap_or_else(|| match (configuration, kind) {
            (Some(_), TokenKind::User) => "token".to_owned(),
            _ => "code".to_owned(),
        });
        let words: Vec<&str> = wanted.split([' ', ',']).collect();
        let (code, token) = (words.contains(&"code"), words.contains(&"token"));
        let overridden = text("override_default_response_type").is_some_and(|text| text == "true");
        let mismatch = match kind {
            TokenKind::SystemUser => token || !code,
            TokenKind::User => overridden && configuration.is_some(),
        };
        if mismatch {
            return Err(Refused::TokenTypeMismatch);
        }
        let plain = || {
            let list = text("scope").unwrap_or_default();
            list.split([' ', ','])
                .filter(|scope| !scope.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let auth_type = text("auth_type").unwrap_or_default();
        Ok(Self {
            app: app.id.clone(),
            redirect_uri,
            state: params.text("state"),
            code: code || !token,
            token,
            granted_scopes: words.contains(&"granted_scopes"),
            configuration: configuration.map(|one| one.id.clone()),
            kind,
            scopes: configuration.map_or_else(plain, |one| one.scopes.clone()),
            expiring: configuration.is_some_and(|one| one.expiring),
            rerequest: auth_type.split(',').any(|one| one == "rerequest"),
            reauthenticate: auth_type.split(',').any(|one| one == "reauthenticate"),
        })
    }
}

impl Flow {
    /// Portfolios that the person may choose: all of theirs, or with a business token those they administer.
    pub(crate) fn choosable_businesses<'w>(&self, world: &'w World) -> Vec<&'w crate::world::Business> {
        let person = self.person.as_deref().unwrap_or_default();
        let fits = |role| self.dialog.kind == TokenKind::User || role == crate::world::Role::Admin;
        world
            .businesses
            .values()
            .filter(|one| one.role_of(person).is_some_and(fits))
            .collect()
    }

    /// Accounts of the chosen portfolios that the person sees.
    pub(crate) fn choosable_accounts<'w>(&self, world: &'w World) -> Vec<&'w crate::world::Account> {
        let person = self.person.as_deref().unwrap_or_default();
        let chosen = self.assets.businesses.clone().unwrap_or_default();
        world
            .accounts
            .values()
            .filter(|one| chosen.contains(&one.owner) || one.shared_with.iter().any(|id| chosen.contains(id)))
            .filter(|one| world.person_sees_account(person, one))
            .collect()
    }

    /// What the person granted before, for the short screen.
    pub(crate) fn earlier_grant(&self, world: &World) -> Option<Assets> {
        let person = self.person.as_ref()?;
        let mut newest_first = world.grants.iter().rev();
        let same = newest_first.find(|one| {
            one.person == *person
                && one.app == self.dialog.app
                && one.configuration == self.dialog.configuration
        });
        same.map(|one| one.assets.clone())
    }
}
