//! A plan on disk: the file that was asked for, and all files that it includes.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::read;
use cxplan_core::source::{MAX_BYTES, MAX_FILES, Source, Sources, Span, Spanned};

use crate::files::{read_up_to, reason};

/// The name that a plan has in its folder.
pub(crate) const PLAN_FILE: &str = "plan.toml";

/// What messages call the place of changes that stand in no file.
const CHANGES: &str = "--what-if";

/// A plan's files and the folder that its paths start from.
#[derive(Clone, Debug)]
pub struct Project {
    /// The files.
    pub sources: Sources,
    /// Folder of the plan: plugins and templates are looked up from here, and no path leaves it.
    pub folder: PathBuf,
    /// What kept files from being included. With any, the plan is not whole.
    pub missing: Vec<Diagnostic>,
}

/// The plan of a path: a file, a folder with a `plan.toml`, or without a path the nearest `plan.toml` from `start` upwards.
///
/// # Errors
///
/// [`Code::NoPlan`] where there is none.
pub fn find(path: Option<&Path>, start: &Path) -> Result<PathBuf, Diagnostic> {
    let Some(path) = path else {
        // `a/b/..` is no ancestor of itself: without this, `-C ..` would look in `a/b` again.
        let start = start.canonicalize().unwrap_or_else(|_| start.to_owned());
        let found = start.ancestors().map(|folder| folder.join(PLAN_FILE)).find(|file| file.is_file());
        return found.ok_or_else(|| {
            Diagnostic::new(
                Code::NoPlan,
                phrase!(
                    "there is no `{PLAN_FILE}` here or in a folder above",
                    "il n'y a pas de `{PLAN_FILE}` ici ni dans un dossier au-dessus"
                ),
            )
            .help(Phrase::fixed(
                "name the plan, go to its folder, or start one with `cxplan init`",
                "nommez le plan, allez dans son dossier, ou commencez-en un avec `cxplan init`",
            ))
        });
    };
    let path = start.join(path);
    if !path.is_dir() {
        return Ok(path);
    }
    let file = path.join(PLAN_FILE);
    if file.is_file() {
        return Ok(file);
    }
    let folder = path.display();
    Err(Diagnostic::new(
        Code::NoPlan,
        phrase!(
            "the folder `{folder}` has no `{PLAN_FILE}`",
            "le dossier `{folder}` n'a pas de `{PLAN_FILE}`"
        ),
    )
    .help(Phrase::fixed(
        "name the plan's file, or start one with `cxplan init`",
        "nommez le fichier du plan, ou commencez-en un avec `cxplan init`",
    )))
}

/// Reads a plan and what it includes. `name` is what messages call it.
///
/// # Errors
///
/// A finding where the file itself cannot be read, is too large, or is no text.
pub fn open(file: &Path, name: String) -> Result<Project, Diagnostic> {
    let bytes = read_up_to(file, MAX_BYTES).map_err(|error| unreadable(&name, &error))?;
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let text = text(bytes, &name)?;
    Ok(load(name, Some(file.to_owned()), text, folder, BTreeMap::new()))
}

/// A plan whose text is at hand, such as from standard input; what it includes is read from the folder.
///
/// # Errors
///
/// A finding where it is too large or no text.
pub fn open_text(bytes: Vec<u8>, name: String, folder: &Path) -> Result<Project, Diagnostic> {
    let text = text(bytes, &name)?;
    Ok(load(name, None, text, folder, BTreeMap::new()))
}

impl Project {
    /// The plan with changes that stand in none of its files, each `KEY=VALUE`. They are read and checked as if they did.
    ///
    /// # Errors
    ///
    /// A finding where they are too long.
    pub fn with_changes(&self, changes: &[String]) -> Result<Self, Diagnostic> {
        let sources = self.sources.with_changes(CHANGES, changes).ok_or_else(|| too_large(CHANGES))?;
        Ok(Self { sources, ..self.clone() })
    }

    /// The plan again, as if its files held these texts, by position. What they name now belongs to it.
    pub(crate) fn with_texts(&self, texts: &BTreeMap<usize, String>) -> Self {
        let new = |position: usize, source: &Source| {
            source.as_written(texts.get(&position).unwrap_or(&source.text))
        };
        let main = self.sources.main();
        let known = self.sources.files().iter().enumerate().filter_map(|(position, source)| {
            Some((source.path.as_ref()?.canonicalize().ok()?, new(position, source)))
        });
        load(main.name.clone(), main.path.clone(), new(0, main), &self.folder, known.collect())
    }
}

