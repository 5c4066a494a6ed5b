//! What a diagnosis is made from.

use crate::admin::AdminReading;
use crate::fact::{Fact, Unread};
use crate::ids::{AppId, BusinessId, NumberId, UnixMillis, WabaId};
use crate::meta::{AppWebhook, PermissionStatus, PhoneNumber, Subscription, TokenInfo, Waba};
use crate::pin::RegisterWait;
use crate::verdict::{Evidence, Freshness, ProofLife};
use serde::{Deserialize, Serialize};

/// The channel as it is stored: what the readings are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// Phone number id.
    pub number: NumberId,
    /// Account id.
    pub waba: WabaId,
    /// Portfolio id, when known.
    pub business: Option<BusinessId>,
    /// Telephone number in any form; empty when not known yet.
    pub display_phone_number: String,
    /// Our own Meta app.
    pub app: Option<AppId>,
    /// The callback override that the channel needs; `None` when the app's own callback serves it.
    pub callback: Option<String>,
    /// What the app's own account holds beside these ids; `None` where no account of ours is the platform.
    #[serde(default)]
    pub held: Option<Held>,
}

/// What the app's own account, which is the platform until a real one is connected, holds of a channel in its vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The verify token of the callback that the channel needs; `None` where that could not be read.
    pub verify_token: Option<bool>,
}

/// One permission of `/me/permissions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedPermission {
    /// Its name.
    pub name: String,
    /// Whether it is in force.
    pub status: PermissionStatus,
}

/// How the platform's copy compares with the channel; `None` where the platform does not show it. The comparison of
/// secrets is made by whoever holds them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformCopy {
    /// The same token.
    pub token_matches: Option<bool>,
    /// The same phone number id.
    pub number_matches: Option<bool>,
    /// The same account id.
    pub waba_matches: Option<bool>,
    /// The same verify token.
    pub verify_token_matches: Option<bool>,
}

impl PlatformCopy {
    /// Catalogue keys of what is compared.
    pub const PARTS: [&'static str; 4] = ["token", "number", "waba", "verify_token"];

    /// Each part and whether it is the same.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&'static str, Option<bool>)> {
        let same = [
            self.token_matches,
            self.number_matches,
            self.waba_matches,
            self.verify_token_matches,
        ];
        Self::PARTS.into_iter().zip(same)
    }
}

/// Everything read for one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelFacts {
    /// The channel as stored.
    pub expected: Expected,
    /// Whether the channel has a token at all.
    pub has_token: bool,
    /// Facts of the token.
    pub token: Fact<TokenInfo>,
    /// Whether the app itself asked for them, and not the token: only then a refusal says that the token is another
    /// app's. Source: Meta, "Debug token".
    #[serde(default)]
    pub app_asked: bool,
    /// Readings for the role.
    pub admin: AdminReading,
    /// `/me/permissions`.
    pub permissions: Fact<Vec<GrantedPermission>>,
    /// The account.
    pub waba: Fact<Waba>,
    /// All numbers of the account, all pages.
    pub numbers: Fact<Vec<PhoneNumber>>,
    /// The number's own node.
    pub number: Fact<PhoneNumber>,
    /// Apps subscribed to the account.
    pub subscriptions: Fact<Vec<Subscription>>,
    /// Our app's own webhook, asked with the app's own token; `None` where the app has none.
    #[serde(default = "not_asked")]
    pub app_webhook: Fact<Option<AppWebhook>>,
    /// The platform's copy.
    pub platform: Fact<PlatformCopy>,
    /// Evidence of the channel, in any order.
    pub evidence: Vec<Evidence>,
    /// How long evidence counts.
    pub proof_life: ProofLife,
    /// Since when checks have found the phone app disconnected; `None` when the one before did not.
    pub phone_app_gone_since: Option<UnixMillis>,
    /// Why the number must not be registered now, as Meta or our own count has announced it.
    pub register_wait: Option<RegisterWait>,
    /// When token, ids or subscription of the channel last changed: older evidence proves nothing.
    pub changed_at: Option<UnixMillis>,
    /// When the readings were made.
    pub read_at: UnixMillis,
}

impl ChannelFacts {
    /// Nothing was read yet.
    pub fn unread(expected: Expected, read_at: UnixMillis) -> Self {
        let business = expected.business.clone();
        Self {
            expected,
            has_token: true,
            token: not_asked(),
            app_asked: false,
            admin: AdminReading::unread(business),
            permissions: not_asked(),
            waba: not_asked(),
            numbers: not_asked(),
            number: not_asked(),
            subscriptions: not_asked(),
            app_webhook: not_asked(),
            platform: not_asked(),
            evidence: Vec::new(),
            proof_life: ProofLife::default(),
            phone_app_gone_since: None,
            register_wait: None,
            changed_at: None,
            read_at,
        }
    }

    /// When evidence counts.
    pub(super) fn freshness(&self, now: UnixMillis) -> Freshness {
        Freshness {
            life: self.proof_life,
            changed_at: self.changed_at,
            now,
        }
    }

    /// How the platform's copy compares: a real platform's reading, or else the app's own account as the platform, whose
    /// ids are compared with what Meta shows.
    pub(super) fn platform_copy(&self) -> Fact<PlatformCopy> {
        let Some(held) = self
            .expected
            .held
            .filter(|_| matches!(self.platform, Fact::Unknown(Unread::NotAsked)))
        else {
            return self.platform.clone();
        };
        let listed = |numbers: &Vec<PhoneNumber>| numbers.iter().any(|one| one.id == self.expected.number);
        let copy = PlatformCopy {
            token_matches: Some(self.has_token),
            number_matches: self
                .number
                .known()
                .map(|number| number.id == self.expected.number),
            waba_matches: self.numbers.known().map(listed),
            verify_token_matches: self.expected.callback.as_ref().and(held.verify_token),
        };
        match (&self.number, &self.numbers) {
            // What the account holds says nothing about Meta while Meta has shown nothing.
            (Fact::Unknown(unread), Fact::Unknown(_)) => Fact::Unknown(unread.clone()),
            _ => Fact::Known(copy),
        }
    }

    /// The number's node, or its entry in the list when the node could not be read.
    pub(super) fn best_number(&self) -> Option<&PhoneNumber> {
        self.number
            .known()
            .filter(|number| number.id == self.expected.number)
            .or_else(|| {
                self.numbers
                    .known()?
                    .iter()
                    .find(|number| number.id == self.expected.number)
            })
    }
}

fn not_asked<T>() -> Fact<T> {
    Fact::Unknown(Unread::NotAsked)
}
