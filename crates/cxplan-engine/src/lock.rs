//! `cxplan.lock`: which plugins a plan was made with, by their digests. It lies beside the plan, for version control.

use std::fs;
use std::path::Path;

use cxplan_core::diag::{Code, Diagnostic, Diagnostics};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::read::{self, PluginRef};
use cxplan_core::source::Span;
use cxplan_host::{Host, Plugin};

use crate::files::reason;
use crate::plugins::{self, prefix};
use crate::project::Project;

/// Name of the file, beside the plan.
pub const LOCK_FILE: &str = "cxplan.lock";

/// The form of the file. Another number is another form.
const VERSION: i64 = 1;

/// A plugin as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Id of its method.
    pub id: String,
    /// Its own version.
    pub version: String,
    /// Path as the plan writes it, from the plan's folder.
    pub path: String,
    /// Lower-case hexadecimal SHA-256 of the component.
    pub sha256: String,
}

/// What `cxplan.lock` says of a plan's plugins.
#[derive(Debug)]
pub(crate) struct Lock {
    /// None: there is no lock.
    recorded: Option<Vec<Locked>>,
    /// Whether every plugin must be in it.
    strict: bool,
}

impl Lock {
    /// The lock of a folder. What is wrong with it is told, and it then counts as if it were not there.
    pub(crate) fn read(folder: &Path, strict: bool, diagnostics: &mut Diagnostics) -> Self {
        match read_lock(folder) {
            Ok(recorded) => Self { recorded, strict },
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                Self { recorded: None, strict: false }
            }
        }
    }

    /// What is wrong with the file of a plugin that the plan names, as far as the lock knows. Looked at before anything is made
    /// of the file: what is not the recorded one is not even read as a plugin.
    pub(crate) fn verify(&self, named: &PluginRef, sha256: &str) -> Option<Diagnostic> {
        let (id, path, span) = (&named.method, &named.path.value, named.path.span);
        match (&self.recorded, self.entry(id)) {
            (_, Some(locked)) if locked.sha256 != sha256 => Some(differs(locked, path, sha256, span)),
            (_, Some(locked)) if locked.path != *path => {
                let recorded = &locked.path;
                Some(outdated(
                    phrase!(
                        "{LOCK_FILE} records `{id}` as `{recorded}`, and the plan names `{path}`",
                        "{LOCK_FILE} consigne `{id}` comme `{recorded}`, et le plan nomme `{path}`"
                    ),
                    span,
                ))
            }
            (Some(_), None) if self.strict => Some(unlocked(
                phrase!(
                    "`{id}` is not in {LOCK_FILE}, and `--locked` was asked for",
                    "`{id}` n'est pas dans {LOCK_FILE}, et `--locked` est demandé"
                ),
                span,
            )),
            (None, None) if self.strict => Some(unlocked(
                phrase!(
                    "there is no {LOCK_FILE} beside the plan, and `--locked` was asked for",
                    "il n'y a pas de {LOCK_FILE} à côté du plan, et `--locked` est demandé"
                ),
                span,
            )),
            _ => None,
        }
    }

    /// What the lock says wrongly of the version of a plugin whose bytes are the recorded ones.
    pub(crate) fn verify_version(&self, named: &PluginRef, plugin: &Plugin) -> Option<Diagnostic> {
        let locked = self.entry(&named.method)?;
        let (id, recorded, version) = (&locked.id, &locked.version, &plugin.method.spec().version);
        (recorded != version).then(|| {
            outdated(
                phrase!(
                    "{LOCK_FILE} records `{id}` {recorded}, and the recorded file is {version}",
                    "{LOCK_FILE} consigne `{id}` {recorded}, et le fichier consigné est en {version}"
                ),
                named.path.span,
            )
        })
    }

    fn entry(&self, id: &str) -> Option<&Locked> {
        self.recorded.iter().flatten().find(|locked| locked.id == id)
    }
}

fn differs(locked: &Locked, path: &str, sha256: &str, span: Span) -> Diagnostic {
    let Locked { id, version, .. } = locked;
    let (got, wanted) = (prefix(sha256), prefix(&locked.sha256));
    Diagnostic::new(
        Code::LockDiffers,
        phrase!(
            "`{path}` is not the plugin in {LOCK_FILE}: its sha256 is {got}, that of the recorded `{id}` {version} is {wanted}",
            "`{path}` n'est pas le plugin de {LOCK_FILE} : son sha256 est {got}, celui de `{id}` {version} consigné est {wanted}"
        ),
    )
    .at(span, Phrase::fixed("has other bytes", "a d'autres octets"))
    .help(Phrase::fixed(
        "put the recorded file back, or record this one with `cxplan plugin lock`",
        "remettez le fichier consigné, ou consignez celui-ci avec `cxplan plugin lock`",
    ))
}

fn outdated(message: Phrase, span: Span) -> Diagnostic {
    Diagnostic::new(Code::LockDiffers, message)
        .at(span, Phrase::fixed("has the recorded bytes", "a les octets consignés"))
        .help(Phrase::fixed(
            "record it anew with `cxplan plugin lock`",
            "consignez-le de nouveau avec `cxplan plugin lock`",
        ))
}

fn unlocked(message: Phrase, span: Span) -> Diagnostic {
    Diagnostic::new(Code::LockDiffers, message)
        .at(span, Phrase::fixed("not recorded", "pas consigné"))
        .help(Phrase::fixed("record it with `cxplan plugin lock`", "consignez-le avec `cxplan plugin lock`"))
}

