//! The Chatwoot where the bakery's team answers: an inbox for each channel, and one of the site.

use super::channels::rows;
use super::{APP_CALLBACK, AURORA_CALLBACK, CLOSED_CALLBACK, SHOP_CALLBACK, VERIFY_TOKEN};
use crate::world::{Chatwoot, ChatwootInbox, ChatwootUser};

const ACCOUNT: u64 = 3;

/// The platform at the start of the demonstration.
pub(super) fn chatwoot() -> Chatwoot {
    let site = ChatwootInbox {
        id: 1,
        name: "Site".to_owned(),
        channel_type: "Channel::WebWidget".to_owned(),
        phone_number: None,
        phone_number_id: None,
        business_account_id: None,
        api_key: String::new(),
        webhook_verify_token: String::new(),
        reauthorization_required: false,
    };
    let of_whatsapp = rows().zip(2..).map(|(row, id)| ChatwootInbox {
        id,
        name: row.name.to_owned(),
        channel_type: "Channel::Whatsapp".to_owned(),
        phone_number: Some(e164(row.display)),
        phone_number_id: Some(row.number.to_owned()),
        business_account_id: Some(row.place.account.to_owned()),
        api_key: row.place.token.to_owned(),
        webhook_verify_token: VERIFY_TOKEN.to_owned(),
        reauthorization_required: false,
    });
    let user = |id: u64, name: &str, handle: &str, role: Option<&str>, inboxes: Vec<u64>| ChatwootUser {
        id,
        name: name.to_owned(),
        email: format!("{handle}@padariaaurora.example"),
        access_token: format!("cw{handle}Qm7vT2xK9dLw4"),
        role: role.map(str::to_owned),
        inboxes,
    };
    Chatwoot {
        account: ACCOUNT,
        name: "Padaria Aurora".to_owned(),
        users: vec![
            user(7, "Ana Prado", "ana", Some("administrator"), Vec::new()),
            user(8, "Bruno Teles", "bruno", Some("agent"), vec![1, 2]),
            user(9, "Inês Duarte", "ines", None, Vec::new()),
        ],
        inboxes: std::iter::once(site).chain(of_whatsapp).collect(),
        callbacks: [APP_CALLBACK, AURORA_CALLBACK, SHOP_CALLBACK, CLOSED_CALLBACK]
            .map(str::to_owned)
            .to_vec(),
        ..Chatwoot::default()
    }
}

fn e164(display: &str) -> String {
    let digits = display.chars().filter(char::is_ascii_digit);
    std::iter::once('+').chain(digits).collect()
}
