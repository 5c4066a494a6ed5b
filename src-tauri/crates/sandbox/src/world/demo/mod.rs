//! The demonstration: an invented bakery in São Paulo, the companies around it, and one number for each cause.

mod accounts;
mod app;
mod branches;
mod channels;
mod chatwoot;
mod numbers;
mod past;
mod portfolios;
mod tokens;

pub(super) use accounts::account;
pub(super) use app::add_app;
pub use app::{DEMO_APP_ID, DEMO_BISU_CONFIGURATION, DEMO_DEAD_CONFIGURATION, DEMO_USER_CONFIGURATION};
pub use channels::SeedChannel;
pub(super) use numbers::break_it;

use super::{Endpoint, Manner, Override, Person, World};

/// Address that takes the app's webhooks.
const APP_CALLBACK: &str = "https://painel.atendefacil.example/webhooks/whatsapp";
/// Address that the bakery's main account is sent to instead.
const AURORA_CALLBACK: &str = "https://aurora.atendefacil.example/webhooks/whatsapp";
/// Address that one shop is sent to instead.
const SHOP_CALLBACK: &str = "https://aurora.atendefacil.example/webhooks/whatsapp/loja-batel";
/// Address that one branch is sent to; its server turns everybody away.
const CLOSED_CALLBACK: &str = "https://filiais.atendefacil.example/webhooks/whatsapp";
/// Verify token of all of them.
const VERIFY_TOKEN: &str = "aurora-verifica-2026";

/// Messages go there instead.
fn redirected(url: &str) -> Override {
    Override {
        url: url.to_owned(),
        verify_token: VERIFY_TOKEN.to_owned(),
    }
}

/// Channels that the demonstration account starts with, one per cause.
pub fn demo_channels() -> Vec<SeedChannel> {
    channels::rows().map(SeedChannel::from).collect()
}

impl World {
    /// The demonstration world.
    pub fn demo() -> Self {
        let mut world = Self {
            name: "demo".to_owned(),
            ..Self::default()
        };
        add_app(&mut world);
        app::add_former_app(&mut world);
        for (handle, name, code) in [
            ("ana", "Ana Prado", None),
            ("bruno", "Bruno Teles", None),
            ("carla", "Carla Nogueira", Some("482913")),
            ("diego", "Diego Farias", None),
            ("helena", "Helena Sampaio", None),
            ("elisa", "Elisa Moura", None),
            ("fabio", "Fábio Rezende", None),
            ("gustavo", "Gustavo Lima", None),
            ("ines", "Inês Duarte", None),
        ] {
            add_person(&mut world, handle, name, code);
        }
        if let Some(held) = world.people.get_mut("gustavo") {
            held.checkpoint = true;
        }
        world.administrator = Some("ana".to_owned());
        portfolios::add_businesses(&mut world);
        accounts::add_accounts(&mut world);
        let locked_until = world.now_ms() + 11 * 3_600_000;
        for mut number in numbers::numbers() {
            if number.counters.pin_locked_until > 0 {
                number.counters.pin_locked_until = locked_until;
            }
            world.numbers.insert(number.id.clone(), number);
        }
        world.chatwoot = chatwoot::chatwoot();
        tokens::add_tokens(&mut world);
        past::add_history(&mut world);
        for (url, manner) in [
            (APP_CALLBACK, Manner::Working),
            (AURORA_CALLBACK, Manner::Working),
            (SHOP_CALLBACK, Manner::Working),
            (CLOSED_CALLBACK, Manner::Fails { status: 403 }),
        ] {
            let verify_token = Some(VERIFY_TOKEN.to_owned());
            world.endpoints.push(Endpoint {
                url: url.to_owned(),
                verify_token,
                manner,
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
