//! The suite over files: plans with expectations, code pages, golden values, transcripts, hostile input, documents,
//! the schema and the reference page of the plan language.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod bad_files;
mod bad_input;
mod bad_text;
mod browser;
mod check;
mod ci;
mod codes;
mod course;
mod dates;
mod diff;
mod documents;
mod explain;
mod fix;
mod fix_cases;
mod forecast;
mod golden;
mod groups;
mod hostile;
mod hostile_plans;
mod init;
mod levels;
mod methods;
mod moves;
mod native;
mod odds;
mod open_methods;
mod outside;
mod panel;
mod plugin_loop;
mod portfolio;
mod published;
mod readiness;
mod reference;
mod reviews;
mod robustness;
mod schema;
mod survey;
mod templates;
mod theme;
mod timeline;
mod transcripts;
mod trials;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use cxplan_engine::host::{Host, Limits};
use cxplan_engine::{Project, Run, Settings, open_text, run};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// A fresh folder for a test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// Compiled plugins, shared by all tests.
fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugin-cache")
}

fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| Host::new(Limits::default()).expect("this machine runs plugins").with_cache(cache()))
}

/// Runs the pipeline on a text, in the folder of an example.
fn run_text(text: &str) -> (Project, Run) {
    let project = open_text(text.as_bytes().to_vec(), "plan.toml".into(), &root().join("examples/minimum"))
        .expect("text");
    let run = run(&project, host(), &Settings::default());
    (project, run)
}

/// Runs the pipeline on a plan of the repository.
fn run_file(file: &Path) -> (Project, Run) {
    let project = cxplan_engine::open(file, file.strip_prefix(root()).unwrap_or(file).display().to_string())
        .expect("text");
    let run = run(&project, host(), &Settings::default());
    (project, run)
}

/// The program, in an environment of its own.
fn cxplan(folder: &Path) -> Command {
    isolated(Command::new(env!("CARGO_BIN_EXE_cxplan")), folder)
}

/// A command in an environment of its own.
fn isolated(mut command: Command, folder: &Path) -> Command {
    command
        .current_dir(folder)
        .env_remove("CXPLAN_TODAY")
        .env_remove("CXPLAN_MESSAGE_FORMAT")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("CXPLAN_CACHE_DIR", cache());
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
