//! The top of the page: the conclusion, what needs attention, and the figures of the whole.

use cxplan_core::report::{InitiativeView, Summary, TeamView};
use serde::Serialize;

use super::{Scene, forecast};
use crate::locale::capital;

/// A team above this share of its capacity has no room for surprises.
const FULL: f64 = 0.9;
/// Points shown in a list; the rest is a count.
const SHOWN: usize = 3;

/// The top of the page.
#[derive(Serialize)]
pub(crate) struct Hero {
    pub(crate) headline: String,
    pub(crate) lead: String,
    pub(crate) facts: Option<String>,
    pub(crate) concerns: Vec<Concern>,
    pub(crate) figures: Vec<Figure>,
}

/// Something that needs a decision, or at least attention.
#[derive(Serialize)]
pub(crate) struct Concern {
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A figure of the whole.
#[derive(Serialize)]
pub(crate) struct Figure {
    label: &'static str,
    value: String,
    note: Option<String>,
    alarm: bool,
}

impl Hero {
    pub(crate) fn new(scene: &Scene<'_>) -> Self {
        Self {
            headline: headline(scene),
            lead: lead(scene),
            facts: facts(scene),
            concerns: concerns(scene),
            figures: figures(scene),
        }
    }
}

fn headline(scene: &Scene<'_>) -> String {
    let (locale, summary) = (scene.locale, &scene.report.summary);
    let Some(finish) = summary.finish else { return locale.text("hero.nothing").to_owned() };
    let date = locale.long_date(finish);
    let mut headline = locale.count("hero.headline", summary.planned, &[("date", &date)]);
    let (reached, told) = (summary.targets_reached, summary.targets_told);
    if told > 0 {
        let total = match (told, scene.report.metrics.len()) {
            (1, 1) => locale.text("hero.metric-only").to_owned(),
            (1, _) => locale.text("hero.metric-told").to_owned(),
            _ => locale.spelled(told),
        };
        let targets = if reached == 0 {
            locale.count("hero.targets-none", told, &[("total", &total)])
        } else if reached >= told {
            locale.count("hero.targets-all", told, &[("total", &total)])
        } else {
            let spelled = locale.spelled(reached);
            locale.count("hero.targets-some", reached, &[("reached", &spelled), ("total", &total)])
        };
        headline = format!("{headline} {}", capital(&targets));
    }
    headline
}

fn lead(scene: &Scene<'_>) -> String {
    let (locale, summary) = (scene.locale, &scene.report.summary);
    let over = total_cost(summary).zip(summary.budget).map(|(cost, budget)| cost - budget);
    let mut sentences: Vec<String> =
        [forecast::sentence(scene), forecast::shortfall(scene, over.filter(|over| *over > 0.0))]
            .into_iter()
            .flatten()
            .collect();
    if let Some(team) = busiest(scene) {
        let share = team.effort_person_months / summary.effort_person_months;
        let values = [("effort", &*scene.effort(summary.effort_person_months)), ("team", &team.name)];
        let share = locale.percent(share);
        let values = [values[0], values[1], ("share", share.as_str())];
        sentences.push(locale.fill("hero.effort-team", &values));
    } else if summary.effort_person_months > 0.0 {
        let effort = scene.effort(summary.effort_person_months);
        sentences.push(locale.fill("hero.effort", &[("effort", &effort)]));
    }
    if let Some(cost) = total_cost(summary).filter(|_| summary.budget.is_some()) {
        sentences.push(budget(scene, cost, summary.budget.unwrap_or_default()));
    }
    if let ([first, .., last], count) = (scene.chain.as_slice(), scene.chain.len()) {
        let title = |n: &usize| locale.quoted(&scene.report.initiatives[*n].title);
        let spelled = locale.spelled(count);
        let values = [("count", spelled.as_str()), ("first", &title(first)), ("last", &title(last))];
        sentences.push(locale.fill("hero.chain", &values));
    }
    sentences.join(" ")
}

/// The team with the most work, where there are several.
fn busiest<'a>(scene: &Scene<'a>) -> Option<&'a TeamView> {
    let teams = &scene.report.teams;
    // The first of equals, which `max_by` would not give.
    let most = teams.iter().rev().max_by(|a, b| a.effort_person_months.total_cmp(&b.effort_person_months))?;
    (teams.len() > 1 && most.effort_person_months > 0.0 && scene.report.summary.effort_person_months > 0.0)
        .then_some(most)
}

