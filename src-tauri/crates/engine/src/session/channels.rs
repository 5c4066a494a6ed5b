//! Channels: their identity stays, their credential and ids change in one step, and the way back is kept.

use super::Session;
use super::account::{LOCAL_ACCOUNT, storage};
use super::callback::expected_callback;
use crate::error::EngineError;
use reconecta_core::attempt::{Attempt, FoundNumber, Target};
use reconecta_core::cause::Cause;
use reconecta_core::ids::{BusinessId, ChannelId, NumberId, WabaId};
use reconecta_core::problem::Problem;
use reconecta_store::{Channel, ChannelKind, ChannelTarget, Conflict, NewChannel, Slot, StoreError};
use serde_json::{Value, json};

/// How long the previous credential is kept after *Finalizar*: a week.
const GRACE_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Key of a channel's detail: where it pointed before the running attempt.
pub(super) const BEFORE: &str = "target_before";
/// Key of a channel's detail: the running attempt has created it.
pub(super) const CREATED: &str = "created_by_attempt";

impl Session {
    /// One channel in use.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub(crate) async fn channel(&self, id: &ChannelId) -> Result<Channel, EngineError> {
        let row = self.store.channel(id.clone()).await.map_err(storage)?;
        row.filter(|channel| channel.removed_at.is_none())
            .ok_or(EngineError::NotFound)
    }

    /// The channel as the target of a reconnection.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub(crate) async fn target(&self, id: &ChannelId) -> Result<Target, EngineError> {
        target_of(&self.channel(id).await?).ok_or(EngineError::NotFound)
    }

    /// All channels with a number.
    pub(crate) async fn targets(&self) -> Vec<Target> {
        let channels = self.store.channels().await.unwrap_or_default();
        channels.iter().filter_map(target_of).collect()
    }

    /// The channel that uses a number.
    pub(crate) async fn channel_of(&self, number: &NumberId) -> Option<ChannelId> {
        self.store
            .channel_of_number(number.clone())
            .await
            .ok()
            .flatten()
            .map(|channel| channel.id)
    }

    /// Lets the number's channel use the attempt's staged credential; creates the channel where there is none.
    pub(crate) async fn switch_channel(
        &self,
        attempt: &Attempt,
        found: &FoundNumber,
    ) -> Result<ChannelId, Problem> {
        let failed = |cause| Problem::new(cause, self.now());
        let credential = attempt
            .credential
            .clone()
            .ok_or_else(|| failed(Cause::TokenMissing))?;
        let channel = match self.recognise(attempt, found).await {
            Some(channel) => self.point_to(&channel, found).await.map(|()| channel.id),
            None => self.create_for(found).await,
        };
        let channel = channel.map_err(|error| match error {
            StoreError::Conflict(Conflict::NumberInUse) => failed(Cause::NumberAlreadyInChannel),
            error => {
                tracing::error!(%error, "The channel could not be changed");
                failed(Cause::StorageFailed)
            }
        })?;
        let now = self.now();
        self.store
            .promote_credential(channel.clone(), credential, now)
            .await
            .map_err(|error| {
                tracing::error!(%error, "The new credential could not be put in use");
                failed(Cause::StorageFailed)
            })?;
        let person = attempt.person.as_ref().and_then(|person| person.name.clone());
        self.note(
            "token_replaced",
            Some(&channel),
            json!({"person": person.unwrap_or_default()}),
        )
        .await;
        Ok(channel)
    }

    /// The channel that a found number is for: the target where it matches, otherwise the one with its id.
    pub(crate) async fn recognise(&self, attempt: &Attempt, found: &FoundNumber) -> Option<Channel> {
        let chosen = attempt
            .choices
            .iter()
            .find(|choice| choice.number() == &found.number.id);
        let by_choice = chosen
            .and_then(|choice| choice.channel.as_ref())
            .map(|(id, _name)| id.clone());
        match by_choice {
            Some(id) => self.channel(&id).await.ok(),
            None => self
                .store
                .channel_of_number(found.number.id.clone())
                .await
                .ok()
                .flatten(),
        }
    }

    async fn point_to(&self, channel: &Channel, found: &FoundNumber) -> Result<(), StoreError> {
        let target = target_from(found);
        if channel.target == target {
            return Ok(());
        }
        let mut detail = channel.detail.clone();
        if let Value::Object(fields) = &mut detail {
            fields.entry(BEFORE).or_insert_with(|| stored(&channel.target));
        }
        let now = self.now();
        self.store
            .update_channel(channel.id.clone(), channel.name.clone(), detail, now)
            .await?;
        self.store.retarget_channel(channel.id.clone(), target, now).await
    }

    async fn create_for(&self, found: &FoundNumber) -> Result<ChannelId, StoreError> {
        let id = ChannelId::new(self.new_id());
        let number = &found.number;
        let name = number
            .verified_name
            .as_ref()
            .or(number.display_phone_number.as_ref());
        let new = NewChannel {
            id: id.clone(),
            account_id: LOCAL_ACCOUNT.to_owned(),
            kind: ChannelKind::WhatsappCloudApi,
            name: name.map_or_else(|| number.id.to_string(), ToString::to_string),
            target: target_from(found),
            detail: json!({ CREATED: true }),
        };
        self.store.create_channel(new, self.now()).await?;
        self.note("channel_created", Some(&id), json!({})).await;
        Ok(id)
    }

    /// Puts the previous token back; everything else stays as it is.
    ///
    /// # Errors
    /// The data file refused it.
    pub(crate) async fn roll_back(&self, id: &ChannelId) -> Result<(), EngineError> {
        let channel = self.channel(id).await?;
        self.bring_back(&channel.id, Slot::AccessToken)
            .await
            .map_err(|_refused| EngineError::Storage)?;
        self.note("rolled_back", Some(id), json!({})).await;
        Ok(())
    }

    /// Forgets the notes about the running attempt.
    pub(super) async fn settle(&self, channel: &Channel) -> Result<(), EngineError> {
        let mut detail = channel.detail.clone();
        let Value::Object(fields) = &mut detail else {
            return Ok(());
        };
        let noted = fields.remove(BEFORE).is_some() | fields.remove(CREATED).is_some();
        if !noted {
            return Ok(());
        }
        self.store
            .update_channel(channel.id.clone(), channel.name.clone(), detail, self.now())
            .await
            .map_err(storage)
    }

    /// Wipes what was staged and never used, and closes the attempt.
    ///
    /// # Errors
    /// The data file refused it.
    pub(crate) async fn discard_staged(&self, attempt: &Attempt) -> Result<(), EngineError> {
        self.store
            .discard_staged(attempt.id.clone(), self.now())
            .await
            .map_err(storage)?;
        let channel = attempt.target.as_ref().map(|target| &target.channel);
        self.note("attempt_cancelled", channel, json!({})).await;
        self.close_attempt(attempt, "cancelled").await
    }

    /// *Finalizar*: the previous credential stays for the grace time, the history gets its line.
    ///
    /// # Errors
    /// The data file refused it.
    pub(crate) async fn conclude(&self, attempt: &Attempt) -> Result<(), EngineError> {
        for work in &attempt.numbers {
            let Some(id) = &work.switched else { continue };
            let channel = self.channel(id).await?;
            self.settle(&channel).await?;
            self.store
                .retire_previous(id.clone(), Slot::Pin, self.now())
                .await
                .map_err(storage)?;
            let person = attempt
                .person
                .as_ref()
                .and_then(|person| person.name.clone())
                .unwrap_or_default();
            let verdict = work
                .verdict
                .as_ref()
                .map(|verdict| verdict.code())
                .unwrap_or("unknown");
            self.note(
                "reconnected",
                Some(id),
                json!({"person": person, "verdict": verdict}),
            )
            .await;
        }
        self.close_attempt(attempt, "finished").await
    }

    /// Previous credentials whose grace time is over are wiped.
    pub(super) async fn retire_old_credentials(&self) {
        let now = self.now();
        if let Err(error) = self
            .store
            .retire_previous_before(now.plus(-GRACE_MILLIS), now)
            .await
        {
            tracing::error!(%error, "Old credentials could not be retired");
        }
    }

    /// Renames a channel.
    ///
    /// # Errors
    /// The name is empty or too long, or the channel is gone.
    pub(crate) async fn rename_channel(&self, id: &ChannelId, name: &str) -> Result<(), EngineError> {
        self.check_may_change()?;
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 {
            return Err(EngineError::InvalidInput {
                field: "name".to_owned(),
            });
        }
        let channel = self.channel(id).await?;
        let now = self.now();
        self.store
            .update_channel(id.clone(), name.to_owned(), channel.detail, now)
            .await
            .map_err(storage)?;
        self.note(
            "channel_renamed",
            Some(id),
            json!({"from": channel.name, "to": name}),
        )
        .await;
        Ok(())
    }

    /// Takes a channel out of use; its history stays in the file.
    ///
    /// # Errors
    /// The channel is gone.
    pub(crate) async fn remove_channel(&self, id: &ChannelId) -> Result<(), EngineError> {
        self.check_may_change()?;
        let channel = self.channel(id).await?;
        self.store
            .remove_channel(id.clone(), self.now())
            .await
            .map_err(storage)?;
        self.note("channel_removed", Some(id), json!({"name": channel.name}))
            .await;
        Ok(())
    }
}

