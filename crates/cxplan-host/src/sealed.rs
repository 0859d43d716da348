//! Machine code on its way from the compiler to the processor, by a file or by a pipe.
//!
//! Machine code is trusted by whoever runs it, so it travels with a SHA-256 over its key and itself. The key covers the
//! component, the engine with its settings and the processor's features. What was cut off, damaged, renamed or made by
//! another release of this program does not open.

use std::hash::{Hash, Hasher};

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::digest::Sha;

/// Most machine code that is taken, in bytes. Compiled interpreters have about 40 MB.
pub(crate) const LARGEST: usize = 128 << 20;

/// What machine code depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) Sha);

impl Key {
    /// The key of a component, by its digest, for an engine.
    pub(crate) fn new(engine: &Engine, component: &Sha) -> Self {
        let mut hasher = ShaHasher(Sha256::new().chain_update(component));
        engine.precompile_compatibility_hash().hash(&mut hasher);
        Self(hasher.0.finalize().into())
    }

    fn checksum(&self, artifact: &[u8]) -> Sha {
        Sha256::new().chain_update(self.0).chain_update(artifact).finalize().into()
    }
}

/// Closes what the compiler made.
pub(crate) fn close(key: &Key, artifact: &[u8]) -> Vec<u8> {
    [&key.checksum(artifact), artifact].concat()
}

/// The component, if this was closed with the same key and nothing changed since.
pub(crate) fn open(engine: &Engine, key: &Key, sealed: &[u8]) -> Option<Component> {
    let (checksum, artifact) = sealed.split_at_checked(size_of::<Sha>())?;
    (*checksum == key.checksum(artifact)).then(|| deserialize(engine, artifact)).flatten()
}

#[expect(unsafe_code, reason = "wasmtime offers no safe way to load machine code; see the safety comment")]
fn deserialize(engine: &Engine, artifact: &[u8]) -> Option<Component> {
    // SAFETY: the bytes must come unchanged from wasmtime's compiler. They carry a checksum that only `close` writes, and
    // they come from a folder that no other user can enter or from a process of this very program; whoever can write
    // there can also replace this program. They are in memory, so nothing can change them between the check and the
    // use. Code for another engine, other settings or another processor has another key, and wasmtime refuses it once
    // more.
    unsafe { Component::deserialize(engine, artifact) }.ok()
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
