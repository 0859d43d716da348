//! Timelines held against earlier ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cxplan_engine::core::diag::Code;
use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::slippage::Dates;
use cxplan_engine::render::{Format, Templates, render};
use cxplan_engine::{Project, Run, Settings};
use jiff::civil::Date;

use super::{host, root, run_file, run_text, scratch};

#[test]
fn the_json_of_a_report_says_all_that_is_compared() {
    for example in ["furniture-retailer", "banque-regionale"] {
        let (project, run) = run_file(&root().join("examples").join(example).join("plan.toml"));
        let (doubts, _) = run.doubts();
        let Some(report) = cxplan_engine::report(&project, &run, &doubts, Language::En) else {
            panic!("{example}: {:#?}", run.diagnostics)
        };
        let json = render(&report, &Templates::builtin(), Format::Json).unwrap().bytes;
        let (read, made) = (Dates::read(&json), Dates::of(&report));
        assert_eq!(read.as_ref(), Ok(&made), "{example}");
        let moved = cxplan_engine::since(&made, "itself", &made, run.plan.as_ref().unwrap()).unwrap();
        assert!(moved.is_empty() && moved.unchanged > 0, "{moved:?}");
    }
}

const PLAN: &str = r#"
[plan]
title = "T"
start = 2027-01-04
[[team]]
id = "web"
name = "Web"
capacity = 1
[[initiative]]
id = "a"
title = "A"
rice = { reach = 100, impact = 1, confidence = 0.8 }
steps = [{ id = "s", title = "S", team = "web", effort = "3d" }, { id = "t", title = "T", team = "web", effort = "3d" }]
[[initiative]]
id = "b"
title = "B"
team = "web"
effort = "2d"
depends_on = ["a"]
rice = { reach = 100, impact = 1, confidence = 0.8 }
"#;

fn changed(project: &Project, changes: &[&str]) -> (Project, Run) {
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    let project = project.with_changes(&changes).unwrap();
    let run = cxplan_engine::run(&project, host(), &Settings::default());
    (project, run)
}

fn dates((project, run): &(Project, Run)) -> Dates {
    let report = cxplan_engine::report(project, run, &Doubts::default(), Language::En);
    Dates::of(&report.unwrap_or_else(|| panic!("{:#?}", run.diagnostics)))
}

#[test]
fn a_change_does_what_the_same_text_in_the_file_does() {
    let (project, _) = run_text(PLAN);
    for (change, [from, to]) in [
        ("plan.start=2027-02-01", ["2027-01-04", "2027-02-01"]),
        (" team . web . capacity = 0.5 ", ["capacity = 1", "capacity = 0.5"]),
        ("initiative.a.steps.t.effort=9d", ["effort = \"3d\" }]", "effort = \"9d\" }]"]),
        ("initiative.b.depends_on=[]", ["[\"a\"]", "[]"]),
        ("initiative.b.status=paused", ["effort = \"2d\"", "effort = \"2d\"\nstatus = \"paused\""]),
        ("drop=b", ["effort = \"2d\"", "effort = \"2d\"\nstatus = \"rejected\""]),
        ("calendar.holidays=[2027-01-05]", ["[[team]]", "[calendar]\nholidays = [2027-01-05]\n[[team]]"]),
        ("initiative.b.rice.reach=9000", ["effort = \"2d\"\n", "effort = \"2d\"\n"]),
    ] {
        let written = PLAN.replacen(from, to, 1);
        assert_eq!(dates(&changed(&project, &[change])), dates(&run_text(&written)), "{change}");
    }
    let last = changed(&project, &["team.web.capacity=0.1", "team.web.capacity=0.5"]);
    assert_eq!(dates(&last), dates(&changed(&project, &["team.web.capacity=0.5"])), "the last one stays");
}

#[test]
fn a_finding_on_a_change_has_its_place_there_and_no_program_mends_it() {
    let (project, _) = run_text(PLAN);
    for (change, code, at) in [
        ("team.web.capacity=-1", Code::OutOfRange, 19),
        ("team.web.capacty=2", Code::UnknownKey, 10),
        ("initiative.b.status=pausd", Code::UnknownWord, 21),
        ("initiative.b.depends_on=[\"c\"]", Code::UnknownReference, 26),
        ("initiative.a.steps.u.effort=1d", Code::Argument, 20),
        ("tem.web.capacity=2", Code::Argument, 1),
        ("drop=c", Code::Argument, 6),
        ("plan.start=2027-02-30", Code::ImpossibleDate, 12),
        ("plan.title=\"x", Code::Syntax, 12),
        ("plan.title=", Code::EmptyValue, 1),
        ("=", Code::Argument, 1),
        ("", Code::Argument, 1),
    ] {
        let (project, run) = changed(&project, &["team.web.name=Web", change]);
        let [found] = &run.diagnostics[..] else { panic!("{change}: {:#?}", run.diagnostics) };
        let place = found.primary.as_ref().unwrap().0;
        assert_eq!((found.code, project.sources.position(place)), (code, (2, at)), "{change}");
        assert_eq!(project.sources.of(place).name, "--what-if");
        assert!(found.fix.is_none() && found.help.is_some() && run.plan.is_none(), "{found:?}");
    }
}

