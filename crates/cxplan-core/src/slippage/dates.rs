//! The dates of a plan: what its report says of when things happen.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::{Missed, Stand, What};
use crate::report::{InitiativeView, MilestoneView, Report, SCHEMA};
use crate::timeline::Kept;

/// The dates of a plan, as its report states them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Dates {
    pub(super) summary: End,
    pub(super) initiatives: Vec<Work>,
    #[serde(default)]
    pub(super) milestones: Vec<Milestone>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct End {
    pub(super) finish: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Work {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) deadline: Option<Date>,
    pub(super) finished: Option<Date>,
    pub(super) planned: Option<Planned>,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Planned {
    pub(super) start: Date,
    pub(super) finish: Date,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Step {
    pub(super) id: String,
    pub(super) deadline: Option<Date>,
    #[serde(default)]
    pub(super) start: Option<Date>,
    pub(super) finish: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Milestone {
    pub(super) id: String,
    pub(super) date: Option<Date>,
    pub(super) deadline: Option<Date>,
}

/// Why a text is no report whose dates can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoReport {
    /// A later version of the program wrote it: the version of its form.
    Newer(u64),
    /// It is not JSON, or not a report: what the reader of JSON says.
    Other(String),
}

impl Dates {
    /// The dates of a report.
    pub fn of(report: &Report) -> Self {
        let work = |view: &InitiativeView| Work {
            id: view.id.clone(),
            status: view.status.clone(),
            deadline: view.deadline,
            finished: view.finished,
            planned: view.planned.as_ref().map(|on| Planned { start: on.start, finish: on.finish }),
            steps: view
                .steps
                .iter()
                .map(|step| Step {
                    id: step.id.clone(),
                    deadline: step.deadline,
                    start: step.start,
                    finish: step.finish,
                })
                .collect(),
        };
        let milestone = |view: &MilestoneView| Milestone {
            id: view.id.clone(),
            date: view.date,
            deadline: view.deadline,
        };
        Self {
            summary: End { finish: report.summary.finish },
            initiatives: report.initiatives.iter().map(work).collect(),
            milestones: report.milestones.iter().map(milestone).collect(),
        }
    }

    /// Reads them from a report in JSON. What else is in it does not matter.
    ///
    /// # Errors
    ///
    /// [`NoReport`] where it is no report, or a later one than this program knows.
    pub fn read(json: &[u8]) -> Result<Self, NoReport> {
        #[derive(Deserialize)]
        struct Head {
            schema: u64,
        }
        let other = |error: serde_json::Error| NoReport::Other(error.to_string());
        let Head { schema } = serde_json::from_slice(json).map_err(other)?;
        if schema > u64::from(SCHEMA) {
            return Err(NoReport::Newer(schema));
        }
        serde_json::from_slice(json).map_err(other)
    }

    /// First and last day of each step that was planned, for a timeline that shall keep to them.
    pub fn kept(&self, most_moves: u64) -> Kept {
        let known = |step: &Step| Some((step.id.clone(), (step.start?, step.finish?)));
        let planned = self.initiatives.iter().filter(|work| work.planned.is_some());
        let steps = planned.map(|work| (work.id.clone(), work.steps.iter().filter_map(known).collect()));
        Kept { steps: steps.collect(), most_moves }
    }

    /// Whether an initiative of these is among the others.
    pub fn shares_work_with(&self, other: &Self) -> bool {
        let theirs = other.works();
        self.initiatives.iter().any(|work| theirs.contains_key(work.id.as_str()))
    }

    /// The first day on which anything ends.
    pub fn first_end(&self) -> Option<Date> {
        let works = self.initiatives.iter().filter_map(|work| work.stand().finish);
        works.chain(self.milestones.iter().filter_map(|milestone| milestone.date)).min()
    }

    pub(super) fn works(&self) -> BTreeMap<&str, Stand> {
        self.initiatives.iter().map(|work| (work.id.as_str(), work.stand())).collect()
    }

    pub(super) fn moments(&self) -> BTreeMap<&str, Stand> {
        let stand = |milestone: &Milestone| Stand { status: None, start: None, finish: milestone.date };
        self.milestones.iter().map(|milestone| (milestone.id.as_str(), stand(milestone))).collect()
    }

    /// Everything that ends after its deadline.
    pub(super) fn missed(&self) -> BTreeMap<(What, String), Missed> {
        let works = self.initiatives.iter().filter(|work| work.planned.is_some()).flat_map(|work| {
            let steps = work
                .steps
                .iter()
                .map(|step| (What::Step, format!("{}.{}", work.id, step.id), step.deadline, step.finish));
            std::iter::once((What::Initiative, work.id.clone(), work.deadline, work.stand().finish))
                .chain(steps)
        });
        let moments = self
            .milestones
            .iter()
            .map(|milestone| (What::Milestone, milestone.id.clone(), milestone.deadline, milestone.date));
        works
            .chain(moments)
            .filter_map(|(what, name, deadline, finish)| {
                let (deadline, finish) =
                    deadline.zip(finish).filter(|(deadline, finish)| finish > deadline)?;
                Some(((what, name.clone()), Missed { what, name, deadline, finish }))
            })
            .collect()
    }
}

impl Work {
    /// What is planned, or when it was done.
    fn stand(&self) -> Stand {
        Stand {
            status: Some(self.status.clone()),
            start: self.planned.as_ref().map(|planned| planned.start),
            finish: self.planned.as_ref().map(|planned| planned.finish).or(self.finished),
        }
    }
}
