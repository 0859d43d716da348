//! Kano (Kano et al. 1984; Berger et al. 1993): what customers take for granted, want more of, or would love.
//!
//! Each customer answers two questions on an initiative: how it is with it, and how without it. The pairs of answers fall
//! into classes (`questionnaire`), whose counts decide the class of the initiative and its place (`counts`). What readers
//! see is in `declaration`.
//!
//! Where Better and Worse are undefined, because every answer is reverse or questionable, they are given as 0 with a note
//! that says so: the class itself is sound. The means of the answers (`means`) need the pairs; a part beside them says how
//! many answers they are taken over, which is 0 where only counts are known.

mod counts;
mod declaration;
mod means;
mod questionnaire;

use cxplan_sdk::{Description, Language, Outcome, Report, Scored, Scorer, Value, export_scorer};

use counts::Counts;
use means::Means;
use questionnaire::{Class, Table};

/// The method.
struct Kano;

export_scorer!(Kano);

// Positions in the declared inputs, which begin with the counts of the classes, in the order of `Class::ALL`.
const ANSWERS: usize = 6;
const EFFORT: usize = 7;
const FULFILLED: usize = 8;

// Positions in the declared parameters.
const ORDER: usize = 0;
const MIN_RESPONDENTS: usize = 1;
const SIGNIFICANCE: usize = 2;
const NEAR_TIE: usize = 3;
const TABLE: usize = 4;

// Positions in the declared choices.
const BY_CATEGORY: usize = 0;
const BY_COEFFICIENT: usize = 1;
const BY_VALUE_AND_EFFORT: usize = 2;
const FONG: usize = 0;
const POULIOT: usize = 1;

// Positions in the declared notes. The note on a mixture stands once for each class to be mixed with.
const TOO_FEW: usize = 0;
const SMALL_SAMPLE: usize = 1;
const TIE: usize = 2;
const REVERSED: usize = 3;
const SURVEY_AGAIN: usize = 4;
const DO_NOT_BUILD: usize = 5;
const UNDEFINED: usize = 6;
const NOTHING_LEFT: usize = 7;
const MIXED: usize = 8;

/// Fewer respondents than this give classes that may not be reliable (Chapman and Callegaro 2022).
const RELIABLE: f64 = 200.0;
/// With more reverse answers than this share, many customers are better off without.
const UNWANTED: f64 = 0.3;

impl Scorer for Kano {
    fn describe(language: Language) -> Description {
        declaration::describe(language)
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let table = if params[TABLE].choice() == POULIOT { Table::Pouliot } else { Table::Standard };
        Outcome::of_each(rows, |row, report| {
            let effort = row[EFFORT].as_number().filter(|effort| *effort > 0.0);
            if params[ORDER].choice() == BY_VALUE_AND_EFFORT && effort.is_none() {
                let help = (
                    "give the person-months of all teams, or steps with an effort",
                    "donnez les mois-personnes de toutes les équipes, ou des étapes avec un effort",
                );
                let message = (
                    "the order by value and effort needs an effort above 0",
                    "l’ordre par valeur et effort a besoin d’un effort au-dessus de 0",
                );
                report.error(EFFORT, message, help);
            }
            let counts = read(row, table, report)?;
            let means = row[ANSWERS].as_numbers().map_or_else(Means::default, Means::of_answers);
            let left = 1.0 - row[FULFILLED].as_number().unwrap_or(0.0);
            let respondents = counts.respondents();
            let class = (respondents >= params[MIN_RESPONDENTS].number())
                .then(|| counts.class(params[NEAR_TIE].number()));
            let fong = counts.fong();
            let mut scored = Scored::new(rank(params[ORDER].choice(), class, &counts, left, effort))
                .parts([
                    counts.better().unwrap_or(0.0),
                    counts.worse().unwrap_or(0.0),
                    counts.total_strength(),
                    counts.category_strength(),
                    fong.difference,
                    fong.threshold,
                    respondents,
                    means.functional,
                    means.dysfunctional,
                    means.answers,
                ])
                .note_if(class.is_none(), TOO_FEW)
                .note_if(class.is_some() && respondents < RELIABLE, SMALL_SAMPLE)
                .note_if(class == Some(Class::Reverse), REVERSED)
                .note_if(class == Some(Class::Questionable), SURVEY_AGAIN)
                .note_if(counts[Class::Reverse] > UNWANTED * respondents, DO_NOT_BUILD)
                .note_if(counts.better().is_none(), UNDEFINED)
                .note_if(left == 0.0, NOTHING_LEFT);
            if let Some(class) = class {
                let tied = counts.tied(params[NEAR_TIE].number()).count() > 1;
                scored = scored.category(class as usize).note_if(tied, TIE);
                if params[SIGNIFICANCE].choice() == FONG && !fong.is_significant() {
                    let other = counts.runner_up(class);
                    scored = scored.note_if(counts[other] > 0.0, MIXED + other as usize);
                }
            }
            Some(scored)
        })
    }
}

