//! Opportunity score (Ulwick 2005): importance + max(importance − satisfaction, 0).
//!
//! Both figures run from 0 to 10: the share of customers who answer 4 or 5 of 5, times ten. Importance counts for itself,
//! and once more as far as satisfaction falls short of it; more satisfaction than importance is no minus.
//!
//! The borders of the classes: above 15 major, 12 to 15 solid, 10 to below 12 neutral, below 10 served.

use cxplan_sdk::{
    Category, Description, Input, Language, Meaning, Note, Outcome, Part, Scored, Scorer, Value,
    export_scorer,
};

/// The method.
struct Opportunity;

export_scorer!(Opportunity);

// Positions in the declared inputs.
const IMPORTANCE: usize = 0;
const SATISFACTION: usize = 1;

// Positions in the declared categories, best first.
const MAJOR: usize = 0;
const SOLID: usize = 1;
const NEUTRAL: usize = 2;
const SERVED: usize = 3;

/// Position in the declared notes.
const OVERSERVED: usize = 0;

/// Sums of decimals such as 8.1 + 6.9 land a hair beside the border.
const HAIR: f64 = 1e-9;

impl Scorer for Opportunity {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        let asked = |key, label, help| Input::number(key, label).help(help).min(0.0).max(10.0).required();
        Description {
            id: "opportunity",
            title: text("Opportunity", "Opportunité"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "What customers find important and are not satisfied with comes first.",
                "Ce que les clients jugent important sans en être satisfaits passe d’abord.",
            ),
            formula: text(
                "importance + max(importance − satisfaction, 0)",
                "importance + max(importance − satisfaction, 0)",
            ),
            meaning: Meaning::Benefit,
            inputs: vec![
                asked(
                    "importance",
                    text("Importance", "Importance"),
                    text(
                        "Share of customers who rate its importance 4 or 5 of 5, times 10.",
                        "Part des clients qui notent son importance 4 ou 5 sur 5, multipliée par 10.",
                    ),
                ),
                asked(
                    "satisfaction",
                    text("Satisfaction", "Satisfaction"),
                    text(
                        "Share of its users who rate their satisfaction 4 or 5 of 5, times 10.",
                        "Part de ses utilisateurs qui notent leur satisfaction 4 ou 5 sur 5, multipliée par 10.",
                    ),
                ),
            ],
            parts: vec![Part::number(
                "gap",
                text("Gap", "Écart"),
                text("importance − satisfaction, at least 0", "importance − satisfaction, au moins 0"),
            )],
            categories: vec![
                Category::new(
                    "major",
                    text("Major opportunity", "Opportunité majeure"),
                    text("A score above 15.", "Un score supérieur à 15."),
                ),
                Category::new(
                    "solid",
                    text("Solid opportunity", "Opportunité solide"),
                    text("A score from 12 to 15.", "Un score de 12 à 15."),
                ),
                Category::new(
                    "neutral",
                    text("Neutral", "Neutre"),
                    text("A score from 10 to below 12.", "Un score de 10 à moins de 12."),
                ),
                Category::new(
                    "served",
                    text("Served well enough", "Assez bien servi"),
                    text("A score below 10.", "Un score inférieur à 10."),
                ),
            ],
            notes: vec![Note::new(
                "overserved",
                text(
                    "more satisfaction than importance: something could be made simpler or cheaper",
                    "plus de satisfaction que d’importance\u{a0}: il y a peut-être à simplifier ou à économiser",
                ),
            )],
            ..Description::EMPTY
        }
    }

    fn score(_params: &[Value], rows: &[&[Value]]) -> Outcome {
        Outcome::of_each(rows, |row, _report| {
            let (importance, satisfaction) = (row[IMPORTANCE].number(), row[SATISFACTION].number());
            let gap = (importance - satisfaction).max(0.0);
            let score = importance + gap;
            let scored = Scored::new(score).category(class(score)).parts([gap]);
            Some(scored.note_if(satisfaction > importance, OVERSERVED))
        })
    }
}

fn class(score: f64) -> usize {
    if score > 15.0 + HAIR {
        MAJOR
    } else if score >= 12.0 - HAIR {
        SOLID
    } else if score >= 10.0 - HAIR {
        NEUTRAL
    } else {
        SERVED
    }
}

#[cfg(test)]
mod tests;
