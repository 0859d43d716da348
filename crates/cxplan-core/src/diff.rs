//! What changed between two states of a plan: not of its text, but of what it comes to.
//!
//! Edits are what people changed: initiatives that are new or gone, work, links, dates, scores. All else follows from them: dates that
//! move, targets, cost, load. For each initiative that moves, the edit that made it move is looked for along the reasons of its dates:
//! what held it is followed from initiative to initiative, through those that moved or were edited, to the nearest one that was edited.
//! What is later is held by something now; what is earlier was held by something before.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::Calendar;
use crate::slippage::{Comparison, Missed, Move, Stand, compare};

mod causes;
mod gates;
mod state;
#[cfg(test)]
mod tests;

use causes::Causes;
pub use gates::{Gate, NoGate};
pub use state::State;
use state::{Facts, Work};

/// Version of the form in which differences are written. Fields may be added under the same number.
pub const SCHEMA: u32 = 1;

/// Differences below this are rounding.
const TOLERANCE: f64 = 1e-9;

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// Version of this form: [`SCHEMA`].
    pub schema: u32,
    /// Title of the plan, as it is now.
    pub title: String,
    /// Code of its currency.
    pub currency: Option<String>,
    /// Last day of work.
    pub end: Change<Option<Date>>,
    /// Working days by which that is later; negative: earlier.
    pub end_days: Option<i64>,
    /// Initiatives that differ: those that moved by the most working days first, of equals those whose rank changed most.
    pub initiatives: Vec<WorkDiff>,
    /// Initiatives in which nothing differs.
    pub unchanged: usize,
    /// Milestones whose day differs.
    pub milestones: Vec<Move>,
    /// Targets that differ, in the order of the plan.
    pub targets: Vec<TargetDiff>,
    /// Teams that differ, in the order of the plan.
    pub teams: Vec<TeamDiff>,
    /// Work of all planned initiatives, in person-months.
    pub effort: Change<f64>,
    /// Cost of that work and of a year of all tools; none where no team has a rate and no tool a cost.
    pub cost: Change<Option<f64>>,
    /// The budget; none where the plan has none.
    pub budget: Change<Option<f64>>,
    /// Initiatives that decide the end of the plan now, and did not.
    pub joined_critical_chain: Vec<String>,
    /// Initiatives that decided the end of the plan, and do not now.
    pub left_critical_chain: Vec<String>,
    /// What ends after its deadline now, and did not before.
    pub newly_missed: Vec<Missed>,
    /// What ended after its deadline before, and does not now.
    pub no_longer_missed: Vec<Missed>,
    /// Whether the start, the status date, holidays or freezes of the plan differ.
    pub calendar: bool,
}

/// A value in both states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change<T> {
    /// In the first.
    pub before: T,
    /// In the second.
    pub after: T,
}

/// What differs in an initiative.
#[derive(Clone, Debug, Serialize)]
pub struct WorkDiff {
    /// Its id.
    pub id: String,
    /// Its title, as it is now.
    pub title: String,
    /// How it stood; none where it was not there.
    pub before: Option<Stand>,
    /// How it stands; none where it is not there.
    pub after: Option<Stand>,
    /// Working days by which it ends later; negative: earlier. None where one of the ends is not known.
    pub days: Option<i64>,
    /// Rank by score among the initiatives that both states plan, where it differs.
    pub rank: Option<Change<usize>>,
    /// What people changed.
    pub edits: Vec<Edit>,
    /// Why its dates differ; none where they do not.
    pub cause: Option<Cause>,
}

/// Something that people changed in an initiative.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Edit {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its status.
    Status(Change<String>),
    /// Its work, in person-months.
    Effort(Change<f64>),
    /// Its steps: which there are, how long they take or by when they shall be done.
    Steps,
    /// How far its work is.
    Progress,
    /// Who does it.
    Teams,
    /// What it waits for.
    Links,
    /// The first day on which it may start.
    NotBefore(Change<Option<Date>>),
    /// By when it shall be done.
    Deadline(Change<Option<Date>>),
    /// By when it has to be done.
    MustFinishBy(Change<Option<Date>>),
    /// Its score by the method that decides.
    Score(Change<Option<f64>>),
    /// What it does to metrics.
    Effects,
    /// Its title.
    Title(Change<String>),
}

