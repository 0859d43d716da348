//! The bridge between [`Scorer`](crate::Scorer) and the component model, compiled for wasm32 alone.

use std::marker::PhantomData;

use crate::{Description, Input, InputKind, Language, Outcome, Scorer, Value};

wit_bindgen::generate!({
    world: "scoring-plugin",
    path: "wit",
    pub_export_macro: true,
    export_macro_name: "export_bindings",
});

use cxplan::scoring::types as wit;

/// What the component exports in the name of a scorer.
pub struct Exported<S>(PhantomData<S>);

impl<S: Scorer> exports::cxplan::scoring::scorer::Guest for Exported<S> {
    fn describe(language: String) -> wit::Description {
        describe(S::describe(Language::from_tag(&language)))
    }

    fn score(params: Vec<wit::Value>, rows: Vec<Vec<wit::Value>>) -> wit::Outcome {
        let rows: Vec<_> = rows.into_iter().map(lift).collect();
        outcome(S::score(&lift(params), &rows))
    }
}

fn lift(values: Vec<wit::Value>) -> Vec<Value> {
    let lift = |value| match value {
        wit::Value::Missing => Value::Missing,
        wit::Value::Number(number) => Value::Number(number),
        wit::Value::Flag(flag) => Value::Flag(flag),
        wit::Value::Choice(position) => Value::Choice(position),
        wit::Value::Numbers(numbers) => Value::Numbers(numbers),
    };
    values.into_iter().map(lift).collect()
}

fn lower(value: Value) -> wit::Value {
    match value {
        Value::Missing => wit::Value::Missing,
        Value::Number(number) => wit::Value::Number(number),
        Value::Flag(flag) => wit::Value::Flag(flag),
        Value::Choice(position) => wit::Value::Choice(position),
        Value::Numbers(numbers) => wit::Value::Numbers(numbers),
    }
}

fn describe(of: Description) -> wit::Description {
    wit::Description {
        id: of.id.into(),
        title: of.title.into(),
        version: of.version.into(),
        summary: of.summary.into(),
        formula: of.formula.into(),
        meaning: match of.meaning {
            crate::Meaning::Ratio => wit::Meaning::Ratio,
            crate::Meaning::Benefit => wit::Meaning::Benefit,
            crate::Meaning::Rank => wit::Meaning::Rank,
        },
        inputs: of.inputs.into_iter().map(input).collect(),
        params: of.params.into_iter().map(input).collect(),
        parts: of
            .parts
            .into_iter()
            .map(|part| wit::Part {
                key: part.key.into(),
                label: part.label.into(),
                help: part.help.into(),
                unit: part.unit.map(Into::into),
                share: part.share,
            })
            .collect(),
        categories: of
            .categories
            .into_iter()
            .map(|class| wit::Category {
                key: class.key.into(),
                label: class.label.into(),
                help: class.help.into(),
            })
            .collect(),
        notes: of
            .notes
            .into_iter()
            .map(|note| wit::Note { key: note.key.into(), label: note.label.into() })
            .collect(),
    }
}

fn input(of: Input) -> wit::Input {
    wit::Input {
        key: of.key.into(),
        label: of.label.into(),
        help: of.help.into(),
        unit: of.unit.map(Into::into),
        kind: match of.kind {
            InputKind::Number => wit::InputKind::Number,
            InputKind::Integer => wit::InputKind::Integer,
            InputKind::Share => wit::InputKind::Share,
            InputKind::Flag => wit::InputKind::Flag,
            InputKind::Choice(choices) => wit::InputKind::Choice(
                choices
                    .into_iter()
                    .map(|choice| wit::Choice { key: choice.key.into(), label: choice.label.into() })
                    .collect(),
            ),
            InputKind::Numbers(names) => wit::InputKind::Numbers(names.into_iter().map(Into::into).collect()),
        },
        role: of.role.map(|role| match role {
            crate::Role::Effort => wit::Role::Effort,
            crate::Role::Confidence => wit::Role::Confidence,
            crate::Role::Impact => wit::Role::Impact,
        }),
        required: of.required,
        min: of.min,
        max: of.max,
        default: of.default.map(lower),
    }
}

fn outcome(of: Outcome) -> wit::Outcome {
    wit::Outcome {
        scores: of
            .scores
            .into_iter()
            .map(|scored| {
                scored.map(|scored| wit::Scored {
                    score: scored.score,
                    category: scored.category,
                    parts: scored.parts,
                    notes: scored.notes,
                })
            })
            .collect(),
        problems: of
            .problems
            .into_iter()
            .map(|problem| wit::Problem {
                severity: match problem.severity {
                    crate::Severity::Error => wit::Severity::Error,
                    crate::Severity::Warning => wit::Severity::Warning,
                },
                row: problem.row,
                input: problem.input,
                message: problem.message,
                help: problem.help,
            })
            .collect(),
    }
}
