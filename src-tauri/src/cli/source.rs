//! Where the numbers are: a simulator started inside, or a given Graph API.

use super::Refused;
use super::secrets::Secrets;
use super::words::{Command, Place, Verb};
use crate::company::Company;
use crate::folders::Folders;
use meta_sandbox::{AgencySize, Sandbox, SeedChannel, World, demo_channels};
use reconecta_core::diagnosis::Expected;
use reconecta_core::fleet::Target;
use reconecta_core::ids::{AppId, NumberId};
use reconecta_engine::fleet::{
    Endpoint, FleetOrder, FleetTarget, GivenCallback, Givens, Registrations, Scope,
};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;

/// An open source; the simulator runs for as long as it is held.
pub(super) struct Source {
    pub(super) endpoint: Endpoint,
    pub(super) tokens: Vec<SecretString>,
    app: AppId,
    asker: Option<SecretString>,
    /// Channels of the demonstration, each with the place of its token if it has one.
    seeds: Vec<(SeedChannel, Option<usize>)>,
    /// Whether channels are read with their own tokens, so that a token without a wanted channel is not needed.
    own: bool,
    pub(super) givens: Givens,
    _sandbox: Option<Sandbox>,
}

impl Source {
    pub(super) async fn open(command: &Command, secrets: Secrets) -> Result<Self, Refused> {
        match &command.place {
            Place::World(name) => Self::world(name, command, secrets).await,
            Place::Graph { url, app } => Self::graph(url, app, command, secrets),
        }
    }

    fn graph(url: &str, app: &AppId, command: &Command, secrets: Secrets) -> Result<Self, Refused> {
        let tokens = secrets.all_tokens();
        if tokens.is_empty() {
            return Err(Refused::Usage("The standard input holds no token.".to_owned()));
        }
        let asker = secrets.app_secret.as_ref().map(|secret| app_token(app, secret));
        let way = Company::read().way;
        let endpoint = Endpoint::by_way_of(way, url, secrets.app_secret.clone(), command.wait)
            .map_err(|refused| Refused::Usage(format!("--graph-url cannot be used: {refused}.")))?;
        let mut givens = Givens::new(Some(app.clone()));
        let registers = command.verb == Verb::Reconnect && !command.plan;
        match Folders::find() {
            Ok(folders) => givens.registrations = Registrations::kept_in(&folders.data),
            Err(error) if registers => {
                let why = format!("There is no place to count registrations: {error}.");
                return Err(Refused::NotReady(why));
            }
            Err(_error) => {}
        }
        secrets.give(&mut givens)?;
        Ok(Self {
            endpoint,
            tokens,
            app: app.clone(),
            asker,
            seeds: Vec::new(),
            own: false,
            givens,
            _sandbox: None,
        })
    }

    async fn world(name: &str, command: &Command, secrets: Secrets) -> Result<Self, Refused> {
        let world = match name {
            "agency" => Some(World::agency(AgencySize::default(), 0)),
            name => World::named(name),
        };
        let world = world.ok_or_else(|| Refused::Usage("--world does not name a world.".to_owned()))?;
        let sandbox = Sandbox::start(world)
            .await
            .map_err(|error| Refused::NotReady(format!("The simulator could not be started: {error}.")))?;
        let endpoint = Endpoint::new(sandbox.graph_url(), None, command.wait)
            .map_err(|refused| Refused::NotReady(format!("The simulator cannot be used: {refused}.")))?;
        let (app, given) = (AppId::new(sandbox.app().id), secrets.all_tokens());
        let mut givens = Givens::new(Some(app.clone()));
        let mut tokens = given;
        let mut seeds = Vec::new();
        let is_administrator_s = tokens.is_empty();
        if is_administrator_s {
            tokens.push(SecretString::from(sandbox.admin_token()));
        }
        // A check shows each channel with its own token, a reconnection with the one that repairs it.
        let own = name == "demo" && is_administrator_s && command.verb == Verb::Check && !command.plan;
        if name == "demo" {
            for seed in demo_channels() {
                let place = if own {
                    place_of(&mut tokens, seed.token)
                } else {
                    Some(0)
                };
                if let Some(url) = seed.expected_callback {
                    let callback = GivenCallback {
                        url: url.to_owned(),
                        verify_token: SecretString::from(seed.verify_token),
                    };
                    givens
                        .callbacks
                        .insert(NumberId::new(seed.phone_number_id), callback);
                }
                seeds.push((seed, place));
            }
        }
        let asker = Some(app_token(&app, &SecretString::from(sandbox.app().secret)));
        secrets.give(&mut givens)?;
        Ok(Self {
            endpoint,
            tokens,
            app,
            asker,
            seeds,
            own,
            givens,
            _sandbox: Some(sandbox),
        })
    }

