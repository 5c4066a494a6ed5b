//! Tokens, accounts and numbers, one call each. Source of the paths and fields: Meta, Graph API reference of the
//! respective node.

use crate::client::Graph;
use crate::failure::{GraphFailure, unsendable};
use crate::json::Json;
use crate::paging::Listing;
use crate::wire;
use reconecta_core::ids::{AppId, BusinessId, NumberId, WabaId};
use reconecta_core::meta::{
    AppWebhook, PermissionStatus, Person, PhoneNumber, Subscription, TokenInfo, Waba,
};
use secrecy::{ExposeSecret, SecretString};

/// Everything the rules look at, in one call.
const NUMBER_FIELDS: &str = "id,display_phone_number,verified_name,status,code_verification_status,quality_rating,\
    platform_type,name_status,account_mode,is_on_biz_app,is_pin_enabled,throughput,\
    whatsapp_business_manager_messaging_limit,last_onboarded_time,webhook_configuration,health_status";
const WABA_FIELDS: &str =
    "id,name,owner_business_info,status,account_review_status,business_verification_status,currency";

type Answer<T> = Result<T, GraphFailure>;

/// Ids that a token's granted permissions name. Hints for a search, in no order: real reads prove access. A permission
/// without ids covers everything and gives no hint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantedAssets {
    /// Accounts.
    pub wabas: Vec<WabaId>,
    /// Portfolios.
    pub businesses: Vec<BusinessId>,
}

impl Graph {
    /// What a token is, asked by `asker`: the app's own token, or the token itself.
    ///
    /// # Errors
    /// A refusal speaks of `asker`, or says that the token belongs to another app.
    pub async fn debug_token(&self, token: &SecretString, asker: &SecretString) -> Answer<TokenInfo> {
        wire::token_info(self.inspect(token, asker).await?.node())
    }

    /// Which assets were chosen when the token was granted, asked by `asker` like [`Graph::debug_token`].
    ///
    /// # Errors
    /// See [`Graph::debug_token`].
    pub async fn granted_assets(&self, token: &SecretString, asker: &SecretString) -> Answer<GrantedAssets> {
        wire::granted_assets(self.inspect(token, asker).await?.node())
    }

    /// `debug_token` wants the inspected token as a parameter: it travels in the body of a POST that Graph reads as a
    /// GET, and not in an address.
    async fn inspect(&self, token: &SecretString, asker: &SecretString) -> Answer<Json> {
        let form = [("method", "get"), ("input_token", token.expose_secret())];
        let request = |url: &mut url::Url| {
            let request = self.http.post(url.clone()).form(&form).build();
            request.map_err(|_| unsendable())
        };
        self.read(asker, "debug_token", request).await
    }

    /// Who the token belongs to.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn me(&self, token: &SecretString) -> Answer<Person> {
        wire::person(self.get(token, "me", &[("fields", "id,name")]).await?.node())
    }

    /// What was granted.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn permissions(&self, token: &SecretString) -> Answer<Vec<(String, PermissionStatus)>> {
        self.list(token, Listing::new("me/permissions", ""), wire::permission)
            .await
    }

    /// Accounts that a portfolio owns.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn owned_wabas(&self, token: &SecretString, business: &BusinessId) -> Answer<Vec<Waba>> {
        self.wabas(token, &format!("{business}/owned_whatsapp_business_accounts"))
            .await
    }

    /// Accounts that are shared with a portfolio.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn client_wabas(&self, token: &SecretString, business: &BusinessId) -> Answer<Vec<Waba>> {
        self.wabas(token, &format!("{business}/client_whatsapp_business_accounts"))
            .await
    }

    /// Accounts that are assigned to the person or system user.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn assigned_wabas(&self, token: &SecretString) -> Answer<Vec<Waba>> {
        self.wabas(token, "me/assigned_whatsapp_business_accounts").await
    }

    async fn wabas(&self, token: &SecretString, path: &str) -> Answer<Vec<Waba>> {
        self.list(token, Listing::new(path, WABA_FIELDS), wire::waba)
            .await
    }

    /// One account with its owner.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn waba(&self, token: &SecretString, waba: &WabaId) -> Answer<Waba> {
        let fields = [("fields", WABA_FIELDS)];
        wire::waba(self.get(token, waba.as_str(), &fields).await?.node())
    }

    /// All numbers of an account.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn phone_numbers(&self, token: &SecretString, waba: &WabaId) -> Answer<Vec<PhoneNumber>> {
        let path = format!("{waba}/phone_numbers");
        let numbers = self
            .list(token, Listing::new(&path, NUMBER_FIELDS), wire::phone_number)
            .await?;
        for number in &numbers {
            self.pacer.learn(number.id.as_str(), waba.as_str());
        }
        Ok(numbers)
    }

    /// One number.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn phone_number(&self, token: &SecretString, number: &NumberId) -> Answer<PhoneNumber> {
        let fields = [("fields", NUMBER_FIELDS)];
        wire::phone_number(self.get(token, number.as_str(), &fields).await?.node())
    }

    /// Apps that are subscribed to an account.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn subscriptions(&self, token: &SecretString, waba: &WabaId) -> Answer<Vec<Subscription>> {
        let path = format!("{waba}/subscribed_apps");
        self.list(token, Listing::new(&path, ""), wire::subscription)
            .await
    }

    /// The webhook of an app for WhatsApp accounts, asked with the app's own token; `None` where it has none. Source:
    /// Meta, "App subscriptions".
    ///
    /// # Errors
    /// See [`GraphFailure`]; Meta refuses any other token, and that of an app that ships its secret.
    pub async fn app_webhook(&self, app_token: &SecretString, app: &AppId) -> Answer<Option<AppWebhook>> {
        let path = format!("{app}/subscriptions");
        let listed = self
            .list(app_token, Listing::new(&path, ""), wire::app_webhook)
            .await?;
        Ok(listed.into_iter().flatten().next())
    }
}
