//! One score, taken apart, through the shipped components.

use cxplan_engine::core::diag::Diagnostics;
use cxplan_engine::core::explain::{Explanation, Search, explain, is_least_change};
use cxplan_engine::core::method::{Given, Language, Request, Value};
use cxplan_engine::core::report::Readiness;
use cxplan_engine::core::scores::{request, tally};
use cxplan_engine::{Run, Settings, run};

use super::{cxplan, host, root, run_file, run_text, scratch, stderr};

fn explained(run: &Run, id: &str) -> Explanation {
    let (plan, scores) = (run.plan.as_ref().unwrap(), run.scores.as_ref().unwrap());
    let (position, _) = plan.initiatives.entries().find(|(_, found)| found.id == id).unwrap();
    let (mut all, failure) =
        explain(plan, 0, &scores[0], &[position], usize::MAX, |request| run.ask(0, request));
    assert!(failure.is_none(), "{failure:?}");
    all.remove(0).unwrap()
}

fn number(value: Option<&Given>) -> Option<f64> {
    value.and_then(Given::as_number)
}

/// The rank of an initiative when one of its inputs has another value, among what is still to be done.
fn rank_with(run: &Run, id: &str, input: usize, value: f64) -> usize {
    let plan = run.plan.as_ref().unwrap();
    let mut request = request(plan, 0);
    let row = plan.initiatives.iter().position(|found| found.id == id).unwrap();
    request.rows[row][input] = Value::Number(value);
    let outcome = run.ask(0, &request).unwrap();
    let scores: Vec<f64> = outcome.scores.iter().map(|scored| scored.as_ref().unwrap().score).collect();
    let open: Vec<bool> = plan.initiatives.iter().map(|found| found.status.is_scheduled()).collect();
    // Ties stay in the order of the plan.
    scores
        .iter()
        .enumerate()
        .filter(|(other, _)| open[*other])
        .filter(|(other, score)| **score > scores[row] || (**score == scores[row] && *other < row))
        .count()
        + 1
}

#[test]
fn shares_make_up_the_score_and_changes_move_a_rank() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let plan = run.plan.as_ref().unwrap();
    let mut moved = 0;
    for initiative in plan.initiatives.iter() {
        let found = explained(&run, &initiative.id);
        let shares: f64 = found.terms.iter().filter_map(|term| term.share).sum();
        let difference = found.score - found.middle.unwrap();
        assert!((shares - difference).abs() < 1e-6 * found.score.abs().max(1.0), "{}", initiative.id);
        let Some(own) = found.rank else {
            assert!(!initiative.status.is_scheduled() && found.search == Search::NoRank);
            assert!(found.terms.iter().all(|term| term.up.is_none() && term.down.is_none()));
            continue;
        };
        assert_eq!(Some(own), plan_rank(&run, &initiative.id));
        for (input, term) in found.terms.iter().enumerate() {
            let value = number(term.value.as_ref()).unwrap();
            // Where two are tied, the least change is enough.
            let real = |to: f64| !is_least_change(value, to);
            let free = plan.methods[0].method.spec().inputs[input].steps.is_empty();
            let rank = |at: f64| rank_with(&run, &initiative.id, input, at);
            if let Some(up) = number(term.up.as_ref()) {
                assert!(rank(up) < own, "{} {}: {up}", initiative.id, term.input);
                // Not much less would do.
                assert!(!free || !real(up) || rank(value + (up - value) * 0.97) >= own);
                moved += 1;
            }
            if let Some(down) = number(term.down.as_ref()) {
                assert!(rank(down) > own, "{} {}: {down}", initiative.id, term.input);
                assert!(
                    !free || !real(down) || rank(value + (down - value) * 0.97) <= own,
                    "{} {}: {value} to {down}",
                    initiative.id,
                    term.input
                );
                moved += 1;
            }
        }
    }
    assert!(moved > 100, "{moved}");
}

