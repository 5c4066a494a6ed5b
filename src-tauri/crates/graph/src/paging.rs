//! Lists of several pages by cursor. Meta's `paging.next` holds the token and is never used as an address; it only tells
//! that there is more.

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::node::Node;
use reconecta_core::fact::TransportFailure;
use secrecy::SecretString;
use std::collections::BTreeSet;

/// More pages than any real list has.
const PAGES: usize = 200;
const PAGE_SIZE: &str = "100";
/// Codes of a cursor that Meta no longer accepts.
const BAD_CURSOR: [i64; 2] = [131_059, 2642];

impl Graph {
    /// Reads all pages of a list. A cursor that Meta refuses starts the list again, once.
    pub(crate) async fn list<T>(
        &self,
        token: &SecretString,
        path: &str,
        fields: &str,
        parse: impl Fn(Node<'_>) -> Result<T, GraphFailure>,
    ) -> Result<Vec<T>, GraphFailure> {
        match self.pages(token, path, fields, &parse).await {
            Err(GraphFailure::Graph(problem)) if BAD_CURSOR.contains(&problem.code) => {
                self.pages(token, path, fields, &parse).await
            }
            answer => answer,
        }
    }

    async fn pages<T>(
        &self,
        token: &SecretString,
        path: &str,
        fields: &str,
        parse: &impl Fn(Node<'_>) -> Result<T, GraphFailure>,
    ) -> Result<Vec<T>, GraphFailure> {
        let mut items = Vec::new();
        let mut cursors = BTreeSet::new();
        let mut after: Option<String> = None;
        for _page in 0..PAGES {
            let mut parameters = vec![("limit", PAGE_SIZE)];
            if !fields.is_empty() {
                parameters.push(("fields", fields));
            }
            if let Some(cursor) = &after {
                parameters.push(("after", cursor.as_str()));
            }
            let answer = self.get(token, path, &parameters).await?;
            let answer = Node(&answer);
            let before = items.len();
            for item in answer.list("data") {
                items.push(parse(item)?);
            }
            let paging = answer.inner("paging");
            let has_more = paging.and_then(|paging| paging.text("next")).is_some();
            let next = paging
                .and_then(|paging| paging.inner("cursors"))
                .and_then(|cursors| cursors.text("after"));
            match next {
                Some(cursor) if has_more && items.len() > before => {
                    if !cursors.insert(cursor.clone()) {
                        return Err(GraphFailure::Transport(TransportFailure::PagingLoop));
                    }
                    after = Some(cursor);
                }
                Some(_) | None => return Ok(items),
            }
        }
        Err(GraphFailure::Transport(TransportFailure::PagingLoop))
    }
}
