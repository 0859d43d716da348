//! Figures by hand and edge cases.

use cxplan_sdk::testing::{Case, assert_contract};

use super::ValueEffort;

fn case(rows: &[[f64; 2]]) -> Case<ValueEffort> {
    rows.iter()
        .fold(Case::new(), |case, &[value, effort]| case.numbers([("value", value), ("effort", effort)]))
}

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<ValueEffort>();
}

#[test]
fn small_work_of_less_value_may_come_first() {
    let answer = case(&[[100.0, 4.0], [40.0, 0.5], [0.0, 2.0]]).run();
    assert_eq!([0, 1, 2].map(|row| answer.score(row)), [25.0, 80.0, 0.0]);
    assert_eq!(answer.order(), [1, 0, 2]);
}

#[test]
fn effort_must_be_known_and_above_zero() {
    assert_eq!(case(&[[5.0, 0.0]]).run().errors(0), ["effort"]);
    assert_eq!(Case::<ValueEffort>::new().numbers([("value", 5.0)]).run().errors(0), ["effort"]);
    assert_eq!(case(&[[5.0, -1.0]]).refusals(), ["`effort`: -1 is out of range"]);
    // A row that cannot be scored leaves the others alone.
    assert!(case(&[[5.0, 0.0], [5.0, 1.0]]).run().is_scored(1));
}

#[test]
fn a_score_beyond_all_numbers_is_an_error() {
    assert_eq!(case(&[[1e308, 1e-3]]).run().errors(0), ["value"]);
}

/// Another idea, however large, changes no score.
#[test]
fn scores_do_not_depend_on_the_other_initiatives() {
    let (alone, beside) = (case(&[[8.0, 2.0]]).run(), case(&[[8.0, 2.0], [1e6, 1.0]]).run());
    assert_eq!(alone.score(0), beside.score(0));
}

#[test]
fn equal_ratios_tie() {
    let answer = case(&[[1.0, 0.5], [2.0, 1.0], [8.0, 4.0]]).run();
    assert!((0..3).all(|row| answer.score(row) == 2.0));
    assert!(Case::<ValueEffort>::new().run().order().is_empty());
}
