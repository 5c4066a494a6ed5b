//! The schemas of the program's documents, as they stand in the docs.

use jsonschema::Validator;
use serde_json::Value;
use std::path::Path;

/// The schema `docs/<name>.schema.json`.
pub(crate) fn read(name: &str) -> Value {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let path = docs.join(format!("{name}.schema.json"));
    let text = std::fs::read_to_string(path).expect("the schema is in the docs");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// Fails unless `document` is as that schema says.
pub(crate) fn check(name: &str, document: &Value) {
    let schema: Validator = jsonschema::draft202012::new(&read(name)).expect("the schema is one");
    let wrong: Vec<String> = schema
        .iter_errors(document)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?} in {document}");
}
