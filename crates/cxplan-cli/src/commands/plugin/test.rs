//! `cxplan plugin test`

use std::path::{Path, PathBuf};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::{ExitStatus, builtin_methods, open_cases, plugin_of_cases, run_cases};

use super::super::{fail, folder};
use super::load_own;
use crate::args::{Global, PluginTest};
use crate::emit;
use crate::table::{Align, Table};
use crate::terminal::data;

/// The cases of a plugin, beside it.
const CASES: &str = "cases.toml";

pub(super) fn run(test: &PluginTest, global: &Global) -> Result<ExitStatus, ExitStatus> {
    let cases = cases(test, global)?;
    let name = cases.display().to_string();
    let sources = open_cases(&folder(global).join(&cases), &name).map_err(|found| fail(found, global))?;
    let plugin = match is_plugin(test, global) {
        true => test.plugin.clone(),
        false => beside(&cases, plugin_of_cases(&sources).map(|named| named.value), global)?,
    };
    let plugin = load_own(&plugin, global)?;
    let (ran, findings) = run_cases(&sources, &plugin, &test.case);
    emit::findings(&findings, Some(&sources), global);
    let status = ExitStatus::of(&findings);
    if ran.is_empty() && status == ExitStatus::Success {
        let text = &test.case;
        return Err(fail(
            Diagnostic::new(
                Code::CaseFailed,
                phrase!(
                    "no case of `{name}` has `{text}` in its name",
                    "aucun cas de `{name}` n'a `{text}` dans son nom"
                ),
            )
            .help(Phrase::fixed("leave `--case` out to run all", "retirez `--case` pour les lancer tous")),
            global,
        ));
    }
    let passed = ran.iter().filter(|case| case.passed).count();
    let words = Phrase::fixed("ok", "ok");
    let failed = Phrase::fixed("FAILED", "ÉCHEC");
    let heads = [("", Align::Left), ("case", Align::Left), ("fuel", Align::Right), ("KiB", Align::Right)];
    let french =
        [("", Align::Left), ("cas", Align::Left), ("carburant", Align::Right), ("Kio", Align::Right)];
    let mut table = Table::new(if global.lang.tag() == "fr" { &french } else { &heads });
    for case in &ran {
        let verdict = if case.passed { &words } else { &failed };
        table.row(vec![
            verdict.get(global.lang).to_owned(),
            case.name.clone(),
            case.usage.fuel.to_string(),
            (case.usage.memory_bytes / 1024).to_string(),
        ]);
    }
    let (id, version, all) = (plugin.method.id(), &plugin.method.spec().version, ran.len());
    let verdict = phrase!(
        "{id} {version}: {passed} of {all} cases passed",
        "{id} {version} : {passed} cas sur {all} réussis"
    );
    let written = data(format!("{table}\n{}\n", verdict.get(global.lang)).as_bytes(), global.lang);
    Ok(status.max(written))
}

/// Whether the argument is a plugin, and not the folder of one.
fn is_plugin(test: &PluginTest, global: &Global) -> bool {
    is_builtin(test) || !folder(global).join(&test.plugin).is_dir()
}

fn is_builtin(test: &PluginTest) -> bool {
    builtin_methods().iter().any(|(id, _)| *id == test.plugin)
}

/// The file of cases, from where the program acts.
fn cases(test: &PluginTest, global: &Global) -> Result<PathBuf, ExitStatus> {
    if let Some(cases) = &test.cases {
        return Ok(cases.clone());
    }
    let plugin = Path::new(&test.plugin);
    if is_plugin(test, global) && !is_builtin(test) && !folder(global).join(plugin).is_file() {
        let shown = &test.plugin;
        return Err(fail(
            Diagnostic::new(
                Code::PluginUnreadable,
                phrase!("there is no folder or plugin `{shown}`", "il n'y a ni dossier ni plugin `{shown}`"),
            )
            .help(Phrase::fixed(
                "name the folder of a plugin, its file, or a built-in method",
                "nommez le dossier d'un plugin, son fichier, ou une méthode fournie",
            )),
            global,
        ));
    }
    let beside = match folder(global).join(plugin).is_dir() {
        true if test.plugin == "." => Path::new(""),
        true => plugin,
        false => plugin.parent().unwrap_or(Path::new("")),
    };
    let cases = beside.join(CASES);
    if folder(global).join(&cases).is_file() {
        return Ok(cases);
    }
    let shown = cases.display();
    Err(fail(
        Diagnostic::new(Code::Unreadable, phrase!("there is no `{shown}`", "il n'y a pas de `{shown}`")).help(
            Phrase::fixed(
                "write test cases beside the plugin, or name them with `--cases FILE`; `cxplan explain CXP0511` shows one",
                "écrivez des cas de test à côté du plugin, ou nommez-les avec `--cases FICHIER` ; `cxplan explain CXP0511` en montre un",
            ),
        ),
        global,
    ))
}

/// The plugin that the cases name, else the one component beside them.
fn beside(cases: &Path, named: Option<String>, global: &Global) -> Result<String, ExitStatus> {
    let parent = cases.parent().unwrap_or(Path::new(""));
    if let Some(named) = named {
        return Ok(parent.join(named).display().to_string());
    }
    let components: Vec<PathBuf> = std::fs::read_dir(folder(global).join(parent))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(PathBuf::from(entry.ok()?.file_name())))
        .filter(|name| name.extension().is_some_and(|ending| ending == "wasm"))
        .collect();
    match components.as_slice() {
        [one] => Ok(parent.join(one).display().to_string()),
        found => {
            let (count, shown) = (found.len(), cases.display());
            Err(fail(
                Diagnostic::new(
                    Code::PluginUnreadable,
                    phrase!(
                        "beside `{shown}` there are {count} plugins, and it names none",
                        "à côté de `{shown}` il y a {count} plugins, et il n'en nomme aucun"
                    ),
                )
                .help(Phrase::fixed(
                    "write `plugin = \"….wasm\"` at its top, or build the plugin with `cxplan plugin build`",
                    "écrivez `plugin = \"….wasm\"` à son début, ou construisez le plugin avec `cxplan plugin build`",
                )),
                global,
            ))
        }
    }
}
