//! Channels: lists, pages, checks, one-click repairs.

use super::{Engine, hand_off};
use crate::error::EngineError;
use crate::project::{
    Brief, Home, Standing, callback_fields, channel_row, diagnosis_view, evidence_view, problem_view, time,
    timeline_view,
};
use crate::session::{Session, expected_callback};
use crate::views::{ChannelRowView, ChannelView, FieldView, HomeView, ProblemView, RoundView};
use reconecta_core::diagnosis::Diagnosis;
use reconecta_core::ids::{ChannelId, UnixMillis};
use reconecta_store::{Channel, ChannelOverview};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;

/// Lines of history on a channel's page.
const HISTORY: u32 = 100;

impl Engine {
    /// The first screen.
    ///
    /// # Errors
    /// No environment is open, or the data file cannot be read.
    pub async fn home_view(&self) -> Result<HomeView, EngineError> {
        let session = self.session().await?;
        let ahead = match session.take_ahead() {
            Some(ahead) => ahead.await.ok(),
            None => None,
        };
        let view = match ahead {
            Some(view) => view,
            None => home(&session).await,
        }?;
        self.outside.looked.send_replace(true);
        Ok(view)
    }

    /// Reads the first screen while the window that will ask for it is being made.
    pub(super) fn read_ahead(session: &Arc<Session>) {
        let reading = Arc::clone(session);
        session.hold_ahead(tokio::spawn(async move { home(&reading).await }));
    }

    /// All channels by name.
    ///
    /// # Errors
    /// No environment is open, or the data file cannot be read.
    pub async fn channels_view(&self) -> Result<Vec<ChannelRowView>, EngineError> {
        rows(&*self.session().await?).await
    }

