use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// Monday 2027-01-04; the 6th is a holiday, the team is away from the 18th to the 20th.
fn plan() -> (Facts, Vec<Row>) {
    let day = |day: i8| date(2027, 1, day);
    let activity = |days: u32, load| Activity {
        half_days: 2 * days,
        loads: vec![(0, load)],
        not_before: None,
        not_done_before: None,
        fixed: None,
    };
    let link =
        |first, second, lag| Link { first, first_end: End::Finish, second, second_end: End::Start, lag };
    let facts = Facts {
        start: day(4),
        workdays: [true, true, true, true, true, false, false],
        closed: vec![day(6)..=day(6)],
        half: Half::default(),
        teams: vec![Team {
            capacity: vec![(day(1), 1_000_000)],
            closed: vec![day(18)..=day(20)],
            week: None,
        }],
        activities: vec![
            activity(4, 500_000),
            activity(3, 500_000),
            activity(5, 1_000_000),
            Activity {
                half_days: 4,
                loads: vec![],
                not_before: Some(day(12)),
                not_done_before: Some(day(13)),
                fixed: None,
            },
        ],
        links: vec![link(0, 2, 0), link(1, 3, 1)],
    };
    let rows = vec![
        // Mon, Tue, Thu, Fri: Wednesday is a holiday.
        Row { activity: 0, start: day(4), finish: day(8) },
        Row { activity: 1, start: day(4), finish: day(7) },
        // A week from Monday to Friday.
        Row { activity: 2, start: day(11), finish: day(15) },
        // Finish on the 7th, a lag of Friday the 8th, so Monday the 11th; but not before the 12th.
        Row { activity: 3, start: day(12), finish: day(13) },
    ];
    (facts, rows)
}

#[test]
fn a_sound_schedule_passes() {
    let (facts, rows) = plan();
    assert_eq!(verify(&facts, &rows), []);
    assert_eq!(verify(&Facts { activities: vec![], links: vec![], ..facts }, &[]), []);
}

#[test]
fn every_kind_of_mistake_is_found() {
    let day = |day: i8| date(2027, 1, day);
    let check = |change: &dyn Fn(&mut Facts, &mut Vec<Row>), violation: Violation| {
        let (mut facts, mut rows) = plan();
        change(&mut facts, &mut rows);
        let found = verify(&facts, &rows);
        assert!(found.contains(&violation), "{violation:?} not in {found:?}");
    };
    check(&|_, rows| rows.retain(|row| row.activity != 1), Violation::Missing { activity: 1 });
    check(&|_, rows| rows.clear(), Violation::Missing { activity: 3 });
    check(&|_, rows| rows.push(rows[0]), Violation::Twice { activity: 0 });
    check(&|_, rows| rows[0].activity = 9, Violation::Unknown { position: 9 });
    check(&|facts, _| facts.activities[0].loads = vec![(5, 1)], Violation::Unknown { position: 5 });
    check(&|facts, _| facts.links[0].second = 7, Violation::Unknown { position: 7 });
    check(&|_, rows| rows[1].finish = day(3), Violation::Backwards { activity: 1 });
    check(&|facts, _| facts.start = day(5), Violation::TooEarly { activity: 0 });
    check(&|_, rows| rows[3].start = day(11), Violation::TooEarly { activity: 3 });
    check(&|_, rows| rows[3].finish = day(12), Violation::TooEarly { activity: 3 });
    // On a holiday, on a weekend, while the team is away.
    check(&|_, rows| rows[0].start = day(6), Violation::NoWork { activity: 0, date: day(6) });
    check(&|_, rows| rows[0].finish = day(9), Violation::NoWork { activity: 0, date: day(9) });
    check(&|_, rows| rows[2].finish = day(19), Violation::NoWork { activity: 2, date: day(19) });
    check(&|_, rows| rows[2].finish = day(14), Violation::Length { activity: 2, halves: 8 });
    check(&|_, rows| rows[2].finish = day(21), Violation::Length { activity: 2, halves: 12 });
    check(&|_, rows| rows[3].finish = day(14), Violation::Length { activity: 3, halves: 6 });
    check(&|_, rows| rows[2].start = day(8), Violation::Link { link: 0 });
    check(&|_, rows| rows[3].start = day(8), Violation::Link { link: 1 });
    check(&|facts, _| facts.links[1].lag = 3, Violation::Link { link: 1 });
    let over = |day, load, capacity| Violation::OverCapacity { team: 0, date: day, load, capacity };
    check(&|facts, _| facts.activities[1].loads = vec![(0, 500_001)], over(day(4), 1_000_001, 1_000_000));
    check(&|facts, _| facts.teams[0].capacity.push((day(7), 900_000)), over(day(7), 1_000_000, 900_000));
    check(&|_, rows| rows[2].start = day(8), over(day(8), 1_500_000, 1_000_000));
}

