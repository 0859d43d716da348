//! Two languages of one description: everything but the texts is the same.

use cxplan_core::method::{Column, ColumnKind, Description, Input, InputKind};
use cxplan_core::phrase;

use super::Verdict;

/// Checks that two descriptions differ in texts alone, and names the first other difference.
pub(crate) fn same_but_for_texts(one: &Description, other: &Description) -> Verdict {
    let differs = |english: &str, french: &str| {
        Err(phrase!(
            "its {english} differ from language to language, and only texts may",
            "{french} diffèrent d'une langue à l'autre, et seuls les textes le peuvent"
        ))
    };
    if one.id != other.id || one.version != other.version {
        return differs("id and version", "son id et sa version");
    }
    if one.meaning != other.meaning {
        return differs("meanings of the score", "ses sens du score");
    }
    if !same(&one.inputs, &other.inputs, same_input) {
        return differs("inputs", "ses données");
    }
    if !same(&one.params, &other.params, same_input) {
        return differs("parameters", "ses paramètres");
    }
    if !same(&one.parts, &other.parts, |a, b| {
        (&a.key, a.share, a.unit.is_some()) == (&b.key, b.share, b.unit.is_some())
    }) {
        return differs("parts", "ses termes");
    }
    if !same(&one.categories, &other.categories, |a, b| a.key == b.key) {
        return differs("categories", "ses catégories");
    }
    if !same(&one.notes, &other.notes, |a, b| a.key == b.key) {
        return differs("notes", "ses remarques");
    }
    Ok(())
}

fn same<T>(one: &[T], other: &[T], equal: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| equal(a, b))
}

fn same_input(a: &Input, b: &Input) -> bool {
    let kind = match (&a.kind, &b.kind) {
        // The keys of choices are written in plans; the names of numbers are only shown.
        (InputKind::Choice(a), InputKind::Choice(b)) => same(a, b, |a, b| a.key == b.key),
        (InputKind::Numbers(a), InputKind::Numbers(b)) => a.len() == b.len(),
        (InputKind::Entries(a), InputKind::Entries(b)) => same(a, b, same_column),
        (a, b) => a == b,
    };
    kind && (&a.key, a.role, a.required, a.min, a.max, &a.steps, &a.default, a.unit.is_some())
        == (&b.key, b.role, b.required, b.min, b.max, &b.steps, &b.default, b.unit.is_some())
}

fn same_column(a: &Column, b: &Column) -> bool {
    let kind = match (&a.kind, &b.kind) {
        (ColumnKind::Choice(a), ColumnKind::Choice(b)) => same(a, b, |a, b| a.key == b.key),
        (a, b) => a == b,
    };
    kind && (&a.key, a.required, a.min, a.max) == (&b.key, b.required, b.min, b.max)
}

#[cfg(test)]
mod tests {
    use cxplan_core::method::{Category, Choice, Meaning, Note, Part, Value};

    use super::*;

    fn sample() -> Description {
        let input = |key: &str, kind| Input {
            key: key.into(),
            label: "Label".into(),
            help: String::new(),
            unit: Some("people".into()),
            kind,
            role: None,
            required: false,
            min: None,
            max: None,
            steps: Vec::new(),
            default: None,
        };
        Description {
            id: "sample".into(),
            title: "Sample".into(),
            version: "1.0.0".into(),
            summary: String::new(),
            formula: String::new(),
            meaning: Meaning::Benefit,
            inputs: vec![
                input("size", InputKind::Choice(vec![Choice { key: "large".into(), label: "Large".into() }])),
                input("votes", InputKind::Numbers(vec!["Yes".into(), "No".into()])),
            ],
            params: vec![input("weight", InputKind::Number)],
            parts: vec![Part {
                key: "benefit".into(),
                label: "Benefit".into(),
                help: String::new(),
                unit: None,
                share: false,
            }],
            categories: vec![Category {
                key: "must-be".into(),
                label: "Must-be".into(),
                help: String::new(),
            }],
            notes: vec![Note { key: "few".into(), label: "Few answers".into() }],
        }
    }

    #[test]
    fn texts_may_differ() {
        let english = sample();
        let mut french = sample();
        french.title = "Échantillon".into();
        french.summary = "Résumé".into();
        french.inputs[0].label = "Taille".into();
        french.inputs[0].unit = Some("personnes".into());
        french.inputs[0].kind =
            InputKind::Choice(vec![Choice { key: "large".into(), label: "Grand".into() }]);
        french.inputs[1].kind = InputKind::Numbers(vec!["Oui".into(), "Non".into()]);
        french.parts[0].label = "Bénéfice".into();
        french.categories[0].help = "Indispensable".into();
        french.notes[0].label = "Peu de réponses".into();
        assert_eq!(same_but_for_texts(&english, &french), Ok(()));
    }

    #[test]
    fn nothing_else_may_differ() {
        type Change = fn(&mut Description);
        let changes: [(Change, &str); 13] = [
            (|d| d.id = "other".into(), "id"),
            (|d| d.version = "2".into(), "version"),
            (|d| d.meaning = Meaning::Rank, "meaning"),
            (|d| d.inputs.swap(0, 1), "inputs"),
            (|d| d.inputs[0].required = true, "inputs"),
            (|d| d.inputs[0].kind = InputKind::Choice(Vec::new()), "inputs"),
            (|d| d.inputs[1].kind = InputKind::Numbers(vec!["Oui".into()]), "inputs"),
            (|d| d.params[0].min = Some(0.0), "parameters"),
            (|d| d.params[0].default = Some(Value::Number(1.0)), "parameters"),
            (|d| d.parts[0].share = true, "parts"),
            (|d| d.parts.clear(), "parts"),
            (|d| d.categories[0].key = "attractive".into(), "categories"),
            (|d| d.notes[0].key = "many".into(), "notes"),
        ];
        for (change, named) in changes {
            let mut french = sample();
            change(&mut french);
            let difference = same_but_for_texts(&sample(), &french).unwrap_err();
            assert!(difference.en().contains(named), "{difference:?}");
        }
    }
}
