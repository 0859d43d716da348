//! Files that a plan names and that are not what they should be: each has its code, its place and its remedy, and none is
//! waited for.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use wait4::Wait4 as _;

use super::bad_input::files;
use super::{cxplan, isolated, scratch, stderr};

pub(super) const PLAN: &str = r#"schema = 1
[plan]
title = "CX plan"
start = 2027-01-04
[[initiative]]
id = "redesign"
title = "Redesign the site"
rice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }
"#;
const TEAM: &str = "[[team]]\nid = \"web\"\nname = \"Web\"\ncapacity = 1\n";
const PORTFOLIO: &str = "schema = 1\n[plan]\ntitle = \"All\"\nstart = 2027-01-04\n[portfolio]\n";

/// Runs the program, which has twenty seconds and 400 MB.
pub(super) fn bounded(folder: &Path, args: &[&str]) -> Output {
    let log = |name: &str| folder.with_extension(name);
    let open = |name: &str| fs::File::create(log(name)).unwrap();
    let mut timeout = isolated(Command::new("timeout"), folder);
    timeout.args(["20", env!("CARGO_BIN_EXE_cxplan")]).args(args);
    let child = timeout.stdin(Stdio::null()).stdout(open("out")).stderr(open("err")).spawn().unwrap();
    let used = child.wait4().unwrap();
    let read = |name: &str| fs::read(log(name)).unwrap();
    let out = Output { status: used.status, stdout: read("out"), stderr: read("err") };
    assert_ne!(out.status.code(), Some(124), "{args:?} in {} hangs", folder.display());
    let memory = used.rusage.maxrss;
    assert!((1 << 20..400 << 20).contains(&memory), "{args:?} in {} takes {memory}", folder.display());
    assert!(!stderr(&out).contains("panicked"), "{}", stderr(&out));
    out
}

/// Checks and builds a plan and expects of both a status and a finding with its place and remedy; nothing is written.
pub(super) fn expect(folder: &Path, status: i32, code: &str, place: &str) -> String {
    let before = files(folder);
    let mut text = String::new();
    for command in ["build", "check"] {
        let out = bounded(folder, &[command]);
        text = stderr(&out);
        assert_eq!(out.status.code(), Some(status), "{command} in {}: {text:.2000}", folder.display());
        let first = text
            .find(&format!("error[{code}]"))
            .unwrap_or_else(|| panic!("{code} in {}: {text:.2000}", folder.display()));
        let said = text[first..].split("\n\n").next().unwrap();
        let stands = place.is_empty() || said.contains(&format!("--> {place}\n"));
        assert!(stands && text[first..].contains("help: "), "{place} in {}: {said:.2000}", folder.display());
        assert_eq!(files(folder), before, "{command} leaves nothing behind");
    }
    text
}

fn fine(folder: &Path) {
    let out = bounded(folder, &["check"]);
    assert_eq!(out.status.code(), Some(0), "{}: {}", folder.display(), stderr(&out));
}

pub(super) fn project(name: &str, plan: impl AsRef<[u8]>) -> PathBuf {
    let folder = scratch(&format!("bad-{name}"));
    fs::write(folder.join("plan.toml"), plan).unwrap();
    folder
}

