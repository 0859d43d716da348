//! The journey and the evidence around it.

use crate::ids::Id;
use crate::model::{Evidence, Initiative, Stage, Touchpoint};
use crate::report::{EvidenceView, FollowUpView, StageView, TouchpointView};
use crate::timeline;

use super::Facts;

impl Facts<'_> {
    /// Stages in the order of the journey.
    pub(super) fn stages(&self) -> Vec<StageView> {
        let mut stages: Vec<(Id<Stage>, &Stage)> = self.plan.stages.entries().collect();
        stages.sort_by_key(|(id, stage)| (stage.order, *id));
        stages.into_iter().map(|(id, stage)| self.stage(id, stage)).collect()
    }

    fn stage(&self, id: Id<Stage>, stage: &Stage) -> StageView {
        let touchpoints: Vec<(Id<Touchpoint>, &Touchpoint)> =
            self.plan.touchpoints.entries().filter(|(_, touchpoint)| touchpoint.stage == Some(id)).collect();
        let emotions: Vec<f64> = touchpoints
            .iter()
            .filter_map(|(_, touchpoint)| touchpoint.emotion)
            .map(|emotion| emotion as f64)
            .collect();
        let speaks_of_stage =
            |evidence: &&Evidence| touchpoints.iter().any(|(id, _)| evidence.touchpoints.contains(id));
        let mut initiatives: Vec<(jiff::civil::Date, usize, &Initiative)> = self
            .timeline
            .order
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| {
                let initiative = &self.plan.initiatives[entry.initiative];
                let (start, _) = timeline::span(self.dates(entry.initiative)?)?;
                (initiative.stage == Some(id)).then_some((start, place, initiative))
            })
            .collect();
        initiatives.sort_by_key(|(start, place, _)| (*start, *place));
        StageView {
            id: stage.id.clone(),
            name: stage.name.clone(),
            entered: stage.entered,
            completed: stage.completed,
            emotion: (!emotions.is_empty()).then(|| emotions.iter().sum::<f64>() / emotions.len() as f64),
            evidence: self.plan.evidence.iter().filter(speaks_of_stage).count(),
            touchpoints: touchpoints
                .iter()
                .map(|(id, touchpoint)| self.touchpoint(*id, touchpoint))
                .collect(),
            initiatives: initiatives.into_iter().map(|(.., initiative)| initiative.id.clone()).collect(),
        }
    }

    fn touchpoint(&self, id: Id<Touchpoint>, touchpoint: &Touchpoint) -> TouchpointView {
        TouchpointView {
            id: touchpoint.id.clone(),
            name: touchpoint.name.clone(),
            channels: touchpoint.channels.clone(),
            emotion: touchpoint.emotion,
            expectation: touchpoint.expectation.clone(),
            follow_up: touchpoint.follow_up.as_ref().map(|follow_up| FollowUpView {
                who: follow_up.who.clone(),
                when: follow_up.when.map(|when| when.to_string()),
                how: follow_up.how.clone(),
            }),
            initiatives: self.planned(|initiative| initiative.touchpoints.contains(&id)),
        }
    }

    pub(super) fn evidence(&self) -> Vec<EvidenceView> {
        self.plan.evidence.entries().map(|(id, evidence)| self.piece(id, evidence)).collect()
    }

    fn piece(&self, id: Id<Evidence>, evidence: &Evidence) -> EvidenceView {
        let backs = |initiative: &Initiative| {
            initiative
                .inputs
                .iter()
                .flatten()
                .any(|inputs| inputs.evidence.iter().any(|list| list.contains(&id)))
        };
        EvidenceView {
            id: evidence.id.clone(),
            kind: evidence.kind.clone(),
            date: evidence.date,
            n: evidence.n,
            finding: evidence.finding.clone(),
            quote: evidence.quote.clone(),
            polarity: evidence.polarity.clone(),
            touchpoints: evidence
                .touchpoints
                .iter()
                .map(|id| self.plan.touchpoints[*id].id.clone())
                .collect(),
            backs: self.planned(backs),
        }
    }
}
