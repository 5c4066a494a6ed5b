//! A node as it can be read: all its values, and which of them were asked for.

use super::error::GraphError;
use super::fields::Field;
use super::view::View;
use serde_json::{Map, Value};

/// What can be read of one kind of node.
pub(crate) struct Shape {
    /// Name in "nonexisting field" errors.
    pub(crate) node: &'static str,
    /// All fields; those without a value are left out of answers.
    pub(crate) fields: &'static [&'static str],
    /// Fields that come without asking.
    pub(crate) defaults: &'static [&'static str],
    /// Edges that can be asked for like fields.
    pub(crate) edges: &'static [&'static str],
}

/// A node with all its values.
pub(crate) struct Record {
    pub(crate) shape: &'static Shape,
    /// Node id; items without one (subscribed apps, permissions) have `None`.
    pub(crate) id: Option<String>,
    pub(crate) values: Map<String, Value>,
}

impl Record {
    pub(crate) fn new(shape: &'static Shape, id: Option<&str>, values: Value) -> Self {
        let mut values = match values {
            Value::Object(values) => values,
            _ => Map::new(),
        };
        values.retain(|_, value| !value.is_null());
        Self {
            shape,
            id: id.map(str::to_owned),
            values,
        }
    }

    /// The asked-for (or default) fields; `id` always comes along.
    pub(crate) fn select(self, view: &View<'_>, fields: Option<&[Field]>) -> Result<Value, GraphError> {
        let mut answer = Map::new();
        match fields {
            None => {
                for name in self.shape.defaults {
                    if let Some(value) = self.values.get(*name) {
                        answer.insert((*name).to_owned(), value.clone());
                    }
                }
            }
            Some(fields) => {
                for field in fields {
                    if let Some(value) = self.field(view, field)? {
                        answer.insert(field.name.clone(), value);
                    }
                }
            }
        }
        if let Some(id) = self.id {
            answer.insert("id".to_owned(), Value::String(id));
        }
        Ok(Value::Object(answer))
    }

    fn field(&self, view: &View<'_>, field: &Field) -> Result<Option<Value>, GraphError> {
        let name = field.name.as_str();
        if name == "id" {
            return Ok(None);
        }
        if let Some(id) = self.id.as_deref().filter(|_| self.shape.edges.contains(&name)) {
            return view
                .edge(id, name, &field.arguments, field.children.as_deref())
                .map(Some);
        }
        if !self.shape.fields.contains(&name) || view.too_new(name) {
            return Err(GraphError::no_field(name, self.shape.node));
        }
        Ok(self
            .values
            .get(name)
            .map(|value| narrow(value, field.children.as_deref())))
    }
}

/// Keeps only the wanted keys of an object or of the objects of a list.
fn narrow(value: &Value, children: Option<&[Field]>) -> Value {
    let Some(children) = children else {
        return value.clone();
    };
    match value {
        Value::Array(items) => items.iter().map(|item| narrow(item, Some(children))).collect(),
        Value::Object(object) => {
            let wanted = |name: &str| name == "id" || children.iter().any(|child| child.name == name);
            let kept = object
                .iter()
                .filter(|(name, _)| wanted(name))
                .map(|(name, value)| {
                    let below = children
                        .iter()
                        .find(|child| child.name == *name)
                        .and_then(|child| child.children.as_deref());
                    (name.clone(), narrow(value, below))
                });
            Value::Object(kept.collect())
        }
        other => other.clone(),
    }
}
