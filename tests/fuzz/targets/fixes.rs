//! Mending: a plan that is TOML stays TOML, what no fix touches stays to the byte, and mending comes to an end.
#![no_main]

use cxplan_core::source::Sources;
use cxplan_fuzz::{mended, mutate, run, sources, untouched};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// More rounds than any plan of the fuzzer's size has reason for: a fix may uncover another, but not for ever.
const MOST_ROUNDS: usize = 10;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

/// Whether the files are TOML for a reader that does not know what plans are. Ours takes a little more for what it means.
fn is_toml(sources: &Sources) -> bool {
    sources.files().iter().all(|file| file.text.parse::<toml::Table>().is_ok())
}

fuzz_target!(|data: &[u8]| {
    let Some(mut sources) = sources(data) else { return };
    let mut findings = run(&sources);
    for _ in 0..MOST_ROUNDS {
        let Some(after) = mended(&sources, &findings) else { return };
        for (file, source) in after.files().iter().enumerate() {
            let mut rest = source.text.as_str();
            for piece in untouched(&sources, file, &findings) {
                let at = rest.find(&piece).unwrap_or_else(|| panic!("lost {piece:?} in {:?}", source.text));
                rest = &rest[at + piece.len()..];
            }
        }
        let then = run(&after);
        if is_toml(&sources) && !is_toml(&after) {
            let texts =
                |sources: &Sources| sources.files().iter().map(|file| file.text.clone()).collect::<Vec<_>>();
            panic!("no TOML any more:\n{}\n{}", texts(&sources).join("\n"), texts(&after).join("\n"));
        }
        (sources, findings) = (after, then);
    }
    assert!(mended(&sources, &findings).is_none(), "mending has no end: {findings:?}");
});
