//! What the plan is steered by: principles, signs, milestones, decisions, and the plans of a portfolio.

use crate::ids::Id;
use crate::model::{Decision, Member};
use crate::report::{DecisionView, GuidelineView, IndicatorView, MemberView, MilestoneView, ObservationView};

use super::Facts;

impl Facts<'_> {
    pub(super) fn members(&self) -> Vec<MemberView> {
        let view = |(id, member): (Id<Member>, &Member)| {
            let own = || {
                let planned =
                    self.timeline.order.iter().map(|place| &self.plan.initiatives[place.initiative]);
                planned.filter(move |initiative| initiative.plan == Some(id))
            };
            MemberView {
                id: member.id.clone(),
                title: member.title.clone(),
                planned: own().count(),
                effort_person_months: self.person_months(own().map(|initiative| initiative.effort()).sum()),
                budget: member.budget,
            }
        };
        self.plan.plans.entries().map(view).collect()
    }

    pub(super) fn guidelines(&self) -> Vec<GuidelineView> {
        let initiatives = self.planned_by(&self.plan.guidelines, |initiative| initiative.guidelines.clone());
        self.plan
            .guidelines
            .iter()
            .zip(initiatives)
            .map(|(guideline, initiatives)| GuidelineView {
                id: guideline.id.clone(),
                statement: guideline.statement.clone(),
                why: guideline.why.clone(),
                initiatives,
            })
            .collect()
    }

    pub(super) fn indicators(&self) -> Vec<IndicatorView> {
        let plan = self.plan;
        plan.indicators
            .iter()
            .map(|indicator| IndicatorView {
                id: indicator.id.clone(),
                statement: indicator.statement.clone(),
                goals: indicator.goals.iter().map(|id| plan.goals[*id].id.clone()).collect(),
                initiatives: self.ids(&indicator.initiatives),
                proxy: indicator.proxy.map(|id| plan.metrics[id].id.clone()),
                observations: indicator
                    .observations
                    .iter()
                    .map(|observation| ObservationView {
                        date: observation.date,
                        note: observation.note.clone(),
                        polarity: observation.polarity.clone(),
                    })
                    .collect(),
            })
            .collect()
    }

    pub(super) fn milestones(&self) -> Vec<MilestoneView> {
        let mut milestones: Vec<MilestoneView> = self
            .plan
            .milestones
            .iter()
            .zip(&self.timeline.milestones)
            .map(|(milestone, date)| {
                let deadline = milestone.deadline.map(|deadline| deadline.value);
                MilestoneView {
                    id: milestone.id.clone(),
                    title: milestone.title.clone(),
                    date: *date,
                    deadline,
                    must_finish_by: milestone.must_finish_by.map(|must| must.value),
                    late: deadline.zip(*date).is_some_and(|(deadline, date)| date > deadline),
                    after: milestone.after.iter().map(|(id, step)| self.plan.work_name(*id, *step)).collect(),
                }
            })
            .collect();
        milestones.sort_by_key(|milestone| (milestone.date.is_none(), milestone.date));
        milestones
    }

    pub(super) fn decisions(&self) -> Vec<DecisionView> {
        let mut decisions: Vec<&Decision> = self.plan.decisions.iter().collect();
        decisions.sort_by_key(|decision| {
            (
                decision.date.is_some(),
                decision.date.map(std::cmp::Reverse),
                decision.due.is_none(),
                decision.due,
            )
        });
        decisions
            .into_iter()
            .map(|decision| DecisionView {
                id: decision.id.clone(),
                title: decision.title.clone(),
                date: decision.date,
                due: decision.due,
                reason: decision.reason.clone(),
                by: decision.by.clone(),
                initiatives: self.ids(&decision.initiatives),
            })
            .collect()
    }
}
