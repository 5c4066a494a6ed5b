//! Since when and why a channel does not work: what the store remembers and what Meta wrote down, judged by the pure
//! rule.

use super::Engine;
use crate::error::EngineError;
use crate::project::outage_view;
use crate::session::Session;
use crate::session::stored;
use crate::views::OutageView;
use reconecta_core::cause::Cause;
use reconecta_core::diagnosis::{Diagnosis, Field};
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::ids::{AppId, ChannelId, UnixMillis};
use reconecta_core::outage::{Act, Change, Check, OwnAct, Record, outage};
use reconecta_store::{Channel, CredentialKind, Event, Slot};

/// Checks looked back over.
const CHECKS: u32 = 200;
/// Lines of history looked back over.
const LINES: u32 = 500;
/// Observations looked back over.
const OBSERVATIONS: u32 = 200;
/// Tokens tried for Meta's log when the channel's own is refused.
const OTHER_TOKENS: usize = 2;

impl Engine {
    /// The newest outage of a channel; `None` when none was ever found. Reads Meta's log of the account, only if there
    /// is something to explain.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or the data file cannot be read.
    pub async fn outage_view(&self, id: &str) -> Result<Option<OutageView>, EngineError> {
        let session = self.session().await?;
        let channel = session.channel(&ChannelId::new(id)).await?;
        let mut record = remembered(&session, &channel).await?;
        if outage(&record).is_none() {
            return Ok(None);
        }
        record.changes = metas_log(&session, &channel).await;
        let latest = session.latest_diagnosis(&channel.id).await;
        let blocking = latest.and_then(|diagnosis| diagnosis.blocking);
        Ok(outage(&record).map(|outage| {
            outage_view(
                &channel,
                &outage,
                &record,
                blocking.as_ref().map(|blocking| &blocking.problem),
            )
        }))
    }
}

/// All that the data file knows.
async fn remembered(session: &Session, channel: &Channel) -> Result<Record, EngineError> {
    let store = session.store();
    let id = || channel.id.clone();
    let checks = store.checks(id(), CHECKS).await.map_err(refused)?;
    let events = store.timeline(Some(id()), LINES, None).await.map_err(refused)?;
    let observed = store.evidence(id(), OBSERVATIONS).await.map_err(refused)?;
    let credential = store
        .active_credential(id(), Slot::AccessToken)
        .await
        .map_err(refused)?;
    let is_persons = credential
        .as_ref()
        .is_some_and(|row| row.kind == CredentialKind::UserToken);
    let expires_at = credential.and_then(|row| row.expires_at);
    let connection = session.connection().await;
    let mut looks: Vec<Check> = checks
        .into_iter()
        .filter_map(|row| serde_json::from_value(row.diagnosis).ok())
        .map(|diagnosis: Diagnosis| look(&diagnosis, expires_at))
        .collect();
    let oldest = looks.iter().map(|look| look.at).min();
    let older = events
        .iter()
        .filter(|event| oldest.is_none_or(|oldest| event.at < oldest));
    looks.extend(older.filter_map(noted_look));
    Ok(Record {
        number: channel.target.phone_number_id.clone(),
        app: connection.map(|connection| AppId::new(connection.app_id)),
        holder: holder(&events).filter(|_| is_persons),
        checks: looks,
        changes: Fact::Unknown(Unread::NotAsked),
        acts: events.iter().filter_map(own_act).collect(),
        evidence: observed.iter().filter_map(stored).collect(),
    })
}

/// A stored diagnosis. When the token ended is what Meta said then, or what it said when the token was issued.
fn look(diagnosis: &Diagnosis, expires_at: Option<UnixMillis>) -> Check {
    let cause = diagnosis.blocking.as_ref().map(|blocking| blocking.cause());
    let lines = diagnosis.answers.iter().flat_map(|finding| &finding.evidence);
    let said = lines
        .filter(|line| line.field == Field::ExpiresAt)
        .find_map(|line| line.value.parse().ok().map(UnixMillis));
    let ended = said.or(expires_at).filter(|at| *at <= diagnosis.read_at);
    Check {
        at: diagnosis.read_at,
        verdict: diagnosis.verdict.code().to_owned(),
        cause,
        token_ended_at: ended.filter(|_| cause == Some(Cause::TokenExpired)),
    }
}

/// A change of verdict that the history tells after its diagnosis was thinned out.
fn noted_look(event: &Event) -> Option<Check> {
    let text = |key: &str| event.detail.get(key).and_then(serde_json::Value::as_str);
    (event.what == "verdict_changed").then_some(())?;
    Some(Check {
        at: event.at,
        verdict: text("verdict")?.to_owned(),
        cause: text("cause").map(Cause::from_code),
        token_ended_at: None,
    })
}

fn own_act(event: &Event) -> Option<OwnAct> {
    let act = Act::ALL.iter().find(|act| act.code() == event.what)?;
    Some(OwnAct {
        act: *act,
        at: event.at,
        by: event.operator.clone(),
    })
}

/// Whose login the token in use came from.
fn holder(events: &[Event]) -> Option<String> {
    let newest = events.iter().find(|event| event.what == "token_replaced")?;
    let name = newest.detail.get("person")?.as_str()?;
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

/// Meta's log of the account, with the channel's own token or with one of another channel of the same account: the own
/// one is often the reason why one asks.
async fn metas_log(session: &Session, channel: &Channel) -> Fact<Vec<Change>> {
    let mut answer = Fact::Unknown(Unread::NotAsked);
    let (Some(waba), Some(graph)) = (&channel.target.waba_id, session.graph().await) else {
        return answer;
    };
    let others = session.targets().await.into_iter();
    let others = others.filter(|other| &other.waba == waba && other.channel != channel.id);
    let candidates =
        std::iter::once(channel.id.clone()).chain(others.map(|other| other.channel).take(OTHER_TOKENS));
    for id in candidates {
        let Ok(Some((token, _since))) = session.channel_token(&id).await else {
            continue;
        };
        match graph.activities(&token, waba).await {
            Ok(changes) => return Fact::Known(changes),
            Err(failure) => answer = Fact::Unknown(failure.into()),
        }
    }
    answer
}

fn refused(error: reconecta_store::StoreError) -> EngineError {
    tracing::error!(%error, "The data file refused a call");
    EngineError::Storage
}