impl Edit {
    /// Whether it can move dates, whatever the order of work.
    const fn moves_dates(&self) -> bool {
        !matches!(self, Self::Score(_) | Self::Effects | Self::Title(_))
    }
}

/// Why the dates of an initiative differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Cause {
    /// It was changed itself.
    Own,
    /// Another one was changed.
    Other {
        /// Its id.
        by: String,
        /// The initiatives in between, from this one on.
        along: Vec<String>,
    },
    /// One of its teams has more or fewer people.
    Team {
        /// Name of the team.
        team: String,
    },
    /// The start or the calendar of the plan.
    Calendar,
    /// Nothing that holds it was changed: work is done in another order.
    Order,
}

/// What differs at a target.
#[derive(Clone, Debug, Serialize)]
pub struct TargetDiff {
    /// Id of the metric.
    pub metric: String,
    /// Its name.
    pub name: String,
    /// Whether its values are percentages.
    pub percent: bool,
    /// Whether a higher value is better.
    pub higher_is_better: bool,
    /// Months from the start of the plan.
    pub months: u32,
    /// That day.
    pub date: Date,
    /// The value to reach; none where there is no such target.
    pub value: Change<Option<f64>>,
    /// The expected value.
    pub expected: Change<Option<f64>>,
    /// The chance to reach the target.
    pub chance: Change<Option<f64>>,
}

/// What differs in a team.
#[derive(Clone, Debug, Serialize)]
pub struct TeamDiff {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Full-time equivalents; none where there is no such team.
    pub capacity: Change<Option<f64>>,
    /// The work that the plan asks of it, in person-months.
    pub effort: Change<Option<f64>>,
    /// Share of its capacity in use in its busiest month.
    pub busiest: Change<Option<f64>>,
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.initiatives.is_empty()
            && self.milestones.is_empty()
            && self.targets.is_empty()
            && self.teams.is_empty()
            && self.end.before == self.end.after
            && !differ(self.cost.before, self.cost.after)
            && !differ(self.budget.before, self.budget.after)
            && !self.calendar
    }
}

/// What changed from one state of a plan to another. Days are counted by a calendar that begins no later than the first end of both.
pub fn diff(before: &State, after: &State, calendar: &Calendar) -> Diff {
    let moved = compare(&before.dates, &after.dates, calendar);
    let (was, is) = (&before.facts, &after.facts);
    let Comparison { initiatives: moves, milestones, newly_missed, no_longer_missed, .. } = moved;
    let calendar = was.plan.start != is.plan.start
        || was.plan.status_date != is.plan.status_date
        || was.holidays != is.holidays
        || was.freezes != is.freezes;
    let (initiatives, unchanged) = works(was, is, moves, calendar);
    let chain = |facts: &Facts| -> BTreeSet<String> {
        let steps = facts.critical.iter().flat_map(|critical| &critical.chain);
        steps.map(|step| step.split('.').next().unwrap_or(step).to_owned()).collect()
    };
    let (chain_before, chain_after) = (chain(was), chain(is));
    Diff {
        schema: SCHEMA,
        title: is.plan.title.clone(),
        currency: is.plan.currency.clone(),
        end: Change { before: moved.end_before, after: moved.end_after },
        end_days: moved.end_days,
        initiatives,
        unchanged,
        milestones,
        targets: targets(was, is),
        teams: teams(was, is),
        effort: Change { before: was.summary.effort_person_months, after: is.summary.effort_person_months },
        cost: Change { before: was.summary.cost(), after: is.summary.cost() },
        budget: Change { before: was.summary.budget, after: is.summary.budget },
        joined_critical_chain: chain_after.difference(&chain_before).cloned().collect(),
        left_critical_chain: chain_before.difference(&chain_after).cloned().collect(),
        newly_missed,
        no_longer_missed,
        calendar,
    }
}

