//! Metric values from what was counted.
//!
//! Shares are percentages here, because plans, targets and readers speak of 71.1 %, not of 0.711.

mod customers;
mod figures;

pub(crate) use figures::share;
pub use figures::{Figures, answers_needed, mean, smallest_change};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Measured;
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::Record;

/// What a metric's kind and method allow.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// `nps`, `csat`, `ces`, `rate`, `amount`, `rating` or `count`.
    pub kind: &'a str,
    /// `top-2-box`, `binary` or `mean`.
    pub method: Option<&'a str>,
    /// Whether a higher value is better: those who stay, and not those who leave.
    pub higher_is_better: bool,
    /// Whether the value is a percentage.
    pub percent: bool,
    /// Lowest answer of the scale.
    pub lowest: f64,
    /// Number of answers on the scale, where the plan gives the scale.
    pub points: Option<usize>,
    /// Ends of the scale, where the plan gives it.
    pub scale: Option<[f64; 2]>,
}

impl Rules<'_> {
    /// What is wrong with a value that the metric cannot have; none where it can.
    pub fn impossible(&self, value: f64) -> Option<Phrase> {
        let ([low, high], message) = match (self.kind, self.method) {
            ("nps", _) => (
                [-100.0, 100.0],
                Phrase::fixed(
                    "a Net Promoter Score lies between -100 and 100",
                    "un Net Promoter Score se situe entre -100 et 100",
                ),
            ),
            ("csat", None | Some("top-2-box" | "binary")) => (
                [0.0, 100.0],
                Phrase::fixed(
                    "a share of satisfied customers lies between 0 and 100 %",
                    "une part de clients satisfaits se situe entre 0 et 100 %",
                ),
            ),
            ("ces", _) if self.percent => (
                [0.0, 100.0],
                Phrase::fixed(
                    "a share of customers who found it easy lies between 0 and 100 %",
                    "une part de clients qui ont trouvé cela facile se situe entre 0 et 100 %",
                ),
            ),
            ("csat" | "ces" | "rating", _) if !self.percent => {
                let [low, high] = self.scale?;
                let message = phrase!(
                    "the answers lie between {low} and {high}, the ends of the `scale`",
                    "les réponses se situent entre {low} et {high}, les extrémités de `scale`";
                    low = Phrase::number(low, 2), high = Phrase::number(high, 2)
                );
                ([low, high], message)
            }
            _ => return None,
        };
        // A tenth more of 0.4 is not 0.44 in binary numbers.
        let value = (value * 1e6).round() / 1e6;
        (!(low..=high).contains(&value)).then_some(message)
    }
}

/// The forms that a measurement can have, by their keys.
const FORMS: [&[&str]; 7] = [
    &["value"],
    &["counts"],
    &["promoters", "passives", "detractors"],
    &["start", "end", "new"],
    &["part", "whole"],
    &["monthly_churn"],
    &["margin", "retention", "discount"],
];

/// The answers 5 to 7 of the seven of the Customer Effort Score 2.0 (CEB 2013), who somewhat agree or more that it was easy.
const EASY: std::ops::Range<usize> = 4..7;

/// What is wrong with a measurement, and what to do.
type Wrong = (Phrase, Phrase);

