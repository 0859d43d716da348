//! The roadmap: a lane a journey stage, a row an initiative, a bar on a common line of months.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cxplan_core::report::{InitiativeView, PlannedView};
use serde::Serialize;

use super::Scene;
use crate::gantt::{self, Axis, Bar, Pos, WIDTH, percent};
use crate::route::{Link, Part, route};

/// Teams that get a button of their own.
const TEAMS: usize = 10;

/// Dates named beside a row of markers.
const DATES: usize = 4;

/// The section of the roadmap.
#[derive(Serialize)]
pub(crate) struct Roadmap {
    pub(crate) lead: String,
    pub(crate) teams: Vec<Team>,
    pub(crate) large: bool,
    pub(crate) has_chain: bool,
    pub(crate) has_arrows: bool,
    pub(crate) has_freezes: bool,
    quarters: Vec<Tick>,
    months: Vec<Tick>,
    today: Option<Tick>,
    markers: Vec<MarkerRow>,
    pub(crate) lanes: Vec<Lane>,
    /// Rules that depend on the plan: the grid, the line of today, freezes, the team filter.
    #[serde(skip)]
    pub(crate) style: String,
}

/// A button of the team filter.
#[derive(Serialize)]
pub(crate) struct Team {
    n: usize,
    name: String,
}

/// A label of the axis.
#[derive(Serialize)]
struct Tick {
    x: String,
    label: String,
    class: &'static str,
}

/// A row above the lanes.
#[derive(Serialize)]
struct MarkerRow {
    label: String,
    note: String,
    marks: Vec<Mark>,
    spans: Vec<Span>,
}

/// A date on a marker row.
#[derive(Serialize)]
struct Mark {
    x: String,
    label: String,
    end: bool,
    round: bool,
}

/// A part of a row.
#[derive(Serialize)]
struct Span {
    x: String,
    width: String,
    class: &'static str,
}

/// A lane.
#[derive(Serialize)]
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) count: String,
    open: bool,
    ribbon: Vec<Rib>,
    lines: Vec<Line>,
    rows: Vec<Row>,
    slim: Vec<Slim>,
}

/// Active initiatives in a month.
#[derive(Serialize)]
struct Rib {
    x: String,
    width: String,
    y: i32,
    height: i32,
}

/// An initiative.
#[derive(Serialize)]
pub(crate) struct Row {
    n: usize,
    class: String,
    title: String,
    meta: String,
    tags: Vec<&'static str>,
    after: String,
    text: String,
    spans: Vec<Span>,
    lines: Vec<Line>,
    tips: Vec<Tip>,
}

/// An initiative of a large plan: a page of ten thousand rows has room for one sentence and one shape a row.
#[derive(Serialize)]
struct Slim {
    n: usize,
    class: String,
    title: String,
    meta: String,
    x: String,
    width: String,
    text: String,
}

/// A part of a dependency line.
#[derive(Serialize)]
struct Line {
    x1: String,
    x2: String,
    y1: u8,
    y2: u8,
    edge: String,
    class: &'static str,
}

/// The tip of an arrow.
#[derive(Serialize)]
struct Tip {
    x: String,
    edge: String,
    down: bool,
    class: &'static str,
}

/// Where an initiative is displayed.
struct Place {
    lane: usize,
    row: Option<usize>,
}

impl Roadmap {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let (locale, axis) = (scene.locale, scene.axis);
        let groups = groups(scene);
        if groups.is_empty() {
            return None;
        }
        let large = scene.is_large();
        let bars: BTreeMap<usize, Bar> = if large {
            BTreeMap::new()
        } else {
            scene.planned().filter_map(|(n, initiative)| Some((n, gantt::bar(initiative, axis)?))).collect()
        };
        let teams = team_numbers(scene);
        let chain: BTreeSet<usize> = scene.chain.iter().copied().collect();
        let mut lanes: Vec<Lane> = groups
            .iter()
            .map(|(name, members)| lane(scene, name.clone(), members, &teams, &chain, groups.len() == 1))
            .collect();
        let has_arrows = !large && draw_links(scene, &groups, &bars, &chain, &mut lanes);
        let shown_teams = if teams.len() > 1 { teams.len().min(TEAMS) } else { 0 };
        let names = scene.report.teams.iter().filter(|team| teams.contains_key(team.name.as_str()));
        Some(Self {
            lead: locale.text(if large { "roadmap.lead-large" } else { "roadmap.lead" }).to_owned(),
            teams: names
                .take(shown_teams)
                .enumerate()
                .map(|(n, team)| Team { n, name: team.name.clone() })
                .collect(),
            large,
            has_chain: scene.chain.len() > 1,
            has_arrows,
            has_freezes: !scene.report.freezes.is_empty(),
            quarters: quarters(scene),
            months: months(scene),
            today: today(scene).map(|x| Tick {
                x: percent(x),
                label: locale.text("roadmap.today").to_owned(),
                class: if x > WIDTH / 12 { "end" } else { "" },
            }),
            markers: markers(scene),
            style: style(scene, shown_teams),
            lanes,
        })
    }
}