/// The rank that the order of work starts from.
fn plan_rank(run: &Run, id: &str) -> Option<usize> {
    let (plan, timeline) = (run.plan.as_ref().unwrap(), run.timeline.as_ref().unwrap());
    timeline.order.iter().find(|place| plan.initiatives[place.initiative].id == id).map(|place| place.rank)
}

/// Intercom's P2: 2000 × 1 × 0.8 ÷ 4 = 400 beside P1 with 675 and P3 with 800.
#[test]
fn the_change_is_that_of_the_formula() {
    let plan = "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[scoring.rice]\nscale = \"lax\"\n\
        [[initiative]]\nid = \"p1\"\ntitle = \"P1\"\nrice = { reach = 450, impact = 3, confidence = 1, effort = 2 }\n\
        [[initiative]]\nid = \"p2\"\ntitle = \"P2\"\nrice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }\n\
        [[initiative]]\nid = \"p3\"\ntitle = \"P3\"\nrice = { reach = 800, impact = 2, confidence = 0.5, effort = 1 }\n";
    let (_, run) = run_text(plan);
    let found = explained(&run, "p2");
    assert_eq!((found.rank, found.of, found.score), (Some(3), 3, 400.0));
    let term = |input: &str| found.terms.iter().find(|term| term.input == input).unwrap();
    // 675 × 4 ÷ 0.8 customers, or 2000 × 0.8 ÷ 675 months; no confidence is enough.
    let up = |input: &str| number(term(input).up.as_ref());
    let reach = up("reach").unwrap();
    // To three digits of the distance, away from 2000; at 3375 it is a tie, and p1 stands first in the plan.
    assert_eq!(reach, 3380.0);
    assert_eq!(up("effort"), Some(2.37));
    assert_eq!((up("impact"), up("confidence")), (Some(2.0), None));
    assert_eq!(term("reach").down, None);
    // A middle of 800 × 2 × 0.8 ÷ 2.
    assert_eq!(found.middle, Some(640.0));
}

