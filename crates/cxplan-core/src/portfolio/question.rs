//! From a plan to the question which of its initiatives to do, and what is answered.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Impossible, Item, LARGEST, Problem, Selection, solve, usual_nodes};
use crate::calendar::Calendar;
use crate::ids::Id;
use crate::model::{Initiative, Metric, Plan, Progress, Status, Step, Team, Tool};
use crate::outlook;
use crate::scores::Scores;
use crate::timeline::{Timeline, office_days, weights};

/// Budgets that the frontier looks at, beside the one that was asked about.
const POINTS: usize = 10;
/// Nodes for a question beside the main one: one that explains, or a point of the frontier.
const ASIDE: u64 = 400;

/// What shall be as large as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The sum of what the method that decides says initiatives are worth: its score, times the effort where that is a benefit for
    /// each unit of effort.
    Score,
    /// The expected change of a metric by its last target, else by the horizon.
    Metric(Id<Metric>),
    /// The parts of the gaps from baseline to last target that expected changes close, added up over all metrics. One metric may
    /// be carried beyond its target and make up for another: a proxy for the number of targets.
    Targets,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Money for work and for a year of tools; none: only teams limit what can be done.
    pub budget: Option<f64>,
    /// What shall be as large as can be.
    pub aim: Aim,
    /// Initiatives that have to be done.
    pub must: Vec<Id<Initiative>>,
    /// Initiatives that may not be done.
    pub without: Vec<Id<Initiative>>,
    /// Nodes that are looked at; none: as many as take a moment.
    pub nodes: Option<u64>,
}

/// Which initiatives to do.
#[derive(Clone, Debug, Serialize)]
pub struct Portfolio {
    /// The money that there is.
    pub budget: Option<f64>,
    /// What to do, in the order of the plan; what is under way stays.
    pub chosen: Vec<Chosen>,
    /// Ids of the tools that this needs.
    pub tools: Vec<String>,
    /// Ids of the tools with a cost that nothing chosen uses, and that are not paid for.
    pub tools_left_out: Vec<String>,
    /// What it costs: work, what was delivered since, and a year of the tools.
    pub cost: f64,
    /// What of that is for tools.
    pub cost_of_tools: f64,
    /// What of that was spent on what is delivered.
    pub spent: f64,
    /// What it is worth, in the unit of the aim.
    pub value: f64,
    /// What everything together is worth, if there were no limits.
    pub value_of_all: f64,
    /// No choice is worth more.
    pub bound: f64,
    /// Whether that is proven to be the best.
    pub best: bool,
    /// Choices that were looked at.
    pub nodes: u64,
    /// What is not done, and why.
    pub refused: Vec<Refused>,
    /// What a tenth more of the budget buys; none without a budget.
    pub tenth_more: Option<More>,
    /// What there is to gain by budget, least first; empty without a budget.
    pub frontier: Vec<Point>,
}

/// An initiative that is to be done.
#[derive(Clone, Debug, Serialize)]
pub struct Chosen {
    /// Its id.
    pub id: String,
    /// What it costs alone.
    pub cost: f64,
    /// What it is worth alone.
    pub value: f64,
}

/// An initiative that is not to be done.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// Its id.
    pub id: String,
    /// What it would cost alone.
    pub cost: f64,
    /// What it would be worth alone.
    pub value: f64,
    /// Why not.
    pub why: Why,
}

/// Why an initiative is not to be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Why {
    /// Somebody said so.
    Excluded,
    /// It needs one that may not be done.
    NeedsExcluded {
        /// That one.
        id: String,
    },
    /// There is not the money for it and what it needs, whatever else is left out.
    TooDear,
    /// A team has not the time for it and what it needs before the horizon.
    NoRoom {
        /// Name of the team.
        team: String,
    },
    /// It brings nothing, and nothing that is done needs it.
    Nothing,
    /// With it these would go, and less would come of it.
    Displaces {
        /// Their ids.
        ids: Vec<String>,
        /// What the best choice with it is worth less.
        loss: f64,
    },
}

