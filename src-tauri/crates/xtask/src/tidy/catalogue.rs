//! The text catalogue is complete: same keys and placeholders in three languages, and a sentence for every code.

use super::Finding;
use super::tree::Tree;
use reconecta_core::attempt::{CheckStep, NumberStep, UndoLine};
use reconecta_core::cause::{Actor, Cause, NextStep};
use reconecta_core::diagnosis::{Field, PlatformCopy, Question, Reason};
use reconecta_core::hand_off::{Need, Step};
use reconecta_core::meta::{
    Ability, AccountMode, BusinessRole, CodeVerification, EntityKind, NameStatus, NumberStatus, PlatformType,
    Quality, ReviewStatus, TokenKind, WabaStatus, WebhookLevel,
};
use reconecta_core::outage::{Act, Advice, Certainty, Loss, Source, Who};
use reconecta_core::phone::Rule;
use reconecta_core::platform::{PlatformKind, PlatformProblem};
use reconecta_core::proof::{ProbeEnd, ProbeStage};
use reconecta_core::verdict::{EvidenceDetail, EvidenceKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const LANGUAGES: &[&str] = &["pt-BR", "en", "es"];

/// Verdicts carry data, so core has no list of them.
const VERDICTS: &[&str] = &[
    "proven",
    "connected_unproven",
    "attention",
    "disconnected",
    "blocked",
    "wait",
    "unknown",
];

/// Meta's values by the family of their words, which are keyed in lower case.
const MEANINGS: &[(&str, &[&str])] = &[
    ("account_mode", AccountMode::KNOWN),
    ("account_status", WabaStatus::KNOWN),
    ("code_verification", CodeVerification::KNOWN),
    ("health_ability", Ability::KNOWN),
    ("health_entity", EntityKind::KNOWN),
    ("name_status", NameStatus::KNOWN),
    ("number_status", NumberStatus::KNOWN),
    ("permission", reconecta_core::permission::KNOWN),
    ("platform_type", PlatformType::KNOWN),
    ("quality", Quality::KNOWN),
    ("review_status", ReviewStatus::KNOWN),
    ("role", BusinessRole::KNOWN),
    ("token_kind", TokenKind::KNOWN),
];

/// Key, in the form with `_`, and the placeholders of its sentence.
type Catalogue = BTreeMap<String, Sentence>;

#[derive(Debug, Default, PartialEq, Eq)]
struct Sentence {
    placeholders: BTreeSet<String>,
    is_empty: bool,
    has_straight_quote: bool,
}

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut catalogues: Vec<(String, Catalogue)> = Vec::new();
    for language in LANGUAGES {
        let path = format!("ui/messages/{language}.json");
        match tree
            .file(&path)
            .map(|file| serde_json::from_str::<Value>(&file.text))
        {
            Some(Ok(value)) => catalogues.push((path, sentences(&value))),
            Some(Err(error)) => {
                findings.push(Finding::new("catalogue", &path, error.line(), "this is not JSON"))
            }
            None => findings.push(Finding::new("catalogue", &path, 0, "the catalogue is missing")),
        }
    }
    findings.extend(compare(&catalogues));
    findings.extend(
        catalogues
            .iter()
            .flat_map(|(path, catalogue)| codes_without_words(path, catalogue)),
    );
    findings
}

/// Every key of one language is in the others, with the same placeholders.
fn compare(catalogues: &[(String, Catalogue)]) -> Vec<Finding> {
    let keys: BTreeSet<&String> = catalogues
        .iter()
        .flat_map(|(_, catalogue)| catalogue.keys())
        .collect();
    let mut findings = Vec::new();
    for key in keys {
        let expected = catalogues
            .iter()
            .find_map(|(_, catalogue)| catalogue.get(key))
            .map(|first| &first.placeholders);
        for (path, catalogue) in catalogues {
            let message = match catalogue.get(key) {
                None => format!("`{key}` is missing"),
                Some(sentence) if sentence.is_empty => format!("`{key}` is empty"),
                Some(sentence) if sentence.has_straight_quote => {
                    format!("`{key}` has a straight quotation mark where ’ or “ ” is printed")
                }
                Some(sentence) if Some(&sentence.placeholders) != expected => {
                    format!("`{key}` has other placeholders than in the other languages")
                }
                Some(_) => continue,
            };
            findings.push(Finding::new("catalogue", path, 0, message));
        }
    }
    findings
}

