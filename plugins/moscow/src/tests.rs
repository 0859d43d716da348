//! The order, the share of musts and edge cases.

use cxplan_sdk::testing::{Case, Given, assert_contract};

use super::Moscow;

fn case(rows: &[(&str, f64, f64)]) -> Case<Moscow> {
    rows.iter().fold(Case::new(), |case, &(class, value, effort)| {
        case.row([("class", class.into()), ("value", value.into()), ("effort", effort.into())])
    })
}

/// Initiatives of which only the class is known.
fn classes(rows: &[&str]) -> Case<Moscow> {
    rows.iter().fold(Case::new(), |case, &class| case.row([("class", Given::from(class))]))
}

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<Moscow>();
}

#[test]
fn class_then_value_then_effort() {
    let rows = [
        ("must", 2.0, 3.0),
        ("must", 2.0, 4.0),
        ("must", 0.0, 0.1),
        ("should", 10.0, 0.1),
        ("should", 9.9, 0.1),
        ("should", 9.9, 8.0),
        ("could", 10.0, 0.0),
        ("could", 10.0, 2.0),
        ("wont", 10.0, 0.0),
        ("wont", 0.0, 1.0),
    ];
    let answer = case(&rows).run();
    assert_eq!(answer.order(), (0..rows.len()).collect::<Vec<_>>());
    assert!((1..rows.len()).all(|row| answer.score(row) < answer.score(row - 1)), "no two are equal");
}

#[test]
fn the_class_alone_is_enough() {
    let answer = classes(&["wont", "could", "must", "should"]).run();
    assert_eq!(answer.order(), [2, 3, 1, 0]);
    assert_eq!([0, 2].map(|row| answer.score(row)), [0.0, 3.0]);
    assert_eq!(answer.category(0), Some("wont"));
    assert_eq!([0, 1].map(|row| answer.notes(row)), [vec!["not-this-time"], Vec::new()]);
    let tied = classes(&["must", "must"]).run();
    assert_eq!(tied.score(0), tied.score(1));
}

#[test]
fn unknown_effort_comes_after_known_effort() {
    let answer = case(&[("must", 5.0, 12.0)]).row([("class", "must".into()), ("value", 5.0.into())]).run();
    assert_eq!(answer.order(), [0, 1]);
}

/// The share that the DSDM handbook gives: at most 60 % of the effort.
#[test]
fn more_than_60_percent_of_musts_is_a_warning() {
    let plan = |must, should| case(&[("must", 0.0, must), ("should", 0.0, should), ("wont", 0.0, 50.0)]);
    assert!(plan(6.0, 4.0).run().param_errors().is_empty());
    assert!(plan(0.6, 0.4).run().param_errors().is_empty());
    let heavy = plan(6.1, 3.9);
    assert_eq!(heavy.run().param_errors(), ["musts_at_most"]);
    assert!(heavy.run().is_scored(0), "a warning leaves the scores");
    assert!(heavy.param("musts_at_most", 0.7).run().param_errors().is_empty());
}

#[test]
fn nothing_is_said_of_shares_while_an_effort_is_unknown() {
    let unknown = case(&[("must", 0.0, 9.0)]).row([("class", "could".into())]);
    assert!(unknown.run().param_errors().is_empty());
    assert!(case(&[("must", 0.0, 0.0)]).run().param_errors().is_empty());
    assert!(Case::<Moscow>::new().run().param_errors().is_empty());
}

#[test]
fn other_words_and_values_never_reach_the_plugin() {
    assert_eq!(classes(&["won't"]).refusals(), ["`class`: there is no choice `won't`"]);
    assert_eq!(case(&[("must", 11.0, -1.0)]).refusals().len(), 2);
    assert_eq!(Case::<Moscow>::new().numbers([("value", 5.0)]).refusals(), ["`class` is required"]);
}
