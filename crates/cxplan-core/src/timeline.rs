//! The timeline: the checked plan and its scores become an order of work, dates for every step, and the reason for each.
//!
//! This module translates between the plan and the pure algorithms: [`crate::order`] (what first), [`crate::schedule`] (when)
//! and [`crate::verify`], which checks every schedule with code of its own before anybody sees it.

use std::num::{NonZeroU32, NonZeroU64};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::{Calendar, Day};
use crate::check::months_after;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ids::Id;
use crate::model::{Initiative, Plan, Team};
use crate::order::{self, Item, Reason};
use crate::schedule::{self, Activity, Link, LinkKind, Load, Problem, ScheduleError, Slot, Why};
use crate::scores::Scores;
use crate::verify;

/// The order of work and the dates of a plan.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The plan's working days.
    pub calendar: Calendar,
    /// The planned initiatives in the order of the plan; reasons point into this list.
    pub planned: Vec<Id<Initiative>>,
    /// The planned initiatives in the order of work.
    pub order: Vec<Place>,
    /// Dates of each step of each initiative; none where it is not planned.
    pub dates: Vec<Option<Vec<StepDates>>>,
}

/// The place of an initiative in the order of work.
#[derive(Clone, Debug)]
pub struct Place {
    /// The initiative.
    pub initiative: Id<Initiative>,
    /// Rank by score among the planned ones, from 1.
    pub rank: usize,
    /// Why place and rank differ; positions in [`Timeline::planned`].
    pub reason: Reason,
}

/// Dates of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDates {
    /// First day.
    pub start: Date,
    /// Last day.
    pub finish: Date,
    /// What decides the first day.
    pub cause: Cause,
}

/// What decides the first day of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It starts with the plan.
    PlanStart,
    /// It starts when that step is done.
    After(StepId),
    /// The team is busy.
    Busy {
        /// The team.
        team: Id<Team>,
        /// The steps that hold it.
        with: Vec<StepId>,
        /// Last day on which the team has too little room.
        until: Date,
    },
    /// It starts when something that was delivered since is done.
    Delivered {
        /// The initiative.
        initiative: Id<Initiative>,
        /// When it was delivered.
        date: Date,
    },
    /// The team does not work.
    Closed {
        /// The team.
        team: Id<Team>,
        /// Last day of that.
        until: Date,
    },
}

/// A step of an initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepId {
    /// The initiative.
    pub initiative: Id<Initiative>,
    /// Position among its steps.
    pub step: usize,
}

/// First and last day of an initiative.
pub fn span(dates: &[StepDates]) -> Option<(Date, Date)> {
    Some((dates.iter().map(|step| step.start).min()?, dates.iter().map(|step| step.finish).max()?))
}

/// Makes the timeline of a plan. `scores` are those of the method that decides.
///
/// None where a step finds no room in eight thousand years, or where the result fails its check; both are reported.
pub fn timeline(plan: &Plan, scores: &Scores, diagnostics: &mut Diagnostics) -> Option<Timeline> {
    let errors = diagnostics.errors();
    let timeline = make(plan, scores, diagnostics);
    if timeline.is_none() && diagnostics.errors() == errors {
        diagnostics.push(fault("the schedule could not be made"));
    }
    timeline
}

/// The finding for what cannot happen with a checked plan.
fn fault(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ScheduleBroken, message)
        .help("this is a fault of cxplan, not of the plan: please report it with the plan")
}

fn make(plan: &Plan, scores: &Scores, diagnostics: &mut Diagnostics) -> Option<Timeline> {
    let (planned, places) = order_of_work(plan, scores)?;
    let network = Network::of(plan, &places);
    let calendar = calendar(plan)?;
    let problem = network.problem(plan, &calendar);
    let slots = match schedule::schedule(&problem, &network.list()) {
        Ok(slots) => slots,
        Err(error) => {
            report(plan, &network, &error, diagnostics);
            return None;
        }
    };
    let dates = network.dates(plan, &problem, &slots, &calendar)?;
    let rows: Vec<verify::Row> = dates
        .iter()
        .enumerate()
        .map(|(activity, step)| verify::Row { activity, start: step.start, finish: step.finish })
        .collect();
    let violations = verify::verify(&network.facts(plan), &rows);
    if let Some(first) = violations.first() {
        diagnostics.push(fault(format!("the schedule failed its own check: {first:?}")));
        return None;
    }
    let mut by_initiative: Vec<Option<Vec<StepDates>>> = vec![None; plan.initiatives.len()];
    for (step, dates) in network.steps.iter().zip(dates) {
        by_initiative[step.initiative.index()].get_or_insert_default().push(dates);
    }
    let timeline = Timeline { calendar, planned, order: places, dates: by_initiative };
    warn_past_horizon(plan, &timeline, diagnostics);
    Some(timeline)
}

