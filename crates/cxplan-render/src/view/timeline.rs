//! What stands around the bars of the roadmap: the axis, the rows of dates above the lanes, and the background.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cxplan_core::report::MilestoneView;
use serde::Serialize;

use super::{Scene, course};
use crate::gantt::{Axis, Pos, WIDTH, percent};

/// Dates named beside a row of markers.
const DATES: usize = 4;
/// Milestones with a row of their own; the rest share one.
const MILESTONES: usize = 10;

/// A label of the axis.
#[derive(Serialize)]
pub(crate) struct Tick {
    pub(crate) x: String,
    pub(crate) label: String,
    pub(crate) class: &'static str,
}

/// A row above the lanes.
#[derive(Serialize)]
pub(crate) struct MarkerRow {
    pub(crate) label: String,
    pub(crate) note: String,
    /// What needs attention, as a word.
    pub(crate) tag: Option<&'static str>,
    /// What readers hear who do not see the row.
    pub(crate) text: String,
    pub(crate) marks: Vec<Mark>,
    pub(crate) spans: Vec<Span>,
}

/// A date on a marker row.
#[derive(Serialize)]
pub(crate) struct Mark {
    pub(crate) x: String,
    pub(crate) label: String,
    pub(crate) end: bool,
    pub(crate) round: bool,
    pub(crate) late: bool,
}

/// A part of a row.
#[derive(Serialize)]
pub(crate) struct Span {
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) class: &'static str,
}

/// Where today lies, where the timeline shows it.
pub(crate) fn today(scene: &Scene<'_>) -> Option<Pos> {
    let today = scene.report.plan.today.map(|today| scene.axis.start(today));
    today.filter(|x| *x > 0 && *x < WIDTH)
}

/// Years between two labels: a century has no room for all of them.
fn years(axis: Axis) -> i32 {
    [1, 2, 5, 10, 20, 50, 100, 200, 500]
        .into_iter()
        .find(|years| axis.months / 12 / years <= 12)
        .unwrap_or(1000)
}

/// The labels of quarters or, on long timelines, of years.
pub(super) fn quarters(scene: &Scene<'_>) -> Vec<Tick> {
    let axis = scene.axis;
    let step = if axis.months > 36 { 12 } else { 3 };
    let years = years(axis);
    let begins = |n: i32| (i32::from(axis.month(n).1) - 1) % step == 0 && axis.month(n).0 % years == 0;
    // A quarter that began before the timeline gets its label where two of its months are left.
    let shown = (0..axis.months).filter(|n| begins(*n) || *n == 0 && !begins(1) && years == 1);
    // One of which the timeline has a single month at its end has no room.
    let shown = shown.filter(|n| step == 12 || *n == 0 || n + 1 < axis.months);
    let label = |n: i32| {
        let (year, month) = axis.month(n);
        let (year, quarter) = (year.to_string(), ((month - 1) / 3 + 1).to_string());
        if step == 12 {
            return year;
        }
        scene.locale.fill("roadmap.quarter", &[("quarter", &quarter), ("year", &year)])
    };
    // Small screens drop every second label.
    let class = |position: usize| if position % 2 == 1 && axis.months > 12 { "odd" } else { "" };
    let tick = |(position, n): (usize, i32)| Tick {
        x: percent(axis.month_start(n)),
        label: label(n),
        class: class(position),
    };
    shown.enumerate().map(tick).collect()
}

/// The labels of months, where there is room for them.
pub(super) fn months(scene: &Scene<'_>) -> Vec<Tick> {
    let axis = scene.axis;
    if axis.months > 24 {
        return Vec::new();
    }
    let tick = |n: i32| Tick {
        x: percent(axis.month_start(n)),
        label: scene.locale.month(axis.month(n).1).to_owned(),
        class: if n % 3 == 0 { "" } else { "odd" },
    };
    (0..axis.months).map(tick).collect()
}

