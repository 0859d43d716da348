//! Published examples and edge cases.

use cxplan_sdk::testing::{Case, assert_contract};

use super::Rice;

type Row = (f64, f64, f64, f64);

fn case(rows: &[Row]) -> Case<Rice> {
    rows.iter().fold(Case::new(), |case, &(reach, impact, confidence, effort)| {
        case.numbers([("reach", reach), ("impact", impact), ("confidence", confidence), ("effort", effort)])
    })
}

#[track_caller]
fn assert_scores(case: &Case<Rice>, expected: &[f64]) {
    let answer = case.run();
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
    assert_contract::<Rice>();
}

/// The three projects of the article that introduced RICE (Intercom, 2018).
#[test]
fn intercom() {
    let reach = 500.0 * 0.3 * 3.0;
    let case = case(&[(reach, 3.0, 1.0, 2.0), (2000.0, 1.0, 0.8, 4.0), (800.0, 2.0, 0.5, 1.0)]);
    assert_scores(&case, &[675.0, 400.0, 800.0]);
    let answer = case.run();
    assert_eq!(answer.order(), [2, 0, 1]);
    assert_eq!(answer.part(0, "total-impact"), 1350.0);
}

/// Published figures of three public examples that follow the article.
#[test]
fn published_tables() {
    let four =
        [(500.0, 3.0, 0.5, 1.0), (500.0, 2.0, 0.5, 1.0), (500.0, 2.0, 0.8, 1.0), (100.0, 3.0, 0.8, 1.0)];
    assert_scores(&case(&four), &[750.0, 500.0, 800.0, 240.0]);
    assert_scores(&case(&[(2000.0, 2.0, 0.8, 4.0)]), &[800.0]);
    // Confidences off the scale, so in lax mode alone.
    let roadmap = [
        (8000.0, 3.0, 0.7, 8.0),
        (6000.0, 1.0, 0.9, 2.0),
        (4000.0, 2.0, 0.6, 6.0),
        (10000.0, 3.0, 0.5, 20.0),
        (5000.0, 2.0, 0.4, 12.0),
    ];
    let lax = case(&roadmap).param("scale", "lax");
    assert_scores(&lax, &[2100.0, 2700.0, 800.0, 750.0, 1000.0 / 3.0]);
    assert_eq!(lax.run().warnings(0), ["confidence"]);
    assert!(lax.run().warnings(3).is_empty());
    let strict = case(&roadmap).run();
    assert_eq!(
        (0..5).map(|row| strict.is_scored(row)).collect::<Vec<_>>(),
        [false, false, false, true, false]
    );
    assert_eq!(strict.errors(0), ["confidence"]);
}

#[test]
fn every_problem_is_reported_at_once() {
    let answer = case(&[(100.0, 5.0, 0.3, 0.0)]).run();
    assert_eq!(answer.errors(0), ["impact", "confidence", "effort"]);
}

#[test]
fn effort_must_be_known_and_above_zero() {
    let missing = Case::<Rice>::new().numbers([("reach", 100.0), ("impact", 1.0), ("confidence", 1.0)]).run();
    assert_eq!(missing.errors(0), ["effort"]);
    assert_eq!(case(&[(100.0, 1.0, 1.0, 0.0)]).run().errors(0), ["effort"]);
    assert_eq!(case(&[(100.0, 1.0, 1.0, -1.0)]).refusals(), ["`effort`: -1 is out of range"]);
}

#[test]
fn reach_zero_scores_zero_and_says_so() {
    let answer = case(&[(0.0, 3.0, 1.0, 2.0)]).run();
    assert_eq!(answer.score(0), 0.0);
    assert_eq!(answer.notes(0), ["nobody"]);
    assert_eq!(answer.warnings(0), ["reach"]);
}

#[test]
fn negative_or_excessive_values_never_reach_the_plugin() {
    let case = case(&[(-1.0, -1.0, 80.0, 1.0)]);
    assert_eq!(case.refusals().len(), 3);
}

/// The example plan, whose golden values come from an independent computation.
#[test]
fn example_plan() {
    let rows = [
        ((184_500.0, 1.0, 1.0, 0.8), 230_625.0),
        ((96_000.0, 1.0, 1.0, 0.5), 192_000.0),
        ((61_500.0, 0.25, 0.8, 0.5), 24_600.0),
        ((78_000.0, 2.0, 0.8, 2.0), 62_400.0),
        ((184_500.0, 0.5, 0.8, 1.2), 61_500.0),
        ((52_000.0, 1.0, 0.8, 1.5), 27_733.333_3),
        ((804_000.0, 0.5, 0.5, 9.0), 22_333.333_3),
        ((804_000.0, 0.25, 0.8, 1.0), 160_800.0),
        ((310_000.0, 0.5, 0.5, 2.5), 31_000.0),
        ((804_000.0, 0.5, 1.0, 2.0), 201_000.0),
        ((60_000.0, 1.0, 0.5, 6.0), 5000.0),
        ((210_000.0, 1.0, 0.8, 3.0), 56_000.0),
        ((9000.0, 2.0, 0.8, 2.5), 5760.0),
        ((29_700.0, 3.0, 1.0, 2.2), 40_500.0),
        ((22_000.0, 2.0, 0.5, 4.5), 4_888.888_9),
        ((18_000.0, 0.5, 0.8, 1.5), 4800.0),
        ((180_000.0, 0.25, 0.8, 6.0), 6000.0),
        ((28_000.0, 0.5, 0.8, 1.0), 11_200.0),
        ((14_000.0, 2.0, 0.8, 2.0), 11_200.0),
        ((9000.0, 0.5, 0.5, 3.0), 750.0),
        ((9300.0, 2.0, 0.8, 3.0), 4960.0),
        ((9300.0, 1.0, 0.8, 2.0), 3720.0),
        ((2100.0, 3.0, 0.8, 0.8), 6300.0),
        ((6300.0, 2.0, 0.8, 2.5), 4032.0),
        ((65_000.0, 1.0, 0.5, 5.0), 6500.0),
        ((804_000.0, 0.25, 0.5, 0.5), 201_000.0),
    ];
    let (inputs, expected): (Vec<Row>, Vec<f64>) = rows.into_iter().unzip();
    assert_scores(&case(&inputs), &expected);
}

/// Multiplying every reach leaves the order; doubling the effort halves the score.
#[test]
fn laws() {
    let rows = [(500.0, 3.0, 0.5, 1.0), (500.0, 2.0, 0.8, 3.0), (100.0, 3.0, 0.8, 0.5)];
    let longer = rows.map(|(reach, impact, confidence, effort)| (reach * 13.0, impact, confidence, effort));
    assert_eq!(case(&rows).run().order(), case(&longer).run().order());
    let heavier = rows.map(|(reach, impact, confidence, effort)| (reach, impact, confidence, effort * 2.0));
    let halves: Vec<_> = (0..3).map(|row| case(&rows).run().score(row) / 2.0).collect();
    assert_scores(&case(&heavier), &halves);
}
