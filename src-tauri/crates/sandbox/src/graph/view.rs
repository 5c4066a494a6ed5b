//! The world as one token sees it: finding nodes, checking the right to read them, listing their edges.

use super::call::{Call, Params};
use super::error::GraphError;
use super::fields::{self, Field};
use super::page::Paging;
use super::record::Record;
use super::{edges, nodes};
use crate::world::{Account, App, Business, Member, Message, Number, Person, SystemUser, Viewer, World};
use serde_json::{Map, Value};

pub(crate) const MANAGEMENT: &str = "whatsapp_business_management";
pub(crate) const MESSAGING: &str = "whatsapp_business_messaging";
pub(crate) const BUSINESS: &str = "business_management";

/// Fields that exist from a version on.
const FIELD_AGE: [(&str, u32); 1] = [("whatsapp_business_manager_messaging_limit", 24)];

/// A node of any kind.
pub(crate) enum Node<'w> {
    Person(&'w Person),
    SystemUser(&'w SystemUser, &'w Business),
    Member(&'w Member, &'w Business),
    Business(&'w Business),
    Account(&'w Account),
    Number(&'w Number),
    App(&'w App),
    History(&'w Message),
}

/// A reading of the world.
pub(crate) struct View<'a> {
    pub(crate) world: &'a World,
    pub(crate) viewer: &'a Viewer,
    pub(crate) call: &'a Call,
}

impl<'a> View<'a> {
    /// Finds a node and checks that the token may use it.
    pub(crate) fn node(&self, id: &str) -> Result<Node<'a>, GraphError> {
        let world = self.world;
        if id == "me" {
            return self.me();
        }
        if let Some(business) = world.businesses.get(id) {
            self.need(&[BUSINESS, MANAGEMENT])?;
            return self
                .check(id, self.viewer.business(world, business))
                .map(|()| Node::Business(business));
        }
        if let Some(account) = world.accounts.get(id) {
            return self.account(account).map(Node::Account);
        }
        if let Some(number) = world.numbers.get(id) {
            return self.number(number).map(Node::Number);
        }
        if let Some(app) = world.apps.get(id) {
            let own = self.viewer.app == *id;
            return if own {
                Ok(Node::App(app))
            } else {
                Err(self.unseen(id))
            };
        }
        if let Some(message) = world.messages.get(id) {
            let number = world
                .numbers
                .get(&message.number)
                .ok_or_else(|| self.unseen(id))?;
            return self.number(number).map(|_| Node::History(message));
        }
        self.user(id)
    }

    fn me(&self) -> Result<Node<'a>, GraphError> {
        if let Some((user, business)) = self.viewer.system_user(self.world) {
            return Ok(Node::SystemUser(user, business));
        }
        let person = self
            .viewer
            .person()
            .and_then(|handle| self.world.people.get(handle));
        person.map(Node::Person).ok_or_else(GraphError::no_token)
    }

    fn user(&self, id: &str) -> Result<Node<'a>, GraphError> {
        match self.me() {
            Ok(Node::Person(person)) if person.id == id => return Ok(Node::Person(person)),
            Ok(Node::SystemUser(user, business)) if user.id == id => {
                return Ok(Node::SystemUser(user, business));
            }
            _ => {}
        }
        for business in self.world.businesses.values() {
            let member = business.members.iter().find(|member| member.id == id);
            let system_user = business.system_users.iter().find(|user| user.id == id);
            let node = match (member, system_user) {
                (Some(member), _) => Node::Member(member, business),
                (None, Some(user)) => Node::SystemUser(user, business),
                (None, None) => continue,
            };
            self.need(&[BUSINESS])?;
            return self
                .check(id, self.viewer.business(self.world, business))
                .map(|()| node);
        }
        Err(self.unseen(id))
    }

    fn account(&self, account: &'a Account) -> Result<&'a Account, GraphError> {
        self.need(&[MANAGEMENT])?;
        self.check(&account.id, self.viewer.account(self.world, account))
            .map(|()| account)
    }

    fn number(&self, number: &'a Number) -> Result<&'a Number, GraphError> {
        self.need(&[MANAGEMENT, MESSAGING])?;
        self.check(&number.id, self.viewer.number(self.world, number))
            .map(|()| number)
    }

    fn check(&self, id: &str, result: Result<(), crate::world::Refusal>) -> Result<(), GraphError> {
        result.map_err(|refusal| GraphError::refused(refusal, self.call.method.as_str(), id))
    }

    /// At least one of the permissions; the first is named in the error.
    fn need(&self, scopes: &[&str]) -> Result<(), GraphError> {
        if scopes.iter().any(|scope| self.viewer.has_scope(scope)) {
            return Ok(());
        }
        // An app's own token has no rights over a business's objects: they do not exist for it.
        match &self.viewer.token {
            None => Err(self.unseen(self.call.path.first().map_or("", String::as_str))),
            Some(_) => Err(GraphError::permission(
                scopes.first().copied().unwrap_or_default(),
            )),
        }
    }

    /// All of the permissions.
    pub(crate) fn need_all(&self, scopes: &[&str]) -> Result<(), GraphError> {
        scopes.iter().try_for_each(|scope| self.need(&[scope]))
    }

    pub(crate) fn unseen(&self, id: &str) -> GraphError {
        GraphError::unseen(self.call.method.as_str(), id)
    }

    /// Whether a field came later than the version of the call.
    pub(crate) fn too_new(&self, field: &str) -> bool {
        FIELD_AGE
            .iter()
            .any(|(name, since)| *name == field && self.call.version.served < *since)
    }

    /// A node with the asked-for fields.
    pub(crate) fn read(&self, id: &str, fields: Option<&[Field]>) -> Result<Value, GraphError> {
        nodes::record(self, &self.node(id)?).select(self, fields)
    }

    /// An edge of a node, also when it was asked for like a field.
    pub(crate) fn edge(
        &self,
        id: &str,
        name: &str,
        arguments: &Params,
        children: Option<&[Field]>,
    ) -> Result<Value, GraphError> {
        let node = self.node(id)?;
        let records = edges::list(self, &node, name, arguments)?
            .ok_or_else(|| GraphError::unknown_path(&format!("/{name}")))?;
        let own_fields = fields::of(arguments)?;
        let fields = children.or(own_fields.as_deref());
        let whatsapp = matches!(node, Node::Account(_) | Node::Number(_) | Node::History(_));
        let total = records.len();
        let paging = Paging {
            call: self.call,
            path: format!("{}/{name}", node.id()),
            arguments,
            whatsapp,
        };
        let (page, links) = paging.cut(records)?;
        let data: Vec<Value> = page
            .into_iter()
            .map(|record| record.select(self, fields))
            .collect::<Result<_, _>>()?;
        let mut answer = Map::new();
        answer.insert("data".to_owned(), Value::Array(data));
        if let Some(links) = links {
            answer.insert("paging".to_owned(), links);
        }
        if arguments
            .text("summary")
            .is_some_and(|text| text.contains("total_count") || text == "true" || text == "1")
        {
            answer.insert("summary".to_owned(), serde_json::json!({ "total_count": total }));
        }
        Ok(Value::Object(answer))
    }
}

impl Node<'_> {
    pub(crate) fn id(&self) -> &str {
        match self {
            Node::Person(person) => &person.id,
            Node::SystemUser(user, _) => &user.id,
            Node::Member(member, _) => &member.id,
            Node::Business(business) => &business.id,
            Node::Account(account) => &account.id,
            Node::Number(number) => &number.id,
            Node::App(app) => &app.id,
            Node::History(message) => &message.id,
        }
    }
}

/// Keeps the records whose node the closure accepts.
pub(crate) fn records(values: impl IntoIterator<Item = Record>) -> Option<Vec<Record>> {
    Some(values.into_iter().collect())
}
