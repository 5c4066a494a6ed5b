use super::{Judgement, Territory};

fn territory() -> Territory {
    Territory::new(
        "https://www.facebook.com/connect/login_success.html",
        &["facebook.com".into(), "Meta.com".into()],
        &["http://127.0.0.1:4010".into()],
    )
    .expect("a well-formed border")
}

fn blocked(host: &str) -> Judgement {
    Judgement::Blocked(Some(host.to_owned()))
}

#[test]
fn pages_of_the_login_are_allowed() {
    for address in [
        "https://facebook.com/",
        "https://www.facebook.com/v26.0/dialog/oauth?client_id=1",
        "https://pt-br.facebook.com/login.php",
        "HTTPS://WWW.FACEBOOK.COM/",
        "https://www.facebook.com:443/",
        "https://auth.meta.com/",
        "http://127.0.0.1:4010/dialog",
        "about:blank",
        "about:srcdoc",
    ] {
        assert_eq!(territory().judge(address), Judgement::Allowed, "{address}");
    }
}

#[test]
fn lookalikes_and_other_schemes_are_blocked() {
    for (address, host) in [
        ("https://facebook.com.evil.com/", "facebook.com.evil.com"),
        ("https://evilfacebook.com/", "evilfacebook.com"),
        ("https://facebook.com@evil.com/", "evil.com"),
        ("https://person@www.facebook.com/", "www.facebook.com"),
        ("https://www.facebook.com:8443/", "www.facebook.com:8443"),
        ("https://www.facebook.com./", "www.facebook.com."),
        ("https://f\u{430}cebook.com/", "xn--fcebook-2fg.com"),
        ("http://www.facebook.com/", "www.facebook.com"),
        ("http://127.0.0.1:4011/", "127.0.0.1:4011"),
        ("https://127.0.0.1:4010/", "127.0.0.1:4010"),
        ("http://localhost:4010/", "localhost:4010"),
        ("http://u:p@127.0.0.1:4010/", "127.0.0.1:4010"),
        ("ftp://www.facebook.com/", "www.facebook.com"),
        ("fb://www.facebook.com/", "www.facebook.com"),
    ] {
        assert_eq!(territory().judge(address), blocked(host), "{address}");
    }
    for address in [
        "file:///etc/passwd",
        "data:text/html,x",
        "javascript:1",
        "about:config",
        "blob:x",
        "",
        "nonsense",
    ] {
        assert_eq!(territory().judge(address), Judgement::Blocked(None), "{address}");
    }
}

#[test]
fn the_redirect_is_matched_exactly() {
    for address in [
        "https://www.facebook.com/connect/login_success.html?code=1&state=2",
        "https://www.facebook.com/connect/login_success.html#access_token=1&state=2",
        "https://WWW.facebook.com:443/connect/login_success.html?error=access_denied",
    ] {
        assert_eq!(territory().judge(address), Judgement::Redirect, "{address}");
    }
    for address in [
        "https://www.facebook.com/connect/login_success.html/?code=1",
        "https://www.facebook.com/connect/Login_success.html?code=1",
        "https://m.facebook.com/connect/login_success.html?code=1",
        "https://www.facebook.com/login.php?next=https://www.facebook.com/connect/login_success.html?code=1",
    ] {
        assert_eq!(territory().judge(address), Judgement::Allowed, "{address}");
    }
    for address in [
        "http://www.facebook.com/connect/login_success.html?code=1",
        "https://www.facebook.com:444/connect/login_success.html?code=1",
        "https://x@www.facebook.com/connect/login_success.html?code=1",
    ] {
        assert!(
            matches!(territory().judge(address), Judgement::Blocked(Some(_))),
            "{address}"
        );
    }
}

#[test]
fn a_redirect_without_an_answer_is_stray() {
    for tail in ["", "?", "#", "?#", "#_=_"] {
        let address = format!("https://www.facebook.com/connect/login_success.html{tail}");
        assert_eq!(territory().judge(&address), Judgement::StrayRedirect, "{address}");
    }
    let own_query =
        Territory::new("https://app.example.com/back?tenant=7", &[], &[]).expect("a well-formed border");
    assert_eq!(
        own_query.judge("https://app.example.com/back?tenant=7"),
        Judgement::StrayRedirect
    );
    assert_eq!(
        own_query.judge("https://app.example.com/back?tenant=7&code=1"),
        Judgement::Redirect
    );
}

#[test]
fn an_answer_without_the_redirects_own_parameters_is_none() {
    let own_query =
        Territory::new("https://app.example.com/back?tenant=7", &[], &[]).expect("a well-formed border");
    assert_eq!(
        own_query.judge("https://app.example.com/back?tenant=8&code=1"),
        blocked("app.example.com")
    );
}

#[test]
fn what_is_longer_than_any_answer_is_stopped_and_not_handed_over() {
    let address = |length: usize| {
        format!(
            "https://www.facebook.com/connect/login_success.html?state=1&code={}",
            "x".repeat(length)
        )
    };
    assert_eq!(territory().judge(&address(20_000)), Judgement::Redirect);
    assert_eq!(territory().judge(&address(40_000)), blocked("www.facebook.com"));
}

#[test]
fn a_host_that_cannot_be_is_not_quoted() {
    let endless = format!("https://{}com/", "evil.".repeat(1000));
    assert_eq!(territory().judge(&endless), Judgement::Blocked(None));
}

#[test]
fn the_redirect_host_itself_need_not_be_allowed() {
    let own_backend =
        Territory::new("https://app.example.com/back", &["facebook.com".into()], &[]).expect("a border");
    assert_eq!(
        own_backend.judge("https://app.example.com/back?code=1"),
        Judgement::Redirect
    );
    assert_eq!(
        own_backend.judge("https://app.example.com/other"),
        blocked("app.example.com")
    );
}

#[test]
fn a_border_that_is_not_well_formed_is_refused() {
    let border = |redirect: &str, domain: &str, origin: &str| {
        Territory::new(redirect, &[domain.to_owned()], &[origin.to_owned()]).is_some()
    };
    let (redirect, origin) = ("https://www.facebook.com/done", "http://127.0.0.1:1");
    assert!(border(redirect, "facebook.com", origin));
    assert!(border("http://127.0.0.1:1/done", "facebook.com", origin));
    for bad in [
        "http://www.facebook.com/done",
        "http://127.0.0.1:2/",
        "https://a@b.com/",
        "https://b.com/#x",
        "file:///x",
        "?",
    ] {
        assert!(!border(bad, "facebook.com", origin), "redirect {bad}");
    }
    for bad in [
        "com",
        "",
        ".facebook.com",
        "facebook.com.",
        "facebook..com",
        "*.facebook.com",
        "a/b.com",
        "10.0.0.1",
    ] {
        assert!(!border(redirect, bad, origin), "domain {bad}");
    }
    for bad in [
        "http://localhost:1",
        "https://127.0.0.1:1",
        "http://127.0.0.1:1/x",
        "http://10.0.0.1:1",
        "http://a@127.0.0.1:1",
    ] {
        assert!(!border(redirect, "facebook.com", bad), "origin {bad}");
    }
}
