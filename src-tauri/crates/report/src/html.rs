//! HTML in one file. Everything that comes from outside is escaped, and a policy in the page forbids scripts and loading.

use crate::{Block, Document, Entry};
use std::fmt::Write;

const STYLE: &str = include_str!("report.css");

pub(crate) fn write(document: &Document) -> String {
    let mut page = String::new();
    let title = escape(&document.title);
    let _infallible = write!(
        page,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<header>\n<h1>{title}</h1>\n",
        escape(&document.language)
    );
    for (class, text) in [("subtitle", &document.subtitle), ("lead", &document.lead)] {
        if let Some(text) = text {
            let _infallible = writeln!(page, "<p class=\"{class}\">{}</p>", escape(text));
        }
    }
    page.push_str("</header>\n");
    for section in &document.sections {
        let _infallible = writeln!(page, "<section>\n<h2>{}</h2>", escape(&section.heading));
        section.blocks.iter().for_each(|one| block(&mut page, one));
        page.push_str("</section>\n");
    }
    page.push_str("</main>\n");
    if !document.footer.is_empty() {
        let _infallible = writeln!(page, "<footer><p>{}</p></footer>", escape(&document.footer));
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn block(page: &mut String, block: &Block) {
    match block {
        Block::Paragraph(text) => {
            let _infallible = writeln!(page, "<p>{}</p>", escape(text));
        }
        Block::Facts(facts) => {
            page.push_str("<dl>\n");
            for (label, value) in facts {
                let _infallible = writeln!(
                    page,
                    "<div><dt>{}</dt><dd>{}</dd></div>",
                    escape(label),
                    escape(value)
                );
            }
            page.push_str("</dl>\n");
        }
        Block::Bullets(items) => list(page, "ul", "", items.iter().map(|item| escape(item))),
        Block::Steps(items) => list(page, "ol", "", items.iter().map(|item| escape(item))),
        Block::Timeline(entries) => list(page, "ol", " class=\"timeline\"", entries.iter().map(entry)),
    }
}

fn list(page: &mut String, tag: &str, attributes: &str, items: impl Iterator<Item = String>) {
    let _infallible = writeln!(page, "<{tag}{attributes}>");
    for item in items {
        let _infallible = writeln!(page, "<li>{item}</li>");
    }
    let _infallible = writeln!(page, "</{tag}>");
}

fn entry(entry: &Entry) -> String {
    let what = if entry.is_marked {
        format!("<strong>{}</strong>", escape(&entry.what))
    } else {
        format!("<span>{}</span>", escape(&entry.what))
    };
    let beside = entry
        .beside
        .as_ref()
        .map(|beside| format!(" <small>{}</small>", escape(beside)));
    format!(
        "<span class=\"when\">{}</span> {what}{}",
        escape(&entry.when),
        beside.unwrap_or_default()
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
