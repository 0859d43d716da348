//! The files of people who score apart from each other.

use std::fs;
use std::path::Path;

use cxplan_core::diag::{Code, Diagnostic, Diagnostics, Severity};
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
    /// The judgements; none where the file has none, which is among the findings, or could not be read.
    pub ballot: Option<Ballot>,
}

/// Reads every `*.toml` of a folder, by name. `shown` is what messages call the folder.
///
/// # Errors
///
/// The finding where the folder or a file cannot be read, or no file says anything.
pub fn ballots(plan: &Plan, method: &Method, folder: &Path, shown: &str) -> Result<Vec<Judged>, Diagnostic> {
    let help = Phrase::fixed(
        "give each person a file there, such as anna.toml, with a table for each initiative",
        "donnez-y un fichier à chaque personne, comme anna.toml, avec une table par initiative",
    );
    if !folder.is_dir() {
        return Err(Diagnostic::new(
            Code::Unreadable,
            phrase!("there is no folder `{shown}`", "il n'y a pas de dossier `{shown}`"),
        )
        .help(phrase!(
            "check the path after `--people`, which starts from the plan's folder; {help}",
            "vérifiez le chemin après `--people`, qui part du dossier du plan ; {help}";
            help = help
        )));
    }
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
        .help(help));
    }
    let judged: Vec<Judged> = names
        .into_iter()
        .map(|name| {
            let shown = Path::new(shown).join(&name).display().to_string();
            let bytes = read_file_up_to(&folder.join(&name), MAX_BYTES)
                .map_err(|error| unreadable(&shown, &error))?;
            let sources = Sources::single(shown.clone(), text(bytes, &shown)?);
            let mut diagnostics = Diagnostics::default();
            let person = name.trim_end_matches(".toml");
            let ballot = panel::ballot(plan, method, person, &sources, &mut diagnostics);
            if ballot.is_none() && diagnostics.errors() == 0 {
                diagnostics.push(silent(person, &shown));
            }
            Ok(Judged { sources, diagnostics: diagnostics.sorted(), ballot })
        })
        .collect::<Result<_, Diagnostic>>()?;
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
    if judged.iter().all(|file| file.ballot.is_none() && !file.diagnostics.iter().any(is_error)) {
        return Err(Diagnostic::new(
            Code::Unreadable,
            phrase!(
                "no file in `{shown}` judges anything",
                "aucun fichier dans `{shown}` ne juge quoi que ce soit"
            ),
        )
        .help(help));
    }
    Ok(judged)
}

/// The warning for a file without a judgement.
fn silent(person: &str, shown: &str) -> Diagnostic {
    let message = phrase!(
        "`{shown}` judges nothing: {person} is left out",
        "`{shown}` ne juge rien : on fait sans {person}"
    );
    let help = Phrase::fixed(
        "write the id of an initiative in brackets, and below it the inputs that this person judges, or remove the file",
        "écrivez l'identifiant d'une initiative entre crochets, et dessous les données que juge cette personne, ou retirez le fichier",
    );
    Diagnostic { severity: Severity::Warning, ..Diagnostic::new(Code::Empty, message).help(help) }
}
