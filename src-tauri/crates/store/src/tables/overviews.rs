//! What a list shows of each channel, read at once: with ten thousand channels a question for each would be too slow.

use super::Channel;
use super::channels;
use crate::error::StoreError;
use crate::sql;
use crate::store::Store;
use reconecta_core::ids::{BusinessId, ChannelId, UnixMillis};
use reconecta_core::verdict::EvidenceKind;
use rusqlite::{OptionalExtension, Row};

/// A line of the history that tells a change of verdict.
pub(super) const VERDICT_CHANGED: &str = "verdict_changed";

/// A channel with the newest of what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelOverview {
    /// The channel.
    pub channel: Channel,
    /// What the newest diagnosis comes to, as it is stored: JSON of the engine. It is the whole diagnosis where an older
    /// version wrote it.
    pub standing: Option<String>,
    /// When the verdict last changed.
    pub changed_at: Option<UnixMillis>,
    /// When a message was last seen on its whole way; a read of ours is none.
    pub evidence_at: Option<UnixMillis>,
    /// Name of the number that customers see.
    pub verified_name: Option<String>,
    /// Name of the WhatsApp Business Account.
    pub waba_name: Option<String>,
    /// The portfolio: the channel's own, or the owner of its account.
    pub business_id: Option<BusinessId>,
    /// Name of the portfolio.
    pub business_name: Option<String>,
}

/// What the newest check of a channel comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelStanding {
    /// The channel.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// As in [`ChannelOverview::standing`].
    pub standing: Option<String>,
}

fn standing(row: &Row<'_>) -> rusqlite::Result<ChannelStanding> {
    Ok(ChannelStanding {
        id: sql::id(row, "id", ChannelId::new)?,
        name: row.get("name")?,
        standing: row.get("standing")?,
    })
}

fn overview(row: &Row<'_>) -> rusqlite::Result<ChannelOverview> {
    let time = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(UnixMillis));
    Ok(ChannelOverview {
        channel: channels::channel(row)?,
        standing: row.get("standing")?,
        changed_at: time("changed_at")?,
        evidence_at: time("evidence_at")?,
        verified_name: row.get("verified_name")?,
        waba_name: row.get("waba_name")?,
        business_id: sql::optional_id(row, "owner_id", BusinessId::new)?,
        business_name: row.get("business_name")?,
    })
}

/// What the newest check of `channel` comes to: beside the channel, or the check itself where an older version wrote it.
fn standing_of(channel: &str) -> String {
    format!(
        "coalesce({channel}.verdict, (SELECT diagnosis FROM checks WHERE channel_id = {channel}.id
                                      ORDER BY at DESC, checks.id DESC LIMIT 1)) AS standing"
    )
}

/// With `?1` the line of the history; the rest narrows the channels down.
fn select(condition: &str) -> String {
    let of_messages = EvidenceKind::OF_MESSAGES.map(|kind| format!("'{}'", kind.code()));
    format!(
        "SELECT listed.*, numbers.verified_name, wabas.name AS waba_name, businesses.name AS business_name,
             coalesce(listed.business_id, wabas.business_id) AS owner_id,
             {standing},
             (SELECT at FROM events WHERE channel_id = listed.id AND what = ?1
              ORDER BY events.id DESC LIMIT 1) AS changed_at,
             (SELECT max(at) FROM evidence WHERE channel_id = listed.id AND kind IN ({of_messages})) AS evidence_at
         FROM ({select}) AS listed
         LEFT JOIN numbers ON numbers.id = listed.phone_number_id
         LEFT JOIN wabas ON wabas.id = listed.waba_id
         LEFT JOIN businesses ON businesses.id = coalesce(listed.business_id, wabas.business_id)
         WHERE {condition} ORDER BY listed.name, listed.id",
        standing = standing_of("listed"),
        select = channels::SELECT,
        of_messages = of_messages.join(", ")
    )
}

