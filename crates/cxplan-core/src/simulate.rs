//! The odds of the dates: the timeline made again and again with drawn durations.
//!
//! Each draw gives a duration to every step whose plan has three points, and makes the whole schedule anew by the plan's own rules:
//! the same list of work, teams, calendars and links. So a step that takes long moves whatever waits for its team, and not only
//! what lies behind it on a path that was found beforehand.
//!
//! | | drawn from |
//! |---|---|
//! | a step with a shortest, likely and longest duration | the PERT distribution: beta between the two ends, with mean (a + 4m + b) / 6 and shape λ = 4 (Malcolm et al. 1959), rounded to the nearest day; to half a day where the calendar has half days |
//! | what is left of a step under way | the same, each point times the part that is left |
//! | a step with one duration, finished work | certain |
//!
//! The load of a step on its team stays, so that a step which takes longer takes more work.
//!
//! Durations are independent unless `[simulation]` says what they have in common: behind each lies a value of the normal
//! distribution, of whose variance all steps share the part `shared`, and those of one team the part `team_shared` besides (a
//! Gaussian copula). The distribution of each step stays what it is.
//!
//! What is told, exact but for the number of draws:
//!
//! - a date at 80 %: the earliest day by which the work ends in at least 80 of 100 draws, which is the order statistic ⌈0.8 n⌉;
//! - a chance: the share of draws that end by the day, that day included;
//! - how critical a step is (Van Slyke 1963): the share of draws in which it lies on the chain that decides the end of the plan.
//!   The chain begins with the step that ends last, of several the first in the order of work; [`Tracer`](crate::schedule::Tracer) says how it
//!   goes on;
//! - drivers: Spearman's rank correlation between the duration of a step and the end of the plan. A step that is often critical but
//!   certain is none; one that varies and never decides is none either.
//!
//! A step that has to start on a date starts later in the draws in which what it waits for takes too long.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use jiff::civil::Date;
use serde::Serialize;

use crate::draw::Purpose;
use crate::model::{Plan, Progress, Step, StepId};
use crate::schedule::Generator;
use crate::timeline::Timeline;

mod deliveries;
mod lengths;
pub(crate) mod normal;
mod pert;
mod runs;
mod tally;
#[cfg(test)]
mod tests;
mod views;

pub(crate) use deliveries::Deliveries;
use lengths::Lengths;
use runs::{Factors, Model, Varying};

/// The chances that dates are told for, in per cent.
pub const LEVELS: [u32; 3] = [50, 80, 95];

/// Cells of the tables of all threads together: 16 bytes each.
const MOST_CELLS: u64 = 16 << 20;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How often; at most a million.
    pub draws: u32,
    /// Where the random numbers begin.
    pub seed: u64,
    /// How many threads work on it. They change no figure.
    pub threads: usize,
}

/// The dates reach too far for the tables of a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFar;

/// The odds of the dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Odds {
    /// How often durations were drawn: once where none varies.
    pub draws: u32,
    /// Where the random numbers began.
    pub seed: u64,
    /// Part of the variance that all steps have in common.
    pub shared: f64,
    /// Part that the steps of one team have in common besides.
    pub team_shared: f64,
    /// Steps that are not finished.
    pub open_steps: usize,
    /// Those of them whose duration is drawn.
    pub uncertain_steps: usize,
    /// Draws in which some work found no room up to `last_day`. They count as ending later, for all work.
    pub beyond: u32,
    /// The last day that a draw may use; none where nothing is left to be done.
    pub last_day: Option<Date>,
    /// The end of the plan, with its horizon for a deadline; none where nothing is planned.
    pub end: Option<DateOdds>,
    /// Planned initiatives in the order of work.
    pub initiatives: Vec<InitiativeOdds>,
    /// Milestones in the order of the plan, without those that have no date.
    pub milestones: Vec<MilestoneOdds>,
    /// Steps that are not finished, in the order of work.
    pub steps: Vec<StepOdds>,
    /// Targets of metrics that planned initiatives work on, in the order of the plan.
    pub targets: Vec<TargetOdds>,
    /// The steps whose duration drives the end of the plan, strongest first; none that chance alone could have put there.
    pub drivers: Vec<Driver>,
}