/// What more money buys.
#[derive(Clone, Debug, Serialize)]
pub struct More {
    /// The money.
    pub budget: f64,
    /// What the choice is worth more.
    pub gain: f64,
    /// Ids of what comes to it.
    pub added: Vec<String>,
    /// Ids of what makes way.
    pub dropped: Vec<String>,
}

/// A point of the efficient frontier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The money.
    pub budget: f64,
    /// What the choice costs.
    pub cost: f64,
    /// What it is worth.
    pub value: f64,
    /// Initiatives in it.
    pub initiatives: usize,
    /// Whether it is proven best.
    pub best: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum NoPortfolio {
    /// The method only orders initiatives: what they are worth together is not known.
    OnlyOrdered,
    /// No initiative brings anything of what is asked for.
    NothingToGain,
    /// An initiative has to be done that needs one which may not.
    Contradiction {
        /// Id of the first.
        id: String,
        /// Id of the other.
        needs: String,
    },
    /// What has to be done costs more than there is.
    MustsTooDear {
        /// What it costs, with tools and what is spent.
        cost: f64,
    },
    /// What has to be done takes more time of a team than there is before the horizon.
    MustsTooMuch {
        /// Name of the team.
        team: String,
    },
}

/// Answers the question. `timeline` tells when initiatives are delivered, which decides what they do to a metric by a date.
///
/// # Errors
///
/// [`NoPortfolio`].
pub fn portfolio(
    plan: &Plan,
    scores: &Scores,
    timeline: &Timeline,
    question: &Question,
) -> Result<Portfolio, NoPortfolio> {
    if let Some(both) = question.must.iter().find(|must| question.without.contains(*must)) {
        let id = plan.initiatives[*both].id.clone();
        return Err(NoPortfolio::Contradiction { needs: id.clone(), id });
    }
    let asked = Asked::of(plan, scores, timeline, question)?;
    let nodes = question.nodes.unwrap_or_else(|| usual_nodes(asked.problem.items.len()));
    let selection = solve(&asked.problem, nodes).map_err(|reason| asked.told(reason))?;
    let (mut chosen, mut refused) = (Vec::new(), Vec::new());
    for (item, own) in asked.initiatives.iter().enumerate() {
        let (id, own) = (plan.initiatives[*own].id.clone(), &asked.problem.items[item]);
        let (cost, value) = (asked.money(own), asked.worth(own.value));
        if selection.chosen[item] {
            chosen.push(Chosen { id, cost, value });
        } else {
            refused.push(Refused { id, cost, value, why: asked.why_not(item, &selection, question) });
        }
    }
    let ids = |wanted: &dyn Fn(usize) -> bool| -> Vec<String> {
        let items = asked.initiatives.iter().enumerate().filter(|(item, _)| wanted(*item));
        items.map(|(_, id)| plan.initiatives[*id].id.clone()).collect()
    };
    let (tools, left_out): (Vec<_>, Vec<_>) = (0..asked.tools.len())
        .map(|tool| (asked.initiatives.len() + tool, &plan.tools[asked.tools[tool]].id))
        .partition(|(item, _)| selection.chosen[*item]);
    let cost_of_tools =
        tools.iter().fold(0.0, |sum, (item, _)| sum + asked.money(&asked.problem.items[*item]));
    let named = |tools: Vec<(usize, &String)>| tools.into_iter().map(|(_, id)| id.clone()).collect();
    let tenth_more = question.budget.and_then(|budget| {
        let more = solve(&asked.with_budget(budget * 1.1), nodes).ok()?;
        // With more money, the choice that there was is still one.
        let more = if more.value < selection.value { selection.clone() } else { more };
        Some(More {
            budget: budget * 1.1,
            gain: asked.worth(more.value - selection.value),
            added: ids(&|item| more.chosen[item] && !selection.chosen[item]),
            dropped: ids(&|item| selection.chosen[item] && !more.chosen[item]),
        })
    });
    let all: i64 = asked.problem.items.iter().map(|item| item.value.max(0)).sum();
    Ok(Portfolio {
        budget: question.budget,
        chosen,
        tools: named(tools),
        tools_left_out: named(left_out),
        cost_of_tools,
        spent: asked.spent as f64 / CENTS,
        cost: asked.cost(&selection),
        value: asked.worth(selection.value),
        value_of_all: asked.worth(all),
        bound: asked.worth(selection.bound),
        best: selection.is_best(),
        nodes: selection.nodes,
        refused,
        tenth_more,
        frontier: question.budget.map_or_else(Vec::new, |budget| asked.frontier(budget, &selection)),
    })
}

