//! Everything that can be wrong with the surroundings: a coded error, the right exit status, nothing half-written.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use super::{cxplan, root, scratch, stderr};

const PLAN: &str = r#"schema = 1
[plan]
title = "CX plan"
start = 2027-01-04
[[initiative]]
id = "redesign"
title = "Redesign the site"
rice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }
"#;

/// Runs the program and expects a status and a code; no panic, no file besides those that were there.
fn expect(folder: &Path, args: &[&str], status: i32, code: &str) -> String {
    let before = files(folder);
    let out = cxplan(folder).args(args).output().unwrap();
    let text = stderr(&out);
    assert_eq!(out.status.code(), Some(status), "{args:?}: {text}");
    assert!(text.contains(code), "{args:?} says {code}: {text}");
    assert!(!text.contains("panicked"), "{text}");
    assert!(out.stdout.is_empty(), "{args:?} writes no data");
    assert_eq!(files(folder), before, "{args:?} leaves nothing behind");
    text
}

pub(super) fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            files.extend(self::files(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}")));
        }
        files.push(name);
    }
    files.sort();
    files
}

fn project(name: &str, plan: &[u8]) -> std::path::PathBuf {
    let folder = scratch(name);
    fs::write(folder.join("plan.toml"), plan).unwrap();
    folder
}

#[test]
fn plans_that_cannot_be_read() {
    let folder = scratch("no-plan");
    fs::create_dir(folder.join("empty")).unwrap();
    expect(&folder, &["check", "empty"], 2, "CXP0901");
    expect(&folder, &["check", "missing.toml"], 2, "CXP0902");
    expect(&folder, &["build", "missing/plan.toml"], 2, "CXP0902");
    expect(&project("empty-plan", b""), &["build"], 1, "CXP0104");
    expect(&project("not-utf8", b"schema = 1\n# \xff\xfe\n"), &["build"], 2, "CXP0102");
    expect(&project("huge", &vec![b'#'; 50 << 20]), &["build"], 2, "CXP0103");
    expect(&project("binary", &(0..=255).collect::<Vec<u8>>()), &["check"], 2, "CXP0102");
    expect(&project("nul", b"schema = 1\0"), &["check"], 1, "CXP0101");
}

#[test]
fn plugins_that_cannot_be_used() {
    let folder = project("plugins", PLAN.as_bytes());
    fs::write(folder.join("garbage.wasm"), b"no component").unwrap();
    fs::write(folder.join("core.wasm"), b"\0asm\x01\0\0\0").unwrap();
    fs::write(folder.join("empty.wasm"), b"").unwrap();
    expect(&folder, &["score", "--plugin", "missing.wasm"], 2, "CXP0503");
    for file in ["garbage.wasm", "core.wasm", "empty.wasm"] {
        expect(&folder, &["score", "--plugin", file], 2, "CXP0504");
        expect(&folder, &["plugin", "check", file], 2, "CXP0504");
    }
    // A path on the command line does not start from the plan's folder.
    for args in [["plugin", "info", "missing.wasm"], ["score", "--plugin", "missing.wasm"]] {
        let text = expect(&folder, &args, 2, "CXP0503");
        assert!(text.contains("the folder in which the command runs"), "{text}");
    }
    expect(&folder, &["score", "--method", "rcie"], 2, "CXP0906");
    expect(&folder, &["score", "--compare", "rice,kanoo"], 2, "`kano`");
    let outside =
        project("plugin-outside", format!("{PLAN}\n[scoring.rice]\nplugin = \"../rice.wasm\"\n").as_bytes());
    expect(&outside, &["check"], 1, "CXP0904");
}

#[test]
fn output_that_cannot_be_written() {
    let folder = project("unwritable", PLAN.as_bytes());
    fs::write(folder.join("taken"), "a file").unwrap();
    expect(&folder, &["build", "-o", "taken/out"], 2, "CXP0802");
    expect(&folder, &["build", "-o", "plan.html", "-f", "html", "-f", "json"], 2, "CXP0802");
    expect(&folder, &["init", "."], 2, "CXP0802");
    assert_eq!(fs::read_to_string(folder.join("plan.toml")).unwrap(), PLAN, "init does not replace a plan");
}

#[test]
fn templates_that_cannot_be_used() {
    for (name, file, text) in [
        ("template-open", "html/page.hbs", "{{#if"),
        ("template-unknown-name", "html/pages.hbs", "hello"),
        ("template-unknown-value", "html/page.hbs", "<!doctype html>\n{{no_such_value}}"),
    ] {
        let folder = project(name, PLAN.as_bytes());
        let template = folder.join("templates").join(file);
        fs::create_dir_all(template.parent().unwrap()).unwrap();
        fs::write(template, text).unwrap();
        expect(&folder, &["build"], 1, "CXP0801");
    }
}

