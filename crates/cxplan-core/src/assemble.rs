//! From plan, scores and timeline to the [`Report`]: the one place where facts are put together for readers.

mod context;
mod course;
mod initiatives;
mod metrics;
mod reviews;
mod slack;
mod work;

use crate::doubts::Doubts;
use crate::method::{Description, InputKind, Language, Role};
use crate::model::{Plan, Scoring, Status};
use crate::readiness::readiness;
use crate::report::{
    AudienceView, CategoryView, Column, CompetitorView, GoalView, MethodView, PersonaView, PlanHead, Report,
    SCHEMA, SearchView, SegmentView, Summary, VisionView,
};
use crate::scores::Scores;
use crate::search::Aim;
use crate::timeline::{self, Sought, Timeline};

/// What the report says of its own making.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Version of the engine.
    pub engine: String,
    /// SHA-256 of the plan's text.
    pub input_sha256: String,
}

/// Everything that the parts of the report are made of.
struct Facts<'a> {
    plan: &'a Plan,
    /// One a method of the plan.
    scores: &'a [Scores],
    timeline: &'a Timeline,
    doubts: &'a Doubts,
    language: Language,
    /// None in large plans.
    slacks: Option<timeline::Slacks>,
}

/// Puts the report together.
pub fn report(
    plan: &Plan,
    scores: &[Scores],
    timeline: &Timeline,
    doubts: &Doubts,
    language: Language,
    stamp: Stamp,
) -> Report {
    let facts = Facts { plan, scores, timeline, doubts, language, slacks: slack::of(timeline) };
    let metrics = facts.metrics();
    let initiatives = facts.initiatives();
    let milestones = facts.milestones();
    let reviews = facts.reviews(&metrics, &milestones);
    Report {
        schema: SCHEMA,
        engine: stamp.engine,
        input_sha256: stamp.input_sha256,
        language,
        plan: facts.head(),
        summary: facts.summary(&metrics),
        search: facts.search(),
        vision: facts.vision(),
        plans: facts.members(),
        guidelines: facts.guidelines(),
        goals: facts.goals(),
        segments: facts.segments(),
        personas: facts.personas(),
        methods: facts.methods(),
        indicators: facts.indicators(),
        critical: facts.critical(),
        milestones,
        decisions: facts.decisions(),
        stages: facts.stages(),
        evidence: facts.evidence(),
        competitors: facts.competitors(),
        teams: facts.teams(),
        tools: facts.tools(),
        reviews,
        readiness: readiness(plan),
        audiences: facts.audiences(),
        holidays: facts.holidays(),
        freezes: facts.freezes(),
        forecast: facts.doubts.forecast().cloned(),
        odds: None,
        baseline: None,
        what_if: None,
        metrics,
        initiatives,
    }
}

