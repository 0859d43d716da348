//! `cxplan plugin`

use std::path::Path;

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::{Description, Input, InputKind, Meaning, Origin, Role};
use cxplan_engine::host::{Plugin, trial};
use cxplan_engine::{
    ExitStatus, PluginFailure, builtin_methods, load_file, plugin_diagnostic, run_diagnostic,
};

use super::{fail, folder, host};
use crate::args::{Global, Plugin as PluginArgs};
use crate::table::{Align, Table};
use crate::terminal::data;

/// What a plugin is written against, in any language.
const WIT: &str = include_str!("../../../cxplan-sdk/wit/scoring.wit");

pub(super) fn run(plugin: &PluginArgs, global: &Global) -> ExitStatus {
    let outcome = match plugin {
        PluginArgs::List => list(global),
        PluginArgs::Wit => Ok(WIT.to_owned()),
        PluginArgs::Info { plugin } => load(plugin, global).map(|plugin| info(plugin.method.spec(), &plugin)),
        PluginArgs::Check { file } => {
            load(&file.display().to_string(), global).and_then(|plugin| check(&plugin, global))
        }
    };
    match outcome {
        Ok(text) => data(text.as_bytes()),
        Err(status) => status,
    }
}

fn list(global: &Global) -> Result<String, ExitStatus> {
    let mut table = Table::new(&[
        ("method", Align::Left),
        ("version", Align::Left),
        ("score", Align::Left),
        ("what it does", Align::Left),
    ]);
    for (id, _) in builtin_methods() {
        let plugin = load(id, global)?;
        let description = plugin.method.spec();
        table.row(vec![
            (*id).to_owned(),
            description.version.clone(),
            meaning(description.meaning).to_owned(),
            description.title.clone(),
        ]);
    }
    Ok(table.to_string())
}

/// A built-in method by its id, else a plugin by its file.
fn load(plugin: &str, global: &Global) -> Result<Plugin, ExitStatus> {
    let host = host(global)?;
    let loaded = match builtin_methods().iter().find(|(id, _)| *id == plugin) {
        Some((_, bytes)) => host.load(bytes, Origin::Builtin).map_err(PluginFailure::Load),
        None => load_file(&host, &folder(global).join(Path::new(plugin)), plugin),
    };
    loaded.map_err(|failure| fail(plugin_diagnostic(&failure, plugin, None), global))
}

fn info(description: &Description, plugin: &Plugin) -> String {
    let origin = match &plugin.method.origin {
        Origin::Builtin => "built in".to_owned(),
        Origin::File(file) => file.clone(),
    };
    let mut text = format!(
        "{} {} ({origin})\n{}\n\nid        {}\nformula   {}\nscore     {}\nsha256    {}\n",
        description.title,
        description.version,
        description.summary,
        description.id,
        description.formula,
        meaning(description.meaning),
        plugin.method.sha256,
    );
    text.push_str(&inputs(&format!("[initiative.{}]", description.id), &description.inputs));
    text.push_str(&inputs(&format!("[scoring.{}]", description.id), &description.params));
    let mut named = |title: &str, rows: Vec<(&str, &str)>| {
        if !rows.is_empty() {
            let mut table = Table::new(&[(title, Align::Left), ("", Align::Left)]);
            rows.into_iter().for_each(|(key, label)| table.row(vec![key.into(), label.into()]));
            text.push_str(&format!("\n{table}"));
        }
    };
    named(
        "breakdown",
        description.parts.iter().map(|part| (part.key.as_str(), part.label.as_str())).collect(),
    );
    named(
        "category",
        description
            .categories
            .iter()
            .map(|category| (category.key.as_str(), category.help.as_str()))
            .collect(),
    );
    text
}

fn inputs(title: &str, inputs: &[Input]) -> String {
    if inputs.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[title, "name", "kind", "", ""].map(|column| (column, Align::Left)));
    for input in inputs {
        let role = match input.role {
            Some(Role::Effort) => ", read as person-months of work",
            Some(Role::Confidence) => ", read as the chance of success",
            Some(Role::Impact) | None => "",
        };
        let required = if input.required { "required" } else { "optional" };
        table.row(vec![
            input.key.clone(),
            input.label.clone(),
            kind(&input.kind),
            required.into(),
            format!("{}{role}", input.help),
        ]);
    }
    format!("\n{table}")
}

fn kind(kind: &InputKind) -> String {
    match kind {
        InputKind::Number => "number".into(),
        InputKind::Integer => "whole number".into(),
        InputKind::Share => "share".into(),
        InputKind::Flag => "true or false".into(),
        InputKind::Choice(choices) => {
            choices.iter().map(|choice| choice.key.as_str()).collect::<Vec<_>>().join(" | ")
        }
        InputKind::Numbers(names) if names.len() > 4 => format!("{} numbers", names.len()),
        InputKind::Numbers(names) => format!("[{}]", names.join(", ")),
    }
}

const fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Ratio => "benefit for effort",
        Meaning::Benefit => "benefit",
        Meaning::Rank => "an order",
    }
}

fn check(plugin: &Plugin, global: &Global) -> Result<String, ExitStatus> {
    let trial =
        trial(plugin).map_err(|error| fail(run_diagnostic(&error, plugin.method.id(), None), global))?;
    if let Some(row) = trial.depends_on_order {
        let message = format!("the score of row {row} changes when the rows come in another order");
        return Err(fail(
            Diagnostic::new(Code::BrokenContract, message)
                .help("score each row by its own values, or by the set of all rows"),
            global,
        ));
    }
    let description = plugin.method.spec();
    Ok(format!(
        "{} {} is a sound plugin.\n\nexports      {}\nimports      nothing\ntrial        {} of {} made-up rows scored, the same in any order\nfuel         {} for the trial\nmemory       {} KiB\nsha256       {}\n",
        description.id,
        description.version,
        plugin.exports().join(", "),
        trial.scored,
        trial.rows,
        trial.usage.fuel,
        trial.usage.memory_bytes / 1024,
        plugin.method.sha256,
    ))
}
