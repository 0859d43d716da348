//! `cxplan build`

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::render::Format;
use cxplan_engine::{Document, ExitStatus, Overrides, Request, documents, stays_inside, write};

use super::{Loaded, fail, fail_at, folder, load, shown};
use crate::args::{Build, Global};
use crate::emit;
use crate::terminal::{data, note};

pub(super) fn run(build: &Build, global: &Global) -> ExitStatus {
    let loaded = match load(&build.input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    if loaded.run.timeline.is_none() || status != ExitStatus::Success {
        return status;
    }
    let target = match Target::of(build, &loaded, global) {
        Ok(target) => target,
        Err(diagnostic) => return fail(diagnostic, global),
    };
    let request = Request { formats: target.formats(build), languages: target.languages(build, &loaded) };
    let overrides = match Overrides::of(&loaded.project) {
        Ok(overrides) => overrides,
        Err(diagnostic) => return fail(diagnostic, global),
    };
    let doubts = loaded.doubts(global);
    let documents = match documents(&loaded.project, &loaded.run, &doubts, &overrides, &request) {
        Ok(documents) => documents,
        Err(diagnostic) => return fail_at(diagnostic, overrides.sources(), global),
    };
    if build.check {
        let stale = target.stale(&documents);
        emit::findings(&stale, None, global);
        return status.max(ExitStatus::of(&stale));
    }
    match target.write(&documents, global) {
        Ok(files) => {
            if !global.quiet {
                note(&summary(&loaded, &files, global.lang));
            }
            if build.open {
                open(&files, global.lang);
            }
            status
        }
        Err(Failure::Finding(diagnostic)) => fail(*diagnostic, global),
        Err(Failure::Stdout(status)) => status,
    }
}

/// Where the documents go.
enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

/// What keeps a document from being written.
enum Failure {
    Finding(Box<Diagnostic>),
    Stdout(ExitStatus),
}

impl Target {
    fn of(build: &Build, loaded: &Loaded, global: &Global) -> Result<Self, Diagnostic> {
        let target = match &build.output {
            None => {
                let folder = &loaded.project.folder;
                // Who names a folder means it; this one nobody named, and a link may come with somebody's plan.
                if !stays_inside(folder, Path::new("build")) {
                    return Err(Diagnostic::new(
                        Code::OutsideProject,
                        Phrase::fixed(
                            "the folder `build` beside the plan leads outside the plan's folder",
                            "le dossier `build` à côté du plan mène hors du dossier du plan",
                        ),
                    )
                    .help(Phrase::fixed(
                        "remove the link, or name the folder to write to with `--output`",
                        "retirez le lien, ou nommez le dossier où écrire avec `--output`",
                    )));
                }
                return Ok(Self::Folder(folder.join("build")));
            }
            Some(path) if path == Path::new("-") => Self::Stdout,
            Some(path) => {
                let path = folder(global).join(path);
                match (path.is_dir(), path.extension(), format_of(&path)) {
                    (true, ..) | (false, None, _) => Self::Folder(path),
                    (false, Some(_), Some(format)) if build.format.iter().all(|wanted| *wanted == format) => {
                        Self::File(path)
                    }
                    (false, Some(_), Some(_)) => {
                        let path = path.display();
                        let message = phrase!(
                            "the ending of `{path}` is not that of the format",
                            "la fin du nom `{path}` n'est pas celle du format"
                        );
                        return Err(Diagnostic::new(Code::Unwritable, message).help(Phrase::fixed(
                            "leave out `--format`, or name a folder",
                            "omettez `--format`, ou nommez un dossier",
                        )));
                    }
                    (false, Some(_), None) => {
                        let path = path.display();
                        let message = phrase!(
                            "no format has the ending of `{path}`",
                            "aucun format ne correspond à la fin du nom `{path}`"
                        );
                        return Err(Diagnostic::new(Code::Unwritable, message).help(Phrase::fixed(
                            "end it in .html, .md, .json or .svg, or name a folder without a dot",
                            "terminez-le par .html, .md, .json ou .svg, ou nommez un dossier sans point",
                        )));
                    }
                }
            }
        };
        if !matches!(target, Self::Folder(_))
            && (once(&build.format).len() > 1 || once(&build.language).len() > 1)
        {
            return Err(Diagnostic::new(
                Code::Unwritable,
                Phrase::fixed(
                    "several documents do not fit into one output",
                    "plusieurs documents ne tiennent pas dans une seule sortie",
                ),
            )
            .help(Phrase::fixed(
                "name a folder with `--output`, or ask for one format and one language",
                "nommez un dossier avec `--output`, ou demandez un seul format et une seule langue",
            )));
        }
        Ok(target)
    }

    fn formats(&self, build: &Build) -> Vec<Format> {
        let formats = once(&build.format);
        match self {
            _ if !formats.is_empty() => formats,
            Self::Stdout => vec![Format::Html],
            Self::File(path) => vec![format_of(path).unwrap_or(Format::Html)],
            Self::Folder(_) => vec![Format::Html, Format::Markdown],
        }
    }

    /// One document has one language: the first of the plan unless another is asked for.
    fn languages(&self, build: &Build, loaded: &Loaded) -> Vec<Language> {
        let mut languages = once(&build.language);
        if languages.is_empty() && !matches!(self, Self::Folder(_)) {
            languages.extend(loaded.run.plan.as_ref().and_then(|plan| plan.head.languages.first()));
        }
        languages
    }

    /// Where a document goes; none for standard output.
    fn file(&self, document: &Document) -> Option<PathBuf> {
        match self {
            Self::Stdout => None,
            Self::File(file) => Some(file.clone()),
            Self::Folder(folder) => Some(folder.join(&document.name)),
        }
    }

    /// A finding for each document that is not there as it would be written.
    fn stale(&self, documents: &[Document]) -> Vec<Diagnostic> {
        let finding = |document: &Document| {
            let file = self.file(document)?;
            let shown = shown(&file, None);
            let message = match std::fs::read(&file) {
                Ok(bytes) if bytes == document.bytes => return None,
                Ok(bytes) => {
                    let line = first_difference(&bytes, &document.bytes);
                    phrase!(
                        "`{shown}` is not that of the plan: line {line} differs",
                        "`{shown}` n'est pas celui du plan : la ligne {line} diffère"
                    )
                }
                Err(_) => phrase!("`{shown}` is not there", "`{shown}` n'existe pas"),
            };
            let finding = Diagnostic::new(Code::Stale, message);
            Some(finding.help(Phrase::fixed(
                "write it again with `cxplan build` and the same options",
                "écrivez-le à nouveau avec `cxplan build` et les mêmes options",
            )))
        };
        documents.iter().filter_map(finding).collect()
    }

    fn write(&self, documents: &[Document], global: &Global) -> Result<Vec<PathBuf>, Failure> {
        let mut files = Vec::new();
        for document in documents {
            let Some(file) = self.file(document) else {
                match data(&document.bytes, global.lang) {
                    ExitStatus::Success => continue,
                    status => return Err(Failure::Stdout(status)),
                }
            };
            write(&file, &document.bytes).map_err(|diagnostic| Failure::Finding(Box::new(diagnostic)))?;
            files.push(file);
        }
        Ok(files)
    }
}

/// The first line, from 1, in which two texts differ.
fn first_difference(one: &[u8], other: &[u8]) -> usize {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other);
    same.filter(|(byte, _)| **byte == b'\n').count() + 1
}

