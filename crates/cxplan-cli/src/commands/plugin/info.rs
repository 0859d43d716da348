//! `cxplan plugin info`

use cxplan_engine::core::inputs::default_as_written;
use cxplan_engine::core::method::{Description, Input, InputKind, Language, Origin, Role};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::host::Plugin;

use super::meaning;
use crate::table::{Align, Table};

/// What a method reads and answers.
pub(super) fn text(plugin: &Plugin, language: Language) -> String {
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
    let [name, kind_of, values] = match language {
        Language::En => ["name", "kind", "values"],
        Language::Fr => ["nom", "type", "valeurs"],
    };
    let mut table = Table::new(&[title, name, kind_of, values, "", ""].map(|column| (column, Align::Left)));
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
            values_of(input).get(language).to_owned(),
            presence(input).get(language).to_owned(),
            format!("{} {}", input.help, role.get(language)).trim().to_owned(),
        ]);
    }
    format!("\n{table}")
}

/// Between which values it lies, on which scale, and in which unit.
fn values_of(input: &Input) -> Phrase {
    let range = match (input.min, input.max) {
        _ if !input.steps.is_empty() => {
            let steps: Vec<String> = input.steps.iter().map(f64::to_string).collect();
            Phrase::same(steps.join(", "))
        }
        (Some(min), Some(max)) => phrase!("{min} to {max}", "de {min} à {max}"),
        (Some(min), None) => phrase!("{min} or more", "{min} ou plus"),
        (None, Some(max)) => phrase!("{max} or less", "{max} ou moins"),
        (None, None) => Phrase::empty(),
    };
    match &input.unit {
        None => range,
        Some(unit) if range.is_empty() => Phrase::same(unit),
        Some(unit) => phrase!("{range} ({unit})", "{range} ({unit})"; range = range),
    }
}

/// Whether a plan must give it, and what holds where it does not.
fn presence(input: &Input) -> Phrase {
    match default_as_written(input) {
        _ if input.required => Phrase::fixed("required", "obligatoire"),
        Some(default) => phrase!("default {default}", "par défaut {default}"),
        None => Phrase::fixed("optional", "facultatif"),
    }
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
