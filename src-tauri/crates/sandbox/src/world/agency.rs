//! The world of an agency: many portfolios with many accounts and numbers, the same for the same seed.

use super::{
    Account, Business, CodeStatus, Member, NameStatus, Number, NumberStatus, Quality, Role, Subscription,
    World, demo,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// How large an agency's world is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgencySize {
    /// Portfolios.
    pub businesses: u32,
    /// Accounts in each.
    pub accounts_per_business: u32,
    /// Numbers in each account.
    pub numbers_per_account: u32,
}

impl Default for AgencySize {
    fn default() -> Self {
        Self {
            businesses: 5,
            accounts_per_business: 2,
            numbers_per_account: 4,
        }
    }
}

pub(super) const TRADES: [&str; 8] = [
    "Padaria",
    "Farmácia",
    "Ótica",
    "Clínica",
    "Livraria",
    "Oficina",
    "Mercearia",
    "Pousada",
];
pub(super) const NAMES: [&str; 9] = [
    "Jatobá",
    "Ipê Amarelo",
    "Maré Alta",
    "Serra Azul",
    "Girassol",
    "Bem-te-vi",
    "Cajuína",
    "Lua Cheia",
    "Pedra Branca",
];

/// A small generator of repeatable choices (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }

    pub(super) fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.roll(of.len() as u64)).unwrap_or_default();
        of.get(index).copied().unwrap_or_default()
    }
}

impl World {
    /// An agency whose administrator `ana` looks after all portfolios.
    pub fn agency(size: AgencySize, seed: u64) -> Self {
        let mut world = Self {
            name: "agency".to_owned(),
            ..Self::default()
        };
        demo::add_app(&mut world);
        demo::add_person(&mut world, "ana", "Ana Prado", None);
        world.administrator = Some("ana".to_owned());
        let mut dice = Dice(seed);
        for index in 0..size.businesses {
            add_business(&mut world, &mut dice, size, u64::from(index));
        }
        world
    }
}

fn add_business(world: &mut World, dice: &mut Dice, size: AgencySize, index: u64) {
    let id = format!("{}", 2_400_000_000_000_000 + index);
    let name = format!("{} {} {}", dice.pick(&TRADES), dice.pick(&NAMES), index + 1);
    world.businesses.insert(
        id.clone(),
        Business {
            id: id.clone(),
            name: format!("{name} Ltda"),
            verification: if dice.roll(10) == 0 {
                "not_verified"
            } else {
                "verified"
            }
            .to_owned(),
            two_factor: super::TwoFactor::None,
            timezone_id: 25,
            created_at: 1_600_000_000_000,
            messaging_limit: "TIER_2K".to_owned(),
            members: vec![Member {
                id: format!("{}", 2_500_000_000_000_000 + index),
                person: "ana".to_owned(),
                role: Role::Admin,
            }],
            system_users: Vec::new(),
            claimed_apps: vec![super::DEMO_APP_ID.to_owned()],
        },
    );
    for account in 0..u64::from(size.accounts_per_business) {
        let serial = index * u64::from(size.accounts_per_business) + account;
        let account_id = add_account(world, dice, serial, &id, &format!("{name} {}", account + 1));
        for number in 0..u64::from(size.numbers_per_account) {
            let serial = serial * u64::from(size.numbers_per_account) + number;
            add_number(world, dice, serial, &account_id, &name);
        }
    }
}

fn add_account(world: &mut World, dice: &mut Dice, serial: u64, owner: &str, name: &str) -> String {
    let id = format!("{}", 2_600_000_000_000_000 + serial);
    let subscribed = dice.roll(8) != 0;
    let subscriptions: BTreeMap<_, _> = subscribed
        .then(|| (super::DEMO_APP_ID.to_owned(), Subscription::default()))
        .into_iter()
        .collect();
    world.accounts.insert(
        id.clone(),
        Account {
            funding: (dice.roll(12) != 0).then(|| format!("{}", 2_700_000_000_000_000 + serial)),
            subscriptions,
            ..demo::account(&id, name, owner)
        },
    );
    id
}

fn add_number(world: &mut World, dice: &mut Dice, serial: u64, account: &str, name: &str) {
    let id = format!("{}", 2_800_000_000_000_000 + serial);
    let display = format!(
        "+55 11 9{:04}-{:04}",
        1000 + serial / 10_000 % 9000,
        serial % 10_000
    );
    let mut number = Number::connected(&id, account, &display, name);
    number.onboarded_at = 1_700_000_000_000 + i64::try_from(serial).unwrap_or_default();
    match dice.roll(12) {
        0 => number.disconnect(),
        1 => {
            number.disconnect();
            number.pin = Some("246810".to_owned());
        }
        2 => {
            number.disconnect();
            number.status = NumberStatus::Unverified;
            number.code_status = CodeStatus::NotVerified;
        }
        3 => {
            number.quality = Quality::Red;
            number.status = NumberStatus::Flagged;
        }
        4 => number.name_status = NameStatus::PendingReview,
        _ => {}
    }
    world.numbers.insert(id, number);
    world.record(account, "PHONE_NUMBER_ADDED", ("SYSTEM", None), Value::Null);
}
