//! Every initiative: a row each and, where the plan is not too large, everything that it says of it.

use cxplan_core::report::{InitiativeView, MethodView, ScoreView};
use serde::Serialize;

use super::Scene;
use super::account::Account;
use super::order::term;
use super::traits::{self, Remark, Trait};
use crate::locale::capital;

/// The section of all initiatives.
#[derive(Serialize)]
pub(crate) struct Register {
    pub(crate) rows: Vec<Row>,
    pub(crate) details: Vec<Detail>,
    pub(crate) rejected: Vec<Rejected>,
}

/// An initiative as a row. Large plans have thousands, so a row has few parts.
#[derive(Serialize)]
pub(crate) struct Row {
    n: usize,
    title: String,
    stage: String,
    period: String,
    effort: String,
    facts: String,
}

/// An initiative with everything.
#[derive(Serialize)]
pub(crate) struct Detail {
    n: usize,
    place: String,
    title: String,
    id: String,
    facts: String,
    texts: Vec<Trait>,
    steps: Vec<Step>,
    effects: Vec<Effect>,
    scores: Vec<Score>,
    account: Option<Account>,
}

/// A step.
#[derive(Serialize)]
struct Step {
    title: String,
    facts: String,
    remarks: Vec<Remark>,
    reason: String,
}

/// An effect.
#[derive(Serialize)]
struct Effect {
    metric: String,
    likely: String,
    range: String,
}

/// A score by one method.
#[derive(Serialize)]
struct Score {
    method: String,
    value: String,
    rank: Option<String>,
    terms: String,
}

/// An initiative that is not on the timeline.
#[derive(Serialize)]
pub(crate) struct Rejected {
    n: usize,
    pub(crate) title: String,
    pub(crate) status: String,
    pub(crate) decision: String,
}

impl Register {
    pub(crate) fn new(scene: &Scene<'_>) -> Self {
        let all = || scene.report.initiatives.iter().enumerate();
        let large = scene.is_large();
        Self {
            rejected: rejected(scene),
            rows: if large { scene.planned().map(|(n, i)| row(scene, n, i)).collect() } else { Vec::new() },
            details: if large { Vec::new() } else { all().map(|(n, i)| detail(scene, n, i)).collect() },
        }
    }
}

/// The initiatives that are not on the timeline.
pub(crate) fn rejected(scene: &Scene<'_>) -> Vec<Rejected> {
    let all = scene.report.initiatives.iter().enumerate();
    let rejected = all.filter(|(_, initiative)| initiative.planned.is_none());
    let row = |(n, initiative): (usize, &InitiativeView)| Rejected {
        n: n + 1,
        title: initiative.title.clone(),
        status: capital(&scene.locale.word("status", &initiative.status)),
        decision: initiative.decision.clone().unwrap_or_else(|| "–".to_owned()),
    };
    rejected.map(row).collect()
}

fn stage_name(scene: &Scene<'_>, initiative: &InitiativeView) -> Option<String> {
    let id = initiative.stage.as_ref()?;
    let stage = scene.report.stages.iter().find(|stage| stage.id == *id);
    Some(stage.map_or_else(|| id.clone(), |stage| stage.name.clone()))
}

fn row(scene: &Scene<'_>, n: usize, initiative: &InitiativeView) -> Row {
    let locale = scene.locale;
    let planned = initiative.planned.as_ref();
    let score = initiative.scores.first().and_then(Option::as_ref);
    let score = score.map(|score| locale.score(score.value)).unwrap_or_default();
    let rank = planned.map(|planned| planned.rank.to_string()).unwrap_or_default();
    Row {
        n: n + 1,
        title: initiative.title.clone(),
        stage: stage_name(scene, initiative).unwrap_or_default(),
        period: planned.map(|planned| locale.period(planned.start, planned.finish)).unwrap_or_default(),
        effort: locale.number(initiative.effort_person_months, 1),
        facts: locale.fill("register.score-rank", &[("score", &score), ("rank", &rank)]),
    }
}

fn detail<'a>(scene: &Scene<'a>, n: usize, initiative: &'a InitiativeView) -> Detail {
    let locale = scene.locale;
    let status = capital(&locale.word("status", &initiative.status));
    let period = initiative.planned.as_ref().map(|planned| locale.period(planned.start, planned.finish));
    let effort = scene.effort(initiative.effort_person_months);
    let cost = initiative.cost.map(|cost| scene.money(cost));
    let owner = initiative.owner.as_ref().map(|owner| locale.labelled(locale.text("register.owner"), owner));
    let facts = [Some(status), stage_name(scene, initiative), period, Some(effort), cost, owner];
    Detail {
        n: n + 1,
        place: initiative
            .planned
            .as_ref()
            .map_or_else(|| "–".to_owned(), |planned| planned.place.to_string()),
        title: initiative.title.clone(),
        id: initiative.id.clone(),
        facts: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        texts: texts(scene, initiative),
        steps: steps(scene, initiative),
        effects: effects(scene, initiative),
        scores: scene
            .report
            .methods
            .iter()
            .zip(&initiative.scores)
            .filter_map(|(method, score)| Some(self::score(scene, method, score.as_ref()?)))
            .collect(),
        account: Account::of(scene, initiative),
    }
}

