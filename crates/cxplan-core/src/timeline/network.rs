//! The steps that are still to be done and what ties them, between the plan and the scheduler.
//!
//! Steps that are finished have left the network: what waits for one is released by its date.

mod axis;
mod dates;
mod facts;

use std::num::{NonZeroU32, NonZeroU64};

use jiff::ToSpan;
use jiff::civil::Date;

use super::history::History;
use super::{Cause, Place};
use crate::calendar::Calendar;
use crate::ids::Id;
use crate::model::{Dependency, Initiative, LinkKind, Plan, Progress, Step, StepId};
use crate::schedule::{Link, Load};

/// The steps of all planned initiatives that are not finished, and the links between them.
pub(super) struct Network<'p> {
    pub(super) plan: &'p Plan,
    /// In the order of work, and inside an initiative in the order of the plan.
    pub(super) steps: Vec<StepId>,
    pub(super) links: Vec<Link>,
    /// Half days of work that are left of each.
    pub(super) lengths: Vec<NonZeroU32>,
    /// The latest day before which each may not start, and what says so.
    releases: Vec<Option<(Date, Cause)>>,
    /// The latest day before which each may not finish, and what says so.
    finishes: Vec<Option<(Date, Cause)>>,
}

impl<'p> Network<'p> {
    pub(super) fn of(plan: &'p Plan, places: &[Place], calendar: &Calendar) -> Self {
        // Position of each step of each initiative in the network.
        let mut offsets = Vec::with_capacity(plan.initiatives.len());
        let mut count = 0;
        for initiative in &plan.initiatives {
            offsets.push(count);
            count += initiative.steps.len();
        }
        let mut nodes: Vec<Option<usize>> = vec![None; count];
        let mut steps = Vec::new();
        for place in places {
            let initiative = &plan.initiatives[place.initiative];
            for (step, _) in initiative.steps.iter().enumerate().filter(|(_, step)| !is_finished(step)) {
                nodes[offsets[place.initiative.index()] + step] = Some(steps.len());
                steps.push(StepId { initiative: place.initiative, step });
            }
        }
        let history = History::of(plan, calendar);
        let none = vec![None; steps.len()];
        let lengths = steps.iter().map(|id| left(&plan.initiatives[id.initiative].steps[id.step])).collect();
        let links = Vec::new();
        let mut network = Self { plan, links, lengths, releases: none.clone(), finishes: none, steps };
        let node = |step: StepId| nodes[offsets[step.initiative.index()] + step.step];
        for place in places {
            network.tie(place.initiative, &node, &history);
        }
        for index in 0..network.steps.len() {
            network.release_by_dates(index);
        }
        network
    }

    /// Ties the steps of an initiative to what they wait for.
    fn tie(&mut self, own: Id<Initiative>, node: &impl Fn(StepId) -> Option<usize>, history: &History<'_>) {
        let initiative = &self.plan.initiatives[own];
        for (position, step) in initiative.steps.iter().enumerate() {
            let Some(to) = node(StepId { initiative: own, step: position }) else { continue };
            for before in &step.after {
                self.link(before.on, to, before.kind, before.lag, node, history);
            }
        }
        // A dependency of the whole holds its start (or its end) as long as that lies ahead.
        let begun = initiative.steps.iter().any(|step| step.progress != Progress::Open);
        for dependency in &initiative.depends_on {
            let at_start = dependency.kind.holds_start();
            if at_start && begun {
                continue;
            }
            let waiting: Vec<usize> = if at_start {
                first_steps(own, initiative).collect()
            } else {
                last_steps(own, initiative).collect()
            };
            for from in ends(self.plan, dependency) {
                for to in &waiting {
                    let Some(to) = node(StepId { initiative: own, step: *to }) else { continue };
                    self.link(from, to, dependency.kind, dependency.lag, node, history);
                }
            }
        }
    }

    fn link(
        &mut self,
        from: StepId,
        to: usize,
        kind: LinkKind,
        lag: i32,
        node: &impl Fn(StepId) -> Option<usize>,
        history: &History<'_>,
    ) {
        let at_start = kind.holds_start();
        // What is under way has started, whatever it should have waited for.
        if at_start && self.is_started(to) {
            return;
        }
        match node(from) {
            Some(from) if kind.waits_for_finish() || !self.is_started(from) => {
                self.links.push(Link { from, to, kind, lag });
            }
            // That end lies behind.
            _ => match history.moment(from, kind, lag) {
                Some((date, cause)) if at_start => hold(&mut self.releases[to], date, cause),
                Some((date, cause)) => hold(&mut self.finishes[to], date.saturating_sub(1.day()), cause),
                None => {}
            },
        }
    }

    pub(super) fn is_started(&self, node: usize) -> bool {
        matches!(self.step(node).progress, Progress::Started { .. })
    }

    /// The latest day before which a step may not start; none where there is none.
    pub(super) fn released(&self, node: usize) -> Option<Date> {
        self.releases[node].as_ref().map(|(date, _)| *date)
    }

