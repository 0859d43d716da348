//! What the engine holds every plugin to, so that a plugin's own tests find a breach first.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::{ColumnKind, Description, Input, InputKind, Language, Outcome, Role, Scorer, Severity, Value};

/// Fails the test where the declaration breaks the contract.
///
/// # Panics
///
/// With the list of [`breaches`], where there are any.
#[track_caller]
pub fn assert_contract<S: Scorer>() {
    let breaches = breaches::<S>();
    assert!(breaches.is_empty(), "the declaration breaks the contract:\n{}", breaches.join("\n"));
}

/// Where the declaration of a scorer breaks the contract: keys, texts, ranges, defaults, roles, and languages that
/// differ in more than texts. French texts must also keep their punctuation from breaking off a line.
pub fn breaches<S: Scorer>() -> Vec<String> {
    let [english, french] = Language::ALL.map(S::describe);
    let mut breaches = declaration(&english);
    if without_texts(english) != without_texts(french.clone()) {
        breaches.push("English and French differ in more than texts".to_owned());
    }
    breaches.extend(texts(&french).filter(|text| breaks_off(text)).map(|text| {
        format!(
            "French punctuation needs a no-break space (U+00A0 or U+202F), and « » take one inside: `{text}`"
        )
    }));
    breaches
}

fn declaration(of: &Description) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut hold = |law: bool, breach: String| {
        if !law {
            breaches.push(breach);
        }
    };
    hold(is_key(of.id, "-"), format!("id `{}` is not kebab-case", of.id));
    hold(is_version(of.version), format!("version `{}` is not three numbers, such as 1.0.0", of.version));
    hold(texts(of).all(|text| !text.trim().is_empty()), "a text is empty".to_owned());
    let keys: [(&str, Vec<&str>); 5] = [
        ("input", of.inputs.iter().map(|input| &*input.key).collect()),
        ("parameter", of.params.iter().map(|input| &*input.key).collect()),
        ("part", of.parts.iter().map(|part| &*part.key).collect()),
        ("category", of.categories.iter().map(|class| class.key).collect()),
        ("note", of.notes.iter().map(|note| note.key).collect()),
    ];
    for (what, keys) in keys {
        let unique: BTreeSet<_> = keys.iter().collect();
        hold(unique.len() == keys.len(), format!("two {what}s have the same key"));
        for key in keys {
            hold(is_key(key, "-_"), format!("{what} `{key}` is neither kebab-case nor snake_case"));
        }
    }
    let declares = |input: &Input| matches!(input.kind, InputKind::Text | InputKind::Entries(_));
    let open = of.params.iter().any(declares);
    hold(open || !of.inputs.is_empty(), "there is no input".to_owned());
    hold(
        !of.inputs.iter().any(declares),
        "an input is a text or a table, as only parameters can be".to_owned(),
    );
    for role in [Role::Effort, Role::Confidence, Role::Impact] {
        let played = of.inputs.iter().filter(|input| input.role == Some(role)).count();
        hold(played <= 1, format!("{played} inputs have the role {role:?}"));
    }
    hold(of.params.iter().all(|param| param.role.is_none()), "a parameter has a role".to_owned());
    for input in of.inputs.iter().chain(&of.params) {
        let ordered = input.min.is_none_or(|min| input.max.is_none_or(|max| min <= max));
        hold(ordered, format!("`{}`: min is above max", input.key));
        hold(
            input.steps.is_sorted_by(|a, b| a < b),
            format!("`{}`: the steps of its scale do not ascend", input.key),
        );
        hold(
            default_fits(input),
            format!("`{}`: the default is not a value that a plan could write", input.key),
        );
        hold(
            !input.required || input.default.is_none(),
            format!("`{}` is required and has a default", input.key),
        );
    }
    breaches
}

fn default_fits(input: &Input) -> bool {
    let allowed = |number: f64| {
        number.is_finite()
            && input.min.is_none_or(|min| number >= min)
            && input.max.is_none_or(|max| number <= max)
    };
    match (&input.default, &input.kind) {
        (None, _) | (Some(Value::Flag(_)), InputKind::Flag) | (Some(Value::Text(_)), InputKind::Text) => true,
        (Some(Value::Number(number)), InputKind::Number | InputKind::Share) => allowed(*number),
        (Some(Value::Number(number)), InputKind::Integer) => allowed(*number) && number.fract() == 0.0,
        (Some(Value::Choice(position)), InputKind::Choice(choices)) => (*position as usize) < choices.len(),
        (Some(Value::Numbers(numbers)), InputKind::Numbers(names)) => {
            names.len() == numbers.len() && numbers.iter().all(|number| allowed(*number))
        }
        _ => false,
    }
}

fn is_version(version: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    version.split('.').count() == 3 && version.split('.').all(is_number)
}

