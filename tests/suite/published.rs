//! Published examples, through the shipped components: the plugins' own tests run them natively, these the way users do.

use std::fs;

use cxplan_engine::core::method::{Language, Origin, Outcome, Request, Value};
use cxplan_engine::core::report::PlaceReason;
use cxplan_engine::host::Plugin;

use super::{host, root, run_file, scratch};

fn plugin(id: &str) -> Plugin {
    let (_, bytes) = cxplan_engine::builtin_methods().iter().find(|(name, _)| *name == id).unwrap();
    host().load(bytes, Origin::Builtin).unwrap()
}

/// Scores rows that give some inputs by key; the rest takes the declared default.
fn score(plugin: &Plugin, params: &[(&str, Value)], rows: &[&[(&str, f64)]]) -> Outcome {
    let description = plugin.method.spec();
    let params = description
        .params
        .iter()
        .map(|param| {
            let given = params.iter().find(|(key, _)| *key == param.key).map(|(_, value)| value.clone());
            given.or_else(|| param.default.clone()).unwrap_or(Value::Missing)
        })
        .collect();
    let rows = rows
        .iter()
        .map(|row| {
            for (key, _) in *row {
                assert!(description.inputs.iter().any(|input| input.key == *key), "no input {key}");
            }
            let value =
                |key: &str| row.iter().find(|(name, _)| *name == key).map(|(_, value)| Value::Number(*value));
            let inputs = description.inputs.iter();
            inputs
                .map(|input| value(&input.key).or_else(|| input.default.clone()).unwrap_or(Value::Missing))
                .collect()
        })
        .collect();
    plugin.score(&Request { params, rows }).unwrap()
}

/// Scores of rows that give the same inputs.
fn scores<const N: usize>(
    id: &str,
    params: &[(&str, Value)],
    keys: [&str; N],
    rows: &[[f64; N]],
) -> Vec<f64> {
    let rows: Vec<Vec<(&str, f64)>> = rows.iter().map(|row| keys.into_iter().zip(*row).collect()).collect();
    let rows: Vec<&[(&str, f64)]> = rows.iter().map(Vec::as_slice).collect();
    let outcome = score(&plugin(id), params, &rows);
    outcome.scores.into_iter().map(|scored| scored.expect("a score").score).collect()
}

fn rice(rows: &[[f64; 4]], lax: bool) -> Vec<f64> {
    let params = if lax { vec![("scale", Value::Choice(1))] } else { Vec::new() };
    scores("rice", &params, ["reach", "impact", "confidence", "effort"], rows)
}

#[test]
fn rice_of_intercom_and_after() {
    // 1: McBride, Intercom 2018: three projects.
    assert_eq!(
        rice(&[[450.0, 3.0, 1.0, 2.0], [2000.0, 1.0, 0.8, 4.0], [800.0, 2.0, 0.5, 1.0]], false),
        [675.0, 400.0, 800.0]
    );
    // 2: a worked list after Intercom.
    let list =
        [[500.0, 3.0, 0.5, 1.0], [500.0, 2.0, 0.5, 1.0], [500.0, 2.0, 0.8, 1.0], [100.0, 3.0, 0.8, 1.0]];
    for (found, expected) in rice(&list, false).iter().zip([750.0, 500.0, 800.0, 240.0]) {
        assert!((found - expected).abs() < 1e-9);
    }
    // 3: a time tracker's feature.
    assert_eq!(rice(&[[2000.0, 2.0, 0.8, 4.0]], false), [800.0]);
    // 4: a roadmap with confidences off Intercom's scale, which strict refuses and lax takes.
    let roadmap = [
        [8000.0, 3.0, 0.7, 8.0],
        [6000.0, 1.0, 0.9, 2.0],
        [4000.0, 2.0, 0.6, 6.0],
        [10000.0, 3.0, 0.5, 20.0],
        [5000.0, 2.0, 0.4, 12.0],
    ];
    for (found, expected) in rice(&roadmap, true).iter().zip([2100.0, 2700.0, 800.0, 750.0, 1000.0 / 3.0]) {
        assert!((found - expected).abs() < 1e-9, "{found}");
    }
}

#[test]
fn rice_refuses_what_is_off_its_scale() {
    let row: &[(&str, f64)] = &[("reach", 8000.0), ("impact", 3.0), ("confidence", 0.7), ("effort", 8.0)];
    let outcome = score(&plugin("rice"), &[], &[row]);
    assert!(outcome.scores[0].is_none() && outcome.problems.iter().any(|problem| problem.error));
}

