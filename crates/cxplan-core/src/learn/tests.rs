//! What is learned, against cases that were worked out by hand.

use super::*;
use crate::forecast::tests::{planned, timeline_of};

const TEAMS: &str = r#"
[[team]]
id = "web"
name = "Web"
capacity = 2
[[team]]
id = "care"
name = "Care"
capacity = 1
[[metric]]
id = "nps"
name = "NPS"
kind = "nps"
direction = "higher"
baseline = { value = 20 }
[[metric]]
id = "calls"
name = "Calls"
kind = "count"
direction = "lower"
baseline = { value = 100 }
[[initiative]]
id = "a"
title = "A"
trust = { confidence = 0.5 }
effects = [{ metric = "nps", change = [1, 2, 3] }]
steps = [{ id = "x", title = "X", team = "web", effort = "2mo", duration = "1mo" }]
[[initiative]]
id = "b"
title = "B"
trust = { confidence = 1 }
effects = [{ metric = "calls", change = [-30, -20, -10] }]
steps = [
  { id = "x", title = "X", team = "web", effort = "3mo", duration = "3mo" },
  { id = "y", title = "Y", team = "care", effort = "1mo", duration = "1mo" },
]
[[initiative]]
id = "c"
title = "C"
trust = { confidence = 1 }
steps = [{ id = "x", title = "X", team = "web", effort = "1mo", duration = "1mo" }]
[[initiative]]
id = "still-open"
title = "Still open"
trust = { confidence = 1 }
steps = [{ id = "x", title = "X", team = "web", effort = "1mo", duration = "1mo" }]
"#;

fn learned(facts: &str) -> Learned {
    let (plan, _) = planned(&format!("{TEAMS}{facts}"));
    let start = at_start(&plan);
    let timeline = timeline_of(&start);
    learn(&plan, &start, &timeline, &Settings { draws: 4_000, seed: 1, threads: 1 }).unwrap()
}

/// A value outside of every range, on each side, for metrics of both directions.
#[test]
fn a_place_is_worse_or_better_by_the_direction_of_the_metric() {
    let place = |value, higher| Place::of(value, [10.0, 20.0], 15.0, higher);
    for (value, higher, lower) in [
        (9.9, Place::Worse, Place::Better),
        (10.0, Place::Low, Place::High),
        (15.0, Place::High, Place::High),
        (20.0, Place::High, Place::Low),
        (20.1, Place::Better, Place::Worse),
    ] {
        assert_eq!((place(value, true), place(value, false)), (higher, lower), "{value}");
    }
    assert_eq!(Place::ALL.iter().map(|(_, share)| share).sum::<f64>(), 1.0);
}

