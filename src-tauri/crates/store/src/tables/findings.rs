//! What a check leaves behind, written as one: for a round of checks a transaction for each channel's every line would
//! cost more than the reading.

use super::assets::{self, BusinessRow, NumberRow, WabaRow};
use super::overviews::VERDICT_CHANGED;
use super::{NewEvent, NewEvidence};
use super::{checks, events, evidence};
use crate::error::StoreError;
use crate::sql::{self, Json};
use crate::store::Store;
use reconecta_core::ids::{ChannelId, CredentialId, UnixMillis};
use rusqlite::{OptionalExtension, Transaction};
use serde_json::Value;

/// What a reading of a channel rests on. When it is something else by the time the reading is over, the reading is of
/// a channel that is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Access token in use.
    pub credential: Option<CredentialId>,
    /// When the channel itself was last changed.
    pub updated_at: UnixMillis,
}

/// What was found of one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The channel.
    pub channel: ChannelId,
    /// What the reading rests on.
    pub basis: Basis,
    /// The diagnosis.
    pub diagnosis: Value,
    /// What a list shows of it.
    pub standing: Value,
    /// What the reading proved.
    pub evidence: Vec<NewEvidence>,
    /// A line of the history, where the verdict changed.
    pub event: Option<NewEvent>,
    /// Its number as Meta showed it.
    pub number: Option<NumberRow>,
    /// Its account as Meta showed it.
    pub waba: Option<WabaRow>,
    /// The portfolio that owns the account.
    pub business: Option<BusinessRow>,
}

/// What a reading that begins now would rest on; `None` for a channel that does not exist.
fn basis(transaction: &Transaction<'_>, channel: &ChannelId) -> rusqlite::Result<Option<Basis>> {
    transaction
        .prepare_cached(
            "SELECT updated_at, (SELECT credential_id FROM holdings WHERE channel_id = channels.id
                                 AND slot = 'access_token' AND state = 'active') AS credential
             FROM channels WHERE id = ?1",
        )?
        .query_row([channel.as_str()], |row| {
            Ok(Basis {
                credential: sql::optional_id(row, "credential", CredentialId::new)?,
                updated_at: UnixMillis(row.get("updated_at")?),
            })
        })
        .optional()
}

/// Of readings that say the same one after another only the first, written with its line of the history, and the last
/// are kept: with checks by the hour the file would grow without end. What comes next takes the place of the last.
fn thin_out(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    evidence: &[NewEvidence],
) -> rusqlite::Result<()> {
    let first: Option<i64> = transaction
        .prepare_cached("SELECT max(at) FROM events WHERE channel_id = ?1 AND what = ?2")?
        .query_row((channel.as_str(), VERDICT_CHANGED), |row| row.get(0))?;
    let Some(first) = first else { return Ok(()) };
    transaction
        .prepare_cached("DELETE FROM checks WHERE channel_id = ?1 AND at > ?2")?
        .execute((channel.as_str(), first))?;
    for read in evidence {
        transaction
            .prepare_cached("DELETE FROM evidence WHERE channel_id = ?1 AND kind = ?2 AND at > ?3")?
            .execute((channel.as_str(), &read.kind, first))?;
    }
    Ok(())
}

