//! One score, taken apart.

use cxplan_engine::core::confidence;
use cxplan_engine::core::explain::{Explanation, Search, Term, is_least_change};
use cxplan_engine::core::method::{Description, Given, Input, InputKind, Language};
use cxplan_engine::core::model::{Initiative, Plan};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::report::{InitiativeView, Readiness};
use cxplan_engine::core::scores::Score;

use super::super::plan::place_reason;
use super::{exact, number};
use crate::table::{Align, Table};

pub(super) fn text(
    found: &Explanation,
    scored: &Score,
    plan: &Plan,
    initiative: &Initiative,
    view: Option<&InitiativeView>,
    language: Language,
) -> String {
    let description = plan.methods[0].method.description(language);
    let (title, id, method) = (&initiative.title, &initiative.id, &description.title);
    let (of, score, formula) = (found.of, number(found.score, language), &description.formula);
    let mut lines = vec![match found.rank {
        Some(rank) => phrase!(
            "{title} ({id}): rank {rank} of {of} by {method}\n{score} = {formula}",
            "{title} ({id}) : rang {rank} sur {of} par {method}\n{score} = {formula}"
        ),
        None => phrase!(
            "{title} ({id}): no rank by {method}, as it is done or set aside\n{score} = {formula}",
            "{title} ({id}) : pas de rang par {method}, car elle est terminée ou écartée\n{score} = {formula}"
        ),
    }];
    lines.extend(class_and_notes(scored, plan, initiative, language));
    lines.push(Phrase::same(format!("\n{}", terms(found, description, language))));
    if let Some(middle) = found.middle.map(|middle| number(middle, language)) {
        lines.push(phrase!(
            "With what is usual in the plan in every input that has a share the score is {middle}; the shares make up the difference.",
            "Avec ce qui est courant dans le plan pour chaque donnée qui a une part, le score est {middle} ; les parts font la différence."
        ));
    }
    if found.search == Search::Failed {
        lines.push(Phrase::fixed(
            "What would move the rank is not told: the method fails on values near those of the plan.",
            "Ce qui changerait le rang n'est pas dit : la méthode échoue sur des valeurs proches de celles du plan.",
        ));
    }
    lines.push(Phrase::same(String::new()));
    lines.extend(view.map_or_else(
        || {
            vec![Phrase::fixed(
                "There is no timeline, so that nothing is told of when.",
                "Il n'y a pas de calendrier : rien n'est dit du moment.",
            )]
        },
        questions,
    ));
    let lines: Vec<&str> = lines.iter().map(|line| line.get(language)).collect();
    format!("{}\n", lines.join("\n"))
}

/// The class and the remarks of the method, on a line.
fn class_and_notes(
    score: &Score,
    plan: &Plan,
    initiative: &Initiative,
    language: Language,
) -> Option<Phrase> {
    let scoring = &plan.methods[0];
    let description = scoring.method.description(language);
    let Score { scored, .. } = score;
    let class = scored.category.map(|class| description.categories[class as usize].label.clone());
    let notes = scored.notes.iter().map(|note| description.notes[*note as usize].label.clone());
    let cap = initiative.inputs[0].as_ref().and_then(|inputs| inputs.cap.as_ref());
    let cap = cap.map(|cap| confidence::remark(cap, plan, scoring).get(language).to_owned());
    let words: Vec<String> = class.into_iter().chain(notes).chain(cap).collect();
    (!words.is_empty()).then(|| Phrase::same(words.join("; ")))
}

fn terms(found: &Explanation, description: &Description, language: Language) -> String {
    let names = match language {
        Language::En => ["input", "value", "unit", "evidence", "share", "a rank up at", "a rank down at"],
        Language::Fr => {
            ["donnée", "valeur", "unité", "preuves", "part", "un rang plus haut à", "un rang plus bas à"]
        }
    };
    let [left, right] = [Align::Left, Align::Right];
    let aligned = [left, right, left, left, right, right, right];
    // What was not looked for has no column.
    let shown = if found.search == Search::Done { names.len() } else { names.len() - 2 };
    let columns: Vec<(&str, Align)> = names.into_iter().zip(aligned).take(shown).collect();
    let mut table = Table::new(&columns);
    for (term, input) in found.terms.iter().zip(&description.inputs) {
        let Term { value, evidence, share, up, down, .. } = term;
        // What the plan does not give brings nothing, and has no value to change.
        if value.is_none() {
            continue;
        }
        let none = || "–".to_owned();
        let mut row = vec![
            input.label.clone(),
            value.as_ref().map_or_else(none, |value| given(input, value, language)),
            input.unit.clone().unwrap_or_default(),
            evidence.join(", "),
            share.map_or_else(none, |share| {
                format!("{}{}", if share > 0.0 { "+" } else { "" }, number(share, language))
            }),
            up.as_ref().map_or_else(none, |to| moved(input, value.as_ref(), to, language)),
            down.as_ref().map_or_else(none, |to| moved(input, value.as_ref(), to, language)),
        ];
        row.truncate(shown);
        table.row(row);
    }
    table.to_string()
}

