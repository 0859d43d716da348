//! What no schedule of a problem can be better than.
//!
//! The end: links, dates and calendars with teams that have room for everything; and for each team its work that cannot begin before
//! some day, in all its room from that day on, by each rule that says what fits beside what (`parts.rs`).
//!
//! The value, of which the better counts: by prices on the room of teams (`lagrange.rs`), where the plan is small enough for the
//! effort; and by two things that are known at once. What belongs together is done no earlier than without a lack of room, and each
//! team works through what it has in the best of all ways if it may be interrupted and works on everything with all its people: the
//! highest value for its effort first, of what can have begun. That keeps the mean day of the work as low as can be (Goemans, "Improved
//! approximation algorithms for scheduling with release dates", SODA 1997, theorem on the mean busy time), and the last day is later
//! than the mean by at least half of what the work takes at full pace.

use std::collections::BinaryHeap;

use super::lagrange::Prices;
use super::objective::Objective;
use super::parts::Parts;
use crate::schedule::indexed::Indexed;
use crate::schedule::{Generator, Problem};

/// Bounds from below on what a schedule costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of the sum of weights times days until done.
    pub value: u64,
    /// Of the number of days until all is done.
    pub end: u64,
}

/// Rounds in which groups look for the team that says most about them.
const ROUNDS: usize = 4;
/// Rounds that say more than nothing, and rounds in which prices come to rest.
const PRICE_ROUNDS: (u64, u64) = (10, 100);

/// Bounds for a problem, of which the list holds every activity after what it waits for and makes a good schedule. `effort` is how many
/// starts of activities are looked at to find prices. None where the tables would be too large or a link asks for more days than there
/// are.
pub fn limits(problem: &Problem, list: &[u32], objective: &Objective, effort: u64) -> Option<Limits> {
    let generator = unhindered(problem, list)?;
    let (starts, finishes) = (generator.starts(), generator.finishes());
    let mut earliest = vec![0u32; objective.weights.len()];
    for (group, finish) in objective.groups.iter().zip(finishes) {
        let day = &mut earliest[*group as usize];
        *day = (*day).max(finish + 1);
    }
    let teams: Vec<Crew> = (0..problem.teams.len()).map(|team| Crew::of(problem, team)).collect();
    let end = u64::from(finishes.iter().map(|finish| finish + 1).max().unwrap_or(0));
    let end = teams.iter().map(|team| team.end(problem, starts)).fold(end, u64::max);
    let jobs = jobs(problem, objective, starts, teams.len());
    let value = value(&teams, &jobs, &earliest, &objective.weights);
    let priced = priced(problem, list, objective, starts, &earliest, effort);
    Some(Limits { value: value.max(priced.unwrap_or(0)), end })
}

/// The schedule with teams that have room for everything.
pub(super) fn unhindered(problem: &Problem, list: &[u32]) -> Option<Generator> {
    let mut free = problem.clone();
    for activity in &mut free.activities {
        activity.release = activity.release.max(activity.fixed.take().unwrap_or_default());
        activity.loads.iter_mut().for_each(|load| load.micro_fte = 0);
    }
    let mut generator = Generator::new(&free)?;
    generator.make(list).ok()?;
    Some(generator)
}

/// A bound on the value by prices; none where that is too much effort.
fn priced(
    problem: &Problem,
    list: &[u32],
    objective: &Objective,
    starts: &[u32],
    earliest: &[u32],
    effort: u64,
) -> Option<u64> {
    // Most activities have about half of all days before them, when those are left out that come too early.
    let about = u64::from(problem.days) * starts.len() as u64 / 2;
    if effort / about.max(1) < PRICE_ROUNDS.0 {
        return None;
    }
    let mut made = Generator::new(problem)?;
    made.make(list).ok()?;
    let known = objective.value(made.finishes());
    let indexed = Indexed::new(problem, starts, &made)?;
    let mut prices = Prices::new(problem, &indexed, objective, earliest);
    let rounds = (effort / prices.entries().max(1) as u64).min(PRICE_ROUNDS.1);
    Some(rounded(prices.bound(rounds, known as f64)))
}

/// A whole number that is no lower. Rounding in long sums must not lift a bound above what is.
fn rounded(bound: f64) -> u64 {
    (bound * (1.0 - 1e-9)).ceil().max(0.0) as u64
}

/// A team and its room.
struct Crew {
    team: usize,
    /// Half days of work before each day and before the end, in micro-FTE.
    before: Vec<u128>,
}

impl Crew {
    fn of(problem: &Problem, team: usize) -> Self {
        let mut before = vec![0];
        let mut sum = 0;
        before.extend(problem.teams[team].room(problem.days).map(|room| {
            sum += u128::from(room);
            sum
        }));
        Self { team, before }
    }

    /// Days until all of its work can be done, given the first days of all activities without a lack of room.
    fn end(&self, problem: &Problem, starts: &[u32]) -> u64 {
        let own = problem.activities.iter().zip(starts).filter_map(|(activity, start)| {
            let load = activity.loads.iter().find(|load| load.team == self.team)?;
            Some((*start as usize, load.micro_fte, activity.half_days.get()))
        });
        let mut work: Vec<(usize, u64, u32)> = own.collect();
        work.sort_unstable_by_key(|(start, ..)| std::cmp::Reverse(*start));
        let parts = Parts::new(problem, self.team);
        let mut before = vec![0];
        for (day, size) in (0..).zip(&parts.sizes) {
            let halves = size.map_or(0, |_| problem.teams[self.team].halves_on(day));
            before.push(before[day as usize] + halves);
        }
        let by = |rule: usize| {
            let (mut sum, mut end) = (0.0, 0);
            for (start, load, half_days) in &work {
                sum += parts.least(*load, rule) * f64::from(*half_days);
                // Half days are whole numbers, and rounding in sums is far below one.
                let done = before[*start] + (sum - 1e-6).ceil().max(0.0) as u64;
                end = end.max(before.partition_point(|before| *before < done));
            }
            end
        };
        (0..parts.rules).map(by).max().unwrap_or(0) as u64
    }
}