/// Value, sample and interval of a measurement in one of its forms. Contradictions are reported.
pub fn measured(record: &Record<'_>, rules: Rules<'_>, diagnostics: &mut Diagnostics) -> Option<Measured> {
    let given: Vec<&[&str]> =
        FORMS.into_iter().filter(|keys| keys.iter().any(|key| record.has(key))).collect();
    // What could not be read has been told.
    if given.is_empty() && FORMS.concat().iter().any(|key| record.lost(key)) {
        return None;
    }
    let figures = match given[..] {
        [] => Err((
            Phrase::fixed("a measurement without a value", "une mesure sans valeur"),
            Phrase::fixed(
                "write `value`, or the counts behind it",
                "écrivez `value`, ou les décomptes dont elle vient",
            ),
        )),
        [&["value"]] => value(record, rules)?,
        [form] if !record.has("sd") => match form[0] {
            "counts" => of_counts(&record.numbers("counts")?, rules).map(Measured::from),
            "promoters" => of_groups(record, rules).map(Measured::from),
            "start" => kept(record, rules).map(Measured::from),
            "part" => part(record, rules).map(Measured::from),
            "monthly_churn" => yearly(record, rules)?,
            _ => lifetime(record, rules),
        },
        _ => Err((
            Phrase::fixed("a measurement in two ways at once", "une mesure de deux façons à la fois"),
            Phrase::fixed(
                "keep either the value or the counts behind it",
                "gardez soit la valeur, soit les décomptes dont elle vient",
            ),
        )),
    };
    let told = record.integer("n").filter(|_| !record.has("value")).map(|n| n as u64);
    let figures = figures.and_then(|figures| match (told, figures.n) {
        (Some(told), Some(counted)) if told != counted => Err((
            phrase!(
                "`n` says {told} answers, the counts are {counted}",
                "`n` dit {told} réponses, les décomptes en font {counted}"
            ),
            Phrase::fixed(
                "correct the counts, or leave `n` out: they say it",
                "corrigez les décomptes, ou retirez `n` : ils le disent",
            ),
        )),
        _ => Ok(figures),
    });
    match figures {
        Ok(figures) => Some(Measured { date: record.date("date"), ..figures }),
        Err((message, help)) => {
            let place = Phrase::fixed("in this measurement", "dans cette mesure");
            diagnostics.push(Diagnostic::new(Code::Measurement, message).at(record.span, place).help(help));
            None
        }
    }
}

impl From<Figures> for Measured {
    fn from(figures: Figures) -> Self {
        Self {
            value: figures.value,
            date: None,
            n: Some(figures.n),
            variance: Some(figures.variance),
            interval: figures.interval,
        }
    }
}

/// A value of which nothing else is known.
const fn bare(value: f64) -> Measured {
    Measured { value, date: None, n: None, variance: None, interval: None }
}

fn value(record: &Record<'_>, rules: Rules<'_>) -> Option<Result<Measured, Wrong>> {
    let value = record.number("value")?;
    if let Some(message) = rules.impossible(value) {
        let help = if rules.kind == "nps" {
            Phrase::fixed(
                "write `promoters`, `passives` and `detractors` instead",
                "écrivez plutôt `promoters`, `passives` et `detractors`",
            )
        } else {
            Phrase::fixed(
                "correct the value, or the metric's `method` or `scale`",
                "corrigez la valeur, ou `method` ou `scale` de l'indicateur",
            )
        };
        return Some(Err((message, help)));
    }
    let n = record.integer("n").map(|n| n as f64);
    let is_share = rules.percent && rules.kind != "nps" && (0.0..=100.0).contains(&value);
    let figures = match (n, record.number("sd")) {
        (Some(n), Some(sd)) => figures::mean(value, sd * sd * (n - 1.0) / n, n),
        (Some(n), None) if is_share => Figures { value, ..figures::share(value / 100.0 * n, n) },
        _ => {
            let variance = is_share.then_some(value * (100.0 - value));
            return Some(Ok(Measured { n: n.map(|n| n as u64), variance, ..bare(value) }));
        }
    };
    Some(Ok(figures.into()))
}

