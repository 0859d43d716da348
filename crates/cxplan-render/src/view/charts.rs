//! Two pictures of the same initiatives: what customers feel about them, and what they cost.

use cxplan_core::report::{InitiativeView, MethodView};
use serde::Serialize;

use super::Scene;
use crate::gantt::{Pos, percent};
use crate::scatter::{Dot, place, scale};

/// Numbered dots that a chart can hold.
const DOTS: usize = 60;
/// Dots without numbers that it can hold.
const CROWD: usize = 250;

/// The section of charts.
#[derive(Serialize)]
pub(crate) struct Charts {
    lead: String,
    charts: Vec<Chart>,
    key: Vec<Key>,
    left_out: Option<String>,
}

/// What a number stands for.
#[derive(Serialize)]
struct Key {
    n: usize,
    place: usize,
    title: String,
    values: Vec<String>,
}

/// A chart of numbered dots in four quadrants.
#[derive(Serialize)]
struct Chart {
    title: String,
    lead: String,
    across: String,
    upward: String,
    split_x: String,
    split_y: String,
    /// Top left, top right, bottom left, bottom right.
    quadrants: [String; 4],
    best: usize,
    /// Whether there are too many dots for numbers.
    crowded: bool,
    dots: Vec<DotView>,
}

/// A dot.
#[derive(Serialize)]
struct DotView {
    n: usize,
    place: usize,
    x: String,
    y: String,
    dx: i32,
    dy: i32,
    title: String,
    best: bool,
}

/// A point before it is placed: the initiative, where it lies, and its values in words.
struct Point<'a> {
    n: usize,
    initiative: &'a InitiativeView,
    at: (Pos, Pos),
    values: String,
}

impl Charts {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let charts = [kano(scene), impact_effort(scene)];
        let mut key: Vec<Key> = Vec::new();
        for (_, points) in charts.iter().flatten() {
            for point in points {
                let place = point.initiative.planned.as_ref().map_or(0, |planned| planned.place);
                match key.iter_mut().find(|key| key.place == place) {
                    Some(key) => key.values.push(point.values.clone()),
                    None => key.push(Key {
                        n: point.n + 1,
                        place,
                        title: point.initiative.title.clone(),
                        values: vec![point.values.clone()],
                    }),
                }
            }
        }
        key.sort_by_key(|key| key.place);
        let charts: Vec<Chart> = charts.into_iter().flatten().map(|(chart, _)| chart).collect();
        let more = scene.report.summary.planned.saturating_sub(CROWD);
        let left_out = (more > 0).then(|| scene.locale.count("charts.left-out", more, &[]));
        let numbered = (charts.iter().any(|chart| !chart.crowded), "charts.lead");
        let crowded = (charts.iter().any(|chart| chart.crowded), "charts.lead-crowded");
        let lead = [numbered, crowded].into_iter().filter(|(shown, _)| *shown);
        let lead: Vec<&str> = lead.map(|(_, id)| scene.locale.text(id)).collect();
        (!charts.is_empty()).then(|| Self { lead: lead.join(" "), charts, key, left_out })
    }
}

/// Better against worse, where the Kano method scored.
fn kano<'a>(scene: &Scene<'a>) -> Option<(Chart, Vec<Point<'a>>)> {
    let locale = scene.locale;
    let (position, method) =
        scene.report.methods.iter().enumerate().find(|(_, method)| method.id == "kano")?;
    let part = |key: &str| method.parts.iter().position(|part| part.key == key);
    let (better, worse) = (part("better")?, part("worse")?);
    let points = scene.planned().take(CROWD).filter_map(|(n, initiative)| {
        let score = initiative.scores.get(position)?.as_ref()?;
        let (better, worse) = (*score.parts.get(better)?, score.parts.get(worse)?.abs());
        let class = score.category.and_then(|class| method.categories.get(class));
        let values = [locale.fixed(better, 2), locale.fixed(worse, 2)];
        let values = locale.fill("charts.kano-values", &[("better", &values[0]), ("worse", &values[1])]);
        let values = class.map_or_else(|| values.clone(), |class| format!("{}, {values}", class.label));
        Some(Point {
            n,
            initiative,
            at: (scale(worse, 0.0, 1.0, false), scale(better, 0.0, 1.0, true)),
            values,
        })
    });
    let points: Vec<Point<'_>> = points.collect();
    let quadrants = [
        category(scene, method, &["attractive", "a"], "charts.attractive"),
        category(scene, method, &["one-dimensional", "performance", "o"], "charts.performance"),
        category(scene, method, &["indifferent", "i"], "charts.indifferent"),
        category(scene, method, &["must-be", "m"], "charts.must-be"),
    ];
    let dots = dots(&points, |_, point| point.at.0 >= 5000 && point.at.1 > 5000);
    let chart = Chart {
        title: locale.text("charts.kano").to_owned(),
        lead: lead(scene, "charts.kano-lead", "charts.kano-filled", &dots),
        across: locale.text("charts.worse").to_owned(),
        upward: locale.text("charts.better").to_owned(),
        split_x: percent(5000),
        split_y: percent(5000),
        quadrants,
        best: 3,
        crowded: points.len() > DOTS,
        dots,
    };
    (!points.is_empty()).then_some((chart, points))
}