fn texts<'a>(scene: &Scene<'a>, initiative: &'a InitiativeView) -> Vec<Trait> {
    let locale = scene.locale;
    let mut texts = Vec::new();
    let add = |texts: &mut Vec<Trait>, id: &str, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            texts.push(Trait { label: locale.text(id).to_owned(), text, late: false });
        }
    };
    let goal = initiative.goal.as_ref().map(|id| {
        let goal = scene.report.goals.iter().find(|goal| goal.id == *id);
        goal.map_or_else(|| id.clone(), |goal| goal.statement.clone())
    });
    let evidence: Vec<&str> = scene
        .report
        .evidence
        .iter()
        .filter(|e| e.backs.contains(&initiative.id))
        .map(|e| e.finding.as_str())
        .collect();
    add(&mut texts, "register.decision", initiative.decision.clone());
    add(&mut texts, "register.problem", initiative.problem.clone());
    add(&mut texts, "register.short", initiative.impact_short.clone());
    add(&mut texts, "register.long", initiative.impact_long.clone());
    add(&mut texts, "register.success", initiative.success.clone());
    add(&mut texts, "register.signs", Some(initiative.qualitative.join(" · ")));
    add(&mut texts, "register.goal", goal);
    add(&mut texts, "register.segments", Some(initiative.segments.join(", ")));
    texts.extend(traits::of_initiative(scene, initiative));
    if let Some(planned) = &initiative.planned {
        add(&mut texts, "register.place", scene.place_reason(planned));
        add(&mut texts, "register.start", Some(scene.start_reason(&planned.start_reason, &initiative.id)));
    }
    add(&mut texts, "register.needs", Some(scene.titles(&initiative.needs, 6)));
    add(&mut texts, "register.unlocks", Some(scene.titles(&initiative.unlocks, 6)));
    add(&mut texts, "register.evidence", Some(evidence.join(" ")));
    texts
}

fn steps<'a>(scene: &Scene<'a>, initiative: &'a InitiativeView) -> Vec<Step> {
    let locale = scene.locale;
    let step = |step: &'a cxplan_core::report::StepView| {
        let days = locale.count("roadmap.days", step.days as usize, &[]);
        // Without a team there is nobody whose load it would be.
        let work = if step.team.is_some() {
            let load = locale.number(step.load, 2);
            locale.fill("register.work", &[("days", &days), ("load", &load)])
        } else {
            days
        };
        let period = step.start.zip(step.finish).map(|(start, finish)| locale.period(start, finish));
        let tools = Some(step.tools.join(", ")).filter(|tools| !tools.is_empty());
        let with = step.with.iter().map(|share| {
            let load = locale.number(share.load, 2);
            locale.fill("register.with", &[("team", &share.team), ("load", &load)])
        });
        let facts = [step.team.clone(), period, Some(work)].into_iter().flatten().chain(with).chain(tools);
        let reason = step.reason.as_ref().map(|reason| scene.start_reason(reason, &initiative.id));
        let reasons = reason.into_iter().chain(scene.pauses(std::slice::from_ref(step)));
        Step {
            title: step.title.clone(),
            facts: facts.chain(traits::step_facts(scene, step)).collect::<Vec<_>>().join(" · "),
            remarks: traits::step_remarks(scene, initiative, step),
            reason: reasons.collect::<Vec<_>>().join(" "),
        }
    };
    // A plan without steps gets one of the initiative's name, which says nothing before it has dates.
    if let ([only], None) = (initiative.steps.as_slice(), &initiative.planned)
        && only.title == initiative.title
    {
        return Vec::new();
    }
    initiative.steps.iter().map(step).collect()
}

fn effects(scene: &Scene<'_>, initiative: &InitiativeView) -> Vec<Effect> {
    let locale = scene.locale;
    let effect = |effect: &cxplan_core::report::EffectView| {
        let metric = scene.metrics.get(effect.metric.as_str());
        let change = |value: f64| locale.change(value, 2);
        let (low, high) = (change(effect.low), change(effect.high));
        let values = [("low", low.as_str()), ("high", &high)];
        Effect {
            metric: metric.map_or_else(|| effect.metric.clone(), |metric| metric.name.clone()),
            likely: change(effect.likely),
            range: if effect.ramp_months > 0.0 {
                locale.amount("register.range", effect.ramp_months, 1, &values)
            } else {
                locale.fill("register.range-now", &values)
            },
        }
    };
    initiative.effects.iter().map(effect).collect()
}

fn score(scene: &Scene<'_>, method: &MethodView, score: &ScoreView) -> Score {
    let locale = scene.locale;
    let inputs = method.inputs.iter().zip(&score.inputs);
    let inputs = inputs.filter_map(|(column, value)| Some((column, (*value)?)));
    let parts = method.parts.iter().zip(score.parts.iter().copied());
    let class =
        score.category.and_then(|class| method.categories.get(class)).map(|class| class.label.clone());
    let terms =
        inputs.chain(parts).map(|(column, value)| format!("{} {}", column.label, term(scene, column, value)));
    let terms: Vec<String> = class.into_iter().chain(terms).chain(score.notes.iter().cloned()).collect();
    Score {
        method: method.title.clone(),
        value: locale.score(score.value),
        rank: score.rank.map(|rank| locale.fill("register.rank", &[("rank", &rank.to_string())])),
        terms: terms.join(" · "),
    }
}
