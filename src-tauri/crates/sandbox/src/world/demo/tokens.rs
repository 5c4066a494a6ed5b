//! Tokens that were issued before the demonstration starts, living and dead.

use super::accounts::{
    BRANCH_STORES, COAST, COUNTRYSIDE, DELIVERY, EVENTS, HILLS, KIOSK_ACCOUNT, NORTH, SERVICE, STORES,
    WHOLESALE,
};
use super::app::{DEMO_APP_ID, FORMER_APP};
use super::portfolios::{
    AURORA, BRANCHES, FORMER_USER_OF_BRANCHES, FRANCHISE, KIOSKS, USER_OF_AURORA, USER_OF_BRANCHES,
    USER_OF_FRANCHISE, USER_OF_KIOSKS,
};
use crate::world::{Assets, Invalidity, Token, TokenKind, World};

/// The platform's own token for the bakery.
pub(super) const PLATFORM_TOKEN: &str = "EAAdemoPlataformaAuroraValidoA7kQ2mZbT9xLwVnRs4YcHd1EjGfUpZD";
/// The platform's own token for the franchise.
pub(super) const FRANCHISE_TOKEN: &str = "EAAdemoPlataformaFranquiaValidoB3nW8cJyK5tXsQhVm6PzDa2LrGuFeZD";
/// The platform's own token for the branches. One account was not shared with it.
pub(super) const BRANCH_TOKEN: &str = "EAAdemoPlataformaFiliaisValidoD6hR1yNqC8wKzTbVx3MsJd5PgLuEaZD";
/// The platform's own token for the kiosks.
pub(super) const KIOSK_TOKEN: &str = "EAAdemoPlataformaQuiosquesValidoE2jS7zPrD4xLaUcWy9NtKf1QhMvFbZD";
/// A token that died when its person changed the password.
pub(super) const DEAD_TOKEN: &str = "EAAdemoTokenAntigoSenhaTrocadaC9rT4vHxM1bZpLkWq7NsYd3JgEuFaZD";
/// The platform has none.
pub(super) const NO_TOKEN: &str = "";
/// Cut off by somebody who copied it; Meta cannot read it.
pub(super) const TORN_TOKEN: &str = "EAAdemoTokenCortadoAoCopiarF5kU3";
/// A business token of 60 days, whose days are over.
pub(super) const EXPIRED_TOKEN: &str = "EAAdemoTokenFiliaisVencidoG8mV6bQtF1zNcWdYx4RpLh9SjKuHaZD";
/// A business token of 60 days, in its last ones.
pub(super) const ENDING_TOKEN: &str = "EAAdemoTokenFiliaisNoFimH1nW9cRuG5aPdXeZy7SqMj3TkLvJbZD";
/// Inês took the app out of her integrations.
pub(super) const REMOVED_TOKEN: &str = "EAAdemoTokenInesRemovidoJ4pX2dSvH8bQeYfAz1TrNk6UmMwKcZD";
/// Ana's from a session that she has left.
pub(super) const ENDED_TOKEN: &str = "EAAdemoTokenAnaSessaoEncerradaK7qY5eTwJ2cRfZgBa4UsPm9VnNxLdZD";
/// Fábio's, who has left the company.
pub(super) const ROLE_TOKEN: &str = "EAAdemoTokenFabioSemFuncaoL1rZ8fUxK5dSgAhCb7VtQn3WpPyMeZD";
/// Gustavo's, whom Facebook holds at a checkpoint.
pub(super) const CHECKPOINT_TOKEN: &str = "EAAdemoTokenGustavoVerificacaoM4sA2gVyL8eThBjDc1WuRp6XqQzNfZD";
/// Issued to the app of the platform before.
pub(super) const FORMER_TOKEN: &str = "EAAdemoTokenPainelAntigoN7tB5hWzM2fUjCkEd4XvSq9YrRaPgZD";
/// The app's own, in the place of a channel's.
pub(super) const APP_TOKEN: &str = "834627195038146|dEmoTokenDoAppQ3uC8jXaN6gV";
/// Elisa's, an employee of the branches.
pub(super) const ELISA_TOKEN: &str = "EAAdemoTokenElisaFuncionariaP1vD4kYbP9hWnFmGe7ZxTr3AsScRjZD";
/// Ana's.
pub(super) const ANA_TOKEN: &str = "EAAdemoTokenAnaAdministradoraR5wE7mZcQ2jXpGnHf1AyUs6BtTdSkZD";
/// Carla's, from a session without a second factor.
pub(super) const CARLA_TOKEN: &str = "EAAdemoTokenCarlaSemSegundoFatorS8xF1nAdR5kYqHpJg4BzVt9CuUeTmZD";
/// Without the permission for messages.
pub(super) const MUTE_TOKEN: &str = "EAAdemoTokenSemMensagensT2yG4pBeS8mZrJqKh7CaWu1DvVfUnZD";