/// The odds of a date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DateOdds {
    /// The date of the timeline.
    pub planned: Date,
    /// The dates that are kept at 50, 80 and 95 %.
    pub by: [By; LEVELS.len()],
    /// Day by which it shall be done.
    pub deadline: Option<Date>,
    /// Chance to be done by that day.
    pub chance: Option<f64>,
    /// Day by which it has to be done, whatever it costs, and the chance of that.
    #[serde(flatten)]
    pub must: Option<MustOdds>,
}

/// The odds of a day that has to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MustOdds {
    /// The day.
    pub must_finish_by: Date,
    /// Chance to be done by that day.
    pub must_chance: f64,
}

/// A date and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct By {
    /// In so many of a hundred draws it ends by the date.
    pub percent: u32,
    /// The date; none: later than [`Odds::last_day`].
    pub date: Option<Date>,
    /// Working days of the plan from the planned date to this one; negative: it is earlier.
    pub working_days_later: Option<i64>,
}

/// The odds of an initiative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InitiativeOdds {
    /// Its id.
    pub initiative: String,
    /// When it ends.
    #[serde(flatten)]
    pub dates: DateOdds,
    /// Share of the draws in which one of its steps lies on the chain that decides the end of the plan.
    pub critical: f64,
}

/// The odds of a milestone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MilestoneOdds {
    /// Its id.
    pub milestone: String,
    /// When it is reached.
    #[serde(flatten)]
    pub dates: DateOdds,
}

/// The odds of a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepOdds {
    /// `initiative.step`, or the initiative where it is its only step.
    pub step: String,
    /// Share of the draws in which it lies on the chain that decides the end of the plan.
    pub critical: f64,
    /// Day by which it shall be done.
    pub deadline: Option<Date>,
    /// Chance to be done by that day.
    pub chance: Option<f64>,
    /// Day by which it has to be done, whatever it costs, and the chance of that.
    #[serde(flatten)]
    pub must: Option<MustOdds>,
    /// Day on which it has to start.
    pub fixed: Option<Date>,
    /// Chance to start on that day.
    pub fixed_chance: Option<f64>,
}

/// The odds of the work behind a target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetOdds {
    /// Id of the metric.
    pub metric: String,
    /// The day of the target.
    pub date: Date,
    /// Chance that all planned initiatives with an effect on the metric are delivered by then. What they bring is another matter.
    pub delivered: f64,
}

/// A step whose duration drives the end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver {
    /// `initiative.step`, or the initiative where it is its only step.
    pub step: String,
    /// Spearman's rank correlation, −1 to 1.
    pub correlation: f64,
}

/// Draws the durations of a plan again and again. `told` hears how many draws are made, from any thread.
///
/// # Errors
///
/// [`TooFar`] where the dates reach so far that tables would take too much memory.
pub fn simulate(
    plan: &Plan,
    timeline: &Timeline,
    settings: &Settings,
    told: &(dyn Fn(u32) + Sync),
) -> Result<Odds, TooFar> {
    let watched = views::watched(plan, timeline);
    let (model, days) = model(plan, timeline, settings.seed, views::activities(&watched))?;
    // What does not vary is the same in every draw.
    let draws = if model.varying.is_empty() { 1 } else { settings.draws.max(1) };
    let tally = model.run(draws, settings.threads.min(affordable(plan, days)), told);
    Ok(views::odds(plan, timeline, &model, &watched, &tally, (draws, settings.seed, days)))
}

/// How many threads have room for their tables of so many days.
fn affordable(plan: &Plan, days: u32) -> usize {
    let cells = u64::from(days) * (plan.teams.len() as u64 + 1);
    usize::try_from(MOST_CELLS / cells.max(1)).unwrap_or(usize::MAX)
}