fn by_id(facts: &Facts) -> BTreeMap<&str, &Work> {
    facts.initiatives.iter().map(|work| (work.id.as_str(), work)).collect()
}

/// The initiatives that differ, and the number of those that do not.
fn works(was: &Facts, is: &Facts, moves: Vec<Move>, calendar: bool) -> (Vec<WorkDiff>, usize) {
    let (before, after) = (by_id(was), by_id(is));
    let mut moves: BTreeMap<String, Move> =
        moves.into_iter().map(|moved| (moved.id.clone(), moved)).collect();
    let (ranks_before, ranks_after) = (ranks(was, &after), ranks(is, &before));
    let gone = was.initiatives.iter().filter(|work| !after.contains_key(work.id.as_str()));
    let mut unchanged = 0;
    let mut found = Vec::new();
    for work in is.initiatives.iter().chain(gone) {
        let id = work.id.as_str();
        let edits = edits(before.get(id).copied(), after.get(id).copied());
        let moved = moves.remove(id);
        let rank = ranks_before.get(id).zip(ranks_after.get(id)).filter(|(before, after)| before != after);
        if edits.is_empty() && moved.is_none() && rank.is_none() {
            unchanged += 1;
            continue;
        }
        let (before, after, days) =
            moved.map_or((None, None, None), |moved| (moved.before, moved.after, moved.days));
        found.push(WorkDiff {
            id: work.id.clone(),
            title: work.title.clone(),
            before,
            after,
            days,
            rank: rank.map(|(before, after)| Change { before: *before, after: *after }),
            edits,
            cause: None,
        });
    }
    let causes = Causes { before: &before, after: &after, teams: changed_teams(was, is), calendar };
    causes.tell(&mut found);
    let weight = |diff: &WorkDiff| {
        let rank = diff.rank.map_or(0, |rank| rank.before.abs_diff(rank.after));
        (diff.days.map_or(0, i64::unsigned_abs), rank)
    };
    found.sort_by_key(|diff| Reverse(weight(diff)));
    (found, unchanged)
}

/// The rank by score of each planned initiative among those that the other state plans as well.
fn ranks<'f>(facts: &'f Facts, other: &BTreeMap<&str, &Work>) -> BTreeMap<&'f str, usize> {
    let planned_there = |work: &&Work| other.get(work.id.as_str()).is_some_and(|work| work.planned.is_some());
    let both = facts.initiatives.iter().filter(planned_there);
    let mut ranked: Vec<(usize, &str)> =
        both.filter_map(|work| Some((work.planned.as_ref()?.rank, work.id.as_str()))).collect();
    ranked.sort_unstable();
    ranked.into_iter().enumerate().map(|(place, (_, id))| (id, place + 1)).collect()
}

/// What people changed in an initiative.
fn edits(before: Option<&Work>, after: Option<&Work>) -> Vec<Edit> {
    let (was, is) = match (before, after) {
        (Some(was), Some(is)) => (was, is),
        (None, _) => return vec![Edit::Added],
        (_, None) => return vec![Edit::Removed],
    };
    let change = |before: &Option<Date>, after: &Option<Date>| Change { before: *before, after: *after };
    let text = |before: &String, after: &String| Change { before: before.clone(), after: after.clone() };
    let pairs = || was.steps.iter().zip(&is.steps);
    let same_steps = was.steps.len() == is.steps.len() && pairs().all(|(was, is)| was.is_same_work(is));
    let effort = differ(Some(was.effort_person_months), Some(is.effort_person_months));
    let score = Change { before: was.score(), after: is.score() };
    let all = [
        (was.status != is.status, Edit::Status(text(&was.status, &is.status))),
        (effort, Edit::Effort(Change { before: was.effort_person_months, after: is.effort_person_months })),
        (!effort && !same_steps, Edit::Steps),
        (pairs().any(|(was, is)| was.progress != is.progress), Edit::Progress),
        (pairs().any(|(was, is)| !was.has_same_teams(is)), Edit::Teams),
        (was.links != is.links || pairs().any(|(was, is)| was.links() != is.links()), Edit::Links),
        (was.not_before != is.not_before, Edit::NotBefore(change(&was.not_before, &is.not_before))),
        (was.deadline != is.deadline, Edit::Deadline(change(&was.deadline, &is.deadline))),
        (
            was.must_finish_by != is.must_finish_by,
            Edit::MustFinishBy(change(&was.must_finish_by, &is.must_finish_by)),
        ),
        (differ(score.before, score.after), Edit::Score(score)),
        (was.effects != is.effects, Edit::Effects),
        (was.title != is.title, Edit::Title(text(&was.title, &is.title))),
    ];
    all.into_iter().filter_map(|(changed, edit)| changed.then_some(edit)).collect()
}

