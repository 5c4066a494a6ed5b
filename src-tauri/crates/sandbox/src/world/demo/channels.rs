//! The channels of the demonstration, as the customer-service platform stores them.

use super::accounts::{DELIVERY, EVENTS, SERVICE, STORES};
use super::branches;
use super::portfolios::{AURORA, FRANCHISE};
use super::tokens::{DEAD_TOKEN, FRANCHISE_TOKEN, PLATFORM_TOKEN};
use super::{AURORA_CALLBACK, SHOP_CALLBACK, VERIFY_TOKEN};

/// A channel as the customer-service platform stores it at the start of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedChannel {
    /// What is wrong, in a word of the table in `docs/simulator.md`; nothing is with `healthy`, `ninth_digit`,
    /// `coexistence` and `two_accounts`.
    pub cause: &'static str,
    /// Name of the channel.
    pub name: &'static str,
    /// Phone number id.
    pub phone_number_id: &'static str,
    /// WABA id.
    pub waba_id: &'static str,
    /// Portfolio id.
    pub business_id: &'static str,
    /// Number as the platform stores it.
    pub display_phone_number: &'static str,
    /// Access token that the platform uses (invented); empty where it has none.
    pub token: &'static str,
    /// Callback that the platform expects Meta to call.
    pub expected_callback: Option<&'static str>,
    /// Verify token that the platform expects.
    pub verify_token: &'static str,
    /// Two-step PIN that a person would know (invented).
    pub pin: Option<&'static str>,
    /// Code that the next SMS carries.
    pub sms_code: Option<&'static str>,
}

/// Where a channel points, and with what.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) account: &'static str,
    pub(super) business: &'static str,
    pub(super) token: &'static str,
    pub(super) callback: Option<&'static str>,
}

impl Place {
    /// An account whose messages go to the app's own callback.
    pub(super) const fn of(business: &'static str, account: &'static str, token: &'static str) -> Self {
        Self {
            account,
            business,
            token,
            callback: None,
        }
    }

    pub(super) const fn expecting(self, callback: &'static str) -> Self {
        Self {
            callback: Some(callback),
            ..self
        }
    }

    /// The same place, used with another token.
    pub(super) const fn with(self, token: &'static str) -> Self {
        Self { token, ..self }
    }
}

/// A channel with the cause of its number.
pub(super) struct Row {
    pub(super) cause: &'static str,
    pub(super) number: &'static str,
    pub(super) name: &'static str,
    /// As the platform stores it.
    pub(super) display: &'static str,
    pub(super) place: Place,
}

pub(super) const fn at(
    place: Place,
    cause: &'static str,
    number: &'static str,
    name: &'static str,
    display: &'static str,
) -> Row {
    Row {
        cause,
        number,
        name,
        display,
        place,
    }
}

const AT_SERVICE: Place = Place::of(AURORA, SERVICE, PLATFORM_TOKEN).expecting(AURORA_CALLBACK);
const AT_SHOP: Place = AT_SERVICE.expecting(SHOP_CALLBACK);
const AT_DELIVERY: Place = Place::of(AURORA, DELIVERY, PLATFORM_TOKEN);
const AT_STORES: Place = Place::of(FRANCHISE, STORES, FRANCHISE_TOKEN);
const AT_EVENTS: Place = Place::of(FRANCHISE, EVENTS, FRANCHISE_TOKEN);

/// Of the bakery and the franchise.
#[rustfmt::skip]
const ROWS: [Row; 14] = [
    at(AT_SERVICE, "healthy", "5501482736509114", "Balcão Centro", "+55 11 91234-0101"),
    at(AT_SERVICE.with(DEAD_TOKEN), "token_dead", "5501937465028226", "Encomendas", "+55 11 91234-0102"),
    at(AT_SERVICE, "needs_register_with_pin", "5502284019375531", "Confeitaria", "+55 11 91234-0103"),
    at(AT_SERVICE, "needs_register", "5502719463850042", "Cestas de café", "+55 11 91234-0104"),
    at(AT_SERVICE, "not_verified", "5503350182746619", "Loja Pinheiros", "+55 11 91234-0105"),
    at(AT_SHOP, "override_lost", "5503918264705537", "Loja Batel", "+55 41 91234-0106"),
    at(AT_SERVICE, "quality_red", "5504471829305566", "Promoções", "+55 11 91234-0107"),
    at(AT_SERVICE, "ninth_digit", "5505026384917740", "Fábrica", "+55 11 98123-0108"),
    at(AT_SERVICE, "pin_locked", "5505583920174468", "Financeiro", "+55 11 91234-0109"),
    at(AT_DELIVERY, "not_subscribed", "5506140927385519", "Entregas", "+55 11 91234-0110"),
    at(AT_STORES, "name_pending", "5506692847105533", "Loja Savassi", "+55 31 91234-0111"),
    at(AT_STORES, "banned", "5507253917408826", "Loja Recife", "+55 81 91234-0112"),
    at(AT_STORES, "coexistence_offboarded", "5507819264350071", "Loja Olinda", "+55 81 91234-0113"),
    at(AT_EVENTS, "payment_missing", "5508370152946683", "Eventos", "+55 11 91234-0114"),
];

/// Two-step PINs by cause.
pub(super) const REGISTER_PIN: &str = "371946";
pub(super) const LOCKED_PIN: &str = "905218";
/// The code of the next SMS.
pub(super) const SMS_CODE: &str = "604815";

/// Every channel.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain(&branches::ROWS)
}

impl From<&'static Row> for SeedChannel {
    fn from(row: &'static Row) -> Self {
        Self {
            cause: row.cause,
            name: row.name,
            phone_number_id: row.number,
            waba_id: row.place.account,
            business_id: row.place.business,
            display_phone_number: row.display,
            token: row.place.token,
            expected_callback: row.place.callback,
            verify_token: VERIFY_TOKEN,
            pin: match row.cause {
                "needs_register_with_pin" => Some(REGISTER_PIN),
                "pin_locked" => Some(LOCKED_PIN),
                _ => None,
            },
            sms_code: (row.cause == "not_verified").then_some(SMS_CODE),
        }
    }
}
