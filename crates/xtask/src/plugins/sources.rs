//! Digests of what components are built from.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::Plugin;

/// The SDK that every plugin builds with.
pub(super) const SDK: &str = "crates/cxplan-sdk";

/// Lower-case hexadecimal SHA-256.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).as_slice())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every file that shapes a component, as paths in the repository: the manifests and the lock file of its workspace, its
/// own code, the SDK and the interface. Tests are left out: they never reach a component. Builds see these files alone,
/// so none can be missing here.
pub(super) fn files(root: &Path, plugin: &Plugin) -> anyhow::Result<Vec<PathBuf>> {
    let (sdk, workspace, package) = (Path::new(SDK), Path::new(plugin.workspace), Path::new(plugin.package));
    let mut files = vec![
        sdk.join("Cargo.toml"),
        workspace.join("Cargo.lock"),
        workspace.join("Cargo.toml"),
        package.join("Cargo.toml"),
    ];
    for folder in [sdk.join("src"), sdk.join("wit"), package.join("src")] {
        collect(root, &folder, &mut files)?;
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// SHA-256 over the paths and contents of [`files`]. Paths are relative and line ends are those of Unix, so that each
/// checkout gives the same digest.
pub(super) fn digest(root: &Path, plugin: &Plugin) -> anyhow::Result<String> {
    let mut digest = Sha256::new();
    for file in files(root, plugin)? {
        let content = fs::read_to_string(root.join(&file))
            .with_context(|| format!("cannot read {}", file.display()))?;
        let content = content.replace("\r\n", "\n");
        let name: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        // Lengths keep one file from passing for the end of another.
        digest.update(format!("{}\n{}\n", name.join("/"), content.len()));
        digest.update(content);
    }
    Ok(hex(digest.finalize().as_slice()))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(root.join(folder)).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let path = folder.join(&name);
        if entry.file_type()?.is_dir() {
            if name != "tests" && name != "testing" {
                collect(root, &path, files)?;
            }
        } else if name != "tests.rs"
            && path.extension().is_some_and(|extension| extension == "rs" || extension == "wit")
        {
            files.push(path);
        }
    }
    Ok(())
}
