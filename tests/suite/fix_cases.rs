//! What `check --fix` does with plans that are written in unusual ways, and with files that are no plain files.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Stdio;

use super::fix::{Tree, check, laws, tree};
use super::{cxplan, scratch, stderr};

const HEAD: &str = "schema = 1\n[plan]\ntitle = \"CX plan\"\nstart = 2027-01-04\n";
const INITIATIVE: &str = r#"[[initiative]]
id = "redesign"
title = "Redesign the site"
rice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }
"#;

const SURVEY: &str = r#"[[metric]]
id = "loyalty"
name = "NPS"
kind = "nps"
[[competitor]]
id = "rival"
name = "Rival"
"#;

/// A plan in one file.
fn one(plan: impl Into<Vec<u8>>) -> Tree {
    Tree::from([("plan.toml".to_owned(), plan.into())])
}

/// Mends a plan, checks the laws, and gives the text.
fn mended(name: &str, plan: &str) -> String {
    String::from_utf8(laws(&one(plan), &format!("fix-{name}")).remove("plan.toml").unwrap()).unwrap()
}

fn good() -> String {
    format!("{HEAD}{INITIATIVE}")
}

#[test]
fn keys_are_mended_however_they_are_written() {
    let steps = "[[initiative.steps]]\nid = \"a\"\ntitle = \"A\"\neffort = \"1d\"\nteam = \"web\"\n";
    let team = "[[team]]\nid = \"web\"\nname = \"Web\"\ncapacity = 1\n";
    let dotted = "schema = 1\nplan.title = \"CX plan\"\nplan . start = 2027-01-04\n";
    for (name, right, wrong) in [
        ("crlf", good().replace('\n', "\r\n"), good().replace('\n', "\r\n").replace("title", "titel")),
        ("tabs", good().replace("title =", "\ttitle\t=\t"), good().replace("title =", "\ttitel\t=\t")),
        ("bom", format!("\u{feff}{}", good()), format!("\u{feff}{}", good().replace("title", "titel"))),
        ("quoted", good(), good().replace("title", "\"titel\"").replace("rice", "'rcie'")),
        ("accents", good(), good().replace("title", "títle").replace("effort", "éffort")),
        ("two-on-a-line", good(), good().replace("reach", "raech").replace("impact", "imapct")),
        (
            "headers",
            format!("{}{steps}{steps}{team}", good()).replacen("\"a\"", "\"b\"", 1),
            format!("{}{steps}{steps}{team}", good())
                .replacen("\"a\"", "\"b\"", 1)
                .replace("initiative", "initiatve"),
        ),
        (
            "one-header-of-two",
            format!("{}{}", good(), INITIATIVE.replace("redesign", "second")),
            format!(
                "{}{}",
                good(),
                INITIATIVE.replace("redesign", "second").replace("initiative", "initative")
            ),
        ),
        (
            "blanks-in-headers",
            good().replace("[plan]", "[ plan ] # us").replace("[[initiative]]", "[[ initiative ]]"),
            good().replace("[plan]", "[ plna ] # us").replace("[[initiative]]", "[[ 'initiatve' ]]"),
        ),
        (
            "dotted",
            format!("{dotted}{INITIATIVE}"),
            format!("{dotted}{INITIATIVE}").replace("plan.", "plna.").replace("plan .", "plna ."),
        ),
        (
            "dotted-inside",
            good().replace("rice = { reach", "rice = { \"reach\""),
            good().replace("rice = { reach", "rcie = { \"reach\""),
        ),
        (
            "id-as-key",
            format!("{}{SURVEY}metrics = {{ loyalty = 12 }}\n", good()),
            format!("{}{SURVEY}metrics = {{ loyatly = 12 }}\n", good()),
        ),
        ("no-newline", good().trim_end().to_owned(), good().trim_end().replace("effort", "efort")),
        (
            "several-lines",
            good().replace("{ reach", "{\n  # people\n  reach").replace("4 }", "4,\n}"),
            good().replace("{ reach", "{\n  # people\n  raech").replace("4 }", "4,\n}").replace("0.8", "80"),
        ),
    ] {
        let expected = right.replace(
            "confidence = 0.8",
            if wrong.contains("= 80") { "confidence = \"80%\"" } else { "confidence = 0.8" },
        );
        // The fix writes a bare key where the plan has quotes.
        assert_ne!(right, wrong, "{name}");
        assert_eq!(mended(name, &wrong), expected, "{name}");
    }
}

#[test]
fn a_header_that_stands_above_others_is_renamed_in_all_of_them() {
    let wrong = format!(
        "{HEAD}[calender]\nholidays = []\n[[calender.freeze]]\nfrom = 2027-02-01\nto = 2027-02-02\n{INITIATIVE}"
    );
    assert_eq!(mended("sub-headers", &wrong), wrong.replace("calender", "calendar"));
    let wrong = good().replace(
        "rice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }",
        "rcie.reach = 2000\nrcie.impact = 1 # small\nrcie . confidence = 0.8\n\"rcie\".effort = 4",
    );
    assert_eq!(mended("dotted-table", &wrong), wrong.replace("\"rcie\"", "rice").replace("rcie", "rice"));
}

