//! The templates of `cxplan init`: each is written, checks without a finding, and becomes documents.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{cxplan, scratch, stderr};

const TEMPLATES: [&str; 6] = ["minimum", "complete", "retention", "onboarding", "support", "portfolio"];

/// The names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Checks a plan and demands that there is nothing to report, not even a warning.
fn checks_clean(folder: &Path, file: &str) {
    let output = cxplan(folder).args(["check", file, "--message-format", "json"]).output().unwrap();
    let findings = String::from_utf8_lossy(&output.stdout);
    assert_eq!((output.status.code(), findings.as_ref()), (Some(0), ""), "{} {file}", folder.display());
}

/// Starts a plan, and the files that it consists of.
fn start(test: &str, template: &str, language: &str) -> (PathBuf, Vec<String>) {
    let folder = scratch(&format!("init-{test}-{template}-{language}"));
    let arguments = ["init", "plan", "--template", template, "--language", language];
    let output = cxplan(&folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{template} {language}: {}", stderr(&output));
    let plan = folder.join("plan");
    let mut files = names(&plan);
    assert!(files.iter().all(|file| stderr(&output).contains(file.as_str())), "{}", stderr(&output));
    let plans = files.len() - 1;
    files.retain(|file| file != "plan.schema.json");
    assert_eq!(files.len(), plans, "{plan:?} has a schema");
    (plan, files)
}

#[test]
fn every_template_checks_clean_and_builds() {
    for template in TEMPLATES {
        for language in ["en", "fr"] {
            let (folder, files) = start("checks", template, language);
            let plans: Vec<&String> = files
                .iter()
                .filter(|file| fs::read_to_string(folder.join(file)).unwrap().contains("\n[plan]\n"))
                .collect();
            // The members of a portfolio are plans of their own.
            assert_eq!(plans.len(), if template == "portfolio" { 3 } else { 1 }, "{files:?}");
            for file in plans {
                checks_clean(&folder, file);
            }
            let output = cxplan(&folder).args(["build", "-o", "out"]).output().unwrap();
            assert!(output.status.success(), "{template} {language}: {}", stderr(&output));
            assert!(!stderr(&output).contains("CXP"), "{template} {language}: {}", stderr(&output));
            let written = names(&folder.join("out"));
            for ending in [".html", ".md"] {
                assert!(
                    written.iter().any(|name| name.ends_with(ending)),
                    "{template} {language}: {written:?}"
                );
            }
        }
    }
}

#[test]
fn comments_are_those_of_the_language_reference() {
    let (folder, _) = start("comments", "minimum", "en");
    let text = fs::read_to_string(folder.join("plan.toml")).unwrap();
    assert!(text.contains("start = 2027-01-04  # First day of the timeline\n"), "{text}");
    let (folder, _) = start("comments", "minimum", "fr");
    let text = fs::read_to_string(folder.join("plan.toml")).unwrap();
    assert!(text.contains("start = 2027-01-04  # Premier jour du calendrier\n"), "{text}");
}

#[test]
fn without_a_template_it_is_the_short_plan_in_the_language_of_the_program() {
    let folder = scratch("init-default");
    assert!(cxplan(&folder).args(["init", "a"]).status().unwrap().success());
    assert!(cxplan(&folder).args(["init", "b", "--template", "minimum"]).status().unwrap().success());
    assert!(cxplan(&folder).args(["--lang", "fr", "init", "c"]).status().unwrap().success());
    let text = |name: &str| fs::read_to_string(folder.join(name).join("plan.toml")).unwrap();
    assert_eq!(text("a"), text("b"));
    assert!(text("c").contains("languages = [\"fr\"]"));
}

#[test]
fn nothing_is_written_where_one_file_is_there() {
    let folder = scratch("init-taken");
    fs::write(folder.join("teams.toml"), "mine").unwrap();
    let refused = cxplan(&folder).args(["init", "--template", "portfolio"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("teams.toml") && stderr(&refused).contains("--force"),
        "{}",
        stderr(&refused)
    );
    assert_eq!(names(&folder), ["teams.toml"]);
    assert_eq!(fs::read_to_string(folder.join("teams.toml")).unwrap(), "mine");

    let forced = cxplan(&folder).args(["init", "--template", "portfolio", "--force"]).output().unwrap();
    assert!(forced.status.success(), "{}", stderr(&forced));
    let all = ["online.toml", "plan.schema.json", "plan.toml", "stores.toml", "teams.toml"];
    assert_eq!(names(&folder), all);
    assert_ne!(fs::read_to_string(folder.join("teams.toml")).unwrap(), "mine");

    let again = cxplan(&folder).args(["init", "--template", "portfolio"]).output().unwrap();
    let files = ["online.toml", "plan.toml", "stores.toml", "teams.toml"];
    assert!(files.iter().all(|file| stderr(&again).contains(file)), "{}", stderr(&again));
}

#[test]
fn somebody_s_schema_is_not_replaced_unasked() {
    let folder = scratch("init-schema");
    let schema = folder.join("plan.schema.json");
    fs::write(&schema, "mine").unwrap();
    let refused = cxplan(&folder).arg("init").output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("plan.schema.json"), "{}", stderr(&refused));
    assert_eq!((names(&folder).len(), fs::read_to_string(&schema).unwrap().as_str()), (1, "mine"));
    assert!(cxplan(&folder).args(["schema", "-o", "plan.schema.json"]).status().unwrap().success());
    let output = cxplan(&folder).arg("init").output().unwrap();
    assert!(output.status.success(), "the schema that it would write is not in the way: {}", stderr(&output));
}

#[test]
fn the_command_that_follows_can_be_copied() {
    let folder = scratch("init-blanks");
    let output = cxplan(&folder).args(["init", "our plan"]).output().unwrap();
    assert!(stderr(&output).contains("`cxplan build \"our plan\"`"), "{}", stderr(&output));
    let output = cxplan(&folder).args(["init", "plans/été"]).output().unwrap();
    assert!(stderr(&output).contains("`cxplan build plans/été`"), "{}", stderr(&output));
}

#[test]
fn a_template_that_does_not_exist_is_told_with_those_that_do() {
    let folder = scratch("init-unknown");
    let output = cxplan(&folder).args(["init", "--template", "retenton"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(TEMPLATES.iter().all(|name| stderr(&output).contains(name)), "{}", stderr(&output));
    assert!(names(&folder).is_empty());
}

#[test]
fn the_list_has_a_line_for_each_template_and_writes_nothing() {
    let folder = scratch("init-list");
    for (language, word) in [("en", "customers who stay"), ("fr", "des clients qui restent")] {
        let output = cxplan(&folder).args(["init", "--list", "--language", language]).output().unwrap();
        let list = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && list.contains(word), "{list}");
        let listed: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(listed, TEMPLATES);
    }
    assert!(names(&folder).is_empty());
}
