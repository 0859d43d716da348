//! As late as can be: right justification.
//!
//! Some of the work of a schedule is moved towards its deadlines, everything else stays where it is (Valls, Ballestín and Quintanilla,
//! "Justification and RCPSP: a technique that pays", EJOR 165, 2005, use the same move to shorten schedules). That is backward
//! scheduling which cannot miss what a forward schedule keeps.

pub use super::ties::Hold;
use super::ties::{Span, Ties};
use super::{Problem, Slot};
use crate::calendar::Day;

/// The first day of each of these activities with which it is over by its own dawn `until`, keeps what waits for it and finds room in
/// its teams, as late as that can be. None for the others and for those that are over too late anyway.
///
/// One that is tied to another is moved after it; of the rest, those that come later in the list get the later days.
pub fn justified(
    problem: &Problem,
    list: &[usize],
    slots: &[Slot],
    late: &[bool],
    until: &[u32],
) -> Vec<Option<Day>> {
    let (mut ties, mut spans) = taken(problem, slots);
    let in_time = |activity: usize| late[activity] && slots[activity].finish.0 < until[activity];
    // What moves makes room for what stood still before.
    let mut moved = true;
    while std::mem::take(&mut moved) {
        for &activity in list.iter().rev().filter(|activity| in_time(**activity)) {
            let early = spans[activity];
            ties.free(activity, early);
            let latest = ties.latest(activity, until[activity], early, |to| Some(spans[to]));
            ties.take(activity, latest);
            moved |= latest != early;
            spans[activity] = latest;
        }
    }
    (0..spans.len()).map(|activity| in_time(activity).then(|| Day(spans[activity].start))).collect()
}

/// What keeps each of these activities of a schedule from being later than it is, where it has to be over by its own dawn `until`.
pub fn holds(problem: &Problem, slots: &[Slot], of: &[bool], until: &[u32]) -> Vec<Option<Hold>> {
    let (mut ties, spans) = taken(problem, slots);
    let mut hold = |activity: usize| {
        let days = spans[activity];
        ties.free(activity, days);
        let hold = ties.hold(activity, until[activity], &spans);
        ties.take(activity, days);
        hold
    };
    (0..spans.len()).map(|activity| of[activity].then(|| hold(activity))).collect()
}

