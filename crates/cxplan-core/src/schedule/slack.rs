//! How much later work can start: free and total slack, by links alone and with teams.
//!
//! Slack counts working days of the plan. An activity with a slack of `k` that starts `k` working days after its planned start, or
//! as soon after that as its team works, does no harm; with one day more it does. What harm is:
//!
//! - **free**: any other activity has to start later, or the last one to finish ends later;
//! - **total**: the last one to finish ends later, whatever else has to start later for it.
//!
//! *Apart*, each activity has its team to itself: this is the critical path method (Kelley and Walker 1959) on the calendars of the
//! teams, with all four kinds of links. Its early days are its own, and may lie long before those of the schedule.
//!
//! *With teams*, the early days are those of the schedule, and the people of a team go from work to work as they do in it: who did
//! one thing does next what they did next. These hand-overs (`slack/handover.rs`) are links like others, which keep every schedule
//! that respects them within the capacity of the teams (a partial order schedule: Policella, Cesta, Oddi and Smith, "From precedence
//! constraint posting to partial order schedules", AI Communications 20, 2007). A plan in which people change places as well may
//! have more room than this tells, never less.
//!
//! In both, fixed days are kept: what has to start on a day has no slack, and what it waits for may not push it. Deadlines are not
//! looked at. Linear in activities and links, but for sorting and for circles that hand-overs close with ties of ends: there the
//! latest days are counted down until they agree.

use std::collections::BTreeMap;

use super::ties::{Span, Ties};
use super::{Generator, Load, Problem, Slot, Team, activity_list};
use crate::calendar::Day;

mod handover;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

/// How much later an activity can start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slack {
    /// Working days of the plan without any other activity starting later.
    pub free: u32,
    /// Working days of the plan without the whole ending later.
    pub total: u32,
    /// Whether the whole ends later where it starts a working day later. What is held by a fixed day alone has no slack and is
    /// not critical.
    pub critical: bool,
}

/// The slack of all activities.
#[derive(Clone, Debug)]
pub struct Slacks {
    /// As if each had its team to itself.
    pub apart: Vec<Slack>,
    /// First and last day of each as if it had its team to itself.
    pub early: Vec<(Day, Day)>,
    /// As the teams go from work to work in the schedule.
    pub with_teams: Vec<Slack>,
}

/// The slack of the activities of a schedule that was made of a list.
///
/// None where the axis up to the end of the schedule is too long for tables, or the list is not one of the problem.
pub fn slacks(problem: &Problem, list: &[usize], slots: &[Slot]) -> Option<Slacks> {
    let planned: Vec<Span> =
        slots.iter().map(|slot| Span { start: slot.start.0, finish: slot.finish.0 }).collect();
    let end = |spans: &[Span]| spans.iter().map(|span| span.finish + 1).max().unwrap_or(0);
    let mut problem = problem.until(end(&planned));
    let mut apart = apart(&problem).0;
    let early = early(&apart, list)?;
    apart.days = end(&early);
    let turns = |problem: &Problem| {
        activity_list(problem, &planned.iter().map(|span| span.start).collect::<Vec<_>>())
    };
    let order = turns(&apart)?;
    let nobody_leaves = vec![u32::MAX; early.len()];
    let slack_apart = Counted { ties: Ties::new(&apart), early: &early, until: nobody_leaves }.slacks(&order);

    let (handovers, until) = handover::handovers(&problem, &planned);
    problem.links.extend(handovers);
    let order = turns(&problem).unwrap_or_else(|| {
        // Ties of ends and hand-overs may go round in a circle.
        let mut order: Vec<usize> = (0..planned.len()).collect();
        order.sort_by_key(|activity| (planned[*activity].finish, planned[*activity].start));
        order
    });
    let with_teams = Counted { ties: Ties::new(&problem), early: &planned, until }.slacks(&order);
    let early = early.iter().map(|span| (Day(span.start), Day(span.finish))).collect();
    Some(Slacks { apart: slack_apart, early, with_teams })
}

/// The days between which each activity lies as if it had its team to itself: the first on which it can start, and the last by
/// which it has to be over for everything to be over by the dawns `until`; where these leave no room, the first on which it can be
/// over. None where the axis is too long for tables.
pub fn windows(problem: &Problem, list: &[usize], until: Vec<u32>) -> Option<Vec<(Day, Day)>> {
    let (apart, _) = apart(problem);
    let early = early(&apart, list)?;
    let late = Counted { ties: Ties::new(&apart), early: &early, until }.late(list, true);
    Some(early.iter().zip(late).map(|(early, late)| (Day(early.start), Day(late.finish))).collect())
}

