use super::*;
use proptest::prelude::*;

#[test]
fn every_way_of_writing_gives_the_same_digits() {
    let forms = [
        "+55 11 98765-4321",
        "+55 (11) 98765-4321",
        "5511987654321",
        "005511987654321",
        "tel:+55-11-98765-4321",
        "\u{202a}+55 11 98765\u{2011}4321\u{202c}",
        "＋５５１１９８７６５４３２１",
        "  +55.11.98765.4321\u{a0}",
    ];
    for form in forms {
        assert_eq!(
            PhoneForm::parse(form).unwrap().digits(),
            "5511987654321",
            "{form:?}"
        );
    }
    assert_eq!(
        PhoneForm::parse("+44 (0)20 7946 0958").unwrap().e164(),
        "+442079460958"
    );
}

#[test]
fn other_texts_are_refused() {
    let texts = [
        "",
        "+",
        "abc",
        "123456",
        "0119876543",
        "+0 55 11 98765 4321",
        "1234567890123456",
        "+1 631 555 ext 5",
        "55+11987654321",
    ];
    for text in texts {
        assert_eq!(PhoneForm::parse(text), Err(NotANumber), "{text:?}");
    }
}

#[test]
fn comparison_by_country() {
    let by = |rule| Match::SameByRule(rule);
    let rows = [
        // Brazil: area codes from 11 to 99, old mobiles from 6 to 9.
        ("+55 11 98765-4321", "5511987654321", Match::Same),
        ("+55 11 98765-4321", "551187654321", by(Rule::BrazilNinthDigit)),
        ("+55 21 96543-2109", "552165432109", by(Rule::BrazilNinthDigit)),
        ("+55 31 97123-4567", "553171234567", by(Rule::BrazilNinthDigit)),
        ("+55 99 99999-9999", "559999999999", by(Rule::BrazilNinthDigit)),
        ("+55 11 98765-4321", "552187654321", Match::Different),
        ("+55 11 98765-4321", "551187654322", Match::Different),
        // A landline never gains a 9, and a new mobile without its 9 looks like one.
        ("+55 11 3456-7890", "5511934567890", Match::Unknown),
        ("+55 11 2345-6789", "5511923456789", Match::Unknown),
        ("+55 11 3456-7890", "551134567890", Match::Same),
        ("+55 11 3456-7890", "551134567891", Match::Different),
        ("+55 10 98765-4321", "551087654321", Match::Different),
        ("+55 11 88765-4321", "551187654321", Match::Different),
        // Mexico.
        (
            "+52 1 55 1234 5678",
            "+52 55 1234 5678",
            by(Rule::MexicoMobileOne),
        ),
        ("+52 1 55 1234 5678", "+52 55 1234 5679", Match::Different),
        // Argentina.
        (
            "+54 9 11 2345-6789",
            "+54 11 15-2345-6789",
            by(Rule::ArgentinaMobileNine),
        ),
        (
            "+54 9 11 2345-6789",
            "+54 11 2345-6789",
            by(Rule::ArgentinaMobileNine),
        ),
        (
            "+54 9 3543 45-6789",
            "+54 3543 15-45-6789",
            by(Rule::ArgentinaMobileNine),
        ),
        (
            "+54 9 351 345-6789",
            "+54 351 15-345-6789",
            by(Rule::ArgentinaMobileNine),
        ),
        ("+54 9 11 2345-6789", "+54 11 15-2345-6780", Match::Different),
        // Others.
        ("+229 01 97 12 34 56", "+229 97 12 34 56", by(Rule::BeninPrefix)),
        ("+44 (0)20 7946 0958", "+44 20 7946 0958", Match::Same),
        ("+44 020 7946 0958", "+44 20 7946 0958", by(Rule::TrunkZero)),
        ("+39 06 1234 5678", "+39 6 1234 5678", Match::Different),
        ("+1 631-555-1111", "16315551111", Match::Same),
        ("+1 631-555-1111", "+1 631-555-1112", Match::Different),
        ("+55 11 98765-4321", "+351 912 345 678", Match::Different),
        // Not numbers.
        ("", "+55 11 98765-4321", Match::Unknown),
        ("+55 11 98765-4321", "(11) 98765-4321 ramal", Match::Unknown),
    ];
    for (a, b, expected) in rows {
        assert_eq!(same_number(a, b), expected, "{a} and {b}");
        assert_eq!(same_number(b, a), expected, "{b} and {a}");
    }
}

