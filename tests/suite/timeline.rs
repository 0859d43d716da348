//! Dates and expected values of small plans, worked out by hand.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::report::{InitiativeView, PlannedView, Report, StartReason};
use cxplan_engine::core::timeline::Cause;
use jiff::civil::{Date, date};

use super::{cxplan, root, run_file, run_text, scratch, stderr};

fn report(text: &str) -> Report {
    let (project, run) = run_text(text);
    cxplan_engine::report(&project, &run, &run.doubts().0, Language::En)
        .unwrap_or_else(|| panic!("{:#?}", run.diagnostics))
}

fn initiative<'r>(report: &'r Report, id: &str) -> &'r InitiativeView {
    report.initiatives.iter().find(|initiative| initiative.id == id).unwrap()
}

fn planned<'r>(report: &'r Report, id: &str) -> &'r PlannedView {
    initiative(report, id).planned.as_ref().unwrap()
}

fn dates(report: &Report, id: &str) -> (Date, Date) {
    let planned = planned(report, id);
    (planned.start, planned.finish)
}

const RICE: &str = "rice = { reach = 100, impact = 1, confidence = 0.8 }";
const RICE_LESS: &str = "rice = { reach = 5, impact = 1, confidence = 0.8 }";
const RICE_LEAST: &str = "rice = { reach = 1, impact = 0.5, confidence = 0.8 }";

#[test]
fn a_day_of_work_on_monday_ends_on_monday() {
    let report = report(&format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[[initiative]]\nid = \"a\"\ntitle = \"A\"\neffort = \"1d\"\n{RICE}\n"
    ));
    assert_eq!(dates(&report, "a"), (date(2027, 1, 4), date(2027, 1, 4)));
    assert_eq!(planned(&report, "a").start_reason, StartReason::PlanStart);
}

#[test]
fn load_is_effort_by_duration_and_people_are_what_the_plan_says() {
    let report = report(&format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 2.5\n\
         [[initiative]]\nid = \"a\"\ntitle = \"A\"\n{RICE}\nsteps = [\n\
         {{ id = \"by-one\", title = \"S\", team = \"t\", effort = \"3d\" }},\n\
         {{ id = \"by-people\", title = \"S\", team = \"t\", effort = \"2.01d\", people = 2.01 }},\n\
         {{ id = \"by-duration\", title = \"S\", team = \"t\", effort = \"6d\", duration = \"1w\" }},\n\
         {{ id = \"waiting\", title = \"S\", duration = \"2w\" }},\n]\n"
    ));
    let steps: Vec<(u32, f64)> =
        initiative(&report, "a").steps.iter().map(|step| (step.days, step.load)).collect();
    assert_eq!(steps, [(3, 1.0), (1, 2.01), (5, 1.2), (10, 0.0)]);
}

#[test]
fn teams_work_together_on_the_days_that_they_have_in_common() {
    let report = report(&format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n\
         [[work_calendar]]\nid = \"early\"\nworkdays = [\"mon\", \"tue\", \"wed\"]\n\
         [[team]]\nid = \"w\"\nname = \"W\"\ncapacity = 1\ncost_per_person_month = 2000\n\
         [[team]]\nid = \"l\"\nname = \"L\"\ncapacity = 1\ncost_per_person_month = 4000\ncalendar = \"early\"\n\
         [[initiative]]\nid = \"a\"\ntitle = \"A\"\nteam = \"w\"\neffort = \"5d\"\n{RICE}\n\
         with = [{{ team = \"l\", effort = \"2.5d\" }}]\n\
         [[initiative]]\nid = \"b\"\ntitle = \"B\"\nteam = \"w\"\neffort = \"2d\"\n{RICE_LESS}\n\
         [[initiative]]\nid = \"c\"\ntitle = \"C\"\nteam = \"l\"\neffort = \"1d\"\n{RICE_LEAST}\n"
    ));
    // Five days of Monday to Wednesday; on Thursday and Friday the web team is free for other work.
    assert_eq!(dates(&report, "a"), (date(2027, 1, 4), date(2027, 1, 12)));
    assert_eq!(dates(&report, "b"), (date(2027, 1, 7), date(2027, 1, 8)));
    // Half of the legal team is left, which is too little for a whole person.
    assert_eq!(dates(&report, "c"), (date(2027, 1, 13), date(2027, 1, 13)));
    let step = &initiative(&report, "a").steps[0];
    assert_eq!((step.load, step.with[0].load), (1.0, 0.5));
    assert_eq!((step.effort_of("W"), step.effort_of("L")), (5.0, 2.5));
    assert_eq!(initiative(&report, "a").teams, ["W", "L"]);
    let busy = match &planned(&report, "c").start_reason {
        StartReason::TeamBusy { team, initiatives, .. } => (team.as_str(), initiatives.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(busy, ("L", 1));
    // At the rates of both, in the 20 days of a person-month that the plan has unless it says otherwise.
    assert_eq!(initiative(&report, "a").cost, Some(5.0 / 20.0 * 2000.0 + 2.5 / 20.0 * 4000.0));
}

/// A team of one; more text of `[plan]`, and initiatives, which all have the same score.
fn one_team(head: &str, initiatives: &[(&str, &str)]) -> String {
    let initiative = |(id, text): &(&str, &str)| {
        format!("[[initiative]]\nid = \"{id}\"\ntitle = \"T\"\n{RICE}\nteam = \"t\"\n{text}\n")
    };
    format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{head}\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n{}",
        initiatives.iter().map(initiative).collect::<String>()
    )
}