/// A value of an input.
pub(super) fn given(input: &Input, value: &Given, language: Language) -> String {
    match value {
        Given::Number(value) => number(*value, language),
        Given::Numbers(values) => {
            values.iter().map(|value| number(*value, language)).collect::<Vec<_>>().join("; ")
        }
        Given::Flag(flag) => {
            let word = if *flag { Phrase::fixed("yes", "oui") } else { Phrase::fixed("no", "non") };
            word.get(language).to_owned()
        }
        Given::Word(word) => {
            let choices = if let InputKind::Choice(choices) = &input.kind { choices.as_slice() } else { &[] };
            let choice = choices.iter().find(|choice| choice.key == *word);
            choice.map_or_else(|| word.clone(), |choice| choice.label.clone())
        }
    }
}

/// The value that moves a rank, in all its digits: they are few, and with fewer it would not.
fn moved(input: &Input, value: Option<&Given>, to: &Given, language: Language) -> String {
    match (value, to) {
        (Some(Given::Number(value)), Given::Number(to)) if is_least_change(*value, *to) => {
            Phrase::fixed("the least change", "moindre écart").get(language).to_owned()
        }
        (_, Given::Number(to)) => exact(*to, language),
        _ => given(input, to, language),
    }
}

/// The three questions of the method: is it urgent, can it be done now, does it need something first? Then its place in the plan.
fn questions(view: &InitiativeView) -> Vec<Phrase> {
    let mut answers = vec![if view.urgent {
        Phrase::fixed("Urgent: customers suffer now.", "Urgente : les clients en souffrent maintenant.")
    } else {
        Phrase::fixed("Not marked as urgent.", "Pas marquée urgente.")
    }];
    let quick_win = view.planned.as_ref().is_some_and(|planned| planned.quick_win);
    answers.push(match &view.readiness {
        Readiness::Done => Phrase::fixed("It is done.", "Elle est terminée."),
        Readiness::Aside => Phrase::fixed(
            "It was set aside, and is not planned.",
            "Elle a été écartée, et n'est pas planifiée.",
        ),
        Readiness::UnderWay => Phrase::fixed("It is under way.", "Elle est en cours."),
        Readiness::Needs { initiatives } => {
            let list = initiatives.join(", ");
            phrase!("It needs first: {list}.", "Elle a d'abord besoin de : {list}.")
        }
        Readiness::Waits { until } => phrase!(
            "It can begin on {until}: the plan or the calendar holds it until then.",
            "Elle peut commencer le {until} : le plan ou le calendrier la retient jusque-là."
        ),
        Readiness::Now if quick_win => Phrase::fixed(
            "It can be done now, and is a quick win.",
            "Elle peut se faire maintenant, et c'est un gain rapide.",
        ),
        Readiness::Now => Phrase::fixed(
            "It can be done now: it waits for nothing.",
            "Elle peut se faire maintenant : elle n'attend rien.",
        ),
    });
    let Some(planned) = &view.planned else { return answers };
    let (place, rank) = (planned.place, planned.rank);
    if place != rank {
        answers.push(phrase!(
            "Among what is still to be done it stands at {place}, and by its score alone at {rank}: {reason}.",
            "Parmi ce qui reste à faire elle est à la place {place}, et par son seul score à la place {rank} : {reason}.";
            reason = place_reason(&planned.place_reason)
        ));
    } else {
        answers.push(phrase!(
            "Among what is still to be done it stands at {place}, as by its score.",
            "Parmi ce qui reste à faire elle est à la place {place}, comme par son score."
        ));
    }
    answers
}
