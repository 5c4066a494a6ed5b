use super::*;
use proptest::prelude::*;

const REDIRECT: &str = "https://painel.example.com/meta/retorno";
const STATE: &str = "q8Jw1o-8b7Zr4m2x9Kc0vT5yN3sLfH6dA_pUeRgWiXs";

fn read(url: &str) -> Result<LoginGrant, Rejection> {
    read_for(url, REDIRECT)
}

fn read_for(url: &str, redirect: &str) -> Result<LoginGrant, Rejection> {
    parse_redirect(&parsed(url), &parsed(redirect), &SecretString::from(STATE))
}

fn parsed(url: &str) -> Url {
    Url::parse(url).unwrap()
}

fn at(rest: &str) -> String {
    format!("{REDIRECT}{}", rest.replace("STATE", STATE))
}

#[test]
fn codes() {
    let good = [
        "?code=AQDx-1_2.3&state=STATE",
        "?state=STATE&code=AQDx-1_2.3",
        "?code=AQDx-1_2.3&state=STATE#_=_",
        "?code=AQDx-1_2.3&state=STATE&granted_scopes=email&granted_scopes=public_profile",
        "#code=AQDx-1_2.3&state=STATE",
    ];
    for rest in good {
        match read(&at(rest)) {
            Ok(LoginGrant::Code(code)) => assert_eq!(code.expose_secret(), "AQDx-1_2.3", "{rest}"),
            other => panic!("{rest} gave {other:?}"),
        }
    }
}

#[test]
fn tokens() {
    let rest = "#access_token=EAAB1&expires_in=5184000&data_access_expiration_time=1771000000&state=STATE\
                &long_lived_token=EAAB2";
    match read(&at(rest)).unwrap() {
        LoginGrant::Token {
            access_token,
            long_lived,
            expires_in,
            data_access_expiration_time,
        } => {
            assert_eq!(access_token.expose_secret(), "EAAB1");
            assert_eq!(long_lived.unwrap().expose_secret(), "EAAB2");
            assert_eq!(expires_in, Some(5_184_000));
            assert_eq!(data_access_expiration_time, Some(1_771_000_000));
        }
        LoginGrant::Code(_) => panic!("a token was taken for a code"),
    }
    match read(&at("#access_token=EAAB1&state=STATE&expires_in=0")).unwrap() {
        LoginGrant::Token {
            long_lived,
            expires_in,
            data_access_expiration_time,
            ..
        } => {
            assert!(long_lived.is_none() && data_access_expiration_time.is_none());
            assert_eq!(expires_in, Some(0));
        }
        LoginGrant::Code(_) => panic!("a token was taken for a code"),
    }
}

#[test]
fn refusals() {
    let rows = [
        ("", Rejection::Stray),
        ("?", Rejection::Stray),
        ("#_=_", Rejection::Stray),
        ("?code=AQD", Rejection::Missing("state")),
        ("?foo=bar", Rejection::Missing("state")),
        ("?state=STATE", Rejection::Missing("code")),
        ("?code=AQD&state=", Rejection::StateMismatch),
        ("?code=AQD&state=wrong", Rejection::StateMismatch),
        ("?code=AQD&state=STATEx", Rejection::StateMismatch),
        ("?code=AQD&state=STATE&state=STATE", Rejection::Duplicate("state")),
        ("?code=AQD&state=STATE#state=STATE", Rejection::Duplicate("state")),
        ("?code=AQD&code=AQE&state=STATE", Rejection::Duplicate("code")),
        ("?code=AQD&state=STATE#code=AQD", Rejection::Duplicate("code")),
        (
            "#access_token=A&access_token=B&state=STATE",
            Rejection::Duplicate("access_token"),
        ),
        ("?error=a&error=b&state=STATE", Rejection::Duplicate("error")),
        ("?code=AQD&state=STATE#access_token=EAAB", Rejection::Malformed),
        ("?code=&state=STATE", Rejection::Malformed),
        ("?code=A%20B&state=STATE", Rejection::Malformed),
        ("?code=A%00B&state=STATE", Rejection::Malformed),
        ("?code=A%FFB&state=STATE", Rejection::Malformed),
        (
            "#access_token=A&expires_in=soon&state=STATE",
            Rejection::Malformed,
        ),
        ("#access_token=A&expires_in=-1&state=STATE", Rejection::Malformed),
    ];
    for (rest, expected) in rows {
        assert_eq!(read(&at(rest)).unwrap_err(), expected, "{rest}");
    }
    let long = format!("?code={}&state=STATE", "A".repeat(9000));
    assert_eq!(read(&at(&long)).unwrap_err(), Rejection::Malformed);
}