#[test]
fn late_work_ends_on_its_deadline_and_what_it_waits_for_does_not_wait() {
    let report = report(&one_team(
        "",
        &[
            (
                "campaign",
                "effort = \"5d\"\ntiming = \"late\"\ndepends_on = [\"offer\"]\ndeadline = 2027-03-26",
            ),
            ("offer", "effort = \"3d\""),
            // It is busy in the last week, so that the rehearsal comes before it.
            ("opening", "effort = \"2d\"\nfixed = 2027-03-24"),
            ("rehearsal", "effort = \"1d\"\ntiming = \"late\"\nmust_finish_by = 2027-03-25"),
        ],
    ));
    assert_eq!(dates(&report, "offer"), (date(2027, 1, 4), date(2027, 1, 6)));
    assert_eq!(dates(&report, "opening"), (date(2027, 3, 24), date(2027, 3, 25)));
    // Five days in one piece: before the opening. The rehearsal comes later in the order, and takes the later day.
    assert_eq!(dates(&report, "rehearsal"), (date(2027, 3, 23), date(2027, 3, 23)));
    assert_eq!(dates(&report, "campaign"), (date(2027, 3, 16), date(2027, 3, 22)));
    assert_eq!(planned(&report, "campaign").start_reason, StartReason::Late);
    assert_eq!(planned(&report, "opening").start_reason, StartReason::Fixed);
}

#[test]
fn a_plan_can_be_made_backwards_from_what_it_works_towards() {
    let report = report(
        &(one_team(
            "timing = \"late\"",
            &[
                ("first", "effort = \"2d\""),
                ("second", "effort = \"3d\"\ndepends_on = [{ on = \"first\", lag = \"1d\" }]"),
                ("now", "effort = \"1d\"\ntiming = \"early\""),
                ("free", "effort = \"1d\""),
            ],
        ) + "[[milestone]]\nid = \"m\"\ntitle = \"M\"\nafter = [\"second\"]\ndeadline = 2027-02-05\n"),
    );
    assert_eq!(dates(&report, "second"), (date(2027, 2, 3), date(2027, 2, 5)));
    assert_eq!(dates(&report, "first"), (date(2027, 1, 29), date(2027, 2, 1)));
    assert_eq!(dates(&report, "now"), (date(2027, 1, 4), date(2027, 1, 4)));
    // Nothing waits for it and it has no deadline: by the end of the plan, as late as its team has a day.
    assert_eq!(dates(&report, "free").1, date(2027, 2, 2));
}

#[test]
fn late_work_that_cannot_be_in_time_is_as_early_as_it_can() {
    let (project, run) = run_text(&one_team(
        "",
        &[("a", "effort = \"5d\"\ntiming = \"late\"\ndeadline = 2027-01-06"), ("b", "effort = \"9d\"")],
    ));
    let report = cxplan_engine::report(&project, &run, &run.doubts().0, Language::En).unwrap();
    assert_eq!(dates(&report, "a"), (date(2027, 1, 4), date(2027, 1, 8)));
    assert_eq!(planned(&report, "a").start_reason, StartReason::PlanStart);
}

/// A high value that comes early is worth a deadline in no case: the search leaves ways that miss one in the end.
#[test]
fn value_waits_for_a_deadline_and_is_the_best_that_it_leaves() {
    let report = report(&one_team(
        "",
        &[
            ("a", "effort = \"7d\""),
            ("b", "effort = \"4d\"\ndepends_on = [\"a\"]\ndeadline = 2027-01-18"),
            ("c", "effort = \"3d\""),
            ("d", "effort = \"1d\"\nnot_before = 2027-01-18"),
        ],
    ));
    assert_eq!(dates(&report, "b"), (date(2027, 1, 13), date(2027, 1, 18)));
    assert_eq!(dates(&report, "d"), (date(2027, 1, 19), date(2027, 1, 19)));
    assert_eq!(dates(&report, "c"), (date(2027, 1, 20), date(2027, 1, 22)));
}

