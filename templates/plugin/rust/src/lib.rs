//! A scoring plugin for cxplan: what customers want and do not get comes first.
//!
//! Score = importance + weight × gap, where the gap is importance − satisfaction, and never below 0.

use cxplan_sdk::{
    Description, Input, Language, Meaning, Note, Outcome, Part, Scored, Scorer, Value, export_scorer,
};

/// The method.
#[derive(Debug)]
pub struct Method;

export_scorer!(Method);

// Positions in the lists that `describe` declares.
const WEIGHT: usize = 0;
const IMPORTANCE: usize = 0;
const SATISFACTION: usize = 1;
const OVERSERVED: usize = 0;

impl Scorer for Method {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        Description {
            id: "my-method",
            title: text("My method", "My method"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "What customers want and do not get comes first.",
                "Ce que les clients veulent et n’ont pas vient d’abord.",
            ),
            formula: text("importance + weight × gap", "importance + poids × écart"),
            meaning: Meaning::Benefit,
            inputs: vec![
                Input::number("importance", text("Importance", "Importance"))
                    .help(text(
                        "How much customers want it, 0 to 10.",
                        "À quel point les clients le veulent, de 0 à 10.",
                    ))
                    .min(0.0)
                    .max(10.0)
                    .required(),
                Input::number("satisfaction", text("Satisfaction", "Satisfaction"))
                    .help(text(
                        "How well they are served today, 0 to 10.",
                        "À quel point ils sont bien servis aujourd’hui, de 0 à 10.",
                    ))
                    .min(0.0)
                    .max(10.0)
                    .required(),
            ],
            params: vec![
                Input::number("weight", text("Weight", "Poids"))
                    .help(text("What a point of the gap adds.", "Ce qu’ajoute un point d’écart."))
                    .min(0.0)
                    .default(Value::Number(1.0)),
            ],
            parts: vec![Part::number(
                "gap",
                text("Gap", "Écart"),
                text("importance − satisfaction, at least 0", "importance − satisfaction, au moins 0"),
            )],
            notes: vec![Note::new(
                "overserved",
                text(
                    "customers get more of it than they want",
                    "les clients en ont plus qu’ils n’en veulent",
                ),
            )],
            ..Description::EMPTY
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let weight = params[WEIGHT].number();
        Outcome::of_each(rows, |row, _report| {
            let (importance, satisfaction) = (row[IMPORTANCE].number(), row[SATISFACTION].number());
            let gap = (importance - satisfaction).max(0.0);
            Some(
                Scored::new(importance + weight * gap)
                    .parts([gap])
                    .note_if(satisfaction > importance, OVERSERVED),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use cxplan_sdk::testing::{Case, assert_contract};

    use super::*;

    #[test]
    fn the_declaration_keeps_the_contract() {
        assert_contract::<Method>();
    }

    #[test]
    fn what_is_wanted_and_missing_comes_first() {
        let answer = Case::<Method>::new()
            .numbers([("importance", 9.0), ("satisfaction", 9.0)])
            .numbers([("importance", 9.0), ("satisfaction", 2.0)])
            .run();
        assert_eq!(answer.order(), [1, 0]);
        assert_eq!(answer.score(1), 16.0);
    }
}
