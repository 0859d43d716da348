//! Surveys into plans: what is printed is accepted by the plan language, nothing of a person is in it, and size costs no memory.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use super::bad_files::{PLAN, bounded};
use super::{isolated, scratch, stderr};

const METRIC: &str = "[[metric]]\nid = \"nps\"\nname = \"NPS\"\nkind = \"nps\"\ndirection = \"higher\"\n";
const SEGMENT: &str = "[[segment]]\nid = \"home\"\nname = \"At home\"\n";

#[test]
fn what_is_printed_belongs_into_the_plan_and_names_nobody() {
    let folder = scratch("survey-plan");
    let plan = format!("{PLAN}{SEGMENT}{METRIC}");
    fs::write(folder.join("plan.toml"), &plan).unwrap();
    let mut answers = "Name;E-mail;NPS;Segment;Date;Comment\n".to_owned();
    for n in 0..60 {
        writeln!(
            answers,
            "CANARY{n};CANARY@example.org;{};home;2026-11-{:02};CANARY \"\"x",
            n % 12,
            n % 28 + 1
        )
        .unwrap();
        writeln!(answers, "CANARY{n};;{};CANARY;=CANARY;CANARY", n % 11).unwrap();
    }
    fs::write(folder.join("answers.csv"), answers).unwrap();
    let out = bounded(&folder, &["import", "survey", "plan.toml", "--kind", "nps", "--column", "schema = 1"]);
    assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
    assert!(stderr(&out).contains("CXP0909"), "{}", stderr(&out));
    for place in ["baseline", "actual"] {
        let out = bounded(&folder, &["import", "survey", "answers.csv", "--metric", "nps", "--as", place]);
        assert!(out.status.success(), "{}", stderr(&out));
        let text = String::from_utf8(out.stdout.clone()).unwrap();
        assert!(text.contains("segments = [\"home\"]") && !text.contains("CANARY"), "{text}");
        assert!(!stderr(&out).contains("CANARY"), "{}", stderr(&out));
        fs::write(folder.join("plan.toml"), format!("{plan}{text}")).unwrap();
        let out = bounded(&folder, &["check", "--message-format", "short"]);
        assert!(!stderr(&out).contains("error"), "{text}\n{}", stderr(&out));
        fs::write(folder.join("plan.toml"), &plan).unwrap();
    }
    let json =
        ["import", "survey", "answers.csv", "--metric", "nps", "--format", "json", "--excluded", "out.csv"];
    let out = bounded(&folder, &json);
    assert!(!String::from_utf8(out.stdout).unwrap().contains("CANARY"));
    let list = fs::read_to_string(folder.join("out.csv")).unwrap();
    assert_eq!((list.lines().count(), list.lines().nth(1)), (6, Some("24,off-scale")), "{list}");
}

#[test]
fn many_rows_take_no_memory() {
    let folder = scratch("survey-many");
    let mut answers = "id,nps,date,comment\n".to_owned();
    for n in 0..200_000 {
        writeln!(answers, "{n},{},2027-01-{:02},\"some, words\"", n % 12, n % 28 + 1).unwrap();
    }
    fs::write(folder.join("answers.csv"), answers).unwrap();
    // A limit of the system: what a child has used counts what this process had when it was started.
    let import = "exec \"$0\" import survey answers.csv --kind nps --excluded out.csv";
    let run = |kilobytes: u32| {
        let mut shell = isolated(Command::new("sh"), &folder);
        shell.args(["-c", &format!("ulimit -d {kilobytes} && {import}"), env!("CARGO_BIN_EXE_cxplan")]);
        shell.output().unwrap()
    };
    assert!(!run(1_000).status.success(), "the limit holds");
    let out = run(30_000);
    assert!(out.status.success(), "{}", stderr(&out));
    assert_eq!(fs::read_to_string(folder.join("out.csv")).unwrap().lines().count(), 16_667);
}
