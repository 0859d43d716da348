//! RICE (Intercom, 2018): reach × impact × confidence ÷ effort, the total impact for each month of work.
//!
//! Reach is counted in customers or events a period, the same period for the whole plan; impact on Intercom's scale from
//! 0.25 (minimal) to 3 (massive); confidence 50 %, 80 % or 100 %; effort in person-months over all teams. Sorting by
//! the score is Smith's rule: done one after the other, the work brings its benefit as early as can be.

use cxplan_sdk::{
    Choice, Description, Input, Language, Meaning, Note, Outcome, Part, Report, Role, Scored, Scorer, Value,
    export_scorer,
};

/// The method.
struct Rice;

export_scorer!(Rice);

// Positions in the declared inputs.
const REACH: usize = 0;
const IMPACT: usize = 1;
const CONFIDENCE: usize = 2;
const EFFORT: usize = 3;

// Positions in the declared parameters. The first one, the period, is for readers: no formula needs it.
const SCALE: usize = 1;
/// Position of `strict` among the choices of the scale.
const STRICT: usize = 0;

/// Position in the declared notes.
const NOBODY: usize = 0;

/// Intercom's scale of impact: minimal, low, medium, high, massive.
const IMPACTS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 3.0];
/// Intercom's scale of confidence: low, medium, high. Less than low is a moonshot.
const CONFIDENCES: [f64; 3] = [0.5, 0.8, 1.0];

impl Scorer for Rice {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        Description {
            id: "rice",
            title: text("RICE", "RICE"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "How many customers an initiative reaches, how strongly and how surely, for each month of work.",
                "Combien de clients une initiative touche, avec quelle force et quelle certitude, par mois de travail.",
            ),
            formula: text(
                "reach × impact × confidence ÷ effort",
                "portée × impact × confiance ÷ effort",
            ),
            meaning: Meaning::Ratio,
            inputs: vec![
                Input::number("reach", text("Reach", "Portée"))
                    .help(text(
                        "Customers or events that the initiative touches in one period.",
                        "Clients ou événements que l’initiative touche en une période.",
                    ))
                    .unit(text("a period", "par période"))
                    .min(0.0)
                    .required(),
                Input::number("impact", text("Impact", "Impact"))
                    .help(text(
                        "3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal; on one goal, the same for the whole plan.",
                        "3 massif, 2 fort, 1 moyen, 0,5 faible, 0,25 minime\u{202f}; sur un seul objectif, le même pour tout le plan.",
                    ))
                    .role(Role::Impact)
                    .min(0.0)
                    .steps(IMPACTS)
                    .required(),
                Input::share("confidence", text("Confidence", "Confiance"))
                    .help(text(
                        "100 % where figures back the estimates, 80 % in part, 50 % for opinions.",
                        "100\u{a0}% si des chiffres étayent les estimations, 80\u{a0}% en partie, 50\u{a0}% pour des avis.",
                    ))
                    .role(Role::Confidence)
                    .steps(CONFIDENCES)
                    .required(),
                // Not required: where the plan gives none, the engine fills in the sum of the initiative's steps.
                Input::number("effort", text("Effort", "Effort"))
                    .help(text("Work of all teams together.", "Travail de toutes les équipes ensemble."))
                    .unit(text("person-months", "mois-personnes"))
                    .role(Role::Effort)
                    .min(0.0),
            ],
            params: vec![
                Input::choice(
                    "reach_period",
                    text("Period of reach", "Période de la portée"),
                    [
                        Choice::new("week", text("week", "semaine")),
                        Choice::new("month", text("month", "mois")),
                        Choice::new("quarter", text("quarter", "trimestre")),
                        Choice::new("year", text("year", "année")),
                    ],
                )
                .help(text(
                    "The period that every reach of the plan is counted in.",
                    "La période sur laquelle chaque portée du plan est comptée.",
                ))
                .default(Value::Choice(2)),
                Input::choice(
                    "scale",
                    text("Scales", "Échelles"),
                    [Choice::new("strict", text("strict", "stricte")), Choice::new("lax", text("lax", "souple"))],
                )
                .help(text(
                    "Whether impacts and confidences off the published scales are errors (strict) or warnings (lax).",
                    "Si un impact ou une confiance hors des échelles publiées est une erreur (stricte) ou un avertissement (souple).",
                ))
                .default(Value::Choice(STRICT as u32)),
            ],
            parts: vec![Part::number(
                "total-impact",
                text("Total impact", "Impact total"),
                text("reach × impact × confidence", "portée × impact × confiance"),
            )],
            notes: vec![Note::new("nobody", text("reaches nobody", "ne touche personne"))],
            ..Description::EMPTY
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let strict = params[SCALE].choice() == STRICT;
        Outcome::of_each(rows, |row, report| {
            let (reach, impact, confidence) =
                (row[REACH].number(), row[IMPACT].number(), row[CONFIDENCE].number());
            on_scale(report, IMPACT, impact, &IMPACTS, strict);
            on_scale(report, CONFIDENCE, confidence, &CONFIDENCES, strict);
            if reach == 0.0 {
                let message = ("reach is 0, so the score is 0", "la portée est 0, donc le score aussi");
                report.warning(REACH, message, "");
            }
            let Some(effort) = row[EFFORT].as_number().filter(|effort| *effort > 0.0) else {
                // Never a tiny stand-in for a missing effort: that would put the unknown initiative first.
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
            let total = reach * impact * confidence;
            let score = total / effort;
            if !score.is_finite() {
                report.error(
                    REACH,
                    ("the score is too large to be written", "le score est trop grand pour être écrit"),
                    ("check reach and effort", "vérifiez la portée et l’effort"),
                );
                return None;
            }
            Some(Scored::new(score).parts([total]).note_if(reach == 0.0, NOBODY))
        })
    }
}

/// Reports a value that is not on the published scale.
fn on_scale(report: &mut Report<'_>, input: usize, value: f64, scale: &[f64], strict: bool) {
    if scale.iter().any(|step| (step - value).abs() < 1e-9) {
        return;
    }
    let list = scale.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let message = (
        format!("{value} is none of the published steps {list}"),
        format!("{value} n’est aucun des degrés publiés {list}"),
    );
    if strict {
        let help = (
            "take the nearest step, or set `scale = \"lax\"` in [scoring.rice]",
            "prenez le degré le plus proche, ou écrivez `scale = \"lax\"` dans [scoring.rice]",
        );
        report.error(input, message, help);
    } else {
        let help = (
            "scores compare best when everybody uses the published steps",
            "les scores se comparent mieux si chacun prend les degrés publiés",
        );
        report.warning(input, message, help);
    }
}

#[cfg(test)]
mod tests;