/// Web has 2 months of a and 1 of c, and 3 of the 4 of b: 6 estimated. Took 3, 1 and three quarters of 6: 8.5.
#[test]
fn a_team_is_as_biased_as_the_sums_say() {
    let found = learned(
        r#"
[[delivered]]
initiative = "a"
date = 2027-03-01
effort = "3mo"
[[delivered]]
initiative = "b"
date = 2027-05-03
effort = "6mo"
[[delivered]]
initiative = "c"
date = 2027-05-31
effort = "1mo"
"#,
    );
    let [web, care] = &found.teams[..] else { panic!("{:?}", found.teams) };
    assert_eq!((web.initiatives, web.estimated, web.actual), (3, 6.0, 8.5));
    assert_eq!((web.range, web.correction), ([1.0, 1.5], Some(1.42)));
    assert_eq!((care.initiatives, care.ratio, care.correction), (1, 1.5, None));
    let names: Vec<_> = found.initiatives.iter().map(|one| one.initiative.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(
        found.initiatives.iter().map(|one| one.ratio).collect::<Vec<_>>(),
        [Some(1.5), Some(1.5), Some(1.0)]
    );
    assert_eq!(found.calibration.interval, None);
    assert!(found.values.is_empty());
}

/// The start of the plan has all work still to do, wherever the facts say it is; its dates are held against those facts.
#[test]
fn the_start_knows_nothing_of_what_came() {
    let (untouched, before) = planned(TEAMS);
    let facts = "[[delivered]]\ninitiative = \"a\"\ndate = 2027-03-01\n[[actual]]\nmetric = \"nps\"\ndate = 2027-03-02\nvalue = 30\n";
    let (plan, _) = planned(&format!("{TEAMS}{facts}"));
    let start = at_start(&plan);
    assert!(start.delivered.is_empty() && start.actuals.is_empty());
    assert!(plan.delivered.len() == 1 && plan.actuals.len() == 1, "and the plan keeps its facts");
    let timeline = timeline_of(&start);
    let spans = |timeline: &Timeline| -> Vec<_> {
        timeline.dates.iter().map(|dates| dates.as_deref().and_then(timeline::span)).collect()
    };
    assert_eq!(spans(&timeline), spans(&before));
    assert_eq!(untouched.initiatives.len(), start.initiatives.len());
    let found = learned(facts);
    let a = &found.initiatives[0];
    // A month of work of two people from 4 January on ends after twenty days, on 29 January; that is 31 days before 1 March.
    assert_eq!(
        (a.planned.unwrap().to_string().as_str(), a.days_late, a.actual),
        ("2027-01-29", Some(31), None)
    );
}

/// The effect works with a chance of one half and is tri(1, 2, 3) then: the value lies at 20 or between 21 and 23. Of 80 % of the draws
/// the low end is 20; the high one is where a fifth of those that work lie above: 3 − √(0.2 × 2) × 1.
#[test]
fn a_value_is_held_against_the_range_of_its_day() {
    let facts = |value: f64, more: &str| {
        format!(
            "[[actual]]\nmetric = \"nps\"\ndate = 2027-12-01\nvalue = {value}\n{more}[[actual]]\nmetric = \"calls\"\ndate = 2027-12-01\nvalue = 81\n"
        )
    };
    let found = learned(&facts(22.0, ""));
    let [nps, calls] = &found.values[..] else { panic!("{found:?}") };
    assert_eq!((nps.forecast.low, nps.band[0]), (20.0, 20.0));
    let high = 23.0 - 0.4_f64.sqrt();
    assert!((nps.forecast.high - high).abs() < 0.03, "{:?} against {high}", nps.forecast);
    assert_eq!((nps.place, calls.place), (Place::High, Place::Low));
    assert_eq!((found.calibration.values, found.calibration.inside), (2, 2));
    // Wilson, two of two: 1 / (1 + 1.96² / 2).
    let [low, upper] = found.calibration.interval.unwrap();
    assert!((low - 0.342_38).abs() < 1e-4 && upper == 1.0, "{low}");
    let found = learned(&facts(19.9, ""));
    assert_eq!((found.values[0].place, found.calibration.inside), (Place::Worse, 1));
    assert_eq!(found.calibration.places.iter().map(|bin| bin.found).sum::<usize>(), 2);
    assert_eq!(learned(&facts(40.0, "")).values[0].place, Place::Better);
}

/// The same value from few answers is no surprise: the error of 100 answers of which 42 % promote and 22.1 % do not is some 8 points.
#[test]
fn the_sample_widens_the_range() {
    let found = learned(
        "[[actual]]\nmetric = \"nps\"\ndate = 2027-12-01\npromoters = 42\npassives = 36\ndetractors = 22\n",
    );
    let value = &found.values[0];
    let error = Z80 * (10_000.0 * (0.64 - 0.04) / 100.0_f64).sqrt();
    assert_eq!(value.actual, 20.0);
    let expected = value.forecast.median - (value.forecast.median - value.forecast.low).hypot(error);
    assert!((value.band[0] - expected).abs() < 1e-9 && value.band[0] < 12.0, "{value:?}");
}

#[test]
fn what_was_measured_before_the_start_is_not_held_against_it() {
    let found = learned(
        "[[actual]]\nmetric = \"nps\"\ndate = 2026-12-01\nvalue = 20\n[[actual]]\nmetric = \"nps\"\ndate = 2026-12-02\nvalue = 20\n",
    );
    assert_eq!(found.without_forecast, ["nps"]);
    assert_eq!((found.values.len(), found.calibration.interval), (0, None));
}

#[test]
fn a_measured_change_is_held_against_its_effect() {
    let found = learned(
        "[[delivered]]\ninitiative = \"a\"\ndate = 2027-03-01\neffects = [{ metric = \"nps\", change = 3.5 }]\n",
    );
    let effect = &found.initiatives[0].effects[0];
    assert_eq!((effect.expected, effect.range, effect.inside), (1.0, [1.0, 3.0], false));
}
