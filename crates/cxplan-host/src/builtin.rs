//! The plugins that ship inside the program.

/// The built-in plugins: the id of each and its component, in a fixed order.
///
/// The bytes are those of `plugins/dist/`, which the sources in `plugins/` build. Nothing is compiled here; load the
/// ones that a plan uses.
pub const fn builtin() -> &'static [(&'static str, &'static [u8])] {
    &[
        ("rice", include_bytes!("../../../plugins/dist/rice.wasm")),
        ("kano", include_bytes!("../../../plugins/dist/kano.wasm")),
        ("impact-effort", include_bytes!("../../../plugins/dist/impact-effort.wasm")),
        ("wsjf", include_bytes!("../../../plugins/dist/wsjf.wasm")),
        ("ice", include_bytes!("../../../plugins/dist/ice.wasm")),
        ("moscow", include_bytes!("../../../plugins/dist/moscow.wasm")),
        ("opportunity", include_bytes!("../../../plugins/dist/opportunity.wasm")),
        ("value-effort", include_bytes!("../../../plugins/dist/value-effort.wasm")),
        ("weighted", include_bytes!("../../../plugins/dist/weighted.wasm")),
        ("formula", include_bytes!("../../../plugins/dist/formula.wasm")),
    ]
}
