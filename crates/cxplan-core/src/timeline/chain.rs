//! What decides a date, and what decides that, back to where it all begins.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Cause, Held, StepDates, Timeline, span};
use crate::ids::Id;
use crate::model::{Initiative, StepId};

impl Timeline {
    /// Dates of a step; none where it is not planned.
    pub fn step(&self, id: StepId) -> Option<&StepDates> {
        self.dates[id.initiative.index()].as_ref()?.get(id.step)
    }

    /// The last day of the whole; none where nothing is planned.
    pub fn last_day(&self) -> Option<Date> {
        self.dates.iter().flatten().filter_map(|dates| span(dates)).map(|(_, finish)| finish).max()
    }

    /// The step that ends last of an initiative: of several the last one in the plan, which is the one that people think of.
    pub fn last_step(&self, initiative: Id<Initiative>) -> Option<StepId> {
        let dates = self.dates[initiative.index()].as_ref()?;
        let step = (0..dates.len()).max_by_key(|step| dates[*step].finish)?;
        Some(StepId { initiative, step })
    }

    /// A step, then the one that decides when it starts, and so on: up to one that nothing but the plan's start, a date or the
    /// calendar holds. Where a team is busy, the largest of the works that make room decides. Of late work, what it has to be done
    /// before decides.
    pub fn chain(&self, from: StepId) -> Vec<StepId> {
        let mut chain = vec![from];
        let mut seen = BTreeSet::from([(from.initiative, from.step)]);
        let mut step = from;
        while let Some(before) = self.step(step).and_then(|dates| self.decides(&dates.cause)) {
            // A tie of ends may lead back to what was seen.
            if !seen.insert((before.initiative, before.step)) {
                break;
            }
            chain.push(before);
            step = before;
        }
        chain
    }

    /// The step that decides when something starts for this reason.
    fn decides(&self, cause: &Cause) -> Option<StepId> {
        match cause {
            Cause::Started { rest: Some(rest), .. } => self.decides(rest),
            Cause::After(step) | Cause::Linked { step, .. } => Some(*step),
            Cause::Late(Held::Serves { step, .. }) => Some(*step),
            Cause::Late(Held::Busy { with, from, .. }) => {
                let begins = |step: &&StepId| self.step(**step).is_some_and(|dates| dates.start == *from);
                with.iter().find(begins).or_else(|| with.first()).copied()
            }
            Cause::Busy { with, until, .. } => {
                let ends = |step: &&StepId| self.step(**step).is_some_and(|dates| dates.finish == *until);
                with.iter().find(ends).or_else(|| with.first()).copied()
            }
            Cause::PlanStart
            | Cause::Delivered { .. }
            | Cause::NotBefore(_)
            | Cause::Fixed
            | Cause::Late(Held::Deadline(_) | Held::End(_))
            | Cause::Kept
            | Cause::StatusDate(_)
            | Cause::Started { rest: None, .. }
            | Cause::Finished
            | Cause::Closed { .. } => None,
        }
    }
}