pub(crate) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let reason = reason(error);
    Diagnostic::new(
        Code::Unreadable,
        phrase!("cannot read `{name}`: {reason}", "impossible de lire `{name}` : {reason}"; reason = reason),
    )
    .help(Phrase::fixed("check the path and the permissions", "vérifiez le chemin et les droits"))
}

pub(crate) fn text(bytes: Vec<u8>, name: &str) -> Result<String, Diagnostic> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large(name));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Diagnostic::new(
            Code::NotUtf8,
            phrase!(
                "`{name}` is not UTF-8 text: line {line} has a character of another encoding",
                "`{name}` n'est pas un texte UTF-8 : la ligne {line} a un caractère d'un autre encodage"
            ),
        )
        .help(Phrase::fixed(
            "save the file in your editor with the encoding UTF-8",
            "enregistrez le fichier dans votre éditeur avec l'encodage UTF-8",
        ))
    })
}

fn too_large(name: &str) -> Diagnostic {
    let limit = MAX_BYTES >> 20;
    Diagnostic::new(
        Code::TooLarge,
        phrase!(
            "with `{name}` the plan is larger than {limit} MiB or {MAX_FILES} files",
            "avec `{name}` le plan dépasse {limit} Mio ou {MAX_FILES} fichiers"
        ),
    )
    .help(Phrase::fixed(
        "check that it is the plan, and not a data file",
        "vérifiez que c'est bien le plan, et non un fichier de données",
    ))
}

/// `texts` are what files hold, by their paths without links; others are read.
fn load(
    name: String,
    path: Option<PathBuf>,
    text: String,
    folder: &Path,
    texts: BTreeMap<PathBuf, String>,
) -> Project {
    let shown = Path::new(&name).parent().map(Path::to_owned).unwrap_or_default();
    let mut loader = Loader {
        root: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
        sources: Sources::default(),
        texts,
        known: BTreeMap::new(),
        named: Vec::new(),
        missing: Vec::new(),
    };
    if let Some(path) = path.as_deref().and_then(|path| path.canonicalize().ok()) {
        loader.known.insert(path, 0);
    }
    if loader.sources.add(name.clone(), path, text, None).is_none() {
        loader.missing.push(too_large(&name));
    }
    loader.named.push(Vec::new());
    loader.follow(0, folder, &shown, &mut vec![0]);
    Project { sources: loader.sources, folder: folder.to_owned(), missing: loader.missing }
}

/// Follows the files that files name.
struct Loader {
    /// The plan's folder, without links.
    root: PathBuf,
    sources: Sources,
    /// What files hold that are not to be read, by their paths without links.
    texts: BTreeMap<PathBuf, String>,
    /// Position of each file, by its path without links.
    known: BTreeMap<PathBuf, usize>,
    /// For each file, the files that it names.
    named: Vec<Vec<usize>>,
    missing: Vec<Diagnostic>,
}

impl Loader {
    /// Reads the files that a file names. `folder` is the file's own, `shown` what messages call that folder, and `chain`
    /// the files from the first to this one.
    fn follow(&mut self, file: usize, folder: &Path, shown: &Path, chain: &mut Vec<usize>) {
        let Some(source) = self.sources.files().get(file) else { return };
        let read::Links { include, plans } = read::links(source);
        let own = source.plan;
        for link in &include {
            for path in self.matches(link, folder) {
                self.add(&path, link, own, folder, shown, chain);
            }
        }
        // A plan of a portfolio that is a portfolio itself is refused by the check.
        for link in plans.iter().filter(|_| own.is_none()) {
            for path in self.matches(link, folder) {
                let next = self.sources.files().iter().filter_map(|source| source.plan).max();
                let plan = next.map_or(0, |last| last + 1);
                self.add(&path, link, Some(plan), folder, shown, chain);
            }
        }
    }

