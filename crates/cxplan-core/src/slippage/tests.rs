use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

use super::dates::{End, Milestone, Planned, Step, Work};
use super::*;

fn calendar() -> Calendar {
    let new_year = date(2027, 1, 1);
    Calendar::new(date(2026, 1, 1), [true, true, true, true, true, false, false], [new_year..=new_year])
        .unwrap()
}

fn day(days: i64) -> Date {
    date(2027, 1, 4) + days.days()
}

fn work(id: &str, planned: Option<(Date, Date)>) -> Work {
    Work {
        id: id.to_owned(),
        status: if planned.is_some() { "planned" } else { "paused" }.to_owned(),
        deadline: None,
        finished: None,
        planned: planned.map(|(start, finish)| Planned { start, finish }),
        steps: Vec::new(),
    }
}

fn dates(initiatives: Vec<Work>) -> Dates {
    let finish = initiatives.iter().filter_map(|work| Some(work.planned.as_ref()?.finish)).max();
    Dates { summary: End { finish }, initiatives, milestones: Vec::new() }
}

#[test]
fn the_largest_move_comes_first_and_what_has_no_days_last() {
    let before = dates(vec![
        work("same", Some((day(0), day(1)))),
        work("b", Some((day(0), day(4)))),
        work("a", Some((day(0), day(4)))),
        work("early", Some((day(20), day(28)))),
        work("gone", Some((day(0), day(4)))),
        work("never", None),
    ]);
    let after = dates(vec![
        work("a", Some((day(0), day(7)))),
        work("b", Some((day(0), day(7)))),
        work("early", Some((day(10), day(11)))),
        work("gone", None),
        work("new", Some((day(0), day(1)))),
        work("same", Some((day(0), day(1)))),
    ]);
    let found = compare(&before, &after, &calendar());
    let moves: Vec<_> = found.initiatives.iter().map(|moved| (moved.id.as_str(), moved.days)).collect();
    // From Friday to Monday it is one working day.
    assert_eq!(moves, [("early", Some(-11)), ("a", Some(1)), ("b", Some(1)), ("gone", None), ("new", None)]);
    assert_eq!((found.unchanged, found.days_later, found.days_earlier), (1, 2, 11));
    assert_eq!(found.end_days, Some(-11), "from Monday the 1st of February to Friday the 15th of January");
}

#[test]
fn what_is_done_has_moved_to_the_day_on_which_it_was_done() {
    let before = dates(vec![work("a", Some((day(0), day(4)))), work("b", Some((day(0), day(4))))]);
    let done = |id, on| Work { status: "done".to_owned(), finished: Some(on), ..work(id, None) };
    let after = dates(vec![done("a", day(7)), done("b", day(4))]);
    let found = compare(&before, &after, &calendar());
    assert_eq!(
        (found.initiatives.len(), found.unchanged),
        (1, 1),
        "one was done on the day that was planned"
    );
    assert_eq!(found.initiatives[0].days, Some(1));
}

#[test]
fn deadlines_that_are_missed_appear_and_vanish() {
    let with = |id, end, deadline| {
        let step = Step { id: "s".to_owned(), deadline: Some(deadline), start: None, finish: Some(end) };
        Work { deadline: Some(deadline), steps: vec![step], ..work(id, Some((day(0), end))) }
    };
    let milestone = |on| Milestone { id: "a".to_owned(), date: Some(on), deadline: Some(day(2)) };
    let before = Dates { milestones: vec![milestone(day(1))], ..dates(vec![with("a", day(3), day(2))]) };
    let after = Dates { milestones: vec![milestone(day(3))], ..dates(vec![with("a", day(2), day(2))]) };
    let found = compare(&before, &after, &calendar());
    let names = |missed: &[Missed]| -> Vec<(What, String)> {
        missed.iter().map(|missed| (missed.what, missed.name.clone())).collect()
    };
    assert_eq!(names(&found.newly_missed), [(What::Milestone, "a".to_owned())]);
    assert_eq!(
        names(&found.no_longer_missed),
        [(What::Initiative, "a".to_owned()), (What::Step, "a.s".to_owned())]
    );
    assert_eq!(found.milestones[0].days, Some(2));
}

