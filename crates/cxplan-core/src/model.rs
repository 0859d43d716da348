//! The checked plan. A [`Plan`] has no dangling name, no loop and no impossible date: what could be wrong with it was
//! reported by [`crate::check::check`], which alone makes one.

use jiff::civil::{Date, Weekday};

use crate::ids::{Id, List};
use crate::method::{Language, Method, Value};
use crate::quantity::Quantity;
use crate::source::{Span, Spanned};

/// A checked plan.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each list is the table of the same name; see crate::language")]
pub struct Plan {
    /// `[plan]`
    pub head: Head,
    /// `[calendar]`
    pub calendar: CalendarRules,
    /// Methods that score: the one that decides first, then those to compare with.
    pub methods: Vec<Scoring>,
    pub vision: Option<Vision>,
    pub goals: List<Goal>,
    pub segments: List<Segment>,
    pub personas: List<Persona>,
    /// Where the plan lists no stages, they are the labels that initiatives use.
    pub stages: List<Stage>,
    pub touchpoints: List<Touchpoint>,
    pub evidence: List<Evidence>,
    pub competitors: List<Competitor>,
    pub metrics: List<Metric>,
    pub teams: List<Team>,
    pub tools: List<Tool>,
    pub budget: Option<Budget>,
    pub initiatives: List<Initiative>,
    pub reviews: List<Review>,
    pub audiences: List<Audience>,
    pub actuals: Vec<Actual>,
    pub delivered: Vec<Delivered>,
}

/// Head of the plan.
#[derive(Clone, Debug)]
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
    pub today: Option<Date>,
    /// At least one; the first is the plan's own.
    pub languages: Vec<Language>,
    pub currency: Option<String>,
    pub version: Option<String>,
    pub status: Option<String>,
    pub sponsor: Option<String>,
}

/// Working days, holidays and freezes as the plan writes them.
#[derive(Clone, Debug)]
pub struct CalendarRules {
    /// Working days of a week, Monday first; at least one.
    pub workdays: [bool; 7],
    /// Days on which nobody works, in order of time.
    pub holidays: Vec<Date>,
    /// Periods without work.
    pub freezes: Vec<Freeze>,
    /// Working days in a person-month.
    pub days_per_month: u32,
}

impl CalendarRules {
    /// Working days in a week.
    pub fn days_per_week(&self) -> u32 {
        self.workdays.iter().filter(|works| **works).count() as u32
    }

    /// Whether the weekday is a working day.
    pub fn works_on(&self, weekday: Weekday) -> bool {
        self.workdays[weekday.to_monday_zero_offset() as usize]
    }
}

/// A period without work.
#[derive(Clone, Debug)]
pub struct Freeze {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Teams that pause; empty: all.
    pub teams: Vec<Id<Team>>,
    /// Why.
    pub why: Option<String>,
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
}

/// The vision.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [vision]")]
pub struct Vision {
    pub statement: Option<String>,
    pub company_vision: Option<String>,
    pub brand_promise: Option<String>,
    pub delight: Option<String>,
    pub measured_by: Vec<Id<Metric>>,
}

/// A goal.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[goal]]")]
pub struct Goal {
    pub id: String,
    pub statement: String,
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
    pub share: Option<f64>,
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
    pub name: String,
    /// Place in the journey, lowest first; equal ones by the order of the text.
    pub order: i64,
    /// People a month.
    pub entered: Option<u64>,
    /// People a month.
    pub completed: Option<u64>,
}

/// A place where customers meet the company.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[touchpoint]]")]
pub struct Touchpoint {
    pub id: String,
    pub name: String,
    pub stage: Option<Id<Stage>>,
    pub channels: Vec<String>,
    /// −2 to 2.
    pub emotion: Option<i64>,
    pub expectation: Option<String>,
    pub follow_up: Option<FollowUp>,
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
    pub kind: String,
    pub date: Option<Date>,
    pub n: Option<u64>,
    pub touchpoints: Vec<Id<Touchpoint>>,
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
    pub name: String,
    pub kind: String,
    /// Whether a higher value is better.
    pub higher_is_better: bool,
    /// Whether the value is a percentage.
    pub percent: bool,
    pub unit: Option<String>,
    pub baseline: Option<Measured>,
    /// In order of time.
    pub targets: Vec<Target>,
    pub owner: Option<String>,
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
}