impl Facts<'_> {
    fn head(&self) -> PlanHead {
        let head = &self.plan.head;
        PlanHead {
            id: head.id.clone(),
            title: head.title.clone(),
            company: head.company.clone(),
            sector: head.sector.clone(),
            version: head.version.clone(),
            status: head.status.clone(),
            sponsor: head.sponsor.clone(),
            start: head.start,
            horizon: head.horizon,
            today: head.today,
            status_date: head.status_date,
            currency: head.currency.clone(),
        }
    }

    fn search(&self) -> Option<SearchView> {
        let Sought { aim, schedules, value, end } = self.timeline.sought?;
        let is_worth = value.found > 0;
        let gain = |given: u64, found: u64| (given as f64 - found as f64) / given.max(1) as f64 * 100.0;
        Some(SearchView {
            objective: match aim {
                Some(Aim::Value) => "value",
                Some(Aim::End) => "end",
                None => "order",
            },
            timelines: schedules,
            value_gain_percent: is_worth.then(|| (gain(value.given, value.found) * 10.0).round() / 10.0),
            value_gap_percent: is_worth.then(|| value.gap() as f64 / 10.0),
            value_is_best: value.is_best(),
            end_gain_days: end.given.cast_signed() - end.found.cast_signed(),
            end_gap_days: end.found.saturating_sub(end.bound),
            end_is_best: end.is_best(),
        })
    }

    fn summary(&self, metrics: &[crate::report::MetricView]) -> Summary {
        let count = |status: Status| {
            self.plan.initiatives.iter().filter(|initiative| initiative.status == status).count()
        };
        let spans: Vec<_> = self
            .timeline
            .order
            .iter()
            .filter_map(|place| Some((place.initiative, timeline::span(self.dates(place.initiative)?)?)))
            .collect();
        let told: Vec<bool> = metrics.iter().filter_map(|metric| metric.targets.last()?.reached).collect();
        Summary {
            planned: self.timeline.order.len(),
            done: count(Status::Done),
            paused: count(Status::Paused),
            rejected: count(Status::Rejected),
            start: spans.iter().map(|(_, (start, _))| *start).min(),
            finish: spans.iter().map(|(_, (_, finish))| *finish).max(),
            after_horizon: spans
                .iter()
                .filter(|(_, (_, finish))| *finish > self.plan.head.horizon)
                .map(|(id, _)| self.plan.initiatives[*id].id.clone())
                .collect(),
            effort_person_months: self.person_months(
                self.timeline
                    .order
                    .iter()
                    .map(|place| self.plan.initiatives[place.initiative].effort())
                    .sum(),
            ),
            people_cost: self.people_cost(),
            tool_cost: sum(self.plan.tools.iter().map(|tool| tool.annual_cost)),
            budget: self.plan.budget.as_ref().map(|budget| budget.amount),
            budget_covers: self.plan.budget.as_ref().and_then(|budget| budget.covers.clone()),
            targets_reached: told.iter().filter(|reached| **reached).count(),
            targets_told: told.len(),
        }
    }

    /// Cost of planned work, and of what was delivered since, at what it took where that is known.
    fn people_cost(&self) -> Option<f64> {
        let planned =
            self.timeline.order.iter().map(|place| self.plan.cost(&self.plan.initiatives[place.initiative]));
        let delivered = self.plan.delivered.iter().map(|delivered| self.plan.cost_delivered(delivered));
        sum(planned.chain(delivered))
    }

    fn vision(&self) -> Option<VisionView> {
        self.plan.vision.as_ref().map(|vision| VisionView {
            statement: vision.statement.as_ref().map(|statement| statement.value.clone()),
            company_vision: vision.company_vision.clone(),
            brand_promise: vision.brand_promise.clone(),
            delight: vision.delight.clone(),
            measured_by: vision.measured_by.iter().map(|id| self.plan.metrics[*id].id.clone()).collect(),
        })
    }

    fn goals(&self) -> Vec<GoalView> {
        let initiatives =
            self.planned_by(&self.plan.goals, |initiative| initiative.goal.into_iter().collect());
        self.plan
            .goals
            .iter()
            .zip(initiatives)
            .map(|(goal, initiatives)| GoalView {
                id: goal.id.clone(),
                statement: goal.statement.value.clone(),
                aligned_to: goal.aligned_to.clone(),
                metrics: goal.metrics.iter().map(|id| self.plan.metrics[*id].id.clone()).collect(),
                initiatives,
            })
            .collect()
    }

    fn segments(&self) -> Vec<SegmentView> {
        let view = |segment: &crate::model::Segment| SegmentView {
            id: segment.id.clone(),
            name: segment.name.clone(),
            share: segment.share.map(|share| share.value),
            customers: segment.customers,
        };
        self.plan.segments.iter().map(view).collect()
    }

    fn personas(&self) -> Vec<PersonaView> {
        let view = |persona: &crate::model::Persona| PersonaView {
            id: persona.id.clone(),
            name: persona.name.clone(),
            segment: persona.segment.map(|id| self.plan.segments[id].name.clone()),
            goals: persona.goals.clone(),
            frustrations: persona.frustrations.clone(),
            channels: persona.channels.clone(),
        };
        self.plan.personas.iter().map(view).collect()
    }

    fn competitors(&self) -> Vec<CompetitorView> {
        let view = |competitor: &crate::model::Competitor| CompetitorView {
            id: competitor.id.clone(),
            name: competitor.name.clone(),
            sources: competitor.sources.clone(),
            does_well: competitor.does_well.clone(),
            does_badly: competitor.does_badly.clone(),
        };
        self.plan.competitors.iter().map(view).collect()
    }

    fn audiences(&self) -> Vec<AudienceView> {
        let view = |audience: &crate::model::Audience| AudienceView {
            id: audience.id.clone(),
            title: audience.title.clone(),
            languages: audience.languages.clone(),
            sections: audience.sections.clone(),
        };
        self.plan.audiences.iter().map(view).collect()
    }

    fn methods(&self) -> Vec<MethodView> {
        self.plan
            .methods
            .iter()
            .enumerate()
            .map(|(position, scoring)| self.method(position, scoring))
            .collect()
    }

    fn method(&self, position: usize, scoring: &Scoring) -> MethodView {
        let texts: &Description = scoring.method.description(self.language);
        let inputs = texts.inputs.iter().map(|input| Column {
            key: input.key.clone(),
            label: input.label.clone(),
            help: input.help.clone(),
            unit: input.unit.clone(),
            share: matches!(input.kind, InputKind::Share),
            choices: match &input.kind {
                InputKind::Choice(choices) => choices.clone(),
                _ => Vec::new(),
            },
            role: input.role.map(|role| match role {
                Role::Effort => "effort",
                Role::Confidence => "confidence",
                Role::Impact => "impact",
            }),
        });
        let parts = texts.parts.iter().map(|part| Column {
            key: part.key.clone(),
            label: part.label.clone(),
            help: part.help.clone(),
            unit: part.unit.clone(),
            share: part.share,
            choices: Vec::new(),
            role: None,
        });
        let category = |category: &crate::method::Category| CategoryView {
            key: category.key.clone(),
            label: category.label.clone(),
            help: category.help.clone(),
        };
        MethodView {
            id: texts.id.clone(),
            title: texts.title.clone(),
            version: texts.version.clone(),
            summary: texts.summary.clone(),
            formula: texts.formula.clone(),
            meaning: texts.meaning,
            sha256: scoring.method.sha256.clone(),
            origin: scoring.method.origin.clone(),
            decides: position == 0,
            inputs: inputs.collect(),
            parts: parts.collect(),
            categories: texts.categories.iter().map(category).collect(),
        }
    }
}

/// The sum of what is known; none where nothing is.
fn sum(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values.flatten().fold(None, |total, value| Some(total.unwrap_or(0.0) + value))
}
