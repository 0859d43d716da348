//! Text into tables and names, as an editor asks for them on every key: no panic, every place in the text.
#![no_main]

use cxplan_core::diag::Diagnostics;
use cxplan_core::inputs::MethodTables;
use cxplan_core::{language, outline, read};
use cxplan_fuzz::{is_place, methods, mutate, sources};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Some(sources) = sources(data) else { return };
    for source in sources.files() {
        let links = read::links(source);
        for link in links.include.iter().chain(&links.plans) {
            assert!(is_place(&sources, link.span), "{link:?}");
            read::leaves_folder(&link.value);
        }
    }
    let document = read::parse(&sources, &mut Diagnostics::default());
    let tables = MethodTables::new(methods(), &[], &[], &[]);
    let outline = outline::outline(&document, &language::ROOT, &tables);
    for name in outline.definitions.iter().chain(&outline.references) {
        assert!(is_place(&sources, name.span), "{name:?}");
    }
    for key in &outline.keys {
        assert!(is_place(&sources, key.span) && is_place(&sources, key.value), "{key:?}");
        assert!(outline.key_at(key.span.start).is_some(), "{key:?}");
    }
});