fn today(scene: &Scene<'_>) -> Option<Pos> {
    let today = scene.report.plan.today.map(|today| scene.axis.start(today));
    today.filter(|x| *x > 0 && *x < WIDTH)
}

/// The lanes and the positions of their initiatives in the report, by date of start.
fn groups(scene: &Scene<'_>) -> Vec<(String, Vec<usize>)> {
    let mut by_stage: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    let known: BTreeSet<&str> = scene.report.stages.iter().map(|stage| stage.id.as_str()).collect();
    for (n, initiative) in scene.planned() {
        let stage = initiative.stage.as_deref().filter(|stage| known.contains(stage));
        by_stage.entry(stage).or_default().push(n);
    }
    for members in by_stage.values_mut() {
        members.sort_by_key(|n| {
            let planned = scene.report.initiatives[*n].planned.as_ref();
            (planned.map(|planned| (planned.start, planned.finish)), *n)
        });
    }
    let stages = scene.report.stages.iter();
    let mut groups: Vec<(String, Vec<usize>)> = stages
        .filter_map(|stage| Some((stage.name.clone(), by_stage.remove(&Some(stage.id.as_str()))?)))
        .collect();
    if let Some(rest) = by_stage.remove(&None) {
        let id = if groups.is_empty() { "roadmap.all" } else { "roadmap.rest" };
        groups.push((scene.locale.text(id).to_owned(), rest));
    }
    groups
}

/// Numbers of the teams that have work, in the order of the plan.
fn team_numbers<'a>(scene: &Scene<'a>) -> BTreeMap<&'a str, usize> {
    let busy: BTreeSet<&str> =
        scene.planned().flat_map(|(_, initiative)| initiative.teams.iter().map(String::as_str)).collect();
    let teams = scene.report.teams.iter().map(|team| team.name.as_str()).filter(|name| busy.contains(name));
    teams.enumerate().map(|(n, name)| (name, n)).collect()
}

fn lane(
    scene: &Scene<'_>,
    name: String,
    members: &[usize],
    teams: &BTreeMap<&str, usize>,
    chain: &BTreeSet<usize>,
    only: bool,
) -> Lane {
    let (locale, axis, large) = (scene.locale, scene.axis, scene.is_large());
    let mut active = vec![0_i32; axis.months as usize];
    let (mut rows, mut slim) = (Vec::new(), Vec::new());
    for &n in members {
        let initiative = &scene.report.initiatives[n];
        let Some(planned) = &initiative.planned else { continue };
        for month in axis.months_of(planned.start, planned.finish) {
            active[month as usize] += 1;
        }
        if large {
            slim.push(slim_row(scene, n, initiative, planned, teams));
        } else {
            rows.push(row(scene, n, initiative, planned, teams, chain.contains(&n)));
        }
    }
    let most = active.iter().copied().max().unwrap_or(0).max(1);
    let ribs = active.iter().zip(0..).filter(|(count, _)| **count > 0).map(|(count, month)| {
        let height = (count * 20 / most).max(2);
        let (from, to) = (axis.month_start(month), axis.month_start(month + 1));
        Rib { x: percent(from), width: percent(to - from), y: 40 - height, height }
    });
    Lane {
        name,
        count: locale.count("count.initiatives", rows.len() + slim.len(), &[]),
        open: !large || only && slim.len() <= 300,
        ribbon: ribs.collect(),
        lines: Vec::new(),
        rows,
        slim,
    }
}

