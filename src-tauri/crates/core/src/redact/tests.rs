use super::redact;
use proptest::prelude::*;

const TOKEN: &str = "EAAN6tcBzZC5cBAGx7Wq2Jm9PZAoYk3L8vQ1rT";

#[test]
fn secrets_by_name() {
    let rows = [
        (
            "GET /v26.0/me?access_token=EAAB12345&fields=id",
            "GET /v26.0/me?access_token=[redacted]&fields=id",
        ),
        (
            "https://a.example/cb?code=AQDx1&state=abc#_=_",
            "https://a.example/cb?code=[redacted]&state=[redacted]#_=_",
        ),
        (
            "next=https%3A%2F%2Fa.example%3Fcode%3DAQDx1%26x%3D1",
            "next=https%3A%2F%2Fa.example%3Fcode%3D[redacted]%26x%3D1",
        ),
        (
            "client_secret=0123abcd&grant_type=x",
            "client_secret=[redacted]&grant_type=x",
        ),
        (
            r#"{"access_token": "abc", "token_type": "bearer"}"#,
            r#"{"access_token": "[redacted]", "token_type": "bearer"}"#,
        ),
        (
            r#"{\"pin\":\"123456\",\"ok\":true}"#,
            r#"{\"pin\":\"[redacted]\",\"ok\":true}"#,
        ),
        (r#"{"pin":123456}"#, r#"{"pin":[redacted]}"#),
        (
            r#"{"verify_token":"a\"b","x":1}"#,
            r#"{"verify_token":"[redacted]","x":1}"#,
        ),
        (
            "hub.verify_token=segredo&hub.challenge=99",
            "hub.verify_token=[redacted]&hub.challenge=[redacted]",
        ),
        (
            "Authorization: Bearer abc def\nHost: x",
            "Authorization: [redacted]\nHost: x",
        ),
        ("set-cookie: c_user=1; xs=2\nnext", "set-cookie: [redacted]\nnext"),
        ("appsecret_proof=aa11&x=1", "appsecret_proof=[redacted]&x=1"),
        ("got code=AQDxyz1234567890ab next", "got code=[redacted] next"),
        ("used Bearer abcdefghijklmnop here", "used Bearer [redacted] here"),
        (r#"password = "a b c" done"#, r#"password = "[redacted]" done"#),
    ];
    for (text, expected) in rows {
        assert_eq!(redact(text), expected);
        assert_eq!(redact(expected), expected, "masking twice changes nothing");
    }
}

#[test]
fn secrets_and_people_by_shape() {
    let rows = [
        (format!("token {TOKEN}."), "token [token].".to_owned()),
        (
            "id 634974688087057|0f1e2d3c4b5a69788796a5b4c3d2e1f0".into(),
            "id [token]".into(),
        ),
        ("mail ana.lima+x@empresa.com.br.".into(), "mail [e-mail].".into()),
        (
            "ligar +55 (11) 98765-4321, já".into(),
            "ligar [phone …21], já".into(),
        ),
        ("ligar (11) 98765-4321".into(), "ligar [phone …21]".into()),
        ("to=5511987654321".into(), "to=[…4321]".into()),
        (
            "numbers 106540352242922 and 524126980791429".into(),
            "numbers […2922] and […1429]".into(),
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(redact(&text), expected);
        assert_eq!(redact(&expected), expected, "masking twice changes nothing");
    }
}

#[test]
fn what_a_report_needs_stays() {
    let texts = [
        r#"{"error":{"code":190,"error_subcode":463,"type":"OAuthException","fbtrace_id":"AfwkfZm6RouSgmnWYNFln2q"}}"#,
        "code=133005 subcode=33 status=400 state=running",
        "2026-11-22T05:33:00.123Z INFO engine: attempt 0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b began",
        "2026-11-22 05:33:00 (#133016) too many attempts",
        "codes 2388091, 2494100 and 141000 at 192.168.100.200:8443",
        "permission whatsapp_business_management is missing; pin_enabled=true",
        "https://graph.facebook.com/v26.0/me/business_users?fields=business,role",
        "Comprovado há 3 dias — tudo certo",
    ];
    for text in texts {
        assert_eq!(redact(text), text);
    }
}

proptest! {
    #[test]
    fn it_never_panics_and_is_stable(text in ".*") {
        let once = redact(&text);
        prop_assert_eq!(redact(&once), once);
    }

    #[test]
    fn a_token_never_survives(before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
        let text = format!("{before} {TOKEN} {after}");
        prop_assert!(!redact(&text).contains(TOKEN));
    }

    #[test]
    fn a_token_glued_to_anything_never_survives(before in "[a-z?&=/ \"']{0,12}", after in "[a-z?&=/ \"']{0,12}") {
        let text = format!("{before}{TOKEN}{after}");
        prop_assert!(!redact(&text).contains(TOKEN));
    }

    #[test]
    fn a_number_never_survives(area in "[1-9][1-9]", line in "9[6-9][0-9]{7}", after in "[ .,;)]{0,3}") {
        let text = format!("from 55{area}{line}{after}");
        prop_assert!(!redact(&text).contains(&line));
    }
}
