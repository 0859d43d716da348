//! What changes do to a timeline.

use cxplan_engine::core::ids::Id;
use cxplan_engine::core::model::StepId;
use cxplan_engine::core::timeline::{Effect, Trials, in_all};
use jiff::civil::date;

use super::{root, run_file, run_text};

/// Two initiatives for one person: `a` of 5 days that `b` of 5 days waits for, and `b` has to be done by the 20th.
const PLAN: &str = "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n\
    [[initiative]]\nid = \"a\"\ntitle = \"A\"\nteam = \"t\"\neffort = \"5d\"\n\
    rice = { reach = 300, impact = 1, confidence = 1.0, effort = 1 }\n\
    [[initiative]]\nid = \"b\"\ntitle = \"B\"\nteam = \"t\"\neffort = \"5d\"\ndeadline = 2027-01-20\n\
    rice = { reach = 100, impact = 1, confidence = 1.0, effort = 1 }\n";

fn first(initiative: usize) -> StepId {
    StepId { initiative: Id::new(initiative), step: 0 }
}

fn effect(text: &str, of: impl Fn(&mut Trials<'_>) -> Option<Effect>) -> Effect {
    let (_, run) = run_text(text);
    let (plan, scores, timeline) = (run.plan.unwrap(), run.scores.unwrap(), run.timeline.unwrap());
    of(&mut Trials::new(&plan, &scores[0], &timeline).unwrap()).unwrap()
}

#[test]
fn a_week_more_moves_what_waits_and_misses_its_deadline() {
    let effect = effect(PLAN, |trials| trials.longer(first(0), 10));
    assert_eq!((effect.end, effect.finish), (5, date(2027, 1, 22)));
    let moved: Vec<_> =
        effect.moved.iter().map(|moved| (moved.initiative.index(), moved.to, moved.days)).collect();
    assert_eq!(moved, [(0, date(2027, 1, 15), 5), (1, date(2027, 1, 22), 5)]);
    let missed: Vec<_> = effect.missed.iter().map(|missed| (missed.name.as_str(), missed.finish)).collect();
    assert_eq!(missed, [("b", date(2027, 1, 22))]);
    // Both arrive five days later; by weight, three quarters wait for 5 days and one for 10, 6.25 on average.
    let value = effect.value.unwrap();
    assert!((value.days - 5.0).abs() < 1e-9 && (value.part - 5.0 / 6.25).abs() < 1e-9, "{value:?}");
}

#[test]
fn one_person_more_lets_both_go_at_once() {
    let effect = effect(PLAN, |trials| trials.larger(Id::new(0), 1_000_000));
    assert_eq!((effect.end, effect.finish), (-5, date(2027, 1, 8)));
    let value = effect.value.unwrap();
    assert!((value.days + 1.25).abs() < 1e-9 && (value.part + 0.2).abs() < 1e-9, "{value:?}");
}

#[test]
fn a_fixed_date_that_a_week_makes_impossible_is_told() {
    let plan = format!("{PLAN}depends_on = [\"a\"]\nfixed = 2027-01-11\n");
    let plan = plan.replace("deadline = 2027-01-20\n", "");
    let (_, run) = run_text(&plan);
    let Some(timeline) = &run.timeline else { panic!("{:#?}", run.diagnostics) };
    assert_eq!(timeline.dates[1].as_ref().unwrap()[0].start, date(2027, 1, 11));
    let effect = effect(&plan, |trials| trials.longer(first(0), 10));
    assert_eq!(effect.unkept, [(first(1), date(2027, 1, 18))]);
    assert_eq!(effect.end, 5);
}

#[test]
fn no_change_changes_nothing() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let (plan, scores, timeline) = (run.plan.unwrap(), run.scores.unwrap(), run.timeline.unwrap());
    let mut trials = Trials::new(&plan, &scores[0], &timeline).unwrap();
    let is_none = |effect: &Effect| {
        effect.end == 0
            && effect.moved.is_empty()
            && effect.missed.is_empty()
            && effect.unkept.is_empty()
            && effect.value.is_some_and(|value| value.days == 0.0 && value.part == 0.0)
    };
    for step in &timeline.workings.steps {
        assert!(is_none(&trials.longer(*step, 0).unwrap()));
    }
    for place in &timeline.order {
        let effect = trials.longer(timeline.last_step(place.initiative).unwrap(), 10).unwrap();
        let own = effect.moved.iter().find(|moved| moved.initiative == place.initiative).unwrap();
        assert!(own.days >= 5, "{own:?}");
    }
    for (team, _) in plan.teams.entries() {
        assert!(is_none(&trials.larger(team, 0).unwrap()));
    }
}

#[test]
fn days_waited_are_told_by_month_and_in_long_plans_by_quarter() {
    let periods = |text: &str| run_text(text).1.timeline.unwrap().periods();
    let short = periods(PLAN);
    let [january] = &short[..] else { panic!("{short:?}") };
    assert_eq!((january.from, january.months), (date(2027, 1, 1), 1));
    // `b` could begin with the plan, and waits for the five days of `a`.
    assert_eq!((january.teams[0].waited, january.teams[0].busy()), (5, 1.0));
    assert_eq!(january.bottleneck(), Some(Id::new(0)));

    // Without the deadline of `b`, for which it would be done first.
    let long =
        PLAN.replacen("effort = \"5d\"", "effort = \"300d\"", 1).replace("deadline = 2027-01-20\n", "");
    let long = periods(&long);
    let quarters: Vec<_> = long.iter().map(|quarter| (quarter.from, quarter.teams[0].waited)).collect();
    let days = [(1, 1, 63), (4, 1, 65), (7, 1, 66), (10, 1, 66)];
    let first: Vec<_> = days.map(|(month, day, waited)| (date(2027, month, day), waited)).into();
    assert_eq!(quarters[..4], first);
    assert_eq!(in_all(&long)[0].waited, 300);
}