/// Lower-case words and digits, joined by single separators.
fn is_key(key: &str, separators: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    key.split(|letter| separators.contains(letter)).all(word)
}

/// Every text that readers see.
fn texts(of: &Description) -> impl Iterator<Item = &str> {
    let mut texts: Vec<&str> = vec![of.title, of.version, of.summary, of.formula];
    for input in of.inputs.iter().chain(&of.params) {
        texts.extend([&*input.label, &*input.help]);
        texts.extend(input.unit.as_deref());
        match &input.kind {
            InputKind::Choice(choices) => texts.extend(choices.iter().map(|choice| choice.label)),
            InputKind::Entries(columns) => {
                for column in columns {
                    texts.extend([column.label, column.help]);
                    if let ColumnKind::Choice(choices) = &column.kind {
                        texts.extend(choices.iter().map(|choice| choice.label));
                    }
                }
            }
            _ => {}
        }
    }
    for part in &of.parts {
        texts.extend([&*part.label, &*part.help]);
        texts.extend(part.unit.as_deref());
    }
    texts.extend(of.categories.iter().flat_map(|class| [class.label, class.help]));
    texts.extend(of.notes.iter().map(|note| note.label));
    texts.into_iter()
}

/// Whether French punctuation in the text may be torn from its word.
fn breaks_off(text: &str) -> bool {
    let glued = |letter: Option<char>| matches!(letter, Some('\u{a0}' | '\u{202f}'));
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().any(|(at, letter)| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied();
        match letter {
            ':' | ';' | '!' | '?' | '%' | '»' => !glued(before),
            '«' => !glued(letters.get(at + 1).copied()),
            _ => false,
        }
    })
}

/// The declaration with every text blanked: what languages must agree on.
fn without_texts(mut of: Description) -> Description {
    (of.title, of.summary, of.formula) = ("", "", "");
    for input in of.inputs.iter_mut().chain(&mut of.params) {
        (input.label, input.help) = (Cow::Borrowed(""), Cow::Borrowed(""));
        input.unit = input.unit.take().map(|_| Cow::Borrowed(""));
        match &mut input.kind {
            InputKind::Choice(choices) => choices.iter_mut().for_each(|choice| choice.label = ""),
            InputKind::Entries(columns) => {
                for column in columns {
                    (column.label, column.help) = ("", "");
                    if let ColumnKind::Choice(choices) = &mut column.kind {
                        choices.iter_mut().for_each(|choice| choice.label = "");
                    }
                }
            }
            _ => {}
        }
    }
    for part in &mut of.parts {
        (part.label, part.help) = (Cow::Borrowed(""), Cow::Borrowed(""));
        part.unit = part.unit.take().map(|_| Cow::Borrowed(""));
    }
    of.categories.iter_mut().for_each(|class| (class.label, class.help) = ("", ""));
    of.notes.iter_mut().for_each(|note| note.label = "");
    of
}

/// Where an answer breaks the contract.
pub(super) fn outcome_breaches(of: &Description, rows: usize, outcome: &Outcome) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut hold = |law: bool, breach: String| {
        if !law {
            breaches.push(breach);
        }
    };
    hold(outcome.scores.len() == rows, format!("{} scores for {rows} rows", outcome.scores.len()));
    for (row, scored) in (0..).zip(&outcome.scores) {
        let error = outcome.problems.iter().any(|problem| {
            problem.severity == Severity::Error && problem.row.is_none_or(|named| named == row)
        });
        hold(scored.is_some() != error, format!("row {row}: a score and an error, or neither"));
        let Some(scored) = scored else { continue };
        hold(scored.score.is_finite(), format!("row {row}: the score is {}", scored.score));
        hold(scored.parts.len() == of.parts.len(), format!("row {row}: {} parts", scored.parts.len()));
        hold(scored.parts.iter().all(|part| part.is_finite()), format!("row {row}: a part is not finite"));
        let known = |position: &u32, list: usize| (*position as usize) < list;
        hold(
            scored.category.iter().all(|class| known(class, of.categories.len())),
            format!("row {row}: unknown category"),
        );
        hold(scored.notes.iter().all(|note| known(note, of.notes.len())), format!("row {row}: unknown note"));
    }
    for problem in &outcome.problems {
        let inputs = if problem.row.is_some() { of.inputs.len() } else { of.params.len() };
        let placed = problem.row.is_none_or(|row| (row as usize) < rows)
            && problem.input.is_none_or(|input| (input as usize) < inputs);
        for message in Language::ALL.map(|language| problem.message.get(language)) {
            hold(placed, format!("a problem points nowhere: {message}"));
            hold(!message.trim().is_empty(), "a problem has no message".to_owned());
        }
    }
    breaches
}
