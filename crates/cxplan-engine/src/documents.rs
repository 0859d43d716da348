//! Documents of a run: which files, in which language and format.

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::doubts::Doubts;
use cxplan_core::method::Language;
use cxplan_core::phrase::Phrase;
use cxplan_render::Format;

use crate::overrides::Overrides;
use crate::project::Project;
use crate::run::{Run, report};

/// Which documents are wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// Formats, each once.
    pub formats: Vec<Format>,
    /// Languages; empty: the plan's.
    pub languages: Vec<Language>,
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Name of the file: `plan.html`, and `plan.fr.html` for a language that is not the first.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Renders the documents of a complete run, with the project's own templates over those of the program.
///
/// # Errors
///
/// A finding where a template cannot be used, with its place in the sources of the overrides, or where the run has no timeline.
pub fn documents(
    project: &Project,
    run: &Run,
    doubts: &Doubts,
    overrides: &Overrides,
    request: &Request,
) -> Result<Vec<Document>, Diagnostic> {
    let templates = overrides.templates()?;
    let templates = match &run.plan {
        Some(plan) => templates.themed(&plan.theme, run.logo.clone()),
        None => templates,
    };
    let own = run.plan.as_ref().map(|plan| plan.head.languages.clone()).unwrap_or_default();
    let languages = if request.languages.is_empty() { &own } else { &request.languages };
    let mut documents = Vec::new();
    for (position, language) in languages.iter().enumerate() {
        let report = report(project, run, doubts, *language).ok_or_else(|| {
            Diagnostic::new(
                Code::ScheduleBroken,
                Phrase::fixed("there is no timeline to show", "il n'y a pas de calendrier à montrer"),
            )
        })?;
        for format in &request.formats {
            let bytes = cxplan_render::render(&report, &templates, *format)
                .map_err(|error| overrides.finding(&error))?
                .bytes;
            let tag = if position == 0 { String::new() } else { format!(".{}", language.tag()) };
            documents.push(Document { name: format!("plan{tag}.{}", format.extension()), bytes });
        }
    }
    Ok(documents)
}