/// What waits for a fixed day is not traded for value.
#[test]
fn the_search_keeps_what_a_fixed_day_waits_for() {
    let rice = |reach: u32| format!("rice = {{ reach = {reach}, impact = 3, confidence = 0.8 }}");
    let work = |id: &str, team: &str, effort: &str, more: &str, reach: u32| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"T\"\nteam = \"{team}\"\neffort = \"{effort}\"\n{more}\n{}\n",
            rice(reach)
        )
    };
    let team = |id: &str| format!("[[team]]\nid = \"{id}\"\nname = \"{id}\"\ncapacity = 1\n");
    let report = report(&format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{}{}{}{}{}",
        team("web"),
        team("x"),
        work("l", "x", "1d", "fixed = 2027-01-25\ndepends_on = [\"p\"]", 300),
        work("p", "web", "10d", "", 30),
        work("n", "web", "10d", "", 700),
    ));
    assert_eq!(dates(&report, "p").1, date(2027, 1, 15));
    assert_eq!(dates(&report, "l").0, date(2027, 1, 25));
}

#[test]
fn what_is_late_is_not_said_to_end_as_early_as_can_be() {
    let (_, run) = run_text(&one_team(
        "objective = \"end\"",
        &[("a", "effort = \"10d\""), ("b", "effort = \"10d\"\ntiming = \"late\"\ndeadline = 2027-06-30")],
    ));
    let sought = run.timeline.unwrap().sought.unwrap();
    assert!(!sought.end.is_best(), "{sought:?}");
}

#[test]
fn a_part_time_team_takes_longer_for_the_same_effort() {
    let report = report(&format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 0.5\n\
         [[initiative]]\nid = \"a\"\ntitle = \"A\"\nteam = \"t\"\neffort = \"5d\"\n{RICE}\n"
    ));
    assert_eq!(dates(&report, "a"), (date(2027, 1, 4), date(2027, 1, 15)), "ten days at half a person");
}

#[test]
fn what_was_delivered_counts_and_is_waited_for() {
    let plan = |delivered: &str| {
        report(&format!(
            "[plan]\ntitle = \"T\"\nstart = 2027-03-01\n[[metric]]\nid = \"nps\"\nname = \"NPS\"\nkind = \"nps\"\n\
             direction = \"higher\"\nbaseline = {{ value = 20 }}\ntargets = [{{ months = 12, value = 25 }}]\n\
             [[initiative]]\nid = \"first\"\ntitle = \"F\"\neffort = \"1mo\"\n{RICE}\n\
             effects = [{{ metric = \"nps\", change = [4, 5, 6] }}]\n\
             [[initiative]]\nid = \"second\"\ntitle = \"S\"\neffort = \"1w\"\ndepends_on = [\"first\"]\n{RICE}\n{delivered}"
        ))
    };
    let before = plan("");
    assert_eq!(dates(&before, "second").0, date(2027, 3, 29));
    assert_eq!(before.metrics[0].targets[0].expected, Some(24.0), "80 % of 5");

    let after = plan(
        "[[delivered]]\ninitiative = \"first\"\ndate = 2027-04-20\neffects = [{ metric = \"nps\", change = 6 }]\n",
    );
    assert_eq!(initiative(&after, "first").status, "done");
    assert_eq!(dates(&after, "second").0, date(2027, 4, 21), "the day after");
    let reason = &planned(&after, "second").start_reason;
    assert!(
        matches!(reason, StartReason::After { initiative, finish, .. } if initiative == "first" && *finish == date(2027, 4, 20))
    );
    assert_eq!(after.metrics[0].targets[0].expected, Some(26.0), "what was measured");
    assert_eq!(after.metrics[0].targets[0].reached, Some(true));
}

#[test]
fn a_target_after_six_months_sees_what_was_delivered_the_day_before() {
    // July to December has 184 days, more than six mean months.
    let report = report(&format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-07-01\n[[metric]]\nid = \"m\"\nname = \"M\"\nkind = \"count\"\n\
         direction = \"higher\"\nbaseline = {{ value = 10 }}\ntargets = [{{ months = 6, value = 14 }}]\n\
         [[initiative]]\nid = \"a\"\ntitle = \"A\"\nduration = \"132d\"\n{RICE}\neffects = [{{ metric = \"m\", change = [5, 5, 5] }}]\n"
    ).replace("confidence = 0.8 }", "confidence = 0.8, effort = 6 }"));
    assert_eq!(dates(&report, "a").1, date(2027, 12, 31));
    assert_eq!(report.metrics[0].targets[0].date, date(2028, 1, 1));
    assert_eq!(report.metrics[0].targets[0].expected, Some(14.0));
}

