//! The demonstration: an invented bakery in São Paulo with two portfolios and one broken number per cause.

use super::demo_numbers::{self, SeedChannel};
use super::demo_past;
use super::{
    Account, App, AppKind, Assignment, Business, Callback, Configuration, Endpoint, Id, Manner, Member,
    Override, Person, Role, Subscription, SystemUser, Template, TokenKind, TwoFactor, World,
};
use std::collections::BTreeMap;

/// App id of the demonstration.
pub const DEMO_APP_ID: &str = "834627195038146";
/// Configuration whose tokens speak for the person.
pub const DEMO_USER_CONFIGURATION: &str = "1294857360184273";
/// Configuration whose tokens speak for the business.
pub const DEMO_BISU_CONFIGURATION: &str = "1738204956172840";
/// A deleted configuration.
pub const DEMO_DEAD_CONFIGURATION: &str = "1056283749105522";

/// Address that takes the app's webhooks.
const APP_CALLBACK: &str = "https://painel.atendefacil.example/webhooks/whatsapp";
/// Address that the bakery's main account is sent to instead.
pub(super) const AURORA_CALLBACK: &str = "https://aurora.atendefacil.example/webhooks/whatsapp";
/// Address that one shop is sent to instead.
pub(super) const SHOP_CALLBACK: &str = "https://aurora.atendefacil.example/webhooks/whatsapp/loja-batel";
/// Verify token of all of them.
pub(super) const VERIFY_TOKEN: &str = "aurora-verifica-2026";

pub(super) const AURORA: &str = "2204718395061742";
pub(super) const FRANCHISE: &str = "2209915740286631";
const OUTSIDE: &str = "2213360958174420";

pub(super) const SERVICE: &str = "3311845720963158";
pub(super) const DELIVERY: &str = "3314470918625503";
pub(super) const STORES: &str = "3318092457713649";
pub(super) const EVENTS: &str = "3320657319408872";
const OUTSIDE_ACCOUNT: &str = "3325514088296037";

/// The platform's own token for the bakery.
pub(super) const PLATFORM_TOKEN: &str = "EAAdemoPlataformaAuroraValidoA7kQ2mZbT9xLwVnRs4YcHd1EjGfUpZD";
/// The platform's own token for the franchise.
pub(super) const FRANCHISE_TOKEN: &str = "EAAdemoPlataformaFranquiaValidoB3nW8cJyK5tXsQhVm6PzDa2LrGuFeZD";
/// A token that died when its person changed the password.
pub(super) const DEAD_TOKEN: &str = "EAAdemoTokenAntigoSenhaTrocadaC9rT4vHxM1bZpLkWq7NsYd3JgEuFaZD";

pub(super) const SCOPES: [&str; 3] = [
    "whatsapp_business_management",
    "whatsapp_business_messaging",
    "business_management",
];

/// Channels that the demonstration account starts with, one per cause.
pub fn demo_channels() -> Vec<SeedChannel> {
    demo_numbers::channels()
}

impl World {
    /// The demonstration world.
    pub fn demo() -> Self {
        let mut world = Self {
            name: "demo".to_owned(),
            ..Self::default()
        };
        add_app(&mut world);
        for (handle, name, code) in [
            ("ana", "Ana Prado", None),
            ("bruno", "Bruno Teles", None),
            ("carla", "Carla Nogueira", Some("482913")),
            ("diego", "Diego Farias", None),
            ("helena", "Helena Sampaio", None),
        ] {
            add_person(&mut world, handle, name, code);
        }
        world.administrator = Some("ana".to_owned());
        add_businesses(&mut world);
        add_accounts(&mut world);
        let locked_until = world.now_ms() + 11 * 3_600_000;
        for mut number in demo_numbers::numbers() {
            if number.counters.pin_locked_until > 0 {
                number.counters.pin_locked_until = locked_until;
            }
            world.numbers.insert(number.id.clone(), number);
        }
        demo_past::add_tokens(&mut world);
        demo_past::add_history(&mut world);
        for url in [APP_CALLBACK, AURORA_CALLBACK, SHOP_CALLBACK] {
            let verify_token = Some(VERIFY_TOKEN.to_owned());
            world.endpoints.push(Endpoint {
                url: url.to_owned(),
                verify_token,
                manner: Manner::Working,
            });
        }
        world
    }
}

pub(super) fn add_person(world: &mut World, handle: &str, name: &str, code: Option<&str>) {
    let id = format!(
        "1022{:013}",
        4_185_930_000_000_u64 + 7_301_442_977 * (world.people.len() as u64 + 1)
    );
    let person = Person {
        id: id.chars().take(17).collect(),
        name: name.to_owned(),
        email: format!("{handle}@padariaaurora.example"),
        password: format!("{handle}-aurora-2026"),
        two_factor_code: code.map(str::to_owned),
        checkpoint: false,
        declines: Vec::new(),
    };
    world.people.insert(handle.to_owned(), person);
}

