//! The world of a fleet: thousands of numbers whose causes are drawn from a seed, the same for the same seed.

use super::agency::{Dice, NAMES, TRADES};
use super::{Account, Business, Id, Member, Number, Role, Subscription, TwoFactor, World, demo};
use std::collections::BTreeMap;

/// How large a fleet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FleetSize {
    /// Phone numbers, spread evenly over the accounts.
    pub numbers: u32,
    /// Accounts.
    pub accounts: u32,
    /// Portfolios, each with its share of the accounts.
    pub businesses: u32,
}

impl Default for FleetSize {
    fn default() -> Self {
        Self::of(10_000, 500)
    }
}

impl FleetSize {
    /// So many numbers in so many accounts; ten accounts share a portfolio.
    pub fn of(numbers: u32, accounts: u32) -> Self {
        let accounts = accounts.max(1);
        Self {
            numbers,
            accounts,
            businesses: accounts.div_ceil(10),
        }
    }

    /// The size that a world's name tells: `fleet` or `fleet:1000x50`.
    pub(super) fn named(name: &str) -> Option<Self> {
        if name == "fleet" {
            return Some(Self::default());
        }
        let (numbers, accounts) = name.strip_prefix("fleet:")?.split_once('x')?;
        Some(Self::of(numbers.parse().ok()?, accounts.parse().ok()?))
    }

    fn name(self) -> String {
        format!("fleet:{}x{}", self.numbers, self.accounts)
    }

    /// The account of a number.
    fn account_of(self, number: u32) -> u32 {
        let place = u64::from(number) * u64::from(self.accounts) / u64::from(self.numbers.max(1));
        u32::try_from(place).unwrap_or_default()
    }

    /// The portfolio of an account.
    fn business_of(self, account: u32) -> u32 {
        let place = u64::from(account) * u64::from(self.businesses) / u64::from(self.accounts.max(1));
        u32::try_from(place).unwrap_or_default()
    }
}

/// Causes of single numbers, each with its share of a hundred; the rest is healthy.
const OF_NUMBERS: [(&str, u64); 7] = [
    ("needs_register_with_pin", 4),
    ("needs_register", 4),
    ("not_verified", 3),
    ("quality_red", 4),
    ("name_pending", 3),
    ("banned", 2),
    ("coexistence_offboarded", 2),
];
/// Causes of whole accounts, likewise.
const OF_ACCOUNTS: [(&str, u64); 2] = [("not_subscribed", 4), ("payment_missing", 3)];

fn draw(seed: u64, place: u64, among: &[(&'static str, u64)]) -> &'static str {
    let mut dice = Dice(seed ^ place.wrapping_mul(0xd6e8_feb8_6659_fd93));
    let mut rolled = dice.roll(100);
    for (cause, share) in among {
        if rolled < *share {
            return cause;
        }
        rolled -= share;
    }
    "healthy"
}

fn account_cause(seed: u64, account: u32) -> &'static str {
    draw(seed, (1 << 40) + u64::from(account), &OF_ACCOUNTS)
}

fn number_cause(seed: u64, number: u32) -> &'static str {
    draw(seed, u64::from(number), &OF_NUMBERS)
}

fn business_id(business: u32) -> Id {
    (3_400_000_000_000_000 + u64::from(business)).to_string()
}

fn account_id(account: u32) -> Id {
    (3_600_000_000_000_000 + u64::from(account)).to_string()
}

fn number_id(number: u32) -> Id {
    (3_800_000_000_000_000 + u64::from(number)).to_string()
}

/// What is wrong with each number of a fleet, in the order of ids: its own cause, and its account's.
pub fn fleet_causes(size: FleetSize, seed: u64) -> Vec<(Id, &'static str, &'static str)> {
    let causes = (0..size.numbers).map(|number| {
        let account = account_cause(seed, size.account_of(number));
        (number_id(number), number_cause(seed, number), account)
    });
    causes.collect()
}

impl World {
    /// A fleet whose administrator `ana` looks after all portfolios.
    pub fn fleet(size: FleetSize, seed: u64) -> Self {
        let mut world = Self {
            name: size.name(),
            ..Self::default()
        };
        demo::add_app(&mut world);
        demo::add_person(&mut world, "ana", "Ana Prado", None);
        world.administrator = Some("ana".to_owned());
        let mut dice = Dice(seed);
        let names: Vec<String> = (0..size.businesses)
            .map(|business| format!("{} {} {}", dice.pick(&TRADES), dice.pick(&NAMES), business + 1))
            .collect();
        let name_of = |business: u32| {
            let index = usize::try_from(business).unwrap_or_default();
            names.get(index).map(String::as_str).unwrap_or_default()
        };
        for business in 0..size.businesses {
            let portfolio = portfolio(business, name_of(business));
            world.businesses.insert(portfolio.id.clone(), portfolio);
        }
        for account in 0..size.accounts {
            let business = size.business_of(account);
            let name = format!("{} {}", name_of(business), account + 1);
            let made = messaging_account(account, business, &name, account_cause(seed, account));
            world.accounts.insert(made.id.clone(), made);
        }
        for number in 0..size.numbers {
            let account = size.account_of(number);
            let name = name_of(size.business_of(account));
            let made = phone_number(number, account, name, number_cause(seed, number));
            world.numbers.insert(made.id.clone(), made);
        }
        world
    }
}

fn portfolio(business: u32, name: &str) -> Business {
    Business {
        id: business_id(business),
        name: format!("{name} Ltda"),
        verification: "verified".to_owned(),
        two_factor: TwoFactor::None,
        timezone_id: 25,
        created_at: 1_600_000_000_000,
        messaging_limit: "TIER_2K".to_owned(),
        members: vec![Member {
            id: (3_500_000_000_000_000 + u64::from(business)).to_string(),
            person: "ana".to_owned(),
            role: Role::Admin,
        }],
        system_users: Vec::new(),
        claimed_apps: vec![super::DEMO_APP_ID.to_owned()],
    }
}

fn messaging_account(account: u32, business: u32, name: &str, cause: &str) -> Account {
    let id = account_id(account);
    let mut made = demo::account(&id, name, &business_id(business));
    if cause == "payment_missing" {
        made.funding = None;
    }
    let subscription =
        (cause != "not_subscribed").then(|| (super::DEMO_APP_ID.to_owned(), Subscription::default()));
    made.subscriptions = subscription.into_iter().collect::<BTreeMap<_, _>>();
    made.templates.clear();
    made
}

fn phone_number(number: u32, account: u32, name: &str, cause: &str) -> Number {
    let display = format!(
        "+55 11 9{:04}-{:04}",
        1000 + number / 10_000 % 9000,
        number % 10_000
    );
    let mut made = Number::connected(&number_id(number), &account_id(account), &display, name);
    made.onboarded_at = 1_700_000_000_000 + i64::from(number);
    demo::break_it(&mut made, cause);
    made
}
