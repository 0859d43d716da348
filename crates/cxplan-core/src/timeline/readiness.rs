//! Whether work on an initiative can begin, by what ties and dates hold its first steps.

use jiff::ToSpan;
use jiff::civil::Date;

use super::network::{Network, fixed};
use crate::calendar::Calendar;
use crate::ids::Id;
use crate::model::{Initiative, Plan};

/// Whether work on an initiative that has not begun can begin, teams aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ready {
    /// These have to be done first, or begun where that is enough.
    Needs(Vec<Id<Initiative>>),
    /// A date of the plan, or the time after something that is done, holds it until this day.
    Waits(Date),
    /// It can.
    Now,
}

/// The first day on which something can begin that nothing holds: after what is told of progress, and not before today. Over a
/// week-end nothing waits; over holidays and freezes it does.
pub(super) fn now(plan: &Plan) -> Date {
    let head = &plan.head;
    let status = head.status_date.map(|status| status.saturating_add(1.day()));
    let from = [status, head.today].into_iter().flatten().fold(head.start, Date::max);
    let week = &plan.calendar.days.workdays;
    let is_workday = |date: &Date| week[date.weekday().to_monday_zero_offset() as usize];
    from.series(1.day()).take(7).find(is_workday).unwrap_or(from)
}

/// What holds each initiative of the network, by position; none where it has no step that is open.
pub(super) fn ready(
    plan: &Plan,
    network: &Network<'_>,
    calendar: &Calendar,
    now: Date,
) -> Vec<Option<Ready>> {
    let works =
        |date: Date| calendar.day_on_or_after(date).and_then(|day| calendar.date(day)).unwrap_or(date);
    let mut needs: Vec<Vec<Id<Initiative>>> = vec![Vec::new(); network.steps.len()];
    let mut follows = vec![false; network.steps.len()];
    for link in network.links.iter().filter(|link| link.kind.holds_start()) {
        let from = network.steps[link.from].initiative;
        if from == network.steps[link.to].initiative {
            follows[link.to] = true;
        } else if !needs[link.to].contains(&from) {
            needs[link.to].push(from);
        }
    }
    let mut found = vec![None; plan.initiatives.len()];
    let mut start = 0;
    for group in network.steps.chunk_by(|a, b| a.initiative == b.initiative) {
        let first: Vec<usize> = (start..start + group.len()).filter(|node| !follows[*node]).collect();
        start += group.len();
        let until = |node: &usize| {
            let released = network.released(*node).unwrap_or(now).max(now);
            works(released.max(fixed(network.step(*node)).unwrap_or(now)))
        };
        // One step that can begin is enough.
        let free = first.iter().filter(|node| needs[**node].is_empty()).map(until).min();
        found[group[0].initiative.index()] = Some(match free {
            Some(until) if until > now => Ready::Waits(until),
            Some(_) => Ready::Now,
            None => {
                let mut all: Vec<Id<Initiative>> = Vec::new();
                for id in first.iter().flat_map(|node| &needs[*node]) {
                    if !all.contains(id) {
                        all.push(*id);
                    }
                }
                Ready::Needs(all)
            }
        });
    }
    found
}
