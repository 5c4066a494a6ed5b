use super::*;
use crate::error::Conflict;
use crate::tables::test_support::{self, at, channel, sealed, token};
use crate::{NewAttempt, StoreError};
use serde_json::json;

const SLOT: Slot = Slot::AccessToken;

async fn states(store: &Store, id: &str) -> Vec<(String, HoldingState, bool)> {
    let mut rows: Vec<_> = store
        .holdings(channel(id))
        .await
        .unwrap()
        .into_iter()
        .map(|row| {
            (
                row.credential.id.to_string(),
                row.state,
                row.credential.secret.is_some(),
            )
        })
        .collect();
    rows.sort_by(|one, two| one.0.cmp(&two.0));
    rows
}

fn row(id: &str, state: HoldingState, has_secret: bool) -> (String, HoldingState, bool) {
    (id.to_owned(), state, has_secret)
}

async fn stage_and_promote(store: &Store, id: &str, on: &str, time: i64) {
    store
        .stage_credential(token(id, None), vec![channel(on)], at(time))
        .await
        .unwrap();
    store
        .promote_credential(channel(on), CredentialId::from(id), at(time))
        .await
        .unwrap();
}

async fn begin_attempt(store: &Store, id: &str) {
    let new = NewAttempt {
        id: AttemptId::from(id),
        channel: None,
        state: json!({}),
        stage: "login".to_owned(),
    };
    store.begin_attempt(new, at(1)).await.unwrap();
}

#[tokio::test]
async fn a_staged_credential_leaves_the_active_one_in_use() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "old", "c1", 1).await;
    store
        .stage_credential(token("new", None), vec![channel("c1")], at(2))
        .await
        .unwrap();
    let active = store
        .active_credential(channel("c1"), SLOT)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(active.id.as_str(), "old", "staging must not touch what is in use");
    assert_eq!(active.secret, Some(sealed("old")));
}

#[tokio::test]
async fn promotion_keeps_one_way_back_and_wipes_what_is_older() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    for (id, time) in [("t1", 1), ("t2", 2), ("t3", 3)] {
        stage_and_promote(&store, id, "c1", time).await;
    }
    let expected = [
        row("t1", HoldingState::Retired, false),
        row("t2", HoldingState::Previous, true),
        row("t3", HoldingState::Active, true),
    ];
    assert_eq!(states(&store, "c1").await, expected);
    let listed = store.channel(channel("c1")).await.unwrap().unwrap();
    assert_eq!(listed.active_credential, Some(CredentialId::from("t3")));
    assert_eq!(listed.previous_credential, Some(CredentialId::from("t2")));
}

#[tokio::test]
async fn promoting_twice_changes_nothing() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t1", "c1", 1).await;
    stage_and_promote(&store, "t2", "c1", 2).await;
    let before = states(&store, "c1").await;
    store
        .promote_credential(channel("c1"), CredentialId::from("t2"), at(3))
        .await
        .unwrap();
    assert_eq!(
        states(&store, "c1").await,
        before,
        "a repetition after a crash must be harmless"
    );
}

#[tokio::test]
async fn rollback_brings_the_previous_one_back_and_wipes_the_new_one() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t1", "c1", 1).await;
    stage_and_promote(&store, "t2", "c1", 2).await;
    let active = store
        .roll_back_credential(channel("c1"), SLOT, at(3))
        .await
        .unwrap();
    assert_eq!(active.as_str(), "t1");
    let expected = [
        row("t1", HoldingState::Active, true),
        row("t2", HoldingState::Retired, false),
    ];
    assert_eq!(states(&store, "c1").await, expected);
    let again = store.roll_back_credential(channel("c1"), SLOT, at(4)).await;
    assert_eq!(again, Err(StoreError::NotFound("previous credential")));
}

#[tokio::test]
async fn promoting_the_previous_one_swaps_the_two() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t1", "c1", 1).await;
    stage_and_promote(&store, "t2", "c1", 2).await;
    store
        .promote_credential(channel("c1"), CredentialId::from("t1"), at(3))
        .await
        .unwrap();
    let expected = [
        row("t1", HoldingState::Active, true),
        row("t2", HoldingState::Previous, true),
    ];
    assert_eq!(states(&store, "c1").await, expected);
}