/// Category, Better, Worse, Fong's difference.
fn kano(counts: [f64; 6], near_tie: f64) -> (String, f64, f64, f64) {
    let plugin = plugin("kano");
    let row: Vec<(&str, f64)> = ["m", "o", "a", "i", "r", "q"].into_iter().zip(counts).collect();
    let params = [("near_tie", Value::Number(near_tie)), ("min_respondents", Value::Number(1.0))];
    let outcome = score(&plugin, &params, &[&row]);
    let scored = outcome.scores[0].clone().unwrap_or_else(|| panic!("{:?}", outcome.problems));
    let description = plugin.method.spec();
    let part = |key: &str| scored.parts[description.parts.iter().position(|part| part.key == key).unwrap()];
    let category = description.categories[scored.category.unwrap() as usize].key.clone();
    (category, part("better"), part("worse"), part("fong-difference"))
}

#[test]
fn kano_of_published_surveys() {
    // 5 to 9: the five services of the package stp25kano, n = 296; M O A I R Q. 13: a test of a Go library.
    let cases = [
        ([95.0, 123.0, 45.0, 33.0, 0.0, 0.0], 0.0, "performance", 0.568, -0.7365, 28.0),
        ([101.0, 54.0, 54.0, 81.0, 3.0, 3.0], 0.0, "must-be", 0.372, -0.5345, 20.0),
        ([15.0, 24.0, 121.0, 124.0, 6.0, 6.0], 0.0, "indifferent", 0.511, -0.137, 3.0),
        ([15.0, 24.0, 121.0, 124.0, 6.0, 6.0], 0.05, "attractive", 0.511, -0.137, 3.0),
        ([65.0, 87.0, 93.0, 51.0, 0.0, 0.0], 0.0, "attractive", 0.608, -0.514, 6.0),
        ([65.0, 87.0, 93.0, 51.0, 0.0, 0.0], 0.05, "performance", 0.608, -0.514, 6.0),
        ([9.0, 18.0, 83.0, 177.0, 6.0, 3.0], 0.0, "indifferent", 0.352, -0.094, 94.0),
        ([40.0, 30.0, 20.0, 10.0, 0.0, 0.0], 0.0, "must-be", 0.5, -0.7, 10.0),
    ];
    for (counts, near_tie, category, better, worse, difference) in cases {
        let found = kano(counts, near_tie);
        assert_eq!(found.0, category, "{counts:?}");
        assert!(
            (found.1 - better).abs() < 0.00055 && (found.2 - worse).abs() < 0.00055,
            "{counts:?}: {found:?}"
        );
        assert_eq!(found.3, difference, "{counts:?}");
    }
}

#[test]
fn kano_leaves_reverse_and_questionable_answers_out_of_the_coefficients() {
    // 10: a page divides by all answers and prints .82 / -.36; of 1,000 answers, 979 count.
    let (category, better, worse, _) = kano([74.0, 282.0, 539.0, 84.0, 3.0, 18.0], 0.0);
    assert_eq!(category, "attractive");
    assert!((better - 0.839).abs() < 0.0005 && (worse + 0.364).abs() < 0.0005, "{better} {worse}");
    // 11: two peaks stay must-be under the near-tie rule, because must-be goes before attractive.
    assert_eq!(kano([382.0, 82.0, 334.0, 183.0, 11.0, 8.0], 0.05).0, "must-be");
    assert_eq!(kano([223.0, 446.0, 136.0, 178.0, 5.0, 12.0], 0.0).0, "performance");
    assert_eq!(kano([527.0, 226.0, 83.0, 124.0, 25.0, 15.0], 0.0).0, "must-be");
    // 12: twenty-five answers, where a near tie decides the first feature.
    assert_eq!(kano([9.0, 10.0, 1.0, 2.0, 3.0, 0.0], 0.0).0, "performance");
    assert_eq!(kano([9.0, 10.0, 1.0, 2.0, 3.0, 0.0], 0.05).0, "must-be");
    let (_, better, worse, _) = kano([9.0, 10.0, 1.0, 2.0, 3.0, 0.0], 0.0);
    assert!((better - 0.5).abs() < 0.0005 && (worse + 0.864).abs() < 0.0005, "{better} {worse}");
    let (category, better, worse, _) = kano([9.0, 5.0, 4.0, 2.0, 4.0, 1.0], 0.0);
    assert_eq!(category, "must-be");
    assert!((better - 0.45).abs() < 1e-9 && (worse + 0.7).abs() < 1e-9);
}