#[test]
fn values_are_mended_where_they_can_be_read_in_one_way_only() {
    for (name, key, wrong, right) in [
        ("number-in-quotes", "reach", "\"2 000\"", "2000"),
        ("per-cent", "confidence", "80", "\"80%\""),
        ("hexadecimal-per-cent", "confidence", "0x50", "\"80%\""),
        ("text", "title", "1_000.5", "\"1_000.5\""),
        ("time-of-day", "start", "2027-01-04T10:00:00+02:00", "2027-01-04"),
        ("date-in-quotes", "start", "\"2027-01-04\"", "2027-01-04"),
        ("list", "depends_on", "\"second\"", "[\"second\"]"),
        ("word", "status", "\"planed\"", "\"planned\""),
        ("word-over-lines", "status", "\"\"\"\nPlanned\"\"\"", "\"planned\""),
        ("quotes", "title", "« Été »", "\"Été\""),
        ("reference", "depends_on", "[\"secnd\"]", "[\"second\"]"),
        ("id", "id", "\"Refonte du Site\"", "\"refonte-du-site\""),
    ] {
        let plan = |value: &str| {
            let mut lines: Vec<String> = good().lines().map(str::to_owned).collect();
            let inside = format!(" {key} = ");
            match lines.iter_mut().rev().find(|line| line.starts_with(&inside[1..]) || line.contains(&inside))
            {
                Some(line) => {
                    let (before, after) = line.split_once(&inside[1..]).unwrap();
                    let rest = if before.is_empty() { "" } else { &after[after.find([',', ' ']).unwrap()..] };
                    *line = format!("{before}{}{value}{rest}", &inside[1..]);
                }
                None => lines.push(format!("{key} = {value}")),
            }
            let second = INITIATIVE.replace("redesign", "second");
            format!("{}\n{second}", lines.join("\n"))
        };
        assert_eq!(mended(&format!("value-{name}"), &plan(wrong)), plan(right), "{name}");
    }
    let comma = good().replace("{ reach = 2000, impact = 1, confidence = 0.8, effort = 4 }", "{}")
        + "[initiative.kano]\n";
    assert_eq!(mended("nothing", &comma), comma);
    let unseen = good().replace("[[initiative]]", "\u{feff}[[initiative]]");
    assert_eq!(mended("mark-inside", &unseen), good());
}

#[test]
fn what_may_be_meant_in_two_ways_is_left_to_the_writer() {
    let team = |id: &str| format!("[[team]]\nid = \"{id}\"\nname = \"T\"\ncapacity = 1\n");
    let refers = |team: &str| format!("{}team = \"{team}\"\n", good());
    for (name, plan) in [
        // Both would be `title`.
        ("twice", good().replace("title = \"Redesign the site\"", "titel = \"A\"\ntitlle = \"B\"")),
        (
            "table-above",
            format!("{HEAD}[initiative.rice]\nreach = 1\n[initiative]\nid = \"a\"\ntitle = \"A\"\n"),
        ),
        ("quotes-inside", good().replace("\"Redesign the site\"", "“the «best» plan”")),
        ("there-already", good().replace("rice", "titlle = \"B\"\nrice")),
        ("another-number", format!("{}{}{}", refers("web-3"), team("web-1"), team("web-2"))),
        ("as-near", format!("{}{}{}", refers("cart"), team("card"), team("cars"))),
        ("another-word", format!("{}description = \"long\"\n", good())),
        ("above-one", good().replace("0.8", "1.2")),
        ("thousands", good().replace("rice = { reach = 2000, ", "rice.reach = 1,500\nx = { ")),
        ("backslash", good().replace("\"Redesign the site\"", "“C:\\x”")),
        (
            "map-key-twice",
            format!(
                "{}[[metric]]\nid = \"nps\"\nname = \"NPS\"\nkind = \"nps\"\ndirection = \"sideways\"\n\
             [[competitor]]\nid = \"c\"\nname = \"C\"\nmetrics = {{ nps = 1, npss = 2 }}\n",
                good()
            ),
        ),
        // The id may be that of the team whose header is misspelt beyond recognition by a rule of its own.
        ("lost-list", format!("{}{}{}", refers("weeb"), team("web"), "team_x = 1\n[taem]\nid = \"weeb\"\n")),
    ] {
        assert_eq!(mended(&format!("doubt-{name}"), &plan), plan, "{name}");
    }
}

#[test]
fn references_wait_for_the_ids_that_they_may_mean() {
    let plan = format!(
        "{}team = \"Équipe Web\"\n[[team]]\nid = \"equipe-web-b\"\nname = \"B\"\ncapacity = 1\n\
         [[team]]\nid = \"Équipe Web\"\nname = \"A\"\ncapacity = 1\n",
        good()
    );
    let right = plan.replace("\"Équipe Web\"", "\"equipe-web\"");
    assert_eq!(mended("ids-first", &plan), right);
    let plan = format!(
        "{}team = \"wbe\"\n[[team]]\nid = \"web\"\nname = \"B\"\ncapacity = 1\n\
         [[taem]]\nid = \"wbe\"\nname = \"A\"\ncapacity = 1\n",
        good()
    );
    assert_eq!(mended("headers-first", &plan), plan.replace("taem", "team"));
}

