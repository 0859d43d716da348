//! Dates of plans that start late, pause or are under way, and what is told of them. Every date is worked out by hand.

use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::report::Report;
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

/// Work that is told up to Friday the 22nd: `a` as its keys say, `b` tied to it.
fn told(a: &str, b: &str, rest: &str) -> (Date, Date) {
    let plan = format!("status_date = 2027-01-22\n{rest}");
    dates(&report(&(plan + &initiative("a", a) + &initiative("b", b))), "b")
}

#[test]
fn a_finish_that_waits_for_what_is_done_is_held_itself() {
    let done = "started = 2027-01-04\nfinished = 2027-01-22\nstatus = \"done\"";
    // Ten working days of the office after Friday the 22nd: Friday the 5th of February.
    let ff = "depends_on = [{ on = \"a\", type = \"ff\", lag = \"10d\" }]";
    assert_eq!(told(done, &format!("duration = \"2d\"\n{ff}"), ""), (date(2027, 2, 4), date(2027, 2, 5)));
    // A team that works on all days ends then as well, and begins ten of its own days before.
    let team = "[[work_calendar]]\nid = \"all\"\nworkdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\ncalendar = \"all\"\n";
    assert_eq!(
        told(done, &format!("team = \"t\"\neffort = \"10d\"\n{ff}"), team),
        (date(2027, 1, 27), date(2027, 2, 5))
    );
    // Under way, what is left of it is what has to end then.
    assert_eq!(
        told(done, &format!("duration = \"20d\"\nstarted = 2027-01-20\nremaining = \"1d\"\n{ff}"), ""),
        (date(2027, 1, 20), date(2027, 2, 5))
    );
    // From the start of the other: 20 days from the dawn of Monday the 4th are over on the evening of Friday the 29th.
    let sf = "depends_on = [{ on = \"a\", type = \"sf\", lag = \"20d\" }]";
    for a in [done, "started = 2027-01-04\nduration = \"30d\""] {
        assert_eq!(
            told(a, &format!("duration = \"3d\"\n{sf}"), ""),
            (date(2027, 1, 27), date(2027, 1, 29)),
            "{a}"
        );
    }
    // Started and not done either way: no more than the rest after the status date.
    let short = "depends_on = [{ on = \"a\", type = \"sf\", lag = \"2d\" }]";
    assert_eq!(
        told(done, &format!("duration = \"3d\"\n{short}"), ""),
        (date(2027, 1, 25), date(2027, 1, 27))
    );
}

#[test]
fn nothing_holds_the_start_of_what_has_started() {
    let begun = "duration = \"10d\"\nstarted = 2027-01-20\nremaining = \"2d\"";
    let goes_on = (date(2027, 1, 20), date(2027, 1, 26));
    assert_eq!(told("duration = \"4w\"", &format!("{begun}\ndepends_on = [\"a\"]"), ""), goes_on);
    assert_eq!(told("duration = \"4w\"", &format!("{begun}\nnot_before = 2027-03-01"), ""), goes_on);
    // The same of steps.
    for link in ["\"a\"", "{ on = \"a\", type = \"ss\", lag = \"1w\" }"] {
        let step = format!(
            "steps = [{{ title = \"S\", duration = \"10d\", started = 2027-01-20, remaining = \"2d\", not_before = 2027-03-01, after = [{link}] }}]"
        );
        let other = "steps = [{ id = \"a\", title = \"S\", duration = \"4w\" }]";
        assert_eq!(told(other, &step.replace("\"a\"", "\"a.a\""), ""), goes_on, "{link}");
    }
    // Its finish still waits for the other's.
    let ff = format!("{begun}\ndepends_on = [{{ on = \"a\", type = \"ff\" }}]");
    assert_eq!(told("duration = \"4w\"", &ff, ""), (date(2027, 1, 20), date(2027, 2, 19)));
}

#[test]
fn days_without_work_are_no_progress() {
    let plan = |rest: &str, keys: &str| {
        let begun = initiative("b", &format!("started = 2027-01-04\n{keys}"));
        dates(&report(&format!("status_date = 2027-01-22\n{rest}{begun}")), "b").1
    };
    let team = |keys: &str| format!("[[team]]\nid = \"t\"\nname = \"T\"\n{keys}\n");
    let freeze = |teams: &str| {
        format!("[calendar]\nfreeze = [{{ from = 2027-01-06, to = 2027-01-22, teams = [{teams}] }}]\n")
    };
    let work = "team = \"t\"\neffort = \"20d\"";
    // Fifteen of twenty days are over by Friday the 22nd, or only two of them.
    let (all, two) = (date(2027, 1, 29), date(2027, 2, 17));
    assert_eq!(plan(&team("capacity = 1"), work), all);
    assert_eq!(plan(&(freeze("") + &team("capacity = 1")), work), two);
    assert_eq!(plan(&(freeze("\"t\"") + &team("capacity = 1")), work), two);
    assert_eq!(
        plan(&(freeze("\"t\"") + &team("capacity = 1")), "duration = \"20d\""),
        all,
        "another's pause"
    );
    let leave = "leave = [{ from = 2027-01-06, to = 2027-01-22 }]";
    assert_eq!(plan(&team(&format!("capacity = 1\n{leave}")), work), two);
    let alone = format!("members = [{{ name = \"A\" }}]\n{}", leave.replace("from", "who = \"A\", from"));
    assert_eq!(plan(&team(&alone), work), two);
    // Tuesday to Saturday: fourteen days from the 5th to the 22nd, and six more from the 23rd.
    let shop = "[[work_calendar]]\nid = \"shop\"\nworkdays = [\"tue\", \"wed\", \"thu\", \"fri\", \"sat\"]\n";
    let own = plan(&(shop.to_owned() + &team("capacity = 1\ncalendar = \"shop\"")), work);
    assert_eq!(own, date(2027, 1, 30));
}

