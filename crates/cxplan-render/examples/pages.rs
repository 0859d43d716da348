//! Writes the documents of the sample plans into a folder, to look at them: `cargo run --example pages -- FOLDER`.

#[path = "../src/sample.rs"]
#[expect(dead_code, unreachable_pub, reason = "the module belongs to the tests of the crate")]
mod sample;

use std::path::PathBuf;

use cxplan_core::method::Language;
use cxplan_render::{Format, Templates, render, text_gantt};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    let templates = Templates::builtin();
    let samples = [
        ("full-en", sample::furniture(Language::En)),
        ("full-fr", sample::furniture(Language::Fr)),
        ("minimal", sample::minimal(Language::En)),
        ("large", sample::large(Language::En, 10_000)),
    ];
    for (name, report) in &samples {
        for format in Format::ALL {
            let artifact = render(report, &templates, format)?;
            std::fs::write(folder.join(format!("{name}.{}", artifact.extension)), &artifact.bytes)?;
        }
        std::fs::write(folder.join(format!("{name}.txt")), text_gantt(report, 120))?;
    }
    Ok(())
}
