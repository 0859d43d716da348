//! The checked plan. A [`Plan`] has no dangling name, no loop and no impossible date: what could be wrong with it was
//! reported by [`crate::check::check`], which alone makes one.

mod time;
mod work;

use jiff::civil::Date;

use crate::calendar::months_after;
use crate::confidence::Cap;
use crate::ids::{Id, List};
use crate::method::{Language, Method, Value};
use crate::quantity::Quantity;
use crate::search::Aim;
use crate::source::{Span, Spanned};
use crate::theme::Theme;

pub use time::*;
pub use work::*;

/// A checked plan.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each list is the table of the same name; see crate::language")]
pub struct Plan {
    /// `[plan]`
    pub head: Head,
    /// The plans of a portfolio; empty for a plan on its own.
    pub plans: List<Member>,
    /// `[calendar]`
    pub calendar: CalendarRules,
    pub work_calendars: List<WorkCalendar>,
    /// `[lints]`
    pub lints: LintSettings,
    /// `[forecast]`
    pub forecast: ForecastSettings,
    /// `[simulation]`
    pub simulation: SimulationSettings,
    /// `[theme]`
    pub theme: Theme,
    /// Methods that score: the one that decides first, then those to compare with.
    pub methods: Vec<Scoring>,
    pub vision: Option<Vision>,
    pub guidelines: List<Guideline>,
    pub goals: List<Goal>,
    pub segments: List<Segment>,
    pub personas: List<Persona>,
    /// Where the plan lists no stages, they are the labels that initiatives use.
    pub stages: List<Stage>,
    pub touchpoints: List<Touchpoint>,
    pub evidence: List<Evidence>,
    pub competitors: List<Competitor>,
    pub metrics: List<Metric>,
    pub indicators: List<Indicator>,
    pub teams: List<Team>,
    pub tools: List<Tool>,
    pub budget: Option<Budget>,
    pub initiatives: List<Initiative>,
    pub milestones: List<Milestone>,
    pub decisions: List<Decision>,
    pub reviews: List<Review>,
    pub audiences: List<Audience>,
    pub actuals: Vec<Actual>,
    pub delivered: Vec<Delivered>,
}

/// Head of the plan.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the key of the same name in [plan]")]
pub struct Head {
    pub id: Option<String>,
    pub title: String,
    pub company: Option<String>,
    pub sector: Option<String>,
    pub start: Date,
    /// Last day of the horizon: `horizon_months` after the start, less a day.
    pub horizon: Date,
    pub horizon_months: u32,
    /// What the timeline is made for.
    pub objective: Aim,
    pub today: Option<Date>,
    /// The day up to which progress is told; none where none is told.
    pub status_date: Option<Date>,
    /// At least one; the first is the plan's own.
    pub languages: Vec<Language>,
    pub currency: Option<String>,
    pub version: Option<String>,
    pub status: Option<String>,
    pub sponsor: Option<String>,
}

/// A plan of a portfolio.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in the plan's own [plan]")]
pub struct Member {
    pub id: Option<String>,
    pub title: String,
    /// Its initiatives start on this day or later.
    pub start: Date,
    /// Its own budget, where it states one.
    pub budget: Option<f64>,
}

impl Plan {
    /// When an initiative was delivered, where the plan tells it; of several days the last.
    pub fn delivered_on(&self, initiative: Id<Initiative>) -> Option<Date> {
        let own = self.delivered.iter().filter(|delivered| delivered.initiative == initiative);
        own.map(|delivered| delivered.date).max()
    }

    /// The day that ages are counted to.
    pub fn day(&self) -> Date {
        self.head.today.unwrap_or(self.head.start)
    }

    /// The fewest people or answers that such evidence should rest on.
    pub fn fewest(&self, evidence: &Evidence) -> u64 {
        match evidence.kind.as_str() {
            "interview" | "staff-interview" | "usability-test" | "walkthrough" | "session-replay" => {
                self.lints.interviews
            }
            "estimate" => 0,
            _ => self.lints.survey_answers,
        }
    }