#[test]
fn a_wrong_state_hides_everything_else() {
    for rest in [
        "?error=access_denied&error_code=200&state=wrong",
        "?code=A&code=B&state=wrong",
        "#access_token=A&expires_in=x&state=wrong",
    ] {
        assert_eq!(read(&at(rest)).unwrap_err(), Rejection::StateMismatch, "{rest}");
    }
}

#[test]
fn denials() {
    let cancel = "?error=access_denied&error_code=200&error_reason=user_denied\
                  &error_description=Permissions+error&state=STATE";
    let rejection = read(&at(cancel)).unwrap_err();
    assert_eq!(
        rejection,
        Rejection::Denied {
            error: "access_denied".into(),
            reason: Some("user_denied".into()),
            code: Some(200),
            description: Some("Permissions error".into()),
        }
    );
    assert_eq!(rejection.cause(), Cause::LoginDenied);

    let odd = read(&at("?error_code=1349048&error_message=not%0Aallowed&state=STATE")).unwrap_err();
    match &odd {
        Rejection::Denied {
            error,
            code,
            description,
            ..
        } => {
            assert_eq!((error.as_str(), *code), ("", Some(1_349_048)));
            assert_eq!(
                description.as_deref(),
                Some("notallowed"),
                "control characters are dropped"
            );
        }
        other => panic!("{other:?}"),
    }
    let both = read(&at("?error=access_denied&code=AQD&state=STATE")).unwrap_err();
    assert_eq!(both.cause(), Cause::LoginDenied, "an error outweighs a code");
    let busy = read(&at("?error=temporarily_unavailable&state=STATE")).unwrap_err();
    assert_eq!(busy.cause(), Cause::MetaUnavailable);
}

#[test]
fn only_our_own_address_counts() {
    let strangers = [
        "http://painel.example.com/meta/retorno",
        "https://painel.example.com.evil.net/meta/retorno",
        "https://evil.net/https://painel.example.com/meta/retorno",
        "https://painel.example.com:8443/meta/retorno",
        "https://painel.example.com/meta/retorno/",
        "https://painel.example.com/meta/retornox",
        "https://painel.example.com/meta/Retorno",
        "https://user@painel.example.com/meta/retorno",
        "https://painel.example.com@evil.net/meta/retorno",
        "https://www.facebook.com/login.php?next=https://painel.example.com/meta/retorno",
    ];
    for stranger in strangers {
        let separator = if stranger.contains('?') { '&' } else { '?' };
        let url = format!("{stranger}{separator}code=AQD&state={STATE}");
        assert_eq!(read(&url).unwrap_err(), Rejection::NotOurRedirect, "{url}");
    }
    assert!(read("https://PAINEL.example.com:443/meta/retorno?code=AQD&state=STATE").is_err());
    let same = format!("https://PAINEL.example.com:443/meta/retorno?code=AQD&state={STATE}");
    assert!(
        read(&same).is_ok(),
        "case of the host and the default port do not matter"
    );
}

