//! Numbers of the demonstration, each with its one cause.

use super::accounts::{BRANCH_STORES, WHOLESALE};
use super::app::DEMO_APP_ID;
use super::channels::{LOCKED_PIN, REGISTER_PIN, Row, SMS_CODE, rows};
use super::{CLOSED_CALLBACK, redirected};
use crate::world::number::Counters;
use crate::world::{CodeStatus, NameStatus, Number, NumberStatus, Quality};

/// The id under which a number was added again.
const ADDED_AGAIN: &str = "5524829607165316";
/// The id that a number has in the account to which it moved.
const AFTER_MOVE: &str = "5525284052710427";

/// The numbers: one for each channel, and the one that a number went on as after its move.
pub(super) fn numbers() -> Vec<Number> {
    let mut numbers: Vec<Number> = rows()
        .enumerate()
        .map(|(index, row)| {
            let mut number = made(row);
            number.onboarded_at = 1_760_000_000_000 - i64::try_from(index).unwrap_or_default() * 3_600_000;
            break_it(&mut number, row.cause);
            number
        })
        .collect();
    let moved = numbers
        .iter()
        .find(|number| number.status == NumberStatus::Migrated);
    let moved = moved.map(|old| {
        connected(
            AFTER_MOVE,
            WHOLESALE,
            &old.display_phone_number,
            &old.verified_name,
        )
    });
    numbers.extend(moved);
    numbers
}

/// A connected number where Meta has it, which is not always where the channel looks for it.
fn made(row: &Row) -> Number {
    let account = match row.cause {
        "waba_is_portfolio" => BRANCH_STORES,
        "number_not_in_waba" => WHOLESALE,
        _ => row.place.account,
    };
    let id = match row.cause {
        "number_id_changed" => ADDED_AGAIN,
        _ => row.number,
    };
    let mut number = connected(id, account, row.display, &format!("Padaria Aurora {}", row.name));
    if row.cause == "callback_closed" {
        let callback = redirected(CLOSED_CALLBACK);
        number.overrides.insert(DEMO_APP_ID.to_owned(), callback);
    }
    number
}

fn connected(id: &str, account: &str, display: &str, name: &str) -> Number {
    Number {
        registered_by: Some(DEMO_APP_ID.to_owned()),
        ..Number::connected(id, account, display, name)
    }
}

/// Gives a healthy number what belongs to it alone; causes of a token, an account or a channel change nothing here.
pub(in crate::world) fn break_it(number: &mut Number, cause: &str) {
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
        "name_not_approved" => number.name_status = NameStatus::Declined,
        "banned" => {
            number.status = NumberStatus::Banned;
            number.quality = Quality::Red;
        }
        "number_restricted" => number.status = NumberStatus::Restricted,
        "number_rate_limited" => number.status = NumberStatus::RateLimited,
        "number_migrated" => {
            number.disconnect();
            number.status = NumberStatus::Migrated;
        }
        "number_deleted" => {
            number.disconnect();
            number.status = NumberStatus::Deleted;
        }
        // Somebody stored the id of a neighbouring number.
        "number_form_differs" => number.display_phone_number = "+55 27 91234-0936".to_owned(),
        "coexistence" => number.on_biz_app = true,
        "coexistence_offboarded" => {
            number.on_biz_app = true;
            number.disconnect();
        }
        "two_accounts" => number.accounts.push(WHOLESALE.to_owned()),
        _ => {}
    }
}
