//! The checker's walk from day to day.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Half, Team};

/// Consecutive calendar days.
#[derive(Clone, Copy)]
pub(super) struct Days {
    first: Date,
    /// Number of days.
    pub(super) count: usize,
}

impl Days {
    /// From one date to another that is not earlier.
    pub(super) fn new(first: Date, last: Date) -> Self {
        Self { first, count: distance(first, last) + 1 }
    }

    /// Position of a date that is not before the first.
    pub(super) fn position(self, date: Date) -> usize {
        distance(self.first, date)
    }

    /// The date at a position.
    pub(super) fn date(self, position: usize) -> Date {
        // The position lies between two dates, so it is one.
        self.first.saturating_add(i64::try_from(position).unwrap_or(i64::MAX).days())
    }

    /// Whether there is work, for each day.
    pub(super) fn open(self, workdays: [bool; 7], closed: &[RangeInclusive<Date>]) -> Vec<bool> {
        let closed = self.covered(closed);
        (0..self.count).map(|day| workdays[self.weekday(day)] && !closed[day]).collect()
    }

    /// Whether half a day is worked, for each day.
    pub(super) fn half(self, half: &Half) -> Vec<bool> {
        let mut halves: Vec<bool> = (0..self.count).map(|day| half.weekdays[self.weekday(day)]).collect();
        let last = self.date(self.count - 1);
        for date in half.dates.iter().filter(|date| (self.first..=last).contains(*date)) {
            halves[self.position(*date)] = true;
        }
        halves
    }

    /// Day of the week, Monday 0.
    fn weekday(self, day: usize) -> usize {
        (self.first.weekday().to_monday_zero_offset().unsigned_abs() as usize + day) % 7
    }

    /// What a team can do, for each day.
    pub(super) fn capacity(self, open: &[bool], team: &Team) -> Vec<u64> {
        let closed = self.covered(&team.closed);
        let mut sizes = team.capacity.iter().peekable();
        let mut size = 0;
        let size_on = |day: usize| {
            while let Some((_, next)) = sizes.next_if(|(from, _)| distance(self.first, *from) <= day) {
                size = *next;
            }
            if open[day] && !closed[day] { size } else { 0 }
        };
        (0..self.count).map(size_on).collect()
    }

    /// Whether a day lies in one of the ranges, for each day.
    fn covered(self, ranges: &[RangeInclusive<Date>]) -> Vec<bool> {
        let (mut opens, mut closes) = (vec![0u32; self.count + 1], vec![0u32; self.count + 1]);
        let last = self.date(self.count - 1);
        for range in ranges.iter().filter(|range| !range.is_empty()) {
            if *range.start() <= last && *range.end() >= self.first {
                opens[distance(self.first, *range.start())] += 1;
                closes[distance(self.first, (*range.end()).min(last)) + 1] += 1;
            }
        }
        let mut depth = 0;
        (0..self.count)
            .map(|day| {
                depth = depth + opens[day] - closes[day];
                depth > 0
            })
            .collect()
    }

    /// Running sum of `value` before each day, and of all at the end.
    pub(super) fn tally(self, value: impl Fn(usize) -> u32) -> Vec<u32> {
        let sums = (0..self.count).scan(0, |sum, day| {
            *sum += value(day);
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect()
    }
}

/// Calendar days from one date to a later one; 0 where it is not later.
fn distance(from: Date, to: Date) -> usize {
    usize::try_from((to - from).get_days()).unwrap_or(0)
}
