//! What the plan language says of time: links, dates, absences, calendars and progress. Every date is worked out by hand.

use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::report::{Report, StartReason};
use jiff::civil::{Date, date};

use super::run_text;

/// A plan that starts on Monday 2027-01-04; `rest` may begin with more keys of `[plan]`.
fn run(rest: &str) -> Result<Report, Vec<String>> {
    let (project, run) = run_text(&format!("[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{rest}"));
    let found =
        || run.diagnostics.iter().map(|found| format!("{} {}", found.code.number(), found.message.en()));
    cxplan_engine::report(&project, &run, &Doubts::default(), Language::En).ok_or_else(|| found().collect())
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

fn day(day: i8) -> Date {
    date(2027, 1, day)
}

/// First and last day of an initiative.
fn dates(report: &Report, id: &str) -> (Date, Date) {
    let found = report.initiatives.iter().find(|initiative| initiative.id == id).unwrap();
    let planned = found.planned.as_ref().unwrap();
    (planned.start, planned.finish)
}

fn start_reason(report: &Report, id: &str) -> StartReason {
    let found = report.initiatives.iter().find(|initiative| initiative.id == id).unwrap();
    found.planned.as_ref().unwrap().start_reason.clone()
}

#[test]
fn each_kind_of_link_ties_the_ends_that_it_says() {
    // `a` runs for two weeks: from Monday the 4th to Friday the 15th. What waits takes three days.
    for (link, start, finish) in [
        (r#""a""#, 18, 20),
        (r#"{ on = "a" }"#, 18, 20),
        (r#"{ on = "a", lag = "1w" }"#, 25, 27),
        (r#"{ on = "a", lag = "-3d" }"#, 13, 15),
        (r#"{ on = "a", type = "ss" }"#, 4, 6),
        (r#"{ on = "a", type = "ss", lag = "1w" }"#, 11, 13),
        (r#"{ on = "a", type = "ff" }"#, 13, 15),
        (r#"{ on = "a", type = "ff", lag = "2d" }"#, 15, 19),
        (r#"{ on = "a", type = "sf" }"#, 4, 6),
        (r#"{ on = "a", type = "sf", lag = "8d" }"#, 11, 13),
    ] {
        let plan = initiative("a", "duration = \"2w\"")
            + &initiative("b", &format!("duration = \"3d\"\ndepends_on = [{link}]"));
        assert_eq!(dates(&report(&plan), "b"), (day(start), day(finish)), "{link}");
    }
}

#[test]
fn a_link_to_a_single_step_does_not_wait_for_the_rest() {
    let a = initiative(
        "a",
        "steps = [{ id = \"design\", title = \"D\", duration = \"1w\" }, { id = \"build\", title = \"B\", duration = \"4w\", after = [\"design\"] }]",
    );
    let plan = a.clone() + &initiative("b", "duration = \"1d\"\ndepends_on = [\"a.design\"]");
    assert_eq!(dates(&report(&plan), "b"), (day(11), day(11)));
    let plan = a.clone()
        + &initiative(
            "b",
            "duration = \"1d\"\ndepends_on = [{ on = \"a.build\", type = \"ss\", lag = \"2d\" }]",
        );
    assert_eq!(dates(&report(&plan), "b"), (day(13), day(13)));
    // The same from a step.
    let plan = a + &initiative(
        "b",
        "steps = [{ title = \"S\", duration = \"1d\", after = [{ on = \"a.design\", lag = \"1d\" }] }]",
    );
    assert_eq!(dates(&report(&plan), "b"), (day(12), day(12)));
}

#[test]
fn steps_overlap_as_their_links_say() {
    let plan = initiative(
        "a",
        "steps = [{ id = \"one\", title = \"1\", duration = \"1w\" }, { id = \"two\", title = \"2\", duration = \"1w\", after = [{ on = \"one\", type = \"ss\", lag = \"2d\" }] }]",
    ) + &initiative("b", "duration = \"1d\"\ndepends_on = [\"a\"]");
    let report = report(&plan);
    assert_eq!(dates(&report, "a"), (day(4), day(12)));
    assert_eq!(dates(&report, "b"), (day(13), day(13)), "after all of it");
}

#[test]
fn dates_of_the_plan_hold() {
    let report = report(
        &(initiative("early", "duration = \"1d\"\nnot_before = 2027-01-16")
            + &initiative("fair", "duration = \"2d\"\nfixed = 2027-01-20\ndeadline = 2027-01-21")
            + "[[milestone]]\nid = \"m\"\ntitle = \"M\"\nafter = [\"early\", \"fair\"]\ndeadline = 2027-01-20\n"),
    );
    assert_eq!(dates(&report, "early"), (day(18), day(18)), "the 16th is a Saturday");
    assert_eq!(start_reason(&report, "early"), StartReason::NotBefore { date: day(16) });
    assert_eq!(dates(&report, "fair"), (day(20), day(21)));
    assert_eq!(start_reason(&report, "fair"), StartReason::Fixed);
    let milestone = &report.milestones[0];
    assert_eq!((milestone.date, milestone.late), (Some(day(21)), true));
}

#[test]
fn what_is_under_way_says_what_holds_the_rest_of_it() {
    let team = "status_date = 2027-01-08\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n";
    let begun =
        initiative("begun", "team = \"t\"\nstarted = 2027-01-06\nremaining = \"5d\"\neffort = \"8d\"");
    let free = report(&(team.to_owned() + &begun));
    assert_eq!(dates(&free, "begun"), (day(6), day(15)));
    assert_eq!(start_reason(&free, "begun"), StartReason::Started { date: day(6), rest: None });
    let fair = initiative("fair", "team = \"t\"\neffort = \"2d\"\nfixed = 2027-01-13");
    let held = report(&format!("{team}{begun}{fair}"));
    assert_eq!(dates(&held, "begun"), (day(6), day(21)));
    let busy = StartReason::TeamBusy { team: "T".into(), initiatives: vec!["fair".into()], until: day(14) };
    assert_eq!(
        start_reason(&held, "begun"),
        StartReason::Started { date: day(6), rest: Some(Box::new(busy)) }
    );
}

#[test]
fn a_fixed_date_gets_its_room_before_better_ideas() {
    let team = "[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n";
    let better = "[[initiative]]\nid = \"better\"\ntitle = \"T\"\nteam = \"t\"\neffort = \"2w\"\nrice = { reach = 9000, impact = 3, confidence = 1, effort = 1 }\n";
    let fixed = initiative("fair", "team = \"t\"\neffort = \"2d\"\nfixed = 2027-01-06");
    let planned = report(&format!("{team}{better}{fixed}"));
    assert_eq!(dates(&planned, "fair"), (day(6), day(7)));
    assert_eq!(dates(&planned, "better"), (day(8), day(21)));

    for (what, plan) in [
        ("nobody works", initiative("fair", "duration = \"1d\"\nfixed = 2027-01-09")),
        (
            "what it needs ends later",
            initiative("a", "duration = \"1w\"")
                + &initiative("fair", "duration = \"1d\"\nfixed = 2027-01-06\ndepends_on = [\"a\"]"),
        ),
        (
            "its team is busy with another",
            format!(
                "{team}{}{}",
                initiative("one", "team = \"t\"\neffort = \"1w\"\nfixed = 2027-01-05"),
                initiative("two", "team = \"t\"\neffort = \"1w\"\nfixed = 2027-01-06")
            ),
        ),
        ("before the plan", initiative("fair", "duration = \"1d\"\nfixed = 2026-12-01")),
    ] {
        let mut found = run(&plan).unwrap_err();
        found.retain(|found| !found.starts_with("CXP0311"));
        assert!(found.len() == 1 && found[0].starts_with("CXP0606"), "{what}: {found:?}");
    }
}

#[test]
fn half_days_make_work_longer_and_weeks_shorter() {
    let calendar = "[calendar]\nhalf_days = [\"fri\"]\nhalf_holidays = [2027-01-13]\n";
    let plan = initiative("days", "duration = \"5d\"")
        + &initiative("week", "duration = \"1w\"")
        + &initiative("two", "duration = \"9d\"");
    let planned = report(&format!("{calendar}{plan}"));
    assert_eq!(dates(&planned, "days"), (day(4), day(11)), "four and a half days, and half of Monday");
    assert_eq!(dates(&planned, "week"), (day(4), day(8)), "a week of 4.5 days is that week");
    assert_eq!(
        dates(&planned, "two"),
        (day(4), day(18)),
        "4 + ½ + 2 + ½ + 1 + ½ = 8.5, so Friday the 15th is not enough"
    );
}

#[test]
fn teams_work_on_their_own_days() {
    let teams = "[[work_calendar]]\nid = \"sunday\"\nworkdays = [\"sun\", \"mon\", \"tue\", \"wed\", \"thu\"]\nholidays = [2027-01-05]\n\
                 [[team]]\nid = \"south\"\nname = \"S\"\ncapacity = 1\ncalendar = \"sunday\"\n\
                 [[team]]\nid = \"north\"\nname = \"N\"\ncapacity = 1\n";
    let plan = initiative("a", "team = \"south\"\neffort = \"4d\"")
        + &initiative("b", "team = \"north\"\neffort = \"1d\"\ndepends_on = [\"a\"]")
        + &initiative("c", "team = \"south\"\neffort = \"1d\"\ndepends_on = [{ on = \"a\", lag = \"1d\" }]")
        + &initiative("d", "duration = \"5d\"");
    let planned = report(&format!("{teams}{plan}"));
    // Monday, not Tuesday, Wednesday, Thursday, Sunday.
    assert_eq!(dates(&planned, "a"), (day(4), day(10)));
    assert_eq!(dates(&planned, "b"), (day(11), day(11)), "Monday");
    assert_eq!(dates(&planned, "c"), (day(12), day(12)), "a lag of one day of the plan: Monday");
    assert_eq!(dates(&planned, "d"), (day(4), day(8)), "without a team the plan's days count");
}

#[test]
fn absences_and_changes_of_a_team_move_work() {
    let plan = |team: &str, work: &str| {
        let team = format!("[[team]]\nid = \"t\"\nname = \"T\"\n{team}\n");
        report(&format!("{team}{}", initiative("a", &format!("team = \"t\"\n{work}"))))
    };
    let away = plan(
        "capacity = 1\nleave = [{ from = 2027-01-06, to = 2027-01-08, why = \"course\" }]",
        "effort = \"3d\"",
    );
    assert_eq!(dates(&away, "a"), (day(4), day(11)), "it pauses while everybody is away");
    let members = "members = [{ name = \"Anna\" }, { name = \"Karim\", share = 0.5 }]";
    let without = plan(
        &format!("{members}\nleave = [{{ from = 2027-01-04, to = 2027-01-08, who = \"Anna\" }}]"),
        "effort = \"3d\"\npeople = 1.5",
    );
    assert_eq!(dates(&without, "a"), (day(11), day(12)), "it needs both of them");
    let alone = plan(
        &format!("{members}\nleave = [{{ from = 2027-01-04, to = 2027-01-08, who = \"Anna\" }}]"),
        "effort = \"1d\"\npeople = 0.5",
    );
    assert_eq!(dates(&alone, "a"), (day(4), day(5)), "Karim is there");
    let grows =
        plan("capacity = 1\nchanges = [{ from = 2027-01-11, capacity = 2 }]", "effort = \"4d\"\npeople = 2");
    assert_eq!(dates(&grows, "a"), (day(11), day(12)));
    let some = plan(
        "capacity = 2\nleave = [{ from = 2027-01-04, to = 2027-01-05, people = 1 }]",
        "effort = \"4d\"\npeople = 2",
    );
    assert_eq!(dates(&some, "a"), (day(6), day(7)));
}

#[test]
fn what_has_happened_counts_and_the_rest_starts_after_the_status_date() {
    let steps = "steps = [\n\
        { id = \"done\", title = \"1\", duration = \"1w\", started = 2026-12-28, finished = 2027-01-05 },\n\
        { id = \"half\", title = \"2\", duration = \"2w\", started = 2027-01-06, progress = 0.7, after = [\"done\"] },\n\
        { id = \"next\", title = \"3\", duration = \"2d\", after = [\"half\"] },\n]";
    let plan = initiative("a", steps)
        + &initiative("new", "duration = \"1d\"")
        + &initiative("was", "duration = \"1w\"\nfinished = 2027-01-06")
        + &initiative("after", "duration = \"1d\"\ndepends_on = [{ on = \"was\", lag = \"2w\" }]");
    let planned = report(&format!("status_date = 2027-01-15\n{plan}"));
    let a = planned.initiatives.iter().find(|initiative| initiative.id == "a").unwrap();
    let step = |id: &str| {
        let step = a.steps.iter().find(|step| step.id == id).unwrap();
        (step.start.unwrap(), step.finish.unwrap())
    };
    assert_eq!(a.status, "active");
    assert_eq!(step("done"), (date(2026, 12, 28), day(5)));
    assert_eq!(step("half"), (day(6), day(20)), "three of ten days are left: Monday to Wednesday");
    assert_eq!(step("next"), (day(21), day(22)));
    assert_eq!(dates(&planned, "new"), (day(18), day(18)), "it had not begun by Friday the 15th");
    assert_eq!(start_reason(&planned, "new"), StartReason::StatusDate { date: day(15) });
    assert_eq!(dates(&planned, "after"), (day(21), day(21)), "ten working days after Wednesday the 6th");
    let was = planned.initiatives.iter().find(|initiative| initiative.id == "was").unwrap();
    assert_eq!((was.status.as_str(), was.finished), ("done", Some(day(6))));
}

#[test]
fn three_points_plan_with_the_likely_one_and_keep_the_others() {
    let planned = report(&initiative("a", "duration = [\"2d\", \"1w\", \"3w\"]"));
    let step = &planned.initiatives[0].steps[0];
    assert_eq!((step.days, step.range), (5, Some((2, 15))));
}

#[test]
fn targets_may_be_told_as_values_points_or_parts() {
    let metric = "[[metric]]\nid = \"m\"\nname = \"M\"\nkind = \"rate\"\ndirection = \"higher\"\nunit = \"%\"\nbaseline = { value = 61 }\n\
                  targets = [{ months = 3, points = 3 }, { months = 6, relative = \"+22%\" }, { months = 12, value = 83 }]\n";
    let planned = report(&format!("{metric}{}", initiative("a", "duration = \"1d\"")));
    let values: Vec<f64> = planned.metrics[0].targets.iter().map(|target| target.value).collect();
    assert_eq!(values[0], 64.0);
    assert!((values[1] - 74.42).abs() < 1e-9, "{values:?}");
    assert_eq!(values[2], 83.0);
}

#[test]
fn a_day_that_has_to_be_kept_is_kept_at_the_price_of_value() {
    let with = |must: &str| {
        let team = "[[team]]\nid = \"web\"\nname = \"Web\"\ncapacity = 1\n";
        let good = initiative("good", "team = \"web\"\neffort = \"2w\"");
        let law =
            initiative("law", &format!("team = \"web\"\neffort = \"2w\"\ndepends_on = [\"text\"]\n{must}"));
        let law = law.replace("impact = 1", "impact = 0.25");
        let text = initiative("text", "duration = \"1d\"").replace("impact = 1", "impact = 0.25");
        let [good, law] = [good, law].map(|work| work.replace(", effort = 1", ""));
        report(&format!("{team}{good}{law}{text}"))
    };
    // The better work comes first, unless the day says otherwise.
    assert_eq!(dates(&with(""), "law"), (day(18), day(29)));
    assert_eq!(dates(&with("must_finish_by = 2027-01-29"), "law"), (day(18), day(29)));
    let kept = with("must_finish_by = 2027-01-18");
    assert_eq!(dates(&kept, "law"), (day(5), day(18)));
    assert_eq!(dates(&kept, "good"), (day(19), date(2027, 2, 1)));
}
