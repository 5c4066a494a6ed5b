//! No type holding a secret is `Serialize` or prints itself.

use super::Finding;
use super::tree::{SourceFile, Tree};
use syn::spanned::Spanned;
use syn::{Attribute, Field, Fields, Item, Type};

/// Types that hold a secret and do not print it.
const SEALED: &[&str] = &["SecretString", "SecretBox", "SecretSlice", "Pin", "MasterKey"];
/// Types that hold a secret and would print it.
const OPEN: &[&str] = &["Zeroizing"];
/// Fields of plain text that are secrets by their name.
const SECRET_NAMES: &[&str] = &[
    "token",
    "access_token",
    "app_secret",
    "secret",
    "password",
    "passphrase",
    "pin",
    "auth_code",
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    // The simulator's secrets are invented, and it keeps its world in a file.
    let ours = |file: &&SourceFile| {
        file.rust_crate()
            .is_some_and(|name| !matches!(name, "sandbox" | "xtask"))
            && !file.is_test()
    };
    tree.files.iter().filter(ours).flat_map(check_file).collect()
}

fn check_file(file: &SourceFile) -> Vec<Finding> {
    match syn::parse_file(&file.text) {
        Ok(parsed) => parsed
            .items
            .iter()
            .flat_map(|item| check_item(file, item))
            .collect(),
        Err(error) => vec![Finding::new(
            "secrets",
            &file.path,
            error.span().start().line,
            "this is not Rust",
        )],
    }
}

fn check_item(file: &SourceFile, item: &Item) -> Vec<Finding> {
    let (attributes, name, fields): (&[Attribute], String, Vec<&Field>) = match item {
        Item::Struct(item) => (&item.attrs, item.ident.to_string(), fields(&item.fields)),
        Item::Enum(item) => {
            let all = item
                .variants
                .iter()
                .flat_map(|variant| fields(&variant.fields))
                .collect();
            (&item.attrs, item.ident.to_string(), all)
        }
        Item::Mod(module) if !is_for_tests(&module.attrs) => {
            let items = module.content.iter().flat_map(|(_, items)| items);
            return items.flat_map(|item| check_item(file, item)).collect();
        }
        _ => return Vec::new(),
    };
    let derives = derived(attributes);
    let derives = |name: &str| derives.iter().any(|derived| derived == name);
    let mut findings = Vec::new();
    for field in fields {
        let held = words_of(&field.ty);
        let holds = |names: &[&str]| held.iter().any(|word| names.contains(&word.as_str()));
        let field_name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let is_named_secret = SECRET_NAMES.contains(&field_name.as_str()) && holds(&["String", "str"]);
        let line = field.span().start().line;
        if derives("Serialize") && (holds(SEALED) || holds(OPEN) || is_named_secret) {
            let message = format!("`{name}` holds a secret and must not be `Serialize`");
            findings.push(Finding::new("secrets", &file.path, line, message));
        }
        if derives("Debug") && (holds(OPEN) || is_named_secret) {
            let message = format!("`{name}` would print a secret: write its `Debug` by hand");
            findings.push(Finding::new("secrets", &file.path, line, message));
        }
    }
    findings
}

fn fields(fields: &Fields) -> Vec<&Field> {
    fields.iter().collect()
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

/// Last words of the derived traits: `Debug`, `Serialize`.
fn derived(attributes: &[Attribute]) -> Vec<String> {
    let lists = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"));
    let tokens = lists
        .filter_map(|attribute| attribute.meta.require_list().ok())
        .map(|list| list.tokens.to_string());
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).trim().to_owned();
    tokens
        .flat_map(|tokens| tokens.split(',').map(last).collect::<Vec<_>>())
        .collect()
}

/// Every word in a type: `Option`, `SecretString`.
fn words_of(kind: &Type) -> Vec<String> {
    let text = quote_type(kind);
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn quote_type(kind: &Type) -> String {
    kind.span().source_text().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    fn found(code: &str) -> Vec<Finding> {
        check(&tree_of(&[("src-tauri/crates/engine/src/a.rs", code)]))
    }

    #[test]
    fn a_serialisable_secret_is_found() {
        let code = "#[derive(Clone, serde::Serialize)]\nstruct A { name: String, key: Option<SecretString> }";
        assert_eq!(found(code).len(), 1);
    }

    #[test]
    fn a_secret_that_would_print_itself_is_found() {
        assert_eq!(found("#[derive(Debug)] struct A(Zeroizing<String>);").len(), 1);
        assert_eq!(
            found("#[derive(Debug)] enum A { Submit { token: String } }").len(),
            1
        );
    }

    #[test]
    fn sealed_secrets_may_be_in_types_that_print() {
        assert_eq!(found("#[derive(Debug)] struct A { token: SecretString }"), []);
        assert_eq!(
            found("#[derive(Debug, Serialize)] struct A { token_kind: String, has_token: bool }"),
            []
        );
    }

    #[test]
    fn tests_and_the_simulator_are_free() {
        let code = "#[derive(Debug, Serialize)] struct A { token: String }";
        assert_eq!(
            check(&tree_of(&[("src-tauri/crates/sandbox/src/a.rs", code)])),
            []
        );
        assert_eq!(found(&format!("#[cfg(test)] mod tests {{ {code} }}")), []);
    }
}
