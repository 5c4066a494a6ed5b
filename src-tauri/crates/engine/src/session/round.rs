//! All channels in one round: what they share is read once, under one set of limits, and each is judged by the rules of
//! one channel. A channel without a readable token, or whose account cannot be read, hides no other.

use super::Session;
use crate::fleet::{self, FleetOrder, FleetTarget, Scope};
use reconecta_core::attempt::Target;
use reconecta_core::fleet as rules;
use reconecta_core::ids::{AppId, ChannelId};
use secrecy::{ExposeSecret, SecretString};

/// Channels with what their round needs.
#[derive(Default)]
struct Round {
    tokens: Vec<SecretString>,
    targets: Vec<FleetTarget>,
    /// The channel of each target.
    channels: Vec<Target>,
    /// Channels that have to be checked by themselves.
    alone: Vec<ChannelId>,
}

impl Session {
    /// Checks channels together and stores each result; `done` is told of each channel as soon as it is through.
    pub(crate) async fn diagnose_all(&self, ids: Vec<ChannelId>, done: impl Fn(&ChannelId)) {
        let Some(graph) = self.graph().await else {
            return self.diagnose_each(ids, done).await;
        };
        let round = self.gather(ids).await;
        let connection = self.connection().await;
        let order = FleetOrder {
            tokens: round.tokens,
            asker: self.app_token().await,
            app: connection.map(|connection| AppId::new(connection.app_id)),
            scope: Scope::Targets,
            targets: round.targets,
        };
        let mut fleet = fleet::read(graph, order, self.now(), |_progress| {}).await;
        let mut judged = Vec::new();
        fleet.judge(self.now(), |one| judged.push(one));
        for one in judged {
            let Some(target) = one.target.and_then(|place| round.channels.get(place)) else {
                continue;
            };
            let number = one.found.as_ref().map(|found| &found.number);
            if let Err(error) = self.keep_diagnosis(target, number, &one.diagnosis).await {
                tracing::error!(%error, channel.id = %target.channel, "A check could not be stored");
            }
            done(&target.channel);
        }
        self.diagnose_each(round.alone, done).await;
    }

    async fn diagnose_each(&self, ids: Vec<ChannelId>, done: impl Fn(&ChannelId)) {
        for id in ids {
            if let Err(error) = self.diagnose(&id).await {
                tracing::error!(%error, channel.id = %id, "A check failed");
            }
            done(&id);
        }
    }

    async fn gather(&self, ids: Vec<ChannelId>) -> Round {
        let mut round = Round::default();
        for id in ids {
            let (Ok(target), Ok(Some((token, since)))) =
                (self.target(&id).await, self.channel_token(&id).await)
            else {
                round.alone.push(id);
                continue;
            };
            let known = round
                .tokens
                .iter()
                .position(|known| known.expose_secret() == token.expose_secret());
            let place = known.unwrap_or_else(|| {
                round.tokens.push(token);
                round.tokens.len() - 1
            });
            round.targets.push(FleetTarget {
                token: Some(place),
                target: rules::Target {
                    evidence: self.evidence_rows(&id).await,
                    proof_life: self.proof_life(),
                    phone_app_gone_since: self.phone_app_gone_since(&id).await,
                    changed_at: Some(since),
                    ..rules::Target::new(self.expected(&target).await)
                },
            });
            round.channels.push(target);
        }
        round
    }
}
