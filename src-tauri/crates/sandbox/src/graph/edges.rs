//! The edges that list other nodes.

use super::call::Params;
use super::error::GraphError;
use super::nodes;
use super::record::Record;
use super::shapes::{ACTIVITY, ASSIGNED_USER, PERMISSION, SUBSCRIBED_APP, SUBSCRIPTION, TEMPLATE};
use super::view::{BUSINESS, MANAGEMENT, Node, View, records};
use crate::world::{Account, App, Business, Role, TokenKind, iso};
use serde_json::{Value, json};

/// Records of an edge; `None` when the node has no such edge.
pub(crate) fn list(
    view: &View<'_>,
    node: &Node<'_>,
    name: &str,
    arguments: &Params,
) -> Result<Option<Vec<Record>>, GraphError> {
    Ok(match (node, name) {
        (Node::Person(_) | Node::SystemUser(..), "permissions") => records(permissions(view)),
        (Node::Person(_) | Node::SystemUser(..), "businesses") => {
            view.need_all(&[BUSINESS])?;
            records(businesses(view))
        }
        (Node::Person(_), "business_users") => {
            view.need_all(&[BUSINESS])?;
            let memberships = view.viewer.memberships(view.world);
            records(
                memberships
                    .into_iter()
                    .map(|(business, member)| nodes::member(view, member, business)),
            )
        }
        (
            Node::Person(_) | Node::SystemUser(..) | Node::Member(..),
            "assigned_whatsapp_business_accounts",
        ) => {
            view.need_all(&[MANAGEMENT])?;
            records(assigned_accounts(view, node))
        }
        (Node::Business(business), _) => return of_business(view, business, name),
        (Node::Account(account), _) => return of_account(view, account, name, arguments),
        (Node::Number(number), "message_history") => {
            let wanted = arguments.text("message_id");
            let messages = view.world.messages.values().filter(|message| {
                message.number == number.id
                    && !message.inbound
                    && wanted.as_ref().is_none_or(|id| *id == message.message_id)
            });
            let mut messages: Vec<_> = messages.collect();
            messages.sort_by_key(|message| std::cmp::Reverse(message.at));
            records(messages.into_iter().map(nodes::history))
        }
        (Node::History(message), "events") => {
            let wanted = arguments.text("status_filter");
            let events = message
                .events
                .iter()
                .filter(|event| wanted.as_ref().is_none_or(|status| *status == event.status));
            records(events.map(nodes::event))
        }
        (Node::App(app), "subscriptions") => {
            if view.viewer.token.is_some() {
                return Err(GraphError::new(
                    15,
                    "(#15) This method must be called with an app access_token.",
                ));
            }
            records(subscriptions(app))
        }
        _ => None,
    })
}

fn permissions(view: &View<'_>) -> Vec<Record> {
    let Some(token) = &view.viewer.token else {
        return Vec::new();
    };
    let automatic = (token.kind == TokenKind::User).then_some("public_profile");
    let scopes = automatic
        .into_iter()
        .chain(token.scopes.iter().map(String::as_str));
    let record = |scope: &str, status: &str| {
        Record::new(
            &PERMISSION,
            None,
            json!({ "permission": scope, "status": status }),
        )
    };
    let person = view
        .viewer
        .person()
        .and_then(|handle| view.world.people.get(handle));
    let declined = person.into_iter().flat_map(|person| &person.declines);
    let declined = declined.filter(|scope| !token.scopes.contains(scope));
    scopes
        .map(|scope| record(scope, "granted"))
        .chain(declined.map(|scope| record(scope, "declined")))
        .collect()
}

fn businesses(view: &View<'_>) -> Vec<Record> {
    if let Some((_, business)) = view.viewer.system_user(view.world) {
        return vec![nodes::business(business)];
    }
    view.viewer
        .memberships(view.world)
        .into_iter()
        .map(|(business, _)| nodes::business(business))
        .collect()
}

/// Accounts that are assigned by name; an administrator's general rights do not count here.
fn assigned_accounts(view: &View<'_>, node: &Node<'_>) -> Vec<Record> {
    let ids: Vec<&str> = match node {
        Node::Person(_) => view
            .viewer
            .memberships(view.world)
            .into_iter()
            .map(|(_, member)| member.id.as_str())
            .collect(),
        Node::SystemUser(user, _) => vec![&user.id],
        Node::Member(member, _) => vec![&member.id],
        _ => Vec::new(),
    };
    let own_system_user = view
        .viewer
        .system_user(view.world)
        .is_some_and(|(user, _)| ids.contains(&user.id.as_str()));
    let accounts = view.world.accounts.values().filter(|account| {
        let assigned = account
            .assigned
            .iter()
            .any(|one| ids.contains(&one.user.as_str()));
        (assigned || own_system_user) && view.viewer.account(view.world, account).is_ok()
    });
    accounts.map(|account| nodes::account(view, account)).collect()
}