pub(super) fn target_of(channel: &Channel) -> Option<Target> {
    Some(Target {
        channel: channel.id.clone(),
        name: channel.name.clone(),
        number: channel.target.phone_number_id.clone()?,
        waba: channel.target.waba_id.clone()?,
        business: channel.target.business_id.clone(),
        display_phone_number: channel.target.display_phone_number.clone().unwrap_or_default(),
        expected_callback: expected_callback(channel).map(str::to_owned),
    })
}

fn target_from(found: &FoundNumber) -> ChannelTarget {
    let business = found.business.as_ref().or(found.waba.owner.as_ref());
    ChannelTarget {
        phone_number_id: Some(found.number.id.clone()),
        waba_id: Some(found.waba.id.clone()),
        business_id: business.map(|business| business.id.clone()),
        display_phone_number: found
            .number
            .display_phone_number
            .as_ref()
            .map(ToString::to_string),
    }
}

fn stored(target: &ChannelTarget) -> Value {
    json!({
        "phone_number_id": target.phone_number_id,
        "waba_id": target.waba_id,
        "business_id": target.business_id,
        "display_phone_number": target.display_phone_number,
    })
}

pub(super) fn read_stored(value: &Value) -> Option<ChannelTarget> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    Some(ChannelTarget {
        phone_number_id: Some(NumberId::new(text("phone_number_id")?)),
        waba_id: text("waba_id").map(WabaId::new),
        business_id: text("business_id").map(BusinessId::new),
        display_phone_number: text("display_phone_number").map(str::to_owned),
    })
}
