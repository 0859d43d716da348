//! How much later steps can start.

use jiff::civil::Date;
use serde::Serialize;

/// What decides the end of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalView {
    /// The last day of the whole if every step had its team to itself.
    pub finish_by_links: Date,
    /// The steps that decide that day, by their start: `initiative.step`, or the initiative where it lists no steps.
    pub path: Vec<String>,
    /// The steps that decide the last day of the timeline, by their start.
    pub chain: Vec<String>,
}

/// How much later a step can start, in working days of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SlackView {
    /// By links and dates alone, from the days that the step would have if every step had its team to itself.
    pub by_links: SlackDays,
    /// From its days on the timeline, as the teams go from step to step.
    pub with_teams: SlackDays,
    /// Whether it is on the critical path: a day more, and the whole would end later even with a team for every step.
    pub critical_path: bool,
    /// Whether it is on the critical chain: a day more, and the timeline ends later.
    pub critical_chain: bool,
}

/// Free and total slack, in working days of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SlackDays {
    /// Without any other step starting later.
    pub free: u32,
    /// Without the whole ending later.
    pub total: u32,
}
