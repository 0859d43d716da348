//! The work as the plan describes it: teams, initiatives, steps and what they wait for.

use std::num::NonZeroU32;

use jiff::civil::Date;

use super::*;
use crate::source::{Span, Spanned};

/// People who do the work.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[team]]")]
pub struct Team {
    pub id: String,
    pub name: String,
    /// Size from each of these days on, in millionths of a full-time equivalent; in order of time. Before the first
    /// it has nobody. Absence of some people is taken off.
    pub sizes: Vec<(Date, u64)>,
    /// When nobody of the team is there.
    pub away: Vec<Absence>,
    /// Days on which it works; the plan's own unless given.
    pub calendar: Option<Id<WorkCalendar>>,
    pub cost_per_person_month: Option<f64>,
}

impl Team {
    /// The most that it ever has, in millionths of a full-time equivalent.
    pub fn largest(&self) -> u64 {
        self.sizes.iter().map(|(_, size)| *size).max().unwrap_or(0)
    }

    /// What it has on a day, in millionths of a full-time equivalent.
    pub fn size_on(&self, day: Date) -> u64 {
        let after = self.sizes.partition_point(|(from, _)| *from <= day);
        let away = self.away.iter().any(|absence| (absence.from..=absence.to).contains(&day));
        if away { 0 } else { after.checked_sub(1).map_or(0, |last| self.sizes[last].1) }
    }
}

/// Days on which a whole team is away.
#[derive(Clone, Debug)]
pub struct Absence {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Why.
    pub why: Option<String>,
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
    /// The plan of a portfolio that it belongs to.
    pub plan: Option<Id<Member>>,
    pub decision: Option<String>,
    pub decided: Option<Date>,
    pub kind: Option<String>,
    pub stage: Option<Id<Stage>>,
    pub touchpoints: Vec<Id<Touchpoint>>,
    pub segments: Vec<Id<Segment>>,
    pub goal: Option<Id<Goal>>,
    pub guidelines: Vec<Id<Guideline>>,
    pub owner: Option<String>,
    pub problem: Option<String>,
    pub impact_short: Option<String>,
    pub impact_long: Option<String>,
    pub lenses: Vec<String>,
    pub pillars: Vec<String>,
    /// Whether it is done as late as can be: `timing`.
    pub late: bool,
    pub urgent: bool,
    pub enabler: bool,
    pub success: Option<Spanned<String>>,
    pub qualitative: Vec<String>,
    pub depends_on: Vec<Dependency>,
    pub effects: Vec<Effect>,
    pub not_before: Option<Date>,
    pub deadline: Option<Spanned<Date>>,
    pub must_finish_by: Option<Spanned<Date>>,
    /// Whether the plan lists its steps; else the whole is one step.
    pub has_steps: bool,
    /// At least one.
    pub steps: Vec<Step>,
    /// Inputs for each method of [`Plan::methods`]; none where the plan gives none.
    pub inputs: Vec<Option<Inputs>>,
}

impl Initiative {
    /// The initiatives that it waits for, as a whole or with single steps, each once.
    pub fn needs(&self, own: Id<Self>) -> Vec<Id<Self>> {
        let of_steps = self.steps.iter().flat_map(|step| &step.after).map(|before| before.on.initiative);
        let mut needs: Vec<Id<Self>> = Vec::new();
        for needed in self.depends_on.iter().map(|dependency| dependency.initiative).chain(of_steps) {
            if needed != own && !needs.contains(&needed) {
                needs.push(needed);
            }
        }
        needs
    }

    /// Person-time of all steps, in thousandths of a working day.
    pub fn effort(&self) -> u64 {
        self.steps.iter().map(Step::effort_in_all).sum()
    }
}

/// The inputs of one method.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// One value a declared input.
    pub values: Vec<Value>,
    /// Low, likely and high, where the plan gives them; the value is the likely one.
    pub ranges: Vec<Option<[f64; 3]>>,
    /// Places of the values that the plan gives.
    pub spans: Vec<Option<Span>>,
    /// Place of the method's table.
    pub span: Span,
    /// Evidence behind each input, one list a declared input.
    pub evidence: Vec<Vec<Id<Evidence>>>,
    /// The values for single segments and personas, in the order of the text. What one leaves out is that of all customers, but
    /// for counts: those are of nobody else.
    pub by_group: Vec<(Group, Vec<Value>)>,
    /// How far the confidence was lowered to what the evidence allows, where it was.
    pub cap: Option<Cap>,
    /// Whether an error was found in the values, so that the method is not asked about them. Never so in a plan without errors.
    pub faulty: bool,
}

