//! The facade: from a plan on disk to documents on disk.
//!
//! ```text
//! open()  ->  run()                              ->  documents()  ->  write()
//! Project     Run: plan, scores, timeline,           Document         files
//!             findings                           ->  mend()       ->  save()
//! ```
//!
//! Files are touched here and nowhere below; the environment and the terminal belong to the caller.

mod baseline;
mod cases;
mod documents;
mod files;
mod language;
mod lock;
mod logo;
mod mend;
mod overrides;
mod panel;
mod plugin_edit;
mod plugins;
mod project;
mod revision;
mod run;
mod survey;

pub use cxplan_core as core;
pub use cxplan_host as host;
pub use cxplan_render as render;

pub use baseline::{Stood, baseline, differences, moved, since, state};
pub use cases::{Case, open_cases, plugin_of_cases, run_cases};
pub use documents::{Document, Request, documents};
pub use files::{stays_inside, write};
pub use language::{reference, schema};
pub use lock::{LOCK_FILE, Locked, lock_text, plugin_of_plan, plugins_now, read_lock};
pub use mend::{Change, Mended, mend, save};
pub use overrides::{Overrides, TEMPLATES};
pub use panel::{Judged, ballots};
pub use plugin_edit::{forget_plugin, name_plugin};
pub use plugins::{
    Builtin, PluginFailure, builtin_methods, load_bytes, load_file, plugin_diagnostic, run_diagnostic,
};
pub use project::{Project, find, open, open_text};
pub use revision::Snapshot;
pub use run::{Run, Settings, near_values, report, run};
pub use survey::{Format, read_survey};

/// Version of the engine, as reports state it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How a run ends, as the exit status of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitStatus {
    /// Everything is fine; warnings may have been printed.
    Success = 0,
    /// The plan has errors, or a check that was asked for said no.
    Failure = 1,
    /// The program could not run: usage, files, plugins.
    Error = 2,
}

impl ExitStatus {
    /// The status that findings lead to.
    pub fn of(diagnostics: &[core::diag::Diagnostic]) -> Self {
        let errors =
            diagnostics.iter().filter(|diagnostic| diagnostic.severity == core::diag::Severity::Error);
        errors
            .map(|error| if error.code.is_about_the_plan() { Self::Failure } else { Self::Error })
            .max()
            .unwrap_or(Self::Success)
    }
}