#[test]
fn dates_are_read_from_a_report_whatever_else_it_holds() {
    let json = br#"{ "schema": 1, "color": {"deep": [1]}, "summary": { "finish": "2027-01-08", "x": 1 }, "initiatives": [
        { "id": "a", "status": "planned", "planned": { "rank": 1, "start": "2027-01-04", "finish": "2027-01-08" } } ] }"#;
    assert_eq!(Dates::read(json), Ok(dates(vec![work("a", Some((day(0), day(4))))])));
    assert_eq!(Dates::read(br#"{ "schema": 2, "initiatives": 5 }"#), Err(NoReport::Newer(2)));
    for wrong in ["", "{", "[]", "{}", "null", r#"{"schema": -1}"#, r#"{"schema": 1}"#, &"[".repeat(100_000)]
    {
        assert!(matches!(Dates::read(wrong.as_bytes()), Err(NoReport::Other(_))), "{wrong}");
    }
    assert!(matches!(Dates::read(&json[..json.len() - 9]), Err(NoReport::Other(_))), "cut off");
    assert!(matches!(Dates::read(b"\xff\xfe{"), Err(NoReport::Other(_))), "another encoding");
}

#[test]
fn the_ends_of_time_are_no_panic() {
    let (before, after) = (
        dates(vec![work("a", Some((Date::MIN, Date::MIN)))]),
        dates(vec![work("a", Some((Date::MIN, Date::MAX)))]),
    );
    let calendar = Calendar::new(Date::MIN, [true; 7], []).unwrap();
    let days = compare(&before, &after, &calendar).initiatives[0].days;
    assert_eq!(days, Some((Date::MAX - Date::MIN).get_days().into()));
}

fn any_dates() -> impl Strategy<Value = Dates> {
    let state = (any::<bool>(), any::<bool>(), prop::option::of(0i64..60));
    let one =
        (0u8..6, 0i64..40, 0i64..20, state).prop_map(|(id, start, length, (planned, done, deadline))| {
            let finish = day(start + length);
            Work {
                deadline: deadline.map(day),
                finished: (done && !planned).then_some(finish),
                ..work(&format!("w{id}"), planned.then_some((day(start), finish)))
            }
        });
    let moment =
        (0u8..3, prop::option::of(0i64..60), prop::option::of(0i64..60)).prop_map(|(id, on, deadline)| {
            Milestone { id: format!("m{id}"), date: on.map(day), deadline: deadline.map(day) }
        });
    (prop::collection::vec(one, 0..8), prop::collection::vec(moment, 0..4))
        .prop_map(|(works, milestones)| Dates { milestones, ..dates(works) })
}

proptest! {
    #[test]
    fn nothing_moves_against_itself(dates in any_dates()) {
        let found = compare(&dates, &dates, &calendar());
        prop_assert!(found.is_empty(), "{found:?}");
        prop_assert_eq!((found.days_later, found.days_earlier), (0, 0));
    }

    #[test]
    fn the_other_way_round_everything_is_turned_round(one in any_dates(), other in any_dates()) {
        let (there, back) = (compare(&one, &other, &calendar()), compare(&other, &one, &calendar()));
        let turned = |moves: &[Move]| -> Vec<Move> {
            let turn = |moved: &Move| Move {
                id: moved.id.clone(),
                before: moved.after.clone(),
                after: moved.before.clone(),
                days: moved.days.map(|days| -days),
            };
            moves.iter().map(turn).collect()
        };
        prop_assert_eq!(back, Comparison {
            initiatives: turned(&there.initiatives),
            milestones: turned(&there.milestones),
            unchanged: there.unchanged,
            milestones_unchanged: there.milestones_unchanged,
            days_later: there.days_earlier,
            days_earlier: there.days_later,
            end_before: there.end_after,
            end_after: there.end_before,
            end_days: there.end_days.map(|days| -days),
            newly_missed: there.no_longer_missed,
            no_longer_missed: there.newly_missed,
        });
    }

    #[test]
    fn days_are_those_of_a_walk(from in -30i64..200, to in -30i64..200) {
        let calendar = calendar();
        let walk = |from: i64, to: i64| (from + 1..=to).filter(|on| calendar.is_working(day(*on))).count() as i64;
        let expected = if to >= from { walk(from, to) } else { -walk(to, from) };
        prop_assert_eq!(calendar.days_after(day(from), day(to)), expected);
    }
}
