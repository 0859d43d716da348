//! What is done, and from when on it releases what waits for it.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Cause;
use crate::calendar::Calendar;
use crate::ids::Id;
use crate::model::{Initiative, LinkKind, Plan, Progress, StepId};

/// The dates of what is done.
pub(super) struct History<'p> {
    plan: &'p Plan,
    /// Days on which the plan goes on, from the first date that the plan tells of.
    calendar: Calendar,
    /// When each initiative was delivered, where the plan tells it.
    delivered: Vec<Option<Date>>,
}

impl<'p> History<'p> {
    pub(super) fn of(plan: &'p Plan, axis: &Calendar) -> Self {
        let mut delivered: Vec<Option<Date>> = vec![None; plan.initiatives.len()];
        for delivery in &plan.delivered {
            let known = &mut delivered[delivery.initiative.index()];
            *known = (*known).max(Some(delivery.date));
        }
        let of_steps = plan.initiatives.iter().flat_map(|initiative| &initiative.steps).filter_map(|step| {
            match step.progress {
                Progress::Open => None,
                Progress::Started { on, .. } => Some(on),
                Progress::Finished { start, on } => Some(start.unwrap_or(on)),
            }
        });
        let first = of_steps.chain(delivered.iter().copied().flatten()).min();
        let calendar = match first {
            Some(first) if first < plan.head.start => super::calendar_from(plan, first, std::iter::empty()),
            _ if plan.work_calendars.is_empty() => None,
            _ => super::calendar_from(plan, plan.head.start, std::iter::empty()),
        };
        Self { plan, calendar: calendar.unwrap_or_else(|| axis.clone()), delivered }
    }

    /// From when on something may start that is tied to a step that is done, or to an initiative that is delivered; none
    /// where the plan does not tell when that was.
    pub(super) fn release(
        &self,
        from: StepId,
        kind: LinkKind,
        lag: i32,
        duration: u32,
    ) -> Option<(Date, Cause)> {
        let initiative: Id<Initiative> = from.initiative;
        let (start, finish, cause) = match self.plan.initiatives[initiative].steps[from.step].progress {
            Progress::Finished { start, on } if !self.plan.initiatives[initiative].status.is_scheduled() => {
                (start, on, Cause::Delivered { initiative, date: on })
            }
            Progress::Finished { start, on } => (start, on, Cause::of_link(from, kind, lag)),
            _ => {
                let date = self.delivered[initiative.index()]?;
                (None, date, Cause::Delivered { initiative, date })
            }
        };
        let date = match kind {
            LinkKind::FinishToStart => self.shifted(finish.saturating_add(1.day()), lag),
            LinkKind::FinishToFinish => self.shifted(finish.saturating_add(1.day()), lag - duration as i32),
            LinkKind::StartToStart | LinkKind::StartToFinish => {
                return Some((self.tied(start?, kind, lag, duration), cause));
            }
        };
        Some((date, cause))
    }

    /// From when on something may start that is tied to the start of work under way.
    pub(super) fn after_start(&self, on: Date, kind: LinkKind, lag: i32) -> Date {
        self.tied(on, kind, lag, 1)
    }

    fn tied(&self, start: Date, kind: LinkKind, lag: i32, duration: u32) -> Date {
        match kind {
            LinkKind::StartToStart => self.shifted(start, lag),
            _ => self.shifted(start, lag.saturating_sub(duration as i32)),
        }
    }

    /// The day so many working days after the first one at or after a day.
    fn shifted(&self, day: Date, lag: i32) -> Date {
        if lag == 0 {
            return day;
        }
        let from = self
            .calendar
            .day_on_or_after(day)
            .map_or(i64::from(self.calendar.days()), |day| i64::from(day.0));
        let to = u32::try_from((from + i64::from(lag)).max(0)).unwrap_or(u32::MAX);
        self.calendar.date(crate::calendar::Day(to)).unwrap_or(Date::MAX)
    }
}