#[test]
fn an_own_template_replaces_the_built_in_one() {
    let folder = project("template", PLAN.as_bytes());
    fs::create_dir_all(folder.join("templates/html")).unwrap();
    fs::write(folder.join("templates/html/footer.hbs"), "<footer>made by us</footer>").unwrap();
    let out = cxplan(&folder).args(["build", "-o", "-"]).output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(String::from_utf8(out.stdout).unwrap().contains("<footer>made by us</footer>"));
}

#[test]
fn a_plan_with_errors_is_never_shown() {
    let folder = project("errors", format!("{PLAN}depends_on = [\"redesign\"]\n").as_bytes());
    for command in ["check", "score", "plan", "build"] {
        expect(&folder, &[command], 1, "CXP0401");
    }
}

#[test]
fn a_pipe_takes_a_plan_and_survives_a_reader_that_leaves() {
    let mut child =
        cxplan(&root()).args(["check", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PLAN.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));

    let mut child = cxplan(&root())
        .args(["build", "examples/furniture-retailer", "-o", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
}

#[test]
fn a_terminal_is_never_steered_by_a_plan() {
    let hostile = PLAN
        .replace("Redesign the site", "\\u001b[2J\\u009b2Jred\\u202e")
        .replace("id = \"redesign\"", "id = \"Bad \\u001b[2J\\u202e id\"");
    let hostile = format!("{hostile}# \u{9b}2J \u{202e}\nunknown\u{202e} = 1\n");
    let folder = project("steering", hostile.as_bytes());
    let out = cxplan(&folder).args(["--color", "always", "check"]).output().unwrap();
    assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
    let text = stderr(&out);
    assert!(
        !text.contains("\u{1b}[2J") && !text.contains('\u{9b}') && !text.contains('\u{202e}'),
        "{text:?}"
    );

    let titled = PLAN.replace("Redesign the site", "\\u001b[2J\\u009b2Jred\\u202e");
    let folder = project("steering-data", titled.as_bytes());
    for command in [&["plan"] as &[&str], &["plan", "--format", "gantt"], &["score"]] {
        let out = cxplan(&folder).args(command).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{9b}') && !text.contains('\u{202e}'),
            "{text:?}"
        );
    }
}

#[test]
fn outputs_that_make_no_sense() {
    let folder = project("outputs", PLAN.as_bytes());
    expect(&folder, &["build", "-o", "plan.pdf"], 2, "CXP0802");
    expect(&folder, &["build", "-o", "plan.html", "-f", "json"], 2, "CXP0802");
    expect(&folder, &["-C", "nowhere", "check"], 2, "CXP0901");
    let out = cxplan(&folder).args(["build", "-f", "html", "-f", "html", "-o", "-"]).output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
}

#[test]
fn the_nearest_plan_upwards_is_found_from_a_folder_given_by_dots() {
    let folder = project("dots", PLAN.replace("CX plan", "Outer").as_bytes());
    fs::create_dir(folder.join("inner")).unwrap();
    fs::write(folder.join("inner/plan.toml"), PLAN.replace("CX plan", "Inner")).unwrap();
    let out = cxplan(&folder.join("inner")).args(["-C", "..", "plan", "--format", "json"]).output().unwrap();
    assert!(String::from_utf8_lossy(&out.stdout).contains("\"title\": \"Outer\""), "{}", stderr(&out));
}

#[test]
fn a_new_plan_checks_and_builds_in_both_languages() {
    for language in ["en", "fr"] {
        let folder = scratch(&format!("init-{language}"));
        for args in [&["init", "--language", language] as &[&str], &["check"], &["build"]] {
            let out = cxplan(&folder).args(args).output().unwrap();
            assert_eq!(out.status.code(), Some(0), "{args:?}: {}", stderr(&out));
            assert!(!stderr(&out).contains("warning"), "{args:?}: {}", stderr(&out));
        }
        assert!(folder.join("build/plan.html").is_file() && folder.join("build/plan.md").is_file());
    }
}

#[test]
fn findings_past_the_limit_never_hide_an_error() {
    let mut plan =
        PLAN.replace("effort = 4 }", "effort = 4 }\nsteps = [{ title = \"Build\", effort = \"1d\" }]");
    for index in 0..250 {
        plan.push_str(&format!(
            "[[initiative]]\nid = \"i-{index}\"\ntitle = \"T\"\neffort = \"1d\"\nrice = {{ reach = 1, impact = 1, confidence = 0.8, effort = 9 }}\n"
        ));
    }
    plan.push_str("[[review]]\nid = \"r\"\ntitle = \"R\"\nfirst = 2030-01-01\n");
    let folder = project("many", plan.as_bytes());
    let out = cxplan(&folder).arg("check").output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(stderr(&out).contains("error[CXP0312]"), "the one error is shown");
}
