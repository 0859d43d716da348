//! How far a plan is written: the six steps of the method, and what its findings say together.
//!
//! Everything is counted, nothing is weighed. An item has a number of parts and how many of them are there; it is *there* with all of
//! them, *missing* with none, *thin* between. So is a step: missing where none of its items has anything, there where all have
//! everything. Items that have no parts to count (initiatives with a goal, in a plan without initiatives) are left out. Initiatives that
//! were rejected or paused do not count.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ids::Id;
use crate::lint::{Nature, nature};
use crate::model::{Evidence, Initiative, Metric, Plan, Stage, Status, Touchpoint};

#[cfg(test)]
mod tests;

/// How far a plan is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanReadiness {
    /// The six steps, in their order.
    pub steps: Vec<StepReadiness>,
    /// Stages in the order of the journey, the columns of the two tables.
    pub stages: Vec<String>,
    /// For each segment, and first for initiatives that name none and so are for all: initiatives at each stage.
    pub segments: Vec<Row>,
    /// For each channel in the order of the plan: touchpoints at each stage.
    pub channels: Vec<Row>,
    /// Touchpoints by what evidence says against them, most first.
    pub problems: Vec<Problem>,
    /// What works and is to be kept: evidence that speaks well, in the order of the plan.
    pub strengths: Vec<Strength>,
    /// Metrics that are known of competitors too.
    pub benchmarks: Vec<Benchmark>,
    /// Where the company believes something else than its customers say: metrics in the order of the plan, then touchpoints, widest
    /// gap first.
    pub gaps: Vec<Gap>,
}

/// A step of the method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepReadiness {
    /// Which.
    pub step: Step,
    /// How far it is.
    pub state: State,
    /// What belongs to it.
    pub items: Vec<Item>,
}

/// The six steps of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are words of the method")]
pub enum Step {
    Evaluate,
    Map,
    Compete,
    Vision,
    Document,
    Measure,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing of it is there.
    Missing,
    /// A part.
    Thin,
    /// All.
    There,
}

/// Something that belongs to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What.
    pub what: What,
    /// Parts that are there.
    pub have: usize,
    /// Parts that could be, at least 1.
    pub of: usize,
}

impl Item {
    /// How far it is.
    pub fn state(&self) -> State {
        match self.have {
            0 => State::Missing,
            have if have < self.of => State::Thin,
            _ => State::There,
        }
    }
}

/// What belongs to the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Pieces of evidence that are new enough and come from enough people.
    SolidEvidence,
    /// Evidence that tells how many, and such that tells why: two parts.
    EvidenceOfBothKinds,
    /// Evidence that speaks well, and such that does not: two parts.
    EvidenceOfBothSides,
    /// Touchpoints with evidence.
    TouchpointsWithEvidence,
    /// Initiatives with evidence behind their scores.
    InitiativesWithEvidence,
    /// Stages with a touchpoint.
    StagesWithTouchpoint,
    /// Stages that say how many enter and complete them.
    StagesWithVolume,
    /// Stages with an initiative, or a reason for none.
    StagesWithInitiative,
    /// Touchpoints that say how customers feel after them.
    TouchpointsWithEmotion,
    /// Touchpoints that say what customers expect.
    TouchpointsWithExpectation,
    /// Touchpoints that say who comes back to the customer, or why nobody does.
    TouchpointsWithFollowUp,
    /// Competitors: one at least.
    Competitors,
    /// Competitors with sources.
    CompetitorsWithSources,
    /// Competitors that say what they do well and what badly.
    CompetitorsWithBothSides,
    /// Metrics that are known of a competitor.
    MetricsWithBenchmark,
    /// The statement of the vision, how it will delight, and what it is measured by: three parts.
    Vision,
    /// Goals that say what of the company's strategy they serve.
    GoalsAligned,
    /// Goals with metrics.
    GoalsWithMetrics,
    /// Initiatives with a goal.
    InitiativesWithGoal,
    /// Initiatives with an owner.
    InitiativesWithOwner,
    /// Initiatives that say what customers meet today.
    InitiativesWithProblem,
    /// Initiatives that say what they do at once and in the long run.
    InitiativesWithImpact,
    /// Initiatives that are broken down into steps.
    InitiativesWithSteps,
    /// Initiatives whose steps all have a team.
    InitiativesWithTeam,
    /// Metrics with a baseline.
    MetricsWithBaseline,
    /// Metrics with a target.
    MetricsWithTarget,
    /// Metrics with an owner.
    MetricsWithOwner,
    /// Initiatives with a definition of success.
    InitiativesWithSuccess,
    /// Initiatives with an effect on a metric, but for those that only make others possible.
    InitiativesWithEffect,
    /// Reviews: one at least.
    Reviews,
}

