//! Checks of a description on its own.

use std::collections::BTreeSet;

use cxplan_core::method::{Choice, Description, Input, InputKind, Role, Value};

use super::{ITEMS, KEY, LABEL, SENTENCE, Verdict, at_most, line, words};
use crate::errors::shown;

/// Checks a description.
pub(crate) fn description(description: &Description) -> Verdict {
    if !is_kebab_case(&description.id) || description.id.len() > KEY {
        return Err(format!(
            "the id `{}` is not kebab-case (lower-case letters and digits, joined by `-`, at most {KEY})",
            shown(&description.id)
        ));
    }
    words("the title", &description.title, LABEL)?;
    words("the version", &description.version, LABEL)?;
    line("the summary", &description.summary, SENTENCE)?;
    line("the formula", &description.formula, SENTENCE)?;

    inputs("input", &description.inputs)?;
    inputs("parameter", &description.params)?;
    if let Some(param) = description.params.iter().find(|param| param.role.is_some()) {
        return Err(format!("parameter `{}` has a role, which only inputs can have", param.key));
    }
    for role in [Role::Effort, Role::Confidence, Role::Impact] {
        if description.inputs.iter().filter(|input| input.role == Some(role)).count() > 1 {
            return Err(format!("more than one input has the role {}", role_name(role)));
        }
    }

    unique("part", description.parts.iter().map(|part| part.key.as_str()))?;
    for part in &description.parts {
        let what = format!("part `{}`", part.key);
        labelled(&what, &part.label, &part.help)?;
        unit(&what, part.unit.as_deref())?;
    }
    unique("category", description.categories.iter().map(|category| category.key.as_str()))?;
    for category in &description.categories {
        labelled(&format!("category `{}`", category.key), &category.label, &category.help)?;
    }
    unique("note", description.notes.iter().map(|note| note.key.as_str()))?;
    for note in &description.notes {
        words(&format!("the label of note `{}`", note.key), &note.label, SENTENCE)?;
    }
    Ok(())
}

fn inputs(noun: &str, inputs: &[Input]) -> Verdict {
    unique(noun, inputs.iter().map(|input| input.key.as_str()))?;
    inputs.iter().try_for_each(|input| self::input(&format!("{noun} `{}`", input.key), input))
}

fn input(what: &str, input: &Input) -> Verdict {
    labelled(what, &input.label, &input.help)?;
    unit(what, input.unit.as_deref())?;
    match &input.kind {
        InputKind::Choice(choices) => self::choices(what, choices)?,
        InputKind::Numbers(names) => names_of(what, names)?,
        InputKind::Number | InputKind::Integer | InputKind::Share | InputKind::Flag => {}
    }
    let numeric = matches!(input.kind, InputKind::Number | InputKind::Integer);
    match input.role {
        Some(Role::Effort) if !numeric => return Err(format!("{what} has the role effort but is no number")),
        Some(Role::Confidence) if input.kind != InputKind::Share => {
            return Err(format!("{what} has the role confidence but is no share"));
        }
        Some(Role::Effort | Role::Confidence | Role::Impact) | None => {}
    }
    bounds(what, input)?;
    match &input.default {
        Some(default) => fits(what, input, default),
        None => Ok(()),
    }
}

fn bounds(what: &str, input: &Input) -> Verdict {
    let ends = [input.min, input.max];
    if ends == [None, None] {
        return Ok(());
    }
    if matches!(input.kind, InputKind::Flag | InputKind::Choice(_)) {
        return Err(format!("{what} has a smallest or largest value but is no number"));
    }
    if ends.into_iter().flatten().any(|end| !end.is_finite()) {
        return Err(format!("{what} has a smallest or largest value that is not finite"));
    }
    match ends {
        [Some(min), Some(max)] if min > max => {
            Err(format!("{what} has the smallest value {min} above the largest {max}"))
        }
        _ => Ok(()),
    }
}

/// Checks a default against the kind and the bounds of its input.
fn fits(what: &str, input: &Input, default: &Value) -> Verdict {
    let number = |number: f64| {
        if !number.is_finite() {
            Err(format!("the default of {what} is not finite"))
        } else if input.min.is_some_and(|min| number < min) || input.max.is_some_and(|max| number > max) {
            Err(format!("the default of {what} is outside of its bounds"))
        } else {
            Ok(())
        }
    };
    match (&input.kind, default) {
        (InputKind::Number, Value::Number(value)) => number(*value),
        (InputKind::Share, Value::Number(value)) if (0.0..=1.0).contains(value) => number(*value),
        (InputKind::Integer, Value::Number(value)) if value.fract() == 0.0 || !value.is_finite() => {
            number(*value)
        }
        (InputKind::Flag, Value::Flag(_)) => Ok(()),
        (InputKind::Choice(choices), Value::Choice(position)) if (*position as usize) < choices.len() => {
            Ok(())
        }
        (InputKind::Numbers(names), Value::Numbers(values)) if names.len() == values.len() => {
            values.iter().try_for_each(|value| number(*value))
        }
        _ => Err(format!("the default of {what} does not fit its kind")),
    }
}

fn choices(what: &str, choices: &[Choice]) -> Verdict {
    if choices.is_empty() {
        return Err(format!("{what} has no choices"));
    }
    unique(&format!("choice of {what}"), choices.iter().map(|choice| choice.key.as_str()))?;
    choices.iter().try_for_each(|choice| {
        words(&format!("the label of choice `{}` of {what}", choice.key), &choice.label, LABEL)
    })
}

fn names_of(what: &str, names: &[String]) -> Verdict {
    if names.is_empty() {
        return Err(format!("{what} has no names for its numbers"));
    }
    at_most(&format!("{what}, which takes numbers,"), names.len(), ITEMS)?;
    names.iter().try_for_each(|name| words(&format!("a name of {what}"), name, LABEL))
}

fn labelled(what: &str, label: &str, help: &str) -> Verdict {
    words(&format!("the label of {what}"), label, LABEL)?;
    line(&format!("the help of {what}"), help, SENTENCE)
}

fn unit(what: &str, unit: Option<&str>) -> Verdict {
    unit.map_or(Ok(()), |unit| words(&format!("the unit of {what}"), unit, LABEL))
}

/// Checks the keys of a list: few enough, well formed, each once.
fn unique<'a>(noun: &str, keys: impl ExactSizeIterator<Item = &'a str>) -> Verdict {
    at_most(&format!("the list of {noun} keys"), keys.len(), ITEMS)?;
    let mut seen = BTreeSet::new();
    for key in keys {
        if !is_key(key) {
            return Err(format!(
                "the {noun} key `{}` is not made of lower-case letters and digits, joined by `-` or `_`",
                shown(key)
            ));
        }
        if !seen.insert(key) {
            return Err(format!("two entries share the {noun} key `{key}`"));
        }
    }
    Ok(())
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Effort => "effort",
        Role::Confidence => "confidence",
        Role::Impact => "impact",
    }
}

/// `must-be`
fn is_kebab_case(text: &str) -> bool {
    is_key(text) && !text.contains('_')
}

/// `must-be` or `must_be`
fn is_key(text: &str) -> bool {
    let lower_or_digit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() <= KEY
        && text.starts_with(|char: char| char.is_ascii_lowercase())
        && text.split(['-', '_']).all(|part| !part.is_empty() && part.bytes().all(lower_or_digit))
}

#[cfg(test)]
#[path = "declaration_tests.rs"]
mod tests;
