//! From sources to components.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, ensure};
use wit_component::ComponentEncoder;

use super::toolchain::Toolchain;
use super::{PLUGINS, Plugin, sources};

const TARGET: &str = "wasm32-unknown-unknown";
/// All that a component may import: the types of the interface, which hold nothing to call.
const TYPES: &str = "cxplan:scoring/types@1.0.0";

/// Builds every plugin; components come in the order of [`PLUGINS`].
pub(super) fn all(root: &Path, toolchain: &Toolchain) -> anyhow::Result<Vec<Vec<u8>>> {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("guest");
    let workspaces: BTreeSet<_> = PLUGINS.iter().map(|plugin| plugin.workspace).collect();
    for workspace in workspaces {
        let stage = stage(root, workspace, &target)?;
        compile(&stage, &target, toolchain).with_context(|| format!("cannot build {workspace}"))?;
    }
    PLUGINS.iter().map(|plugin| component(&target, plugin)).collect()
}

/// What makes components of modules, with its version.
pub(super) fn componentizer(root: &Path) -> anyhow::Result<String> {
    let lock: toml::Table = toml::from_str(&fs::read_to_string(root.join("Cargo.lock"))?)?;
    let packages =
        lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
    let field =
        |package: &toml::Value, key| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let of_ours = |version: &String| version.starts_with("0.254.");
    packages
        .iter()
        .filter(|package| field(package, "name").as_deref() == Some("wit-component"))
        .filter_map(|package| field(package, "version"))
        .find(of_ours)
        .map(|version| format!("wit-component {version}"))
        .context("Cargo.lock has no wit-component 0.254")
}

/// Copies the sources of a workspace to where it is built, with the SDK inside.
///
/// Cargo tells crates apart by their path: as seen from the workspace where they are in it, but the absolute path
/// otherwise. Built in place, the SDK would have another identity in each checkout, and identities decide on the order of
/// functions in a module.
fn stage(root: &Path, workspace: &str, target: &Path) -> anyhow::Result<PathBuf> {
    let stage = target.join("stage").join(workspace);
    if stage.exists() {
        fs::remove_dir_all(&stage).with_context(|| format!("cannot empty {}", stage.display()))?;
    }
    for plugin in PLUGINS.iter().filter(|plugin| plugin.workspace == workspace) {
        for file in sources::files(root, plugin)? {
            let inside = file.strip_prefix(workspace).map(PathBuf::from).or_else(|_| {
                file.strip_prefix(sources::SDK).map(|inside| Path::new("cxplan-sdk").join(inside))
            })?;
            super::write(&stage.join(inside), fs::read(root.join(&file))?)?;
        }
    }
    let manifest = stage.join("Cargo.toml");
    let outside = format!("{}{}", "../".repeat(Path::new(workspace).iter().count()), sources::SDK);
    let text = fs::read_to_string(&manifest)?;
    ensure!(text.contains(&outside), "{workspace}/Cargo.toml does not depend on {outside}");
    super::write(&manifest, text.replace(&outside, "cxplan-sdk"))?;
    Ok(stage)
}

fn compile(stage: &Path, target: &Path, toolchain: &Toolchain) -> anyhow::Result<()> {
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .context("cannot find cargo's home")?;
    // Panic messages carry paths, which must not differ from machine to machine. Of several prefixes that match, the
    // last one wins: the most general comes first. Both workspaces take the same flags, to share the standard library.
    let mut flags: Vec<String> =
        [(cargo_home.as_path(), "/cargo"), (target, "/target"), (toolchain.sysroot.as_path(), "/rust")]
            .into_iter()
            .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
            .collect();
    let mut command = toolchain.run(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(stage).args(["build", "--release", "--locked", "--target", TARGET]);
    if toolchain.debian {
        // No standard library for wasm32 comes with it, so it is built along. Nobody could read the message of a panic
        // in a guest, so the machinery that formats them is left out; that saves a fifth of the bytes.
        command.arg("-Zbuild-std=std,panic_abort").env("RUSTC_BOOTSTRAP", "1");
        flags.extend(["-Zunstable-options", "-Cpanic=immediate-abort"].map(str::to_owned));
    }
    let status = command
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTC", toolchain.compiler())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &toolchain.linker)
        // Stronger than RUSTFLAGS and than any configuration of the user's.
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env_remove("RUSTC_WRAPPER")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .status()
        .context("cannot run cargo")?;
    ensure!(status.success(), "cargo failed");
    Ok(())
}

fn component(target: &Path, plugin: &Plugin) -> anyhow::Result<Vec<u8>> {
    let file = format!("{}.wasm", plugin.id.replace('-', "_"));
    let module = target.join(TARGET).join("release").join(file);
    let module = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let component = ComponentEncoder::default()
        .validate(true)
        .module(&module)
        .and_then(|mut encoder| encoder.encode())
        .with_context(|| format!("{} does not make a component", plugin.id))?;
    let decoded = wit_component::decode(&component)?;
    let resolve = decoded.resolve();
    for (_, world) in &resolve.worlds {
        for import in world.imports.keys().map(|key| resolve.name_world_key(key)) {
            ensure!(import == TYPES, "{} imports {import}", plugin.id);
        }
    }
    Ok(component)
}
