//! What the plan asks of its timeline, and the search for the one that gives it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::civil::Date;

use super::due::Due;
use super::network::Network;
use super::prices;
use super::proof::prove;
use crate::calendar::Calendar;
use crate::ids::Id;
use crate::method::Meaning;
use crate::model::{Initiative, Plan};
use crate::schedule::{Generator, Problem, Slot, activity_list, last_day};
use crate::scores::Scores;
use crate::search::{
    AIMS, Aim, Baseline, Deadline, Improved, Objective, Precedence, Prove, Settings, improve, limits,
};
use crate::threads::{self, on_threads};

/// How much is looked for.
#[derive(Clone, Debug, Default)]
pub struct Planning {
    /// Most schedules that are made; none: as many as take a moment. With 0 or 1 the order of work alone decides.
    pub schedules: Option<u64>,
    /// The dates that people know, where those shall stay.
    pub baseline: Option<Kept>,
    /// Who looks on, where that may take long.
    pub watch: Option<Arc<Watch>>,
    /// A solver that proves more than the bounds in here.
    pub prove: Option<Prove>,
}

/// How far a search is, for another thread, which may end it: the best so far then counts.
#[derive(Debug, Default)]
pub struct Watch {
    made: AtomicU64,
    stopped: AtomicBool,
}

impl Watch {
    /// How many schedules were made.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// Ends the search.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was ended.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Whether it was ended, to be looked at again and again.
    pub(super) const fn stopped(&self) -> &AtomicBool {
        &self.stopped
    }

    fn goes_on(&self) -> bool {
        self.made.fetch_add(1, Ordering::Relaxed);
        !self.is_stopped()
    }
}

/// Dates that people know.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// First and last day of each step that was planned, by the id of its initiative and its own.
    pub steps: BTreeMap<String, BTreeMap<String, (Date, Date)>>,
    /// How many initiatives may get other dates so that the timeline becomes better, beside those that have to.
    pub most_moves: u64,
}

/// Activities that are placed in all, where nobody says how much is looked for: about a tenth of a second.
const MOMENT: u64 = 600_000;
/// Schedules that are worth it at least, and at most.
const SCHEDULES: (u64, u64) = (12, 5_000);
/// Starts that are looked at for bounds where nobody says how much is looked for: a small part of a tenth of a second. As much more as
/// there are more schedules.
const LOOKS: u64 = 3_000_000;
/// Every search begins with the same random numbers.
const SEED: u64 = 1;

/// What the search found, against the order of work alone and against what nothing is better than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sought {
    /// What came first; none where scores are an order, which then decides alone.
    pub aim: Option<Aim>,
    /// Schedules that were made.
    pub schedules: u64,
    /// Sum over initiatives of value times days of the axis until it is done; the largest value is a million.
    pub value: Figure,
    /// Days of the axis until all is done.
    pub end: Figure,
}

impl Sought {
    /// Tells of other days than were sought: some work has moved to its late days.
    pub(super) fn are_days_of(&mut self, slots: &[Slot], objective: &Objective) {
        let finishes: Vec<u32> = slots.iter().map(|slot| slot.finish.0).collect();
        self.value.found = objective.value(&finishes);
        self.end.found = last_day(slots).map_or(0, |day| u64::from(day.0) + 1);
    }

    /// What two searches found of which the second began anew.
    pub(super) fn after(self, first: Option<Self>) -> Self {
        let Some(first) = first else { return self };
        let figure = |now: Figure, first: Figure| Figure { given: first.given, ..now };
        Self {
            schedules: self.schedules + first.schedules,
            value: figure(self.value, first.value),
            end: figure(self.end, first.end),
            ..self
        }
    }
}

/// A figure of a schedule: less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Of the order of work alone.
    pub given: u64,
    /// Of the timeline.
    pub found: u64,
    /// What no timeline of this plan is below.
    pub bound: u64,
}

impl Figure {
    /// Whether nothing is better.
    pub const fn is_best(&self) -> bool {
        self.found <= self.bound
    }

    /// How much more it is than the bound at most, in thousandths of that, rounded up.
    pub const fn gap(&self) -> u64 {
        match self.bound {
            0 => 0,
            bound => (self.found.saturating_sub(bound) * 1000).div_ceil(bound),
        }
    }
}

