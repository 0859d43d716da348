//! Why something starts when it does and stands where it does, in words.

use cxplan_core::report::{PlaceReason, StartReason};

use super::Scene;

/// Names shown in one sentence; the rest is a count.
const NAMES: usize = 2;

impl<'a> Scene<'a> {
    /// What decides a first day. `own` is the id of the initiative itself.
    pub(crate) fn start_reason(&self, reason: &'a StartReason, own: &str) -> String {
        let locale = self.locale;
        match reason {
            StartReason::PlanStart => locale.text("reason.plan-start").to_owned(),
            StartReason::After { initiative, step, finish } => {
                let date = locale.date(*finish);
                if initiative == own {
                    let step = locale.quoted(self.step_title(initiative, step));
                    return locale.fill("reason.after-step", &[("step", &step), ("date", &date)]);
                }
                let title = locale.quoted(self.title(initiative));
                locale.fill("reason.after", &[("initiative", &title), ("date", &date)])
            }
            StartReason::TeamBusy { team, initiatives, until } => {
                let date = locale.date(*until);
                if initiatives.is_empty() {
                    return locale.fill("reason.team", &[("team", team), ("date", &date)]);
                }
                let titles = self.titles(initiatives, NAMES);
                locale.fill("reason.team-on", &[("team", team), ("initiatives", &titles), ("date", &date)])
            }
            StartReason::Calendar { until, why } => {
                let date = locale.date(*until);
                match why {
                    Some(why) => locale.fill("reason.calendar-why", &[("date", &date), ("why", why)]),
                    None => locale.fill("reason.calendar", &[("date", &date)]),
                }
            }
        }
    }

    fn step_title(&self, initiative: &str, step: &'a str) -> &'a str {
        let steps = self.index.get(initiative).map(|n| self.report.initiatives[*n].steps.iter());
        let found = steps.and_then(|mut steps| steps.find(|candidate| candidate.id == step));
        found.map_or(step, |step| step.title.as_str())
    }

    /// Why place and rank differ; none where the order follows the score.
    pub(crate) fn place_reason(&self, reason: &'a PlaceReason) -> Option<String> {
        let (id, initiatives) = match reason {
            PlaceReason::Score => return None,
            PlaceReason::Effort => return Some(self.locale.text("reason.effort").to_owned()),
            PlaceReason::Unlocks { initiatives } => ("reason.unlocks", initiatives),
            PlaceReason::Needs { initiatives } => ("reason.needs", initiatives),
            PlaceReason::Displaced { initiatives } => ("reason.displaced", initiatives),
        };
        let titles = self.titles(initiatives, NAMES);
        Some(self.locale.count(id, initiatives.len(), &[("initiatives", &titles)]))
    }
}
