//! Reads, one call each. Source of the paths and fields: Meta, Graph API reference of the respective node.

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::node::Node;
use crate::wire;
use reconecta_core::admin::PortfolioUser;
use reconecta_core::ids::{BusinessId, NumberId, WabaId};
use reconecta_core::meta::{
    Business, Membership, PermissionStatus, Person, PhoneNumber, Subscription, TokenInfo, Waba,
};
use secrecy::SecretString;

/// Everything the rules look at, in one call.
const NUMBER_FIELDS: &str = "id,display_phone_number,verified_name,status,code_verification_status,quality_rating,\
    platform_type,name_status,account_mode,is_on_biz_app,is_pin_enabled,throughput,\
    whatsapp_business_manager_messaging_limit,last_onboarded_time,webhook_configuration,health_status";
const WABA_FIELDS: &str =
    "id,name,owner_business_info,account_review_status,business_verification_status,currency";
const BUSINESS_FIELDS: &str = "id,name,verification_status,two_factor_type";

type Answer<T> = Result<T, GraphFailure>;

impl Graph {
    /// What a token is, asked by `asker`: the app's own token, or the token itself.
    ///
    /// # Errors
    /// A refusal speaks of `asker`, or says that the token belongs to another app.
    pub async fn debug_token(&self, token: &SecretString, asker: &SecretString) -> Answer<TokenInfo> {
        wire::token_info(Node(&self.inspect(token, asker).await?))
    }

    /// Who the token belongs to.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn me(&self, token: &SecretString) -> Answer<Person> {
        wire::person(Node(&self.get(token, "me", &[("fields", "id,name")]).await?))
    }

    /// Which client business a business integration token is for; a person's token is refused with code 100.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn client_business_id(&self, token: &SecretString) -> Answer<Option<BusinessId>> {
        let answer = self.get(token, "me", &[("fields", "client_business_id")]).await?;
        Ok(Node(&answer).text("client_business_id").map(BusinessId::new))
    }

    /// What was granted.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn permissions(&self, token: &SecretString) -> Answer<Vec<(String, PermissionStatus)>> {
        self.list(token, "me/permissions", "", wire::permission).await
    }

    /// Portfolios that the person belongs to; being listed says nothing about the role.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn businesses(&self, token: &SecretString) -> Answer<Vec<Business>> {
        self.list(token, "me/businesses", BUSINESS_FIELDS, wire::business)
            .await
    }

    /// The person's portfolios with their role.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn memberships(&self, token: &SecretString) -> Answer<Vec<Membership>> {
        let fields = format!("business{{{BUSINESS_FIELDS}}},role");
        self.list(token, "me/business_users", &fields, wire::membership)
            .await
    }

    /// People of a portfolio.
    ///
    /// # Errors
    /// Refused unless the portfolio has claimed the app.
    pub async fn business_users(
        &self,
        token: &SecretString,
        business: &BusinessId,
    ) -> Answer<Vec<PortfolioUser>> {
        self.list(
            token,
            &format!("{business}/business_users"),
            "id,role",
            wire::portfolio_user,
        )
        .await
    }

    /// Accounts that a portfolio owns.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn owned_wabas(&self, token: &SecretString, business: &BusinessId) -> Answer<Vec<Waba>> {
        self.list(
            token,
            &format!("{business}/owned_whatsapp_business_accounts"),
            WABA_FIELDS,
            wire::waba,
        )
        .await
    }

    /// Accounts that are shared with a portfolio.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn client_wabas(&self, token: &SecretString, business: &BusinessId) -> Answer<Vec<Waba>> {
        self.list(
            token,
            &format!("{business}/client_whatsapp_business_accounts"),
            WABA_FIELDS,
            wire::waba,
        )
        .await
    }

    /// Accounts that are assigned to the person or system user.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn assigned_wabas(&self, token: &SecretString) -> Answer<Vec<Waba>> {
        self.list(
            token,
            "me/assigned_whatsapp_business_accounts",
            WABA_FIELDS,
            wire::waba,
        )
        .await
    }

    /// One account with its owner.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn waba(&self, token: &SecretString, waba: &WabaId) -> Answer<Waba> {
        wire::waba(Node(
            &self.get(token, waba.as_str(), &[("fields", WABA_FIELDS)]).await?,
        ))
    }

    /// All numbers of an account.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn phone_numbers(&self, token: &SecretString, waba: &WabaId) -> Answer<Vec<PhoneNumber>> {
        self.list(
            token,
            &format!("{waba}/phone_numbers"),
            NUMBER_FIELDS,
            wire::phone_number,
        )
        .await
    }

    /// One number.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn phone_number(&self, token: &SecretString, number: &NumberId) -> Answer<PhoneNumber> {
        wire::phone_number(Node(
            &self
                .get(token, number.as_str(), &[("fields", NUMBER_FIELDS)])
                .await?,
        ))
    }

    /// Apps that are subscribed to an account.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn subscriptions(&self, token: &SecretString, waba: &WabaId) -> Answer<Vec<Subscription>> {
        self.list(token, &format!("{waba}/subscribed_apps"), "", wire::subscription)
            .await
    }
}
