//! Dates of plans that start late, pause or are under way, and what is told of them. Every date is worked out by hand.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::report::Report;
use jiff::civil::{Date, date};

use super::run_text;

/// A plan that starts on Monday 2027-01-04; `rest` may begin with more keys of `[plan]`.
fn run(rest: &str) -> Result<Report, Vec<String>> {
    let (project, run) = run_text(&format!("[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{rest}"));
    let found =
        || run.diagnostics.iter().map(|found| format!("{} {}", found.code.number(), found.message.en()));
    cxplan_engine::report(&project, &run, Language::En).ok_or_else(|| found().collect())
}

fn report(rest: &str) -> Report {
    run(rest).unwrap_or_else(|found| panic!("{found:#?}\n{rest}"))
}

/// An initiative of this id with more keys.
fn initiative(id: &str, keys: &str) -> String {
    format!(
        "[[initiative]]\nid = \"{id}\"\ntitle = \"T\"\nrice = {{ reach = 100, impact = 1, confidence = 0.8, effort = 1 }}\n{keys}\n"
    )
}

/// First and last day of an initiative.
fn dates(report: &Report, id: &str) -> (Date, Date) {
    let found = report.initiatives.iter().find(|initiative| initiative.id == id).unwrap();
    let planned = found.planned.as_ref().unwrap();
    (planned.start, planned.finish)
}

#[test]
fn a_team_whose_members_all_come_later_starts_then() {
    let team = "[[team]]\nid = \"t\"\nname = \"T\"\nmembers = [{ name = \"A\", from = 2027-03-15 }]\n";
    let report = report(&(team.to_owned() + &initiative("a", "team = \"t\"\neffort = \"10d\"")));
    assert_eq!(dates(&report, "a"), (date(2027, 3, 15), date(2027, 3, 26)));
}

#[test]
fn long_holidays_of_the_office_leave_room_behind_them() {
    let days: Vec<String> =
        (0..70).map(|day| date(2027, 1, 4).saturating_add(jiff::Span::new().days(day)).to_string()).collect();
    let calendar = format!(
        "[calendar]\nholidays = [{}]\n[[work_calendar]]\nid = \"shops\"\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\ncalendar = \"shops\"\n",
        days.join(", ")
    );
    let report = report(&(calendar + &initiative("a", "duration = \"1d\"")));
    assert_eq!(dates(&report, "a"), (date(2027, 3, 15), date(2027, 3, 15)));
}

#[test]
fn a_member_is_missed_once_and_only_while_there() {
    let ends = |team: &str, effort: &str| {
        let team = format!("[[team]]\nid = \"t\"\nname = \"T\"\n{team}\n");
        let work = format!("steps = [{{ title = \"S\", team = \"t\", people = 1, effort = \"{effort}\" }}]");
        dates(&report(&(team + &initiative("a", &work))), "a").1
    };
    // Bo is there all the time.
    let two = "members = [{ name = \"Al\" }, { name = \"Bo\" }]\n";
    let overlapping = "leave = [{ who = \"Al\", from = 2027-01-04, to = 2027-01-29 }, { who = \"Al\", from = 2027-01-04, to = 2027-01-15 }]";
    assert_eq!(ends(&format!("{two}{overlapping}"), "5d"), date(2027, 1, 8));
    let gone = "members = [{ name = \"Al\", to = 2027-01-08 }, { name = \"Bo\" }]\nleave = [{ who = \"Al\", from = 2027-01-11, to = 2027-01-29 }]";
    assert_eq!(ends(gone, "10d"), date(2027, 1, 15));
    // Al alone: two leaves with a day between them.
    let alone = "members = [{ name = \"Al\" }]\nleave = [{ who = \"Al\", from = 2027-01-07, to = 2027-01-08 }, { who = \"Al\", from = 2027-01-05, to = 2027-01-05 }]";
    assert_eq!(ends(alone, "3d"), date(2027, 1, 11), "Monday, Wednesday, Monday");
}

#[test]
fn a_week_with_a_half_friday_is_a_week_of_work_and_of_lag() {
    let calendar = "[calendar]\nhalf_days = [\"fri\"]\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n";
    let plan = calendar.to_owned()
        + &initiative("a", "team = \"t\"\neffort = \"1w\"")
        + &initiative("b", "team = \"t\"\neffort = \"1w\"\ndepends_on = [\"a\"]")
        + &initiative("c", "duration = \"3w\"")
        + &initiative("d", "duration = \"1w\"\ndepends_on = [{ on = \"a\", lag = \"1w\" }]");
    let report = report(&plan);
    let january = |first: i8, last: i8| (date(2027, 1, first), date(2027, 1, last));
    assert_eq!(dates(&report, "a"), january(4, 8));
    assert_eq!(dates(&report, "b"), january(11, 15));
    assert_eq!(dates(&report, "c"), january(4, 22));
    assert_eq!(dates(&report, "d"), january(18, 22), "the week between is left out");
}
