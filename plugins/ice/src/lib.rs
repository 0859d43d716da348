//! ICE (Sean Ellis): impact × confidence × ease, each judged from 1 to 10.
//!
//! Ease stands for little effort, so the score already is benefit for effort. Published lists multiply or average the
//! three, and the two orders differ: the mean forgives one low judgement, the product does not.

use cxplan_sdk::{
    Choice, Description, Input, Language, Meaning, Note, Outcome, Part, Role, Scored, Scorer, Value,
    export_scorer,
};

/// The method.
struct Ice;

export_scorer!(Ice);

// Positions in the declared inputs.
const IMPACT: usize = 0;
const CONFIDENCE: usize = 1;
const EASE: usize = 2;

/// Position in the declared parameters.
const COMBINE: usize = 0;
// Positions among its choices.
const PRODUCT: usize = 0;
const MEAN: usize = 1;

/// Position in the declared notes.
const AVERAGED: usize = 0;

impl Scorer for Ice {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        let judged = |key, label, help| Input::number(key, label).help(help).min(1.0).max(10.0).required();
        Description {
            id: "ice",
            title: text("ICE", "ICE"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "Impact, confidence and ease, each judged from 1 to 10: a quick first order for many ideas.",
                "Impact, confiance et facilité, chacun noté de 1 à 10\u{a0}: un premier ordre rapide pour beaucoup d’idées.",
            ),
            formula: text(
                "impact × confidence × ease, or their mean",
                "impact × confiance × facilité, ou leur moyenne",
            ),
            meaning: Meaning::Ratio,
            inputs: vec![
                judged(
                    "impact",
                    text("Impact", "Impact"),
                    text(
                        "How much it helps the goal if it works; 10 is the most.",
                        "Ce qu’elle apporte à l’objectif si elle réussit\u{202f}; 10 est le maximum.",
                    ),
                )
                .role(Role::Impact),
                // Not the role of confidence, which is a share.
                judged(
                    "confidence",
                    text("Confidence", "Confiance"),
                    text(
                        "How sure it is to work; 10 is proven.",
                        "À quel point sa réussite est sûre\u{202f}; 10 veut dire prouvé.",
                    ),
                ),
                judged(
                    "ease",
                    text("Ease", "Facilité"),
                    text(
                        "How little work it takes; 10 is the least.",
                        "À quel point elle demande peu de travail\u{202f}; 10 est le moins.",
                    ),
                ),
            ],
            params: vec![
                Input::choice(
                    "combine",
                    text("Combination", "Combinaison"),
                    [
                        Choice::new("product", text("product", "produit")),
                        Choice::new("mean", text("mean", "moyenne")),
                    ],
                )
                .help(text(
                    "Whether the three are multiplied (1 to 1000) or averaged (1 to 10).",
                    "Si les trois sont multipliés (de 1 à 1000) ou si l’on prend leur moyenne (de 1 à 10).",
                ))
                .default(Value::Choice(PRODUCT as u32)),
            ],
            parts: vec![
                Part::number(
                    "product",
                    text("Product", "Produit"),
                    text("impact × confidence × ease", "impact × confiance × facilité"),
                ),
                Part::number(
                    "mean",
                    text("Mean", "Moyenne"),
                    text("(impact + confidence + ease) ÷ 3", "(impact + confiance + facilité) ÷ 3"),
                ),
            ],
            notes: vec![Note::new(
                "averaged",
                text("the score is the mean, not the product", "le score est la moyenne, et non le produit"),
            )],
            ..Description::EMPTY
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let averaged = params[COMBINE].choice() == MEAN;
        Outcome::of_each(rows, |row, _report| {
            let [impact, confidence, ease] = [IMPACT, CONFIDENCE, EASE].map(|input| row[input].number());
            let product = impact * confidence * ease;
            let mean = (impact + confidence + ease) / 3.0;
            let score = if averaged { mean } else { product };
            Some(Scored::new(score).parts([product, mean]).note_if(averaged, AVERAGED))
        })
    }
}

#[cfg(test)]
mod tests;
