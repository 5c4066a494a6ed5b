//! The `fields` parameter: `id,name,phone_numbers.limit(5){id,status}`.

use super::call::Params;
use super::error::GraphError;
use serde_json::Value;

/// One asked-for field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// Modifiers such as `.limit(5)`.
    pub(crate) arguments: Params,
    /// Fields in braces.
    pub(crate) children: Option<Vec<Field>>,
}

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 8;

/// Reads a field list. Spaces between the parts are allowed.
pub(crate) fn parse(text: &str) -> Result<Vec<Field>, GraphError> {
    let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut reader = Reader { text, at: 0 };
    let fields = reader.list(0)?;
    if reader.at == reader.text.len() {
        Ok(fields)
    } else {
        Err(reader.syntax_error())
    }
}

/// Field list of a call, from text or (JSON bodies) a list of texts.
pub(crate) fn of(params: &Params) -> Result<Option<Vec<Field>>, GraphError> {
    match params.0.get("fields") {
        Some(Value::Array(items)) => {
            let names: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            parse(&names.join(",")).map(Some)
        }
        Some(Value::String(text)) if !text.trim().is_empty() => parse(text).map(Some),
        _ => Ok(None),
    }
}

struct Reader {
    text: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_') {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default().iter().collect()
    }

    fn syntax_error(&self) -> GraphError {
        let seen = self
            .peek()
            .map_or_else(|| "end of string".to_owned(), |c| format!("'{c}'"));
        GraphError::new(
            2500,
            format!(
                "Syntax error \"Expected end of string instead of {seen}.\" at character {}: {}",
                self.at,
                self.text.iter().collect::<String>()
            ),
        )
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Field>, GraphError> {
        if depth > MAX_DEPTH {
            return Err(GraphError::new(2500, "Fields are nested too deeply"));
        }
        let mut fields = Vec::new();
        loop {
            let name = self.word();
            if name.is_empty() {
                return Err(self.syntax_error());
            }
            let mut field = Field {
                name,
                ..Field::default()
            };
            while self.eat('.') {
                let modifier = self.word();
                if !self.eat('(') {
                    return Err(self.syntax_error());
                }
                let value = self.argument()?;
                field.arguments.0.insert(modifier, Value::String(value));
            }
            if self.eat('{') {
                field.children = Some(self.list(depth + 1)?);
                if !self.eat('}') {
                    return Err(self.syntax_error());
                }
            }
            fields.push(field);
            if !self.eat(',') {
                return Ok(fields);
            }
        }
    }

    fn argument(&mut self) -> Result<String, GraphError> {
        let start = self.at;
        while self.peek().is_some_and(|c| c != ')') {
            self.at += 1;
        }
        let value = self.text.get(start..self.at).unwrap_or_default().iter().collect();
        if self.eat(')') {
            Ok(value)
        } else {
            Err(self.syntax_error())
        }
    }
}
