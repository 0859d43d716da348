//! The days of a schedule as dates, and what decides them in terms of the plan.

use jiff::civil::Date;

use super::super::{Cause, Held, StepDates};
use super::{Network, fixed};
use crate::calendar::Calendar;
use crate::ids::Id;
use crate::schedule::{Problem, Slot, Why};

impl Network<'_> {
    /// Dates on the calendar, and the reason for each start in terms of the plan; `held` has what keeps late work from being later.
    pub(in crate::timeline) fn dates(
        &self,
        problem: &Problem,
        slots: &[Slot],
        held: &[Option<Held>],
        calendar: &Calendar,
    ) -> Option<Vec<StepDates>> {
        slots
            .iter()
            .enumerate()
            .map(|(node, slot)| {
                let of = |held: &Option<(Date, Cause)>| {
                    held.as_ref().map_or(Cause::PlanStart, |(_, cause)| cause.clone())
                };
                let cause = match &slot.why {
                    Why::PlanStart => Cause::PlanStart,
                    Why::Release => of(&self.releases[node]),
                    Why::FinishRelease => of(&self.finishes[node]),
                    Why::Fixed if fixed(self.step(node)).is_some() => Cause::Fixed,
                    Why::Fixed => held.get(node).cloned().flatten().map_or(Cause::Kept, Cause::Late),
                    Why::Link(link) => {
                        let link = problem.links[*link];
                        Cause::of_link(self.steps[link.from], link.kind, link.lag)
                    }
                    Why::Busy { team, with, until } => Cause::Busy {
                        team: Id::new(*team),
                        with: with.iter().map(|step| self.steps[*step]).collect(),
                        until: calendar.date(*until)?,
                    },
                    Why::Closed { team, until } => {
                        Cause::Closed { team: team.map(Id::new), until: calendar.date(*until)? }
                    }
                };
                // Whatever holds the rest of what is under way, it has started.
                let cause = match (self.releases[node].as_ref().map(|(_, cause)| cause), cause) {
                    (Some(began @ Cause::Started { .. }), Cause::Started { .. } | Cause::PlanStart) => {
                        began.clone()
                    }
                    (Some(Cause::Started { on, .. }), rest) => {
                        Cause::Started { on: *on, rest: Some(Box::new(rest)) }
                    }
                    (_, cause) => cause,
                };
                Some(StepDates {
                    start: calendar.date(slot.start)?,
                    finish: calendar.date(slot.finish)?,
                    cause,
                })
            })
            .collect()
    }
}