#[test]
fn one_initiative_and_unknown_ones_are_no_trouble() {
    let (_, run) = run_file(&root().join("examples/minimum/plan.toml"));
    let first = run.plan.as_ref().unwrap().initiatives.iter().next().unwrap().id.clone();
    assert!(explained(&run, &first).rank.is_some());
    let unknown =
        cxplan(&root()).args(["score", "-q", "examples/minimum", "--explain", "redesing"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("did you mean"), "{}", stderr(&unknown));
}

/// Kano has counts, a method of several parts and an input that is missing.
#[test]
fn other_methods_are_explained_too() {
    let furniture = root().join("examples/furniture-retailer/plan.toml");
    let project = cxplan_engine::open(&furniture, "plan.toml".into()).unwrap();
    for method in ["kano", "impact-effort"] {
        let settings = Settings { method: Some(method.into()), ..Settings::default() };
        let run = run(&project, host(), &settings);
        let found = explained(&run, "guest-checkout");
        let shares: f64 = found.terms.iter().filter_map(|term| term.share).sum();
        assert!((shares - (found.score - found.middle.unwrap())).abs() < 1e-6, "{method}");
        assert!(found.terms.iter().any(|term| term.up.is_some() || term.down.is_some()), "{method}");
    }
}

/// Pages and JSON tell what the command tells.
#[test]
fn documents_take_scores_apart_too() {
    let (project, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let report = cxplan_engine::report(&project, &run, &run.doubts().0, Language::En).unwrap();
    for initiative in &report.initiatives {
        let (found, score) = (explained(&run, &initiative.id), initiative.scores[0].as_ref().unwrap());
        assert_eq!(score.middle, found.middle);
        assert_eq!(score.terms, found.terms);
        let Some(planned) = &initiative.planned else { continue };
        assert_eq!(score.rank, Some(planned.rank));
        let [low, high] = planned.likely_ranks.unwrap();
        assert!(low <= high && high <= report.summary.planned, "{low} to {high}");
        if let Readiness::Needs { initiatives } = &initiative.readiness {
            assert!(!planned.quick_win && initiatives.iter().all(|id| initiative.needs.contains(id)));
        }
    }
    let folder = scratch("documents-doubt");
    let example = root().join("examples/furniture-retailer");
    let out =
        cxplan(&example).args(["build", "-f", "html", "-f", "markdown", "-o"]).arg(&folder).output().unwrap();
    assert!(out.status.success(), "{}", stderr(&out));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let scored = report.initiatives.len();
    assert_eq!(read("plan.html").matches("What the score stands on</h3>").count(), scored);
    assert_eq!(read("plan.fr.html").matches("Ce qui porte le score</h3>").count(), scored);
    assert!(read("plan.md").contains("rank down at"));
}

/// A class has a share and changes too: it is all that `MoSCoW` goes by.
#[test]
fn words_are_explained_as_numbers_are() {
    let initiative = |id: &str, class: &str| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\nmoscow = {{ class = \"{class}\", effort = 1 }}\n"
        )
    };
    let plan = format!(
        "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{}{}{}{}",
        initiative("first", "must"),
        initiative("second", "should"),
        initiative("third", "should"),
        initiative("fourth", "could")
    );
    let (_, run) = run_text(&plan);
    let word = |word: &str| Some(Given::Word(word.into()));
    let class = |id: &str| {
        let found = explained(&run, id);
        let share = found.terms[0].share.unwrap();
        assert!((share - (found.score - found.middle.unwrap())).abs() < 1e-9, "{id}");
        (share, found.terms[0].value.clone(), found.terms[0].up.clone(), found.terms[0].down.clone())
    };
    let (share, value, up, down) = class("first");
    assert!(share > 0.0, "most are `should`");
    // As a `should` it would still stand first, by the order of the plan.
    assert_eq!((value, up, down), (word("must"), None, word("could")));
    let (share, _, up, down) = class("third");
    // As a `could` it would still stand before the fourth.
    assert_eq!((share, up, down), (0.0, word("must"), word("wont")));
}

/// What stands between the second and the first whole number counts as well, and so do the ends of a scale that is a parameter.
#[test]
fn a_change_that_only_one_step_of_a_scale_makes_is_found() {
    let initiative = |id: &str, impact: u8, effort: u8| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\neffort = \"3d\"\nimpact-effort = {{ impact = {impact}, effort = {effort} }}\n"
        )
    };
    let plan = format!(
        "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{}{}",
        initiative("big-bet", 5, 5),
        initiative("filler", 2, 2)
    );
    let (_, run) = run_text(&plan);
    let found = explained(&run, "filler");
    assert_eq!(found.rank, Some(2));
    assert_eq!(found.terms[0].up, Some(Given::Number(4.0)), "{:?}", found.terms);
}

/// A method that fails on some values: they are as good as refused, and the rest is told.
#[test]
fn what_a_method_fails_on_takes_nothing_else_away() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let (plan, scores) = (run.plan.as_ref().unwrap(), run.scores.as_ref().unwrap());
    let all: Vec<_> = plan.initiatives.entries().map(|(id, _)| id).collect();
    let whole = |fails: bool| {
        explain(plan, 0, &scores[0], &all, usize::MAX, |request| {
            let huge = |row: &Vec<Value>| row[0] == Value::Number(202_000.0);
            if fails && request.rows.iter().any(huge) {
                Err("it broke")
            } else {
                Ok(run.ask(0, request).unwrap())
            }
        })
    };
    let ((sound, none), (found, failure)) = (whole(false), whole(true));
    assert_eq!((none, failure), (None, Some("it broke")));
    // `guest-checkout` would move up at 202,000 customers; four digits will do where three do not.
    let differ: Vec<_> = sound.iter().zip(&found).filter(|(a, b)| a != b).map(|(a, _)| a.clone()).collect();
    assert_eq!(differ.len(), 1);
    assert_eq!(differ[0].as_ref().unwrap().initiative, "guest-checkout");
}

