//! People who score apart from each other, through the program.

use std::fs;

use super::{cxplan, scratch, stderr};

const PLAN: &str = r#"schema = 1
[plan]
title = "T"
start = 2027-01-04
[[initiative]]
id = "app"
title = "App"
rice = { reach = 1000, impact = 1, confidence = 0.8, effort = 2 }
[[initiative]]
id = "shop"
title = "Shop"
rice = { reach = 1000, impact = 1, confidence = 0.8, effort = 4 }
"#;

fn run(name: &str, files: &[(&str, &str)], args: &[&str]) -> (Option<i32>, String, String) {
    let folder = scratch(name);
    fs::write(folder.join("plan.toml"), PLAN).unwrap();
    fs::create_dir(folder.join("scores")).unwrap();
    for (file, text) in files {
        fs::write(folder.join("scores").join(file), text).unwrap();
    }
    let out = cxplan(&folder).arg("score").args(args).output().unwrap();
    let text = stderr(&out);
    (out.status.code(), String::from_utf8(out.stdout).unwrap(), text)
}

#[test]
fn medians_spread_and_what_to_discuss() {
    let files = [
        ("anna.toml", "[app]\nreach = 3000\n[shop]\nimpact = 3\n"),
        ("karim.toml", "[app]\nreach = 500\n[shop]\nimpact = 3\n"),
        ("zoe.toml", "[app]\nreach = 600\n[shop]\nimpact = 0.25\n"),
        // Who has nothing to say, and a file that is none of theirs.
        ("silent.toml", "\n"),
        ("template.toml", "[app]\n# reach =\n[shop]\n"),
        ("notes.md", "no TOML"),
    ];
    let (status, out, err) = run("panel", &files, &["--people", "--format", "json"]);
    assert_eq!(status, Some(0), "{err}");
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    let panel = &found["panel"];
    assert_eq!(panel["people"], serde_json::json!(["anna", "karim", "zoe"]));
    // app: 600 × 1 × 0.8 ÷ 2; shop: 1000 × 3 × 0.8 ÷ 4.
    assert_eq!(panel["rows"][0]["initiative"], "shop");
    assert_eq!(
        (panel["rows"][0]["score"].as_f64(), panel["rows"][1]["score"].as_f64()),
        (Some(600.0), Some(240.0))
    );
    assert_eq!(panel["rows"][0]["ranks"], serde_json::json!([2, 1, 2]));
    let discuss = panel["discuss"].as_array().unwrap();
    // From 500 to 3000 around 600, and from 0.25 to 3 around 3.
    assert_eq!((discuss.len(), &discuss[0]["input"]), (2, &serde_json::json!("reach")));
    assert_eq!(discuss[0]["values"], serde_json::json!([3000.0, 500.0, 600.0]));
    // Nobody agrees with everything by saying nothing.
    let (status, _, err) = run("panel-silent", &files, &["--people", "--message-format", "short"]);
    assert_eq!(status, Some(0), "{err}");
    for file in ["scores/silent.toml", "scores/template.toml"] {
        assert!(err.contains(file), "{file}: {err}");
    }
}

#[test]
fn mistakes_are_told_at_their_place_in_every_file() {
    let files = [
        ("anna.toml", "[ap]\nreach = 3000\n"),
        ("karim.toml", "[app]\nreach = -1\nimpct = 3\n[shop]\neffort = \"much\"\n"),
        ("zoe.toml", "[app\n"),
    ];
    let (status, out, err) = run("panel-mistakes", &files, &["--people", "--message-format", "short"]);
    assert_eq!((status, out.as_str()), (Some(1), ""));
    for place in ["anna.toml:1:2", "karim.toml:2:9", "karim.toml:3:1", "karim.toml:5:10", "zoe.toml:1"] {
        assert!(err.contains(place), "{place}: {err}");
    }
    assert!(err.contains("the plan has no initiative `ap`"), "{err}");
    let (status, _, err) = run("panel-nowhere", &[], &["--people=nowhere"]);
    assert!(status == Some(2) && err.contains("there is no folder `nowhere`"), "{err}");
    let (status, out, err) = run("panel-empty", &[], &["--people"]);
    assert_eq!((status, out.as_str()), (Some(2), ""), "{err}");
    let (status, out, err) = run("panel-all-silent", &[("anna.toml", "# later\n")], &["--people"]);
    assert!(status == Some(2) && out.is_empty() && err.contains("no file in `scores`"), "{err}");
}

/// What the method does not take is told, and no ranks of the others are given instead.
#[test]
fn refused_judgements_are_told() {
    let files = [("anna.toml", "# a template\n"), ("karim.toml", "[app]\nimpact = 0.7\n")];
    let (status, out, err) = run("panel-refused", &files, &["--people"]);
    assert_eq!((status, out.as_str()), (Some(1), ""), "{err}");
    assert!(err.contains("`karim`") && err.contains("`app`") && err.contains("0.7"), "{err}");
}

/// Words count too: the one that most people say, and the plan's where they do not agree.
#[test]
fn words_are_judged_together() {
    let folder = scratch("panel-words");
    let initiative = |id: &str, class: &str| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\nmoscow = {{ class = \"{class}\", effort = 1 }}\n"
        )
    };
    let plan = format!(
        "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n{}{}",
        initiative("a", "must"),
        initiative("b", "should")
    );
    fs::write(folder.join("plan.toml"), plan).unwrap();
    fs::create_dir(folder.join("scores")).unwrap();
    fs::write(folder.join("scores/x.toml"), "[a]\nclass = \"could\"\n[b]\nclass = \"must\"\n").unwrap();
    fs::write(folder.join("scores/y.toml"), "[a]\nclass = \"could\"\n[b]\nclass = \"wont\"\n").unwrap();
    fs::write(folder.join("scores/z.toml"), "[a]\nclass = \"must\"\n").unwrap();
    let out = cxplan(&folder).args(["score", "--people", "--format", "json"]).output().unwrap();
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(found["panel"]["rows"][0]["initiative"], "b", "{found:#}");
    let together = |input: usize| found["panel"]["discuss"][input]["together"].as_str().unwrap().to_owned();
    assert_eq!([together(0), together(1)], ["could", "should"], "{found:#}");
}