#[test]
fn an_initiative_is_delivered_once() {
    let told = |id: &str| format!("[[delivered]]\ninitiative = \"{id}\"\ndate = 2027-01-20\n");
    let plan = initiative("a", "") + &initiative("b", "") + &initiative("c", "") + &told("a") + &told("b");
    assert!(run(&plan).is_ok());
    let found = run(&(plan + &told("a"))).unwrap_err();
    assert_eq!(found, ["CXP0203 `a` is delivered twice"]);
}

#[test]
fn the_load_of_a_team_that_comes_later_is_that_of_the_days_it_has() {
    let team = "[[team]]\nid = \"t\"\nname = \"T\"\nmembers = [{ name = \"A\", from = 2027-03-15 }]\n";
    let plan = team.to_owned()
        + &initiative("a", "team = \"t\"\neffort = \"13d\"")
        + &initiative("w", "duration = \"60d\"");
    let load = &report(&plan).teams[0].load;
    assert_eq!(load[..], [0.0, 0.0, 1.0], "busy on all thirteen days of March that it has");
}

#[test]
fn reviews_are_held_when_the_office_is_open() {
    let shop = "[[work_calendar]]\nid = \"shop\"\nworkdays = [\"tue\", \"wed\", \"thu\", \"fri\", \"sat\"]\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\ncalendar = \"shop\"\n";
    let review = "[[review]]\nid = \"r\"\ntitle = \"R\"\nfirst = 2027-02-06\n";
    let work = initiative("a", "team = \"t\"\neffort = \"13d\"");
    let report = report(&format!("{shop}{review}{work}"));
    assert_eq!(report.reviews[0].dates, [date(2027, 2, 8)], "Saturday the 6th is a day of the shops alone");
}

