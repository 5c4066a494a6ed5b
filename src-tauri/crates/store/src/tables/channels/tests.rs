use super::*;
use crate::tables::test_support::{self, at, new_channel};
use serde_json::json;

fn id(text: &str) -> ChannelId {
    ChannelId::from(text)
}

#[tokio::test]
async fn a_channel_keeps_its_identity_when_it_points_elsewhere() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    let target = ChannelTarget {
        phone_number_id: Some(NumberId::from("401")),
        waba_id: Some(WabaId::from("300")),
        business_id: Some(BusinessId::from("200")),
        display_phone_number: Some("+55 11 90000-0001".to_owned()),
    };
    store
        .retarget_channel(id("c1"), target.clone(), at(5))
        .await
        .unwrap();
    let found = store
        .channel_of_number(NumberId::from("401"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.id, found.target), (id("c1"), target));
    assert_eq!((found.created_at, found.updated_at), (at(0), at(5)));
}

#[tokio::test]
async fn one_number_belongs_to_one_channel_in_use() {
    let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
    let refusal = Err(StoreError::Conflict(Conflict::NumberInUse));
    assert_eq!(
        store
            .create_channel(new_channel("c3", "number-of-c1"), at(1))
            .await,
        refusal
    );
    let taken = new_channel("c2", "number-of-c1").target;
    assert_eq!(store.retarget_channel(id("c2"), taken, at(1)).await, refusal);
    store.remove_channel(id("c1"), at(2)).await.unwrap();
    store
        .create_channel(new_channel("c3", "number-of-c1"), at(3))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_removed_channel_leaves_the_list_and_can_still_be_read() {
    let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
    store.remove_channel(id("c1"), at(2)).await.unwrap();
    let listed: Vec<_> = store
        .channels()
        .await
        .unwrap()
        .into_iter()
        .map(|channel| channel.id)
        .collect();
    assert_eq!(listed, [id("c2")]);
    assert_eq!(
        store.channel(id("c1")).await.unwrap().unwrap().removed_at,
        Some(at(2))
    );
    let again = store.remove_channel(id("c1"), at(3)).await;
    assert_eq!(again, Err(StoreError::NotFound("channel")));
}

#[tokio::test]
async fn name_and_settings_are_kept() {
    let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
    store
        .update_channel(id("c1"), "Vendas".to_owned(), json!({ "team": 7 }), at(3))
        .await
        .unwrap();
    let channel = store.channel(id("c1")).await.unwrap().unwrap();
    assert_eq!(
        (channel.name.as_str(), &channel.detail),
        ("Vendas", &json!({ "team": 7 }))
    );
    assert_eq!(channel.updated_at, at(3));
}
