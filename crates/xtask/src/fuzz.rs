//! `cargo xtask fuzz`: random plans, grown from those of the repository, against the reader, the checker and the fixes.
//!
//! What the fuzzer keeps between runs lies under `target/fuzz`. A finding belongs into `tests/hostile-plans`, as small as it
//! can be made, once its cause is mended.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::shell::{found, run};

/// The targets, as `tests/fuzz/Cargo.toml` names them.
const TARGETS: [&str; 3] = ["reader", "checker", "fixes"];

/// What separates the files of a plan, and those of another plan of a portfolio, in the bytes of a seed.
const FILE: &str = "\u{1e}";
const PLAN: &str = "\u{1d}";

/// Runs the fuzz targets on random plans.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The target; all of them, one after the other, unless given.
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
}

/// Installs the fuzzer where it is missing, gathers the seeds and runs the targets.
pub(crate) fn run_all(root: &Path, args: &Args) -> anyhow::Result<()> {
    if found("cargo-fuzz").is_none() {
        run(Command::new(env!("CARGO")).args(["install", "--locked", "cargo-fuzz@0.13.2"]))?;
    }
    let folder = root.join("target/fuzz");
    let seeds = folder.join("seeds");
    gather(root, &seeds)?;
    let found = folder.join("found");
    fs::create_dir_all(&found)?;
    for target in
        TARGETS.into_iter().filter(|target| args.target.as_deref().is_none_or(|wanted| wanted == *target))
    {
        let corpus = folder.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        // The code has nothing unsafe, so that there is nothing for a sanitizer to see; counting branches is an unstable
        // option of the compiler.
        run(Command::new(env!("CARGO"))
            .args(["fuzz", "run", "--sanitizer", "none", "--fuzz-dir", "tests/fuzz", "--target-dir"])
            .arg(folder.join("build"))
            .arg(target)
            .args([&corpus, &seeds])
            .args(["--", "-max_len=16384", "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"])
            .arg(format!("-max_total_time={}", args.seconds))
            .arg(format!("-artifact_prefix={}/{target}-", found.display()))
            .current_dir(root))?;
    }
    Ok(())
}

/// Writes a seed for each plan of the repository, its files one after the other.
fn gather(root: &Path, seeds: &Path) -> anyhow::Result<()> {
    let _ = fs::remove_dir_all(seeds);
    fs::create_dir_all(seeds)?;
    let mut folders: Vec<PathBuf> =
        ["tests/check", "templates/init", "examples"].map(|name| root.join(name)).into();
    let mut number = 0;
    while let Some(folder) = folders.pop() {
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") && !path.ends_with("Cargo.toml")
            {
                files.push(path);
            }
        }
        // The plan comes first, then what it includes.
        files.sort_by_key(|path| (!path.ends_with("plan.toml"), path.clone()));
        let texts = files.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
        if let Some(first) = texts.first() {
            let between = if first.contains("[portfolio]") { PLAN } else { FILE };
            fs::write(seeds.join(number.to_string()), texts.join(between))?;
            number += 1;
        }
    }
    for entry in fs::read_dir(root.join("tests/hostile-plans")).into_iter().flatten() {
        let path = entry?.path();
        fs::copy(&path, seeds.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}
