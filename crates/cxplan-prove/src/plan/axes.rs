//! Work, links and room on the working days of teams.

use cxplan_core::schedule::indexed::{Indexed, Work};
use cxplan_core::search::gcd;
use pumpkin_core::Solver;
use pumpkin_core::variables::DomainId;

use super::tied::{Points, leave_out, tie};
use crate::model::{fit, one_by_one};
use crate::rooms::cliques;

/// A problem of which some work is known to lie on the axis. Other work may start behind it, where there is room for everything.
pub(super) struct Axes<'i> {
    indexed: &'i Indexed,
    is_inside: Vec<bool>,
}

/// The start of an activity, counted in working days of its team.
pub(super) struct Start<'i> {
    pub(super) number: DomainId,
    work: &'i Work,
    /// How many of the starts in its table are open.
    open: usize,
}

impl<'i> Axes<'i> {
    /// What has to lie on the axis, and with it what that waits for.
    pub(super) fn new(indexed: &'i Indexed, mut is_inside: Vec<bool>) -> Self {
        let mut changed = true;
        while changed {
            changed = false;
            for tie in &indexed.ties {
                let beyond = indexed.works[tie.to].inside() as u32;
                // Where the first starts beyond the axis, so does the second.
                let pulls = tie.least.last().is_some_and(|least| *least >= beyond);
                if pulls && is_inside[tie.to] && !is_inside[tie.from] {
                    (is_inside[tie.from], changed) = (true, true);
                }
            }
        }
        Self { indexed, is_inside }
    }

    /// Tells the solver of all work.
    pub(super) fn post(&self, solver: &mut Solver) -> Vec<Start<'i>> {
        let start = |(work, is_inside): (&'i Work, &bool)| {
            let open = if *is_inside { work.inside().max(1) } else { work.starts.len() };
            Start::new(solver, work, open)
        };
        let starts: Vec<Start<'i>> = self.indexed.works.iter().zip(&self.is_inside).map(start).collect();
        for link in &self.indexed.ties {
            let (from, to) = (&starts[link.from], &starts[link.to]);
            let least = |least: &u32| to.work.shifts[..to.open].get(*least as usize).map(|(first, _)| *first);
            let least: Vec<Option<u32>> = link.least[..from.open].iter().map(least).collect();
            tie(solver, (from.number, &from.values()), (to.number, &Points::Sparse(to.values())), &least);
        }
        for (team, room) in self.indexed.rooms.iter().enumerate() {
            let own: Vec<Part<'_>> = starts.iter().filter_map(|start| Part::of(start, team)).collect();
            // Days on which the team works are its axis.
            let sizes: Vec<u64> = room.iter().copied().filter(|size| *size > 0).collect();
            share(solver, &own, &sizes);
        }
        starts
    }
}

impl<'i> Start<'i> {
    fn new(solver: &mut Solver, work: &'i Work, open: usize) -> Self {
        let shifts = &work.shifts[..open];
        let number = solver.new_bounded_integer(shifts[0].0 as i32, shifts[open - 1].0 as i32);
        leave_out(solver, number, shifts.windows(2).flat_map(|pair| pair[0].0 + 1..pair[1].0));
        Self { number, work, open }
    }

    fn values(&self) -> Vec<u32> {
        self.work.shifts[..self.open].iter().map(|(first, _)| *first).collect()
    }

    /// Has a number of days be no less than those until the activity is done. The number is at most so much.
    pub(super) fn ends_by(&self, solver: &mut Solver, days: DomainId, most: u32) {
        let done: Vec<Option<u32>> =
            self.work.finishes[..self.open].iter().map(|finish| Some(finish + 1)).collect();
        tie(solver, (self.number, &self.values()), (days, &Points::UpTo(most)), &done);
    }

    /// The fewest working days that it can take.
    fn length(&self) -> i32 {
        let lengths = self.work.shifts[..self.open].iter().map(|(first, end)| end - first);
        lengths.take(self.work.inside().max(1)).min().unwrap_or(1) as i32
    }

    fn may_lie_beyond(&self) -> bool {
        self.open > self.work.inside()
    }
}

/// What an activity takes of a team.
struct Part<'s> {
    start: &'s Start<'s>,
    load: u64,
}

impl<'s> Part<'s> {
    fn of(start: &'s Start<'s>, team: usize) -> Option<Self> {
        let (_, load) = *start.work.loads.iter().find(|(own, load)| *own == team && *load > 0)?;
        Some(Self { start, load })
    }
}

/// Has the work of a team fit in its room on each of its days. Loads are counted in what they have in common; where the solver cannot add
/// that up, they are rounded down and sizes up: what does not fit then does not fit at all.
fn share(solver: &mut Solver, own: &[Part<'_>], sizes: &[u64]) {
    let unit = own.iter().fold(0, |unit, part| gcd(unit, part.load)).max(1);
    let sum: u64 = own.iter().map(|part| part.load / unit).sum();
    let whole = |size: &u64| (size / unit).min(sum);
    let (least, largest) = (sizes.iter().map(whole).min(), sizes.iter().map(whole).max());
    // What is there for everything at once is never short.
    let Some((_, largest)) = least.zip(largest).filter(|(least, _)| *least < sum) else { return };
    let scale = (2 * sum).div_ceil(i32::MAX as u64 / 2);
    let load = |part: &Part<'_>| part.load / unit / scale;
    let scaled = |size: &u64| whole(size).div_ceil(scale);
    let clash = |one: &Part<'_>, other: &Part<'_>| (one.load + other.load) / unit > largest;
    let largest = largest.div_ceil(scale);
    // Behind the axis there is more room, for all that may lie there.
    let beyond: u64 = own.iter().filter(|part| part.start.may_lie_beyond()).map(load).sum();
    let size = largest.max(beyond);
    let mut starts: Vec<DomainId> = own.iter().map(|part| part.start.number).collect();
    let mut lengths: Vec<i32> = own.iter().map(|part| part.start.length()).collect();
    let mut loads: Vec<i32> = own.iter().map(|part| load(part) as i32).collect();
    // A smaller team has something else to do.
    let mut day = 0;
    for days in sizes.chunk_by(|a, b| scaled(a) == scaled(b)) {
        let missing = size - scaled(&days[0]);
        if missing > 0 {
            starts.push(solver.new_bounded_integer(day, day));
            lengths.push(days.len() as i32);
            loads.push(missing as i32);
        }
        day += days.len() as i32;
    }
    fit(solver, starts, lengths, loads, size as i32);
    let inside: Vec<usize> = (0..own.len()).filter(|at| !own[*at].start.may_lie_beyond()).collect();
    for group in cliques(&inside, |one, other| clash(&own[one], &own[other])) {
        one_by_one(solver, group.into_iter().map(|at| (own[at].start.number, own[at].start.length())));
    }
}
