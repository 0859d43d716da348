//! Which plugins a plan needs, where they come from, and what is said when one cannot be used.

use std::path::{Path, PathBuf};

use cxplan_core::declare::{self, Settings};
use cxplan_core::diag::{Code, Diagnostic, Diagnostics};
use cxplan_core::inputs::MethodTables;
use cxplan_core::method::{Method, Origin};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::read::{Document, PluginRef, leaves_folder};
use cxplan_core::source::Span;
use cxplan_host::{Class, Host, LoadError, Plugin, RunError};

use crate::files::{read_file_up_to, reason, stays_inside};
use crate::lock::Lock;
use crate::project::Project;

/// A method that ships with the program.
pub type Builtin = (&'static str, &'static [u8]);

/// The methods that ship with the program.
pub fn builtin_methods() -> &'static [Builtin] {
    cxplan_host::builtin()
}

/// Why a plugin cannot be used.
#[derive(Debug)]
pub enum PluginFailure {
    /// The file cannot be read.
    File(std::io::Error),
    /// It is no plugin, or not one that behaves.
    Load {
        /// Why.
        error: LoadError,
        /// SHA-256 of what the file holds.
        sha256: String,
    },
}

/// Loads a plugin from a file.
///
/// # Errors
///
/// See [`PluginFailure`].
pub fn load_file(host: &Host, file: &Path, shown: &str) -> Result<Plugin, PluginFailure> {
    let bytes = read_file_up_to(file, host.limits().file_bytes).map_err(PluginFailure::File)?;
    load_bytes(host, &bytes, Origin::File(shown.to_owned()))
}

/// Loads a plugin.
///
/// # Errors
///
/// See [`PluginFailure`].
pub fn load_bytes(host: &Host, bytes: &[u8], origin: Origin) -> Result<Plugin, PluginFailure> {
    host.load(bytes, origin)
        .map_err(|error| PluginFailure::Load { error, sha256: cxplan_host::digest(bytes) })
}

/// The plugins of a plan.
pub(crate) struct Loaded {
    pub(crate) plugins: Vec<Plugin>,
    /// Ids of methods whose plugin could not be loaded, which was reported.
    pub(crate) unavailable: Vec<String>,
    /// Methods that are open, and whose parameters are wrong.
    pub(crate) undeclared: Vec<Method>,
}

/// The plugins of a plan: those that it names, those of the caller (the file, and what messages call it), and the built-in
/// ones that it mentions or that the caller has `asked` for. `locked` asks for a lock that knows all that the plan names.
pub(crate) fn load(
    host: &Host,
    project: &Project,
    document: &Document<'_>,
    files: &[(PathBuf, String)],
    asked: &[&str],
    locked: bool,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    let mut plugins: Vec<Plugin> = Vec::new();
    let mut unavailable: Vec<String> = Vec::new();
    let mut add = |plugin: Plugin| {
        if plugins.iter().all(|known| known.method.id() != plugin.method.id()) {
            plugins.push(plugin);
        }
    };
    // The caller's come first: what is asked for on the command line wins.
    for (file, shown) in files {
        match load_file(host, file, shown) {
            Ok(plugin) => add(plugin),
            Err(failure) => {
                diagnostics.push(plugin_diagnostic(&failure, shown, None));
                // Which method it was to be, nobody knows; the file's name is the best guess.
                unavailable.extend(file.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
            }
        }
    }
    let named_by_plan = document.plugins();
    let is_named = |id: &str| named_by_plan.iter().any(|named| named.method == id);
    let lock = Lock::read(&project.folder, locked, diagnostics);
    for named in &named_by_plan {
        match self::named(host, project, named, Some(&lock), diagnostics) {
            Some(plugin) => add(plugin),
            None => unavailable.push(named.method.clone()),
        }
    }
    let wanted = |id: &str| document.mentions(id) || asked.contains(&id);
    for builtin in builtin_methods().iter().filter(|(id, _)| wanted(id) && !is_named(id)) {
        match load_builtin(host, builtin) {
            Ok(plugin) => add(plugin),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                unavailable.push(builtin.0.to_owned());
            }
        }
    }
    let mut loaded = Loaded { plugins: Vec::new(), unavailable, undeclared: Vec::new() };
    for plugin in plugins {
        match declared(plugin, document, diagnostics) {
            Ok(plugin) => loaded.plugins.push(plugin),
            Err(method) => loaded.undeclared.push(*method),
        }
    }
    loaded
}

