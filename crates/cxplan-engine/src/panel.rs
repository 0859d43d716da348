//! The files of people who score apart from each other.

use std::fs;
use std::path::Path;

use cxplan_core::diag::{Code, Diagnostic, Diagnostics};
use cxplan_core::method::Method;
use cxplan_core::model::Plan;
use cxplan_core::panel::{self, Ballot};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::source::{MAX_BYTES, Sources};

use crate::files::read_file_up_to;
use crate::project::{text, unreadable};

/// What one person judges, and what is wrong with the file.
#[derive(Debug)]
pub struct Judged {
    /// The file.
    pub sources: Sources,
    /// All findings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The judgements.
    pub ballot: Ballot,
}

/// Reads every `*.toml` of a folder, by name. `shown` is what messages call the folder.
///
/// # Errors
///
/// The finding where the folder or a file cannot be read.
pub fn ballots(plan: &Plan, method: &Method, folder: &Path, shown: &str) -> Result<Vec<Judged>, Diagnostic> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(shown, &error))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml") && !name.starts_with('.'))
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(Diagnostic::new(
            Code::Unreadable,
            phrase!("there is no TOML file in `{shown}`", "il n'y a pas de fichier TOML dans `{shown}`"),
        )
        .help(Phrase::fixed(
            "give each person a file there, such as anna.toml, with a table for each initiative",
            "donnez-y un fichier à chaque personne, comme anna.toml, avec une table par initiative",
        )));
    }
    names
        .into_iter()
        .map(|name| {
            let shown = format!("{shown}/{name}");
            let bytes = read_file_up_to(&folder.join(&name), MAX_BYTES)
                .map_err(|error| unreadable(&shown, &error))?;
            let sources = Sources::single(shown.clone(), text(bytes, &shown)?);
            let mut diagnostics = Diagnostics::default();
            let person = name.trim_end_matches(".toml");
            let ballot = panel::ballot(plan, method, person, &sources, &mut diagnostics);
            Ok(Judged { sources, diagnostics: diagnostics.sorted(), ballot })
        })
        .collect()
}