    /// One channel's page.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn channel_view(&self, id: &str) -> Result<ChannelView, EngineError> {
        let session = self.session().await?;
        let id = ChannelId::new(id);
        let channel = session.channel(&id).await?;
        let overview = session.store().overview(id.clone()).await.map_err(refused)?;
        let overview = overview.ok_or(EngineError::NotFound)?;
        let checking = session.checking().contains(&id);
        let row = channel_row(
            &overview,
            &standing(&session, overview.standing.as_deref()),
            checking,
        );
        let diagnosis = session
            .latest_diagnosis(&id)
            .await
            .map(|diagnosis| diagnosis.aged(session.proof_life(), session.now()));
        let evidence = session
            .store()
            .newest_evidence(id.clone())
            .await
            .map_err(refused)?;
        let events = session
            .store()
            .timeline(Some(id), HISTORY, None)
            .await
            .map_err(refused)?;
        let proof = session.proof(&channel, diagnosis.as_ref()).await?;
        Ok(ChannelView {
            row,
            diagnosis: diagnosis.as_ref().map(diagnosis_view),
            configuration: configuration(&channel, diagnosis.as_ref()),
            evidence: evidence.iter().map(evidence_view).collect(),
            proof,
            timeline: events.iter().map(timeline_view).collect(),
            expected_callback: expected_callback(&channel).map(str::to_owned),
            hand_off: hand_off::of_channel(&session, &overview, diagnosis.as_ref())
                .await
                .map(Box::new),
            can_change: session.may_change(),
            can_rollback: session.may_change() && channel.previous_credential.is_some(),
        })
    }

    /// Checks one channel beside everything else; the result is announced.
    ///
    /// # Errors
    /// [`EngineError::Busy`] when it is being checked.
    pub async fn check_channel(&self, id: &str) -> Result<(), EngineError> {
        let session = self.session().await?;
        let id = ChannelId::new(id);
        session.channel(&id).await?;
        if !session.begin_check(&id) {
            return Err(EngineError::Busy);
        }
        session.announce_channels();
        tokio::spawn(async move { check(&session, &id).await });
        Ok(())
    }

    /// Checks all channels in one round.
    ///
    /// # Errors
    /// No environment is open, or the data file cannot be read.
    pub async fn check_all_channels(&self) -> Result<(), EngineError> {
        let session = self.session().await?;
        let channels = session.store().channels().await.map_err(refused)?;
        self.note_round();
        check_round(&session, channels.into_iter().map(|channel| channel.id));
        Ok(())
    }

    /// Checks these channels in one round; those that are gone or being checked are left out.
    ///
    /// # Errors
    /// No environment is open, or the data file cannot be read.
    pub async fn check_channels(&self, ids: Vec<String>) -> Result<(), EngineError> {
        let session = self.session().await?;
        let known: BTreeSet<ChannelId> = session
            .store()
            .channels()
            .await
            .map_err(refused)?
            .into_iter()
            .map(|channel| channel.id)
            .collect();
        let wanted = ids.into_iter().map(ChannelId::new);
        check_round(&session, wanted.filter(|id| known.contains(id)));
        Ok(())
    }

    /// How far the checks of many channels are; `None` when none runs.
    pub async fn round_view(&self) -> Option<RoundView> {
        self.session().await.ok()?.round()
    }

    /// Ends the checks of many channels; what they found so far stays.
    ///
    /// # Errors
    /// No environment is open.
    pub async fn stop_checks(&self) -> Result<(), EngineError> {
        self.session().await?.stop_rounds();
        Ok(())
    }

    /// Subscribes our app again and puts a lost callback back where the token still works: a repair without a login.
    /// Answers what stood in the way, if anything did; a check follows in any case. One that is under way does not hold
    /// the repair up, and then the answer does not wait for the check that follows it.
    ///
    /// # Errors
    /// The profile may not, the channel is gone, or a reconnection or another repair of it is under way.
    pub async fn repair_channel(&self, id: &str) -> Result<Option<ProblemView>, EngineError> {
        let session = self.session().await?;
        let id = ChannelId::new(id);
        session.check_may_change()?;
        session.channel(&id).await?;
        let repair = session.begin_repair(&id).await?;
        let is_ours = session.begin_check(&id);
        session.announce_channels();
        let engine = self.clone();
        // On its own, so that it ends also when nobody waits for it any more.
        let repairing = tokio::spawn(async move {
            let done = session.repair(&repair).await;
            engine.check_repaired(&session, repair.channel(), is_ours).await;
            done.err()
        });
        let problem = repairing.await.map_err(|_panicked| EngineError::Storage)?;
        Ok(problem.as_ref().map(problem_view))
    }

    /// Ends what a crash left of repairs, and checks their channels.
    pub(super) async fn recover_repairs(&self) -> Result<(), EngineError> {
        let session = self.session().await?;
        for repair in session.unfinished_repairs().await {
            let is_ours = session.begin_check(repair.channel());
            let (engine, session) = (self.clone(), Arc::clone(&session));
            tokio::spawn(async move {
                session.recover_repair(&repair).await;
                engine.check_repaired(&session, repair.channel(), is_ours).await;
            });
        }
        Ok(())
    }

    /// A check that somebody else began may have read Meta before the repair.
    async fn check_repaired(&self, session: &Session, id: &ChannelId, is_ours: bool) {
        if is_ours {
            check(session, id).await;
        } else {
            self.check_afterwards(id.clone());
        }
    }

    /// What was seen or changed just now shows in the next check, so that is made at once, or right after the one that
    /// is under way: that one may not know of it.
    pub(super) async fn judge_anew(&self, session: &Arc<Session>, id: &ChannelId) -> Result<(), EngineError> {
        session.announce_channels();
        match self.check_channel(id.as_str()).await {
            Err(EngineError::Busy) => {
                self.check_afterwards(id.clone());
                Ok(())
            }
            other => other,
        }
    }

    fn check_afterwards(&self, id: ChannelId) {
        let engine = self.clone();
        let mut news = self.changes();
        tokio::spawn(async move {
            while engine.check_channel(id.as_str()).await == Err(EngineError::Busy) {
                if matches!(news.recv().await, Err(RecvError::Closed)) {
                    return;
                }
            }
        });
    }

    /// Renames a channel.
    ///
    /// # Errors
    /// The name cannot be used, or the channel is gone.
    pub async fn rename_channel(&self, id: &str, name: &str) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.rename_channel(&ChannelId::new(id), name).await?;
        session.announce_channels();
        Ok(())
    }

    /// Takes a channel out of use.
    ///
    /// # Errors
    /// The channel is gone.
    pub async fn remove_channel(&self, id: &str) -> Result<(), EngineError> {
        let session = self.session().await?;
        session.remove_channel(&ChannelId::new(id)).await?;
        session.announce_channels();
        Ok(())
    }

    /// Puts the previous credential of a channel back, also while the channel is being checked; another check follows.
    ///
    /// # Errors
    /// There is none, or the profile may not.
    pub async fn rollback_channel(&self, id: &str) -> Result<(), EngineError> {
        let session = self.session().await?;
        let id = ChannelId::new(id);
        session.check_may_change()?;
        session.roll_back(&id).await?;
        self.judge_anew(&session, &id).await
    }
}