    /// Whether evidence is older than it should be.
    pub fn is_old(&self, evidence: &Evidence) -> bool {
        evidence.date.is_some_and(|date| months_after(date.value, self.lints.evidence_months) < self.day())
    }

    /// Whether evidence is too old or from too few people to build on.
    pub fn is_weak(&self, evidence: &Evidence) -> bool {
        self.is_old(evidence) || evidence.n.is_some_and(|n| n.value < self.fewest(evidence))
    }

    /// How the plan names an initiative, or a step of one that has steps: `initiative`, or `initiative.step`.
    pub fn work_name(&self, initiative: Id<Initiative>, step: Option<usize>) -> String {
        let initiative = &self.initiatives[initiative];
        match step {
            Some(step) if initiative.has_steps => format!("{}.{}", initiative.id, initiative.steps[step].id),
            _ => initiative.id.clone(),
        }
    }

    /// The days on which a team works: its own calendar's, or else the plan's.
    pub fn days_of(&self, team: &Team) -> &WorkDays {
        team.calendar.map_or(&self.calendar.days, |id| &self.work_calendars[id].days)
    }

    /// Cost of work that was delivered: by what it took where that is known, else by its steps. None where its initiative has none.
    pub fn cost_delivered(&self, delivered: &Delivered) -> Option<f64> {
        let initiative = &self.initiatives[delivered.initiative];
        let cost = self.cost(initiative)?;
        Some(match delivered.effort {
            Some(effort) if initiative.effort() > 0 => cost * effort as f64 / initiative.effort() as f64,
            _ => cost,
        })
    }

    /// Cost of an initiative's work at the teams' rates; none where no team has a rate, and where the work is not known.
    pub fn cost(&self, initiative: &Initiative) -> Option<f64> {
        if initiative.steps.iter().any(|step| step.unknown) {
            return None;
        }
        let costs = initiative.steps.iter().flat_map(Step::shares).filter_map(|share| {
            let rate = self.teams[share.team].cost_per_person_month?;
            Some(self.calendar.person_months(share.effort) * rate)
        });
        costs.reduce(|all, cost| all + cost)
    }
}

/// `[lints]`: from where on the rules of the method speak up.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [lints]")]
pub struct LintSettings {
    pub evidence_months: u32,
    pub survey_answers: u64,
    pub interviews: u64,
    pub months_without_steps: u32,
}

/// `[forecast]`: how effects on metrics come together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each field is the key of the same name in [forecast]")]
pub struct ForecastSettings {
    /// 0 to 1.
    pub shared: f64,
    pub diminishing: bool,
}

/// `[simulation]`: how durations are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "each field is the key of the same name in [simulation]")]
pub struct SimulationSettings {
    /// 0 to 1.
    pub shared: f64,
    /// 0 to 1; with `shared` at most 1.
    pub team_shared: f64,
    pub draws: u32,
    pub seed: u64,
}

impl Default for SimulationSettings {
    fn default() -> Self {
        Self { shared: 0.0, team_shared: 0.0, draws: 10_000, seed: 1 }
    }
}

/// A method that scores, with its parameters.
#[derive(Clone, Debug)]
pub struct Scoring {
    /// The method.
    pub method: Method,
    /// One value a declared parameter.
    pub params: Vec<Value>,
    /// Places of the parameters that the plan gives.
    pub param_spans: Vec<Option<Span>>,
    /// Place of the method's table or name in the plan.
    pub span: Option<Span>,
    /// Whether confidence must be backed by evidence.
    pub confidence_needs_evidence: bool,
    /// The one metric that impact speaks of.
    pub impact_metric: Option<Id<Metric>>,
    /// Whether an error was found in the parameters, so that the method is not asked at all. Never so in a plan without errors.
    pub faulty: bool,
}

