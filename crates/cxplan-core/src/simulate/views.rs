//! From counts on the axis to the odds of dates.

use jiff::civil::Date;

use super::runs::{Model, Tally};
use super::tally::Spread;
use super::{
    By, DateOdds, Driver, InitiativeOdds, LEVELS, MilestoneOdds, MustOdds, Odds, StepOdds, TargetOdds,
};
use crate::calendar::{Day, months_after};
use crate::ids::Id;
use crate::model::{Initiative, Metric, Milestone, Plan};
use crate::source::Spanned;
use crate::timeline::{Timeline, span};

/// Most drivers that are told.
const MOST_DRIVERS: usize = 10;
/// What a correlation of things that have nothing to do with each other exceeds in one of a thousand cases, in deviations of 1 / √n.
const CHANCE: f64 = 3.29;

/// Work whose last end is counted.
pub(super) struct Watch {
    of: Of,
    pub(super) activities: Vec<u32>,
    /// A day before which it cannot be over: what is finished, and what a milestone says itself.
    pub(super) floor: Option<Date>,
}

/// What is watched.
enum Of {
    Plan,
    Initiative(Id<Initiative>),
    /// Position among the activities.
    Step(usize),
    Milestone(usize),
    Metric(Id<Metric>),
}

/// The activities of each initiative, in the order of the plan.
fn own(plan: &Plan, timeline: &Timeline) -> Vec<Vec<u32>> {
    let mut own: Vec<Vec<u32>> = vec![Vec::new(); plan.initiatives.len()];
    for (activity, step) in (0..).zip(&timeline.workings.steps) {
        own[step.initiative.index()].push(activity);
    }
    own
}

/// The last end of some initiatives.
fn of_initiatives(timeline: &Timeline, own: &[Vec<u32>], of: Of, ids: &[Id<Initiative>]) -> Watch {
    let steps = &timeline.workings.steps;
    // The last day of what is finished of an initiative; its own end where nothing else is left.
    let done = |id: Id<Initiative>| -> Option<Date> {
        let dates = timeline.dates[id.index()].as_ref()?;
        let open =
            |step: usize| own[id.index()].iter().any(|activity| steps[*activity as usize].step == step);
        (0..dates.len()).filter(|step| !open(*step)).map(|step| dates[step].finish).max()
    };
    Watch {
        of,
        activities: ids.iter().flat_map(|id| own[id.index()].iter().copied()).collect(),
        floor: ids.iter().filter_map(|id| done(*id)).max(),
    }
}

/// The end of each of some initiatives.
pub(super) fn ends(plan: &Plan, timeline: &Timeline, ids: &[Id<Initiative>]) -> Vec<Watch> {
    let own = own(plan, timeline);
    ids.iter().map(|id| of_initiatives(timeline, &own, Of::Initiative(*id), &[*id])).collect()
}

/// Everything that odds are told of.
pub(super) fn watched(plan: &Plan, timeline: &Timeline) -> Vec<Watch> {
    let steps = &timeline.workings.steps;
    let own = own(plan, timeline);
    let finish = |id: Id<Initiative>| span(timeline.dates[id.index()].as_deref()?).map(|(_, finish)| finish);
    let of_initiatives = |of: Of, ids: &[Id<Initiative>]| of_initiatives(timeline, &own, of, ids);
    let planned: Vec<Id<Initiative>> =
        timeline.order.iter().map(|place| place.initiative).filter(|id| finish(*id).is_some()).collect();
    let mut watched = vec![of_initiatives(Of::Plan, &planned)];
    watched.extend(planned.iter().map(|id| of_initiatives(Of::Initiative(*id), &[*id])));
    for (activity, id) in steps.iter().enumerate() {
        let step = &plan.initiatives[id.initiative].steps[id.step];
        if step.deadline.is_some() || step.must_finish_by.is_some() {
            watched.push(Watch { of: Of::Step(activity), activities: vec![activity as u32], floor: None });
        }
    }
    let milestones = plan.milestones.iter().zip(&timeline.milestones).enumerate();
    for (position, (milestone, _)) in milestones.filter(|(_, (_, date))| date.is_some()) {
        let mut watch = Watch { of: Of::Milestone(position), activities: Vec::new(), floor: milestone.date };
        for (id, step) in &milestone.after {
            wait(&mut watch, plan, timeline, &own[id.index()], (*id, *step));
        }
        watched.push(watch);
    }
    for (id, _) in plan.metrics.entries().filter(|(_, metric)| !metric.targets.is_empty()) {
        let works = |initiative: &&Id<Initiative>| {
            plan.initiatives[**initiative].effects.iter().any(|effect| effect.metric == id)
        };
        let works: Vec<Id<Initiative>> = planned.iter().filter(works).copied().collect();
        if !works.is_empty() {
            watched.push(of_initiatives(Of::Metric(id), &works));
        }
    }
    watched
}