/// The counts of a row, from `m` to `q` or from the pairs of answers.
fn read(row: &[Value], table: Table, report: &mut Report<'_>) -> Option<Counts> {
    let given = |class: Class| row[class as usize].as_number();
    let counts = if let Some(answers) = row[ANSWERS].as_numbers() {
        if answers.iter().any(|respondents| respondents.fract() != 0.0) {
            let message = (
                "pairs of answers are counted in whole respondents",
                "les paires de réponses se comptent en répondants entiers",
            );
            report.error(ANSWERS, message, "");
            return None;
        }
        let counts = Counts::of_answers(answers, table);
        for class in Class::ALL {
            if let Some(given) = given(class).filter(|given| *given != counts[class]) {
                let message = (
                    format!("`{}` is {given}, and `answers` make it {}", class.key(), counts[class]),
                    format!("`{}` vaut {given}, et `answers` donne {}", class.key(), counts[class]),
                );
                let help = (
                    "give the counts or the answers, not both",
                    "donnez les comptes ou les réponses, pas les deux",
                );
                report.error(class as usize, message, help);
            }
        }
        counts
    } else {
        // Reverse and questionable answers are rare enough for silence to mean none; the others are not.
        let required = [Class::MustBe, Class::Performance, Class::Attractive, Class::Indifferent];
        let missing: Vec<Class> = required.into_iter().filter(|class| given(*class).is_none()).collect();
        if let [first, ..] = missing[..] {
            // None of them has a place in the plan, so that one finding tells of all.
            let keys: Vec<String> = missing.iter().map(|class| format!("`{}`", class.key())).collect();
            let keys = keys.join(", ");
            let message = match missing.len() {
                1 => (format!("the count {keys} is missing"), format!("le compte {keys} manque")),
                _ => (format!("the counts {keys} are missing"), format!("les comptes {keys} manquent")),
            };
            let help = (
                "give m, o, a and i (0 where nobody is), or `answers`",
                "donnez m, o, a et i (0 s’il n’y a personne), ou `answers`",
            );
            report.error(first as usize, message, help);
            return None;
        }
        Counts::of(Class::ALL.map(|class| given(class).unwrap_or(0.0)))
    };
    if counts.respondents() == 0.0 {
        let input = if row[ANSWERS] == Value::Missing { Class::MustBe as usize } else { ANSWERS };
        let help = (
            "leave the initiative out until it is surveyed",
            "laissez l’initiative de côté jusqu’à l’enquête",
        );
        report.error(input, ("nobody answered", "personne n’a répondu"), help);
        return None;
    }
    Some(counts)
}

/// One number that sorts. By category, the whole part is 6 for a must-be down to 1 for questionable, and 0 without a
/// class; the rest is what the class is sorted by: |Worse|, the mean of Better and |Worse|, Better, or total strength.
/// In the other two orders, what has no use as it is comes last with 0.
///
/// Whatever sorts counts for the share that is left to do. With nothing left, an initiative makes no difference any more,
/// so it goes behind all that customers are indifferent to.
fn rank(order: usize, class: Option<Class>, counts: &Counts, left: f64, effort: Option<f64>) -> f64 {
    let better = left * counts.better().unwrap_or(0.0);
    let worse = left * counts.worse().unwrap_or(0.0).abs();
    let Some(class) = class else { return 0.0 };
    match (order, class) {
        (BY_CATEGORY, Class::MustBe | Class::Performance | Class::Attractive) if left == 0.0 => {
            rank(order, Some(Class::Indifferent), counts, left, effort)
        }
        (BY_CATEGORY, class) => {
            let inside = match class {
                Class::MustBe => worse,
                Class::Performance => f64::midpoint(better, worse),
                Class::Attractive => better,
                Class::Indifferent => left * counts.total_strength(),
                Class::Reverse | Class::Questionable => 0.0,
            };
            (Class::ALL.len() - class as usize) as f64 + inside
        }
        (_, Class::Reverse | Class::Questionable) => 0.0,
        (BY_COEFFICIENT, _) => better.max(worse),
        // A row without effort has no score anyway.
        _ => effort.map_or(0.0, |effort| (better + worse) / effort),
    }
}

#[cfg(test)]
mod tests;
