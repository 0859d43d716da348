//! Work that is done as late as its deadlines and what waits for it allow (`timing = "late"`): backward scheduling.
//!
//! The search first finds room for everything as early as can be, so that deadlines are kept where they can be. Then what is to be
//! late moves towards its deadlines, and the rest is scheduled again around it.

use super::best::Planning;
use super::due::Due;
use super::network::{Network, fixed};
use crate::calendar::Calendar;
use crate::model::Progress;
use crate::schedule::{Generator, Problem, Slot, activity_list, justify, last_day, schedule};
use crate::search::Objective;

/// Whether a step that lies ahead is to be late. What has to start on a day does.
fn is_late(network: &Network<'_>, node: usize) -> bool {
    let step = network.step(node);
    network.plan.initiatives[network.steps[node].initiative].late
        && step.progress == Progress::Open
        && fixed(step).is_none()
}

/// The days that the axis needs at least: up to the last deadline of what is to be late.
pub(super) fn reach(network: &Network<'_>, dues: &[Due]) -> u32 {
    let late = |due: &&Due| due.activities.iter().any(|activity| is_late(network, *activity));
    dues.iter().filter(late).map(|due| due.until).max().unwrap_or(0)
}

/// What is to be late and has dates that people know starts on them as long as they are possible and in time.
pub(super) fn keep(
    network: &Network<'_>,
    planning: &Planning,
    calendar: &Calendar,
    dues: &[Due],
    problem: &mut Problem,
    list: &[usize],
) {
    let Some(kept) = &planning.baseline else { return };
    let late: Vec<usize> = (0..problem.activities.len()).filter(|node| is_late(network, *node)).collect();
    for &node in &late {
        let Some((start, finish)) = kept.of(network, node) else { continue };
        let in_time = |due: &Due| !due.activities.contains(&node) || *finish <= due.date.value;
        let start = calendar.day_on_or_after(*start).filter(|day| day.0 < problem.days);
        problem.activities[node].fixed = start.filter(|_| dues.iter().all(in_time));
    }
    if late.iter().all(|node| problem.activities[*node].fixed.is_none()) {
        return;
    }
    let list: Vec<u32> = list.iter().map(|activity| *activity as u32).collect();
    let mut agreed = false;
    while !std::mem::replace(&mut agreed, true) {
        let generator = Generator::new(problem)
            .and_then(|mut generator| generator.make_or_late(&list).ok().map(|()| generator));
        for &node in &late {
            let holds = generator.as_ref().is_some_and(|generator| generator.is_pinned(node));
            agreed &= holds || problem.activities[node].fixed.take().is_none();
        }
    }
}

/// The problem without the days that are kept of what is to be late: what could be is told of that. None where there are none.
pub(super) fn without_kept(network: &Network<'_>, problem: &Problem) -> Option<Problem> {
    let kept = |node: &usize| is_late(network, *node) && problem.activities[*node].fixed.is_some();
    let kept: Vec<usize> = (0..problem.activities.len()).filter(kept).collect();
    let mut free = (!kept.is_empty()).then(|| problem.clone())?;
    kept.into_iter().for_each(|node| free.activities[node].fixed = None);
    Some(free)
}

/// A problem, a list of it and its schedule.
type Timed = (Problem, Vec<usize>, Vec<Slot>);

/// The schedule with what is to be late, and has no day that people know, on its late days. None where nothing is, or where the rest
/// would suffer: ties that lead backwards in time can do that.
pub(super) fn timed(
    network: &Network<'_>,
    problem: &Problem,
    list: &[usize],
    slots: &[Slot],
    objective: &Objective,
) -> Option<Timed> {
    let moves = |node| is_late(network, node) && problem.activities[node].fixed.is_none();
    let late: Vec<bool> = (0..slots.len()).map(moves).collect();
    if !late.contains(&true) {
        return None;
    }
    let end = last_day(slots)?.0 + 1;
    let mut until = vec![u32::MAX; slots.len()];
    for due in &objective.deadlines {
        for activity in &due.activities {
            let until = &mut until[*activity as usize];
            *until = due.until.min(*until);
        }
    }
    let dated = until.iter().zip(&late).filter(|(until, late)| **late && **until < u32::MAX);
    let days = dated.map(|(until, _)| *until).fold(end, u32::max).min(problem.days);
    // Without a deadline, by the end of the plan, or in time for what waits for it.
    until.iter_mut().filter(|until| **until == u32::MAX).for_each(|until| *until = days);
    let starts = justify::justified(&problem.until(days), list, slots, &late, &until);
    let mut timed = problem.clone();
    for (activity, start) in timed.activities.iter_mut().zip(&starts) {
        activity.fixed = start.or(activity.fixed);
    }
    // What is pinned has its room before all others, and its place in the list is only before what waits for it.
    let day = |(start, slot): (&Option<_>, &Slot)| if start.is_some() { 0 } else { slot.start.0 };
    let days: Vec<u32> = starts.iter().zip(slots).map(day).collect();
    let before = Measured::of(problem, list, objective, &late)?;
    for list in [activity_list(&timed, &days)?, list.to_vec()] {
        let Some(after) = Measured::of(&timed, &list, objective, &late) else { continue };
        if after.is_no_worse(&before) {
            let slots = schedule(&timed, &list).ok()?;
            return Some((timed, list, slots));
        }
    }
    None
}

/// What late work must not make worse: days after hard deadlines, after wished ones, value, and the end of the rest.
struct Measured([u64; 4]);

impl Measured {
    fn of(problem: &Problem, list: &[usize], objective: &Objective, late: &[bool]) -> Option<Self> {
        let list: Vec<u32> = list.iter().map(|activity| *activity as u32).collect();
        let mut generator = Generator::new(problem)?;
        generator.make(&list).ok()?;
        let cost = objective.of(&generator, &mut Vec::new());
        let rest = generator.finishes().iter().zip(late).filter(|(_, late)| !**late);
        let end = rest.map(|(finish, _)| *finish).max().unwrap_or(0);
        Some(Self([cost[0], cost[2], objective.value(generator.finishes()), end.into()]))
    }

    fn is_no_worse(&self, before: &Self) -> bool {
        self.0.iter().zip(before.0).all(|(after, before)| *after <= before)
    }
}
