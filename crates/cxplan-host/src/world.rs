//! The typed bindings of `crates/cxplan-sdk/wit/scoring.wit`: everything in here is generated but the names.

wasmtime::component::bindgen!({ path: "../cxplan-sdk/wit", world: "scoring-plugin" });

/// The world of plugins that leave part of themselves to the plan.
mod declaring {
    wasmtime::component::bindgen!({
        path: "../cxplan-sdk/wit",
        world: "declaring-plugin",
        with: { "cxplan:scoring/types": super::cxplan::scoring::types },
    });
}

pub(crate) use cxplan::scoring::types as wit;
pub(crate) use declaring::DeclaringPluginPre;

/// The interface that a plugin exports, without its version.
pub(crate) const SCORER: &str = "cxplan:scoring/scorer";

/// The interface that a plugin exports where it leaves part of itself to the plan.
pub(crate) const DECLARER: &str = "cxplan:scoring/declarer";

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