/// The work of a group for a team.
#[derive(Clone, Copy)]
struct Job {
    group: usize,
    /// In micro-FTE and half days.
    work: f64,
    /// The first day on which some of it can begin.
    release: u32,
    /// Most of it that can be done on a day.
    pace: f64,
}

/// What each team has to do of each group.
fn jobs(problem: &Problem, objective: &Objective, starts: &[u32], teams: usize) -> Vec<Vec<Job>> {
    let mut jobs: Vec<Vec<Job>> = vec![Vec::new(); teams];
    let mut by_group: Vec<usize> = (0..starts.len()).collect();
    by_group.sort_by_key(|activity| objective.groups[*activity]);
    for activity in by_group {
        let group = objective.groups[activity] as usize;
        for load in problem.activities[activity].loads.iter().filter(|load| load.micro_fte > 0) {
            let jobs = &mut jobs[load.team];
            if jobs.last().is_none_or(|job| job.group != group) {
                jobs.push(Job { group, work: 0.0, release: u32::MAX, pace: 0.0 });
            }
            if let Some(job) = jobs.last_mut() {
                let pace = load.micro_fte as f64;
                job.work += pace * f64::from(problem.activities[activity].half_days.get());
                job.release = job.release.min(starts[activity]);
                job.pace += 2.0 * pace;
            }
        }
    }
    jobs
}

/// A bound on the value, each group counted by the team that says most about it, or by none.
fn value(teams: &[Crew], jobs: &[Vec<Job>], earliest: &[u32], weights: &[u64]) -> u64 {
    let least = |group: usize| f64::from(earliest[group]);
    let weighed: Vec<f64> = weights.iter().map(|weight| *weight as f64).collect();
    // The team that each group is counted by: the one with which it is done last.
    let mut by: Vec<Option<usize>> = vec![None; weights.len()];
    let mut latest = vec![0.0; weights.len()];
    for (team, (crew, jobs)) in teams.iter().zip(jobs).enumerate() {
        for (job, day) in jobs.iter().zip(crew.days(jobs, &weighed)) {
            if day > latest[job.group] {
                (latest[job.group], by[job.group]) = (day, Some(team));
            }
        }
    }
    let mut best = weighed.iter().enumerate().map(|(group, weight)| weight * least(group)).sum::<f64>();
    for _ in 0..ROUNDS {
        let alone = (0..by.len()).filter(|group| by[*group].is_none());
        let mut sum = alone.map(|group| weighed[group] * least(group)).sum::<f64>();
        let mut settled = true;
        for (team, (crew, jobs)) in teams.iter().zip(jobs).enumerate() {
            let own: Vec<Job> = jobs.iter().filter(|job| by[job.group] == Some(team)).copied().collect();
            for (job, day) in own.iter().zip(crew.days(&own, &weighed)) {
                sum += weighed[job.group] * day;
                // What the team does early may say more without it.
                if day < least(job.group) {
                    by[job.group] = None;
                    settled = false;
                }
            }
        }
        best = best.max(sum);
        if settled {
            break;
        }
    }
    rounded(best)
}

impl Crew {
    /// For each job a day such that no schedule has a lower sum of weights times days.
    fn days(&self, jobs: &[Job], weights: &[f64]) -> Vec<f64> {
        let mut by_release: Vec<usize> = (0..jobs.len()).collect();
        by_release.sort_by_key(|job| jobs[*job].release);
        let mut next = by_release.into_iter().peekable();
        let mut left: Vec<f64> = jobs.iter().map(|job| job.work).collect();
        // Sum of days times what is done on them.
        let mut moments = vec![0.0; jobs.len()];
        let density = |job: usize| Density(weights[jobs[job].group] / jobs[job].work, job);
        let mut ready: BinaryHeap<Density> = BinaryHeap::new();
        let mut day = 0;
        while (next.peek().is_some() || !ready.is_empty()) && day + 1 < self.before.len() {
            while let Some(job) = next.next_if(|job| jobs[*job].release as usize <= day) {
                ready.push(density(job));
            }
            if ready.is_empty() {
                day = next.peek().map_or(day, |job| jobs[*job].release as usize);
                continue;
            }
            let mut room = (self.before[day + 1] - self.before[day]) as f64;
            while room > 0.0
                && let Some(Density(_, job)) = ready.peek().copied()
            {
                let done = left[job].min(room);
                room -= done;
                left[job] -= done;
                moments[job] += done * (day + 1) as f64;
                if left[job] > 0.0 {
                    break;
                }
                ready.pop();
            }
            day += 1;
        }
        let last = |(job, moment): (&Job, &f64)| {
            // Full days at full pace, and a rest before them.
            let days = job.work / job.pace;
            let (full, rest) = (days.floor(), days - days.floor());
            moment / job.work + (full * (full - 1.0) / 2.0 + rest * full) / days
        };
        jobs.iter().zip(&moments).map(last).collect()
    }
}

/// Value for effort, then the position of a job.
#[derive(Clone, Copy)]
struct Density(f64, usize);

impl PartialEq for Density {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Density {}
impl PartialOrd for Density {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Density {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(other.1.cmp(&self.1))
    }
}