/// The vision.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [vision]")]
pub struct Vision {
    pub statement: Option<Spanned<String>>,
    pub company_vision: Option<String>,
    pub brand_promise: Option<String>,
    pub delight: Option<String>,
    pub measured_by: Vec<Id<Metric>>,
}

/// A principle that every initiative respects.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[guideline]]")]
pub struct Guideline {
    pub id: String,
    pub statement: String,
    pub why: Option<String>,
}

/// A goal.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[goal]]")]
pub struct Goal {
    pub id: String,
    /// Place of the id.
    pub span: Span,
    pub statement: Spanned<String>,
    pub aligned_to: Option<String>,
    pub metrics: Vec<Id<Metric>>,
}

/// A group of customers.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[segment]]")]
pub struct Segment {
    pub id: String,
    pub name: String,
    /// 0 to 1.
    pub share: Option<Spanned<f64>>,
    pub customers: Option<u64>,
}

/// A typical customer.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[persona]]")]
pub struct Persona {
    pub id: String,
    pub name: String,
    pub segment: Option<Id<Segment>>,
    pub goals: Vec<String>,
    pub frustrations: Vec<String>,
    pub channels: Vec<String>,
}

/// A stage of the journey.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[stage]]")]
pub struct Stage {
    pub id: String,
    /// Place of the id.
    pub span: Span,
    pub name: String,
    /// Place in the journey, lowest first; equal ones by the order of the text.
    pub order: i64,
    /// Which of the five Es.
    pub phase: Option<String>,
    /// People a month.
    pub entered: Option<u64>,
    /// People a month.
    pub completed: Option<u64>,
    pub no_initiative: Option<String>,
}

/// A place where customers meet the company.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[touchpoint]]")]
pub struct Touchpoint {
    pub id: String,
    /// Place of the id.
    pub span: Span,
    pub name: String,
    pub stage: Option<Id<Stage>>,
    /// Whether customers only form expectations here.
    pub expectation_only: bool,
    pub channels: Vec<String>,
    /// −2 to 2.
    pub emotion: Option<i64>,
    /// −2 to 2.
    pub emotion_believed: Option<i64>,
    pub expectation: Option<String>,
    pub lenses: Vec<String>,
    pub follow_up: Option<FollowUp>,
    pub no_follow_up: Option<String>,
}

/// Who comes back to the customer.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in touchpoint.follow_up")]
pub struct FollowUp {
    pub who: String,
    pub when: Option<Quantity>,
    pub how: Option<String>,
}

/// Something known of the experience today.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[evidence]]")]
pub struct Evidence {
    pub id: String,
    /// Place of the id.
    pub span: Span,
    pub kind: String,
    pub date: Option<Spanned<Date>>,
    pub n: Option<Spanned<u64>>,
    pub touchpoints: Vec<Id<Touchpoint>>,
    pub channels: Vec<String>,
    pub finding: String,
    pub quote: Option<String>,
    pub polarity: Option<String>,
}

/// Somebody customers could go to.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[competitor]]")]
pub struct Competitor {
    pub id: String,
    pub name: String,
    pub sources: Vec<String>,
    pub does_well: Vec<String>,
    pub does_badly: Vec<String>,
    pub metrics: Vec<(Id<Metric>, f64)>,
}

/// A figure with targets.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[metric]]")]
pub struct Metric {
    pub id: String,
    /// Place of the id.
    pub span: Span,
    pub name: String,
    pub kind: String,
    pub level: Option<String>,
    /// `top-2-box`, `binary` or `mean`.
    pub method: Option<String>,
    /// `1.0` or `2.0`.
    pub version: Option<String>,
    /// Lowest and highest answer.
    pub scale: Option<[f64; 2]>,
    pub channels: Vec<String>,
    /// Whether a higher value is better.
    pub higher_is_better: bool,
    /// Whether the value is a percentage.
    pub percent: bool,
    pub unit: Option<String>,
    pub baseline: Option<Measured>,
    pub believed: Option<f64>,
    /// In order of time.
    pub targets: Vec<Target>,
    pub owner: Option<String>,
    pub places: MetricPlaces,
}

