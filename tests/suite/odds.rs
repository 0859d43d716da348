//! The odds of the dates, from the plan to what people read.

use cxplan_engine::Run;
use cxplan_engine::core::report::Report;
use cxplan_engine::core::simulate::{DateOdds, LEVELS, Odds, Settings, simulate};
use jiff::civil::{Date, date};

use super::{cxplan, root, run_file, run_text, scratch, stderr};

/// A plan with a team of one, and so many initiatives as there are lines: id, effort, and more of the table.
fn plan(head: &str, rows: &[(&str, &str)]) -> String {
    let mut text = format!(
        "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{head}[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n"
    );
    for (id, more) in rows {
        text.push_str(&format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\n{more}\nrice = {{ reach = 9, impact = 1, confidence = 1, effort = 1 }}\n"
        ));
    }
    text
}

fn drawn(run: &Run, draws: u32, threads: usize) -> Odds {
    let (Some(plan), Some(timeline)) = (&run.plan, &run.timeline) else { panic!("{:?}", run.diagnostics) };
    simulate(plan, timeline, &Settings { draws, seed: 1, threads }, &|_| {}).unwrap()
}

fn odds_of(text: &str, draws: u32) -> Odds {
    drawn(&run_text(text).1, draws, 1)
}

/// The furniture retailer with three points for every step that lasts some weeks.
fn uncertain_furniture() -> String {
    let text = std::fs::read_to_string(root().join("examples/furniture-retailer/plan.toml")).unwrap();
    (1..20).fold(text, |text, weeks| {
        let points = format!("duration = [\"{}d\", \"{weeks}w\", \"{}w\"]", 3 * weeks, 2 * weeks + 1);
        text.replace(&format!("duration = \"{weeks}w\""), &points)
    })
}

fn all_dates(odds: &Odds) -> Vec<&DateOdds> {
    let initiatives = odds.initiatives.iter().map(|initiative| &initiative.dates);
    odds.end
        .iter()
        .chain(initiatives)
        .chain(odds.milestones.iter().map(|milestone| &milestone.dates))
        .collect()
}

#[test]
fn a_certain_plan_keeps_its_dates_at_all_levels() {
    let (_, run) = run_file(&root().join("examples/banque-regionale/plan.toml"));
    let odds = drawn(&run, 500, 2);
    assert_eq!((odds.draws, odds.uncertain_steps, odds.beyond), (1, 0, 0));
    let dates = all_dates(&odds);
    assert!(dates.len() > 15);
    for dates in dates {
        for by in dates.by {
            assert_eq!((by.date, by.working_days_later), (Some(dates.planned), Some(0)));
        }
        let kept = dates.deadline.map(|deadline| f64::from(u8::from(dates.planned <= deadline)));
        assert_eq!(dates.chance, kept);
    }
    assert!(odds.drivers.is_empty());
    // The one chain that decides the end is that of `plan --why`.
    let (plan, timeline) = (run.plan.as_ref().unwrap(), run.timeline.as_ref().unwrap());
    let end = odds.end.as_ref().unwrap().planned;
    let last =
        timeline.workings.steps.iter().find(|step| timeline.step(**step).unwrap().finish == end).unwrap();
    let mut chain: Vec<String> =
        timeline.chain(*last).iter().map(|step| plan.work_name(step.initiative, Some(step.step))).collect();
    let mut critical: Vec<String> =
        odds.steps.iter().filter(|step| step.critical == 1.0).map(|step| step.step.clone()).collect();
    chain.sort();
    critical.sort();
    // A calendar that keeps a step waiting ends what is told of it, but not what decides it.
    assert!(chain.iter().all(|step| critical.contains(step)), "{chain:?} {critical:?}");
}

