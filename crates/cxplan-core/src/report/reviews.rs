//! Reviews: when the plan is looked at again, and what is due then.

use jiff::civil::Date;
use serde::Serialize;

/// A review with its dates.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// `kpi`, `strategy` or `scoring`.
    pub kind: Option<String>,
    /// Rhythm as the plan writes it (`1mo`).
    pub every: Option<String>,
    /// The same as a number; none: it is held once.
    pub rhythm: Option<Rhythm>,
    /// Minutes.
    pub minutes: Option<u64>,
    /// Who takes part.
    pub attendees: Vec<String>,
    /// What is on the table.
    pub agenda: Vec<String>,
    /// Dates inside the horizon, moved to the next working day.
    pub dates: Vec<Date>,
    /// Days of the rhythm on which it is not held, as the one before was moved to the same working day.
    pub skipped: Vec<Date>,
    /// One for each of the dates: what is due.
    pub occasions: Vec<Occasion>,
}

/// How often a review is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rhythm {
    /// So many units from one to the next, at least 1.
    pub count: u32,
    /// Calendar time.
    pub unit: RhythmUnit,
}

/// Units of a rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RhythmUnit {
    /// Days, whether anybody works or not.
    Day,
    /// Seven of them.
    Week,
    /// Months, counted from the first date: the 31st is the last day of a month that is shorter.
    Month,
}

/// A date of a review: what fell due since its last one, up to this day; before the first, since ever.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Occasion {
    /// The day by the rhythm.
    pub planned: Date,
    /// The day on which it is held: the same, or the next working day.
    pub date: Date,
    /// Targets to be reached by now, in order of time.
    pub targets: Vec<DueTarget>,
    /// Values measured since, in order of time.
    pub measured: Vec<MeasuredValue>,
    /// Ids of the initiatives that start, by day.
    pub starts: Vec<String>,
    /// Ids of the initiatives that end or were delivered, by day.
    pub finishes: Vec<String>,
    /// Ids of the milestones, by day.
    pub milestones: Vec<String>,
    /// Ids of the decisions that are still open and due by now, by day.
    pub decisions: Vec<String>,
}

impl Occasion {
    /// Whether nothing is due.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
            && self.measured.is_empty()
            && [&self.starts, &self.finishes, &self.milestones, &self.decisions]
                .iter()
                .all(|ids| ids.is_empty())
    }
}

/// A target that is to be looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DueTarget {
    /// Id of the metric.
    pub metric: String,
    /// Its day.
    pub date: Date,
    /// Value to reach.
    pub value: f64,
    /// Expected value on that day ([`MetricView::expected`](super::MetricView::expected)).
    pub expected: Option<f64>,
}

/// A value that was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasuredValue {
    /// Id of the metric.
    pub metric: String,
    /// When.
    pub date: Date,
    /// The value.
    pub value: f64,
}
