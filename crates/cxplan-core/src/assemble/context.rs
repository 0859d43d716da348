//! The journey and the evidence around it.

use jiff::civil::Date;

use crate::ids::Id;
use crate::model::{Evidence, Initiative, Stage, Touchpoint};
use crate::report::{EvidenceView, FollowUpView, StageView, TouchpointView};
use crate::timeline;

use super::Facts;

impl Facts<'_> {
    /// Stages in the order of the journey.
    pub(super) fn stages(&self) -> Vec<StageView> {
        let plan = self.plan;
        let mut initiatives = self.by_start();
        let changed_by = self.planned_by(&plan.touchpoints, |initiative| initiative.touchpoints.clone());
        let mut touchpoints: Vec<Vec<(&Touchpoint, TouchpointView)>> =
            plan.stages.iter().map(|_| Vec::new()).collect();
        for (touchpoint, initiatives) in plan.touchpoints.iter().zip(changed_by) {
            if let Some(stage) = touchpoint.stage {
                touchpoints[stage.index()].push((touchpoint, view(touchpoint, initiatives)));
            }
        }
        let mut evidence = vec![0; plan.stages.len()];
        for piece in &plan.evidence {
            let mut stages: Vec<Id<Stage>> = piece
                .touchpoints
                .iter()
                .filter_map(|touchpoint| plan.touchpoints[*touchpoint].stage)
                .collect();
            stages.sort_unstable();
            stages.dedup();
            stages.into_iter().for_each(|stage| evidence[stage.index()] += 1);
        }
        let mut stages: Vec<(Id<Stage>, &Stage)> = plan.stages.entries().collect();
        stages.sort_by_key(|(id, stage)| (stage.order, *id));
        let stage = |(id, stage): (Id<Stage>, &Stage)| {
            let touchpoints = std::mem::take(&mut touchpoints[id.index()]);
            let emotions: Vec<f64> = touchpoints
                .iter()
                .filter_map(|(touchpoint, _)| touchpoint.emotion)
                .map(|emotion| emotion as f64)
                .collect();
            StageView {
                id: stage.id.clone(),
                name: stage.name.clone(),
                entered: stage.entered,
                completed: stage.completed,
                phase: stage.phase.clone(),
                no_initiative: stage.no_initiative.clone(),
                emotion: (!emotions.is_empty()).then(|| emotions.iter().sum::<f64>() / emotions.len() as f64),
                evidence: evidence[id.index()],
                touchpoints: touchpoints.into_iter().map(|(_, view)| view).collect(),
                initiatives: std::mem::take(&mut initiatives[id.index()]),
            }
        };
        stages.into_iter().map(stage).collect()
    }

    /// For each stage, the ids of its planned initiatives by date of start, then in the order of work.
    fn by_start(&self) -> Vec<Vec<String>> {
        let mut all: Vec<(Date, usize, &Initiative)> = self
            .timeline
            .order
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| {
                let (start, _) = timeline::span(self.dates(entry.initiative)?)?;
                Some((start, place, &self.plan.initiatives[entry.initiative]))
            })
            .collect();
        all.sort_by_key(|(start, place, _)| (*start, *place));
        let mut groups = vec![Vec::new(); self.plan.stages.len()];
        for (.., initiative) in all {
            if let Some(stage) = initiative.stage {
                groups[stage.index()].push(initiative.id.clone());
            }
        }
        groups
    }

    pub(super) fn evidence(&self) -> Vec<EvidenceView> {
        let backs = self.planned_by(&self.plan.evidence, |initiative| {
            let behind =
                initiative.inputs.iter().flatten().flat_map(|inputs| inputs.evidence.iter().flatten());
            behind.copied().collect()
        });
        let piece = |(evidence, backs): (&Evidence, Vec<String>)| EvidenceView {
            id: evidence.id.clone(),
            kind: evidence.kind.clone(),
            date: evidence.date.map(|date| date.value),
            n: evidence.n.map(|n| n.value),
            finding: evidence.finding.clone(),
            quote: evidence.quote.clone(),
            polarity: evidence.polarity.clone(),
            touchpoints: evidence
                .touchpoints
                .iter()
                .map(|id| self.plan.touchpoints[*id].id.clone())
                .collect(),
            backs,
        };
        self.plan.evidence.iter().zip(backs).map(piece).collect()
    }
}

fn view(touchpoint: &Touchpoint, initiatives: Vec<String>) -> TouchpointView {
    TouchpointView {
        id: touchpoint.id.clone(),
        name: touchpoint.name.clone(),
        channels: touchpoint.channels.clone(),
        expectation_only: touchpoint.expectation_only,
        emotion: touchpoint.emotion,
        emotion_believed: touchpoint.emotion_believed,
        lenses: touchpoint.lenses.clone(),
        no_follow_up: touchpoint.no_follow_up.clone(),
        expectation: touchpoint.expectation.clone(),
        follow_up: touchpoint.follow_up.as_ref().map(|follow_up| FollowUpView {
            who: follow_up.who.clone(),
            when: follow_up.when.map(|when| when.to_string()),
            how: follow_up.how.clone(),
        }),
        initiatives,
    }
}