/// The best list that was found from one whose slots are given, for a problem and what of it asks less, which bounds are told of. None where that is not to be changed: nothing is left to do, or the
/// tables would be too large.
pub(super) fn search(
    plan: &Plan,
    objective: &Objective,
    (problem, free): (&Problem, Option<&Problem>),
    list: &[usize],
    slots: &[Slot],
    planning: &Planning,
) -> Option<(Vec<usize>, Sought)> {
    let given_end = last_day(slots)?.0 + 1;
    let aim = objective.aim;
    let keeps_order = aim == Aim::Value && plan.methods[0].method.spec().meaning == Meaning::Rank;
    // What ends much later than the order of work does is of no use.
    let days = (u64::from(given_end) * 5 / 4 + 20).min(u64::from(problem.days)) as u32;
    let problem = problem.until(days);
    let list: Vec<u32> = list.iter().map(|activity| *activity as u32).collect();
    let count = list.len() as u64;
    let moment = (MOMENT / count).clamp(SCHEDULES.0, SCHEDULES.1);
    let schedules = if keeps_order { 1 } else { planning.schedules.unwrap_or(moment) };
    let precedence = precedence(&problem, &list);
    let generator = Generator::new(&problem)?;
    let go_on = || planning.watch.as_ref().is_none_or(|watch| watch.goes_on());
    let from = |list: &[u32], settings: &Settings| {
        improve(&mut generator.clone(), &precedence, objective, list, settings, go_on)
    };
    // What a short search finds depends on where it begins; a list that keeps dates is the one to begin with.
    let others = match moment < SCHEDULES.1 && objective.baseline.is_none() {
        true => prices::lists(&problem, &list, objective, given_end, schedules.saturating_sub(2)),
        false => Vec::new(),
    };
    // With the order of work.
    let tried = if others.is_empty() { 0 } else { others.len() as u64 + 1 };
    let (mut begin, mut given) = (list, None);
    if tried > 0 {
        let alone = |list: &[u32]| from(list, &Settings { schedules: 1, seed: SEED });
        let order_of_work = alone(&begin)?;
        given = Some(order_of_work.cost);
        // Of equal ones the first.
        let all = std::iter::once(order_of_work).chain(others.iter().filter_map(|list| alone(list)));
        begin = all.min_by_key(|found| found.cost)?.list;
    }
    let found = best(&runs(schedules - tried, moment), |settings| from(&begin, settings))?;
    let given = given.unwrap_or(found.given);
    let mut found = Improved { given, schedules: found.schedules + tried, ..found };
    let times = (schedules / moment).max(1);
    let looked_at = free.map_or_else(|| problem.clone(), |free| free.until(days));
    let mut bounds = limits(&looked_at, &found.list, objective, LOOKS.saturating_mul(times))?;
    if schedules > 1 && free.is_none() {
        bounds = prove(planning, &problem, objective, &mut found, &mut generator.clone(), (bounds, times));
    }
    let [first, second] = AIMS.map(|at| (found.given[at], found.cost[at]));
    let (value, end) = if aim == Aim::Value { (first, second) } else { (second, first) };
    let figure = |(given, found): (u64, u64), bound: u64| Figure { given, found, bound };
    let sought = Sought {
        aim: (!keeps_order).then_some(aim),
        schedules: found.schedules,
        value: figure(value, bounds.value),
        end: figure(end, bounds.end),
    };
    Some((found.list.into_iter().map(|activity| activity as usize).collect(), sought))
}

/// Searches that are independent of each other, each with random numbers of its own: two that last a moment, two twice as long, and
/// so on. A larger effort adds to a smaller one, but for the last of its searches.
fn runs(schedules: u64, moment: u64) -> Vec<Settings> {
    let mut runs = Vec::new();
    let mut left = schedules;
    while left > 0 || runs.is_empty() {
        let length = moment << (runs.len() / 2).min(32);
        runs.push(Settings { schedules: left.min(length), seed: SEED + runs.len() as u64 });
        left = left.saturating_sub(length);
    }
    runs
}