#[test]
fn a_change_finds_its_entry_in_included_files_and_in_plans_of_a_portfolio() {
    let folder = scratch("what-if");
    let (head, rest) = PLAN.split_at(PLAN.find("[[team]]").unwrap());
    fs::write(folder.join("plan.toml"), format!("include = [\"more.toml\"]\n{head}")).unwrap();
    fs::write(folder.join("more.toml"), rest).unwrap();
    let (project, _) = run_file(&folder.join("plan.toml"));
    let alone = run_text(PLAN).0;
    for changes in
        [["team.web.capacity=0.5", "plan.start=2027-03-01"], ["drop=b", "initiative.a.steps.s.effort=1d"]]
    {
        assert_eq!(dates(&changed(&project, &changes)), dates(&changed(&alone, &changes)), "{changes:?}");
    }
    let all = "[portfolio]\nplans = [\"more.toml\"]\n[plan]\ntitle = \"All\"\nstart = 2027-01-04\n";
    fs::write(folder.join("all.toml"), all).unwrap();
    fs::write(folder.join("more.toml"), PLAN).unwrap();
    let (project, run) = run_file(&folder.join("all.toml"));
    assert!(run.plan.is_some(), "{:#?}", run.diagnostics);
    let changes = ["plan.start=2027-03-01", "initiative.a.steps.s.effort=1d"];
    let alone = dates(&changed(&alone, &changes));
    assert_eq!(dates(&changed(&project, &changes)), alone, "the plan of the whole is meant");
}

#[test]
fn with_a_baseline_dates_stay_and_moves_are_counted() {
    let planned = |project: &Project, baseline: Option<(&Dates, u64)>| {
        let mut settings = Settings::default();
        settings.planning.baseline = baseline.map(|(dates, most)| dates.kept(most));
        let run = cxplan_engine::run(project, host(), &settings);
        assert!(run.timeline.is_some(), "{:#?}", run.diagnostics);
        (project.clone(), run)
    };
    for example in ["furniture-retailer", "banque-regionale"] {
        let file = root().join("examples").join(example).join("plan.toml");
        let (project, run) = run_file(&file);
        let before = dates(&(project.clone(), run));
        // What has not changed stays as it is, to the last step.
        let (_, same) = planned(&project, Some((&before, 0)));
        let first = run_file(&file).1.timeline.unwrap();
        assert_eq!(same.timeline.unwrap().dates, first.dates, "{example}");

        // One that starts later: few others move, and more where they may, which has to be worth it.
        let later = &run_file(&file).1.plan.unwrap().initiatives[first.order[3].initiative].id;
        let changed = project.with_changes(&[format!("initiative.{later}.not_before=2027-05-03")]).unwrap();
        let moved = |most: u64| {
            let after = planned(&changed, Some((&before, most)));
            let plan = after.1.plan.as_ref().unwrap();
            let moved = cxplan_engine::since(&before, "before", &dates(&after), plan).unwrap();
            (moved.initiatives.len(), after.1.timeline.unwrap().sought.unwrap().value.found)
        };
        let (few, many) = (moved(0), moved(1000));
        assert!(few.0 > 0 && few.0 < many.0 && few.1 > many.1, "{example}: {few:?} {many:?}");
    }
}

/// Equal scores stand in the order of the file; nothing else depends on it.
#[test]
fn the_order_of_the_file_changes_no_date() {
    for example in ["furniture-retailer", "banque-regionale"] {
        let file = root().join("examples").join(example).join("plan.toml");
        let planned = |turned: &[&str]| {
            let mut plan: toml::Table = std::fs::read_to_string(&file).unwrap().parse().unwrap();
            for key in turned {
                plan.get_mut(*key).and_then(toml::Value::as_array_mut).unwrap().reverse();
            }
            // No two scores are equal.
            let initiatives = plan["initiative"].as_array_mut().unwrap().iter_mut();
            let mut by_id: Vec<&mut toml::Value> = initiatives.collect();
            by_id.sort_by_key(|initiative| initiative["id"].as_str().map(str::to_owned));
            for (more, initiative) in (0..).zip(by_id) {
                if let Some(reach) = initiative.get_mut("rice").and_then(|rice| rice.get_mut("reach")) {
                    *reach = toml::Value::from(reach.as_integer().unwrap() + more);
                }
            }
            let text = plan.to_string().into_bytes();
            let project = cxplan_engine::open_text(text, "plan.toml".into(), file.parent().unwrap()).unwrap();
            let run = cxplan_engine::run(&project, host(), &Settings::default());
            let (plan, timeline) =
                (run.plan.unwrap(), run.timeline.unwrap_or_else(|| panic!("{:#?}", run.diagnostics)));
            let scores: Vec<_> = run.scores.as_ref().unwrap()[0]
                .by_initiative
                .iter()
                .flatten()
                .map(|score| score.scored.score.to_bits())
                .collect();
            let ties = scores.len() - scores.iter().collect::<BTreeSet<_>>().len();
            let dates: BTreeMap<String, Option<Vec<(Date, Date)>>> = plan
                .initiatives
                .iter()
                .zip(timeline.dates)
                .map(|(initiative, dates)| {
                    let days =
                        dates.map(|steps| steps.iter().map(|step| (step.start, step.finish)).collect());
                    (initiative.id.clone(), days)
                })
                .collect();
            (ties, dates)
        };
        let (ties, dates) = planned(&[]);
        assert_eq!(ties, 0, "{example}");
        for turned in [&["team"][..], &["initiative"], &["metric", "milestone"], &["team", "initiative"]] {
            assert!(planned(turned).1 == dates, "{example}: {turned:?}");
        }
    }
}
