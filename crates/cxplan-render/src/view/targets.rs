//! Metrics: where they stand, where they shall be, and what is expected of the plan.

use cxplan_core::forecast::MetricForecast;
use cxplan_core::report::MetricView;
use serde::Serialize;

use super::Scene;
use super::course::{self, Sign};
use super::forecast;
use crate::gantt::percent;
use crate::locale::capital;
use crate::trend::{Point, trend};

/// Contributions shown for a metric.
const CONTRIBUTIONS: usize = 3;

/// The section of targets.
#[derive(Serialize)]
pub(crate) struct Targets {
    /// How to read charts and tables.
    pub(crate) lead: String,
    /// What the figures rest on.
    pub(crate) basis: String,
    /// Whether there are odds.
    pub(crate) drawn: bool,
    pub(crate) metrics: Vec<Metric>,
    /// Signs of success that no number shows.
    pub(crate) signs: Vec<Sign>,
}

/// A metric with its chart and its table.
#[derive(Serialize)]
pub(crate) struct Metric {
    pub(crate) name: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) verdict: Option<String>,
    pub(crate) missed: bool,
    /// Whether its targets have odds.
    pub(crate) drawn: bool,
    /// What the company believes, where the plan says so: the perception gap.
    pub(crate) believed: Option<String>,
    /// How sure its baseline is, and what its survey can show.
    pub(crate) sure: Option<String>,
    pub(crate) chart: Option<Chart>,
    pub(crate) rows: Vec<Row>,
    pub(crate) notes: Vec<String>,
    /// What a delay costs and what is uncertain.
    pub(crate) forecast: Vec<String>,
}

/// A target as a row of the table.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) months: String,
    pub(crate) date: String,
    pub(crate) target: String,
    /// The change that the plan writes instead of the value.
    pub(crate) form: Option<String>,
    pub(crate) expected: String,
    pub(crate) gap: String,
    pub(crate) missed: bool,
    /// Where 80 % of the draws lie.
    pub(crate) range: Option<String>,
    pub(crate) chance: Option<String>,
}

/// A chart, ready to print.
#[derive(Serialize)]
pub(crate) struct Chart {
    summary: String,
    line: String,
    /// The outline of what 80 % of the draws lie in; empty where nothing was drawn.
    band: String,
    target_line: String,
    points: Vec<Mark>,
    start: Option<Mark>,
    end: Option<Mark>,
    competitors: Vec<Mark>,
    ticks: Vec<Mark>,
}

/// Something at a place, with a label.
#[derive(Serialize)]
struct Mark {
    x: String,
    y: i32,
    label_y: i32,
    label: String,
}

impl Targets {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let metrics: Vec<Metric> =
            scene.report.metrics.iter().map(|metric| Metric::new(scene, metric)).collect();
        let signs = course::signs(scene);
        let forecast = scene.report.forecast.as_ref();
        let (lead, basis) = match forecast {
            Some(forecast) => ("targets.lead-drawn", forecast::basis(scene, forecast)),
            None => ("targets.lead", scene.locale.text("targets.basis").to_owned()),
        };
        let lead = format!("{} {basis}", scene.locale.text(lead));
        let drawn = forecast.is_some();
        (!metrics.is_empty() || !signs.is_empty()).then_some(Self { lead, basis, drawn, metrics, signs })
    }
}

impl Metric {
    fn new(scene: &Scene<'_>, metric: &MetricView) -> Self {
        let locale = scene.locale;
        let last = metric.targets.last();
        let drawn = scene.report.forecast.as_ref().and_then(|forecast| forecast.of(&metric.id));
        let verdict = last.and_then(|target| {
            let (expected, reached) = (target.expected?, target.reached?);
            let id = if reached { "targets.reached" } else { "targets.missed" };
            let values =
                [("expected", &*scene.value(metric, expected)), ("date", &*locale.date(target.date))];
            Some(locale.fill(id, &values))
        });
        Self {
            name: metric.name.clone(),
            from: metric.baseline.map(|value| scene.value(metric, value)),
            to: last.map(|target| scene.value(metric, target.value)),
            verdict,
            missed: last.is_some_and(|target| target.reached == Some(false)),
            believed: believed(scene, metric),
            sure: sure(scene, metric),
            drawn: drawn.is_some_and(|drawn| !drawn.targets.is_empty()),
            chart: chart(scene, metric, drawn),
            rows: rows(scene, metric, drawn),
            notes: notes(scene, metric),
            forecast: drawn.map_or_else(Vec::new, |drawn| forecast::notes(scene, metric, drawn)),
        }
    }
}

