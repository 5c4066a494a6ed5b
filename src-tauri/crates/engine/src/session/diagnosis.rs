//! Reading the facts of one channel, and keeping what the pure rules make of them. Reads only: nothing is written at
//! Meta.

use super::Session;
use super::account::storage;
use crate::error::EngineError;
use reconecta_core::admin::AdminReading;
use reconecta_core::attempt::Target;
use reconecta_core::cause::Cause;
use reconecta_core::diagnosis::{
    Answer, ChannelFacts, Diagnosis, Expected, GrantedPermission, Question, diagnose,
};
use reconecta_core::fact::Fact;
use reconecta_core::ids::{AppId, ChannelId, UnixMillis};
use reconecta_core::meta::{PhoneNumber, TokenInfo, TokenKind};
use reconecta_core::verdict::{EvidenceKind, Verdict};
use reconecta_graph::{Graph, GraphFailure};
use reconecta_store::{Check, NumberRow};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;

/// Checks looked back over to find out since when the phone app is gone: days, at one check an hour.
const LOOK_BACK: u32 = 50;

impl Session {
    /// Diagnoses a channel, stores the result, and notes a change of verdict in the history.
    ///
    /// # Errors
    /// The channel is gone, or the data file refused the result.
    pub(crate) async fn diagnose(&self, id: &ChannelId) -> Result<Diagnosis, EngineError> {
        let target = self.target(id).await?;
        let facts = self.read_facts(&target).await;
        let diagnosis = diagnose(&facts, self.now());
        self.keep_diagnosis(&target, facts.number.known(), &diagnosis)
            .await?;
        Ok(diagnosis)
    }

    /// Stores what was found of a channel, with what the reading proves; `number` is its number as Meta showed it.
    ///
    /// # Errors
    /// The data file refused it.
    pub(crate) async fn keep_diagnosis(
        &self,
        target: &Target,
        number: Option<&PhoneNumber>,
        diagnosis: &Diagnosis,
    ) -> Result<(), EngineError> {
        let id = &target.channel;
        let before = self.latest_diagnosis(id).await;
        let stored = serde_json::to_value(diagnosis).map_err(|_unstorable| EngineError::Storage)?;
        self.store
            .add_check(id.clone(), stored, self.now())
            .await
            .map_err(storage)?;
        self.keep_evidence(target, number, diagnosis).await;
        if let Some(number) = number {
            self.remember_number(target, number).await;
        }
        self.note_transition(id, before.as_ref(), diagnosis).await;
        Ok(())
    }

    /// Since when the newest checks have all found the phone app disconnected.
    pub(super) async fn phone_app_gone_since(&self, id: &ChannelId) -> Option<UnixMillis> {
        let checks = self.store.checks(id.clone(), LOOK_BACK).await.unwrap_or_default();
        let gone = checks.iter().map_while(|check| {
            let found: Diagnosis = serde_json::from_value(check.diagnosis.clone()).ok()?;
            let cause = found.blocking.as_ref().map(|blocking| blocking.cause());
            (cause == Some(Cause::PhoneAppDisconnected)).then_some(found.read_at)
        });
        gone.last()
    }

    /// The newest diagnosis of a channel.
    pub(crate) async fn latest_diagnosis(&self, id: &ChannelId) -> Option<Diagnosis> {
        let row = self.store.latest_check(id.clone()).await.ok().flatten()?;
        serde_json::from_value(row.diagnosis).ok()
    }

