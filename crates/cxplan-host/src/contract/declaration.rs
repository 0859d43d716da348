//! Checks of a description on its own.

use std::collections::BTreeSet;

use cxplan_core::inputs::RESERVED;
use cxplan_core::language::is_taken;
use cxplan_core::method::{Choice, Column, ColumnKind, Description, Input, InputKind, Role, Value};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;

use super::{ITEMS, KEY, LABEL, SENTENCE, Verdict, at_most, line, of, words};
use crate::errors::shown;

/// Checks a description.
pub(crate) fn description(description: &Description) -> Verdict {
    if !is_kebab_case(&description.id) || description.id.len() > KEY {
        let id = shown(&description.id);
        return Err(phrase!(
            "the id `{id}` is not kebab-case (lower-case letters and digits, joined by `-`, at most {KEY})",
            "l'id `{id}` n'est pas en kebab-case (minuscules et chiffres, joints par `-`, {KEY} au plus)"
        ));
    }
    if is_taken(&description.id) {
        let id = &description.id;
        return Err(phrase!(
            "the id `{id}` is a key of the plan language: a plan could not name the method",
            "l'id `{id}` est une clé du langage du plan : un plan ne pourrait nommer la méthode"
        ));
    }
    words(&Phrase::fixed("the title", "le titre"), &description.title, LABEL)?;
    words(&Phrase::fixed("the version", "la version"), &description.version, LABEL)?;
    if !is_version(&description.version) {
        let version = &description.version;
        return Err(phrase!(
            "the version `{version}` is not three numbers, such as 1.0.0",
            "la version `{version}` n'est pas faite de trois nombres, comme 1.0.0"
        ));
    }
    line(&Phrase::fixed("the summary", "le résumé"), &description.summary, SENTENCE)?;
    line(&Phrase::fixed("the formula", "la formule"), &description.formula, SENTENCE)?;

    inputs(&INPUT, &description.inputs)?;
    if let Some(input) = description.inputs.iter().find(|input| input.is_open()) {
        return Err(phrase!(
            "{input} is a text or a table, which only parameters can be",
            "{input} est un texte ou une table, ce que seuls les paramètres peuvent être";
            input = INPUT.named(&input.key)
        ));
    }
    if let Some(input) = description.inputs.iter().find(|input| RESERVED.contains(&&*input.key)) {
        return Err(phrase!(
            "{input} has a key that the plan language keeps for itself",
            "{input} a une clé que le langage du plan garde pour lui";
            input = INPUT.named(&input.key)
        ));
    }
    inputs(&PARAMETER, &description.params)?;
    if let Some(param) = description.params.iter().find(|param| param.role.is_some()) {
        return Err(phrase!(
            "{param} has a role, which only inputs can have",
            "{param} a un rôle, ce que seules les données peuvent avoir";
            param = PARAMETER.named(&param.key)
        ));
    }
    for role in [Role::Effort, Role::Confidence, Role::Impact] {
        if description.inputs.iter().filter(|input| input.role == Some(role)).count() > 1 {
            let name = role_name(role);
            return Err(phrase!(
                "more than one input has the role {name}",
                "plus d'une donnée a le rôle {name}"
            ));
        }
    }

    unique(&PART.bare(), description.parts.iter().map(|part| part.key.as_str()))?;
    for part in &description.parts {
        let what = PART.named(&part.key);
        labelled(&what, &part.label, &part.help)?;
        unit(&what, part.unit.as_deref())?;
    }
    unique(&CATEGORY.bare(), description.categories.iter().map(|category| category.key.as_str()))?;
    for category in &description.categories {
        labelled(&CATEGORY.named(&category.key), &category.label, &category.help)?;
    }
    unique(&NOTE.bare(), description.notes.iter().map(|note| note.key.as_str()))?;
    for note in &description.notes {
        words(&label(&NOTE.named(&note.key)), &note.label, SENTENCE)?;
    }
    Ok(())
}

/// What the parts of a description are called.
struct Noun {
    english: &'static str,
    french: &'static str,
    article: &'static str,
}

const INPUT: Noun = Noun { english: "input", french: "donnée", article: "la" };
const PARAMETER: Noun = Noun { english: "parameter", french: "paramètre", article: "le" };
const PART: Noun = Noun { english: "part", french: "terme", article: "le" };
const CATEGORY: Noun = Noun { english: "category", french: "catégorie", article: "la" };
const NOTE: Noun = Noun { english: "note", french: "remarque", article: "la" };