fn rows(scene: &Scene<'_>, metric: &MetricView, drawn: Option<&MetricForecast>) -> Vec<Row> {
    let locale = scene.locale;
    let drawn = |position: usize| drawn.and_then(|drawn| drawn.targets.get(position));
    let row = |(position, target): (usize, &cxplan_core::report::TargetView)| Row {
        months: locale.count("targets.months", target.months as usize, &[]),
        date: locale.date(target.date),
        target: scene.value(metric, target.value),
        form: form(scene, metric, target),
        expected: target.expected.map_or_else(|| "–".to_owned(), |value| scene.value(metric, value)),
        gap: match (target.reached, target.expected) {
            (Some(true), _) => locale.text("targets.yes").to_owned(),
            (Some(false), Some(expected)) => scene.gap(metric, expected - target.value),
            _ => "–".to_owned(),
        },
        missed: target.reached == Some(false),
        range: drawn(position).map(|drawn| forecast::range(scene, metric, drawn)),
        chance: drawn(position).map(|drawn| forecast::chance(scene, drawn.chance)),
    };
    metric.targets.iter().enumerate().map(row).collect()
}

/// The change that the plan writes instead of a target's value.
fn form(scene: &Scene<'_>, metric: &MetricView, target: &cxplan_core::report::TargetView) -> Option<String> {
    let locale = scene.locale;
    if let Some(relative) = target.relative {
        let change = locale.with_percent(&locale.change(relative * 100.0, 1));
        return Some(locale.fill("targets.relative", &[("change", &change)]));
    }
    let points = target.points?;
    let change = locale.change(points, 2);
    // A percentage and a net promoter score change by points, anything else by its own unit.
    if metric.percent || metric.kind == "nps" {
        return Some(locale.amount("targets.by-points", points, 2, &[("change", &change)]));
    }
    Some(metric.unit.as_ref().map_or_else(|| change.clone(), |unit| format!("{change} {unit}")))
}

/// What the company believes a metric to be, and how far that is from what is measured.
fn believed(scene: &Scene<'_>, metric: &MetricView) -> Option<String> {
    let locale = scene.locale;
    let believed = metric.believed?;
    let value = scene.value(metric, believed);
    let Some(baseline) = metric.baseline else {
        return Some(locale.fill("targets.believed", &[("value", &value)]));
    };
    if !scene.shows(metric, believed - baseline) {
        return Some(locale.fill("targets.believed-right", &[("value", &value)]));
    }
    let gap = scene.change(metric, believed - baseline);
    let measured = scene.value(metric, baseline);
    let values = [("value", value.as_str()), ("measured", &measured), ("gap", &gap)];
    Some(locale.fill("targets.believed-gap", &values))
}

fn notes(scene: &Scene<'_>, metric: &MetricView) -> Vec<String> {
    let locale = scene.locale;
    let mut notes = Vec::new();
    // What comes after the horizon counts for nothing at the horizon.
    let parts: Vec<_> = metric.contributions.iter().filter(|part| scene.shows(metric, part.change)).collect();
    let top = parts.iter().take(CONTRIBUTIONS);
    let top =
        top.map(|part| format!("{} {}", scene.title(&part.initiative), scene.change(metric, part.change)));
    let top: Vec<String> = top.collect();
    if !top.is_empty() {
        let more = parts.len() - top.len();
        let more = if more == 0 { String::new() } else { locale.count("targets.more", more, &[]) };
        notes.push(locale.fill("targets.from", &[("list", &top.join(" · ")), ("more", &more)]));
    }
    if !metric.competitors.is_empty() {
        let values =
            metric.competitors.iter().map(|(name, value)| format!("{name} {}", scene.value(metric, *value)));
        let values: Vec<String> = values.collect();
        notes.push(locale.fill("targets.competitors", &[("list", &values.join(", "))]));
    }
    if let Some((date, value)) = metric.actuals.last() {
        let values = [("value", &*scene.value(metric, *value)), ("date", &*locale.date(*date))];
        notes.push(locale.fill("targets.actual", &values));
    }
    let measured = metric.baseline_date.map(|date| match metric.sample {
        Some(sample) => {
            // Only surveys have answers: a rate is measured on visits, orders or customers.
            let asked = matches!(metric.kind.as_str(), "nps" | "csat" | "ces" | "rating");
            let id = if asked { "targets.measured-answers" } else { "targets.measured-number" };
            locale.count(id, sample as usize, &[("date", &locale.date(date))])
        }
        None => locale.fill("targets.measured", &[("date", &locale.date(date))]),
    });
    let owner = metric.owner.as_ref().map(|owner| locale.fill("targets.owner", &[("owner", owner)]));
    let level = metric.level.as_ref();
    let level = level.map(|level| locale.fill("targets.level", &[("level", &locale.word("level", level))]));
    let facts: Vec<String> =
        measured.into_iter().chain(sure(scene, metric)).chain(owner).chain(level).collect();
    if !facts.is_empty() {
        notes.push(capital(&facts.join(" ")));
    }
    notes
}

