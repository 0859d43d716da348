//! The plan as Markdown for GitHub and GitLab: for pull requests, wikis and repositories.

use cxplan_core::report::Report;
use serde::Serialize;

use crate::error::RenderError;
use crate::escape;
use crate::mermaid;
use crate::messages::typography;
use crate::templates::Templates;
use crate::text::text_gantt;
use crate::view::account::{self, Account};
use crate::view::course::{self, Decisions, Milestone, Plans, Principle};
use crate::view::hero::{self, Concern, Hero};
use crate::view::method::Method;
use crate::view::order::Order;
use crate::view::register::{self, Rejected};
use crate::view::reviews::Reviews;
use crate::view::roadmap::Roadmap;
use crate::view::targets::Targets;
use crate::view::traits::{self, Place};
use crate::view::{Scene, context};

/// Columns of the text timeline.
const WIDTH: usize = 100;
/// Rows of a stage's table in a large plan. A comment on GitHub ends at 65,536 characters.
const ROWS: usize = 15;
/// Entries of a list. The page has them all.
const ENTRIES: usize = 40;

/// What the template prints.
#[derive(Serialize)]
struct Text {
    marker: String,
    company: String,
    progress: Option<String>,
    headline: String,
    lead: String,
    concerns: Vec<Concern>,
    targets: Option<Targets>,
    /// Metrics of which the company believes something else.
    /// What was not looked for.
    not_searched: Option<String>,
    believed: Vec<Named>,
    plans: Option<Plans>,
    principles: Vec<Principle>,
    decisions: Option<Decisions>,
    order: Option<Order>,
    roadmap: Option<Roadmap>,
    milestones: Vec<Milestone>,
    milestones_note: Option<String>,
    diagram: Option<String>,
    diagram_note: Option<String>,
    stages: Vec<Stage>,
    timeline: Option<String>,
    journey: Vec<Place>,
    details: Vec<Detail>,
    reviews: Option<Reviews>,
    method: Option<Method>,
    rejected: Vec<Rejected>,
    made: String,
}

/// A text with a name.
#[derive(Serialize)]
struct Named {
    name: String,
    text: String,
}

/// What the plan says of an initiative beyond dates and scores.
#[derive(Serialize)]
struct Detail {
    title: String,
    facts: String,
    /// The score, taken apart.
    account: Option<Named>,
    steps: Vec<Named>,
}

/// A stage with its initiatives.
#[derive(Serialize)]
struct Stage {
    name: String,
    count: String,
    rows: Vec<Row>,
    left_out: Option<String>,
}

/// An initiative of a stage.
#[derive(Serialize)]
struct Row {
    title: String,
    teams: String,
    start: String,
    finish: String,
    score: String,
}

/// Renders the text.
pub(crate) fn render(report: &Report, templates: &Templates) -> Result<String, RenderError> {
    let scene = Scene::new(report);
    let locale = scene.locale;
    let plan = &report.plan;
    let hero = Hero::new(&scene);
    let diagram = mermaid::diagram(&scene);
    let mut targets = Targets::new(&scene);
    if let Some(targets) = &mut targets {
        targets.signs.truncate(ENTRIES);
    }
    let mut decisions = Decisions::new(&scene);
    if let Some(decisions) = &mut decisions {
        decisions.open.truncate(ENTRIES);
        decisions.taken.truncate(ENTRIES);
    }
    let milestones = report.milestones.iter().take(ENTRIES);
    let milestones_left_out = report.milestones.len().saturating_sub(ENTRIES);
    let planned = report.summary.planned;
    let id: String =
        plan.id.as_deref().unwrap_or("plan").chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
    // A comment must not hold two hyphens in a row.
    let id = id.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let text = Text {
        marker: format!("cxplan:comment v1 plan={id}"),
        company: plan
            .company
            .as_ref()
            .map_or_else(|| plan.title.clone(), |name| format!("{name} – {}", plan.title)),
        progress: hero::progress(&scene),
        headline: hero.headline,
        lead: hero.lead,
        concerns: hero.concerns,
        not_searched: not_searched(&scene),
        believed: believed(&targets),
        targets,
        plans: Plans::new(&scene),
        principles: course::principles(&scene).into_iter().take(ENTRIES).collect(),
        decisions,
        order: Order::new(&scene),
        roadmap: None,
        milestones: milestones.map(|milestone| course::milestone(&scene, milestone)).collect(),
        milestones_note: (milestones_left_out > 0)
            .then(|| locale.count("markdown.rows-left-out", milestones_left_out, &[])),
        diagram_note: diagram
            .as_ref()
            .filter(|diagram| diagram.left_out > 0)
            .map(|diagram| locale.count("markdown.left-out", diagram.left_out, &[])),
        diagram: diagram.map(|diagram| diagram.source.trim_end().to_owned()),
        stages: stages(&scene),
        timeline: (planned > 0 && !scene.is_large()).then(|| fenced(&text_gantt(report, WIDTH))),
        journey: traits::places(&scene).into_iter().take(ENTRIES).collect(),
        details: details(&scene),
        reviews: Reviews::new(&scene),
        method: Method::new(&scene),
        rejected: register::rejected(&scene),
        made: context::Footer::new(&scene).made,
    };
    let mut value = serde_json::to_value(&text)?;
    // Diagram and timeline are code.
    typography(report.language, &mut value, &["marker", "diagram", "timeline"]);
    let text = templates.markdown(value, report.language)?;
    Ok(tidy(&text))
}

