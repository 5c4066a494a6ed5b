//! One line that more than one account lists, and one that has come to another company.

use super::*;

/// The target's number as this account of this portfolio lists it.
fn listed(id: &str, account: &str, portfolio: &str, status: NumberStatus) -> FoundNumber {
    let mut found = number(id, "+55 11 99999-0001", status);
    let business = Business {
        id: BusinessId::new(portfolio),
        name: Some(format!("Empresa {portfolio}")),
        verification_status: None,
        two_factor_type: None,
    };
    found.waba.id = WabaId::new(account);
    found.waba.owner = Some(business.clone());
    found.business = Some(business);
    found
}

/// An entry whose owner Meta did not tell.
fn ownerless(id: &str, account: &str) -> FoundNumber {
    let mut found = listed(id, account, "", NumberStatus::Connected);
    found.waba.owner = None;
    found.business = None;
    found
}

fn ids(attempt: &Attempt, wanted: impl Fn(&Choice) -> bool) -> Vec<String> {
    let choices = attempt.choices.iter().filter(|choice| wanted(choice));
    choices
        .map(|choice| format!("{}@{}", choice.number(), choice.found.waba.id))
        .collect()
}

fn cause(attempt: &Attempt) -> Option<Cause> {
    match &attempt.phase {
        Phase::Numbers { problem } => problem.as_ref().map(|problem| problem.cause),
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_two_accounts_the_channels_own_is_meant_then_its_portfolios() {
    use NumberStatus::{Connected, Deleted, Migrated};
    // The channel: number 100 in account 900 of portfolio 500.
    for (what, found, offered, chosen) in [
        (
            "its own account, although another has the smaller id",
            vec![
                listed("100", "800", "400", Connected),
                listed("100", "900", "500", Connected),
            ],
            vec!["100@900"],
            vec!["100@900"],
        ),
        (
            "its own account, not another of its portfolio",
            vec![
                listed("100", "800", "500", Connected),
                listed("100", "900", "500", Connected),
            ],
            vec!["100@900"],
            vec!["100@900"],
        ),
        (
            "its portfolio's account, where its own does not list it any more",
            vec![
                listed("100", "700", "400", Connected),
                listed("100", "800", "500", Connected),
            ],
            vec!["100@800"],
            vec!["100@800"],
        ),
        (
            "where it went, not what is left of it",
            vec![
                listed("100", "900", "500", Migrated),
                listed("777", "800", "500", Connected),
            ],
            vec!["777@800", "100@900"],
            vec!["777@800"],
        ),
        (
            "where it is, not where it was deleted",
            vec![
                listed("777", "900", "500", Connected),
                listed("100", "900", "500", Deleted),
            ],
            vec!["777@900", "100@900"],
            vec!["777@900"],
        ),
        (
            "the id that the channel has, of two in its account",
            vec![
                listed("777", "900", "500", Connected),
                listed("100", "900", "500", Connected),
            ],
            vec!["100@900", "777@900"],
            vec!["100@900"],
        ),
        (
            "the same entry twice is one",
            vec![
                listed("100", "900", "500", Connected),
                listed("100", "900", "500", Connected),
            ],
            vec!["100@900"],
            vec!["100@900"],
        ),
    ] {
        let attempt = at_numbers(Some(target()), found);
        assert_eq!(ids(&attempt, |_| true), offered, "{what}");
        assert_eq!(ids(&attempt, |choice| choice.preselected), chosen, "{what}");
        assert_eq!(cause(&attempt), None, "{what}");
    }
}

#[test]
fn where_nothing_tells_which_account_is_meant_the_person_chooses_one() {
    let found = vec![ownerless("100", "700"), ownerless("100", "800")];
    let attempt = at_numbers(Some(target()), found);
    assert_eq!(ids(&attempt, |choice| choice.preselected), Vec::<String>::new());
    assert_eq!(ids(&attempt, |choice| choice.contested).len(), 2);
    assert_eq!(cause(&attempt), Some(Cause::NumberInSeveralAccounts));
    assert!(attempt.not_shown().is_empty(), "the login shows the number");

    let both = vec![ChoiceId::new("100@700"), ChoiceId::new("100@800")];
    let (attempt, effects) = act(attempt, Action::SelectNumbers(both));
    assert!(effects.is_empty());
    assert_eq!(cause(&attempt), Some(Cause::NumberInSeveralAccounts));

    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("100@800")]));
    assert_eq!(effects.len(), 1);
    assert_eq!(attempt.numbers[0].id(), &NumberId::new("100"));
    assert_eq!(attempt.numbers[0].found.waba.id, WabaId::new("800"));
}

#[test]
fn a_new_channels_number_in_two_accounts_is_the_persons_choice_too() {
    let attempt = at_numbers(None, vec![ownerless("300", "700"), ownerless("300", "800")]);
    assert_eq!(cause(&attempt), None);
    assert_eq!(ids(&attempt, |choice| choice.contested).len(), 2);
    let both = vec![ChoiceId::new("300@700"), ChoiceId::new("300@800")];
    let (attempt, _) = act(attempt, Action::SelectNumbers(both));
    assert_eq!(cause(&attempt), Some(Cause::NumberInSeveralAccounts));
}

#[test]
fn two_entries_of_one_channel_are_never_worked_on_together() {
    let found = vec![
        listed("100", "900", "500", NumberStatus::Connected),
        listed("777", "900", "500", NumberStatus::Connected),
    ];
    let attempt = at_numbers(Some(target()), found);
    let both = vec![ChoiceId::new("100"), ChoiceId::new("777")];
    let (attempt, effects) = act(attempt, Action::SelectNumbers(both));
    assert!(
        effects.is_empty(),
        "the channel would be switched twice: {effects:?}"
    );
    assert_eq!(cause(&attempt), Some(Cause::NumberInSeveralAccounts));
}

#[test]
fn a_number_that_sits_in_a_foreign_portfolio_is_refused_with_its_owner() {
    let found = vec![listed("100", "800", "400", NumberStatus::Connected)];
    let attempt = at_numbers(Some(target()), found);
    assert_eq!(cause(&attempt), Some(Cause::NumberOfOtherCompany));
    let refusal = attempt.choices[0].refusal.as_ref().expect("a refusal");
    assert_eq!(
        refusal.params.get("company").map(String::as_str),
        Some("Empresa 400")
    );
    assert_eq!(attempt.not_shown().len(), 1, "the channel is left out");
    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("100")]));
    assert!(effects.is_empty(), "nothing begins: {effects:?}");
    assert_eq!(cause(&attempt), Some(Cause::NumberOfOtherCompany));
}

#[test]
fn an_owner_that_is_not_known_or_the_channels_own_account_is_no_foreign_portfolio() {
    let unknown_company = Target {
        business: None,
        ..target()
    };
    for (target, found) in [
        (target(), ownerless("100", "800")),
        (target(), listed("100", "900", "400", NumberStatus::Connected)),
        (
            unknown_company,
            listed("100", "800", "400", NumberStatus::Connected),
        ),
    ] {
        let attempt = at_numbers(Some(target), vec![found]);
        assert_eq!(cause(&attempt), None);
        assert_eq!(ids(&attempt, |choice| choice.preselected).len(), 1);
    }
}
