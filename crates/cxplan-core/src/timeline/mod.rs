//! The timeline: the checked plan and its scores become an order of work, dates for every step, and the reason for each.
//!
//! This module translates between the plan and the pure algorithms: [`crate::order`] (what first), [`crate::schedule`] (when)
//! and [`crate::verify`], which checks every schedule with code of its own before anybody sees it.

mod best;
mod bottlenecks;
mod chain;
mod deadlines;
mod due;
mod history;
mod late;
mod must;
mod network;
mod prices;
mod proof;
mod readiness;
mod slack;
mod stretched;
mod trials;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::calendar::months_after;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ids::Id;
use crate::model::{Initiative, LinkKind, Plan, Progress, StepId, Team, WorkDays};
use crate::order::{self, Item, Reason};
use crate::phrase;
use crate::phrase::Phrase;
use crate::schedule::{self, Problem, ScheduleError, Slot};
use crate::scores::Scores;
use crate::verify::{self, Violation};
pub use best::{Figure, Kept, Planning, Sought, Watch};
pub use bottlenecks::{Holdup, Period, in_all};
use network::Network;
pub use readiness::Ready;
pub use slack::{Slacks, StepSlack};
pub use trials::{Deadline, Effect, Moved, Trials, ValueChange, weights};

/// The order of work and the dates of a plan.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The axis: every day on which anybody works, by the plan's own calendar or by that of a team.
    pub calendar: Calendar,
    /// The days on which work goes on by the plan's own calendar.
    pub office: Calendar,
    /// The planned initiatives in the order of the plan; reasons point into this list.
    pub planned: Vec<Id<Initiative>>,
    /// The planned initiatives in the order of work.
    pub order: Vec<Place>,
    /// Dates of each step of each initiative; none where it is not planned.
    pub dates: Vec<Option<Vec<StepDates>>>,
    /// The first day on which something can begin that nothing holds.
    pub now: Date,
    /// Whether work on each initiative can begin, teams aside; none where it is not planned, or has no step that is open.
    pub ready: Vec<Option<Ready>>,
    /// The day of each milestone; none where what it waits for has no date.
    pub milestones: Vec<Option<Date>>,
    /// What the dates were made from.
    pub workings: Workings,
    /// What the search among orders found; none where nothing is left to do, or too much to look at.
    pub sought: Option<Sought>,
}

/// What the dates of a timeline were made from: whoever makes the same schedule of it gets the same days.
#[derive(Clone, Debug)]
pub struct Workings {
    /// The steps that are not finished, as the activities of the problem.
    pub steps: Vec<StepId>,
    /// Work, teams and links on the axis, [`Timeline::calendar`].
    pub problem: Problem,
    /// The order in which activities got their room.
    pub list: Vec<usize>,
    /// The days that came of it.
    pub slots: Vec<Slot>,
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
    /// Another kind of link holds it, or one with time in between.
    Linked {
        /// The step that it is tied to.
        step: StepId,
        /// Which ends are tied.
        kind: LinkKind,
        /// Working days in between; negative: a lead.
        lag: i32,
    },
    /// The team is busy.
    Busy {
        /// The team.
        team: Id<Team>,
        /// The steps that hold it.
        with: Vec<StepId>,
        /// Last day on which the team has too little room.
        until: Date,
    },
    /// It is tied to something that was delivered since.
    Delivered {
        /// What was waited for.
        step: StepId,
        /// Which ends are tied.
        kind: LinkKind,
        /// Working days in between; negative: a lead.
        lag: i32,
        /// The day of the end that is waited for.
        date: Date,
    },
    /// It may not start before this date, as the plan says.
    NotBefore(Date),
    /// It has to start on this date, as the plan says.
    Fixed,
    /// It is done as late as its deadlines and what waits for it allow, as the plan says.
    Late,
    /// It has not begun by this day, up to which progress is told.
    StatusDate(Date),
    /// It is under way since this date.
    Started(Date),
    /// It is done.
    Finished,
    /// The team does not work, or nobody on the plan where it has no team.
    Closed {
        /// The team.
        team: Option<Id<Team>>,
        /// Last day of that.
        until: Date,
    },
}

impl Cause {
    /// What a link says, in the plainest way.
    fn of_link(step: StepId, kind: LinkKind, lag: i32) -> Self {
        match (kind, lag) {
            (LinkKind::FinishToStart, 0) => Self::After(step),
            _ => Self::Linked { step, kind, lag },
        }
    }
}

/// First and last day of an initiative.
pub fn span(dates: &[StepDates]) -> Option<(Date, Date)> {
    Some((dates.iter().map(|step| step.start).min()?, dates.iter().map(|step| step.finish).max()?))
}

