//! `cxplan plugin`

mod build;
mod check;
mod info;
mod lock;
mod new;
mod test;

use std::path::Path;

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::{Language, Meaning, Origin};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::host::{Limits, Plugin};
use cxplan_engine::{
    ExitStatus, PluginFailure, builtin_methods, load_bytes, load_file, plugin_diagnostic, plugin_of_plan,
};

use super::{fail, folder, host, project};
use crate::args::{Global, Plugin as PluginArgs};
use crate::emit;
use crate::guests::WIT;
use crate::table::{Align, Table};
use crate::terminal::data;

pub(super) fn run(plugin: &PluginArgs, global: &Global) -> ExitStatus {
    let print = |text: Result<String, ExitStatus>| text.map(|text| data(text.as_bytes(), global.lang));
    let outcome = match plugin {
        PluginArgs::List => print(list(global)),
        PluginArgs::Wit => print(Ok(WIT.to_owned())),
        PluginArgs::Info { plugin, plan } => {
            print(find(plugin, plan.as_deref(), global).map(|plugin| info::text(&plugin, global.lang)))
        }
        PluginArgs::New { name, language, sdk } => new::run(name, *language, sdk.as_deref(), global),
        PluginArgs::Build { folder } => build::run(folder, global),
        PluginArgs::Check { file } => print(check(file, global)),
        PluginArgs::Test(test) => test::run(test, global),
        PluginArgs::Add(add) => lock::add(add, global),
        PluginArgs::Remove { id, plan } => lock::remove(id, plan.as_deref(), global),
        PluginArgs::Lock { plan } => lock::lock(plan.as_deref(), global),
    };
    outcome.unwrap_or_else(|status| status)
}

fn check(file: &Path, global: &Global) -> Result<String, ExitStatus> {
    let plugin = load_own(&file.display().to_string(), global)?;
    let bytes = std::fs::metadata(folder(global).join(file)).map_or(0, |file| file.len());
    check::report(&plugin, bytes, &Limits::default(), global)
}

fn list(global: &Global) -> Result<String, ExitStatus> {
    let columns = match global.lang {
        Language::En => ["method", "version", "score", "what it does"],
        Language::Fr => ["méthode", "version", "score", "ce qu'elle fait"],
    };
    let mut table = Table::new(&columns.map(|column| (column, Align::Left)));
    for (id, _) in builtin_methods() {
        let plugin = load(id, global)?;
        let description = plugin.method.description(global.lang);
        table.row(vec![
            (*id).to_owned(),
            description.version.clone(),
            meaning(description.meaning).get(global.lang).to_owned(),
            description.title.clone(),
        ]);
    }
    Ok(table.to_string())
}

/// A built-in method by its id, else a plugin by its file.
fn load(plugin: &str, global: &Global) -> Result<Plugin, ExitStatus> {
    loaded(plugin, global)?.map_err(|failure| fail(plugin_diagnostic(&failure, plugin, None), global))
}

/// The same, for whoever writes the plugin.
fn load_own(plugin: &str, global: &Global) -> Result<Plugin, ExitStatus> {
    loaded(plugin, global)?
        .map_err(|failure| fail(plugin_diagnostic(&failure, plugin, None).help(failure.advice()), global))
}

fn loaded(plugin: &str, global: &Global) -> Result<Result<Plugin, PluginFailure>, ExitStatus> {
    let host = host(global).map_err(|diagnostic| fail(diagnostic, global))?;
    Ok(match builtin_methods().iter().find(|(id, _)| *id == plugin) {
        Some((_, bytes)) => load_bytes(&host, bytes, Origin::Builtin),
        None => load_file(&host, &folder(global).join(Path::new(plugin)), plugin),
    })
}

/// A built-in method, a plugin's file, or what the plan names for a method of this id, whose plan need not be sound.
fn find(wanted: &str, plan: Option<&Path>, global: &Global) -> Result<Plugin, ExitStatus> {
    let is_builtin = builtin_methods().iter().any(|(id, _)| *id == wanted);
    let is_file = folder(global).join(wanted).is_file() || wanted.contains(['/', '\\', '.']);
    if plan.is_none() && (is_builtin || is_file) {
        return load(wanted, global);
    }
    let project = project(plan, global);
    // Without a plan nearby there is nothing to look into, unless one was asked for.
    let project = match (project, plan) {
        (Ok(project), _) => Some(project),
        (Err(found), Some(_)) => return Err(fail(found, global)),
        (Err(_), None) => None,
    };
    if let Some(project) = &project {
        let host = host(global).map_err(|found| fail(found, global))?;
        let found = plugin_of_plan(project, &host, wanted).map_err(|found| {
            emit::findings(&found, Some(&project.sources), global);
            ExitStatus::of(&found)
        })?;
        if let Some(plugin) = found {
            return Ok(plugin);
        }
    }
    if is_builtin || is_file {
        return load(wanted, global);
    }
    let known = builtin_methods().iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
    let message = match &project {
        Some(project) => {
            let name = &project.sources.main().name;
            phrase!(
                "`{wanted}` is no built-in method and no file, and `{name}` names no plugin for it",
                "`{wanted}` n'est ni une méthode fournie ni un fichier, et `{name}` ne nomme aucun plugin pour elle"
            )
        }
        None => phrase!(
            "`{wanted}` is no built-in method and no file, and there is no plan here that could name its plugin",
            "`{wanted}` n'est ni une méthode fournie ni un fichier, et aucun plan ici ne pourrait nommer son plugin"
        ),
    };
    Err(fail(
        Diagnostic::new(Code::PluginUnreadable, message).help(phrase!(
            "use one of {known}, the path of a plugin, or name the plan with `--plan PATH`",
            "prenez l'une de {known}, le chemin d'un plugin, ou nommez le plan avec `--plan CHEMIN`"
        )),
        global,
    ))
}

const fn meaning(meaning: Meaning) -> Phrase {
    match meaning {
        Meaning::Ratio => Phrase::fixed("benefit for effort", "bénéfice pour l'effort"),
        Meaning::Benefit => Phrase::fixed("benefit", "bénéfice"),
        Meaning::Rank => Phrase::fixed("an order", "un ordre"),
    }
}
