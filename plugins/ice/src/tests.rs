//! Figures by hand and edge cases.

use cxplan_sdk::testing::{Case, assert_contract};

use super::Ice;

fn case(rows: &[[f64; 3]]) -> Case<Ice> {
    rows.iter().fold(Case::new(), |case, &[impact, confidence, ease]| {
        case.numbers([("impact", impact), ("confidence", confidence), ("ease", ease)])
    })
}

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<Ice>();
}

#[test]
fn the_ends_of_the_scale() {
    let answer = case(&[[1.0; 3], [10.0; 3]]).run();
    assert_eq!([answer.score(0), answer.score(1)], [1.0, 1000.0]);
    let answer = case(&[[1.0; 3], [10.0; 3]]).param("combine", "mean").run();
    assert_eq!([answer.score(0), answer.score(1)], [1.0, 10.0]);
}

/// One low judgement sinks a product, and a mean hardly notices: the order turns round.
#[test]
fn product_and_mean_order_differently() {
    let ideas = case(&[[10.0, 9.0, 1.0], [6.0, 6.0, 6.0]]);
    let product = ideas.run();
    assert_eq!([product.score(0), product.score(1)], [90.0, 216.0]);
    assert_eq!(product.order(), [1, 0]);
    assert!(product.notes(0).is_empty());

    let mean = ideas.param("combine", "mean").run();
    assert_eq!([mean.score(0), mean.score(1)], [20.0 / 3.0, 6.0]);
    assert_eq!(mean.order(), [0, 1]);
    assert_eq!(mean.notes(0), ["averaged"]);
    // Both are shown, whichever decides.
    for answer in [product, mean] {
        assert_eq!([answer.part(0, "product"), answer.part(0, "mean")], [90.0, 20.0 / 3.0]);
    }
}

#[test]
fn equal_judgements_tie() {
    let answer = case(&[[2.0, 3.0, 4.0], [4.0, 3.0, 2.0], [3.0, 2.0, 4.0]]).run();
    assert!((0..3).all(|row| answer.score(row) == 24.0));
}

#[test]
fn judgements_off_the_scale_or_missing_never_reach_the_plugin() {
    assert_eq!(
        case(&[[0.0, 11.0, -1.0]]).refusals(),
        ["`impact`: 0 is out of range", "`confidence`: 11 is out of range", "`ease`: -1 is out of range"]
    );
    assert_eq!(Case::<Ice>::new().numbers([("impact", 5.0), ("ease", 5.0)]).refusals().len(), 1);
    assert!(Case::<Ice>::new().run().order().is_empty());
}
