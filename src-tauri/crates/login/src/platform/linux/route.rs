//! The proxy that the app was given, told to WebKit.

use webkit2gtk::{NetworkProxyMode, NetworkProxySettings, WebsiteDataManager, WebsiteDataManagerExt as _};

use crate::protocol::LoginRoute;

/// This computer is always reached directly: the demonstration's simulator is here.
const HERE: [&str; 3] = ["localhost", "127.0.0.0/8", "::1"];

/// Leads all calls of these pages.
pub(super) fn lead(data: &WebsiteDataManager, route: &LoginRoute) {
    match route {
        // WebKit asks the environment and the desktop by itself.
        LoginRoute::System => {}
        LoginRoute::Direct => data.set_network_proxy_settings(NetworkProxyMode::NoProxy, None),
        LoginRoute::Through { proxy, except } => {
            let mut around = HERE.to_vec();
            around.extend(except.iter().map(String::as_str));
            let mut settings = NetworkProxySettings::new(Some(proxy), &around);
            data.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut settings));
        }
    }
}
