//! Paths that lead out of the plan's folder, and programs that read what is found: nothing of somebody else's is read or
//! written, and a finding names files so that others find them.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::Value;

use super::bad_files::{PLAN, bounded, project};
use super::bad_input::files;
use super::{scratch, stderr};

#[test]
fn templates_do_not_come_from_outside() {
    let outside = scratch("outside-templates");
    fs::create_dir(outside.join("html")).unwrap();
    fs::write(outside.join("html/footer.hbs"), "a secret").unwrap();
    let by_file = project("outside-template", PLAN);
    fs::create_dir_all(by_file.join("templates/html")).unwrap();
    symlink(outside.join("html/footer.hbs"), by_file.join("templates/html/footer.hbs")).unwrap();
    let by_folder = project("outside-templates-folder", PLAN);
    symlink(&outside, by_folder.join("templates")).unwrap();
    for (folder, shown) in [(by_file, "`templates/html/footer.hbs`"), (by_folder, "`templates`")] {
        let before = files(&folder);
        let out = bounded(&folder, &["build"]);
        assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
        assert!(stderr(&out).contains("error[CXP0904]") && stderr(&out).contains(shown), "{}", stderr(&out));
        assert_eq!(files(&folder), before);
    }
    let inside = project("outside-not", PLAN);
    fs::create_dir_all(inside.join("own/html")).unwrap();
    fs::write(inside.join("own/html/footer.hbs"), "our own").unwrap();
    symlink("own", inside.join("templates")).unwrap();
    let out = bounded(&inside, &["build"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(fs::read_to_string(inside.join("build/plan.html")).unwrap().contains("our own"));
}

#[test]
fn documents_follow_no_link_out_unless_asked_to() {
    let outside = scratch("outside-build");
    fs::write(outside.join("plan.html"), "somebody's").unwrap();
    let folder = project("outside-build-link", PLAN);
    symlink(&outside, folder.join("build")).unwrap();
    let out = bounded(&folder, &["build"]);
    assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
    assert!(stderr(&out).contains("error[CXP0904]") && stderr(&out).contains("--output"), "{}", stderr(&out));
    assert_eq!(fs::read_to_string(outside.join("plan.html")).unwrap(), "somebody's");
    assert_eq!(bounded(&folder, &["build", "-o", "build"]).status.code(), Some(0), "who names it means it");
    assert_ne!(fs::read_to_string(outside.join("plan.html")).unwrap(), "somebody's");
}

/// What `check` writes for programs.
fn written(folder: &Path, args: &[&str], status: i32) -> String {
    let out = bounded(folder, &[&["check"], args].concat());
    assert_eq!(out.status.code(), Some(status), "{args:?}: {}", stderr(&out));
    assert_eq!(stderr(&out), "", "programs read standard output");
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn programs_are_told_that_there_is_no_plan() {
    let folder = scratch("outside-no-plan");
    let absent = |format| written(&folder, &["none.toml", "--message-format", format], 2);
    let log: Value = serde_json::from_str(&absent("sarif")).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "CXP0902");
    assert_eq!(serde_json::from_str::<Value>(&absent("json")).unwrap()["code"], "CXP0902");
    assert!(absent("github").starts_with("::error title=CXP0902::cannot read `none.toml`"));
    let nowhere = written(&folder, &["-C", "nowhere", "--message-format", "json"], 2);
    assert!(nowhere.contains("CXP0901"), "{nowhere}");
    let out = bounded(&folder, &["check", "none.toml", "--diff", "--message-format", "json"]);
    assert!(
        out.stdout.is_empty() && stderr(&out).contains("CXP0902"),
        "a diff has standard output for itself"
    );
}

#[test]
fn files_are_named_from_where_the_program_was_started() {
    let folder = project("outside-names", PLAN.replace("id = \"redesign\"", "id = \"Redesign\""));
    fs::create_dir_all(folder.join("inner/more")).unwrap();
    let (whole, absolute) = (folder.display().to_string(), folder.join("plan.toml").display().to_string());
    for (start, args, name, uri) in [
        ("inner/more", vec![], "../../plan.toml", "../../plan.toml".to_owned()),
        ("inner", vec!["-C", "more"], "../plan.toml", "../plan.toml".to_owned()),
        ("inner", vec!["-C", "..", "plan.toml"], "../plan.toml", "../plan.toml".to_owned()),
        (".", vec!["-C", "inner", "../plan.toml"], "inner/../plan.toml", "inner/../plan.toml".to_owned()),
        (".", vec![absolute.as_str()], "plan.toml", "plan.toml".to_owned()),
        ("inner", vec![absolute.as_str()], &absolute, format!("file://{absolute}")),
        ("inner", vec![whole.as_str()], &absolute, format!("file://{absolute}")),
    ] {
        let told = |format| {
            written(&folder.join(start), &[args.as_slice(), &["--message-format", format]].concat(), 1)
        };
        let log: Value = serde_json::from_str(&told("sarif")).unwrap();
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], uri.as_str(), "{args:?}");
        assert!(told("github").contains(&format!(",file={name},line=6")), "{args:?}: {}", told("github"));
    }
}

#[test]
fn an_annotation_of_the_whole_plan_names_its_file() {
    let folder = project("outside-whole", "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n");
    let told = written(&folder, &["--message-format", "github"], 1);
    assert!(told.lines().all(|line| line.contains(",file=plan.toml")), "{told}");
    assert!(told.lines().any(|line| line.contains(",file=plan.toml::")), "{told}");
}

#[test]
fn a_pattern_lists_nothing_outside() {
    let outside = scratch("outside-pattern-target");
    for name in ["one.toml", "two.toml", "inner"] {
        fs::create_dir(outside.join(name)).unwrap();
    }
    let folder = project("outside-pattern", format!("include = [\"link/*\"]\n{PLAN}"));
    symlink(&outside, folder.join("link")).unwrap();
    let told = written(&folder, &["--message-format", "json"], 1);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("CXP0904") && told.contains("link/*") && !told.contains("one.toml"), "{told}");
}

#[test]
fn a_diff_names_files_in_one_line() {
    let folder = scratch("outside-diff");
    fs::write(folder.join("a\nb é.toml"), PLAN.replace("title = \"CX plan\"", "titel = \"CX plan\""))
        .unwrap();
    let out = bounded(&folder, &["check", "a\nb é.toml", "--diff"]);
    let diff = String::from_utf8(out.stdout).unwrap();
    let heads: Vec<&str> = diff.lines().take(3).collect();
    assert_eq!(heads[..2], [r#"--- "a\012b \303\251.toml""#, r#"+++ "a\012b \303\251.toml""#], "{diff}");
    assert!(heads[2].starts_with("@@"), "{diff}");
}

#[test]
fn a_schema_of_half_a_plan_is_not_printed() {
    let folder = project("outside-schema", format!("include = [\"methods.toml\"]\n{PLAN}"));
    let out = bounded(&folder, &["schema", "plan.toml"]);
    assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
    assert!(out.stdout.is_empty() && stderr(&out).contains("error[CXP0903]"), "{}", stderr(&out));
}