#[test]
fn each_pair_of_ends_is_checked() {
    let day = |day: i8| date(2027, 1, day);
    // The first runs from Monday to Thursday with a holiday between: moments 0 and 3. The second from Friday to Monday:
    // moments 3 and 5. The lag that fits is the difference.
    for (first_end, second_end, fits) in [
        (End::Finish, End::Start, 0),
        (End::Start, End::Start, 3),
        (End::Finish, End::Finish, 2),
        (End::Start, End::Finish, 5),
    ] {
        for (lag, sound) in [(fits - 9, true), (fits, true), (fits + 1, false)] {
            let (mut facts, mut rows) = plan();
            facts.activities.truncate(2);
            facts.activities[0].half_days = 6;
            facts.activities[1].half_days = 4;
            facts.links = vec![Link { first: 0, first_end, second: 1, second_end, lag }];
            rows.truncate(2);
            (rows[0].finish, rows[1].start, rows[1].finish) = (day(7), day(8), day(11));
            assert_eq!(verify(&facts, &rows).is_empty(), sound, "{first_end:?} {second_end:?} {lag}");
        }
    }
}

#[test]
fn far_dates_do_no_harm() {
    let (mut facts, mut rows) = plan();
    facts.closed.push(Date::MIN..=Date::MIN);
    facts.closed.push(Date::MAX..=Date::MAX);
    rows[0].start = Date::MIN;
    rows[2].finish = Date::MAX;
    let found = verify(&facts, &rows);
    assert!(found.contains(&Violation::TooEarly { activity: 0 }), "{found:?}");
    assert!(found.contains(&Violation::NoWork { activity: 2, date: Date::MAX }), "{found:?}");
}

proptest! {
    /// Every single date of a sound and tight schedule, moved by some days, is found.
    #[test]
    fn a_moved_end_is_found(row in 0usize..3, end in any::<bool>(), by in 1i64..40, back in any::<bool>()) {
        let (facts, mut rows) = plan();
        let by = if back { -by } else { by };
        let date = if end { &mut rows[row].finish } else { &mut rows[row].start };
        *date += by.days();
        prop_assert!(!verify(&facts, &rows).is_empty());
    }

    #[test]
    fn nothing_makes_it_panic(
        rows in prop::collection::vec((0usize..6, -50i64..50, -50i64..50), 0..8),
        closed in prop::collection::vec((-60i64..60, -3i64..20), 0..6),
        workdays in any::<[bool; 7]>(),
    ) {
        let (mut facts, _) = plan();
        let at = |days: i64| facts.start + days.days();
        let rows: Vec<_> =
            rows.into_iter().map(|(activity, start, finish)| Row { activity, start: at(start), finish: at(finish) }).collect();
        let closed: Vec<_> = closed.into_iter().map(|(from, length)| at(from)..=at(from + length)).collect();
        facts.teams[0].closed = closed.clone();
        facts.closed = closed;
        facts.workdays = workdays;
        verify(&facts, &rows);
    }
}
