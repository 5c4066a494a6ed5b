//! `health_status`, derived from the state of number, account, portfolio and app (Meta: Health status).

use super::{Account, App, Business, Id, NameStatus, Number, NumberStatus, World};
use serde_json::{Map, Value, json};

const NAME_PENDING: &str = "Your display name has not been approved yet. Your message limit will increase after the display name is approved.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sending {
    Available,
    Limited,
    Blocked,
}

impl Sending {
    fn text(self) -> &'static str {
        match self {
            Self::Available => "AVAILABLE",
            Self::Limited => "LIMITED",
            Self::Blocked => "BLOCKED",
        }
    }
}

struct Entity {
    kind: &'static str,
    id: Id,
    sending: Sending,
    sip_blocked: Option<bool>,
    info: Vec<String>,
    errors: Vec<Value>,
}

impl Entity {
    fn new(kind: &'static str, id: &str) -> Self {
        let id = id.to_owned();
        Self {
            kind,
            id,
            sending: Sending::Available,
            sip_blocked: None,
            info: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn error(&mut self, sending: Sending, code: i64, description: &str, solution: &str) {
        self.sending = self.sending.max(sending);
        self.errors.push(json!({
            "error_code": code, "error_description": description, "possible_solution": solution,
        }));
    }

    fn inform(&mut self, text: &str) {
        self.sending = self.sending.max(Sending::Limited);
        self.info.push(text.to_owned());
    }

    fn value(self) -> Value {
        let mut value = Map::new();
        value.insert("entity_type".to_owned(), self.kind.into());
        value.insert("id".to_owned(), self.id.into());
        value.insert("can_send_message".to_owned(), self.sending.text().into());
        if let Some(blocked) = self.sip_blocked {
            let sip = if blocked {
                Sending::Blocked
            } else {
                Sending::Available
            };
            value.insert("can_receive_call_sip".to_owned(), sip.text().into());
        }
        if !self.info.is_empty() {
            value.insert("additional_info".to_owned(), self.info.into());
        }
        if !self.errors.is_empty() {
            value.insert("errors".to_owned(), self.errors.into());
        }
        Value::Object(value)
    }
}

impl World {
    /// Health as seen from a number.
    pub(crate) fn number_health(&self, number: &Number, app: &str) -> Value {
        let mut entities = vec![phone(number)];
        if let Some(account) = self.account_of(number) {
            entities.extend(self.account_entities(account));
        }
        entities.extend(self.apps.get(app).map(|app| app_entity(app, number.sip_blocked)));
        overall(entities)
    }

    /// Health as seen from an account.
    pub(crate) fn account_health(&self, account: &Account, app: &str) -> Value {
        let mut entities: Vec<Entity> = self.account_entities(account).collect();
        entities.extend(self.apps.get(app).map(|app| app_entity(app, false)));
        overall(entities)
    }

    fn account_entities(&self, account: &Account) -> impl Iterator<Item = Entity> {
        let owner = self.businesses.get(&account.owner).map(business);
        std::iter::once(waba(account)).chain(owner)
    }
}

fn phone(number: &Number) -> Entity {
    let mut entity = Entity::new("PHONE_NUMBER", &number.id);
    match &number.status {
        NumberStatus::Banned | NumberStatus::Restricted => entity.error(
            Sending::Blocked,
            131_031,
            "The phone number has been restricted because of a policy violation.",
            "Visit Business Support Home to see the restriction and to request a review.",
        ),
        _ if !number.registered => entity.error(
            Sending::Blocked,
            141_000,
            "The phone number is not registered for Cloud API.",
            "Register the phone number with the /{PHONE_NUMBER_ID}/register API.",
        ),
        NumberStatus::Flagged => {
            entity.inform("The quality of this phone number is low. Improve it to avoid restrictions.")
        }
        NumberStatus::RateLimited => entity.inform("The messaging limit of this phone number was reached."),
        _ => {}
    }
    if matches!(
        number.name_status,
        NameStatus::PendingReview | NameStatus::NonExists
    ) {
        entity.inform(NAME_PENDING);
    }
    entity.sip_blocked = Some(number.sip_blocked);
    if number.sip_blocked {
        entity.errors.push(json!({
            "error_code": 138_024,
            "error_description": "WhatsApp Business calling cannot use SIP because it is not enabled",
            "possible_solution": "Configure SIP using {PHONE_NUMBER_ID}/settings API",
        }));
    }
    entity
}

fn waba(account: &Account) -> Entity {
    let mut entity = Entity::new("WABA", &account.id);
    if account.funding.is_none() {
        entity.error(
            Sending::Blocked,
            141_006,
            "There is an error with the payment method. This will block business initiated conversations.",
            "There was an error with your payment method. Please add a new payment method to the account.",
        );
    }
    if account.status != "ACTIVE" || account.review == "REJECTED" {
        entity.error(
            Sending::Blocked,
            131_031,
            "The WhatsApp Business Account is not active.",
            "Visit Business Support Home to see the reason and to request a review.",
        );
    }
    entity
}

fn business(business: &Business) -> Entity {
    let mut entity = Entity::new("BUSINESS", &business.id);
    if business.verification != "verified" {
        entity.error(
            Sending::Limited,
            141_010,
            "The Business has not passed business verification.",
            "Visit business settings and start or resolve the business verification request.",
        );
    }
    entity
}

fn app_entity(app: &App, sip_blocked: bool) -> Entity {
    let mut entity = Entity::new("APP", &app.id);
    entity.sip_blocked = Some(sip_blocked);
    if sip_blocked {
        entity.errors.push(json!({
            "error_code": 138_025,
            "error_description": "This app cannot use SIP for WhatsApp Business calling because it has not configured a SIP server for this business phone number",
            "possible_solution": "Configure SIP server using {PHONE_NUMBER_ID}/settings API",
        }));
    }
    entity
}

/// The worst of the entities; SIP counts too, as in Meta's own example.
fn overall(entities: Vec<Entity>) -> Value {
    let worst = entities
        .iter()
        .map(|entity| {
            if entity.sip_blocked == Some(true) {
                Sending::Blocked
            } else {
                entity.sending
            }
        })
        .max()
        .unwrap_or(Sending::Available);
    let entities: Vec<Value> = entities.into_iter().map(Entity::value).collect();
    json!({ "can_send_message": worst.text(), "entities": entities })
}
