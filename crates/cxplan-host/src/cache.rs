//! Compiled plugins, kept from run to run.
//!
//! Compiling a component takes some hundred times longer than all else that is done with it, so the machine code is kept
//! in a directory. Machine code is trusted by whoever runs it. Three rules follow:
//!
//! - The directory belongs to the user alone: it is made with mode 0700 and ignored if others may enter it.
//! - A file carries a SHA-256 over its key and its content. A file that was cut off, damaged or renamed is not used.
//! - The key covers the component, the engine with its settings and the processor's features. Anything else is
//!   another key, and on any doubt the component is compiled anew. A cache that cannot be written is no error.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::digest::{Sha, hex};

/// Most files in the directory; the oldest go first.
const MOST_FILES: usize = 64;
/// Largest artifact that is kept, in bytes. Compiled interpreters have about 40 MB.
const LARGEST: usize = 128 << 20;
const EXTENSION: &str = "cxplugin";
const TEMPORARY: &str = "tmp";

/// A directory of compiled plugins.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    directory: PathBuf,
    /// What the machine code depends on besides the component.
    engine: Sha,
}

impl Cache {
    pub(crate) fn new(directory: PathBuf, engine: &Engine) -> Self {
        let mut hasher = ShaHasher(Sha256::new());
        engine.precompile_compatibility_hash().hash(&mut hasher);
        Self { directory, engine: hasher.0.finalize().into() }
    }

    /// The compiled component, if it is here and beyond doubt.
    pub(crate) fn get(&self, engine: &Engine, component: &Sha) -> Option<Component> {
        if !is_private(&self.directory) {
            return None;
        }
        let key = self.key(component);
        let file = fs::read(self.path(&key)).ok()?;
        let (checksum, artifact) = file.split_at_checked(size_of::<Sha>())?;
        if *checksum != checksum_of(&key, artifact) {
            return None;
        }
        deserialize(engine, artifact)
    }

    /// Keeps a compiled component. Does nothing where that is impossible.
    pub(crate) fn put(&self, component: &Sha, compiled: &Component) {
        let Ok(artifact) = compiled.serialize() else { return };
        if artifact.len() > LARGEST
            || create_private(&self.directory).is_err()
            || !is_private(&self.directory)
        {
            return;
        }
        let key = self.key(component);
        if write_whole(&self.path(&key), &[&checksum_of(&key, &artifact), &artifact]).is_ok() {
            self.prune();
        }
    }

    fn key(&self, component: &Sha) -> Sha {
        Sha256::new().chain_update(component).chain_update(self.engine).finalize().into()
    }

    fn path(&self, key: &Sha) -> PathBuf {
        self.directory.join(hex(key)).with_extension(EXTENSION)
    }

    /// Removes the oldest files beyond the limit.
    fn prune(&self) {
        let Ok(entries) = fs::read_dir(&self.directory) else { return };
        let mut files: Vec<_> = entries
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                // Also what an interrupted process left behind.
                let ours = path
                    .extension()
                    .is_some_and(|extension| extension == EXTENSION || extension == TEMPORARY);
                let modified = path.metadata().ok()?.modified().ok()?;
                ours.then_some((modified, path))
            })
            .collect();
        files.sort();
        let surplus = files.len().saturating_sub(MOST_FILES);
        for (_, path) in files.drain(..surplus) {
            // Another process may have removed it already.
            let _gone = fs::remove_file(path);
        }
    }
}

#[expect(unsafe_code, reason = "wasmtime offers no safe way to load machine code; see the safety comment")]
fn deserialize(engine: &Engine, artifact: &[u8]) -> Option<Component> {
    // SAFETY: the bytes must come unchanged from `Component::serialize`. They carry a checksum that only `put` writes,
    // in a directory that no other user can enter; whoever can write there can also replace this program. They are in
    // memory, so nothing can change them between the check and the use. Code for another engine, other settings or
    // another processor has another key, and wasmtime refuses it once more.
    unsafe { Component::deserialize(engine, artifact) }.ok()
}

fn checksum_of(key: &Sha, artifact: &[u8]) -> Sha {
    Sha256::new().chain_update(key).chain_update(artifact).finalize().into()
}

/// Writes a file so that it exists completely or not at all, even with several processes at work.
fn write_whole(path: &Path, contents: &[&[u8]]) -> io::Result<()> {
    static SERIAL: AtomicU64 = AtomicU64::new(0);
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("{}-{serial}.{TEMPORARY}", std::process::id()));
    let written = fs::File::create_new(&temporary)
        .and_then(|mut file| contents.iter().try_for_each(|part| file.write_all(part)))
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _gone = fs::remove_file(&temporary);
    }
    written
}

#[cfg(unix)]
fn create_private(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

#[cfg(not(unix))]
fn create_private(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

/// Whether nobody else may enter the directory.
#[cfg(unix)]
fn is_private(directory: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::symlink_metadata(directory)
        .is_ok_and(|found| found.is_dir() && found.permissions().mode() & 0o077 == 0)
}

/// Elsewhere, the user's own folders are closed to others unless the user opened them.
#[cfg(not(unix))]
fn is_private(directory: &Path) -> bool {
    directory.is_dir()
}

/// Lets anything that can be hashed be hashed by SHA-256, because a standard hasher's values may change from release
/// to release.
struct ShaHasher(Sha256);

impl Hasher for ShaHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Not used: the digest is taken from the inner hasher.
    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
