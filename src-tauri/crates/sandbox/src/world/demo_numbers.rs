//! Numbers of the demonstration and the channels that point at them.

use super::demo::{
    AURORA, AURORA_CALLBACK, DEAD_TOKEN, DELIVERY, EVENTS, FRANCHISE, FRANCHISE_TOKEN, PLATFORM_TOKEN,
    SERVICE, SHOP_CALLBACK, STORES, VERIFY_TOKEN,
};
use super::number::Counters;
use super::{CodeStatus, DEMO_APP_ID, NameStatus, Number, NumberStatus, Quality};

/// A channel as the customer-service platform stores it at the start of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedChannel {
    /// What is wrong: `healthy`, `token_dead`, `needs_register_with_pin`, `needs_register`, `not_verified`,
    /// `override_lost`, `quality_red`, `name_pending`, `pin_locked`, `ninth_digit`, `not_subscribed`, `banned`,
    /// `coexistence_offboarded`, `payment_missing`.
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
    /// Access token that the platform uses (invented).
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

struct Place {
    account: &'static str,
    business: &'static str,
    token: &'static str,
    callback: Option<&'static str>,
}

const SERVICE_PLACE: Place = Place {
    account: SERVICE,
    business: AURORA,
    token: PLATFORM_TOKEN,
    callback: Some(AURORA_CALLBACK),
};
const DELIVERY_PLACE: Place = Place {
    account: DELIVERY,
    business: AURORA,
    token: PLATFORM_TOKEN,
    callback: None,
};
const STORES_PLACE: Place = Place {
    account: STORES,
    business: FRANCHISE,
    token: FRANCHISE_TOKEN,
    callback: None,
};
const EVENTS_PLACE: Place = Place {
    account: EVENTS,
    business: FRANCHISE,
    token: FRANCHISE_TOKEN,
    callback: None,
};

/// Cause, number id, channel and display name, number as the platform stores it, place.
const ROWS: [(&str, &str, &str, &str, &Place); 14] = [
    (
        "healthy",
        "5501482736509114",
        "Balcão Centro",
        "+55 11 91234-0101",
        &SERVICE_PLACE,
    ),
    (
        "token_dead",
        "5501937465028226",
        "Encomendas",
        "+55 11 91234-0102",
        &SERVICE_PLACE,
    ),
    (
        "needs_register_with_pin",
        "5502284019375531",
        "Confeitaria",
        "+55 11 91234-0103",
        &SERVICE_PLACE,
    ),
    (
        "needs_register",
        "5502719463850042",
        "Cestas de café",
        "+55 11 91234-0104",
        &SERVICE_PLACE,
    ),
    (
        "not_verified",
        "5503350182746619",
        "Loja Pinheiros",
        "+55 11 91234-0105",
        &SERVICE_PLACE,
    ),
    (
        "override_lost",
        "5503918264705537",
        "Loja Batel",
        "+55 41 91234-0106",
        &SERVICE_PLACE,
    ),
    (
        "quality_red",
        "5504471829305566",
        "Promoções",
        "+55 11 91234-0107",
        &SERVICE_PLACE,
    ),
    (
        "ninth_digit",
        "5505026384917740",
        "Fábrica",
        "+55 11 98123-0108",
        &SERVICE_PLACE,
    ),
    (
        "pin_locked",
        "5505583920174468",
        "Financeiro",
        "+55 11 91234-0109",
        &SERVICE_PLACE,
    ),
    (
        "not_subscribed",
        "5506140927385519",
        "Entregas",
        "+55 11 91234-0110",
        &DELIVERY_PLACE,
    ),
    (
        "name_pending",
        "5506692847105533",
        "Loja Savassi",
        "+55 31 91234-0111",
        &STORES_PLACE,
    ),
    (
        "banned",
        "5507253917408826",
        "Loja Recife",
        "+55 81 91234-0112",
        &STORES_PLACE,
    ),
    (
        "coexistence_offboarded",
        "5507819264350071",
        "Loja Olinda",
        "+55 81 91234-0113",
        &STORES_PLACE,
    ),
    (
        "payment_missing",
        "5508370152946683",
        "Eventos",
        "+55 11 91234-0114",
        &EVENTS_PLACE,
    ),
];

const REGISTER_PIN: &str = "371946";
const LOCKED_PIN: &str = "905218";
const SMS_CODE: &str = "604815";

pub(super) fn channels() -> Vec<SeedChannel> {
    ROWS.iter()
        .map(|(cause, id, name, number, place)| SeedChannel {
            cause,
            name,
            phone_number_id: id,
            waba_id: place.account,
            business_id: place.business,
            display_phone_number: number,
            token: if *cause == "token_dead" {
                DEAD_TOKEN
            } else {
                place.token
            },
            expected_callback: if *cause == "override_lost" {
                Some(SHOP_CALLBACK)
            } else {
                place.callback
            },
            verify_token: VERIFY_TOKEN,
            pin: match *cause {
                "needs_register_with_pin" => Some(REGISTER_PIN),
                "pin_locked" => Some(LOCKED_PIN),
                _ => None,
            },
            sms_code: (*cause == "not_verified").then_some(SMS_CODE),
        })
        .collect()
}

/// The numbers, each with its one cause.
pub(super) fn numbers() -> Vec<Number> {
    ROWS.iter()
        .enumerate()
        .map(|(index, (cause, id, name, display, place))| {
            let mut number = Number::connected(id, place.account, display, &format!("Padaria Aurora {name}"));
            number.registered_by = Some(DEMO_APP_ID.to_owned());
            number.onboarded_at = 1_760_000_000_000 - i64::try_from(index).unwrap_or_default() * 3_600_000;
            break_it(&mut number, cause);
            number
        })
        .collect()
}

/// Gives a healthy number what belongs to it alone; causes of an account or a channel change nothing here.
pub(super) fn break_it(number: &mut Number, cause: &str) {
    match cause {
        "needs_register_with_pin" => {
            number.disconnect();
            number.pin = Some(REGISTER_PIN.to_owned());
        }
        "needs_register" => {
            number.disconnect();
            number.status = NumberStatus::Pending;
        }
        "not_verified" => {
            number.disconnect();
            number.status = NumberStatus::Unverified;
            number.code_status = CodeStatus::NotVerified;
            number.next_code = Some(SMS_CODE.to_owned());
        }
        "quality_red" => {
            number.quality = Quality::Red;
            number.status = NumberStatus::Flagged;
        }
        // The platform stores the ninth digit; Meta's account was made before it existed.
        "ninth_digit" => number.display_phone_number = "+55 11 8123-0108".to_owned(),
        "pin_locked" => {
            number.disconnect();
            number.pin = Some(LOCKED_PIN.to_owned());
            number.counters = Counters {
                pin_locked_until: i64::MAX,
                ..Counters::default()
            };
        }
        "name_pending" => number.name_status = NameStatus::PendingReview,
        "banned" => {
            number.status = NumberStatus::Banned;
            number.quality = Quality::Red;
        }
        "coexistence_offboarded" => {
            number.on_biz_app = true;
            number.disconnect();
        }
        _ => {}
    }
}
