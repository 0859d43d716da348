//! Conditions on what changed, for those who let a change pass or not.

use super::{Change, Diff};

/// What can be asked of a difference: its name, how it is counted, and what is counted.
const FIGURES: [(&str, fn(&Diff) -> f64); 9] = [
    ("end_days", |diff| diff.end_days.unwrap_or(0) as f64),
    ("moved_later", |diff| count(diff, |days| days > 0)),
    ("most_days_later", |diff| {
        diff.initiatives.iter().filter_map(|work| work.days).max().unwrap_or(0).max(0) as f64
    }),
    ("added", |diff| edited(diff, &super::Edit::Added)),
    ("removed", |diff| edited(diff, &super::Edit::Removed)),
    ("newly_missed", |diff| diff.newly_missed.len() as f64),
    ("effort_increase", |diff| {
        rise(Change { before: Some(diff.effort.before), after: Some(diff.effort.after) })
    }),
    ("cost_increase", |diff| rise(diff.cost)),
    ("target_odds_drop", |diff| {
        let drop = |target: &super::TargetDiff| Some(target.chance.before? - target.chance.after?);
        diff.targets.iter().filter_map(drop).fold(0.0, f64::max)
    }),
];

fn count(diff: &Diff, wanted: fn(i64) -> bool) -> f64 {
    diff.initiatives.iter().filter_map(|work| work.days).filter(|days| wanted(*days)).count() as f64
}

fn edited(diff: &Diff, edit: &super::Edit) -> f64 {
    diff.initiatives.iter().filter(|work| work.edits.contains(edit)).count() as f64
}

/// By which part of what it was a figure has grown.
fn rise(change: Change<Option<f64>>) -> f64 {
    match (change.before, change.after) {
        (Some(before), Some(after)) if before > 0.0 => ((after - before) / before).max(0.0),
        (None | Some(_), Some(after)) if after > 0.0 => f64::INFINITY,
        _ => 0.0,
    }
}

/// A condition that a change must not meet: `end_days > 5`, `cost_increase >= 10%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// As it was written.
    pub text: String,
    figure: usize,
    or_equal: bool,
    limit: f64,
}

/// Why a text is no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoGate {
    /// It has no `>`, or no number behind it.
    Form,
    /// There is no such figure.
    Unknown(String),
}

impl Gate {
    /// The figures that conditions can be about.
    pub fn figures() -> impl Iterator<Item = &'static str> {
        FIGURES.iter().map(|(name, _)| *name)
    }

    /// Reads a condition: a figure, `>` or `>=`, a number or a percentage. Shares, such as `cost_increase`, are parts of one.
    ///
    /// # Errors
    ///
    /// [`NoGate`] where it is none.
    pub fn read(text: &str) -> Result<Self, NoGate> {
        let (name, rest) = text.split_once('>').ok_or(NoGate::Form)?;
        let (rest, or_equal) = rest.strip_prefix('=').map_or((rest, false), |rest| (rest, true));
        let rest = rest.trim();
        let (number, whole) = rest.strip_suffix('%').map_or((rest, 1.0), |number| (number.trim(), 100.0));
        let limit: f64 = number.replace(',', ".").parse().map_err(|_| NoGate::Form)?;
        if !limit.is_finite() {
            return Err(NoGate::Form);
        }
        let name = name.trim();
        let figure = FIGURES.iter().position(|(known, _)| *known == name);
        let figure = figure.ok_or_else(|| NoGate::Unknown(name.to_owned()))?;
        Ok(Self { text: text.trim().to_owned(), figure, or_equal, limit: limit / whole })
    }

    /// The figure of a difference that meets the condition; none where it does not. Rounding meets nothing.
    pub fn met(&self, diff: &Diff) -> Option<f64> {
        let found = FIGURES[self.figure].1(diff);
        let met = if self.or_equal {
            found >= self.limit - super::TOLERANCE
        } else {
            found > self.limit + super::TOLERANCE
        };
        met.then_some(found)
    }

    /// Whether the figure is a part of one, told as a percentage.
    pub fn is_share(&self) -> bool {
        matches!(FIGURES[self.figure].0, "effort_increase" | "cost_increase" | "target_odds_drop")
    }
}