/// The question in numbers.
struct Asked<'p> {
    plan: &'p Plan,
    problem: Problem,
    /// The first items.
    initiatives: Vec<Id<Initiative>>,
    /// The items behind them.
    tools: Vec<Id<Tool>>,
    /// The resources behind money.
    teams: Vec<Id<Team>>,
    /// Units of value for one of the aim.
    scale: f64,
    /// What delivered work has cost, in hundredths.
    spent: i64,
}

/// Hundredths of the currency.
const CENTS: f64 = 100.0;

impl<'p> Asked<'p> {
    fn of(
        plan: &'p Plan,
        scores: &Scores,
        timeline: &Timeline,
        question: &Question,
    ) -> Result<Self, NoPortfolio> {
        let planned = plan.initiatives.entries().filter(|(_, own)| own.status.is_scheduled());
        let initiatives: Vec<Id<Initiative>> = planned.map(|(id, _)| id).collect();
        let place: BTreeMap<usize, usize> =
            initiatives.iter().enumerate().map(|(place, id)| (id.index(), place)).collect();
        let values = values(plan, scores, timeline, question.aim, &initiatives)?;
        let largest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        // A millionth of the largest matters, and sums stay exact.
        let scale = if largest > 0.0 { 1e6 / largest } else { 1.0 };
        let tools: Vec<Id<Tool>> =
            plan.tools.entries().filter(|(_, tool)| tool.annual_cost.is_some()).map(|(id, _)| id).collect();
        let teams: Vec<Id<Team>> = plan.teams.entries().map(|(id, _)| id).collect();
        let first_tool = initiatives.len();
        let cents = |money: f64| ((money * CENTS).round() as i64).clamp(0, LARGEST);
        let mut items = Vec::with_capacity(initiatives.len() + tools.len());
        for (id, value) in initiatives.iter().zip(&values) {
            let own = &plan.initiatives[*id];
            let mut uses = vec![cents(plan.cost(own).unwrap_or(0.0))];
            uses.extend(teams.iter().map(|team| time(own, *team)));
            let needed = own.needs(*id).into_iter().filter_map(|needed| place.get(&needed.index()).copied());
            let used = (0..tools.len())
                .filter(|tool| {
                    own.steps.iter().any(|step| is_open(step) && step.tools.contains(&tools[*tool]))
                })
                .map(|tool| first_tool + tool);
            let under_way =
                own.status == Status::Active || own.steps.iter().any(|step| step.progress != Progress::Open);
            items.push(Item {
                value: ((value * scale).round() as i64).clamp(-LARGEST, LARGEST),
                uses,
                needs: needed.chain(used).collect(),
                decided: match (question.without.contains(id), under_way || question.must.contains(id)) {
                    (true, _) => Some(false),
                    (false, true) => Some(true),
                    (false, false) => None,
                },
            });
        }
        items.extend(tools.iter().map(|tool| {
            let mut uses = vec![0; teams.len() + 1];
            uses[0] = cents(plan.tools[*tool].annual_cost.unwrap_or(0.0));
            Item { uses, ..Item::default() }
        }));
        let spent: f64 = plan.delivered.iter().filter_map(|delivered| plan.cost_delivered(delivered)).sum();
        let spent = cents(spent);
        let mut capacity = vec![question.budget.map_or(LARGEST, |budget| (cents(budget) - spent).max(0))];
        capacity.extend(teams.iter().map(|team| room(plan, &plan.teams[*team])));
        let problem = Problem { items, capacity };
        if problem.items.iter().all(|item| item.value <= 0) {
            return Err(NoPortfolio::NothingToGain);
        }
        Ok(Self { plan, problem, initiatives, tools, teams, scale, spent })
    }