#[test]
fn values_that_a_metric_cannot_have_are_told() {
    let metric = |keys: &str| {
        let metric = format!("[[metric]]\nid = \"m\"\nname = \"M\"\ndirection = \"higher\"\n{keys}\n");
        run(&(initiative("a", "") + &metric)).err().unwrap_or_default()
    };
    let with = |kind: &str, baseline: f64, target: &str| {
        metric(&format!(
            "{kind}\nbaseline = {{ value = {baseline:?} }}\ntargets = [{{ months = 6, {target} }}]"
        ))
    };
    let (rating, mean) =
        ("kind = \"rating\"\nscale = [1, 5]", "kind = \"csat\"\nmethod = \"mean\"\nscale = [1, 10]");
    let (share, ces) = ("kind = \"csat\"", "kind = \"ces\"\nscale = [1, 7]");
    let beyond =
        |code: &str, high| [format!("{code} the answers lie between 1 and {high}, the ends of the `scale`")];
    assert_eq!(with(rating, 4.1, "value = 7"), beyond("CXP0302", 5));
    assert_eq!(with(rating, 0.5, "value = 4"), beyond("CXP0309", 5));
    assert_eq!(with(mean, 8.0, "points = 3"), beyond("CXP0302", 10));
    assert_eq!(with(ces, 5.0, "relative = \"+50%\""), beyond("CXP0302", 7));
    let of_share = |code| [format!("{code} a share of satisfied customers lies between 0 and 100 %")];
    assert_eq!(with(share, 64.0, "value = 140"), of_share("CXP0302"));
    assert_eq!(with(share, 130.0, "value = 140").len(), 2);
    let none = with("kind = \"count\"", 0.0, "relative = \"+50%\"");
    assert!(
        none.len() == 1 && none[0].ends_with("a part of a baseline of 0 is no change at all"),
        "{none:?}"
    );
    for (kind, baseline, target) in [
        (rating, 1.0, "value = 5"),
        (mean, 4.0, "relative = \"+150%\""),
        (share, 64.0, "value = 100"),
        ("kind = \"ces\"", 5.0, "value = 50"),
        ("kind = \"rate\"\nunit = \"%\"", 104.0, "value = 110"),
        ("kind = \"count\"", 0.0, "points = 5"),
    ] {
        assert_eq!(with(kind, baseline, target), Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn half_a_day_of_a_day_off_is_told() {
    let found = |calendar: &str| run(&format!("[calendar]\n{calendar}\n{}", initiative("a", ""))).err();
    let told = || Some(vec!["CXP0308 half a day on `sat`, which is no working day".to_owned()]);
    assert_eq!(found("half_days = [\"fri\", \"sat\"]"), told());
    assert_eq!(found("workdays = [\"mon\", \"fri\"]\nhalf_days = [\"sat\"]"), told());
    assert_eq!(found("workdays = [\"mon\", \"sat\"]\nhalf_days = [\"sat\"]"), None);
}

#[test]
fn nothing_left_is_finished() {
    let found = |keys: &str| run(&format!("status_date = 2027-01-22\n{}", initiative("a", keys))).err();
    let begun = "duration = \"4d\"\nstarted = 2027-01-20\n";
    let told = |text: &str| Some(vec![format!("CXP0314 {text}")]);
    assert_eq!(found(&format!("{begun}remaining = \"0d\"")), told("nothing is left, but it is not finished"));
    assert_eq!(found(&format!("{begun}progress = 1")), told("all is done, but it is not finished"));
    assert_eq!(found(&format!("{begun}finished = 2027-01-21\nremaining = \"0d\"")), None);
    assert_eq!(found(&format!("{begun}remaining = \"1d\"")), None);
}

#[test]
fn work_that_is_left_takes_the_people_that_are_at_it() {
    let team = "status_date = 2027-01-15\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n";
    // Half a person for ten days.
    let plan = |keys: &str| {
        let work = format!("team = \"t\"\neffort = \"5d\"\nduration = \"10d\"\nstarted = 2027-01-04\n{keys}");
        team.to_owned() + &initiative("a", &work)
    };
    let ends = |keys: &str| dates(&report(&plan(keys)), "a").1;
    assert_eq!(ends("remaining_effort = \"2d\""), ends("remaining = \"4d\""));
    assert_eq!(ends("remaining_effort = \"1.2d\""), ends("remaining = \"3d\""));
    let found = |keys: &str| {
        let all = run(&plan(keys)).unwrap_err();
        all.into_iter().filter(|found| found.starts_with("CXP0314")).collect::<Vec<_>>()
    };
    assert_eq!(
        found("remaining = \"4d\"\nremaining_effort = \"2d\""),
        ["CXP0314 what is left is told twice"]
    );
    let finished = found("finished = 2027-01-15\nremaining_effort = \"2d\"");
    assert_eq!(finished.len(), 1, "{finished:?}");
    assert!(finished[0].contains("`remaining_effort` says that work is left"), "{finished:?}");
}

/// The labels of the findings of a plan that starts on Monday 2027-01-04.
fn labels(rest: &str) -> Vec<String> {
    let (_, run) = run_text(&format!("[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{rest}"));
    run.diagnostics.iter().filter_map(|found| Some(found.primary.as_ref()?.1.en().to_owned())).collect()
}

#[test]
fn why_a_fixed_date_cannot_be_kept_is_true() {
    let fixed = |date: &str, rest: &str| {
        labels(&format!("{rest}{}", initiative("a", &format!("duration = \"2d\"\nfixed = {date}"))))
    };
    assert_eq!(fixed("2027-01-01", ""), ["the plan starts on 2027-01-04"]);
    assert_eq!(fixed("2027-01-09", ""), ["nobody works on that day"]);
    assert_eq!(fixed("2027-01-01", "status_date = 2027-01-08\n"), ["the plan starts on 2027-01-04"]);
    assert_eq!(fixed("2027-01-06", "status_date = 2027-01-08\n"), ["it had not begun by 2027-01-08"]);
}

#[test]
fn a_must_that_waits_for_a_could_is_told_of_steps_too() {
    let one = "{ id = \"one\", title = \"1\", duration = \"1d\" }";
    let entry = |id: &str, answers: &str, steps: &str| {
        format!("[[initiative]]\nid = \"{id}\"\ntitle = \"T\"\nkano = {{ {answers} }}\nsteps = [{steps}]\n")
    };
    let found = |after: &str| {
        let second = format!("{one}, {{ title = \"2\", duration = \"1d\", after = [{after}] }}");
        let all = "[scoring]\nprimary = \"kano\"\n".to_owned()
            + &entry("a", "m = 50, o = 0, a = 0, i = 2, r = 0, q = 0", &second)
            + &entry("b", "m = 0, o = 0, a = 0, i = 52, r = 0, q = 0", one);
        let (_, run) = run_text(&format!("[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{all}"));
        run.diagnostics.iter().map(|found| found.message.en().to_owned()).collect::<Vec<_>>()
    };
    let must = "`a` is a must and depends on `b`, which `kano` calls `indifferent`";
    assert_eq!(found("\"b.one\""), [must]);
    assert_eq!(found("\"one\""), Vec::<String>::new());
}
