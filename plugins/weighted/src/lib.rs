//! A weighted sum of criteria that the plan names, each on a scale between two fixed values.
//!
//! A value counts for how far it lies between the worst and the best of its criterion, so that a score says the same whatever
//! else is in the plan. Scales that stretch from the lowest to the highest value at hand, as some tools have them, change
//! scores and ranks of the others when an idea is added.

use cxplan_sdk::{
    Column, ColumnKind, Declaration, Declarer, Description, Entry, Fault, Input, Language, Meaning, Outcome,
    Part, RESERVED, Scored, Scorer, Value, export_scorer,
};

/// The method.
struct Weighted;

export_scorer!(Weighted, declares);

/// Position in the declared parameters.
const CRITERIA: usize = 0;

// Positions in the columns of a criterion.
const WEIGHT: usize = 0;
const WORST: usize = 1;
const BEST: usize = 2;
const LABEL: usize = 3;
const UNIT: usize = 4;

/// A criterion that says nothing of its scale is rated from 1 to 5.
const SCALE: [f64; 2] = [1.0, 5.0];
/// More criteria than this are no help to anybody, and the interface has no room for them.
const MOST: usize = 64;

/// One criterion, as the plan declares it.
struct Criterion<'a> {
    entry: &'a Entry,
    weight: f64,
    worst: f64,
    best: f64,
}

impl<'a> Criterion<'a> {
    fn of(entry: &'a Entry) -> Self {
        let number = |column: usize| entry.cells[column].as_number();
        Self {
            entry,
            weight: entry.cells[WEIGHT].number(),
            worst: number(WORST).unwrap_or(SCALE[0]),
            best: number(BEST).unwrap_or(SCALE[1]),
        }
    }

    fn label(&self) -> String {
        self.entry.cells[LABEL]
            .as_text()
            .map_or_else(|| self.entry.key.replace(['_', '-'], " "), str::to_owned)
    }

    /// 0 at the worst value, 1 at the best.
    fn worth(&self, value: f64) -> f64 {
        (value - self.worst) / (self.best - self.worst)
    }
}

impl Scorer for Weighted {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        let column = |key, label, kind, help| Column::new(key, label, kind).help(help);
        Description {
            id: "weighted",
            title: text("Weighted criteria", "Critères pondérés"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "How far an initiative comes on the criteria of the team, each with its weight.",
                "Jusqu’où une initiative va sur les critères de l’équipe, chacun avec son poids.",
            ),
            formula: text(
                "sum of weight × position between worst and best ÷ sum of weights × 100",
                "somme de poids × position entre pire et meilleur ÷ somme des poids × 100",
            ),
            meaning: Meaning::Benefit,
            params: vec![
                Input::entries(
                    "criteria",
                    text("Criteria", "Critères"),
                    [
                        column(
                            "weight",
                            text("Weight", "Poids"),
                            ColumnKind::Number,
                            text("How much it counts beside the others.", "Ce qu’il compte à côté des autres."),
                        )
                        .min(0.0)
                        .max(1e6)
                        .required(),
                        column(
                            "worst",
                            text("Worst", "Pire"),
                            ColumnKind::Number,
                            text("The value that is worth nothing; 1 where nothing is said.", "La valeur qui ne vaut rien\u{202f}; 1 si rien n’est dit."),
                        ),
                        column(
                            "best",
                            text("Best", "Meilleur"),
                            ColumnKind::Number,
                            text(
                                "The value that is worth all; 5 where nothing is said. Below the worst where less is better.",
                                "La valeur qui vaut tout\u{202f}; 5 si rien n’est dit. Sous la pire si moins vaut mieux.",
                            ),
                        ),
                        column(
                            "label",
                            text("Label", "Libellé"),
                            ColumnKind::Text,
                            text("Name for readers.", "Nom pour les lecteurs."),
                        ),
                        column(
                            "unit",
                            text("Unit", "Unité"),
                            ColumnKind::Text,
                            text("Unit of the value.", "Unité de la valeur."),
                        ),
                    ],
                )
                .help(text("What the team decides by.", "Ce sur quoi l’équipe se décide."))
                .required(),
            ],
            ..Description::EMPTY
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let criteria: Vec<Criterion<'_>> = params[CRITERIA].entries().iter().map(Criterion::of).collect();
        let all: f64 = criteria.iter().map(|criterion| criterion.weight).sum();
        Outcome::of_each(rows, |row, _| {
            let points = |(criterion, value): (&Criterion<'_>, &Value)| {
                100.0 * criterion.weight * criterion.worth(value.number()) / all
            };
            let parts: Vec<f64> = criteria.iter().zip(row).map(points).collect();
            Some(Scored::new(parts.iter().sum()).parts(parts))
        })
    }
}