#[test]
fn later_is_surer_and_chances_agree_with_dates() {
    let odds = odds_of(&uncertain_furniture(), 2_000);
    assert!(odds.uncertain_steps > 20, "{}", odds.uncertain_steps);
    for dates in all_dates(&odds) {
        assert_eq!(dates.by.map(|by| by.percent), LEVELS);
        assert!(dates.by.is_sorted_by_key(|by| by.date), "{dates:?}");
        let (Some(deadline), Some(chance)) = (dates.deadline, dates.chance) else { continue };
        for by in dates.by {
            let sure = by.date.is_some_and(|date| date <= deadline);
            assert_eq!(sure, chance >= f64::from(by.percent) / 100.0, "{dates:?}");
        }
    }
    let end = odds.end.as_ref().unwrap();
    for initiative in &odds.initiatives {
        assert!(initiative.dates.by.iter().zip(end.by).all(|(by, end)| by.date <= end.date));
        let own =
            odds.steps.iter().filter(|step| step.step.split('.').next() == Some(&initiative.initiative));
        let (most, sum) =
            own.fold((0.0, 0.0), |(most, sum), step| (step.critical.max(most), sum + step.critical));
        assert!((most..=sum + 1e-9).contains(&initiative.critical), "{}", initiative.initiative);
    }
    assert!(!odds.drivers.is_empty() && odds.drivers.len() <= 10);
    assert!(odds.drivers.is_sorted_by(|a, b| a.correlation.abs() >= b.correlation.abs()));
}

#[test]
fn threads_change_no_byte() {
    let (_, run) = run_text(&uncertain_furniture());
    let of = |threads| serde_json::to_string(&drawn(&run, 3_333, threads)).unwrap();
    let one = of(1);
    assert_eq!(one, of(2));
    assert_eq!(one, of(7));
}

/// An idea more draws nothing else anew, a step that is long together with all others makes the end less sure.
#[test]
fn draws_follow_from_names_and_what_is_shared() {
    let step = "duration = [\"5d\", \"10d\", \"25d\"]";
    let alone = odds_of(&plan("", &[("a", step)]), 500);
    let beside = odds_of(&plan("", &[("b", step), ("a", step)]), 500);
    let of_a = |odds: &Odds| odds.initiatives.iter().find(|found| found.initiative == "a").unwrap().dates.by;
    assert_eq!(of_a(&alone), of_a(&beside));
    let chain: Vec<(String, String)> =
        (0..12).map(|n| (format!("s{n}"), format!("{step}\nteam = \"t\"\neffort = \"10d\""))).collect();
    let rows: Vec<(&str, &str)> = chain.iter().map(|(id, more)| (id.as_str(), more.as_str())).collect();
    let spread = |head: &str| {
        let by = odds_of(&plan(head, &rows), 2_000).end.unwrap().by;
        by[2].working_days_later.unwrap() - by[0].working_days_later.unwrap()
    };
    let [none, team, all] =
        ["", "[simulation]\nteam_shared = 0.5\n", "[simulation]\nshared = 1\n"].map(spread);
    // With nothing in common the deviation is that of one step times √12; with all, times 12.
    assert!(
        none * 2 < team && team < all && (2.8..4.2).contains(&(all as f64 / none as f64)),
        "{none} {team} {all}"
    );
}

#[test]
fn what_is_certain_finished_or_empty_is_said_so() {
    let one =
        |more: &str| odds_of(&plan("today = 2027-01-15\nstatus_date = 2027-01-15\n", &[("a", more)]), 100);
    let same = one("duration = [\"3d\", \"3d\", \"3d\"]");
    assert_eq!((same.open_steps, same.uncertain_steps, same.draws), (1, 0, 1));
    let half = one("duration = [\"0.5d\", \"0.5d\", \"1.5d\"]");
    assert_eq!((half.uncertain_steps, half.end.unwrap().by[2].date), (1, Some(date(2027, 1, 18))));
    let done = one(
        "steps = [{ title = \"S\", effort = \"2d\", started = 2027-01-04, finished = 2027-01-08 }]\nstatus = \"active\"",
    );
    let end = done.end.unwrap();
    assert_eq!(
        (done.open_steps, end.planned, end.by[2].date, end.chance),
        (0, date(2027, 1, 8), Some(date(2027, 1, 8)), Some(1.0))
    );
    assert_eq!(done.last_day, None);
    let aside = one("duration = \"2d\"\nstatus = \"rejected\"\ndecision = \"no\"");
    assert_eq!((aside.open_steps, aside.end, aside.initiatives.len()), (0, None, 0));
}