/// The app, its three configurations, and its developer.
pub(super) fn add_app(world: &mut World) {
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

fn member(id: &str, person: &str, role: Role) -> Member {
    Member {
        id: id.to_owned(),
        person: person.to_owned(),
        role,
    }
}

fn add_businesses(world: &mut World) {
    let created_at = world.now_ms() - 900 * 86_400_000;
    let platform_user = |id: &str| SystemUser {
        id: id.to_owned(),
        name: "Atende Fácil".to_owned(),
        role: Role::Employee,
        created_at,
        integration_of: Some(DEMO_APP_ID.to_owned()),
    };
    let mut add = |id: &str, name: &str, members: Vec<Member>, system_users: Vec<SystemUser>| {
        let business = Business {
            id: id.to_owned(),
            name: name.to_owned(),
            verification: "verified".to_owned(),
            two_factor: TwoFactor::None,
            timezone_id: 25,
            created_at,
            messaging_limit: "TIER_2K".to_owned(),
            members,
            system_users,
            claimed_apps: vec![DEMO_APP_ID.to_owned()],
        };
        world.businesses.insert(id.to_owned(), business);
    };
    add(
        AURORA,
        "Padaria Aurora Ltda",
        vec![
            member("4401837265019384", "ana", Role::Admin),
            member("4402291847365520", "bruno", Role::Employee),
            member("4403775610928347", "carla", Role::Admin),
        ],
        vec![platform_user("4450018273645519")],
    );
    add(
        FRANCHISE,
        "Aurora Franquias e Eventos Ltda",
        vec![
            member("4404418263950177", "ana", Role::Admin),
            member("4405590217364481", "carla", Role::Admin),
        ],
        vec![platform_user("4451190462837755")],
    );
    add(
        OUTSIDE,
        "Mercearia Boa Vista ME",
        vec![member("4406628193740056", "helena", Role::Admin)],
        Vec::new(),
    );
}

/// A healthy account with the templates that everybody has.
pub(super) fn account(id: &str, name: &str, owner: &str) -> Account {
    let template = |suffix: u8, name: &str, language: &str, body: &str| Template {
        id: format!("{}{suffix}", &id[..id.len().saturating_sub(1)]),
        name: name.to_owned(),
        language: language.to_owned(),
        category: "UTILITY".to_owned(),
        status: "APPROVED".to_owned(),
        body: body.to_owned(),
    };
    Account {
        id: id.to_owned(),
        name: name.to_owned(),
        owner: owner.to_owned(),
        shared_with: Vec::new(),
        status: "ACTIVE".to_owned(),
        review: "APPROVED".to_owned(),
        currency: "BRL".to_owned(),
        country: "BR".to_owned(),
        timezone_id: "25".to_owned(),
        template_namespace: format!("{}_a4d1_4c7e_9b2f", &id[..8.min(id.len())]),
        funding: Some(format!("55{}", &id[..14.min(id.len())])),
        created_at: 1_690_000_000_000,
        subscriptions: BTreeMap::new(),
        assigned: Vec::new(),
        templates: vec![
            template(
                1,
                "hello_world",
                "en_US",
                "Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API.",
            ),
            template(
                2,
                "pedido_pronto",
                "pt_BR",
                "Olá! O seu pedido está pronto para retirada.",
            ),
        ],
        activities: Vec::new(),
    }
}

fn add_accounts(world: &mut World) {
    let plain: BTreeMap<Id, Subscription> = [(DEMO_APP_ID.to_owned(), Subscription::default())]
        .into_iter()
        .collect();
    let redirected = Subscription {
        callback: Some(Override {
            url: AURORA_CALLBACK.to_owned(),
            verify_token: VERIFY_TOKEN.to_owned(),
        }),
    };
    let assigned = |user: &str, task: &str| Assignment {
        user: user.to_owned(),
        tasks: vec![task.to_owned()],
    };
    let service = Account {
        subscriptions: [(DEMO_APP_ID.to_owned(), redirected)].into_iter().collect(),
        assigned: vec![
            assigned("4401837265019384", "MANAGE"),
            assigned("4402291847365520", "DEVELOP"),
            assigned("4450018273645519", "MANAGE"),
        ],
        ..account(SERVICE, "Padaria Aurora Atendimento", AURORA)
    };
    let delivery = Account {
        assigned: vec![assigned("4401837265019384", "MANAGE")],
        ..account(DELIVERY, "Padaria Aurora Entregas", AURORA)
    };
    let stores = Account {
        subscriptions: plain.clone(),
        shared_with: vec![AURORA.to_owned()],
        ..account(STORES, "Aurora Franquias Lojas", FRANCHISE)
    };
    let events = Account {
        subscriptions: plain.clone(),
        funding: None,
        ..account(EVENTS, "Aurora Eventos", FRANCHISE)
    };
    let outside = Account {
        subscriptions: plain,
        ..account(OUTSIDE_ACCOUNT, "Mercearia Boa Vista", OUTSIDE)
    };
    for account in [service, delivery, stores, events, outside] {
        world.accounts.insert(account.id.clone(), account);
    }
    let number = super::Number::connected(
        "5509183746205518",
        OUTSIDE_ACCOUNT,
        "+55 31 97777-0900",
        "Mercearia Boa Vista",
    );
    world.numbers.insert(number.id.clone(), number);
}
