//! The same code natively and as a component: answers are equal to the last bit. The sources are compiled into this test, the
//! components are those that are checked in.

use cxplan_engine::core::method::{Input, InputKind, Origin, Outcome, Request, Value};
use cxplan_sdk as sdk;
use proptest::prelude::*;

use super::{host, root};

#[expect(unreachable_pub, reason = "it is the root of a crate elsewhere")]
#[path = "../../templates/plugin/rust/src/lib.rs"]
mod gap;
#[expect(unreachable_pub, reason = "it is the root of a crate elsewhere")]
#[path = "../../examples/custom-plugin/src/lib.rs"]
mod promise;

/// A value that fits an input, from a number that says which.
fn value(input: &Input, turn: f64) -> Value {
    let (low, high) = (input.min.unwrap_or(-1e6), input.max.unwrap_or(1e6));
    let number = |turn: f64| low + (high - low) * turn;
    match &input.kind {
        InputKind::Number | InputKind::Share => Value::Number(number(turn)),
        InputKind::Integer => Value::Number(number(turn).round().clamp(low, high)),
        InputKind::Flag => Value::Flag(turn < 0.5),
        InputKind::Choice(choices) => Value::Choice((turn * (choices.len() - 1) as f64).round() as u32),
        InputKind::Numbers(names) => Value::Numbers(names.iter().map(|_| number(turn)).collect()),
        InputKind::Text | InputKind::Entries(_) => Value::Missing,
    }
}

fn to_sdk(value: &Value) -> sdk::Value {
    match value {
        Value::Number(number) => sdk::Value::Number(*number),
        Value::Flag(flag) => sdk::Value::Flag(*flag),
        Value::Choice(choice) => sdk::Value::Choice(*choice),
        Value::Numbers(numbers) => sdk::Value::Numbers(numbers.clone()),
        Value::Text(text) => sdk::Value::Text(text.clone()),
        Value::Missing | Value::Entries(_) => sdk::Value::Missing,
    }
}

type Bits = Option<(u64, Option<u32>, Vec<u64>, Vec<u32>)>;

fn of_component(outcome: &Outcome) -> Vec<Bits> {
    let bits = |parts: &[f64]| parts.iter().map(|part| part.to_bits()).collect();
    let scored = outcome.scores.iter();
    scored
        .map(|scored| {
            scored.as_ref().map(|of| (of.score.to_bits(), of.category, bits(&of.parts), of.notes.clone()))
        })
        .collect()
}

fn of_native(outcome: &sdk::Outcome) -> Vec<Bits> {
    let bits = |parts: &[f64]| parts.iter().map(|part| part.to_bits()).collect();
    let scored = outcome.scores.iter();
    scored
        .map(|scored| {
            scored.as_ref().map(|of| (of.score.to_bits(), of.category, bits(&of.parts), of.notes.clone()))
        })
        .collect()
}

/// Holds a scorer against its component on a hundred made-up requests.
fn compare<S: sdk::Scorer>(component: &str) {
    let bytes = std::fs::read(root().join(component)).unwrap();
    let plugin = host().load(&bytes, Origin::File(component.into())).unwrap();
    let spec = plugin.method.spec();
    let (inputs, params) = (spec.inputs.len(), spec.params.len());
    let turns = |count| prop::collection::vec(0.0..=1.0, count);
    let rows = prop::collection::vec(turns(inputs), 0..20);
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(
        ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let held = runner.run(&(turns(params), rows), |(params, rows)| {
        let take = |inputs: &[Input], turns: &[f64]| -> Vec<Value> {
            inputs.iter().zip(turns).map(|(input, turn)| value(input, *turn)).collect()
        };
        // Half of the time the parameters are those that a silent plan gets.
        let defaults =
            || spec.params.iter().map(|param| param.default.clone().unwrap_or(Value::Missing)).collect();
        let params = match rows.len() % 2 == 0 {
            true => take(&spec.params, &params),
            false => defaults(),
        };
        let request = Request { params, rows: rows.iter().map(|row| take(&spec.inputs, row)).collect() };
        let component = plugin.score(&request).unwrap();
        let sdk = |values: &Vec<Value>| -> Vec<cxplan_sdk::Value> { values.iter().map(to_sdk).collect() };
        let rows: Vec<Vec<cxplan_sdk::Value>> = request.rows.iter().map(sdk).collect();
        let rows: Vec<&[cxplan_sdk::Value]> = rows.iter().map(Vec::as_slice).collect();
        let native = S::score(&sdk(&request.params), &rows);
        prop_assert_eq!(of_component(&component), of_native(&native));
        Ok(())
    });
    held.unwrap();
    let one: Vec<Value> = spec.inputs.iter().map(|input| value(input, 0.5)).collect();
    let defaults = spec.params.iter().map(|param| param.default.clone().unwrap_or(Value::Missing)).collect();
    let outcome = plugin.score(&Request { params: defaults, rows: vec![one] }).unwrap();
    assert!(outcome.scores[0].is_some(), "{component}: not every row is refused");
}

/// The SDK depends on nothing of the engine, so the words that the plan language keeps for itself stand in both.
#[test]
fn both_sides_keep_the_same_keys() {
    assert_eq!(sdk::RESERVED, cxplan_engine::core::inputs::RESERVED);
}

#[test]
fn a_component_answers_as_its_native_code_does() {
    compare::<promise::Promise>("examples/custom-plugin/promise.wasm");
}

/// The template's method, once in Rust and once in C.
#[test]
fn the_same_method_in_another_language_answers_the_same() {
    compare::<gap::Method>("examples/plugin-c/customer-gap.wasm");
}
