//! The journey: what customers go through, how they feel, how many get through, and what the plan changes there.

use cxplan_core::report::{StageView, TouchpointView};
use serde::Serialize;

use super::{Scene, traits};
use crate::gantt::percent;

/// Height of the curve of emotions, in pixels.
const HEIGHT: f64 = 112.0;

/// The section of the journey.
#[derive(Serialize)]
pub(crate) struct Journey {
    curve: Option<Curve>,
    pub(crate) stages: Vec<Stage>,
    has_funnel: bool,
    has_evidence: bool,
    pub(crate) touchpoints: Vec<Touchpoint>,
    columns: usize,
}

/// The curve of emotions over the stages.
#[derive(Serialize)]
struct Curve {
    summary: String,
    points: String,
    dots: Vec<Dot>,
}

/// A stage on the curve.
#[derive(Serialize)]
struct Dot {
    x: String,
    y: i32,
    label_y: i32,
    label: String,
    low: bool,
}

/// A stage.
#[derive(Serialize)]
pub(crate) struct Stage {
    pub(crate) name: String,
    phase: Option<String>,
    no_initiative: Option<String>,
    pub(crate) entered: String,
    pub(crate) completed: String,
    pub(crate) rate: String,
    bar: String,
    pub(crate) lost: String,
    worst: bool,
    touchpoints: String,
    pub(crate) emotion: String,
    evidence: String,
    initiatives: Vec<Link>,
    more: Option<String>,
    pub(crate) count: String,
}

/// A link to an initiative.
#[derive(Serialize)]
struct Link {
    n: usize,
    title: String,
}

/// A touchpoint.
#[derive(Serialize)]
pub(crate) struct Touchpoint {
    stage: String,
    pub(crate) name: String,
    nature: String,
    channels: String,
    emotion: String,
    believed: Option<String>,
    low: bool,
    expectation: String,
    follow_up: String,
    initiatives: String,
}

impl Journey {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let report = scene.report;
        if report.stages.is_empty() {
            return None;
        }
        let rate = |stage: &StageView| match (stage.entered, stage.completed) {
            (Some(entered), Some(completed)) if entered > 0 => Some(completed as f64 / entered as f64),
            _ => None,
        };
        let rates: Vec<f64> = report.stages.iter().filter_map(rate).collect();
        let worst = if rates.len() > 1 { rates.iter().copied().reduce(f64::min) } else { None };
        let stages = report.stages.iter().map(|stage| {
            let rate = rate(stage);
            self::stage(scene, stage, rate, rate.is_some() && rate == worst)
        });
        let touchpoints =
            report.stages.iter().flat_map(|stage| stage.touchpoints.iter().map(move |t| (stage, t)));
        Some(Self {
            curve: curve(scene),
            stages: stages.collect(),
            has_funnel: !rates.is_empty(),
            has_evidence: report.stages.iter().any(|stage| stage.evidence > 0),
            touchpoints: touchpoints.map(|(stage, t)| touchpoint(scene, stage, t)).collect(),
            columns: report.stages.len(),
        })
    }
}

fn curve(scene: &Scene<'_>) -> Option<Curve> {
    let locale = scene.locale;
    let stages = &scene.report.stages;
    let mut points = Vec::new();
    let mut dots = Vec::new();
    for (n, stage) in stages.iter().enumerate() {
        let Some(emotion) = stage.emotion else { continue };
        let x = (2 * n + 1) * 10_000 / (2 * stages.len());
        let y = (HEIGHT / 2.0 - emotion.clamp(-2.0, 2.0) * (HEIGHT / 2.0 - 24.0) / 2.0).round() as i32;
        points.push(format!("{},{y}", x / 10));
        dots.push(Dot {
            x: percent(x as i32),
            y,
            label_y: if emotion < 0.0 { y + 21 } else { y - 12 },
            label: locale.change(emotion, 1),
            low: emotion <= -1.0,
        });
    }
    let summary = locale.text("journey.curve").to_owned();
    (dots.len() > 1).then(|| Curve { summary, points: points.join(" "), dots })
}

fn stage(scene: &Scene<'_>, stage: &StageView, rate: Option<f64>, worst: bool) -> Stage {
    let locale = scene.locale;
    let people =
        |count: Option<u64>| count.map_or_else(|| "–".to_owned(), |count| locale.integer(count as f64));
    let names: Vec<&str> = stage.touchpoints.iter().map(|touchpoint| touchpoint.name.as_str()).collect();
    let links = stage.initiatives.iter().take(4).filter_map(|id| {
        let n = *scene.index.get(id.as_str())?;
        Some(Link { n: n + 1, title: scene.report.initiatives[n].title.clone() })
    });
    let links: Vec<Link> = links.collect();
    let more = stage.initiatives.len() - links.len();
    Stage {
        name: stage.name.clone(),
        phase: traits::phase(scene, stage),
        no_initiative: traits::no_initiative(scene, stage),
        entered: people(stage.entered),
        completed: people(stage.completed),
        rate: rate.map_or_else(|| "–".to_owned(), |rate| locale.percent(rate)),
        bar: percent(rate.map_or(0, |rate| (rate.clamp(0.0, 1.0) * 10_000.0).round() as i32)),
        lost: rate.map_or_else(String::new, |rate| {
            locale.fill("journey.lost", &[("share", &locale.percent((1.0 - rate).max(0.0)))])
        }),
        worst,
        touchpoints: if names.is_empty() { "–".to_owned() } else { names.join(", ") },
        emotion: stage.emotion.map_or_else(|| "–".to_owned(), |emotion| locale.change(emotion, 1)),
        evidence: locale.integer(stage.evidence as f64),
        more: (more > 0).then(|| locale.count("list.more", more, &[])),
        initiatives: links,
        count: locale.count("count.initiatives", stage.initiatives.len(), &[]),
    }
}

fn touchpoint(scene: &Scene<'_>, stage: &StageView, touchpoint: &TouchpointView) -> Touchpoint {
    let locale = scene.locale;
    let follow_up = touchpoint.follow_up.as_ref().map(|follow_up| {
        let parts = [Some(&follow_up.who), follow_up.how.as_ref(), follow_up.when.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    });
    let titles = touchpoint.initiatives.iter().map(|id| scene.title(id)).collect::<Vec<_>>();
    Touchpoint {
        stage: stage.name.clone(),
        name: touchpoint.name.clone(),
        nature: traits::nature(scene, touchpoint).join(" · "),
        channels: touchpoint.channels.join(", "),
        emotion: touchpoint.emotion.map_or_else(String::new, |emotion| traits::emotion(scene, emotion)),
        believed: traits::believed(scene, touchpoint),
        low: touchpoint.emotion.is_some_and(|emotion| emotion < 0),
        expectation: touchpoint.expectation.clone().unwrap_or_default(),
        follow_up: follow_up.or_else(|| traits::no_follow_up(scene, touchpoint)).unwrap_or_default(),
        initiatives: locale.short_list(&titles, 3),
    }
}