/// A row of a table over stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Name of the segment or channel; none for initiatives that are for all segments.
    pub name: Option<String>,
    /// A count for each stage.
    pub stages: Vec<usize>,
}

/// A touchpoint that evidence speaks against.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// Id of the touchpoint.
    pub touchpoint: String,
    /// Its name.
    pub name: String,
    /// Pieces of evidence that are negative or mixed.
    pub evidence: usize,
    /// Part of all such pieces, each counted at each of its touchpoints, that lie at this touchpoint and those before it.
    pub cumulative: f64,
    /// Ids of the initiatives that change it.
    pub initiatives: Vec<String>,
}

/// Something that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Strength {
    /// Id of the evidence.
    pub evidence: String,
    /// What it says.
    pub finding: String,
}

/// A metric beside those of competitors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Benchmark {
    /// Id of the metric.
    pub metric: String,
    /// Its name.
    pub name: String,
    /// The baseline.
    pub own: Option<f64>,
    /// Competitors by name, the best first.
    pub competitors: Vec<(String, f64)>,
    /// By how much the best competitor is better; negative: the company is ahead. None without a baseline.
    pub behind: Option<f64>,
}

/// A perception gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// Id of the metric or touchpoint.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a metric.
    pub is_metric: bool,
    /// What the company believes.
    pub believed: f64,
    /// What customers say.
    pub measured: f64,
    /// Whether the company thinks better of itself than its customers do.
    pub flattering: bool,
}

/// Counts what is there.
pub fn readiness(plan: &Plan) -> PlanReadiness {
    let mut stages: Vec<(Id<Stage>, &Stage)> = plan.stages.entries().collect();
    stages.sort_by_key(|(id, stage)| (stage.order, *id));
    let in_order = |rows: Vec<Row>| -> Vec<Row> {
        let sorted = |row: &Row| stages.iter().map(|(id, _)| row.stages[id.index()]).collect();
        rows.into_iter().map(|row| Row { stages: sorted(&row), ..row }).collect()
    };
    PlanReadiness {
        steps: steps(plan),
        segments: in_order(segments(plan)),
        channels: in_order(channels(plan)),
        stages: stages.iter().map(|(_, stage)| stage.name.clone()).collect(),
        problems: problems(plan),
        strengths: plan
            .evidence
            .iter()
            .filter(|evidence| evidence.polarity.as_deref() == Some("positive"))
            .map(|evidence| Strength { evidence: evidence.id.clone(), finding: evidence.finding.clone() })
            .collect(),
        benchmarks: plan.metrics.entries().filter_map(|(id, metric)| benchmark(plan, id, metric)).collect(),
        gaps: gaps(plan),
    }
}

/// Initiatives that were not set aside.
fn live(plan: &Plan) -> impl Iterator<Item = &Initiative> + Clone {
    plan.initiatives.iter().filter(|one| !matches!(one.status, Status::Paused | Status::Rejected))
}