/// The classes that the team filter looks for.
fn team_classes(initiative: &InitiativeView, teams: &BTreeMap<&str, usize>) -> String {
    let numbers = initiative.teams.iter().filter_map(|team| teams.get(team.as_str())).filter(|n| **n < TEAMS);
    numbers.map(|n| format!("t{n}")).collect::<Vec<_>>().join(" ")
}

fn slim_row(
    scene: &Scene<'_>,
    n: usize,
    initiative: &InitiativeView,
    planned: &PlannedView,
    teams: &BTreeMap<&str, usize>,
) -> Slim {
    let (start, end) = (scene.axis.start(planned.start), scene.axis.end(planned.finish));
    let meta = meta(scene, initiative, planned);
    Slim {
        n: n + 1,
        class: team_classes(initiative, teams),
        title: initiative.title.clone(),
        meta: if initiative.needs.is_empty() {
            meta
        } else {
            format!("{meta} · {}", after(scene, initiative))
        },
        x: percent(start),
        width: percent((end - start).max(10)),
        text: scene.start_reason(&planned.start_reason, &initiative.id),
    }
}

fn after(scene: &Scene<'_>, initiative: &InitiativeView) -> String {
    scene.locale.fill("roadmap.after", &[("list", &scene.titles(&initiative.needs, 2))])
}

fn row(
    scene: &Scene<'_>,
    n: usize,
    initiative: &InitiativeView,
    planned: &PlannedView,
    teams: &BTreeMap<&str, usize>,
    in_chain: bool,
) -> Row {
    let locale = scene.locale;
    // One initiative alone is no chain.
    let critical = in_chain && scene.chain.len() > 1;
    let mut class = team_classes(initiative, teams);
    if critical {
        class = format!("{class} crit").trim_start().to_owned();
    }
    let late = planned.finish > scene.report.plan.horizon;
    let tags = [(critical, "tag.chain"), (initiative.urgent, "tag.urgent"), (late, "tag.late")];
    let period = locale.period(planned.start, planned.finish);
    let days = locale.count("roadmap.days", planned.working_days as usize, &[]);
    let reason = scene.start_reason(&planned.start_reason, &initiative.id);
    let mut spans = Vec::new();
    if let Some(bar) = gantt::bar(initiative, scene.axis) {
        let span = |from: Pos, to: Pos, class| Span { x: percent(from), width: percent(to - from), class };
        if bar.work.len() > 1 {
            spans.push(span(bar.start, bar.end, "wait"));
        }
        spans.extend(bar.work.iter().map(|(from, to)| span(*from, *to, "bar")));
    }
    Row {
        n: n + 1,
        class,
        title: initiative.title.clone(),
        meta: meta(scene, initiative, planned),
        tags: tags.into_iter().filter(|(shown, _)| *shown).map(|(_, id)| locale.text(id)).collect(),
        after: if initiative.needs.is_empty() { String::new() } else { after(scene, initiative) },
        text: locale.fill("roadmap.row", &[("period", &period), ("days", &days), ("reason", &reason)]),
        spans,
        lines: Vec::new(),
        tips: Vec::new(),
    }
}

/// Dates and the team that carries most of the work. The axis has the years, the register all the teams.
fn meta(scene: &Scene<'_>, initiative: &InitiativeView, planned: &PlannedView) -> String {
    let dates =
        format!("{} – {}", scene.locale.day_month(planned.start), scene.locale.day_month(planned.finish));
    let work = |team: &String| {
        let own = initiative.steps.iter().filter(|step| step.team.as_ref() == Some(team));
        own.map(|step| step.effort_days).sum::<f64>()
    };
    // The first of equals, which `max_by` alone would not give.
    let lead = initiative.teams.iter().rev().max_by(|a, b| work(a).total_cmp(&work(b)));
    match (lead, initiative.teams.len()) {
        (None, _) => dates,
        (Some(team), 0 | 1) => format!("{dates} · {team}"),
        (Some(team), count) => format!("{dates} · {team} +{}", count - 1),
    }
}

