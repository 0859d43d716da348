//! The days on which somebody works, as tables: what is asked a thousand times is looked up.

use super::together::Calendars;
use super::{LinkKind, Problem, Team};
use crate::calendar::Day;

/// The days on which somebody works, counted as shifts.
#[derive(Clone, Debug)]
pub(super) struct Week {
    /// The day of each shift.
    pub(super) days: Vec<u32>,
    /// The first shift on or after each day, and that after the last.
    on_or_after: Vec<u32>,
    /// Half days of work before each shift, and before the end; none where all days are whole.
    before: Option<Vec<u32>>,
}

impl Week {
    /// The days of the plan on the axis of a problem, then those of each team and of teams that work together; and which of them
    /// each activity keeps. None where an activity names a team that is not there.
    pub(super) fn all(problem: &Problem) -> Option<(Vec<Self>, Vec<u32>)> {
        Some(Self::of_calendars(Calendars::of(problem)?, problem.days))
    }

    pub(super) fn of_calendars(calendars: Calendars, days: u32) -> (Vec<Self>, Vec<u32>) {
        (calendars.all.iter().map(|team| Self::of(team, days)).collect(), calendars.of)
    }

    /// Whether a day is one of these.
    pub(super) fn works_on(&self, day: u32) -> bool {
        self.days.get(self.on_or_after[day as usize] as usize) == Some(&day)
    }

    pub(super) fn of(team: &Team, days: u32) -> Self {
        let sizes = team.sizes(days);
        let mut week = Self { days: Vec::new(), on_or_after: Vec::new(), before: None };
        for (day, size) in (0..days).zip(sizes) {
            week.on_or_after.push(week.days.len() as u32);
            if size > 0 {
                week.days.push(day);
            }
        }
        week.on_or_after.push(week.days.len() as u32);
        let is_half = |day: u32| team.halves().binary_search(&Day(day)).is_ok();
        if week.days.iter().any(|day| is_half(*day)) {
            let mut before = vec![0];
            let mut sum = 0;
            for day in &week.days {
                sum += if is_half(*day) { 1 } else { 2 };
                before.push(sum);
            }
            week.before = Some(before);
        }
        week
    }

    /// The first shift on or after a day: so many shifts are over at its dawn.
    pub(super) fn on_or_after(&self, day: i64, days: u32) -> u32 {
        self.on_or_after[day.clamp(0, i64::from(days)) as usize]
    }

    /// The day by whose dawn so many more shifts are over than at the dawn of a day; beyond the axis where it is too short.
    pub(super) fn shifted(&self, day: i64, lag: i32, days: u32) -> i64 {
        let shifts = i64::from(self.on_or_after(day, days)) + i64::from(lag);
        match usize::try_from(shifts - 1) {
            Ok(last) => self.days.get(last).map_or(i64::from(days) + 1, |day| i64::from(*day) + 1),
            Err(_) => 0,
        }
    }

    /// The last shift of work that begins on a shift; none where the axis ends before it.
    pub(super) fn last(&self, first: u32, half_days: u32) -> Option<u32> {
        let last = match &self.before {
            None => u64::from(first) + u64::from(half_days.div_ceil(2)) - 1,
            Some(before) => {
                let done = before.get(first as usize)?.checked_add(half_days)?;
                // At least half a day and at most a day is done on each.
                let (least, most) = (half_days.div_ceil(2) as usize, half_days as usize);
                let low = (first as usize + least).min(before.len());
                let high = (first as usize + most + 1).min(before.len());
                (low + before[low..high].partition_point(|before| *before < done)) as u64 - 1
            }
        };
        (last < self.days.len() as u64).then_some(last as u32)
    }

    /// The first shift that a link allows to work of so many half days, given first and last day of what it waits for. `office` has the
    /// days that lags count.
    pub(super) fn allowed(
        &self,
        office: &Self,
        (kind, lag): (LinkKind, i32),
        (start, finish): (u32, u32),
        half_days: u32,
        days: u32,
    ) -> u32 {
        let end = if kind.waits_for_finish() { i64::from(finish) + 1 } else { i64::from(start) };
        let dawn = if lag == 0 { end } else { office.shifted(end, lag, days) };
        match kind.holds_start() {
            true => self.on_or_after(dawn, days),
            false if dawn < 1 => 0,
            false => self.first_that_reaches(self.on_or_after(dawn - 1, days), half_days),
        }
    }

    /// First and last shift of the first work from a shift on of which every day will do.
    pub(super) fn first_where(
        &self,
        from: u32,
        half_days: u32,
        fits: impl Fn(u32) -> bool,
    ) -> Option<(u32, u32)> {
        let mut first = from;
        loop {
            let last = self.last(first, half_days)?;
            let shifts = &self.days[first as usize..=last as usize];
            match shifts.iter().rposition(|day| !fits(*day)) {
                Some(full) => first += full as u32 + 1,
                None => return Some((first, last)),
            }
        }
    }

    /// The first shift from which work reaches a shift.
    pub(super) fn first_that_reaches(&self, last: u32, half_days: u32) -> u32 {
        if self.before.is_none() {
            return (last + 1).saturating_sub(half_days.div_ceil(2));
        }
        let mut first = (last + 1).saturating_sub(half_days);
        while self.last(first, half_days).is_some_and(|reached| reached < last) {
            first += 1;
        }
        first
    }

    /// The last shift from which work is over by a shift, that one counted; none where no shift is early enough.
    pub(super) fn last_that_ends_by(&self, last: u32, half_days: u32) -> Option<u32> {
        match &self.before {
            None => (last + 1).checked_sub(half_days.div_ceil(2)),
            Some(before) => {
                let begun = before.get(last as usize + 1)?.checked_sub(half_days)?;
                Some(before.partition_point(|before| *before <= begun) as u32 - 1)
            }
        }
    }
}
