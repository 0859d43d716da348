//! What is counted, against plans that were counted by hand.

use super::*;
use crate::forecast::tests::planned;

const PLAN: &str = r#"
[vision]
statement = "We shall be easy"
[[goal]]
id = "easy"
statement = "Easy"
[[segment]]
id = "new"
name = "New"
[[segment]]
id = "old"
name = "Old"
[[stage]]
id = "use"
name = "Use"
order = 2
[[stage]]
id = "buy"
name = "Buy"
order = 1
entered = 10
completed = 5
[[touchpoint]]
id = "shop"
name = "Shop"
stage = "buy"
channels = ["web", "store"]
emotion = -1
emotion_believed = 1
[[touchpoint]]
id = "advert"
name = "Advert"
stage = "buy"
kind = "expectation"
channels = ["tv"]
[[touchpoint]]
id = "phone"
name = "Phone"
stage = "use"
channels = ["phone", "web"]
emotion = 1
emotion_believed = 0
[[evidence]]
id = "e1"
kind = "survey"
date = 2026-12-01
n = 400
touchpoints = ["shop", "phone"]
finding = "Slow"
polarity = "negative"
[[evidence]]
id = "e2"
kind = "interview"
date = 2026-12-01
n = 1
touchpoints = ["phone"]
finding = "Long waits"
polarity = "mixed"
[[evidence]]
id = "e3"
kind = "analytics"
date = 2026-12-01
touchpoints = ["phone"]
finding = "They call back"
polarity = "positive"
[[metric]]
id = "nps"
name = "NPS"
kind = "nps"
direction = "higher"
baseline = { value = 20 }
believed = 35
[[metric]]
id = "calls"
name = "Calls"
kind = "count"
direction = "lower"
baseline = { value = 9 }
believed = 12
[[metric]]
id = "unmeasured"
name = "Unmeasured"
kind = "count"
direction = "lower"
[[competitor]]
id = "one"
name = "One"
does_well = ["quick"]
metrics = { nps = 30, calls = 11 }
[[competitor]]
id = "two"
name = "Two"
sources = ["became a customer"]
does_well = ["quick"]
does_badly = ["dear"]
metrics = { nps = 25, calls = 10 }
[[initiative]]
id = "a"
title = "A"
trust = { confidence = 1 }
stage = "buy"
touchpoints = ["phone", "shop"]
segments = ["new"]
goal = "easy"
effects = [{ metric = "nps", change = [1, 2, 3] }]
steps = [{ id = "x", title = "X", duration = "1w" }]
[[initiative]]
id = "b"
title = "B"
trust = { confidence = 1 }
touchpoints = ["phone"]
duration = "1w"
[[initiative]]
id = "c"
title = "C"
trust = { confidence = 1 }
segments = ["new", "old"]
status = "rejected"
decision = "No"
duration = "1w"
touchpoints = ["phone"]
"#;

fn item(found: &PlanReadiness, what: What) -> (usize, usize) {
    let items = found.steps.iter().flat_map(|step| &step.items);
    let item = items.clone().find(|item| item.what == what);
    item.map_or((0, 0), |item| (item.have, item.of))
}

#[test]
fn what_is_there_is_counted() {
    let found = readiness(&planned(PLAN).0);
    for (what, have, of) in [
        (What::SolidEvidence, 2, 3),
        (What::EvidenceOfBothKinds, 2, 2),
        (What::EvidenceOfBothSides, 2, 2),
        (What::TouchpointsWithEvidence, 2, 3),
        (What::InitiativesWithEvidence, 0, 2),
        (What::StagesWithTouchpoint, 2, 2),
        (What::StagesWithVolume, 1, 2),
        (What::StagesWithInitiative, 2, 2),
        (What::TouchpointsWithEmotion, 2, 3),
        (What::TouchpointsWithFollowUp, 0, 2),
        (What::Competitors, 1, 1),
        (What::CompetitorsWithSources, 1, 2),
        (What::CompetitorsWithBothSides, 1, 2),
        (What::MetricsWithBenchmark, 2, 3),
        (What::Vision, 1, 3),
        (What::GoalsAligned, 0, 1),
        (What::InitiativesWithGoal, 1, 2),
        (What::InitiativesWithSteps, 1, 2),
        (What::MetricsWithBaseline, 2, 3),
        (What::InitiativesWithEffect, 1, 2),
        (What::Reviews, 0, 1),
    ] {
        assert_eq!(item(&found, what), (have, of), "{what:?}");
    }
    assert!(found.steps.iter().all(|step| step.state == State::Thin), "{:?}", found.steps);
}

/// Stages stand in their order, not in that of the text; what is rejected is not counted.
#[test]
fn coverage_is_counted_for_each_stage() {
    let found = readiness(&planned(PLAN).0);
    assert_eq!(found.stages, ["Buy", "Use"]);
    let rows = |rows: &[Row]| -> Vec<(Option<String>, Vec<usize>)> {
        rows.iter().map(|row| (row.name.clone(), row.stages.clone())).collect()
    };
    let named = |name: &str, stages: [usize; 2]| (Some(name.to_owned()), stages.to_vec());
    assert_eq!(rows(&found.segments), [(None, vec![0, 1]), named("New", [1, 1]), named("Old", [0, 0])]);
    let mut channels = rows(&found.channels);
    channels.sort();
    assert_eq!(
        channels,
        [named("phone", [0, 1]), named("store", [1, 0]), named("tv", [1, 0]), named("web", [1, 1])]
    );
}

/// Three negative or mixed mentions: two of the phone, one of the shop.
#[test]
fn problems_are_in_the_order_of_pareto() {
    let found = readiness(&planned(PLAN).0);
    let problems: Vec<_> =
        found.problems.iter().map(|one| (one.name.as_str(), one.evidence, one.cumulative)).collect();
    assert_eq!(problems, [("Phone", 2, 2.0 / 3.0), ("Shop", 1, 1.0)]);
    assert_eq!(found.problems[0].initiatives, ["a", "b"]);
    assert_eq!(found.strengths.iter().map(|one| one.evidence.as_str()).collect::<Vec<_>>(), ["e3"]);
}

/// Of a metric that is better low the best competitor is the lowest; the company is ahead of it by one.
#[test]
fn competitors_and_beliefs_are_judged_by_the_direction() {
    let found = readiness(&planned(PLAN).0);
    let best: Vec<_> = found
        .benchmarks
        .iter()
        .map(|one| (one.metric.as_str(), one.competitors[0].0.as_str(), one.behind))
        .collect();
    assert_eq!(best, [("nps", "One", Some(10.0)), ("calls", "Two", Some(-1.0))]);
    let gaps: Vec<_> = found.gaps.iter().map(|gap| (gap.id.as_str(), gap.flattering)).collect();
    assert_eq!(gaps, [("nps", true), ("calls", false), ("shop", true), ("phone", false)]);
}

/// A plan that says nothing has nothing, and no division by nothing.
#[test]
fn a_plan_of_one_idea_is_missing_nearly_everything() {
    let found = readiness(
        &planned(
            "[[initiative]]\nid = \"a\"\ntitle = \"A\"\ntrust = { confidence = 1 }\nduration = \"1w\"\n",
        )
        .0,
    );
    let states: Vec<_> = found.steps.iter().map(|step| step.state).collect();
    assert_eq!(states, [State::Missing; 6]);
    assert!(found.steps.iter().flat_map(|step| &step.items).all(|item| item.of > 0 && item.have <= item.of));
    assert!(found.problems.is_empty() && found.segments.is_empty() && found.gaps.is_empty());
}
