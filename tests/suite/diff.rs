//! Differences between plans: of saved ones, of revisions of a repository, of large ones.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{cxplan, isolated, root, scratch};

/// Runs git in a folder, as somebody, whatever the machine has set.
pub(super) fn git(folder: &Path, args: &[&str]) {
    let mut git = isolated(Command::new("git"), folder);
    let who = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").args(who).args(args);
    let output = git.output().expect("the tests need git");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What a command writes, and its exit status.
fn said(folder: &Path, args: &[&str]) -> (String, String, Option<i32>) {
    let output = cxplan(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

pub(super) const PLAN: &str = r#"include = ["more/*.toml"]
[plan]
title = "T"
start = 2027-01-04
[[team]]
id = "web"
name = "Web"
capacity = 1
[[initiative]]
id = "one"
title = "One"
team = "web"
effort = "2w"
rice = { reach = 900, impact = 1, confidence = 0.8 }
"#;

const MORE: &str = r#"[[initiative]]
id = "two"
title = "Two"
team = "web"
effort = "1w"
depends_on = ["one"]
rice = { reach = 100, impact = 1, confidence = 0.8 }
"#;

/// A repository with a plan in a folder of its own, in two files, and one commit called `first`.
fn repository(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    fs::create_dir_all(folder.join("cx/more")).unwrap();
    fs::write(folder.join("cx/plan.toml"), PLAN).unwrap();
    fs::write(folder.join("cx/more/two.toml"), MORE).unwrap();
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    git(&folder, &["tag", "first"]);
    folder
}

#[test]
fn a_revision_is_read_with_what_it_includes_and_nothing_is_checked_out() {
    let folder = repository("diff-revision");
    let plan = folder.join("cx");
    let (out, _, status) = said(&plan, &["diff", "first", "--exit-code"]);
    assert_eq!((out.as_str(), status), ("Nothing changed.\n", Some(0)));
    // The file that is included changes, in the folder alone.
    fs::write(plan.join("more/two.toml"), MORE.replace("1w", "2w")).unwrap();
    let (out, _, status) = said(&plan, &["diff", "first", "--exit-code", "--format", "json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(status, Some(1));
    assert_eq!(
        (&found["initiatives"][0]["id"], &found["initiatives"][0]["days"]),
        (&"two".into(), &5.into())
    );
    assert_eq!(found["initiatives"][0]["cause"]["kind"], "own");
    assert_eq!(found["unchanged"], 1);
    // From elsewhere, with both sides named; and two revisions.
    git(&folder, &["commit", "-q", "-a", "-m", "second"]);
    let (there, _, _) = said(&folder, &["diff", "first", "cx", "--format", "json"]);
    let (again, _, _) = said(&plan, &["diff", "HEAD~1", "HEAD", "--format", "json"]);
    assert_eq!((&there, &again), (&out, &out));
    assert_eq!(fs::read_to_string(plan.join("more/two.toml")).unwrap(), MORE.replace("1w", "2w"));
}

#[test]
fn what_is_no_revision_says_why() {
    let folder = repository("diff-no-revision");
    fs::create_dir_all(folder.join("new")).unwrap();
    fs::write(folder.join("new/plan.toml"), PLAN.replace("include = [\"more/*.toml\"]", "")).unwrap();
    for (at, named, reason) in [
        ("cx", "nowhere", "neither a file nor a revision"),
        ("cx", "--output=x", "unexpected argument"),
        ("cx", "-- --output=x", "neither a file nor a revision"),
        ("cx", "first:cx", "neither a file nor a revision"),
        ("new", "first", "it has no `plan.toml` here"),
    ] {
        let args: Vec<&str> = std::iter::once("diff").chain(named.split(' ')).collect();
        let (out, error, status) = said(&folder.join(at), &args);
        assert_eq!((out.as_str(), status), ("", Some(2)), "{named}");
        assert!(error.contains(reason), "{named}: {error}");
    }
    assert!(!folder.join("cx/x").exists());
}

#[test]
fn a_link_in_a_revision_leads_nowhere() {
    let folder = repository("diff-link");
    let secret = folder.join("secret.toml");
    fs::write(&secret, "").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&secret, folder.join("cx/more/link.toml")).unwrap();
    git(&folder, &["add", "cx"]);
    git(&folder, &["commit", "-q", "-m", "link"]);
    let (out, error, status) = said(&folder.join("cx"), &["diff", "first", "HEAD"]);
    assert_eq!((out.as_str(), status), ("Nothing changed.\n", Some(0)), "{error}");
}

#[test]
fn a_saved_plan_stands_for_the_plan() {
    let folder = scratch("diff-saved");
    let example = root().join("examples/furniture-retailer");
    let saved = folder.join("saved.json").display().to_string();
    let (_, error, status) = said(&example, &["plan", "--out", &saved, "-q"]);
    assert_eq!(status, Some(0), "{error}");
    let (out, ..) = said(&example, &["diff", &saved, "--exit-code"]);
    assert_eq!(out, "Nothing changed.\n");
    let (out, ..) = said(&folder, &["diff", "saved.json", "saved.json"]);
    assert_eq!(out, "Nothing changed.\n", "where there is no plan");
    let (table, ..) = said(&example, &["plan", "-q"]);
    let (with_out, ..) = said(&example, &["plan", "--out", &saved, "-q"]);
    assert_eq!(table, with_out);
}

/// Where the sides change places, so does everything that is told.
#[test]
fn the_other_way_round_everything_is_the_other_way_round() {
    let folder = scratch("diff-both-ways");
    let example = fs::read_to_string(root().join("examples/furniture-retailer/plan.toml")).unwrap();
    fs::write(folder.join("old.toml"), &example).unwrap();
    let changed = example.replacen("capacity = 4.5", "capacity = 3.5", 1).replacen(
        "effort = \"0.5mo\"",
        "effort = \"1mo\"",
        1,
    );
    assert_ne!(changed, example);
    fs::write(folder.join("new.toml"), changed).unwrap();
    let told = |args: [&str; 2]| -> Value {
        let (out, error, _) = said(&folder, &["diff", args[0], args[1], "--format", "json"]);
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"))
    };
    let (forth, back) = (told(["old.toml", "new.toml"]), told(["new.toml", "old.toml"]));
    assert_eq!(forth["unchanged"], back["unchanged"]);
    assert_eq!(forth["end"]["before"], back["end"]["after"]);
    assert_eq!(forth["joined_critical_chain"], back["left_critical_chain"]);
    let works = |told: &Value| {
        let mut works: Vec<(String, Option<i64>)> = told["initiatives"]
            .as_array()
            .unwrap()
            .iter()
            .map(|work| (work["id"].as_str().unwrap().to_owned(), work["days"].as_i64()))
            .collect();
        works.sort();
        works
    };
    let mirrored: Vec<(String, Option<i64>)> =
        works(&back).into_iter().map(|(id, days)| (id, days.map(|days| -days))).collect();
    assert_eq!(works(&forth), mirrored);
    assert!(works(&forth).len() > 3);
}

#[test]
fn a_plan_is_compared_with_itself_under_changes_that_stand_in_no_file() {
    let folder = scratch("diff-what-if");
    fs::write(folder.join("plan.toml"), PLAN.replace("include = [\"more/*.toml\"]", "")).unwrap();
    let changes = ["--what-if", "team.web.capacity=2", "--what-if", "initiative.one.effort=1w"];
    let (out, error, _) = said(&folder, &[&["diff", ".", "--format", "json"], &changes[..]].concat());
    let found: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
    assert_eq!(found["teams"][0]["capacity"]["after"], 2.0);
    assert_eq!(found["initiatives"][0]["days"], -5);
    for (change, words) in [("team.x.capacity=2", "CXP"), ("drop=nope", "nope"), ("capacity", "CXP")] {
        let (out, error, status) = said(&folder, &["diff", ".", "--what-if", change]);
        assert!(out.is_empty() && status != Some(0) && error.contains(words), "{change}: {error}");
    }
}

/// Names that are markup in Markdown are text there.
#[test]
fn names_are_escaped_in_markdown() {
    let folder = scratch("diff-escape");
    fs::write(folder.join("old.toml"), PLAN.replace("include = [\"more/*.toml\"]", "")).unwrap();
    let title = "<img src=x onerror=alert(1)> | [x](javascript:1) `a` @admin #1";
    let new = PLAN
        .replace("include = [\"more/*.toml\"]", "")
        .replace("\"One\"", &format!("\"{title}\""))
        .replace("2w", "3w");
    fs::write(folder.join("new.toml"), new).unwrap();
    let (out, ..) = said(&folder, &["diff", "old.toml", "new.toml", "--format", "markdown"]);
    let row = out.lines().find(|line| line.contains("img")).unwrap();
    assert!(row.contains("&lt;img") && row.contains("\\| \\[x\\]") && !row.contains("@admin"), "{row}");
    assert_eq!(row.replace("\\|", "").matches('|').count(), 7, "{row}");
}

#[test]
fn documents_that_are_not_those_of_the_plan_are_found() {
    let folder = scratch("build-check");
    fs::write(folder.join("plan.toml"), PLAN.replace("include = [\"more/*.toml\"]", "")).unwrap();
    let check = |options: &[&str]| said(&folder, &[&["build", "--check"], options].concat());
    let (_, error, status) = check(&[]);
    assert_eq!((error.matches("error[CXP0807]").count(), status), (2, Some(1)), "{error}");
    assert!(!folder.join("build").exists(), "nothing is written");
    said(&folder, &["build"]);
    let (out, _, status) = check(&["-q"]);
    assert_eq!((out.as_str(), status), ("", Some(0)));
    // A byte more, and a date more.
    let page = folder.join("build/plan.html");
    fs::write(&page, [fs::read(&page).unwrap(), b"\n".to_vec()].concat()).unwrap();
    let (_, error, status) = check(&["-q"]);
    assert_eq!((error.matches("error[CXP0807]").count(), status), (1, Some(1)), "{error}");
    said(&folder, &["build"]);
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    fs::write(folder.join("plan.toml"), plan.replace("2w", "3w")).unwrap();
    assert_eq!(check(&["-q"]).2, Some(1));
    assert_eq!(check(&["-q", "--output", "build/plan.md"]).2, Some(1));
}

#[test]
fn a_plan_that_is_late_can_end_a_run() {
    let folder = scratch("fail-late");
    let plan = PLAN.replace("include = [\"more/*.toml\"]", "");
    fs::write(folder.join("plan.toml"), plan.replace("effort", "deadline = 2027-01-08\neffort")).unwrap();
    assert_eq!(said(&folder, &["plan", "-q"]).2, Some(0));
    let (out, error, status) = said(&folder, &["plan", "-q", "--fail-late"]);
    assert!(out.contains("one") && error.contains("CXP0605"), "{out}{error}");
    assert_eq!(status, Some(1));
    fs::write(folder.join("plan.toml"), plan.replace("effort", "deadline = 2027-01-15\neffort")).unwrap();
    assert_eq!(said(&folder, &["plan", "-q", "--fail-late"]).2, Some(0));
}
