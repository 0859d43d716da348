//! Plans whose text is out of all measure: each has its code, its place and its remedy, or is fine, and none takes long.

use super::bad_files::{PLAN, bounded, expect, project};
use super::stderr;

/// A plan that is wrong in one way, with the code and the place of that.
fn wrong(cases: &[(&str, String, &str, &str)]) {
    for (name, plan, code, place) in cases {
        let text = expect(&project(&format!("text-{name}"), plan), 1, code, place);
        assert!(text.len() < 10_000, "{name}: nobody reads {} bytes", text.len());
    }
}

fn fine(name: &str, plan: impl AsRef<[u8]>) {
    let folder = project(&format!("fine-{name}"), plan);
    for command in ["check", "build"] {
        let out = bounded(&folder, &[command]);
        assert_eq!(out.status.code(), Some(0), "{name}: {:.2000}", stderr(&out));
    }
}

/// The plan with more lines in its initiative, the first of them line 9.
fn with(lines: &str) -> String {
    format!("{PLAN}{lines}\n")
}

#[test]
fn texts_of_a_hundred_thousand_characters() {
    let long = "x".repeat(100_000);
    let team = "[[team]]\nid = \"web\"\nname = \"Web\"\ncapacity = 1\n";
    wrong(&[
        ("id", PLAN.replace("\"redesign\"", &format!("\"{long}\"")), "CXP0205", "plan.toml:6:6"),
        ("key", with(&format!("{long} = 1")), "CXP0201", "plan.toml:9:1"),
        ("header", with(&format!("[{long}]")), "CXP0201", "plan.toml:9:2"),
        ("date", PLAN.replace("2027-01-04", &"2".repeat(100_000)), "CXP0301", "plan.toml:4:9"),
        ("date-text", PLAN.replace("2027-01-04", &format!("\"{long}\"")), "CXP0301", "plan.toml:4:9"),
        ("number", PLAN.replace("2000", &"9".repeat(100_000)), "CXP0302", "plan.toml:8:18"),
        ("number-text", PLAN.replace("2000", &format!("\"{long}\"")), "CXP0301", "plan.toml:8:18"),
        ("share", PLAN.replace("0.8", &format!("\"{long}%\"")), "CXP0302", "plan.toml:8:49"),
        ("word", with(&format!("status = \"{long}\"")), "CXP0305", "plan.toml:9:10"),
        ("duration", with(&format!("effort = \"{}d\"", "9".repeat(100_000))), "CXP0304", "plan.toml:9:10"),
        ("reference", with(&format!("team = \"{long}\"\n{team}")), "CXP0204", "plan.toml:9:8"),
        ("dependency", with(&format!("depends_on = [\"{long}.{long}\"]")), "CXP0204", "plan.toml:9:15"),
        ("method", with(&format!("[scoring]\nprimary = \"{long}\"")), "CXP0502", "plan.toml:10:11"),
        ("include", format!("include = [\"{long}\"]\n{PLAN}"), "CXP0903", "plan.toml:1:12"),
        (
            "include-deep",
            format!("include = [\"{}t.toml\"]\n{PLAN}", "a/".repeat(50_000)),
            "CXP0903",
            "plan.toml:1:12",
        ),
        (
            "include-pattern",
            format!("include = [\"{}\"]\n{PLAN}", "*".repeat(100_000)),
            "CXP0903",
            "plan.toml:1:12",
        ),
        ("unquoted", PLAN.replace("\"CX plan\"", &long), "CXP0101", "plan.toml:3:9"),
        ("unclosed", PLAN.replace("\"CX plan\"", &format!("\"{long}")), "CXP0101", "plan.toml:3:100010"),
        (
            "member",
            with(&format!(
                "{team}members = [{{ name = \"{long}\" }}]\nleave = [{{ who = \"y{long}\", from = 2027-01-04, to = 2027-01-05 }}]"
            )),
            "CXP0204",
            "plan.toml:14:18",
        ),
    ]);
    let many = (0..20_000).map(|number| format!("\"b{number}\"")).collect::<Vec<_>>().join(", ");
    let folder = project("text-many-references", with(&format!("depends_on = [{many}]")));
    expect(&folder, 1, "CXP0204", "plan.toml:9:15");
    let folder = project("text-plugin", with(&format!("[scoring.promise]\nplugin = \"{long}\"")));
    expect(&folder, 2, "CXP0503", "plan.toml:10:10");
    fine("title", PLAN.replace("Redesign the site", &long));
    fine("comment", with(&format!("# {long}")));
    fine("decimals", PLAN.replace("2000", &format!("0.{}", "2".repeat(100_000))));
}