/// A plugin that the plan names, and that the lock, where one holds, does not forbid. None where it cannot be used, which is
/// told.
pub(crate) fn named(
    host: &Host,
    project: &Project,
    named: &PluginRef,
    lock: Option<&Lock>,
    diagnostics: &mut Diagnostics,
) -> Option<Plugin> {
    let (path, span) = (&named.path.value, named.path.span);
    if leaves_folder(path) || !stays_inside(&project.folder, Path::new(path)) {
        diagnostics.push(
            Diagnostic::new(
                Code::OutsideProject,
                phrase!(
                    "the plugin `{path}` lies outside the plan's folder",
                    "le plugin `{path}` se trouve hors du dossier du plan"
                ),
            )
            .at(span, Phrase::fixed("leads outside", "mène dehors"))
            .help(Phrase::fixed(
                "copy it beside the plan, or name it with `--plugin FILE`",
                "copiez-le à côté du plan, ou nommez-le avec `--plugin FICHIER`",
            )),
        );
        return None;
    }
    let bytes = read_file_up_to(&project.folder.join(path), host.limits().file_bytes);
    let forbidden = |bytes| lock.and_then(|lock| lock.verify(named, &cxplan_host::digest(bytes)));
    if let Some(diagnostic) = bytes.as_deref().ok().and_then(forbidden) {
        diagnostics.push(diagnostic);
        return None;
    }
    let loaded = bytes
        .map_err(PluginFailure::File)
        .and_then(|bytes| load_bytes(host, &bytes, Origin::File(path.to_owned())));
    match loaded {
        Ok(plugin) if plugin.method.id() != named.method => {
            let (id, named_id) = (plugin.method.id(), &named.method);
            diagnostics.push(
                Diagnostic::new(
                    Code::BrokenContract,
                    phrase!(
                        "the plugin `{path}` scores by `{id}`, not by `{named_id}`",
                        "le plugin `{path}` note par `{id}`, et non par `{named_id}`"
                    ),
                )
                .at(span, phrase!("this is `{id}`", "ceci est `{id}`"))
                .help(phrase!(
                    "rename the table to [scoring.{id}], and the inputs of the initiatives likewise",
                    "renommez la table en [scoring.{id}], et les données des initiatives de même"
                )),
            );
            None
        }
        Ok(plugin) => match lock.and_then(|lock| lock.verify_version(named, &plugin)) {
            None => Some(plugin),
            Some(diagnostic) => {
                diagnostics.push(diagnostic);
                None
            }
        },
        Err(failure) => {
            diagnostics.push(plugin_diagnostic(&failure, path, Some(span)));
            None
        }
    }
}

