//! The report: everything that documents and `--format json` may show, and nothing else.
//!
//! A report holds facts, not sentences: dates, numbers, ids and names as the plan gives them, and reasons as data.
//! Renderers put them into words and places. One report is for one language, which decides only the texts that methods
//! declare (labels of inputs, parts, categories and notes).

mod reviews;
mod scores;
mod slack;
mod steps;

use jiff::civil::Date;
use serde::Serialize;

use crate::forecast::Forecast;
use crate::method::Language;
use crate::readiness::PlanReadiness;
use crate::simulate::Odds;
use crate::slippage::Comparison;

pub use reviews::{DueTarget, MeasuredValue, Occasion, ReviewView, Rhythm, RhythmUnit};
pub use scores::{CategoryView, Column, MethodView, ScoreView};
pub use slack::{CriticalView, SlackDays, SlackView};
pub use steps::{LateReason, ShareView, StartReason, StepView};

/// Version of the report's form. Fields may be added under the same number; a change of meaning raises it.
pub const SCHEMA: u32 = 1;

/// A whole plan, scored and scheduled, ready to be shown.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Version of this form: [`SCHEMA`].
    pub schema: u32,
    /// Version of the engine that made it.
    pub engine: String,
    /// Lower-case hexadecimal SHA-256 of the plan's text.
    pub input_sha256: String,
    /// Language of the texts that methods declare.
    pub language: Language,
    /// Head of the plan.
    pub plan: PlanHead,
    /// The figures of the whole.
    pub summary: Summary,
    /// How good the timeline is; none where nothing is left to do, or too much to be looked at.
    pub search: Option<SearchView>,
    /// The vision, where the plan has one.
    pub vision: Option<VisionView>,
    /// The plans of a portfolio, in its order; empty for a plan on its own.
    pub plans: Vec<MemberView>,
    /// Principles in the order of the plan.
    pub guidelines: Vec<GuidelineView>,
    /// Goals in the order of the plan.
    pub goals: Vec<GoalView>,
    /// Customer segments in the order of the plan.
    pub segments: Vec<SegmentView>,
    /// Personas in the order of the plan.
    pub personas: Vec<PersonaView>,
    /// Metrics with targets, in the order of the plan.
    pub metrics: Vec<MetricView>,
    /// Signs of success that no number shows, in the order of the plan.
    pub indicators: Vec<IndicatorView>,
    /// Methods that scored, the one that decides first.
    pub methods: Vec<MethodView>,
    /// Planned initiatives in the order of work, then those that are not planned in the order of the plan.
    pub initiatives: Vec<InitiativeView>,
    /// What decides the end of the plan; none in plans of more than 5,000 steps.
    pub critical: Option<CriticalView>,
    /// Milestones by their day, those without one last.
    pub milestones: Vec<MilestoneView>,
    /// Decisions: those that are open first, by the day they are due, then those that were taken, latest first.
    pub decisions: Vec<DecisionView>,
    /// Journey stages in their order. Initiatives without a stage are in no stage.
    pub stages: Vec<StageView>,
    /// Evidence in the order of the plan.
    pub evidence: Vec<EvidenceView>,
    /// Competitors in the order of the plan.
    pub competitors: Vec<CompetitorView>,
    /// Teams in the order of the plan.
    pub teams: Vec<TeamView>,
    /// Tools in the order of the plan.
    pub tools: Vec<ToolView>,
    /// Reviews in the order of the plan, with their dates inside the horizon.
    pub reviews: Vec<ReviewView>,
    /// How far the plan is written.
    pub readiness: PlanReadiness,
    /// Audiences in the order of the plan.
    pub audiences: Vec<AudienceView>,
    /// Days on which nobody works, beside the weekly rhythm, inside the span of the timeline.
    pub holidays: Vec<Date>,
    /// Periods in which some or all teams do not work.
    pub freezes: Vec<FreezeView>,
    /// What metrics come to, with odds; none where no metric has both a baseline and a target, or where nobody drew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Forecast>,
    /// The odds of the dates, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odds: Option<Odds>,
    /// What moved since a baseline, where the caller names one: before is the baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Comparison>,
    /// What the changes of `--what-if` move, where there are any: before is the plan without them. All else in the report is with
    /// them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what_if: Option<WhatIf>,
}

