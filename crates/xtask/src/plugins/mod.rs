//! `cargo xtask plugins`: builds the scoring plugins of this repository into components.
//!
//! The components are checked in, so that building cxplan takes no wasm toolchain. That holds only as long as each comes
//! from the sources beside it; two checks see to it. The cheap one, a test of this crate, compares the digests of the
//! sources with those that the manifest recorded. The thorough one, `cargo xtask plugins --check`, builds again and
//! compares bytes, where the recorded toolchain is at hand.

mod build;
mod guests;
mod manifest;
mod sources;
mod toolchain;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use manifest::{Entry, Manifest};
use toolchain::Toolchain;

/// Build the scoring plugins into checked-in components.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Change nothing: compare the components with their sources and, where the toolchain allows, with a fresh build
    #[arg(long)]
    check: bool,
    /// Download the guest toolchain into target/guest-toolchain (Debian packages, 137 MB; needs apt-get and dpkg)
    #[arg(long)]
    fetch: bool,
    /// Build and run what `cxplan plugin new` writes, in every language whose tools pip and npm can install, and nothing else
    #[arg(long, conflicts_with = "check")]
    all: bool,
}

/// A plugin of this repository.
#[derive(Clone, Copy, Debug)]
struct Plugin {
    /// Id of the method and name of its package.
    id: &'static str,
    /// Folder of the cargo workspace that it is built in.
    workspace: &'static str,
    /// Folder of its package.
    package: &'static str,
    /// Where the component goes. Everything is relative to the repository.
    component: &'static str,
}

const PLUGINS: &[Plugin] = &[
    shipped("formula", "plugins/formula", "plugins/dist/formula.wasm"),
    shipped("ice", "plugins/ice", "plugins/dist/ice.wasm"),
    shipped("impact-effort", "plugins/impact-effort", "plugins/dist/impact-effort.wasm"),
    shipped("kano", "plugins/kano", "plugins/dist/kano.wasm"),
    shipped("moscow", "plugins/moscow", "plugins/dist/moscow.wasm"),
    shipped("opportunity", "plugins/opportunity", "plugins/dist/opportunity.wasm"),
    shipped("rice", "plugins/rice", "plugins/dist/rice.wasm"),
    shipped("value-effort", "plugins/value-effort", "plugins/dist/value-effort.wasm"),
    shipped("weighted", "plugins/weighted", "plugins/dist/weighted.wasm"),
    shipped("wsjf", "plugins/wsjf", "plugins/dist/wsjf.wasm"),
    Plugin {
        id: "promise",
        workspace: "examples/custom-plugin",
        package: "examples/custom-plugin",
        component: "examples/custom-plugin/promise.wasm",
    },
];

const fn shipped(id: &'static str, package: &'static str, component: &'static str) -> Plugin {
    Plugin { id, workspace: "plugins", package, component }
}

/// Runs the task.
pub(crate) fn run(root: &Path, args: &Args) -> anyhow::Result<()> {
    if args.fetch {
        toolchain::fetch(root)?;
    }
    let recorded = Manifest::read(root);
    let toolchain = Toolchain::find(root)?;
    if args.all {
        return guests::all(root, toolchain.as_ref());
    }
    if args.check { check(root, &recorded?, toolchain.as_ref()) } else { build_all(root, toolchain.as_ref()) }
}

fn build_all(root: &Path, toolchain: Option<&Toolchain>) -> anyhow::Result<()> {
    let toolchain =
        toolchain.context("there is no guest toolchain here: run `cargo xtask plugins --fetch`")?;
    println!("toolchain: {}", toolchain.version);
    let built = build::all(root, toolchain)?;
    let mut entries = Vec::new();
    for (plugin, component) in PLUGINS.iter().zip(&built) {
        let entry = Entry {
            id: plugin.id.to_owned(),
            component: plugin.component.to_owned(),
            bytes: component.len(),
            sha256: sources::sha256(component),
            sources: sources::digest(root, plugin)?,
        };
        write(&root.join(plugin.component), component)?;
        println!("{:<14} {:>6} bytes  sha256 {}", entry.id, entry.bytes, entry.sha256);
        entries.push(entry);
    }
    Manifest {
        toolchain: toolchain.version.clone(),
        componentizer: build::componentizer(root)?,
        plugins: entries,
    }
    .write(root)
}

fn check(root: &Path, recorded: &Manifest, toolchain: Option<&Toolchain>) -> anyhow::Result<()> {
    let mut stale = recorded.stale(root)?;
    println!("sources and checked-in components: {} compared with the manifest", PLUGINS.len());
    match toolchain {
        None => println!("not rebuilt: there is no guest toolchain here (`--fetch` downloads one)"),
        Some(toolchain) if toolchain.version != recorded.toolchain => println!(
            "not rebuilt: another toolchain gives other bytes\n  recorded: {}\n  here:     {}",
            recorded.toolchain, toolchain.version
        ),
        Some(toolchain) => {
            for (plugin, component) in PLUGINS.iter().zip(build::all(root, toolchain)?) {
                if fs::read(root.join(plugin.component)).is_ok_and(|shipped| shipped == component) {
                    println!("{:<14} rebuilt, same {} bytes", plugin.id, component.len());
                } else {
                    stale.push(format!("{}: a fresh build gives other bytes", plugin.id));
                }
            }
        }
    }
    if !stale.is_empty() {
        bail!("{}\nrun `cargo xtask plugins` and check in what it writes", stale.join("\n"));
    }
    Ok(())
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let folder: PathBuf = path.parent().into_iter().collect();
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(path, bytes))
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    /// Fails when the source of a plugin, of the SDK or of the interface changed and the component did not.
    #[test]
    fn components_come_from_the_sources_beside_them() {
        let root = crate::repository().unwrap();
        let stale = super::Manifest::read(&root).unwrap().stale(&root).unwrap();
        assert!(stale.is_empty(), "{}\nrun `cargo xtask plugins`", stale.join("\n"));
    }
}
