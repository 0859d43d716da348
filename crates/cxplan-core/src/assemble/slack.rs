//! How much later steps can start.

use crate::model::StepId;
use crate::report::{CriticalView, SlackDays, SlackView};
use crate::schedule::slack::Slack;
use crate::timeline::{Slacks, Timeline};

use super::Facts;

/// Steps of the largest timeline of which documents tell the slack: nobody reads more rows.
const MOST_STEPS: usize = 5_000;

/// The slack that documents tell.
pub(super) fn of(timeline: &Timeline) -> Option<Slacks> {
    (timeline.workings.steps.len() <= MOST_STEPS).then(|| timeline.slacks()).flatten()
}

impl Facts<'_> {
    pub(super) fn critical(&self) -> Option<CriticalView> {
        let slacks = self.slacks.as_ref()?;
        let names = |steps: &[StepId]| {
            steps.iter().map(|step| self.plan.work_name(step.initiative, Some(step.step))).collect()
        };
        Some(CriticalView {
            finish_by_links: slacks.finish_by_links,
            path: names(&slacks.critical_path),
            chain: names(&slacks.critical_chain),
        })
    }

    pub(super) fn slack(&self, step: StepId) -> Option<SlackView> {
        let found = self.slacks.as_ref()?.of(step)?;
        let days = |slack: Slack| SlackDays { free: slack.free, total: slack.total };
        Some(SlackView {
            by_links: days(found.by_links),
            with_teams: days(found.with_teams),
            critical_path: found.by_links.critical,
            critical_chain: found.with_teams.critical,
        })
    }
}
