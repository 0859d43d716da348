//! `cargo xtask rcpsp DIR`: the search on published instances, such as those of PSPLIB, in Patterson form.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};

/// Searches schedules for published instances (PSPLIB) in Patterson form.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with `.rcp` files, and options of the search such as `--schedules 5000`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    arguments: Vec<String>,
}

/// Runs the example that does it, optimised.
pub(crate) fn run_all(root: &Path, args: &Args) -> anyhow::Result<()> {
    // The folder counts from where the task was started, so the repository has to be named.
    let manifest = format!("--manifest-path={}", root.join("Cargo.toml").display());
    let status = Command::new(env!("CARGO"))
        .args([
            "run",
            "--release",
            "--quiet",
            &manifest,
            "--package",
            "cxplan-prove",
            "--example",
            "rcpsp",
            "--",
        ])
        .args(&args.arguments)
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "the measurement failed");
    Ok(())
}
