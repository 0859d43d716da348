//! Between the generated types of the interface and the engine's types: field by field, without judgement.
//!
//! What an answer must keep to is checked afterwards, on the engine's types; see `contract`.

use cxplan_core::method as core;
use cxplan_core::phrase::Phrase;

use crate::world::wit;

pub(crate) fn description(from: wit::Description) -> core::Description {
    core::Description {
        id: from.id,
        title: from.title,
        version: from.version,
        summary: from.summary,
        formula: from.formula,
        meaning: meaning(from.meaning),
        inputs: from.inputs.into_iter().map(input).collect(),
        params: from.params.into_iter().map(input).collect(),
        parts: from.parts.into_iter().map(part).collect(),
        categories: from.categories.into_iter().map(category).collect(),
        notes: from.notes.into_iter().map(|note| core::Note { key: note.key, label: note.label }).collect(),
    }
}

pub(crate) fn declaration(from: wit::Declaration) -> core::Declaration {
    core::Declaration {
        formula: from.formula,
        meaning: from.meaning.map(meaning),
        inputs: from.inputs.into_iter().map(input).collect(),
        parts: from.parts.into_iter().map(part).collect(),
    }
}

fn meaning(from: wit::Meaning) -> core::Meaning {
    match from {
        wit::Meaning::Ratio => core::Meaning::Ratio,
        wit::Meaning::Benefit => core::Meaning::Benefit,
        wit::Meaning::Rank => core::Meaning::Rank,
    }
}

fn input(from: wit::Input) -> core::Input {
    core::Input {
        key: from.key,
        label: from.label,
        help: from.help,
        unit: from.unit,
        kind: match from.kind {
            wit::InputKind::Number => core::InputKind::Number,
            wit::InputKind::Integer => core::InputKind::Integer,
            wit::InputKind::Share => core::InputKind::Share,
            wit::InputKind::Flag => core::InputKind::Flag,
            wit::InputKind::Choice(choices) => {
                core::InputKind::Choice(choices.into_iter().map(choice).collect())
            }
            wit::InputKind::Numbers(names) => core::InputKind::Numbers(names),
            wit::InputKind::Text => core::InputKind::Text,
            wit::InputKind::Entries(columns) => {
                core::InputKind::Entries(columns.into_iter().map(column).collect())
            }
        },
        role: from.role.map(|role| match role {
            wit::Role::Effort => core::Role::Effort,
            wit::Role::Confidence => core::Role::Confidence,
            wit::Role::Impact => core::Role::Impact,
        }),
        required: from.required,
        min: from.min,
        max: from.max,
        steps: from.steps,
        default: from.default.map(value),
    }
}

fn column(from: wit::Column) -> core::Column {
    core::Column {
        key: from.key,
        label: from.label,
        help: from.help,
        kind: match from.kind {
            wit::ColumnKind::Number => core::ColumnKind::Number,
            wit::ColumnKind::Share => core::ColumnKind::Share,
            wit::ColumnKind::Flag => core::ColumnKind::Flag,
            wit::ColumnKind::Choice(choices) => {
                core::ColumnKind::Choice(choices.into_iter().map(choice).collect())
            }
            wit::ColumnKind::Text => core::ColumnKind::Text,
        },
        required: from.required,
        min: from.min,
        max: from.max,
    }
}

fn choice(from: wit::Choice) -> core::Choice {
    core::Choice { key: from.key, label: from.label }
}

fn part(from: wit::Part) -> core::Part {
    core::Part { key: from.key, label: from.label, help: from.help, unit: from.unit, share: from.share }
}

fn category(from: wit::Category) -> core::Category {
    core::Category { key: from.key, label: from.label, help: from.help }
}

fn value(from: wit::Value) -> core::Value {
    match from {
        wit::Value::Missing => core::Value::Missing,
        wit::Value::Number(number) => core::Value::Number(number),
        wit::Value::Flag(flag) => core::Value::Flag(flag),
        wit::Value::Choice(position) => core::Value::Choice(position),
        wit::Value::Numbers(numbers) => core::Value::Numbers(numbers),
        wit::Value::Text(text) => core::Value::Text(text),
        wit::Value::Entries(entries) => core::Value::Entries(
            entries
                .into_iter()
                .map(|entry| core::Entry {
                    key: entry.key,
                    cells: entry.cells.into_iter().map(self::cell).collect(),
                })
                .collect(),
        ),
    }
}

