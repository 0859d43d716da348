//! The kit finds what it promises to find.

use super::{Case, breaches};
use crate::{
    Description, Input, Language, Meaning, Note, Outcome, Part, Problem, Role, Scored, Scorer, Severity,
    Value,
};

/// A description that breaks nothing but what a test breaks in it.
fn sound(language: Language) -> Description {
    Description {
        id: "points",
        title: language.pick("Points", "Points"),
        version: "1.0.0",
        summary: language.pick("Adds up.", "Additionne\u{a0}: tout."),
        formula: "points",
        meaning: Meaning::Benefit,
        inputs: vec![
            Input::integer("points", "Points").help("help").min(0.0).max(10.0).required(),
            Input::share("chance", "Chance").help("help").default(Value::Number(0.5)),
            Input::numbers("range", "Range", ["low", "high"]).help("help"),
        ],
        ..Description::EMPTY
    }
}

macro_rules! scorer {
    ($name:ident, $describe:expr, $score:expr) => {
        struct $name;

        impl Scorer for $name {
            fn describe(language: Language) -> Description {
                let mut description = sound(language);
                let change: fn(Language, &mut Description) = $describe;
                change(language, &mut description);
                description
            }

            fn score(_params: &[Value], rows: &[&[Value]]) -> Outcome {
                let score: fn(&[&[Value]]) -> Outcome = $score;
                score(rows)
            }
        }
    };
}

fn points(rows: &[&[Value]]) -> Outcome {
    Outcome::of_each(rows, |row, _| Some(Scored::new(row[0].number() * row[1].number())))
}

scorer!(Sound, |_, _| (), points);

#[test]
fn a_sound_scorer_passes() {
    assert_eq!(breaches::<Sound>(), Vec::<String>::new());
    let answer =
        Case::<Sound>::new().numbers([("points", 4.0)]).numbers([("points", 6.0), ("chance", 1.0)]).run();
    assert_eq!([answer.score(0), answer.score(1)], [2.0, 6.0]);
    assert_eq!(answer.order(), [1, 0]);
}

#[test]
fn the_kit_refuses_what_the_engine_refuses() {
    let refusals =
        |values: &[(&'static str, super::Given)]| Case::<Sound>::new().row(values.iter().cloned()).refusals();
    assert_eq!(refusals(&[]), ["`points` is required"]);
    assert_eq!(refusals(&[("points", 1.5.into())]), ["`points`: 1.5 is not a whole number"]);
    assert_eq!(refusals(&[("points", 11.0.into())]), ["`points`: 11 is out of range"]);
    assert_eq!(
        refusals(&[("points", 1.0.into()), ("chance", 80.0.into())]),
        ["`chance`: 80 is out of range"]
    );
    assert_eq!(refusals(&[("points", 1.0.into()), ("luck", true.into())]), ["`luck` is not declared"]);
    assert_eq!(refusals(&[("points", 1.0.into()), ("range", [1.0].into())]).len(), 1);
    assert_eq!(refusals(&[("points", f64::NAN.into())]), ["`points`: NaN is out of range"]);
}

macro_rules! breach {
    ($test:ident, $describe:expr, $expected:literal) => {
        #[test]
        fn $test() {
            scorer!(Broken, $describe, points);
            let found = breaches::<Broken>();
            assert!(found.iter().any(|breach| breach.contains($expected)), "{found:?}");
        }
    };
}

breach!(ids_are_kebab_case, |_, of| of.id = "My_Points", "not kebab-case");
breach!(versions_are_three_numbers, |_, of| of.version = "one", "not three numbers");
breach!(keys_are_unique, |_, of| of.inputs[1].key = "points".into(), "same key");
breach!(keys_are_lower_case, |_, of| of.inputs[1].key = "Chance".into(), "neither kebab-case nor snake_case");
breach!(texts_are_there, |_, of| of.inputs[0].help = " ".into(), "a text is empty");
breach!(ranges_are_ordered, |_, of| of.inputs[0].min = Some(11.0), "min is above max");
breach!(defaults_are_in_range, |_, of| of.inputs[1].default = Some(Value::Number(2.0)), "the default is not");
breach!(
    required_inputs_have_no_default,
    |_, of| of.inputs[1].required = true,
    "is required and has a default"
);
breach!(
    roles_are_played_once,
    |_, of| of.inputs.iter_mut().for_each(|input| input.role = Some(Role::Effort)),
    "role"
);
breach!(
    languages_differ_in_texts_alone,
    |language, of| {
        if language == Language::Fr {
            of.parts.push(Part::number("more", "plus", "plus"));
        }
    },
    "more than texts"
);
breach!(
    french_punctuation_sticks_to_its_word,
    |_, of| of.notes.push(Note::new("why", "pourquoi ?")),
    "no-break space"
);

macro_rules! bad_answer {
    ($test:ident, $score:expr, $expected:literal) => {
        #[test]
        #[should_panic(expected = $expected)]
        fn $test() {
            scorer!(Broken, |_, _| (), $score);
            Case::<Broken>::new().numbers([("points", 1.0)]).numbers([("points", 2.0)]).run();
        }
    };
}

bad_answer!(lengths_agree, |_| Outcome::default(), "0 scores for 2 rows");
bad_answer!(
    scores_are_finite,
    |rows| Outcome::of_each(rows, |_, _| Some(Scored::new(f64::NAN))),
    "the score is NaN"
);
bad_answer!(
    parts_are_declared,
    |rows| Outcome::of_each(rows, |_, _| Some(Scored::new(1.0).parts([1.0]))),
    "1 parts"
);
bad_answer!(
    notes_are_declared,
    |rows| Outcome::of_each(rows, |_, _| Some(Scored::new(1.0).note_if(true, 3))),
    "note"
);
bad_answer!(
    classes_are_declared,
    |rows| Outcome::of_each(rows, |_, _| Some(Scored::new(1.0).category(3))),
    "category"
);
bad_answer!(
    no_score_takes_an_error,
    |rows| Outcome::of_each(rows, |_, _| None),
    "a score and an error, or neither"
);
bad_answer!(
    problems_point_somewhere,
    |rows| Outcome::refuse(rows, vec![Problem::param(0, "wrong", "")]),
    "points nowhere"
);
bad_answer!(
    the_order_of_rows_does_not_matter,
    |rows| {
        let mut place = 0.0;
        Outcome::of_each(rows, |_, _| {
            place += 1.0;
            Some(Scored::new(place))
        })
    },
    "order of the rows"
);

#[test]
fn errors_take_the_score_and_warnings_leave_it() {
    scorer!(Picky, |_, _| (), |rows| Outcome::of_each(rows, |row, report| {
        match row[0].number() {
            1.0 => report.error(0, "one", ""),
            2.0 => report.warning(0, "two", "three"),
            _ => (),
        }
        Some(Scored::new(0.0))
    }));
    let answer = Case::<Picky>::new().numbers([("points", 1.0)]).numbers([("points", 2.0)]).run();
    assert_eq!([answer.is_scored(0), answer.is_scored(1)], [false, true]);
    assert_eq!((answer.errors(0), answer.warnings(1)), (vec!["points"], vec!["points"]));
    let problem = answer.problems(1).next().unwrap();
    assert_eq!((problem.severity, problem.help.clone()), (Severity::Warning, Some("three".into())));
    assert_eq!(answer.problems(0).next().unwrap().help, None);
}