/// The best of all searches; of equal ones the first. They run side by side, which does not change what they find.
fn best(runs: &[Settings], run: impl Fn(&Settings) -> Option<Improved> + Sync) -> Option<Improved> {
    let threads = threads::available().min(runs.len());
    let part = |thread: usize| {
        let own = (thread..runs.len()).step_by(threads);
        own.map(|index| (index, run(&runs[index]))).collect::<Vec<_>>()
    };
    let mut found: Vec<_> = on_threads(threads, &part).into_iter().flatten().collect();
    found.sort_unstable_by_key(|(index, _)| *index);
    let schedules = found.iter().filter_map(|(_, found)| Some(found.as_ref()?.schedules)).sum();
    let best = found.into_iter().filter_map(|(_, found)| found).min_by_key(|found| found.cost)?;
    Some(Improved { schedules, ..best })
}

fn precedence(problem: &Problem, list: &[u32]) -> Precedence {
    let mut before = vec![Vec::new(); list.len()];
    for link in &problem.links {
        before[link.to].push(link.from as u32);
    }
    Precedence { before, order: list.to_vec() }
}

/// What the plan asks of its timeline.
pub(super) fn objective(
    scores: &Scores,
    network: &Network<'_>,
    calendar: &Calendar,
    dues: &[Due],
    planning: &Planning,
) -> Objective {
    let mut groups = Vec::with_capacity(network.steps.len());
    let mut initiatives: Vec<Id<Initiative>> = Vec::new();
    for step in &network.steps {
        if initiatives.last() != Some(&step.initiative) {
            initiatives.push(step.initiative);
        }
        groups.push(initiatives.len() as u32 - 1);
    }
    let deadline = |due: &Due| Deadline {
        activities: due.activities.iter().map(|activity| *activity as u32).collect(),
        until: due.until,
        hard: due.hard,
    };
    Objective {
        aim: network.plan.head.objective,
        weights: weights(network.plan, scores, &initiatives),
        groups,
        deadlines: dues.iter().map(deadline).collect(),
        baseline: planning.baseline.as_ref().map(|kept| kept.days(network, calendar)),
    }
}

impl Kept {
    /// The known days of a step.
    pub(super) fn of(&self, network: &Network<'_>, node: usize) -> Option<&(Date, Date)> {
        let initiative = &network.plan.initiatives[network.steps[node].initiative];
        self.steps.get(&initiative.id)?.get(&network.step(node).id)
    }

    /// The known days on the axis. What is under way has begun, whenever that was.
    fn days(&self, network: &Network<'_>, calendar: &Calendar) -> Baseline {
        // A day that is no working day any more stays for nothing.
        let day = |date: Date| match calendar.is_working(date) {
            true => calendar.day_on_or_after(date).map_or(u32::MAX, |day| day.0),
            false => u32::MAX,
        };
        let known = |node: usize| {
            let (start, finish) = self.of(network, node)?;
            Some(((!network.is_started(node)).then(|| day(*start)), day(*finish)))
        };
        Baseline { days: (0..network.steps.len()).map(known).collect(), most_moves: self.most_moves }
    }

    /// The list with what has dates in their order, as far as links allow, and what is new after it: it gets the room that is left.
    pub(super) fn list(&self, network: &Network<'_>, problem: &Problem, list: &[usize]) -> Vec<usize> {
        let mut by_date = list.to_vec();
        by_date.sort_by_cached_key(|node| self.of(network, *node).map_or(Date::MAX, |(start, _)| *start));
        let mut priority = vec![0; list.len()];
        for (place, node) in (0..).zip(by_date) {
            priority[node] = place;
        }
        activity_list(problem, &priority).unwrap_or_else(|| list.to_vec())
    }
}

/// What each initiative is worth, the best a million. What is worth nothing, or less, may come at any time.
fn weights(plan: &Plan, scores: &Scores, initiatives: &[Id<Initiative>]) -> Vec<u64> {
    let all = super::trials::weights(plan, scores);
    let value = |id: &Id<Initiative>| all.as_ref().map_or(0.0, |all| all[id.index()]);
    let values: Vec<f64> = initiatives.iter().map(value).collect();
    let most = values.iter().copied().fold(0.0, f64::max);
    if !(most > 0.0 && most.is_finite()) {
        return vec![0; values.len()];
    }
    values.iter().map(|value| (value.max(0.0) / most * 1e6).round() as u64).collect()
}