/// Whether two figures differ by more than rounding.
fn differ(before: Option<f64>, after: Option<f64>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => {
            (before - after).abs() > TOLERANCE * before.abs().max(after.abs()).max(1.0)
        }
        (before, after) => before.is_some() != after.is_some(),
    }
}

fn targets(was: &Facts, is: &Facts) -> Vec<TargetDiff> {
    let at = |facts: &Facts, metric: &str, months: u32| {
        let metric = facts.metrics.iter().find(|known| known.id == metric)?;
        metric.targets.iter().find(|target| target.months == months).cloned()
    };
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for metric in is.metrics.iter().chain(&was.metrics) {
        for target in &metric.targets {
            if !seen.insert((metric.id.as_str(), target.months)) {
                continue;
            }
            let (before, after) = (at(was, &metric.id, target.months), at(is, &metric.id, target.months));
            let change = |of: &dyn Fn(&state::Target) -> Option<f64>| Change {
                before: before.as_ref().and_then(of),
                after: after.as_ref().and_then(of),
            };
            let (value, expected) = (change(&|target| Some(target.value)), change(&|target| target.expected));
            let chance = |facts: &Facts| facts.chance(&metric.id, target.months);
            let chance = Change { before: chance(was), after: chance(is) };
            // A plan that was saved without its odds has not lost them.
            let odds =
                chance.before.is_some() && chance.after.is_some() && differ(chance.before, chance.after);
            if odds || [value, expected].iter().any(|change| differ(change.before, change.after)) {
                found.push(TargetDiff {
                    metric: metric.id.clone(),
                    name: metric.name.clone(),
                    percent: metric.percent,
                    higher_is_better: metric.higher_is_better,
                    months: target.months,
                    date: target.date,
                    value,
                    expected,
                    chance,
                });
            }
        }
    }
    found
}

fn teams(was: &Facts, is: &Facts) -> Vec<TeamDiff> {
    let gone = was.teams.iter().filter(|team| is.teams.iter().all(|other| other.id != team.id));
    let team = |team: &state::Team| {
        let at = |facts: &Facts| facts.teams.iter().find(|known| known.id == team.id).cloned();
        let (before, after) = (at(was), at(is));
        let change = |of: &dyn Fn(&state::Team) -> f64| Change {
            before: before.as_ref().map(of),
            after: after.as_ref().map(of),
        };
        let busiest = |team: &state::Team| team.load.iter().copied().fold(0.0, f64::max);
        let (capacity, effort, busiest) =
            (change(&|team| team.capacity), change(&|team| team.effort_person_months), change(&busiest));
        [capacity, effort, busiest]
            .iter()
            .any(|change| differ(change.before, change.after))
            .then(|| TeamDiff { id: team.id.clone(), name: team.name.clone(), capacity, effort, busiest })
    };
    is.teams.iter().chain(gone).filter_map(team).collect()
}

/// Names of the teams with more people (true) or fewer.
fn changed_teams(was: &Facts, is: &Facts) -> BTreeMap<String, bool> {
    let changed = teams(was, is).into_iter().filter(|team| differ(team.capacity.before, team.capacity.after));
    changed.map(|team| (team.name, team.capacity.after > team.capacity.before)).collect()
}
