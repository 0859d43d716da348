//! What a component offers, read from its outermost layer before anything of it is compiled.
//!
//! A plugin for another version of the interface is told so, even where the compiler of this program would not
//! understand the rest of it.

use wasmparser::{Chunk, Parser, Payload};

use crate::errors::{Mismatch, shown};
use crate::world::{SCORER, VERSION};

/// Checks that a component exports a scorer of a version that this host speaks, and gives the version. What cannot be
/// read is left to the compiler, which tells it better.
pub(crate) fn check(bytes: &[u8]) -> Result<Option<String>, Mismatch> {
    let (exports, is_whole) = exports(bytes);
    let versions: Vec<&str> =
        exports.iter().filter_map(|name| name.strip_prefix(SCORER)?.strip_prefix('@')).collect();
    // A component may speak several versions.
    if let Some(spoken) = versions.iter().find(|version| major(version) == major(VERSION)) {
        return Ok(Some(shown(spoken)));
    }
    match versions.first() {
        Some(found) => Err(other_version(shown(found))),
        None if is_whole => Err(Mismatch::NoScorer { exports }),
        None => Ok(None),
    }
}

/// What is said of a plugin of this version whose types are not those of this host: one that is newer may use what this
/// host does not know yet.
pub(crate) fn other_types(version: Option<String>, mismatch: Mismatch) -> Mismatch {
    match (version, mismatch) {
        (Some(found), Mismatch::Types { .. }) if numbers(&found) > numbers(VERSION) => other_version(found),
        (_, mismatch) => mismatch,
    }
}

fn other_version(found: String) -> Mismatch {
    Mismatch::Version { found, supported: VERSION }
}

/// The names of what a component exports, as far as it can be read, and whether that is to its end.
fn exports(bytes: &[u8]) -> (Vec<String>, bool) {
    let mut exports = Vec::new();
    let mut parser = Parser::new(0);
    let mut rest = bytes;
    while let Ok(Chunk::Parsed { consumed, payload }) = parser.parse(rest, true) {
        let Some(after) = rest.get(consumed..) else { break };
        rest = after;
        match payload {
            Payload::ComponentExportSection(section) => {
                for export in section {
                    let Ok(export) = export else { return (exports, false) };
                    exports.push(export.name.name.to_owned());
                }
            }
            // What is inside of these is not for the outside.
            Payload::ModuleSection { unchecked_range: range, .. }
            | Payload::ComponentSection { unchecked_range: range, .. } => {
                let Some(after) = rest.get(range.len()..) else { break };
                rest = after;
            }
            Payload::End(_) => return (exports, true),
            _ => {}
        }
    }
    (exports, false)
}

/// The number before the first dot.
fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or(version)
}

/// The numbers of a version, for comparison.
fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map_while(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(wat: &str) -> Vec<u8> {
        wat::parse_str(wat).unwrap()
    }

    #[test]
    fn only_the_first_number_of_a_version_counts() {
        assert_eq!(["1.0.0", "1", "10.2.3"].map(major), ["1", "1", "10"]);
    }

    #[test]
    fn only_a_newer_plugin_is_told_that_it_is() {
        let types = || Mismatch::Types { detail: "x".into() };
        assert_eq!(other_types(Some("1.10.0".into()), types()), other_version("1.10.0".into()));
        for version in [None, Some(VERSION.into()), Some("0.9".into()), Some("x".into())] {
            assert_eq!(other_types(version, types()), types());
        }
    }

    #[test]
    fn names_are_read_from_the_outermost_layer_only() {
        let bytes = component(
            r#"(component
                (core module (func (export "deep")))
                (component (component $c) (export "deeper" (component $c)))
                (component $c)
                (export "a" (component $c))
                (core module (memory (export "memory") 1))
                (export "b" (component $c)))"#,
        );
        assert_eq!(exports(&bytes), (vec!["a".into(), "b".into()], true));
        // Cut anywhere, no more than that is read, and nothing panics.
        for length in 0..bytes.len() {
            let (names, is_whole) = exports(&bytes[..length]);
            assert!(names.len() <= 2, "{length}");
            assert!(!is_whole || names == exports(&bytes[..length]).0, "{length}");
        }
    }

    #[test]
    fn a_version_is_told_even_where_the_rest_is_beyond_this_program() {
        let mut bytes =
            component(r#"(component (component $c) (export "cxplan:scoring/scorer@9.0.0" (component $c)))"#);
        // A section of a kind that does not exist yet.
        bytes.extend([99, 1, 0]);
        let found = check(&bytes).unwrap_err();
        assert_eq!(found, Mismatch::Version { found: "9.0.0".into(), supported: VERSION });
        assert_eq!(check(&component("(component)")), Err(Mismatch::NoScorer { exports: Vec::new() }));
    }
}
