//! Steps with their dates, and what decides them.

use jiff::civil::Date;
use serde::Serialize;

use super::{LinkView, SlackView};

/// What decides the first day of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum StartReason {
    /// It starts with the plan.
    PlanStart,
    /// It starts when this step is done.
    After {
        /// Id of the initiative of that step.
        initiative: String,
        /// Id of that step.
        step: String,
        /// Last day of that step.
        finish: Date,
    },
    /// A link of another kind, or with time in between, holds it.
    Linked {
        /// Id of the initiative that it is tied to.
        initiative: String,
        /// Id of the step.
        step: String,
        /// `fs`, `ss`, `ff` or `sf`.
        tie: &'static str,
        /// Working days in between; negative: a lead.
        lag: i32,
        /// The day of the end that counts: the first day of that step, or its last.
        date: Date,
    },
    /// The team is busy with these until that day.
    TeamBusy {
        /// Name of the team.
        team: String,
        /// Ids of the initiatives that hold the team.
        initiatives: Vec<String>,
        /// Last day on which the team has too little room.
        until: Date,
    },
    /// The plan says that it may not start before this day.
    NotBefore {
        /// That day.
        date: Date,
    },
    /// The plan says that it starts on this day.
    Fixed,
    /// The plan says that it is done as late as its deadlines and what waits for it allow.
    Late,
    /// It had not begun by this day, up to which progress is told.
    StatusDate {
        /// That day.
        date: Date,
    },
    /// It is under way since this day.
    Started {
        /// That day.
        date: Date,
    },
    /// It is done.
    Finished,
    /// Nobody, or not this team, works until that day.
    Calendar {
        /// Last day without work.
        until: Date,
        /// Why, in the plan's words.
        why: Option<String>,
    },
}

/// The part of a team in a step of another.
#[derive(Clone, Debug, Serialize)]
pub struct ShareView {
    /// Name of the team.
    pub team: String,
    /// Its work, in person-days.
    pub effort_days: f64,
    /// Load on it, in full-time equivalents.
    pub load: f64,
}

/// A step with its dates.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// Id, unique in its initiative.
    pub id: String,
    /// Title.
    pub title: String,
    /// Name of the team.
    pub team: Option<String>,
    /// Work of that team, in person-days.
    pub effort_days: f64,
    /// Teams that take part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<ShareView>,
    /// Working days.
    pub days: u32,
    /// Load on the team, in full-time equivalents.
    pub load: f64,
    /// Shortest and longest duration, in working days, where the plan gives three points.
    pub range: Option<(u32, u32)>,
    /// What there is at the end.
    pub deliverable: Option<String>,
    /// `open`, `started` or `finished`.
    pub progress: &'static str,
    /// Day by which it shall be done.
    pub deadline: Option<Date>,
    /// Day by which it has to be done, whatever it costs.
    pub must_finish_by: Option<Date>,
    /// Ids of the steps that come first; those of other initiatives as `initiative.step`.
    pub after: Vec<String>,
    /// What ties it to other steps.
    pub links: Vec<LinkView>,
    /// Names of the tools.
    pub tools: Vec<String>,
    /// First day; none where the initiative is not planned.
    pub start: Option<Date>,
    /// Last day.
    pub finish: Option<Date>,
    /// What decides the first day.
    pub reason: Option<StartReason>,
    /// How much later it can start; none where it is finished or not planned, and in plans of more than 5,000 steps.
    pub slack: Option<SlackView>,
}

impl StepView {
    /// Names of its teams, first the one that does it.
    pub fn teams(&self) -> impl Iterator<Item = &String> {
        self.team.iter().chain(self.with.iter().map(|share| &share.team))
    }

    /// Work of a team, in person-days.
    pub fn effort_of(&self, team: &str) -> f64 {
        let own = if self.team.as_deref() == Some(team) { self.effort_days } else { 0.0 };
        self.with.iter().filter(|share| share.team == team).fold(own, |sum, share| sum + share.effort_days)
    }
}
