//! WSJF, weighted shortest job first (Reinertsen 2009; Scaled Agile Framework): cost of delay ÷ job size.
//!
//! Cost of delay = value to customers and business + urgency + risk reduced or opportunity opened. All four are relative
//! figures, usually 1, 2, 3, 5, 8, 13 or 20, that compare within one plan alone.

use cxplan_sdk::{
    Description, Input, Language, Meaning, Outcome, Part, Scored, Scorer, Value, export_scorer,
};

/// The method.
struct Wsjf;

export_scorer!(Wsjf);

// Positions in the declared inputs.
const VALUE: usize = 0;
const URGENCY: usize = 1;
const RISK: usize = 2;
const SIZE: usize = 3;

impl Scorer for Wsjf {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        let points = |key, label, help| {
            Input::number(key, label).help(help).unit(text("points", "points")).min(0.0).required()
        };
        Description {
            id: "wsjf",
            title: text("WSJF", "WSJF"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "Weighted shortest job first: what waiting costs, for each unit of work.",
                "Le travail court et précieux d’abord\u{a0}: ce que coûte l’attente, par unité de travail.",
            ),
            formula: text("(value + urgency + risk) ÷ size", "(valeur + urgence + risque) ÷ taille"),
            meaning: Meaning::Ratio,
            inputs: vec![
                points(
                    "value",
                    text("Value", "Valeur"),
                    text(
                        "Worth to customers and to the business.",
                        "Intérêt pour les clients et pour l’entreprise.",
                    ),
                ),
                points(
                    "urgency",
                    text("Urgency", "Urgence"),
                    text(
                        "How fast that worth is lost by waiting.",
                        "À quelle vitesse cet intérêt se perd en attendant.",
                    ),
                ),
                points(
                    "risk",
                    text("Risk or opportunity", "Risque ou opportunité"),
                    text(
                        "Risk that it removes, or later work that it makes possible.",
                        "Risque qu’elle écarte, ou travaux qu’elle rend possibles.",
                    ),
                ),
                points(
                    "size",
                    text("Size", "Taille"),
                    text(
                        "Size of the job beside the others, above 0.",
                        "Taille du travail à côté des autres, au-dessus de 0.",
                    ),
                ),
            ],
            parts: vec![Part::number(
                "cost-of-delay",
                text("Cost of delay", "Coût de l’attente"),
                text("value + urgency + risk", "valeur + urgence + risque"),
            )],
            ..Description::EMPTY
        }
    }

    fn score(_params: &[Value], rows: &[&[Value]]) -> Outcome {
        Outcome::of_each(rows, |row, report| {
            let cost_of_delay = row[VALUE].number() + row[URGENCY].number() + row[RISK].number();
            let size = row[SIZE].number();
            // The declared range has both ends in it, so 0 comes through.
            if size == 0.0 {
                report.error(
                    SIZE,
                    (
                        "the score divides by size, which must be above 0",
                        "le score divise par la taille, qui doit être au-dessus de 0",
                    ),
                    ("give the smallest job 1", "donnez 1 au plus petit travail"),
                );
                return None;
            }
            Some(Scored::new(cost_of_delay / size).parts([cost_of_delay]))
        })
    }
}

#[cfg(test)]
mod tests;