/// How many of these are so.
fn count<'a, T: 'a>(what: What, all: impl Iterator<Item = &'a T>, is: impl Fn(&T) -> bool) -> Item {
    let (mut have, mut of) = (0, 0);
    for one in all {
        of += 1;
        have += usize::from(is(one));
    }
    Item { what, have, of }
}

/// How many of these parts are there.
fn parts<const N: usize>(what: What, parts: [bool; N]) -> Item {
    Item { what, have: parts.iter().filter(|part| **part).count(), of: N }
}

fn steps(plan: &Plan) -> Vec<StepReadiness> {
    let evidence = &plan.evidence;
    let known: BTreeSet<Id<Touchpoint>> =
        evidence.iter().flat_map(|piece| piece.touchpoints.iter().copied()).collect();
    let touchpoints = || plan.touchpoints.iter();
    // Nobody comes back to those who only saw an advertisement.
    let meetings = || touchpoints().filter(|touchpoint| !touchpoint.expectation_only);
    let stages = || plan.stages.entries();
    let is_kind = |kind| evidence.iter().any(|piece| nature(&piece.kind) == kind);
    let says = |word: &str| evidence.iter().any(|piece| piece.polarity.as_deref() == Some(word));
    let served: BTreeSet<Id<Stage>> = live(plan).flat_map(|one| touched(plan, one)).collect();
    let visited: BTreeSet<Id<Stage>> = plan.touchpoints.iter().filter_map(|one| one.stage).collect();
    let of_stages = |what, have| Item { what, have, of: plan.stages.len() };
    let vision = plan.vision.as_ref();
    let backed = |one: &Initiative| {
        one.inputs.iter().flatten().any(|inputs| inputs.evidence.iter().any(|ids| !ids.is_empty()))
    };
    let rivals = || plan.competitors.iter();
    let told =
        |metric: Id<Metric>| rivals().any(|rival| rival.metrics.iter().any(|(known, _)| *known == metric));
    let compared = plan.metrics.entries().filter(|(id, _)| told(*id)).count();
    let metrics = || plan.metrics.iter();
    let solid =
        |piece: &Evidence| !plan.is_old(piece) && piece.n.is_none_or(|n| n.value >= plan.fewest(piece));
    [
        (
            Step::Evaluate,
            vec![
                count(What::SolidEvidence, evidence.iter(), solid),
                parts(
                    What::EvidenceOfBothKinds,
                    [is_kind(Nature::Quantitative), is_kind(Nature::Qualitative)],
                ),
                parts(What::EvidenceOfBothSides, [says("positive"), says("negative") || says("mixed")]),
                Item { what: What::TouchpointsWithEvidence, have: known.len(), of: plan.touchpoints.len() },
                count(What::InitiativesWithEvidence, live(plan), backed),
            ],
        ),
        (
            Step::Map,
            vec![
                of_stages(What::StagesWithTouchpoint, visited.len()),
                count(What::StagesWithVolume, plan.stages.iter(), |one| {
                    one.entered.is_some() && one.completed.is_some()
                }),
                of_stages(
                    What::StagesWithInitiative,
                    stages()
                        .filter(|(id, stage)| stage.no_initiative.is_some() || served.contains(id))
                        .count(),
                ),
                count(What::TouchpointsWithEmotion, touchpoints(), |one| one.emotion.is_some()),
                count(What::TouchpointsWithExpectation, touchpoints(), |one| one.expectation.is_some()),
                count(What::TouchpointsWithFollowUp, meetings(), |one| {
                    one.follow_up.is_some() || one.no_follow_up.is_some()
                }),
            ],
        ),
        (
            Step::Compete,
            vec![
                parts(What::Competitors, [!plan.competitors.is_empty()]),
                count(What::CompetitorsWithSources, rivals(), |one| !one.sources.is_empty()),
                count(What::CompetitorsWithBothSides, rivals(), |one| {
                    !one.does_well.is_empty() && !one.does_badly.is_empty()
                }),
                Item { what: What::MetricsWithBenchmark, have: compared, of: plan.metrics.len() },
            ],
        ),
        (
            Step::Vision,
            vec![
                parts(
                    What::Vision,
                    [
                        vision.is_some_and(|vision| vision.statement.is_some()),
                        vision.is_some_and(|vision| vision.delight.is_some()),
                        vision.is_some_and(|vision| !vision.measured_by.is_empty()),
                    ],
                ),
                count(What::GoalsAligned, plan.goals.iter(), |one| one.aligned_to.is_some()),
                count(What::GoalsWithMetrics, plan.goals.iter(), |one| !one.metrics.is_empty()),
                count(What::InitiativesWithGoal, live(plan), |one| one.goal.is_some()),
            ],
        ),
        (
            Step::Document,
            vec![
                count(What::InitiativesWithOwner, live(plan), |one| one.owner.is_some()),
                count(What::InitiativesWithProblem, live(plan), |one| one.problem.is_some()),
                count(What::InitiativesWithImpact, live(plan), |one| {
                    one.impact_short.is_some() && one.impact_long.is_some()
                }),
                count(What::InitiativesWithSteps, live(plan), |one| one.has_steps),
                count(What::InitiativesWithTeam, live(plan), |one| {
                    one.steps.iter().all(|step| step.team.is_some())
                }),
            ],
        ),
        (
            Step::Measure,
            vec![
                count(What::MetricsWithBaseline, metrics(), |one| one.baseline.is_some()),
                count(What::MetricsWithTarget, metrics(), |one| !one.targets.is_empty()),
                count(What::MetricsWithOwner, metrics(), |one| one.owner.is_some()),
                count(What::InitiativesWithSuccess, live(plan), |one| one.success.is_some()),
                count(What::InitiativesWithEffect, live(plan).filter(|one| !one.enabler), |one| {
                    !one.effects.is_empty()
                }),
                parts(What::Reviews, [!plan.reviews.is_empty()]),
            ],
        ),
    ]
    .into_iter()
    .map(|(step, mut items)| {
        items.retain(|item| item.of > 0);
        StepReadiness { step, state: together(&items), items }
    })
    .collect()
}

