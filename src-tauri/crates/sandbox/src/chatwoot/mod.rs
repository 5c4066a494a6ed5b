//! A Chatwoot over HTTP, at a path of its own as behind a company's proxy: what its API tells of profile, inboxes,
//! conversations and messages. Nothing can be written.
//!
//! Source: github.com/chatwoot/chatwoot (`config/routes.rb`, `app/controllers/api/v1`, `app/finders`).

mod views;

use crate::control::SeenRequest;
use crate::shared::Shared;
use crate::world::{Chatwoot, ChatwootInbox, ChatwootMessage, ChatwootUser};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Where it is on its server.
pub(crate) const PATH: &str = "/chatwoot";
/// Conversations of a page.
const CONVERSATIONS: usize = 25;
/// Messages of a page of a conversation.
const MESSAGES: usize = 20;
/// Messages after one that is named.
const MESSAGES_AFTER: usize = 100;
/// Messages of a page of the search.
const FOUND: usize = 15;

type Shares = State<Arc<Shared>>;

/// Everything on the platform's address.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let api = Router::new()
        .route("/profile", get(profile))
        .route("/accounts/{account}/inboxes", get(inboxes))
        .route("/accounts/{account}/inboxes/{inbox}", get(inbox))
        .route("/accounts/{account}/conversations", get(conversations))
        .route(
            "/accounts/{account}/conversations/{conversation}/messages",
            get(messages),
        )
        .route("/accounts/{account}/search/messages", get(search))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), watch))
        .with_state(shared);
    Router::new().nest(&format!("{PATH}/api/v1"), api)
}

/// Every request is in the control's history.
async fn watch(State(shared): Shares, request: Request<Body>, next: Next) -> Response {
    let (method, uri) = (request.method().to_string(), request.uri().clone());
    let response = next.run(request).await;
    let seen = SeenRequest {
        method,
        path: format!("{PATH}/api/v1{}", uri.path()),
        query: uri.query().unwrap_or_default().to_owned(),
        status: response.status().as_u16(),
        caller: None,
    };
    shared.controls(|controls| controls.see(seen));
    response
}

/// A refusal: status and words.
struct Refused(StatusCode, &'static str);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

type Answer = Result<Json<Value>, Refused>;

const STRANGER: Refused = Refused(StatusCode::UNAUTHORIZED, "Invalid Access Token");
const NOT_A_MEMBER: Refused = Refused(
    StatusCode::UNAUTHORIZED,
    "You are not authorized to access this account",
);
const SUSPENDED: Refused = Refused(StatusCode::UNAUTHORIZED, "Account is suspended");
const NOT_FOUND: Refused = Refused(StatusCode::NOT_FOUND, "Resource could not be found");

fn user<'a>(chatwoot: &'a Chatwoot, headers: &HeaderMap) -> Result<&'a ChatwootUser, Refused> {
    let token = headers
        .get("api_access_token")
        .and_then(|value| value.to_str().ok());
    let user = chatwoot
        .users
        .iter()
        .find(|user| Some(user.access_token.as_str()) == token);
    user.ok_or(STRANGER)
}

/// The caller, if they may look into the account, with the inboxes that they see.
fn member<'a>(
    chatwoot: &'a Chatwoot,
    headers: &HeaderMap,
    account: u64,
) -> Result<(&'a ChatwootUser, Vec<&'a ChatwootInbox>), Refused> {
    let user = user(chatwoot, headers)?;
    if account != chatwoot.account {
        return Err(NOT_FOUND);
    }
    let role = user.role.as_deref().ok_or(NOT_A_MEMBER)?;
    if chatwoot.suspended {
        return Err(SUSPENDED);
    }
    let seen = chatwoot
        .inboxes
        .iter()
        .filter(|inbox| role == "administrator" || user.inboxes.contains(&inbox.id));
    Ok((user, seen.collect()))
}

async fn profile(State(shared): Shares, headers: HeaderMap) -> Answer {
    shared.read(|world| {
        let user = user(&world.chatwoot, &headers)?;
        Ok(Json(views::profile(&world.chatwoot, user)))
    })
}

async fn inboxes(State(shared): Shares, Path(account): Path<u64>, headers: HeaderMap) -> Answer {
    shared.read(|world| {
        let (user, seen) = member(&world.chatwoot, &headers, account)?;
        let list: Vec<Value> = seen
            .into_iter()
            .map(|inbox| views::inbox(inbox, is_administrator(user)))
            .collect();
        Ok(Json(json!({ "payload": list })))
    })
}

