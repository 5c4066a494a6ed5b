//! Registering numbers, their PIN, and their ownership codes (Meta: Registration; Two-step verification).

use super::error::GraphError;
use crate::world::{CodeStatus, NameStatus, Number, NumberStatus};
use serde_json::{Value, json};

const HOUR_MS: i64 = 3_600_000;
/// Window of the register and deregister budgets.
const WINDOW_MS: i64 = 72 * HOUR_MS;
/// Calls in the window.
const BUDGET: usize = 10;
/// Wrong PINs until the PIN is locked. Meta does not publish the number.
const PIN_GUESSES: usize = 5;
/// How long the PIN stays locked. Meta says so in `details` of the error.
const PIN_LOCK_MS: i64 = 12 * HOUR_MS;
/// Codes that can be asked for, and wrong codes, in 12 hours.
const CODE_REQUESTS: usize = 5;
const CODE_GUESSES: usize = 10;
const CODE_WINDOW_MS: i64 = 12 * HOUR_MS;
/// PINs that are too common to be set.
const WEAK_PINS: [&str; 4] = ["000000", "111111", "123456", "654321"];

fn ok() -> Value {
    json!({ "success": true })
}

fn too_many_attempts() -> GraphError {
    GraphError::numbered(133_016, "Account register deregister rate limit exceeded").details(
        "Registration or Deregistration failed because there were too many attempts for this phone number in a short period of time",
    )
}

fn check_pin_form(pin: &str) -> Result<(), GraphError> {
    if pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(GraphError::parameter("pin", "must be a string of 6 digits"))
    }
}

fn check_new_pin(pin: &str) -> Result<(), GraphError> {
    if WEAK_PINS.contains(&pin) {
        return Err(GraphError::numbered(100, "Invalid parameter")
            .details("The PIN is too weak. Choose another one."));
    }
    Ok(())
}

/// Compares a PIN with the number's and counts the guess.
fn check_pin(number: &mut Number, pin: &str, now_ms: i64) -> Result<(), GraphError> {
    let Some(right) = number.pin.clone() else {
        return Ok(());
    };
    let counters = &mut number.counters;
    if counters.pin_locked_until > now_ms {
        let minutes = (counters.pin_locked_until - now_ms + 59_999) / 60_000;
        return Err(
            GraphError::numbered(133_008, "Too many two step verification PIN guesses").details(format!(
                "Too many PIN guesses were made for this phone number. Try again in {minutes} minutes."
            )),
        );
    }
    if right == pin {
        counters.pin_failures.clear();
        return Ok(());
    }
    counters.pin_failures.push(now_ms);
    if counters.pin_failures.len() >= PIN_GUESSES {
        counters.pin_failures.clear();
        counters.pin_locked_until = now_ms + PIN_LOCK_MS;
    }
    Err(
        GraphError::numbered(133_005, "Two step verification PIN Mismatch")
            .details("The two-step verification PIN is incorrect."),
    )
}

/// `POST /{phone}/register`.
pub(crate) fn register(number: &mut Number, app: &str, pin: &str, now_ms: i64) -> Result<Value, GraphError> {
    check_pin_form(pin)?;
    if number.counters.registration_locked_until > now_ms {
        return Err(too_many_attempts());
    }
    number.counters.registrations.retain(|at| now_ms - at < WINDOW_MS);
    if number.counters.registrations.len() >= BUDGET {
        number.counters.registration_locked_until = now_ms + WINDOW_MS;
        return Err(too_many_attempts());
    }
    number.counters.registrations.push(now_ms);
    if number.on_biz_app {
        return Err(GraphError::numbered(100, "Invalid parameter").details(
            "This phone number is in use on the WhatsApp Business app. It cannot be registered by API; reconnect it in the app.",
        ));
    }
    if number.deleting_until > now_ms {
        return Err(GraphError::numbered(133_015, "Please wait a few minutes before attempting to register this phone number")
            .details("The phone number you are attempting to register was recently deleted, and deletion has not completed."));
    }
    if matches!(number.status, NumberStatus::Banned | NumberStatus::Restricted) {
        return Err(GraphError::numbered(131_031, "Business Account locked")
            .details("The account has been restricted or disabled from using the platform because of a policy violation."));
    }
    if number.code_status != CodeStatus::Verified && !number.sandbox && !number.registered {
        return Err(
            GraphError::numbered(133_006, "Phone number re-verification needed")
                .details("Phone number needs to be verified before registering."),
        );
    }
    // Meta: under the account model of 2026 a second partner's register passes without touching the PIN.
    let foreign = number.registered && number.registered_by.as_deref().is_some_and(|by| by != app);
    if foreign {
        return Ok(ok());
    }
    if number.pin.is_none() {
        check_new_pin(pin)?;
    }
    check_pin(number, pin, now_ms)?;
    number.pin = Some(pin.to_owned());
    number.registered = true;
    number.registered_by = Some(app.to_owned());
    if !matches!(number.status, NumberStatus::Flagged | NumberStatus::RateLimited) {
        number.status = NumberStatus::Connected;
    }
    if number.new_name_status == Some(NameStatus::Approved)
        && let Some(name) = number.new_display_name.take()
    {
        number.verified_name = name;
        number.name_status = NameStatus::Approved;
        number.new_name_status = None;
    }
    Ok(ok())
}