/// What counts for each answer come to, the lowest first.
pub fn of_counts(counts: &[f64], rules: Rules<'_>) -> Result<Figures, Wrong> {
    let total: f64 = counts.iter().sum();
    if total <= 0.0 {
        return Err((
            Phrase::fixed("the counts are all zero", "tous les décomptes sont nuls"),
            Phrase::fixed(
                "write how many people gave each answer",
                "écrivez combien de personnes ont donné chaque réponse",
            ),
        ));
    }
    let one_each = !matches!((rules.kind, rules.method), ("csat", Some("binary")));
    let given = counts.len();
    if let Some(points) = rules.points.filter(|points| one_each && *points != counts.len()) {
        return Err((
            phrase!(
                "{given} counts for a scale of {points} answers",
                "{given} décomptes pour une échelle de {points} réponses"
            ),
            Phrase::fixed(
                "write one count for each answer, lowest first",
                "écrivez un décompte par réponse, la plus basse d'abord",
            ),
        ));
    }
    Ok(match (rules.kind, rules.method) {
        ("nps", _) if counts.len() != 11 => {
            return Err((
                Phrase::fixed(
                    "a Net Promoter Score needs counts for 0 to 10",
                    "un Net Promoter Score demande les décomptes de 0 à 10",
                ),
                Phrase::fixed(
                    "write eleven counts, or `promoters`, `passives` and `detractors`",
                    "écrivez onze décomptes, ou `promoters`, `passives` et `detractors`",
                ),
            ));
        }
        ("nps", _) => figures::nps(counts[9..].iter().sum(), counts[..7].iter().sum(), total),
        ("csat", Some("binary")) if counts.len() != 2 => {
            return Err((
                Phrase::fixed(
                    "binary satisfaction needs two counts",
                    "une satisfaction binaire demande deux décomptes",
                ),
                Phrase::fixed("write the counts of no and yes", "écrivez les décomptes de non et de oui"),
            ));
        }
        ("csat", None | Some("top-2-box")) if counts.len() < 3 => {
            return Err((
                Phrase::fixed(
                    "top-2-box satisfaction needs at least three counts",
                    "une satisfaction top-2-box demande au moins trois décomptes",
                ),
                Phrase::fixed(
                    "write one count for each answer, lowest first",
                    "écrivez un décompte par réponse, la plus basse d'abord",
                ),
            ));
        }
        ("csat", Some("binary")) => figures::share(counts[1], total),
        ("csat", None | Some("top-2-box")) => figures::share(counts[counts.len() - 2..].iter().sum(), total),
        ("ces", _) if rules.percent && counts.len() != EASY.end => {
            return Err((
                Phrase::fixed(
                    "a share of customers who found it easy needs counts for 1 to 7",
                    "une part de clients qui ont trouvé cela facile demande les décomptes de 1 à 7",
                ),
                Phrase::fixed(
                    "write seven counts, lowest first, or leave out `unit = \"%\"` for a mean",
                    "écrivez sept décomptes, le plus bas d'abord, ou retirez `unit = \"%\"` pour une moyenne",
                ),
            ));
        }
        ("ces", _) if rules.percent => figures::share(counts[EASY].iter().sum(), total),
        _ => figures::mean_of_counts(counts, rules.lowest),
    })
}

fn of_groups(record: &Record<'_>, rules: Rules<'_>) -> Result<Figures, Wrong> {
    let [Some(promoters), Some(passives), Some(detractors)] =
        ["promoters", "passives", "detractors"].map(|key| count(record, key))
    else {
        return Err((
            Phrase::fixed(
                "a Net Promoter Score needs `promoters`, `passives` and `detractors`",
                "un Net Promoter Score demande `promoters`, `passives` et `detractors`",
            ),
            Phrase::fixed("write all three counts", "écrivez les trois décomptes"),
        ));
    };
    if rules.kind != "nps" {
        return Err((
            Phrase::fixed(
                "`promoters`, `passives` and `detractors` make a Net Promoter Score",
                "`promoters`, `passives` et `detractors` font un Net Promoter Score",
            ),
            Phrase::fixed("write `kind = \"nps\"`, or a value", "écrivez `kind = \"nps\"`, ou une valeur"),
        ));
    }
    let total = promoters + passives + detractors;
    if total <= 0.0 {
        return Err((
            Phrase::fixed("the counts are all zero", "tous les décomptes sont nuls"),
            Phrase::fixed(
                "write how many people are `promoters`, `passives` and `detractors`",
                "écrivez combien de personnes sont `promoters`, `passives` et `detractors`",
            ),
        ));
    }
    Ok(figures::nps(promoters, detractors, total))
}

