//! `cargo xtask docs`: the pages that are written from declarations.
//!
//! The suite compares them with what it would write, and writes them when it is told to: so there is one way to make them,
//! and this task needs no plugin host of its own.

use std::path::Path;
use std::process::Command;

use crate::shell::run;

/// Arguments of the task.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Compare the pages with their sources, and write nothing.
    #[arg(long)]
    check: bool,
}

/// Writes or compares the pages.
pub(crate) fn run_all(root: &Path, args: &Args) -> anyhow::Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["test", "--quiet", "--package", "cxplan-cli", "--test", "suite", "--", "reference::"])
        .current_dir(root);
    if args.check {
        command.env_remove("CXPLAN_UPDATE_DOCS");
    } else {
        command.env("CXPLAN_UPDATE_DOCS", "1");
    }
    run(&mut command)
}
