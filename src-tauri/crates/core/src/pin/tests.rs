use super::*;
use proptest::prelude::*;

fn typed(text: &str) -> SecretString {
    SecretString::from(text)
}

const HOUR: i64 = 60 * 60 * 1000;

#[test]
fn six_digits_and_nothing_else() {
    for good in ["123456", "000000", " 150954 "] {
        assert_eq!(
            Pin::existing(&typed(good)).map(|pin| pin.expose().to_owned()),
            Ok(good.trim().to_owned())
        );
    }
    for bad in [
        "",
        "12345",
        "1234567",
        "12345a",
        "12 456",
        "１２３４５６",
        "-12345",
    ] {
        assert_eq!(
            Pin::existing(&typed(bad)).err(),
            Some(PinRefused::NotSixDigits),
            "{bad:?}"
        );
    }
}

#[test]
fn a_new_pin_must_not_be_guessable() {
    let weak = [
        "000000", "111111", "123456", "234567", "654321", "890123", "975319", "121212", "123123", "112233",
        "123321", "111222", "998877",
    ];
    for pin in weak {
        assert_eq!(Pin::chosen(&typed(pin)).err(), Some(PinRefused::Weak), "{pin}");
        assert!(
            Pin::existing(&typed(pin)).is_ok(),
            "an existing PIN may be weak: {pin}"
        );
    }
    for pin in ["150954", "739204", "102938", "846291"] {
        assert!(Pin::chosen(&typed(pin)).is_ok(), "{pin}");
    }
    assert_eq!(Pin::chosen(&typed("12")).err(), Some(PinRefused::NotSixDigits));
    assert_eq!(PinRefused::Weak.cause(), Cause::PinWeak);
    assert_eq!(PinRefused::NotSixDigits.cause(), Cause::PinInvalid);
}

#[test]
fn ten_registrations_in_a_moving_window() {
    let now = UnixMillis(1_000 * HOUR);
    let hours_ago = |hours: i64| now.plus(-hours * HOUR);
    assert_eq!(
        register_budget(&[], now),
        Budget {
            used: 0,
            left: 10,
            next_free_at: None
        }
    );

    let nine: Vec<_> = (1..=9).map(hours_ago).collect();
    assert_eq!(
        register_budget(&nine, now),
        Budget {
            used: 9,
            left: 1,
            next_free_at: None
        }
    );

    let ten: Vec<_> = (1..=10).map(hours_ago).collect();
    let full = register_budget(&ten, now);
    assert_eq!((full.used, full.left), (10, 0));
    assert_eq!(
        full.next_free_at,
        Some(hours_ago(10).plus(WINDOW_MILLIS)),
        "the oldest leaves first"
    );

    let twelve: Vec<_> = (1..=12).map(hours_ago).collect();
    assert_eq!(
        register_budget(&twelve, now).next_free_at,
        Some(hours_ago(10).plus(WINDOW_MILLIS)),
        "three have to leave before one is free"
    );
    assert_eq!(
        register_budget(&[hours_ago(72)], now).used,
        0,
        "the window is exactly 72 hours"
    );
    assert_eq!(register_budget(&[hours_ago(71)], now).used, 1);
    assert_eq!(
        register_budget(&[now.plus(5 * HOUR)], now).used,
        1,
        "a changed clock frees nothing"
    );
}

#[test]
fn only_refusals_of_the_number_that_time_cures_announce_a_wait() {
    let now = UnixMillis(1_800_000_000_000);
    let minutes = |minutes: i64| Some(now.plus(minutes * 60_000));
    for (cause, until) in [
        (Cause::PinLocked, minutes(720)),
        (Cause::PinTooFast, minutes(5)),
        (Cause::RegistrationLocked, minutes(4320)),
        (Cause::NumberBeingDeleted, minutes(5)),
        (Cause::PinWrong, None),
        (Cause::CallLimit, None),
        (Cause::RegistrationBudgetUsed, None),
    ] {
        let wait = RegisterWait::announced(&Problem::new(cause, now));
        assert_eq!(wait.map(|wait| wait.until), until, "{}", cause.code());
        let Some(wait) = wait else { continue };
        assert!(wait.lasts(wait.until.plus(-1)) && !wait.lasts(wait.until));
        let told = wait.problem(now.plus(1));
        assert_eq!(
            (told.cause, told.until()),
            (cause, until),
            "the time does not move"
        );
    }
}

proptest! {
    #[test]
    fn the_budget_is_free_when_it_says_so(ages in prop::collection::vec(0..200_i64, 0..30)) {
        let now = UnixMillis(1_000 * HOUR);
        let attempts: Vec<_> = ages.iter().map(|age| now.plus(-age * HOUR)).collect();
        let budget = register_budget(&attempts, now);
        prop_assert!(budget.left <= REGISTRATIONS);
        prop_assert_eq!(budget.left == 0, budget.next_free_at.is_some());
        if let Some(free) = budget.next_free_at {
            prop_assert!(free > now);
            prop_assert!(register_budget(&attempts, free).left >= 1, "still full at {free:?}");
            prop_assert_eq!(register_budget(&attempts, free.plus(-1)).left, 0, "free earlier than told");
        }
    }

    #[test]
    fn extreme_times_do_not_panic(attempts in prop::collection::vec(any::<i64>(), 0..20), now in any::<i64>()) {
        let attempts: Vec<_> = attempts.into_iter().map(UnixMillis).collect();
        let _ = register_budget(&attempts, UnixMillis(now));
    }
}