/// The ties of a problem without the room that a schedule takes, and the days of that.
fn taken<'p>(problem: &'p Problem, slots: &[Slot]) -> (Ties<'p>, Vec<Span>) {
    let mut ties = Ties::new(problem);
    let span = |slot: &Slot| Span { start: slot.start.0, finish: slot.finish.0 };
    let spans: Vec<Span> = slots.iter().map(span).collect();
    spans.iter().enumerate().for_each(|(activity, span)| ties.take(activity, *span));
    (ties, spans)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws::{Time, facts, problems};
    use super::super::{activity_list, schedule};
    use super::*;
    use crate::verify;

    proptest! {
        /// A sound schedule in which nothing of what was to be late could start a day later, with all else where it is.
        #[test]
        fn what_is_late_is_in_time_and_nothing_else_moves(
            problem in problems(12),
            late in prop::collection::vec(any::<bool>(), 12),
            spare in prop::collection::vec(0u32..20, 12),
        ) {
            let list: Vec<usize> = (0..problem.activities.len()).collect();
            let slots = schedule(&problem, &list).unwrap();
            let until: Vec<u32> = slots.iter().zip(&spare).map(|(slot, spare)| slot.finish.0 + spare).collect();
            let days = until.iter().copied().chain(slots.iter().map(|slot| slot.finish.0 + 1)).max().unwrap();
            let short = problem.until(days);
            let starts = justified(&short, &list, &slots, &late, &until);
            let time = Time::plain();
            let facts = facts(&problem, &time);
            let finish = |activity: usize, start: Day| {
                super::super::laws::finish_from(&problem, &problem.activities[activity], start)
            };
            let rows: Vec<verify::Row> = (0..list.len()).map(|activity| {
                let start = starts[activity].unwrap_or(slots[activity].start);
                time.row(activity, start, finish(activity, start).unwrap())
            }).collect();
            prop_assert_eq!(verify::verify(&facts, &rows), vec![]);
            for (activity, start) in starts.iter().enumerate() {
                let Some(start) = *start else {
                    prop_assert!(!late[activity] || slots[activity].finish.0 >= until[activity]);
                    continue;
                };
                prop_assert!(late[activity] && start >= slots[activity].start);
                for later in start.0 + 1..until[activity] {
                    let Some(last) = finish(activity, Day(later)).filter(|last| last.0 < until[activity]) else { continue };
                    let mut rows = rows.clone();
                    rows[activity] = time.row(activity, Day(later), last);
                    prop_assert!(!verify::verify(&facts, &rows).is_empty(), "{activity} could start on {later}");
                }
            }
        }

        /// On the next day on which it could start, work breaks what is told to hold it.
        #[test]
        fn what_holds_late_work_would_be_broken_by_a_day_more(
            problem in problems(12),
            late in prop::collection::vec(any::<bool>(), 12),
            spare in prop::collection::vec(0u32..20, 12),
        ) {
            let list: Vec<usize> = (0..problem.activities.len()).collect();
            let mut slots = schedule(&problem, &list).unwrap();
            let until: Vec<u32> = slots.iter().zip(&spare).map(|(slot, spare)| slot.finish.0 + spare).collect();
            let days = until.iter().copied().chain(slots.iter().map(|slot| slot.finish.0 + 1)).max().unwrap();
            let short = problem.until(days);
            let starts = justified(&short, &list, &slots, &late, &until);
            let finish = |activity: usize, start: Day| {
                super::super::laws::finish_from(&problem, &problem.activities[activity], start)
            };
            for (activity, start) in starts.iter().enumerate() {
                let Some(start) = *start else { continue };
                (slots[activity].start, slots[activity].finish) = (start, finish(activity, start).unwrap());
            }
            let moved: Vec<bool> = starts.iter().map(Option::is_some).collect();
            let time = Time::plain();
            let facts = facts(&problem, &time);
            for (activity, hold) in holds(&short, &slots, &moved, &until).into_iter().enumerate() {
                prop_assert_eq!(hold.is_some(), moved[activity]);
                let Some(hold) = hold else { continue };
                let broken = |later: Day, last: Day| {
                    let rows: Vec<verify::Row> = (0..list.len()).map(|other| match other == activity {
                        true => time.row(other, later, last),
                        false => time.row(other, slots[other].start, slots[other].finish),
                    }).collect();
                    verify::verify(&facts, &rows)
                };
                let idle = |violation: &verify::Violation| matches!(violation, verify::Violation::NoWork { .. });
                let next = (slots[activity].start.0 + 1..).map(Day).map_while(|later| Some((later, finish(activity, later)?)))
                    .find(|(later, last)| !broken(*later, *last).iter().any(idle));
                let Some((later, last)) = next else { continue };
                let violations = broken(later, last);
                let told = match &hold {
                    Hold::Until => last.0 >= until[activity],
                    Hold::Link(link) => violations.iter().any(|violation| {
                        matches!(violation, verify::Violation::Link { link: broken } if problem.links[*broken] == *link)
                    }),
                    Hold::Busy { team, day, with } => {
                        let on = |other: &usize| (slots[*other].start..=slots[*other].finish).contains(day);
                        prop_assert!(with.iter().all(|other| *other != activity && on(other)));
                        violations.iter().any(|violation| {
                            matches!(violation, verify::Violation::OverCapacity { team: full, .. } if full == team)
                        })
                    }
                };
                prop_assert!(told, "{activity} on {later:?}: {hold:?}, but {violations:?}");
            }
        }

        /// In the order of its days, what may be early starts no later than before once the rest has its late days.
        #[test]
        fn the_rest_is_no_later_for_it(
            problem in problems(12),
            late in prop::collection::vec(any::<bool>(), 12),
        ) {
            let mut problem = problem;
            problem.links.retain(|link| link.lag >= 0 && link.kind.holds_start());
            let list: Vec<usize> = (0..problem.activities.len()).collect();
            let slots = schedule(&problem, &list).unwrap();
            let end = slots.iter().map(|slot| slot.finish.0 + 1).max().unwrap();
            let starts = justified(&problem.until(end), &list, &slots, &late, &vec![end; list.len()]);
            for (activity, start) in problem.activities.iter_mut().zip(&starts) {
                activity.fixed = *start;
            }
            let days: Vec<u32> = starts.iter().zip(&slots).map(|(start, slot)| start.unwrap_or(slot.start).0).collect();
            let again = schedule(&problem, &activity_list(&problem, &days).unwrap()).unwrap();
            for (activity, start) in starts.iter().enumerate() {
                match start {
                    Some(start) => prop_assert_eq!(again[activity].start, *start),
                    None => prop_assert!(again[activity].finish <= slots[activity].finish),
                }
            }
        }
    }
}
