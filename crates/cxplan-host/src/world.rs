//! The typed bindings of `crates/cxplan-sdk/wit/scoring.wit`: everything in here is generated but the names.

wasmtime::component::bindgen!({ path: "../cxplan-sdk/wit", world: "scoring-plugin" });

pub(crate) use cxplan::scoring::types as wit;

/// The interface that a plugin exports, without its version.
pub(crate) const SCORER: &str = "cxplan:scoring/scorer";

/// The version of the WIT package that this host speaks. Plugins for any version with the same first number work.
pub(crate) const VERSION: &str = "1.0.0";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_that_of_the_wit_package() {
        let source = include_str!("../../cxplan-sdk/wit/scoring.wit");
        assert!(source.starts_with(&format!("package cxplan:scoring@{VERSION};")));
    }
}
