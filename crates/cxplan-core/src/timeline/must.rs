//! Days that have to be kept, whatever it costs, and what conflicts with one that is not.
//!
//! Three questions, from what is certain to what is not:
//!
//! 1. Do links and dates alone lead beyond the day, if every step had its team to itself? Then no timeline keeps it; the conflict is
//!    the chain of steps back to where it begins.
//! 2. Is there more work for a team than room, among what has to be done by the day (or by all such days together)? Every step lies
//!    between its earliest start and its latest end by links and dates; where the steps of a period ask for more of the team than
//!    there is in it, no timeline keeps the day ([`room`]).
//! 3. Else nothing is proven. A schedule of the work that has to be done by then, with nobody else on the teams, tells whether other
//!    work is in the way.

use super::deadlines::cause;
use super::due::{Due, untils};
use super::network::Network;
use super::{Cause, StepDates};
use crate::calendar::Calendar;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::phrase;
use crate::phrase::Phrase;
use crate::schedule::{self, Link, Problem, Slot, Why, slack};

mod room;

/// Places of a conflict that a finding shows.
const SHOWN: usize = 8;

/// A list that gives room first to what has to be done by its day, the most pressing first, with its schedule. None where days are
/// kept as it is, or no better that way.
pub(super) fn first(
    musts: &[Due],
    problem: &Problem,
    list: &[usize],
    slots: &[Slot],
) -> Option<(Vec<usize>, Vec<Slot>)> {
    let late = |slots: &[Slot]| musts.iter().map(|must| u64::from(must.late(slots))).sum::<u64>();
    let before = late(slots);
    if before == 0 {
        return None;
    }
    let (short, all) = (shortened(problem, slots), musts.iter().collect::<Vec<_>>());
    let better = pressing(&short, list, &all)?;
    let slots = schedule::schedule(problem, &better).ok()?;
    (late(&slots) < before).then_some((better, slots))
}

/// The list with what has to be done by its day first, by its latest days; everything else as it was.
fn pressing(problem: &Problem, list: &[usize], musts: &[&Due]) -> Option<Vec<usize>> {
    let windows = slack::windows(problem, list, untils(problem.activities.len(), musts.iter().copied()))?;
    let due = ancestors(&problem.links, list.len(), musts);
    let mut priority = vec![0; list.len()];
    for (position, activity) in list.iter().enumerate() {
        // Latest ends lie on the axis; everything else comes after it.
        let late = windows[*activity].1.0;
        priority[*activity] = if due[*activity] { late } else { problem.days + 1 + position as u32 };
    }
    schedule::activity_list(problem, &priority)
}

/// The same problem up to the end of a schedule.
fn shortened(problem: &Problem, slots: &[Slot]) -> Problem {
    problem.until(schedule::last_day(slots).map_or(0, |day| day.0 + 1))
}

/// Everything that these wait for, and they themselves.
fn ancestors<'l>(links: impl IntoIterator<Item = &'l Link>, count: usize, musts: &[&Due]) -> Vec<bool> {
    let mut before = vec![Vec::new(); count];
    for link in links {
        before[link.to].push(link.from);
    }
    let mut found = vec![false; before.len()];
    let mut open: Vec<usize> = musts.iter().flat_map(|must| must.activities.iter().copied()).collect();
    while let Some(activity) = open.pop() {
        if !std::mem::replace(&mut found[activity], true) {
            open.extend(&before[activity]);
        }
    }
    found
}

/// Tells of every day that a timeline does not keep what it conflicts with.
pub(super) fn report(
    musts: &[Due],
    network: &Network<'_>,
    calendar: &Calendar,
    problem: &Problem,
    list: &[usize],
    slots: &[Slot],
    diagnostics: &mut Diagnostics,
) {
    let short = shortened(problem, slots);
    let teller = Teller { network, calendar, problem: &short, list, slots };
    let (apart, owners) = slack::apart(&short);
    let alone = schedule::schedule(&apart, list).ok().map(|mut slots| {
        for slot in &mut slots {
            if let Why::Closed { team: Some(team), .. } = &mut slot.why {
                *team = owners[*team];
            }
        }
        slots
    });
    let alone = alone.and_then(|slots| Some((network.dates(&apart, &slots, &[], calendar)?, slots)));
    for must in musts.iter().filter(|must| must.late(slots) > 0) {
        let finding = match &alone {
            Some((dates, alone)) if must.late(alone) > 0 => teller.chain(must, alone, dates),
            _ => teller.overloaded(must, musts).unwrap_or_else(|| teller.not_found(must)),
        };
        diagnostics.push(finding);
    }
}

