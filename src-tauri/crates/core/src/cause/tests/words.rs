//! A cause without words in one of the languages would leave a person alone with a code.

use crate::cause::Cause;
use serde_json::Value;
use std::sync::LazyLock;

static CATALOGUES: LazyLock<[(&str, Value); 3]> = LazyLock::new(|| {
    [
        ("pt-BR", include_str!("../../../../../../ui/messages/pt-BR.json")),
        ("en", include_str!("../../../../../../ui/messages/en.json")),
        ("es", include_str!("../../../../../../ui/messages/es.json")),
    ]
    .map(|(language, text)| (language, serde_json::from_str(text).expect("a catalogue is JSON")))
});

/// Title, explanation, actor and next step in the three languages.
pub(crate) fn assert_told(cause: Cause) {
    let keys = [
        format!("cause.{}.title", cause.code()),
        format!("cause.{}.body", cause.code()),
        format!("actor.{}", cause.actor().code()),
        format!("next.{}", cause.next_step().code()),
    ];
    for (language, catalogue) in &*CATALOGUES {
        for key in &keys {
            let words = catalogue.get(key).and_then(Value::as_str).unwrap_or_default();
            assert!(!words.trim().is_empty(), "{language} has no words for {key}");
        }
    }
}
