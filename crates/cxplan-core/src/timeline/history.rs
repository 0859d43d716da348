//! What is done, and from when on it releases what waits for it.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Cause;
use crate::calendar::{Calendar, Day};
use crate::model::{LinkKind, Plan, Progress, StepId};

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

    /// The dawn that a link to a step which is done or under way asks for, or to an initiative that was delivered: what waits
    /// starts then or later, or finishes by then or later. None where the plan does not tell when that was.
    pub(super) fn moment(&self, from: StepId, kind: LinkKind, lag: i32) -> Option<(Date, Cause)> {
        let initiative = from.initiative;
        let is_scheduled = self.plan.initiatives[initiative].status.is_scheduled();
        let (start, finish, is_planned) = match self.plan.initiatives[initiative].steps[from.step].progress {
            Progress::Finished { start, on } => (start, Some(on), is_scheduled),
            Progress::Started { on, .. } if is_scheduled => (Some(on), None, true),
            _ => (None, Some(self.delivered[initiative.index()]?), false),
        };
        let (date, end) = match kind.waits_for_finish() {
            true => (finish?, finish?.saturating_add(1.day())),
            false => (start?, start?),
        };
        let cause = match is_planned {
            true => Cause::of_link(from, kind, lag),
            false => Cause::Delivered { step: from, kind, lag, date },
        };
        Some((self.shifted(end, lag), cause))
    }

    /// The first dawn by which so many more working days are over than at the dawn of a day.
    fn shifted(&self, day: Date, lag: i32) -> Date {
        if lag == 0 {
            return day;
        }
        let over = self.calendar.day_on_or_after(day).map_or(self.calendar.days(), |day| day.0);
        match u32::try_from(i64::from(over) + i64::from(lag) - 1) {
            Ok(last) => self.calendar.date(Day(last)).map_or(Date::MAX, |last| last.saturating_add(1.day())),
            Err(_) => Date::MIN,
        }
    }
}