/// `POST /{phone}/deregister`.
pub(crate) fn deregister(number: &mut Number, now_ms: i64) -> Result<Value, GraphError> {
    if number.on_biz_app {
        return Err(GraphError::numbered(100, "Invalid parameter").details(
            "This phone number is in use on the WhatsApp Business app. It cannot be deregistered by API; disconnect it in the app.",
        ));
    }
    number
        .counters
        .deregistrations
        .retain(|at| now_ms - at < WINDOW_MS);
    if number.counters.deregistrations.len() >= BUDGET {
        return Err(too_many_attempts());
    }
    number.counters.deregistrations.push(now_ms);
    if !number.registered {
        return Err(GraphError::new(100, "Invalid parameter")
            .subcode(2_207_051)
            .for_people(
                "Phone number is not registered",
                "The phone number is not registered.",
            ));
    }
    number.disconnect();
    Ok(ok())
}

/// `POST /{phone}` with `pin`: sets or changes it; no old PIN is asked for. Meta does not say that it ends a lock.
pub(crate) fn set_pin(number: &mut Number, pin: &str) -> Result<(), GraphError> {
    check_pin_form(pin)?;
    check_new_pin(pin)?;
    number.pin = Some(pin.to_owned());
    Ok(())
}

/// `POST /{phone}/request_code`.
pub(crate) fn request_code(
    number: &mut Number,
    method: &str,
    fresh: String,
    now_ms: i64,
) -> Result<Value, GraphError> {
    if !matches!(method, "SMS" | "VOICE") {
        return Err(GraphError::parameter(
            "code_method",
            "must be one of {SMS, VOICE}",
        ));
    }
    let refused = |title: &str, message: &str| {
        GraphError::numbered(136_024, "Request code error")
            .subcode(2_388_091)
            .for_people(title, message)
    };
    if number.code_status == CodeStatus::Verified {
        return Err(refused(
            "Cannot send the code",
            "This phone number is already verified.",
        ));
    }
    number
        .counters
        .code_requests
        .retain(|at| now_ms - at < CODE_WINDOW_MS);
    if number.counters.code_requests.len() >= CODE_REQUESTS || number.counters.code_locked_until > now_ms {
        return Err(refused(
            "Cannot send the code",
            "You have requested too many codes. Please try again later.",
        ));
    }
    number.counters.code_requests.push(now_ms);
    number.code = Some(number.next_code.clone().unwrap_or(fresh));
    Ok(ok())
}

/// `POST /{phone}/verify_code`.
pub(crate) fn verify_code(number: &mut Number, code: &str, now_ms: i64) -> Result<Value, GraphError> {
    let wrong = |title: &str, message: &str| {
        GraphError::numbered(136_025, "Verify code error")
            .subcode(2_388_093)
            .for_people(title, message)
    };
    if number.counters.code_locked_until > now_ms {
        return Err(wrong(
            "Too many attempts",
            "You have entered too many wrong codes. Please try again in 12 hours.",
        ));
    }
    if number.code_status == CodeStatus::Verified {
        return Err(wrong(
            "Code is not applicable",
            "This phone number is already verified.",
        ));
    }
    if number.code.as_deref() != Some(code) {
        number
            .counters
            .code_failures
            .retain(|at| now_ms - at < CODE_WINDOW_MS);
        number.counters.code_failures.push(now_ms);
        if number.counters.code_failures.len() >= CODE_GUESSES {
            number.counters.code_locked_until = now_ms + CODE_WINDOW_MS;
        }
        return Err(wrong(
            "Incorrect code",
            "The code that you entered is incorrect. Please check and try again.",
        ));
    }
    number.code = None;
    number.counters.code_failures.clear();
    number.code_status = CodeStatus::Verified;
    if number.status == NumberStatus::Unverified {
        number.status = NumberStatus::Pending;
    }
    Ok(json!({ "success": true, "id": number.id }))
}
