//! `cargo xtask test`: sets up what the tests need, and runs them all.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::shell::{found, run};

/// Sets up and runs every test: the workspace, the plugins, the example of a plugin, the pages in a browser.
pub(crate) fn run_all(root: &Path) -> anyhow::Result<()> {
    let chromium = browser(root)?;
    let cargo = || {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(root).env("CHROMIUM", &chromium);
        // The same cases each time: what passes here passes everywhere. `cargo test` alone draws new ones.
        command.env("PROPTEST_RNG_SEED", "1");
        command
    };
    run(cargo().args(["test", "--workspace", "--locked"]))?;
    // The guests' own tests run natively and need no WebAssembly toolchain.
    for manifest in ["plugins/Cargo.toml", "examples/custom-plugin/Cargo.toml"] {
        run(cargo().args(["test", "--manifest-path", manifest, "--target-dir", "target/guests"]))?;
    }
    Ok(())
}

/// Installs Node.js, what runs in it and Chromium where they are missing, and gives the browser's path.
fn browser(root: &Path) -> anyhow::Result<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| path.exists());
    let chromium = || {
        named
            .clone()
            .or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(found))
    };
    let missing: Vec<&str> = [
        ("nodejs", found("node").is_some()),
        ("npm", found("npm").is_some()),
        ("chromium", chromium().is_some()),
    ]
    .into_iter()
    .filter(|(_, there)| !there)
    .map(|(package, _)| package)
    .collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    // None has scripts to run at installation, and versions are exact in all.
    packages(&root.join("tests/browser"), &["playwright-core"])?;
    packages(&root.join("tests/calendar"), &["ical.js"])?;
    packages(
        &root.join("tests/schema"),
        &["ajv", "ajv-draft-04", "ajv-formats", "@microsoft/jest-sarif", "@taplo/cli", "tombi"],
    )?;
    chromium().context("Chromium was installed, but is not on the path; name it in CHROMIUM")
}

/// Installs the packages of a folder of tests where one is missing.
fn packages(folder: &Path, names: &[&str]) -> anyhow::Result<()> {
    if names.iter().all(|name| folder.join("node_modules").join(name).is_dir()) {
        return Ok(());
    }
    let arguments = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"];
    run(Command::new("npm").args(arguments).current_dir(folder))
}

/// Debian and its kin install by themselves; elsewhere the reader is told what to install.
fn install(packages: &[&str]) -> anyhow::Result<()> {
    let list = packages.join(", ");
    if found("apt-get").is_none() {
        bail!("the tests need {list}: install them, name the browser in CHROMIUM, and try again");
    }
    let apt = |arguments: &[&str]| {
        let mut command =
            if found("sudo").is_some() { Command::new("sudo") } else { Command::new("apt-get") };
        if found("sudo").is_some() {
            command.arg("apt-get");
        }
        run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    println!("installing {list}");
    apt(&["update", "-qq"])
        .and_then(|()| apt(&[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat()))
        .with_context(|| format!("cannot install {list}; install them by hand and try again"))
}
