//! Differences of small states that are written by hand.

use serde_json::{Value, json};

use super::*;
use crate::slippage::NoReport;

/// An initiative with one step: from day to day of January 2027, by a team, for a reason.
fn work(id: &str, days: [u32; 2], rank: usize, reason: Value) -> Value {
    let date = |day: u32| format!("2027-01-{day:02}");
    let (start, finish) = (date(days[0]), date(days[1]));
    json!({
        "id": id, "title": id, "status": "planned", "effort_person_months": 1.0, "links": [], "effects": [],
        "scores": [{ "value": 10.0 }], "planned": { "rank": rank, "start": start, "finish": finish },
        "steps": [{
            "id": "s", "team": "Web", "effort_days": 5.0, "days": 5, "progress": "open",
            "start": start, "finish": finish, "reason": reason, "links": []
        }]
    })
}

fn after(initiative: &str) -> Value {
    json!({ "kind": "after", "initiative": initiative, "step": "s", "finish": "2027-01-04" })
}

fn busy(initiative: &str) -> Value {
    json!({ "kind": "team-busy", "team": "Web", "initiatives": [initiative], "until": "2027-01-04" })
}

fn plan(initiatives: &[Value]) -> Value {
    json!({
        "schema": 1, "plan": { "title": "T", "start": "2027-01-04", "currency": "EUR" },
        "summary": { "finish": "2027-01-29", "effort_person_months": 3.0, "people_cost": 100.0 },
        "initiatives": initiatives, "milestones": [], "metrics": [], "holidays": [], "freezes": [],
        "teams": [{ "id": "web", "name": "Web", "capacity": 2.0, "effort_person_months": 3.0, "load": [0.5, 0.75] }]
    })
}

fn between(before: &Value, after: &Value) -> Diff {
    let state = |value: &Value| State::read(value.to_string().as_bytes()).unwrap();
    let week = [true, true, true, true, true, false, false];
    let calendar = Calendar::new("2027-01-04".parse().unwrap(), week, []).unwrap();
    diff(&state(before), &state(after), &calendar)
}

fn found<'d>(diff: &'d Diff, id: &str) -> &'d WorkDiff {
    diff.initiatives.iter().find(|work| work.id == id).unwrap_or_else(|| panic!("{id}: {diff:#?}"))
}

/// `a`, then `b` after it, then `c` when the team is free, and `d` on its own.
fn base() -> Value {
    plan(&[
        work("a", [4, 8], 1, json!({ "kind": "plan-start" })),
        work("b", [11, 15], 2, after("a")),
        work("c", [18, 22], 3, busy("b")),
        work("d", [4, 6], 4, json!({ "kind": "plan-start" })),
    ])
}

#[test]
fn a_state_does_not_differ_from_itself() {
    let diff = between(&base(), &base());
    assert!(diff.is_empty());
    assert_eq!(diff.unchanged, 4);
}

/// `a` takes three days more; `b` and `c` are pushed.
fn longer() -> Value {
    let mut a = work("a", [4, 13], 1, json!({ "kind": "plan-start" }));
    a["effort_person_months"] = json!(1.5);
    a["steps"][0]["days"] = json!(8);
    plan(&[
        a,
        work("b", [14, 20], 2, after("a")),
        work("c", [21, 27], 3, busy("b")),
        work("d", [4, 6], 4, json!({ "kind": "plan-start" })),
    ])
}

#[test]
fn what_is_pushed_names_what_was_changed_and_the_way_to_it() {
    let diff = between(&base(), &longer());
    assert_eq!(diff.unchanged, 1);
    assert_eq!(found(&diff, "a").cause, Some(Cause::Own));
    assert_eq!(found(&diff, "a").edits, [Edit::Effort(Change { before: 1.0, after: 1.5 })]);
    assert_eq!(found(&diff, "a").days, Some(3));
    assert_eq!(found(&diff, "b").cause, Some(Cause::Other { by: "a".into(), along: vec![] }));
    assert_eq!(found(&diff, "c").cause, Some(Cause::Other { by: "a".into(), along: vec!["b".into()] }));
}

#[test]
fn what_is_earlier_was_held_before() {
    let diff = between(&longer(), &base());
    assert_eq!(found(&diff, "c").days, Some(-3));
    assert_eq!(found(&diff, "c").cause, Some(Cause::Other { by: "a".into(), along: vec!["b".into()] }));
}