#[test]
fn deadlines_milestones_and_targets_have_their_chances() {
    let metric = "[[metric]]\nid = \"m\"\nname = \"M\"\nkind = \"amount\"\ndirection = \"higher\"\nbaseline = { value = 5 }\ntargets = [{ months = 1, value = 6 }, { months = 12, value = 7 }]\n";
    let milestones = "[[milestone]]\nid = \"ready\"\ntitle = \"R\"\nafter = [\"a\"]\ndeadline = 2027-02-03\n[[milestone]]\nid = \"show\"\ntitle = \"S\"\nafter = [\"a\"]\ndate = 2027-06-30\n";
    let work = "steps = [{ id = \"s\", title = \"S\", duration = [\"10d\", \"20d\", \"40d\"], deadline = 2027-02-03 }]\ndeadline = 2027-02-03\neffects = [{ metric = \"m\", change = [1, 2, 3] }]";
    let odds = odds_of(&(plan("", &[("a", work)]) + metric + milestones), 4_000);
    // 23 days of work or fewer, at most 23.5 before rounding: 0.6380 by integrating the density.
    let chances = [odds.initiatives[0].dates.chance, odds.steps[0].chance, odds.milestones[0].dates.chance];
    for chance in chances {
        assert!((chance.unwrap() - 0.6380).abs() < 0.031, "{chance:?}");
    }
    assert_eq!(odds.milestones[1].dates.by.map(|by| by.date), [Some(date(2027, 6, 30)); 3]);
    let targets: Vec<(Date, f64)> =
        odds.targets.iter().map(|target| (target.date, target.delivered)).collect();
    assert_eq!(targets[0], (date(2027, 2, 4), targets[0].1));
    assert!(targets[0].1 > chances[0].unwrap() && targets[0].1 < 0.8);
    assert_eq!(targets[1], (date(2028, 1, 4), 1.0));
}

#[test]
fn the_command_line_takes_draws_and_a_seed() {
    let folder = scratch("odds");
    let work = "duration = [\"1w\", \"2w\", \"6w\"]";
    std::fs::write(folder.join("plan.toml"), plan("[simulation]\ndraws = 300\nseed = 4\n", &[("a", work)]))
        .unwrap();
    let told = |args: &[&str]| {
        let out = cxplan(&folder).arg("plan").args(args).output().unwrap();
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned(), stderr(&out))
    };
    let (status, text, _) = told(&["--simulate"]);
    assert!(status == Some(0) && text.contains("300 times (seed 4)"), "{text}");
    let (_, text, _) = told(&["--simulate", "200", "--seed", "9", "--lang", "fr"]);
    assert!(text.starts_with("8 fois sur 10") && text.contains("200 fois (graine 9)"), "{text}");
    let (_, text, _) = told(&["plan.toml", "--simulate", "200", "--format", "gantt"]);
    assert!(text.contains("8 times out of 10"), "{text}");
    let (_, json, _) = told(&["--simulate", "200", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["odds"]["draws"], 200);
    assert_eq!(report["odds"]["end"]["by"][1]["percent"], 80);
    let (_, json, _) = told(&["--format", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap().get("odds").is_none());
    for wrong in
        [&["--simulate", "0"][..], &["--simulate", "1000001"], &["--simulate", "many"], &["--seed", "1"]]
    {
        let (status, text, error) = told(wrong);
        assert!(status == Some(2) && text.is_empty() && !error.is_empty(), "{wrong:?}: {error}");
    }
}

#[test]
fn what_reaches_too_far_has_no_odds_and_says_so() {
    let folder = scratch("odds-too-far");
    let teams: String =
        (0..60).map(|n| format!("[[team]]\nid = \"t{n}\"\nname = \"T\"\ncapacity = 1\n")).collect();
    let text = plan("", &[("a", "duration = [\"1mo\", \"2mo\", \"10000mo\"]")]) + &teams;
    std::fs::write(folder.join("plan.toml"), text).unwrap();
    let out = cxplan(&folder).args(["plan", "--simulate", "10"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("CXP0607") && out.stdout.is_empty(), "{}", stderr(&out));
}

/// Documents of a plan are what they were.
#[test]
fn a_report_has_no_odds_unless_they_are_asked_for() {
    let (project, run) = run_text(&plan("", &[("a", "duration = \"2d\"")]));
    let doubts = cxplan_engine::core::doubts::Doubts::default();
    let report: Report =
        cxplan_engine::report(&project, &run, &doubts, cxplan_engine::core::method::Language::En).unwrap();
    assert!(report.odds.is_none() && !serde_json::to_string(&report).unwrap().contains("odds"));
}