/// The earliest days by links and dates.
fn early(apart: &Problem, list: &[usize]) -> Option<Vec<Span>> {
    let list: Vec<u32> = list.iter().map(|activity| *activity as u32).collect();
    let mut generator = Generator::new(apart)?;
    generator.make(&list).ok()?;
    let days = generator.starts().iter().zip(generator.finishes());
    Some(days.map(|(start, finish)| Span { start: *start, finish: *finish }).collect())
}

/// The same work with teams that nobody has to share. Work that is too large for a team at times still waits for it to grow: of
/// each team there are as many as there are answers to when that is. With the team of the problem that each of them is.
pub fn apart(problem: &Problem) -> (Problem, Vec<usize>) {
    let mut sizes: Vec<Vec<u64>> = problem
        .teams
        .iter()
        .map(|team| team.capacity().iter().map(|(_, size)| *size).filter(|size| *size > 0).collect())
        .collect();
    sizes.iter_mut().for_each(|sizes| sizes.sort_unstable());
    let (mut teams, mut owners) = (Vec::new(), Vec::new());
    let mut known = BTreeMap::new();
    let mut activities = problem.activities.clone();
    for load in activities.iter_mut().flat_map(|activity| &mut activity.loads) {
        let too_small = sizes[load.team].partition_point(|size| *size < load.micro_fte);
        let least = sizes[load.team].get(too_small).copied().unwrap_or(u64::MAX);
        let team = *known.entry((load.team, least)).or_insert_with(|| {
            owners.push(load.team);
            let team = &problem.teams[load.team];
            let room = |size: u64| if size >= least { u64::MAX } else { size.min(1) };
            let sizes = team.capacity().iter().map(|(day, size)| (*day, room(*size)));
            teams.push(Team::varying(sizes).with_halves(team.halves().iter().copied()));
            teams.len() - 1
        });
        // Two micro-FTE are more than a team that is too small has, and next to nothing of one that is not.
        *load = Load { team, micro_fte: 2 };
    }
    (Problem { activities, teams, ..problem.clone() }, owners)
}

/// A network of which the latest days are counted.
struct Counted<'a> {
    ties: Ties<'a>,
    early: &'a [Span],
    /// The dawn by which each has to be over because its people leave then.
    until: Vec<u32>,
}

impl Counted<'_> {
    /// The slack of all activities; the order is one in which as little as can be stands before what it waits for.
    fn slacks(&self, order: &[usize]) -> Vec<Slack> {
        let (late, by_end) = (self.late(order, true), self.late(order, false));
        let slack = |activity: usize| Slack {
            free: self.days(activity, self.latest(activity, true, |to| Some(self.early[to]))),
            total: self.days(activity, late[activity]),
            critical: self.days(activity, by_end[activity]) == 0,
        };
        (0..late.len()).map(slack).collect()
    }

    /// The latest days of all activities with which nothing ends after the last of the early ones. Where dates are held, no
    /// fixed day is moved, and everybody is done when they leave.
    fn late(&self, order: &[usize], held: bool) -> Vec<Span> {
        let mut late: Vec<Span> =
            (0..order.len()).map(|activity| self.latest(activity, held, |_| None)).collect();
        let mut agreed = false;
        while !std::mem::replace(&mut agreed, true) {
            for &activity in order.iter().rev() {
                let latest = self.latest(activity, held, |to| Some(late[to]));
                agreed &= latest == std::mem::replace(&mut late[activity], latest);
            }
        }
        late
    }

    /// The latest days of an activity, given days of what waits for it.
    fn latest(&self, activity: usize, held: bool, of: impl Fn(usize) -> Option<Span>) -> Span {
        let early = self.early[activity];
        if held && self.ties.fixed(activity) == Some(early.start) {
            return early;
        }
        let until = if held { self.until[activity] } else { u32::MAX };
        self.ties.latest(activity, until, early, of)
    }

    /// Working days of the plan from the early start of an activity to another.
    fn days(&self, activity: usize, late: Span) -> u32 {
        self.ties.over(late.start) - self.ties.over(self.early[activity].start)
    }
}
