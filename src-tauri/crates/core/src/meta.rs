//! What Meta tells about tokens, people, portfolios, accounts and numbers. Enumerations keep unknown text; ids are
//! text; everything Meta may leave out is optional. Source: Meta, Graph API reference of the respective node.

use crate::ids::{AppId, BusinessId, NumberId, PersonId, WabaId};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

mod value;

pub use value::{
    Ability, AccountMode, BusinessRole, CodeVerification, EntityKind, NameStatus, NumberStatus,
    PermissionStatus, PlatformType, Quality, ReviewStatus, TokenKind, WabaStatus,
};

/// What `debug_token` or the first calls told about a token. Times are Unix seconds; 0 in `expires_at` means never.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenInfo {
    /// App that the token was issued to.
    pub app_id: Option<AppId>,
    /// Kind of token.
    pub kind: TokenKind,
    /// `is_valid`.
    pub valid: bool,
    /// Error inside an invalid token's description.
    pub problem: Option<crate::graph_error::GraphProblem>,
    /// Unix seconds, 0 never, `None` unknown.
    pub expires_at: Option<i64>,
    /// Unix seconds, 0 never, `None` unknown.
    pub data_access_expires_at: Option<i64>,
    /// Scope strings; a hint only, real reads prove access.
    pub scopes: Vec<String>,
    /// App-scoped id of the person or system user.
    pub user_id: Option<PersonId>,
}

/// The person (or system user) behind a token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// App-scoped id.
    pub id: PersonId,
    /// Name as on Facebook.
    pub name: Option<String>,
}

/// A business portfolio, with the person's role in it where that could be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Business {
    /// Portfolio id.
    pub id: BusinessId,
    /// Portfolio name.
    pub name: Option<String>,
    /// Business verification, as Meta spells it.
    pub verification_status: Option<String>,
    /// Two-factor rule: `none`, `admin_required`, `all_required`.
    pub two_factor_type: Option<String>,
}

/// One record of `/me/business_users`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// The portfolio.
    pub business: Business,
    /// Base role, when told.
    pub role: Option<BusinessRole>,
}

/// A WhatsApp Business Account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waba {
    /// Account id.
    pub id: WabaId,
    /// Account name.
    pub name: Option<SmolStr>,
    /// Owning portfolio.
    pub owner: Option<Business>,
    /// `status`.
    pub status: Option<WabaStatus>,
    /// `account_review_status`.
    pub review_status: Option<ReviewStatus>,
    /// Business verification, as Meta spells it.
    pub verification_status: Option<SmolStr>,
    /// Currency code.
    pub currency: Option<SmolStr>,
}

/// A phone number node. `None` means that Meta left the field out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneNumber {
    /// Phone number id.
    pub id: NumberId,
    /// For people, in any format: compare digits only.
    pub display_phone_number: Option<SmolStr>,
    /// Display name.
    pub verified_name: Option<SmolStr>,
    /// `status`.
    pub status: Option<NumberStatus>,
    /// `code_verification_status`.
    pub code_verification: Option<CodeVerification>,
    /// `quality_rating`.
    pub quality: Option<Quality>,
    /// `platform_type`.
    pub platform_type: Option<PlatformType>,
    /// `name_status`.
    pub name_status: Option<NameStatus>,
    /// `account_mode`.
    pub account_mode: Option<AccountMode>,
    /// Coexistence with the phone app: never register or deregister.
    pub on_business_app: Option<bool>,
    /// Two-step verification PIN set.
    pub pin_enabled: Option<bool>,
    /// `throughput.level`.
    pub throughput: Option<SmolStr>,
    /// Portfolio's messaging limit, as Meta spells it.
    pub messaging_limit: Option<SmolStr>,
    /// ISO 8601 text.
    pub last_onboarded_time: Option<SmolStr>,
    /// Callback URLs by level.
    pub webhook: Option<WebhookLevels>,
    /// Messaging health by entity.
    pub health: Option<Health>,
}

