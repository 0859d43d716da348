//! `plugins/dist/manifest.toml`: which toolchain built the components, from which sources, to which bytes.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::{PLUGINS, build, sources};

const PATH: &str = "plugins/dist/manifest.toml";
const HEADER: &str = "# Written by `cargo xtask plugins`; `cargo xtask plugins --check` compares.\n";

/// Everything that the bytes of the components depend on.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Compiler and linker.
    pub(super) toolchain: String,
    /// What made components of modules.
    pub(super) componentizer: String,
    /// One entry a plugin, in the order of [`PLUGINS`].
    #[serde(rename = "plugin")]
    pub(super) plugins: Vec<Entry>,
}

/// A component and where it comes from.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Id of the method.
    pub(super) id: String,
    /// Path of the component in the repository.
    pub(super) component: String,
    /// Its size.
    pub(super) bytes: usize,
    /// Its SHA-256.
    pub(super) sha256: String,
    /// SHA-256 of its sources, see [`sources::digest`].
    pub(super) sources: String,
}

impl Manifest {
    /// Reads the manifest of the repository.
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(root.join(PATH)).with_context(|| format!("cannot read {PATH}"))?;
        toml::from_str(&text).with_context(|| format!("{PATH} is not what `cargo xtask plugins` writes"))
    }

    /// Writes the manifest of the repository.
    pub(super) fn write(&self, root: &Path) -> anyhow::Result<()> {
        super::write(&root.join(PATH), format!("{HEADER}{}", toml::to_string(self)?))
    }

    /// What in the repository is no longer as recorded, without building anything.
    pub(super) fn stale(&self, root: &Path) -> anyhow::Result<Vec<String>> {
        let mut stale = Vec::new();
        if self.componentizer != build::componentizer(root)? {
            stale.push(format!("the components were made by {}", self.componentizer));
        }
        if !self.plugins.iter().map(|entry| entry.id.as_str()).eq(PLUGINS.iter().map(|plugin| plugin.id)) {
            stale.push("the manifest lists other plugins".to_owned());
        }
        for (plugin, entry) in PLUGINS.iter().zip(&self.plugins) {
            if sources::digest(root, plugin)? != entry.sources {
                stale.push(format!("{}: the sources changed since the component was built", plugin.id));
            }
            let component = fs::read(root.join(plugin.component));
            if component.map_or_else(|_| String::new(), |bytes| sources::sha256(&bytes)) != entry.sha256 {
                stale.push(format!("{}: {} is not what the manifest says", plugin.id, plugin.component));
            }
        }
        Ok(stale)
    }
}
