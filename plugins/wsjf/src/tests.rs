//! Published examples and edge cases.

use cxplan_sdk::testing::{Case, assert_contract};

use super::Wsjf;

fn case(rows: &[[f64; 4]]) -> Case<Wsjf> {
    rows.iter().fold(Case::new(), |case, &[value, urgency, risk, size]| {
        case.numbers([("value", value), ("urgency", urgency), ("risk", risk), ("size", size)])
    })
}

#[track_caller]
fn assert_scores(rows: &[[f64; 4]], expected: &[f64]) {
    let answer = case(rows).run();
    for (row, expected) in expected.iter().enumerate() {
        assert!(
            (answer.score(row) - expected).abs() < 5e-5,
            "row {row}: {} for {expected}",
            answer.score(row)
        );
    }
}

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<Wsjf>();
}

#[test]
fn published_tables() {
    let four = [[8.0, 4.0, 3.0, 5.0], [5.0, 9.0, 8.0, 2.0], [4.0, 3.0, 7.0, 8.0], [9.0, 5.0, 4.0, 8.0]];
    assert_scores(&four, &[3.0, 11.0, 1.75, 2.25]);
    assert_scores(&[[100.0, 50.0, 20.0, 10.0], [80.0, 30.0, 10.0, 5.0]], &[17.0, 24.0]);
}

/// The job with the lower cost of delay goes first, because it is short.
#[test]
fn short_jobs_first() {
    let answer = case(&[[100.0, 50.0, 20.0, 10.0], [80.0, 30.0, 10.0, 5.0]]).run();
    assert_eq!(answer.order(), [1, 0]);
    assert_eq!([answer.part(0, "cost-of-delay"), answer.part(1, "cost-of-delay")], [170.0, 120.0]);
}

#[test]
fn size_must_be_above_zero() {
    assert_eq!(case(&[[1.0, 1.0, 1.0, 0.0]]).run().errors(0), ["size"]);
    assert_eq!(case(&[[1.0, 1.0, 1.0, -3.0]]).refusals(), ["`size`: -3 is out of range"]);
}

/// The example plan, whose golden values come from an independent computation.
#[test]
fn example_plan() {
    let golden = [
        ([8.0, 13.0, 3.0, 1.0], 24.0),
        ([8.0, 8.0, 1.0, 1.0], 17.0),
        ([2.0, 3.0, 8.0, 1.0], 13.0),
        ([13.0, 8.0, 3.0, 5.0], 4.8),
        ([5.0, 5.0, 1.0, 3.0], 3.666_7),
        ([5.0, 3.0, 1.0, 3.0], 3.0),
        ([8.0, 3.0, 8.0, 13.0], 1.461_5),
        ([3.0, 1.0, 2.0, 2.0], 3.0),
        ([5.0, 3.0, 2.0, 5.0], 2.0),
        ([8.0, 3.0, 2.0, 3.0], 4.333_3),
        ([3.0, 1.0, 3.0, 13.0], 0.538_5),
        ([8.0, 5.0, 8.0, 5.0], 4.2),
        ([5.0, 3.0, 2.0, 5.0], 2.0),
        ([13.0, 13.0, 5.0, 5.0], 6.2),
        ([8.0, 5.0, 2.0, 8.0], 1.875),
        ([3.0, 1.0, 1.0, 3.0], 1.666_7),
        ([3.0, 3.0, 13.0, 13.0], 1.461_5),
        ([3.0, 1.0, 1.0, 2.0], 2.5),
        ([8.0, 5.0, 3.0, 3.0], 5.333_3),
        ([3.0, 1.0, 1.0, 5.0], 1.0),
        ([8.0, 3.0, 3.0, 5.0], 2.8),
        ([5.0, 3.0, 2.0, 5.0], 2.0),
        ([8.0, 8.0, 5.0, 2.0], 10.5),
        ([8.0, 5.0, 3.0, 5.0], 3.2),
        ([8.0, 2.0, 2.0, 8.0], 1.5),
        ([2.0, 2.0, 1.0, 1.0], 5.0),
    ];
    let (rows, expected): (Vec<_>, Vec<_>) = golden.into_iter().unzip();
    assert_scores(&rows, &expected);
}
