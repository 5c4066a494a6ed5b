//! What can be set. Each key has an effect in the app; its name is the same on every system.

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The one environment, or the first.
    Environment,
    /// Language of the interface.
    Language,
    /// Hours between two checks of all channels.
    CheckEveryHours,
    /// Hours that evidence counts.
    ProofLifeHours,
    /// Whether the system notifies of changes that a check found.
    Notifications,
    /// Whether the app goes on checking while its window is closed.
    KeepWatching,
    /// Days that logs are kept.
    LogDays,
    /// Whether the app updates itself.
    Updates,
    /// The proxy.
    Proxy,
    /// Hosts that are reached without it.
    NoProxy,
    /// A file with the company's own certificate authorities.
    CompanyCa,
    /// Meta app of the connection.
    AppId,
    /// Configuration of Facebook Login for Business.
    ConfigurationId,
    /// Version of the Graph API.
    GraphVersion,
    /// How a login becomes a token.
    Route,
    /// Redirect URI of the Meta app.
    RedirectUri,
    /// Backend that exchanges codes.
    BackendUrl,
    /// More hosts that the login window may show.
    ExtraHosts,
}

/// What a value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    List,
}

impl Kind {
    /// Its name in warnings, the same in every language.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Number => "integer",
            Self::Flag => "true | false",
            Self::List => "[string, …]",
        }
    }
}

impl Key {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 18] = [
        Self::Environment,
        Self::Language,
        Self::CheckEveryHours,
        Self::ProofLifeHours,
        Self::Notifications,
        Self::KeepWatching,
        Self::LogDays,
        Self::Updates,
        Self::Proxy,
        Self::NoProxy,
        Self::CompanyCa,
        Self::AppId,
        Self::ConfigurationId,
        Self::GraphVersion,
        Self::Route,
        Self::RedirectUri,
        Self::BackendUrl,
        Self::ExtraHosts,
    ];

    /// Its name in files, in the registry and in the catalogue (`policy.key.<name>`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Language => "language",
            Self::CheckEveryHours => "check_every_hours",
            Self::ProofLifeHours => "proof_life_hours",
            Self::Notifications => "notifications",
            Self::KeepWatching => "keep_watching",
            Self::LogDays => "log_days",
            Self::Updates => "updates",
            Self::Proxy => "proxy",
            Self::NoProxy => "no_proxy",
            Self::CompanyCa => "company_ca",
            Self::AppId => "app_id",
            Self::ConfigurationId => "configuration_id",
            Self::GraphVersion => "graph_version",
            Self::Route => "route",
            Self::RedirectUri => "redirect_uri",
            Self::BackendUrl => "backend_url",
            Self::ExtraHosts => "extra_hosts",
        }
    }

    /// The key of that name; Windows knows no case in names, so neither do we.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|key| key.name().eq_ignore_ascii_case(name))
    }

    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::CheckEveryHours | Self::ProofLifeHours | Self::LogDays => Kind::Number,
            Self::Notifications | Self::KeepWatching | Self::Updates => Kind::Flag,
            Self::NoProxy | Self::ExtraHosts => Kind::List,
            Self::Environment
            | Self::Language
            | Self::Proxy
            | Self::CompanyCa
            | Self::AppId
            | Self::ConfigurationId
            | Self::GraphVersion
            | Self::Route
            | Self::RedirectUri
            | Self::BackendUrl => Kind::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name_in_any_case() {
        for key in Key::ALL {
            assert_eq!(Key::named(key.name()), Some(key));
            assert_eq!(Key::named(&key.name().to_ascii_uppercase()), Some(key));
        }
        assert_eq!(Key::named("app_secret"), None);
    }
}
