//! Between the generated types of the interface and the engine's types: field by field, without judgement.
//!
//! What an answer must keep to is checked afterwards, on the engine's types; see `contract`.

use cxplan_core::method as core;

use crate::world::wit;

pub(crate) fn description(from: wit::Description) -> core::Description {
    core::Description {
        id: from.id,
        title: from.title,
        version: from.version,
        summary: from.summary,
        formula: from.formula,
        meaning: match from.meaning {
            wit::Meaning::Ratio => core::Meaning::Ratio,
            wit::Meaning::Benefit => core::Meaning::Benefit,
            wit::Meaning::Rank => core::Meaning::Rank,
        },
        inputs: from.inputs.into_iter().map(input).collect(),
        params: from.params.into_iter().map(input).collect(),
        parts: from.parts.into_iter().map(part).collect(),
        categories: from.categories.into_iter().map(category).collect(),
        notes: from.notes.into_iter().map(|note| core::Note { key: note.key, label: note.label }).collect(),
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
        },
        role: from.role.map(|role| match role {
            wit::Role::Effort => core::Role::Effort,
            wit::Role::Confidence => core::Role::Confidence,
            wit::Role::Impact => core::Role::Impact,
        }),
        required: from.required,
        min: from.min,
        max: from.max,
        default: from.default.map(value),
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
    }
}

/// Values on their way to a plugin.
pub(crate) fn values(from: &[core::Value]) -> Vec<wit::Value> {
    let convert = |value: &core::Value| match value {
        core::Value::Missing => wit::Value::Missing,
        core::Value::Number(number) => wit::Value::Number(*number),
        core::Value::Flag(flag) => wit::Value::Flag(*flag),
        core::Value::Choice(position) => wit::Value::Choice(*position),
        core::Value::Numbers(numbers) => wit::Value::Numbers(numbers.clone()),
    };
    from.iter().map(convert).collect()
}

pub(crate) fn outcome(from: wit::Outcome) -> core::Outcome {
    core::Outcome {
        scores: from.scores.into_iter().map(|scored| scored.map(self::scored)).collect(),
        problems: from.problems.into_iter().map(problem).collect(),
    }
}

fn scored(from: wit::Scored) -> core::Scored {
    // Zero has two signs, which order and print differently and mean the same.
    let unsigned = |number: f64| number + 0.0;
    let parts = from.parts.into_iter().map(unsigned).collect();
    core::Scored { score: unsigned(from.score), category: from.category, parts, notes: from.notes }
}

fn problem(from: wit::Problem) -> core::Problem {
    core::Problem {
        error: from.severity == wit::Severity::Error,
        row: from.row,
        input: from.input,
        message: from.message,
        help: from.help,
    }
}