impl Declarer for Weighted {
    fn declare(params: &[Value]) -> Result<Declaration, Vec<Fault>> {
        let entries = params[CRITERIA].entries();
        let faults = faults(entries);
        if !faults.is_empty() {
            return Err(faults);
        }
        let criteria: Vec<Criterion<'_>> = entries.iter().map(Criterion::of).collect();
        let input = |criterion: &Criterion<'_>| {
            let input = Input::number(criterion.entry.key.clone(), criterion.label())
                .min(criterion.worst.min(criterion.best))
                .max(criterion.worst.max(criterion.best))
                .required();
            match criterion.entry.cells[UNIT].as_text() {
                Some(unit) => input.unit(unit.to_owned()),
                None => input,
            }
        };
        let part =
            |criterion: &Criterion<'_>| Part::number(criterion.entry.key.clone(), criterion.label(), "");
        Ok(Declaration {
            inputs: criteria.iter().map(input).collect(),
            parts: criteria.iter().map(part).collect(),
            ..Declaration::default()
        })
    }
}

/// What is wrong with the criteria.
fn faults(entries: &[Entry]) -> Vec<Fault> {
    let fault = |message: (&str, &str), help: (&str, &str)| Fault::param(CRITERIA, message, help);
    if entries.is_empty() {
        let message = ("there are no criteria", "il n’y a pas de critères");
        return vec![fault(
            message,
            (
                "add [scoring.weighted.criteria] with a line such as `ease = { weight = 2 }`",
                "ajoutez [scoring.weighted.criteria] avec une ligne comme `facilite = { weight = 2 }`",
            ),
        )];
    }
    if entries.len() > MOST {
        let message = ("there are more than 64 criteria", "il y a plus de 64 critères");
        return vec![fault(message, ("keep those that decide", "gardez ceux qui décident"))];
    }
    let criteria: Vec<Criterion<'_>> = entries.iter().map(Criterion::of).collect();
    let mut faults: Vec<Fault> = (0..)
        .zip(&criteria)
        .filter(|(_, criterion)| criterion.worst == criterion.best)
        .map(|(position, criterion)| {
            let column = if criterion.entry.cells[BEST] == Value::Missing { WORST } else { BEST };
            fault(
                ("worst and best are the same", "le pire et le meilleur sont égaux"),
                ("give two values that lie apart", "donnez deux valeurs différentes"),
            )
            .entry(position)
            .column(column)
        })
        .collect();
    let taken = |position: &usize| RESERVED.contains(&entries[*position].key.as_str());
    for position in (0..entries.len()).filter(taken) {
        faults.push(
            fault(
                ("this name is taken by the plan language", "ce nom est pris par le langage du plan"),
                ("choose another one", "choisissez-en un autre"),
            )
            .entry(position),
        );
    }
    if criteria.iter().all(|criterion| criterion.weight == 0.0) {
        let message = ("all weights are 0", "tous les poids sont à 0");
        faults.push(fault(message, ("give one of them more", "donnez plus à l’un d’eux")));
    }
    faults
}

#[cfg(test)]
mod tests;