/// Changes to the plan that stand in no file, and what they move.
#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    /// The changes as they were asked for.
    pub changes: Vec<String>,
    /// What they move.
    pub moved: Comparison,
}

/// Head of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanHead {
    /// Id of the plan, where it has one.
    pub id: Option<String>,
    /// Title.
    pub title: String,
    /// Company.
    pub company: Option<String>,
    /// Line of business.
    pub sector: Option<String>,
    /// Version as the team counts it.
    pub version: Option<String>,
    /// `draft`, `review`, `approved` or `closed`.
    pub status: Option<String>,
    /// Who answers for the plan.
    pub sponsor: Option<String>,
    /// First day of the plan.
    pub start: Date,
    /// Last day of the horizon.
    pub horizon: Date,
    /// The day that the plan speaks of as today, where one is given.
    pub today: Option<Date>,
    /// The day up to which progress is told; none where none is told.
    pub status_date: Option<Date>,
    /// ISO 4217 code of amounts.
    pub currency: Option<String>,
}

/// The figures of the whole.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Initiatives that the timeline holds.
    pub planned: usize,
    /// Initiatives that are done.
    pub done: usize,
    /// Initiatives that are paused.
    pub paused: usize,
    /// Initiatives that were rejected.
    pub rejected: usize,
    /// First day of work.
    pub start: Option<Date>,
    /// Last day of work.
    pub finish: Option<Date>,
    /// Ids of the planned initiatives that finish after the horizon.
    pub after_horizon: Vec<String>,
    /// Work of all planned initiatives, in person-months.
    pub effort_person_months: f64,
    /// Cost of that work, and of what was delivered since, at the teams' rates; none where no team has a rate.
    pub people_cost: Option<f64>,
    /// Yearly cost of all tools; none where no tool has a cost.
    pub tool_cost: Option<f64>,
    /// Budget; none where the plan has none.
    pub budget: Option<f64>,
    /// What the budget covers.
    pub budget_covers: Option<String>,
    /// Targets at their last date: how many are expected to be reached, of how many that can be told.
    pub targets_reached: usize,
    /// See [`Summary::targets_reached`].
    pub targets_told: usize,
}

/// How good the timeline is, against the order of work alone and against what no timeline of the plan is better than.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// What came first: `value`, `end`, or `order` where scores are ranks and their order decides.
    pub objective: &'static str,
    /// Timelines that were looked at.
    pub timelines: u64,
    /// By how many percent the days until value is delivered are fewer than in the order of work alone, each initiative counted by
    /// its value; none where nothing has a value.
    pub value_gain_percent: Option<f64>,
    /// By how many percent these days are at most more than the fewest that can be, rounded up.
    pub value_gap_percent: Option<f64>,
    /// Whether no timeline delivers value earlier.
    pub value_is_best: bool,
    /// Working days until the end that are fewer than in the order of work alone; more where negative.
    pub end_gain_days: i64,
    /// Working days by which the end is at most later than the earliest possible.
    pub end_gap_days: u64,
    /// Whether no timeline ends earlier.
    pub end_is_best: bool,
}

/// The vision.
#[derive(Clone, Debug, Serialize)]
pub struct VisionView {
    /// What customers shall say.
    pub statement: Option<String>,
    /// The company's vision behind it.
    pub company_vision: Option<String>,
    /// What the brand promises.
    pub brand_promise: Option<String>,
    /// How it will delight.
    pub delight: Option<String>,
    /// Ids of the metrics that tell success.
    pub measured_by: Vec<String>,
}