/// A value to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Months from the start of the plan.
    pub months: u32,
    /// Value to reach.
    pub value: f64,
}

/// People who do the work.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[team]]")]
pub struct Team {
    pub id: String,
    pub name: String,
    /// Millionths of a full-time equivalent.
    pub capacity: u64,
    pub cost_per_person_month: Option<f64>,
}

/// Something the work needs.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[tool]]")]
pub struct Tool {
    pub id: String,
    pub name: String,
    pub annual_cost: Option<f64>,
}

/// What may be spent.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [budget]")]
pub struct Budget {
    pub amount: f64,
    pub covers: Option<String>,
}

/// How far an initiative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// An idea that is planned as if it were decided.
    Proposed,
    /// Decided.
    Planned,
    /// Under way.
    Active,
    /// Delivered: takes no more work, and nothing waits for it.
    Done,
    /// Stopped for now: not in the timeline.
    Paused,
    /// Refused: scored, never in the timeline.
    Rejected,
}

impl Status {
    /// Every status, in the order of the words in [`crate::language::INITIATIVE`].
    pub const ALL: [Self; 6] =
        [Self::Proposed, Self::Planned, Self::Active, Self::Done, Self::Paused, Self::Rejected];

    /// The word in the plan.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Planned => "planned",
            Self::Active => "active",
            Self::Done => "done",
            Self::Paused => "paused",
            Self::Rejected => "rejected",
        }
    }

    /// Whether the timeline holds it.
    pub const fn is_scheduled(self) -> bool {
        matches!(self, Self::Proposed | Self::Planned | Self::Active)
    }
}

/// Something to be done for customers.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[initiative]]")]
pub struct Initiative {
    pub id: String,
    /// Place of the id.
    pub span: Span,
    pub title: String,
    pub status: Status,
    pub decision: Option<String>,
    pub stage: Option<Id<Stage>>,
    pub touchpoints: Vec<Id<Touchpoint>>,
    pub segments: Vec<Id<Segment>>,
    pub goal: Option<Id<Goal>>,
    pub owner: Option<String>,
    pub problem: Option<String>,
    pub impact_short: Option<String>,
    pub impact_long: Option<String>,
    pub urgent: bool,
    pub enabler: bool,
    pub success: Option<String>,
    pub qualitative: Vec<String>,
    /// Each with its place.
    pub depends_on: Vec<Spanned<Id<Self>>>,
    pub effects: Vec<Effect>,
    /// At least one.
    pub steps: Vec<Step>,
    /// Inputs for each method of [`Plan::methods`]; none where the plan gives none.
    pub inputs: Vec<Option<Inputs>>,
}

impl Initiative {
    /// Person-time of all steps, in thousandths of a working day.
    pub fn effort(&self) -> u64 {
        self.steps.iter().map(|step| step.effort).sum()
    }
}

/// The inputs of one method.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// One value a declared input.
    pub values: Vec<Value>,
    /// Places of the values that the plan gives.
    pub spans: Vec<Option<Span>>,
    /// Place of the method's table.
    pub span: Span,
    /// Evidence behind each input, one list a declared input.
    pub evidence: Vec<Vec<Id<Evidence>>>,
}

/// A change of a metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Metric.
    pub metric: Id<Metric>,
    /// Smallest, likely and largest change, when it is in full.
    pub change: [f64; 3],
    /// Months until it is in full.
    pub ramp_months: f64,
}

/// A piece of work.
#[derive(Clone, Debug)]
pub struct Step {
    /// Id, unique in the initiative.
    pub id: String,
    /// Place in the plan.
    pub span: Span,
    /// What is done.
    pub title: String,
    /// Who does it.
    pub team: Option<Id<Team>>,
    /// Person-time, in thousandths of a working day.
    pub effort: u64,
    /// Working days from start to finish, at least one.
    pub duration: u32,
    /// Load on the team, in millionths of a full-time equivalent; zero without a team. Rounded down, which is less than
    /// a second of work a year.
    pub load: u64,
    /// Positions of the steps of the same initiative that come first.
    pub after: Vec<usize>,
    /// Tools needed.
    pub tools: Vec<Id<Tool>>,
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