/// One that fails on everything above some value is asked no more, and what it does not tell is said so.
#[test]
fn a_method_that_fails_often_is_left_in_peace() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let (plan, scores) = (run.plan.as_ref().unwrap(), run.scores.as_ref().unwrap());
    let all: Vec<_> = plan.initiatives.entries().map(|(id, _)| id).collect();
    let mut calls = 0;
    let (found, failure) = explain(plan, 0, &scores[0], &all, usize::MAX, |request| {
        calls += 1;
        let far = |row: &Vec<Value>| row[0].as_number().is_some_and(|reach| reach > 1_000_000.0);
        if request.rows.iter().any(far) { Err("it broke") } else { Ok(run.ask(0, request).unwrap()) }
    });
    assert_eq!((failure, calls < 400), (Some("it broke"), true), "{calls} calls");
    for found in found.into_iter().flatten() {
        assert!(matches!(found.search, Search::Failed | Search::NoRank));
        // No share needs more reach than the plan has.
        assert!(found.middle.is_some() && found.terms.iter().all(|term| term.up.is_none()));
    }
}

/// A method that counts with what it has seen so far is asked with all rows each time.
#[test]
fn a_method_that_looks_at_all_rows_is_asked_about_all() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let plan = run.plan.as_ref().unwrap();
    // The part of the greatest reach of all: who gets more takes from everyone else.
    let part = |request: &Request| {
        let reach = |row: &Vec<Value>| row[0].as_number().unwrap();
        let most = request.rows.iter().map(reach).fold(0.0, f64::max);
        let mut outcome = run.ask(0, request).unwrap();
        for (scored, row) in outcome.scores.iter_mut().zip(&request.rows) {
            if let Some(scored) = scored {
                scored.score = reach(row) / most;
            }
        }
        outcome
    };
    let outcome = part(&request(plan, 0));
    let scores = tally(plan, 0, outcome, &mut Diagnostics::default());
    let all: Vec<_> = plan.initiatives.entries().map(|(id, _)| id).collect();
    let (found, _) = explain(plan, 0, &scores, &all, usize::MAX, |request| Ok::<_, ()>(part(request)));
    for found in found.into_iter().flatten().filter(|found| found.rank.is_some()) {
        // As by reach alone: all the other inputs do nothing.
        assert!(
            found.terms[1..]
                .iter()
                .all(|term| term.up.is_none() && term.down.is_none() && term.share == Some(0.0))
        );
        assert_eq!(found.terms[0].up.is_none(), found.rank == Some(1), "{found:?}");
    }
}

/// What takes more rows than a plan of its size should is left out, and what remains is right.
#[test]
fn a_large_plan_tells_shares_and_no_changes() {
    use std::fmt::Write as _;
    let mut plan = "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n".to_owned();
    for n in 1..=600 {
        write!(
            plan,
            "[[initiative]]\nid = \"i{n}\"\ntitle = \"I{n}\"\nrice = {{ reach = {n}0, impact = 1, confidence = 0.8, effort = 2 }}\n"
        )
        .unwrap();
    }
    let (project, run) = run_text(&plan);
    let report = cxplan_engine::report(&project, &run, &run.doubts().0, Language::En).unwrap();
    for initiative in &report.initiatives {
        let score = initiative.scores[0].as_ref().unwrap();
        let shares: f64 = score.terms.iter().filter_map(|term| term.share).sum();
        assert!((shares - (score.value - score.middle.unwrap())).abs() < 1e-6);
        assert!(
            score.search == Some(Search::TooMuch)
                && score.terms.iter().all(|term| term.up.is_none() && term.down.is_none())
        );
        assert_eq!(initiative.planned.as_ref().unwrap().likely_ranks, None);
    }
}