/// The planned initiatives in the order of work: higher scores first, as far as dependencies allow. None where there are
/// loops, which the check has ruled out.
fn order_of_work(plan: &Plan, scores: &Scores) -> Option<(Vec<Id<Initiative>>, Vec<Place>)> {
    let initiatives = &plan.initiatives;
    let planned: Vec<Id<Initiative>> = initiatives
        .entries()
        .filter(|(_, initiative)| initiative.status.is_scheduled())
        .map(|(id, _)| id)
        .collect();
    let mut position = vec![usize::MAX; initiatives.len()];
    for (index, id) in planned.iter().enumerate() {
        position[id.index()] = index;
    }
    let needs: Vec<Vec<usize>> = planned
        .iter()
        .map(|id| {
            let needs = initiatives[*id].depends_on.iter().map(|needed| needed.value);
            needs
                .filter(|needed| initiatives[*needed].status.is_scheduled())
                .map(|needed| position[needed.index()])
                .collect()
        })
        .collect();
    let items: Vec<Item<'_>> = planned
        .iter()
        .zip(&needs)
        .map(|(id, needs)| Item {
            id: &initiatives[*id].id,
            score: scores.by_initiative[id.index()].as_ref().map_or(0.0, |score| score.scored.score),
            effort: weight(&initiatives[*id]),
            needs,
        })
        .collect();
    let order = order::order(&items, plan.methods[0].method.spec().meaning).ok()?;
    let places = order
        .sequence
        .iter()
        .map(|item| Place {
            initiative: planned[*item],
            rank: order.ranks[*item],
            reason: order.reasons[*item].clone(),
        })
        .collect();
    Some((planned, places))
}

/// Effort in thousandths of a working day; where there is only waiting, the time it takes.
fn weight(initiative: &Initiative) -> NonZeroU64 {
    let waiting = || initiative.steps.iter().map(|step| u64::from(step.duration) * 1000).sum();
    NonZeroU64::new(initiative.effort()).or_else(|| NonZeroU64::new(waiting())).unwrap_or(NonZeroU64::MIN)
}

fn calendar(plan: &Plan) -> Option<Calendar> {
    let holidays = plan.calendar.holidays.iter().map(|day| *day..=*day);
    let for_all = plan
        .calendar
        .freezes
        .iter()
        .filter(|freeze| freeze.teams.is_empty())
        .map(|freeze| freeze.from..=freeze.to);
    // The check replaced an empty week and reported it.
    Calendar::new(plan.head.start, plan.calendar.workdays, holidays.chain(for_all)).ok()
}

/// The steps of all planned initiatives and the links between them.
struct Network {
    /// In the order of work, and inside an initiative in the order of the plan.
    steps: Vec<StepId>,
    links: Vec<Link>,
    /// For each initiative of the plan, the last of those that it needs and that were delivered since, and when.
    deliveries: Vec<Option<(Id<Initiative>, Date)>>,
}

impl Network {
    fn of(plan: &Plan, places: &[Place]) -> Self {
        let mut first = vec![usize::MAX; plan.initiatives.len()];
        let mut steps = Vec::new();
        for place in places {
            first[place.initiative.index()] = steps.len();
            let count = plan.initiatives[place.initiative].steps.len();
            steps.extend((0..count).map(|step| StepId { initiative: place.initiative, step }));
        }
        let link = |from, to| Link { from, to, kind: LinkKind::FinishToStart, lag: 0 };
        let mut links = Vec::new();
        for place in places {
            let initiative = &plan.initiatives[place.initiative];
            let start = first[place.initiative.index()];
            for (position, step) in initiative.steps.iter().enumerate() {
                links.extend(step.after.iter().map(|before| link(start + before, start + position)));
            }
            // The whole comes after the whole: the last steps of one before the first steps of the other.
            for needed in initiative
                .depends_on
                .iter()
                .filter(|needed| plan.initiatives[needed.value].status.is_scheduled())
            {
                let other = first[needed.value.index()];
                for last in last_steps(&plan.initiatives[needed.value]) {
                    links
                        .extend(first_steps(initiative).map(|position| link(other + last, start + position)));
                }
            }
        }
        Self { steps, links, deliveries: deliveries(plan) }
    }