fn total_cost(summary: &Summary) -> Option<f64> {
    match (summary.people_cost, summary.tool_cost) {
        (None, None) => None,
        (people, tools) => Some(people.unwrap_or_default() + tools.unwrap_or_default()),
    }
}

fn budget(scene: &Scene<'_>, cost: f64, budget: f64) -> String {
    let (cost_text, budget_text) = (scene.money(cost), scene.money(budget));
    let values = [("cost", cost_text.as_str()), ("budget", budget_text.as_str())];
    let difference = scene.money((cost - budget).abs());
    let values = [values[0], values[1], ("difference", difference.as_str())];
    scene.locale.fill(if cost > budget { "hero.over-budget" } else { "hero.in-budget" }, &values)
}

/// Who the plan is for and how far it is.
fn facts(scene: &Scene<'_>) -> Option<String> {
    let (locale, plan) = (scene.locale, &scene.report.plan);
    let status = plan.status.as_ref().map(|status| capital(&locale.word("status", status)));
    let version = plan.version.as_ref().map(|version| locale.fill("hero.version", &[("version", version)]));
    let sponsor = plan.sponsor.as_ref().map(|sponsor| locale.labelled(locale.text("hero.sponsor"), sponsor));
    let today = plan.today.map(|today| locale.fill("hero.today", &[("date", &locale.date(today))]));
    let facts: Vec<String> = [status, version, sponsor, plan.sector.clone(), today, progress(scene)]
        .into_iter()
        .flatten()
        .collect();
    (!facts.is_empty()).then(|| facts.join(" · "))
}

/// Up to which day progress is told.
pub(crate) fn progress(scene: &Scene<'_>) -> Option<String> {
    let date = scene.report.plan.status_date;
    date.map(|date| scene.locale.fill("hero.progress", &[("date", &scene.locale.date(date))]))
}

fn concerns(scene: &Scene<'_>) -> Vec<Concern> {
    [over_budget(scene), late(scene), missed(scene), full_teams(scene), urgent(scene)]
        .into_iter()
        .flatten()
        .collect()
}

fn over_budget(scene: &Scene<'_>) -> Option<Concern> {
    let (locale, summary) = (scene.locale, &scene.report.summary);
    let (cost, budget) = (total_cost(summary)?, summary.budget?);
    if cost <= budget {
        return None;
    }
    let over = scene.money(cost - budget);
    let parts: Vec<String> = [("hero.people", summary.people_cost), ("hero.tools", summary.tool_cost)]
        .into_iter()
        .filter_map(|(id, amount)| Some(locale.fill(id, &[("amount", &scene.money(amount?))])))
        .collect();
    let budget_text = scene.money(budget);
    let covers = summary.budget_covers.as_ref().map_or_else(String::new, |covers| format!(" ({covers})"));
    let text = locale.fill(
        "hero.budget-text",
        &[("parts", &locale.list(&parts)), ("budget", &budget_text), ("covers", &covers)],
    );
    Some(Concern { title: locale.fill("hero.budget-title", &[("over", &over)]), text: capital(&text) })
}

fn late(scene: &Scene<'_>) -> Option<Concern> {
    let (locale, summary) = (scene.locale, &scene.report.summary);
    if summary.after_horizon.is_empty() {
        return None;
    }
    let horizon = locale.date(scene.report.plan.horizon);
    let title = locale.count("hero.late-title", summary.after_horizon.len(), &[("date", &horizon)]);
    let dated: Vec<String> = summary
        .after_horizon
        .iter()
        .filter_map(|id| {
            let initiative = &scene.report.initiatives[*scene.index.get(id.as_str())?];
            let date = locale.date(initiative.planned.as_ref()?.finish);
            Some(format!("{} ({date})", initiative.title))
        })
        .collect();
    Some(Concern { title, text: locale.short_list(&dated, SHOWN) + "." })
}

