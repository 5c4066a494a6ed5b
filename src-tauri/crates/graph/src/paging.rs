//! Lists of several pages by cursor. Meta's `paging.next` holds the token and is never used as an address; it only tells
//! that there is more.

use crate::client::{Graph, Parameters};
use crate::failure::{GraphFailure, malformed};
use crate::json::Json;
use crate::node::Node;
use reconecta_core::fact::TransportFailure;
use secrecy::SecretString;
use smol_str::SmolStr;
use std::collections::HashSet;

/// More pages than any real list has.
const PAGES: usize = 200;
const PAGE_SIZE: &str = "100";
/// Codes of a cursor that Meta no longer accepts.
const BAD_CURSOR: [i64; 2] = [131_059, 2642];

/// What is listed.
#[derive(Clone, Copy)]
pub(crate) struct Listing<'a> {
    pub(crate) path: &'a str,
    /// Comma list; empty asks for Meta's own choice.
    pub(crate) fields: &'a str,
    pub(crate) parameters: Parameters<'a>,
}

impl<'a> Listing<'a> {
    pub(crate) fn new(path: &'a str, fields: &'a str) -> Self {
        Self {
            path,
            fields,
            parameters: &[],
        }
    }
}

/// Guards of a list that may not come to an end.
#[derive(Default)]
struct Seen {
    ids: HashSet<SmolStr>,
    cursors: HashSet<String>,
}

impl Graph {
    /// Reads all pages of a list. A cursor that Meta refuses starts the list again, once.
    pub(crate) async fn list<T>(
        &self,
        token: &SecretString,
        listing: Listing<'_>,
        parse: impl Fn(Node<'_>) -> Result<T, GraphFailure>,
    ) -> Result<Vec<T>, GraphFailure> {
        match self.pages(token, listing, &parse).await {
            Err(GraphFailure::Graph(problem)) if BAD_CURSOR.contains(&problem.code) => {
                self.pages(token, listing, &parse).await
            }
            answer => answer,
        }
    }

    /// Reads the first page only.
    pub(crate) async fn newest<T>(
        &self,
        token: &SecretString,
        listing: Listing<'_>,
        parse: impl Fn(Node<'_>) -> Result<T, GraphFailure>,
    ) -> Result<Vec<T>, GraphFailure> {
        let page = self.page(token, listing, None).await?;
        let items = page.node().items("data").ok_or(malformed())?;
        items.map(parse).collect()
    }

    async fn pages<T>(
        &self,
        token: &SecretString,
        listing: Listing<'_>,
        parse: &impl Fn(Node<'_>) -> Result<T, GraphFailure>,
    ) -> Result<Vec<T>, GraphFailure> {
        let mut items = Vec::new();
        let mut seen = Seen::default();
        let mut after: Option<String> = None;
        for _page in 0..PAGES {
            let page = self.page(token, listing, after.as_deref()).await?;
            let page = page.node();
            let (mut any, mut new) = (false, false);
            for item in page.items("data").ok_or(malformed())? {
                any = true;
                if item.text("id").is_none_or(|id| seen.ids.insert(id)) {
                    new = true;
                    items.push(parse(item)?);
                }
            }
            after = next_cursor(page)?.filter(|_| any);
            match &after {
                None => return Ok(items),
                Some(cursor) if new && seen.cursors.insert(cursor.clone()) => {}
                Some(_) => break,
            }
        }
        Err(GraphFailure::Transport(TransportFailure::PagingLoop))
    }

    async fn page(
        &self,
        token: &SecretString,
        listing: Listing<'_>,
        after: Option<&str>,
    ) -> Result<Json, GraphFailure> {
        let mut parameters = vec![("limit", PAGE_SIZE)];
        if !listing.fields.is_empty() {
            parameters.push(("fields", listing.fields));
        }
        parameters.extend_from_slice(listing.parameters);
        parameters.extend(after.map(|cursor| ("after", cursor)));
        self.get(token, listing.path, &parameters).await
    }
}

/// Where the next page begins. Cursors are there on the last page, too: the end is a missing `next`.
fn next_cursor(page: Node<'_>) -> Result<Option<String>, GraphFailure> {
    let Some(paging) = page
        .inner("paging")
        .filter(|paging| paging.text::<String>("next").is_some())
    else {
        return Ok(None);
    };
    let cursor = paging.inner("cursors").and_then(|cursors| cursors.text("after"));
    cursor.map(Some).ok_or(malformed())
}
