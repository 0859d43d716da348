//! The problem of a timeline with work of other lengths.

use std::num::NonZeroU32;

use super::Timeline;
use super::network::Network;
use crate::model::Plan;
use crate::schedule::{self, Problem, ScheduleError};

/// Days behind twice the schedule of the longest lengths.
const SPARE: u32 = 64;

impl Timeline {
    /// The same problem with these lengths, one for each of [`super::Workings::steps`], on an axis that has room for all of them and
    /// for shorter ones that get in each other's way: list schedules can become longer where work becomes shorter (Graham 1966),
    /// but hardly twice as long. None where the plan is not that of the timeline.
    pub(crate) fn stretched(&self, plan: &Plan, lengths: &[NonZeroU32]) -> Option<Problem> {
        let network = self.network(plan, lengths)?;
        let fixed = self.workings.problem.activities.iter().filter_map(|activity| activity.fixed);
        let reach = fixed.max().map_or(0, |day| day.0 + 1);
        let mut turn = 0;
        loop {
            let (mut problem, whole) = network.problem(&self.calendar, turn, reach);
            for (activity, planned) in problem.activities.iter_mut().zip(&self.workings.problem.activities) {
                activity.fixed = planned.fixed;
            }
            turn += 1;
            let needed = match schedule::schedule(&problem, &self.workings.list) {
                Ok(slots) => {
                    let last = schedule::last_day(&slots).unwrap_or_default().0;
                    last.saturating_mul(2).saturating_add(SPARE)
                }
                Err(ScheduleError::NoRoom { .. }) => u32::MAX,
                Err(ScheduleError::Malformed | ScheduleError::Order { .. }) => return None,
            };
            if whole || needed <= problem.days {
                problem.days = problem.days.min(needed);
                return Some(problem);
            }
        }
    }

    /// What a schedule with these lengths has to respect.
    #[cfg(test)]
    pub(crate) fn facts_of(&self, plan: &Plan, lengths: &[NonZeroU32]) -> Option<crate::verify::Facts> {
        Some(self.network(plan, lengths)?.facts())
    }

    fn network<'p>(&self, plan: &'p Plan, lengths: &[NonZeroU32]) -> Option<Network<'p>> {
        let mut network = Network::of(plan, &self.order, &self.calendar);
        network.lengths = lengths.to_vec();
        (network.steps == self.workings.steps && lengths.len() == network.steps.len()).then_some(network)
    }
}
