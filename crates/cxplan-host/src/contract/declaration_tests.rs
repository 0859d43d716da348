use cxplan_core::method::{Category, Meaning, Note, Part};

use super::*;

fn input(key: &str, kind: InputKind) -> Input {
    Input {
        key: key.into(),
        label: "Label".into(),
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
    Choice { key: key.into(), label: "Label".into() }
}

fn sample() -> Description {
    Description {
        id: "sample-2".into(),
        title: "Sample".into(),
        version: "1.0.0".into(),
        summary: String::new(),
        formula: "a × b".into(),
        meaning: Meaning::Ratio,
        inputs: vec![
            Input { role: Some(Role::Effort), min: Some(0.0), ..input("effort", InputKind::Number) },
            Input { role: Some(Role::Confidence), max: Some(1.0), ..input("confidence", InputKind::Share) },
            Input {
                role: Some(Role::Impact),
                default: Some(Value::Choice(1)),
                ..input("impact_class", InputKind::Choice(vec![choice("low"), choice("very-high")]))
            },
            Input { default: Some(Value::Flag(true)), ..input("legal", InputKind::Flag) },
            Input {
                default: Some(Value::Numbers(vec![1.0, 2.0])),
                min: Some(0.0),
                ..input("votes", InputKind::Numbers(vec!["Yes".into(), "No".into()]))
            },
        ],
        params: vec![Input {
            default: Some(Value::Number(3.0)),
            max: Some(3.0),
            ..input("weight", InputKind::Integer)
        }],
        parts: vec![Part {
            key: "benefit".into(),
            label: "Benefit".into(),
            help: String::new(),
            unit: Some("people".into()),
            share: false,
        }],
        categories: vec![Category { key: "must-be".into(), label: "Must-be".into(), help: String::new() }],
        notes: vec![Note { key: "few".into(), label: "Few answers".into() }],
    }
}

#[test]
fn a_sound_description_passes() {
    assert_eq!(description(&sample()), Ok(()));
}

#[test]
fn every_breach_is_named() {
    type Change = fn(&mut Description);
    let changes: &[(Change, &str)] = &[
        (|d| d.id = "Sample".into(), "the id `Sample` is not kebab-case"),
        (|d| d.id = "two_words".into(), "is not kebab-case"),
        (|d| d.id = "-".into(), "is not kebab-case"),
        (|d| d.id = "a--b".into(), "is not kebab-case"),
        (|d| d.id = "x".repeat(65), "is not kebab-case"),
        (|d| d.id = "../../etc".into(), "is not kebab-case"),
        (|d| d.id = "team".into(), "the id `team` is a key of the plan language"),
        (|d| d.id = "steps".into(), "the id `steps` is a key of the plan language"),
        (|d| d.id = "primary".into(), "the id `primary` is a key of the plan language"),
        (|d| d.title = String::new(), "the title is empty"),
        (|d| d.title = "x".repeat(121), "the title is longer than 120 characters"),
        (|d| d.version = "1\n".into(), "the version contains the control character U+000A"),
        (|d| d.version = "one".into(), "the version `one` is not three numbers, such as 1.0.0"),
        (|d| d.version = "1.0".into(), "is not three numbers"),
        (|d| d.version = "1.0.0-beta".into(), "is not three numbers"),
        (|d| d.version = "1.0.".into(), "is not three numbers"),
        (|d| d.version = "10.20.30".into(), ""),
        (|d| d.summary = "x".repeat(1001), "the summary is longer than 1000 characters"),
        (|d| d.formula = "\u{1b}[2J".into(), "the formula contains the control character U+001B"),
        (|d| d.inputs[1].key = "effort".into(), "two entries share the input key `effort`"),
        (|d| d.inputs[1].key = "Two words".into(), "the input key `Two words` is not made of"),
        (|d| d.inputs = vec![d.inputs[3].clone(); 65], "the list of input keys has 65 entries, more than 64"),
        (|d| d.inputs[0].label = " ".into(), "the label of input `effort` is empty"),
        (|d| d.inputs[0].help = "a\u{202e}b".into(), "the help of input `effort` contains"),
        (|d| d.inputs[0].unit = Some(String::new()), "the unit of input `effort` is empty"),
        (
            |d| (d.inputs[0].min, d.inputs[0].max) = (Some(2.0), Some(1.0)),
            "smallest value 2 above the largest 1",
        ),
        (|d| d.inputs[0].max = Some(f64::NAN), "not finite"),
        (|d| d.inputs[3].min = Some(0.0), "input `legal` has a smallest or largest value but is no number"),
        (
            |d| d.inputs[0].default = Some(Value::Number(-1.0)),
            "the default of input `effort` is outside of its bounds",
        ),
        (
            |d| d.inputs[0].default = Some(Value::Number(f64::INFINITY)),
            "the default of input `effort` is not finite",
        ),
        (
            |d| d.inputs[0].default = Some(Value::Flag(true)),
            "the default of input `effort` does not fit its kind",
        ),
        (|d| d.inputs[0].default = Some(Value::Missing), "does not fit its kind"),
        (|d| d.inputs[1].default = Some(Value::Number(-0.5)), "does not fit its kind"),
        (|d| d.inputs[2].default = Some(Value::Choice(2)), "does not fit its kind"),
        (|d| d.inputs[4].default = Some(Value::Numbers(vec![1.0])), "does not fit its kind"),
        (|d| d.inputs[4].default = Some(Value::Numbers(vec![1.0, -1.0])), "outside of its bounds"),
        (
            |d| d.params[0].default = Some(Value::Number(0.5)),
            "the default of parameter `weight` does not fit",
        ),
        (|d| d.inputs[0].kind = InputKind::Share, "input `effort` has the role effort but is no number"),
        (
            |d| d.inputs[1].kind = InputKind::Number,
            "input `confidence` has the role confidence but is no share",
        ),
        (|d| d.inputs.push(input("months", InputKind::Number)), ""),
        (|d| d.params[0].role = Some(Role::Impact), "parameter `weight` has a role"),
        (|d| d.inputs[2].kind = InputKind::Choice(Vec::new()), "input `impact_class` has no choices"),
        (|d| d.inputs[2].kind = InputKind::Choice(vec![choice("a"); 2]), "two entries share the choice of"),
        (|d| d.inputs[4].kind = InputKind::Numbers(Vec::new()), "input `votes` has no names"),
        (|d| d.inputs[4].kind = InputKind::Numbers(vec!["x".into(); 65]), "has 65 entries, more than 64"),
        (|d| d.parts.push(d.parts[0].clone()), "two entries share the part key `benefit`"),
        (|d| d.categories[0].label = String::new(), "the label of category `must-be` is empty"),
        (|d| d.notes[0].label = "\0".into(), "the label of note `few` contains"),
    ];
    for (change, words) in changes {
        let mut changed = sample();
        change(&mut changed);
        match description(&changed) {
            Ok(()) => assert!(words.is_empty(), "not found: {words}"),
            Err(what) => assert!(!words.is_empty() && what.en().contains(words), "{what:?}, not {words}"),
        }
    }
}

#[test]
fn a_role_is_given_once() {
    let mut twice = sample();
    twice.inputs.push(Input { role: Some(Role::Effort), ..input("months", InputKind::Number) });
    assert_eq!(
        description(&twice),
        Err(Phrase::fixed("more than one input has the role effort", "plus d'une donnée a le rôle effort"))
    );
}
