//! Working days: the axis that schedules are made on.
//!
//! A schedule counts working days, people read dates. A [`Calendar`] turns one into the other without a walk from day to
//! day, so that a plan that starts in 2027 and a date in 9999 cost the same.
//!
//! Between the two lies a third count, hidden in here: *beats*, the days that the weekly rhythm alone would work. Dates
//! and beats turn into each other by division; beats and working days differ by the closed days before them, which are
//! kept as sorted ranges with running totals and found by bisection.

use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;
use jiff::{Span as TimeSpan, ToSpan};

#[cfg(test)]
mod tests;

/// The day so many months later; the last day of the month where the month is too short.
pub(crate) fn months_after(start: Date, months: u32) -> Date {
    start.saturating_add(TimeSpan::new().months(i64::from(months)))
}

/// A working day of the plan: 0 is the first working day on or after the plan's start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub u32);

/// No day of the week is a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptyWeek;

impl std::fmt::Display for EmptyWeek {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no day of the week is a working day")
    }
}

impl std::error::Error for EmptyWeek {}

/// The plan's working days, from its start to the end of the year 9999.
#[derive(Clone, Debug)]
pub struct Calendar {
    start: Date,
    /// Position of the start in its week, Monday 0.
    weekday: u32,
    /// Positions in the week of the days with work, ascending; never empty.
    rhythm: Vec<u32>,
    /// Sorted by `from`, disjoint, none empty.
    gaps: Vec<Gap>,
    /// Number of working days in all.
    days: u32,
}

/// Consecutive beats without work.
#[derive(Clone, Debug)]
struct Gap {
    /// First closed beat.
    from: u32,
    /// The beat after the last closed one.
    to: u32,
    /// Closed beats in the gaps before this one.
    before: u32,
}

impl Calendar {
    /// The calendar of a plan that starts on `start`, works on the days of the week that are set in `workdays` (Monday
    /// first) and on none of the `closed` dates: holidays as ranges of one day, periods without work as longer ones.
    ///
    /// Ranges may overlap, lie before the start, fall on days without work or be empty.
    pub fn new(
        start: Date,
        workdays: [bool; 7],
        closed: impl IntoIterator<Item = RangeInclusive<Date>>,
    ) -> Result<Self, EmptyWeek> {
        let rhythm: Vec<u32> =
            (0u32..).zip(workdays).filter_map(|(day, works)| works.then_some(day)).collect();
        if rhythm.is_empty() {
            return Err(EmptyWeek);
        }
        let weekday = start.weekday().to_monday_zero_offset().unsigned_abs().into();
        let mut calendar = Self { start, weekday, rhythm, gaps: Vec::new(), days: 0 };

        let mut ranges: Vec<Range<u32>> = closed
            .into_iter()
            .map(|dates| {
                calendar.beats(calendar.offset(*dates.start()))..calendar.beats(calendar.end(*dates.end()))
            })
            .filter(|beats| !beats.is_empty())
            .collect();
        ranges.sort_by_key(|beats| (beats.start, beats.end));
        for beats in ranges {
            match calendar.gaps.last_mut() {
                Some(last) if beats.start <= last.to => last.to = last.to.max(beats.end),
                last => {
                    let before = last.map_or(0, |last| last.before + last.to - last.from);
                    calendar.gaps.push(Gap { from: beats.start, to: beats.end, before });
                }
            }
        }
        calendar.days = calendar.days_before(calendar.end(Date::MAX));
        Ok(calendar)
    }

    /// Number of working days to the end of the year 9999: every [`Day`] that has a date is below it.
    pub fn days(&self) -> u32 {
        self.days
    }

    /// The first working day on or after a date; none where there is no more until the end of the year 9999.
    pub fn day_on_or_after(&self, date: Date) -> Option<Day> {
        let day = self.days_before(self.offset(date));
        (day < self.days).then_some(Day(day))
    }

    /// The last working day on or before a date; none before the first.
    pub fn day_on_or_before(&self, date: Date) -> Option<Day> {
        self.days_before(self.end(date)).checked_sub(1).map(Day)
    }

    /// The date of a working day; none after the end of the year 9999.
    pub fn date(&self, day: Day) -> Option<Date> {
        if day.0 >= self.days {
            return None;
        }
        // The day lies after every gap that starts at or before it.
        let gaps = self.gaps.partition_point(|gap| gap.from - gap.before <= day.0);
        let closed = self.gaps[..gaps].last().map_or(0, |gap| gap.before + gap.to - gap.from);
        let per_week = self.rhythm.len() as u32;
        let beat = day.0 + closed + self.beats_of_week(self.weekday);
        let days = beat / per_week * 7 + self.rhythm[(beat % per_week) as usize] - self.weekday;
        self.start.checked_add(i64::from(days).days()).ok()
    }

    /// Whether people work on a date. They do not before the start of the plan.
    pub fn is_working(&self, date: Date) -> bool {
        date >= self.start && self.working_days(date..=date) == 1
    }

    /// The working days in a range of dates, both ends counted; what lies before the start does not count.
    pub fn days_in(&self, dates: RangeInclusive<Date>) -> Range<Day> {
        let from = self.days_before(self.offset(*dates.start()));
        let to = self.days_before(self.end(*dates.end()));
        Day(from)..Day(to.max(from))
    }

    /// Working days after one date, up to another and with it; negative where that lies before.
    pub fn days_after(&self, from: Date, to: Date) -> i64 {
        let after = |day: Date, last: Date| {
            day.tomorrow().map_or(0, |next| i64::from(self.working_days(next..=last)))
        };
        if to >= from { after(from, to) } else { -after(to, from) }
    }

    /// Number of working days in a range of dates, both ends counted; what lies before the start does not count.
    pub fn working_days(&self, dates: RangeInclusive<Date>) -> u32 {
        let days = self.days_in(dates);
        days.end.0 - days.start.0
    }

    /// Calendar days from the start to a date; 0 for dates before the start.
    fn offset(&self, date: Date) -> u32 {
        (date - self.start).get_days().max(0).unsigned_abs()
    }

    /// Calendar days from the start to the end of a date; 0 for dates before the start.
    fn end(&self, date: Date) -> u32 {
        if date < self.start { 0 } else { self.offset(date) + 1 }
    }

    /// Days with work in a week before a day of it.
    fn beats_of_week(&self, weekday: u32) -> u32 {
        self.rhythm.partition_point(|day| *day < weekday) as u32
    }

    /// Beats in the first `offset` calendar days.
    fn beats(&self, offset: u32) -> u32 {
        let days = self.weekday + offset;
        days / 7 * self.rhythm.len() as u32 + self.beats_of_week(days % 7) - self.beats_of_week(self.weekday)
    }

    /// Working days in the first `offset` calendar days.
    fn days_before(&self, offset: u32) -> u32 {
        let beat = self.beats(offset);
        match self.gaps[..self.gaps.partition_point(|gap| gap.from <= beat)].last() {
            Some(gap) => beat.max(gap.to) - gap.before - (gap.to - gap.from),
            None => beat,
        }
    }
}
