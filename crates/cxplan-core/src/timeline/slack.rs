//! How much later the steps of a timeline can start, and which of them decide its end. What slack is: [`crate::schedule::slack`].

use jiff::civil::Date;

use super::Timeline;
use crate::model::StepId;
use crate::schedule::slack::{self, Slack};

/// The slack of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepSlack {
    /// By links and dates alone, as if every step had its team to itself.
    pub by_links: Slack,
    /// As the teams go from step to step in the timeline.
    pub with_teams: Slack,
}

/// The slack of all steps that are not finished.
#[derive(Clone, Debug)]
pub struct Slacks {
    /// By the position of their initiative in the plan, then their own.
    steps: Vec<Vec<Option<StepSlack>>>,
    /// The last day of the whole if every step had its team to itself.
    pub finish_by_links: Date,
    /// The steps that decide that day, by their start.
    pub critical_path: Vec<StepId>,
    /// The steps that decide the last day of the timeline, by their start: links hold them, or people who do one after the other.
    pub critical_chain: Vec<StepId>,
}

impl Slacks {
    /// The slack of a step; none where it is finished or not planned.
    pub fn of(&self, step: StepId) -> Option<StepSlack> {
        *self.steps[step.initiative.index()].get(step.step)?
    }
}

impl Timeline {
    /// The slack of its steps. None where nothing is left to do, or where the timeline reaches too many years ahead.
    pub fn slacks(&self) -> Option<Slacks> {
        let workings = &self.workings;
        let found = slack::slacks(&workings.problem, &workings.list, &workings.slots)?;
        let (_, finish) = found.early.iter().copied().max_by_key(|(_, finish)| *finish)?;
        let mut steps: Vec<Vec<Option<StepSlack>>> =
            self.dates.iter().map(|dates| vec![None; dates.as_ref().map_or(0, Vec::len)]).collect();
        let both = found.apart.iter().zip(&found.with_teams);
        for (step, (by_links, with_teams)) in workings.steps.iter().zip(both) {
            steps[step.initiative.index()][step.step] =
                Some(StepSlack { by_links: *by_links, with_teams: *with_teams });
        }
        let planned = |activity: usize| (workings.slots[activity].start, workings.slots[activity].finish);
        let critical =
            |slack: &[Slack], days: &dyn Fn(usize) -> (crate::calendar::Day, crate::calendar::Day)| {
                let mut critical: Vec<usize> =
                    (0..slack.len()).filter(|activity| slack[*activity].critical).collect();
                critical.sort_by_key(|activity| days(*activity));
                critical.into_iter().map(|activity| workings.steps[activity]).collect()
            };
        Some(Slacks {
            finish_by_links: self.calendar.date(finish)?,
            critical_path: critical(&found.apart, &|activity| found.early[activity]),
            critical_chain: critical(&found.with_teams, &planned),
            steps,
        })
    }
}
