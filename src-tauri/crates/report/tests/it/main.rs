//! The three forms of one document.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "tests fail with a sentence"
)]

use reconecta_report::{Block, Document, Entry, PdfError, Section};

fn entry(when: &str, what: &str, beside: Option<&str>, is_marked: bool) -> Entry {
    Entry {
        when: when.to_owned(),
        what: what.to_owned(),
        beside: beside.map(str::to_owned),
        is_marked,
    }
}

fn section(heading: &str, block: Block) -> Section {
    Section {
        heading: heading.to_owned(),
        blocks: vec![block],
    }
}

fn document() -> Document {
    Document {
        language: "pt-BR".to_owned(),
        title: "Relatório de interrupção".to_owned(),
        subtitle: Some("Padaria São João · (11) 91234-0101".to_owned()),
        lead: Some("As mensagens pararam de chegar às 14:30.".to_owned()),
        sections: vec![
            section(
                "Fatos",
                Block::Facts(vec![("Início".to_owned(), "22/11/2026 14:30".to_owned())]),
            ),
            section(
                "O que fazer",
                Block::Steps(vec!["Avisar a equipe".to_owned(), "Reconectar".to_owned()]),
            ),
            section("Perdas", Block::Bullets(vec!["Mensagens de clientes".to_owned()])),
            section(
                "Linha do tempo",
                Block::Timeline(vec![
                    entry("22/11/2026 14:30", "Acesso removido", Some("por Bruno"), true),
                    entry("22/11/2026 15:00", "Situação: desconectado", None, false),
                ]),
            ),
        ],
        footer: "Feito pelo Reconecta".to_owned(),
    }
}

fn with_text(text: &str) -> Document {
    Document {
        title: text.to_owned(),
        sections: vec![section(text, Block::Paragraph(text.to_owned()))],
        ..document()
    }
}

#[test]
fn text_reads_from_top_to_bottom() {
    let text = document().to_text();
    let order = [
        "Relatório",
        "As mensagens",
        "Início: 22/11",
        "1. Avisar",
        "- Mensagens",
        "* 22/11/2026 14:30: Acesso removido (por Bruno)",
        "Feito pelo",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|piece| text.find(piece)).collect();
    assert!(places.iter().all(Option::is_some), "{text}");
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn html_is_whole_by_itself_and_names_its_language() {
    let page = document().to_html();
    assert!(
        page.starts_with("<!doctype html>\n<html lang=\"pt-BR\">"),
        "{page}"
    );
    for loading in ["src=", "href=", "url(", "@import", "<script"] {
        assert!(
            !page.contains(loading),
            "the page must not load or run anything: {loading}"
        );
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(page.matches("<h2>").count(), 4);
    assert!(
        page.contains("<strong>Acesso removido</strong>"),
        "the mark is more than a colour"
    );
}

#[test]
fn html_escapes_what_comes_from_outside() {
    let page = with_text("<script>alert('x')</script> & \"Loja\"").to_html();
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Loja&quot;"));
    let mut hostile = document();
    hostile.language = "pt\"><script>".to_owned();
    assert!(!hostile.to_html().contains("<script>"));
}

#[test]
fn pdf_is_made_and_passes_the_checks_of_accessibility() {
    let file = document().to_pdf().expect("the document can be printed");
    assert!(file.starts_with(b"%PDF-"), "it is a PDF");
    let has = |needle: &[u8]| file.windows(needle.len()).any(|window| window == needle);
    assert!(has(b"/StructTreeRoot"), "it is tagged");
    assert!(has(b"pdfuaid"), "it claims PDF/UA");
}

#[test]
fn pdf_takes_any_text() {
    let long_word = "x".repeat(1_000);
    let many_lines = "uma linha comprida de texto ".repeat(200);
    for text in [
        "ção ãõ áéíóú ñ ¿qué? ß ė Ελλ Привет",
        "🌸 花屋 متجر \u{202e}abc\u{200b}\t\n",
        &long_word,
        &many_lines,
    ] {
        let made = with_text(text).to_pdf();
        let shown: String = text.chars().take(20).collect();
        assert!(made.is_ok(), "{shown:?}: {made:?}");
    }
}

#[test]
fn a_pdf_without_a_title_would_not_be_accessible() {
    assert!(matches!(with_text("").to_pdf(), Err(PdfError::Invalid(_))));
}

#[test]
fn pdf_of_an_empty_document_is_a_page() {
    let empty = Document {
        subtitle: None,
        lead: None,
        sections: Vec::new(),
        footer: String::new(),
        ..document()
    };
    assert!(empty.to_pdf().is_ok());
}
