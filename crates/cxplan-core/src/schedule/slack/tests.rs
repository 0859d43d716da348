//! Networks worked out by hand.

use super::super::tests::activity;
use super::*;
use crate::schedule::{Activity, Link, LinkKind, schedule};

use LinkKind::*;

fn work(days: &[u32]) -> Vec<Activity> {
    days.iter().map(|days| activity(*days, None)).collect()
}

fn found(problem: &Problem) -> Slacks {
    let list: Vec<usize> = (0..problem.activities.len()).collect();
    slacks(problem, &list, &schedule(problem, &list).unwrap()).unwrap()
}

fn problem(activities: Vec<Activity>, teams: Vec<Team>, links: &[(usize, usize, LinkKind, i32)]) -> Problem {
    let links = links.iter().map(|&(from, to, kind, lag)| Link { from, to, kind, lag }).collect();
    Problem { days: 1000, activities, teams, office: Team::constant(1), links }
}

fn rows(slacks: &[Slack]) -> Vec<(u32, u32, bool)> {
    slacks.iter().map(|slack| (slack.free, slack.total, slack.critical)).collect()
}

/// Kelley and Walker's way on eight activities, by hand:
///
/// ```text
/// A 3          starts 0
/// B 4  after A         3, over at 7
/// C 2  after A         3, over at 5
/// D 5  after B         7, over at 12
/// E 1  after C         5, over at 6
/// F 2  after C         5, over at 7
/// G 4  after D and E  12, over at 16
/// H 3  after F and G  16, over at 19
/// ```
#[test]
fn a_textbook_network() {
    let links: Vec<_> = [(0, 1), (0, 2), (1, 3), (2, 4), (2, 5), (3, 6), (4, 6), (5, 7), (6, 7)]
        .map(|(from, to)| (from, to, FinishToStart, 0))
        .into();
    let slacks = found(&problem(work(&[3, 4, 2, 5, 1, 2, 4, 3]), vec![], &links));
    let expected = [
        (0, 0, true),
        (0, 0, true),
        // C may wait until E has to begin on day 11.
        (0, 6, false),
        (0, 0, true),
        (6, 6, false),
        (9, 9, false),
        (0, 0, true),
        (0, 0, true),
    ];
    assert_eq!(rows(&slacks.apart), expected);
    assert_eq!(rows(&slacks.with_teams), expected, "nobody is shared");
}

/// A long last activity of 20 days beside two that are tied, `from` of 4 days and `to` of 2.
#[test]
fn all_kinds_of_links() {
    for (kind, lag, from, to) in [
        // `to` starts on day 4, or may start on day 18; `from` may be over at 18.
        (FinishToStart, 0, (0, 14), (14, 14)),
        (FinishToStart, 3, (0, 11), (11, 11)),
        (FinishToStart, -2, (0, 16), (16, 16)),
        // `to` could start with the plan and does: four days before `from` is over.
        (FinishToStart, -9, (5, 16), (18, 18)),
        (StartToStart, 0, (0, 16), (18, 18)),
        (StartToStart, 3, (0, 15), (15, 15)),
        (FinishToFinish, 0, (0, 16), (16, 16)),
        (FinishToFinish, 2, (0, 14), (14, 14)),
        // `to` may finish on day 19, which is five before the 24th.
        (FinishToFinish, -5, (3, 16), (18, 18)),
        (StartToFinish, 0, (2, 16), (18, 18)),
        (StartToFinish, 5, (0, 15), (15, 15)),
    ] {
        let slacks = found(&problem(work(&[4, 2, 20]), vec![], &[(0, 1, kind, lag)]));
        let [first, second, last] = slacks.apart[..] else { panic!() };
        assert_eq!(((first.free, first.total), (second.free, second.total)), (from, to), "{kind:?} {lag}");
        assert!(last.critical && !first.critical && !second.critical);
        assert_eq!(slacks.with_teams, slacks.apart);
    }
}

/// Three pieces of work for one person, and a wait that is shorter than the three.
#[test]
fn people_make_a_chain_where_links_make_none() {
    let one = |days| activity(days, Some((0, 1)));
    let activities = vec![one(3), one(4), activity(9, None), one(5)];
    let slacks = found(&problem(activities, vec![Team::constant(1)], &[(2, 3, FinishToStart, -2)]));
    // Apart, the wait of 9 days and what may start two days before its end decide: 12 days.
    assert_eq!(rows(&slacks.apart), [(9, 9, false), (8, 8, false), (0, 0, true), (0, 0, true)]);
    // The one person is busy from the first day to the last.
    assert_eq!(rows(&slacks.with_teams), [(0, 0, true), (0, 0, true), (0, 0, true), (0, 0, true)]);
}

#[test]
fn a_fixed_day_is_kept_without_being_critical() {
    let fixed = Activity { fixed: Some(Day(6)), ..activity(2, None) };
    let activities = vec![activity(4, None), fixed, activity(20, None)];
    let slacks = found(&problem(activities, vec![], &[(0, 1, FinishToStart, 0)]));
    assert_eq!(rows(&slacks.apart), [(2, 2, false), (0, 0, false), (0, 0, true)]);
}

/// Of two people one leaves on day 8: who finishes on day 4 and has nothing else to do.
#[test]
fn who_leaves_has_to_be_done_before() {
    let one = |days| activity(days, Some((0, 1)));
    let team = Team::varying([(Day(0), 2), (Day(8), 1)]);
    let slacks = found(&problem(vec![one(4), one(6), one(10)], vec![team], &[]));
    // The first to be free goes on with the third; the second is done on day 6 and leaves on day 8.
    assert_eq!(rows(&slacks.with_teams), [(0, 0, true), (2, 2, false), (0, 0, true)]);
}
