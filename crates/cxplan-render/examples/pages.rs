//! Writes the documents of the sample plans into a folder, to look at them:
//! `cargo run --example pages -- FOLDER [FILE]`, where `FILE` is one of them, such as `large.html`.

#[path = "../src/sample.rs"]
#[expect(clippy::unwrap_used, reason = "the module belongs to the tests of the crate")]
mod sample;

use std::path::PathBuf;

use cxplan_core::method::Language;
use cxplan_core::report::Report;
use cxplan_render::{Format, Templates, render, text_gantt};

type Sample = fn() -> Report;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    let only = std::env::args().nth(2);
    let wanted = |file: &str| only.as_deref().is_none_or(|only| only == file);
    let templates = Templates::builtin();
    let samples: [(&str, Sample); 4] = [
        ("full-en", || sample::furniture(Language::En)),
        ("full-fr", || sample::furniture(Language::Fr)),
        ("minimal", || sample::minimal(Language::En)),
        ("large", || sample::large(Language::En, 10_000)),
    ];
    for (name, sample) in samples {
        let report = sample();
        for format in Format::ALL {
            let file = format!("{name}.{}", format.extension());
            if wanted(&file) {
                std::fs::write(folder.join(file), render(&report, &templates, format)?.bytes)?;
            }
        }
        let file = format!("{name}.txt");
        if wanted(&file) {
            std::fs::write(folder.join(file), text_gantt(&report, 120))?;
        }
    }
    Ok(())
}
