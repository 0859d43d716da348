//! The same list scheduled once more, with something changed: a length, or the size of a team. A fixed day that this makes
//! impossible moves ([`Generator::make_or_late`]).

use super::week::Week;
use super::{Generator, Problem, Slot, last_day};
use crate::calendar::Day;

/// First and last day of each activity.
pub type Days = Vec<(Day, Day)>;

/// Days beyond twice the length of a schedule that its changes may take: about four years.
const SPARE: u32 = 1_024;

/// Schedules of a list with one change at a time.
#[derive(Debug)]
pub struct Again {
    problem: Problem,
    list: Vec<u32>,
    generator: Generator,
    office: Week,
}

impl Again {
    /// For a problem, a list of it and the schedule of that; none where the axis is too long for tables. It goes well beyond the
    /// schedule, though not as far as the axis of a problem may, which has room for everything one after the other.
    pub fn new(problem: &Problem, list: &[usize], slots: &[Slot]) -> Option<Self> {
        let end = last_day(slots).unwrap_or_default().0;
        let days = problem.days.min(end.saturating_mul(2).saturating_add(SPARE));
        let problem = problem.until(days);
        Some(Self {
            generator: Generator::new(&problem)?,
            list: list.iter().map(|activity| *activity as u32).collect(),
            office: Week::of(&problem.office, days),
            problem,
        })
    }

    /// Working days of the plan that are over at the end of a day.
    pub fn over(&self, day: Day) -> u32 {
        self.office.on_or_after(i64::from(day.0) + 1, self.problem.days)
    }

    /// The schedule where an activity is so many half days longer. None where it does not fit on the axis.
    pub fn longer(&mut self, activity: usize, half_days: u32) -> Option<Days> {
        let length = self.problem.activities[activity].half_days;
        self.generator.set_length(activity, length.saturating_add(half_days));
        let made = self.generator.make_or_late(&self.list);
        self.generator.set_length(activity, length);
        made.ok().map(|()| days(&self.generator))
    }

    /// The schedule where a team has so many micro-FTE more on every day on which it works. None where it does not fit on the axis.
    pub fn larger(&self, team: usize, micro_fte: u64) -> Option<Days> {
        let mut problem = self.problem.clone();
        let team = &mut problem.teams[team];
        let larger = |size: u64| if size > 0 { size.saturating_add(micro_fte) } else { 0 };
        team.capacity.iter_mut().for_each(|(_, size)| *size = larger(*size));
        let mut generator = Generator::new(&problem)?;
        generator.make_or_late(&self.list).ok()?;
        Some(days(&generator))
    }
}

fn days(generator: &Generator) -> Days {
    let days = generator.starts().iter().zip(generator.finishes());
    days.map(|(start, finish)| (Day(*start), Day(*finish))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws::{Time, facts, problems};
    use super::super::schedule;
    use super::*;
    use crate::verify;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn what_is_scheduled_again_is_sound(
            problem in problems(12),
            fixed in prop::collection::vec(prop::bool::weighted(0.2), 12),
            (which, more) in (any::<prop::sample::Index>(), 0u32..30),
        ) {
            let list: Vec<usize> = (0..problem.activities.len()).collect();
            let slots = schedule(&problem, &list).unwrap();
            let mut problem = problem;
            for ((activity, slot), fixed) in problem.activities.iter_mut().zip(&slots).zip(fixed) {
                activity.fixed = fixed.then_some(slot.start);
            }
            let mut again = Again::new(&problem, &list, &slots).unwrap();
            let before: Days = slots.iter().map(|slot| (slot.start, slot.finish)).collect();
            let activity = which.index(list.len());
            prop_assert_eq!(again.longer(activity, 0).unwrap(), before.clone());
            prop_assert_eq!(again.larger(0, 0).unwrap(), before);

            let time = Time::plain();
            let sound = |problem: &Problem, days: &Days| {
                let rows: Vec<_> =
                    (0..).zip(days).map(|(activity, days)| time.row(activity, days.0, days.1)).collect();
                verify::verify(&facts(problem, &time), &rows)
            };
            let mut longer = problem.clone();
            let length = &mut longer.activities[activity].half_days;
            *length = length.saturating_add(more);
            prop_assert_eq!(sound(&longer, &again.longer(activity, more).unwrap()), vec![]);
            let mut larger = problem.clone();
            larger.teams[0].capacity.iter_mut().filter(|(_, size)| *size > 0).for_each(|(_, size)| *size += 1);
            prop_assert_eq!(sound(&larger, &again.larger(0, 1).unwrap()), vec![]);
        }
    }
}
