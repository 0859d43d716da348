//! The JSON Schema, judged by validators that are not ours, and by the editors' own linters; SARIF logs likewise.
//! `cargo xtask test` installs them; without them these tests fail, so that they are never skipped in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cxplan_engine::Project;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::quantity::{Lag, Quantity};
use cxplan_engine::core::read::leaves_folder;
use serde_json::{Map, Value, json};

use super::check::expected;
use super::{cxplan, host, root, run_text, scratch, stderr};

const EXAMPLES: [&str; 4] = ["minimum", "furniture-retailer", "banque-regionale", "custom-plugin"];
const MISSING: &str = "node is there; run `cargo xtask test`, which sets it up";

/// What a schema can see of what the checker says: keys, values, and nothing between two places.
const SEEN: [&str; 7] = ["CXP0201", "CXP0202", "CXP0205", "CXP0301", "CXP0302", "CXP0304", "CXP0305"];

/// A list of nothing, which another file may fill; work that only the timeline finds too long; one of two keys that would
/// do; and one that has no place beside another.
const NOT_SEEN: [&str; 5] = [
    "CXP0201-leave",
    "CXP0202-no-initiative-in-list",
    "CXP0302-endless-work",
    "CXP0202-capacity",
    "CXP0202-milestone-without-a-day",
];

fn example(name: &str) -> PathBuf {
    root().join("examples").join(name).join("plan.toml")
}

fn open(file: &Path) -> Project {
    cxplan_engine::open(file, file.display().to_string()).unwrap()
}

fn schema_of(project: Option<&Project>, language: Language) -> Value {
    serde_json::from_str(&cxplan_engine::schema(host(), project, language).unwrap()).unwrap()
}

/// A document as editors hand it to a schema: dates are their text. None where the text is not TOML.
fn document(text: &str) -> Option<Value> {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => {
                serde_json::Number::from_f64(number).map_or("not a number".into(), Value::Number)
            }
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(date) => date.to_string().into(),
            toml::Value::Array(values) => values.into_iter().map(json).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        }
    }
    let table: toml::Table = toml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    Some(json(toml::Value::Table(table)))
}

/// What is wrong with each document.
fn validate(groups: &[(Value, Map<String, Value>)]) -> BTreeMap<String, Vec<String>> {
    let groups: Vec<Value> = groups
        .iter()
        .map(|(schema, documents)| json!({ "schema": schema, "documents": documents }))
        .collect();
    let mut node = Command::new("node")
        .arg(root().join("tests/schema/validate.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect(MISSING);
    node.stdin.take().unwrap().write_all(json!(groups).to_string().as_bytes()).unwrap();
    let out = node.wait_with_output().unwrap();
    assert!(out.status.success(), "{MISSING}\n{}", stderr(&out));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// Every file that `init` may write, in every language.
fn starters() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("templates/init")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { folders.push(entry) } else { found.push(entry) }
        }
    }
    found.sort();
    found
}