/// The lock of a folder; none where there is none.
///
/// # Errors
///
/// [`Code::LockDiffers`] where there is a file, but not one that this program writes.
pub fn read_lock(folder: &Path) -> Result<Option<Vec<Locked>>, Diagnostic> {
    let text = match fs::read_to_string(folder.join(LOCK_FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(illegible(&reason(&error))),
    };
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| illegible(&Phrase::same(error.message())))?;
    let version = table.get("version").and_then(toml::Value::as_integer);
    if version != Some(VERSION) {
        return Err(illegible(&phrase!(
            "it has no `version = {VERSION}`",
            "il n'a pas de `version = {VERSION}`"
        )));
    }
    let entries = table.get("plugin").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let locked = |entry: &toml::Value| {
        let text = |key: &str| entry.get(key)?.as_str().map(str::to_owned);
        Some(Locked {
            id: text("id")?,
            version: text("version")?,
            path: text("path")?,
            sha256: text("sha256").filter(|sha256| sha256.len() == 64)?,
        })
    };
    let all: Option<Vec<Locked>> = entries.iter().map(locked).collect();
    all.map(Some).ok_or_else(|| {
        illegible(&Phrase::fixed(
            "a [[plugin]] lacks `id`, `version`, `path` or `sha256`",
            "à une entrée [[plugin]] il manque `id`, `version`, `path` ou `sha256`",
        ))
    })
}

fn illegible(why: &Phrase) -> Diagnostic {
    Diagnostic::new(
        Code::LockDiffers,
        phrase!("{LOCK_FILE} cannot be read: {why}", "{LOCK_FILE} est illisible : {why}"; why = why),
    )
    .help(Phrase::fixed(
        "write it anew with `cxplan plugin lock`, or restore it",
        "réécrivez-le avec `cxplan plugin lock`, ou restaurez-le",
    ))
}

/// The plugins that a plan names, as they are now.
///
/// # Errors
///
/// Everything that keeps a plugin from being used. What else is wrong with the plan is not looked at.
pub fn plugins_now(project: &Project, host: &Host) -> Result<Vec<Locked>, Vec<Diagnostic>> {
    let mut silent = Diagnostics::default();
    let document = read::parse(&project.sources, &mut silent);
    let mut diagnostics = Diagnostics::default();
    let mut now = Vec::new();
    for named in document.plugins() {
        if let Some(plugin) = plugins::named(host, project, &named, None, &mut diagnostics) {
            now.push(Locked {
                id: named.method,
                version: plugin.method.spec().version.clone(),
                path: named.path.value,
                sha256: plugin.method.sha256,
            });
        }
    }
    // A plan says its plugins in any order; the file is easier to compare in one.
    now.sort_by(|one, other| one.id.cmp(&other.id));
    if diagnostics.errors() == 0 { Ok(now) } else { Err(diagnostics.sorted()) }
}

/// The plugin that a plan names for a method; none where it names none.
///
/// # Errors
///
/// Everything that keeps the plugin from being used.
pub fn plugin_of_plan(project: &Project, host: &Host, id: &str) -> Result<Option<Plugin>, Vec<Diagnostic>> {
    let document = read::parse(&project.sources, &mut Diagnostics::default());
    let mut diagnostics = Diagnostics::default();
    let Some(named) = document.plugins().into_iter().find(|named| named.method == id) else {
        return Ok(None);
    };
    match plugins::named(host, project, &named, None, &mut diagnostics) {
        Some(plugin) => Ok(Some(plugin)),
        None => Err(diagnostics.sorted()),
    }
}

/// The file's text.
pub fn lock_text(plugins: &[Locked]) -> String {
    let mut text = format!(
        "# The plugins of the plan, as `cxplan plugin lock` found them. Keep it with the plan.\nversion = {VERSION}\n"
    );
    for Locked { id, version, path, sha256 } in plugins {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        text.push_str(&format!(
            "\n[[plugin]]\nid = {}\nversion = {}\npath = {}\nsha256 = {}\n",
            quoted(id),
            quoted(version),
            quoted(path),
            quoted(sha256)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, text: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("cxplan-lock-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(LOCK_FILE), text).unwrap();
        folder
    }

    #[test]
    fn what_is_written_is_read_back() {
        let locked = Locked {
            id: "votes".into(),
            version: "1.0 \"beta\"".into(),
            path: "plugins/votes.wasm".into(),
            sha256: "a".repeat(64),
        };
        let folder = folder("back", &lock_text(std::slice::from_ref(&locked)));
        assert_eq!(read_lock(&folder).unwrap(), Some(vec![locked]));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(read_lock(&folder).unwrap(), None);
    }

    #[test]
    fn a_lock_that_is_none_is_told() {
        for (name, text, why) in [
            ("syntax", "version = ", "cannot be read"),
            ("version", "version = 2", "version = 1"),
            (
                "short",
                "version = 1\n[[plugin]]\nid = \"a\"\nversion = \"1\"\npath = \"a\"\nsha256 = \"12\"",
                "sha256",
            ),
        ] {
            let folder = folder(name, text);
            let found = read_lock(&folder).unwrap_err();
            assert!(found.code == Code::LockDiffers && found.message.en().contains(why), "{found:?}");
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}