/// The method's own name of a class, or the catalogue's.
fn category(scene: &Scene<'_>, method: &MethodView, keys: &[&str], fallback: &str) -> String {
    let found = method.categories.iter().find(|category| keys.contains(&category.key.as_str()));
    found.map_or_else(|| scene.locale.text(fallback).to_owned(), |category| category.label.clone())
}

fn impact_effort<'a>(scene: &Scene<'a>) -> Option<(Chart, Vec<Point<'a>>)> {
    let locale = scene.locale;
    let values: Vec<(usize, &InitiativeView, (f64, f64))> = scene
        .planned()
        .take(CROWD)
        .filter_map(|(n, initiative)| Some((n, initiative, initiative.impact_effort?)))
        .collect();
    let bounds = |pick: fn(&(f64, f64)) -> f64| {
        let values = values.iter().map(|(_, _, value)| pick(value));
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (impact, effort) = (bounds(|value| value.0), bounds(|value| value.1));
    // Room around the outermost dots.
    let inner = |at: Pos| 900 + at * 82 / 100;
    let points = values.iter().map(|&(n, initiative, (strong, heavy))| {
        let values = [locale.number(strong, 2), locale.number(heavy, 2)];
        Point {
            n,
            initiative,
            at: (
                inner(scale(heavy, effort.0, effort.1, false)),
                inner(scale(strong, impact.0, impact.1, true)),
            ),
            values: locale
                .fill("charts.impact-effort-values", &[("impact", &values[0]), ("effort", &values[1])]),
        }
    });
    let points: Vec<Point<'_>> = points.collect();
    let quick = |_: usize, point: &Point<'_>| point.initiative.planned.as_ref().is_some_and(|p| p.quick_win);
    let dots = dots(&points, quick);
    let text = |id: &str| locale.text(id).to_owned();
    let chart = Chart {
        title: text("charts.impact-effort"),
        lead: lead(scene, "charts.impact-effort-lead", "charts.impact-effort-filled", &dots),
        across: text("charts.effort"),
        upward: text("charts.impact"),
        split_x: percent(5000),
        split_y: percent(5000),
        quadrants: [
            text("charts.quick-wins"),
            text("charts.big-bets"),
            text("charts.fill-ins"),
            text("charts.questions"),
        ],
        best: 0,
        crowded: points.len() > DOTS,
        dots,
    };
    (points.len() > 1).then_some((chart, points))
}

/// What a chart shows, and what its filled dots are where it has some.
fn lead(scene: &Scene<'_>, id: &str, filled: &str, dots: &[DotView]) -> String {
    let lead = scene.locale.text(id);
    if dots.iter().any(|dot| dot.best) {
        format!("{lead} {}", scene.locale.text(filled))
    } else {
        lead.to_owned()
    }
}

fn dots(points: &[Point<'_>], best: impl Fn(usize, &Point<'_>) -> bool) -> Vec<DotView> {
    let at = points.iter().map(|point| point.at);
    // In a crowd, dots stay where they are: there is no free place to move to.
    let placed = if points.len() > DOTS {
        at.map(|(x, y)| Dot { x, y, dx: 0, dy: 0 }).collect()
    } else {
        place(&at.collect::<Vec<_>>())
    };
    let view = |(n, (point, dot)): (usize, (&Point<'_>, Dot))| DotView {
        n: point.n + 1,
        place: point.initiative.planned.as_ref().map_or(0, |planned| planned.place),
        x: percent(dot.x),
        y: percent(dot.y),
        dx: dot.dx,
        dy: dot.dy,
        title: format!("{} ({})", point.initiative.title, point.values),
        best: best(n, point),
    };
    points.iter().zip(placed).enumerate().map(view).collect()
}