fn together(items: &[Item]) -> State {
    // Nothing to count is nothing written.
    if items.iter().all(|item| item.state() == State::Missing) {
        State::Missing
    } else if items.iter().all(|item| item.state() == State::There) {
        State::There
    } else {
        State::Thin
    }
}

/// The stages that an initiative is about, as a whole or at a touchpoint of them.
fn touched(plan: &Plan, initiative: &Initiative) -> BTreeSet<Id<Stage>> {
    let places = initiative.touchpoints.iter().filter_map(|id| plan.touchpoints[*id].stage);
    initiative.stage.into_iter().chain(places).collect()
}

/// A row of zeros.
fn row(plan: &Plan, name: Option<String>) -> Row {
    Row { name, stages: vec![0; plan.stages.len()] }
}

/// Initiatives for all, then of each segment, at each stage by its id.
fn segments(plan: &Plan) -> Vec<Row> {
    if plan.segments.is_empty() {
        return Vec::new();
    }
    let names = plan.segments.iter().map(|segment| Some(segment.name.clone()));
    let mut rows: Vec<Row> = std::iter::once(None).chain(names).map(|name| row(plan, name)).collect();
    for initiative in live(plan) {
        let own: BTreeSet<usize> = match initiative.segments.as_slice() {
            [] => BTreeSet::from([0]),
            segments => segments.iter().map(|id| id.index() + 1).collect(),
        };
        for stage in touched(plan, initiative) {
            own.iter().for_each(|place| rows[*place].stages[stage.index()] += 1);
        }
    }
    rows
}

