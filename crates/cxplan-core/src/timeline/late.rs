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
    let generator = Generator::new(problem)
        .and_then(|mut generator| generator.make_or_late(&list).ok().map(|()| generator));
    for &node in &late {
        if !generator.as_ref().is_some_and(|generator| generator.is_pinned(node)) {
            problem.activities[node].fixed = None;
        }
    }
}

/// A problem, a list of it and its schedule.
type Timed = (Problem, Vec<usize>, Vec<Slot>);

/// The schedule with what is to be late, and has no day that people know, on its late days. None where nothing is, or where the rest would suffer: ties that lead
/// backwards in time can do that.
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
    // Without a deadline, by the end of the plan, or in time for what waits for its end.
    let mut awaited = vec![false; slots.len()];
    for link in problem.links.iter().filter(|link| link.kind.waits_for_finish()) {
        awaited[link.from] = true;
    }
    for (until, awaited) in until.iter_mut().zip(awaited).filter(|(until, _)| **until == u32::MAX) {
        *until = if awaited { days } else { end };
    }
    let starts = justify::justified(&problem.until(days), list, slots, &late, &until);
    let mut timed = problem.clone();
    for (activity, start) in timed.activities.iter_mut().zip(&starts) {
        activity.fixed = start.or(activity.fixed);
    }
    let day = |(start, slot): (&Option<_>, &Slot)| start.unwrap_or(slot.start).0;
    let days: Vec<u32> = starts.iter().zip(slots).map(day).collect();
    let list = activity_list(&timed, &days)?;
    let again = schedule(&timed, &list).ok()?;
    let stays = starts.iter().zip(&again).all(|(start, slot)| start.is_none_or(|start| start == slot.start));
    let rest = |slots: &[Slot]| {
        let early = slots.iter().zip(&late).filter(|(_, late)| !**late);
        let days = objective.deadlines.iter().map(|due| {
            let over = due.activities.iter().map(|activity| slots[*activity as usize].finish.0 + 1).max();
            u64::from(over.unwrap_or(0).saturating_sub(due.until))
        });
        (days.sum::<u64>(), early.map(|(slot, _)| slot.finish).max())
    };
    (stays && rest(&again) <= rest(slots)).then_some((timed, list, again))
}
