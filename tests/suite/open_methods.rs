//! Methods that leave part of themselves to the plan: `formula` and `weighted`.

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::{Project, Run};

use super::run_text;

const FORMULA: &str = r#"schema = 1
[plan]
title = "Our own formula"
start = 2027-01-04

[scoring]
primary = "formula"

[scoring.formula]
score = "reach * joy / effort"
meaning = "ratio"

[scoring.formula.inputs]
reach = { label = "Customers reached", unit = "a quarter", min = 0 }
joy = { kind = "share" }
effort = { min = 0.1, role = "effort" }

[[initiative]]
id = "a"
title = "A"
formula = { reach = 100, joy = "80%", effort = 2 }

[[initiative]]
id = "b"
title = "B"
formula = { reach = 300, joy = 0.5, effort = 1 }
"#;

const WEIGHTED: &str = r#"schema = 1
[plan]
title = "Our own criteria"
start = 2027-01-04

[scoring.weighted.criteria]
joy = { weight = 3, label = "Joie" }
cost = { weight = 1, worst = 100, best = 0, unit = "kEUR" }

[[initiative]]
id = "a"
title = "A"
effort = "2w"
weighted = { joy = 5, cost = 100 }

[[initiative]]
id = "b"
title = "B"
effort = "2w"
weighted = { joy = 3, cost = 50 }
"#;

fn scores(run: &Run) -> Vec<f64> {
    let scores = run.scores.as_ref().unwrap_or_else(|| panic!("{:?}", run.diagnostics));
    scores[0].by_initiative.iter().flatten().map(|score| score.scored.score).collect()
}

/// Code and text of each finding.
fn places<'t>(project: &'t Project, findings: &[Diagnostic]) -> Vec<(Code, &'t str)> {
    let text = |finding: &Diagnostic| {
        finding.primary.as_ref().map_or("", |(span, _)| project.sources.main().text_at(*span))
    };
    findings.iter().map(|finding| (finding.code, text(finding))).collect()
}

fn changed(text: &str, from: &str, to: &str) -> (Project, Run) {
    assert!(text.contains(from));
    run_text(&text.replacen(from, to, 1))
}

#[test]
fn plans_bring_their_own_formula_and_criteria() {
    assert_eq!(scores(&run_text(FORMULA).1), [40.0, 150.0]);
    let (_, run) = run_text(WEIGHTED);
    assert_eq!(scores(&run), [75.0, 50.0]);
    let method = &run.plan.as_ref().unwrap().methods[0].method;
    let labels: Vec<&str> = method.spec().parts.iter().map(|part| part.label.as_str()).collect();
    assert_eq!(labels, ["Joie", "cost"]);
}

#[test]
fn what_the_plan_declares_is_checked_like_any_input() {
    let (project, run) = changed(WEIGHTED, "cost = 50 ", "cots = 50 ");
    assert_eq!(places(&project, &run.diagnostics), [(Code::UnknownKey, "cots")]);
    let (project, run) = changed(WEIGHTED, "cost = 50 ", "cost = 500 ");
    assert_eq!(places(&project, &run.diagnostics), [(Code::OutOfRange, "500")]);
    let (project, run) = changed(FORMULA, "joy = \"80%\", ", "");
    assert_eq!(run.diagnostics[0].code, Code::MissingKey, "{:?}", places(&project, &run.diagnostics));
}

/// Effort is the sum of the steps where a plan gives none.
#[test]
fn a_role_works_as_in_a_built_in_method() {
    let steps = "steps = [{ id = \"s\", title = \"S\", effort = \"2mo\" }]";
    let (_, run) = changed(
        FORMULA,
        "formula = { reach = 300, joy = 0.5, effort = 1 }",
        &format!("formula = {{ reach = 300, joy = 0.5 }}\n{steps}"),
    );
    assert_eq!(scores(&run), [40.0, 75.0]);
}

#[test]
fn faults_are_told_where_they_stand() {
    for (from, to, expected) in [
        ("* joy /", "* joi /", vec!["joi"]),
        ("/ effort", "/ (effort - 1)", vec!["(effort - 1)"]),
        ("min = 0.1, ", "", vec!["effort"]),
        ("* joy /", "/", vec!["joy"]),
        ("joy = { kind", "jo-y = { kind", vec!["jo-y"]),
        // A name of the language's own.
        ("joy = { kind", "evidence = { kind", vec!["evidence"]),
        ("/ effort", "/ max(effort, 0,1)", vec![","]),
        // Where a text is written with escapes, all of it is blamed.
        (
            "\"reach * joy / effort\"",
            "\"reach * jo\\u0069 / effort\"",
            vec!["\"reach * jo\\u0069 / effort\""],
        ),
    ] {
        let (project, run) = changed(FORMULA, from, to);
        let expected: Vec<_> = expected.into_iter().map(|text| (Code::MethodInput, text)).collect();
        assert_eq!(places(&project, &run.diagnostics), expected, "{to}");
        assert!(run.plan.is_none());
    }
    let (project, run) = changed(WEIGHTED, "best = 0", "best = 100");
    assert_eq!(places(&project, &run.diagnostics), [(Code::MethodInput, "100")]);
    let (project, run) = changed(WEIGHTED, "weight = 3", "weight = 0");
    assert!(run.diagnostics.is_empty(), "{:?}", places(&project, &run.diagnostics));
}

/// What is wrong with the form of parameters is told once, and what they would have declared is not missed.
#[test]
fn malformed_parameters_are_told_once() {
    for (from, to, code, text) in [
        ("kind = \"share\"", "kind = \"shrae\"", Code::UnknownWord, "\"shrae\""),
        ("min = 0.1", "min = \"low\"", Code::WrongType, "\"low\""),
        ("joy = { kind", "Joy = { kind", Code::MalformedId, "Joy"),
        ("score = \"reach * joy / effort\"\n", "", Code::MissingKey, "[scoring.formula]"),
        ("score = \"reach * joy / effort\"", "score = 3", Code::WrongType, "3"),
    ] {
        let (project, run) = changed(FORMULA, from, to);
        assert_eq!(places(&project, &run.diagnostics), [(code, text)], "{to}");
    }
    let inputs = FORMULA.find("[scoring.formula]").unwrap()..FORMULA.find("[[initiative]]").unwrap();
    let mut without = FORMULA.to_owned();
    without.replace_range(inputs, "");
    let (_, run) = run_text(&without);
    assert!(run.diagnostics.iter().any(|finding| finding.code == Code::MissingKey), "{:?}", run.diagnostics);
}
