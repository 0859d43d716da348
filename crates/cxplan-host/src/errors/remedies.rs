//! What to do about each error.

use super::{LoadError, Mismatch, RunError};
use crate::world::VERSION;

impl LoadError {
    /// What to do about it, in one sentence.
    pub fn remedy(&self) -> String {
        match self {
            Self::Unsupported { .. } => "run the program on a 64-bit x86 or ARM machine".into(),
            Self::NotAComponent { .. } => {
                "give the `.wasm` file that `wasm-tools component new` wrote".into()
            }
            Self::TooLarge { .. } => "ask the author for a release build without debug information".into(),
            Self::WrongWorld(mismatch) => mismatch.remedy(),
            Self::Failed(error) => error.remedy().into(),
        }
    }
}

impl Mismatch {
    fn remedy(&self) -> String {
        match self {
            Self::Imports(_) => {
                "authors: build for `wasm32-unknown-unknown` without WASI, so that the component imports nothing".into()
            }
            Self::NoScorer { .. } => {
                "check that it is a scoring plugin; authors: build against the world that `cxplan plugin wit` prints"
                    .into()
            }
            Self::Version { found, supported } => format!(
                "users: get a release of the plugin for version {supported}, or a release of cxplan that speaks \
                 {found}; authors: rebuild against `cxplan:scoring@{supported}`, which `cxplan plugin wit` prints"
            ),
            Self::Types { .. } => format!(
                "users: update the plugin; authors: rebuild against `cxplan:scoring@{VERSION}` exactly as \
                 `cxplan plugin wit` prints it"
            ),
        }
    }
}

impl RunError {
    /// What to do about it, in one sentence.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Trapped { .. } | Self::BrokeContract { .. } => {
                "report it to the plugin's author with the inputs; `cxplan plugin check` tries the plugin on its own"
            }
            Self::OutOfFuel { .. } => {
                "report it to the plugin's author: a loop does not end, or the work grows faster than the rows"
            }
            Self::Deadline { .. } => "try again when the machine is less busy",
            Self::OutOfMemory { .. } => {
                "report it to the plugin's author: memory is not freed, or lists have no bounds"
            }
            Self::StackOverflow { .. } => {
                "report it to the plugin's author: a function calls itself without an end"
            }
        }
    }
}
