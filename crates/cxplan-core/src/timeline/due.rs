//! Days by which something that is still to be done shall be over.

use jiff::civil::Date;

use super::network::Network;
use crate::calendar::Calendar;
use crate::ids::Id;
use crate::model::Initiative;
use crate::schedule::Slot;
use crate::source::Spanned;

/// A day by which something shall be done.
#[derive(Clone, Debug)]
pub(super) struct Due {
    /// Id of the initiative or milestone; of a step: `initiative.step`.
    pub(super) name: String,
    pub(super) date: Spanned<Date>,
    /// Whether it has to be kept, whatever it costs.
    pub(super) hard: bool,
    /// What has to be over, as far as it is not.
    pub(super) activities: Vec<usize>,
    /// Days of the axis up to the last on which that is in time.
    pub(super) until: u32,
}

impl Due {
    /// Days of the axis by which a schedule is late.
    pub(super) fn late(&self, slots: &[Slot]) -> u32 {
        let over = self.last(slots).map_or(0, |last| slots[last].finish.0 + 1);
        over.saturating_sub(self.until)
    }

    /// What ends last in a schedule.
    pub(super) fn last(&self, slots: &[Slot]) -> Option<usize> {
        self.activities.iter().copied().max_by_key(|activity| slots[*activity].finish)
    }
}

/// The dawn by which each of so many activities has to be over by its own days; the end of time where there are none.
pub(super) fn untils<'d>(count: usize, dues: impl IntoIterator<Item = &'d Due>) -> Vec<u32> {
    let mut until = vec![u32::MAX; count];
    for due in dues {
        for activity in &due.activities {
            until[*activity] = until[*activity].min(due.until);
        }
    }
    until
}

/// The days of everything that is still to be done: initiatives with their steps, in the order of the plan, then milestones.
pub(super) fn all(network: &Network<'_>, calendar: &Calendar) -> Vec<Due> {
    let plan = network.plan;
    let mut open: Vec<Vec<usize>> = vec![Vec::new(); plan.initiatives.len()];
    for (activity, step) in network.steps.iter().enumerate() {
        open[step.initiative.index()].push(activity);
    }
    let of = |initiative: Id<Initiative>, step: Option<usize>| {
        let asked = |activity: &usize| step.is_none_or(|step| network.steps[*activity].step == step);
        open[initiative.index()].iter().copied().filter(asked).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    let mut add = |name: &dyn Fn() -> String,
                   [wished, hard]: [Option<Spanned<Date>>; 2],
                   activities: &dyn Fn() -> Vec<usize>| {
        for (date, hard) in [(wished, false), (hard, true)] {
            let Some(date) = date else { continue };
            // In their order, each once: a milestone may name an initiative and a step of it.
            let mut activities = activities();
            activities.sort_unstable();
            activities.dedup();
            if !activities.is_empty() {
                let until = calendar.day_on_or_before(date.value).map_or(0, |day| day.0 + 1);
                found.push(Due { name: name(), date, hard, activities, until });
            }
        }
    };
    for (id, initiative) in plan.initiatives.entries() {
        let days = [initiative.deadline, initiative.must_finish_by];
        add(&|| initiative.id.clone(), days, &|| of(id, None));
        for (position, step) in initiative.steps.iter().enumerate() {
            let name = || plan.work_name(id, Some(position));
            add(&name, [step.deadline, step.must_finish_by], &|| of(id, Some(position)));
        }
    }
    for milestone in &plan.milestones {
        let waits = || milestone.after.iter().flat_map(|(initiative, step)| of(*initiative, *step)).collect();
        add(&|| milestone.id.clone(), [milestone.deadline, milestone.must_finish_by], &waits);
    }
    found
}