struct Teller<'a> {
    network: &'a Network<'a>,
    calendar: &'a Calendar,
    /// Up to the end of the schedule.
    problem: &'a Problem,
    list: &'a [usize],
    slots: &'a [Slot],
}

impl Teller<'_> {
    fn name(&self, activity: usize) -> String {
        let id = self.network.steps[activity];
        self.network.plan.work_name(id.initiative, Some(id.step))
    }

    /// Names of a few, and how many more there are.
    fn names(&self, activities: &[usize]) -> Phrase {
        let more = activities.len().saturating_sub(SHOWN);
        let names: Vec<String> =
            activities.iter().take(SHOWN).map(|activity| format!("`{}`", self.name(*activity))).collect();
        let names = names.join(", ");
        if more > 0 {
            phrase!("{names} and {more} more", "{names} et {more} de plus")
        } else {
            Phrase::same(names)
        }
    }

    fn date(&self, day: u32) -> String {
        self.calendar.date(crate::calendar::Day(day)).map_or_else(String::new, |date| date.to_string())
    }

    fn finding(must: &Due, message: Phrase, label: Phrase, help: Phrase) -> Diagnostic {
        Diagnostic::new(Code::MustFinish, message).at(must.date.span, label).help(help)
    }

    /// The steps of a conflict, each with what it adds to it.
    fn show(&self, finding: Diagnostic, activities: &[usize], label: impl Fn(usize) -> Phrase) -> Diagnostic {
        activities.iter().take(SHOWN).fold(finding, |finding, activity| {
            finding.also(self.network.step(*activity).span, label(*activity))
        })
    }

    /// Links and dates alone lead beyond the day.
    fn chain(&self, must: &Due, alone: &[Slot], dates: &[StepDates]) -> Diagnostic {
        let mut chain: Vec<usize> = Vec::new();
        let mut next = must.last(alone);
        while let Some(activity) = next.filter(|activity| !chain.contains(activity)) {
            chain.push(activity);
            next = match alone[activity].why {
                Why::Link(link) => Some(self.problem.links[link].from),
                _ => None,
            };
        }
        let (name, date) = (&must.name, must.date.value);
        let done = chain.first().map_or(date, |last| dates[*last].finish);
        chain.reverse();
        let steps = self.names(&chain);
        let begin = chain.first().map_or_else(Phrase::empty, |first| self.begins(&dates[*first]));
        let message = phrase!(
            "`{name}` cannot be done by {date}: even if no team had anything else to do, it would end on {done}",
            "`{name}` ne peut être finie le {date} : même si aucune équipe n'avait rien d'autre à faire, elle finirait le {done}"
        );
        let label = phrase!("too early for {steps}", "trop tôt pour {steps}"; steps = steps);
        let help = Phrase::fixed(
            "shorten a step of this chain, take a link away, let it begin earlier, or move the day",
            "raccourcissez une étape de cette chaîne, retirez un lien, faites-la commencer plus tôt, ou déplacez le jour",
        );
        let first = chain.first().copied();
        self.show(Self::finding(must, message, label, help), &chain, |activity| {
            let StepDates { start, finish, .. } = &dates[activity];
            if Some(activity) == first {
                phrase!("{start} to {finish} at the earliest: {begin}", "du {start} au {finish} au plus tôt : {begin}"; start = Phrase::same(start.to_string()), finish = Phrase::same(finish.to_string()), begin = begin)
            } else {
                phrase!("{start} to {finish} at the earliest", "du {start} au {finish} au plus tôt")
            }
        })
    }

    /// Where a chain begins.
    fn begins(&self, dates: &StepDates) -> Phrase {
        let (plan, start) = (self.network.plan, dates.start);
        match &dates.cause {
            Cause::PlanStart => {
                let start = plan.head.start;
                phrase!("the plan starts on {start}", "le plan commence le {start}")
            }
            Cause::Fixed => phrase!("it has to start on {start}", "elle doit commencer le {start}"),
            Cause::Started { .. } => {
                phrase!("what is left of it goes on from {start}", "ce qui en reste continue dès le {start}")
            }
            other => cause(plan, other),
        }
    }
}