impl Store {
    /// Keeps what was found at `at`, all of it or nothing. Readings that rest on something that has changed since are
    /// left out; answers their channels, which have to be read again.
    ///
    /// # Errors
    /// The file cannot be written, or a channel does not exist.
    pub async fn keep_findings(
        &self,
        findings: Vec<Findings>,
        at: UnixMillis,
    ) -> Result<Vec<ChannelId>, StoreError> {
        self.write(move |transaction| {
            let mut outdated = Vec::new();
            for found in findings {
                let now = basis(transaction, &found.channel)?;
                if now.is_some_and(|now| now != found.basis) {
                    outdated.push(found.channel);
                    continue;
                }
                if found.event.is_none() {
                    thin_out(transaction, &found.channel, &found.evidence)?;
                }
                checks::insert(transaction, &found.channel, found.diagnosis, at)?;
                transaction
                    .prepare_cached("UPDATE channels SET verdict = ?2 WHERE id = ?1")?
                    .execute((found.channel.as_str(), Json(found.standing)))?;
                for new in found.evidence {
                    evidence::insert(transaction, new, at)?;
                }
                if let Some(new) = found.event {
                    events::insert(transaction, new, at)?;
                }
                assets::remember(
                    transaction,
                    found.business.as_slice(),
                    found.waba.as_slice(),
                    found.number.as_slice(),
                )?;
            }
            Ok(outdated)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at, channel};
    use serde_json::json;

    async fn found(store: &Store, id: &str) -> Findings {
        let row = store.channel(channel(id)).await.unwrap();
        Findings {
            channel: channel(id),
            basis: Basis {
                credential: row.as_ref().and_then(|row| row.active_credential.clone()),
                updated_at: row.map_or(at(0), |row| row.updated_at),
            },
            diagnosis: json!({ "of": id }),
            standing: json!({ "in_short": id }),
            evidence: vec![NewEvidence {
                channel: channel(id),
                number: None,
                kind: "live_read".to_owned(),
                detail: json!({}),
            }],
            event: Some(NewEvent {
                operator: None,
                what: "verdict_changed".to_owned(),
                channel: Some(channel(id)),
                detail: json!({}),
            }),
            number: None,
            waba: None,
            business: None,
        }
    }

    /// Checks, rows of evidence and lines of history of a channel.
    async fn kept(store: &Store, id: &str) -> (usize, usize, usize) {
        (
            store.checks(channel(id), 9).await.unwrap().len(),
            store.newest_evidence(channel(id)).await.unwrap().len(),
            store.timeline(Some(channel(id)), 9, None).await.unwrap().len(),
        )
    }

    #[tokio::test]
    async fn a_round_is_kept_with_all_that_belongs_to_it() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        let round = vec![found(&store, "c1").await, found(&store, "c2").await];
        assert_eq!(store.keep_findings(round, at(7)).await, Ok(vec![]));
        for id in ["c1", "c2"] {
            let check = store.latest_check(channel(id)).await.unwrap().unwrap();
            assert_eq!((check.at, check.diagnosis), (at(7), json!({ "of": id })));
            assert_eq!(kept(&store, id).await, (1, 1, 1));
            let overview = store.overview(channel(id)).await.unwrap().unwrap();
            assert_eq!(overview.standing, Some(json!({ "in_short": id }).to_string()));
        }
    }

    #[tokio::test]
    async fn of_checks_that_say_the_same_the_first_and_the_last_are_kept() {
        let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
        let keep = async |time, changed: bool| {
            let mut found = found(&store, "c1").await;
            found.diagnosis = json!({ "of": time });
            found.event = found.event.filter(|_| changed);
            assert_eq!(store.keep_findings(vec![found], at(time)).await, Ok(vec![]));
        };
        for (time, changed) in [
            (1, true),
            (2, false),
            (3, false),
            (4, true),
            (5, false),
            (6, false),
            (7, false),
        ] {
            keep(time, changed).await;
        }
        let checks = store.checks(channel("c1"), 99).await.unwrap();
        let times: Vec<_> = checks.iter().map(|check| check.at).collect();
        assert_eq!(times, [at(7), at(4), at(3), at(1)]);
        let evidence = store.evidence(channel("c1"), 99).await.unwrap();
        let times: Vec<_> = evidence.iter().map(|row| row.at).collect();
        assert_eq!(times, [at(7), at(4), at(3), at(1)]);
    }

    #[tokio::test]
    async fn nothing_is_kept_of_a_channel_that_does_not_exist() {
        let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
        let round = vec![found(&store, "c1").await, found(&store, "gone").await];
        let refused = store.keep_findings(round, at(7)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        assert_eq!(store.latest_check(channel("c1")).await, Ok(None));
    }

    #[tokio::test]
    async fn what_was_read_of_a_channel_as_it_was_before_is_not_kept() {
        let (_folder, store) = test_support::store_with_channels(&["token", "target", "same"]).await;
        let round = vec![
            found(&store, "token").await,
            found(&store, "target").await,
            found(&store, "same").await,
        ];
        store
            .keep_secret(channel("token"), test_support::token("new", None), at(5))
            .await
            .unwrap();
        let other = test_support::new_channel("target", "another-number").target;
        store
            .retarget_channel(channel("target"), other, at(5))
            .await
            .unwrap();
        let outdated = store.keep_findings(round, at(7)).await;
        assert_eq!(outdated, Ok(vec![channel("token"), channel("target")]));
        assert_eq!(kept(&store, "token").await, (0, 0, 0));
        assert_eq!(kept(&store, "target").await, (0, 0, 0));
        assert_eq!(kept(&store, "same").await, (1, 1, 1));
        let again = vec![found(&store, "token").await];
        assert_eq!(store.keep_findings(again, at(8)).await, Ok(vec![]));
    }
}
