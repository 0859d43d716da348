//! Levels of warnings: what the plan and the command line make of them, in every form in which findings are written.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{cxplan, scratch, stderr};

const PLAN: &str = r#"schema = 1
[plan]
title = "CX plan"
start = 2027-01-04
[[initiative]]
id = "redesign"
title = "Redesign the site"
rice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }
steps = [{ title = "Build", effort = "1d" }]
"#;
const FORMATS: [&str; 5] = ["human", "short", "json", "github", "sarif"];

/// Exit status, and the severities shown for the code in the words of the format.
fn shown(folder: &Path, args: &[&str], format: &str, language: &str) -> (i32, Vec<String>) {
    let out = cxplan(folder)
        .args(["check", "--message-format", format, "--lang", language])
        .args(args)
        .output()
        .unwrap();
    let (data, said) = (String::from_utf8(out.stdout.clone()).unwrap(), stderr(&out));
    let found = |lines: &str, end: &str| -> Vec<String> {
        let words = lines.lines().filter_map(|line| line.split(end).next().filter(|start| *start != line));
        words.map(|start| start.rsplit([' ', ':']).next().unwrap_or_default().to_owned()).collect()
    };
    let severities = match format {
        "human" | "short" => found(&said, "[CXP0311]"),
        "github" => found(&data, " title=CXP0311,"),
        "json" => {
            let findings = data.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            let ours = findings.filter(|finding| finding["code"] == "CXP0311");
            ours.map(|finding| finding["severity"].as_str().unwrap().to_owned()).collect()
        }
        _ => {
            let log: Value = serde_json::from_str(&data).unwrap();
            let results = log["runs"][0]["results"].as_array().unwrap();
            let ours = results.iter().filter(|result| result["ruleId"] == "CXP0311");
            ours.map(|result| result["level"].as_str().unwrap().to_owned()).collect()
        }
    };
    (out.status.code().unwrap(), severities)
}

/// What one level does, in all formats and both languages.
fn expect(folder: &Path, args: &[&str], level: &str) {
    for (format, language) in FORMATS.iter().flat_map(|format| [(*format, "en"), (*format, "fr")]) {
        let word = match (level, format, language) {
            ("deny", "human" | "short", "fr") => Some("erreur"),
            ("warn", "human" | "short", "fr") => Some("avertissement"),
            ("deny", ..) => Some("error"),
            ("warn", ..) => Some("warning"),
            _ => None,
        };
        let expected = (i32::from(level == "deny"), word.map(str::to_owned).into_iter().collect::<Vec<_>>());
        assert_eq!(shown(folder, args, format, language), expected, "{args:?} {format} {language}");
    }
}

fn plan(name: &str, text: &str) -> std::path::PathBuf {
    let folder = scratch(&format!("levels-{name}"));
    fs::write(folder.join("plan.toml"), text).unwrap();
    folder
}

#[test]
fn the_command_line_wins_over_the_plan_and_the_plan_over_the_default() {
    let folder = plan("default", PLAN);
    expect(&folder, &[], "warn");
    for level in ["allow", "warn", "deny"] {
        expect(&folder, &[&format!("--{level}"), "CXP0311"], level);
        expect(&folder, &[&format!("--{level}"), "warnings"], level);
        let set = plan(level, &format!("{PLAN}[lints.level]\nCXP0311 = \"{level}\"\n"));
        expect(&set, &[], level);
        for over in ["allow", "warn", "deny"] {
            expect(&set, &[&format!("--{over}"), "cxp0311"], over);
        }
        // Denying every warning does not bring back what the plan has allowed by name.
        expect(&set, &["--deny", "warnings"], if level == "allow" { "allow" } else { "deny" });
    }
    expect(&folder, &["--deny", "warnings", "--allow", "CXP0311"], "allow");
    expect(&folder, &["--allow", "CXP0311", "--deny", "CXP0311"], "deny");
}

#[test]
fn a_denied_warning_keeps_every_command_from_its_work() {
    let folder = plan("commands", PLAN);
    for command in ["score", "plan", "build"] {
        let run = |args: &[&str]| cxplan(&folder).arg(command).args(args).output().unwrap();
        assert_eq!(run(&[]).status.code(), Some(0), "{command}");
        let denied = run(&["--deny", "CXP0311"]);
        assert_eq!(denied.status.code(), Some(1), "{command}");
        assert!(stderr(&denied).contains("error[CXP0311]") && denied.stdout.is_empty(), "{command}");
    }
}

#[test]
fn levels_hold_for_included_files_and_for_the_plans_of_a_portfolio() {
    let folder = plan("include", &format!("include = [\"rules.toml\"]\n{PLAN}"));
    fs::write(folder.join("rules.toml"), "[lints.level]\nCXP0311 = \"deny\"\n").unwrap();
    expect(&folder, &[], "deny");

    let portfolio =
        "schema = 1\n[plan]\ntitle = \"All\"\nstart = 2027-01-04\n[portfolio]\nplans = [\"retail.toml\"]\n";
    let folder = plan("portfolio", &format!("{portfolio}[lints.level]\nCXP0311 = \"deny\"\n"));
    fs::write(folder.join("retail.toml"), PLAN).unwrap();
    expect(&folder, &[], "deny");
    expect(&folder, &["--allow", "CXP0311"], "allow");

    // A level that would hold for one plan alone is not passed over in silence.
    let folder = plan("member", portfolio);
    fs::write(folder.join("retail.toml"), format!("{PLAN}[lints.level]\nCXP0311 = \"allow\"\n")).unwrap();
    let out = cxplan(&folder).args(["check", "--message-format", "short"]).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(stderr(&out).contains("retail.toml:10:2: error[CXP0207]"), "{}", stderr(&out));
}