#[test]
fn wsjf_of_two_guides() {
    let keys = ["value", "urgency", "risk", "size"];
    // 23: a calculator's four jobs.
    let four = [[8.0, 4.0, 3.0, 5.0], [5.0, 9.0, 8.0, 2.0], [4.0, 3.0, 7.0, 8.0], [9.0, 5.0, 4.0, 8.0]];
    assert_eq!(scores("wsjf", &[], keys, &four), [3.0, 11.0, 1.75, 2.25]);
    // 24: the job with the lower cost of delay goes first.
    let two = [[100.0, 50.0, 20.0, 10.0], [80.0, 30.0, 10.0, 5.0]];
    assert_eq!(scores("wsjf", &[], keys, &two), [17.0, 24.0]);
}

#[test]
fn opportunity_adds_and_does_not_multiply() {
    // 25: decikit's examples; a page that multiplies would make 54, 0 and 32 of them.
    let rows = [[9.0, 3.0], [9.0, 9.0], [8.0, 4.0]];
    assert_eq!(scores("opportunity", &[], ["importance", "satisfaction"], &rows), [15.0, 9.0, 12.0]);
}

#[test]
fn a_prerequisite_goes_before_a_better_score() {
    // 28: a test of calls to action (675) that needs a redesign (400).
    let (project, run) = run_file(&root().join("examples/minimum/plan.toml"));
    let report = cxplan_engine::report(&project, &run, &run.doubts().0, Language::En).unwrap();
    let found: Vec<_> =
        report.initiatives.iter().map(|i| (i.id.as_str(), i.scores[0].as_ref().unwrap().value)).collect();
    assert_eq!(found, [("redesign", 400.0), ("cta", 675.0)]);
    let reasons: Vec<_> =
        report.initiatives.iter().map(|i| &i.planned.as_ref().unwrap().place_reason).collect();
    assert!(
        matches!(reasons[..], [PlaceReason::Unlocks { initiatives: first }, PlaceReason::Needs { initiatives: second }]
            if first == &["cta"] && second == &["redesign"]),
        "{reasons:?}"
    );
}

/// Value and interval of the baseline of a metric, as a plan tells it.
fn baseline(name: &str, metric: &str, baseline: &str) -> (f64, Option<[f64; 2]>) {
    let file = scratch(&format!("published-{name}")).join("plan.toml");
    let example = fs::read_to_string(root().join("examples/minimum/plan.toml")).unwrap();
    let metric = format!("\n[[metric]]\nid = \"m\"\nname = \"M\"\n{metric}\nbaseline = {{ {baseline} }}\n");
    fs::write(&file, example + &metric).unwrap();
    let (_, run) = run_file(&file);
    let plan = run.plan.unwrap_or_else(|| panic!("{:#?}", run.diagnostics));
    let measured = plan.metrics.iter().find(|metric| metric.id == "m").unwrap().baseline.unwrap();
    (measured.value, measured.interval)
}

#[test]
fn customers_who_leave_and_who_stay() {
    let rate = |direction: &str| format!("kind = \"rate\"\nunit = \"%\"\ndirection = \"{direction}\"");
    // 20: 3,245 of 52,430 left; 3 % a month leave 69.38 % after a year, and not 64 %.
    let (churn, interval) = baseline("churn", &rate("lower"), "part = 3245, whole = 52430");
    assert!((churn - 6.19).abs() < 0.005, "{churn}");
    let [low, high] = interval.unwrap();
    assert!(low < churn && churn < high && high - low < 0.5, "{interval:?}");
    let (kept, _) = baseline("yearly", &rate("higher"), "monthly_churn = 0.03");
    assert!((kept - 69.38).abs() < 0.005, "{kept}");
    // 21: of 200 customers 180 are left among 220. An article divides 220 by 200 and keeps 110 % of them.
    assert_eq!(baseline("kept", &rate("higher"), "start = 200, end = 220, new = 40").0, 90.0);
    assert_eq!(baseline("lost", &rate("lower"), "start = 200, end = 220, new = 40").0, 10.0);
}

#[test]
fn effort_is_a_mean_or_the_share_of_those_who_found_it_easy() {
    let counts = "counts = [5, 5, 10, 20, 30, 20, 10]";
    let effort = |rest: &str| format!("kind = \"ces\"\ndirection = \"higher\"\nscale = [1, 7]\n{rest}");
    let (mean, _) = baseline("effort", &effort(""), counts);
    assert!((mean - 4.65).abs() < 1e-9, "{mean}");
    // 60 of 100 gave 5 to 7; the interval is that of Wilson.
    let (share, interval) = baseline("easy", &effort("unit = \"%\""), counts);
    assert_eq!(share, 60.0);
    let [low, high] = interval.unwrap();
    assert!((low - 50.2).abs() < 0.05 && (high - 69.06).abs() < 0.05, "{interval:?}");
    assert_eq!(baseline("easy-part", &effort("unit = \"%\""), "part = 60, whole = 100").0, 60.0);
}
