//! What a method says for single segments and personas, through the shipped components.

use cxplan_engine::core::diag::Code;
use cxplan_engine::core::groups::{ByGroup, Groups, Standing, by_group};
use cxplan_engine::{Run, Settings, run};

use super::{host, root, run_text};

/// The head of a plan for the young and the old.
const TWO_SEGMENTS: &str = r#"schema = 1
[plan]
title = "T"
start = 2027-01-04
[[segment]]
id = "young"
name = "Young"
[[segment]]
id = "old"
name = "Old"
"#;

fn segments(run: &Run) -> ByGroup {
    by_group(run.plan.as_ref().unwrap(), 0, Groups::Segments, |request| run.ask(0, request)).unwrap()
}

/// Buying without an account is a must for all customers together, and one more performance feature for those who furnish
/// their first home.
#[test]
fn an_average_hides_what_segments_say() {
    let furniture = root().join("examples/furniture-retailer/plan.toml");
    let project = cxplan_engine::open(&furniture, "plan.toml".into()).unwrap();
    let run = run(&project, host(), &Settings { method: Some("kano".into()), ..Settings::default() });
    let found = segments(&run);
    assert_eq!(found.groups, ["first-home", "family", "pro"]);
    let row = found.rows.iter().find(|row| row.initiative == "guest-checkout").unwrap();
    assert_eq!(row.whole.as_ref().unwrap().category.as_deref(), Some("must-be"));
    let classes: Vec<&str> =
        row.by_group.iter().flatten().filter_map(|standing| standing.category.as_deref()).collect();
    assert_eq!(classes, ["performance", "must-be", "must-be"]);
}

/// What a segment leaves out is that of all customers; ranks are among those that have something for it.
#[test]
fn a_segment_takes_what_it_leaves_out_from_the_whole() {
    let plan = TWO_SEGMENTS.to_owned()
        + r#"[[initiative]]
id = "app"
title = "App"
rice = { reach = 1000, impact = 1, confidence = 0.8, effort = 2, by_segment = { young = { reach = 900, impact = 2 }, old = { reach = 100, impact = 0.25 } } }
[[initiative]]
id = "shop"
title = "Shop"
rice = { reach = 1000, impact = 1, confidence = 0.8, effort = 4, by_segment = { old = { reach = 800 } } }
[[initiative]]
id = "other"
title = "Other"
rice = { reach = 1, impact = 1, confidence = 0.8, effort = 1 }
"#;
    let (_, run) = run_text(&plan);
    let found = segments(&run);
    assert_eq!(found.rows.len(), 2);
    let scores: Vec<Vec<Option<(usize, f64)>>> = found
        .rows
        .iter()
        .map(|row| {
            std::iter::once(&row.whole)
                .chain(&row.by_group)
                .map(|standing| standing.as_ref().map(|standing| (standing.rank, standing.score)))
                .collect()
        })
        .collect();
    assert_eq!(scores[0], [Some((1, 400.0)), Some((1, 720.0)), Some((2, 10.0))]);
    assert_eq!(scores[1], [Some((2, 200.0)), None, Some((1, 160.0))]);
}

/// Evidence allows a segment no more confidence than the whole.
#[test]
fn confidence_is_earned_for_segments_too() {
    let plan = r#"schema = 1
[plan]
title = "T"
start = 2027-01-04
[scoring.rice]
confidence_needs_evidence = true
[[segment]]
id = "s"
name = "S"
[[initiative]]
id = "a"
title = "A"
rice = { reach = 1000, impact = 1, confidence = 1.0, effort = 2, by_segment = { s = { reach = 400, confidence = 1.0 } } }
"#;
    let found = segments(&run_text(plan).1);
    let score = |standing: Option<&cxplan_engine::core::groups::Standing>| standing.unwrap().score;
    assert_eq!(score(found.rows[0].whole.as_ref()), 250.0);
    assert_eq!(score(found.rows[0].by_group[0].as_ref()), 100.0);
}

#[test]
fn without_segments_there_is_nothing_to_tell() {
    let (_, run) = run_text(&std::fs::read_to_string(root().join("examples/minimum/plan.toml")).unwrap());
    assert_eq!(segments(&run), ByGroup { groups: Vec::new(), rows: Vec::new(), refusals: Vec::new() });
}

/// Personas are groups of their own, apart from segments, and may overlap.
#[test]
fn personas_have_ranks_of_their_own() {
    let plan = TWO_SEGMENTS.to_owned()
        + r#"[[persona]]
id = "lea"
name = "Léa"
[[persona]]
id = "paul"
name = "Paul"
[[initiative]]
id = "app"
title = "App"
effort = "4d"
kano = { m = 100, o = 200, a = 500, i = 200, by_persona = { lea = { m = 100, o = 20, a = 0, i = 0 }, paul = { m = 20, o = 0, a = 180, i = 0 } }, by_segment = { young = { m = 1, a = 9 } } }
"#;
    let (_, run) = run_text(&plan);
    let of = |groups| by_group(run.plan.as_ref().unwrap(), 0, groups, |request| run.ask(0, request)).unwrap();
    let found = of(Groups::Personas);
    assert_eq!(found.groups, ["lea", "paul"]);
    let class = |standing: &Option<Standing>| standing.as_ref().unwrap().category.clone().unwrap();
    let [row] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
    let classes: Vec<String> = row.by_group.iter().map(class).collect();
    assert_eq!(
        (class(&row.whole), classes),
        ("attractive".into(), vec!["must-be".into(), "attractive".into()])
    );
    assert_eq!(of(Groups::Segments).groups, ["young"]);
    // More than all together is a slip, at its place.
    let (_, run) = run_text(&plan.replace("paul = { m = 20", "paul = { m = 110"));
    let [finding] = run.diagnostics.as_slice() else { panic!("{:#?}", run.diagnostics) };
    assert_eq!(finding.code, Code::Measurement);
    assert_eq!(finding.message.en(), "the `m` of `paul` is 110, of 100 in all");
}