/// Makes the last write of a promotion or rollback fail, as a full disk would.
async fn fail_when_something_becomes_active(store: &Store) {
    store
        .call(|connection| {
            Ok(connection.execute_batch(
                "CREATE TEMP TRIGGER fail BEFORE UPDATE ON holdings WHEN NEW.state = 'active'
                 BEGIN SELECT RAISE(ABORT, 'set by the test'); END;",
            )?)
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_failure_in_the_middle_of_a_promotion_leaves_everything_as_it_was() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t1", "c1", 1).await;
    stage_and_promote(&store, "t2", "c1", 2).await;
    store
        .stage_credential(token("t3", None), vec![channel("c1")], at(3))
        .await
        .unwrap();
    let before = states(&store, "c1").await;
    fail_when_something_becomes_active(&store).await;
    let result = store
        .promote_credential(channel("c1"), CredentialId::from("t3"), at(4))
        .await;
    assert!(result.is_err(), "the trigger must make the promotion fail");
    assert_eq!(
        states(&store, "c1").await,
        before,
        "not even the wiping of the oldest may remain"
    );
}

#[tokio::test]
async fn a_failure_in_the_middle_of_a_rollback_leaves_everything_as_it_was() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t1", "c1", 1).await;
    stage_and_promote(&store, "t2", "c1", 2).await;
    let before = states(&store, "c1").await;
    fail_when_something_becomes_active(&store).await;
    let result = store.roll_back_credential(channel("c1"), SLOT, at(3)).await;
    assert!(result.is_err(), "the trigger must make the rollback fail");
    assert_eq!(states(&store, "c1").await, before);
}

#[tokio::test]
async fn one_login_serves_several_numbers_and_is_wiped_with_the_last() {
    let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
    begin_attempt(&store, "a1").await;
    store
        .stage_credential(token("t", Some("a1")), Vec::new(), at(1))
        .await
        .unwrap();
    for id in ["c1", "c2"] {
        store
            .assign_staged(channel(id), CredentialId::from("t"), at(2))
            .await
            .unwrap();
    }
    store
        .promote_credential(channel("c1"), CredentialId::from("t"), at(3))
        .await
        .unwrap();
    assert_eq!(states(&store, "c1").await, [row("t", HoldingState::Active, true)]);
    assert_eq!(states(&store, "c2").await, [row("t", HoldingState::Staged, true)]);

    store
        .finish_attempt(AttemptId::from("a1"), json!({}), "done".to_owned(), at(4))
        .await
        .unwrap();
    assert_eq!(
        states(&store, "c2").await,
        [row("t", HoldingState::Retired, true)],
        "c1 still uses it"
    );
    store.remove_channel(channel("c1"), at(5)).await.unwrap();
    assert_eq!(
        states(&store, "c1").await,
        [row("t", HoldingState::Retired, false)],
        "nobody uses it"
    );
}

#[tokio::test]
async fn a_credential_without_channel_lives_as_long_as_its_attempt() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    begin_attempt(&store, "a1").await;
    store
        .stage_credential(token("t", Some("a1")), Vec::new(), at(1))
        .await
        .unwrap();
    let kept = store.credential(CredentialId::from("t")).await.unwrap().unwrap();
    assert!(kept.secret.is_some());
    store
        .finish_attempt(AttemptId::from("a1"), json!({}), "cancelled".to_owned(), at(2))
        .await
        .unwrap();
    let wiped = store.credential(CredentialId::from("t")).await.unwrap().unwrap();
    assert_eq!(
        (wiped.secret, wiped.wiped_at),
        (None, Some(at(2))),
        "a cancelled login must leave no secret"
    );
    let refused = store
        .assign_staged(channel("c1"), CredentialId::from("t"), at(3))
        .await;
    assert_eq!(refused, Err(StoreError::Conflict(Conflict::SecretWiped)));
}

