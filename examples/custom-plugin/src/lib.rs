//! A plugin of one's own: initiatives that keep the brand's promise come first.
//!
//! This company asks two questions of an initiative: does it keep the promise to customers, and how many touchpoints does
//! it put right? Score = promise points × touchpoints. Breaking the promise costs points, so such an initiative is worth
//! less than none.

use cxplan_sdk::{
    Category, Choice, Description, Input, Language, Meaning, Note, Outcome, Part, Scored, Scorer, Value,
    export_scorer,
};

/// The method.
#[derive(Debug)]
pub struct Promise;

export_scorer!(Promise);

// Positions in the declared inputs.
const PROMISE: usize = 0;
const TOUCHPOINTS: usize = 1;

// Positions in the declared categories, which are also those of the choices.
const BREAKS: usize = 3;

// Positions in the declared notes.
const BREAKS_THE_PROMISE: usize = 0;

impl Scorer for Promise {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        // Both as a word in the plan and as a class in documents.
        let classes = [
            ("keeps", text("Keeps the promise", "Tient la promesse")),
            ("helps", text("Helps to keep it", "Aide à la tenir")),
            ("neutral", text("Has no part in it", "Sans effet sur elle")),
            ("breaks", text("Breaks the promise", "Rompt la promesse")),
        ];
        Description {
            id: "promise",
            title: text("Customer promise", "Promesse client"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "How much an initiative does for the brand’s promise, at how many touchpoints.",
                "Ce qu’une initiative fait pour la promesse de la marque, et à combien de points de contact.",
            ),
            formula: text("promise points × touchpoints", "points de promesse × points de contact"),
            meaning: Meaning::Benefit,
            inputs: vec![
                Input::choice(
                    "promise",
                    text("Promise", "Promesse"),
                    classes.map(|(key, label)| Choice::new(key, label)),
                )
                .help(text(
                    "What it does for the brand’s promise.",
                    "Ce qu’elle fait pour la promesse de la marque.",
                ))
                .required(),
                Input::integer("touchpoints", text("Touchpoints", "Points de contact"))
                    .help(text(
                        "How many touchpoints it puts right.",
                        "Combien de points de contact elle remet en ordre.",
                    ))
                    .min(0.0)
                    .default(Value::Number(1.0)),
            ],
            params: vec![
                Input::numbers("points", text("Points", "Points"), classes.map(|(key, _)| key))
                    .help(text(
                        "Points for each answer to the first question.",
                        "Points pour chaque réponse à la première question.",
                    ))
                    .default(Value::Numbers(vec![3.0, 1.0, 0.0, -3.0])),
            ],
            parts: vec![Part::number(
                "points",
                text("Promise points", "Points de promesse"),
                text(
                    "points for what it does for the promise",
                    "points pour ce qu’elle fait pour la promesse",
                ),
            )],
            categories: classes.map(|(key, label)| Category::new(key, label, label)).into(),
            notes: vec![Note::new(
                "breaks",
                text("breaks the brand’s promise", "rompt la promesse de la marque"),
            )],
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let points = params[0].numbers();
        Outcome::of_each(rows, |row, report| {
            let (promise, touchpoints) = (row[PROMISE].choice(), row[TOUCHPOINTS].number());
            if touchpoints == 0.0 {
                let message =
                    ("it puts nothing right, so the score is 0", "elle ne répare rien, donc le score est 0");
                report.warning(TOUCHPOINTS, message, "");
            }
            Some(
                Scored::new(points[promise] * touchpoints)
                    .category(promise)
                    .parts([points[promise]])
                    .note_if(promise == BREAKS, BREAKS_THE_PROMISE),
            )
        })
    }
}

#[cfg(test)]
mod tests;
