//! Notifications of the system: what a round of checks changed, told once, outside of the window.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;
mod words;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;
pub(crate) use words::{Notice, notice};

use async_trait::async_trait;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Longest wait for the system to take a notification.
const DEADLINE: Duration = Duration::from_secs(5);

/// What happens when a notification is pressed.
pub(crate) type Pressed = Arc<dyn Fn() + Send + Sync>;

/// Why nothing was shown: the system's own words, for the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotShown(pub(crate) String);

impl NotShown {
    fn because(reason: impl std::fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// Shows notifications.
#[async_trait]
pub(crate) trait Notifier: Send + Sync {
    /// Shows one; ends when the system has taken it.
    async fn show(&self, notice: &Notice, pressed: Pressed) -> Result<(), NotShown>;
}

/// The notifier of this system. Nothing is connected before the first notification.
pub(crate) struct Notifications {
    notifier: Box<dyn Notifier>,
    deadline: Duration,
    has_failed: AtomicBool,
}

impl Default for Notifications {
    fn default() -> Self {
        Self::by(Box::new(system::SystemNotifier::default()), DEADLINE)
    }
}

impl Notifications {
    fn by(notifier: Box<dyn Notifier>, deadline: Duration) -> Self {
        Self {
            notifier,
            deadline,
            has_failed: AtomicBool::new(false),
        }
    }

    /// Shows one, if the system does so in time. What goes wrong is logged once: a computer without such a service has
    /// none the next time either.
    pub(crate) async fn show(&self, notice: &Notice, pressed: Pressed) {
        let shown = tokio::time::timeout(self.deadline, self.notifier.show(notice, pressed)).await;
        let error = match shown {
            Ok(Ok(())) => {
                self.has_failed.store(false, Ordering::Relaxed);
                return;
            }
            Ok(Err(error)) => error,
            Err(_late) => NotShown::because("no answer in time"),
        };
        if !self.has_failed.swap(true, Ordering::Relaxed) {
            tracing::warn!(%error, "The system shows no notification");
        }
    }
}

/// Whether the system shows notifications, as far as it can be known: only a clear "no" is one.
pub(crate) async fn is_possible() -> bool {
    tokio::time::timeout(DEADLINE, system::is_possible())
        .await
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    struct Silent;

    #[async_trait]
    impl Notifier for Silent {
        async fn show(&self, _notice: &Notice, _pressed: Pressed) -> Result<(), NotShown> {
            std::future::pending().await
        }
    }

    #[tokio::test]
    async fn a_service_that_hangs_is_not_waited_for() {
        let notifications = Notifications::by(Box::new(Silent), Duration::from_millis(20));
        let notice = Notice {
            title: "Loja parou de receber mensagens".to_owned(),
            body: String::new(),
            open: "Abrir".to_owned(),
            channel: None,
        };
        let started = Instant::now();
        notifications.show(&notice, Arc::new(|| {})).await;
        assert!(started.elapsed() < Duration::from_secs(5));
        assert!(notifications.has_failed.load(Ordering::Relaxed));
    }
}