    fn with_budget(&self, budget: f64) -> Problem {
        let mut problem = self.problem.clone();
        problem.capacity[0] = ((budget * CENTS).round() as i64 - self.spent).clamp(0, LARGEST);
        problem
    }

    fn worth(&self, value: i64) -> f64 {
        value as f64 / self.scale
    }

    fn money(&self, item: &Item) -> f64 {
        item.uses[0] as f64 / CENTS
    }

    fn cost(&self, selection: &Selection) -> f64 {
        let chosen = self.problem.items.iter().zip(&selection.chosen).filter(|(_, chosen)| **chosen);
        (chosen.map(|(item, _)| item.uses[0]).sum::<i64>() + self.spent) as f64 / CENTS
    }

    fn id(&self, item: usize) -> String {
        match self.initiatives.get(item) {
            Some(id) => self.plan.initiatives[*id].id.clone(),
            None => self.plan.tools[self.tools[item - self.initiatives.len()]].id.clone(),
        }
    }

    fn told(&self, reason: Impossible) -> NoPortfolio {
        match reason {
            Impossible::Contradiction { item, needs } => {
                NoPortfolio::Contradiction { id: self.id(item), needs: self.id(needs) }
            }
            Impossible::TooLittle { resource: 0, taken } => {
                let cost = (taken + self.spent) as f64 / CENTS;
                NoPortfolio::MustsTooDear { cost }
            }
            Impossible::TooLittle { resource, .. } => {
                NoPortfolio::MustsTooMuch { team: self.plan.teams[self.teams[resource - 1]].name.clone() }
            }
        }
    }

    /// Asks again with the initiative in it.
    fn why_not(&self, item: usize, selection: &Selection, question: &Question) -> Why {
        if question.without.contains(&self.initiatives[item]) {
            return Why::Excluded;
        }
        let mut with = self.problem.clone();
        with.items[item].decided = Some(true);
        match solve(&with, ASIDE) {
            Err(Impossible::Contradiction { needs, .. }) => Why::NeedsExcluded { id: self.id(needs) },
            Err(Impossible::TooLittle { resource: 0, .. }) => Why::TooDear,
            Err(Impossible::TooLittle { resource, .. }) => {
                Why::NoRoom { team: self.plan.teams[self.teams[resource - 1]].name.clone() }
            }
            Ok(other) => {
                let gone = |place: &usize| selection.chosen[*place] && !other.chosen[*place];
                let gone: Vec<String> =
                    (0..self.initiatives.len()).filter(gone).map(|place| self.id(place)).collect();
                if gone.is_empty() {
                    return Why::Nothing;
                }
                Why::Displaces { ids: gone, loss: self.worth(selection.value - other.value) }
            }
        }
    }

    /// From what has to be spent to what everything costs. A larger budget is never worth less: where a search that was cut short
    /// found less, the choice of the smaller one holds.
    fn frontier(&self, budget: f64, selection: &Selection) -> Vec<Point> {
        let all: i64 = self.problem.items.iter().map(|item| item.uses[0]).sum();
        let all = (all + self.spent) as f64 / CENTS;
        let mut budgets: Vec<f64> = (1..=POINTS).map(|point| all * point as f64 / POINTS as f64).collect();
        budgets.push(budget);
        budgets.sort_by(f64::total_cmp);
        budgets.dedup();
        let mut points: Vec<Point> = Vec::new();
        let mut known: Option<Selection> = None;
        for at in budgets {
            let found =
                if at == budget { Some(selection.clone()) } else { solve(&self.with_budget(at), ASIDE).ok() };
            let Some(found) = found else { continue };
            let found = match known.take() {
                Some(known) if known.value > found.value => Selection { bound: found.bound, ..known },
                _ => found,
            };
            let initiatives = (0..self.initiatives.len()).filter(|item| found.chosen[*item]).count();
            points.push(Point {
                budget: at,
                cost: self.cost(&found),
                value: self.worth(found.value),
                initiatives,
                best: found.is_best(),
            });
            known = Some(found);
        }
        points
    }
}

