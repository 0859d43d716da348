//! What a method says for single segments, through the shipped components.

use cxplan_engine::core::segments::{BySegment, by_segment};
use cxplan_engine::{Run, Settings, run};

use super::{host, root, run_text};

fn segments(run: &Run) -> BySegment {
    by_segment(run.plan.as_ref().unwrap(), 0, |request| run.ask(0, request)).unwrap()
}

/// Buying without an account is a must for all customers together, and one more performance feature for those who furnish
/// their first home.
#[test]
fn an_average_hides_what_segments_say() {
    let furniture = root().join("examples/furniture-retailer/plan.toml");
    let project = cxplan_engine::open(&furniture, "plan.toml".into()).unwrap();
    let run = run(&project, host(), &Settings { method: Some("kano".into()), ..Settings::default() });
    let found = segments(&run);
    assert_eq!(found.segments, ["first-home", "family", "pro"]);
    let row = found.rows.iter().find(|row| row.initiative == "guest-checkout").unwrap();
    let categories = &run.plan.as_ref().unwrap().methods[0].method.spec().categories;
    let class = |category: Option<u32>| categories[category.unwrap() as usize].key.as_str();
    assert_eq!(class(row.whole.as_ref().unwrap().category), "must-be");
    let classes: Vec<&str> =
        row.by_segment.iter().flatten().map(|standing| class(standing.category)).collect();
    assert_eq!(classes, ["performance", "must-be", "must-be"]);
}

/// What a segment leaves out is that of all customers; ranks are among those that have something for it.
#[test]
fn a_segment_takes_what_it_leaves_out_from_the_whole() {
    let plan = r#"schema = 1
[plan]
title = "T"
start = 2027-01-04
[[segment]]
id = "young"
name = "Young"
[[segment]]
id = "old"
name = "Old"
[[initiative]]
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
    let (_, run) = run_text(plan);
    let found = segments(&run);
    assert_eq!(found.rows.len(), 2);
    let scores: Vec<Vec<Option<(usize, f64)>>> = found
        .rows
        .iter()
        .map(|row| {
            std::iter::once(&row.whole)
                .chain(&row.by_segment)
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
    let score = |standing: Option<&cxplan_engine::core::segments::Standing>| standing.unwrap().score;
    assert_eq!(score(found.rows[0].whole.as_ref()), 250.0);
    assert_eq!(score(found.rows[0].by_segment[0].as_ref()), 100.0);
}

#[test]
fn without_segments_there_is_nothing_to_tell() {
    let (_, run) = run_text(&std::fs::read_to_string(root().join("examples/minimum/plan.toml")).unwrap());
    assert_eq!(segments(&run), BySegment { segments: Vec::new(), rows: Vec::new(), refusals: Vec::new() });
}