async fn inbox(
    State(shared): Shares,
    Path((account, inbox)): Path<(u64, u64)>,
    headers: HeaderMap,
) -> Answer {
    shared.read(|world| {
        let (user, seen) = member(&world.chatwoot, &headers, account)?;
        let inbox = seen.into_iter().find(|one| one.id == inbox).ok_or(NOT_FOUND)?;
        Ok(Json(views::inbox(inbox, is_administrator(user))))
    })
}

fn is_administrator(user: &ChatwootUser) -> bool {
    user.role.as_deref() == Some("administrator")
}

#[derive(Deserialize)]
struct Filter {
    inbox_id: Option<u64>,
    /// `open` unless another is asked for; `all` for every one.
    status: Option<String>,
    page: Option<usize>,
}

async fn conversations(
    State(shared): Shares,
    Path(account): Path<u64>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Answer {
    shared.read(|world| {
        let chatwoot = &world.chatwoot;
        let (_, seen) = member(chatwoot, &headers, account)?;
        let status = filter.status.as_deref().unwrap_or("open");
        let mut list: Vec<_> = chatwoot
            .conversations
            .iter()
            .filter(|one| seen.iter().any(|inbox| inbox.id == one.inbox))
            .filter(|one| filter.inbox_id.is_none_or(|inbox| inbox == one.inbox))
            .filter(|one| status == "all" || status == one.status)
            .map(|one| (views::last_activity(chatwoot, one.id), one))
            .collect();
        list.sort_by_key(|(at, one)| std::cmp::Reverse((*at, one.id)));
        let all = list.len();
        let page: Vec<Value> = paged(list, filter.page, CONVERSATIONS)
            .map(|(_, one)| views::conversation(chatwoot, one))
            .collect();
        let meta = json!({ "mine_count": 0, "assigned_count": 0, "unassigned_count": all, "all_count": all });
        Ok(Json(json!({ "data": { "meta": meta, "payload": page } })))
    })
}

#[derive(Deserialize)]
struct Window {
    before: Option<u64>,
    after: Option<u64>,
}

async fn messages(
    State(shared): Shares,
    Path((account, conversation)): Path<(u64, u64)>,
    Query(window): Query<Window>,
    headers: HeaderMap,
) -> Answer {
    shared.read(|world| {
        let chatwoot = &world.chatwoot;
        let (_, seen) = member(chatwoot, &headers, account)?;
        let own = chatwoot.conversations.iter().find(|one| one.id == conversation);
        let own = own
            .filter(|one| seen.iter().any(|inbox| inbox.id == one.inbox))
            .ok_or(NOT_FOUND)?;
        let list: Vec<&ChatwootMessage> = chatwoot
            .messages
            .iter()
            .filter(|one| one.conversation == conversation)
            .filter(|one| window.before.is_none_or(|before| one.id < before))
            .filter(|one| window.after.is_none_or(|after| one.id > after))
            .collect();
        let list: Vec<Value> = match window.after {
            Some(_) => list.into_iter().take(MESSAGES_AFTER).collect::<Vec<_>>(),
            None => list
                .into_iter()
                .rev()
                .take(MESSAGES)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect(),
        }
        .into_iter()
        .map(|message| views::message(message, own))
        .collect();
        let meta = json!({ "contact": { "name": own.name, "phone_number": format!("+{}", own.contact) } });
        Ok(Json(json!({ "meta": meta, "payload": list })))
    })
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    page: Option<usize>,
}

/// Messages of any direction that have the text anywhere, whatever its case; newest first.
async fn search(
    State(shared): Shares,
    Path(account): Path<u64>,
    Query(search): Query<Search>,
    headers: HeaderMap,
) -> Answer {
    shared.read(|world| {
        let chatwoot = &world.chatwoot;
        let (_, seen) = member(chatwoot, &headers, account)?;
        if chatwoot.without_search {
            return Err(NOT_FOUND);
        }
        let wanted = search.q.trim().to_lowercase();
        let found: Vec<Value> = chatwoot
            .messages
            .iter()
            .rev()
            .filter(|one| one.content.to_lowercase().contains(&wanted))
            .filter_map(|message| {
                let own = chatwoot
                    .conversations
                    .iter()
                    .find(|one| one.id == message.conversation)?;
                let inbox = seen.iter().find(|inbox| inbox.id == own.inbox)?;
                Some(views::found(message, own, inbox))
            })
            .collect();
        let page: Vec<Value> = paged(found, search.page, FOUND).collect();
        Ok(Json(json!({ "payload": { "messages": page } })))
    })
}

fn paged<T>(list: Vec<T>, page: Option<usize>, size: usize) -> impl Iterator<Item = T> {
    let page = page.unwrap_or(1).max(1);
    list.into_iter().skip((page - 1).saturating_mul(size)).take(size)
}