/// Retention; churn where lower is better.
fn kept(record: &Record<'_>, rules: Rules<'_>) -> Result<Figures, Wrong> {
    let [Some(start), Some(end), Some(new)] = ["start", "end", "new"].map(|key| count(record, key)) else {
        return Err((
            Phrase::fixed(
                "retention needs `start`, `end` and `new`",
                "la rétention demande `start`, `end` et `new`",
            ),
            Phrase::fixed(
                "write the customers at the start, at the end, and those won in between",
                "écrivez les clients au début, à la fin, et ceux gagnés entre les deux",
            ),
        ));
    };
    // New customers were not there to be kept: end / start would count them and can exceed 100 %.
    let kept = end - new;
    if start <= 0.0 || kept < 0.0 || kept > start {
        return Err((
            Phrase::fixed(
                "more customers were kept than there were",
                "plus de clients gardés qu'il n'y en avait",
            ),
            Phrase::fixed(
                "check that `end - new` lies between 0 and `start`",
                "vérifiez que `end - new` se situe entre 0 et `start`",
            ),
        ));
    }
    Ok(figures::share(if rules.higher_is_better { kept } else { start - kept }, start))
}

/// A share of counted things: those who left of those at the start, orders of visits.
fn part(record: &Record<'_>, rules: Rules<'_>) -> Result<Figures, Wrong> {
    let is_share = matches!(
        (rules.kind, rules.method, rules.percent),
        ("rate", ..) | ("csat", None | Some("top-2-box" | "binary"), _) | ("ces", _, true)
    );
    if !is_share {
        return Err((
            Phrase::fixed("`part` and `whole` make a share", "`part` et `whole` font un taux"),
            Phrase::fixed("write `kind = \"rate\"`, or a value", "écrivez `kind = \"rate\"`, ou une valeur"),
        ));
    }
    match ["part", "whole"].map(|key| count(record, key)) {
        [Some(part), Some(whole)] if whole > 0.0 && part <= whole => Ok(figures::share(part, whole)),
        _ => Err((
            Phrase::fixed("a share of no known whole", "une part sans tout connu"),
            Phrase::fixed(
                "write both `part` and `whole`, of which `part` is at most the whole, and the whole at least 1",
                "écrivez `part` et `whole` : `part` est au plus le tout, et le tout au moins 1",
            ),
        )),
    }
}

/// What a churn of each month leaves after a year: retention, or churn where lower is better.
fn yearly(record: &Record<'_>, rules: Rules<'_>) -> Option<Result<Measured, Wrong>> {
    let lost = 100.0 * customers::yearly_churn(record.number("monthly_churn")?);
    Some(match rules.kind {
        "rate" => Ok(bare(if rules.higher_is_better { 100.0 - lost } else { lost })),
        _ => Err((
            Phrase::fixed(
                "`monthly_churn` makes a share of a year",
                "`monthly_churn` fait le taux d'une année",
            ),
            Phrase::fixed("write `kind = \"rate\"`, or a value", "écrivez `kind = \"rate\"`, ou une valeur"),
        )),
    })
}

fn lifetime(record: &Record<'_>, rules: Rules<'_>) -> Result<Measured, Wrong> {
    let [Some(margin), Some(retention), Some(discount)] =
        ["margin", "retention", "discount"].map(|key| record.number(key))
    else {
        return Err((
            Phrase::fixed(
                "a lifetime value needs `margin`, `retention` and `discount`",
                "une valeur vie client demande `margin`, `retention` et `discount`",
            ),
            Phrase::fixed("write all three", "écrivez les trois"),
        ));
    };
    if rules.kind != "amount" {
        return Err((
            Phrase::fixed(
                "`margin`, `retention` and `discount` make an amount",
                "`margin`, `retention` et `discount` font un montant",
            ),
            Phrase::fixed(
                "write `kind = \"amount\"`, or a value",
                "écrivez `kind = \"amount\"`, ou une valeur",
            ),
        ));
    }
    if retention >= 1.0 + discount {
        return Err((
            Phrase::fixed(
                "customers who never leave, without a discount, are worth more than any amount",
                "des clients qui ne partent jamais, sans actualisation, valent plus que tout montant",
            ),
            Phrase::fixed(
                "write a `retention` below 100 %, or a `discount`",
                "écrivez une `retention` sous 100 %, ou un `discount`",
            ),
        ));
    }
    let now = record.word_text("first_margin").as_deref() == Some("now");
    Ok(bare(customers::lifetime_value(margin, retention, discount, now)))
}

fn count(record: &Record<'_>, key: &str) -> Option<f64> {
    record.integer(key).map(|count| count as f64)
}
