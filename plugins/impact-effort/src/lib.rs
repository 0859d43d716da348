//! Impact × effort: quick wins, major projects, fill-ins, and what to avoid.
//!
//! Often drawn as a 2 × 2 chart, and sometimes wrongly called a Kano graph. Both inputs are judgements on one scale; the
//! effort here is such a judgement and not the work that the timeline plans with.

use cxplan_sdk::{
    Category, Description, Input, Language, Meaning, Outcome, Part, Problem, Role, Scored, Scorer, Value,
    export_scorer,
};

/// The method.
struct ImpactEffort;

export_scorer!(ImpactEffort);

// Positions in the declared inputs.
const IMPACT: usize = 0;
const EFFORT: usize = 1;

// Positions in the declared parameters.
const SCALE: usize = 0;
const HIGH_IMPACT_FROM: usize = 1;
const MODERATE_EFFORT_TO: usize = 2;

// Positions in the declared categories, best first.
const QUICK_WIN: usize = 0;
const MAJOR: usize = 1;
const FILL_IN: usize = 2;
const AVOID: usize = 3;

impl Scorer for ImpactEffort {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        Description {
            id: "impact-effort",
            title: text("Impact and effort", "Impact et effort"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "Sorts initiatives into four quadrants: high impact for moderate effort comes first.",
                "Répartit les initiatives en quatre quadrants\u{a0}: un fort impact pour un effort modéré passe d’abord.",
            ),
            formula: text("quadrant, then impact ↓, then effort ↑", "quadrant, puis impact ↓, puis effort ↑"),
            meaning: Meaning::Rank,
            inputs: vec![
                Input::number("impact", text("Impact", "Impact"))
                    .help(text(
                        "Impact on customers, on the scale.",
                        "Impact pour les clients, sur l’échelle.",
                    ))
                    .role(Role::Impact)
                    .required(),
                Input::number("effort", text("Effort", "Effort"))
                    .help(text(
                        "Effort as judged on the scale, not in months.",
                        "Effort estimé sur l’échelle, pas en mois.",
                    ))
                    .required(),
            ],
            params: vec![
                Input::numbers("scale", text("Scale", "Échelle"), ["low", "high"])
                    .help(text("Both ends of the scale.", "Les deux bouts de l’échelle."))
                    .default(Value::Numbers(vec![1.0, 5.0])),
                Input::number("high_impact_from", text("High impact from", "Fort impact dès"))
                    .help(text(
                        "The least impact that counts as high.",
                        "Le plus petit impact qui compte comme fort.",
                    ))
                    .default(Value::Number(4.0)),
                Input::number("moderate_effort_to", text("Moderate effort up to", "Effort modéré jusqu’à"))
                    .help(text(
                        "The most effort that counts as moderate.",
                        "Le plus grand effort qui compte comme modéré.",
                    ))
                    .default(Value::Number(3.0)),
            ],
            parts: vec![
                Part::share(
                    "impact",
                    text("Impact on the scale", "Impact sur l’échelle"),
                    text(
                        "0 % at the low end, 100 % at the high end",
                        "0\u{a0}% au bas de l’échelle, 100\u{a0}% au sommet",
                    ),
                ),
                Part::share(
                    "effort",
                    text("Effort on the scale", "Effort sur l’échelle"),
                    text(
                        "0 % at the low end, 100 % at the high end",
                        "0\u{a0}% au bas de l’échelle, 100\u{a0}% au sommet",
                    ),
                ),
            ],
            categories: vec![
                Category::new(
                    "quick-win",
                    text("Quick win", "Gain rapide"),
                    text(
                        "High impact, moderate effort: do first.",
                        "Fort impact, effort modéré\u{a0}: à faire d’abord.",
                    ),
                ),
                Category::new(
                    "major",
                    text("Major project", "Grand projet"),
                    text(
                        "High impact, high effort: plan with care.",
                        "Fort impact, gros effort\u{a0}: à préparer avec soin.",
                    ),
                ),
                Category::new(
                    "fill-in",
                    text("Fill-in", "Travail d’appoint"),
                    text(
                        "Low impact, moderate effort: when there is time.",
                        "Faible impact, effort modéré\u{a0}: s’il reste du temps.",
                    ),
                ),
                Category::new(
                    "avoid",
                    text("Avoid", "À éviter"),
                    text("Low impact, high effort.", "Faible impact, gros effort."),
                ),
            ],
            ..Description::EMPTY
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let scale = params[SCALE].numbers();
        let (low, high) = (scale[0], scale[1]);
        let (high_impact, moderate_effort) =
            (params[HIGH_IMPACT_FROM].number(), params[MODERATE_EFFORT_TO].number());
        let problems = param_problems(low, high, [high_impact, moderate_effort]);
        if !problems.is_empty() {
            return Outcome::refuse(rows, problems);
        }
        Outcome::of_each(rows, |row, report| {
            let (impact, effort) = (row[IMPACT].number(), row[EFFORT].number());
            for (input, value) in [(IMPACT, impact), (EFFORT, effort)] {
                if !(low..=high).contains(&value) {
                    let message = (
                        format!("{value} is off the scale from {low} to {high}"),
                        format!("{value} sort de l’échelle de {low} à {high}"),
                    );
                    let help = (
                        "the ends are set by `scale` in [scoring.impact-effort]",
                        "les bouts se règlent par `scale` dans [scoring.impact-effort]",
                    );
                    report.error(input, message, help);
                }
            }
            let quadrant = match (impact >= high_impact, effort <= moderate_effort) {
                (true, true) => QUICK_WIN,
                (true, false) => MAJOR,
                (false, true) => FILL_IN,
                (false, false) => AVOID,
            };
            let on_scale = [impact, effort].map(|value| (value - low) / (high - low));
            Some(Scored::new(rank(quadrant, on_scale)).category(quadrant).parts(on_scale))
        })
    }
}

/// One number that sorts by quadrant, then impact, then effort: the whole part is 4 for the best quadrant and 1 for the
/// last. Effort decides between impacts that lie less than a thousandth of the scale apart.
fn rank(quadrant: usize, [impact, effort]: [f64; 2]) -> f64 {
    (AVOID + 1 - quadrant) as f64 + (1000.0 * impact + (1.0 - effort)) / 1002.0
}

fn param_problems(low: f64, high: f64, thresholds: [f64; 2]) -> Vec<Problem> {
    if low >= high {
        return vec![Problem::param(
            SCALE,
            (
                format!("the scale from {low} to {high} is empty"),
                format!("l’échelle de {low} à {high} est vide"),
            ),
            ("give the low end first", "donnez le bas d’abord"),
        )];
    }
    [HIGH_IMPACT_FROM, MODERATE_EFFORT_TO]
        .into_iter()
        .zip(thresholds)
        .filter(|(_, threshold)| !(low..=high).contains(threshold))
        .map(|(param, threshold)| {
            Problem::param(
                param,
                (
                    format!("{threshold} is off the scale from {low} to {high}"),
                    format!("{threshold} sort de l’échelle de {low} à {high}"),
                ),
                ("set it within `scale`", "ramenez-le dans `scale`"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests;