#[test]
fn a_redirect_with_its_own_query_keeps_it() {
    let redirect = "https://painel.example.com/retorno?tenant=7";
    let good = format!("https://painel.example.com/retorno?tenant=7&code=AQD&state={STATE}");
    assert!(read_for(&good, redirect).is_ok());
    let other = format!("https://painel.example.com/retorno?tenant=8&code=AQD&state={STATE}");
    assert_eq!(read_for(&other, redirect).unwrap_err(), Rejection::NotOurRedirect);
    let stray = "https://painel.example.com/retorno?tenant=7";
    assert_eq!(read_for(stray, redirect).unwrap_err(), Rejection::Stray);
}

#[test]
fn an_empty_expected_state_matches_nothing() {
    let url = Url::parse(&format!("{REDIRECT}?code=AQD&state=")).unwrap();
    let redirect = parsed(REDIRECT);
    let refused = parse_redirect(&url, &redirect, &SecretString::from("")).unwrap_err();
    assert_eq!(refused, Rejection::StateMismatch);
}

#[test]
fn secrets_do_not_print() {
    let grant = read(&at("?code=AQDsecret&state=STATE")).unwrap();
    assert!(!format!("{grant:?}").contains("AQDsecret"));
    let refused = read(&at("?code=AQDsecret&state=wrong")).unwrap_err();
    assert!(!format!("{refused:?} {refused}").contains("AQDsecret"));
}

#[test]
fn every_rejection_has_a_cause() {
    assert_eq!(Rejection::Stray.cause(), Cause::LoginClosed);
    assert!(Rejection::Stray.is_unfinished() && Rejection::NotOurRedirect.is_unfinished());
    assert!(!Rejection::StateMismatch.is_unfinished());
    for rejection in [
        Rejection::StateMismatch,
        Rejection::Duplicate("code"),
        Rejection::Malformed,
    ] {
        assert_eq!(rejection.cause(), Cause::RedirectRefused);
    }
}

/// Names as Facebook and an attacker might send them, with values that are sometimes nearly right.
fn parameter() -> impl Strategy<Value = (String, String)> {
    let name = prop::sample::select(vec![
        "state",
        "code",
        "access_token",
        "error",
        "error_code",
        "expires_in",
        "long_lived_token",
        "STATE",
        "_",
        "x",
    ]);
    let value = prop_oneof![
        "[A-Za-z0-9_-]{0,50}",
        Just(STATE.to_lowercase()),
        (0..STATE.len()).prop_map(|end| STATE[..end].to_owned()),
        Just(format!("{STATE}x")),
        Just(format!(" {STATE}")),
        ".*",
    ];
    (name.prop_map(str::to_owned), value)
}

fn address(query: &[(String, String)], fragment: &[(String, String)]) -> Url {
    let mut url = parsed(REDIRECT);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    if !fragment.is_empty() {
        let text = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fragment)
            .finish();
        url.set_fragment(Some(&text));
    }
    url
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_sequence_without_the_right_state_is_accepted(
        query in prop::collection::vec(parameter(), 0..6),
        fragment in prop::collection::vec(parameter(), 0..4),
    ) {
        let right = query.iter().chain(&fragment).any(|(name, value)| name == "state" && value == STATE);
        prop_assume!(!right);
        let url = address(&query, &fragment);
        let redirect = parsed(REDIRECT);
        let answer = parse_redirect(&url, &redirect, &SecretString::from(STATE));
        prop_assert!(answer.is_err(), "accepted {url}");
    }

    #[test]
    fn the_right_state_twice_is_never_accepted(
        mut query in prop::collection::vec(parameter(), 0..4),
        other in parameter().prop_map(|(_, value)| value),
        in_fragment in any::<bool>(),
    ) {
        query.push(("state".into(), STATE.into()));
        let second = ("state".to_owned(), other);
        let fragment = if in_fragment { vec![second] } else { query.push(second); Vec::new() };
        let url = address(&query, &fragment);
        let redirect = parsed(REDIRECT);
        let answer = parse_redirect(&url, &redirect, &SecretString::from(STATE));
        prop_assert_eq!(answer.unwrap_err(), Rejection::Duplicate("state"));
    }
}
