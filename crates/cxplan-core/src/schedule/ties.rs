//! What links ask of single activities, backwards and forwards: the latest days that keep what waits for one, the earliest that
//! what it waits for allows. Teams are looked at one activity at a time: each has its team to itself.

use super::week::Week;
use super::{Activity, Link, Load, Problem};
use crate::calendar::Day;

/// What keeps an activity from being later than on its latest days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The dawn by which it has to be over.
    Until,
    /// What waits for it.
    Link(Link),
    /// A team, which has too little room on a later day, or none.
    Busy {
        /// The team.
        team: usize,
        /// That day.
        day: Day,
        /// What takes the room, by its position.
        with: Vec<usize>,
    },
}

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
        for (_, by) in self.bounds(activity, of) {
            (start, finish) = (start.min(by.0), finish.min(by.1));
        }
        self.last_room(activity, start, finish).filter(|late| late.start > early.start).unwrap_or(early)
    }

    /// What waits for an activity, where days of that are given: the dawns by which it has to have started and to be over.
    fn bounds(
        &self,
        activity: usize,
        of: impl Fn(usize) -> Option<Span>,
    ) -> impl Iterator<Item = (&Link, (u32, u32))> {
        let days = self.problem.days;
        self.from[activity].iter().filter_map(move |link| {
            let to = of(link.to)?;
            let dawn = self.before(if link.kind.holds_start() { to.start } else { to.finish + 1 }, link.lag);
            Some((link, if link.kind.waits_for_finish() { (days, dawn) } else { (dawn, days) }))
        })
    }

    /// What keeps an activity, whose room is not taken, from being later than it is: a day or a link that leaves no shift behind its
    /// own, else the team that is short on the next of them.
    pub(super) fn hold(&self, activity: usize, until: u32, spans: &[Span]) -> Hold {
        let latest = spans[activity];
        let days = self.problem.days;
        let (work, week) = (&self.problem.activities[activity], self.week(activity));
        let by = |dawn: u32| week.on_or_after(i64::from(dawn), days).checked_sub(1);
        // The last shift on which it can start by one of these alone.
        let last = |(start, finish): (u32, u32)| {
            let first = week.last_that_ends_by(by(finish.min(days))?, work.half_days.get())?;
            Some(first.min(by(start.saturating_add(1))?))
        };
        let links =
            self.bounds(activity, |to| Some(spans[to])).map(|(link, by)| (last(by), Hold::Link(*link)));
        let all = std::iter::once((last((days, until)), Hold::Until)).chain(links);
        let (first, hold) = all.min_by_key(|(first, _)| *first).unwrap_or((None, Hold::Until));
        let next = week.on_or_after(i64::from(latest.start), days) + 1;
        let short = |day: &u32| {
            let short = |load: &&Load| self.sizes[load.team][*day as usize] < load.micro_fte;
            work.loads.iter().find(short).map(|load| (load.team, *day))
        };
        let shifts = first.filter(|first| *first >= next).and_then(|_| week.last(next, work.half_days.get()));
        let shifts = shifts.map_or(&[][..], |last| &week.days[next as usize..=last as usize]);
        let Some((team, day)) = shifts.iter().find_map(short) else { return hold };
        let takes = |other: &usize| {
            let (span, works) = (spans[*other], &self.problem.activities[*other]);
            *other != activity
                && (span.start..=span.finish).contains(&day)
                && works.loads.iter().any(|load| load.team == team)
                && self.week(*other).works_on(day)
        };
        Hold::Busy { team, day: Day(day), with: (0..spans.len()).filter(takes).collect() }
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
