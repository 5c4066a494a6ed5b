//! Checks on a schedule, while the app is open.

use super::Engine;
use crate::error::EngineError;
use crate::views::AppView;
use reconecta_core::ids::UnixMillis;
use reconecta_policy::Key;
use std::sync::PoisonError;
use std::time::Duration;

/// Hours that can be chosen between two rounds of checks; 0 is never.
const CHOICES: [u32; 4] = [0, 1, 6, 24];

/// Longest sleep. The clock says what is due, not the timer: a computer that was suspended has slept through it.
const LOOK: Duration = Duration::from_secs(10 * 60);

/// What is left to wait after a round at `last`; `None` when there is no schedule.
fn left(last: UnixMillis, hours: u32, now: UnixMillis) -> Option<Duration> {
    let pause = i64::from(hours)
        .checked_mul(3_600_000)
        .filter(|pause| *pause > 0)?;
    let passed = now.0.saturating_sub(last.0).max(0);
    let left = pause.saturating_sub(passed).max(0);
    Some(Duration::from_millis(u64::try_from(left).unwrap_or_default()))
}

impl Engine {
    /// Chooses how often all channels are checked while the app is open.
    ///
    /// # Errors
    /// The profile may not, the number of hours is none of 0, 1, 6 and 24, or the file cannot be written.
    pub async fn set_check_schedule(&self, hours: u32) -> Result<AppView, EngineError> {
        self.session().await?.check_may_change()?;
        if !CHOICES.contains(&hours) {
            return Err(EngineError::InvalidInput {
                field: "check_every_hours".to_owned(),
            });
        }
        self.outside.check_free(Key::CheckEveryHours)?;
        self.change_preferences(|kept| kept.check_every_hours = Some(hours))?;
        self.outside.schedule_changed.notify_one();
        Ok(self.announce_app().await)
    }

    /// Checks all channels whenever a round is due, as long as the runtime lives.
    pub(super) fn keep_checking(&self) {
        let engine = self.clone();
        tokio::spawn(async move {
            let mut looked = engine.outside.clock.now();
            engine.outside.first_look().await;
            loop {
                let wait = engine.until_next_round();
                if wait.is_some_and(|wait| wait.is_zero()) {
                    if let Err(error) = engine.check_all_channels().await {
                        tracing::warn!(%error, "The scheduled check could not be made");
                        engine.note_round();
                    }
                    continue;
                }
                let now = engine.outside.clock.now();
                let aged = engine.tell_aged(looked, now).await;
                looked = now;
                let over = engine.check_waits().await;
                let pause = [wait, aged, over].into_iter().flatten().fold(LOOK, Duration::min);
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = engine.outside.schedule_changed.notified() => {}
                }
            }
        });
    }

    /// Shows what has stopped being proved between two looks; answers how long until something else does.
    async fn tell_aged(&self, looked: UnixMillis, now: UnixMillis) -> Option<Duration> {
        self.session().await.ok()?.tell_aged(looked, now).await
    }

    /// Checks the channels whose wait is over, whatever the schedule; answers how long until the next one's is.
    async fn check_waits(&self) -> Option<Duration> {
        let session = self.session().await.ok()?;
        let (over, next) = session.waits_over().await;
        let over: Vec<String> = over.iter().map(ToString::to_string).collect();
        if !over.is_empty()
            && let Err(error) = self.check_channels(over).await
        {
            tracing::warn!(%error, "Channels whose wait is over could not be checked");
        }
        next
    }

    /// Remembers that a round of checks began.
    pub(super) fn note_round(&self) {
        let now = self.outside.clock.now();
        *self
            .outside
            .last_round
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    fn until_next_round(&self) -> Option<Duration> {
        let last = *self
            .outside
            .last_round
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let hours = self.outside.check_every_hours();
        left(last?, hours, self.outside.clock.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_round_is_due_after_its_hours() {
        let last = UnixMillis(1_790_000_000_000);
        let cases = [
            ("just checked", 6, 0, Some(6 * HOUR)),
            ("an hour later", 6, HOUR, Some(5 * HOUR)),
            ("due", 6, 6 * HOUR, Some(0)),
            ("slept through", 6, 100 * HOUR, Some(0)),
            ("a clock that was put back", 1, -5 * HOUR, Some(HOUR)),
            ("no schedule", 0, 100 * HOUR, None),
        ];
        for (what, hours, passed, expected) in cases {
            let found = left(last, hours, last.plus(passed));
            let expected = expected.map(|millis: i64| Duration::from_millis(millis.unsigned_abs()));
            assert_eq!(found, expected, "{what}");
        }
    }
}
