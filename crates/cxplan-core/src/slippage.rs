//! Two timelines of the same work, side by side: what moved, and by how many working days.
//!
//! What is compared are [`Dates`]: the few facts of a report that say when things happen. They come from a report of this run or
//! from the JSON of an earlier one, so that a plan can be held against what was promised once, and against itself with a change.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::Calendar;

mod dates;
#[cfg(test)]
mod tests;

pub use dates::{Dates, NoReport};

/// What two timelines say of the same work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Initiatives whose dates differ: those that moved by the most working days first, then those that only one of the two has
    /// dates for; equal ones by id.
    pub initiatives: Vec<Move>,
    /// Milestones whose days differ, in the same order.
    pub milestones: Vec<Move>,
    /// Initiatives with dates that are the same.
    pub unchanged: usize,
    /// Milestones with a day that is the same.
    pub milestones_unchanged: usize,
    /// Working days by which initiatives end later, all together.
    pub days_later: i64,
    /// Working days by which initiatives end earlier, all together.
    pub days_earlier: i64,
    /// The last day of work before.
    pub end_before: Option<Date>,
    /// The last day of work after.
    pub end_after: Option<Date>,
    /// Working days from one to the other; negative: earlier.
    pub end_days: Option<i64>,
    /// What ends after its deadline now, and did not before.
    pub newly_missed: Vec<Missed>,
    /// What ended after its deadline before, and does not now.
    pub no_longer_missed: Vec<Missed>,
}

/// Something whose dates differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Its id.
    pub id: String,
    /// How it stood before; none where it was not there.
    pub before: Option<Stand>,
    /// How it stands after; none where it is not there.
    pub after: Option<Stand>,
    /// Working days from one end to the other; negative: earlier. None where one of them is not known.
    pub days: Option<i64>,
}

/// How something stands on a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stand {
    /// The status of an initiative, such as `planned`; none for a milestone.
    pub status: Option<String>,
    /// First day of work, where it is planned.
    pub start: Option<Date>,
    /// Last day of work, planned or done; none where it is neither.
    pub finish: Option<Date>,
}

/// What a deadline is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An initiative.
    Initiative,
    /// A step, as `initiative.step`.
    Step,
    /// A milestone.
    Milestone,
}

/// Something that ends after its deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// What it is.
    pub what: What,
    /// Its id; of a step `initiative.step`.
    pub name: String,
    /// The deadline.
    pub deadline: Date,
    /// When it ends.
    pub finish: Date,
}

impl Comparison {
    /// Whether all dates are the same.
    pub fn is_empty(&self) -> bool {
        self.initiatives.is_empty()
            && self.milestones.is_empty()
            && self.end_before == self.end_after
            && self.newly_missed.is_empty()
            && self.no_longer_missed.is_empty()
    }
}

/// Puts two timelines side by side. Days are counted by a calendar that begins no later than the first end of both.
pub fn compare(before: &Dates, after: &Dates, calendar: &Calendar) -> Comparison {
    let (initiatives, unchanged) = moves(&before.works(), &after.works(), calendar);
    let (milestones, milestones_unchanged) = moves(&before.moments(), &after.moments(), calendar);
    let sum = |wanted: fn(i64) -> bool| {
        initiatives.iter().filter_map(|moved| moved.days).filter(|days| wanted(*days)).map(i64::abs).sum()
    };
    let (missed_before, missed_after) = (before.missed(), after.missed());
    let only = |these: &BTreeMap<_, Missed>, others: &BTreeMap<_, Missed>| {
        these.iter().filter(|(key, _)| !others.contains_key(*key)).map(|(_, missed)| missed.clone()).collect()
    };
    let (end_before, end_after) = (before.summary.finish, after.summary.finish);
    Comparison {
        days_later: sum(|days| days > 0),
        days_earlier: sum(|days| days < 0),
        end_before,
        end_after,
        end_days: end_before.zip(end_after).map(|(from, to)| calendar.days_after(from, to)),
        newly_missed: only(&missed_after, &missed_before),
        no_longer_missed: only(&missed_before, &missed_after),
        initiatives,
        milestones,
        unchanged,
        milestones_unchanged,
    }
}

/// What differs, and the number of those with the same dates.
fn moves(
    before: &BTreeMap<&str, Stand>,
    after: &BTreeMap<&str, Stand>,
    calendar: &Calendar,
) -> (Vec<Move>, usize) {
    let finish = |stand: Option<&Stand>| stand.and_then(|stand| stand.finish);
    let mut moves = Vec::new();
    let mut unchanged = 0;
    let gone = before.keys().filter(|id| !after.contains_key(*id));
    for id in after.keys().chain(gone) {
        let (was, is) = (before.get(id), after.get(id));
        // Of what is done the report tells the end alone.
        let starts = was.and_then(|was| was.start).zip(is.and_then(|is| is.start));
        match (finish(was), finish(is)) {
            (None, None) => {}
            (Some(from), Some(to)) if from == to && starts.is_none_or(|(was, is)| was == is) => {
                unchanged += 1;
            }
            (from, to) => moves.push(Move {
                id: (*id).to_owned(),
                before: was.cloned(),
                after: is.cloned(),
                days: from.zip(to).map(|(from, to)| calendar.days_after(from, to)),
            }),
        }
    }
    moves.sort_by(|one, other| {
        let key = |moved: &Move| (moved.days.is_none(), Reverse(moved.days.map(i64::abs)));
        key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id))
    });
    (moves, unchanged)
}
