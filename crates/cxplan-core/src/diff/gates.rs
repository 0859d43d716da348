//! Conditions on what changed, for those who let a change pass or not.

use super::{Change, Diff, Edit, TargetDiff};

/// What can be asked of a difference.
struct Figure {
    name: &'static str,
    /// Whether it is a part of one, told as a percentage.
    share: bool,
    of: fn(&Diff) -> f64,
}

const FIGURES: [Figure; 9] = [
    Figure { name: "end_days", share: false, of: |diff| diff.end_days.unwrap_or(0) as f64 },
    Figure { name: "moved_later", share: false, of: |diff| later(diff).count() as f64 },
    Figure { name: "most_days_later", share: false, of: |diff| later(diff).max().unwrap_or(0) as f64 },
    Figure { name: "added", share: false, of: added },
    Figure { name: "removed", share: false, of: removed },
    Figure { name: "newly_missed", share: false, of: |diff| diff.newly_missed.len() as f64 },
    Figure {
        name: "effort_increase",
        share: true,
        of: |diff| rise(Change { before: Some(diff.effort.before), after: Some(diff.effort.after) }),
    },
    Figure { name: "cost_increase", share: true, of: |diff| rise(diff.cost) },
    Figure { name: "target_odds_drop", share: true, of: drop_of_odds },
];

/// Working days of the initiatives that end later.
fn later(diff: &Diff) -> impl Iterator<Item = i64> {
    diff.initiatives.iter().filter_map(|work| work.days).filter(|days| *days > 0)
}

fn added(diff: &Diff) -> f64 {
    diff.initiatives.iter().filter(|work| work.edits.contains(&Edit::Added)).count() as f64
}

/// What is gone, and what was set aside.
fn removed(diff: &Diff) -> f64 {
    let aside = |edit: &Edit| match edit {
        Edit::Removed => true,
        Edit::Status(Change { after, .. }) => after == "rejected" || after == "paused",
        _ => false,
    };
    diff.initiatives.iter().filter(|work| work.edits.iter().any(aside)).count() as f64
}

/// The largest loss of chance of a target.
fn drop_of_odds(diff: &Diff) -> f64 {
    let drop = |target: &TargetDiff| Some(target.chance.before? - target.chance.after?);
    diff.targets.iter().filter_map(drop).fold(0.0, f64::max)
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
        FIGURES.iter().map(|figure| figure.name)
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
        let figure = FIGURES.iter().position(|known| known.name == name);
        let figure = figure.ok_or_else(|| NoGate::Unknown(name.to_owned()))?;
        // "5" where a part of one is meant would stop nothing, and so would a part of days.
        let is_percent = whole > 1.0;
        if FIGURES[figure].share != is_percent && (is_percent || limit > 1.0) {
            return Err(NoGate::Form);
        }
        Ok(Self { text: text.trim().to_owned(), figure, or_equal, limit: limit / whole })
    }

    /// The figure of a difference that meets the condition; none where it does not. Rounding meets nothing.
    pub fn met(&self, diff: &Diff) -> Option<f64> {
        let found = (FIGURES[self.figure].of)(diff);
        let met = if self.or_equal {
            found >= self.limit - super::TOLERANCE
        } else {
            found > self.limit + super::TOLERANCE
        };
        met.then_some(found)
    }

    /// Whether the figure is a part of one, told as a percentage.
    pub const fn is_share(&self) -> bool {
        FIGURES[self.figure].share
    }
}
