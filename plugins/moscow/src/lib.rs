//! Must, should, could, and won’t this time (Clegg and Barker 1994; DSDM).
//!
//! The classes are agreed with those who decide, for one delivery with a fixed end. Inside a class an optional value sorts,
//! then the smaller effort. Musts that take more than 60 % of the effort leave too little to drop when time runs short.

use cxplan_sdk::{
    Category, Choice, Description, Input, Language, Meaning, Note, Outcome, Problem, Role, Scored, Scorer,
    Severity, Value, export_scorer,
};

/// The method.
struct Moscow;

export_scorer!(Moscow);

// Positions in the declared inputs.
const CLASS: usize = 0;
const VALUE: usize = 1;
const EFFORT: usize = 2;

/// Position in the declared parameters.
const MUSTS_AT_MOST: usize = 0;

// Positions among the choices of the class and in the declared categories, first to last.
const MUST: usize = 0;
const WONT: usize = 3;

/// Position in the declared notes.
const NOT_THIS_TIME: usize = 0;

/// Upper end of the scale of values.
const HIGHEST: f64 = 10.0;

impl Scorer for Moscow {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        let classes = [
            (
                "must",
                text("Must", "Indispensable"),
                text("Without it the delivery is worth nothing.", "Sans elle, la livraison ne vaut rien."),
            ),
            (
                "should",
                text("Should", "Important"),
                text(
                    "Important, but the delivery works without it.",
                    "Importante, mais la livraison fonctionne sans elle.",
                ),
            ),
            (
                "could",
                text("Could", "Souhaitable"),
                text(
                    "Welcome, and the first to go when time runs short.",
                    "Bienvenue, et la première à tomber si le temps manque.",
                ),
            ),
            (
                "wont",
                text("Won’t this time", "Pas cette fois"),
                text(
                    "Agreed to stay out of this delivery.",
                    "Écartée de cette livraison, d’un commun accord.",
                ),
            ),
        ];
        Description {
            id: "moscow",
            title: text("MoSCoW", "MoSCoW"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "Must, should, could and won’t: what a delivery cannot do without comes first.",
                "Indispensable, important, souhaitable, pas cette fois\u{a0}: d’abord ce dont une livraison ne peut se passer.",
            ),
            formula: text("class, then value ↓, then effort ↑", "classe, puis valeur ↓, puis effort ↑"),
            meaning: Meaning::Rank,
            inputs: vec![
                Input::choice(
                    "class",
                    text("Class", "Classe"),
                    classes.map(|(key, label, _)| Choice::new(key, label)),
                )
                .help(text(
                    "What was agreed: must, should, could or wont.",
                    "Ce qui a été convenu\u{a0}: must, should, could ou wont.",
                ))
                .required(),
                Input::number("value", text("Value", "Valeur"))
                    .help(text(
                        "From 0 to 10, to sort inside a class.",
                        "De 0 à 10, pour trier à l’intérieur d’une classe.",
                    ))
                    .min(0.0)
                    .max(HIGHEST),
                Input::number("effort", text("Effort", "Effort"))
                    .help(text("Work of all teams together.", "Travail de toutes les équipes ensemble."))
                    .unit(text("person-months", "mois-personnes"))
                    .role(Role::Effort)
                    .min(0.0),
            ],
            params: vec![
                Input::share("musts_at_most", text("Musts at most", "Indispensables au plus"))
                    .help(text(
                        "Share of the effort that musts may take before a warning.",
                        "Part de l’effort que les indispensables peuvent prendre avant un avertissement.",
                    ))
                    .default(Value::Number(0.6)),
            ],
            categories: classes.map(|(key, label, help)| Category::new(key, label, help)).into(),
            notes: vec![Note::new(
                "not-this-time",
                text(
                    "comes last: agreed not to be done this time",
                    "vient en dernier\u{a0}: écartée cette fois, d’un commun accord",
                ),
            )],
            ..Description::EMPTY
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let mut outcome = Outcome::of_each(rows, |row, _report| {
            let class = row[CLASS].choice();
            let score = rank(class, row[VALUE].as_number().unwrap_or(0.0), row[EFFORT].as_number());
            Some(Scored::new(score).category(class).note_if(class == WONT, NOT_THIS_TIME))
        });
        outcome.problems.extend(too_many_musts(rows, params[MUSTS_AT_MOST].number()));
        outcome
    }
}

/// One number that sorts by class, then value, then effort: the whole part is 3 for a must and 0 for what is left out.
/// Effort, at most 1 of 1001, decides between values that lie less than a thousandth of the scale apart; unknown effort
/// comes last.
fn rank(class: usize, value: f64, effort: Option<f64>) -> f64 {
    let smallness = effort.map_or(0.0, |effort| 1.0 / (1.0 + effort));
    (WONT - class) as f64 + (1000.0 * (value / HIGHEST) + smallness) / 1002.0
}

/// A warning where musts take more than their share of the effort. Nothing can be said while an effort is unknown.
fn too_many_musts(rows: &[&[Value]], at_most: f64) -> Option<Problem> {
    let (mut musts, mut all) = (0.0, 0.0);
    for row in rows.iter().filter(|row| row[CLASS].choice() != WONT) {
        let effort = row[EFFORT].as_number()?;
        all += effort;
        if row[CLASS].choice() == MUST {
            musts += effort;
        }
    }
    // A hair more, so that 6 of 10 months are 60 % however they add up.
    let (taken, most) = (100.0 * musts / all, 100.0 * at_most);
    (musts > (at_most + 1e-9) * all).then(|| Problem {
        severity: Severity::Warning,
        row: None,
        input: Some(MUSTS_AT_MOST as u32),
        message: (
            format!("musts take {taken:.1} % of the effort, more than {most:.1} %"),
            format!("les « must » prennent {taken:.1}\u{a0}% de l’effort, plus que {most:.1}\u{a0}%"),
        )
            .into(),
        help: Some(
            (
                "ask of each must whether the delivery is worthless without it",
                "demandez de chaque « must » si la livraison ne vaut rien sans lui",
            )
                .into(),
        ),
    })
}

#[cfg(test)]
mod tests;