/// The rows above the lanes: milestones, targets, reviews and freezes.
pub(super) fn markers(scene: &Scene<'_>) -> Vec<MarkerRow> {
    let (locale, axis) = (scene.locale, scene.axis);
    let mut rows = milestones(scene);
    let targets: BTreeMap<_, _> = scene
        .report
        .metrics
        .iter()
        .flat_map(|metric| metric.targets.iter())
        .map(|target| (target.date, target.months))
        .collect();
    let mut last = -WIDTH;
    let marks: Vec<Mark> = targets
        .iter()
        .map(|(date, months)| {
            let x = axis.start(*date);
            let has_room = x - last > WIDTH / 9;
            last = x;
            let label =
                if has_room { locale.count("targets.months", *months as usize, &[]) } else { String::new() };
            Mark { x: percent(x), label, end: x > WIDTH / 2, round: false, late: false }
        })
        .collect();
    if !marks.is_empty() {
        let dates: Vec<String> = targets.keys().map(|date| locale.date(*date)).collect();
        let note = locale.short_list(&dates, DATES);
        rows.push(MarkerRow {
            label: locale.text("roadmap.targets").to_owned(),
            note,
            tag: None,
            text: String::new(),
            marks,
            spans: Vec::new(),
        });
    }
    let dates: BTreeSet<_> =
        scene.report.reviews.iter().flat_map(|review| review.dates.iter().copied()).collect();
    if !dates.is_empty() {
        let mark = |date| Mark {
            x: percent(axis.start(date)),
            label: String::new(),
            end: false,
            round: true,
            late: false,
        };
        rows.push(MarkerRow {
            label: locale.text("roadmap.reviews").to_owned(),
            note: locale.count("roadmap.dates", dates.len(), &[]),
            tag: None,
            text: String::new(),
            marks: dates.into_iter().map(mark).collect(),
            spans: Vec::new(),
        });
    }
    for freeze in &scene.report.freezes {
        let (from, to) = (axis.start(freeze.from), axis.end(freeze.to));
        let teams = if freeze.teams.is_empty() {
            locale.text("roadmap.all-teams").to_owned()
        } else {
            locale.list(&freeze.teams)
        };
        rows.push(MarkerRow {
            label: freeze.why.clone().unwrap_or_else(|| locale.text("roadmap.freeze").to_owned()),
            note: format!("{teams} · {}", locale.period(freeze.from, freeze.to)),
            tag: None,
            text: String::new(),
            marks: Vec::new(),
            spans: vec![Span { x: percent(from), width: percent(to - from), class: "ice" }],
        });
    }
    rows
}

/// A row for each of the first milestones, and one for all others.
fn milestones(scene: &Scene<'_>) -> Vec<MarkerRow> {
    let (locale, axis) = (scene.locale, scene.axis);
    let milestones = &scene.report.milestones;
    let mark = |milestone: &MilestoneView| {
        // It is reached when its day ends.
        let x = axis.end(milestone.date?);
        Some(Mark {
            x: percent(x),
            label: String::new(),
            end: x > WIDTH / 2,
            round: false,
            late: milestone.late,
        })
    };
    let (own, others) = milestones.split_at(milestones.len().min(MILESTONES));
    let row = |milestone| {
        let words = course::milestone(scene, milestone);
        let mut marks: Vec<Mark> = mark(milestone).into_iter().collect();
        for (mark, date) in marks.iter_mut().zip(milestone.date) {
            mark.label = locale.day_month(date);
        }
        MarkerRow {
            label: words.title,
            note: words.dates,
            tag: words.late,
            text: words.after.unwrap_or_default(),
            marks,
            spans: Vec::new(),
        }
    };
    let mut rows: Vec<MarkerRow> = own.iter().map(row).collect();
    if !others.is_empty() {
        let words = others.iter().map(|other| course::milestone(scene, other));
        let texts = words.map(|words| format!("{} ({})", words.title, words.dates));
        rows.push(MarkerRow {
            label: locale.count("milestones.more", others.len(), &[]),
            note: String::new(),
            tag: others.iter().any(|other| other.late).then(|| locale.text("milestones.late")),
            text: texts.collect::<Vec<_>>().join(", "),
            marks: others.iter().filter_map(mark).collect(),
            spans: Vec::new(),
        });
    }
    rows
}

/// A layer of a background that covers a part of the width.
fn layer(colour: &str, from: Pos, to: Pos) -> String {
    let width = (to - from).clamp(1, WIDTH - 1);
    // A background's position is a share of the room that its size leaves.
    let at = i64::from(from) * i64::from(WIDTH) / i64::from(WIDTH - width);
    format!("linear-gradient({colour} 0 0) {}% 0/{}% 100% no-repeat", percent(at as Pos), percent(width))
}

/// The rules that depend on the plan.
pub(super) fn style(scene: &Scene<'_>, teams: usize) -> String {
    let axis: Axis = scene.axis;
    let mut layers = Vec::new();
    if let Some(x) = today(scene) {
        layers.push(format!("linear-gradient(var(--ink) 0 0) {}% 0/2px 100% no-repeat", percent(x)));
    }
    for freeze in &scene.report.freezes {
        layers.push(layer("var(--ice)", axis.start(freeze.from), axis.end(freeze.to)));
    }
    let step = if axis.months > 48 {
        12
    } else if axis.months > 24 {
        3
    } else {
        1
    };
    let years = years(axis);
    let begins = |n: &i32| (i32::from(axis.month(*n).1) - 1) % step == 0 && axis.month(*n).0 % years == 0;
    for n in (0..axis.months).filter(begins) {
        let quarter = (axis.month(n).1 - 1) % 3 == 0;
        let colour = if quarter { "var(--rule)" } else { "var(--hair)" };
        layers.push(format!(
            "linear-gradient({colour} 0 0) {}% 0/1px 100% no-repeat",
            percent(axis.month_start(n))
        ));
    }
    let mut style = format!(".grid{{background:{}}}\n", layers.join(","));
    for n in 0..teams {
        let _ = writeln!(
            style,
            ":root:has(#team-{n}:checked) .lanes tr:not(.t{n}),:root:has(#team-{n}:checked) .lane:not(:has(.t{n})){{display:none}}"
        );
    }
    style
}
