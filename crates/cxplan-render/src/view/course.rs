//! What the plan is steered by: the plans of a portfolio, principles, signs of success, milestones and decisions.

use cxplan_core::report::{DecisionView, IndicatorView, MilestoneView, ObservationView};
use serde::Serialize;

use super::Scene;

/// Titles named beside a decision, a sign or a milestone; the rest is a count.
const NAMES: usize = 3;

/// The plans of a portfolio.
#[derive(Serialize)]
pub(crate) struct Plans {
    rows: Vec<Plan>,
}

/// A plan of a portfolio.
#[derive(Serialize)]
struct Plan {
    title: String,
    planned: String,
    effort: String,
    budget: String,
}

impl Plans {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let locale = scene.locale;
        let plans = scene.report.plans.iter().map(|plan| Plan {
            title: plan.title.clone(),
            planned: locale.integer(plan.planned as f64),
            effort: locale.number(plan.effort_person_months, 1),
            budget: plan.budget.map_or_else(|| "–".to_owned(), |budget| scene.money(budget)),
        });
        let rows: Vec<Plan> = plans.collect();
        (!rows.is_empty()).then_some(Self { rows })
    }
}

/// A principle that every initiative respects.
#[derive(Serialize)]
pub(crate) struct Principle {
    statement: String,
    why: Option<String>,
    count: String,
}

/// The principles in the order of the plan.
pub(crate) fn principles(scene: &Scene<'_>) -> Vec<Principle> {
    let principle = |guideline: &cxplan_core::report::GuidelineView| Principle {
        statement: guideline.statement.clone(),
        why: guideline.why.clone(),
        count: scene.locale.count("course.checked", guideline.initiatives.len(), &[]),
    };
    scene.report.guidelines.iter().map(principle).collect()
}

/// A sign of success that no number shows.
#[derive(Serialize)]
pub(crate) struct Sign {
    statement: String,
    facts: String,
    seen: Vec<String>,
}

/// The signs in the order of the plan.
pub(crate) fn signs(scene: &Scene<'_>) -> Vec<Sign> {
    scene.report.indicators.iter().map(|indicator| sign(scene, indicator)).collect()
}

fn sign<'a>(scene: &Scene<'a>, indicator: &'a IndicatorView) -> Sign {
    let locale = scene.locale;
    let goal = |id: &'a String| {
        let goal = scene.report.goals.iter().find(|goal| goal.id == *id);
        goal.map_or(id.as_str(), |goal| goal.statement.as_str())
    };
    let goals: Vec<&str> = indicator.goals.iter().map(goal).collect();
    let proxy = indicator.proxy.as_ref().map(|id| {
        let metric = scene.metrics.get(id.as_str());
        metric.map_or_else(|| id.clone(), |metric| metric.name.clone())
    });
    let facts = [
        ("register.goal", Some(goals.join(" · "))),
        ("course.about", Some(scene.titles(&indicator.initiatives, NAMES))),
        ("course.proxy", proxy),
    ];
    let facts = facts.into_iter().filter_map(|(id, text)| {
        text.filter(|text| !text.is_empty()).map(|text| locale.labelled(locale.text(id), &text))
    });
    let seen = |observation: &ObservationView| {
        let date = locale.date(observation.date);
        match &observation.polarity {
            None => locale.labelled(&date, &observation.note),
            Some(word) => {
                let note = format!("{} ({})", observation.note, locale.word("polarity", word));
                locale.labelled(&date, &note)
            }
        }
    };
    Sign {
        statement: indicator.statement.clone(),
        facts: facts.collect::<Vec<_>>().join(" · "),
        seen: indicator.observations.iter().map(seen).collect(),
    }
}

/// The section of decisions.
#[derive(Serialize)]
pub(crate) struct Decisions {
    pub(crate) open: Vec<Decision>,
    pub(crate) taken: Vec<Decision>,
}

/// A decision.
#[derive(Serialize)]
pub(crate) struct Decision {
    pub(crate) title: String,
    pub(crate) when: String,
    late: bool,
    by: Option<String>,
    reason: Option<String>,
    about: Option<String>,
}

impl Decision {
    /// Who decides, why, and about what.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &str> {
        [&self.by, &self.reason, &self.about].into_iter().filter_map(|fact| fact.as_deref())
    }
}

impl Decisions {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let decisions = &scene.report.decisions;
        let (taken, open): (Vec<_>, Vec<_>) = decisions.iter().partition(|decision| decision.date.is_some());
        let all = |decisions: Vec<&DecisionView>| {
            decisions.into_iter().map(|decision| self::decision(scene, decision)).collect()
        };
        (!decisions.is_empty()).then(|| Self { open: all(open), taken: all(taken) })
    }
}

pub(crate) fn decision<'a>(scene: &Scene<'a>, decision: &'a DecisionView) -> Decision {
    let (locale, plan) = (scene.locale, &scene.report.plan);
    let now = plan.today.max(plan.status_date);
    let overdue = decision.date.is_none() && decision.due.zip(now).is_some_and(|(due, now)| due < now);
    let when = match (decision.date, decision.due) {
        (Some(date), _) => locale.fill("decisions.on", &[("date", &locale.date(date))]),
        (None, Some(due)) => {
            let id = if overdue { "decisions.overdue" } else { "decisions.due" };
            locale.fill(id, &[("date", &locale.date(due))])
        }
        (None, None) => locale.text("decisions.undated").to_owned(),
    };
    let about = Some(scene.titles(&decision.initiatives, NAMES)).filter(|titles| !titles.is_empty());
    Decision {
        title: decision.title.clone(),
        when,
        late: overdue,
        by: decision.by.clone(),
        reason: decision.reason.clone(),
        about: about.map(|titles| locale.labelled(locale.text("course.about"), &titles)),
    }
}

/// A milestone in words.
#[derive(Serialize)]
pub(crate) struct Milestone {
    pub(crate) title: String,
    /// Its day and the day by which it shall be reached.
    pub(crate) dates: String,
    /// Whether it is reached after that day, as a word.
    pub(crate) late: Option<&'static str>,
    /// What it waits for.
    pub(crate) after: Option<String>,
}

/// A milestone in words.
pub(crate) fn milestone<'a>(scene: &Scene<'a>, milestone: &'a MilestoneView) -> Milestone {
    let locale = scene.locale;
    let date =
        milestone.date.map_or_else(|| locale.text("milestones.undated").to_owned(), |date| locale.date(date));
    let deadline = milestone
        .deadline
        .map(|deadline| locale.fill("milestones.deadline", &[("date", &locale.date(deadline))]));
    let must = milestone
        .must_finish_by
        .map(|must| locale.fill("milestones.must-finish-by", &[("date", &locale.date(must))]));
    let works: Vec<String> = milestone.after.iter().map(|on| scene.work(on, None)).collect();
    let after = locale.short_list(&works, NAMES);
    Milestone {
        title: milestone.title.clone(),
        dates: std::iter::once(date).chain(deadline).chain(must).collect::<Vec<_>>().join(" · "),
        late: milestone.late.then(|| locale.text("milestones.late")),
        after: (!works.is_empty()).then(|| locale.fill("roadmap.after", &[("list", &after)])),
    }
}