/// Shortest, likely and longest length of what is left of a step, in half days, and what they are rounded to. All the same where
/// it is certain.
fn points(plan: &Plan, id: StepId) -> ([f64; 3], u32) {
    let step = &plan.initiatives[id.initiative].steps[id.step];
    let left = match step.progress {
        Progress::Started { remaining, .. } => remaining,
        Progress::Open | Progress::Finished { .. } => step.half_days,
    };
    let left = f64::from(left.get());
    let Some([low, high]) = step.half_range.filter(|[low, high]| low < high) else { return ([left; 3], 1) };
    // What is left varies as the whole does.
    let part = left / f64::from(step.half_days.get());
    let points = [low, step.half_days, high].map(|point| f64::from(point.get()) * part);
    (points, unit(plan, step))
}

/// The distributions of the lengths of all activities, each once, and which one each activity has.
fn distributions(plan: &Plan, timeline: &Timeline) -> (Vec<Lengths>, Vec<usize>) {
    let mut known: BTreeMap<([u64; 3], u32), usize> = BTreeMap::new();
    let mut tables = Vec::new();
    let table = |id: &StepId| {
        let (points, unit) = points(plan, *id);
        *known.entry((points.map(f64::to_bits), unit)).or_insert_with(|| {
            tables.push(Lengths::of_pert(points, unit));
            tables.len() - 1
        })
    };
    let of = timeline.workings.steps.iter().map(table).collect();
    (tables, of)
}

/// The least that two lengths of a step differ by, in half days: where all days are whole, half a day takes a whole one.
fn unit(plan: &Plan, step: &Step) -> u32 {
    let mut own = step.shares().map(|share| plan.days_of(&plan.teams[share.team]));
    let halves = match step.team {
        Some(_) => own.any(crate::model::WorkDays::has_halves),
        None => plan.calendar.days.has_halves(),
    };
    if halves { 1 } else { 2 }
}

/// What is drawn and watched, and the days of the axis.
fn model(
    plan: &Plan,
    timeline: &Timeline,
    seed: u64,
    watches: Vec<Vec<u32>>,
) -> Result<(Model, u32), TooFar> {
    let steps = &timeline.workings.steps;
    let (tables, of) = distributions(plan, timeline);
    let longest: Vec<NonZeroU32> = of.iter().map(|table| tables[*table].longest()).collect();
    let problem = timeline.stretched(plan, &longest).ok_or(TooFar)?;
    let generator = Generator::new(&problem).ok_or(TooFar)?;
    let varies = |(activity, (id, table)): (usize, (&StepId, &usize))| {
        let team = plan.initiatives[id.initiative].steps[id.step].team.map(|team| team.index());
        let purpose = Purpose::new(seed, &plan.work_name(id.initiative, Some(id.step)));
        tables[*table].varies().then_some(Varying { activity, table: *table, purpose, team })
    };
    let varying = steps.iter().zip(&of).enumerate().filter_map(varies).collect();
    // No name of work has a stroke.
    let of_team = |team: &crate::model::Team| Purpose::new(seed, &format!("team/{}", team.id));
    let settings = plan.simulation;
    let factors = Factors {
        shared: settings.shared,
        team_shared: settings.team_shared,
        plan: Purpose::new(seed, "plan/"),
        teams: plan.teams.iter().map(of_team).collect(),
    };
    let group_of = steps.iter().map(|step| step.initiative.index() as u32).collect();
    let fixed = problem.activities.iter().enumerate().filter(|(_, activity)| activity.fixed.is_some());
    let model = Model {
        generator,
        list: timeline.workings.list.iter().map(|activity| *activity as u32).collect(),
        tables,
        varying,
        factors,
        watches,
        group_of,
        groups: plan.initiatives.len(),
        fixed: fixed.map(|(activity, _)| activity).collect(),
    };
    Ok((model, problem.days))
}
