//! A team during the making of a schedule: its working days, the room left on them and who took the rest.

use std::collections::BTreeSet;

use super::memory::Memory;
use super::profile::Profile;
use super::{Load, MAX_NAMED, Team, Why};
use crate::calendar::Day;

/// A team counts *shifts*, the days on which it works. Work that pauses while the team is away is then simply a row of
/// consecutive shifts, and room is searched without a thought of holidays.
pub(super) struct Crew {
    /// Sorted, disjoint, none empty.
    spans: Vec<Span>,
    /// Shifts of half a day, ascending.
    halves: Vec<u32>,
    /// Room on each shift.
    profile: Profile,
    /// Searches so far.
    memory: Memory,
    /// Activities with a load, by their last shift: (last shift, activity, first shift, load).
    taken: BTreeSet<(u32, usize, u32, u64)>,
}

/// Consecutive days on which the team works, all with the same capacity.
struct Span {
    /// First shift.
    shift: u32,
    /// Its day.
    day: Day,
    /// Number of shifts.
    length: u32,
    /// Micro-FTE.
    capacity: u64,
}

impl Crew {
    pub(super) fn new(team: &Team, days: u32) -> Self {
        let ends = team.capacity().iter().skip(1).map(|(day, _)| day.0).chain([days]);
        let mut spans = Vec::new();
        let mut shift = 0;
        for (&(day, capacity), end) in team.capacity().iter().zip(ends) {
            let length = end.min(days).saturating_sub(day.0);
            if capacity > 0 && length > 0 {
                spans.push(Span { shift, day, length, capacity });
                shift += length;
            }
        }
        let profile = Profile::new(spans.iter().map(|span| (span.shift, span.capacity)), shift);
        let mut crew =
            Self { spans, halves: Vec::new(), profile, memory: Memory::default(), taken: BTreeSet::new() };
        let works = |day: &Day| crew.works_on(*day);
        crew.halves =
            team.halves().iter().copied().filter(works).map(|day| crew.shift_on_or_after(day)).collect();
        crew
    }

    /// The crew of activities without a team: it never lacks room on the days on which it works.
    pub(super) fn office(office: &Team, days: u32) -> Self {
        let sizes = office.capacity().iter().map(|(day, size)| (*day, if *size > 0 { u64::MAX } else { 0 }));
        Self::new(&Team::varying(sizes).with_halves(office.halves().iter().copied()), days)
    }

    /// Number of shifts from one on that make up so many half days of work.
    fn length(&self, shift: u32, half_days: u32) -> u32 {
        let first = self.halves.partition_point(|half| *half < shift);
        let mut length = half_days.div_ceil(2);
        loop {
            let end = shift.saturating_add(length);
            let halves = self.halves[first..].partition_point(|half| *half < end) as u32;
            // Two halves make a day; the one too many takes a shift of its own.
            let needed = half_days.saturating_add(halves).div_ceil(2);
            if needed <= length {
                return length;
            }
            length = needed;
        }
    }

    /// The first shift from which work of so many half days finishes on a shift or after it.
    pub(super) fn first_that_reaches(&self, last: u32, half_days: u32) -> u32 {
        if self.halves.is_empty() {
            return (last + 1).saturating_sub(half_days.div_ceil(2));
        }
        // At most each shift is half a day.
        let mut shift = (last + 1).saturating_sub(half_days);
        while shift.saturating_add(self.length(shift, half_days)) <= last {
            shift += 1;
        }
        shift
    }

    /// The first shift on or after a day; the number of shifts where there is none.
    pub(super) fn shift_on_or_after(&self, day: Day) -> u32 {
        match self.spans[..self.spans.partition_point(|span| span.day <= day)].last() {
            Some(span) => span.shift + (day.0 - span.day.0).min(span.length),
            None => 0,
        }
    }

    /// The day of a shift; none after the last.
    pub(super) fn day(&self, shift: u32) -> Option<Day> {
        let span = self.span(shift)?;
        Some(Day(span.day.0 + (shift - span.shift)))
    }

    /// The first shift from `from` on from which so many half days of work have room for the load, and the number of shifts
    /// that they take.
    pub(super) fn first_room(&mut self, from: u32, half_days: u32, micro_fte: u64) -> Option<(u32, u32)> {
        if self.halves.is_empty() {
            let duration = half_days.div_ceil(2);
            let untried = self.memory.skip(from, duration, micro_fte);
            let room = self.profile.first_room(untried, duration, micro_fte)?;
            self.memory.note(from, room, duration, micro_fte);
            return Some((room, duration));
        }
        let mut shift = from;
        loop {
            shift = self.profile.first_room(shift, half_days.div_ceil(2), micro_fte)?;
            let length = self.length(shift, half_days);
            // Where there is none for this length, a later start may need fewer half days.
            if self.profile.first_room(shift, length, micro_fte) == Some(shift) {
                return Some((shift, length));
            }
            shift += 1;
        }
    }

    /// Whether a load has room on a shift.
    pub(super) fn has_room(&self, shift: u32, micro_fte: u64) -> bool {
        self.profile.room(shift) >= micro_fte
    }

    /// Whether somebody works on a day.
    pub(super) fn works_on(&self, day: Day) -> bool {
        self.day(self.shift_on_or_after(day)) == Some(day)
    }

    /// Gives `length` shifts from `shift` on to an activity; they must have room for it.
    pub(super) fn take(&mut self, activity: usize, shift: u32, length: u32, micro_fte: u64) {
        if micro_fte > 0 {
            self.profile.take(shift, shift + length, micro_fte);
            self.taken.insert((shift + length - 1, activity, shift, micro_fte));
        }
    }

    /// Whether a load has no room on a shift even with nothing else to do.
    pub(super) fn is_too_small(&self, shift: u32, micro_fte: u64) -> bool {
        self.span(shift).is_none_or(|span| span.capacity < micro_fte)
    }

    /// Why a load finds no room on a shift. None where the shift does not exist.
    ///
    /// To be asked of the shift before the first room: that one then is the last without room, and what finishes on it
    /// is what made the room, unless the team grows.
    pub(super) fn why_no_room(&self, load: Load, shift: u32) -> Option<Why> {
        let (team, until) = (load.team, self.day(shift)?);
        if self.is_too_small(shift, load.micro_fte) {
            return Some(Why::Closed { team: Some(team), until });
        }
        let finishing = self.taken.range((shift, 0, 0, 0)..=(shift, usize::MAX, u32::MAX, u64::MAX));
        let mut with: Vec<_> = finishing.map(|&(_, activity, _, load)| (load, activity)).collect();
        if with.is_empty() {
            let running = self.taken.range((shift, 0, 0, 0)..).filter(|(_, _, first, _)| *first <= shift);
            with = running.map(|&(_, activity, _, load)| (load, activity)).collect();
        }
        with.sort_by_key(|&(load, activity)| (std::cmp::Reverse(load), activity));
        with.truncate(MAX_NAMED);
        Some(Why::Busy { team, with: with.into_iter().map(|(_, activity)| activity).collect(), until })
    }

    fn span(&self, shift: u32) -> Option<&Span> {
        let span = self.spans[..self.spans.partition_point(|span| span.shift <= shift)].last()?;
        (shift - span.shift < span.length).then_some(span)
    }
}