/// Each entry once, in the order of its first.
fn once<T: Copy + PartialEq>(list: &[T]) -> Vec<T> {
    let mut seen: Vec<T> = Vec::new();
    for entry in list {
        if !seen.contains(entry) {
            seen.push(*entry);
        }
    }
    seen
}

fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "html" | "htm" => Some(Format::Html),
        "md" => Some(Format::Markdown),
        "json" => Some(Format::Json),
        "svg" => Some(Format::Svg),
        _ => None,
    }
}

/// What was planned, in one line.
fn summary(loaded: &Loaded, files: &[PathBuf], language: Language) -> String {
    let (Some(plan), Some(timeline)) = (&loaded.run.plan, &loaded.run.timeline) else { return String::new() };
    let spans =
        || timeline.dates.iter().flatten().filter_map(|dates| cxplan_engine::core::timeline::span(dates));
    let dates = spans().map(|(start, _)| start).min().zip(spans().map(|(_, finish)| finish).max());
    let warnings = emit::count(&loaded.run.diagnostics, language);
    let warnings = if warnings.is_empty() { warnings } else { format!(" ({warnings})") };
    let here = std::env::current_dir().unwrap_or_default();
    let shown: Vec<String> =
        files.iter().map(|file| file.strip_prefix(&here).unwrap_or(file).display().to_string()).collect();
    let (shown, initiatives) = (shown.join(", "), emit::plural(timeline.order.len(), "initiative"));
    let teams = plan.teams.len();
    match language {
        Language::En => {
            let wrote = if shown.is_empty() { shown } else { format!(". Wrote {shown}") };
            let teams =
                if teams == 0 { String::new() } else { format!(" over {}", emit::plural(teams, "team")) };
            let dates = dates.map_or(String::new(), |(start, finish)| format!(": {start} to {finish}"));
            format!("Planned {initiatives}{teams}{dates}{warnings}{wrote}.")
        }
        Language::Fr => {
            let wrote = if shown.is_empty() { shown } else { format!(". Écrit : {shown}") };
            let teams =
                if teams == 0 { String::new() } else { format!(" sur {}", emit::plural(teams, "équipe")) };
            let dates = dates.map_or(String::new(), |(start, finish)| format!(" : du {start} au {finish}"));
            format!("Plan de {initiatives}{teams}{dates}{warnings}{wrote}.")
        }
    }
}

/// Shows the first page in the browser. A system without one is told so, and is no failure: the page is there.
fn open(files: &[PathBuf], language: Language) {
    let Some(page) = files.iter().find(|file| format_of(file) == Some(Format::Html)) else { return };
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(target_os = "windows") {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let opened = Command::new(program)
        .args(arguments)
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if opened.is_err() {
        let page = page.display();
        let warning = phrase!(
            "warning: no browser could be started; open {page} yourself",
            "avertissement : aucun navigateur n'a pu être lancé ; ouvrez {page} vous-même"
        );
        note(warning.get(language));
    }
}
