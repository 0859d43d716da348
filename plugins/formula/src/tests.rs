use cxplan_sdk::testing::{self, Case, Given};
use cxplan_sdk::{Fault, Language};

use super::Formula;

fn case(score: &str, inputs: &[(&str, &[(&str, Given)])]) -> Case<Formula> {
    let inputs = inputs.iter().map(|(name, cells)| (*name, cells.to_vec()));
    Case::declaring().param("score", score).param("inputs", Given::entries(inputs))
}

/// A case over inputs without ranges.
fn plain(score: &str, names: &[&str]) -> Case<Formula> {
    let inputs: Vec<(&str, &[(&str, Given)])> = names.iter().map(|name| (*name, &[] as &[_])).collect();
    case(score, &inputs)
}

fn value(score: &str, x: f64) -> f64 {
    plain(&format!("x * 0 + {score}"), &["x"]).numbers([("x", x)]).run().score(0)
}

/// The parts of the text that are at fault.
fn blamed<'t>(text: &'t str, faults: &[Fault]) -> Vec<&'t str> {
    faults.iter().filter_map(|fault| fault.part.clone()).map(|bytes| &text[bytes]).collect()
}

#[test]
fn the_declaration_keeps_the_contract() {
    testing::assert_contract::<Formula>();
}

/// Intercom's examples, by a formula.
#[test]
fn rice_is_a_formula_too() {
    let above = |min: f64| vec![("min", Given::from(min))];
    let inputs: Vec<(&str, Vec<(&str, Given)>)> = vec![
        ("reach", above(0.0)),
        ("impact", above(0.0)),
        ("confidence", vec![("kind", "share".into()), ("role", "confidence".into())]),
        ("effort", vec![("min", 0.5.into()), ("role", "effort".into())]),
    ];
    let text = "reach * impact * confidence / effort";
    let inputs: Vec<(&str, &[(&str, Given)])> =
        inputs.iter().map(|(name, cells)| (*name, &**cells)).collect();
    let row = |reach, impact, confidence, effort| {
        [("reach", reach), ("impact", impact), ("confidence", confidence), ("effort", effort)]
    };
    let answer = case(text, &inputs)
        .param("meaning", "ratio")
        .numbers(row(450.0, 3.0, 1.0, 2.0))
        .numbers(row(2000.0, 1.0, 0.8, 4.0))
        .numbers(row(800.0, 2.0, 0.5, 1.0))
        .run();
    assert_eq!([0, 1, 2].map(|row| answer.score(row)), [675.0, 400.0, 800.0]);
    let without_effort =
        case(text, &inputs).numbers([("reach", 1.0), ("impact", 1.0), ("confidence", 1.0)]).run();
    assert_eq!(without_effort.errors(0), ["effort"]);
}

#[test]
fn signs_bind_as_in_school() {
    for (text, expected) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("8 / 4 / 2", 1.0),
        ("8 - 4 - 2", 2.0),
        ("2 ^ (3 ^ 2)", 512.0),
        ("(2 ^ 3) ^ 2", 64.0),
        ("-(2 ^ 2)", -4.0),
        ("(-2) ^ 2", 4.0),
        ("3 - 2 ^ 2", -1.0),
        ("2e3 + 1E-1", 2000.1),
        ("2 ^ -1", 0.5),
        ("2 × 3 ÷ 6 − 1", 0.0),
        ("min(3, 1, 2) + max(4, 5)", 6.0),
        ("abs(-3) + sqrt(16)", 7.0),
        ("log10(1000)", 3.0),
        ("ln(1)", 0.0),
        (".5 + 1.", 1.5),
        ("x + +x", 8.0),
    ] {
        assert_eq!(value(text, 4.0), expected, "{text}");
    }
}

#[test]
fn every_unknown_name_is_told_at_its_place() {
    let text = "reach * impct / (reach + efort)";
    let faults = plain(text, &["reach"]).faults();
    assert_eq!(blamed(text, &faults), ["impct", "efort"]);
    assert!(faults[0].message.get(Language::Fr).contains("`impct`"));
}

#[test]
fn what_is_no_formula_is_told_at_its_place() {
    for (text, part) in [
        ("x +", ""),
        ("x x", "x"),
        ("(x", ""),
        ("x)", ")"),
        ("x % 2", "%"),
        ("1.2.3 * x", "1.2.3"),
        ("0,5 * x", ","),
        ("x / max(x, 0,1)", ","),
        ("pow(x, 2)", "pow"),
        ("min(x)", "min(x)"),
        ("sqrt(x, x)", "sqrt(x, x)"),
        ("sqrt * x", "sqrt"),
        ("x (+ 2", "x ("),
        ("x * 1e999", "1e999"),
        ("2e * x", "e"),
        ("", ""),
    ] {
        let faults = plain(text, &["x"]).faults();
        assert_eq!(blamed(text, &faults), [part], "{text}: {faults:?}");
    }
}

