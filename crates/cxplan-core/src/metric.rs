//! Metric values from what was counted.
//!
//! Shares are percentages here, because plans, targets and readers speak of 71.1 %, not of 0.711.

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

/// Value and sample of a measurement: of a value given as such, of promoters, passives and detractors (NPS), of counts
/// for each answer (CSAT, CES, rating), or of start, end and new customers (retention). Contradictions are reported.
pub fn measured(record: &Record<'_>, rules: Rules<'_>, diagnostics: &mut Diagnostics) -> Option<Measured> {
    let count = |key: &str| record.integer(key).map(|count| count as f64);
    let counts: Option<Vec<f64>> = record.numbers("counts");
    let forms = [
        record.has("value"),
        record.has("counts"),
        ["promoters", "passives", "detractors"].iter().any(|key| record.has(key)),
        ["start", "end", "new"].iter().any(|key| record.has(key)),
    ];
    // What could not be read has been told.
    let lost = ["value", "counts", "promoters", "passives", "detractors", "start", "end", "new"];
    if !forms.contains(&true) && lost.iter().any(|key| record.lost(key)) {
        return None;
    }
    let mut wrong = |message: Phrase, help: Phrase| {
        let place = Phrase::fixed("in this measurement", "dans cette mesure");
        diagnostics.push(Diagnostic::new(Code::Measurement, message).at(record.span, place).help(help));
        None
    };
    let (value, n, variance) = match forms {
        [true, false, false, false] => {
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
                return wrong(message, help);
            }
            let share = (rules.percent && rules.kind != "nps").then_some(value / 100.0);
            (value, record.integer("n").map(|n| n as u64), share.and_then(of_share))
        }
        [false, true, false, false] => {
            let counts = counts?;
            let total: f64 = counts.iter().sum();
            if total <= 0.0 {
                return wrong(
                    Phrase::fixed("the counts are all zero", "tous les décomptes sont nuls"),
                    Phrase::fixed(
                        "write how many people gave each answer",
                        "écrivez combien de personnes ont donné chaque réponse",
                    ),
                );
            }
            let one_each = !matches!((rules.kind, rules.method), ("csat", Some("binary")));
            let given = counts.len();
            if let Some(points) = rules.points.filter(|points| one_each && *points != counts.len()) {
                return wrong(
                    phrase!(
                        "{given} counts for a scale of {points} answers",
                        "{given} décomptes pour une échelle de {points} réponses"
                    ),
                    Phrase::fixed(
                        "write one count for each answer, lowest first",
                        "écrivez un décompte par réponse, la plus basse d'abord",
                    ),
                );
            }
            let mean = |weight: &dyn Fn(usize) -> f64| {
                counts.iter().enumerate().map(|(i, n)| weight(i) * n).sum::<f64>() / total
            };
            let value = match (rules.kind, rules.method) {
                ("nps", _) if counts.len() != 11 => {
                    return wrong(
                        Phrase::fixed(
                            "a Net Promoter Score needs counts for 0 to 10",
                            "un Net Promoter Score demande les décomptes de 0 à 10",
                        ),
                        Phrase::fixed(
                            "write eleven counts, or `promoters`, `passives` and `detractors`",
                            "écrivez onze décomptes, ou `promoters`, `passives` et `detractors`",
                        ),
                    );
                }
                ("nps", _) => nps(counts[9..].iter().sum(), counts[..7].iter().sum(), total),
                ("csat", Some("binary")) if counts.len() != 2 => {
                    return wrong(
                        Phrase::fixed(
                            "binary satisfaction needs two counts",
                            "une satisfaction binaire demande deux décomptes",
                        ),
                        Phrase::fixed(
                            "write the counts of no and yes",
                            "écrivez les décomptes de non et de oui",
                        ),
                    );
                }
                ("csat", None | Some("top-2-box")) if counts.len() < 3 => {
                    return wrong(
                        Phrase::fixed(
                            "top-2-box satisfaction needs at least three counts",
                            "une satisfaction top-2-box demande au moins trois décomptes",
                        ),
                        Phrase::fixed(
                            "write one count for each answer, lowest first",
                            "écrivez un décompte par réponse, la plus basse d'abord",
                        ),
                    );
                }
                ("csat", Some("binary")) => percent(counts[1], total),
                ("csat", None | Some("top-2-box")) => percent(counts[counts.len() - 2..].iter().sum(), total),
                _ => mean(&|i| rules.lowest + i as f64),
            };
            let variance = match (rules.kind, rules.method) {
                ("nps", _) => of_nps(counts[9..].iter().sum(), counts[..7].iter().sum(), total),
                ("csat", None | Some("top-2-box" | "binary")) => of_share(value / 100.0),
                _ => Some(mean(&|i| (rules.lowest + i as f64 - value) * (rules.lowest + i as f64 - value))),
            };
            (value, Some(total as u64), variance)
        }
        [false, false, true, false] => {
            let (Some(promoters), Some(passives), Some(detractors)) =
                (count("promoters"), count("passives"), count("detractors"))
            else {
                return wrong(
                    Phrase::fixed(
                        "a Net Promoter Score needs `promoters`, `passives` and `detractors`",
                        "un Net Promoter Score demande `promoters`, `passives` et `detractors`",
                    ),
                    Phrase::fixed("write all three counts", "écrivez les trois décomptes"),
                );
            };
            let total = promoters + passives + detractors;
            if rules.kind != "nps" {
                return wrong(
                    Phrase::fixed(
                        "`promoters`, `passives` and `detractors` make a Net Promoter Score",
                        "`promoters`, `passives` et `detractors` font un Net Promoter Score",
                    ),
                    Phrase::fixed(
                        "write `kind = \"nps\"`, or a value",
                        "écrivez `kind = \"nps\"`, ou une valeur",
                    ),
                );
            }
            if total <= 0.0 {
                return wrong(
                    Phrase::fixed("the counts are all zero", "tous les décomptes sont nuls"),
                    Phrase::fixed(
                        "write how many people are `promoters`, `passives` and `detractors`",
                        "écrivez combien de personnes sont `promoters`, `passives` et `detractors`",
                    ),
                );
            }
            let variance = of_nps(promoters, detractors, total);
            (nps(promoters, detractors, total), Some(total as u64), variance)
        }
        [false, false, false, true] => {
            let (Some(start), Some(end), Some(new)) = (count("start"), count("end"), count("new")) else {
                return wrong(
                    Phrase::fixed(
                        "retention needs `start`, `end` and `new`",
                        "la rétention demande `start`, `end` et `new`",
                    ),
                    Phrase::fixed(
                        "write the customers at the start, at the end, and those won in between",
                        "écrivez les clients au début, à la fin, et ceux gagnés entre les deux",
                    ),
                );
            };
            // New customers were not there to be kept: end / start would count them and can exceed 100 %.
            let kept = end - new;
            if start <= 0.0 || kept < 0.0 || kept > start {
                return wrong(
                    Phrase::fixed(
                        "more customers were kept than there were",
                        "plus de clients gardés qu'il n'y en avait",
                    ),
                    Phrase::fixed(
                        "check that `end - new` lies between 0 and `start`",
                        "vérifiez que `end - new` se situe entre 0 et `start`",
                    ),
                );
            }
            (percent(kept, start), Some(start as u64), of_share(kept / start))
        }
        [false, false, false, false] => {
            return wrong(
                Phrase::fixed("a measurement without a value", "une mesure sans valeur"),
                Phrase::fixed(
                    "write `value`, or the counts behind it",
                    "écrivez `value`, ou les décomptes dont elle vient",
                ),
            );
        }
        _ => {
            return wrong(
                Phrase::fixed("a measurement in two ways at once", "une mesure de deux façons à la fois"),
                Phrase::fixed(
                    "keep either the value or the counts behind it",
                    "gardez soit la valeur, soit les décomptes dont elle vient",
                ),
            );
        }
    };
    Some(Measured { value, date: record.date("date"), n, variance })
}

/// Net Promoter Score, −100 to 100 (Reichheld 2003).
fn nps(promoters: f64, detractors: f64, total: f64) -> f64 {
    100.0 * (promoters - detractors) / total
}

fn percent(part: f64, whole: f64) -> f64 {
    100.0 * part / whole
}

/// Variance of a single answer of a Net Promoter Score, on its scale of −100 to 100: each answer counts 100, 0 or −100
/// (Rocks, "Interval estimation for the Net Promoter Score", The American Statistician 70, 2016).
fn of_nps(promoters: f64, detractors: f64, total: f64) -> Option<f64> {
    let (p, d) = (promoters / total, detractors / total);
    Some(10_000.0 * (p + d - (p - d) * (p - d)))
}

/// Variance of a single answer of a percentage.
fn of_share(share: f64) -> Option<f64> {
    (0.0..=1.0).contains(&share).then_some(10_000.0 * share * (1.0 - share))
}
