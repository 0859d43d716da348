//! Published examples, borders and edge cases.

use cxplan_sdk::testing::{Answer, Case, assert_contract};

use super::Opportunity;

fn run<const N: usize>(rows: [[f64; 2]; N]) -> Answer {
    let rows = rows.iter().fold(Case::<Opportunity>::new(), |case, &[importance, satisfaction]| {
        case.numbers([("importance", importance), ("satisfaction", satisfaction)])
    });
    rows.run()
}

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<Opportunity>();
}

/// The worked examples of decikit's page on the opportunity score.
#[test]
fn published_figures() {
    let answer = run([[9.0, 3.0], [9.0, 9.0], [8.0, 4.0]]);
    assert_eq!([0, 1, 2].map(|row| answer.score(row)), [15.0, 9.0, 12.0]);
    assert_eq!([0, 1, 2].map(|row| answer.category(row)), [Some("solid"), Some("served"), Some("solid")]);
    assert_eq!(answer.order(), [0, 2, 1]);
    assert_eq!(answer.part(0, "gap"), 6.0);
}

/// A page prints importance × (importance − satisfaction), which would make 54 and 0 of the first two.
#[test]
fn the_gap_is_added_and_not_multiplied() {
    let answer = run([[9.0, 3.0], [9.0, 9.0]]);
    assert!(answer.score(0) != 54.0 && answer.score(1) != 0.0);
    assert_eq!(run([[10.0, 0.0]]).score(0), 20.0, "no score is higher");
}

#[test]
fn more_satisfaction_than_importance_is_no_minus() {
    let answer = run([[4.0, 9.0], [4.0, 4.0], [0.0, 10.0]]);
    assert_eq!([0, 1, 2].map(|row| answer.score(row)), [4.0, 4.0, 0.0]);
    assert_eq!([0, 1].map(|row| answer.notes(row)), [vec!["overserved"], Vec::new()]);
    assert_eq!(answer.part(0, "gap"), 0.0);
}

#[test]
fn borders() {
    let answer = run([[7.6, 0.1], [7.5, 0.0], [6.0, 0.0], [5.9, 0.0], [5.0, 0.0], [4.9, 0.0]]);
    let expected = ["major", "solid", "solid", "neutral", "neutral", "served"];
    assert_eq!([0, 1, 2, 3, 4, 5].map(|row| answer.category(row)), expected.map(Some));
}

/// Every pair in tenths lands in the class that whole numbers give it.
#[test]
fn decimals_do_not_move_a_border() {
    for importance in 0..=100_i32 {
        for satisfaction in 0..=100_i32 {
            let expected = match importance + (importance - satisfaction).max(0) {
                151.. => "major",
                120..=150 => "solid",
                100..=119 => "neutral",
                _ => "served",
            };
            let answer = run([[f64::from(importance) / 10.0, f64::from(satisfaction) / 10.0]]);
            assert_eq!(answer.category(0), Some(expected), "{importance} {satisfaction}");
        }
    }
}

#[test]
fn values_off_the_scale_or_missing_never_reach_the_plugin() {
    // A share and a percentage are no figures from 0 to 10; the share cannot be told from one.
    let percent = Case::<Opportunity>::new().numbers([("importance", 80.0), ("satisfaction", -1.0)]);
    assert_eq!(percent.refusals().len(), 2);
    assert_eq!(Case::<Opportunity>::new().numbers([("importance", 8.0)]).refusals().len(), 1);
    assert!(Case::<Opportunity>::new().run().order().is_empty());
}