#[test]
fn shown_as_people_write_them() {
    let rows = [
        ("5511987654321", "(11) 98765-4321", "+55 11 98765-4321"),
        ("+551134567890", "(11) 3456-7890", "+55 11 3456-7890"),
        ("+16315551111", "(631) 555-1111", "+1 631-555-1111"),
        ("+55 11 8123-0108", "(11) 8123-0108", "+55 11 8123-0108"),
    ];
    for (text, national, international) in rows {
        assert_eq!(show_both(text), (national.to_owned(), international.to_owned()));
    }
    assert_eq!(show_national("isto não é um número"), "isto não é um número");
    assert_eq!(show_both("+999 1234567").1, "+9991234567", "outside every plan");
}

#[test]
fn stored_as_text_and_checked_when_read() {
    let form = PhoneForm::parse("+55 11 98765-4321").unwrap();
    let json = serde_json::to_string(&form).unwrap();
    assert_eq!(json, "\"5511987654321\"");
    assert_eq!(serde_json::from_str::<PhoneForm>(&json).unwrap(), form);
    assert!(serde_json::from_str::<PhoneForm>("\"x\"").is_err());
}

fn ddd() -> impl Strategy<Value = String> {
    (1..=9_u8, 1..=9_u8).prop_map(|(a, b)| format!("{a}{b}"))
}

proptest! {
    #[test]
    fn nothing_panics(a in ".*", b in "[+0-9 ()-]{0,20}") {
        let _ = same_number(&a, &b);
        let _ = show_national(&a);
        let _ = show_both(&b);
    }

    #[test]
    fn comparison_is_symmetric_and_reflexive(a in "[1-9][0-9]{6,14}", b in "[1-9][0-9]{6,14}") {
        prop_assert_eq!(same_number(&a, &b), same_number(&b, &a));
        prop_assert_eq!(same_number(&a, &a), Match::Same);
    }

    #[test]
    fn old_and_new_brazilian_mobiles_are_one_line(area in ddd(), old in "[6-9][0-9]{7}") {
        let (short, long) = (format!("55{area}{old}"), format!("55{area}9{old}"));
        prop_assert_eq!(same_number(&short, &long), Match::SameByRule(Rule::BrazilNinthDigit));
    }

    #[test]
    fn a_brazilian_landline_is_never_taken_for_a_mobile(area in ddd(), line in "[2-5][0-9]{7}") {
        let (landline, mobile) = (format!("55{area}{line}"), format!("55{area}9{line}"));
        prop_assert!(!same_number(&landline, &mobile).is_same());
    }

    #[test]
    fn one_changed_digit_is_another_line(area in ddd(), old in "[6-9][0-9]{7}", at in 0..8_usize) {
        let changed: String = old.chars().enumerate()
            .map(|(i, c)| if i == at { if c == '9' { '8' } else { '9' } } else { c }).collect();
        let (a, b) = (format!("55{area}9{old}"), format!("55{area}{changed}"));
        prop_assert!(!same_number(&a, &b).is_same());
    }

    #[test]
    fn showing_keeps_every_digit(area in ddd(), line in "9[6-9][0-9]{7}") {
        let form = PhoneForm::parse(&format!("55{area}{line}")).unwrap();
        let shown: String = show_both(form.digits()).1.chars().filter(char::is_ascii_digit).collect();
        prop_assert_eq!(shown, form.digits());
    }
}