impl Noun {
    /// Without an article, as after `de`.
    const fn bare(&self) -> Phrase {
        Phrase::fixed(self.english, self.french)
    }

    /// The one with this key.
    fn named(&self, key: &str) -> Phrase {
        let Self { english, french, article } = self;
        phrase!("{english} `{key}`", "{article} {french} `{key}`")
    }
}

fn inputs(noun: &Noun, inputs: &[Input]) -> Verdict {
    unique(&noun.bare(), inputs.iter().map(|input| input.key.as_str()))?;
    inputs.iter().try_for_each(|input| self::input(&noun.named(&input.key), input))
}

fn input(what: &Phrase, input: &Input) -> Verdict {
    labelled(what, &input.label, &input.help)?;
    unit(what, input.unit.as_deref())?;
    match &input.kind {
        InputKind::Choice(choices) => self::choices(what, choices)?,
        InputKind::Numbers(names) => names_of(what, names)?,
        InputKind::Entries(columns) => self::columns(what, columns)?,
        InputKind::Text | InputKind::Number | InputKind::Integer | InputKind::Share | InputKind::Flag => {}
    }
    let numeric = matches!(input.kind, InputKind::Number | InputKind::Integer);
    match input.role {
        Some(Role::Effort) if !numeric => {
            return Err(phrase!(
                "{what} has the role effort but is no number",
                "{what} a le rôle effort mais n'est pas un nombre";
                what = what
            ));
        }
        Some(Role::Confidence) if input.kind != InputKind::Share => {
            return Err(phrase!(
                "{what} has the role confidence but is no share",
                "{what} a le rôle confidence mais n'est pas une part";
                what = what
            ));
        }
        Some(Role::Effort | Role::Confidence | Role::Impact) | None => {}
    }
    bounds(what, numbered(&input.kind), [input.min, input.max])?;
    steps(what, input)?;
    match &input.default {
        Some(default) => fits(what, input, default),
        None => Ok(()),
    }
}

/// Whether a kind holds numbers.
const fn numbered(kind: &InputKind) -> bool {
    matches!(kind, InputKind::Number | InputKind::Integer | InputKind::Share | InputKind::Numbers(_))
}

fn columns(what: &Phrase, columns: &[Column]) -> Verdict {
    let noun = phrase!("column {of}", "colonne {of}"; of = of(what));
    if columns.is_empty() {
        return Err(phrase!("{what} has no columns", "{what} n'a pas de colonnes"; what = what));
    }
    unique(&noun, columns.iter().map(|column| column.key.as_str()))?;
    columns.iter().try_for_each(|column| {
        let key = &column.key;
        let named = phrase!("column `{key}` {of}", "la colonne `{key}` {of}"; of = of(what));
        labelled(&named, &column.label, &column.help)?;
        if let ColumnKind::Choice(choices) = &column.kind {
            self::choices(&named, choices)?;
        }
        let numbered = matches!(column.kind, ColumnKind::Number | ColumnKind::Share);
        bounds(&named, numbered, [column.min, column.max])
    })
}

/// Checks the values of a published scale.
fn steps(what: &Phrase, input: &Input) -> Verdict {
    let steps = &input.steps;
    let least = if input.kind == InputKind::Share { Some(0.0) } else { input.min };
    let most = if input.kind == InputKind::Share { Some(1.0) } else { input.max };
    let fits = |step: &f64| {
        step.is_finite() && least.is_none_or(|min| *step >= min) && most.is_none_or(|max| *step <= max)
    };
    let ordered = steps.is_sorted_by(|a, b| a < b);
    if steps.is_empty()
        || (numbered(&input.kind) && steps.len() <= ITEMS && ordered && steps.iter().all(fits))
    {
        return Ok(());
    }
    Err(phrase!(
        "the steps {of} are not ascending numbers within its bounds, {ITEMS} at most",
        "les degrés {of} ne sont pas des nombres croissants dans ses bornes, {ITEMS} au plus";
        of = of(what)
    ))
}

fn bounds(what: &Phrase, numbered: bool, ends: [Option<f64>; 2]) -> Verdict {
    if ends == [None, None] {
        return Ok(());
    }
    if !numbered {
        return Err(phrase!(
            "{what} has a smallest or largest value but is no number",
            "{what} a une valeur minimale ou maximale mais n'est pas un nombre";
            what = what
        ));
    }
    if ends.into_iter().flatten().any(|end| !end.is_finite()) {
        return Err(phrase!(
            "{what} has a smallest or largest value that is not finite",
            "{what} a une valeur minimale ou maximale qui n'est pas finie";
            what = what
        ));
    }
    match ends {
        [Some(min), Some(max)] if min > max => Err(phrase!(
            "{what} has the smallest value {min} above the largest {max}",
            "{what} a sa valeur minimale {min} au-dessus de la maximale {max}";
            what = what
        )),
        _ => Ok(()),
    }
}

