//! Rust code as tokens: without comments, documentation and tests.

use super::tree::SourceFile;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A word or a text of the code, and the line where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// An identifier.
    Word(String),
    /// `::`, `.`, `(` and so on.
    Mark(char),
    /// The content of a string literal.
    Text(String),
}

/// The tokens of a file with their lines; nothing for a file that is no Rust.
pub(crate) fn product_tokens(file: &SourceFile) -> Vec<(Token, usize)> {
    let mut tokens = Vec::new();
    if let Ok(stream) = file.text.parse::<TokenStream>() {
        flatten(stream, &mut tokens);
    }
    tokens
}

fn flatten(stream: TokenStream, tokens: &mut Vec<(Token, usize)>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        if let Some(attribute) = attribute_at(&trees, at) {
            at += attribute.length;
            if attribute.text.starts_with("cfg(test)") {
                at = after_item(&trees, at);
            }
            continue;
        }
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = marks(group.delimiter());
                tokens.push((Token::Mark(open), line));
                flatten(group.stream(), tokens);
                tokens.push((Token::Mark(close), group.span_close().start().line));
            }
            TokenTree::Ident(word) => tokens.push((Token::Word(word.to_string()), line)),
            TokenTree::Punct(mark) => tokens.push((Token::Mark(mark.as_char()), line)),
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    tokens.push((Token::Text(text.value()), line));
                }
            }
        }
        at += 1;
    }
}

struct Attribute {
    length: usize,
    /// Without spaces.
    text: String,
}

/// `#[...]` or `#![...]`; documentation comes as `#[doc = "..."]`.
fn attribute_at(trees: &[TokenTree], at: usize) -> Option<Attribute> {
    let is_mark = |tree: Option<&TokenTree>, mark: char| matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    if !is_mark(trees.get(at), '#') {
        return None;
    }
    let length = if is_mark(trees.get(at + 1), '!') { 3 } else { 2 };
    match trees.get(at + length - 1) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => Some(Attribute {
            length,
            text: group.stream().to_string().replace(' ', ""),
        }),
        _ => None,
    }
}

/// Behind the item that starts here: its block, or its semicolon.
fn after_item(trees: &[TokenTree], mut at: usize) -> usize {
    while let Some(tree) = trees.get(at) {
        at += 1;
        let ends = match tree {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(mark) => mark.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        if ends {
            break;
        }
    }
    at
}

fn marks(delimiter: Delimiter) -> (char, char) {
    match delimiter {
        Delimiter::Parenthesis => ('(', ')'),
        Delimiter::Brace => ('{', '}'),
        Delimiter::Bracket => ('[', ']'),
        Delimiter::None => (' ', ' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(code: &str) -> Vec<String> {
        let file = SourceFile {
            path: "a.rs".to_owned(),
            text: code.to_owned(),
        };
        let text = |(token, _): (Token, usize)| match token {
            Token::Text(text) => Some(text),
            Token::Word(_) | Token::Mark(_) => None,
        };
        product_tokens(&file).into_iter().filter_map(text).collect()
    }

    #[test]
    fn documentation_and_tests_are_left_out() {
        let code = r#"
            //! "of the file"
            /// "of the item"
            fn a() { call("kept", format!("kept {}", 1)); }
            #[cfg(test)]
            mod tests { const A: &str = "dropped"; }
            #[cfg(test)]
            mod elsewhere;
            const B: &str = "kept too";
        "#;
        assert_eq!(texts(code), ["kept", "kept {}", "kept too"]);
    }
}
