//! A project's own templates: the files of its `templates` folder, each in place of the built-in one of the same name.

use std::fs;
use std::path::Path;

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::report::Report;
use cxplan_core::source::{Source, Sources, Span};
use cxplan_render::{Format, RenderError, Templates, render};

use crate::files::{read_file_up_to, reason, stays_inside};
use crate::project::Project;

/// The folder beside the plan that holds them.
pub const TEMPLATES: &str = "templates";

/// The largest template that is read, in bytes.
const MAX_TEMPLATE: usize = 1 << 20;

/// What a project puts over the built-in templates.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The files, for findings to point into.
    sources: Sources,
    /// Names of the files in the folder, `html/hero.hbs`, in the order of the sources.
    names: Vec<String>,
}

impl Overrides {
    /// The overrides of a project.
    ///
    /// # Errors
    ///
    /// As [`Overrides::open`].
    pub fn of(project: &Project) -> Result<Self, Diagnostic> {
        let shown = Path::new(&project.sources.main().name).parent().unwrap_or(Path::new(""));
        Self::open(&project.folder, shown)
    }

    /// The overrides of a plan's folder, which messages call `shown`. A folder without `templates` has none.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is no text or too large, or leads out of the folder.
    pub fn open(folder: &Path, shown: &Path) -> Result<Self, Diagnostic> {
        let mut overrides = Self::default();
        if folder.join(TEMPLATES).is_dir() {
            overrides.collect(folder, Path::new(TEMPLATES), shown, "")?;
        }
        Ok(overrides)
    }

    /// The files.
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Number of files.
    pub const fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The file in place of a built-in template, as messages name it.
    pub fn file(&self, template: &str) -> Option<&str> {
        self.source(template).map(|source| source.name.as_str())
    }

    /// The built-in templates with these over them.
    ///
    /// # Errors
    ///
    /// The finding where one replaces nothing or does not parse.
    pub fn templates(&self) -> Result<Templates, Diagnostic> {
        self.except(&[]).map_err(|error| self.finding(&error))
    }

    /// Reads every file and fills it with these reports in every format that has templates; gives all that is wrong.
    pub fn check(&self, reports: &[Report]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut broken = Vec::new();
        for (name, source) in self.files() {
            if let Err(error) = Templates::with_overrides(vec![(name.to_owned(), source.text.clone())]) {
                found.push(self.finding(&error));
                broken.push(name);
            }
        }
        for report in reports {
            for format in [Format::Html, Format::Markdown] {
                let mut left_out = broken.clone();
                // A rendering ends at its first fault: the template that has it is left out, and the rest tried again.
                while let Some(error) =
                    self.except(&left_out).and_then(|templates| render(report, &templates, format)).err()
                {
                    let finding = self.finding(&error);
                    if !found.contains(&finding) {
                        found.push(finding);
                    }
                    match self.files().find(|(name, _)| is_of(&error, name)) {
                        Some((name, _)) if !left_out.contains(&name) => left_out.push(name),
                        _ => break,
                    }
                }
            }
        }
        found
    }

    /// A failure of these templates as a finding, at its place in the file.
    pub fn finding(&self, error: &RenderError) -> Diagnostic {
        let message = match error {
            RenderError::Template { template, reason, .. } if self.source(template).is_some() => phrase!(
                "template `{template}`: {reason}",
                "modèle `{template}` : {reason}";
                reason = reason
            ),
            _ => error.phrase(),
        };
        Diagnostic::new(Code::Template, message).at_any(self.place(error), Phrase::empty()).help(
            match error {
                RenderError::UnknownTemplate { .. } => Phrase::fixed(
                    "rename the file, or remove it; `cxplan template list` has the names",
                    "renommez le fichier, ou retirez-le ; `cxplan template list` donne les noms",
                ),
                _ => Phrase::fixed(
                    "correct the template, or remove it to use the built-in one",
                    "corrigez le modèle, ou retirez-le pour reprendre celui fourni",
                ),
            },
        )
    }