#[test]
fn nesting_ten_thousand_deep() {
    let deep = |text: &str| text.repeat(10_000);
    wrong(&[
        ("lists", with(&format!("x = {}", deep("["))), "CXP0101", "plan.toml:9:85"),
        ("closed-lists", with(&format!("x = {}{}", deep("["), deep("]"))), "CXP0101", "plan.toml:9:85"),
        ("tables", with(&format!("x = {}", deep("{a="))), "CXP0101", "plan.toml:9:245"),
        ("closed-tables", with(&format!("x = {}1{}", deep("{a="), deep("}"))), "CXP0101", "plan.toml:9:245"),
        ("dots", with(&format!("{}a = 1", deep("a."))), "CXP0101", "plan.toml:9:1"),
        ("dots-inside", with(&format!("x = {{ {}a = 1 }}", deep("a."))), "CXP0101", "plan.toml:9:1"),
        ("header", with(&format!("[{}a]", deep("a."))), "CXP0101", "plan.toml:9:1"),
        ("list-header", with(&format!("[[{}a]]", deep("a."))), "CXP0101", "plan.toml:9:1"),
        ("shallow", with(&format!("{}a = 1", "a.".repeat(70))), "CXP0201", "plan.toml:9:1"),
    ]);
}

#[test]
fn line_ends_marks_and_signs_that_nobody_sees() {
    fine("mixed-line-ends", PLAN.replacen('\n', "\r\n", 4));
    fine("tabs", PLAN.replace(" = ", "\t=\t"));
    fine("mark", format!("\u{feff}{PLAN}"));
    fine("no-end", PLAN.trim_end());
    wrong(&[
        ("old-line-ends", PLAN.replace('\n', "\r"), "CXP0101", "plan.toml:1:12"),
        ("mark-inside", with("\u{feff}[[team]]"), "CXP0101", "plan.toml:9:1"),
        ("no-break-space", with("\u{a0}status = \"done\""), "CXP0101", "plan.toml:9:1"),
        ("escape", with("\u{1b}[2J"), "CXP0101", "plan.toml:9:1"),
        ("mark-alone", "\u{feff}".into(), "CXP0104", ""),
        ("nuls", "\0".repeat(1000), "CXP0101", "plan.toml:1:1"),
        ("nothing", String::new(), "CXP0104", ""),
        ("blank", " \n\t\r\n".into(), "CXP0104", ""),
    ]);
}

#[test]
fn keys_that_stand_twice() {
    wrong(&[
        ("key-twice", with("title = \"Again\""), "CXP0101", "plan.toml:9:1"),
        ("quoted-twice", with("\"title\" = \"Again\""), "CXP0101", "plan.toml:9:1"),
        ("table-twice", with("[plan]"), "CXP0101", "plan.toml:9:2"),
        ("inline-twice", PLAN.replace("impact = 1", "reach = 1"), "CXP0101", "plan.toml:8:24"),
        ("dotted-twice", with("rice.effort = 1"), "CXP0101", "plan.toml:9:1"),
        (
            "dotted-then-table",
            PLAN.replace("[plan]\n", "plan.version = \"1\"\n[plan]\n"),
            "CXP0101",
            "plan.toml:3:2",
        ),
        ("table-then-list", with("[[plan]]"), "CXP0101", "plan.toml:9:3"),
        ("list-then-table", with("[initiative]"), "CXP0301", "plan.toml:9:1"),
    ]);
}

