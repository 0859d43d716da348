//! The calendar of reviews: what is due when, and the calendar file as another reader sees it. `cargo xtask test` installs that;
//! without it the test fails, so that it is never skipped in silence.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::{cxplan, root, scratch, stderr};

/// Rhythms that meet short months, weekends, leap days and the end of the plan; texts that want escapes and folds.
const PLAN: &str = r#"
schema = 1
[plan]
title = "Calendar; of reviews, \\ all"
start = 2027-12-01
horizon_months = 15
[calendar]
holidays = [2028-01-03]
[[initiative]]
id = "one"
title = "One"
rice = { reach = 10, impact = 1, confidence = 0.8, effort = 1 }
[[metric]]
id = "nps"
name = "NPS"
kind = "nps"
direction = "higher"
baseline = { value = 20 }
targets = [{ months = 3, value = 22 }, { months = 12, value = 30 }]
[[actual]]
metric = "nps"
date = 2028-02-10
value = 21
[[decision]]
id = "choose"
title = "Choose, or not; très bientôt – 日本 😀 and some more words so that the line has to be folded in the middle"
due = 2028-02-15
[[decision]]
id = "taken"
title = "Taken"
date = 2027-12-02
reason = "Cheap"
[[review]]
id = "last-day"
title = "Last day"
every = "1mo"
first = 2027-12-31
agenda = ["one", "two\nthree"]
[[review]]
id = "thirtieth"
title = "Thirtieth, every two months"
every = "2mo"
first = 2027-12-30
[[review]]
id = "daily"
title = "Daily"
every = "1d"
first = 2028-11-01
[[review]]
id = "fortnight"
title = "Fortnight on Sundays"
every = "2w"
first = 2027-12-05
[[review]]
id = "leap"
title = "Leap day"
every = "12mo"
first = 2028-02-29
[[review]]
id = "once"
title = "Once"
first = 2028-01-01
"#;

fn reviews(name: &str, arguments: &[&str]) -> Output {
    let folder = scratch(name);
    std::fs::write(folder.join("plan.toml"), PLAN).unwrap();
    cxplan(&folder).args(["reviews", "-q"]).args(arguments).output().unwrap()
}

/// What a reader of calendars with rules of repetition sees in the file: occasions by identity, day and text.
fn seen(calendar: &[u8]) -> Vec<(String, String, String)> {
    let mut reader = Command::new("node")
        .arg(root().join("tests/calendar/read.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is there; run `cargo xtask test`, which sets it up");
    reader.stdin.take().unwrap().write_all(calendar).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "run `cargo xtask test`, which sets up the reader");
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let one = |one: &Value| (text(one, "title"), text(one, "date"), text(one, "text"));
    seen.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn another_reader_sees_the_days_of_the_plan() {
    let json: Value = serde_json::from_slice(&reviews("reviews-json", &["-f", "json"]).stdout).unwrap();
    let output = reviews("reviews-ics", &["--format", "ics"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let seen = seen(&output.stdout);
    let mut expected: BTreeSet<(String, String)> = BTreeSet::new();
    for review in json["reviews"].as_array().unwrap() {
        for date in review["dates"].as_array().unwrap() {
            let title = review["title"].as_str().unwrap().to_owned();
            assert!(expected.insert((title, date.as_str().unwrap().to_owned())));
        }
    }
    // 31 January is a Monday; 29 February comes once; Sundays and the holiday move to the next working day.
    for (title, date) in [
        ("Last day", "2028-01-31"),
        ("Last day", "2028-02-29"),
        ("Thirtieth, every two months", "2028-02-29"),
        ("Fortnight on Sundays", "2027-12-06"),
        ("Leap day", "2028-02-29"),
        ("Once", "2028-01-04"),
    ] {
        assert!(expected.contains(&(title.to_owned(), date.to_owned())), "{title} on {date}");
    }
    let decision = seen.iter().filter(|(title, ..)| title.starts_with("To be decided: Choose, or not; très"));
    assert_eq!(decision.map(|(_, date, _)| date.as_str()).collect::<Vec<_>>(), ["2028-02-15"]);
    let days: Vec<(String, String)> = seen
        .iter()
        .filter(|(title, ..)| !title.starts_with("To be decided"))
        .map(|(title, date, _)| (title.clone(), date.clone()))
        .collect();
    let found: BTreeSet<(String, String)> = days.iter().cloned().collect();
    let differ: Vec<_> = found.symmetric_difference(&expected).collect();
    assert!(differ.is_empty(), "{differ:?}");
    assert_eq!(days.len(), expected.len(), "each once");
    let (_, date, text) = seen.iter().find(|(.., text)| text.contains("NPS: 22")).unwrap();
    assert_eq!(date, "2028-03-31", "the first day of reviews after the target of 1 March");
    assert!(text.starts_with("15 dates\none\ntwo\nthree\n"), "{text}");
}

/// Each thing is due at most once at each review, in the first of its dates that is not before it.
#[test]
fn what_is_due_is_due_once() {
    let json: Value = serde_json::from_slice(&reviews("reviews-due", &["-f", "json"]).stdout).unwrap();
    for review in json["reviews"].as_array().unwrap() {
        let dates: Vec<&str> = review["dates"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for (day, key) in [
            ("2028-03-01", "targets"),
            ("2028-12-01", "targets"),
            ("2028-02-10", "measured"),
            ("2028-02-15", "decisions"),
        ] {
            let id = review["id"].as_str().unwrap();
            let due: Vec<&str> = review["occasions"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|occasion| {
                    let list = occasion[key].as_array().unwrap();
                    list.iter().any(|one| one["date"] == day || (key == "decisions" && one == "choose"))
                })
                .filter_map(|occasion| occasion["date"].as_str())
                .collect();
            let first: Vec<&str> = dates.iter().copied().filter(|date| *date >= day).take(1).collect();
            assert_eq!(due, first, "{id}: {key} of {day}");
        }
    }
}