    /// The paths that an entry stands for, from the file's folder; in the order of their names.
    fn matches(&mut self, link: &Spanned<String>, folder: &Path) -> Vec<PathBuf> {
        let written = &link.value;
        // The reader tells of these.
        if read::leaves_folder(written) || written.trim().is_empty() {
            return Vec::new();
        }
        let path = Path::new(written);
        let wild = |text: &str| text.contains(['*', '?', '[']);
        if !wild(written) {
            return vec![path.to_owned()];
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let parent = path.parent().unwrap_or(Path::new(""));
        let pattern = glob::Pattern::new(name);
        let (Ok(pattern), false) = (pattern, parent.to_str().is_none_or(wild)) else {
            self.report(
                link.span,
                Code::Include,
                phrase!(
                    "`{written}` is no pattern of file names",
                    "`{written}` n'est pas un motif de noms de fichiers"
                ),
                Phrase::fixed(
                    "use * and ? in the last part only, such as \"initiatives/*.toml\"",
                    "n'employez * et ? que dans la dernière partie, comme \"initiatives/*.toml\"",
                ),
            );
            return Vec::new();
        };
        // What lies elsewhere is not even listed.
        if folder.join(parent).canonicalize().is_ok_and(|real| !real.starts_with(&self.root)) {
            self.leads_outside(link.span, written);
            return Vec::new();
        }
        // As in a shell, a pattern does not stand for hidden files, which editors leave behind.
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
        // Nor for the file that it stands in: "*.toml" means all others.
        let own = self.sources.of(link.span).path.as_deref().and_then(Path::file_name).map(OsStr::to_owned);
        let is_own = |name: &str| parent == Path::new("") && own.as_deref() == Some(OsStr::new(name));
        let entries = fs::read_dir(folder.join(parent)).into_iter().flatten().filter_map(Result::ok);
        let mut found: Vec<PathBuf> = entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| pattern.matches_with(name, options) && !is_own(name))
            .map(|name| parent.join(name))
            .collect();
        found.sort();
        if found.is_empty() {
            self.report(
                link.span,
                Code::Include,
                phrase!("`{written}` matches no file", "`{written}` ne correspond à aucun fichier"),
                Phrase::fixed(
                    "check the folder and the ending; paths start from the folder of this file",
                    "vérifiez le dossier et la terminaison ; les chemins partent du dossier de ce fichier",
                ),
            );
        }
        found
    }

    fn add(
        &mut self,
        path: &Path,
        link: &Spanned<String>,
        plan: Option<usize>,
        folder: &Path,
        shown: &Path,
        chain: &mut Vec<usize>,
    ) {
        // One file too many is told once, not for each that comes after it.
        if self.missing.iter().any(|finding| finding.code == Code::TooLarge) {
            return;
        }
        let mut file = folder.join(path);
        let mut name = shown.join(path);
        if plan.is_some() && file.is_dir() {
            file.push(PLAN_FILE);
            name.push(PLAN_FILE);
        }
        let name = name.display().to_string();
        let real = match file.canonicalize() {
            Ok(real) if real.starts_with(&self.root) => real,
            Ok(_) => return self.leads_outside(link.span, &name),
            Err(error) => return self.cannot_include(link.span, &name, &reason(&error)),
        };
        if let Some(&known) = self.known.get(&real) {
            // A plan of a portfolio is its own, where an included file is that of the file that names it.
            let own = chain.last().and_then(|file| self.sources.files()[*file].plan);
            return self.meet(known, link.span, plan, plan != own, chain);
        }
        if !real.is_file() {
            return self.cannot_include(
                link.span,
                &name,
                &Phrase::fixed("not a file", "ce n'est pas un fichier"),
            );
        }
        let text = match self
            .texts
            .remove(&real)
            .map_or_else(|| read_up_to(&real, MAX_BYTES), |text| Ok(text.into_bytes()))
        {
            Ok(bytes) => text(bytes, &name),
            Err(error) => return self.cannot_include(link.span, &name, &reason(&error)),
        };
        let text = match text {
            Ok(text) => text,
            Err(diagnostic) => {
                self.missing.push(diagnostic.at(link.span, Phrase::fixed("included here", "inclus ici")));
                return;
            }
        };
        let Some(position) = self.sources.add(name.clone(), Some(file.clone()), text, plan) else {
            self.missing.push(too_large(&name).at(link.span, Phrase::fixed("included here", "inclus ici")));
            return;
        };
        self.known.insert(real, position);
        self.named.push(Vec::new());
        self.note(chain, position);
        chain.push(position);
        let inner = file.parent().unwrap_or(folder).to_owned();
        let inner_shown = Path::new(&name).parent().unwrap_or(shown).to_owned();
        self.follow(position, &inner, &inner_shown, chain);
        chain.pop();
    }