    fn problem(&self, plan: &Plan, calendar: &Calendar) -> Problem {
        let away = |team: Id<Team>| {
            plan.calendar
                .freezes
                .iter()
                .filter(move |freeze| freeze.teams.contains(&team))
                .map(|freeze| calendar.days_in(freeze.from..=freeze.to))
        };
        let activities: Vec<Activity> = self
            .steps
            .iter()
            .map(|id| {
                let step = &plan.initiatives[id.initiative].steps[id.step];
                Activity {
                    duration: NonZeroU32::new(step.duration).unwrap_or(NonZeroU32::MIN),
                    load: step.team.map(|team| Load { team: team.index(), micro_fte: step.load }),
                    release: self.deliveries[id.initiative.index()]
                        .and_then(|(_, date)| calendar.day_on_or_after(date.saturating_add(1.day())))
                        .unwrap_or(Day(0)),
                }
            })
            .collect();
        // One after the other, after the last delivery and with every freeze in between: nothing needs more days.
        let work: u64 = activities.iter().map(|activity| u64::from(activity.duration.get())).sum();
        let closed: u64 = plan
            .teams
            .entries()
            .flat_map(|(team, _)| away(team))
            .map(|days| u64::from(days.end.0 - days.start.0))
            .sum();
        let released = activities.iter().map(|activity| u64::from(activity.release.0)).max().unwrap_or(0);
        Problem {
            days: (work + closed + released + 1).min(u64::from(calendar.days())) as u32,
            activities,
            teams: plan
                .teams
                .entries()
                .map(|(id, team)| schedule::Team::constant(team.capacity).away(away(id)))
                .collect(),
            links: self.links.clone(),
        }
    }

    /// Steps in the order in which they get room: initiative by initiative, inside one as its links ask.
    fn list(&self) -> Vec<usize> {
        let mut waits = vec![0usize; self.steps.len()];
        let mut serves: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for link in &self.links {
            if self.steps[link.from].initiative == self.steps[link.to].initiative {
                waits[link.to] += 1;
                serves[link.from].push(link.to);
            }
        }
        let mut list = Vec::with_capacity(self.steps.len());
        for group in self.steps.chunk_by(|a, b| a.initiative == b.initiative) {
            let first = list.len();
            let all = first..first + group.len();
            // The steps of one initiative are few; the check has ruled out loops.
            list.extend(all.filter(|step| waits[*step] == 0));
            let mut next = first;
            while next < list.len() {
                for &step in &serves[list[next]] {
                    waits[step] -= 1;
                    if waits[step] == 0 {
                        list.push(step);
                    }
                }
                next += 1;
            }
        }
        list
    }

    /// What the schedule has to respect, straight from the plan.
    fn facts(&self, plan: &Plan) -> verify::Facts {
        let freezes = |team: Option<Id<Team>>| {
            plan.calendar
                .freezes
                .iter()
                .filter(move |freeze| {
                    team.map_or(freeze.teams.is_empty(), |team| freeze.teams.contains(&team))
                })
                .map(|freeze| freeze.from..=freeze.to)
        };
        let step = |id: &StepId| &plan.initiatives[id.initiative].steps[id.step];
        verify::Facts {
            start: plan.head.start,
            workdays: plan.calendar.workdays,
            closed: plan.calendar.holidays.iter().map(|day| *day..=*day).chain(freezes(None)).collect(),
            teams: plan
                .teams
                .entries()
                .map(|(id, team)| verify::Team {
                    capacity: vec![(plan.head.start, team.capacity)],
                    closed: freezes(Some(id)).collect(),
                })
                .collect(),
            activities: self
                .steps
                .iter()
                .map(|id| (id.initiative, step(id)))
                .map(|(initiative, step)| verify::Activity {
                    duration: step.duration,
                    load: step.team.map(|team| (team.index(), step.load)),
                    not_before: self.deliveries[initiative.index()]
                        .map(|(_, date)| date.saturating_add(1.day())),
                })
                .collect(),
            links: self
                .links
                .iter()
                .map(|link| verify::Link {
                    first: link.from,
                    first_end: verify::End::Finish,
                    second: link.to,
                    second_end: verify::End::Start,
                    lag: 0,
                })
                .collect(),
        }
    }

