//! `cxplan plugin lock`, `add` and `remove`

use std::fs;
use std::path::{Path, PathBuf};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::host::Plugin;
use cxplan_engine::{
    ExitStatus, LOCK_FILE, Locked, Project, forget_plugin, lock_text, name_plugin, plugins_now, read_lock,
    stays_inside,
};

use super::super::{fail, folder, host, project};
use super::check::{Reader, sound};
use super::load;
use crate::args::{Global, PluginAdd};
use crate::emit;
use crate::table::printable;
use crate::terminal::note;

/// Where a plan's own plugins go.
const FOLDER: &str = "plugins";

type Done = Result<ExitStatus, ExitStatus>;

pub(super) fn lock(plan: Option<&Path>, global: &Global) -> Done {
    let project = project(plan, global).map_err(|found| fail(found, global))?;
    let recorded = write_lock(&project, global)?;
    let all: Vec<String> =
        recorded.iter().map(|plugin| format!("{} {}", plugin.id, plugin.version)).collect();
    let all = all.join(", ");
    say(
        &match recorded.is_empty() {
            true => {
                Phrase::fixed("The plan names no plugin's file.", "Le plan ne nomme aucun fichier de plugin.")
            }
            false => phrase!("Recorded in `{LOCK_FILE}`: {all}.", "Consigné dans `{LOCK_FILE}` : {all}."),
        },
        global,
    );
    Ok(ExitStatus::Success)
}

/// Writes the lock of a plan; a plan without plugins gets none, unless there is one to be corrected.
fn write_lock(project: &Project, global: &Global) -> Result<Vec<Locked>, ExitStatus> {
    let host = host(global).map_err(|found| fail(found, global))?;
    let plugins = plugins_now(project, &host).map_err(|found| {
        emit::findings(&found, Some(&project.sources), global);
        ExitStatus::of(&found)
    })?;
    let file = project.folder.join(LOCK_FILE);
    if !plugins.is_empty() || file.exists() {
        cxplan_engine::write(&file, lock_text(&plugins).as_bytes()).map_err(|found| fail(found, global))?;
    }
    Ok(plugins)
}

pub(super) fn add(add: &PluginAdd, global: &Global) -> Done {
    let PluginAdd { file, plan, replace } = add;
    let plugin = load(&file.display().to_string(), global)?;
    sound(&plugin, Reader::User, global)?;
    let project = project(plan.as_deref(), global).map_err(|found| fail(found, global))?;
    let (id, version) = (plugin.method.id(), &plugin.method.spec().version);
    // A lock that cannot be read, or that knows another plugin, is told before anything is written.
    let known = read_lock(&project.folder).map_err(|found| fail(found, global))?.unwrap_or_default();
    let other = known.iter().find(|known| known.id == id && known.sha256 != plugin.method.sha256);
    if let Some(other) = other.filter(|_| !replace) {
        return Err(fail(would_replace(&plugin, other), global));
    }
    let (path, copy) = placed(&folder(global).join(file), &plugin, &project, *replace, global)?;
    // Where the method has a table already, that is where the plugin belongs.
    let named = project.sources.files().iter().filter(|source| source.plan.is_none()).find_map(|source| {
        let has_table = source.text.contains(&format!("scoring.{id}"));
        has_table.then(|| name_plugin(&source.text, id, &path, *replace).map(|text| (source, text)))?
    });
    let main = project.sources.main();
    let named = named.or_else(|| name_plugin(&main.text, id, &path, *replace).map(|text| (main, text)));
    let Some((source, text)) = named else {
        let name = &main.name;
        return Err(fail(
            Diagnostic::new(
                Code::Unwritable,
                phrase!(
                    "`{name}` names another plugin for `{id}`, or in another way, and is left as it is",
                    "`{name}` nomme un autre plugin pour `{id}`, ou d'une autre façon, et reste tel quel"
                ),
            )
            .help(phrase!(
                "`--replace` puts this one in its place; or write [scoring.{id}] with plugin = \"{path}\" and run \
                 `cxplan plugin lock`",
                "`--replace` met celui-ci à sa place ; ou écrivez [scoring.{id}] avec plugin = \"{path}\" et lancez \
                 `cxplan plugin lock`"
            )),
            global,
        ));
    };
    if let Some(bytes) = copy {
        cxplan_engine::write(&project.folder.join(&path), &bytes).map_err(|found| fail(found, global))?;
    }
    save(source, &text, global)?;
    let name = &source.name;
    let done = match other {
        None => phrase!("Added `{id}` {version}", "`{id}` {version} ajouté"),
        Some(other) => {
            let [(old, old_sha256), (new, new_sha256)] = releases(&plugin, other);
            phrase!(
                "Replaced `{id}` {old} (sha256 {old_sha256}) by {new} (sha256 {new_sha256})",
                "`{id}` {old} (sha256 {old_sha256}) remplacé par {new} (sha256 {new_sha256})"
            )
        }
    };
    record(&plugin, path.clone(), &project, global)?;
    say(
        &phrase!(
            "{done}: `{path}`, named in `{name}`, recorded in `{LOCK_FILE}`. \
             Run `cxplan plugin info {path}` to see what it reads of an initiative.",
            "{done} : `{path}`, nommé dans `{name}`, consigné dans `{LOCK_FILE}`. \
             `cxplan plugin info {path}` montre ce qu'il lit d'une initiative.";
            done = done
        ),
        global,
    );
    Ok(ExitStatus::Success)
}

