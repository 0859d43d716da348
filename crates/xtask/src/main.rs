//! What building and checking cxplan takes beyond cargo: `cargo xtask <task>`.
#![expect(clippy::print_stdout, reason = "tasks tell what they do")]

mod bench;
mod docs;
mod fuzz;
mod plugins;
mod rcpsp;
mod shell;
mod test;

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks of the cxplan repository", disable_help_subcommand = true)]
enum Task {
    /// Sets up what the tests need and runs them all.
    Test,
    /// Measures builds of generated plans.
    Bench(bench::Args),
    Plugins(plugins::Args),
    /// Writes the reference pages of the plan language.
    Docs(docs::Args),
    Fuzz(fuzz::Args),
    Rcpsp(rcpsp::Args),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Test => test::run_all(&repository()?),
        Task::Bench(args) => bench::run_all(&repository()?, &args),
        Task::Plugins(args) => plugins::run(&repository()?, &args),
        Task::Docs(args) => docs::run_all(&repository()?, &args),
        Task::Fuzz(args) => fuzz::run_all(&repository()?, &args),
        Task::Rcpsp(args) => rcpsp::run_all(&repository()?, &args),
    }
}

/// The root of the repository: two folders above this crate.
fn repository() -> anyhow::Result<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().context("cannot find the repository")
}
