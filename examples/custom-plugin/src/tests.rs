//! Run natively, with `cargo test`.

use cxplan_sdk::testing::{Case, assert_contract};

use super::Promise;

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<Promise>();
}

#[test]
fn promises_kept_at_many_touchpoints_come_first() {
    let answer = Case::<Promise>::new()
        .row([("promise", "helps".into()), ("touchpoints", 4.0.into())])
        .row([("promise", "keeps".into()), ("touchpoints", 2.0.into())])
        .row([("promise", "breaks".into())])
        .run();
    assert_eq!(answer.order(), [1, 0, 2]);
    assert_eq!([answer.score(0), answer.score(1), answer.score(2)], [4.0, 6.0, -3.0]);
    assert_eq!(answer.category(1), Some("keeps"));
    assert_eq!(answer.notes(2), ["breaks"]);
}

#[test]
fn points_can_be_set() {
    let case =
        Case::<Promise>::new().param("points", [10.0, 5.0, 1.0, 0.0]).row([("promise", "neutral".into())]);
    assert_eq!(case.run().score(0), 1.0);
}

#[test]
fn what_the_engine_refuses() {
    assert_eq!(Case::<Promise>::new().row([]).refusals(), ["`promise` is required"]);
    let unknown = Case::<Promise>::new().row([("promise", "maybe".into()), ("touchpoints", 1.5.into())]);
    assert_eq!(unknown.refusals().len(), 2);
}
