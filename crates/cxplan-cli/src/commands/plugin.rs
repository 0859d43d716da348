//! `cxplan plugin`

mod build;
mod check;
mod lock;
mod new;
mod test;

use std::path::Path;

use cxplan_engine::core::method::{Description, Input, InputKind, Language, Meaning, Origin, Role};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::host::{Limits, Plugin};
use cxplan_engine::{ExitStatus, builtin_methods, load_bytes, load_file, plugin_diagnostic};

use super::{fail, folder, host};
use crate::args::{Global, Plugin as PluginArgs};
use crate::guests::WIT;
use crate::table::{Align, Table};
use crate::terminal::data;

pub(super) fn run(plugin: &PluginArgs, global: &Global) -> ExitStatus {
    let print = |text: Result<String, ExitStatus>| text.map(|text| data(text.as_bytes(), global.lang));
    let outcome = match plugin {
        PluginArgs::List => print(list(global)),
        PluginArgs::Wit => print(Ok(WIT.to_owned())),
        PluginArgs::Info { plugin } => print(load(plugin, global).map(|plugin| info(&plugin, global.lang))),
        PluginArgs::New { name, language } => new::run(name, *language, global),
        PluginArgs::Build { folder } => build::run(folder, global),
        PluginArgs::Check { file } => print(check(file, global)),
        PluginArgs::Test(test) => test::run(test, global),
        PluginArgs::Add { file, plan } => lock::add(file, plan.as_deref(), global),
        PluginArgs::Remove { id, plan } => lock::remove(id, plan.as_deref(), global),
        PluginArgs::Lock { plan } => lock::lock(plan.as_deref(), global),
    };
    outcome.unwrap_or_else(|status| status)
}

fn check(file: &Path, global: &Global) -> Result<String, ExitStatus> {
    let plugin = load(&file.display().to_string(), global)?;
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
