//! What differs between two packages that should be the same.

use super::inside::{self, Part, Parts};
use crate::command;
use crate::say;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Each package and the one of the same name in the folder; says what differs, and answers whether nothing does.
///
/// # Errors
/// A package is missing there, or damaged.
pub(super) fn tell(packages: &[&Path], folder: &Path) -> Result<bool> {
    let mut same = true;
    for package in packages {
        let name = package.file_name().context("a package has a name")?;
        let found = between(package, &folder.join(name))?;
        let name = name.to_string_lossy();
        if found.is_empty() {
            say::line(format!("   {name}: the same, byte for byte"));
        }
        for difference in found {
            same = false;
            say::problem(format!("   {name}: {difference}"));
        }
    }
    Ok(same)
}

fn between(one: &Path, other: &Path) -> Result<Vec<String>> {
    let read = |path: &Path| std::fs::read(path).with_context(|| path.display().to_string());
    if read(one)? == read(other)? {
        return Ok(Vec::new());
    }
    let mut found = of_parts(&inside::read(one)?, &inside::read(other)?)?;
    if found.is_empty() {
        found.push("only how it is packed".to_owned());
    }
    Ok(found)
}

/// Parts that only one of them has, or that differ, and where they begin to.
fn of_parts(one: &Parts, other: &Parts) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (name, part) in one {
        match other.get(name) {
            None => found.push(format!("{name} is only in the first")),
            Some(again) if again.content != part.content => found.push(of_content(name, part, again)?),
            Some(again) if again.about != part.about => {
                found.push(format!("{name} is `{}` and `{}`", part.about, again.about));
            }
            Some(_) => {}
        }
    }
    let only_second = other.keys().filter(|name| !one.contains_key(*name));
    found.extend(only_second.map(|name| format!("{name} is only in the second")));
    Ok(found)
}

fn of_content(name: &str, one: &Part, other: &Part) -> Result<String> {
    let pairs = one.content.iter().zip(&other.content);
    let same = pairs.take_while(|(a, b)| a == b).count();
    let mut text = format!(
        "{name} has {} and {} bytes, alike up to byte {same}",
        one.content.len(),
        other.content.len()
    );
    if one.content.starts_with(b"\x7fELF") {
        let sections = [sections(&one.content)?, sections(&other.content)?];
        text.push_str(&format!(
            "; sections that differ: {}",
            of_sections(&sections, [one, other])
        ));
    }
    Ok(text)
}

/// A part of an executable.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    name: String,
    at: usize,
    size: usize,
}

/// Asks `objdump`, which knows where they begin in the file.
fn sections(executable: &[u8]) -> Result<Vec<Section>> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), executable)?;
    let mut objdump = Command::new("objdump");
    objdump.args(["-h", "-w"]).arg(file.path());
    let text = command::answer(&mut objdump).context("objdump cannot read the executable")?;
    Ok(text.lines().filter_map(section).collect())
}

/// `11 .text 00001234 0000000000001000 0000000000001000 00001000 2**4 CONTENTS, ALLOC`.
fn section(line: &str) -> Option<Section> {
    let mut words = line.split_whitespace();
    let _number: u32 = words.next()?.parse().ok()?;
    let name = words.next()?.to_owned();
    let size = usize::from_str_radix(words.next()?, 16).ok()?;
    let at = usize::from_str_radix(words.nth(2)?, 16).ok()?;
    line.contains("CONTENTS").then_some(Section { name, at, size })
}

fn of_sections(sections: &[Vec<Section>; 2], parts: [&Part; 2]) -> String {
    let bytes = |side: usize, name: &str| {
        let found = sections[side].iter().find(|section| section.name == name)?;
        parts[side].content.get(found.at..found.at + found.size)
    };
    let mut names: Vec<&str> = sections
        .iter()
        .flatten()
        .map(|section| section.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| bytes(0, name) != bytes(1, name));
    if names.is_empty() {
        return "none".to_owned();
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(about: &str, content: &str) -> Part {
        Part {
            about: about.to_owned(),
            content: content.as_bytes().to_vec(),
        }
    }

    #[test]
    fn each_kind_of_difference_is_named() {
        let (mut one, mut other) = (Parts::new(), Parts::new());
        for parts in [&mut one, &mut other] {
            parts.insert("same".into(), part("644", "x"));
        }
        one.insert("changed".into(), part("644", "abc"));
        other.insert("changed".into(), part("644", "abd!"));
        one.insert("first only".into(), part("644", ""));
        other.insert("second only".into(), part("644", ""));
        one.insert("mode".into(), part("644", "m"));
        other.insert("mode".into(), part("755", "m"));
        assert_eq!(
            of_parts(&one, &other).unwrap(),
            [
                "changed has 3 and 4 bytes, alike up to byte 2",
                "first only is only in the first",
                "mode is `644` and `755`",
                "second only is only in the second",
            ]
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_executable_is_told_by_its_sections() {
        let ours = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let mut changed = ours.clone();
        let place = sections(&ours).unwrap();
        let rodata = place.iter().find(|section| section.name == ".rodata").unwrap();
        changed[rodata.at] ^= 1;
        let [one, other] = [ours, changed].map(|content| Part {
            about: String::new(),
            content,
        });
        let text = of_content("program", &one, &other).unwrap();
        assert!(text.ends_with("sections that differ: .rodata"), "{text}");
    }

    #[test]
    fn packages_are_compared_by_name_and_a_missing_one_is_an_error() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (ours, theirs) = (one.path().join("x.deb"), other.path().join("x.deb"));
        std::fs::write(&ours, "!<arch>\n").unwrap();
        assert!(tell(&[&ours], other.path()).is_err(), "the second is missing");
        std::fs::write(&theirs, "!<arch>\n").unwrap();
        assert!(tell(&[&ours], other.path()).unwrap());
        let version = format!("{:<48}{:<10}`\n2.0\n", "debian-binary", 4);
        std::fs::write(&theirs, format!("!<arch>\n{version}")).unwrap();
        assert!(!tell(&[&ours], other.path()).unwrap());
    }
}