#[test]
fn a_mended_include_brings_its_file_along_and_fixes_land_in_the_right_one() {
    let before = Tree::from([
        (
            "plan.toml".to_owned(),
            format!("inclde = [\"parts/teams.toml\"]\n{}team = \"web\"\n", good()).into_bytes(),
        ),
        (
            "parts/teams.toml".to_owned(),
            "\u{feff}# Teams\r\n[[team]]\r\nid = \"web\"\r\nname = \"W\"\r\ncapcity = 1\r\n".into(),
        ),
    ]);
    let after = laws(&before, "fix-include");
    assert!(after["plan.toml"].starts_with(b"include = "));
    assert_eq!(
        String::from_utf8_lossy(&after["parts/teams.toml"]),
        "\u{feff}# Teams\r\n[[team]]\r\nid = \"web\"\r\nname = \"W\"\r\ncapacity = 1\r\n"
    );
}

#[test]
fn findings_that_are_left_stand_where_they_stand_in_the_new_text() {
    let folder = scratch("fix-places");
    let plan =
        format!("schema = 1\nplan.titel = \"x\"\nplan.start = 2027-01-04\n{INITIATIVE}[initiative.kanoo]\n");
    let plan = plan.replace("plan.titel = \"x\"", "shcemaa = 1\nplan.titel = \"x\"");
    fs::write(folder.join("plan.toml"), format!("include = [\"missing.toml\"]\n{plan}")).unwrap();
    let out = check(&folder, &["--fix", "--message-format", "short"]);
    assert!(stderr(&out).contains("plan.toml:1:12: error[CXP0903]"), "{}", stderr(&out));
    // Ahead of the include: what is mended on its line moves it.
    fs::write(
        folder.join("plan.toml"),
        "plan = { titel = \"x\", start = 2027-01-04 }\ninclude = [\"missing.toml\"]\nshceema = 1\n",
    )
    .unwrap();
    let out = check(&folder, &["--fix", "--message-format", "short"]);
    assert!(stderr(&out).contains("plan.toml:2:12: error[CXP0903]"), "{}", stderr(&out));
}

#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_mode() {
    let folder = scratch("fix-link");
    fs::create_dir(folder.join("inner")).unwrap();
    let file = folder.join("inner/real.toml");
    fs::write(&file, good().replace("title", "titel")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("inner/real.toml", folder.join("plan.toml")).unwrap();
    let out = check(&folder, &["--fix"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(folder.join("plan.toml").is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), good());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(tree(&folder).len(), 2, "no temporary file is left");
}

#[test]
fn a_file_that_cannot_be_written_stays_whole() {
    // The name is so long that there is no room for a temporary one beside it.
    let (folder, name) = (scratch("fix-unwritable"), format!("{}.toml", "p".repeat(249)));
    let wrong = good().replace("title", "titel");
    fs::write(folder.join(&name), &wrong).unwrap();
    let out = check(&folder, &[&name, "--fix"]);
    assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
    assert!(stderr(&out).contains("error[CXP0802]") && stderr(&out).contains("help: "), "{}", stderr(&out));
    assert_eq!(tree(&folder), Tree::from([(name, wrong.into_bytes())]));
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    for mark in ["", "\u{feff}"] {
        let wrong = format!("{mark}{}", good().replace("title", "titel"));
        let folder = scratch("fix-stdin");
        let mut child = cxplan(&folder)
            .args(["check", "-", "--fix", "--message-format", "json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(wrong.as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        assert_eq!(String::from_utf8(out.stdout).unwrap(), format!("{mark}{}", good()));
        assert!(tree(&folder).is_empty());
    }
}

#[test]
fn the_status_is_that_of_the_plan_as_it_is_left() {
    let folder = scratch("fix-status");
    let status = |plan: &str, args: &[&str]| {
        fs::write(folder.join("plan.toml"), plan).unwrap();
        let out = check(&folder, args);
        (out.status.code().unwrap(), String::from_utf8_lossy(&out.stdout).into_owned(), stderr(&out))
    };
    let (wrong, hopeless) = (good().replace("title", "titel"), format!("{}nothing-like-it = 1\n", good()));
    assert_eq!(status(&wrong, &["--diff"]).0, 1, "the plan still has its errors");
    assert_eq!(status(&wrong, &["--fix"]).0, 0);
    let (code, diff, said) = status(&hopeless, &["--diff"]);
    assert!(code == 1 && diff.is_empty() && said.contains("CXP0201"), "what is not mended is told: {said}");
    assert_eq!(status(&hopeless, &["--fix"]).0, 1);
    assert_eq!(status(&good(), &["--diff"]), (0, String::new(), String::new()));
    let (code, data, _) = status(&hopeless, &["--fix", "--message-format", "json"]);
    assert!(code == 1 && data.contains("\"CXP0201\""), "programs read findings from standard output: {data}");
    assert_eq!(check(&folder, &["missing.toml", "--fix"]).status.code(), Some(2));
}