/// Codes that Rust can send and that have no sentence.
fn codes_without_words(path: &str, catalogue: &Catalogue) -> Vec<Finding> {
    let missing = keys_of_rust()
        .into_iter()
        .filter(|key| !catalogue.contains_key(&flat(key)));
    let message = |key: String| format!("Rust can send a code without words: `{key}`");
    missing
        .map(|key| Finding::new("catalogue", path, 0, message(key)))
        .collect()
}

/// The key of every code in the closed lists of core.
fn keys_of_rust() -> Vec<String> {
    let causes = Cause::ALL.iter().map(|cause| cause.code());
    let mut keys: Vec<String> = causes
        .flat_map(|code| ["title", "body"].map(|part| format!("cause.{code}.{part}")))
        .collect();
    let mut family = |name: &str, codes: Vec<&'static str>| {
        keys.extend(codes.into_iter().map(|code| format!("{name}.{code}")));
    };
    family("actor", Actor::ALL.iter().map(|actor| actor.code()).collect());
    family("next", NextStep::all().map(|next| next.code()).collect());
    family(
        "question",
        Question::ALL.iter().map(|question| question.code()).collect(),
    );
    family("reason", Reason::ALL.iter().map(|reason| reason.code()).collect());
    family("field", Field::ALL.iter().map(|field| field.code()).collect());
    family(
        "evidence",
        EvidenceKind::ALL.iter().map(|kind| kind.code()).collect(),
    );
    family(
        "evidence_detail",
        EvidenceDetail::ALL.iter().map(|detail| detail.code()).collect(),
    );
    family("probe", ProbeEnd::ALL.iter().map(|end| end.code()).collect());
    family(
        "probe_stage",
        ProbeStage::ALL.iter().map(|stage| stage.code()).collect(),
    );
    family("number_rule", Rule::ALL.iter().map(|rule| rule.code()).collect());
    family("step", CheckStep::ALL.iter().map(|step| step.code()).collect());
    family("step", NumberStep::ALL.iter().map(|step| step.code()).collect());
    family("undo", UndoLine::ALL.iter().map(|line| line.code()).collect());
    family("verdict", VERDICTS.to_vec());
    family(
        "outage_source",
        Source::ALL.iter().map(|source| source.code()).collect(),
    );
    family("outage_loss", Loss::ALL.iter().map(|loss| loss.code()).collect());
    family(
        "outage_advice",
        Advice::ALL.iter().map(|advice| advice.code()).collect(),
    );
    family("outage_who", Who::CODES.to_vec());
    family(
        "outage.began",
        Certainty::ALL.iter().map(|certainty| certainty.code()).collect(),
    );
    family("event", Act::ALL.iter().map(|act| act.code()).collect());
    family(
        "hand_off.need",
        Need::ALL.iter().map(|need| need.code()).collect(),
    );
    family(
        "hand_off.step",
        Step::ALL.iter().map(|step| step.code()).collect(),
    );
    family(
        "platform",
        PlatformKind::ALL.iter().map(|kind| kind.code()).collect(),
    );
    family(
        "platform.problem",
        PlatformProblem::ALL
            .iter()
            .map(|problem| problem.code())
            .collect(),
    );
    family("difference", PlatformCopy::PARTS.to_vec());
    family(
        "webhook_level",
        WebhookLevel::ALL.iter().map(|level| level.code()).collect(),
    );
    keys.extend(MEANINGS.iter().flat_map(|(name, values)| {
        let lowered = values.iter().map(|value| value.to_ascii_lowercase());
        lowered.map(move |value| format!("{name}.{value}"))
    }));
    keys
}

