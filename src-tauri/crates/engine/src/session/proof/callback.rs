//! The handshake with the callback. It contacts the company's server, so it is made only when a person asks for it.

use super::callback_of;
use crate::error::EngineError;
use crate::session::Session;
use reconecta_core::cause::Cause;
use reconecta_core::ids::ChannelId;
use reconecta_core::proof::ProbeReading;
use reconecta_graph::handshake;
use secrecy::SecretString;
use serde_json::json;
use url::Url;

impl Session {
    /// Asks the callback that the channel's messages go to, with the verify token given or the one that is kept.
    ///
    /// # Errors
    /// The channel is gone, or nobody knows where its messages go.
    pub(crate) async fn probe_callback(
        &self,
        id: &ChannelId,
        given: Option<SecretString>,
    ) -> Result<ProbeReading, EngineError> {
        let channel = self.channel(id).await?;
        let target = self.target(id).await?;
        let diagnosis = self.latest_diagnosis(id).await;
        let address = callback_of(&channel, diagnosis.as_ref());
        let url = address.and_then(|address| Url::parse(&address).ok());
        let url = url.ok_or_else(|| EngineError::InvalidInput {
            field: "callback".to_owned(),
        })?;
        let verify_token = match given {
            Some(given) => Some(given),
            None => match self.verify_token(id).await {
                Ok(kept) => Some(kept),
                Err(Cause::VaultKeyMissing) => return Err(EngineError::VaultClosed),
                Err(_never_kept) => None,
            },
        };
        let reading = handshake(self.network(), &url, verify_token.as_ref(), || self.now()).await;
        let extra = [
            ("host", url.host_str()),
            ("redirect", reading.redirect.as_deref()),
        ];
        self.keep_row(id, &target.number, &reading.evidence(), &extra)
            .await;
        self.note("callback_probed", Some(id), json!({ "end": reading.end.code() }))
            .await;
        Ok(reading)
    }
}
