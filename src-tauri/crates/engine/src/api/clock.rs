//! The computer's clock beside Meta's.

use super::Engine;
use crate::views::StartNoticeView;
use reconecta_core::clock::is_off;
use std::sync::atomic::Ordering;

impl Engine {
    /// Compares the clocks whenever Meta tells its time, as long as the runtime lives, and tells the interface when the
    /// outcome is another.
    pub(super) fn compare_clocks(&self) {
        let engine = self.clone();
        let mut told = engine.outside.server_time.subscribe();
        tokio::spawn(async move {
            while told.changed().await.is_ok() {
                let server = *told.borrow_and_update();
                let off = server.is_some_and(|server| is_off(engine.outside.clock.now(), server));
                if engine.outside.clock_is_off.swap(off, Ordering::Relaxed) != off {
                    tracing::info!(off, "The computer's clock was compared with Meta's");
                    engine.announce_app().await;
                }
            }
        });
    }

    /// What was not as usual at the start, and a clock that is wrong now.
    pub(super) fn notices(&self) -> Vec<StartNoticeView> {
        let mut notices = self.outside.notices.clone();
        let is_told = notices.contains(&StartNoticeView::ClockWrong);
        if self.outside.clock_is_off.load(Ordering::Relaxed) && !is_told {
            notices.push(StartNoticeView::ClockOff);
        }
        notices
    }
}