#[test]
fn what_is_gone_makes_way() {
    let diff = between(
        &base(),
        &plan(&[
            work("b", [4, 8], 1, json!({ "kind": "plan-start" })),
            work("c", [11, 15], 2, busy("b")),
            work("d", [4, 6], 3, json!({ "kind": "plan-start" })),
        ]),
    );
    assert_eq!(found(&diff, "a").edits, [Edit::Removed]);
    assert_eq!(found(&diff, "b").cause, Some(Cause::Other { by: "a".into(), along: vec![] }));
    // All ranks are one less, and nothing has another place among the rest.
    assert!(diff.initiatives.iter().all(|work| work.rank.is_none()));
    assert_eq!(diff.unchanged, 1);
}

#[test]
fn a_score_alone_explains_another_order() {
    let mut after = base();
    for (place, days, rank) in [(1, [18, 22], 3), (2, [11, 15], 2)] {
        after["initiatives"][place]["planned"] = work("x", days, rank, json!(null))["planned"].clone();
        after["initiatives"][place]["steps"] = work("x", days, rank, busy("a"))["steps"].clone();
    }
    after["initiatives"][2]["scores"][0]["value"] = json!(20.0);
    after["initiatives"][1]["steps"][0]["reason"] = busy("c");
    let diff = between(&base(), &after);
    assert_eq!(found(&diff, "c").rank, Some(Change { before: 3, after: 2 }));
    assert_eq!(found(&diff, "b").cause, Some(Cause::Other { by: "c".into(), along: vec![] }));
    // Nothing that holds it was edited, and no team: its own score is what is left.
    assert_eq!(found(&diff, "c").cause, Some(Cause::Order));
}

#[test]
fn a_team_or_the_calendar_is_told_where_nothing_else_was_changed() {
    let mut fewer = longer();
    fewer["initiatives"][0]["effort_person_months"] = json!(1.0);
    fewer["initiatives"][0]["steps"][0]["days"] = json!(5);
    let mut calendar = fewer.clone();
    fewer["teams"][0]["capacity"] = json!(1.0);
    let diff = between(&base(), &fewer);
    assert!(
        diff.initiatives.iter().all(|work| work.cause == Some(Cause::Team { team: "Web".into() })),
        "{diff:#?}"
    );
    calendar["holidays"] = json!(["2027-01-06"]);
    let diff = between(&base(), &calendar);
    assert!(
        diff.calendar && diff.initiatives.iter().all(|work| work.cause == Some(Cause::Calendar)),
        "{diff:#?}"
    );
}

#[test]
fn targets_money_and_teams_are_compared() {
    let target = |expected: f64| {
        json!([{ "id": "nps", "name": "NPS", "higher_is_better": true,
            "targets": [{ "months": 12, "date": "2028-01-04", "value": 30.0, "expected": expected }] }])
    };
    let odds = |chance: f64| json!({ "metrics": [{ "metric": "nps", "targets": [{ "months": 12, "chance": chance }] }] });
    let (mut before, mut after) = (base(), base());
    (before["metrics"], after["metrics"]) = (target(31.0), target(29.0));
    (before["forecast"], after["forecast"]) = (odds(0.66), odds(0.61));
    after["summary"]["people_cost"] = json!(115.0);
    after["teams"][0]["load"] = json!([0.5, 1.0]);
    let diff = between(&before, &after);
    assert_eq!(diff.targets[0].expected, Change { before: Some(31.0), after: Some(29.0) });
    assert_eq!(diff.teams[0].busiest, Change { before: Some(0.75), after: Some(1.0) });
    for (gate, met) in [
        ("target_odds_drop > 5%", false),
        ("target_odds_drop >= 5 %", true),
        ("target_odds_drop > 0.04", true),
        ("cost_increase > 15%", false),
        ("cost_increase > 14,5%", true),
        ("end_days > 0", false),
        ("newly_missed>=0", true),
    ] {
        assert_eq!(Gate::read(gate).unwrap().met(&diff).is_some(), met, "{gate}");
    }
}

#[test]
fn what_is_no_condition_is_refused() {
    for text in [
        "",
        "end_days",
        "end_days < 3",
        "end_days > ",
        "end_days > many",
        "end_days > NaN",
        "end_days > inf",
        "end_days > 5%",
        "cost_increase > 5",
    ] {
        assert_eq!(Gate::read(text), Err(NoGate::Form), "{text}");
    }
    assert_eq!(Gate::read("ends > 3"), Err(NoGate::Unknown("ends".into())));
}

#[test]
fn what_is_no_report_is_refused() {
    assert!(matches!(State::read(b"{}"), Err(NoReport::Other(_))));
    assert!(matches!(State::read(b"{\"schema\": 99}"), Err(NoReport::Newer(99))));
}