/// What each initiative is worth.
fn values(
    plan: &Plan,
    scores: &Scores,
    timeline: &Timeline,
    aim: Aim,
    initiatives: &[Id<Initiative>],
) -> Result<Vec<f64>, NoPortfolio> {
    let metrics: Vec<Id<Metric>> = match aim {
        Aim::Score => {
            let weights = weights(plan, scores).ok_or(NoPortfolio::OnlyOrdered)?;
            return Ok(initiatives.iter().map(|id| weights[id.index()]).collect());
        }
        Aim::Metric(id) => vec![id],
        Aim::Targets => plan.metrics.entries().map(|(id, _)| id).collect(),
    };
    let mut values = vec![0.0; initiatives.len()];
    let place: BTreeMap<usize, usize> =
        initiatives.iter().enumerate().map(|(place, id)| (id.index(), place)).collect();
    for id in metrics {
        let metric = &plan.metrics[id];
        let target = metric.targets.last();
        let months = target.map_or(plan.head.horizon_months, |target| target.months);
        let gap = target.zip(metric.baseline).map(|(target, baseline)| target.value - baseline.value);
        let unit = match (aim, gap) {
            (Aim::Targets, Some(gap)) if gap != 0.0 => gap,
            (Aim::Targets, _) => continue,
            _ if metric.higher_is_better => 1.0,
            _ => -1.0,
        };
        for (initiative, effect) in outlook::effects_on(plan, timeline, id) {
            if let Some(place) = place.get(&initiative.index()) {
                values[*place] += effect.at(f64::from(months)) / unit;
            }
        }
    }
    Ok(values)
}

const fn is_open(step: &Step) -> bool {
    !matches!(step.progress, Progress::Finished { .. })
}

/// Work of a team that is left, in thousandths of a working day.
fn time(initiative: &Initiative, team: Id<Team>) -> i64 {
    let of_step = |step: &Step| {
        let effort: u64 = step.shares().filter(|share| share.team == team).map(|share| share.effort).sum();
        match step.progress {
            Progress::Open => effort,
            Progress::Started { remaining, .. } => {
                effort * u64::from(remaining.get()) / u64::from(step.half_days.get())
            }
            Progress::Finished { .. } => 0,
        }
    };
    i64::try_from(initiative.steps.iter().map(of_step).sum::<u64>()).unwrap_or(LARGEST).min(LARGEST)
}

/// What a team can do up to the horizon, in thousandths of a working day: its size on each day on which it works, half on half days.
fn room(plan: &Plan, team: &Team) -> i64 {
    let from = plan.head.status_date.unwrap_or(plan.head.start).max(plan.head.start);
    let days = plan.days_of(team);
    let calendar = Calendar::new(from, days.workdays, days.holidays.iter().map(|day| *day..=*day));
    let Some(calendar) = calendar.ok().or_else(|| office_days(plan, from)) else { return 0 };
    let frozen = |date: jiff::civil::Date| {
        let freezes = plan.calendar.freezes.iter();
        let id = plan.teams.entries().find(|(_, known)| std::ptr::eq(*known, team)).map(|(id, _)| id);
        freezes
            .filter(|freeze| (freeze.from..=freeze.to).contains(&date))
            .any(|freeze| freeze.teams.is_empty() || id.is_some_and(|id| freeze.teams.contains(&id)))
    };
    let mut room = 0u64;
    for day in 0..calendar.days() {
        let Some(date) = calendar.date(crate::calendar::Day(day)) else { break };
        if date > plan.head.horizon {
            break;
        }
        if !frozen(date) {
            // Millionths of a person on a day are thousandths of a thousandth of a working day.
            room += team.size_on(date) / if days.is_half(date) { 2_000 } else { 1_000 };
        }
    }
    i64::try_from(room).unwrap_or(LARGEST).min(LARGEST)
}
