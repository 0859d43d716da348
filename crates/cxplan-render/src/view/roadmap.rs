//! The roadmap: a lane a journey stage, a row an initiative, a bar on a common line of months.

use std::collections::{BTreeMap, BTreeSet};

use cxplan_core::report::{InitiativeView, PlannedView};
use serde::Serialize;

use super::Scene;
use super::timeline::{self, MarkerRow, Span, Tick};
use super::traits::misses_deadline;
use crate::gantt::{self, Bar, Pos, percent};
use crate::route::{Link, Part, route};

/// Teams that get a button of their own.
const TEAMS: usize = 10;

/// The section of the roadmap.
#[derive(Serialize)]
pub(crate) struct Roadmap {
    pub(crate) lead: String,
    pub(crate) teams: Vec<Team>,
    pub(crate) large: bool,
    pub(crate) has_chain: bool,
    pub(crate) has_arrows: bool,
    pub(crate) has_freezes: bool,
    pub(crate) quarters: Vec<Tick>,
    pub(crate) months: Vec<Tick>,
    pub(crate) today: Option<String>,
    pub(crate) markers: Vec<MarkerRow>,
    pub(crate) lanes: Vec<Lane>,
    /// Rules that depend on the plan: the grid, the line of today, freezes, the team filter.
    #[serde(skip)]
    pub(crate) style: String,
}

/// A button of the team filter.
#[derive(Serialize)]
pub(crate) struct Team {
    pub(crate) n: usize,
    pub(crate) name: String,
}

/// A lane.
#[derive(Serialize)]
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) count: String,
    pub(crate) open: bool,
    pub(crate) ribbon: Vec<Rib>,
    pub(crate) lines: Vec<Line>,
    pub(crate) rows: Vec<Row>,
    pub(crate) slim: Vec<Slim>,
}

/// Active initiatives in a month.
#[derive(Serialize)]
pub(crate) struct Rib {
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) y: i32,
    pub(crate) height: i32,
}

/// An initiative.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) n: usize,
    pub(crate) class: String,
    pub(crate) title: String,
    pub(crate) meta: String,
    pub(crate) tags: Vec<&'static str>,
    pub(crate) after: String,
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    pub(crate) lines: Vec<Line>,
    pub(crate) tips: Vec<Tip>,
}

/// An initiative of a large plan: a page of ten thousand rows has room for one sentence and one shape a row.
#[derive(Serialize)]
pub(crate) struct Slim {
    pub(crate) n: usize,
    pub(crate) class: String,
    pub(crate) title: String,
    pub(crate) meta: String,
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) text: String,
}

/// A part of a dependency line.
#[derive(Serialize)]
pub(crate) struct Line {
    pub(crate) x1: String,
    pub(crate) x2: String,
    pub(crate) y1: u8,
    pub(crate) y2: u8,
    pub(crate) edge: String,
    pub(crate) class: &'static str,
}

/// The tip of an arrow.
#[derive(Serialize)]
pub(crate) struct Tip {
    pub(crate) x: String,
    pub(crate) edge: String,
    pub(crate) down: bool,
    pub(crate) class: &'static str,
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
            scene
                .planned()
                .filter_map(|(n, initiative)| Some((n, gantt::bar(initiative, axis, &scene.report.freezes)?)))
                .collect()
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
            quarters: timeline::quarters(scene),
            months: timeline::months(scene),
            today: timeline::today(scene)
                .and(scene.report.plan.today)
                .map(|today| locale.labelled(locale.text("roadmap.today"), &locale.date(today))),
            markers: timeline::markers(scene),
            style: timeline::style(scene, shown_teams),
            lanes,
        })
    }
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
    let tags = [
        (critical, "tag.chain"),
        (initiative.urgent, "tag.urgent"),
        (late, "tag.late"),
        (misses_deadline(initiative), "tag.deadline"),
    ];
    let period = locale.period(planned.start, planned.finish);
    let days = scene.days(initiative, planned);
    let reason = scene.start_reason(&planned.start_reason, &initiative.id);
    let sentences: Vec<String> = std::iter::once(reason).chain(scene.pauses(&initiative.steps)).collect();
    let reason = sentences.join(" ");
    let mut spans = Vec::new();
    if let Some(bar) = gantt::bar(initiative, scene.axis, &scene.report.freezes) {
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

/// Dates, the team that carries most of the work and, in a portfolio, the plan. The axis has the years, the register all the teams.
fn meta(scene: &Scene<'_>, initiative: &InitiativeView, planned: &PlannedView) -> String {
    let dates =
        format!("{} – {}", scene.locale.day_month(planned.start), scene.locale.day_month(planned.finish));
    let work = |team: &String| initiative.steps.iter().map(|step| step.effort_of(team)).sum::<f64>();
    // The first of equals, which `max_by` alone would not give.
    let lead = initiative.teams.iter().rev().max_by(|a, b| work(a).total_cmp(&work(b)));
    let mut meta = match (lead, initiative.teams.len()) {
        (None, _) => dates,
        (Some(team), 0 | 1) => format!("{dates} · {team}"),
        (Some(team), count) => format!("{dates} · {team} +{}", count - 1),
    };
    if let Some(plan) = &initiative.plan {
        meta.push_str(" · ");
        meta.push_str(plan);
    }
    meta
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
