//! The bill of materials, as CycloneDX 1.6: every library of the program and of its interface.
//!
//! Without a time and a serial number in it, so that two releases can be compared line by line.

use crate::metadata;
use crate::project::Project;
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cargo_metadata::{DependencyKind, Metadata, Package};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

use crate::product::NAME;

/// The whole document.
///
/// # Errors
/// Cargo does not answer, or a lock file is not understood.
pub(super) fn of(project: &Project) -> Result<String> {
    let metadata = metadata::of_all(project, None)?;
    let lock = std::fs::read_to_string(project.root().join("Cargo.lock"))?;
    let lock_of_interface = std::fs::read_to_string(project.ui().join("package-lock.json"))?;
    document(&metadata, &checksums(&lock), &lock_of_interface)
}

fn document(metadata: &Metadata, checksums: &Checksums, lock_of_interface: &str) -> Result<String> {
    let root = metadata.packages.iter().find(|package| package.name == NAME);
    let root = root.context("the root package is not there")?;
    let resolve = metadata.resolve.as_ref().context("cargo resolves nothing")?;
    let mut components: Vec<Value> = Vec::new();
    let mut dependencies: Vec<Value> = Vec::new();
    for id in metadata::reached(resolve, &root.id, is_shipped) {
        let package = &metadata[id];
        if package.id != root.id {
            components.push(of_cargo(package, checksums));
        }
        let used: BTreeSet<String> = metadata::used(resolve, id, is_shipped)
            .map(|id| purl(&metadata[id]))
            .collect();
        dependencies.push(json!({ "ref": purl(package), "dependsOn": used }));
    }
    components.extend(of_npm(lock_of_interface)?);
    let reference = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    components.sort_by_key(|component| reference(component, "bom-ref"));
    dependencies.sort_by_key(|dependency| reference(dependency, "ref"));
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": purl(root),
            "name": root.name,
            "version": root.version,
            "purl": purl(root),
            "licenses": licenses(root.license.as_deref()),
        } },
        "components": components,
        "dependencies": dependencies,
    });
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

/// Not what only tests use. Build scripts are counted: what they do ends up in the program.
fn is_shipped(kind: DependencyKind) -> bool {
    kind != DependencyKind::Development
}