impl Metric {
    /// Whether customers are asked for it. A rate that is counted over all of them varies too, but nobody can ask more of them.
    pub fn is_asked(&self) -> bool {
        matches!(self.kind.as_str(), "nps" | "csat" | "ces" | "rating")
    }

    /// Answers behind the baseline, and how much they vary, where it is a survey that tells both.
    pub fn survey(&self) -> Option<(u64, f64)> {
        let baseline = self.baseline.filter(|_| self.is_asked())?;
        Some((baseline.n?, baseline.variance?))
    }
}

/// Where the plan says what of a metric; the whole metric, where it does not say it.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[metric]]")]
pub struct MetricPlaces {
    pub name: Span,
    pub direction: Span,
    pub method: Span,
    pub scale: Span,
    pub baseline: Span,
}

/// A measured value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The value, in the metric's unit: NPS −100 to 100, shares in percent.
    pub value: f64,
    /// When it was measured.
    pub date: Option<Date>,
    /// Answers behind it.
    pub n: Option<u64>,
    /// Variance of a single answer, in the square of the metric's unit, where the counts or the share tell it.
    pub variance: Option<f64>,
    /// Between what the value of all customers lies, at 95 %, where the answers tell it.
    pub interval: Option<[f64; 2]>,
}

/// A value to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Months from the start of the plan.
    pub months: u32,
    /// Value to reach.
    pub value: f64,
    /// How the plan writes it.
    pub form: TargetForm,
    /// Place of the value in the plan.
    pub span: Span,
}

/// How a plan writes a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TargetForm {
    /// The value itself.
    Value,
    /// A change in the metric's unit.
    Points(f64),
    /// A change as a part of the baseline.
    Relative(f64),
}

/// A sign of success that no number shows.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[indicator]]")]
pub struct Indicator {
    pub id: String,
    pub statement: String,
    pub goals: Vec<Id<Goal>>,
    pub initiatives: Vec<Id<Initiative>>,
    pub proxy: Option<Id<Metric>>,
    /// In order of time.
    pub observations: Vec<Observation>,
}

/// Something seen or heard.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in indicator.observations")]
pub struct Observation {
    pub date: Date,
    pub note: String,
    pub polarity: Option<String>,
}

/// Something decided, or to be decided.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[decision]]")]
pub struct Decision {
    pub id: String,
    pub title: String,
    /// None: it is still open.
    pub date: Option<Date>,
    pub due: Option<Date>,
    pub reason: Option<String>,
    pub by: Option<String>,
    pub initiatives: Vec<Id<Initiative>>,
}

/// A date at which the plan is looked at again.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[review]]")]
pub struct Review {
    pub id: String,
    pub title: String,
    pub kind: Option<String>,
    pub every: Option<Quantity>,
    pub first: Date,
    pub minutes: Option<u64>,
    pub attendees: Vec<String>,
    pub agenda: Vec<String>,
}

/// Readers with a document of their own.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[audience]]")]
pub struct Audience {
    pub id: String,
    pub title: String,
    pub languages: Vec<Language>,
    pub sections: Vec<String>,
}

/// A value measured since.
#[derive(Clone, Copy, Debug)]
pub struct Actual {
    /// Metric.
    pub metric: Id<Metric>,
    /// The value.
    pub measured: Measured,
}

/// An initiative delivered since.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// Initiative.
    pub initiative: Id<Initiative>,
    /// When.
    pub date: Date,
    /// Person-time that it took, in thousandths of a working day.
    pub effort: Option<u64>,
    /// What it changed.
    pub effects: Vec<(Id<Metric>, f64)>,
}
