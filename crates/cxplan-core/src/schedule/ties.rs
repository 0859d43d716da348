//! What links ask of single activities, backwards and forwards: the latest days that keep what waits for one, the earliest that
//! what it waits for allows. Teams are looked at one activity at a time: each has its team to itself.

use super::week::Week;
use super::{Activity, Link, Problem};

/// First and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) finish: u32,
}

/// The links of a problem and the days on which its activities can run.
pub(super) struct Ties<'p> {
    problem: &'p Problem,
    /// The working days of the plan, then those of each team, then of those that work together.
    weeks: Vec<Week>,
    /// Which of them each activity keeps.
    of: Vec<u32>,
    /// Room of each team on each day: its capacity, without what was taken.
    sizes: Vec<Vec<u64>>,
    /// Links from each activity.
    from: Vec<Vec<Link>>,
}

impl<'p> Ties<'p> {
    pub(super) fn new(problem: &'p Problem) -> Self {
        let mut from = vec![Vec::new(); problem.activities.len()];
        for link in &problem.links {
            from[link.from].push(*link);
        }
        // Activities of a problem that has a schedule name teams that are there.
        let (weeks, of) = Week::all(problem).unwrap_or_default();
        Self {
            problem,
            weeks,
            of,
            sizes: problem.teams.iter().map(|team| team.sizes(problem.days)).collect(),
            from,
        }
    }

    /// Takes the room of an activity on its days.
    pub(super) fn take(&mut self, activity: usize, days: Span) {
        self.change(activity, days, |room, load| room - load);
    }

    /// Gives it back.
    pub(super) fn free(&mut self, activity: usize, days: Span) {
        self.change(activity, days, |room, load| room + load);
    }

    /// The days of work of an activity between two days, both counted, and how many half days each has.
    pub(super) fn days_of(
        &self,
        activity: usize,
        start: u32,
        finish: u32,
    ) -> impl Iterator<Item = (u32, u64)> {
        self.week(activity).halves(start, finish)
    }

    fn change(&mut self, activity: usize, days: Span, room: impl Fn(u64, u64) -> u64) {
        let week = &self.weeks[self.of[activity] as usize];
        for load in &self.problem.activities[activity].loads {
            for (day, _) in week.halves(days.start, days.finish) {
                let left = &mut self.sizes[load.team][day as usize];
                *left = room(*left, load.micro_fte);
            }
        }
    }

    /// The day on which an activity has to start.
    pub(super) fn fixed(&self, activity: usize) -> Option<u32> {
        self.problem.activities[activity].fixed.map(|day| day.0)
    }

    /// Working days of the plan that are over at the dawn of a day.
    pub(super) fn over(&self, day: u32) -> u32 {
        self.weeks[0].on_or_after(i64::from(day), self.problem.days)
    }

    /// The latest days of an activity with which it is over by a dawn and keeps what waits for it, where days of that are given;
    /// `early` where there are none from its early days on.
    pub(super) fn latest(
        &self,
        activity: usize,
        until: u32,
        early: Span,
        of: impl Fn(usize) -> Option<Span>,
    ) -> Span {
        let (mut start, mut finish) = (self.problem.days, self.problem.days.min(until));
        for link in &self.from[activity] {
            let Some(to) = of(link.to) else { continue };
            let end = if link.kind.holds_start() { to.start } else { to.finish + 1 };
            let held = if link.kind.waits_for_finish() { &mut finish } else { &mut start };
            *held = (*held).min(self.before(end, link.lag));
        }
        self.last_room(activity, start, finish).filter(|late| late.start > early.start).unwrap_or(early)
    }

    /// The last dawn from which the lag leads to a dawn or before it.
    fn before(&self, dawn: u32, lag: i32) -> u32 {
        if lag == 0 {
            return dawn;
        }
        match usize::try_from(i64::from(self.over(dawn)) - i64::from(lag)) {
            Ok(shifts) => self.weeks[0].days.get(shifts).copied().unwrap_or(self.problem.days),
            Err(_) => 0,
        }
    }

    /// The first dawn to which a lag leads from a dawn.
    pub(super) fn after(&self, dawn: u32, lag: i32) -> u32 {
        if lag == 0 {
            return dawn;
        }
        let days = self.problem.days;
        self.weeks[0].shifted(i64::from(dawn), lag, days).clamp(0, i64::from(days) + 1) as u32
    }

    /// The first days on which an activity starts after one dawn and is over by another or later; none before the end of the
    /// axis.
    pub(super) fn first_room(&self, activity: usize, start: u32, over: u32) -> Option<Span> {
        let (work, week) = (&self.problem.activities[activity], self.week(activity));
        let (half_days, days) = (work.half_days.get(), self.problem.days);
        let shift = |dawn: u32| week.on_or_after(i64::from(dawn), days);
        let mut first = shift(start);
        if let Some(last) = over.checked_sub(1) {
            first = first.max(week.first_that_reaches(shift(last), half_days));
        }
        let (first, last) = week.first_where(first, half_days, |day| self.has_room(work, day))?;
        Some(Span { start: week.days[first as usize], finish: week.days[last as usize] })
    }

    /// The last days on which an activity starts by one dawn and is over by another.
    fn last_room(&self, activity: usize, start: u32, finish: u32) -> Option<Span> {
        let (work, week) = (&self.problem.activities[activity], self.week(activity));
        let (half_days, days) = (work.half_days.get(), self.problem.days);
        let by = |dawn: u32| week.on_or_after(i64::from(dawn), days).checked_sub(1);
        let mut first = week.last_that_ends_by(by(finish)?, half_days)?.min(by(start + 1)?);
        loop {
            let shifts = &week.days[first as usize..=week.last(first, half_days)? as usize];
            match shifts.iter().position(|day| !self.has_room(work, *day)) {
                Some(shift) => {
                    first = week.last_that_ends_by((first + shift as u32).checked_sub(1)?, half_days)?;
                }
                None => return Some(Span { start: shifts[0], finish: *shifts.last()? }),
            }
        }
    }

    fn week(&self, activity: usize) -> &Week {
        &self.weeks[self.of[activity] as usize]
    }

    /// Whether its teams have room for an activity on a day.
    fn has_room(&self, work: &Activity, day: u32) -> bool {
        work.loads.iter().all(|load| self.sizes[load.team][day as usize] >= load.micro_fte)
    }
}