#[test]
fn a_freeze_of_a_century_ends_the_search_for_dates() {
    let text = format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[calendar]\nfreeze = [{{ from = 2027-02-01, to = 9999-12-31 }}]\n\
         [[initiative]]\nid = \"a\"\ntitle = \"A\"\neffort = \"3mo\"\n{RICE}\n"
    );
    let (_, run) = run_text(&text);
    let codes: Vec<&str> = run.diagnostics.iter().map(|diagnostic| diagnostic.code.number()).collect();
    assert_eq!(codes, ["CXP0602"]);
}

/// Work that nobody knows keeps an initiative off the timeline, and not from being scored by a method that does without.
#[test]
fn scores_alone_need_no_work() {
    let wsjf = "wsjf = { value = 8, urgency = 5, risk = 3, size = 5 }";
    let plan = format!(
        "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[[initiative]]\nid = \"a\"\ntitle = \"A\"\n{wsjf}\n"
    );
    let run = |name: &str, plan: &str, args: &[&str]| {
        let folder = scratch(name);
        std::fs::write(folder.join("plan.toml"), plan).unwrap();
        let out = cxplan(&folder).args(args).output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout.clone()).unwrap(), stderr(&out))
    };
    let (status, out, err) = run("no-work-score", &plan, &["score"]);
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("3.2") && err.contains("warning[CXP0310]"), "{out}{err}");
    let (status, out, err) = run("no-work-explain", &plan, &["score", "--explain", "a"]);
    assert!(status == Some(0) && out.contains("3.2"), "{out}{err}");
    for command in ["check", "plan", "build"] {
        let (status, out, err) = run("no-work-else", &plan, &[command]);
        assert!(
            status == Some(1) && out.is_empty() && err.contains("error[CXP0310]"),
            "{command}: {out}{err}"
        );
    }
    // A method that divides by effort says itself that it cannot do without.
    let rice = plan.replace(wsjf, "rice = { reach = 2000, impact = 1, confidence = 0.8 }");
    let (status, out, err) = run("no-work-rice", &rice, &["score"]);
    assert!(status == Some(1) && out.is_empty() && err.contains("error[CXP0509]"), "{out}{err}");
}

/// Each step of a chain starts after the one that it waits for has ended, and only the last one waits for none.
#[test]
fn every_date_is_explained_back_to_its_beginning() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let (plan, timeline) = (run.plan.as_ref().unwrap(), run.timeline.as_ref().unwrap());
    let mut longest = 0;
    for place in &timeline.order {
        let last = timeline.last_step(place.initiative).unwrap();
        assert!(plan.initiatives[place.initiative].steps.len() > last.step);
        let chain = timeline.chain(last);
        assert_eq!(chain[0], last);
        for pair in chain.windows(2) {
            let (step, before) = (timeline.step(pair[0]).unwrap(), timeline.step(pair[1]).unwrap());
            assert!(before.finish < step.start, "{pair:?}");
        }
        let first = timeline.step(*chain.last().unwrap()).unwrap();
        let waits = matches!(first.cause, Cause::After(_) | Cause::Linked { .. } | Cause::Busy { .. });
        assert!(!waits, "{:?}", first.cause);
        longest = longest.max(chain.len());
    }
    assert!(longest > 5, "{longest}");
}

/// One person: `first` of 5 days, then `second` of 5, while a wait of 8 days holds `third` of 5, which needs the person again.
#[test]
fn slack_is_told_by_links_and_with_teams() {
    let report = report(&format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n\
         [[initiative]]\nid = \"a\"\ntitle = \"A\"\n{RICE}\nsteps = [\n\
         {{ id = \"first\", title = \"S\", team = \"t\", effort = \"5d\" }},\n\
         {{ id = \"wait\", after = [], title = \"S\", duration = \"8d\" }},\n\
         {{ id = \"second\", after = [], title = \"S\", team = \"t\", effort = \"5d\" }},\n\
         {{ id = \"third\", title = \"S\", team = \"t\", effort = \"5d\", after = [\"wait\"] }},\n]\n"
    ));
    let slack = |step: usize| {
        let slack = initiative(&report, "a").steps[step].slack.unwrap();
        let (by_links, with_teams) = (slack.by_links, slack.with_teams);
        ((by_links.total, slack.critical_path), (with_teams.total, slack.critical_chain))
    };
    // By links: 13 days, of which first and second need five. With teams: 15 days, two more than the wait asks for.
    assert_eq!(slack(0), ((8, false), (0, true)));
    assert_eq!(slack(1), ((0, true), (2, false)));
    assert_eq!(slack(2), ((8, false), (0, true)));
    assert_eq!(slack(3), ((0, true), (0, true)));
    let critical = report.critical.unwrap();
    assert_eq!(critical.finish_by_links, date(2027, 1, 20));
    assert_eq!(critical.path, ["a.wait", "a.third"]);
    assert_eq!(critical.chain, ["a.first", "a.second", "a.third"]);
}