/// A goal.
#[derive(Clone, Debug, Serialize)]
pub struct GoalView {
    /// Id.
    pub id: String,
    /// What shall be true.
    pub statement: String,
    /// What of the company's strategy it serves.
    pub aligned_to: Option<String>,
    /// Ids of its metrics.
    pub metrics: Vec<String>,
    /// Ids of the planned initiatives that serve it, in the order of work.
    pub initiatives: Vec<String>,
}

/// A customer segment.
#[derive(Clone, Debug, Serialize)]
pub struct SegmentView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Share of all customers, 0 to 1.
    pub share: Option<f64>,
    /// Number of customers.
    pub customers: Option<u64>,
}

/// A persona.
#[derive(Clone, Debug, Serialize)]
pub struct PersonaView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Name of the segment.
    pub segment: Option<String>,
    /// What this person wants.
    pub goals: Vec<String>,
    /// What gets in the way.
    pub frustrations: Vec<String>,
    /// Channels used.
    pub channels: Vec<String>,
}

/// A metric, its baseline and its targets.
#[derive(Clone, Debug, Serialize)]
pub struct MetricView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `nps`, `csat`, `ces`, `rate`, `amount`, `rating` or `count`.
    pub kind: String,
    /// Whether a higher value is better.
    pub higher_is_better: bool,
    /// Whether the value is a percentage (shown with %).
    pub percent: bool,
    /// Unit of the value, in the plan's words.
    pub unit: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it judges: `relationship`, `journey` or `transaction`.
    pub level: Option<String>,
    /// What the company believes it to be; the difference to the baseline is the perception gap.
    pub believed: Option<f64>,
    /// Baseline value.
    pub baseline: Option<f64>,
    /// Date of the baseline.
    pub baseline_date: Option<Date>,
    /// Answers behind the baseline.
    pub sample: Option<u64>,
    /// Between what the value of all customers lies, at 95 %, where the answers tell it.
    pub interval: Option<[f64; 2]>,
    /// The smallest change that two surveys of this size can tell from chance at 95 %; none for what is not asked.
    pub smallest_change: Option<f64>,
    /// Targets in order of time.
    pub targets: Vec<TargetView>,
    /// Expected value at the end of each month from the start of the plan (index 0) to the horizon: baseline plus the
    /// effects of what the timeline has delivered by then, each times its confidence. Empty without a baseline.
    pub expected: Vec<f64>,
    /// What each planned initiative is expected to bring at the horizon, largest first.
    pub contributions: Vec<Contribution>,
    /// Values of competitors by name, in the order of the plan.
    pub competitors: Vec<(String, f64)>,
    /// Measured values since, in order of time.
    pub actuals: Vec<(Date, f64)>,
}

/// A target.
#[derive(Clone, Debug, Serialize)]
pub struct TargetView {
    /// Months from the start of the plan.
    pub months: u32,
    /// That day.
    pub date: Date,
    /// Value to reach.
    pub value: f64,
    /// The change that the plan writes instead of the value, in the metric's unit.
    pub points: Option<f64>,
    /// The change that the plan writes instead of the value, as a part of the baseline.
    pub relative: Option<f64>,
    /// Expected value on that day (see [`MetricView::expected`]).
    pub expected: Option<f64>,
    /// Whether the expected value reaches the target.
    pub reached: Option<bool>,
    /// Answers that each of two surveys needs to tell this target from the baseline; none for what is not asked.
    pub answers_needed: Option<f64>,
}

/// What an initiative is expected to bring to a metric.
#[derive(Clone, Debug, Serialize)]
pub struct Contribution {
    /// Id of the initiative.
    pub initiative: String,
    /// Change of the metric, in its unit.
    pub change: f64,
}

