use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const WEEK: [bool; 7] = [true, true, true, true, true, false, false];

fn one(year: i16, month: i8, day: i8) -> RangeInclusive<Date> {
    date(year, month, day)..=date(year, month, day)
}

#[test]
fn a_day_is_a_working_day_of_the_plan() {
    // 2027-01-01 is a Friday and a holiday, so the plan's first working day is Monday the 4th.
    let calendar = Calendar::new(date(2027, 1, 1), WEEK, [one(2027, 1, 1), one(2027, 1, 6)]).unwrap();
    let dates: Vec<_> = (0..4).map(|day| calendar.date(Day(day)).unwrap()).collect();
    assert_eq!(dates, [date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 7), date(2027, 1, 8)]);
    assert_eq!(calendar.day_on_or_after(date(2027, 1, 6)), Some(Day(2)));
    assert_eq!(calendar.day_on_or_before(date(2027, 1, 6)), Some(Day(1)));
    assert_eq!(calendar.day_on_or_before(date(2027, 1, 3)), None);
    assert_eq!(calendar.day_on_or_after(date(1999, 1, 1)), Some(Day(0)));
    assert!(!calendar.is_working(date(2027, 1, 1)) && calendar.is_working(date(2027, 1, 4)));
    assert!(!calendar.is_working(date(2026, 12, 31)), "before the start");
    assert_eq!(calendar.working_days(date(2027, 1, 1)..=date(2027, 1, 10)), 4);
    assert_eq!(calendar.days_in(date(2027, 1, 9)..=date(2027, 1, 2)), Day(4)..Day(4), "empty range");
}

#[test]
fn a_week_without_work_is_refused() {
    assert_eq!(Calendar::new(date(2027, 1, 1), [false; 7], []).unwrap_err(), EmptyWeek);
}

#[test]
fn the_end_of_time_is_none_and_no_panic() {
    let calendar = Calendar::new(date(2027, 1, 4), WEEK, []).unwrap();
    let last = Day(calendar.days() - 1);
    assert_eq!(calendar.date(last), Some(date(9999, 12, 31)), "a Friday");
    assert_eq!(calendar.day_on_or_after(Date::MAX), Some(last));
    assert_eq!(calendar.date(Day(calendar.days())), None);
    assert_eq!(calendar.date(Day(u32::MAX)), None);

    let closed = Calendar::new(date(2027, 1, 4), WEEK, [Date::MIN..=Date::MAX]).unwrap();
    assert_eq!(
        (closed.days(), closed.date(Day(0)), closed.day_on_or_after(date(2027, 1, 4))),
        (0, None, None)
    );

    let oldest = Calendar::new(Date::MIN, [true; 7], [one(-9999, 1, 1)]).unwrap();
    assert_eq!(oldest.date(Day(0)), Some(date(-9999, 1, 2)));
    assert_eq!(oldest.date(Day(oldest.days() - 1)), Some(Date::MAX));
    let youngest = Calendar::new(Date::MAX, [false, false, false, false, false, true, true], []).unwrap();
    assert_eq!((youngest.days(), youngest.day_on_or_after(Date::MAX)), (0, None));
}

/// Walks from day to day, as the definition says.
fn oracle(start: Date, workdays: [bool; 7], closed: &[RangeInclusive<Date>], to: Date) -> Vec<Date> {
    let works = |day: &Date| {
        workdays[day.weekday().to_monday_zero_offset() as usize]
            && !closed.iter().any(|range| range.contains(day))
    };
    start.series(1.day()).take_while(|day| *day <= to).filter(works).collect()
}

proptest! {
    #[test]
    fn agrees_with_a_walk_from_day_to_day(
        first in 0i64..800,
        workdays in any::<[bool; 7]>().prop_filter("an empty week is refused", |week| week.contains(&true)),
        closed in prop::collection::vec((-40i64..400, -2i64..30), 0..12),
    ) {
        let start = date(2027, 1, 1) + first.days();
        let closed: Vec<_> =
            closed.iter().map(|(from, length)| start + from.days()..=start + (from + length).days()).collect();
        let calendar = Calendar::new(start, workdays, closed.iter().cloned()).unwrap();
        let working = oracle(start, workdays, &closed, start + 500.days());

        for (index, date) in (0..).zip(&working) {
            prop_assert_eq!(calendar.date(Day(index)), Some(*date));
        }
        for offset in -20..500 {
            let date = start + offset.days();
            let before = working.partition_point(|day| *day < date) as u32;
            let through = working.partition_point(|day| *day <= date) as u32;
            prop_assert_eq!(calendar.is_working(date), through > before, "{}", date);
            prop_assert_eq!(calendar.day_on_or_before(date), through.checked_sub(1).map(Day));
            // The walk ends after 500 days; there the next working day is not known to it.
            if (before as usize) < working.len() {
                prop_assert_eq!(calendar.day_on_or_after(date), Some(Day(before)));
            }
            prop_assert_eq!(calendar.working_days(start..=date), through);
            prop_assert_eq!(calendar.days_in(date..=start + 450.days()).start, Day(before));
        }
    }

    #[test]
    fn dates_and_days_are_inverse_everywhere(
        day in 0u32..2_000_000,
        closed in prop::collection::vec((0i64..2_900_000, 0i64..300), 0..200),
    ) {
        let start = date(2027, 1, 4);
        let closed = closed
            .iter()
            .map(|(from, length)| start + from.days()..=start + from.days() + length.days());
        let calendar = Calendar::new(start, WEEK, closed).unwrap();
        if let Some(date) = calendar.date(Day(day)) {
            prop_assert_eq!(calendar.day_on_or_after(date), Some(Day(day)));
            prop_assert_eq!(calendar.day_on_or_before(date), Some(Day(day)));
            prop_assert!(calendar.is_working(date));
        } else {
            prop_assert!(day >= calendar.days());
        }
    }
}