fn believed(targets: &Option<Targets>) -> Vec<Named> {
    let metrics = targets.iter().flat_map(|targets| &targets.metrics);
    let believed = metrics
        .filter_map(|metric| Some(Named { name: metric.name.clone(), text: metric.believed.clone()? }));
    believed.take(ENTRIES).collect()
}

/// What was not looked for, in a sentence; none where nothing is missing.
fn not_searched(scene: &Scene<'_>) -> Option<String> {
    let scores = scene.report.initiatives.iter().filter_map(|initiative| initiative.scores.first()?.as_ref());
    let missing = scores.filter_map(account::not_searched).next();
    missing.map(|id| scene.locale.text(id).to_owned())
}

/// What the plan says of initiatives and steps, where it says anything; large plans have no room for it.
fn details(scene: &Scene<'_>) -> Vec<Detail> {
    if scene.is_large() {
        return Vec::new();
    }
    let detail = |initiative| {
        let facts: Vec<String> = traits::of_initiative(scene, initiative)
            .iter()
            .map(|fact| scene.locale.labelled(&fact.label, &fact.text))
            .collect();
        let steps = initiative.steps.iter().map(|step| {
            let facts = traits::step_facts(scene, step).into_iter();
            let remarks = traits::step_remarks(scene, initiative, step).into_iter().map(|remark| remark.text);
            Named { name: step.title.clone(), text: facts.chain(remarks).collect::<Vec<_>>().join(" · ") }
        });
        Detail {
            title: initiative.title.clone(),
            facts: facts.join(" · "),
            account: Account::of(scene, initiative)
                .map(|account| Named { text: account.line(scene), name: account.method }),
            steps: steps.filter(|step| !step.text.is_empty()).collect(),
        }
    };
    let details = scene.report.initiatives.iter().map(detail);
    details.filter(|detail| !detail.facts.is_empty() || !detail.steps.is_empty()).take(ENTRIES).collect()
}

fn fenced(text: &str) -> String {
    text.lines().map(|line| escape::fenced(line).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Removes trailing blanks and repeated empty lines, which template blocks leave behind.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn stages(scene: &Scene<'_>) -> Vec<Stage> {
    let locale = scene.locale;
    let mut groups: Vec<(Option<&str>, &str)> =
        scene.report.stages.iter().map(|stage| (Some(stage.id.as_str()), stage.name.as_str())).collect();
    groups.push((None, locale.text(if groups.is_empty() { "roadmap.all" } else { "roadmap.rest" })));
    let most = if scene.is_large() { ROWS } else { usize::MAX };
    let mut stages = Vec::new();
    for (id, name) in &groups {
        let mut rows: Vec<_> = scene
            .planned()
            .filter(|(_, initiative)| {
                let stage = initiative.stage.as_deref();
                stage.filter(|stage| groups.iter().any(|(known, _)| *known == Some(*stage))) == *id
            })
            .filter_map(|(n, initiative)| Some((initiative.planned.as_ref()?, n, initiative)))
            .collect();
        rows.sort_by_key(|(planned, n, _)| (planned.start, planned.finish, *n));
        if rows.is_empty() {
            continue;
        }
        let more = rows.len().saturating_sub(most);
        let row = |(planned, _, initiative): &(
            &cxplan_core::report::PlannedView,
            usize,
            &cxplan_core::report::InitiativeView,
        )| Row {
            title: initiative.title.clone(),
            teams: initiative.teams.join(", "),
            start: locale.date(planned.start),
            finish: locale.date(planned.finish),
            score: match initiative.scores.first().and_then(Option::as_ref) {
                Some(score) => locale.score(score.value),
                None => "–".to_owned(),
            },
        };
        stages.push(Stage {
            name: (*name).to_owned(),
            count: locale.count("count.initiatives", rows.len(), &[]),
            rows: rows.iter().take(most).map(row).collect(),
            left_out: (more > 0).then(|| locale.count("markdown.rows-left-out", more, &[])),
        });
    }
    stages
}