    pub(super) fn step(&self, node: usize) -> &'p Step {
        let id = self.steps[node];
        &self.plan.initiatives[id.initiative].steps[id.step]
    }

    /// The dates that the plan itself sets. What is under way has started; its rest goes on after the status date.
    fn release_by_dates(&mut self, node: usize) {
        let initiative = &self.plan.initiatives[self.steps[node].initiative];
        let step = self.step(node);
        let after = |status: Date| status.saturating_add(1.day());
        let release = &mut self.releases[node];
        if let Progress::Started { on, .. } = step.progress {
            hold(release, after(self.plan.head.status_date.unwrap_or(on)), Cause::Started { on, rest: None });
            return;
        }
        let member = initiative.plan.map(|plan| self.plan.plans[plan].start);
        for date in [initiative.not_before, step.not_before, member].into_iter().flatten() {
            hold(release, date, Cause::NotBefore(date));
        }
        if let Some(status) = self.plan.head.status_date {
            hold(release, after(status), Cause::StatusDate(status));
        }
    }

    /// Steps in the order in which they get room: first what is under way and waits for nothing, then initiative by
    /// initiative, inside one as its links ask.
    pub(super) fn list(&self) -> Vec<usize> {
        let mut waits = vec![0usize; self.steps.len()];
        let mut serves: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        let mut waits_at_all = vec![false; self.steps.len()];
        for link in &self.links {
            waits_at_all[link.to] = true;
            if self.steps[link.from].initiative == self.steps[link.to].initiative {
                waits[link.to] += 1;
                serves[link.from].push(link.to);
            }
        }
        let first = |node: &usize| self.is_started(*node) && !waits_at_all[*node];
        let mut list: Vec<usize> = (0..self.steps.len()).filter(first).collect();
        let mut listed = vec![false; self.steps.len()];
        list.iter().for_each(|node| listed[*node] = true);
        let mut ready = Vec::new();
        let mut start = 0;
        for group in self.steps.chunk_by(|a, b| a.initiative == b.initiative) {
            let all = start..start + group.len();
            start = all.end;
            // The steps of one initiative are few; the check has ruled out loops.
            ready.clear();
            ready.extend(all.filter(|step| waits[*step] == 0));
            let mut next = 0;
            while next < ready.len() {
                let node = ready[next];
                for &step in &serves[node] {
                    waits[step] -= 1;
                    if waits[step] == 0 {
                        ready.push(step);
                    }
                }
                next += 1;
            }
            list.extend(ready.iter().copied().filter(|node| !listed[*node]));
        }
        list
    }
}

/// What a step takes of its teams.
fn loads(step: &Step) -> impl Iterator<Item = Load> {
    step.shares().map(|share| Load { team: share.team.index(), micro_fte: share.load })
}

/// Notes that something is held until a date; of equal dates the first reason stays.
fn hold(held: &mut Option<(Date, Cause)>, date: Date, cause: Cause) {
    if held.as_ref().is_none_or(|(latest, _)| date > *latest) {
        *held = Some((date, cause));
    }
}

/// Half days of work that are left of a step.
pub(super) fn left(step: &Step) -> NonZeroU32 {
    match step.progress {
        Progress::Started { remaining, .. } => remaining,
        _ => step.half_days,
    }
}

/// The date on which a step has to start, as long as it has not.
pub(super) fn fixed(step: &Step) -> Option<Date> {
    step.fixed.filter(|_| step.progress == Progress::Open).map(|fixed| fixed.value)
}

pub(super) fn is_finished(step: &Step) -> bool {
    matches!(step.progress, Progress::Finished { .. })
}

/// Effort in thousandths of a working day; where there is only waiting, the time it takes.
pub(super) fn weight(initiative: &Initiative) -> NonZeroU64 {
    let waiting = || initiative.steps.iter().map(|step| u64::from(step.half_days.get()) * 500).sum();
    NonZeroU64::new(initiative.effort()).or_else(|| NonZeroU64::new(waiting())).unwrap_or(NonZeroU64::MIN)
}

/// The steps whose ends are waited for: the one that is named, else those that begin or end the whole.
fn ends(plan: &Plan, dependency: &Dependency) -> Vec<StepId> {
    let initiative = dependency.initiative;
    let whole = &plan.initiatives[initiative];
    let steps: Vec<usize> = match dependency.step {
        Some(step) => vec![step],
        None if dependency.kind.waits_for_finish() => last_steps(initiative, whole).collect(),
        None => first_steps(initiative, whole).collect(),
    };
    steps.into_iter().map(|step| StepId { initiative, step }).collect()
}

/// Steps whose start no other step of the initiative holds back.
fn first_steps(own: Id<Initiative>, initiative: &Initiative) -> impl Iterator<Item = usize> {
    let held = move |step: &Step| {
        step.after
            .iter()
            .any(|before| before.on.initiative == own && before.lag >= 0 && before.kind.holds_start())
    };
    initiative.steps.iter().enumerate().filter(move |(_, step)| !held(step)).map(|(position, _)| position)
}

/// Steps after whose end no other step of the initiative has to end.
fn last_steps(own: Id<Initiative>, initiative: &Initiative) -> impl Iterator<Item = usize> {
    let mut outlived = vec![false; initiative.steps.len()];
    for before in initiative.steps.iter().flat_map(|step| &step.after) {
        if before.on.initiative == own && before.lag >= 0 && before.kind.waits_for_finish() {
            outlived[before.on.step] = true;
        }
    }
    outlived.into_iter().enumerate().filter(|(_, outlived)| !outlived).map(|(position, _)| position)
}
