//! Evidence between the data file and the pure rules: one form, written and read here only.

use super::Session;
use reconecta_core::cause::Cause;
use reconecta_core::ids::{ChannelId, NumberId};
use reconecta_core::verdict::{Evidence, EvidenceKind};
use reconecta_store::NewEvidence;
use serde_json::{Map, Value, json};

const REFERENCE: &str = "reference";
const CAUSE: &str = "cause";
const HTTP_STATUS: &str = "http_status";

/// A row of the data file; `None` for rows that say nothing about messages.
pub(crate) fn stored(row: &reconecta_store::Evidence) -> Option<Evidence> {
    let kind = EvidenceKind::ALL.iter().find(|kind| kind.code() == row.kind)?;
    let text = |key: &str| row.detail.get(key).and_then(Value::as_str);
    let status = row.detail.get(HTTP_STATUS).and_then(Value::as_u64);
    Some(Evidence {
        kind: *kind,
        at: row.at,
        reference: text(REFERENCE).map(str::to_owned),
        cause: text(CAUSE).map(Cause::from_code),
        http_status: status.and_then(|status| u16::try_from(status).ok()),
    })
}

/// A value beside the rules' own, for the page.
pub(crate) fn beside<'a>(row: &'a reconecta_store::Evidence, key: &str) -> Option<&'a str> {
    row.detail.get(key).and_then(Value::as_str)
}

fn detail(evidence: &Evidence, extra: &[(&str, Option<&str>)]) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(key.to_owned(), value);
        }
    };
    put(REFERENCE, evidence.reference.as_ref().map(|text| json!(text)));
    put(CAUSE, evidence.cause.map(|cause| json!(cause.code())));
    put(HTTP_STATUS, evidence.http_status.map(|status| json!(status)));
    for (key, value) in extra {
        put(key, value.map(|value| json!(value)));
    }
    Value::Object(fields)
}

impl Session {
    /// Keeps a row, with values for the page beside it.
    pub(crate) async fn keep_row(
        &self,
        channel: &ChannelId,
        number: &NumberId,
        evidence: &Evidence,
        extra: &[(&str, Option<&str>)],
    ) {
        let new = NewEvidence {
            channel: channel.clone(),
            number: Some(number.clone()),
            kind: evidence.kind.code().to_owned(),
            detail: detail(evidence, extra),
        };
        if let Err(error) = self.store.add_evidence(new, evidence.at).await {
            tracing::error!(%error, kind = evidence.kind.code(), "Evidence could not be stored");
        }
    }

    /// The newest rows of each kind.
    pub(crate) async fn evidence_rows(&self, id: &ChannelId) -> Vec<Evidence> {
        let rows = self.store.newest_evidence(id.clone()).await.unwrap_or_default();
        rows.iter().filter_map(stored).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reconecta_core::ids::UnixMillis;

    #[test]
    fn what_was_written_is_read() {
        for kind in EvidenceKind::ALL {
            let evidence = Evidence {
                reference: Some("wamid.1".to_owned()),
                cause: Some(Cause::PaymentProblem),
                http_status: Some(403),
                ..Evidence::new(*kind, UnixMillis(7))
            };
            let row = reconecta_store::Evidence {
                id: 1,
                channel: ChannelId::new("c"),
                number: None,
                kind: kind.code().to_owned(),
                detail: detail(&evidence, &[("by", Some("person"))]),
                at: UnixMillis(7),
            };
            assert_eq!(stored(&row).as_ref(), Some(&evidence));
            assert_eq!(beside(&row, "by"), Some("person"));
        }
    }
}