/// Touchpoints of each channel at each stage by its id.
fn channels(plan: &Plan) -> Vec<Row> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    for touchpoint in &plan.touchpoints {
        for channel in touchpoint.channels.iter().map(String::as_str).collect::<BTreeSet<_>>() {
            let place = *places.entry(channel).or_insert_with(|| {
                rows.push(row(plan, Some(channel.to_owned())));
                rows.len() - 1
            });
            if let Some(stage) = touchpoint.stage {
                rows[place].stages[stage.index()] += 1;
            }
        }
    }
    rows
}

fn problems(plan: &Plan) -> Vec<Problem> {
    let against =
        plan.evidence.iter().filter(|piece| matches!(piece.polarity.as_deref(), Some("negative" | "mixed")));
    let mut counts: BTreeMap<Id<Touchpoint>, usize> = BTreeMap::new();
    for piece in against {
        for place in piece.touchpoints.iter().copied().collect::<BTreeSet<_>>() {
            *counts.entry(place).or_default() += 1;
        }
    }
    let mut counted: Vec<(Id<Touchpoint>, usize)> = counts.into_iter().collect();
    // A stable sort: equal ones keep the order of the plan.
    counted.sort_by_key(|(_, pieces)| Reverse(*pieces));
    let all: usize = counted.iter().map(|(_, pieces)| pieces).sum();
    let mut sum = 0;
    counted
        .into_iter()
        .map(|(id, evidence)| {
            sum += evidence;
            Problem {
                touchpoint: plan.touchpoints[id].id.clone(),
                name: plan.touchpoints[id].name.clone(),
                evidence,
                cumulative: sum as f64 / all as f64,
                initiatives: live(plan)
                    .filter(|one| one.touchpoints.contains(&id))
                    .map(|one| one.id.clone())
                    .collect(),
            }
        })
        .collect()
}

fn benchmark(plan: &Plan, id: Id<Metric>, metric: &Metric) -> Option<Benchmark> {
    let better = |a: f64, b: f64| if metric.higher_is_better { a - b } else { b - a };
    let mut competitors: Vec<(String, f64)> = plan
        .competitors
        .iter()
        .filter_map(|rival| {
            let (_, value) = rival.metrics.iter().find(|(known, _)| *known == id)?;
            Some((rival.name.clone(), *value))
        })
        .collect();
    competitors.sort_by(|a, b| better(b.1, a.1).total_cmp(&0.0));
    let best = competitors.first()?.1;
    let own = metric.baseline.map(|baseline| baseline.value);
    Some(Benchmark {
        metric: metric.id.clone(),
        name: metric.name.clone(),
        own,
        competitors,
        behind: own.map(|own| better(best, own)),
    })
}

fn gaps(plan: &Plan) -> Vec<Gap> {
    let of_metric = |metric: &Metric| {
        let (believed, measured) = (metric.believed?, metric.baseline?.value);
        let flattering = if metric.higher_is_better { believed > measured } else { believed < measured };
        let (id, name) = (metric.id.clone(), metric.name.clone());
        Some(Gap { id, name, is_metric: true, believed, measured, flattering })
    };
    let of_touchpoint = |touchpoint: &Touchpoint| {
        let (believed, measured) = (touchpoint.emotion_believed? as f64, touchpoint.emotion? as f64);
        let (id, name) = (touchpoint.id.clone(), touchpoint.name.clone());
        Some(Gap { id, name, is_metric: false, believed, measured, flattering: believed > measured })
    };
    // Metrics have units of their own, so that only those of touchpoints have an order by width.
    let metrics = plan.metrics.iter().filter_map(of_metric).filter(|gap| gap.believed != gap.measured);
    let mut places: Vec<Gap> = plan
        .touchpoints
        .iter()
        .filter_map(of_touchpoint)
        .filter(|gap| gap.believed != gap.measured)
        .collect();
    places.sort_by(|a, b| (b.believed - b.measured).abs().total_cmp(&(a.believed - a.measured).abs()));
    metrics.chain(places).collect()
}
