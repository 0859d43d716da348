//! The days on which people work, as the plan writes them.

use jiff::civil::{Date, Weekday};

use super::*;
use crate::quantity::Pace;

/// The rhythm of a week and the days that break it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkDays {
    /// Working days of a week, Monday first; at least one.
    pub workdays: [bool; 7],
    /// Working days of a week on which half a day is worked, Monday first.
    pub half_days: [bool; 7],
    /// Days on which nobody works, in order of time.
    pub holidays: Vec<Date>,
    /// Days on which half a day is worked, in order of time.
    pub half_holidays: Vec<Date>,
}

impl WorkDays {
    /// Whether people work on a day at all.
    pub fn works_on(&self, day: Date) -> bool {
        self.workdays[offset(day.weekday())] && self.holidays.binary_search(&day).is_err()
    }

    /// Whether people work only half of a day on which they work.
    pub fn is_half(&self, day: Date) -> bool {
        self.half_days[offset(day.weekday())] || self.half_holidays.binary_search(&day).is_ok()
    }

    /// Whether there are half days at all.
    pub fn has_halves(&self) -> bool {
        !self.half_holidays.is_empty()
            || self.workdays.iter().zip(self.half_days).any(|(works, half)| *works && half)
    }

    /// Half days of work in a week.
    pub fn halves_per_week(&self) -> u32 {
        self.workdays
            .iter()
            .zip(self.half_days)
            .map(|(works, half)| u32::from(*works) * (2 - u32::from(half)))
            .sum()
    }
}

fn offset(weekday: Weekday) -> usize {
    weekday.to_monday_zero_offset().unsigned_abs().into()
}

/// `[calendar]`: the days on which the plan goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRules {
    /// Rhythm, holidays and half days.
    pub days: WorkDays,
    /// Periods without work.
    pub freezes: Vec<Freeze>,
    /// Working days in a person-month.
    pub days_per_month: u32,
}

impl CalendarRules {
    /// Person-months of work that is counted in thousandths of a working day.
    pub fn person_months(&self, milli_days: u64) -> f64 {
        milli_days as f64 / f64::from(self.days_per_month * 1000)
    }

    /// What a week and a month of work are.
    pub fn pace(&self) -> Pace {
        Pace {
            days_per_week: self.days.workdays.iter().filter(|works| **works).count() as u32,
            half_days_per_week: self.days.halves_per_week(),
            days_per_month: self.days_per_month,
        }
    }
}

/// `[[work_calendar]]`: the days on which some teams work.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Rhythm, holidays and half days.
    pub days: WorkDays,
}

/// A period without work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freeze {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Teams that pause; empty: all.
    pub teams: Vec<Id<Team>>,
    /// Why.
    pub why: Option<String>,
}
