//! The example of a furniture retailer against values that were computed independently of this program.
//!
//! `tests/golden/furniture-retailer.json` was made by a script of its own from the figures of the plan.

use std::collections::BTreeMap;
use std::fs;

use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::Plan;
use cxplan_engine::core::report::Report;
use cxplan_engine::core::scores::{Score, Scores};
use serde_json::Value;

use super::{root, run_file};

struct Example {
    plan: Plan,
    scores: Vec<Scores>,
    report: Report,
    golden: Value,
}

fn example() -> Example {
    let (project, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let report = cxplan_engine::report(&project, &run, &run.doubts().0, Language::En)
        .unwrap_or_else(|| panic!("{:#?}", run.diagnostics));
    let golden = fs::read_to_string(root().join("tests/golden/furniture-retailer.json")).unwrap();
    let golden = serde_json::from_str(&golden).unwrap();
    Example { plan: run.plan.unwrap(), scores: run.scores.unwrap(), report, golden }
}

impl Example {
    fn scores_of(&self, method: &str) -> BTreeMap<&str, &Score> {
        let position = self.plan.methods.iter().position(|scoring| scoring.method.id() == method).unwrap();
        let initiatives = self.plan.initiatives.iter().zip(&self.scores[position].by_initiative);
        initiatives
            .filter_map(|(initiative, score)| Some((initiative.id.as_str(), score.as_ref()?)))
            .collect()
    }

    fn ranking(&self, method: &str) -> Vec<&str> {
        let scores = self.scores_of(method);
        let mut ranking: Vec<&str> = self.plan.initiatives.iter().map(|found| found.id.as_str()).collect();
        ranking.retain(|id| scores.contains_key(id));
        ranking.sort_by(|a, b| scores[b].scored.score.total_cmp(&scores[a].scored.score));
        ranking
    }

    fn list(&self, key: &str) -> Vec<&str> {
        self.golden[key].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect()
    }
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance
}

#[test]
fn scores_of_rice_and_wsjf_are_met() {
    let example = example();
    for method in ["rice", "wsjf"] {
        let scores = example.scores_of(method);
        let golden = example.golden[method].as_object().unwrap();
        assert_eq!(scores.len(), golden.len());
        for (id, expected) in golden {
            let found = scores[id.as_str()].scored.score;
            assert!(
                close(found, expected.as_f64().unwrap(), 0.0001),
                "{method} of {id}: {found}, not {expected}"
            );
        }
    }
    assert_eq!(example.ranking("rice"), example.list("rice_order"));
}

#[test]
fn kano_is_met() {
    let example = example();
    let position = example.plan.methods.iter().position(|scoring| scoring.method.id() == "kano").unwrap();
    let description = example.plan.methods[position].method.spec();
    let scores = example.scores_of("kano");
    let letters = BTreeMap::from([
        ("must-be", "M"),
        ("performance", "O"),
        ("attractive", "A"),
        ("indifferent", "I"),
        ("reverse", "R"),
        ("questionable", "Q"),
    ]);
    for (id, expected) in example.golden["kano"].as_object().unwrap() {
        let scored = &scores[id.as_str()].scored;
        let category = &description.categories[scored.category.unwrap() as usize].key;
        assert_eq!(letters[category.as_str()], expected["category"], "{id}");
        for (key, golden) in [
            ("better", "better"),
            ("worse", "worse"),
            ("total-strength", "total_strength"),
            ("category-strength", "category_strength"),
            ("fong-difference", "fong_diff"),
            ("fong-threshold", "fong_threshold"),
        ] {
            let column = description.parts.iter().position(|part| part.key == key);
            let found = scored.parts[column.unwrap_or_else(|| panic!("no part {key}"))];
            assert!(close(found, expected[golden].as_f64().unwrap(), 0.00006), "{key} of {id}: {found}");
        }
    }
    assert_eq!(example.ranking("kano"), example.list("kano_order"));
}

#[test]
fn impact_against_effort_is_met() {
    let example = example();
    let position =
        example.plan.methods.iter().position(|scoring| scoring.method.id() == "impact-effort").unwrap();
    let description = example.plan.methods[position].method.spec();
    let scores = example.scores_of("impact-effort");
    for (id, expected) in example.golden["quadrant"].as_object().unwrap() {
        let category = scores[id.as_str()].scored.category.unwrap();
        assert_eq!(description.categories[category as usize].key, expected.as_str().unwrap(), "{id}");
    }
}

#[test]
fn the_order_of_work_is_met() {
    let example = example();
    let order: Vec<&str> =
        example.report.initiatives.iter().filter(|i| i.planned.is_some()).map(|i| i.id.as_str()).collect();
    assert_eq!(order, example.list("order_best_bundle"));
}

#[test]
fn load_and_cost_are_met() {
    let Example { report, golden, .. } = example();
    assert!(close(
        report.summary.effort_person_months,
        golden["effort_total_active"].as_f64().unwrap(),
        1e-9
    ));
    for team in &report.teams {
        let expected = golden["team_load"][&team.id].as_f64().unwrap();
        assert!(close(team.effort_person_months, expected, 1e-9), "{}", team.id);
    }
    assert!(close(report.summary.people_cost.unwrap(), golden["people_cost"].as_f64().unwrap(), 0.01));
    assert!(close(report.summary.tool_cost.unwrap(), golden["tool_cost"].as_f64().unwrap(), 0.01));
}

#[test]
fn the_example_is_honest_about_its_targets() {
    let Example { report, .. } = example();
    let reached: Vec<&str> = report
        .metrics
        .iter()
        .filter(|metric| metric.targets.last().is_some_and(|target| target.reached == Some(true)))
        .map(|metric| metric.id.as_str())
        .collect();
    assert_eq!(reached, ["conv-mobile"], "of eight targets, the plan is expected to reach one");
}
