//! What counts: the company's locked value, else the person's choice, else the company's default, else the app's own.

use crate::error::EngineError;
use crate::outside::Outside;
use crate::views::{
    ConnectionValues, EnvironmentView, ManagedValueView, ManagedView, PolicyWarningView, PreferencesView,
};
use reconecta_core::verdict::ProofLife;
use reconecta_policy::{Key, Level, Policy};

/// Often enough to notice before the customers do, and far below Meta's limits.
const EVERY_SIX_HOURS: u32 = 6;

impl Outside {
    /// The environment to open; `None` when nobody has chosen one.
    pub(crate) fn environment(&self) -> Option<EnvironmentView> {
        let chosen = self
            .preferences()
            .environment
            .map(|environment| code(environment).to_owned());
        match self.policy.text(Key::Environment, chosen)?.as_str() {
            "production" => Some(EnvironmentView::Production),
            _ => Some(EnvironmentView::Demonstration),
        }
    }

    /// Language and theme.
    pub(crate) fn preferences_view(&self) -> PreferencesView {
        let (language, theme) = {
            let kept = self.preferences();
            (kept.language.clone(), kept.theme.clone())
        };
        let system = || "system".to_owned();
        PreferencesView {
            language: self.policy.text(Key::Language, language).unwrap_or_else(system),
            theme: theme.unwrap_or_else(system),
        }
    }

    /// Hours between two checks of all channels; 0 is never.
    pub(crate) fn check_every_hours(&self) -> u32 {
        let chosen = self.preferences().check_every_hours;
        self.policy
            .number(Key::CheckEveryHours, chosen)
            .unwrap_or(EVERY_SIX_HOURS)
    }

    /// How long evidence counts; the usual time where the file has none of the choices.
    pub(crate) fn proof_life(&self) -> ProofLife {
        let chosen = self.preferences().proof_life_hours;
        let hours = self.policy.number(Key::ProofLifeHours, chosen);
        hours.and_then(ProofLife::of_hours).unwrap_or_default()
    }

    /// Whether the system notifies of changes that a check found.
    pub(crate) fn notifies(&self) -> bool {
        let chosen = self.preferences().notifications;
        self.policy.flag(Key::Notifications, chosen).unwrap_or(true)
    }

    /// Whether the app goes on checking while its window is closed.
    pub(crate) fn keeps_watching(&self) -> bool {
        let chosen = self.preferences().keep_watching;
        self.policy.flag(Key::KeepWatching, chosen).unwrap_or(false)
    }

    /// # Errors
    /// [`EngineError::Managed`] for a locked value.
    pub(crate) fn check_free(&self, key: Key) -> Result<(), EngineError> {
        if self.policy.is_locked(key) {
            return Err(locked(key));
        }
        Ok(())
    }
}

fn code(environment: EnvironmentView) -> &'static str {
    match environment {
        EnvironmentView::Demonstration => "demonstration",
        EnvironmentView::Production => "production",
    }
}

fn locked(key: Key) -> EngineError {
    EngineError::Managed {
        key: key.name().to_owned(),
    }
}

/// Fields of the connection that can be set.
fn fields(values: &mut ConnectionValues) -> [(Key, &mut String); 7] {
    [
        (Key::AppId, &mut values.app_id),
        (Key::ConfigurationId, &mut values.configuration_id),
        (Key::GraphVersion, &mut values.graph_version),
        (Key::Route, &mut values.route),
        (Key::RedirectUri, &mut values.redirect_uri),
        (Key::BackendUrl, &mut values.backend_url),
        (Key::ExtraHosts, &mut values.extra_hosts),
    ]
}

/// Puts what the company has set into a connection. `saved` tells whether a person saved it: defaults count before that.
pub(crate) fn preset(policy: &Policy, mut values: ConnectionValues, saved: bool) -> ConnectionValues {
    for (key, field) in fields(&mut values) {
        let chosen = saved.then(|| field.clone());
        if let Some(text) = policy.text(key, chosen) {
            *field = text;
        }
    }
    values
}

/// # Errors
/// [`EngineError::Managed`] when a locked field has another value.
pub(crate) fn check_untouched(policy: &Policy, values: &ConnectionValues) -> Result<(), EngineError> {
    let mut theirs = preset(policy, values.clone(), true);
    let mut given = values.clone();
    let pairs = fields(&mut theirs).into_iter().zip(fields(&mut given));
    for ((key, theirs), (_, given)) in pairs {
        if theirs.trim() != given.trim() {
            return Err(locked(key));
        }
    }
    Ok(())
}

/// What the interface shows of it.
pub(crate) fn view(policy: &Policy) -> ManagedView {
    let values = policy.entries().map(|entry| ManagedValueView {
        key: entry.key.name().to_owned(),
        value: entry.value.to_string(),
        locked: entry.level == Level::Locked,
        source: entry.source.clone(),
    });
    let warnings = policy.warnings().iter().map(|warning| PolicyWarningView {
        source: warning.source.clone(),
        key: warning.key.clone(),
        code: warning.fault.code().to_owned(),
        expected: warning.fault.expected().map(str::to_owned),
    });
    ManagedView {
        values: values.collect(),
        warnings: warnings.collect(),
    }
}
