//! Pages of an edge: opaque cursors, `limit`, and links that contain the token (as Meta's do).

use super::call::{Call, Params};
use super::error::GraphError;
use super::record::Record;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

/// Size of a page when nothing is asked.
const DEFAULT_LIMIT: usize = 25;
/// Largest page.
const MAX_LIMIT: usize = 100;

/// What an edge is paged by.
pub(crate) struct Paging<'a> {
    pub(crate) call: &'a Call,
    /// Path of the edge, for the links.
    pub(crate) path: String,
    pub(crate) arguments: &'a Params,
    /// WhatsApp edges have their own error for bad cursors.
    pub(crate) whatsapp: bool,
}

impl Paging<'_> {
    /// The wanted part of `records` and the `paging` object that goes with it.
    pub(crate) fn cut(&self, records: Vec<Record>) -> Result<(Vec<Record>, Option<Value>), GraphError> {
        let total = records.len();
        let limit = self.limit()?;
        let (start, end) = match (self.position("after")?, self.position("before")?) {
            (Some(after), _) => (after + 1, (after + 1).saturating_add(limit)),
            (None, Some(before)) => (before.saturating_sub(limit), before),
            (None, None) => (0, limit),
        };
        let (start, end) = (start.min(total), end.min(total));
        let page: Vec<Record> = records
            .into_iter()
            .skip(start)
            .take(end.saturating_sub(start))
            .collect();
        if page.is_empty() {
            return Ok((page, None));
        }
        let cursors = json!({ "before": self.cursor(start), "after": self.cursor(end - 1) });
        let mut paging = Map::new();
        paging.insert("cursors".to_owned(), cursors);
        if end < total {
            paging.insert("next".to_owned(), self.link(limit, "after", end - 1).into());
        }
        if start > 0 {
            paging.insert("previous".to_owned(), self.link(limit, "before", start).into());
        }
        Ok((page, Some(Value::Object(paging))))
    }

    fn limit(&self) -> Result<usize, GraphError> {
        let Some(text) = self.arguments.text("limit") else {
            return Ok(DEFAULT_LIMIT);
        };
        match text.parse::<usize>() {
            Ok(limit) if limit > 0 => Ok(limit.min(MAX_LIMIT)),
            _ => Err(GraphError::parameter("limit", "must be a positive integer")),
        }
    }

    fn cursor(&self, index: usize) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}|{index}", self.path))
    }

    fn position(&self, name: &str) -> Result<Option<usize>, GraphError> {
        let Some(cursor) = self.arguments.text(name).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let decoded = URL_SAFE_NO_PAD
            .decode(&cursor)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let index = decoded
            .as_deref()
            .and_then(|text| text.rsplit_once('|'))
            .and_then(|(path, index)| {
                let same = path == self.path;
                index.parse().ok().filter(|_| same)
            });
        match index {
            Some(index) => Ok(Some(index)),
            None if self.whatsapp => Err(GraphError::numbered(131_059, "Invalid cursor")
                .details("The cursor is malformed or belongs to another edge")),
            None => Err(GraphError::numbered(2642, "Invalid cursors values")),
        }
    }

    fn link(&self, limit: usize, direction: &str, index: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(token) = &self.call.token {
            query.append_pair("access_token", token);
        }
        for (name, value) in &self.arguments.0 {
            if !matches!(
                name.as_str(),
                "access_token" | "limit" | "after" | "before" | "method"
            ) && let Some(text) = value.as_str()
            {
                query.append_pair(name, text);
            }
        }
        query
            .append_pair("limit", &limit.to_string())
            .append_pair(direction, &self.cursor(index));
        format!(
            "{}{}/{}?{}",
            self.call.base,
            self.call.version.segment(),
            self.path,
            query.finish()
        )
    }
}
