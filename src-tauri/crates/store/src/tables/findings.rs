//! What a check leaves behind, written as one: for a round of checks a transaction for each channel's every line would
//! cost more than the reading.

use super::assets::{self, BusinessRow, NumberRow, WabaRow};
use super::{NewEvent, NewEvidence};
use super::{checks, events, evidence};
use crate::error::StoreError;
use crate::store::Store;
use reconecta_core::ids::{ChannelId, UnixMillis};
use serde_json::Value;

/// What was found of one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The channel.
    pub channel: ChannelId,
    /// The diagnosis.
    pub diagnosis: Value,
    /// What the reading proved.
    pub evidence: Vec<NewEvidence>,
    /// A line of the history, where something changed.
    pub event: Option<NewEvent>,
    /// Its number as Meta showed it.
    pub number: Option<NumberRow>,
    /// Its account as Meta showed it.
    pub waba: Option<WabaRow>,
    /// The portfolio that owns the account.
    pub business: Option<BusinessRow>,
}

impl Store {
    /// Keeps what was found at `at`, all of it or nothing.
    ///
    /// # Errors
    /// The file cannot be written, or a channel does not exist.
    pub async fn keep_findings(&self, findings: Vec<Findings>, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| {
            for found in findings {
                checks::insert(transaction, &found.channel, found.diagnosis, at)?;
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
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at, channel};
    use serde_json::json;

    fn found(id: &str) -> Findings {
        Findings {
            channel: channel(id),
            diagnosis: json!({ "of": id }),
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

    #[tokio::test]
    async fn a_round_is_kept_with_all_that_belongs_to_it() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        store
            .keep_findings(vec![found("c1"), found("c2")], at(7))
            .await
            .unwrap();
        for id in ["c1", "c2"] {
            let check = store.latest_check(channel(id)).await.unwrap().unwrap();
            assert_eq!((check.at, check.diagnosis), (at(7), json!({ "of": id })));
            assert_eq!(store.newest_evidence(channel(id)).await.unwrap().len(), 1);
            assert_eq!(store.timeline(Some(channel(id)), 9, None).await.unwrap().len(), 1);
        }
    }

    #[tokio::test]
    async fn nothing_is_kept_of_a_channel_that_does_not_exist() {
        let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
        let refused = store.keep_findings(vec![found("c1"), found("gone")], at(7)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        assert_eq!(store.latest_check(channel("c1")).await, Ok(None));
    }
}