fn including(name: &str, entry: &str) -> PathBuf {
    project(name, format!("include = [\"{entry}\"]\n{PLAN}"))
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn links_that_lead_out_or_nowhere() {
    let outside = scratch("bad-outside");
    fs::write(outside.join("t.toml"), TEAM).unwrap();
    for (name, entry, target, link, code) in [
        ("link-out", "t.toml", outside.join("t.toml"), "t.toml", "CXP0904"),
        ("link-out-glob", "*s.toml", outside.join("t.toml"), "ts.toml", "CXP0904"),
        ("link-folder-out", "inner/t.toml", outside.clone(), "inner", "CXP0904"),
        ("link-folder-out-glob", "inner/*.toml", outside.clone(), "inner", "CXP0904"),
        ("link-device", "t.toml", "/dev/zero".into(), "t.toml", "CXP0904"),
        ("link-loop", "t.toml", "t.toml".into(), "t.toml", "CXP0903"),
        ("link-dangling", "t.toml", "nothing.toml".into(), "t.toml", "CXP0903"),
        ("link-back", "t.toml", "plan.toml".into(), "t.toml", "CXP0905"),
    ] {
        let folder = including(name, entry);
        symlink(target, folder.join(link)).unwrap();
        expect(&folder, 1, code, "plan.toml:1:12");
    }
    let folder = including("link-inside", "t.toml");
    fs::write(folder.join("real.toml"), TEAM).unwrap();
    symlink("real.toml", folder.join("t.toml")).unwrap();
    fine(&folder);
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = including("fifo", "t.toml");
    fifo(&folder.join("t.toml"));
    expect(&folder, 1, "CXP0903", "plan.toml:1:12");
    let folder = including("fifo-glob", "t*.toml");
    fifo(&folder.join("t.toml"));
    expect(&folder, 1, "CXP0903", "plan.toml:1:12");
    for entry in ["t.toml", "t*.toml"] {
        let folder = including(&format!("folder-{}", entry.len()), entry);
        fs::create_dir(folder.join("t.toml")).unwrap();
        expect(&folder, 1, "CXP0903", "plan.toml:1:12");
    }
    let folder = project("fifo-plugin", format!("{PLAN}[scoring.promise]\nplugin = \"x.wasm\"\n"));
    fifo(&folder.join("x.wasm"));
    expect(&folder, 2, "CXP0503", "plan.toml:10:10");
    let folder = project("fifo-template", PLAN);
    fs::create_dir_all(folder.join("templates/html")).unwrap();
    fifo(&folder.join("templates/html/page.hbs"));
    let out = bounded(&folder, &["build"]);
    assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
    assert!(stderr(&out).contains("error[CXP0801]") && stderr(&out).contains("page.hbs"), "{}", stderr(&out));
}

#[test]
fn entries_that_name_no_file() {
    for (name, entry, code) in [
        ("missing", "t.toml", "CXP0903"),
        ("empty", "", "CXP0307"),
        ("blank", " \\t", "CXP0307"),
        ("itself", "plan.toml", "CXP0905"),
        ("itself-by-dots", "./plan.toml", "CXP0905"),
        ("the-folder", ".", "CXP0903"),
        ("above", "../t.toml", "CXP0904"),
        ("above-hidden", "a/../../t.toml", "CXP0904"),
        ("absolute", "/etc/passwd", "CXP0904"),
        ("home", "~/t.toml", "CXP0904"),
        ("drive", "C:\\\\t.toml", "CXP0904"),
        ("nul", "a\\u0000b.toml", "CXP0903"),
        ("pattern", "[.toml", "CXP0903"),
        ("pattern-folder", "*/t.toml", "CXP0903"),
        ("pattern-nothing", "none*.toml", "CXP0903"),
    ] {
        expect(&including(&format!("entry-{name}"), entry), 1, code, "plan.toml:1:12");
    }
    expect(&project("include-number", format!("include = [1]\n{PLAN}")), 1, "CXP0301", "plan.toml:1:12");
    expect(&project("include-text", format!("include = \"t.toml\"\n{PLAN}")), 1, "CXP0301", "plan.toml:1:11");
    // An entry that stands twice, or a loop of two files, is told at the entry that closes it.
    let folder = including("loop-of-two", "a.toml");
    fs::write(folder.join("a.toml"), "include = [\"b.toml\"]\n").unwrap();
    fs::write(folder.join("b.toml"), "include = [\"a.toml\"]\n").unwrap();
    expect(&folder, 1, "CXP0905", "b.toml:1:12");
}

#[test]
fn files_that_are_included_and_no_plan() {
    for (name, text, status, code, place) in [
        ("not-utf8", &b"[[team]]\nid = \"\xff\"\n"[..], 2, "CXP0102", "plan.toml:1:12"),
        ("utf16", b"\xff\xfe[\0", 2, "CXP0102", "plan.toml:1:12"),
        ("syntax", b"[[team]\n", 1, "CXP0101", "t.toml:1:8"),
        (
            "marked",
            b"\xef\xbb\xbf# Teams\n[[team]]\nid = \"web\"\nname = \"W\"\ncapacity = 1\nbad = 1\n",
            1,
            "CXP0201",
            "t.toml:6:1",
        ),
        ("mark-alone-inside", b"# Teams\n\xef\xbb\xbf[[team]]\n", 1, "CXP0101", "t.toml:2:1"),
        ("nuls", &[0; 1000], 1, "CXP0101", "t.toml:1:1"),
    ] {
        let folder = including(&format!("included-{name}"), "t.toml");
        fs::write(folder.join("t.toml"), text).unwrap();
        expect(&folder, status, code, place);
    }
    let folder = including("included-huge", "t.toml");
    fs::write(folder.join("t.toml"), vec![b'#'; 33 << 20]).unwrap();
    expect(&folder, 2, "CXP0103", "plan.toml:1:12");
    let folder = including("included-nothing", "t.toml");
    fs::write(folder.join("t.toml"), "").unwrap();
    fine(&folder);
}

#[test]
fn more_files_than_a_plan_may_have_are_told_once() {
    let folder = including("many-files", "many/*.toml");
    fs::create_dir(folder.join("many")).unwrap();
    for number in 0..1_005 {
        fs::write(folder.join(format!("many/{number}.toml")), "").unwrap();
    }
    let text = expect(&folder, 2, "CXP0103", "plan.toml:1:12");
    assert_eq!(text.matches("[CXP0103]").count(), 1, "{text}");
    for number in 999..1_005 {
        fs::remove_file(folder.join(format!("many/{number}.toml"))).unwrap();
    }
    fine(&folder);
}

#[test]
fn plans_of_a_portfolio_that_are_none() {
    let outside = scratch("bad-portfolio-outside");
    fs::write(outside.join("plan.toml"), PLAN).unwrap();
    for (name, plans, code, place) in [
        ("missing", "\"a.toml\"", "CXP0903", "plan.toml:6:10"),
        ("folder-without-plan", "\"empty\"", "CXP0903", "plan.toml:6:10"),
        ("itself", "\"plan.toml\"", "CXP0905", "plan.toml:6:10"),
        ("its-own-folder", "\".\"", "CXP0905", "plan.toml:6:10"),
        ("outside", "\"../x\"", "CXP0904", "plan.toml:6:10"),
        ("link-outside", "\"link\"", "CXP0904", "plan.toml:6:10"),
        ("twice", "\"retail\", \"retail/plan.toml\"", "CXP0207", "plan.toml:6:20"),
        ("portfolio", "\"nested\"", "CXP0207", "nested/plan.toml:9:2"),
        ("none", "", "CXP0202", ""),
    ] {
        let folder = project(&format!("portfolio-{name}"), format!("{PORTFOLIO}plans = [{plans}]\n"));
        for inner in ["empty", "retail", "nested"] {
            fs::create_dir(folder.join(inner)).unwrap();
        }
        fs::write(folder.join("retail/plan.toml"), PLAN).unwrap();
        fs::write(folder.join("nested/plan.toml"), format!("{PLAN}[portfolio]\nplans = [\"x.toml\"]\n"))
            .unwrap();
        symlink(&outside, folder.join("link")).unwrap();
        expect(&folder, 1, code, place);
    }
    let folder = project("portfolio-folder", format!("{PORTFOLIO}plans = [\"retail\"]\n"));
    fs::create_dir(folder.join("retail")).unwrap();
    fs::write(folder.join("retail/plan.toml"), PLAN).unwrap();
    fine(&folder);
    let folder = scratch("bad-folder-without-plan");
    fs::create_dir(folder.join("inner")).unwrap();
    let out = bounded(&folder, &["check", "inner"]);
    assert!(out.status.code() == Some(2) && stderr(&out).contains("error[CXP0901]"), "{}", stderr(&out));
}

#[test]
fn a_plan_from_standard_input_includes_files_of_the_folder() {
    let folder = scratch("bad-stdin");
    fs::write(folder.join("t.toml"), TEAM).unwrap();
    for (entry, status, says) in
        [("t.toml", 0, "1 initiative in -"), ("no.toml", 1, "--> -:1:12"), ("../t.toml", 1, "error[CXP0904]")]
    {
        let mut child = cxplan(&folder)
            .args(["check", "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let plan = format!("include = [\"{entry}\"]\n{PLAN}team = \"web\"\n");
        child.stdin.take().unwrap().write_all(plan.as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        assert_eq!(out.status.code(), Some(status), "{entry}: {}", stderr(&out));
        assert!(stderr(&out).contains(says), "{entry}: {}", stderr(&out));
    }
}

/// The program as somebody who may not read or write everything, such as root may: a copy that anybody may run.
fn unprivileged(folder: &Path, args: &[&str]) -> Output {
    let secret = folder.with_extension("secret");
    fs::write(&secret, "").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    let privileged = fs::read(&secret).is_ok();
    fs::remove_file(&secret).unwrap();
    if !privileged {
        return bounded(folder, args);
    }
    let program = folder.with_extension("program");
    if !program.exists() {
        // By another process: a file that this one has open for writing may still be open in children of other tests, and cannot
        // be run then.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_cxplan")).arg(&program).status().unwrap();
        assert!(copied.success());
    }
    let out = isolated(Command::new(&program), folder).args(args).uid(65_534).gid(65_534).output().unwrap();
    assert!(!stderr(&out).contains("panicked"), "{}", stderr(&out));
    out
}

#[test]
fn what_may_not_be_read_or_written() {
    // Not in the folder of the build, which others may not be allowed to enter.
    let folder = std::env::temp_dir().join(format!("cxplan-rights-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mode = |path: &str, mode: u32| {
        fs::set_permissions(folder.join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    let wrong = format!("include = [\"t.toml\"]\n{}", PLAN.replace("title", "titel"));
    fs::write(folder.join("plan.toml"), &wrong).unwrap();
    fs::write(folder.join("t.toml"), TEAM).unwrap();
    for path in ["plan.toml", "t.toml"] {
        mode(path, 0o644);
    }
    let run = |args: &[&str], status: i32, code: &str| {
        let out = unprivileged(&folder, args);
        let text = stderr(&out);
        assert_eq!(out.status.code(), Some(status), "{args:?}: {text}");
        assert!(text.contains(code) && text.contains("help: "), "{args:?}: {text}");
        text
    };

    mode(".", 0o555);
    let text = run(&["check", "--fix"], 2, "error[CXP0802]");
    assert!(text.contains("permission denied"), "{text}");
    assert_eq!(fs::read_to_string(folder.join("plan.toml")).unwrap(), wrong);
    assert_eq!(
        unprivileged(&folder, &["check", "--diff"]).status.code(),
        Some(1),
        "a diff needs no file of its own"
    );
    mode("t.toml", 0);
    let text = run(&["check"], 1, "error[CXP0903]");
    assert!(text.contains("--> plan.toml:1:12") && text.contains("permission denied"), "{text}");
    mode("plan.toml", 0);
    run(&["check"], 2, "error[CXP0902]");
    run(&["build", "plan.toml"], 2, "error[CXP0902]");
    mode("t.toml", 0o644);
    mode("plan.toml", 0o644);
    fs::write(folder.join("plan.toml"), PLAN).unwrap();
    run(&["build"], 2, "error[CXP0802]");

    mode(".", 0o755);
    assert_eq!(files(&folder), ["plan.toml", "t.toml"]);
    let _ = fs::remove_file(folder.with_extension("program"));
    fs::remove_dir_all(&folder).unwrap();
}