/// `.` and `_` mean the same in the names of messages.
fn flat(key: &str) -> String {
    key.replace('.', "_")
}

/// Flat keys of the catalogue; `.` and nesting become `_`.
fn sentences(value: &Value) -> Catalogue {
    let mut catalogue = Catalogue::new();
    collect(value, "", &mut catalogue);
    catalogue
}

fn collect(value: &Value, prefix: &str, catalogue: &mut Catalogue) {
    let Value::Object(entries) = value else { return };
    for (key, value) in entries.iter().filter(|(key, _)| *key != "$schema") {
        let key = format!("{prefix}{}", flat(key));
        match value {
            Value::Object(_) => collect(value, &format!("{key}_"), catalogue),
            Value::String(_) | Value::Array(_) => {
                let mut texts = Vec::new();
                texts_of(value, &mut texts);
                let placeholders = texts.iter().flat_map(|text| placeholders(text)).collect();
                let is_empty = texts.iter().all(|text| text.trim().is_empty());
                let has_straight_quote = texts.iter().any(|text| text.contains(['\'', '"']));
                catalogue.insert(
                    key,
                    Sentence {
                        placeholders,
                        is_empty,
                        has_straight_quote,
                    },
                );
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                catalogue.insert(
                    key,
                    Sentence {
                        is_empty: true,
                        ..Sentence::default()
                    },
                );
            }
        }
    }
}

/// The texts of a message with variants are the values under `match`.
fn texts_of<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(variants) => variants.iter().for_each(|variant| texts_of(variant, texts)),
        Value::Object(variant) => match variant.get("match") {
            Some(Value::Object(matches)) => matches.values().for_each(|text| texts_of(text, texts)),
            _ => variant.values().for_each(|text| texts_of(text, texts)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// `{name}` without its braces.
fn placeholders(text: &str) -> Vec<String> {
    let pieces = text.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
    pieces.map(|(name, _)| name.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn compared(pt: Value, en: Value) -> Vec<String> {
        let catalogues = [
            ("pt".to_owned(), sentences(&pt)),
            ("en".to_owned(), sentences(&en)),
        ];
        compare(&catalogues).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_missing_key_is_found() {
        let found = compared(
            json!({"home.title": "Início", "a": "b"}),
            json!({"home": {"title": "Home"}}),
        );
        assert_eq!(found, ["en:0: `a` is missing [catalogue]"]);
    }

    #[test]
    fn a_lost_placeholder_is_found() {
        let found = compared(
            json!({"a": "{count} de {total}"}),
            json!({"a": "{count} of many"}),
        );
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn variants_are_read_as_one_sentence() {
        let variants =
            json!({"a": [{"declarations": ["input count"], "match": {"count=one": "{count} número"}}]});
        assert!(compared(variants, json!({"a": "{count} numbers"})).is_empty());
    }

    #[test]
    fn an_empty_sentence_is_found() {
        assert_eq!(
            compared(json!({"a": "x"}), json!({"a": " "})),
            ["en:0: `a` is empty [catalogue]"]
        );
    }

    #[test]
    fn a_typewriter_s_quotation_mark_is_found() {
        let found = compared(json!({"a": "o “x”"}), json!({"a": "the person's"}));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(compared(json!({"a": "o “x”"}), json!({"a": "the person’s"})).is_empty());
    }

    #[test]
    fn every_value_of_meta_s_needs_words_in_lower_case() {
        let shouted = json!({"number_status.CONNECTED": "conectado"});
        let found = codes_without_words("x", &sentences(&shouted));
        assert!(
            found
                .iter()
                .any(|finding| finding.message.ends_with("`number_status.connected`")),
            "{found:?}"
        );
    }

    #[test]
    fn every_cause_needs_a_title_and_a_body() {
        let found = codes_without_words("x", &sentences(&json!({})));
        let of_causes = found
            .iter()
            .filter(|finding| finding.message.contains("`cause."))
            .count();
        assert_eq!(of_causes, Cause::ALL.len() * 2);
    }
}
