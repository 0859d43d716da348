//! Runs scoring plugins in a sandbox.
//!
//! A plugin is a WebAssembly component that exports `cxplan:scoring/scorer` and imports nothing: it gets numbers and
//! gives numbers. [`Host::load`] turns its bytes into a [`Plugin`], whose [`score`](Plugin::score) answers the engine's
//! requests:
//!
//! ```
//! use cxplan_core::method::Origin;
//! use cxplan_host::{Host, Limits};
//!
//! let host = Host::new(Limits::default())?;
//! let error = host.load(b"not a plugin", Origin::File("plugin.wasm".into())).unwrap_err();
//! assert_eq!(error.to_string(), "not a valid WebAssembly component: it is no WebAssembly");
//! # Ok::<(), cxplan_host::LoadError>(())
//! ```
//!
//! # What a plugin cannot do
//!
//! - *Reach outside.* The linker is empty; a component that imports anything is refused with the names of the imports.
//! - *Remember.* Every call runs in a fresh instance, so the same request gets the same answer, bit for bit.
//! - *Take too much.* Fuel, memory, stack, tables and the size of the answer are counted in the plugin itself, so that
//!   a limit strikes at the same point on every machine; a wall-clock deadline is the net below. See [`Limits`].
//! - *Answer nonsense.* Whatever passes [`Plugin::score`] has finite numbers, lists of the declared length, positions
//!   that exist and printable texts of bounded length. Texts are still a stranger's words: escape them for the format
//!   that they are written to.
//! - *Keep the compiler busy.* Strangers' components are compiled in a process of limited time and memory, where the
//!   caller names one in [`Host::with_compiler`].
//!
//! Nothing of this crate reads the environment, the clock of the calendar or files, except the cache directory that
//! its caller names in [`Host::with_cache`].

mod builtin;
mod cache;
mod check;
mod compiler;
mod contract;
mod convert;
mod digest;
mod errors;
mod host;
mod interface;
mod limits;
mod plugin;
mod sandbox;
mod sealed;
mod suspect;
mod watchdog;
mod world;

pub use builtin::builtin;
pub use check::{Trial, trial};
pub use compiler::compile_and_exit;
pub use digest::digest;
pub use errors::{Call, Class, LoadError, Mismatch, RunError, Space};
pub use host::Host;
pub use limits::Limits;
pub use plugin::{Plugin, Run};
pub use sandbox::Usage;
