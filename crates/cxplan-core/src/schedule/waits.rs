//! What waits for a team although nothing else holds it, and how busy the team is.

use super::ties::{Span, Ties};
use super::{Problem, Slot, Team, Why, last_day};
use crate::calendar::Day;

/// A team from the first day of the plan to the last of its schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// On each day on which it works, how many activities could run if the team had nothing else to do, and begin later.
    pub waiting: Vec<u32>,
    /// Its work on each day, in half micro-FTE-days: twice its load on a whole day, once on half a day.
    pub used: Vec<u64>,
    /// What it could do on each day, in the same unit.
    pub room: Vec<u64>,
}

/// What waits for each team in a schedule.
///
/// An activity waits from the first day on which it could begin by its links, its dates and the calendar and size of its team, with
/// everything else where it is, up to the day before it begins.
pub fn queues(problem: &Problem, slots: &[Slot]) -> Vec<Queue> {
    let days = last_day(slots).map_or(0, |day| day.0 + 1);
    let problem = problem.until(days);
    let queue = |team: &Team| Queue {
        waiting: vec![0; days as usize],
        used: vec![0; days as usize],
        room: team.room(days).collect(),
    };
    let mut queues: Vec<Queue> = problem.teams.iter().map(queue).collect();
    // How the number of those that wait changes at the dawn of each day.
    let mut change = vec![vec![0i64; days as usize + 1]; problem.teams.len()];
    let ties = Ties::new(&problem);
    for (index, ready) in ready(&ties, &problem, slots).into_iter().enumerate() {
        let (activity, slot) = (&problem.activities[index], &slots[index]);
        // Of several teams, it waits for the one that lacks room at the end, or is not there.
        let awaited = |team: usize| match slot.why {
            Why::Busy { team: last, .. } | Why::Closed { team: Some(last), .. } => last == team,
            _ => true,
        };
        for load in &activity.loads {
            if awaited(load.team) {
                change[load.team][ready as usize] += 1;
                change[load.team][slot.start.0 as usize] -= 1;
            }
            for (day, halves) in ties.days_of(index, slot.start.0, slot.finish.0) {
                queues[load.team].used[day as usize] += load.micro_fte * halves;
            }
        }
    }
    for (queue, change) in queues.iter_mut().zip(change) {
        let mut count = 0;
        for ((waiting, room), change) in queue.waiting.iter_mut().zip(&queue.room).zip(change) {
            count += change;
            *waiting = if *room > 0 { count as u32 } else { 0 };
        }
    }
    queues
}

/// The first day on which each activity could begin if its team had nothing else to do.
fn ready(ties: &Ties<'_>, problem: &Problem, slots: &[Slot]) -> Vec<u32> {
    // The dawns from which each may begin, and by which it may be over.
    let dates = problem.activities.iter().map(|activity| {
        let over = if activity.finish_release > Day(0) { activity.finish_release.0 + 1 } else { 0 };
        (activity.release.0, over)
    });
    let mut from: Vec<(u32, u32)> = dates.collect();
    for link in &problem.links {
        let slot = &slots[link.from];
        let end = if link.kind.waits_for_finish() { slot.finish.0 + 1 } else { slot.start.0 };
        let (start, over) = &mut from[link.to];
        let dawn = if link.kind.holds_start() { start } else { over };
        *dawn = (*dawn).max(ties.after(end, link.lag));
    }
    let room = |(activity, (start, over)): (usize, &(u32, u32))| {
        let planned = slots[activity].start.0;
        // What has to start on a day does not wait for people.
        if problem.activities[activity].fixed == Some(slots[activity].start) {
            return planned;
        }
        ties.first_room(activity, *start, *over).map_or(planned, |Span { start, .. }| start.min(planned))
    };
    from.iter().enumerate().map(room).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws::problems;
    use super::super::schedule;
    use super::*;

    proptest! {
        #[test]
        fn who_is_said_to_wait_for_a_busy_team_waits_and_nobody_else(problem in problems(12)) {
            let list: Vec<usize> = (0..problem.activities.len()).collect();
            let slots = schedule(&problem, &list).unwrap();
            let days = slots.iter().map(|slot| slot.finish.0 + 1).max().unwrap();
            let short = Problem { days, ..problem.clone() };
            let ready = ready(&Ties::new(&short), &short, &slots);
            for (slot, ready) in slots.iter().zip(&ready) {
                match slot.why {
                    Why::Busy { .. } => prop_assert!(*ready < slot.start.0, "{slot:?} {ready}"),
                    // It may have waited before its team became too small.
                    Why::Closed { .. } => prop_assert!(*ready <= slot.start.0),
                    _ => prop_assert_eq!(*ready, slot.start.0, "{:?}", slot),
                }
            }
            for queue in queues(&problem, &slots) {
                let within = queue.used.iter().zip(&queue.room).all(|(used, room)| used <= room);
                prop_assert!(within, "{queue:?}");
            }
        }
    }
}