impl PhoneNumber {
    /// One that nothing but its id is known of.
    pub fn unread(id: NumberId) -> Self {
        Self {
            id,
            display_phone_number: None,
            verified_name: None,
            status: None,
            code_verification: None,
            quality: None,
            platform_type: None,
            name_status: None,
            account_mode: None,
            on_business_app: None,
            pin_enabled: None,
            throughput: None,
            messaging_limit: None,
            last_onboarded_time: None,
            webhook: None,
            health: None,
        }
    }
}

/// Where a callback can be set. An inner level wins over an outer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookLevel {
    /// The phone number.
    Number,
    /// The WhatsApp Business Account.
    Account,
    /// The app.
    App,
}

impl WebhookLevel {
    /// Every level, the one that wins first.
    pub const ALL: &'static [Self] = &[Self::Number, Self::Account, Self::App];

    /// Stable code and catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Account => "account",
            Self::App => "app",
        }
    }
}

/// `webhook_configuration`: the number's wins over the account's, the account's over the app's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookLevels {
    /// Override on the number.
    pub phone_number: Option<SmolStr>,
    /// Override on the WhatsApp Business Account.
    pub waba: Option<SmolStr>,
    /// The app's own callback.
    pub application: Option<SmolStr>,
}

impl WebhookLevels {
    /// The callback that messages really go to.
    pub fn effective(&self) -> Option<&str> {
        self.overridden().or_else(|| filled(&self.application))
    }

    /// The level whose callback is in force.
    pub fn in_force(&self) -> Option<WebhookLevel> {
        let mut levels = WebhookLevel::ALL.iter().copied();
        levels.find(|level| self.at(*level).is_some())
    }

    /// The callback that is set on a level.
    pub fn at(&self, level: WebhookLevel) -> Option<&str> {
        filled(match level {
            WebhookLevel::Number => &self.phone_number,
            WebhookLevel::Account => &self.waba,
            WebhookLevel::App => &self.application,
        })
    }

    /// The override that is in force, on the number or on its account.
    pub fn overridden(&self) -> Option<&str> {
        self.of_number().or_else(|| filled(&self.waba))
    }

    /// The override on the number alone.
    pub fn of_number(&self) -> Option<&str> {
        filled(&self.phone_number)
    }
}

impl Subscription {
    /// The override on the account.
    pub fn overridden(&self) -> Option<&str> {
        filled(&self.override_callback)
    }
}

/// The webhook of an app for WhatsApp accounts, as `/{app}/subscriptions` lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppWebhook {
    /// Whether it is in force.
    pub active: Option<bool>,
    /// What it is told of, for example `messages`; `None` where Meta does not say.
    pub fields: Option<Vec<SmolStr>>,
}

impl AppWebhook {
    /// Whether it certainly takes no messages. What Meta left out tells nothing. Source: Meta, "Webhooks: Subscriptions
    /// edge".
    pub fn takes_no_messages(&self) -> bool {
        let is_told = |fields: &Vec<SmolStr>| fields.iter().any(|field| field == "messages");
        self.active == Some(false) || self.fields.as_ref().is_some_and(|fields| !is_told(fields))
    }
}

/// Meta writes an address that is not set as nothing or as an empty text.
fn filled(address: &Option<SmolStr>) -> Option<&str> {
    let text = address.as_deref()?.trim();
    (!text.is_empty()).then_some(text)
}

/// `health_status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// Entities in Meta's order. The aggregate is computed, because Meta's own counts calling errors.
    pub entities: Vec<HealthEntity>,
}

/// One entity of `health_status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HealthEntity {
    /// What it is.
    pub kind: EntityKind,
    /// Its id.
    pub id: Option<SmolStr>,
    /// Whether it lets messages through.
    pub can_send: Ability,
    /// Errors, also on limited entities.
    pub errors: Vec<HealthError>,
    /// Texts for people on limited entities.
    pub notes: Vec<SmolStr>,
}

/// One error inside `health_status`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthError {
    /// `error_code`.
    pub code: i64,
    /// `error_description`.
    pub description: Option<SmolStr>,
    /// `possible_solution`.
    pub solution: Option<SmolStr>,
}

/// One subscribed app of a WhatsApp Business Account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The app.
    pub app_id: AppId,
    /// Its name.
    pub app_name: Option<SmolStr>,
    /// Callback override on the account.
    pub override_callback: Option<SmolStr>,
}
