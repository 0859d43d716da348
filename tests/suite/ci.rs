//! The lines of `examples/ci`, run as the services would run them: in a repository with a base branch, with the program on the path
//! and a stand-in for GitHub's command line.
#![cfg(unix)]

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::diff::{PLAN, git};
use super::{isolated, root, scratch};

/// The commands of a file, with the name that is nearest above them: those of `run:`, and the items of `script:`. Both as lines of
/// their own, or as one block.
fn commands(file: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("examples/ci").join(file)).unwrap();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = text.lines().collect();
    let mut name = String::new();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (line, depth) = (lines[at].trim_start().trim_start_matches("- "), indent(lines[at]));
        at += 1;
        let below = |from: usize| {
            let inside = |line: &&&str| line.trim().is_empty() || indent(line) > depth;
            lines[from..].iter().take_while(inside).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
        };
        if let Some(named) = line.strip_prefix("name: ") {
            named.clone_into(&mut name);
        } else if file.contains("gitlab") && depth == 0 && line.ends_with(':') {
            line.trim_end_matches(':').clone_into(&mut name);
        }
        if line == "run: |" {
            found.push((name.clone(), below(at).join("\n")));
        } else if let Some(command) = line.strip_prefix("run: ") {
            found.push((name.clone(), command.to_owned()));
        } else if line == "script:" {
            let items: Vec<String> =
                below(at).iter().map(|line| line.trim_start_matches("- ").to_owned()).collect();
            found.push((name.clone(), items.join("\n")));
        }
    }
    found
}

fn named(file: &str, name: &str) -> String {
    let all = commands(file);
    let found = all.iter().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("{file} has no {name}: {all:?}")).1.clone()
}

/// A clone of a repository with a plan in `cx`, and a folder with programs.
struct Checkout {
    folder: PathBuf,
    programs: PathBuf,
}

impl Checkout {
    fn new(name: &str) -> Self {
        let all = scratch(name);
        let (origin, folder, programs) = (all.join("origin"), all.join("clone"), all.join("bin"));
        for path in [origin.join("cx"), programs.clone()] {
            fs::create_dir_all(path).unwrap();
        }
        fs::write(origin.join("cx/plan.toml"), PLAN.replace("include = [\"more/*.toml\"]", "")).unwrap();
        git(&origin, &["init", "-q", "-b", "main"]);
        git(&origin, &["add", "-A"]);
        git(&origin, &["commit", "-q", "-m", "plan"]);
        git(&all, &["clone", "-q", "origin", "clone"]);
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_cxplan"), programs.join("cxplan")).unwrap();
        Self { folder, programs }
    }

    fn change(&self, from: &str, to: &str) {
        let file = self.folder.join("cx/plan.toml");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(file, text.replace(from, to)).unwrap();
    }

