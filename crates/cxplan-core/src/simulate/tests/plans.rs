//! Draws of whole plans against the checker.

use jiff::civil::date;

use super::*;
use crate::check::{self, Checked, Options};
use crate::diag::Diagnostics;
use crate::method::{Description, Meaning, Method, Origin};
use crate::read;
use crate::scores::Scores;
use crate::source::Sources;
use crate::timeline;
use crate::verify::{self, Row};

/// A method that says nothing, so that the order is that of the plan.
fn silent() -> Method {
    let description = Description {
        id: "order".into(),
        title: "Order".into(),
        version: "1".into(),
        summary: String::new(),
        formula: String::new(),
        meaning: Meaning::Rank,
        inputs: Vec::new(),
        params: Vec::new(),
        parts: Vec::new(),
        categories: Vec::new(),
        notes: Vec::new(),
    };
    Method {
        descriptions: [description.clone(), description],
        sha256: String::new(),
        origin: Origin::Builtin,
    }
}

fn planned(text: &str) -> (Plan, Timeline) {
    let sources = Sources::single("plan.toml", text);
    let mut diagnostics = Diagnostics::default();
    let document = read::parse(&sources, &mut diagnostics);
    let checked = check::check(document, &[silent()], &Options::default(), &mut diagnostics);
    let Some(Checked::Plan(plan)) = checked else { panic!("{:?}", diagnostics.sorted()) };
    let scores = Scores { by_initiative: plan.initiatives.iter().map(|_| None).collect() };
    let timeline =
        timeline::timeline(&plan, &scores, &timeline::Planning::default(), &mut diagnostics).unwrap();
    (plan, timeline)
}

/// Teams with calendars, leave and half days, all kinds of links, work under way, finished and fixed.
const BUSY: &str = r#"
schema = 1
[plan]
title = "T"
start = 2027-01-04
status_date = 2027-01-15
[scoring]
primary = "order"
[simulation]
shared = 0.2
team_shared = 0.3
[calendar]
half_days = ["fri"]
holidays = [2027-02-15]
freeze = [{ from = 2027-03-01, to = 2027-03-05, teams = ["web"] }]
[[work_calendar]]
id = "shop"
workdays = ["tue", "wed", "thu", "fri", "sat"]
[[team]]
id = "web"
name = "Web"
capacity = 2
leave = [{ from = 2027-02-01, to = 2027-02-05, people = 1 }]
[[team]]
id = "stores"
name = "Stores"
capacity = 1
calendar = "shop"
[[initiative]]
id = "a"
title = "A"
order = {}
steps = [
  { id = "done", title = "D", team = "web", effort = "3d", started = 2027-01-04, finished = 2027-01-08 },
  { id = "now", title = "N", team = "web", effort = "10d", duration = ["1w", "2w", "4w"], started = 2027-01-11, remaining = "4d", after = ["done"] },
  { id = "then", title = "T", team = "stores", effort = "6d", duration = ["4d", "8d", "20d"], after = ["now"] },
]
[[initiative]]
id = "b"
title = "B"
order = {}
steps = [
  { id = "one", title = "O", team = "web", effort = "5d", duration = ["3d", "5d", "15d"] },
  { id = "two", title = "T", team = "web", effort = "5d", duration = ["2d", "5d", "9d"], after = [{ on = "one", type = "ss", lag = "2d" }] },
  { id = "wait", title = "W", duration = ["1d", "1w", "3w"], after = [{ on = "two", type = "ff", lag = "1w" }] },
]
[[initiative]]
id = "c"
title = "C"
order = {}
depends_on = ["a"]
steps = [
  { id = "opening", title = "O", team = "stores", effort = "1d", fixed = 2027-02-10 },
  { id = "after", title = "A", team = "stores", effort = "2d", duration = ["1d", "2d", "6d"], after = ["opening"] },
]
[[milestone]]
id = "open"
title = "Open"
after = ["b", "c.opening"]
deadline = 2027-03-20
"#;

#[test]
fn every_drawn_schedule_of_a_plan_passes_the_check() {
    let (plan, timeline) = planned(BUSY);
    let (model, _) = model(&plan, &timeline, 1, Vec::new()).unwrap();
    let (mut kept, mut lost) = (0, 0);
    for draw in 0..400 {
        let drawn = runs::probe::schedule(&model, draw).unwrap();
        let lengths: Vec<NonZeroU32> = drawn.iter().map(|row| NonZeroU32::new(row.2).unwrap()).collect();
        let mut facts = timeline.facts_of(&plan, &lengths).unwrap();
        for (activity, row) in facts.activities.iter_mut().zip(&drawn) {
            let Some(day) = activity.fixed else { continue };
            (kept, lost) = if row.3 { (kept + 1, lost) } else { (kept, lost + 1) };
            // Where what it waits for ends too late, it starts later, and never earlier.
            activity.fixed = Some(day).filter(|_| row.3);
            activity.not_before = activity.not_before.max(Some(day));
        }
        let day = |day: u32| timeline.calendar.date(Day(day)).unwrap();
        let rows: Vec<Row> = (0..)
            .zip(&drawn)
            .map(|(activity, row)| Row { activity, start: day(row.0), finish: day(row.1) })
            .collect();
        assert_eq!(verify::verify(&facts, &rows), vec![], "draw {draw}");
    }
    assert!(kept > 20 && lost > 20, "{kept} {lost}");
    let settings = Settings { draws: 2_000, seed: 1, threads: 1 };
    let odds = simulate(&plan, &timeline, &settings, &|_| {}).unwrap();
    let opening = odds.steps.iter().find(|step| step.step == "c.opening").unwrap();
    assert_eq!(opening.fixed, Some(date(2027, 2, 10)));
    assert!((0.05..0.95).contains(&opening.fixed_chance.unwrap()));
    assert_eq!((odds.open_steps, odds.uncertain_steps, odds.beyond), (7, 6, 0));
}

#[test]
fn drawn_at_its_likely_lengths_a_plan_has_its_own_dates() {
    let (plan, timeline) = planned(BUSY);
    let likely: Vec<NonZeroU32> =
        timeline.workings.problem.activities.iter().map(|activity| activity.half_days).collect();
    let stretched = timeline.stretched(&plan, &likely).unwrap();
    let slots = schedule::schedule(&stretched, &timeline.workings.list).unwrap();
    assert_eq!(slots, timeline.workings.slots);
}

#[test]
fn what_is_left_of_work_under_way_varies_as_the_whole_does() {
    let (plan, timeline) = planned(BUSY);
    let now =
        timeline.workings.steps.iter().find(|id| plan.work_name(id.initiative, Some(id.step)) == "a.now");
    let (points, unit) = points(&plan, *now.unwrap());
    // A week is four days and a half, and four of nine days are left.
    assert_eq!((points.map(|point| (point * 1e9).round() / 1e9), unit), ([4.0, 8.0, 16.0], 1));
}
