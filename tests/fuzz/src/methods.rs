//! Scoring methods without a plugin: one that declares everything the contract allows, at its limits, and two with the
//! inputs of built-in methods, so that plans of the repository reach the timeline. Answers are extremes.

use std::sync::LazyLock;

use cxplan_core::method::{
    Category, Choice, Description, Input, InputKind, Meaning, Method, Note, Origin, Outcome, Part, Problem,
    Request, Role, Scored, Value,
};
use cxplan_core::phrase::Phrase;

/// Id of the method that plans of the repository use most.
pub const ID: &str = "rice";

/// All methods that a fuzzed plan can name.
pub fn methods() -> &'static [Method] {
    static METHODS: LazyLock<Vec<Method>> = LazyLock::new(|| vec![rice(), kano(), hostile()]);
    &METHODS
}

fn rice() -> Method {
    let share = Input { role: Some(Role::Confidence), ..input("confidence", InputKind::Share) };
    method(
        ID,
        Meaning::Ratio,
        Vec::new(),
        vec![
            Input { min: Some(0.0), ..input("reach", InputKind::Number) },
            Input { role: Some(Role::Impact), ..input("impact", InputKind::Number) },
            share,
            Input { role: Some(Role::Effort), min: Some(0.0), ..input("effort", InputKind::Number) },
        ],
    )
}

fn kano() -> Method {
    let names = ["must-be", "performance", "attractive", "indifferent"].map(str::to_owned).to_vec();
    let order = InputKind::Choice(vec![choice("category"), choice("coefficient")]);
    let params = vec![Input { default: Some(Value::Choice(1)), ..input("order", order) }];
    method(
        "kano",
        Meaning::Rank,
        params,
        vec![
            Input { min: Some(0.0), ..input("counts", InputKind::Numbers(names)) },
            input("must-be", InputKind::Integer),
            input("attractive", InputKind::Integer),
        ],
    )
}

/// The keys are those that the engine reads of every method itself; the contract does not forbid them.
fn hostile() -> Method {
    let params = vec![
        Input { required: true, ..input("plugin", InputKind::Flag) },
        input("impact_metric", InputKind::Number),
        input("confidence_needs_evidence", InputKind::Choice(vec![choice("a"), choice("a-b_c")])),
    ];
    method(
        "hostile-method",
        Meaning::Benefit,
        params,
        vec![
            Input {
                role: Some(Role::Impact), ..input("evidence", InputKind::Numbers(vec!["é".into(); 64]))
            },
            Input { min: Some(-f64::MAX), max: Some(f64::MAX), ..input("by_segment", InputKind::Integer) },
            Input { min: Some(2.0), max: Some(3.0), ..input("nothing-fits", InputKind::Share) },
            Input { min: Some(0.4), max: Some(0.6), ..input("no-whole-number", InputKind::Integer) },
            Input {
                role: Some(Role::Effort),
                default: Some(Value::Number(1e300)),
                ..input("effort", InputKind::Number)
            },
            Input {
                role: Some(Role::Confidence),
                default: Some(Value::Number(1.0)),
                ..input("c", InputKind::Share)
            },
        ],
    )
}

fn method(id: &str, meaning: Meaning, params: Vec<Input>, inputs: Vec<Input>) -> Method {
    let (key, label, help) = (|| "x".to_owned(), || "X".to_owned(), String::new);
    let description = Description {
        id: id.to_owned(),
        title: label(),
        version: "1".to_owned(),
        summary: help(),
        formula: help(),
        meaning,
        inputs,
        params,
        parts: vec![Part { key: key(), label: label(), help: help(), unit: None, share: true }],
        categories: vec![Category { key: key(), label: label(), help: help() }],
        notes: vec![Note { key: key(), label: label() }],
    };
    Method {
        descriptions: [description.clone(), description],
        sha256: String::new(),
        origin: Origin::Builtin,
    }
}

fn input(key: &str, kind: InputKind) -> Input {
    Input {
        key: key.to_owned(),
        label: "X".to_owned(),
        help: String::new(),
        unit: None,
        kind,
        role: None,
        required: false,
        min: None,
        max: None,
        steps: Vec::new(),
        default: None,
    }
}

fn choice(key: &str) -> Choice {
    Choice { key: key.to_owned(), label: "X".to_owned() }
}

/// An answer that keeps the contract: scores follow from the inputs in no sensible way, and many are extremes.
pub(crate) fn answer(method: &Method, request: &Request) -> Outcome {
    const SCORES: [f64; 8] = [0.0, -0.0, 1.0, 1e-300, f64::MAX, f64::MIN, 1e9, -3.5];
    let mut outcome = Outcome::default();
    for (row, values) in request.rows.iter().enumerate() {
        let mix = values.iter().fold(7_u64, |mix, value| mix.wrapping_mul(31).wrapping_add(weight(value)));
        let plain = method.id() == ID && mix % 4 != 0;
        let score = if plain { (mix % 1000) as f64 } else { SCORES[(mix >> 8) as usize % SCORES.len()] };
        if mix % 16 == 1 {
            outcome.problems.push(Problem {
                error: false,
                row: Some(row as u32),
                input: Some(mix as u32 % method.spec().inputs.len() as u32),
                message: Phrase::same("unlikely"),
                help: None,
            });
        }
        let category = (mix % 3 == 0).then_some(0);
        outcome.scores.push(Some(Scored { score, category, parts: vec![-score], notes: vec![0] }));
    }
    outcome
}

fn weight(value: &Value) -> u64 {
    match value {
        Value::Missing => 1,
        Value::Number(number) => number.to_bits() >> 40,
        Value::Flag(flag) => u64::from(*flag),
        Value::Choice(choice) => u64::from(*choice),
        Value::Numbers(numbers) => numbers.iter().map(|number| number.to_bits() >> 44).sum(),
        Value::Text(text) => text.len() as u64,
        Value::Entries(entries) => {
            entries.iter().map(|entry| 1 + entry.cells.iter().map(weight).sum::<u64>()).sum()
        }
    }
}