/// Makes the timeline of a plan. `scores` are those of the method that decides.
///
/// None where a step finds no room in eight thousand years, or where the result fails its check; both are reported.
pub fn timeline(
    plan: &Plan,
    scores: &Scores,
    planning: &Planning,
    diagnostics: &mut Diagnostics,
) -> Option<Timeline> {
    let errors = diagnostics.errors();
    let timeline = make(plan, scores, planning, diagnostics);
    if timeline.is_none() && diagnostics.errors() == errors {
        diagnostics.push(fault(Phrase::fixed(
            "the schedule could not be made",
            "le calendrier n'a pas pu être établi",
        )));
    }
    timeline
}

/// The finding for what cannot happen with a checked plan.
fn fault(message: Phrase) -> Diagnostic {
    Diagnostic::new(Code::ScheduleBroken, message).help(Phrase::fixed(
        "this is a fault of cxplan, not of the plan: please report it with the plan",
        "c'est une faute de cxplan, non du plan : signalez-la avec le plan, s'il vous plaît",
    ))
}

fn make(
    plan: &Plan,
    scores: &Scores,
    planning: &Planning,
    diagnostics: &mut Diagnostics,
) -> Option<Timeline> {
    let (planned, places) = order_of_work(plan, scores)?;
    let calendar = calendar(plan)?;
    let office = calendar_from(plan, plan.head.start, std::iter::empty())?;
    let network = Network::of(plan, &places, &calendar);
    let dues = due::all(&network, &calendar);
    let order = network.list();
    let mut turn = 0;
    let (mut problem, list, outcome) = loop {
        let (mut problem, whole) = network.problem(&calendar, turn, late::reach(&network, &dues));
        let list = match &planning.baseline {
            Some(kept) => kept.list(&network, &problem, &order),
            None => order.clone(),
        };
        late::keep(&network, planning, &calendar, &dues, &mut problem, &list);
        match schedule::schedule(&problem, &list) {
            Err(ScheduleError::NoRoom { .. }) if !whole => turn += 1,
            outcome => break (problem, list, outcome),
        }
    };
    let slots = match outcome {
        Ok(slots) => slots,
        Err(error) => {
            report(plan, &network, &error, diagnostics);
            return None;
        }
    };
    let objective = best::objective(scores, &network, &calendar, &dues, planning);
    let free = late::without_kept(&network, &problem);
    let search = |list: Vec<usize>, slots: Vec<Slot>| match best::search(
        plan,
        &objective,
        (&problem, free.as_ref()),
        &list,
        &slots,
        planning,
    ) {
        Some((better, sought)) if better != list => match schedule::schedule(&problem, &better) {
            Ok(slots) => (better, slots, Some(sought)),
            Err(_) => (list, slots, None),
        },
        found => (list, slots, found.map(|(_, sought)| sought)),
    };
    let (mut list, mut slots, mut sought) = search(list, slots);
    let musts: Vec<_> = dues.iter().filter(|due| due.hard).cloned().collect();
    if let Some((first, days)) = must::first(&musts, &problem, &list, &slots) {
        let again = search(first, days);
        (list, slots) = (again.0, again.1);
        sought = again.2.map(|again| again.after(sought));
    }
    if let Some(timed) = late::timed(&network, &problem, &list, &slots, &objective) {
        (problem, list, slots) = timed;
        if let Some(sought) = &mut sought {
            sought.are_days_of(&slots, &objective);
        }
    }
    let dates = network.dates(&problem, &slots, &calendar)?;
    let rows: Vec<verify::Row> = dates
        .iter()
        .enumerate()
        .map(|(activity, step)| verify::Row { activity, start: step.start, finish: step.finish })
        .collect();
    let violations = verify::verify(&network.facts(), &rows);
    if !violations.is_empty() {
        deadlines::report_violations(plan, &network, &dates, &violations, diagnostics);
        return None;
    }
    if musts.iter().any(|must| must.late(&slots) > 0) {
        must::report(&musts, &network, &calendar, &problem, &list, &slots, diagnostics);
        return None;
    }
    let mut by_initiative: Vec<Option<Vec<StepDates>>> = vec![None; plan.initiatives.len()];
    for place in &places {
        let steps = &plan.initiatives[place.initiative].steps;
        by_initiative[place.initiative.index()] =
            Some(steps.iter().map(|step| told(step.progress)).collect());
    }
    for (step, dates) in network.steps.iter().zip(dates) {
        if let Some(known) = by_initiative[step.initiative.index()].as_mut() {
            let under_way = known[step.step].start;
            let start = if known[step.step].cause == Cause::PlanStart { dates.start } else { under_way };
            known[step.step] = StepDates { start, ..dates };
        }
    }
    let now = readiness::now(plan);
    let mut timeline = Timeline {
        ready: readiness::ready(plan, &network, &office, now),
        now,
        calendar,
        office,
        planned,
        order: places,
        dates: by_initiative,
        milestones: Vec::new(),
        workings: Workings { steps: network.steps.clone(), problem, list, slots },
        sought,
    };
    timeline.milestones = deadlines::milestones(plan, &timeline.dates);
    warn_past_horizon(plan, &timeline, diagnostics);
    deadlines::warn_missed(plan, &timeline, diagnostics);
    Some(timeline)
}

