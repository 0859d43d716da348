//! The plan as Markdown for GitHub and GitLab: for pull requests, wikis and repositories.

use cxplan_core::report::Report;
use serde::Serialize;

use crate::error::RenderError;
use crate::escape;
use crate::mermaid;
use crate::messages::typography;
use crate::templates::Templates;
use crate::text::text_gantt;
use crate::view::hero::{Concern, Hero};
use crate::view::order::Order;
use crate::view::register::{Register, Rejected};
use crate::view::roadmap::Roadmap;
use crate::view::targets::Targets;
use crate::view::{Scene, context};

/// Columns of the text timeline.
const WIDTH: usize = 100;
/// Rows of a stage's table in a large plan. A comment on GitHub ends at 65,536 characters.
const ROWS: usize = 15;

/// What the template prints.
#[derive(Serialize)]
struct Text {
    marker: String,
    company: String,
    headline: String,
    lead: String,
    concerns: Vec<Concern>,
    targets: Option<Targets>,
    order: Option<Order>,
    roadmap: Option<Roadmap>,
    diagram: Option<String>,
    diagram_note: Option<String>,
    stages: Vec<Stage>,
    timeline: Option<String>,
    rejected: Vec<Rejected>,
    made: String,
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
        headline: hero.headline,
        lead: hero.lead,
        concerns: hero.concerns,
        targets: Targets::new(&scene),
        order: Order::new(&scene),
        roadmap: None,
        diagram_note: diagram
            .as_ref()
            .filter(|diagram| diagram.left_out > 0)
            .map(|diagram| locale.count("markdown.left-out", diagram.left_out, &[])),
        diagram: diagram.map(|diagram| diagram.source.trim_end().to_owned()),
        stages: stages(&scene),
        timeline: (planned > 0 && !scene.is_large()).then(|| fenced(&text_gantt(report, WIDTH))),
        rejected: Register::new(&scene).rejected,
        made: context::Footer::new(&scene).made,
    };
    let mut value = serde_json::to_value(&text)?;
    // Diagram and timeline are code.
    typography(report.language, &mut value, &["marker", "diagram", "timeline"]);
    let text = templates.markdown(value, report.language)?;
    Ok(tidy(&text))
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
