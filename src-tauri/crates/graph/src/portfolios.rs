//! Portfolios, and people in them. Source: Meta, Graph API reference of Business and BusinessUser.

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::paging::Listing;
use crate::wire::{self, AssignedUser};
use reconecta_core::admin::PortfolioUser;
use reconecta_core::ids::{BusinessId, WabaId};
use reconecta_core::meta::{Business, Membership};
use secrecy::SecretString;

const BUSINESS_FIELDS: &str = "id,name,verification_status,two_factor_type";
const MEMBERSHIP_FIELDS: &str = "business{id,name,verification_status,two_factor_type},role";

impl Graph {
    /// Portfolios that the person belongs to; being listed says nothing about the role.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn businesses(&self, token: &SecretString) -> Result<Vec<Business>, GraphFailure> {
        let listing = Listing::new("me/businesses", BUSINESS_FIELDS);
        self.list(token, listing, wire::business).await
    }

    /// One portfolio.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn business(
        &self,
        token: &SecretString,
        business: &BusinessId,
    ) -> Result<Business, GraphFailure> {
        let answer = self
            .get(token, business.as_str(), &[("fields", BUSINESS_FIELDS)])
            .await?;
        wire::business(answer.node())
    }

    /// Which client business a business integration token is for; a person's token is refused with code 100.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn client_business_id(&self, token: &SecretString) -> Result<Option<BusinessId>, GraphFailure> {
        let answer = self.get(token, "me", &[("fields", "client_business_id")]).await?;
        Ok(answer.node().text("client_business_id"))
    }

    /// The person's portfolios with their role.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn memberships(&self, token: &SecretString) -> Result<Vec<Membership>, GraphFailure> {
        let listing = Listing::new("me/business_users", MEMBERSHIP_FIELDS);
        self.list(token, listing, wire::membership).await
    }

    /// People of a portfolio.
    ///
    /// # Errors
    /// Refused unless the portfolio has claimed the app.
    pub async fn business_users(
        &self,
        token: &SecretString,
        business: &BusinessId,
    ) -> Result<Vec<PortfolioUser>, GraphFailure> {
        let path = format!("{business}/business_users");
        self.list(token, Listing::new(&path, "id,role"), wire::portfolio_user)
            .await
    }

    /// Who of a portfolio may do what on an account.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn assigned_users(
        &self,
        token: &SecretString,
        waba: &WabaId,
        business: &BusinessId,
    ) -> Result<Vec<AssignedUser>, GraphFailure> {
        let path = format!("{waba}/assigned_users");
        let parameters = [("business", business.as_str())];
        let listing = Listing {
            parameters: &parameters,
            ..Listing::new(&path, "id,name,user_type,tasks")
        };
        self.list(token, listing, wire::assigned_user).await
    }
}
