//! The steps that are still to be done and what ties them, between the plan and the scheduler.
//!
//! Steps that are finished have left the network: what waits for one is released by its date.

use std::num::{NonZeroU32, NonZeroU64};
use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::history::History;
use super::{Cause, Place, StepDates};
use crate::calendar::{Calendar, Day};
use crate::ids::Id;
use crate::model::{Dependency, Initiative, LinkKind, Plan, Progress, Step, StepId, Team, WorkDays};
use crate::schedule::{self, Activity, Link, Load, Problem, Slot, Why};
use crate::verify;

/// Days of the first axis that is tried where calendars differ: about four years.
const FIRST_AXIS: u32 = 1_024;

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
            hold(release, after(self.plan.head.status_date.unwrap_or(on)), Cause::Started(on));
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

    /// The problem on an axis that may be too short, and whether it is as long as any schedule can be. Each turn gives a
    /// longer one. Each goes as far as `reach` and has room behind it.
    ///
    /// Where calendars differ, every day of the axis is looked at for every team. The days that are enough for all work one
    /// after the other are then far too many: most plans need a small part of them.
    pub(super) fn problem(&self, calendar: &Calendar, turn: u32, reach: u32) -> (Problem, bool) {
        let plan = self.plan;
        // Behind the last day there is no room.
        let end = Day(calendar.days());
        let day = |held: &Option<(Date, Cause)>| {
            held.as_ref().map_or(Day(0), |(date, _)| calendar.day_on_or_after(*date).unwrap_or(end))
        };
        let activities: Vec<Activity> = (0..self.steps.len())
            .map(|node| {
                let step = self.step(node);
                Activity {
                    half_days: self.lengths[node],
                    loads: loads(step).collect(),
                    release: day(&self.releases[node]),
                    finish_release: day(&self.finishes[node]),
                    fixed: fixed(step).and_then(|date| calendar.day_on_or_after(date)),
                }
            })
            .collect();
        let enough = self.days(&activities, calendar).saturating_add(reach).min(calendar.days());
        let latest =
            activities.iter().map(|activity| activity.release.max(activity.fixed.unwrap_or_default()));
        let latest = latest.map(|day| day.0).fold(reach, u32::max);
        let short = FIRST_AXIS.saturating_mul(4u32.saturating_pow(turn)).saturating_add(latest);
        let days = if self.is_plain() { enough } else { enough.min(short) };
        // Many teams may share a calendar, and an axis may have a hundred thousand days: each calendar is walked once.
        let walk = |week| OffDays::of(week, plan, calendar, days);
        let everybody = walk(&plan.calendar.days);
        let weeks: Vec<OffDays> = plan.work_calendars.iter().map(|week| walk(&week.days)).collect();
        let off = |team: &Team| team.calendar.map_or(&everybody, |id| &weeks[id.index()]);
        let teams = plan.teams.entries().map(|(id, team)| self.team(id, team, calendar, off(team)));
        let problem = Problem {
            days,
            activities,
            teams: teams.collect(),
            office: everybody.of_team(schedule::Team::constant(1), []),
            links: self.links.clone(),
        };
        (problem, days == enough)
    }

    /// Whether everybody works on the same days, and on whole ones.
    fn is_plain(&self) -> bool {
        self.plan.work_calendars.is_empty() && !self.plan.calendar.days.has_halves()
    }

    /// Days that are enough for everything: one after the other, after the last release, with every freeze and absence in
    /// between.
    fn days(&self, activities: &[Activity], calendar: &Calendar) -> u32 {
        let plan = self.plan;
        let work: u64 = activities.iter().map(|activity| u64::from(activity.half_days.get())).sum();
        let lags: u64 = self.links.iter().map(|link| u64::from(link.lag.max(0).unsigned_abs())).sum();
        let closed = |from: Date, to: Date| u64::from(calendar.working_days(from..=to));
        let freezes: u64 = plan
            .calendar
            .freezes
            .iter()
            .map(|freeze| closed(freeze.from, freeze.to) * freeze.teams.len() as u64)
            .sum();
        let away: u64 = plan
            .teams
            .iter()
            .flat_map(|team| &team.away)
            .map(|absence| closed(absence.from, absence.to))
            .sum();
        // While a team is smaller than a load, or not there yet, the load waits.
        let small: u64 = plan
            .teams
            .iter()
            .filter_map(|team| team.sizes.last())
            .map(|(last, _)| closed(plan.head.start, *last))
            .sum();
        let latest = activities.iter().map(|activity| {
            activity.release.max(activity.finish_release).max(activity.fixed.unwrap_or_default())
        });
        let latest = latest.map(|day| u64::from(day.0)).max().unwrap_or(0);
        // Some work on fewer days than others, down to a half day a week: what takes them a week takes a week of the axis.
        let days =
            |team: &Team| team.calendar.map_or(&plan.calendar.days, |id| &plan.work_calendars[id].days);
        let weeks: Vec<&WorkDays> =
            std::iter::once(&plan.calendar.days).chain(plan.teams.iter().map(days)).collect();
        let per_week = (0..7).filter(|day| weeks.iter().any(|week| week.workdays[*day])).count() as u64;
        let halves = weeks.iter().map(|week| u64::from(week.halves_per_week()));
        // Of teams that work together, the days that they have in common; half of such a day at least.
        let together = (0..self.steps.len()).map(|node| self.step(node)).filter(|step| !step.with.is_empty());
        let common = together.map(|step| {
            let works = |day: &usize| step.shares().all(|share| days(&plan.teams[share.team]).workdays[*day]);
            (0..7).filter(works).count() as u64
        });
        let thinnest = halves.chain(common).min().unwrap_or(1).max(1);
        let stretched = (per_week * (work + 2 * lags)).div_ceil(thinnest);
        let begun = per_week * (activities.len() + self.links.len()) as u64;
        let off: usize = weeks.iter().map(|week| week.holidays.len() + week.half_holidays.len()).sum();
        let all = stretched + begun + freezes + away + small + latest + off as u64 + 1;
        all.min(u64::from(calendar.days())) as u32
    }

    /// A team on the axis of the plan: its size from day to day, without the days on which it is away.
    fn team(&self, id: Id<Team>, team: &Team, calendar: &Calendar, off: &OffDays) -> schedule::Team {
        let plan = self.plan;
        let sizes =
            team.sizes.iter().filter_map(|(from, size)| Some((calendar.day_on_or_after(*from)?, *size)));
        let frozen = plan.calendar.freezes.iter().filter(|freeze| freeze.teams.contains(&id));
        let frozen = frozen.map(|freeze| freeze.from..=freeze.to);
        let absent = team.away.iter().map(|absence| absence.from..=absence.to);
        off.of_team(schedule::Team::varying(sizes), frozen.chain(absent).map(|dates| calendar.days_in(dates)))
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

    /// What the schedule has to respect, in the words of the checker: days and teams as the plan has them, links and the dates
    /// of what has happened as they stand in here.
    pub(super) fn facts(&self) -> verify::Facts {
        let plan = self.plan;
        let days = &plan.calendar.days;
        let freezes = |team: Option<Id<Team>>| {
            plan.calendar
                .freezes
                .iter()
                .filter(move |freeze| {
                    team.map_or(freeze.teams.is_empty(), |team| freeze.teams.contains(&team))
                })
                .map(|freeze| freeze.from..=freeze.to)
        };
        let single = |days: &[Date]| days.iter().map(|day| *day..=*day).collect::<Vec<_>>();
        let half =
            |days: &WorkDays| verify::Half { weekdays: days.half_days, dates: days.half_holidays.clone() };
        let team = |(id, team): (Id<Team>, &Team)| verify::Team {
            capacity: team.sizes.clone(),
            closed: freezes(Some(id)).chain(team.away.iter().map(|away| away.from..=away.to)).collect(),
            week: team.calendar.map(|id| &plan.work_calendars[id].days).map(|days| verify::Week {
                workdays: days.workdays,
                closed: single(&days.holidays).into_iter().chain(freezes(None)).collect(),
                half: half(days),
            }),
        };
        verify::Facts {
            start: plan.head.start,
            workdays: days.workdays,
            closed: single(&days.holidays).into_iter().chain(freezes(None)).collect(),
            half: half(days),
            teams: plan.teams.entries().map(team).collect(),
            activities: (0..self.steps.len())
                .map(|node| {
                    let step = self.step(node);
                    verify::Activity {
                        half_days: self.lengths[node].get(),
                        loads: loads(step).map(|load| (load.team, load.micro_fte)).collect(),
                        not_before: self.releases[node].as_ref().map(|(date, _)| *date),
                        not_done_before: self.finishes[node].as_ref().map(|(date, _)| *date),
                        fixed: fixed(step),
                    }
                })
                .collect(),
            links: self
                .links
                .iter()
                .map(|link| {
                    use verify::End::{Finish, Start};
                    let (first_end, second_end) = match link.kind {
                        LinkKind::FinishToStart => (Finish, Start),
                        LinkKind::StartToStart => (Start, Start),
                        LinkKind::FinishToFinish => (Finish, Finish),
                        LinkKind::StartToFinish => (Start, Finish),
                    };
                    verify::Link { first: link.from, first_end, second: link.to, second_end, lag: link.lag }
                })
                .collect(),
        }
    }

    /// Dates on the calendar, and the reason for each start in terms of the plan.
    pub(super) fn dates(
        &self,
        problem: &Problem,
        slots: &[Slot],
        calendar: &Calendar,
    ) -> Option<Vec<StepDates>> {
        slots
            .iter()
            .enumerate()
            .map(|(node, slot)| {
                let of = |held: &Option<(Date, Cause)>| {
                    held.as_ref().map_or(Cause::PlanStart, |(_, cause)| cause.clone())
                };
                let cause = match &slot.why {
                    // Whatever holds the rest of it, it has started.
                    _ if self.is_started(node) => of(&self.releases[node]),
                    Why::PlanStart => Cause::PlanStart,
                    Why::Release => of(&self.releases[node]),
                    Why::FinishRelease => of(&self.finishes[node]),
                    Why::Fixed if fixed(self.step(node)).is_none() => Cause::Late,
                    Why::Fixed => Cause::Fixed,
                    Why::Link(link) => {
                        let link = problem.links[*link];
                        Cause::of_link(self.steps[link.from], link.kind, link.lag)
                    }
                    Why::Busy { team, with, until } => Cause::Busy {
                        team: Id::new(*team),
                        with: with.iter().map(|step| self.steps[*step]).collect(),
                        until: calendar.date(*until)?,
                    },
                    Why::Closed { team, until } => {
                        Cause::Closed { team: team.map(Id::new), until: calendar.date(*until)? }
                    }
                };
                Some(StepDates {
                    start: calendar.date(slot.start)?,
                    finish: calendar.date(slot.finish)?,
                    cause,
                })
            })
            .collect()
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

/// Days of the axis on which a calendar has no work, or half a day of it.
struct OffDays {
    closed: Vec<Range<Day>>,
    halves: Vec<Day>,
}

impl OffDays {
    fn of(week: &WorkDays, plan: &Plan, calendar: &Calendar, days: u32) -> Self {
        let mut off = Self { closed: Vec::new(), halves: Vec::new() };
        // Without other calendars, every day of the axis is one of this calendar.
        if plan.work_calendars.is_empty() && !week.has_halves() {
            return off;
        }
        for day in (0..days).map(Day) {
            let Some(date) = calendar.date(day) else { break };
            if !week.works_on(date) {
                match off.closed.last_mut() {
                    Some(last) if last.end == day => last.end = Day(day.0 + 1),
                    _ => off.closed.push(day..Day(day.0 + 1)),
                }
            } else if week.is_half(date) {
                off.halves.push(day);
            }
        }
        off
    }

    /// A team on the days of the calendar, and away on some others.
    fn of_team(&self, team: schedule::Team, away: impl IntoIterator<Item = Range<Day>>) -> schedule::Team {
        team.away(self.closed.iter().cloned().chain(away)).with_halves(self.halves.iter().copied())
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