/// How sure the baseline is, the smallest change that its survey shows, and how many answers the targets need that ask for less.
fn sure(scene: &Scene<'_>, metric: &MetricView) -> Option<String> {
    let locale = scene.locale;
    let sample = metric.sample? as f64;
    let mut told = Vec::new();
    if let Some([low, high]) = metric.interval {
        let [low, high] = [low, high].map(|end| scene.value(metric, end));
        told.push(locale.fill("targets.interval", &[("low", &low), ("high", &high)]));
    }
    if let Some(smallest) = metric.smallest_change.filter(|_| !metric.targets.is_empty()) {
        told.push(locale.fill("targets.smallest", &[("change", &scene.amount(metric, smallest))]));
    }
    let mut needs = metric.targets.iter().filter_map(|target| Some((target.value, target.answers_needed?)));
    // The last one: the largest change of those that do not show.
    if let Some((value, needed)) = needs.rfind(|(_, needed)| *needed > sample) {
        let values = [("value", &*scene.value(metric, value)), ("n", &*locale.integer(needed))];
        told.push(locale.fill("targets.needed", &values));
    }
    (!told.is_empty()).then(|| told.join(" "))
}

/// Polylines want pairs of numbers.
fn polyline(points: &[Point]) -> String {
    points.iter().map(|point| format!("{},{}", point.x, point.y)).collect::<Vec<_>>().join(" ")
}

fn chart(scene: &Scene<'_>, metric: &MetricView, drawn: Option<&MetricForecast>) -> Option<Chart> {
    let locale = scene.locale;
    let way = match drawn {
        Some(drawn) => drawn.months.iter().map(|month| month.range.median).collect(),
        None => metric.expected.clone(),
    };
    let trend = trend(metric, &way, drawn.map_or(&[], |drawn| &drawn.months))?;
    let mark = |point: &Point, label_y: i32, label: String| Mark {
        x: percent(point.x * 10),
        y: point.y,
        label_y,
        label,
    };
    let last = trend.targets.len().saturating_sub(1);
    let points = trend.targets.iter().zip(&metric.targets).enumerate().map(|(n, (point, target))| {
        let label = if n == last { scene.short_value(metric, target.value) } else { String::new() };
        mark(point, trend.target_label + 4, label)
    });
    let points: Vec<Mark> = points.collect();
    let start = trend.baseline.zip(metric.baseline);
    let start =
        start.map(|(point, value)| mark(&point, trend.baseline_label, scene.short_value(metric, value)));
    let end = trend.way.last().zip(way.last());
    let end = end.map(|(point, value)| mark(point, trend.way_label + 4, scene.short_value(metric, *value)));
    let competitors =
        trend.competitors.iter().zip(&metric.competitors).map(|((y, has_room), (name, value))| Mark {
            x: "1.4".to_owned(),
            y: *y,
            label_y: y - 4,
            label: if *has_room {
                format!("{} {}", short_name(name), scene.short_value(metric, *value))
            } else {
                String::new()
            },
        });
    let mut ticks: Vec<Mark> = Vec::new();
    for (point, target) in trend.targets.iter().zip(&metric.targets) {
        // Two labels closer than a tenth of the chart would touch.
        let months = target.months as usize;
        let is_last = target.months == metric.targets.last().map_or(0, |target| target.months);
        if ticks.last().is_none_or(|tick: &Mark| tick.y + 100 <= point.x) {
            let label =
                if is_last { locale.count("targets.tick", months, &[]) } else { format!("+{months}") };
            ticks.push(Mark { x: percent(point.x * 10), y: point.x, label_y: 0, label });
        }
    }
    let line = polyline(&trend.way);
    let all_targets: Vec<Point> = trend.baseline.into_iter().chain(trend.targets.iter().copied()).collect();
    Some(Chart {
        summary: locale.fill(
            if drawn.is_some() { "targets.chart-drawn" } else { "targets.chart" },
            &[("metric", &metric.name)],
        ),
        line,
        band: polyline(&trend.band),
        target_line: polyline(&all_targets),
        points,
        start,
        end,
        competitors: competitors.collect(),
        ticks,
    })
}

/// A name that fits above a line of a chart.
fn short_name(name: &str) -> String {
    const MOST: usize = 26;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let cut: String = name.chars().take(MOST - 1).collect();
    format!("{}…", cut.trim_end())
}