    fn dates(
        &self,
        plan: &Plan,
        problem: &Problem,
        slots: &[Slot],
        calendar: &Calendar,
    ) -> Option<Vec<StepDates>> {
        slots
            .iter()
            .enumerate()
            .map(|(index, slot)| {
                let cause = match &slot.why {
                    Why::PlanStart => Cause::PlanStart,
                    Why::Release => self.deliveries[self.steps[index].initiative.index()]
                        .map_or(Cause::PlanStart, |(initiative, date)| Cause::Delivered { initiative, date }),
                    Why::Link(link) => Cause::After(self.steps[problem.links[*link].from]),
                    Why::Busy { with, until, .. } => Cause::Busy {
                        team: plan.initiatives[self.steps[index].initiative].steps[self.steps[index].step]
                            .team?,
                        with: with.iter().map(|step| self.steps[*step]).collect(),
                        until: calendar.date(*until)?,
                    },
                    Why::Closed { team, until } => {
                        Cause::Closed { team: Id::new(*team), until: calendar.date(*until)? }
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

/// See [`Network::deliveries`].
fn deliveries(plan: &Plan) -> Vec<Option<(Id<Initiative>, Date)>> {
    let mut waiting: Vec<Vec<Id<Initiative>>> = vec![Vec::new(); plan.initiatives.len()];
    for (id, initiative) in plan.initiatives.entries() {
        for needed in &initiative.depends_on {
            waiting[needed.value.index()].push(id);
        }
    }
    let mut latest: Vec<Option<(Id<Initiative>, Date)>> = vec![None; plan.initiatives.len()];
    for delivered in &plan.delivered {
        for id in &waiting[delivered.initiative.index()] {
            let known = &mut latest[id.index()];
            if known.is_none_or(|(_, date)| date <= delivered.date) {
                *known = Some((delivered.initiative, delivered.date));
            }
        }
    }
    latest
}

/// Steps that wait for no other step of the initiative.
fn first_steps(initiative: &Initiative) -> impl Iterator<Item = usize> {
    initiative
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.after.is_empty())
        .map(|(position, _)| position)
}

/// Steps that no other step of the initiative waits for.
fn last_steps(initiative: &Initiative) -> impl Iterator<Item = usize> {
    let waited_for = |position: usize| initiative.steps.iter().any(|step| step.after.contains(&position));
    (0..initiative.steps.len()).filter(move |position| !waited_for(*position))
}

fn report(plan: &Plan, network: &Network, error: &ScheduleError, diagnostics: &mut Diagnostics) {
    diagnostics.push(match error {
        ScheduleError::NoRoom { activity } => {
            let step = network.steps[*activity];
            let initiative = &plan.initiatives[step.initiative];
            let step = &initiative.steps[step.step];
            Diagnostic::new(
                Code::NeverFits,
                format!("step `{}` of `{}` never finds room", step.id, initiative.id),
            )
            .at(step.span, "no date for this")
            .help("shorten it, or look for a freeze or a team that leaves no time")
        }
        ScheduleError::Malformed | ScheduleError::Order { .. } => {
            fault(format!("the schedule could not be made: {error}"))
        }
    });
}

fn warn_past_horizon(plan: &Plan, timeline: &Timeline, diagnostics: &mut Diagnostics) {
    let late: Vec<&str> = timeline
        .order
        .iter()
        .filter(|place| {
            let finish =
                timeline.dates[place.initiative.index()].as_deref().and_then(span).map(|(_, finish)| finish);
            finish.is_some_and(|finish| finish > plan.head.horizon)
        })
        .map(|place| plan.initiatives[place.initiative].id.as_str())
        .collect();
    if !late.is_empty() {
        let names = late.iter().take(5).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let more = if late.len() > 5 { format!(" and {} more", late.len() - 5) } else { String::new() };
        let (what, ends) = if late.len() == 1 { ("initiative", "ends") } else { ("initiatives", "end") };
        diagnostics.push(
            Diagnostic::new(
                Code::PastHorizon,
                format!(
                    "{} {what} {ends} after the horizon of {}: {names}{more}",
                    late.len(),
                    plan.head.horizon
                ),
            )
            .help("drop or shrink work, add capacity, or raise `plan.horizon_months`"),
        );
    }
}

/// Months from the start of the plan to the end of a day: whole months by the calendar, and the part of the month that
/// has begun. A target after six months is at exactly 6, whatever the lengths of the months.
pub fn months_until(plan: &Plan, day: Date) -> f64 {
    let (start, end) = (plan.head.start, day.saturating_add(1.day()));
    let months = (i32::from(end.year()) - i32::from(start.year())) * 12 + i32::from(end.month())
        - i32::from(start.month());
    let mut whole = months.max(0) as u32;
    if whole > 0 && months_after(start, whole) > end {
        whole -= 1;
    }
    let (from, to) = (months_after(start, whole), months_after(start, whole + 1));
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    f64::from(whole) + f64::from(days(from, end).max(0)) / f64::from(days(from, to).max(1))
}
