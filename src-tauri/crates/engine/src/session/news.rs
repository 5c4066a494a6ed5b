//! What checks found that is worth telling to somebody who does not look at the window.

use super::Session;
use super::findings::Found;
use crate::project::problem_view;
use crate::views::{ChannelNews, RoundNews};
use reconecta_core::diagnosis::Diagnosis;
use reconecta_core::ids::ChannelId;
use reconecta_core::problem::Problem;
use reconecta_core::watch::{News, Standing, has_date, news};
use std::collections::BTreeMap;

/// Verdicts that are no standing: behind them lies what was told before.
const NO_STANDING: &[&str] = &["unknown", "wait"];

/// A channel that changed.
pub(crate) struct Changed {
    channel: ChannelId,
    news: News,
    problem: Option<Problem>,
}

impl Changed {
    /// Which channel.
    pub(super) fn channel(&self) -> &ChannelId {
        &self.channel
    }
}

impl Session {
    /// What is new with a channel, `before` being its newest diagnosis until now.
    pub(super) async fn changed(&self, before: Option<&Diagnosis>, found: &Found<'_>) -> Option<Changed> {
        let channel = &found.target.channel;
        let after = standing(found.diagnosis)?;
        let before = match standing(before?) {
            Some(standing) => standing,
            None => self.last_standing(channel).await?,
        };
        let news = news(Some(before), Some(after))?;
        Some(Changed {
            channel: channel.clone(),
            news,
            problem: problem(news, found.diagnosis),
        })
    }

    /// How the channel stood before checks told nothing.
    async fn last_standing(&self, channel: &ChannelId) -> Option<Standing> {
        let check = self
            .store
            .latest_check_besides(channel.clone(), NO_STANDING)
            .await;
        let found: Diagnosis = serde_json::from_value(check.ok()??.diagnosis).ok()?;
        standing(&found)
    }

    /// Announces what a round changed; nothing where nothing did.
    pub(super) async fn tell_news(&self, changed: Vec<Changed>) {
        if changed.is_empty() {
            return;
        }
        let names: BTreeMap<ChannelId, String> = match self.store.channels().await {
            Ok(channels) => channels
                .into_iter()
                .map(|channel| (channel.id, channel.name))
                .collect(),
            Err(error) => {
                tracing::error!(%error, "Names of channels could not be read");
                return;
            }
        };
        let mut told = RoundNews::default();
        for one in changed {
            // Removed meanwhile.
            let Some(name) = names.get(&one.channel) else {
                continue;
            };
            let list = match one.news {
                News::Broken => &mut told.broken,
                News::EndsSoon => &mut told.ends_soon,
                News::Works => &mut told.works,
            };
            list.push(ChannelNews {
                id: one.channel.to_string(),
                name: name.clone(),
                problem: one.problem.as_ref().map(problem_view),
            });
        }
        self.outside.announce_news(told);
    }
}

fn standing(diagnosis: &Diagnosis) -> Option<Standing> {
    Standing::of(&diagnosis.verdict, &diagnosis.warnings)
}

fn problem(news: News, diagnosis: &Diagnosis) -> Option<Problem> {
    match news {
        News::Broken => diagnosis
            .blocking
            .as_ref()
            .map(|blocking| blocking.problem.clone()),
        News::EndsSoon => diagnosis
            .warnings
            .iter()
            .find(|warning| has_date(warning.cause))
            .cloned(),
        News::Works => None,
    }
}