/// Spreadsheets and mathematics read these differently.
#[test]
fn a_power_that_can_be_read_in_two_ways_asks_for_brackets() {
    for (text, part, help) in [
        ("-x ^ 2", "-x ^ 2", "write `-(x ^ 2)`, or `(-x) ^ 2`"),
        ("1 + -(x) ^ (2)", "-(x) ^ (2)", "write `-((x) ^ (2))`, or `(-(x)) ^ (2)`"),
        ("2 ^ -x ^ 2", "-x ^ 2", "write `-(x ^ 2)`"),
        ("x ^ 3 ^ 2", "x ^ 3 ^ 2", "write `x ^ (3 ^ 2)`, or `(x ^ 3) ^ 2`"),
    ] {
        let faults = plain(text, &["x"]).faults();
        assert_eq!(blamed(text, &faults), [part], "{text}: {faults:?}");
        let said = faults[0].help.as_ref().unwrap().get(Language::En);
        assert!(said.starts_with(help), "{text}: {said}");
    }
    // One slip does not hide another.
    assert_eq!(plain("-x ^ 2 + y", &["x"]).faults().len(), 2);
    for text in ["1 - x ^ 2", "-(x ^ 2)", "(-x) ^ 2", "x ^ -1 * 0 + x", "x ^ (3 ^ 2)", "-abs(x ^ 2)"] {
        let faults = case(text, &[("x", &[("min", 1.0.into())])]).faults();
        assert!(faults.is_empty(), "{text}: {faults:?}");
    }
}

#[test]
fn messages_say_what_is_wrong_in_their_own_words() {
    let message = |text: &str, cells: &[(&str, Given)]| {
        case(text, &[("x", cells)]).faults()[0].message.get(Language::En).to_owned()
    };
    assert_eq!(
        message("x ^ -1", &[("min", 0.0.into())]),
        "this can be 0 and its exponent below 0, which divides by 0"
    );
    assert_eq!(message("x (+ 2", &[]), "an operator is missing between `x` and the bracket");
    assert_eq!(message("x + 1e999", &[]), "this number is too large");
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    for text in ["(".repeat(900), "-".repeat(900), format!("{}x", "x^".repeat(400)), "abs(".repeat(200)] {
        assert_eq!(plain(&text, &["x"]).faults().len(), 1);
    }
    assert_eq!(plain(&"x+".repeat(600), &["x"]).faults().len(), 1);
    assert!(plain(&format!("{}x", "x+".repeat(400)), &["x"]).faults().is_empty());
}

#[test]
fn a_division_by_what_can_be_zero_is_refused() {
    let with = |text: &str, min: Option<f64>, max: Option<f64>| {
        let ends = [("min", min), ("max", max)];
        let cells: Vec<_> =
            ends.into_iter().filter_map(|(key, end)| Some((key, Given::from(end?)))).collect();
        blamed(text, &case(text, &[("x", &cells)]).faults())
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let fine: [String; 0] = [];
    assert_eq!(with("1 / x", None, None), ["x"]);
    assert_eq!(with("1 / x", Some(0.0), None), ["x"]);
    assert_eq!(with("1 / x", Some(0.5), None), fine);
    assert_eq!(with("1 / x", None, Some(-1.0)), fine);
    assert_eq!(with("1 / (x - 5)", Some(1.0), Some(10.0)), ["(x - 5)"]);
    assert_eq!(with("1 / (x + 5)", Some(1.0), Some(10.0)), fine);
    assert_eq!(with("1 / max(x, 0.1)", None, None), fine);
    assert_eq!(with("1 / (x ^ 2 + 1)", None, None), fine);
    assert_eq!(with("x ^ -1", Some(0.0), None), ["x"]);
    assert_eq!(with("x ^ 0.5", None, None), ["x"]);
    assert_eq!(with("sqrt(x)", None, None), ["x"]);
    assert_eq!(with("sqrt(abs(x))", None, None), fine);
    assert_eq!(with("ln(x)", Some(0.0), None), ["x"]);
    assert_eq!(with("1 / ln(x)", Some(2.0), None), fine);
    assert_eq!(with("1 / (1 / x)", Some(1.0), Some(9.0)), fine);
}

#[test]
fn inputs_must_make_sense() {
    let places = |text: &str, name: &str, cells: &[(&str, Given)]| {
        case(text, &[(name, cells)])
            .faults()
            .iter()
            .map(|fault| (fault.entry, fault.column))
            .collect::<Vec<_>>()
    };
    assert_eq!(places("1", "unused", &[]), [(Some(0), None)]);
    assert_eq!(places("time - saved", "time-saved", &[]), [(Some(0), None)]);
    assert_eq!(places("x", "x", &[("min", 2.0.into()), ("max", 1.0.into())]), [(Some(0), Some(super::MIN))]);
    let out = [("min", 2.0.into()), ("default", 1.0.into())];
    assert_eq!(places("x", "x", &out), [(Some(0), Some(super::DEFAULT))]);
    assert_eq!(places("x", "x", &[("role", "confidence".into())]), [(Some(0), Some(super::ROLE))]);
    assert_eq!(plain("1", &[]).faults().len(), 1);
}

#[test]
fn defaults_stand_in_and_huge_scores_are_refused() {
    let defaulted = case("x + y", &[("x", &[]), ("y", &[("default", 2.0.into())])]);
    assert_eq!(defaulted.numbers([("x", 1.0)]).run().score(0), 3.0);
    let huge = plain("x ^ 9", &["x"]).numbers([("x", 1e200)]).run();
    assert_eq!(huge.errors(0), ["x"]);
}