#[test]
fn codes_that_have_no_level_are_refused_with_a_remedy() {
    let folder = plan("refused", PLAN);
    for (code, remedy) in [
        ("CXP0201", "CXP0201 is always an error; correct it in the plan, or name a warning"),
        ("CXP9999", "use a code such as CXP0311"),
        ("warning", "use a code such as CXP0311"),
        ("", "use a code such as CXP0311"),
    ] {
        for option in ["--allow", "--warn", "--deny"] {
            let out = cxplan(&folder).args(["check", option, code]).output().unwrap();
            assert_eq!(out.status.code(), Some(2), "{option} {code}");
            assert!(stderr(&out).contains(remedy), "{option} {code}: {}", stderr(&out));
        }
    }
    for (line, code, says) in [
        ("CXP0201 = \"allow\"", "CXP0201", "`CXP0201` is always an error"),
        ("CXP9999 = \"allow\"", "CXP0201", "unknown key `CXP9999` in `level`"),
        ("cxp0311 = \"allow\"", "CXP0201", "did you mean `CXP0311`?"),
        ("CXP0311 = \"forbid\"", "CXP0305", "`level` cannot be \"forbid\""),
        ("CXP0311 = 1", "CXP0301", "`level` must be one of"),
    ] {
        let folder = plan("refused-in-plan", &format!("{PLAN}[lints.level]\n{line}\n"));
        let out = cxplan(&folder).arg("check").output().unwrap();
        let text = stderr(&out);
        assert_eq!(out.status.code(), Some(1), "{line}: {text}");
        assert!(text.contains(&format!("error[{code}]")) && text.contains(says), "{line}: {text}");
        assert!(text.contains("plan.toml:11:") && text.contains("help: "), "{line}: {text}");
    }
    // What a method remarks on may be a warning, and then has a level.
    let out = cxplan(&folder).args(["check", "--allow", "CXP0509"]).output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
}

/// A plan whose every text tries to get out of its place.
fn hostile() -> std::path::PathBuf {
    const ATTACK: &str = "x\\n::error file=a,line=1::owned\\r\\n%0A::warning::%25\\u001b[31m\\u009b2J\\u202e\\u2066\\u061c\\u007f🎉\\\"";
    let folder = plan(
        "hostile",
        &format!(
            "include = [\"t*.toml\"]\n{PLAN}status = \"{ATTACK}\"\nteam = \"{ATTACK}\"\n\"{ATTACK}\" = 1 # \u{9b}\u{202e}\n\
             [[initiative]]\nid = \"{ATTACK}\"\ntitle = \"{ATTACK}\"\nrice = {{ reach = 1, impact = 1, confidence = 0.8, effort = 1 }}\n"
        ),
    );
    fs::write(folder.join("t\n::error::\u{1b}[31m\u{9b}\u{202e},:%0A.toml"), "[[team]]\nbad\u{9b} = 1\n")
        .unwrap();
    folder
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn no_text_of_a_plan_gets_out_of_its_place() {
    let folder = hostile();
    let mut counts = Vec::new();
    for (format, language) in FORMATS.iter().flat_map(|format| [(*format, "en"), (*format, "fr")]) {
        let run = |color: &str, no_color: &str| {
            cxplan(&folder)
                .args(["check", "--message-format", format, "--lang", language, "--color", color])
                .env("NO_COLOR", no_color)
                .output()
                .unwrap()
        };
        let out = run("auto", "1");
        assert_eq!(out.status.code(), Some(1), "{format}: {}", stderr(&out));
        let (data, said) = (String::from_utf8(out.stdout.clone()).unwrap(), stderr(&out));
        let steering: Vec<char> =
            data.chars().chain(said.chars()).filter(|c| *c != '\n' && steers(*c)).collect();
        assert!(steering.is_empty(), "{format} {language}: {steering:?}");
        match format {
            "json" => {
                let findings: Vec<Value> =
                    data.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
                assert!(
                    findings.iter().any(|found| found["place"]["file"].as_str().unwrap().contains('\u{9b}'))
                );
                counts.push(findings.len());
            }
            "sarif" => {
                let log: Value = serde_json::from_str(&data).unwrap();
                counts.push(log["runs"][0]["results"].as_array().unwrap().len());
            }
            "github" => {
                for line in data.lines() {
                    assert!(
                        line.starts_with("::error title=CXP") || line.starts_with("::warning title=CXP"),
                        "{line:?}"
                    );
                    let (properties, _) = line[2..].split_once("::").unwrap();
                    assert!(properties.matches("file=").count() <= 1, "{line:?}");
                }
                counts.push(data.lines().count());
            }
            "short" => counts.push(said.lines().count()),
            _ => counts.push(said.lines().filter(|line| line.contains("[CXP")).count()),
        }
        // Colours are the program's own: they select how letters look and do nothing else.
        let painted = run("always", "");
        let said = stderr(&painted);
        assert_eq!(said.contains('\u{1b}'), format == "human", "{format} {language}");
        let mut rest = said.as_str();
        while let Some((_, after)) = rest.split_once('\u{1b}') {
            let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            assert!(after.starts_with('[') && after[end..].starts_with('m'), "{format}: {after:.20?}");
            rest = &after[end..];
        }
    }
    assert!(counts[0] >= 6 && counts.iter().all(|count| *count == counts[0]), "{counts:?}");
}
