//! Turns the short modules in `tests/hostile/` into components. Also used by the suite at the top level.

use std::fs;
use std::path::PathBuf;

use wit_component::metadata::Bindgen;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};

/// The interface that plugins are built against.
const WIT: &str = include_str!("../../../cxplan-sdk/wit/scoring.wit");

/// The component of `tests/hostile/<name>.wat`.
pub(crate) fn hostile(name: &str) -> Vec<u8> {
    component(&module(name), WIT, &[])
}

/// The component of a core module for the last world of this WIT source and the packages that it needs.
pub(crate) fn component(module: &[u8], wit: &str, dependencies: &[&str]) -> Vec<u8> {
    let mut resolve = Bindgen::default().resolve;
    for (index, dependency) in dependencies.iter().enumerate() {
        resolve.push_str(format!("dependency-{index}.wit"), dependency).unwrap();
    }
    let package = resolve.push_str("plugin.wit", wit).unwrap();
    let world = *resolve.packages[package].worlds.values().last().unwrap();
    let mut module = module.to_vec();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    // Not validated: what is wrong with a hostile component is for the host to find.
    ComponentEncoder::default().module(&module).unwrap().validate(false).encode().unwrap()
}

/// The core module of `tests/hostile/<name>.wat`.
///
/// A line `;; + part` stands for `tests/hostile/parts/part.wat`; `;; + part as $name` for the same with its export
/// turned into a name; `;; * 3 (text)` for three times the text.
pub(crate) fn module(name: &str) -> Vec<u8> {
    wat::parse_str(text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The text of that module, complete.
pub(crate) fn text(name: &str) -> String {
    let lines = read(name);
    let text: Vec<String> = lines.lines().map(expand).collect();
    text.join("\n")
}

fn expand(line: &str) -> String {
    if let Some(part) = line.trim().strip_prefix(";; + ") {
        match part.split_once(" as ") {
            None => read(&format!("parts/{part}")),
            Some((part, name)) => read(&format!("parts/{part}")).replace(
                &format!(r#"(func (export "cxplan:scoring/scorer@1.0.0#{part}")"#),
                &format!("(func {name}"),
            ),
        }
    } else if let Some((count, text)) =
        line.trim().strip_prefix(";; * ").and_then(|rest| rest.split_once(' '))
    {
        text.repeat(count.parse().unwrap())
    } else {
        line.to_owned()
    }
}

fn read(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../cxplan-host/tests/hostile");
    let path = folder.join(name).with_extension("wat");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
