//! One score, taken apart, through the shipped components.

use cxplan_engine::core::explain::{Explanation, explain};
use cxplan_engine::core::method::{Language, Value};
use cxplan_engine::core::scores::request;
use cxplan_engine::{Run, Settings, run};

use super::{cxplan, host, root, run_file, run_text, scratch, stderr};

fn explained(run: &Run, id: &str) -> Explanation {
    let (plan, scores) = (run.plan.as_ref().unwrap(), run.scores.as_ref().unwrap());
    let (position, _) = plan.initiatives.entries().find(|(_, found)| found.id == id).unwrap();
    let mut all =
        explain(plan, 0, &scores[0], &[position], usize::MAX, |request| run.ask(0, request)).unwrap();
    all.remove(0).unwrap()
}

/// The rank of an initiative when one of its inputs has another value.
fn rank_with(run: &Run, id: &str, input: usize, value: f64) -> usize {
    let plan = run.plan.as_ref().unwrap();
    let mut request = request(plan, 0);
    let row = plan.initiatives.iter().position(|found| found.id == id).unwrap();
    request.rows[row][input] = Value::Number(value);
    let outcome = run.ask(0, &request).unwrap();
    let scores: Vec<f64> = outcome.scores.iter().map(|scored| scored.as_ref().unwrap().score).collect();
    // Ties stay in the order of the plan.
    scores
        .iter()
        .enumerate()
        .filter(|(other, score)| **score > scores[row] || (**score == scores[row] && *other < row))
        .count()
        + 1
}

#[test]
fn shares_make_up_the_score_and_changes_move_a_rank() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let plan = run.plan.as_ref().unwrap();
    let mut moved = 0;
    for initiative in &plan.initiatives {
        let found = explained(&run, &initiative.id);
        let shares: f64 = found.terms.iter().filter_map(|term| term.share).sum();
        let difference = found.score - found.middle.unwrap();
        assert!((shares - difference).abs() < 1e-6 * found.score.abs().max(1.0), "{}", initiative.id);
        for (input, term) in found.terms.iter().enumerate() {
            let value = term.value.unwrap();
            // Where two are tied, the least change is enough.
            let real = |to: f64| (to - value).abs() > 1e-6 * value.abs();
            let free = plan.methods[0].method.spec().inputs[input].steps.is_empty();
            let rank = |at: f64| rank_with(&run, &initiative.id, input, at);
            if let Some(up) = term.up {
                assert!(rank(up) < found.rank, "{} {}: {up}", initiative.id, term.input);
                // Not much less would do.
                assert!(!free || !real(up) || rank(value + (up - value) * 0.97) >= found.rank);
                moved += 1;
            }
            if let Some(down) = term.down {
                assert!(rank(down) > found.rank, "{} {}: {down}", initiative.id, term.input);
                assert!(
                    !free || !real(down) || rank(value + (down - value) * 0.97) <= found.rank,
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

/// Intercom's P2: 2000 × 1 × 0.8 ÷ 4 = 400 beside P1 with 675 and P3 with 800.
#[test]
fn the_change_is_that_of_the_formula() {
    let plan = "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[scoring.rice]\nscale = \"lax\"\n\
        [[initiative]]\nid = \"p1\"\ntitle = \"P1\"\nrice = { reach = 450, impact = 3, confidence = 1, effort = 2 }\n\
        [[initiative]]\nid = \"p2\"\ntitle = \"P2\"\nrice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }\n\
        [[initiative]]\nid = \"p3\"\ntitle = \"P3\"\nrice = { reach = 800, impact = 2, confidence = 0.5, effort = 1 }\n";
    let (_, run) = run_text(plan);
    let found = explained(&run, "p2");
    assert_eq!((found.rank, found.of, found.score), (3, 3, 400.0));
    let term = |input: &str| found.terms.iter().find(|term| term.input == input).unwrap();
    // 675 × 4 ÷ 0.8 customers, or 2000 × 0.8 ÷ 675 months; no confidence is enough.
    let reach = term("reach").up.unwrap();
    assert!((3375.0..3376.0).contains(&reach), "{reach}");
    let effort = term("effort").up.unwrap();
    assert!((2.368..=2.370_4).contains(&effort), "{effort}");
    assert_eq!((term("impact").up, term("confidence").up, term("reach").down), (Some(2.0), None, None));
    // A middle of 800 × 2 × 0.8 ÷ 2.
    assert_eq!(found.middle, Some(640.0));
}

#[test]
fn one_initiative_and_unknown_ones_are_no_trouble() {
    let (_, run) = run_file(&root().join("examples/minimum/plan.toml"));
    let first = run.plan.as_ref().unwrap().initiatives.iter().next().unwrap().id.clone();
    assert!(explained(&run, &first).rank >= 1);
    let unknown =
        cxplan(&root()).args(["score", "-q", "examples/minimum", "--explain", "redesing"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(1));
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
    let report = cxplan_engine::report(&project, &run, &run.doubts().unwrap(), Language::En).unwrap();
    for initiative in &report.initiatives {
        let (found, score) = (explained(&run, &initiative.id), initiative.scores[0].as_ref().unwrap());
        assert_eq!(score.middle, found.middle);
        assert_eq!(score.terms.len(), found.terms.len());
        for (shown, term) in score.terms.iter().zip(&found.terms) {
            assert_eq!((shown.share, shown.up, shown.down), (term.share, term.up, term.down));
        }
        let Some(planned) = &initiative.planned else { continue };
        let [low, high] = planned.likely_ranks.unwrap();
        assert!(low <= high && high <= report.summary.planned, "{low} to {high}");
        assert!(planned.open_needs.iter().all(|id| initiative.needs.contains(id)));
        assert!(!planned.quick_win || planned.open_needs.is_empty());
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
    let report = cxplan_engine::report(&project, &run, &run.doubts().unwrap(), Language::En).unwrap();
    for initiative in &report.initiatives {
        let score = initiative.scores[0].as_ref().unwrap();
        let shares: f64 = score.terms.iter().filter_map(|term| term.share).sum();
        assert!((shares - (score.value - score.middle.unwrap())).abs() < 1e-6);
        assert!(score.terms.iter().all(|term| term.up.is_none() && term.down.is_none()));
        assert_eq!(initiative.planned.as_ref().unwrap().likely_ranks, None);
    }
}