    /// A program that stands in for another.
    fn program(&self, name: &str, text: &str) {
        let file = self.programs.join(name);
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn shell(&self, command: &str, variables: &[(&str, &str)]) -> Output {
        let mut shell = isolated(Command::new("bash"), &self.folder);
        let path = format!("{}:{}", self.programs.display(), env::var("PATH").unwrap());
        shell.args(["-eo", "pipefail", "-c", command]).env("PATH", path).env("CXPLAN_PLAN", "cx");
        shell.env("GIT_CONFIG_GLOBAL", "/dev/null").envs(variables.iter().copied());
        shell.output().unwrap()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap()
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_workflow_of_github_checks_compares_comments_and_stops() {
    let checkout = Checkout::new("ci-github");
    let step = |name: &str| named("github/roadmap.yml", name);
    let summary = checkout.folder.join("summary.md").display().to_string();
    let variables = [
        ("GITHUB_BASE_REF", "main"),
        ("GITHUB_STEP_SUMMARY", summary.as_str()),
        ("GITHUB_REPOSITORY", "team/plan"),
        ("PULL_REQUEST", "7"),
    ];
    let run = |name: &str| checkout.shell(&step(name), &variables);
    // The documents are not there, then they are.
    assert_eq!(run("check").status.code(), Some(0));
    assert_eq!(run("documents").status.code(), Some(1));
    let built = checkout.shell(&step("documents").replace(" --check", ""), &variables);
    assert_eq!(built.status.code(), Some(0), "{}", text(&built));
    assert_eq!(run("documents").status.code(), Some(0));
    checkout.change("\"2w\"", "\"8w\"");
    assert_eq!(run("changes").status.code(), Some(0));
    assert!(checkout.read("changes.md").starts_with("<!-- cxplan:diff"));
    assert_eq!(checkout.read("changes.md"), checkout.read("summary.md"));
    // A first comment, then the same one again.
    let gh = "#!/bin/sh\nfor last; do :; done\nif [ \"$3\" = --paginate ]; then cat known; else echo \"$@\" >> said; fi\n";
    checkout.program("gh", gh);
    fs::write(checkout.folder.join("known"), "").unwrap();
    assert_eq!(run("comment").status.code(), Some(0));
    fs::write(checkout.folder.join("known"), "41\n42\n").unwrap();
    assert_eq!(run("comment").status.code(), Some(0));
    assert_eq!(
        checkout.read("said"),
        "api --method POST repos/team/plan/issues/7/comments --field body=@changes.md\n\
         api --method PATCH repos/team/plan/issues/comments/41 --field body=@changes.md\n"
    );
    let gates = run("gates");
    assert_eq!(gates.status.code(), Some(1));
    assert!(text(&gates).contains("end_days > 10"), "{}", text(&gates));
    checkout.change("\"8w\"", "\"3w\"");
    assert_eq!(run("gates").status.code(), Some(0));
    assert_eq!(run("page").status.code(), Some(0));
    assert!(checkout.read("public/index.html").to_ascii_lowercase().starts_with("<!doctype html>"));
    // An error stands on its line.
    checkout.change("team = \"web\"", "team = \"wbe\"");
    let check = run("check");
    assert_eq!(check.status.code(), Some(1));
    assert!(text(&check).contains("::error title=CXP0204,file=cx/plan.toml,line="), "{}", text(&check));
}

#[test]
fn the_action_of_github_writes_what_changed_and_keeps_the_status() {
    let checkout = Checkout::new("ci-action");
    let folder = checkout.folder.display().to_string();
    let (summary, output) = (format!("{folder}/summary.md"), format!("{folder}/output"));
    let run = |fail_if: &str| {
        let variables = [
            ("PLAN", "cx"),
            ("BASE", "origin/main"),
            ("FAIL_IF", fail_if),
            ("RUNNER_TEMP", folder.as_str()),
            ("GITHUB_STEP_SUMMARY", summary.as_str()),
            ("GITHUB_OUTPUT", output.as_str()),
        ];
        assert_eq!(checkout.shell(&named("github/action.yml", "check"), &variables).status.code(), Some(0));
        checkout.shell(&named("github/action.yml", "changes"), &variables).status.code()
    };
    checkout.change("\"2w\"", "\"8w\"");
    assert_eq!(run(""), Some(0));
    assert_eq!(run("end_days > 10"), Some(1));
    assert!(checkout.read("summary.md").contains("8w") || checkout.read("summary.md").contains("later"));
    assert!(checkout.read("output").starts_with(&format!("file={folder}/cxplan-changes.md\n")));
}

#[test]
fn the_pipeline_of_gitlab_reports_compares_and_stops() {
    let checkout = Checkout::new("ci-gitlab");
    let run = |name: &str| {
        let target = ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main");
        checkout.shell(&named("gitlab/gitlab-ci.yml", name), &[target])
    };
    checkout.change("\"2w\"", "\"8w\"");
    assert_eq!(run("check").status.code(), Some(0));
    let changes = run("changes");
    assert_eq!(changes.status.code(), Some(1), "{}", text(&changes));
    assert!(checkout.read("changes.md").contains("| later | One |"));
    checkout.change("\"8w\"", "\"2w\"");
    assert_eq!(run("changes").status.code(), Some(0));
    assert_eq!(run("pages").status.code(), Some(0));
    checkout.change("team = \"web\"", "team = \"wbe\"");
    assert_eq!(run("check").status.code(), Some(1));
    let issues: Value = serde_json::from_str(&checkout.read("findings.json")).unwrap();
    let issue = &issues[0];
    assert_eq!((&issue["check_name"], &issue["severity"]), (&"CXP0204".into(), &"major".into()));
    assert_eq!(issue["location"]["path"], "cx/plan.toml");
    let before = issue["fingerprint"].clone();
    // A line more above it: the same finding.
    checkout.change("[plan]", "# a plan\n[plan]");
    assert_eq!(run("check").status.code(), Some(1));
    let issues: Value = serde_json::from_str(&checkout.read("findings.json")).unwrap();
    assert_eq!(issues[0]["fingerprint"], before);
    assert!(checkout.read("findings.xml").contains("<failure type=\"CXP0204\""));
}

#[test]
fn the_hook_stops_a_commit_with_errors() {
    let checkout = Checkout::new("ci-hook");
    let hook = fs::read_to_string(root().join("examples/ci/pre-commit")).unwrap();
    let file = checkout.folder.join(".git/hooks/pre-commit");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, hook).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    let commit = || {
        let who = "git -c user.name=T -c user.email=t@example.com -c commit.gpgsign=false";
        checkout.shell(&format!("git add -A && {who} commit -q -m change"), &[]).status.code()
    };
    checkout.change("\"2w\"", "\"3w\"");
    assert_eq!(commit(), Some(0));
    checkout.change("team = \"web\"", "team = \"wbe\"");
    assert_eq!(commit(), Some(1));
    checkout.change("team = \"wbe\"", "team = \"web\"");
    fs::write(checkout.folder.join("cx/roadmap.md"), "old\n").unwrap();
    assert_eq!(commit(), Some(1), "a roadmap of another plan");
    let built = checkout.shell("cxplan build cx --format markdown --output cx/roadmap.md", &[]);
    assert_eq!(built.status.code(), Some(0));
    assert_eq!(commit(), Some(0));
    // What is not about the plan is let through, whatever the plan is like.
    fs::write(checkout.folder.join("notes.txt"), "x").unwrap();
    assert_eq!(commit(), Some(0));
}

/// What readers of XML and JSON make of findings on a plan with hostile names.
#[test]
fn reports_of_findings_can_be_read() {
    let folder = scratch("ci-reports");
    let plan = format!("{}\n\"]]><x a='1'>&\\u0001\" = 1\n", PLAN.replace("include = [\"more/*.toml\"]", ""));
    fs::write(folder.join("plan.toml"), plan).unwrap();
    let report = |path: &Path, format: &str| {
        let output = super::cxplan(path).args(["check", "--message-format", format]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let xml = report(&folder, "junit");
    let document = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
    let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
    let suites = document.root_element();
    assert_eq!(suites.attribute("failures"), Some(count("failure").to_string().as_str()));
    assert_eq!(suites.attribute("tests"), Some(count("testcase").to_string().as_str()));
    assert!(count("failure") > 0 && count("x") == 0, "{xml}");
    let json: Value = serde_json::from_str(&report(&folder, "gitlab")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), count("testcase"));
    // Nothing to find is a test that passed, and a list of nothing.
    let fine = root().join("examples/minimum");
    let xml = report(&fine, "junit");
    let document = roxmltree::Document::parse(&xml).unwrap();
    assert_eq!(document.root_element().attribute("failures"), Some("0"));
}