/// Checks those of these channels that are not being checked, together.
fn check_round(session: &Arc<Session>, ids: impl Iterator<Item = ChannelId>) {
    if let Some(round) = session.begin_round(ids) {
        tokio::spawn(round.run());
    }
}

async fn check(session: &Session, id: &ChannelId) {
    if let Err(error) = session.diagnose(id).await {
        tracing::error!(%error, channel.id = %id, "A check failed");
    }
    session.end_check(id);
    session.announce_channels();
}

async fn home(session: &Session) -> Result<HomeView, EngineError> {
    let checking = session.checking();
    let stands = stands(session).await?;
    let home = Home::of(stands.iter().enumerate().map(|(place, one)| {
        let (code, read_at) = one.standing.code_and_time();
        ((&one.name, &one.id, place), code, read_at)
    }));
    let listed = home.listed().map(|(_name, id, _place)| ChannelId::clone(id));
    let listed = session.store().overviews_of(listed.collect()).await;
    let overviews = listed.map_err(refused)?;
    let view = home.view(!checking.is_empty(), |(_name, id, place)| {
        let overview = overviews.iter().find(|overview| overview.channel.id == **id)?;
        let standing = &stands.get(*place)?.standing;
        Some(channel_row(overview, standing, checking.contains(id)))
    });
    Ok(view)
}

async fn rows(session: &Session) -> Result<Vec<ChannelRowView>, EngineError> {
    let overviews = session.store().overviews().await.map_err(refused)?;
    let checking = session.checking();
    let row = |overview: &ChannelOverview| {
        let checking = checking.contains(&overview.channel.id);
        channel_row(
            overview,
            &standing(session, overview.standing.as_deref()),
            checking,
        )
    };
    Ok(overviews.iter().map(row).collect())
}

/// A channel with how it stands.
pub(super) struct Stands {
    id: ChannelId,
    name: String,
    pub(super) standing: Standing,
}

/// How all channels in use stand, in no order.
pub(super) async fn stands(session: &Session) -> Result<Vec<Stands>, EngineError> {
    let stored = session.store().standings().await.map_err(refused)?;
    let stands = stored.into_iter().map(|one| Stands {
        standing: standing(session, one.standing.as_deref()),
        id: one.id,
        name: one.name,
    });
    Ok(stands.collect())
}

/// What the newest check says today: a proof may have outlived its life since, and a wait its time.
pub(super) fn standing(session: &Session, stored: Option<&str>) -> Standing {
    Standing {
        found: stored
            .and_then(Brief::of)
            .map(|found| found.aged(session.proof_life(), session.now())),
        may_change: session.may_change(),
    }
}

fn configuration(channel: &Channel, diagnosis: Option<&Diagnosis>) -> Vec<FieldView> {
    let target = &channel.target;
    let fields = [
        (
            "phone_number_id",
            target.phone_number_id.as_ref().map(ToString::to_string),
        ),
        ("waba_id", target.waba_id.as_ref().map(ToString::to_string)),
        (
            "business_id",
            target.business_id.as_ref().map(ToString::to_string),
        ),
        ("created_at", Some(time_text(channel.created_at))),
    ];
    fields
        .into_iter()
        .filter_map(|(label, value)| {
            Some(FieldView {
                label: label.to_owned(),
                value: value?,
            })
        })
        .chain(diagnosis.into_iter().flat_map(callback_fields))
        .collect()
}

/// A time as a value that the interface formats.
fn time_text(at: UnixMillis) -> String {
    format!("{}", time(at))
}

pub(super) fn refused(error: reconecta_store::StoreError) -> EngineError {
    tracing::error!(%error, "The data file refused a call");
    EngineError::Storage
}
