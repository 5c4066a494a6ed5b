use super::*;

const WORD: &str = "RECONECTA-ABCD9";
const FROM: UnixMillis = UnixMillis(1_790_000_000_000);

fn message(text: &str) -> PlatformMessage {
    PlatformMessage {
        inbox: 7,
        incoming: true,
        at: FROM,
        text: text.to_owned(),
    }
}

#[test]
fn only_the_whole_word_counts() {
    for (text, found) in [
        (WORD, true),
        ("Oi, RECONECTA-ABCD9!", true),
        ("(RECONECTA-ABCD9)\nobrigado", true),
        ("código:RECONECTA-ABCD9", true),
        ("RECONECTA-ABCD", false),
        ("RECONECTA-ABCD98", false),
        ("xRECONECTA-ABCD9", false),
        ("ÉRECONECTA-ABCD9", false),
        ("RECONECTA-ABCD9-2", false),
        ("RECONECTA-ABCD9_", false),
        ("RECONECTA-ABCD98 e RECONECTA-ABCD9", true),
        ("reconecta-abcd9", false),
        ("", false),
    ] {
        assert_eq!(has_word(text, WORD), found, "{text}");
    }
    assert!(!has_word("anything", ""), "no word is in no text");
}

#[test]
fn only_a_customer_s_new_message_in_the_inbox_is_an_arrival() {
    let good = message(WORD);
    assert!(is_arrival(&good, 7, WORD, FROM));
    for (name, message) in [
        (
            "the team wrote it",
            PlatformMessage {
                incoming: false,
                ..good.clone()
            },
        ),
        (
            "another inbox",
            PlatformMessage {
                inbox: 8,
                ..good.clone()
            },
        ),
        (
            "older than the word",
            PlatformMessage {
                at: FROM.plus(-1),
                ..good.clone()
            },
        ),
        ("another word", self::message("RECONECTA-ABCD8")),
    ] {
        assert!(!is_arrival(&message, 7, WORD, FROM), "{name}");
    }
    assert_eq!(counts_from(UnixMillis(1_000_000)), UnixMillis(880_000));
}

#[test]
fn the_inbox_is_known_by_its_id_and_by_its_number_only_where_the_id_is_not_told() {
    let inbox = |id: u64, number: Option<&str>, meta: Option<&str>| PlatformInbox {
        id,
        name: format!("Caixa {id}"),
        phone_number: number.map(str::to_owned),
        phone_number_id: meta.map(str::to_owned),
    };
    let site = inbox(1, None, None);
    let number = "+55 11 98123-0108";
    for (name, inboxes, found) in [
        (
            "by id, whatever its number",
            vec![site.clone(), inbox(2, Some("+5511900000000"), Some("900"))],
            Some(2),
        ),
        (
            "an agent is told no id",
            vec![site.clone(), inbox(3, Some("+5511981230108"), None)],
            Some(3),
        ),
        (
            "the ninth digit",
            vec![inbox(4, Some("+551181230108"), None)],
            Some(4),
        ),
        (
            "the same number under another id",
            vec![inbox(5, Some("+5511981230108"), Some("901"))],
            None,
        ),
        ("no inbox with a number", vec![site], None),
        ("none", vec![], None),
    ] {
        let chosen = inbox_of(&inboxes, "900", number).map(|inbox| inbox.id);
        assert_eq!(chosen, found, "{name}");
    }
}

#[test]
fn an_address_is_taken_as_it_is_typed_or_pasted() {
    for (text, address) in [
        ("https://app.chatwoot.com", Some("https://app.chatwoot.com/")),
        (
            " https://app.chatwoot.com/app/accounts/3/dashboard ",
            Some("https://app.chatwoot.com/"),
        ),
        (
            "https://loja.example/chat/app/login?x=1#y",
            Some("https://loja.example/chat/"),
        ),
        (
            "https://loja.example:8443/chat",
            Some("https://loja.example:8443/chat/"),
        ),
        (
            "https://loja.example/api/v1/profile",
            Some("https://loja.example/"),
        ),
        (
            "http://127.0.0.1:3000/chatwoot",
            Some("http://127.0.0.1:3000/chatwoot/"),
        ),
        ("http://localhost:3000", Some("http://localhost:3000/")),
        ("http://loja.example", None),
        ("http://localhost.loja.example", None),
        ("https://ana:senha@loja.example", None),
        ("ftp://loja.example", None),
        ("loja.example", None),
        ("", None),
    ] {
        let read = platform_address(text).map(String::from);
        assert_eq!(read.as_deref(), address, "{text}");
    }
}
