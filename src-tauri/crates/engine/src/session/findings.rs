//! Keeping what checks found: the diagnosis, what the reading proves, names for lists, and a change of verdict in the
//! history.

use super::Session;
use super::account::storage;
use super::channels::target_of;
use super::news::Changed;
use crate::error::EngineError;
use crate::project::Brief;
use reconecta_core::attempt::Target;
use reconecta_core::diagnosis::{Answer, Diagnosis, Question};
use reconecta_core::ids::ChannelId;
use reconecta_core::meta::{PhoneNumber, Waba};
use reconecta_core::verdict::EvidenceKind;
use reconecta_store::{Basis, BusinessRow, Findings, NewEvent, NewEvidence, NumberRow, WabaRow};
use serde_json::{Value, json};

/// A channel with what a check found of it.
pub(crate) struct Found<'a> {
    pub(crate) target: &'a Target,
    /// What the reading rests on.
    pub(crate) basis: &'a Basis,
    pub(crate) diagnosis: &'a Diagnosis,
    /// Its number as Meta showed it.
    pub(crate) number: Option<&'a PhoneNumber>,
    /// Its account as Meta showed it.
    pub(crate) waba: Option<&'a Waba>,
}

/// What came of keeping it.
pub(crate) struct Kept {
    /// What changed for somebody who does not look.
    pub(crate) changed: Vec<Changed>,
    /// Channels that have changed while they were read: what was found of them is of yesterday, and was left out.
    pub(crate) outdated: Vec<ChannelId>,
}

impl Session {
    /// The channel as a check reads it, with what the reading rests on: asked for before anything else.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub(super) async fn begin_reading(&self, id: &ChannelId) -> Result<(Target, Basis), EngineError> {
        let channel = self.channel(id).await?;
        let target = target_of(&channel).ok_or(EngineError::NotFound)?;
        let basis = Basis {
            credential: channel.active_credential,
            updated_at: channel.updated_at,
        };
        Ok((target, basis))
    }

    /// Stores what was found of channels, as one.
    ///
    /// # Errors
    /// The data file refused it; then nothing was stored.
    pub(crate) async fn keep(&self, all: &[Found<'_>]) -> Result<Kept, EngineError> {
        let app = self.connection().await.map(|connection| connection.app_id);
        let mut findings = Vec::with_capacity(all.len());
        let mut changed = Vec::new();
        for found in all {
            let before = self.latest_diagnosis(&found.target.channel).await;
            changed.extend(self.changed(before.as_ref(), found).await);
            findings.push(self.findings(before.as_ref(), found, app.as_deref())?);
        }
        let outdated = self
            .store
            .keep_findings(findings, self.now())
            .await
            .map_err(storage)?;
        let kept = all
            .iter()
            .filter(|found| !outdated.contains(&found.target.channel))
            .map(|found| (&found.target.channel, &found.diagnosis.verdict));
        if self.waits.note(kept, self.now()) {
            self.outside.schedule_changed.notify_one();
        }
        changed.retain(|changed| !outdated.contains(changed.channel()));
        Ok(Kept { changed, outdated })
    }

    fn findings(
        &self,
        before: Option<&Diagnosis>,
        found: &Found<'_>,
        app: Option<&str>,
    ) -> Result<Findings, EngineError> {
        let channel = &found.target.channel;
        let stored =
            |value: Result<Value, serde_json::Error>| value.map_err(|_unstorable| EngineError::Storage);
        Ok(Findings {
            channel: channel.clone(),
            basis: found.basis.clone(),
            diagnosis: stored(serde_json::to_value(found.diagnosis))?,
            standing: stored(serde_json::to_value(Brief::from(found.diagnosis)))?,
            evidence: Self::proved(found, app),
            event: transition(before, found),
            number: found.number.map(|number| NumberRow {
                id: number.id.clone(),
                waba_id: found.target.waba.clone(),
                display_phone_number: number.display_phone_number.as_ref().map(ToString::to_string),
                verified_name: number.verified_name.as_ref().map(ToString::to_string),
                detail: json!({}),
                seen_at: self.now(),
            }),
            waba: found.waba.filter(|waba| waba.name.is_some()).map(|waba| WabaRow {
                id: waba.id.clone(),
                business_id: waba.owner.as_ref().map(|owner| owner.id.clone()),
                name: waba.name.as_ref().map(ToString::to_string),
                detail: json!({}),
                seen_at: self.now(),
            }),
            business: found
                .waba
                .and_then(|waba| waba.owner.as_ref())
                .filter(|owner| owner.name.is_some())
                .map(|owner| BusinessRow {
                    id: owner.id.clone(),
                    name: owner.name.clone(),
                    detail: json!({}),
                    seen_at: self.now(),
                }),
        })
    }

    /// What the reads have proved, as evidence rows of their own.
    fn proved(found: &Found<'_>, app: Option<&str>) -> Vec<NewEvidence> {
        let row = |kind: &str, detail: Value| NewEvidence {
            channel: found.target.channel.clone(),
            number: Some(found.target.number.clone()),
            kind: kind.to_owned(),
            detail,
        };
        let mut rows = Vec::new();
        if found.number.is_some() {
            rows.push(row(EvidenceKind::LiveRead.code(), json!({})));
        }
        if found.diagnosis.answer(Question::AppSubscribed) == Answer::Yes {
            rows.push(row("subscription_confirmed", json!({"app_id": app})));
        }
        if let Some(health) = found.number.and_then(|number| number.health.as_ref()) {
            let entities: Vec<&str> = health
                .entities
                .iter()
                .map(|entity| entity.can_send.as_str())
                .collect();
            rows.push(row("health_read", json!({"entities": entities.join(", ")})));
        }
        rows
    }
}

/// A line of the history only when verdict or cause changed.
fn transition(before: Option<&Diagnosis>, found: &Found<'_>) -> Option<NewEvent> {
    let after = found.diagnosis;
    let is_same = before.is_some_and(|before| {
        before.verdict.code() == after.verdict.code() && cause_code(before) == cause_code(after)
    });
    (!is_same).then(|| NewEvent {
        operator: None,
        what: "verdict_changed".to_owned(),
        channel: Some(found.target.channel.clone()),
        detail: json!({"verdict": after.verdict.code(), "cause": cause_code(after)}),
    })
}

fn cause_code(diagnosis: &Diagnosis) -> Option<&'static str> {
    diagnosis
        .blocking
        .as_ref()
        .map(|blocking| blocking.cause().code())
}