/// Adds to a milestone what it waits for.
fn wait(
    watch: &mut Watch,
    plan: &Plan,
    timeline: &Timeline,
    own: &[u32],
    (id, step): (Id<Initiative>, Option<usize>),
) {
    let steps = &timeline.workings.steps;
    let asked = |of: usize| step.is_none_or(|step| step == of);
    let open: Vec<u32> =
        own.iter().copied().filter(|activity| asked(steps[*activity as usize].step)).collect();
    let is_open = |of: usize| open.iter().any(|activity| steps[*activity as usize].step == of);
    let finished = match &timeline.dates[id.index()] {
        Some(dates) => {
            let closed = (0..dates.len()).filter(|of| asked(*of) && !is_open(*of));
            closed.map(|of| dates[of].finish).max()
        }
        None => plan.delivered_on(id),
    };
    watch.floor = watch.floor.max(finished);
    watch.activities.extend(open);
}

/// The activities of each watch.
pub(super) fn activities(watched: &[Watch]) -> Vec<Vec<u32>> {
    watched.iter().map(|watch| watch.activities.clone()).collect()
}

/// What turns counts into dates.
struct Teller<'a> {
    timeline: &'a Timeline,
    draws: u32,
}

impl Teller<'_> {
    fn share(&self, count: u32) -> f64 {
        f64::from(count) / f64::from(self.draws)
    }

    fn must(&self, watch: &Watch, ends: &Spread, by: Option<Spanned<Date>>) -> Option<MustOdds> {
        let must_finish_by = by?.value;
        Some(MustOdds { must_finish_by, must_chance: self.chance(watch, ends, must_finish_by) })
    }

    /// The odds of something with a wished deadline and one that has to be kept.
    fn dates(
        &self,
        watch: &Watch,
        ends: &Spread,
        planned: Date,
        deadline: Option<Date>,
        must: Option<Spanned<Date>>,
    ) -> DateOdds {
        let by = LEVELS.map(|percent| {
            let date = self.date(watch, ends, percent);
            By {
                percent,
                date,
                working_days_later: date.map(|date| self.timeline.office.days_after(planned, date)),
            }
        });
        DateOdds {
            planned,
            by,
            deadline,
            chance: deadline.map(|deadline| self.chance(watch, ends, deadline)),
            must: self.must(watch, ends, must),
        }
    }

    fn date(&self, watch: &Watch, ends: &Spread, percent: u32) -> Option<Date> {
        if watch.activities.is_empty() {
            return watch.floor;
        }
        let date = self.timeline.calendar.date(Day(ends.quantile(percent, self.draws)?))?;
        Some(watch.floor.map_or(date, |floor| floor.max(date)))
    }

    fn chance(&self, watch: &Watch, ends: &Spread, by: Date) -> f64 {
        if watch.floor.is_some_and(|floor| floor > by) {
            return 0.0;
        }
        if watch.activities.is_empty() {
            return 1.0;
        }
        let last = self.timeline.calendar.day_on_or_before(by);
        last.map_or(0.0, |last| self.share(ends.by(last.0)))
    }
}