fn of_business(view: &View<'_>, business: &Business, name: &str) -> Result<Option<Vec<Record>>, GraphError> {
    let accounts = |wanted: &dyn Fn(&Account) -> bool| {
        let seen = view
            .world
            .accounts
            .values()
            .filter(|account| wanted(account) && view.viewer.account(view.world, account).is_ok());
        records(seen.map(|account| nodes::account(view, account)))
    };
    Ok(match name {
        "owned_whatsapp_business_accounts" => accounts(&|account| account.owner == business.id),
        "client_whatsapp_business_accounts" => {
            accounts(&|account| account.shared_with.contains(&business.id))
        }
        "business_users" => {
            view.need_all(&[BUSINESS])?;
            if !business.claimed_apps.contains(&view.viewer.app) {
                return Err(GraphError::not_permitted());
            }
            records(
                business
                    .members
                    .iter()
                    .map(|member| nodes::member(view, member, business)),
            )
        }
        "system_users" => {
            view.need_all(&[BUSINESS])?;
            if view
                .viewer
                .person()
                .is_none_or(|person| business.role_of(person) != Some(Role::Admin))
            {
                return Err(
                    GraphError::numbered(200, "Permissions error").status(axum::http::StatusCode::FORBIDDEN)
                );
            }
            records(
                business
                    .system_users
                    .iter()
                    .map(|user| nodes::system_user(view, user, business)),
            )
        }
        "pending_users" => records([]),
        _ => None,
    })
}

fn of_account(
    view: &View<'_>,
    account: &Account,
    name: &str,
    arguments: &Params,
) -> Result<Option<Vec<Record>>, GraphError> {
    Ok(match name {
        "phone_numbers" => records(phone_numbers(view, account, arguments)),
        "subscribed_apps" => records(account.subscriptions.iter().filter_map(|(id, subscription)| {
            let app = view.world.apps.get(id)?;
            let link = format!("https://www.facebook.com/games/?app_id={id}");
            let values = json!({
                "whatsapp_business_api_data": { "link": link, "name": app.name, "id": id },
                "override_callback_uri": subscription.callback.as_ref().map(|callback| &callback.url),
            });
            Some(Record::new(&SUBSCRIBED_APP, None, values))
        })),
        "assigned_users" => {
            let business = arguments.required("business")?;
            records(
                account
                    .assigned
                    .iter()
                    .filter_map(|one| assigned_user(view, &business, &one.user, &one.tasks)),
            )
        }
        "activities" => {
            let wanted = arguments.text("activity_type");
            let shown = account
                .activities
                .iter()
                .rev()
                .filter(|one| wanted.as_ref().is_none_or(|kind| *kind == one.kind));
            records(shown.map(|one| {
                let details = Some(&one.details).filter(|details| details.is_object());
                let values = json!({
                    "activity_type": one.kind, "timestamp": iso(one.at), "actor_type": one.actor_type,
                    "actor_id": one.actor_id, "actor_name": one.actor_name, "details": details,
                });
                Record::new(&ACTIVITY, Some(&one.id), values)
            }))
        }
        "message_templates" => {
            let wanted = arguments.text("name");
            let shown = account
                .templates
                .iter()
                .filter(|one| wanted.as_ref().is_none_or(|name| one.name.contains(name)));
            records(shown.map(|one| {
                let values = json!({
                    "name": one.name, "language": one.language, "category": one.category, "status": one.status,
                    "parameter_format": "POSITIONAL", "components": [{ "type": "BODY", "text": one.body }],
                });
                Record::new(&TEMPLATE, Some(&one.id), values)
            }))
        }
        _ => None,
    })
}

fn phone_numbers(view: &View<'_>, account: &Account, arguments: &Params) -> Vec<Record> {
    let mut numbers = view.world.numbers_of(&account.id);
    let sort = arguments.structure("sort").unwrap_or_default();
    if sort
        .as_array()
        .is_some_and(|keys| keys.iter().any(|key| key == "last_onboarded_time_ascending"))
    {
        numbers.reverse();
    }
    let conditions = arguments.structure("filtering").unwrap_or_default();
    let records = numbers.into_iter().map(|number| nodes::number(view, number));
    records
        .filter(|record| {
            conditions
                .as_array()
                .is_none_or(|all| all.iter().all(|one| holds(record, one)))
        })
        .collect()
}

/// One condition of `filtering` (only `EQUAL` is known).
fn holds(record: &Record, condition: &Value) -> bool {
    let field = condition.get("field").and_then(Value::as_str).unwrap_or_default();
    record.values.get(field) == condition.get("value")
}

fn assigned_user(view: &View<'_>, business: &str, user: &str, tasks: &[String]) -> Option<Record> {
    let business = view.world.businesses.get(business)?;
    let member = business.members.iter().find(|member| member.id == user);
    let system_user = business.system_users.iter().find(|one| one.id == user);
    let (name, kind) = match (member, system_user) {
        (Some(member), _) => (
            view.world.people.get(&member.person)?.name.clone(),
            "BUSINESS_USER",
        ),
        (None, Some(one)) => (one.name.clone(), "SYSTEM_USER"),
        (None, None) => return None,
    };
    let owner = json!({ "id": business.id, "name": business.name });
    let values = json!({ "name": name, "business": owner, "user_type": kind, "tasks": tasks });
    Some(Record::new(&ASSIGNED_USER, Some(user), values))
}

fn subscriptions(app: &App) -> Vec<Record> {
    let Some(callback) = &app.callback else {
        return Vec::new();
    };
    let fields: Vec<Value> = callback
        .fields
        .iter()
        .map(|name| json!({ "name": name, "version": "v26.0" }))
        .collect();
    let values = json!({
        "object": "whatsapp_business_account", "callback_url": callback.url, "active": true, "fields": fields,
    });
    vec![Record::new(&SUBSCRIPTION, None, values)]
}