/// An initiative with its scores, its place and its dates.
#[derive(Clone, Debug, Serialize)]
pub struct InitiativeView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// `proposed`, `planned`, `active`, `done`, `paused` or `rejected`.
    pub status: String,
    /// Why it has that status.
    pub decision: Option<String>,
    /// When that was decided.
    pub decided: Option<Date>,
    /// Title of the plan of a portfolio that it belongs to.
    pub plan: Option<String>,
    /// `add`, `improve` or `remove`.
    pub kind: Option<String>,
    /// Which of `useful`, `easy` and `enjoyable` it makes better.
    pub lenses: Vec<String>,
    /// Which of the six pillars it strengthens.
    pub pillars: Vec<String>,
    /// Ids of the principles that it was checked against.
    pub guidelines: Vec<String>,
    /// First day on which it may start.
    pub not_before: Option<Date>,
    /// Day by which it shall be done.
    pub deadline: Option<Date>,
    /// Day by which it has to be done, whatever it costs.
    pub must_finish_by: Option<Date>,
    /// When it was done.
    pub finished: Option<Date>,
    /// Id of the stage.
    pub stage: Option<String>,
    /// Id of the goal.
    pub goal: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Names of the segments that it is for.
    pub segments: Vec<String>,
    /// Ids of the touchpoints that it changes.
    pub touchpoints: Vec<String>,
    /// What customers meet today.
    pub problem: Option<String>,
    /// Effect in the first weeks.
    pub impact_short: Option<String>,
    /// Effect in the long run.
    pub impact_long: Option<String>,
    /// How the team will know that it worked.
    pub success: Option<String>,
    /// Signs that no number shows.
    pub qualitative: Vec<String>,
    /// Whether customers suffer now.
    pub urgent: bool,
    /// Whether its worth lies in what it makes possible.
    pub enabler: bool,
    /// Class by impact and effort, kind of the impact/effort chart: 1 low to high; none where no method gives both.
    pub impact_effort: Option<(f64, f64)>,
    /// Scores in the order of [`Report::methods`]; none where the inputs are absent.
    pub scores: Vec<Option<ScoreView>>,
    /// Effects on metrics.
    pub effects: Vec<EffectView>,
    /// Work, in person-months.
    pub effort_person_months: f64,
    /// Cost of the work at the teams' rates.
    pub cost: Option<f64>,
    /// Ids of the initiatives that it needs first, as a whole or with single steps.
    pub needs: Vec<String>,
    /// What ties it as a whole to others.
    pub links: Vec<LinkView>,
    /// Ids of the initiatives that need it.
    pub unlocks: Vec<String>,
    /// Names of the teams that work on it, in the order of the steps.
    pub teams: Vec<String>,
    /// Steps in the order of the plan.
    pub steps: Vec<StepView>,
    /// Whether work on it can begin.
    pub readiness: Readiness,
    /// Place and dates; none where it is not planned.
    pub planned: Option<PlannedView>,
}

/// Whether work on an initiative can begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Readiness {
    /// It is done.
    Done,
    /// It was set aside: paused or rejected.
    Aside,
    /// It has begun.
    UnderWay,
    /// Something has to come first.
    Needs {
        /// Ids of the initiatives that are not done, or not begun where that is enough.
        initiatives: Vec<String>,
    },
    /// The plan or the calendar holds it until a day.
    Waits {
        /// The first day of work.
        until: Date,
    },
    /// It can begin.
    Now,
}

/// Place and dates of a planned initiative.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedView {
    /// Rank by score among the planned ones, from 1.
    pub rank: usize,
    /// The ranks that it has in 80 % of the draws, where the inputs are drawn within their ranges; none in large plans.
    pub likely_ranks: Option<[usize; 2]>,
    /// Place in the order of work, from 1.
    pub place: usize,
    /// Why place and rank differ, or that they follow the score.
    pub place_reason: PlaceReason,
    /// First day of work.
    pub start: Date,
    /// Last day of work.
    pub finish: Date,
    /// Working days from the first to the last, both counted, by the plan's calendar.
    pub working_days: u32,
    /// What decides the first day.
    pub start_reason: StartReason,
    /// Id of the step that finishes last, and what decides that step's start.
    pub last_step: String,
    /// See [`PlannedView::last_step`].
    pub finish_reason: StartReason,
    /// Whether it is a quick win: strong, cheap, and nothing has to come first.
    pub quick_win: bool,
}