impl Store {
    /// Channels in use by name, each with the newest of what is known of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn overviews(&self) -> Result<Vec<ChannelOverview>, StoreError> {
        self.call(|connection| {
            let mut statement = connection.prepare_cached(&select("listed.removed_at IS NULL"))?;
            let rows = statement
                .query_map([VERDICT_CHANGED], overview)?
                .collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }

    /// The same of these channels, in this order, also of those that were removed; unknown ones are left out.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn overviews_of(&self, ids: Vec<ChannelId>) -> Result<Vec<ChannelOverview>, StoreError> {
        self.call(move |connection| {
            let mut statement = connection.prepare_cached(&select("listed.id = ?2"))?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let one = statement.query_row((VERDICT_CHANGED, id.as_str()), overview);
                found.extend(one.optional()?);
            }
            Ok(found)
        })
        .await
    }

    /// The same of one channel.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn overview(&self, id: ChannelId) -> Result<Option<ChannelOverview>, StoreError> {
        Ok(self.overviews_of(vec![id]).await?.pop())
    }

    /// How all channels in use stand, in no order: all that a first screen of ten thousand needs of most of them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn standings(&self) -> Result<Vec<ChannelStanding>, StoreError> {
        self.call(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT id, name, {} FROM channels WHERE removed_at IS NULL",
                standing_of("channels")
            ))?;
            let rows = statement.query_map([], standing)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::test_support::{self, at, channel};
    use crate::tables::{BusinessRow, NewEvent, NewEvidence, NumberRow, WabaRow};
    use reconecta_core::ids::{BusinessId, NumberId, WabaId};
    use serde_json::json;

    fn event(what: &str) -> NewEvent {
        NewEvent {
            operator: None,
            what: what.to_owned(),
            channel: Some(channel("c1")),
            detail: json!({}),
        }
    }

    fn evidence(kind: &str) -> NewEvidence {
        NewEvidence {
            channel: channel("c1"),
            number: None,
            kind: kind.to_owned(),
            detail: json!({}),
        }
    }

    #[tokio::test]
    async fn each_channel_comes_with_the_newest_of_everything() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        for time in [5, 9, 7] {
            let check = json!({ "time": time });
            store.add_check(channel("c1"), check, at(time)).await.unwrap();
            store
                .add_evidence(evidence("message_received"), at(time))
                .await
                .unwrap();
        }
        store.add_event(event("verdict_changed"), at(5)).await.unwrap();
        store.add_event(event("verdict_changed"), at(6)).await.unwrap();
        store.add_event(event("renamed"), at(8)).await.unwrap();
        let number = NumberRow {
            id: NumberId::from("number-of-c1"),
            waba_id: WabaId::from("w"),
            display_phone_number: None,
            verified_name: Some("Padaria".to_owned()),
            detail: json!({}),
            seen_at: at(1),
        };
        let waba = WabaRow {
            id: WabaId::from("w"),
            business_id: None,
            name: Some("Loja".to_owned()),
            detail: json!({}),
            seen_at: at(1),
        };
        let business = BusinessRow {
            id: BusinessId::from("b"),
            name: Some("Grupo".to_owned()),
            detail: json!({}),
            seen_at: at(1),
        };
        store
            .remember_assets(vec![business], vec![waba], vec![number])
            .await
            .unwrap();
        let mut target = store.channel(channel("c1")).await.unwrap().unwrap().target;
        target.waba_id = Some(WabaId::from("w"));
        target.business_id = Some(BusinessId::from("b"));
        store
            .retarget_channel(channel("c1"), target, at(9))
            .await
            .unwrap();

        let [first, second] = &store.overviews().await.unwrap()[..] else {
            panic!("two channels are in use")
        };
        assert_eq!(first.standing.as_deref(), Some(r#"{"time":9}"#));
        assert_eq!(first.changed_at, Some(at(6)));
        assert_eq!(first.evidence_at, Some(at(9)));
        assert_eq!(first.verified_name.as_deref(), Some("Padaria"));
        assert_eq!(first.waba_name.as_deref(), Some("Loja"));
        assert_eq!(first.business_name.as_deref(), Some("Grupo"));
        assert_eq!((second.standing.as_ref(), second.changed_at), (None, None));
        assert_eq!(store.overview(channel("c1")).await.unwrap().as_ref(), Some(first));
        assert_eq!(store.overview(channel("gone")).await, Ok(None));
        let both = vec![second.clone(), first.clone()];
        let asked = ["c2", "gone", "c1"].map(channel).to_vec();
        assert_eq!(
            store.overviews_of(asked).await,
            Ok(both),
            "in the order asked for"
        );
        let mut standings = store.standings().await.unwrap();
        standings.sort_by(|one, other| one.id.cmp(&other.id));
        for (standing, overview) in standings.iter().zip([first, second]) {
            assert_eq!(
                (&standing.id, &standing.name, &standing.standing),
                (&overview.channel.id, &overview.channel.name, &overview.standing)
            );
        }
        store.remove_channel(channel("c1"), at(10)).await.unwrap();
        assert_eq!(store.standings().await.unwrap()[..], standings[1..]);
    }

    #[tokio::test]
    async fn only_a_message_on_its_whole_way_is_the_newest_evidence() {
        let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
        let newest = async || store.overview(channel("c1")).await.unwrap().unwrap().evidence_at;
        let others = [
            "live_read",
            "health_read",
            "subscription_confirmed",
            "message_accepted",
            "message_failed",
            "callback_answered",
        ];
        for kind in others {
            store.add_evidence(evidence(kind), at(50)).await.unwrap();
            assert_eq!(newest().await, None, "{kind}");
        }
        for (kind, time) in [
            ("message_delivered", 5),
            ("message_received", 7),
            ("message_read", 9),
        ] {
            store.add_evidence(evidence(kind), at(time)).await.unwrap();
            assert_eq!(newest().await, Some(at(time)), "{kind}");
        }
    }
}