    /// Meets a file for the second time: a loop, or a file that several files share.
    fn meet(&mut self, known: usize, span: Span, plan: Option<usize>, is_plan: bool, chain: &[usize]) {
        self.note(chain, known);
        if let Some(start) = chain.iter().position(|file| *file == known) {
            let names: Vec<&str> = chain[start..]
                .iter()
                .chain([&known])
                .map(|file| self.sources.files()[*file].name.as_str())
                .collect();
            let path = names.join(" -> ");
            self.report(
                span,
                Code::IncludeLoop,
                phrase!("files include each other: {path}", "des fichiers s'incluent en boucle : {path}"),
                Phrase::fixed("remove one of these entries", "retirez l'une de ces entrées"),
            );
            return;
        }
        let by = chain.last().and_then(|by| self.sources.files()[*by].plan);
        if is_plan || by != plan {
            let name = self.sources.files()[known].name.clone();
            self.report(
                span,
                Code::PortfolioConflict,
                phrase!(
                    "`{name}` is already among the files of this portfolio",
                    "`{name}` fait déjà partie des fichiers de ce portefeuille"
                ),
                Phrase::fixed(
                    "name each plan once; a file that plans share is included by them, and is no plan itself",
                    "nommez chaque plan une fois ; un fichier que des plans partagent est inclus par eux, et n'est pas un plan",
                ),
            );
        } else if self.sources.files()[known].plan != plan {
            self.share(known);
        }
    }

    fn note(&mut self, chain: &[usize], file: usize) {
        if let Some(by) = chain.last() {
            self.named[*by].push(file);
        }
    }

    /// What several plans include speaks for the whole, and so does what it includes.
    fn share(&mut self, file: usize) {
        if self.sources.files()[file].plan.is_none() {
            return;
        }
        self.sources.share(file);
        for inner in self.named[file].clone() {
            self.share(inner);
        }
    }

    fn leads_outside(&mut self, span: Span, name: &str) {
        self.report(
            span,
            Code::OutsideProject,
            phrase!("`{name}` leads outside the plan's folder", "`{name}` mène hors du dossier du plan"),
            Phrase::fixed(
                "copy the file into the plan's folder instead of linking to it",
                "copiez le fichier dans le dossier du plan au lieu d'y faire un lien",
            ),
        );
    }

    fn cannot_include(&mut self, span: Span, name: &str, reason: &Phrase) {
        self.report(
            span,
            Code::Include,
            phrase!("cannot include `{name}`: {reason}", "impossible d'inclure `{name}` : {reason}"; reason = reason),
            Phrase::fixed(
                "check the path; it starts from the folder of this file",
                "vérifiez le chemin ; il part du dossier de ce fichier",
            ),
        );
    }

    fn report(&mut self, span: Span, code: Code, message: Phrase, help: Phrase) {
        let label = Phrase::fixed("included here", "inclus ici");
        self.missing.push(Diagnostic::new(code, message).at(span, label).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("cxplan-project-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_plan_is_found_upwards_and_in_a_folder() {
        let folder = scratch("find");
        let inner = folder.join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(folder.join(PLAN_FILE), "").unwrap();
        assert_eq!(find(None, &inner).unwrap(), folder.join(PLAN_FILE));
        assert_eq!(find(Some(Path::new("..")), &folder.join("a")).unwrap(), folder.join("a/../plan.toml"));
        assert_eq!(find(Some(Path::new("a")), &folder).unwrap_err().code, Code::NoPlan);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn text_must_be_utf8_and_of_bearable_size() {
        let open = |bytes: &[u8]| open_text(bytes.to_vec(), "-".into(), Path::new("."));
        assert_eq!(open(b"a\n\xff").unwrap_err().code, Code::NotUtf8);
        assert!(open(b"a\n\xff").unwrap_err().message.en().contains("line 2"));
        assert_eq!(open(&vec![b' '; MAX_BYTES + 1]).unwrap_err().code, Code::TooLarge);
        assert_eq!(open("\u{feff}schema = 1".as_bytes()).unwrap().sources.main().text, "schema = 1");
    }
}