/// What the plan tells of the dates of a step; of one that has not begun, nothing that will stay.
fn told(progress: Progress) -> StepDates {
    match progress {
        Progress::Open => StepDates { start: Date::MAX, finish: Date::MAX, cause: Cause::PlanStart },
        Progress::Started { on, .. } => StepDates { start: on, finish: on, cause: Cause::Started(on) },
        Progress::Finished { start, on } => {
            StepDates { start: start.unwrap_or(on), finish: on, cause: Cause::Finished }
        }
    }
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
            let needs = initiatives[*id].needs(*id).into_iter();
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
            score: scores.by_initiative[id.index()].as_ref().map_or(0.0, |score| score.scored.score),
            effort: network::weight(&initiatives[*id]),
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

/// The axis: every day on which somebody works.
fn calendar(plan: &Plan) -> Option<Calendar> {
    let others: Vec<&WorkDays> =
        plan.teams.iter().filter_map(|team| team.calendar).map(|id| &plan.work_calendars[id].days).collect();
    calendar_from(plan, plan.head.start, others.into_iter())
}

/// The days on which work goes on by the plan's own calendar, from a day on that may lie before the plan; none where no day of
/// the week is a working day.
pub fn office_days(plan: &Plan, from: Date) -> Option<Calendar> {
    calendar_from(plan, from, std::iter::empty())
}

/// Days from a date on on which work goes on by the plan's calendar or by one of others.
fn calendar_from<'p>(
    plan: &'p Plan,
    start: Date,
    others: impl Iterator<Item = &'p WorkDays>,
) -> Option<Calendar> {
    let weeks: Vec<&WorkDays> = std::iter::once(&plan.calendar.days).chain(others).collect();
    let mut workdays = [false; 7];
    for (day, works) in workdays.iter_mut().enumerate() {
        *works = weeks.iter().any(|week| week.workdays[day]);
    }
    // A day is closed where every calendar is.
    let nobody = |day: &&Date| weeks.iter().all(|week| !week.works_on(**day));
    let holidays = weeks.iter().flat_map(|week| &week.holidays).filter(nobody).map(|day| *day..=*day);
    let for_all = plan
        .calendar
        .freezes
        .iter()
        .filter(|freeze| freeze.teams.is_empty())
        .map(|freeze| freeze.from..=freeze.to);
    // The check replaced an empty week and reported it.
    Calendar::new(start, workdays, holidays.chain(for_all)).ok()
}

fn report(plan: &Plan, network: &Network<'_>, error: &ScheduleError, diagnostics: &mut Diagnostics) {
    diagnostics.push(match error {
        ScheduleError::NoRoom { activity } => {
            let step = network.steps[*activity];
            let initiative = &plan.initiatives[step.initiative];
            let step = &initiative.steps[step.step];
            let (id, step_id) = (&initiative.id, &step.id);
            Diagnostic::new(
                Code::NeverFits,
                phrase!(
                    "step `{step_id}` of `{id}` never finds room",
                    "l'étape `{step_id}` de `{id}` ne trouve jamais de place"
                ),
            )
            .at(step.span, Phrase::fixed("no date for this", "pas de date pour ceci"))
            .help(Phrase::fixed(
                "shorten it, or look for a freeze, an absence, a day far ahead or a team that leaves no time",
                "raccourcissez-la, ou cherchez un gel, une absence, un jour très lointain ou une équipe qui ne laisse pas de temps",
            ))
        }
        ScheduleError::Malformed | ScheduleError::Order { .. } => fault(phrase!(
            "the schedule could not be made: {error}",
            "le calendrier n'a pas pu être établi : {error}"
        )),
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
    if late.is_empty() {
        return;
    }
    let names = late.iter().take(5).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let (count, horizon, more) = (late.len(), plan.head.horizon, late.len().saturating_sub(5));
    let rest = if more > 0 { phrase!(" and {more} more", " et {more} de plus") } else { Phrase::empty() };
    let message = if count == 1 {
        phrase!(
            "1 initiative ends after the horizon of {horizon}: {names}",
            "1 initiative finit après l'horizon du {horizon} : {names}"
        )
    } else {
        phrase!(
            "{count} initiatives end after the horizon of {horizon}: {names}{rest}",
            "{count} initiatives finissent après l'horizon du {horizon} : {names}{rest}";
            rest = rest
        )
    };
    diagnostics.push(Diagnostic::new(Code::PastHorizon, message).help(Phrase::fixed(
        "drop or shrink work, add capacity, or raise `plan.horizon_months`",
        "retirez ou réduisez du travail, ajoutez de la capacité, ou augmentez `plan.horizon_months`",
    )));
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