/// Puts the odds together. `settings` are draws, seed and the days of the axis.
pub(super) fn odds(
    plan: &Plan,
    timeline: &Timeline,
    model: &Model,
    watched: &[Watch],
    tally: &Tally,
    settings: (u32, u64, u32),
) -> Odds {
    let (draws, seed, days) = settings;
    let teller = Teller { timeline, draws };
    let steps = &timeline.workings.steps;
    let mut odds = Odds {
        draws,
        seed,
        shared: plan.simulation.shared,
        team_shared: plan.simulation.team_shared,
        open_steps: steps.len(),
        uncertain_steps: model.varying.len(),
        beyond: tally.late,
        last_day: days
            .checked_sub(1)
            .filter(|_| !steps.is_empty())
            .and_then(|day| timeline.calendar.date(Day(day))),
        end: None,
        initiatives: Vec::new(),
        milestones: Vec::new(),
        steps: steps_of(plan, timeline, model, tally, &teller),
        targets: Vec::new(),
        drivers: drivers(plan, timeline, model, tally, draws),
    };
    for (watch, ends) in watched.iter().zip(&tally.ends) {
        let dates =
            |planned, deadline: Option<Date>, must| teller.dates(watch, ends, planned, deadline, must);
        match watch.of {
            Of::Plan => {
                let finishes = timeline.dates.iter().flatten().filter_map(|dates| span(dates));
                let planned = finishes.map(|(_, finish)| finish).max();
                odds.end = planned.map(|planned| dates(planned, Some(plan.head.horizon), None));
            }
            Of::Initiative(id) => {
                let Some((_, planned)) = timeline.dates[id.index()].as_deref().and_then(span) else {
                    continue;
                };
                let initiative = &plan.initiatives[id];
                odds.initiatives.push(InitiativeOdds {
                    initiative: initiative.id.clone(),
                    dates: dates(
                        planned,
                        initiative.deadline.map(|deadline| deadline.value),
                        initiative.must_finish_by,
                    ),
                    critical: teller.share(tally.critical_groups[id.index()]),
                });
            }
            Of::Step(activity) => {
                let deadline = odds.steps[activity].deadline;
                odds.steps[activity].chance = deadline.map(|deadline| teller.chance(watch, ends, deadline));
                let id = steps[activity];
                let step = &plan.initiatives[id.initiative].steps[id.step];
                odds.steps[activity].must = teller.must(watch, ends, step.must_finish_by);
            }
            Of::Milestone(position) => {
                let Milestone { id, deadline, must_finish_by, .. } = &plan.milestones[Id::new(position)];
                let Some(planned) = timeline.milestones[position] else { continue };
                let dates = dates(planned, deadline.map(|deadline| deadline.value), *must_finish_by);
                odds.milestones.push(MilestoneOdds { milestone: id.clone(), dates });
            }
            Of::Metric(id) => {
                let metric = &plan.metrics[id];
                odds.targets.extend(metric.targets.iter().map(|target| {
                    let date = months_after(plan.head.start, target.months);
                    let delivered = teller.chance(watch, ends, date);
                    TargetOdds { metric: metric.id.clone(), date, delivered }
                }));
            }
        }
    }
    odds
}

/// The steps without the chances of their deadlines, which are counted elsewhere.
fn steps_of(
    plan: &Plan,
    timeline: &Timeline,
    model: &Model,
    tally: &Tally,
    teller: &Teller<'_>,
) -> Vec<StepOdds> {
    let mut fixed = model.fixed.iter().zip(&tally.kept).peekable();
    let step = |(activity, id): (usize, &crate::model::StepId)| {
        let step = &plan.initiatives[id.initiative].steps[id.step];
        let kept = fixed.next_if(|(fixed, _)| **fixed == activity).map(|(_, kept)| teller.share(*kept));
        StepOdds {
            step: plan.work_name(id.initiative, Some(id.step)),
            critical: teller.share(tally.critical[activity]),
            deadline: step.deadline.map(|deadline| deadline.value),
            chance: None,
            must: None,
            fixed: step.fixed.map(|fixed| fixed.value).filter(|_| kept.is_some()),
            fixed_chance: kept.filter(|_| step.fixed.is_some()),
        }
    };
    timeline.workings.steps.iter().enumerate().map(step).collect()
}

fn drivers(plan: &Plan, timeline: &Timeline, model: &Model, tally: &Tally, draws: u32) -> Vec<Driver> {
    let least = CHANCE / libm::sqrt(f64::from(draws));
    let driver = |(varying, correlation): (&super::Varying, &Option<f64>)| {
        let correlation = correlation.filter(|correlation| correlation.abs() > least)?;
        let id = timeline.workings.steps[varying.activity];
        Some(Driver { step: plan.work_name(id.initiative, Some(id.step)), correlation })
    };
    let mut drivers: Vec<Driver> = model.varying.iter().zip(&tally.correlations).filter_map(driver).collect();
    // A stable sort: equal ones stay in the order of work.
    drivers.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    drivers.truncate(MOST_DRIVERS);
    drivers
}