/// Targets that are expected to be missed at their last date, the widest gap first.
fn missed(scene: &Scene<'_>) -> Option<Concern> {
    let locale = scene.locale;
    let mut missed: Vec<(f64, String)> = Vec::new();
    for metric in &scene.report.metrics {
        let Some(target) = metric.targets.last().filter(|target| target.reached == Some(false)) else {
            continue;
        };
        let Some(expected) = target.expected else { continue };
        let way = (target.value - metric.baseline.unwrap_or_default()).abs();
        let gap = (target.value - expected).abs() / if way > 0.0 { way } else { 1.0 };
        let (value, expected) = (scene.value(metric, target.value), scene.value(metric, expected));
        let values = [("metric", metric.name.as_str()), ("target", &value), ("expected", &expected)];
        missed.push((gap, locale.fill("hero.missed-one", &values)));
    }
    // Ties keep the order of the plan.
    missed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let texts: Vec<&str> = missed.iter().take(SHOWN).map(|(_, text)| text.as_str()).collect();
    if texts.is_empty() {
        return None;
    }
    let title = locale.count("hero.missed-title", missed.len(), &[]);
    let lead = if missed.len() > texts.len() { locale.text("hero.missed-lead") } else { "" };
    Some(Concern { title, text: format!("{lead}{}.", texts.join(" · ")) })
}

fn full_teams(scene: &Scene<'_>) -> Option<Concern> {
    let locale = scene.locale;
    let full = |team: &TeamView| team.load.iter().filter(|load| **load > FULL).count();
    let mut teams: Vec<(usize, &TeamView)> =
        scene.report.teams.iter().map(|team| (full(team), team)).collect();
    teams.retain(|(months, _)| *months > 0);
    teams.sort_by_key(|(months, _)| std::cmp::Reverse(*months));
    let limit = locale.percent(FULL);
    let title = locale.count("hero.full-title", teams.len(), &[("limit", &limit)]);
    let texts: Vec<String> = teams
        .iter()
        .map(|(months, team)| {
            let busy = locale.integer(*months as f64);
            locale.count("hero.full-one", team.load.len(), &[("team", &team.name), ("busy", &busy)])
        })
        .collect();
    (!texts.is_empty()).then(|| Concern { title, text: locale.short_list(&texts, SHOWN) + "." })
}

fn urgent(scene: &Scene<'_>) -> Option<Concern> {
    let locale = scene.locale;
    let urgent: Vec<&InitiativeView> =
        scene.planned().map(|(_, initiative)| initiative).filter(|initiative| initiative.urgent).collect();
    let dated: Vec<String> = urgent
        .iter()
        .filter_map(|initiative| {
            let planned = initiative.planned.as_ref()?;
            Some(format!("{} ({})", initiative.title, locale.period(planned.start, planned.finish)))
        })
        .collect();
    let title = locale.count("hero.urgent-title", urgent.len(), &[]);
    (!dated.is_empty()).then(|| Concern { title, text: locale.short_list(&dated, SHOWN) + "." })
}

fn figures(scene: &Scene<'_>) -> Vec<Figure> {
    let (locale, summary) = (scene.locale, &scene.report.summary);
    let figure = |id: &str, value: String, note: Option<String>, alarm: bool| Figure {
        label: locale.text(id),
        value,
        note,
        alarm,
    };
    let stages = scene.report.stages.iter().filter(|stage| !stage.initiatives.is_empty()).count();
    let in_stages = (stages > 1).then(|| locale.count("hero.stages", stages, &[]));
    let mut figures =
        vec![figure("hero.initiatives", locale.integer(summary.planned as f64), in_stages, false)];
    if let Some(start) = summary.start {
        figures.push(figure("hero.start", locale.date(start), None, false));
    }
    if let Some(finish) = summary.finish {
        let horizon = locale.fill("hero.horizon", &[("date", &locale.date(scene.report.plan.horizon))]);
        figures.push(figure(
            "hero.finish",
            locale.date(finish),
            Some(horizon),
            finish > scene.report.plan.horizon,
        ));
    }
    let effort = locale.number(summary.effort_person_months, 1);
    let unit = locale.amount("unit.months-of-people", summary.effort_person_months, 1, &[]);
    figures.push(figure("hero.work", effort, Some(unit), false));
    if let Some(cost) = total_cost(summary) {
        let note =
            summary.budget.map(|budget| locale.fill("hero.of-budget", &[("budget", &scene.money(budget))]));
        let alarm = summary.budget.is_some_and(|budget| cost > budget);
        figures.push(figure("hero.cost", scene.money(cost), note, alarm));
    }
    if summary.targets_told > 0 {
        let told = locale.integer(summary.targets_told as f64);
        let value = locale.integer(summary.targets_reached as f64);
        let note = locale.fill("hero.of-targets", &[("total", &told)]);
        figures.push(figure(
            "hero.reached",
            value,
            Some(note),
            summary.targets_reached < summary.targets_told,
        ));
    }
    figures
}
