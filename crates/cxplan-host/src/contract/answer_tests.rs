use cxplan_core::method::{Category, Input, InputKind, Meaning, Note, Part};
use cxplan_core::phrase::Phrase;

use super::*;

fn description() -> Description {
    let input = |key: &str| Input {
        key: key.into(),
        label: "Label".into(),
        help: String::new(),
        unit: None,
        kind: InputKind::Number,
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
        inputs: vec![input("one"), input("two")],
        params: vec![input("weight")],
        parts: vec![Part {
            key: "benefit".into(),
            label: "Benefit".into(),
            help: String::new(),
            unit: None,
            share: false,
        }],
        categories: vec![Category { key: "must-be".into(), label: "Must-be".into(), help: String::new() }],
        notes: vec![Note { key: "few".into(), label: "Few answers".into() }],
    }
}

fn two_rows() -> Request {
    Request { params: Vec::new(), rows: vec![Vec::new(); 2] }
}

fn scored() -> Scored {
    Scored { score: 2.0, category: Some(0), parts: vec![1.0], notes: vec![0] }
}

fn sample() -> Outcome {
    Outcome {
        scores: vec![Some(scored()), None],
        problems: vec![
            problem(true, Some(1), Some(1)),
            // A warning leaves the row its score.
            problem(false, Some(0), None),
            problem(false, None, Some(0)),
        ],
    }
}

fn problem(error: bool, row: Option<u32>, input: Option<u32>) -> Problem {
    Problem { error, row, input, message: Phrase::same("too small"), help: Some(Phrase::same("write more")) }
}

fn verdict(changed: &Outcome) -> Verdict {
    outcome(changed, &description(), &two_rows())
}

#[test]
fn a_sound_answer_passes() {
    assert_eq!(verdict(&sample()), Ok(()));
}

#[test]
fn an_error_in_the_parameters_excuses_every_row() {
    let nothing = Outcome { scores: vec![None, None], problems: vec![problem(true, None, None)] };
    assert_eq!(verdict(&nothing), Ok(()));
}

#[test]
fn every_breach_is_named() {
    type Change = fn(&mut Outcome);
    fn first(outcome: &mut Outcome) -> &mut Scored {
        outcome.scores[0].as_mut().unwrap()
    }
    let changes: &[(Change, &str)] = &[
        (|o| drop(o.scores.pop()), "it has 1 scores for 2 rows"),
        (|o| first(o).score = f64::NAN, "the score of row 0 is NaN"),
        (|o| first(o).score = f64::NEG_INFINITY, "the score of row 0 is -inf"),
        (|o| first(o).parts[0] = f64::INFINITY, "part `benefit` of row 0 is inf"),
        (|o| first(o).parts.clear(), "row 0 has 0 parts, and the description declares 1"),
        (|o| first(o).category = Some(1), "the category of row 0 is at position 1 in a list of 1"),
        (|o| first(o).notes = vec![u32::MAX], "a note of row 0 is at position 4294967295"),
        (|o| first(o).notes = vec![0, 0], "row 0 has note 0 twice"),
        (|o| o.scores[1] = Some(scored()), "row 1 has both a score and an error"),
        (|o| o.problems[0].error = false, "row 1 has neither a score nor an error"),
        (|o| o.problems[0].row = Some(2), "the row of a problem is at position 2 in a list of 2"),
        (|o| o.problems[0].input = Some(2), "the input of a problem is at position 2 in a list of 2"),
        (|o| o.problems[2].input = Some(1), "the input of a problem is at position 1 in a list of 1"),
        (|o| o.problems[0].message = Phrase::empty(), "the message of a problem is empty"),
        (
            |o| o.problems[0].message = Phrase::same("x".repeat(1001)),
            "the message of a problem is longer than 1000 characters",
        ),
        (
            |o| o.problems[0].help = Some(Phrase::same("a\u{7}")),
            "the help of a problem contains the control character U+0007",
        ),
        (
            |o| o.problems = vec![o.problems[1].clone(); 10],
            "the list of problems has 10 entries, more than 9",
        ),
    ];
    for (change, words) in changes {
        let mut changed = sample();
        change(&mut changed);
        let what = verdict(&changed).expect_err(words);
        assert!(what.en().contains(words), "{what:?}, not {words}");
    }
}
