//! The accounts: healthy ones, and those whose state is the cause of all their numbers.

use super::app::DEMO_APP_ID;
use super::portfolios::{
    ANA_OF_AURORA, AURORA, BRANCHES, BRUNO_OF_AURORA, ELISA_OF_BRANCHES, FRANCHISE, KIOSKS, OUTSIDE,
    TREASURY, USER_OF_AURORA, USER_OF_BRANCHES,
};
use super::{AURORA_CALLBACK, redirected};
use crate::world::{Account, Assignment, Id, Number, Subscription, Template, World};
use std::collections::BTreeMap;

pub(super) const SERVICE: &str = "3311845720963158";
pub(super) const DELIVERY: &str = "3314470918625503";
pub(super) const STORES: &str = "3318092457713649";
pub(super) const EVENTS: &str = "3320657319408872";
const OUTSIDE_ACCOUNT: &str = "3325514088296037";
/// Of the franchise, shared with the branches.
pub(super) const PARTNERS: &str = "3327730194586203";
pub(super) const BRANCH_STORES: &str = "3330158264790415";
pub(super) const WHOLESALE: &str = "3331926507348812";
/// Not shared with the app.
pub(super) const HIRING: &str = "3333471958620764";
/// Rejected in Meta's review.
pub(super) const COAST: &str = "3335204617985310";
/// Still in Meta's review.
pub(super) const COUNTRYSIDE: &str = "3336852093471658";
/// Reviewed too often.
pub(super) const HILLS: &str = "3338419275061397";
/// Locked by Meta.
pub(super) const NORTH: &str = "3339760841529036";
pub(super) const KIOSK_ACCOUNT: &str = "3341385792064178";
pub(super) const TREASURY_ACCOUNT: &str = "3343097651842905";

/// A healthy account with the templates that everybody has.
pub(in crate::world) fn account(id: &str, name: &str, owner: &str) -> Account {
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

/// The app is subscribed, without an override.
fn plain() -> BTreeMap<Id, Subscription> {
    [(DEMO_APP_ID.to_owned(), Subscription::default())]
        .into_iter()
        .collect()
}

/// A healthy account that the app is subscribed to.
fn subscribed(id: &str, name: &str, owner: &str) -> Account {
    Account {
        subscriptions: plain(),
        ..account(id, name, owner)
    }
}

fn assigned(user: &str, task: &str) -> Assignment {
    Assignment {
        user: user.to_owned(),
        tasks: vec![task.to_owned()],
    }
}

pub(super) fn add_accounts(world: &mut World) {
    for account in of_the_bakery().into_iter().chain(of_the_branches()) {
        world.accounts.insert(account.id.clone(), account);
    }
    let number = Number::connected(
        "5509183746205518",
        OUTSIDE_ACCOUNT,
        "+55 31 97777-0900",
        "Mercearia Boa Vista",
    );
    world.numbers.insert(number.id.clone(), number);
}

fn of_the_bakery() -> [Account; 5] {
    let of_the_bakery = Subscription {
        callback: Some(redirected(AURORA_CALLBACK)),
    };
    [
        Account {
            subscriptions: [(DEMO_APP_ID.to_owned(), of_the_bakery)].into_iter().collect(),
            assigned: vec![
                assigned(ANA_OF_AURORA, "MANAGE"),
                assigned(BRUNO_OF_AURORA, "DEVELOP"),
                assigned(USER_OF_AURORA, "MANAGE"),
            ],
            ..account(SERVICE, "Padaria Aurora Atendimento", AURORA)
        },
        Account {
            assigned: vec![assigned(ANA_OF_AURORA, "MANAGE")],
            ..account(DELIVERY, "Padaria Aurora Entregas", AURORA)
        },
        Account {
            shared_with: vec![AURORA.to_owned()],
            ..subscribed(STORES, "Aurora Franquias Lojas", FRANCHISE)
        },
        Account {
            funding: None,
            ..subscribed(EVENTS, "Aurora Eventos", FRANCHISE)
        },
        subscribed(OUTSIDE_ACCOUNT, "Mercearia Boa Vista", OUTSIDE),
    ]
}

fn of_the_branches() -> [Account; 10] {
    let reviewed = |id: &str, name: &str, review: &str| Account {
        review: review.to_owned(),
        ..subscribed(id, name, BRANCHES)
    };
    [
        Account {
            shared_with: vec![BRANCHES.to_owned()],
            assigned: vec![assigned(ELISA_OF_BRANCHES, "DEVELOP")],
            ..subscribed(PARTNERS, "Aurora Franquias Parcerias", FRANCHISE)
        },
        Account {
            assigned: vec![
                assigned(ELISA_OF_BRANCHES, "DEVELOP"),
                assigned(USER_OF_BRANCHES, "MANAGE"),
            ],
            ..subscribed(BRANCH_STORES, "Aurora Filiais Lojas", BRANCHES)
        },
        subscribed(WHOLESALE, "Aurora Filiais Atacado", BRANCHES),
        subscribed(HIRING, "Aurora Filiais Recrutamento", BRANCHES),
        reviewed(COAST, "Aurora Filiais Litoral", "REJECTED"),
        reviewed(COUNTRYSIDE, "Aurora Filiais Interior", "PENDING"),
        reviewed(HILLS, "Aurora Filiais Serra", "LIMIT_REACHED"),
        Account {
            status: "DISABLED".to_owned(),
            ..subscribed(NORTH, "Aurora Filiais Norte", BRANCHES)
        },
        subscribed(KIOSK_ACCOUNT, "Aurora Quiosques", KIOSKS),
        subscribed(TREASURY_ACCOUNT, "Aurora Tesouraria", TREASURY),
    ]
}