fn purl(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

type Checksums = BTreeMap<(String, String), String>;

/// Name and version to digest, from `Cargo.lock`.
fn checksums(lock: &str) -> Checksums {
    let mut found = Checksums::new();
    let (mut name, mut version) = (String::new(), String::new());
    for line in lock.lines() {
        let Some((key, value)) = line.split_once(" = ") else {
            continue;
        };
        let value = value.trim_matches('"').to_owned();
        match key {
            "name" => name = value,
            "version" => version = value,
            "checksum" => {
                found.insert((name.clone(), version.clone()), value);
            }
            _ => {}
        }
    }
    found
}

fn of_cargo(package: &Package, checksums: &Checksums) -> Value {
    let mut component = Map::new();
    let mut put = |name: &str, value: Value| component.insert(name.to_owned(), value);
    put("type", json!("library"));
    put("bom-ref", json!(purl(package)));
    put("name", json!(package.name));
    put("version", json!(package.version));
    put("purl", json!(purl(package)));
    put("licenses", licenses(package.license.as_deref()));
    if package.source.is_some()
        && let Some(digest) = checksums.get(&(package.name.clone(), package.version.to_string()))
    {
        put("hashes", json!([{ "alg": "SHA-256", "content": digest }]));
    }
    Value::Object(component)
}

/// Old packages write `/` for `OR`.
fn licenses(expression: Option<&str>) -> Value {
    match expression {
        Some(expression) => json!([{ "expression": expression.replace('/', " OR ").replace("  ", " ") }]),
        None => json!([]),
    }
}

/// The interface's packages that are not only for development.
fn of_npm(lock: &str) -> Result<Vec<Value>> {
    #[derive(Deserialize)]
    struct Lock {
        packages: BTreeMap<String, Npm>,
    }
    #[derive(Deserialize)]
    struct Npm {
        version: Option<String>,
        license: Option<String>,
        integrity: Option<String>,
        #[serde(default)]
        dev: bool,
        #[serde(default, rename = "devOptional")]
        dev_optional: bool,
        #[serde(default)]
        peer: bool,
    }
    let lock: Lock = serde_json::from_str(lock).context("package-lock.json is not understood")?;
    let mut components = BTreeMap::new();
    for (path, package) in &lock.packages {
        let Some((_, name)) = path.rsplit_once("node_modules/") else {
            continue;
        };
        let Some(version) = &package.version else { continue };
        // Svelte is a peer of what is shipped, and compiled into it.
        if (package.dev || package.dev_optional) && !package.peer {
            continue;
        }
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        let mut component = json!({
            "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            "licenses": licenses(package.license.as_deref()),
        });
        let digest = package
            .integrity
            .as_deref()
            .and_then(|text| text.strip_prefix("sha512-"));
        if let Some(bytes) = digest.and_then(|text| STANDARD.decode(text).ok()) {
            component["hashes"] = json!([{ "alg": "SHA-512", "content": hex::encode(bytes) }]);
        }
        components.insert(purl, component);
    }
    Ok(components.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(id: &str, name: &str, version: &str, license: Option<&str>) -> Value {
        let source = (name != NAME).then_some("registry+https://registry.example");
        json!({
            "id": id, "name": name, "version": version, "license": license, "source": source,
            "manifest_path": "Cargo.toml", "dependencies": [], "targets": [], "features": {},
        })
    }

    fn node(id: &str, edges: &[(&str, Option<&str>)]) -> Value {
        let edge = |(to, kind): &(&str, Option<&str>)| json!({ "name": to, "pkg": to, "dep_kinds": [{ "kind": kind, "target": null }] });
        let edges: Vec<Value> = edges.iter().map(edge).collect();
        json!({ "id": id, "deps": edges, "dependencies": [], "features": [] })
    }

    fn metadata() -> Metadata {
        serde_json::from_value(json!({
            "packages": [
                package("r", NAME, "1.0.0", Some("MIT")),
                package("a", "used", "2.0.0", Some("MIT/Apache-2.0")),
                package("b", "tests-only", "3.0.0", None),
                package("c", "of-used", "4.0.0", None),
            ],
            "resolve": { "root": null, "nodes": [
                node("r", &[("a", None), ("b", Some("dev"))]),
                node("a", &[("c", Some("build"))]),
                node("b", &[]),
                node("c", &[("a", None)]),
            ] },
            "version": 1, "workspace_members": [], "workspace_root": "", "target_directory": "",
        }))
        .unwrap()
    }

    #[test]
    fn what_is_shipped_is_listed_with_digest_and_licence_and_tests_are_not() {
        let lock = "[[package]]\nname = \"used\"\nversion = \"2.0.0\"\nchecksum = \"0f0f\"\n";
        let npm = json!({ "packages": {
            "": {}, "node_modules/@a/b": { "version": "1.0.0", "integrity": "sha512-AAE=" },
            "node_modules/vite": { "version": "1.0.0", "dev": true },
        } });
        let text = document(&metadata(), &checksums(lock), &npm.to_string()).unwrap();
        let bill: Value = serde_json::from_str(&text).unwrap();
        let names: Vec<&str> = bill["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|component| component["purl"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "pkg:cargo/of-used@4.0.0",
                "pkg:cargo/used@2.0.0",
                "pkg:npm/%40a/b@1.0.0"
            ]
        );
        let used = &bill["components"][1];
        assert_eq!(used["hashes"][0]["content"], "0f0f");
        assert_eq!(used["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["components"][2]["hashes"][0]["content"], "0001");
    }
}