    async fn read_facts(&self, target: &Target) -> ChannelFacts {
        let mut facts = ChannelFacts::unread(self.expected(target).await, self.now());
        facts.evidence = self.evidence_rows(&target.channel).await;
        facts.proof_life = self.proof_life();
        facts.phone_app_gone_since = self.phone_app_gone_since(&target.channel).await;
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
        }
    }

    async fn ask_meta(
        &self,
        facts: &mut ChannelFacts,
        graph: &Arc<Graph>,
        token: &SecretString,
        target: &Target,
    ) {
        let asker = self.app_token().await.unwrap_or_else(|| token.clone());
        let (info, person, permissions, waba, numbers, number, subscriptions) = tokio::join!(
            graph.debug_token(token, &asker),
            graph.me(token),
            graph.permissions(token),
            graph.waba(token, &target.waba),
            graph.phone_numbers(token, &target.waba),
            graph.phone_number(token, &target.number),
            graph.subscriptions(token, &target.waba),
        );
        facts.token = fact(info);
        facts.permissions = fact(permissions.map(|list| {
            list.into_iter()
                .map(|(name, status)| GrantedPermission { name, status })
                .collect()
        }));
        facts.waba = fact(waba);
        facts.numbers = fact(numbers);
        facts.number = fact(number);
        facts.subscriptions = fact(subscriptions);
        let is_person = facts
            .token
            .known()
            .is_none_or(|info: &TokenInfo| info.kind == TokenKind::User);
        let (person, expected) = (fact(person), target.business.clone());
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

    /// What the reads have proved, as evidence rows of their own.
    async fn keep_evidence(&self, target: &Target, read: Option<&PhoneNumber>, diagnosis: &Diagnosis) {
        let (channel, number) = (&target.channel, Some(&target.number));
        if read.is_some() {
            self.prove(channel, number, EvidenceKind::LiveRead.code(), json!({}))
                .await;
        }
        if diagnosis.answer(Question::AppSubscribed) == Answer::Yes {
            let app = self.connection().await.map(|connection| connection.app_id);
            self.prove(channel, number, "subscription_confirmed", json!({"app_id": app}))
                .await;
        }
        if let Some(health) = read.and_then(|number| number.health.as_ref()) {
            let entities: Vec<&str> = health
                .entities
                .iter()
                .map(|entity| entity.can_send.as_str())
                .collect();
            self.prove(
                channel,
                number,
                "health_read",
                json!({"entities": entities.join(", ")}),
            )
            .await;
        }
    }

    /// Name and form of the number as Meta shows them, for lists.
    async fn remember_number(&self, target: &Target, number: &PhoneNumber) {
        let row = NumberRow {
            id: number.id.clone(),
            waba_id: target.waba.clone(),
            display_phone_number: number.display_phone_number.clone(),
            verified_name: number.verified_name.clone(),
            detail: json!({}),
            seen_at: self.now(),
        };
        if let Err(error) = self
            .store
            .remember_assets(Vec::new(), Vec::new(), vec![row])
            .await
        {
            tracing::error!(%error, "The number's name could not be remembered");
        }
    }

    /// A line of the history only when the verdict changed.
    async fn note_transition(&self, id: &ChannelId, before: Option<&Diagnosis>, after: &Diagnosis) {
        let same = before.is_some_and(|before| {
            before.verdict.code() == after.verdict.code() && cause_code(before) == cause_code(after)
        });
        if !same {
            let detail = json!({"verdict": after.verdict.code(), "cause": cause_code(after)});
            self.note_seen("verdict_changed", id, detail).await;
        }
    }
}

fn cause_code(diagnosis: &Diagnosis) -> Option<&'static str> {
    diagnosis
        .blocking
        .as_ref()
        .map(|blocking| blocking.cause().code())
}

/// Since when the newest verdict and cause hold, looking back over stored checks (newest first).
pub(crate) fn checked_since(checks: &[Check]) -> Option<UnixMillis> {
    let mut parsed = checks.iter().filter_map(|check| {
        Some((
            check.at,
            serde_json::from_value::<Diagnosis>(check.diagnosis.clone()).ok()?,
        ))
    });
    let (mut since, newest) = parsed.next()?;
    if newest.verdict == Verdict::Unknown {
        return None;
    }
    for (at, older) in parsed {
        if older.verdict.code() != newest.verdict.code() || cause_code(&older) != cause_code(&newest) {
            break;
        }
        since = at;
    }
    Some(since)
}

fn fact<T>(result: Result<T, GraphFailure>) -> Fact<T> {
    match result {
        Ok(value) => Fact::Known(value),
        Err(failure) => Fact::Unknown(failure.into()),
    }
}
