//! Reading the facts of one channel, and keeping what the pure rules make of them. Reads only: nothing is written at
//! Meta.

use super::Session;
use super::findings::Found;
use crate::error::EngineError;
use crate::fleet;
use reconecta_core::admin::AdminReading;
use reconecta_core::attempt::{Needs, Target};
use reconecta_core::cause::Cause;
use reconecta_core::diagnosis::{ChannelFacts, Diagnosis, Expected, GrantedPermission, Held, diagnose};
use reconecta_core::fact::Fact;
use reconecta_core::ids::{AppId, ChannelId, UnixMillis};
use reconecta_core::meta::{TokenInfo, TokenKind};
use reconecta_graph::Graph;
use reconecta_store::Basis;
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Readings of one check: a channel that changes while it is read is read again.
const READINGS: usize = 3;

/// Checks looked back over to find out since when the phone app is gone: days, at one check an hour.
const LOOK_BACK: u32 = 50;

impl Session {
    /// Diagnoses a channel, stores the result, and notes a change of verdict in the history.
    ///
    /// # Errors
    /// The channel is gone or never stops changing, or the data file refused the result.
    pub(crate) async fn diagnose(&self, id: &ChannelId) -> Result<Diagnosis, EngineError> {
        for _reading in 0..READINGS {
            let read = self.read_channel(id).await?;
            if self.keep(&[read.found()]).await?.outdated.is_empty() {
                return Ok(read.diagnosis);
            }
            tracing::info!(channel.id = %id, "A channel changed while it was read");
        }
        Err(EngineError::Busy)
    }

    /// The same, without keeping it.
    ///
    /// # Errors
    /// The channel is gone.
    pub(super) async fn read_channel(&self, id: &ChannelId) -> Result<ChannelRead, EngineError> {
        let (target, basis) = self.begin_reading(id).await?;
        let facts = self.read_facts(&target).await;
        Ok(ChannelRead {
            diagnosis: diagnose(&facts, self.now()),
            target,
            basis,
            facts,
        })
    }

    /// Since when the newest checks have all found the phone app disconnected.
    pub(super) async fn phone_app_gone_since(&self, id: &ChannelId) -> Option<UnixMillis> {
        // Almost never: then the newest one says so.
        let newest = self.latest_diagnosis(id).await?;
        gone_at(&newest)?;
        let checks = self.store.checks(id.clone(), LOOK_BACK).await.unwrap_or_default();
        let gone = checks.iter().map_while(|check| {
            let found: Diagnosis = serde_json::from_value(check.diagnosis.clone()).ok()?;
            gone_at(&found)
        });
        gone.last()
    }

    /// The newest diagnosis of a channel.
    pub(crate) async fn latest_diagnosis(&self, id: &ChannelId) -> Option<Diagnosis> {
        let row = self.store.latest_check(id.clone()).await.ok().flatten()?;
        serde_json::from_value(row.diagnosis).ok()
    }

    /// What the newest diagnosis of each of these channels says that reconnecting it will take.
    pub(crate) async fn needs_of(&self, targets: &[Target]) -> BTreeMap<ChannelId, Needs> {
        let mut needs = BTreeMap::new();
        for target in targets {
            if let Some(diagnosis) = self.latest_diagnosis(&target.channel).await {
                needs.insert(target.channel.clone(), Needs::of(&diagnosis));
            }
        }
        needs
    }

    async fn read_facts(&self, target: &Target) -> ChannelFacts {
        let mut facts = ChannelFacts::unread(self.expected(target).await, self.now());
        facts.evidence = self.evidence_rows(&target.channel).await;
        facts.proof_life = self.proof_life();
        facts.phone_app_gone_since = self.phone_app_gone_since(&target.channel).await;
        facts.register_wait = self.register_waits().await.remove(&target.number);
        let (token, since) = match self.channel_token(&target.channel).await {
            Ok(Some(held)) => held,
            Ok(None) => {
                facts.has_token = false;
                return facts;
            }
            Err(_closed) => return facts,
        };
        facts.changed_at = Some(since);
        let Some(graph) = self.graph().await else {
            return facts;
        };
        self.ask_meta(&mut facts, &graph, &token, target).await;
        facts
    }

    /// What the readings of a channel are compared with.
    pub(super) async fn expected(&self, target: &Target) -> Expected {
        let connection = self.connection().await;
        Expected {
            number: target.number.clone(),
            waba: target.waba.clone(),
            business: target.business.clone(),
            display_phone_number: target.display_phone_number.clone(),
            app: connection.map(|connection| AppId::new(connection.app_id)),
            callback: target.expected_callback.clone(),
            held: Some(self.holds_of(target).await),
        }
    }

    /// What the app's own account holds of a channel.
    async fn holds_of(&self, target: &Target) -> Held {
        // Asked for the few channels that need it.
        let verify_token = match target.expected_callback {
            Some(_) => self.keeps_verify_token(&target.channel).await,
            None => None,
        };
        Held { verify_token }
    }

    async fn ask_meta(
        &self,
        facts: &mut ChannelFacts,
        graph: &Arc<Graph>,
        token: &SecretString,
        target: &Target,
    ) {
        let app = self.app_token().await;
        facts.app_asked = app.is_some();
        let own = facts.expected.app.clone();
        let webhook = fleet::app_webhook(graph, own.as_ref(), app.as_ref());
        let asker = app.as_ref().unwrap_or(token);
        let (info, person, permissions, waba, numbers, number, subscriptions, webhook) = tokio::join!(
            graph.debug_token(token, asker),
            graph.me(token),
            graph.permissions(token),
            graph.waba(token, &target.waba),
            graph.phone_numbers(token, &target.waba),
            graph.phone_number(token, &target.number),
            graph.subscriptions(token, &target.waba),
            webhook,
        );
        facts.token = Fact::from(info);
        facts.permissions = Fact::from(permissions.map(|list| {
            list.into_iter()
                .map(|(name, status)| GrantedPermission { name, status })
                .collect()
        }));
        facts.waba = Fact::from(waba);
        facts.numbers = Fact::from(numbers);
        facts.number = Fact::from(number);
        facts.subscriptions = Fact::from(subscriptions);
        facts.app_webhook = webhook;
        let is_person = facts
            .token
            .known()
            .is_none_or(|info: &TokenInfo| info.kind == TokenKind::User);
        let (person, expected) = (Fact::from(person), target.business.clone());
        facts.admin = if is_person {
            graph
                .admin_reading(token, Some(&target.waba), expected, person)
                .await
        } else {
            AdminReading {
                person,
                ..AdminReading::unread(expected)
            }
        };
    }
}

/// What was read of one channel, and what follows from it.
pub(super) struct ChannelRead {
    target: Target,
    basis: Basis,
    facts: ChannelFacts,
    diagnosis: Diagnosis,
}

impl ChannelRead {
    /// What of it is kept.
    pub(super) fn found(&self) -> Found<'_> {
        Found {
            target: &self.target,
            basis: &self.basis,
            diagnosis: &self.diagnosis,
            number: self.facts.number.known(),
            waba: self.facts.waba.known(),
        }
    }
}

/// When it was read, if the phone app was found disconnected.
fn gone_at(diagnosis: &Diagnosis) -> Option<UnixMillis> {
    let cause = diagnosis.blocking.as_ref().map(|blocking| blocking.cause());
    (cause == Some(Cause::PhoneAppDisconnected)).then_some(diagnosis.read_at)
}
