//! `cxplan plugin`

use std::path::Path;

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::{Description, Input, InputKind, Language, Meaning, Origin, Role};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::host::{Plugin, trial};
use cxplan_engine::{ExitStatus, builtin_methods, load_bytes, load_file, plugin_diagnostic, run_diagnostic};

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
        PluginArgs::Info { plugin } => load(plugin, global).map(|plugin| info(&plugin, global.lang)),
        PluginArgs::Check { file } => {
            load(&file.display().to_string(), global).and_then(|plugin| check(&plugin, global))
        }
    };
    match outcome {
        Ok(text) => data(text.as_bytes(), global.lang),
        Err(status) => status,
    }
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
    let host = host(global).map_err(|diagnostic| fail(diagnostic, global))?;
    let loaded = match builtin_methods().iter().find(|(id, _)| *id == plugin) {
        Some((_, bytes)) => load_bytes(&host, bytes, Origin::Builtin),
        None => load_file(&host, &folder(global).join(Path::new(plugin)), plugin),
    };
    loaded.map_err(|failure| fail(plugin_diagnostic(&failure, plugin, None), global))
}

fn info(plugin: &Plugin, language: Language) -> String {
    let description = plugin.method.description(language);
    let Description { id, title, version, summary, formula, .. } = description;
    let sha256 = &plugin.method.sha256;
    let origin = match &plugin.method.origin {
        Origin::Builtin => Phrase::fixed("built in", "fournie"),
        Origin::File(file) => Phrase::same(file),
    };
    let head = phrase!(
        "{title} {version} ({origin})\n{summary}\n\nid        {id}\nformula   {formula}\nscore     {meaning}\n\
         sha256    {sha256}\n",
        "{title} {version} ({origin})\n{summary}\n\nid        {id}\nformule   {formula}\nscore     {meaning}\n\
         sha256    {sha256}\n";
        origin = origin, meaning = meaning(description.meaning)
    );
    let mut text = head.get(language).to_owned();
    text.push_str(&inputs(&format!("[initiative.{id}]"), &description.inputs, language));
    text.push_str(&inputs(&format!("[scoring.{id}]"), &description.params, language));
    let mut named = |title: &str, rows: Vec<(&str, &str)>| {
        if !rows.is_empty() {
            let mut table = Table::new(&[(title, Align::Left), ("", Align::Left)]);
            rows.into_iter().for_each(|(key, label)| table.row(vec![key.into(), label.into()]));
            text.push_str(&format!("\n{table}"));
        }
    };
    let (breakdown, category) = match language {
        Language::En => ("breakdown", "category"),
        Language::Fr => ("termes", "catégorie"),
    };
    named(breakdown, description.parts.iter().map(|part| (part.key.as_str(), part.label.as_str())).collect());
    named(
        category,
        description
            .categories
            .iter()
            .map(|category| (category.key.as_str(), category.help.as_str()))
            .collect(),
    );
    text
}

fn inputs(title: &str, inputs: &[Input], language: Language) -> String {
    if inputs.is_empty() {
        return String::new();
    }
    let [name, kind_of, required, optional] = match language {
        Language::En => ["name", "kind", "required", "optional"],
        Language::Fr => ["nom", "type", "obligatoire", "facultatif"],
    };
    let mut table = Table::new(&[title, name, kind_of, "", ""].map(|column| (column, Align::Left)));
    for input in inputs {
        let role = match input.role {
            Some(Role::Effort) => {
                Phrase::fixed("Read as person-months of work.", "Lu comme des mois-personnes de travail.")
            }
            Some(Role::Confidence) => {
                Phrase::fixed("Read as the chance of success.", "Lu comme la chance de succès.")
            }
            Some(Role::Impact) | None => Phrase::empty(),
        };
        table.row(vec![
            input.key.clone(),
            input.label.clone(),
            kind(&input.kind).get(language).to_owned(),
            if input.required { required } else { optional }.to_owned(),
            format!("{} {}", input.help, role.get(language)).trim().to_owned(),
        ]);
    }
    format!("\n{table}")
}

fn kind(kind: &InputKind) -> Phrase {
    match kind {
        InputKind::Number => Phrase::fixed("number", "nombre"),
        InputKind::Integer => Phrase::fixed("whole number", "nombre entier"),
        InputKind::Share => Phrase::fixed("share", "part"),
        InputKind::Flag => Phrase::fixed("true or false", "true ou false"),
        InputKind::Text => Phrase::fixed("text", "texte"),
        InputKind::Entries(_) => Phrase::fixed("table of your own names", "table de noms à vous"),
        InputKind::Choice(choices) => {
            Phrase::same(choices.iter().map(|choice| choice.key.as_str()).collect::<Vec<_>>().join(" | "))
        }
        InputKind::Numbers(names) if names.len() > 4 => {
            let count = names.len();
            phrase!("{count} numbers", "{count} nombres")
        }
        InputKind::Numbers(names) => Phrase::same(format!("[{}]", names.join(", "))),
    }
}

const fn meaning(meaning: Meaning) -> Phrase {
    match meaning {
        Meaning::Ratio => Phrase::fixed("benefit for effort", "bénéfice pour l'effort"),
        Meaning::Benefit => Phrase::fixed("benefit", "bénéfice"),
        Meaning::Rank => Phrase::fixed("an order", "un ordre"),
    }
}

fn check(plugin: &Plugin, global: &Global) -> Result<String, ExitStatus> {
    let trial =
        trial(plugin).map_err(|error| fail(run_diagnostic(&error, &plugin.method, None, None), global))?;
    if let Some(row) = trial.depends_on_order {
        let message = phrase!(
            "the score of row {row} changes when the rows come in another order",
            "le score de la ligne {row} change quand les lignes viennent dans un autre ordre"
        );
        return Err(fail(
            Diagnostic::new(Code::BrokenContract, message).help(Phrase::fixed(
                "score each row by its own values, or by the set of all rows",
                "notez chaque ligne par ses propres valeurs, ou par l'ensemble des lignes",
            )),
            global,
        ));
    }
    let Description { id, version, .. } = plugin.method.spec();
    let (exports, sha256) = (plugin.exports().join(", "), &plugin.method.sha256);
    let (scored, rows, fuel) = (trial.scored, trial.rows, trial.usage.fuel);
    let memory = trial.usage.memory_bytes / 1024;
    let verdict = phrase!(
        "{id} {version} is a sound plugin.\n\n\
         exports      {exports}\n\
         imports      nothing\n\
         trial        {scored} of {rows} made-up rows scored, the same in any order\n\
         fuel         {fuel} for the trial\n\
         memory       {memory} KiB\n\
         sha256       {sha256}\n",
        "{id} {version} est un plugin en règle.\n\n\
         exporte      {exports}\n\
         importe      rien\n\
         essai        {scored} lignes inventées sur {rows} notées, de même dans tout ordre\n\
         carburant    {fuel} pour l'essai\n\
         mémoire      {memory} Kio\n\
         sha256       {sha256}\n"
    );
    Ok(verdict.get(global.lang).to_owned())
}
