//! The computer's clock beside Meta's, and beside the day on which this version was made.

use super::Engine;
use crate::views::NoticeView;
use reconecta_core::clock::is_off;
use std::sync::atomic::Ordering;

impl Engine {
    /// Compares the clocks whenever Meta tells its time, as long as the runtime lives, and tells the interface when the
    /// outcome is another.
    pub(super) fn compare_clocks(&self) {
        let engine = self.clone();
        let mut told = engine.notices();
        let mut server_time = engine.outside.server_time.subscribe();
        tokio::spawn(async move {
            while server_time.changed().await.is_ok() {
                let server = *server_time.borrow_and_update();
                let now = engine.outside.clock.now();
                let off = !engine.clock_is_early() && server.is_some_and(|server| is_off(now, server));
                engine.outside.clock_is_off.store(off, Ordering::Relaxed);
                let notices = engine.notices();
                if notices != told {
                    tracing::info!(?notices, "The computer's clock was compared with Meta's");
                    engine.announce_app().await;
                    told = notices;
                }
            }
        });
    }

    /// What has to be said above the screens now.
    pub(super) fn notices(&self) -> Vec<NoticeView> {
        let clock = if self.clock_is_early() {
            Some(NoticeView::ClockWrong)
        } else {
            let is_off = self.outside.clock_is_off.load(Ordering::Relaxed);
            is_off.then_some(NoticeView::ClockOff)
        };
        let settings = self
            .outside
            .settings_damaged
            .then_some(NoticeView::SettingsDamaged);
        settings.into_iter().chain(clock).collect()
    }

    fn clock_is_early(&self) -> bool {
        let now = self.outside.clock.now();
        self.outside.made_at.is_some_and(|made| now < made)
    }
}