/// Checks a default against the kind and the bounds of its input.
fn fits(what: &Phrase, input: &Input, default: &Value) -> Verdict {
    let number = |number: f64| {
        if !number.is_finite() {
            Err(phrase!(
                "the default {of} is not finite",
                "la valeur par défaut {of} n'est pas finie";
                of = of(what)
            ))
        } else if input.min.is_some_and(|min| number < min) || input.max.is_some_and(|max| number > max) {
            Err(phrase!(
                "the default {of} is outside of its bounds",
                "la valeur par défaut {of} sort de ses bornes";
                of = of(what)
            ))
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
        (InputKind::Text, Value::Text(text)) => {
            words(&phrase!("the default {of}", "la valeur par défaut {of}"; of = of(what)), text, SENTENCE)
        }
        (InputKind::Choice(choices), Value::Choice(position)) if (*position as usize) < choices.len() => {
            Ok(())
        }
        (InputKind::Numbers(names), Value::Numbers(values)) if names.len() == values.len() => {
            values.iter().try_for_each(|value| number(*value))
        }
        _ => Err(phrase!(
            "the default {of} does not fit its kind",
            "la valeur par défaut {of} ne correspond pas à son type";
            of = of(what)
        )),
    }
}

fn choices(what: &Phrase, choices: &[Choice]) -> Verdict {
    if choices.is_empty() {
        return Err(phrase!("{what} has no choices", "{what} n'a pas de choix"; what = what));
    }
    let noun = phrase!("choice {of}", "choix {of}"; of = of(what));
    unique(&noun, choices.iter().map(|choice| choice.key.as_str()))?;
    choices.iter().try_for_each(|choice| {
        let key = &choice.key;
        let named = phrase!("choice `{key}` {of}", "le choix `{key}` {of}"; of = of(what));
        words(&label(&named), &choice.label, LABEL)
    })
}

fn names_of(what: &Phrase, names: &[String]) -> Verdict {
    if names.is_empty() {
        return Err(phrase!(
            "{what} has no names for its numbers",
            "{what} n'a pas de noms pour ses nombres";
            what = what
        ));
    }
    let list = phrase!(
        "{what}, which takes numbers,",
        "{what}, qui prend des nombres,";
        what = what
    );
    at_most(&list, names.len(), ITEMS)?;
    let a_name = phrase!("a name {of}", "un nom {of}"; of = of(what));
    names.iter().try_for_each(|name| words(&a_name, name, LABEL))
}

fn labelled(what: &Phrase, label: &str, help: &str) -> Verdict {
    words(&self::label(what), label, LABEL)?;
    line(&phrase!("the help {of}", "l'aide {of}"; of = of(what)), help, SENTENCE)
}

fn label(what: &Phrase) -> Phrase {
    phrase!("the label {of}", "le libellé {of}"; of = of(what))
}

fn unit(what: &Phrase, unit: Option<&str>) -> Verdict {
    unit.map_or(Ok(()), |unit| words(&phrase!("the unit {of}", "l'unité {of}"; of = of(what)), unit, LABEL))
}

/// Checks the keys of a list: few enough, well formed, each once.
fn unique<'a>(noun: &Phrase, keys: impl ExactSizeIterator<Item = &'a str>) -> Verdict {
    let list = phrase!("the list of {noun} keys", "la liste des clés de {noun}"; noun = noun);
    at_most(&list, keys.len(), ITEMS)?;
    let mut seen = BTreeSet::new();
    for key in keys {
        if !is_key(key) {
            let key = shown(key);
            return Err(phrase!(
                "the {noun} key `{key}` is not made of lower-case letters and digits, joined by `-` or `_`",
                "la clé de {noun} `{key}` n'est pas faite de minuscules et de chiffres, joints par `-` ou `_`";
                noun = noun
            ));
        }
        if !seen.insert(key) {
            return Err(phrase!(
                "two entries share the {noun} key `{key}`",
                "deux entrées partagent la clé de {noun} `{key}`";
                noun = noun
            ));
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

/// Three numbers, so that everybody sees which of two releases is the later one.
fn is_version(version: &str) -> bool {
    let numbers: Vec<&str> = version.split('.').collect();
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.len() == 3 && numbers.iter().all(is_number)
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
