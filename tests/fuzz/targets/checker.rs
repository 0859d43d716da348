//! The whole pipeline as far as it is pure, with methods that answer extremes: no panic, every place in the text, and no
//! schedule that fails its own check.
#![no_main]

use cxplan_fuzz::{mutate, run, sources};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    if let Some(sources) = sources(data) {
        run(&sources);
    }
});
