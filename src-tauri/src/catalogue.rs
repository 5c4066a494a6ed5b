//! The text catalogue of the interface, for the few words outside of its window.

use serde_json::Value;

/// The sentences of one language.
pub(crate) struct Catalogue(Value);

impl Catalogue {
    /// Of `pt-BR`, `en` or `es`; Portuguese for anything else.
    pub(crate) fn of(language: &str) -> Self {
        let text = match language {
            "en" => include_str!("../../ui/messages/en.json"),
            "es" => include_str!("../../ui/messages/es.json"),
            _ => include_str!("../../ui/messages/pt-BR.json"),
        };
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// The sentence of a key, with its placeholders; empty when there is none.
    pub(crate) fn text(&self, key: &str) -> String {
        self.0
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_language_is_portuguese() {
        assert_eq!(
            Catalogue::of("fr").text("login_window.title"),
            Catalogue::of("pt-BR").text("login_window.title")
        );
        assert_eq!(Catalogue::of("en").text("no.such.key"), "");
    }
}
