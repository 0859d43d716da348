//! What a change does to a timeline: the same list scheduled again, with a step longer or a team larger.

use jiff::civil::Date;

use super::{StepDates, Timeline, deadlines, network, span};
use crate::calendar::Day;
use crate::ids::Id;
use crate::method::Meaning;
use crate::model::{Initiative, Plan, StepId, Team};
use crate::schedule::again::{Again, Days};
use crate::scores::Scores;

/// What a change does. Days are working days of the plan; negative: earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// How much later the whole ends.
    pub end: i64,
    /// Its last day then.
    pub finish: Date,
    /// The initiatives that end on another day, in the order of work.
    pub moved: Vec<Moved>,
    /// Deadlines that are missed only then.
    pub missed: Vec<Deadline>,
    /// Steps that cannot start on their fixed date then, with the date on which they can.
    pub unkept: Vec<(StepId, Date)>,
    /// What it does to the value; none where scores are an order only, or add up to nothing.
    pub value: Option<ValueChange>,
}

/// An initiative that ends on another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The initiative.
    pub initiative: Id<Initiative>,
    /// Its last day.
    pub from: Date,
    /// Its last day then.
    pub to: Date,
    /// How much later that is, in working days of the plan.
    pub days: i64,
}

/// A deadline that is missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Id of the initiative or milestone; of a step: `initiative.step`.
    pub name: String,
    /// The day by which it should be done.
    pub date: Date,
    /// The day on which it is.
    pub finish: Date,
}

/// How much later value arrives. Each initiative weighs as much as its score is worth ([`weights`]) and waits until it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueChange {
    /// Working days of the plan on average, by weight.
    pub days: f64,
    /// The same as a part of the wait from the start of the plan, on average by weight: 0.01 is one per cent.
    pub part: f64,
}

/// The value of each initiative of the plan once it is done: where scores are benefit for effort, score × effort; where they are
/// benefit, the score. What is to be late is worth nothing early. None where scores are an order only.
pub fn weights(plan: &Plan, scores: &Scores) -> Option<Vec<f64>> {
    let weight = |(id, initiative): (Id<Initiative>, &Initiative)| {
        let score = scores.by_initiative[id.index()].as_ref().map_or(0.0, |score| score.scored.score);
        match plan.methods[0].method.spec().meaning {
            Meaning::Ratio | Meaning::Benefit if initiative.late => Some(0.0),
            Meaning::Ratio => Some(score * network::weight(initiative).get() as f64),
            Meaning::Benefit => Some(score),
            Meaning::Rank => None,
        }
    };
    plan.initiatives.entries().map(weight).collect()
}

/// Tries changes of a timeline, one at a time.
#[derive(Debug)]
pub struct Trials<'a> {
    plan: &'a Plan,
    timeline: &'a Timeline,
    weights: Option<Vec<f64>>,
    again: Again,
    before: Days,
    missed: Vec<Deadline>,
}

impl<'a> Trials<'a> {
    /// For a timeline. `scores` are those of the method that decides. None where nothing is left to do, or where the timeline
    /// reaches too many years ahead.
    pub fn new(plan: &'a Plan, scores: &Scores, timeline: &'a Timeline) -> Option<Self> {
        let workings = &timeline.workings;
        workings.slots.first()?;
        Some(Self {
            plan,
            timeline,
            weights: weights(plan, scores),
            again: Again::new(&workings.problem, &workings.list, &workings.slots)?,
            before: workings.slots.iter().map(|slot| (slot.start, slot.finish)).collect(),
            missed: deadlines::missed(plan, &timeline.dates),
        })
    }

    /// What it does when a step takes so many half days longer. None where the step is finished or not planned, or where
    /// there is no room for it in the years that were looked at.
    pub fn longer(&mut self, step: StepId, half_days: u32) -> Option<Effect> {
        let activity = self.timeline.workings.steps.iter().position(|other| *other == step)?;
        let days = self.again.longer(activity, half_days)?;
        self.effect(&days)
    }