/// Puts the parts of all dependency lines into their rows. Returns whether there are any.
fn draw_links(
    scene: &Scene<'_>,
    groups: &[(String, Vec<usize>)],
    bars: &BTreeMap<usize, Bar>,
    chain: &BTreeSet<usize>,
    lanes: &mut [Lane],
) -> bool {
    let mut spans: Vec<Option<(Pos, Pos)>> = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    let mut row_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (lane, (_, members)) in groups.iter().enumerate() {
        spans.push(None);
        places.push(Place { lane, row: None });
        for (row, n) in members.iter().enumerate() {
            row_of.insert(*n, spans.len());
            spans.push(bars.get(n).map(|bar| (bar.start, bar.end)));
            places.push(Place { lane, row: Some(row) });
        }
    }
    let mut links: Vec<(bool, Link, String)> = Vec::new();
    for (n, initiative) in scene.planned() {
        for need in &initiative.needs {
            let Some(source) = scene.index.get(need.as_str()) else { continue };
            if let (Some(from), Some(to)) = (row_of.get(source), row_of.get(&n)) {
                let in_chain = chain.contains(source) && chain.contains(&n);
                links.push((in_chain, Link { from: *from, to: *to }, format!("{}-{}", source + 1, n + 1)));
            }
        }
    }
    let routes = route(&spans, &links.iter().map(|(_, link, _)| *link).collect::<Vec<_>>());
    let mut order: Vec<usize> = (0..links.len()).collect();
    // Lines of the chain lie on top of the others.
    order.sort_by_key(|n| links[*n].0);
    for n in order {
        let (in_chain, _, edge) = &links[n];
        let class = if *in_chain { "d crit" } else { "d" };
        for (at, part) in &routes[n] {
            let place = &places[*at];
            let lane = &mut lanes[place.lane];
            if let Part::Tip(x, down) = *part {
                if let Some(row) = place.row {
                    lane.rows[row].tips.push(Tip { x: percent(x), edge: edge.clone(), down, class });
                }
                continue;
            }
            let line = line(*part, edge.clone(), class);
            match place.row {
                Some(row) => lane.rows[row].lines.push(line),
                None => lane.lines.push(line),
            }
        }
    }
    routes.iter().any(|parts| !parts.is_empty())
}

/// The ends of a line, as percentages of its row.
fn line(part: Part, edge: String, class: &'static str) -> Line {
    let (from, to, y1, y2) = match part {
        Part::Through(x) => (x, x, 0, 100),
        Part::Above(x) => (x, x, 0, 50),
        Part::Below(x) => (x, x, 50, 100),
        Part::Along(from, to) => (from, to, 100, 100),
        Part::Tip(x, _) => (x, x, 50, 50),
    };
    Line { x1: percent(from), x2: percent(to), y1, y2, edge, class }
}

fn quarters(scene: &Scene<'_>) -> Vec<Tick> {
    let axis = scene.axis;
    let step = if axis.months > 36 { 12 } else { 3 };
    let begins = |n: i32| (i32::from(axis.month(n).1) - 1) % step == 0;
    // A quarter that began before the timeline gets its label where two of its months are left.
    let shown = (0..axis.months).filter(|n| begins(*n) || *n == 0 && !begins(1));
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

fn months(scene: &Scene<'_>) -> Vec<Tick> {
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

fn markers(scene: &Scene<'_>) -> Vec<MarkerRow> {
    let (locale, axis) = (scene.locale, scene.axis);
    let mut rows = Vec::new();
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
            Mark { x: percent(x), label, end: x > WIDTH / 2, round: false }
        })
        .collect();
    if !marks.is_empty() {
        let dates: Vec<String> = targets.keys().map(|date| locale.date(*date)).collect();
        let note = locale.short_list(&dates, DATES);
        rows.push(MarkerRow {
            label: locale.text("roadmap.targets").to_owned(),
            note,
            marks,
            spans: Vec::new(),
        });
    }
    let dates: BTreeSet<_> =
        scene.report.reviews.iter().flat_map(|review| review.dates.iter().copied()).collect();
    if !dates.is_empty() {
        let mark =
            |date| Mark { x: percent(axis.start(date)), label: String::new(), end: false, round: true };
        rows.push(MarkerRow {
            label: locale.text("roadmap.reviews").to_owned(),
            note: locale.count("roadmap.dates", dates.len(), &[]),
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
            marks: Vec::new(),
            spans: vec![Span { x: percent(from), width: percent(to - from), class: "ice" }],
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

fn style(scene: &Scene<'_>, teams: usize) -> String {
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
    for n in (0..axis.months).filter(|n| (i32::from(axis.month(*n).1) - 1) % step == 0) {
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