/// Version and digest of the recorded plugin and of the new one.
fn releases<'p>(plugin: &'p Plugin, other: &'p Locked) -> [(&'p str, &'p str); 2] {
    let short = |sha256: &'p str| sha256.get(..12).unwrap_or(sha256);
    [(&other.version, short(&other.sha256)), (&plugin.method.spec().version, short(&plugin.method.sha256))]
}

fn would_replace(plugin: &Plugin, other: &Locked) -> Diagnostic {
    let id = plugin.method.id();
    let [(old, old_sha256), (new, new_sha256)] = releases(plugin, other);
    Diagnostic::new(
        Code::LockDiffers,
        phrase!(
            "{LOCK_FILE} records `{id}` {old} (sha256 {old_sha256}), and this is {new} (sha256 {new_sha256})",
            "{LOCK_FILE} consigne `{id}` {old} (sha256 {old_sha256}), et ceci est {new} (sha256 {new_sha256})"
        ),
    )
    .help(Phrase::fixed(
        "if this one is to take its place, run the command again with `--replace`",
        "si celui-ci doit prendre sa place, relancez la commande avec `--replace`",
    ))
}

/// The plugin's path from the plan's folder, and the bytes to be copied there where it lies outside of it.
fn placed(
    file: &Path,
    plugin: &Plugin,
    project: &Project,
    replace: bool,
    global: &Global,
) -> Result<(String, Option<Vec<u8>>), ExitStatus> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if let Ok(inside) = whole(file).strip_prefix(whole(&project.folder)) {
        let words: Vec<_> = inside.iter().map(|word| word.to_string_lossy()).collect();
        return Ok((words.join("/"), None));
    }
    let path = format!("{FOLDER}/{}.wasm", plugin.method.id());
    let target = project.folder.join(&path);
    let bytes = fs::read(file).unwrap_or_default();
    if fs::read(&target).is_ok_and(|there| there == bytes) {
        return Ok((path, None));
    }
    let outside = !stays_inside(&project.folder, Path::new(FOLDER));
    let taken = target.symlink_metadata().is_ok_and(|there| !(replace && there.is_file()));
    if outside || taken {
        return Err(fail(
            Diagnostic::new(
                Code::Unwritable,
                phrase!("there is already another `{path}`", "il y a déjà un autre `{path}`"),
            )
            .help(Phrase::fixed(
                "move or delete it, or overwrite it with `--replace`",
                "déplacez-le ou effacez-le, ou écrasez-le avec `--replace`",
            )),
            global,
        ));
    }
    Ok((path, Some(bytes)))
}

pub(super) fn remove(id: &str, plan: Option<&Path>, global: &Global) -> Done {
    let project = project(plan, global).map_err(|found| fail(found, global))?;
    let files = project.sources.files().iter().filter(|source| source.plan.is_none());
    let forgotten =
        files.filter_map(|source| forget_plugin(&source.text, id).map(|text| (source, text))).next();
    let Some((source, text)) = forgotten else {
        let name = &project.sources.main().name;
        return Err(fail(
            Diagnostic::new(
                Code::UnknownReference,
                phrase!(
                    "`{name}` has no [scoring.{id}] with a line `plugin = …`",
                    "`{name}` n'a pas de [scoring.{id}] avec une ligne `plugin = …`"
                ),
            )
            .help(Phrase::fixed(
                "check the id, or take it out of the plan yourself and run `cxplan plugin lock`",
                "vérifiez l'identifiant, ou retirez-le du plan vous-même et lancez `cxplan plugin lock`",
            )),
            global,
        ));
    };
    save(source, &text, global)?;
    let locked = read_lock(&project.folder).map_err(|found| fail(found, global))?;
    if let Some(locked) = locked {
        let rest: Vec<_> = locked.into_iter().filter(|known| known.id != id).collect();
        cxplan_engine::write(&project.folder.join(LOCK_FILE), lock_text(&rest).as_bytes())
            .map_err(|found| fail(found, global))?;
    }
    let name = &source.name;
    say(
        &phrase!(
            "`{name}` names no plugin for `{id}` any more; the plugin's file and what initiatives say of it stay.",
            "`{name}` ne nomme plus de plugin pour `{id}` ; le fichier du plugin et les données des initiatives restent."
        ),
        global,
    );
    Ok(ExitStatus::Success)
}

/// Writes a file of the plan anew.
fn save(source: &cxplan_engine::core::source::Source, text: &str, global: &Global) -> Result<(), ExitStatus> {
    let path = source.path.clone().unwrap_or_else(|| PathBuf::from(&source.name));
    let path = path.canonicalize().unwrap_or(path);
    if text == source.text {
        return Ok(());
    }
    cxplan_engine::write(&path, source.as_written(text).as_bytes()).map_err(|found| fail(found, global))
}

/// Puts a plugin into the lock. What the lock says of others stays: whether they changed is not for this command to accept.
fn record(plugin: &Plugin, path: String, project: &Project, global: &Global) -> Result<(), ExitStatus> {
    let known = read_lock(&project.folder).map_err(|found| fail(found, global))?.unwrap_or_default();
    let id = plugin.method.id();
    let mut plugins: Vec<Locked> = known.into_iter().filter(|known| known.id != id).collect();
    plugins.push(Locked {
        id: id.to_owned(),
        version: plugin.method.spec().version.clone(),
        path,
        sha256: plugin.method.sha256.clone(),
    });
    plugins.sort_by(|one, other| one.id.cmp(&other.id));
    cxplan_engine::write(&project.folder.join(LOCK_FILE), lock_text(&plugins).as_bytes())
        .map_err(|found| fail(found, global))
}

fn say(what: &Phrase, global: &Global) {
    if !global.quiet {
        note(&printable(what.get(global.lang)));
    }
}
