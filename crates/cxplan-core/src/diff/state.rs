//! A plan as its report tells it: what two states of it are compared by.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::report::Report;
use crate::slippage::{Dates, NoReport};

/// A state of a plan. It comes from a report of this run or from the JSON of an earlier one, by the same way, so that a saved plan and
/// a plan that was just made cannot be read differently.
#[derive(Clone, Debug)]
pub struct State {
    /// When things happen.
    pub dates: Dates,
    pub(super) facts: Facts,
}

impl State {
    /// The state that a report tells of.
    ///
    /// # Errors
    ///
    /// What the writer or the reader of JSON says; a number that is none is all that can keep a report from being written.
    pub fn of(report: &Report) -> Result<Self, NoReport> {
        let json = serde_json::to_vec(report).map_err(|error| NoReport::Other(error.to_string()))?;
        Self::read(&json)
    }

    /// Reads a report in JSON. What else is in it does not matter.
    ///
    /// # Errors
    ///
    /// [`NoReport`] where it is no report, or a later one than this program knows.
    pub fn read(json: &[u8]) -> Result<Self, NoReport> {
        let dates = Dates::read(json)?;
        let facts = serde_json::from_slice(json).map_err(|error| NoReport::Other(error.to_string()))?;
        Ok(Self { dates, facts })
    }
}

/// What a report tells beside dates. Everything that came later than the first version of the report may be absent.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Facts {
    pub(super) plan: Head,
    pub(super) summary: Summary,
    #[serde(default)]
    pub(super) metrics: Vec<Metric>,
    pub(super) initiatives: Vec<Work>,
    pub(super) critical: Option<Critical>,
    #[serde(default)]
    forecast: Option<Odds>,
    #[serde(default)]
    pub(super) teams: Vec<Team>,
    #[serde(default)]
    pub(super) holidays: Value,
    #[serde(default)]
    pub(super) freezes: Value,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) start: Date,
    pub(super) status_date: Option<Date>,
    pub(super) currency: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Summary {
    pub(super) effort_person_months: f64,
    people_cost: Option<f64>,
    tool_cost: Option<f64>,
    pub(super) budget: Option<f64>,
}

impl Summary {
    /// Cost of work and of a year of tools; none where neither is known.
    pub(super) fn cost(&self) -> Option<f64> {
        self.people_cost.into_iter().chain(self.tool_cost).reduce(|people, tools| people + tools)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Metric {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) percent: bool,
    pub(super) higher_is_better: bool,
    #[serde(default)]
    pub(super) targets: Vec<Target>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Target {
    pub(super) months: u32,
    pub(super) date: Date,
    pub(super) value: f64,
    pub(super) expected: Option<f64>,
}

/// The odds of targets.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Odds {
    metrics: Vec<MetricOdds>,
}

#[derive(Clone, Debug, Deserialize)]
struct MetricOdds {
    metric: String,
    targets: Vec<TargetOdds>,
}

#[derive(Clone, Debug, Deserialize)]
struct TargetOdds {
    months: u32,
    chance: f64,
}

impl Facts {
    /// The chance to reach a target; none where it was not worked out.
    pub(super) fn chance(&self, metric: &str, months: u32) -> Option<f64> {
        let metric = self.forecast.as_ref()?.metrics.iter().find(|known| known.metric == metric)?;
        metric.targets.iter().find(|target| target.months == months).map(|target| target.chance)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Critical {
    /// `initiative.step`, or the initiative where it lists no steps.
    pub(super) chain: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Team {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) capacity: f64,
    pub(super) effort_person_months: f64,
    #[serde(default)]
    pub(super) load: Vec<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Work {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: String,
    pub(super) not_before: Option<Date>,
    pub(super) deadline: Option<Date>,
    #[serde(default)]
    pub(super) must_finish_by: Option<Date>,
    #[serde(default)]
    pub(super) scores: Vec<Option<Score>>,
    pub(super) effort_person_months: f64,
    #[serde(default)]
    pub(super) links: Value,
    #[serde(default)]
    pub(super) effects: Value,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
    pub(super) planned: Option<Planned>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Score {
    pub(super) value: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Planned {
    pub(super) rank: usize,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Step {
    id: String,
    team: Option<String>,
    effort_days: f64,
    #[serde(default)]
    with: Value,
    days: u32,
    pub(super) progress: String,
    deadline: Option<Date>,
    #[serde(default)]
    must_finish_by: Option<Date>,
    #[serde(default)]
    links: Value,
    #[serde(default)]
    reason: Option<Reason>,
}

impl Step {
    /// Whether the work is the same, however far it is.
    pub(super) fn is_same_work(&self, other: &Self) -> bool {
        self.id == other.id
            && self.effort_days == other.effort_days
            && self.days == other.days
            && self.deadline == other.deadline
            && self.must_finish_by == other.must_finish_by
    }

    /// Whether the same people do it.
    pub(super) fn has_same_teams(&self, other: &Self) -> bool {
        self.team == other.team && self.with == other.with
    }

    pub(super) const fn links(&self) -> &Value {
        &self.links
    }

    pub(super) fn team(&self) -> Option<&str> {
        self.team.as_deref()
    }
}

/// Why a step starts when it does: of every kind of reason, what it names.
#[derive(Clone, Debug, Deserialize)]
struct Reason {
    initiative: Option<String>,
    #[serde(default)]
    initiatives: Vec<String>,
    held: Option<Box<Self>>,
    rest: Option<Box<Self>>,
}

impl Reason {
    fn name<'s>(&'s self, named: &mut BTreeSet<&'s str>) {
        named.extend(self.initiative.iter().chain(&self.initiatives).map(String::as_str));
        self.held.iter().chain(&self.rest).for_each(|inner| inner.name(named));
    }
}

impl Work {
    /// The initiatives that its steps wait for, or that hold its teams.
    pub(super) fn held_by(&self) -> BTreeSet<&str> {
        let mut named = BTreeSet::new();
        self.steps.iter().filter_map(|step| step.reason.as_ref()).for_each(|reason| reason.name(&mut named));
        named.remove(self.id.as_str());
        named
    }

    /// The score of the method that decides.
    pub(super) fn score(&self) -> Option<f64> {
        self.scores.first()?.as_ref().map(|score| score.value)
    }
}
