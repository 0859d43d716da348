//! A problem as tables over time: for each activity every start that it can have with its team to itself, and for each link what a
//! start of the first leaves to the second. Solvers count with these numbers and need to know nothing of calendars.

use super::week::Week;
use super::{Generator, Problem};

/// Work, room and links on an axis of days.
#[derive(Clone, Debug)]
pub struct Indexed {
    /// Number of days of the axis.
    pub days: u32,
    /// The activities.
    pub works: Vec<Work>,
    /// What each team can do on each day, in micro-FTE.
    pub rooms: Vec<Vec<u64>>,
    /// The links.
    pub ties: Vec<Tie>,
}

/// The starts of an activity, ascending. The last one stands for all that lead beyond the axis.
#[derive(Clone, Debug)]
pub struct Work {
    /// What it takes of which team on each of the team's days from start to finish. Of teams that work together, those are left out
    /// that work on days on which another does not: that asks less than there is.
    pub loads: Vec<(usize, u64)>,
    /// The day of each start.
    pub starts: Vec<u32>,
    /// The last day of each; that after the axis for the last one.
    pub finishes: Vec<u32>,
    /// The working day of all of its teams on which each begins and the one behind its end, counted from the first day of the axis; the first
    /// behind the axis for the last one.
    pub shifts: Vec<(u32, u32)>,
    /// Whether no start leads beyond the axis: it has a day that is fixed.
    pub is_fixed: bool,
}

/// A link.
#[derive(Clone, Debug)]
pub struct Tie {
    /// What is waited for.
    pub from: usize,
    /// What waits.
    pub to: usize,
    /// For each start of the first the earliest of the second, as positions in their tables. They ascend.
    pub least: Vec<u32>,
}

/// Most entries that all tables of a problem may have together.
pub const MOST_ENTRIES: usize = 8 << 20;

impl Indexed {
    /// The tables of a problem, given for each activity a day before which it cannot start. The schedule that the generator made tells
    /// which fixed days hold. None where they would have too many entries.
    pub fn new(problem: &Problem, earliest: &[u32], made: &Generator) -> Option<Self> {
        let (weeks, of) = Week::all(problem)?;
        let rooms: Vec<Vec<u64>> = problem.teams.iter().map(|team| team.sizes(problem.days)).collect();
        let week = |activity: usize| &weeks[of[activity] as usize];
        let entries = |activity: usize| week(activity).days.len() + 1;
        let of_ties: usize = problem.links.iter().map(|link| entries(link.from)).sum();
        if (0..earliest.len()).map(entries).sum::<usize>() + of_ties > MOST_ENTRIES {
            return None;
        }
        let works: Vec<Work> = (0..earliest.len())
            .map(|activity| {
                let fixed = made.is_pinned(activity).then(|| made.starts()[activity]);
                let from = fixed.unwrap_or(earliest[activity]);
                let mut work = Work::new(problem, activity, week(activity), &rooms, from, fixed.is_some());
                work.loads.retain(|(team, _)| weeks[team + 1].days == week(activity).days);
                work
            })
            .collect();
        let tie = |link: &super::Link| {
            let (from, to, week) = (&works[link.from], &works[link.to], week(link.to));
            let half_days = problem.activities[link.to].half_days.get();
            let least = (0..from.starts.len()).map(|start| {
                let days = (from.starts[start], from.finishes[start]);
                let link = (link.kind, link.lag);
                let shift = week.allowed(&weeks[0], link, days, half_days, problem.days);
                to.first_from(shift)
            });
            Tie { from: link.from, to: link.to, least: least.collect() }
        };
        // What stands on its fixed day waits for nothing.
        let ties = problem.links.iter().filter(|link| !works[link.to].is_fixed).map(tie).collect();
        Some(Self { days: problem.days, works, rooms, ties })
    }
}

impl Work {
    fn new(
        problem: &Problem,
        activity: usize,
        week: &Week,
        rooms: &[Vec<u64>],
        from: u32,
        is_fixed: bool,
    ) -> Self {
        let (activity, days) = (&problem.activities[activity], problem.days);
        let loads: Vec<_> = activity.loads.iter().map(|load| (load.team, load.micro_fte)).collect();
        let half_days = activity.half_days.get();
        let mut work = Self { loads, starts: vec![], finishes: vec![], shifts: vec![], is_fixed };
        let mut first = week.on_or_after(i64::from(from), days);
        while let Some(last) = week.last(first, half_days) {
            let (start, finish) = (week.days[first as usize], week.days[last as usize]);
            let fits = work.loads.iter().all(|(team, load)| {
                let mut days = week.days[first as usize..=last as usize].iter();
                days.all(|day| rooms[*team][*day as usize] >= *load)
            });
            if fits && start >= activity.release.0 && finish >= activity.finish_release.0 {
                work.push(start, finish, (first, last + 1));
                if is_fixed {
                    return work;
                }
            }
            first += 1;
        }
        let start = week.days.get(first as usize).copied();
        let end = week.days.len() as u32;
        work.push(start.unwrap_or(days), days, (end, end + 1));
        work
    }

    /// How many of the starts lie on the axis with all of their days.
    pub const fn inside(&self) -> usize {
        self.starts.len() - if self.is_fixed { 0 } else { 1 }
    }

    fn push(&mut self, start: u32, finish: u32, shifts: (u32, u32)) {
        self.starts.push(start);
        self.finishes.push(finish);
        self.shifts.push(shifts);
    }

    /// The first start on a working day of its team or a later one, the last one where none is so late.
    fn first_from(&self, shift: u32) -> u32 {
        let first = self.shifts.partition_point(|(first, _)| *first < shift);
        first.min(self.starts.len() - 1) as u32
    }
}
