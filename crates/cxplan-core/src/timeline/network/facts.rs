//! What a schedule has to respect, for the checker.

use jiff::civil::Date;

use super::{Network, fixed, loads};
use crate::ids::Id;
use crate::model::{LinkKind, Team, WorkDays};
use crate::verify;

impl Network<'_> {
    /// What the schedule has to respect, in the words of the checker: days and teams as the plan has them, links and the dates
    /// of what has happened as they stand in here.
    pub(in crate::timeline) fn facts(&self) -> verify::Facts {
        let plan = self.plan;
        let days = &plan.calendar.days;
        let freezes = |team: Option<Id<Team>>| {
            plan.calendar
                .freezes
                .iter()
                .filter(move |freeze| {
                    team.map_or(freeze.teams.is_empty(), |team| freeze.teams.contains(&team))
                })
                .map(|freeze| freeze.from..=freeze.to)
        };
        let single = |days: &[Date]| days.iter().map(|day| *day..=*day).collect::<Vec<_>>();
        let half =
            |days: &WorkDays| verify::Half { weekdays: days.half_days, dates: days.half_holidays.clone() };
        let team = |(id, team): (Id<Team>, &Team)| verify::Team {
            capacity: team.sizes.clone(),
            closed: freezes(Some(id)).chain(team.away.iter().map(|away| away.from..=away.to)).collect(),
            week: team.calendar.map(|id| &plan.work_calendars[id].days).map(|days| verify::Week {
                workdays: days.workdays,
                closed: single(&days.holidays).into_iter().chain(freezes(None)).collect(),
                half: half(days),
            }),
        };
        verify::Facts {
            start: plan.head.start,
            workdays: days.workdays,
            closed: single(&days.holidays).into_iter().chain(freezes(None)).collect(),
            half: half(days),
            teams: plan.teams.entries().map(team).collect(),
            activities: (0..self.steps.len())
                .map(|node| {
                    let step = self.step(node);
                    verify::Activity {
                        half_days: self.lengths[node].get(),
                        loads: loads(step).map(|load| (load.team, load.micro_fte)).collect(),
                        not_before: self.releases[node].as_ref().map(|(date, _)| *date),
                        not_done_before: self.finishes[node].as_ref().map(|(date, _)| *date),
                        fixed: fixed(step),
                    }
                })
                .collect(),
            links: self
                .links
                .iter()
                .map(|link| {
                    use verify::End::{Finish, Start};
                    let (first_end, second_end) = match link.kind {
                        LinkKind::FinishToStart => (Finish, Start),
                        LinkKind::StartToStart => (Start, Start),
                        LinkKind::FinishToFinish => (Finish, Finish),
                        LinkKind::StartToFinish => (Start, Finish),
                    };
                    verify::Link { first: link.from, first_end, second: link.to, second_end, lag: link.lag }
                })
                .collect(),
        }
    }
}
