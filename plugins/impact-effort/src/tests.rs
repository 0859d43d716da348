//! Golden quadrants and edge cases.

use cxplan_sdk::testing::{Case, assert_contract};

use super::ImpactEffort;

fn case(rows: &[(f64, f64)]) -> Case<ImpactEffort> {
    rows.iter()
        .fold(Case::new(), |case, &(impact, effort)| case.numbers([("impact", impact), ("effort", effort)]))
}

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<ImpactEffort>();
}

/// Every pair of judgements in the example plan, with the quadrant that an independent computation gave.
#[test]
fn example_plan() {
    let golden = [
        ((4.0, 1.0), "quick-win"),
        ((2.0, 1.0), "fill-in"),
        ((5.0, 3.0), "quick-win"),
        ((4.0, 2.0), "quick-win"),
        ((4.0, 5.0), "major"),
        ((3.0, 2.0), "fill-in"),
        ((4.0, 3.0), "quick-win"),
        ((3.0, 5.0), "avoid"),
        ((5.0, 2.0), "quick-win"),
        ((5.0, 4.0), "major"),
        ((2.0, 5.0), "avoid"),
        ((2.0, 4.0), "avoid"),
        ((4.0, 4.0), "major"),
        ((3.0, 3.0), "fill-in"),
        ((1.0, 1.0), "fill-in"),
    ];
    let (rows, expected): (Vec<_>, Vec<_>) = golden.into_iter().unzip();
    let answer = case(&rows).run();
    for (row, expected) in expected.into_iter().enumerate() {
        assert_eq!(answer.category(row), Some(expected), "{:?}", rows[row]);
    }
}

/// Every pair on the scale in half points, sorted by quadrant, impact and effort, comes out in that order.
#[test]
fn the_score_is_the_order() {
    let halves = || (2..=10).map(|half| f64::from(half) / 2.0);
    let mut rows: Vec<_> = halves().flat_map(|impact| halves().map(move |effort| (impact, effort))).collect();
    let group = |impact, effort| match (impact >= 4.0, effort <= 3.0) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    rows.sort_by(|a, b| {
        (group(a.0, a.1).cmp(&group(b.0, b.1))).then(b.0.total_cmp(&a.0)).then(a.1.total_cmp(&b.1))
    });
    let answer = case(&rows).run();
    assert_eq!(answer.order(), (0..rows.len()).collect::<Vec<_>>());
    assert!((1..rows.len()).all(|row| answer.score(row) < answer.score(row - 1)), "no two pairs are equal");
}

#[test]
fn values_off_the_scale_are_errors() {
    let answer = case(&[(6.0, 0.0), (5.0, 1.0)]).run();
    assert_eq!(answer.errors(0), ["impact", "effort"]);
    assert!(answer.is_scored(1));
    assert!(case(&[(6.0, 10.0)]).param("scale", [1.0, 10.0]).run().is_scored(0));
}

#[test]
fn parameters_must_agree() {
    assert_eq!(case(&[(3.0, 3.0)]).param("scale", [5.0, 1.0]).run().param_errors(), ["scale"]);
    let shrunk = case(&[(3.0, 3.0)]).param("scale", [1.0, 2.0]).run();
    assert_eq!(shrunk.param_errors(), ["high_impact_from", "moderate_effort_to"]);
    assert!(!shrunk.is_scored(0));
}

#[test]
fn parts_place_the_initiative_on_the_chart() {
    let answer = case(&[(4.0, 2.0)]).run();
    assert_eq!([answer.part(0, "impact"), answer.part(0, "effort")], [0.75, 0.25]);
}