    fn place(&self, error: &RenderError) -> Option<Span> {
        match error {
            RenderError::Template { template, line, column, .. } => {
                let source = self.source(template)?;
                let start = source.line_start((*line)?);
                let line = source.text.get(start..)?.lines().next().unwrap_or_default();
                let mut characters = line.char_indices().skip(column.unwrap_or(1).saturating_sub(1));
                let (from, to) = characters
                    .next()
                    .map_or((line.len(), line.len()), |(at, character)| (at, at + character.len_utf8()));
                Some(source.span(start + from..start + to))
            }
            RenderError::UnknownTemplate { name, .. } => Some(self.source(name)?.span(0..0)),
            RenderError::UnsafeAsset { name, found } => {
                let source = self.source(name)?;
                let at = source.text.to_ascii_lowercase().find(found)?;
                Some(source.span(at..at + found.len()))
            }
            _ => None,
        }
    }

    fn files(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.names.iter().map(String::as_str).zip(self.sources.files())
    }

    fn source(&self, template: &str) -> Option<&Source> {
        self.files().find(|(name, _)| is_named(name, template)).map(|(_, source)| source)
    }

    fn except(&self, left_out: &[&str]) -> Result<Templates, RenderError> {
        let files = self.files().filter(|(name, _)| !left_out.contains(name));
        Templates::with_overrides(
            files.map(|(name, source)| (name.to_owned(), source.text.clone())).collect(),
        )
    }

    /// Adds all `.hbs`, `.css` and `.js` files below a folder of the project, by name.
    fn collect(
        &mut self,
        project: &Path,
        inner: &Path,
        shown: &Path,
        prefix: &str,
    ) -> Result<(), Diagnostic> {
        if !stays_inside(project, inner) {
            return Err(outside(inner));
        }
        let folder = &project.join(inner);
        let unreadable = |error: std::io::Error| unreadable(&shown.join(inner), &error);
        let mut entries: Vec<_> =
            fs::read_dir(folder).map_err(unreadable)?.collect::<Result<_, _>>().map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let inner = inner.join(entry.file_name());
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // A link to a folder is not followed: it could lead back here.
            if entry.file_type().map_err(unreadable)?.is_dir() {
                self.collect(project, &inner, shown, &format!("{name}/"))?;
            } else if path
                .extension()
                .is_some_and(|extension| extension == "hbs" || extension == "css" || extension == "js")
            {
                if !stays_inside(project, &inner) {
                    return Err(outside(&inner));
                }
                self.add(name, &path, &shown.join(&inner))?;
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String, path: &Path, shown: &Path) -> Result<(), Diagnostic> {
        let bytes = read_file_up_to(path, MAX_TEMPLATE).map_err(|error| unreadable(shown, &error))?;
        let text = String::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_TEMPLATE);
        let added = text.and_then(|text| {
            self.sources.add(shown.display().to_string(), Some(path.to_owned()), text, None)
        });
        if added.is_none() {
            return Err(Diagnostic::new(
                Code::Template,
                phrase!(
                    "the template `{name}` is no text, or larger than 1 MiB",
                    "le modèle `{name}` n'est pas un texte, ou dépasse 1 Mio"
                ),
            )
            .help(Phrase::fixed("save it as UTF-8 text", "enregistrez-le en texte UTF-8")));
        }
        self.names.push(name);
        Ok(())
    }
}

/// Whether a file of the folder has the name of a template, with or without `.hbs`.
fn is_named(file: &str, template: &str) -> bool {
    file == template || file.strip_suffix(".hbs") == Some(template)
}

fn is_of(error: &RenderError, file: &str) -> bool {
    matches!(error, RenderError::Template { template, .. } if is_named(file, template))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let (path, reason) = (path.display(), reason(error));
    Diagnostic::new(
        Code::Template,
        phrase!("cannot read `{path}`: {reason}", "impossible de lire `{path}` : {reason}"; reason = reason),
    )
    .help(Phrase::fixed(
        "check the permissions of the templates folder",
        "vérifiez les droits du dossier des modèles",
    ))
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