fn cell(from: wit::Cell) -> core::Value {
    match from {
        wit::Cell::Missing => core::Value::Missing,
        wit::Cell::Number(number) => core::Value::Number(number),
        wit::Cell::Flag(flag) => core::Value::Flag(flag),
        wit::Cell::Choice(position) => core::Value::Choice(position),
        wit::Cell::Text(text) => core::Value::Text(text),
    }
}

/// Rows on their way to a plugin, input by input.
pub(crate) fn series(inputs: &[core::Input], rows: &[Vec<core::Value>]) -> Vec<wit::Series> {
    let series = |(position, input): (usize, &core::Input)| match input.kind {
        core::InputKind::Number | core::InputKind::Integer | core::InputKind::Share => {
            let number = |row: &Vec<core::Value>| row[position].as_number().unwrap_or(f64::NAN);
            wit::Series::Numbers(rows.iter().map(number).collect())
        }
        _ => wit::Series::Values(rows.iter().map(|row| self::to_value(&row[position])).collect()),
    };
    inputs.iter().enumerate().map(series).collect()
}

/// Values on their way to a plugin.
pub(crate) fn values(from: &[core::Value]) -> Vec<wit::Value> {
    from.iter().map(to_value).collect()
}

fn to_value(value: &core::Value) -> wit::Value {
    match value {
        core::Value::Missing => wit::Value::Missing,
        core::Value::Number(number) => wit::Value::Number(*number),
        core::Value::Flag(flag) => wit::Value::Flag(*flag),
        core::Value::Choice(position) => wit::Value::Choice(*position),
        core::Value::Numbers(numbers) => wit::Value::Numbers(numbers.clone()),
        core::Value::Text(text) => wit::Value::Text(text.clone()),
        core::Value::Entries(entries) => wit::Value::Entries(
            entries
                .iter()
                .map(|entry| wit::Entry {
                    key: entry.key.clone(),
                    cells: entry.cells.iter().map(to_cell).collect(),
                })
                .collect(),
        ),
    }
}

fn to_cell(value: &core::Value) -> wit::Cell {
    match value {
        core::Value::Number(number) => wit::Cell::Number(*number),
        core::Value::Flag(flag) => wit::Cell::Flag(*flag),
        core::Value::Choice(position) => wit::Cell::Choice(*position),
        core::Value::Text(text) => wit::Cell::Text(text.clone()),
        core::Value::Missing | core::Value::Numbers(_) | core::Value::Entries(_) => wit::Cell::Missing,
    }
}

/// An answer, with what it says in French where it says anything.
pub(crate) fn outcome(from: wit::Outcome, french: Option<wit::Outcome>) -> core::Outcome {
    let mut french = french.map_or_else(Vec::new, |outcome| outcome.problems).into_iter();
    core::Outcome {
        scores: from.scores.into_iter().map(|scored| scored.map(self::scored)).collect(),
        problems: from.problems.into_iter().map(|english| problem(english, french.next())).collect(),
    }
}

fn scored(from: wit::Scored) -> core::Scored {
    // Zero has two signs, which order and print differently and mean the same.
    let unsigned = |number: f64| number + 0.0;
    let parts = from.parts.into_iter().map(unsigned).collect();
    core::Scored { score: unsigned(from.score), category: from.category, parts, notes: from.notes }
}

fn problem(from: wit::Problem, french: Option<wit::Problem>) -> core::Problem {
    let (message, help) = french.map_or((None, None), |french| (Some(french.message), french.help));
    core::Problem {
        error: from.severity == wit::Severity::Error,
        row: from.row,
        input: from.input,
        message: both(from.message, message),
        help: from.help.map(|english| both(english, help)),
    }
}

pub(crate) fn fault(from: wit::Fault, french: wit::Fault) -> core::Fault {
    let position = |position: u32| position as usize;
    core::Fault {
        param: position(from.param),
        entry: from.entry.map(position),
        column: from.column.map(position),
        part: from.part.map(|(start, end)| position(start)..position(end)),
        message: both(from.message, Some(french.message)),
        help: from.help.map(|english| both(english, french.help)),
    }
}

fn both(english: String, french: Option<String>) -> Phrase {
    match french {
        Some(french) => Phrase::new(english, french),
        None => Phrase::same(english),
    }
}
