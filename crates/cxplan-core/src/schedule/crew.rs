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
        Self { spans, profile, memory: Memory::default(), taken: BTreeSet::new() }
    }

    /// The crew of activities without a team: it works every day and never lacks room.
    pub(super) fn unlimited(days: u32) -> Self {
        Self::new(&Team::constant(u64::MAX), days)
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

    /// First of the first `duration` consecutive shifts from `from` on that all have room for the load.
    pub(super) fn first_room(&mut self, from: u32, duration: u32, micro_fte: u64) -> Option<u32> {
        let untried = self.memory.skip(from, duration, micro_fte);
        let room = self.profile.first_room(untried, duration, micro_fte)?;
        self.memory.note(from, room, duration, micro_fte);
        Some(room)
    }

    /// Gives `duration` shifts from `shift` on to an activity; they must have room for it.
    pub(super) fn take(&mut self, activity: usize, shift: u32, duration: u32, micro_fte: u64) {
        if micro_fte > 0 {
            self.profile.take(shift, shift + duration, micro_fte);
            self.taken.insert((shift + duration - 1, activity, shift, micro_fte));
        }
    }

    /// Why a load finds no room on a shift. None where the shift does not exist.
    ///
    /// To be asked of the shift before the first room: that one then is the last without room, and what finishes on it
    /// is what made the room, unless the team grows.
    pub(super) fn why_no_room(&self, load: Load, shift: u32) -> Option<Why> {
        let (team, until) = (load.team, self.day(shift)?);
        if self.span(shift)?.capacity < load.micro_fte {
            return Some(Why::Closed { team, until });
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
