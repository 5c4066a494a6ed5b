//! Looking for the word on the company's platform. It helps and never stands in the way: the person may answer at any
//! time, and what goes wrong is a line beside the word.

use super::inbound::Asked;
use crate::session::Session;
use reconecta_core::ids::{ChannelId, UnixMillis};
use reconecta_core::platform::{PlatformKind, counts_from};
use reconecta_core::proof::InboundWord;
use reconecta_platforms::PlatformFailure;
use std::time::Duration;

/// Between two looks. Chatwoot allows thousands of questions a minute; a person waits for each of these.
const PAUSE: Duration = Duration::from_secs(4);
/// Between two looks at a platform that does not answer.
const LONG_PAUSE: Duration = Duration::from_secs(15);

/// What is known of a search.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Searched {
    /// Where.
    pub(crate) platform: PlatformKind,
    /// Since when.
    pub(crate) since: UnixMillis,
    /// Why the platform could not be read, the last time.
    pub(crate) failure: Option<PlatformFailure>,
    /// Whether it goes on by itself.
    pub(crate) goes_on: bool,
}

/// A search for one word.
pub(crate) struct Search {
    channel: ChannelId,
    word: InboundWord,
    from: UnixMillis,
    /// The inbox, once it is known, and the connection that it is of.
    inbox: Option<(String, u64)>,
}

/// What a look has shown.
#[derive(Debug, PartialEq)]
pub(crate) enum Sighting {
    /// The word is there; its evidence is kept.
    Arrived,
    /// Nobody waits for the word any more, or no platform is connected any more.
    Over,
    /// Not there, or not known.
    Nothing {
        /// Until the next look; `None` when only a person can help.
        pause: Option<Duration>,
        /// Whether there is something else to show than before.
        news: bool,
    },
}

impl Session {
    /// Channels whose word is waited for.
    pub(crate) fn asked_channels(&self) -> Vec<ChannelId> {
        self.proofs.asked().keys().cloned().collect()
    }

    /// Begins to look for the word that is waited for; `None` where there is no word, no platform, or a search already.
    pub(crate) async fn begin_search(&self, id: &ChannelId) -> Option<Search> {
        self.platform_row().await.ok().flatten()?;
        let now = self.now();
        let mut asked = self.proofs.asked();
        let asked = asked.get_mut(id)?;
        if asked.searched.as_ref().is_some_and(|searched| searched.goes_on) {
            return None;
        }
        asked.searched = Some(Searched {
            platform: PlatformKind::Chatwoot,
            since: now,
            failure: None,
            goes_on: true,
        });
        Some(Search {
            channel: id.clone(),
            word: asked.word.clone(),
            from: counts_from(asked.at),
            inbox: None,
        })
    }

    /// Looks once.
    pub(crate) async fn look_once(&self, search: &mut Search) -> Sighting {
        let waited_for = self.asked_now(&search.channel);
        if waited_for.is_none_or(|asked| asked.word != search.word) {
            return Sighting::Over;
        }
        match self.has_arrived(search).await {
            None => {
                self.tell(search, |asked| asked.searched = None);
                self.announce_channels();
                Sighting::Over
            }
            Some(Ok(true)) => {
                if self.word_found(&search.channel, &search.word).await {
                    Sighting::Arrived
                } else {
                    Sighting::Over
                }
            }
            Some(Ok(false)) => self.nothing(search, None, Some(PAUSE)),
            Some(Err(failure)) => {
                // What the platform refused may be about an inbox of before.
                search.inbox = None;
                let pause = failure.problem.may_pass().then(|| {
                    let wait = failure.wait_seconds.map(u64::from).map(Duration::from_secs);
                    wait.unwrap_or(LONG_PAUSE).max(PAUSE)
                });
                self.nothing(search, Some(failure), pause)
            }
        }
    }

    /// `None` where no platform is connected.
    async fn has_arrived(&self, search: &mut Search) -> Option<Result<bool, PlatformFailure>> {
        let (connection, client) = self.platform_client().await?;
        let client = match client {
            Ok(client) => client,
            Err(failure) => return Some(Err(failure)),
        };
        let target = self.target(&search.channel).await.ok()?;
        let answer = async {
            let inbox = match &search.inbox {
                Some((of, inbox)) if *of == connection => *inbox,
                _ => {
                    let member = client.member().await?;
                    let number = target.number.as_str();
                    let inbox = client
                        .inbox(&member, number, &target.display_phone_number)
                        .await?;
                    search.inbox = Some((connection, inbox.id));
                    inbox.id
                }
            };
            client.has_arrived(inbox, search.word.as_str(), search.from).await
        };
        Some(answer.await)
    }

    fn nothing(
        &self,
        search: &Search,
        failure: Option<PlatformFailure>,
        pause: Option<Duration>,
    ) -> Sighting {
        let mut news = false;
        self.tell(search, |asked| {
            if let Some(searched) = &mut asked.searched {
                news = searched.failure != failure || searched.goes_on != pause.is_some();
                searched.failure = failure;
                searched.goes_on = pause.is_some();
            }
        });
        Sighting::Nothing { pause, news }
    }

    /// Changes what is known, as long as the same word is waited for.
    fn tell(&self, search: &Search, change: impl FnOnce(&mut Asked)) {
        let mut asked = self.proofs.asked();
        if let Some(asked) = asked
            .get_mut(&search.channel)
            .filter(|asked| asked.word == search.word)
        {
            change(asked);
        }
    }
}
