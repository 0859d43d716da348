//! One score, taken apart.

use cxplan_engine::core::confidence;
use cxplan_engine::core::explain::{Explanation, Term};
use cxplan_engine::core::method::{Description, Language};
use cxplan_engine::core::model::{Initiative, Plan};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::report::InitiativeView;

use super::super::plan::place_reason;
use super::number;
use crate::table::{Align, Table};

pub(super) fn text(
    found: &Explanation,
    plan: &Plan,
    initiative: &Initiative,
    view: Option<&InitiativeView>,
    language: Language,
) -> String {
    let description = plan.methods[0].method.description(language);
    let (title, id, method) = (&initiative.title, &initiative.id, &description.title);
    let (rank, of, score, formula) = (found.rank, found.of, number(found.score), &description.formula);
    let mut lines = vec![phrase!(
        "{title} ({id}): rank {rank} of {of} by {method}\n{score} = {formula}\n",
        "{title} ({id}) : rang {rank} sur {of} par {method}\n{score} = {formula}\n"
    )];
    lines.push(Phrase::same(terms(found, description, language)));
    if let Some(middle) = found.middle.map(number) {
        lines.push(phrase!(
            "With the middle value of the plan in every input the score is {middle}; the shares make up the difference.",
            "Avec la valeur médiane du plan partout, le score est {middle} ; les parts font la différence."
        ));
    }
    let inputs = initiative.inputs[0].as_ref();
    lines.extend(inputs.and_then(|inputs| {
        let remark = confidence::remark(inputs.cap.as_ref()?, plan, &plan.methods[0]);
        Some(phrase!("Lowered: {remark}.", "Abaissée : {remark}."; remark = remark))
    }));
    lines.push(Phrase::same(String::new()));
    lines.extend(view.map(questions).unwrap_or_default());
    let lines: Vec<&str> = lines.iter().map(|line| line.get(language)).collect();
    format!("{}\n", lines.join("\n"))
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
    let columns: Vec<(&str, Align)> = names.into_iter().zip(aligned).collect();
    let mut table = Table::new(&columns);
    for (term, input) in found.terms.iter().zip(&description.inputs) {
        let Term { value, evidence, share, up, down, .. } = term;
        // Beside a tie the least change is enough, and three digits do not show it.
        let any = Phrase::fixed("the least change", "le moindre écart");
        let shown = |to: &Option<f64>| match (to.map(rounded), value.map(rounded)) {
            (None, _) => "–".to_owned(),
            (to, value) if to == value => any.get(language).to_owned(),
            (Some(to), _) => to,
        };
        table.row(vec![
            input.label.clone(),
            value.map_or_else(|| "–".into(), number),
            input.unit.clone().unwrap_or_default(),
            evidence.join(", "),
            share.map_or_else(
                || "–".into(),
                |share| format!("{}{}", if share > 0.0 { "+" } else { "" }, number(share)),
            ),
            shown(up),
            shown(down),
        ]);
    }
    table.to_string()
}

/// Three digits are enough to know how far away a rank is.
fn rounded(value: f64) -> String {
    let text = format!("{value:.2e}");
    number(text.parse().unwrap_or(value))
}

/// The three questions of the method: is it urgent, can it be done now, does it need something first? Then its place in the plan.
fn questions(view: &InitiativeView) -> Vec<Phrase> {
    let mut answers = vec![if view.urgent {
        Phrase::fixed("Urgent: customers suffer now.", "Urgente : les clients en souffrent maintenant.")
    } else {
        Phrase::fixed("Not urgent.", "Pas urgente.")
    }];
    let Some(planned) = &view.planned else {
        answers.push(Phrase::fixed("It is not planned.", "Elle n'est pas planifiée."));
        return answers;
    };
    let list = planned.open_needs.join(", ");
    answers.push(match (planned.open_needs.is_empty(), planned.quick_win) {
        (false, _) => phrase!("It needs first: {list}.", "Elle a d'abord besoin de : {list}."),
        (true, true) => Phrase::fixed(
            "It can be done now, and is a quick win.",
            "Elle peut se faire maintenant, et c'est un gain rapide.",
        ),
        (true, false) => Phrase::fixed(
            "It can be done now: it waits for nothing.",
            "Elle peut se faire maintenant : elle n'attend rien.",
        ),
    });
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