#[test]
fn days_at_the_ends_of_the_calendar_and_beyond() {
    let start = |date: &str| PLAN.replace("2027-01-04", date);
    let at = "plan.toml:4:9";
    let cases: Vec<(&str, String, &str, &str)> = [
        ("0000-01-01", "CXP0312"),
        ("9999-12-31", "CXP0312"),
        ("1989-12-31", "CXP0312"),
        ("2200-01-01", "CXP0312"),
        ("-0001-01-01", "CXP0101"),
        ("10000-01-01", "CXP0101"),
        ("2027-13-01", "CXP0303"),
        ("2027-00-01", "CXP0303"),
        ("2027-01-00", "CXP0303"),
        ("2027-02-29", "CXP0303"),
        ("2027-1-4", "CXP0101"),
        ("2027-01-04T00:00:00", "CXP0303"),
        ("2027-01-04T23:59:60Z", "CXP0303"),
        ("2027-01-04T10:00:00.5+02:00", "CXP0303"),
        ("2027-01-04T00:00:00+25:00", "CXP0101"),
        ("2027-01-04T24:00:00", "CXP0101"),
        ("10:00:00", "CXP0303"),
    ]
    .iter()
    .map(|(date, code)| (*date, start(date), *code, at))
    .collect();
    wrong(&cases);
    fine("last-year", start("2199-12-31"));
    wrong(&[
        ("not-before", with("not_before = 9999-12-31"), "CXP0602", "plan.toml:6:6"),
        ("fixed", with("fixed = 9999-12-31"), "CXP0602", "plan.toml:6:6"),
        ("fixed-too-early", with("fixed = 0000-01-01"), "CXP0606", "plan.toml:9:9"),
        (
            "frozen",
            with("[calendar]\nfreeze = [{ from = 0000-01-01, to = 9999-12-31 }]"),
            "CXP0602",
            "plan.toml:6:6",
        ),
        (
            "review",
            with("[[review]]\nid = \"r\"\ntitle = \"R\"\nfirst = 9999-12-31"),
            "CXP0312",
            "plan.toml:12:9",
        ),
    ]);
    fine("early", with("not_before = 0000-01-01\ndeadline = 9999-12-31"));
    fine("far-holidays", with("[calendar]\nholidays = [0000-01-01, 9999-12-31]"));
    // As long as work can be, from the last year in which a plan can start.
    let folder =
        project("text-long-work", PLAN.replace("2027-01-04", "2199-12-31") + "effort = \"10000d\"\n");
    let out = bounded(&folder, &["check"]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", stderr(&out));
}

#[test]
fn numbers_of_every_size_and_form() {
    let reach = |number: &str| PLAN.replace("2000", number);
    let at = "plan.toml:8:18";
    let cases: Vec<(&str, String, &str, &str)> = [
        ("99999999999999999999999", "CXP0302"),
        ("-1", "CXP0302"),
        ("1e400", "CXP0302"),
        ("nan", "CXP0302"),
        ("inf", "CXP0302"),
        ("-inf", "CXP0302"),
        ("true", "CXP0301"),
        ("[2000]", "CXP0302"),
    ]
    .iter()
    .map(|(number, code)| (*number, reach(number), *code, at))
    .collect();
    wrong(&cases);
    wrong(&[
        ("double-underscore", reach("2__000"), "CXP0101", at),
        ("leading-zero", reach("02000"), "CXP0101", at),
        (
            "horizon",
            PLAN.replace("start", "horizon_months = 9223372036854775807\nstart"),
            "CXP0302",
            "plan.toml:4:18",
        ),
        ("schema", PLAN.replace("schema = 1", "schema = -9223372036854775808"), "CXP0302", "plan.toml:1:10"),
    ]);
    for number in ["0xFF", "0o17", "0b11", "2_000", "9223372036854775807", "1e308", "5e-324", "-0.0", "+1"] {
        fine(number, reach(number));
    }
}
