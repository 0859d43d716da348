//! Value ÷ effort: the plainest ratio.
//!
//! Value is one figure on any scale, the same for the whole plan: points, euros, hours saved. It is taken as it is and
//! never scaled to the largest of the plan, which would change every score when one more idea is written down.

use cxplan_sdk::{
    Description, Input, Language, Meaning, Outcome, Role, Scored, Scorer, Value, export_scorer,
};

/// The method.
struct ValueEffort;

export_scorer!(ValueEffort);

// Positions in the declared inputs.
const VALUE: usize = 0;
const EFFORT: usize = 1;

impl Scorer for ValueEffort {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        Description {
            id: "value-effort",
            title: text("Value for effort", "Valeur et effort"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "One figure for the value of an initiative, for each month of work.",
                "Un seul chiffre pour la valeur d’une initiative, par mois de travail.",
            ),
            formula: text("value ÷ effort", "valeur ÷ effort"),
            meaning: Meaning::Ratio,
            inputs: vec![
                Input::number("value", text("Value", "Valeur"))
                    .help(text(
                        "Worth to customers, on one scale for the whole plan.",
                        "Intérêt pour les clients, sur une même échelle pour tout le plan.",
                    ))
                    .role(Role::Impact)
                    .min(0.0)
                    .required(),
                // Not required: where the plan gives none, the engine fills in the sum of the initiative's steps.
                Input::number("effort", text("Effort", "Effort"))
                    .help(text("Work of all teams together.", "Travail de toutes les équipes ensemble."))
                    .unit(text("person-months", "mois-personnes"))
                    .role(Role::Effort)
                    .min(0.0),
            ],
            ..Description::EMPTY
        }
    }

    fn score(_params: &[Value], rows: &[&[Value]]) -> Outcome {
        Outcome::of_each(rows, |row, report| {
            let Some(effort) = row[EFFORT].as_number().filter(|effort| *effort > 0.0) else {
                report.error(
                    EFFORT,
                    (
                        "the score divides by effort, which must be above 0",
                        "le score divise par l’effort, qui doit être au-dessus de 0",
                    ),
                    (
                        "give the person-months of all teams, or steps with an effort",
                        "donnez les mois-personnes de toutes les équipes, ou des étapes avec un effort",
                    ),
                );
                return None;
            };
            let score = row[VALUE].number() / effort;
            if !score.is_finite() {
                report.error(
                    VALUE,
                    ("the score is too large to be written", "le score est trop grand pour être écrit"),
                    ("check value and effort", "vérifiez la valeur et l’effort"),
                );
                return None;
            }
            Some(Scored::new(score))
        })
    }
}

#[cfg(test)]
mod tests;