/// Some of the customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// A segment.
    Segment(Id<Segment>),
    /// A persona.
    Persona(Id<Persona>),
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
    /// What there is at the end.
    pub deliverable: Option<String>,
    /// Who does it.
    pub team: Option<Id<Team>>,
    /// Person-time of that team, in thousandths of a working day.
    pub effort: u64,
    /// Who takes part in it at the same time. Not without a team that does it.
    pub with: Vec<Share>,
    /// Whether the plan does not say how much work it is. Only so where scores alone are asked for.
    pub unknown: bool,
    /// Half days of work from start to finish, at least one.
    pub half_days: NonZeroU32,
    /// Shortest and longest duration in working days, where the plan gives three points.
    pub range: Option<(u32, u32)>,
    /// The same in half days of work, like [`Step::half_days`], which lies between them.
    pub half_range: Option<[NonZeroU32; 2]>,
    /// Load on the team, in millionths of a full-time equivalent; zero without a team. Rounded down, which is less than
    /// a second of work a year.
    pub load: u64,
    /// What it waits for.
    pub after: Vec<Predecessor>,
    /// Tools needed.
    pub tools: Vec<Id<Tool>>,
    /// First day on which it may start.
    pub not_before: Option<Date>,
    /// Day by which it shall be done.
    pub deadline: Option<Spanned<Date>>,
    /// Day by which it has to be done, whatever it costs.
    pub must_finish_by: Option<Spanned<Date>>,
    /// Day on which it has to start.
    pub fixed: Option<Spanned<Date>>,
    /// How far it is.
    pub progress: Progress,
}

/// The part of a team in work that it does together with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The team.
    pub team: Id<Team>,
    /// Its person-time, in thousandths of a working day.
    pub effort: u64,
    /// Load on it, in millionths of a full-time equivalent.
    pub load: u64,
}

impl Step {
    /// The part of each of its teams, first that of the one that does it.
    pub fn shares(&self) -> impl Iterator<Item = Share> + '_ {
        let own = self.team.map(|team| Share { team, effort: self.effort, load: self.load });
        own.into_iter().chain(self.with.iter().copied())
    }

    /// Person-time of all of its teams, in thousandths of a working day.
    pub fn effort_in_all(&self) -> u64 {
        self.with.iter().map(|share| share.effort).fold(self.effort, u64::saturating_add)
    }

    /// Working days from start to finish, rounded up.
    pub fn days(&self) -> u32 {
        self.half_days.get().div_ceil(2)
    }
}

/// How far a step is, as the plan tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not begun.
    Open,
    /// Under way.
    Started {
        /// First day.
        on: Date,
        /// Half days of work that are left after the status date.
        remaining: NonZeroU32,
    },
    /// Done.
    Finished {
        /// First day, where the plan tells it.
        start: Option<Date>,
        /// Last day.
        on: Date,
    },
}

/// A step of an initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId {
    /// The initiative.
    pub initiative: Id<Initiative>,
    /// Position among its steps.
    pub step: usize,
}

/// What an initiative waits for.
#[derive(Clone, Copy, Debug)]
pub struct Dependency {
    /// The initiative.
    pub initiative: Id<Initiative>,
    /// The step of it; none: all of it.
    pub step: Option<usize>,
    /// Which ends are tied.
    pub kind: LinkKind,
    /// Working days in between; negative: a lead.
    pub lag: i32,
    /// Place in the plan.
    pub span: Span,
}

/// What a step waits for.
#[derive(Clone, Copy, Debug)]
pub struct Predecessor {
    /// The step.
    pub on: StepId,
    /// Which ends are tied.
    pub kind: LinkKind,
    /// Working days in between; negative: a lead.
    pub lag: i32,
    /// Place in the plan.
    pub span: Span,
}

/// Which ends a link ties. Work starts at the dawn of its first day and finishes at the dusk of its last: with no lag, what
/// waits for a finish on Monday starts on Tuesday, and what may finish at a start on Tuesday finishes on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// The second starts after the first finishes.
    FinishToStart,
    /// The second starts when the first starts, or later.
    StartToStart,
    /// The second finishes when the first finishes, or later.
    FinishToFinish,
    /// The second finishes when the first starts, or later.
    StartToFinish,
}

impl LinkKind {
    /// Every kind, in the order of the words in the plan language.
    pub const ALL: [Self; 4] =
        [Self::FinishToStart, Self::StartToStart, Self::FinishToFinish, Self::StartToFinish];

    /// Whether the first's finish is waited for; its start otherwise.
    pub const fn waits_for_finish(self) -> bool {
        matches!(self, Self::FinishToStart | Self::FinishToFinish)
    }

    /// Whether the second's start has to wait; its finish otherwise.
    pub const fn holds_start(self) -> bool {
        matches!(self, Self::FinishToStart | Self::StartToStart)
    }

    /// The word in the plan.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FinishToStart => "fs",
            Self::StartToStart => "ss",
            Self::FinishToFinish => "ff",
            Self::StartToFinish => "sf",
        }
    }
}

/// A moment that the plan works towards.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of the same name in [[milestone]]")]
pub struct Milestone {
    pub id: String,
    /// Place of the id.
    pub span: Span,
    pub title: String,
    /// Initiatives as a whole, or single steps.
    pub after: Vec<(Id<Initiative>, Option<usize>)>,
    pub date: Option<Date>,
    pub deadline: Option<Spanned<Date>>,
    pub must_finish_by: Option<Spanned<Date>>,
}
