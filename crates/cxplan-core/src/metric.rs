//! Metric values from what was counted.
//!
//! Shares are percentages here, because plans, targets and readers speak of 71.1 %, not of 0.711.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Measured;
use crate::record::Record;

/// What a metric's kind and method allow.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// `nps`, `csat`, `ces`, `rate`, `amount`, `rating` or `count`.
    pub kind: &'a str,
    /// `top-2-box`, `binary` or `mean`.
    pub method: Option<&'a str>,
    /// Lowest answer of the scale.
    pub lowest: f64,
    /// Number of answers on the scale, where the plan gives the scale.
    pub points: Option<usize>,
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
    let mut wrong = |message: &str, help: &str| {
        diagnostics.push(
            Diagnostic::new(Code::Measurement, message).at(record.span, "in this measurement").help(help),
        );
        None
    };
    let (value, n) = match forms {
        [true, false, false, false] => {
            let value = record.number("value")?;
            if rules.kind == "nps" && !(-100.0..=100.0).contains(&value) {
                return wrong(
                    "a Net Promoter Score lies between -100 and 100",
                    "write promoters, passives and detractors instead",
                );
            }
            (value, record.integer("n").map(|n| n as u64))
        }
        [false, true, false, false] => {
            let counts = counts?;
            let total: f64 = counts.iter().sum();
            if total <= 0.0 {
                return wrong("the counts are all zero", "write how many people gave each answer");
            }
            let one_each = !matches!((rules.kind, rules.method), ("csat", Some("binary")));
            if let Some(points) = rules.points.filter(|points| one_each && *points != counts.len()) {
                return wrong(
                    &format!("{} counts for a scale of {points} answers", counts.len()),
                    "write one count for each answer, lowest first",
                );
            }
            let value = match (rules.kind, rules.method) {
                ("nps", _) if counts.len() != 11 => {
                    return wrong(
                        "a Net Promoter Score needs counts for 0 to 10",
                        "write eleven counts, or promoters, passives and detractors",
                    );
                }
                ("nps", _) => nps(counts[9..].iter().sum(), counts[..7].iter().sum(), total),
                ("csat", Some("binary")) if counts.len() != 2 => {
                    return wrong("binary satisfaction needs two counts", "write the counts of no and yes");
                }
                ("csat", None | Some("top-2-box")) if counts.len() < 3 => {
                    return wrong(
                        "top-2-box satisfaction needs at least three counts",
                        "write one count for each answer, lowest first",
                    );
                }
                ("csat", Some("binary")) => percent(counts[1], total),
                ("csat", None | Some("top-2-box")) => percent(counts[counts.len() - 2..].iter().sum(), total),
                _ => {
                    counts.iter().enumerate().map(|(i, n)| (rules.lowest + i as f64) * n).sum::<f64>() / total
                }
            };
            (value, Some(total as u64))
        }
        [false, false, true, false] => {
            let (Some(promoters), Some(passives), Some(detractors)) =
                (count("promoters"), count("passives"), count("detractors"))
            else {
                return wrong(
                    "a Net Promoter Score needs promoters, passives and detractors",
                    "write all three counts",
                );
            };
            let total = promoters + passives + detractors;
            if rules.kind != "nps" {
                return wrong(
                    "promoters, passives and detractors make a Net Promoter Score",
                    "write `kind = \"nps\"`, or a value",
                );
            }
            if total <= 0.0 {
                return wrong(
                    "the counts are all zero",
                    "write how many people are promoters, passives and detractors",
                );
            }
            (nps(promoters, detractors, total), Some(total as u64))
        }
        [false, false, false, true] => {
            let (Some(start), Some(end), Some(new)) = (count("start"), count("end"), count("new")) else {
                return wrong(
                    "retention needs start, end and new",
                    "write the customers at the start, at the end, and those won in between",
                );
            };
            // New customers were not there to be kept: end / start would count them and can exceed 100 %.
            let kept = end - new;
            if start <= 0.0 || kept < 0.0 || kept > start {
                return wrong(
                    "more customers were kept than there were",
                    "check that end - new lies between 0 and start",
                );
            }
            (percent(kept, start), Some(start as u64))
        }
        [false, false, false, false] => {
            return wrong("a measurement without a value", "write `value`, or the counts behind it");
        }
        _ => {
            return wrong(
                "a measurement in two ways at once",
                "keep either the value or the counts behind it",
            );
        }
    };
    Some(Measured { value, date: record.date("date"), n })
}

/// Net Promoter Score, −100 to 100 (Reichheld 2003).
fn nps(promoters: f64, detractors: f64, total: f64) -> f64 {
    100.0 * (promoters - detractors) / total
}

fn percent(part: f64, whole: f64) -> f64 {
    100.0 * part / whole
}