pub(super) const SCOPES: [&str; 3] = [
    "whatsapp_business_management",
    "whatsapp_business_messaging",
    "business_management",
];

const DAY: i64 = 86_400;

/// A business token that never ends.
fn of_business(now: i64, business: &str, user: &str, accounts: &[&str]) -> Token {
    Token {
        kind: TokenKind::SystemUser,
        app: DEMO_APP_ID.to_owned(),
        person: None,
        business: Some(business.to_owned()),
        system_user: Some(user.to_owned()),
        scopes: SCOPES.map(str::to_owned).to_vec(),
        assets: Assets {
            businesses: Some(vec![business.to_owned()]),
            accounts: Some(accounts.iter().map(|id| (*id).to_owned()).collect()),
        },
        issued_at: now - 200 * DAY,
        expires_at: 0,
        data_access_expires_at: 0,
        two_factor: false,
        invalid: None,
    }
}

/// A person's token from a login half of its life ago.
fn of_person(now: i64, person: &str) -> Token {
    Token {
        kind: TokenKind::User,
        person: Some(person.to_owned()),
        business: None,
        system_user: None,
        assets: Assets::default(),
        issued_at: now - 30 * DAY,
        expires_at: now + 30 * DAY,
        data_access_expires_at: now + 60 * DAY,
        ..of_business(now, "", "", &[])
    }
}

/// The same, ended days ago for the reason of a subcode of error 190.
fn ended(now: i64, person: &str, subcode: i64, days_ago: i64) -> Token {
    Token {
        invalid: Some(Invalidity {
            subcode,
            at: (now - days_ago * DAY) * 1000,
        }),
        ..of_person(now, person)
    }
}

pub(super) fn add_tokens(world: &mut World) {
    let now = world.now();
    let branches = || {
        let accounts = [BRANCH_STORES, WHOLESALE, COAST, COUNTRYSIDE, HILLS, NORTH];
        of_business(now, BRANCHES, USER_OF_BRANCHES, &accounts)
    };
    let of_sixty_days = |end: i64| Token {
        issued_at: end - 60 * DAY,
        expires_at: end,
        ..branches()
    };
    let tokens = [
        (
            PLATFORM_TOKEN,
            of_business(now, AURORA, USER_OF_AURORA, &[SERVICE, DELIVERY]),
        ),
        (
            FRANCHISE_TOKEN,
            of_business(now, FRANCHISE, USER_OF_FRANCHISE, &[STORES, EVENTS]),
        ),
        (BRANCH_TOKEN, branches()),
        (
            KIOSK_TOKEN,
            of_business(now, KIOSKS, USER_OF_KIOSKS, &[KIOSK_ACCOUNT]),
        ),
        (DEAD_TOKEN, ended(now, "ana", 460, 2)),
        (EXPIRED_TOKEN, of_sixty_days(now - 2 * DAY)),
        (ENDING_TOKEN, of_sixty_days(now + 4 * DAY)),
        (REMOVED_TOKEN, ended(now, "ines", 458, 3)),
        (ENDED_TOKEN, ended(now, "ana", 467, 5)),
        (ROLE_TOKEN, ended(now, "fabio", 492, 6)),
        (CHECKPOINT_TOKEN, ended(now, "gustavo", 459, 1)),
        (
            FORMER_TOKEN,
            Token {
                app: FORMER_APP.to_owned(),
                system_user: Some(FORMER_USER_OF_BRANCHES.to_owned()),
                ..branches()
            },
        ),
        (ELISA_TOKEN, of_person(now, "elisa")),
        (
            ANA_TOKEN,
            Token {
                issued_at: now - DAY,
                expires_at: now + 59 * DAY,
                data_access_expires_at: now + 89 * DAY,
                ..of_person(now, "ana")
            },
        ),
        (CARLA_TOKEN, of_person(now, "carla")),
        (
            MUTE_TOKEN,
            Token {
                scopes: vec![
                    "whatsapp_business_management".to_owned(),
                    "business_management".to_owned(),
                ],
                ..branches()
            },
        ),
    ];
    for (text, token) in tokens {
        world.tokens.insert(text.to_owned(), token);
    }
}