    /// What it does when a team has so many micro-FTE more, from the start of the plan, whenever it works. Steps take as long as
    /// before; more of them run side by side. None as for [`Trials::longer`].
    pub fn larger(&self, team: Id<Team>, micro_fte: u64) -> Option<Effect> {
        let days = self.again.larger(team.index(), micro_fte)?;
        self.effect(&days)
    }

    fn effect(&self, days: &Days) -> Option<Effect> {
        let (timeline, workings) = (self.timeline, &self.timeline.workings);
        let over = |day: Day| i64::from(self.again.over(day));
        let dates = dates(timeline, days)?;
        let last = |days: &Days| days.iter().map(|(_, finish)| *finish).max();
        let (end, end_before) = (last(days)?, last(&self.before)?);
        let by_initiative = |days: &Days| {
            let mut last: Vec<Option<Day>> = vec![None; timeline.dates.len()];
            for (step, (_, finish)) in workings.steps.iter().zip(days) {
                let last = &mut last[step.initiative.index()];
                *last = (*last).max(Some(*finish));
            }
            last
        };
        let (ends_before, ends) = (by_initiative(&self.before), by_initiative(days));
        let both = |id: Id<Initiative>| Some((ends_before[id.index()]?, ends[id.index()]?));
        let last_date = |dates: &[Option<Vec<StepDates>>], id: Id<Initiative>| {
            dates[id.index()].as_deref().and_then(span).map(|(_, finish)| finish)
        };
        let moved = timeline.order.iter().map(|place| place.initiative).filter_map(|initiative| {
            let (before, after) = both(initiative)?;
            let (from, to) = (last_date(&timeline.dates, initiative)?, last_date(&dates, initiative)?);
            (from != to).then(|| Moved { initiative, from, to, days: over(after) - over(before) })
        });
        let (mut weight, mut waited, mut later) = (0.0, 0.0, 0.0);
        for (id, value) in self.weights.iter().flat_map(|weights| (0..).map(Id::new).zip(weights)) {
            if let Some((before, after)) = both(id) {
                weight += value;
                waited += value * over(before) as f64;
                later += value * (over(after) - over(before)) as f64;
            }
        }
        let known = deadlines::missed(self.plan, &dates).into_iter();
        let is_new = |missed: &Deadline| !self.missed.iter().any(|known| known.name == missed.name);
        let fixed = workings.problem.activities.iter().map(|activity| activity.fixed);
        let unkept = fixed.zip(days).zip(&workings.steps).filter_map(|((fixed, (start, _)), step)| {
            let asked = network::fixed(&self.plan.initiatives[step.initiative].steps[step.step]);
            (asked.is_some() && fixed? != *start).then_some(())?;
            Some((*step, timeline.calendar.date(*start)?))
        });
        Some(Effect {
            end: over(end) - over(end_before),
            finish: timeline.calendar.date(end)?,
            moved: moved.collect(),
            missed: known.filter(is_new).collect(),
            unkept: unkept.collect(),
            value: (weight > 0.0 && waited > 0.0)
                .then(|| ValueChange { days: later / weight, part: later / waited }),
        })
    }
}

/// The dates of all steps where those that are not finished have other days. What has started keeps its start, and causes stay
/// what they were.
fn dates(timeline: &Timeline, days: &Days) -> Option<Vec<Option<Vec<StepDates>>>> {
    let mut dates = timeline.dates.clone();
    for (step, (start, finish)) in timeline.workings.steps.iter().zip(days) {
        let known = dates[step.initiative.index()].as_mut()?.get_mut(step.step)?;
        if !matches!(known.cause, super::Cause::Started(_)) {
            known.start = timeline.calendar.date(*start)?;
        }
        known.finish = timeline.calendar.date(*finish)?;
    }
    Some(dates)
}