/// The plugin with what the plan's parameters make of its method; the method alone where they are wrong, which is told.
fn declared(
    plugin: Plugin,
    document: &Document<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Plugin, Box<Method>> {
    if !plugin.method.is_open() {
        return Ok(plugin);
    }
    let method = plugin.method.clone();
    let tables = MethodTables::new(std::slice::from_ref(&method), &[], &[], &[]);
    let params = match declare::settings(document, &method, &tables) {
        Settings::Absent => return Ok(plugin),
        // What is wrong is told where the plan is read.
        Settings::Wrong => return Err(Box::new(method)),
        Settings::Read(params) => params,
    };
    let unprintable = params.unprintable();
    if !unprintable.is_empty() {
        unprintable.into_iter().for_each(|finding| diagnostics.push(finding));
        return Err(Box::new(method));
    }
    match plugin.declare(&params.values) {
        Ok(Ok(plugin)) => return Ok(plugin),
        Ok(Err(faults)) => {
            for fault in &faults {
                diagnostics.push(declare::finding(document, &method, &params, fault));
            }
        }
        Err(error) => diagnostics.push(run_diagnostic(&error, &method, Some(params.span()), None)),
    }
    Err(Box::new(method))
}

/// A method that ships with the program, or the finding where it cannot be used.
pub(crate) fn load_builtin(host: &Host, (id, bytes): &Builtin) -> Result<Plugin, Diagnostic> {
    load_bytes(host, bytes, Origin::Builtin).map_err(|failure| plugin_diagnostic(&failure, id, None))
}

/// The finding for a plugin that cannot be used.
pub fn plugin_diagnostic(failure: &PluginFailure, shown: &str, span: Option<Span>) -> Diagnostic {
    let (code, message) = match failure {
        PluginFailure::File(error) => {
            let reason = reason(error);
            (
                Code::PluginUnreadable,
                phrase!(
                    "cannot read the plugin `{shown}`: {reason}",
                    "impossible de lire le plugin `{shown}` : {reason}";
                    reason = reason
                ),
            )
        }
        PluginFailure::Load { error, sha256 } => {
            let sha256 = prefix(sha256);
            (
                code(error.class()),
                phrase!(
                    "`{shown}` (sha256 {sha256}) cannot be used: {error}",
                    "`{shown}` (sha256 {sha256}) est inutilisable : {error}";
                    error = error.phrase()
                ),
            )
        }
    };
    let backtrace = match failure {
        PluginFailure::Load { error: LoadError::Failed(error), .. } => error.backtrace(),
        PluginFailure::Load { .. } | PluginFailure::File(_) => &[],
    };
    let diagnostic = Diagnostic::new(code, message).help(remedy(failure, span)).details(backtrace);
    diagnostic.at_any(span, Phrase::fixed("named here", "nommé ici"))
}

/// The finding for a plugin that failed while it scored, where the plan asked for it and, if one initiative alone makes
/// it fail, which: its id, and where its inputs stand.
pub fn run_diagnostic(
    error: &RunError,
    method: &Method,
    span: Option<Span>,
    suspect: Option<(&str, Span)>,
) -> Diagnostic {
    let (id, version, sha256) = (method.id(), &method.spec().version, prefix(&method.sha256));
    let message = match suspect {
        Some((initiative, _)) => phrase!(
            "`{id}` {version} (sha256 {sha256}) gave no scores: {error}; `{initiative}` alone makes it fail",
            "`{id}` {version} (sha256 {sha256}) n'a donné aucun score : {error} ; `{initiative}` suffit à la faire \
             échouer";
            error = error.phrase()
        ),
        None => phrase!(
            "`{id}` {version} (sha256 {sha256}) gave no scores: {error}",
            "`{id}` {version} (sha256 {sha256}) n'a donné aucun score : {error}";
            error = error.phrase()
        ),
    };
    let diagnostic = Diagnostic::new(code(error.class()), message)
        .help(error.remedy())
        .details(error.backtrace())
        .at_any(span, Phrase::fixed("asked for here", "demandée ici"));
    match suspect {
        Some((_, inputs)) => diagnostic.also(inputs, Phrase::fixed("fails on these", "échoue sur celles-ci")),
        None => diagnostic,
    }
}

/// As much of a digest as tells two releases of a plugin apart.
pub(crate) fn prefix(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

impl PluginFailure {
    /// What the plugin's author does about it.
    pub fn advice(&self) -> Phrase {
        match self {
            Self::File(_) => remedy(self, None),
            Self::Load { error, .. } => error.advice(),
        }
    }
}

/// What to do about a plugin that cannot be used, and that the plan may name somewhere.
fn remedy(failure: &PluginFailure, span: Option<Span>) -> Phrase {
    match (failure, span) {
        (PluginFailure::File(_), Some(_)) => Phrase::fixed(
            "check the path; it starts from the plan's folder",
            "vérifiez le chemin ; il part du dossier du plan",
        ),
        (PluginFailure::File(_), None) => Phrase::fixed(
            "check the path; it starts from the folder in which the command runs",
            "vérifiez le chemin ; il part du dossier où s'exécute la commande",
        ),
        (PluginFailure::Load { error, .. }, _) => error.remedy(),
    }
}

fn code(class: Class) -> Code {
    match class {
        Class::NotAComponent | Class::TooLarge => Code::NotAComponent,
        Class::WrongWorld => Code::WrongWorld,
        Class::Trapped | Class::Unsupported => Code::PluginTrapped,
        Class::CompileLimit
        | Class::OutOfFuel
        | Class::Deadline
        | Class::OutOfMemory
        | Class::StackOverflow => Code::PluginLimit,
        Class::BrokeContract => Code::BrokenContract,
    }
}
