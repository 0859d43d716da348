//! Published examples, traps and edge cases.

mod golden;
mod means;

use cxplan_sdk::Language;
use cxplan_sdk::testing::{Answer, Case, assert_contract};

use crate::Kano;
use crate::questionnaire::{Answer as Reply, Class, SLOTS, Table, pairs};

/// Counts m, o, a, i, r, q by their keys.
fn survey(counts: [f64; 6]) -> [(&'static str, f64); 6] {
    let mut keys = ["m", "o", "a", "i", "r", "q"].into_iter();
    counts.map(|count| (keys.next().unwrap_or_default(), count))
}

fn one(counts: [f64; 6]) -> Case<Kano> {
    Case::new().numbers(survey(counts))
}

#[track_caller]
fn assert_near(found: f64, expected: f64, within: f64, what: &str) {
    assert!((found - expected).abs() <= within, "{what}: {found} for {expected}");
}

/// Figures as published, with their decimals: Better, Worse, total and class strength, difference, threshold.
#[track_caller]
fn assert_figures(answer: &Answer, [better, worse, total, class, difference, threshold]: [f64; 6]) {
    for (part, expected, within) in [
        ("better", better, 5.1e-4),
        ("worse", worse, 5.1e-4),
        ("total-strength", total, 5.1e-3),
        ("category-strength", class, 5.1e-3),
        ("fong-difference", difference, 0.0),
        ("fong-threshold", threshold, 0.051),
    ] {
        assert_near(answer.part(0, part), expected, within, part);
    }
}

#[test]
fn the_declaration_keeps_the_contract() {
    assert_contract::<Kano>();
}

/// Five services surveyed with 296 customers, as published with the R package stp25kano.
#[test]
fn five_services() {
    let service_app = one([95.0, 123.0, 45.0, 33.0, 0.0, 0.0]).run();
    assert_eq!(service_app.category(0), Some("performance"));
    assert_figures(&service_app, [0.568, -0.7365, 0.89, 0.09, 28.0, 19.4]);
    assert!(service_app.notes(0).is_empty());

    let excellent_service = one([101.0, 54.0, 54.0, 81.0, 3.0, 3.0]).run();
    assert_eq!(excellent_service.category(0), Some("must-be"));
    assert_figures(&excellent_service, [0.372, -0.5345, 0.71, 0.07, 20.0, 18.5]);

    let hotline = one([15.0, 24.0, 121.0, 124.0, 6.0, 6.0]);
    assert_eq!(hotline.run().category(0), Some("indifferent"));
    assert_eq!(hotline.run().notes(0), ["mixed-attractive"]);
    let hotline = hotline.param("near_tie", 0.05).run();
    assert_eq!(hotline.category(0), Some("attractive"));
    assert_eq!(hotline.notes(0), ["tie", "mixed-indifferent"]);
    assert_figures(&hotline, [0.511, -0.137, 0.54, 0.01, 3.0, 19.8]);

    let loan_machine = one([65.0, 87.0, 93.0, 51.0, 0.0, 0.0]);
    assert_eq!(loan_machine.run().category(0), Some("attractive"));
    let loan_machine = loan_machine.param("near_tie", 0.05).run();
    assert_eq!(loan_machine.category(0), Some("performance"));
    assert_figures(&loan_machine, [0.608, -0.514, 0.83, 0.02, 6.0, 18.5]);

    let ready_to_use = one([9.0, 18.0, 83.0, 177.0, 6.0, 3.0]).run();
    assert_eq!(ready_to_use.category(0), Some("indifferent"));
    assert_figures(&ready_to_use, [0.352, -0.094, 0.37, 0.32, 94.0, 19.9]);
}

/// Published in percent, here as tenths of a percent. The page divides by everybody and prints .82 and -.36.
#[test]
fn reverse_and_questionable_answers_are_not_in_the_denominator() {
    let cable_reel = one([74.0, 282.0, 539.0, 84.0, 3.0, 18.0]).run();
    assert_eq!(cable_reel.category(0), Some("attractive"));
    assert_near(cable_reel.part(0, "better"), 0.839, 5.1e-4, "better");
    assert_near(cable_reel.part(0, "worse"), -0.364, 5.1e-4, "worse");
}

/// Two peaks 4.8 % apart: the rule for near ties keeps the class that obliges most.
#[test]
fn two_peaks() {
    let blog = one([382.0, 82.0, 334.0, 183.0, 11.0, 8.0]);
    assert_eq!(blog.run().category(0), Some("must-be"));
    let blog = blog.param("near_tie", 0.05).run();
    assert_eq!(blog.category(0), Some("must-be"));
    assert_near(blog.part(0, "category-strength"), 0.048, 1e-9, "class strength");
    let others =
        one([527.0, 226.0, 83.0, 124.0, 25.0, 15.0]).numbers(survey([223.0, 446.0, 136.0, 178.0, 5.0, 12.0]));
    assert_eq!([0, 1].map(|row| others.run().category(row)), [Some("must-be"), Some("performance")]);
}

#[test]
fn small_samples() {
    let few = one([9.0, 10.0, 1.0, 2.0, 3.0, 0.0]).numbers(survey([9.0, 5.0, 4.0, 2.0, 4.0, 1.0]));
    let answer = few.run();
    assert_eq!((answer.category(0), answer.score(0)), (None, 0.0));
    assert_eq!(answer.notes(0), ["too-few"]);

    let answer = few.clone().param("min_respondents", 25.0).run();
    assert_eq!([0, 1].map(|row| answer.category(row)), [Some("performance"), Some("must-be")]);
    assert_eq!(answer.notes(0), ["small-sample", "mixed-must-be"]);
    assert_eq!(answer.notes(1), ["small-sample", "mixed-performance"]);
    assert_near(answer.part(0, "better"), 0.5, 5.1e-4, "better");
    assert_near(answer.part(0, "worse"), -0.864, 5.1e-4, "worse");
    assert_near(answer.part(1, "better"), 0.45, 5.1e-4, "better");
    assert_near(answer.part(1, "worse"), -0.7, 5.1e-4, "worse");

    let near = few.param("min_respondents", 25.0).param("near_tie", 0.05).run();
    assert_eq!(near.category(0), Some("must-be"));
}

#[test]
fn better_and_worse_by_hand() {
    let answer = one([40.0, 30.0, 20.0, 10.0, 0.0, 0.0]).run();
    assert_near(answer.part(0, "better"), 0.5, 1e-12, "better");
    assert_near(answer.part(0, "worse"), -0.7, 1e-12, "worse");
}

#[test]
fn exact_ties_go_to_the_class_that_obliges_most() {
    let answer = one([30.0, 30.0, 30.0, 30.0, 30.0, 30.0]).run();
    assert_eq!(answer.category(0), Some("must-be"));
    assert_eq!(one([0.0, 0.0, 0.0, 0.0, 30.0, 30.0]).run().category(0), Some("reverse"));
}

#[test]
fn without_any_need_better_and_worse_are_undefined_and_said_to_be() {
    let answer = one([0.0, 0.0, 0.0, 0.0, 250.0, 5.0]).run();
    assert_eq!(answer.category(0), Some("reverse"));
    assert_eq!(answer.notes(0), ["reversed", "do-not-build", "undefined"]);
    assert_eq!([answer.part(0, "better"), answer.part(0, "worse")], [0.0, 0.0]);
    let nonsense = one([0.0, 0.0, 0.0, 0.0, 0.0, 250.0]).run();
    assert_eq!(nonsense.category(0), Some("questionable"));
    assert_eq!(nonsense.notes(0), ["survey-again", "undefined"]);
}

#[test]
fn counts_must_make_sense() {
    assert_eq!(one([0.0; 6]).run().errors(0), ["m"]);
    assert_eq!(one([-1.0, 1.5, 0.0, 0.0, 0.0, 0.0]).refusals().len(), 2);
    let answer = Case::<Kano>::new().numbers([("m", 40.0), ("a", 20.0)]).run();
    assert_eq!(answer.errors(0), ["o"]);
    let message = |counts: &[(&'static str, f64)], language| {
        let answer = Case::<Kano>::new().numbers(counts.iter().copied()).run();
        answer.problems(0).map(|problem| problem.message.get(language).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(message(&[], Language::En), ["the counts `m`, `o`, `a`, `i` are missing"]);
    assert_eq!(message(&[("m", 1.0), ("a", 2.0), ("i", 3.0)], Language::Fr), ["le compte `o` manque"]);
}

/// The table of Berger et al. 1993, spelled out: rows functional, columns dysfunctional. Copies of it in the wild have
/// "questionable" for expect/like, or the answers "like" and "expect" swapped.
#[test]
fn evaluation_table() {
    let letters = |table: Table| -> String {
        pairs().map(|(with, without)| letter(table.class(with, without))).collect()
    };
    assert_eq!(letters(Table::Standard), ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"].concat());
    assert_eq!(letters(Table::Pouliot), ["QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"].concat());
}

/// 31 respondents on each pair: 62 of the indifferent ones contradict themselves in Pouliot's table.
#[test]
fn pouliots_table_is_for_answers() {
    let answers = Case::<Kano>::new().row([("answers", [31.0; 25].into())]).param("table", "pouliot");
    let counts = one([93.0, 31.0, 93.0, 217.0, 217.0, 124.0]);
    assert_eq!(answers.run().part(0, "better"), counts.run().part(0, "better"));
    assert_eq!(answers.run().score(0), counts.run().score(0));
    // Counts were made with a table of their own, and stay as they are.
    assert_eq!(counts.run().score(0), counts.param("table", "pouliot").run().score(0));
}

fn letter(class: Class) -> char {
    match class {
        Class::MustBe => 'M',
        Class::Performance => 'O',
        Class::Attractive => 'A',
        Class::Indifferent => 'I',
        Class::Reverse => 'R',
        Class::Questionable => 'Q',
    }
}

#[test]
fn slots_are_named_after_their_answers() {
    let word = |reply| match reply {
        Reply::Like => "like",
        Reply::Expect => "expect",
        Reply::Neutral => "neutral",
        Reply::LiveWith => "live-with",
        Reply::Dislike => "dislike",
    };
    let names: Vec<_> = pairs().map(|(with, without)| format!("{}/{}", word(with), word(without))).collect();
    assert_eq!(names, SLOTS);
}

/// 31 respondents on each pair: one pair for performance, three each for must-be and attractive, and so on.
#[test]
fn answers_take_the_place_of_counts() {
    let from_answers = Case::<Kano>::new().row([("answers", [31.0; 25].into())]).run();
    let from_counts = one([93.0, 31.0, 93.0, 279.0, 217.0, 62.0]).run();
    assert_eq!(from_answers.score(0), from_counts.score(0));
    assert_eq!(from_answers.part(0, "respondents"), 775.0);

    let agreeing = Case::<Kano>::new().row([("answers", [31.0; 25].into()), ("m", 93.0.into())]).run();
    assert!(agreeing.is_scored(0));
    let contradicting = Case::<Kano>::new().row([("answers", [31.0; 25].into()), ("r", 0.0.into())]).run();
    assert_eq!(contradicting.errors(0), ["r"]);
    let told = contradicting.problems(0).next().unwrap();
    assert!(told.message.get(Language::En).starts_with("`r` is 0, and `answers` make it "), "{told:?}");
    let halves = Case::<Kano>::new().row([("answers", [0.5; 25].into())]).run();
    assert_eq!(halves.errors(0), ["answers"]);
    let nobody = Case::<Kano>::new().row([("answers", [0.0; 25].into())]).run();
    assert_eq!(nobody.errors(0), ["answers"]);
}

#[test]
fn other_orders() {
    let (must_be, attractive) = ([120.0, 60.0, 20.0, 40.0, 0.0, 0.0], [10.0, 40.0, 120.0, 70.0, 0.0, 0.0]);
    let case = |order: &str| {
        Case::<Kano>::new()
            .param("order", order)
            .numbers(survey(must_be).into_iter().chain([("effort", 4.0)]))
            .numbers(survey(attractive).into_iter().chain([("effort", 0.5)]))
            .numbers(survey([0.0, 0.0, 10.0, 20.0, 210.0, 0.0]).into_iter().chain([("effort", 0.1)]))
    };
    assert_eq!(case("category").run().order(), [0, 1, 2]);
    let coefficient = case("coefficient").run();
    assert_near(coefficient.score(0), 0.75, 1e-12, "coefficient");
    assert_near(coefficient.score(1), 160.0 / 240.0, 1e-12, "coefficient");
    let value_effort = case("value-effort").run();
    assert_eq!(value_effort.order(), [1, 0, 2], "what customers reject stays last, however cheap");
    assert_near(value_effort.score(0), (80.0 / 240.0 + 0.75) / 4.0, 1e-12, "value for effort");
    let unknown = one(must_be).param("order", "value-effort").run();
    assert_eq!(unknown.errors(0), ["effort"]);
}

/// The value counts for what is left: inside the class, and in the other two orders as a whole.
#[test]
fn what_is_fulfilled_counts_less() {
    let must_be = [120.0, 60.0, 20.0, 40.0, 0.0, 0.0];
    let with = |order: &str, fulfilled: f64| {
        let keys = survey(must_be).into_iter().chain([("effort", 2.0), ("fulfilled", fulfilled)]);
        Case::<Kano>::new().numbers(keys).param("order", order).run()
    };
    assert_eq!([with("category", 0.0).score(0), with("category", 0.5).score(0)], [6.75, 6.375]);
    assert_eq!([with("coefficient", 0.0).score(0), with("coefficient", 0.2).score(0)], [0.75, 0.8 * 0.75]);
    let value = 80.0 / 240.0 + 0.75;
    assert_near(with("value-effort", 0.5).score(0), 0.5 * value / 2.0, 1e-12, "value for effort");

    let done = with("category", 1.0);
    assert_eq!((done.category(0), done.notes(0)), (Some("must-be"), vec!["nothing-left"]));
    assert_eq!([done.score(0), with("coefficient", 1.0).score(0)], [3.0, 0.0]);
    let indifferent = one([10.0, 10.0, 10.0, 210.0, 0.0, 0.0]).run();
    let reverse = one([0.0, 0.0, 10.0, 20.0, 210.0, 0.0]).run();
    assert!(indifferent.score(0) > done.score(0) && done.score(0) > reverse.score(0));
    assert_eq!(one([0.0; 6].map(|_| 40.0)).numbers([("fulfilled", 1.5)]).refusals().len(), 1);
}

/// So few, that even leads of 1 and 4 respondents may be chance.
#[test]
fn fongs_test_of_25_respondents() {
    let answer = one([9.0, 10.0, 1.0, 2.0, 3.0, 0.0]).numbers(survey([9.0, 5.0, 4.0, 2.0, 4.0, 1.0])).run();
    for row in [0, 1] {
        assert!(answer.part(row, "fong-difference") < answer.part(row, "fong-threshold"), "row {row}");
    }
}

#[test]
fn significance_can_be_left_out() {
    let answer = one([92.0, 88.0, 19.0, 33.0, 5.0, 3.0]).param("significance", "none").run();
    assert!(answer.notes(0).is_empty());
}
