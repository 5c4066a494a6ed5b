//! The closed list of pages that the app opens in the person's browser.
//!
//! The window asks by name; an address never comes from it.

use reconecta_core::cause::MetaPage;

/// A page outside the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    BusinessSettings,
    BusinessSecurity,
    MetaStatus,
    Page(MetaPage),
}

impl Link {
    /// The page of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "business_settings" => Some(Self::BusinessSettings),
            "business_security" => Some(Self::BusinessSecurity),
            "meta_status" => Some(Self::MetaStatus),
            "whatsapp_manager" => Some(Self::Page(MetaPage::WhatsappManager)),
            "app_dashboard" => Some(Self::Page(MetaPage::AppDashboard)),
            "payment_settings" => Some(Self::Page(MetaPage::Billing)),
            "security_center" => Some(Self::Page(MetaPage::SecurityCenter)),
            "business_support" => Some(Self::Page(MetaPage::BusinessSupport)),
            "facebook" => Some(Self::Page(MetaPage::Facebook)),
            _ => None,
        }
    }

    /// Its address.
    pub(crate) fn address(self) -> &'static str {
        match self {
            Self::BusinessSettings => "https://business.facebook.com/latest/settings",
            Self::BusinessSecurity => "https://business.facebook.com/latest/settings/security_center",
            Self::MetaStatus => "https://metastatus.com/whatsapp-business-api",
            Self::Page(page) => page.url(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] = &[
        "business_settings",
        "whatsapp_manager",
        "meta_status",
        "app_dashboard",
        "business_security",
        "payment_settings",
        "security_center",
        "business_support",
        "facebook",
    ];

    #[test]
    fn every_page_is_secure_and_metas() {
        for name in NAMES {
            let address = Link::named(name).expect(name).address();
            let url = url::Url::parse(address).expect(address);
            let host = url.host_str().unwrap_or_default();
            let is_metas = ["facebook.com", "metastatus.com"].iter().any(|domain| {
                host == *domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
            });
            assert!(url.scheme() == "https" && is_metas, "{name} leads to {address}");
        }
    }

    #[test]
    fn an_address_is_not_a_name() {
        for text in [
            "https://example.com",
            "file:///etc/passwd",
            "",
            "smb://host/share",
        ] {
            assert_eq!(Link::named(text), None, "{text} must not open anything");
        }
    }
}
