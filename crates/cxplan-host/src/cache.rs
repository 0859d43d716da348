//! Compiled plugins, kept from run to run.
//!
//! Compiling a component takes some hundred times longer than all else that is done with it, so the machine code is kept
//! in a directory. Whoever can write there decides what is run:
//!
//! - The directory belongs to the user alone: it is made with mode 0700 and ignored if others may enter it.
//! - What it holds is sealed. On any doubt the component is compiled anew. A cache that cannot be written is no error.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::digest::hex;
use crate::sealed::{Key, LARGEST};

/// Most files in the directory; the oldest go first.
const MOST_FILES: usize = 64;
const EXTENSION: &str = "cxplugin";
const TEMPORARY: &str = "tmp";

/// A directory of compiled plugins.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    directory: PathBuf,
}

impl Cache {
    pub(crate) const fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// What was kept under a key, still sealed.
    pub(crate) fn get(&self, key: &Key) -> Option<Vec<u8>> {
        is_private(&self.directory).then(|| fs::read(self.path(key)).ok()).flatten()
    }

    /// Keeps a compiled component. Does nothing where that is impossible.
    pub(crate) fn put(&self, key: &Key, sealed: &[u8]) {
        if sealed.len() > LARGEST || create_private(&self.directory).is_err() || !is_private(&self.directory)
        {
            return;
        }
        if write_whole(&self.path(key), sealed).is_ok() {
            self.prune();
        }
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.directory.join(hex(&key.0)).with_extension(EXTENSION)
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

/// Writes a file so that it exists completely or not at all, even with several processes at work.
fn write_whole(path: &Path, contents: &[u8]) -> io::Result<()> {
    static SERIAL: AtomicU64 = AtomicU64::new(0);
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("{}-{serial}.{TEMPORARY}", std::process::id()));
    let written = fs::File::create_new(&temporary)
        .and_then(|mut file| file.write_all(contents))
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

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
