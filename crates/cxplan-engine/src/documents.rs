//! Documents of a run: which files, in which language and format.

use std::fs;
use std::path::Path;

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::doubts::Doubts;
use cxplan_core::method::Language;
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_render::{Format, RenderError, Templates};

use crate::files::{read_file_up_to, reason, stays_inside};
use crate::project::Project;
use crate::run::{Run, report};

/// The largest template that is read, in bytes.
const MAX_TEMPLATE: usize = 1 << 20;

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

/// Renders the documents of a complete run, with the templates of the project's `templates` folder over the built-in ones.
///
/// # Errors
///
/// A finding where a template cannot be used, or where the run has no timeline.
pub fn documents(
    project: &Project,
    run: &Run,
    doubts: &Doubts,
    request: &Request,
) -> Result<Vec<Document>, Diagnostic> {
    let templates = templates(&project.folder)?;
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
            let bytes =
                cxplan_render::render(&report, &templates, *format).map_err(|error| finding(&error))?.bytes;
            let tag = if position == 0 { String::new() } else { format!(".{}", language.tag()) };
            documents.push(Document { name: format!("plan{tag}.{}", format.extension()), bytes });
        }
    }
    Ok(documents)
}

/// The built-in templates with those of the project's folder over them. A folder that is not there changes nothing.
fn templates(project: &Path) -> Result<Templates, Diagnostic> {
    let mut overrides = Vec::new();
    let folder = Path::new("templates");
    if project.join(folder).is_dir() {
        collect(project, folder, "", &mut overrides)?;
    }
    if overrides.is_empty() {
        return Ok(Templates::builtin());
    }
    Templates::with_overrides(overrides).map_err(|error| finding(&error))
}

/// All `.hbs`, `.css` and `.js` files below a folder of the project, by name.
fn collect(
    project: &Path,
    inner: &Path,
    prefix: &str,
    found: &mut Vec<(String, String)>,
) -> Result<(), Diagnostic> {
    if !stays_inside(project, inner) {
        return Err(outside(inner));
    }
    let folder = &project.join(inner);
    let unreadable_at = |path: &Path, error: &std::io::Error| {
        let (path, reason) = (path.display(), reason(error));
        Diagnostic::new(
            Code::Template,
            phrase!("cannot read `{path}`: {reason}", "impossible de lire `{path}` : {reason}"; reason = reason),
        )
        .help(Phrase::fixed(
            "check the permissions of the templates folder",
            "vérifiez les droits du dossier des modèles",
        ))
    };
    let unreadable = |error: std::io::Error| unreadable_at(folder, &error);
    let mut entries: Vec<_> =
        fs::read_dir(folder).map_err(unreadable)?.collect::<Result<_, _>>().map_err(unreadable)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // A link to a folder is not followed: it could lead back here.
        if entry.file_type().map_err(unreadable)?.is_dir() {
            collect(project, &inner.join(entry.file_name()), &format!("{name}/"), found)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "hbs" || extension == "css" || extension == "js")
        {
            let inner = inner.join(entry.file_name());
            if !stays_inside(project, &inner) {
                return Err(outside(&inner));
            }
            let bytes = read_file_up_to(&path, MAX_TEMPLATE).map_err(|error| unreadable_at(&path, &error))?;
            let text =
                String::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_TEMPLATE).ok_or_else(|| {
                    Diagnostic::new(
                        Code::Template,
                        phrase!(
                            "the template `{name}` is no text, or larger than 1 MiB",
                            "le modèle `{name}` n'est pas un texte, ou dépasse 1 Mio"
                        ),
                    )
                    .help(Phrase::fixed("save it as UTF-8 text", "enregistrez-le en texte UTF-8"))
                })?;
            found.push((name, text));
        }
    }
    Ok(())
}

/// The finding for templates that a link takes from elsewhere.
fn outside(path: &Path) -> Diagnostic {
    let path = path.display();
    Diagnostic::new(
        Code::OutsideProject,
        phrase!("`{path}` leads outside the plan's folder", "`{path}` mène hors du dossier du plan"),
    )
    .help(Phrase::fixed(
        "copy the templates into the plan's folder instead of linking to them",
        "copiez les modèles dans le dossier du plan au lieu d'y faire un lien",
    ))
}

fn finding(error: &RenderError) -> Diagnostic {
    Diagnostic::new(Code::Template, error.phrase()).help(Phrase::fixed(
        "correct the template, or remove it to use the built-in one",
        "corrigez le modèle, ou retirez-le pour reprendre celui fourni",
    ))
}
