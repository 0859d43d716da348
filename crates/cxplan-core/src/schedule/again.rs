//! The same list scheduled once more, with something changed: a length, or the size of a team.

use super::ties::{Span, Ties};
use super::week::Week;
use super::{Generator, Problem, Slot, Team};
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
    is_free: bool,
}

impl Again {
    /// For a problem, a list of it and the schedule of that; none where the axis is too long for tables. It goes well beyond the
    /// schedule, though not as far as the axis of a problem may, which has room for everything one after the other.
    pub fn new(problem: &Problem, list: &[usize], slots: &[Slot]) -> Option<Self> {
        let end = slots.iter().map(|slot| slot.finish.0).max().unwrap_or(0);
        let days = problem.days.min(end.saturating_mul(2).saturating_add(SPARE));
        let problem = Problem { days, ..problem.clone() };
        Some(Self {
            generator: Generator::new(&problem)?,
            list: list.iter().map(|activity| *activity as u32).collect(),
            office: Week::of(&problem.office, days),
            is_free: problem.activities.iter().all(|activity| activity.fixed.is_none()),
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
        let longer = length.saturating_add(half_days);
        if self.is_free {
            self.generator.set_length(activity, longer);
            let made = self.generator.make(&self.list);
            self.generator.set_length(activity, length);
            return made.ok().map(|()| days(&self.generator));
        }
        self.changed(|problem| problem.activities[activity].half_days = longer)
    }

    /// The schedule where a team has so many micro-FTE more on every day on which it works. None where it does not fit on the axis.
    pub fn larger(&self, team: usize, micro_fte: u64) -> Option<Days> {
        self.changed(|problem| {
            let team = &mut problem.teams[team];
            let larger = |size: u64| if size > 0 { size.saturating_add(micro_fte) } else { 0 };
            let sizes = team.capacity.iter().map(|(day, size)| (*day, larger(*size)));
            *team = Team { capacity: sizes.collect(), halves: std::mem::take(&mut team.halves) };
        })
    }

    /// What has to start on a day on which something that it waits for is not over any more gets its room in its turn of the list,
    /// on that day or later.
    fn changed(&self, change: impl FnOnce(&mut Problem)) -> Option<Days> {
        let mut problem = self.problem.clone();
        change(&mut problem);
        loop {
            let mut generator = Generator::new(&problem)?;
            generator.make(&self.list).ok()?;
            let Some(late) = too_early(&problem, &generator) else { return Some(days(&generator)) };
            let activity = &mut problem.activities[late];
            activity.release = activity.release.max(activity.fixed.take()?);
        }
    }
}

/// An activity that stands on its fixed day although something holds it back.
fn too_early(problem: &Problem, generator: &Generator) -> Option<usize> {
    let ties = Ties::new(problem);
    let span = |activity: usize| Span {
        start: generator.starts()[activity],
        finish: generator.finishes()[activity],
    };
    let pinned = |activity: usize| ties.fixed(activity).is_some_and(|day| day == span(activity).start);
    let broken = |link: &&super::Link| !ties.keeps(link, span(link.from), span(link.to));
    problem.links.iter().filter(|link| pinned(link.to)).find(broken).map(|link| link.to)
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
