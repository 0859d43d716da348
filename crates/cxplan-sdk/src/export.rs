//! The bridge between [`Scorer`](crate::Scorer) and the component model, compiled for wasm32 alone.

use std::marker::PhantomData;

use crate::{
    Choice, Column, ColumnKind, Declarer, Description, Entry, Fault, Input, InputKind, Language, Meaning,
    Outcome, Part, Scorer, Value,
};

wit_bindgen::generate!({
    world: "scoring-plugin",
    path: "wit",
    pub_export_macro: true,
    export_macro_name: "export_bindings",
});

/// The second interface, for the few methods that leave part of themselves to the plan: its code would make up half of the
/// component of a small method.
pub mod open {
    wit_bindgen::generate!({
        inline: "package cxplan:sdk; world declaring { export cxplan:scoring/declarer@1.0.0; }",
        path: "wit",
        with: { "cxplan:scoring/types@1.0.0": super::cxplan::scoring::types },
        pub_export_macro: true,
        export_macro_name: "export_bindings",
    });
}

use cxplan::scoring::types as wit;

/// What the component exports in the name of a scorer.
pub struct Exported<S>(PhantomData<S>);

impl<S: Scorer> exports::cxplan::scoring::scorer::Guest for Exported<S> {
    fn describe(language: String) -> wit::Description {
        describe(S::describe(Language::from_tag(&language)))
    }

    fn score(language: String, params: Vec<wit::Value>, rows: u32, inputs: Vec<wit::Series>) -> wit::Outcome {
        let params: Vec<Value> = params.into_iter().map(lift).collect();
        let (rows, columns) = (rows as usize, inputs.len());
        let values = row_after_row(rows, inputs);
        let rows: Vec<&[Value]> = (0..rows).map(|row| &values[row * columns..][..columns]).collect();
        outcome(S::score(&params, &rows), Language::from_tag(&language))
    }
}

impl<S: Declarer> open::exports::cxplan::scoring::declarer::Guest for Exported<S> {
    fn declare(language: String, params: Vec<wit::Value>) -> Result<wit::Declaration, Vec<wit::Fault>> {
        let language = Language::from_tag(&language);
        match S::declare(&params.into_iter().map(lift).collect::<Vec<_>>()) {
            Ok(of) => Ok(wit::Declaration {
                formula: of.formula,
                meaning: of.meaning.map(meaning),
                inputs: of.inputs.into_iter().map(input).collect(),
                parts: of.parts.into_iter().map(part).collect(),
            }),
            Err(faults) => Err(faults.into_iter().map(|of| fault(of, language)).collect()),
        }
    }
}

/// The values of one row after those of another, of what comes input by input.
fn row_after_row(rows: usize, inputs: Vec<wit::Series>) -> Vec<Value> {
    let mut all = Vec::with_capacity(rows * inputs.len());
    let mut inputs: Vec<Series> = inputs.into_iter().map(Series::of).collect();
    for _ in 0..rows {
        for input in &mut inputs {
            all.push(input.next());
        }
    }
    all
}

enum Series {
    Numbers(std::vec::IntoIter<f64>),
    Values(std::vec::IntoIter<wit::Value>),
}

impl Series {
    fn of(series: wit::Series) -> Self {
        match series {
            wit::Series::Numbers(numbers) => Self::Numbers(numbers.into_iter()),
            wit::Series::Values(values) => Self::Values(values.into_iter()),
        }
    }

    fn next(&mut self) -> Value {
        match self {
            Self::Numbers(numbers) => match numbers.next() {
                Some(number) if !number.is_nan() => Value::Number(number),
                _ => Value::Missing,
            },
            Self::Values(values) => values.next().map_or(Value::Missing, lift),
        }
    }
}