#[test]
fn every_example_and_new_plan_validates() {
    let mut groups = Vec::new();
    let mut checked = 0;
    for language in Language::ALL {
        let mut plans: Vec<(String, String)> = EXAMPLES
            .map(|name| (format!("{name} {language:?}"), fs::read_to_string(example(name)).unwrap()))
            .into();
        for file in starters() {
            let name = file.strip_prefix(root()).unwrap().display().to_string();
            plans.push((format!("{name} {language:?}"), fs::read_to_string(&file).unwrap()));
        }
        checked += plans.len();
        let documents = plans.into_iter().map(|(name, text)| (name, document(&text).unwrap())).collect();
        groups.push((schema_of(None, language), documents));
    }
    let own: Vec<_> = EXAMPLES
        .map(|name| {
            let project = open(&example(name));
            let document = document(&project.sources.main().text).unwrap();
            (schema_of(Some(&project), Language::En), Map::from_iter([(format!("{name} own"), document)]))
        })
        .into();
    groups.extend(own);
    let found = validate(&groups);
    assert!(checked > 40 && found.len() == checked + EXAMPLES.len(), "{checked} {}", found.len());
    for (name, errors) in found {
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn a_method_of_ones_own_is_known_where_the_plan_is() {
    let project = open(&example("custom-plugin"));
    let mut wrong = document(&project.sources.main().text).unwrap();
    wrong["initiative"][0]["promise"]["no_such_input"] = json!(1);
    let documents = |name: &str| Map::from_iter([(name.to_owned(), wrong.clone())]);
    let found = validate(&[
        (schema_of(Some(&project), Language::En), documents("its plan")),
        (schema_of(None, Language::En), documents("any plan")),
        (schema_of(Some(&open(&example("minimum"))), Language::En), documents("another plan")),
    ]);
    assert!(found["its plan"].iter().any(|error| error.starts_with("/initiative/0/promise ")), "{found:?}");
    assert!(found["any plan"].is_empty(), "{found:?}");
    assert!(found["another plan"].iter().any(|error| error.starts_with("/scoring ")), "{found:?}");
}

#[test]
fn the_schema_says_what_the_checker_says_and_nothing_more() {
    // Those that name a plugin have methods that nobody knows; in the others every such method is a mistake.
    let (mut documents, mut with_plugins) = (Map::new(), Map::new());
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/check")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let Ok(text) = fs::read_to_string(entry.path().join("plan.toml")) else { continue };
        let Some(document) = document(&text) else { continue };
        let documents = if text.contains("plugin =") { &mut with_plugins } else { &mut documents };
        documents.insert(name.clone(), document);
        // Missing keys of the root may stand in another file.
        let seen = expected(&text).into_iter().filter(|(line, _, code)| code != "CXP0202" || *line > 0);
        codes.insert(name, seen.map(|(.., code)| code).collect());
    }
    let found = validate(&[
        (schema_of(Some(&open(&example("minimum"))), Language::En), documents),
        (schema_of(None, Language::En), with_plugins),
    ]);
    let (mut missed, mut refused) = (Vec::new(), 0);
    for (name, errors) in &found {
        let codes = &codes[name];
        let seen = codes.iter().any(|code| SEEN.contains(&code.as_str()));
        match (seen, errors.is_empty()) {
            (true, true) if NOT_SEEN.contains(&name.as_str()) => {}
            (true, true) => missed.push(name.as_str()),
            (true, false) => refused += 1,
            (false, _) => {
                let values = codes.iter().any(|code| code.starts_with("CXP03") || code == "CXP0904");
                assert!(errors.is_empty() || values, "{name} has {codes:?} only, but: {errors:#?}");
            }
        }
    }
    assert_eq!(missed, [""; 0], "the schema should see these");
    assert!(refused > 15, "{refused} fixtures");
}

/// Shares as text, and whether they are fine where one from 0 to 1 is asked for.
const SHARES: [(&str, bool); 15] = [
    ("80%", true),
    ("100 %", true),
    (" 12.5% ", true),
    ("+5%", true),
    ("0%", true),
    ("101%", false),
    ("-5%", false),
    ("80", false),
    ("%", false),
    ("80%%", false),
    ("a%", false),
    ("8e1%", false),
    ("-0%", false),
    ("inf%", false),
    ("1_0%", false),
];

#[test]
fn patterns_accept_what_the_reader_accepts() {
    let amounts = [
        "3d",
        "2 w",
        "1.5mo",
        " 0.125 months ",
        "10000j",
        "10001j",
        "010d",
        "2 semaines",
        "0d",
        "",
        "3",
        "d",
        "3h",
        "-1d",
        "+1d",
        "--1d",
        "1.2345d",
        "1.d",
        ".5d",
        "1,5d",
        "3dd",
        "1e3d",
        "P1D",
        "\u{2212}1sem",
        "- 2d",
        "1 wee",
    ];
    let paths = [
        "a.toml",
        "teams/*.toml",
        "a//b",
        "a/",
        "./a",
        "a/./b",
        "..a",
        "a/..b",
        "...",
        ".hidden/x",
        "a b/é.toml",
        "a/~b",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "a\\..\\b",
        "/a",
        "\\a",
        "~/a",
        "C:/a",
        "a:b",
    ];
    let mut documents = Map::new();
    let mut accepted = BTreeMap::new();
    let mut add = |name: String, document: Value, fine: bool| {
        documents.insert(name.clone(), document);
        accepted.insert(name, fine);
    };
    let initiative =
        |key: &str, value: Value| json!({ "initiative": [{ "id": "a", "title": "A", key: value }] });
    for text in amounts {
        let link = json!([{ "on": "b", "lag": text }]);
        add(format!("effort {text}"), initiative("effort", text.into()), Quantity::parse(text).is_some());
        add(format!("lag {text}"), initiative("depends_on", link), Lag::parse(text).is_some());
    }
    for path in paths {
        add(format!("path {path}"), json!({ "include": [path] }), !leaves_folder(path));
    }
    for (share, fine) in SHARES {
        add(format!("share {share}"), initiative("progress", share.into()), fine);
    }
    for (name, errors) in validate(&[(schema_of(None, Language::En), documents)]) {
        assert_eq!(errors.is_empty(), accepted[&name], "{name}: {errors:?}");
    }
}

#[test]
fn the_reader_accepts_of_shares_what_the_pattern_does() {
    for (share, fine) in SHARES {
        let (_, run) = run_text(&format!("[[initiative]]\nid = \"a\"\nprogress = \"{share}\"\n"));
        let refused =
            run.diagnostics.iter().any(|found| found.message.en().starts_with("`progress` cannot be"));
        assert_eq!(fine, !refused, "{share}: {:#?}", run.diagnostics);
    }
}

#[test]
fn the_program_prints_the_schema_or_writes_it() {
    let folder = scratch("schema");
    let run = |args: &[&str]| {
        let out = cxplan(&folder).arg("schema").args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        assert!(out.stderr.is_empty(), "{}", stderr(&out));
        out.stdout
    };
    let printed = run(&[]);
    assert_eq!(printed, run(&["-o", "-"]));
    assert!(run(&["-o", "deep/plan.schema.json"]).is_empty());
    assert_eq!(printed, fs::read(folder.join("deep/plan.schema.json")).unwrap());
    let french = String::from_utf8(run(&["--lang", "fr"])).unwrap();
    assert!(french.contains("Titre des documents"));
    let own = String::from_utf8(run(&[example("custom-plugin").to_str().unwrap()])).unwrap();
    assert!(own.contains("\"initiative.promise\""));
    // A plan that is wrong gets its schema: that is when it is needed.
    fs::write(folder.join("plan.toml"), "[plan]\ntitle = ").unwrap();
    run(&["plan.toml"]);
    fs::write(folder.join("plan.toml"), "[scoring.mine]\nplugin = \"mine.wasm\"\n").unwrap();
    let out = cxplan(&folder).args(["schema", "plan.toml"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(out.stdout.is_empty() && stderr(&out).contains("CXP0503"), "{}", stderr(&out));
}

/// What an editor's linter says of plans, by their `#:schema` lines: whether they are fine, and all that it wrote.
fn lint(linter: &[&str], folder: &Path, plans: &[&str]) -> (bool, String) {
    let program = root().join("tests/schema/node_modules").join(linter[0]);
    assert!(program.is_file(), "{MISSING}");
    let out = Command::new("node")
        .arg(program)
        .args(&linter[1..])
        .args(plans)
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder)
        .output()
        .expect(MISSING);
    (out.status.success(), format!("{}{}", String::from_utf8_lossy(&out.stdout), stderr(&out)))
}

#[test]
fn editors_accept_good_plans_and_refuse_bad_ones() {
    let folder = scratch("editors");
    for (name, language) in [("english", "en"), ("french", "fr")] {
        let out = cxplan(&folder).args(["init", name, "--language", language]).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        for example_name in EXAMPLES {
            let text = fs::read_to_string(example(example_name)).unwrap();
            let plan = folder.join(name).join(format!("{example_name}.toml"));
            fs::write(plan, format!("#:schema ./plan.schema.json\n\n{text}")).unwrap();
        }
    }
    let new = fs::read_to_string(folder.join("english/plan.toml")).unwrap();
    for linter in [
        &["@taplo/cli/dist/cli.js", "lint"][..],
        &["tombi/bin/tombi", "lint", "--offline", "--error-on-warnings"],
    ] {
        for name in ["english", "french"] {
            let names = EXAMPLES.map(|example| format!("{example}.toml"));
            let plans: Vec<&str> = names.iter().map(String::as_str).chain(["plan.toml"]).collect();
            let (fine, said) = lint(linter, &folder.join(name), &plans);
            assert!(fine, "{linter:?} on {name} plans: {said}");
        }
        for (right, wrong) in [
            ("horizon_months = 12", "horizon_month = 12"),
            ("horizon_months = 12", "horizon_months = 1200"),
            ("start = 2027-01-04", "start = \"January\""),
            ("capacity = 2", "capacity = \"two\""),
        ] {
            assert!(new.contains(right), "{right}");
            fs::write(folder.join("english/wrong.toml"), new.replacen(right, wrong, 1)).unwrap();
            let (fine, said) = lint(linter, &folder.join("english"), &["wrong.toml"]);
            assert!(!fine, "{linter:?} finds nothing wrong with {wrong}: {said}");
        }
    }
}

#[test]
fn logs_are_sarif() {
    let mut logs = Map::new();
    for name in [
        "CXP0101-unclosed-text",
        "CXP0201-everywhere",
        "CXP0202-no-plan",
        "CXP0203-lists",
        "CXP0305-words",
        "CXP0401-two-loops",
        "CXP0601-overload",
        "CXP0904-plugin",
        "hostile-names",
        "many-errors",
        "ok-diamond",
    ] {
        for language in ["en", "fr"] {
            let plan = format!("tests/check/{name}");
            let out = cxplan(&root())
                .args(["check", &plan, "--message-format", "sarif", "--lang", language])
                .output()
                .unwrap();
            let log = serde_json::from_slice(&out.stdout).unwrap_or_else(|error| {
                panic!("{name}: {error}: {}", stderr(&out));
            });
            logs.insert(format!("{name} {language}"), log);
        }
    }
    let (count, broken) = (logs.len(), json!({ "version": "2.1.0", "runs": [{ "results": [] }] }));
    logs.insert("no tool".into(), broken);
    let mut found = validate(&[(json!("sarif"), logs)]);
    assert!(!found.remove("no tool").unwrap().is_empty(), "the schema refuses what is no log");
    assert_eq!(found.len(), count);
    for (name, errors) in found {
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}
