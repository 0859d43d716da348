//! Whether work on an initiative can begin: the questions that documents and `score --explain` answer.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::report::Readiness;
use jiff::civil::date;

use super::run_text;

/// A plan with an initiative `own`, with these lines in its table, and `other` with those in its own.
fn plan(own: &str, other: &str, more: &str) -> String {
    let rice = "rice = { reach = 10, impact = 1, confidence = 1, effort = 1 }";
    format!(
        "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\nstatus_date = 2027-01-20\n{more}\
         [[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n\
         [[initiative]]\nid = \"own\"\ntitle = \"Own\"\n{rice}\n{own}\n\
         [[initiative]]\nid = \"other\"\ntitle = \"Other\"\nteam = \"t\"\neffort = \"5d\"\n{rice}\n{other}\n"
    )
}

/// The readiness of `own`.
fn found(plan: &str) -> Readiness {
    let (project, run) = run_text(plan);
    let report = cxplan_engine::report(&project, &run, &run.doubts().0, Language::En);
    let report = report.unwrap_or_else(|| panic!("{:?}", run.diagnostics));
    report.initiatives.iter().find(|initiative| initiative.id == "own").unwrap().readiness.clone()
}

fn of(own: &str, other: &str) -> Readiness {
    with_steps(&format!("team = \"t\"\neffort = \"5d\"\n{own}"), other)
}

fn with_steps(own: &str, other: &str) -> Readiness {
    found(&plan(own, other, ""))
}

const BEGUN: &str = "status = \"active\"\nstarted = 2027-01-11";
const DONE: &str = "status = \"done\"";

#[test]
fn what_ends_first_holds_until_it_is_done() {
    let link = "depends_on = [\"other\"]";
    let needs = Readiness::Needs { initiatives: vec!["other".into()] };
    assert_eq!(of(link, ""), needs);
    assert_eq!(of(link, BEGUN), needs);
    assert_eq!(of(link, DONE), Readiness::Now);
}

#[test]
fn what_begins_first_holds_until_it_has_begun() {
    let link = "depends_on = [{ on = \"other\", type = \"ss\" }]";
    assert_eq!(of(link, ""), Readiness::Needs { initiatives: vec!["other".into()] });
    assert_eq!(of(link, BEGUN), Readiness::Now);
}

#[test]
fn a_tie_of_the_ends_lets_work_begin() {
    assert_eq!(of("depends_on = [{ on = \"other\", type = \"ff\" }]", ""), Readiness::Now);
    // Unless it would end too early: work has no pause to stretch.
    let late = "not_before = 2027-04-01";
    let waits = Readiness::Waits { until: date(2027, 4, 1) };
    let own = "duration = \"1w\"\ndepends_on = [{ on = \"other\", type = \"ff\" }]";
    assert_eq!(found(&plan(own, late, "")), waits);
}

#[test]
fn the_plan_can_hold_it_until_a_day() {
    assert_eq!(of("not_before = 2027-03-01", ""), Readiness::Waits { until: date(2027, 3, 1) });
    assert_eq!(of("not_before = 2027-01-05", ""), Readiness::Now);
}

/// Time has to pass after something that is done, and a busy team hides no date of the plan.
#[test]
fn what_holds_it_until_a_day_is_told_whatever_holds_it_then() {
    let done = "status = \"done\"\nfinished = 2027-01-15";
    let lag = "depends_on = [{ on = \"other\", lag = \"4w\" }]";
    assert_eq!(of(lag, done), Readiness::Waits { until: date(2027, 2, 15) });
    // The other one stands first by its score, and takes the whole team until long after that day.
    let first = format!("{BEGUN}\nremaining = \"8w\"");
    let waits = Readiness::Waits { until: date(2027, 1, 25) };
    assert_eq!(of("not_before = 2027-01-25", &first), waits);
}

/// A step that follows another with a lead is none of the first ones.
#[test]
fn a_lead_inside_does_not_let_work_begin() {
    let steps = |id: &str, first: &str, more: &str| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\nvalue-effort = {{ value = 9, effort = 1 }}\n\
             steps = [{{ id = \"s1\", title = \"S1\", effort = \"2w\"{first} }}{more}]\n"
        )
    };
    let lead = ", { id = \"s2\", title = \"S2\", effort = \"2w\", after = [{ on = \"s1\", lag = \"-2d\" }] }";
    let head = "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n";
    let both = [steps("own", ", after = [\"other.s1\"]", lead), steps("other", "", "")].concat();
    assert_eq!(found(&format!("{head}{both}")), Readiness::Needs { initiatives: vec!["other".into()] });
    let finished = "steps = [{ id = \"s1\", title = \"S1\", team = \"t\", effort = \"2d\", started = 2027-01-04, finished = 2027-01-06 }]";
    assert_eq!(with_steps(finished, ""), Readiness::UnderWay);
}

#[test]
fn a_freeze_of_everybody_holds_it() {
    let freeze = "[calendar]\nfreeze = [{ from = 2027-01-21, to = 2027-02-05 }]\n";
    assert_eq!(found(&plan("effort = \"5d\"", "", freeze)), Readiness::Waits { until: date(2027, 2, 8) });
}

/// Ends that are tied to what is done, or to what is under way, and days that are over.
#[test]
fn what_is_over_holds_nothing_and_a_lag_after_it_does() {
    let done = "status = \"done\"\nstarted = 2027-01-04\nfinished = 2027-01-15";
    let tied = |kind: &str| {
        format!("duration = \"1w\"\ndepends_on = [{{ on = \"other\", type = \"{kind}\", lag = \"8w\" }}]")
    };
    for kind in ["fs", "ss", "ff"] {
        let found = found(&plan(&tied(kind), done, ""));
        assert!(
            matches!(found, Readiness::Waits { until } if until > date(2027, 2, 20)),
            "{kind}: {found:?}"
        );
    }
    let late = "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\ntoday = 2027-03-01\n[[initiative]]\nid = \"own\"\n\
        title = \"Own\"\neffort = \"5d\"\nnot_before = 2027-02-01\nvalue-effort = { value = 1, effort = 0.25 }\n";
    assert_eq!(found(late), Readiness::Now);
}

#[test]
fn what_has_begun_is_under_way_and_what_is_done_or_set_aside_is_so() {
    assert_eq!(of("", ""), Readiness::Now);
    assert_eq!(of(BEGUN, ""), Readiness::UnderWay);
    assert_eq!(of(DONE, ""), Readiness::Done);
    assert_eq!(of("status = \"rejected\"\ndecision = \"no\"", ""), Readiness::Aside);
}