fn lift(value: wit::Value) -> Value {
    let entry = |entry: wit::Entry| Entry {
        key: entry.key,
        cells: entry
            .cells
            .into_iter()
            .map(|cell| match cell {
                wit::Cell::Missing => Value::Missing,
                wit::Cell::Number(number) => Value::Number(number),
                wit::Cell::Flag(flag) => Value::Flag(flag),
                wit::Cell::Choice(position) => Value::Choice(position),
                wit::Cell::Text(text) => Value::Text(text),
            })
            .collect(),
    };
    match value {
        wit::Value::Missing => Value::Missing,
        wit::Value::Number(number) => Value::Number(number),
        wit::Value::Flag(flag) => Value::Flag(flag),
        wit::Value::Choice(position) => Value::Choice(position),
        wit::Value::Numbers(numbers) => Value::Numbers(numbers),
        wit::Value::Text(text) => Value::Text(text),
        wit::Value::Entries(entries) => Value::Entries(entries.into_iter().map(entry).collect()),
    }
}

fn lower(value: Value) -> wit::Value {
    match value {
        Value::Missing => wit::Value::Missing,
        Value::Number(number) => wit::Value::Number(number),
        Value::Flag(flag) => wit::Value::Flag(flag),
        Value::Choice(position) => wit::Value::Choice(position),
        Value::Numbers(numbers) => wit::Value::Numbers(numbers),
        Value::Text(text) => wit::Value::Text(text),
        // Tables have no defaults: a plan without one has no entries.
        Value::Entries(_) => wit::Value::Missing,
    }
}

fn describe(of: Description) -> wit::Description {
    wit::Description {
        id: of.id.into(),
        title: of.title.into(),
        version: of.version.into(),
        summary: of.summary.into(),
        formula: of.formula.into(),
        meaning: meaning(of.meaning),
        inputs: of.inputs.into_iter().map(input).collect(),
        params: of.params.into_iter().map(input).collect(),
        parts: of.parts.into_iter().map(part).collect(),
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

fn meaning(of: Meaning) -> wit::Meaning {
    match of {
        Meaning::Ratio => wit::Meaning::Ratio,
        Meaning::Benefit => wit::Meaning::Benefit,
        Meaning::Rank => wit::Meaning::Rank,
    }
}

fn part(of: Part) -> wit::Part {
    wit::Part {
        key: of.key.into_owned(),
        label: of.label.into_owned(),
        help: of.help.into_owned(),
        unit: of.unit.map(Into::into),
        share: of.share,
    }
}

fn choices(of: Vec<Choice>) -> Vec<wit::Choice> {
    of.into_iter().map(|choice| wit::Choice { key: choice.key.into(), label: choice.label.into() }).collect()
}

fn column(of: Column) -> wit::Column {
    wit::Column {
        key: of.key.into(),
        label: of.label.into(),
        help: of.help.into(),
        kind: match of.kind {
            ColumnKind::Number => wit::ColumnKind::Number,
            ColumnKind::Share => wit::ColumnKind::Share,
            ColumnKind::Flag => wit::ColumnKind::Flag,
            ColumnKind::Choice(of) => wit::ColumnKind::Choice(choices(of)),
            ColumnKind::Text => wit::ColumnKind::Text,
        },
        required: of.required,
        min: of.min,
        max: of.max,
    }
}

fn fault(of: Fault, language: Language) -> wit::Fault {
    wit::Fault {
        param: of.param as u32,
        entry: of.entry.map(|entry| entry as u32),
        column: of.column.map(|column| column as u32),
        part: of.part.map(|bytes| (bytes.start as u32, bytes.end as u32)),
        message: of.message.get(language).to_owned(),
        help: of.help.map(|help| help.get(language).to_owned()),
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
            InputKind::Choice(of) => wit::InputKind::Choice(choices(of)),
            InputKind::Numbers(names) => wit::InputKind::Numbers(names.into_iter().map(Into::into).collect()),
            InputKind::Text => wit::InputKind::Text,
            InputKind::Entries(columns) => wit::InputKind::Entries(columns.into_iter().map(column).collect()),
        },
        role: of.role.map(|role| match role {
            crate::Role::Effort => wit::Role::Effort,
            crate::Role::Confidence => wit::Role::Confidence,
            crate::Role::Impact => wit::Role::Impact,
        }),
        required: of.required,
        min: of.min,
        max: of.max,
        steps: of.steps,
        default: of.default.map(lower),
    }
}

fn outcome(of: Outcome, language: Language) -> wit::Outcome {
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
                message: problem.message.get(language).to_owned(),
                help: problem.help.map(|help| help.get(language).to_owned()),
            })
            .collect(),
    }
}
