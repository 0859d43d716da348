//! What holds for schedules of drawn lengths.

use super::*;

proptest! {
    /// What has a fixed day keeps it, or starts later with what it waits for.
    #[test]
    fn schedules_of_other_lengths_are_sound(
        problem in problems(14),
        fixed in prop::collection::vec(prop::option::weighted(0.15, 0u32..30), 14),
        draws in prop::collection::vec(prop::collection::vec(1u32..11, 14), 3),
    ) {
        let mut problem = problem;
        for (activity, fixed) in problem.activities.iter_mut().zip(fixed) {
            activity.fixed = fixed.map(Day);
        }
        let list: Vec<u32> = (0..problem.activities.len() as u32).collect();
        let mut generator = Generator::new(&problem).unwrap();
        for lengths in draws {
            for (activity, length) in problem.activities.iter_mut().zip(lengths) {
                activity.half_days = NonZeroU32::new(length).unwrap();
            }
            for (index, activity) in problem.activities.iter().enumerate() {
                generator.set_length(index, activity.half_days);
            }
            generator.make_or_late(&list).unwrap();
            let time = Time::plain();
            let mut facts = facts(&problem, &time);
            for (index, activity) in problem.activities.iter().enumerate() {
                let Some(day) = activity.fixed else { continue };
                facts.activities[index].fixed = generator.is_pinned(index).then(|| time.date(day));
                facts.activities[index].not_before = Some(time.date(day.max(activity.release)));
            }
            let row = |index: usize| {
                time.row(index, Day(generator.starts()[index]), Day(generator.finishes()[index]))
            };
            let rows: Vec<_> = (0..list.len()).map(row).collect();
            prop_assert_eq!(verify::verify(&facts, &rows), vec![]);
        }
    }

    /// The walk back agrees with the reasons, which are worked out by other code.
    #[test]
    fn a_walk_back_follows_the_reasons(problem in problems(14)) {
        let list: Vec<usize> = (0..problem.activities.len()).collect();
        let slots = schedule(&problem, &list).unwrap();
        let short: Vec<u32> = list.iter().map(|activity| *activity as u32).collect();
        let mut generator = Generator::new(&problem).unwrap();
        generator.make(&short).unwrap();
        let tracer = Tracer::new(&generator, &short);
        for (index, slot) in slots.iter().enumerate() {
            let before = tracer.before(&generator, index);
            prop_assert!(before.is_none_or(|before| before < index));
            let from = problem.links.iter().filter(|link| link.to == index).map(|link| link.from);
            let from: Vec<usize> = from.collect();
            match &slot.why {
                Why::PlanStart => prop_assert_eq!(before, None),
                Why::Busy { with, .. } => prop_assert_eq!(before, with.first().copied()),
                Why::Link(link) if from.len() == 1 => prop_assert_eq!(before, Some(problem.links[*link].from)),
                Why::Link(_) => prop_assert!(before.is_some_and(|before| from.contains(&before))),
                Why::Release | Why::FinishRelease if from.is_empty() => prop_assert_eq!(before, None),
                Why::Release | Why::FinishRelease | Why::Fixed | Why::Closed { .. } => {
                    prop_assert!(before.is_none_or(|before| from.contains(&before)));
                }
            }
        }
    }
}
