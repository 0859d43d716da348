use cxplan_sdk::testing::{self, Case, Given};

use super::Weighted;

/// Criteria by name: weight, worst and best.
fn criteria<'k>(criteria: impl IntoIterator<Item = (&'k str, [f64; 3])>) -> Given {
    let keys = ["weight", "worst", "best"];
    Given::entries(
        criteria.into_iter().map(|(name, numbers)| {
            (name, keys.into_iter().zip(numbers.map(Given::from)).collect::<Vec<_>>())
        }),
    )
}

fn one(scale: [f64; 2], values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut case =
        Case::<Weighted>::declaring().param("criteria", criteria([("value", [1.0, scale[0], scale[1]])]));
    let values: Vec<f64> = values.into_iter().collect();
    for value in &values {
        case = case.numbers([("value", *value)]);
    }
    let answer = case.run();
    (0..values.len()).map(|row| answer.score(row)).collect()
}

#[test]
fn the_declaration_keeps_the_contract() {
    testing::assert_contract::<Weighted>();
}

/// The examples of Jira Product Discovery, which stretches its scale over the ideas at hand: with the same ends written
/// down, the scores are the same.
#[test]
fn scores_lie_between_fixed_ends() {
    assert_eq!(one([0.0, 6.0], [6.0, 3.0, 2.0]).map_to(f64::round), [100.0, 50.0, 33.0]);
    assert_eq!(one([-5.0, 5.0], [5.0, 1.0, -5.0]), [100.0, 60.0, 0.0]);
}

trait MapTo {
    fn map_to(self, map: fn(f64) -> f64) -> Vec<f64>;
}

impl MapTo for Vec<f64> {
    fn map_to(self, map: fn(f64) -> f64) -> Self {
        self.into_iter().map(map).collect()
    }
}

/// What tools with relative scales get wrong.
#[test]
fn another_idea_changes_no_score() {
    let before = one([0.0, 10.0], [6.0, 3.0]);
    assert_eq!(one([0.0, 10.0], [6.0, 3.0, 10.0])[..2], before);
}

#[test]
fn less_may_be_better() {
    assert_eq!(one([8.0, 0.0], [0.0, 8.0, 2.0]), [100.0, 0.0, 75.0]);
}

#[test]
fn weights_share_a_hundred_points() {
    let answer = Case::<Weighted>::declaring()
        .param("criteria", criteria([("joy", [3.0, 1.0, 5.0]), ("cost", [1.0, 100.0, 0.0])]))
        .numbers([("joy", 5.0), ("cost", 100.0)])
        .numbers([("joy", 3.0), ("cost", 50.0)])
        .run();
    assert_eq!((answer.score(0), answer.part(0, "joy"), answer.part(0, "cost")), (75.0, 75.0, 0.0));
    assert_eq!((answer.score(1), answer.part(1, "joy"), answer.part(1, "cost")), (50.0, 37.5, 12.5));
}

#[test]
fn a_scale_runs_from_one_to_five_where_nothing_is_said() {
    let criteria = Given::entries([("ease", [("weight", Given::from(2.0))])]);
    let case = Case::<Weighted>::declaring().param("criteria", criteria);
    assert_eq!(case.clone().numbers([("ease", 4.0)]).run().score(0), 75.0);
    assert_eq!(case.numbers([("ease", 6.0)]).refusals(), ["`ease`: 6 is out of range"]);
}

#[test]
fn criteria_that_cannot_weigh_are_refused() {
    let faults = |given| Case::<Weighted>::declaring().param("criteria", given).faults();
    let none: [(&str, [f64; 3]); 0] = [];
    assert_eq!(faults(criteria(none)).len(), 1);
    let same = faults(criteria([("a", [1.0, 0.0, 1.0]), ("b", [1.0, 3.0, 3.0])]));
    assert_eq!((same.len(), same[0].entry, same[0].column), (1, Some(1), Some(2)));
    assert_eq!(faults(criteria([("a", [0.0, 0.0, 1.0])])).len(), 1);
    let names: Vec<String> = (0..65).map(|number| format!("c{number}")).collect();
    assert_eq!(faults(criteria(names.iter().map(|name| (name.as_str(), [1.0, 0.0, 1.0])))).len(), 1);
}
