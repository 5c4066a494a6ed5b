//! The guide for whoever prepares the Meta app, as a page for the person's browser.

use pulldown_cmark::{Options, Parser, html};
use std::io;
use std::path::{Path, PathBuf};

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1.5rem;\
    color-scheme:light dark}code{font-size:.9em}table{border-collapse:collapse}td,th{border:1px solid;padding:.3em .6em;\
    text-align:left;vertical-align:top}";

/// Writes the guide in a language into the folder and answers where it is. There is no Spanish one: English is given.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn write(folder: &Path, language: &str) -> io::Result<PathBuf> {
    let (language, text) = match language {
        "pt-BR" => ("pt-BR", include_str!("../../docs/meta-app-setup.pt-BR.md")),
        _ => ("en", include_str!("../../docs/meta-app-setup.md")),
    };
    let path = folder.join(format!("meta-app-setup.{language}.html"));
    std::fs::write(&path, page(language, text))?;
    Ok(path)
}

fn page(language: &str, text: &str) -> String {
    let title = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches(['#', ' ']);
    let mut body = String::new();
    html::push_html(&mut body, Parser::new_ext(text, Options::ENABLE_TABLES));
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{STYLE}</style><body>{body}</body></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_becomes_a_page_in_the_persons_language() {
        let folder = tempfile::tempdir().unwrap();
        let text = |language: &str| std::fs::read_to_string(write(folder.path(), language).unwrap()).unwrap();
        let (portuguese, english) = (text("pt-BR"), text("es"));
        assert!(
            portuguese.contains("<h1>") && portuguese.contains("lang=\"pt-BR\""),
            "a Portuguese page"
        );
        assert!(
            english.contains("<h1>") && english.contains("lang=\"en\""),
            "an English page"
        );
        assert_ne!(portuguese, english);
    }
}