/// Why an initiative stands where it does in the order of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PlaceReason {
    /// The order follows the score.
    Score,
    /// Benefit is weighed against effort, and its effort gives it this place.
    Effort,
    /// Brought forward: these initiatives need it and are worth the detour.
    Unlocks {
        /// Their ids, best score first.
        initiatives: Vec<String>,
    },
    /// Held back: these have to be done first.
    Needs {
        /// Their ids.
        initiatives: Vec<String>,
    },
    /// Moved only because these others were brought forward or held back.
    Displaced {
        /// Ids of the ones that passed it or that it passed, at most three.
        initiatives: Vec<String>,
    },
}

/// An effect on a metric.
#[derive(Clone, Debug, Serialize)]
pub struct EffectView {
    /// Id of the metric.
    pub metric: String,
    /// Smallest change, when it is in full.
    pub low: f64,
    /// Likely change.
    pub likely: f64,
    /// Largest change.
    pub high: f64,
    /// Months until it is in full.
    pub ramp_months: f64,
}

/// A journey stage.
#[derive(Clone, Debug, Serialize)]
pub struct StageView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// People who enter it in a month.
    pub entered: Option<u64>,
    /// People who complete it in a month.
    pub completed: Option<u64>,
    /// Mean emotion of its touchpoints, −2 to 2.
    pub emotion: Option<f64>,
    /// Its touchpoints.
    pub touchpoints: Vec<TouchpointView>,
    /// Pieces of evidence on its touchpoints.
    pub evidence: usize,
    /// Which of the five Es it belongs to.
    pub phase: Option<String>,
    /// Why no initiative touches it.
    pub no_initiative: Option<String>,
    /// Ids of its planned initiatives, by date of start.
    pub initiatives: Vec<String>,
}

/// A touchpoint.
#[derive(Clone, Debug, Serialize)]
pub struct TouchpointView {
    /// Id.
    pub id: String,
    /// Name: the plan's, else made of the id.
    pub name: String,
    /// Channels.
    pub channels: Vec<String>,
    /// Whether customers only form expectations here.
    pub expectation_only: bool,
    /// Emotion at its end, −2 to 2.
    pub emotion: Option<i64>,
    /// The emotion that the company believes in; the difference is the perception gap.
    pub emotion_believed: Option<i64>,
    /// Which of `useful`, `easy` and `enjoyable` it lacks.
    pub lenses: Vec<String>,
    /// What customers expect.
    pub expectation: Option<String>,
    /// Who follows up, when and how.
    pub follow_up: Option<FollowUpView>,
    /// Why nobody does.
    pub no_follow_up: Option<String>,
    /// Ids of the planned initiatives that change it.
    pub initiatives: Vec<String>,
}

/// A follow-up.
#[derive(Clone, Debug, Serialize)]
pub struct FollowUpView {
    /// Who.
    pub who: String,
    /// Calendar days or months after, as the plan writes it (`1d`).
    pub when: Option<String>,
    /// How.
    pub how: Option<String>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView {
    /// Id.
    pub id: String,
    /// `interview`, `survey`, `analytics` and so on.
    pub kind: String,
    /// When it was gathered.
    pub date: Option<Date>,
    /// Number of answers, sessions or people.
    pub n: Option<u64>,
    /// What it says.
    pub finding: String,
    /// A customer's own words.
    pub quote: Option<String>,
    /// `negative`, `positive` or `mixed`.
    pub polarity: Option<String>,
    /// Ids of the touchpoints that it speaks of.
    pub touchpoints: Vec<String>,
    /// Ids of the initiatives whose estimates it backs.
    pub backs: Vec<String>,
}

/// A competitor.
#[derive(Clone, Debug, Serialize)]
pub struct CompetitorView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// How it was studied.
    pub sources: Vec<String>,
    /// What it does well.
    pub does_well: Vec<String>,
    /// What it does badly.
    pub does_badly: Vec<String>,
}