#[tokio::test]
async fn discarding_gives_up_what_is_staged_but_not_what_is_in_use() {
    let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
    begin_attempt(&store, "a1").await;
    store
        .stage_credential(token("first", Some("a1")), vec![channel("c1")], at(1))
        .await
        .unwrap();
    store
        .promote_credential(channel("c1"), CredentialId::from("first"), at(2))
        .await
        .unwrap();
    store
        .stage_credential(token("second", Some("a1")), vec![channel("c2")], at(3))
        .await
        .unwrap();
    store.discard_staged(AttemptId::from("a1"), at(4)).await.unwrap();
    assert_eq!(
        states(&store, "c1").await,
        [row("first", HoldingState::Active, true)]
    );
    assert_eq!(
        states(&store, "c2").await,
        [row("second", HoldingState::Retired, false)]
    );
}

#[tokio::test]
async fn the_grace_time_ends_for_all_channels_at_once() {
    let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
    for (id, on, time) in [("a", "c1", 1), ("b", "c1", 10), ("c", "c2", 1), ("d", "c2", 20)] {
        stage_and_promote(&store, id, on, time).await;
    }
    assert_eq!(store.retire_previous_before(at(15), at(30)).await.unwrap(), 1);
    assert_eq!(
        states(&store, "c1").await[0],
        row("a", HoldingState::Retired, false)
    );
    assert_eq!(
        states(&store, "c2").await[0],
        row("c", HoldingState::Previous, true)
    );
    assert!(store.retire_previous(channel("c2"), SLOT, at(31)).await.unwrap());
    assert!(
        !store.retire_previous(channel("c2"), SLOT, at(32)).await.unwrap(),
        "there is no previous one"
    );
}

#[tokio::test]
async fn a_pin_replaces_the_older_one_beside_the_token() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t", "c1", 1).await;
    for id in ["pin1", "pin2"] {
        let new = NewCredential {
            kind: crate::CredentialKind::Pin,
            ..token(id, None)
        };
        store.keep_secret(channel("c1"), new, at(2)).await.unwrap();
    }
    let pin = store
        .active_credential(channel("c1"), Slot::Pin)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(pin.id.as_str(), "pin2");
    let old = store
        .credential(CredentialId::from("pin1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(old.secret, None, "an old PIN is of no use");
    store
        .forget_secret(channel("c1"), Slot::Pin, at(3))
        .await
        .unwrap();
    assert_eq!(
        store.active_credential(channel("c1"), Slot::Pin).await.unwrap(),
        None
    );
    let token = store
        .active_credential(channel("c1"), SLOT)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(token.id.as_str(), "t", "the token is another use");
}

#[tokio::test]
async fn a_kept_pin_comes_back_without_the_token() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t1", "c1", 1).await;
    for (id, time) in [("p1", 2), ("p2", 3)] {
        let pin = NewCredential {
            kind: crate::CredentialKind::Pin,
            ..token(id, None)
        };
        let on = vec![channel("c1")];
        store.stage_credential(pin, on, at(time)).await.unwrap();
        let id = CredentialId::from(id);
        store
            .promote_credential(channel("c1"), id, at(time))
            .await
            .unwrap();
    }
    store
        .roll_back_credential(channel("c1"), Slot::Pin, at(4))
        .await
        .unwrap();
    let expected = [
        row("p1", HoldingState::Active, true),
        row("p2", HoldingState::Retired, false),
        row("t1", HoldingState::Active, true),
    ];
    assert_eq!(states(&store, "c1").await, expected);
}

#[tokio::test]
async fn secrets_of_a_lost_key_are_wiped_and_the_channel_says_so() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    stage_and_promote(&store, "t", "c1", 1).await;
    assert_eq!(store.sealed_key_ids().await.unwrap(), ["key-1"]);
    assert_eq!(
        store.wipe_sealed_with("another".to_owned(), at(2)).await.unwrap(),
        0
    );
    assert_eq!(
        store.wipe_sealed_with("key-1".to_owned(), at(2)).await.unwrap(),
        1
    );
    assert!(store.sealed_key_ids().await.unwrap().is_empty());
    let lost = store.active_credential(channel("c1"), SLOT).await;
    assert_eq!(lost, Err(StoreError::Conflict(Conflict::SecretWiped)));
}
