//! Plain text.

use crate::{Block, Document, Entry};

pub(crate) fn write(document: &Document) -> String {
    let mut parts = vec![document.title.clone()];
    parts.extend(document.subtitle.clone());
    let mut text = parts.join("\n");
    if let Some(lead) = &document.lead {
        text.push_str(&format!("\n\n{lead}"));
    }
    for section in &document.sections {
        text.push_str(&format!("\n\n{}\n", section.heading));
        let blocks: Vec<String> = section.blocks.iter().map(block).collect();
        text.push_str(&blocks.join("\n\n"));
    }
    if !document.footer.is_empty() {
        text.push_str(&format!("\n\n{}", document.footer));
    }
    text.push('\n');
    text
}

fn block(block: &Block) -> String {
    let lines: Vec<String> = match block {
        Block::Paragraph(text) => vec![text.clone()],
        Block::Facts(facts) => facts
            .iter()
            .map(|(label, value)| format!("{label}: {value}"))
            .collect(),
        Block::Bullets(items) => items.iter().map(|item| format!("- {item}")).collect(),
        Block::Steps(items) => (1..)
            .zip(items)
            .map(|(place, item)| format!("{place}. {item}"))
            .collect(),
        Block::Timeline(entries) => entries.iter().map(entry).collect(),
    };
    lines.join("\n")
}

fn entry(entry: &Entry) -> String {
    let mark = if entry.is_marked { "*" } else { "-" };
    let beside = entry.beside.as_ref().map(|beside| format!(" ({beside})"));
    format!(
        "{mark} {}: {}{}",
        entry.when,
        entry.what,
        beside.unwrap_or_default()
    )
}