    /// What is to be read for the numbers of a command; all when none is named.
    pub(super) async fn order(&self, command: &Command) -> FleetOrder {
        let numbers = &command.numbers;
        let is_wanted = |id: &str| numbers.is_empty() || numbers.contains(&NumberId::new(id));
        let wanted = self
            .seeds
            .iter()
            .filter(|(seed, _)| is_wanted(seed.phone_number_id));
        let mut targets: Vec<FleetTarget> = wanted
            .map(|(seed, place)| FleetTarget {
                token: *place,
                target: self.target(seed),
            })
            .collect();
        let known: BTreeSet<NumberId> = targets
            .iter()
            .map(|target| target.target.expected.number.clone())
            .collect();
        let others: BTreeSet<NumberId> = numbers.difference(&known).cloned().collect();
        let listing = !others.is_empty();
        let scope = match (self.seeds.is_empty(), numbers.is_empty(), others.is_empty()) {
            (true, true, _) => Scope::Everything,
            (_, _, false) => Scope::Numbers(others),
            (_, _, true) => Scope::Targets,
        };
        let mut tokens = self.tokens.clone();
        if self.own {
            tokens = kept(&self.tokens, listing, &mut targets);
        }
        FleetOrder {
            tokens,
            asker: self.asker.clone(),
            app: Some(self.app.clone()),
            scope,
            targets,
            register_waits: self.givens.registrations.waits(self.endpoint.now()).await,
            detailed: command.plan || command.verb == Verb::Reconnect,
        }
    }

    fn target(&self, seed: &SeedChannel) -> Target {
        Target::new(Expected {
            number: seed.phone_number_id.into(),
            waba: seed.waba_id.into(),
            business: Some(seed.business_id.into()),
            display_phone_number: seed.display_phone_number.to_owned(),
            app: Some(self.app.clone()),
            callback: seed.expected_callback.map(str::to_owned),
            held: None,
        })
    }
}

/// The tokens that targets are read with, and the first one where accounts have to be listed; targets are told the new
/// places.
fn kept(all: &[SecretString], listing: bool, targets: &mut [FleetTarget]) -> Vec<SecretString> {
    let mut places: Vec<usize> = listing.then_some(0).into_iter().collect();
    for target in targets {
        let Some(place) = target.token else { continue };
        let known = places.iter().position(|kept| *kept == place);
        target.token = Some(known.unwrap_or_else(|| {
            places.push(place);
            places.len() - 1
        }));
    }
    places
        .iter()
        .filter_map(|place| all.get(*place))
        .cloned()
        .collect()
}

/// The place of a token, which is added when it is new; an empty text is none.
fn place_of(tokens: &mut Vec<SecretString>, text: &str) -> Option<usize> {
    if text.is_empty() {
        return None;
    }
    let known = tokens.iter().position(|token| token.expose_secret() == text);
    Some(known.unwrap_or_else(|| {
        tokens.push(SecretString::from(text));
        tokens.len() - 1
    }))
}

fn app_token(app: &AppId, secret: &SecretString) -> SecretString {
    SecretString::from(format!("{app}|{}", secret.expose_secret()))
}
