//! The text for the one who administers the portfolio.

use super::Words;
use reconecta_engine::views::HandOffView;
use reconecta_report::{Block, Document, Section};

/// The request to the administrator.
pub(crate) fn hand_off(words: &Words, kit: &HandOffView) -> Document {
    let section = |heading: &str, blocks: Vec<Block>| Section {
        heading: words.text(heading),
        blocks,
    };
    let person = kit
        .person
        .clone()
        .unwrap_or_else(|| words.text("hand_off.somebody"));
    let permission = kit
        .permission
        .as_deref()
        .map(|code| words.value("permission", code));
    let mut values = vec![("person", person.as_str()), ("page", kit.page.as_str())];
    values.extend(permission.as_deref().map(|permission| ("permission", permission)));
    values.extend(kit.waba.as_deref().map(|waba| ("waba", waba)));
    let number = kit.channel.as_ref().map(|channel| channel.number.as_str());
    values.extend(number.map(|number| ("number", number)));
    let sentence = |family: &str, code: &str| {
        words
            .sentence(&format!("{family}.{code}"), &values)
            .unwrap_or_default()
    };
    let mut todo = vec![Block::Steps(
        kit.steps
            .iter()
            .map(|step| sentence("hand_off.step", step))
            .collect(),
    )];
    if kit.can_log_in_instead {
        todo.push(Block::Paragraph(words.text("hand_off.instead")));
    }
    Document {
        language: words.language().to_owned(),
        title: words.text("hand_off.title"),
        subtitle: kit
            .channel
            .as_ref()
            .map(|channel| format!("{} · {}", channel.name, channel.number)),
        lead: Some(words.text("hand_off.lead")),
        sections: vec![
            section(
                "hand_off.missing",
                vec![Block::Paragraph(sentence("hand_off.need", &kit.need))],
            ),
            section("hand_off.where", vec![Block::Facts(places(words, kit))]),
            section("hand_off.steps", todo),
        ],
        footer: words.text("hand_off.safe"),
    }
}

fn places(words: &Words, kit: &HandOffView) -> Vec<(String, String)> {
    let named = |name: &Option<String>, id: &String| match name {
        Some(name) => format!("{name} ({id})"),
        None => id.clone(),
    };
    let facts = [
        ("field.person", kit.person.clone()),
        (
            "field.role",
            kit.role.as_ref().map(|role| words.value("role", role)),
        ),
        (
            "field.business",
            kit.business.as_ref().map(|id| named(&kit.business_name, id)),
        ),
        ("field.waba_id", kit.waba.clone()),
        ("field.phone_number_id", kit.number_id.clone()),
        ("hand_off.page", Some(kit.page.clone())),
    ];
    facts
        .into_iter()
        .filter_map(|(label, value)| Some((words.text(label), value?)))
        .collect()
}