/// A team with its load.
#[derive(Clone, Debug, Serialize)]
pub struct TeamView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Full-time equivalents.
    pub capacity: f64,
    /// Work that the plan asks of it, in person-months.
    pub effort_person_months: f64,
    /// Cost of that work.
    pub cost: Option<f64>,
    /// Share of its capacity in use, 0 to 1, for each month from the first month of the timeline to its last.
    pub load: Vec<f64>,
}

/// A tool.
#[derive(Clone, Debug, Serialize)]
pub struct ToolView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Cost for a year.
    pub annual_cost: Option<f64>,
    /// First day on which a planned step uses it.
    pub first_needed: Option<Date>,
}

/// An audience that gets a document of its own.
#[derive(Clone, Debug, Serialize)]
pub struct AudienceView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Languages of its document.
    pub languages: Vec<Language>,
    /// What it wants to read.
    pub sections: Vec<String>,
}

/// A period without work.
#[derive(Clone, Debug, Serialize)]
pub struct FreezeView {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Names of the teams; empty: all.
    pub teams: Vec<String>,
    /// Why.
    pub why: Option<String>,
}

/// A plan of a portfolio.
#[derive(Clone, Debug, Serialize)]
pub struct MemberView {
    /// Id, where it has one.
    pub id: Option<String>,
    /// Title.
    pub title: String,
    /// Number of its planned initiatives.
    pub planned: usize,
    /// Their work, in person-months.
    pub effort_person_months: f64,
    /// Its own budget.
    pub budget: Option<f64>,
}

/// A principle that every initiative respects.
#[derive(Clone, Debug, Serialize)]
pub struct GuidelineView {
    /// Id.
    pub id: String,
    /// The principle.
    pub statement: String,
    /// Why it holds.
    pub why: Option<String>,
    /// Ids of the planned initiatives that were checked against it.
    pub initiatives: Vec<String>,
}

/// A sign of success that no number shows.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorView {
    /// Id.
    pub id: String,
    /// What would be seen or heard.
    pub statement: String,
    /// Ids of the goals that it speaks for.
    pub goals: Vec<String>,
    /// Ids of the initiatives that it speaks for.
    pub initiatives: Vec<String>,
    /// Id of a metric that stands in for it.
    pub proxy: Option<String>,
    /// What was seen so far, in order of time.
    pub observations: Vec<ObservationView>,
}

/// Something seen or heard.
#[derive(Clone, Debug, Serialize)]
pub struct ObservationView {
    /// When.
    pub date: Date,
    /// What.
    pub note: String,
    /// `negative`, `positive` or `mixed`.
    pub polarity: Option<String>,
}

/// A moment that the plan works towards.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneView {
    /// Id.
    pub id: String,
    /// What is reached.
    pub title: String,
    /// When it is reached; none where what it waits for has no date.
    pub date: Option<Date>,
    /// Day by which it shall be reached.
    pub deadline: Option<Date>,
    /// Day by which it has to be done, whatever it costs.
    pub must_finish_by: Option<Date>,
    /// Whether it is reached after that day.
    pub late: bool,
    /// What it waits for: `initiative` or `initiative.step`.
    pub after: Vec<String>,
}

/// Something decided, or to be decided.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionView {
    /// Id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// When it was taken; none: it is open.
    pub date: Option<Date>,
    /// By when it has to be taken.
    pub due: Option<Date>,
    /// Why it was taken so, or what hangs on it.
    pub reason: Option<String>,
    /// Who takes it.
    pub by: Option<String>,
    /// Ids of the initiatives that it is about.
    pub initiatives: Vec<String>,
}

/// What ties work to something that it waits for.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// What it waits for: `step`, `initiative` or `initiative.step`.
    pub on: String,
    /// `fs`, `ss`, `ff` or `sf`.
    pub kind: &'static str,
    /// Working days in between; negative: a lead.
    pub lag: i32,
}
