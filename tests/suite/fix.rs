//! Laws of `check --fix` and `check --diff` over every plan of the repository: what is mended is gone, what is not mended
//! stays as it was to the byte, and the diff is what is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use cxplan_engine::core::diag::{Code, Diagnostic, Severity};
use cxplan_engine::core::fix;
use proptest::prelude::*;

use super::{cxplan, root, run_file, run_text, scratch, stderr};

/// The files of a folder, by their paths in it.
pub(super) type Tree = BTreeMap<String, Vec<u8>>;

pub(super) fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let inner = self::tree(&entry.path());
            tree.extend(inner.into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            tree.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    tree
}

pub(super) fn plant(folder: &Path, tree: &Tree) {
    for (path, bytes) in tree {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

pub(super) fn check(folder: &Path, args: &[&str]) -> Output {
    let out = cxplan(folder).arg("check").args(args).output().unwrap();
    assert!(!stderr(&out).contains("panicked"), "{}", stderr(&out));
    out
}

/// The files after a diff was applied to them by git.
fn patched(before: &Tree, diff: &[u8], name: &str) -> Tree {
    let folder = scratch(&format!("{name}-patched"));
    plant(&folder, before);
    if !diff.is_empty() {
        let mut git = Command::new("git")
            .args(["apply", "-p0", "--whitespace=nowarn", "-"])
            .current_dir(&folder)
            .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap())
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        git.stdin.take().unwrap().write_all(diff).unwrap();
        let out = git.wait_with_output().unwrap();
        assert!(out.status.success(), "{name}: {}\n{}", stderr(&out), String::from_utf8_lossy(diff));
    }
    tree(&folder)
}

/// Mends the plan of a folder step by step, and gives the files and the lines that fixes touched.
fn step_by_step(before: &Tree, name: &str) -> (Tree, BTreeSet<(String, usize)>) {
    let folder = scratch(&format!("{name}-steps"));
    plant(&folder, before);
    let mut touched = BTreeSet::new();
    for _ in 0..10 {
        let (project, run) = run_file(&folder.join("plan.toml"));
        for edit in run.diagnostics.iter().filter_map(|found| found.fix.as_ref()).flat_map(|fix| &fix.edits) {
            let source = project.sources.of(edit.span);
            let path = source.path.as_ref().unwrap().strip_prefix(&folder).unwrap().display().to_string();
            let (first, last) = (source.position(edit.span.start).0, source.position(edit.span.end).0);
            touched.extend((first..=last).map(|line| (path.clone(), line)));
        }
        let (changed, applied) = fix::apply(&project.sources, &run.diagnostics);
        let fixable = run.diagnostics.iter().filter(|found| found.fix.is_some()).count();
        assert!(applied > 0 || fixable == 0, "{name}: a fix that cannot be applied");
        for fixed in &changed {
            let source = &project.sources.files()[fixed.file];
            fs::write(source.path.as_ref().unwrap(), source.as_written(&fixed.text)).unwrap();
        }
        if applied == 0 {
            return (tree(&folder), touched);
        }
    }
    panic!("{name}: ten times mended and never done");
}

fn errors(diagnostics: &[Diagnostic], code: Option<Code>) -> usize {
    let counts =
        |found: &&Diagnostic| found.severity == Severity::Error && code.is_none_or(|code| found.code == code);
    diagnostics.iter().filter(counts).count()
}

/// Everything that holds for a plan and its fixes; gives the files as they were mended.
pub(super) fn laws(before: &Tree, name: &str) -> Tree {
    let folder = scratch(name);
    plant(&folder, before);
    let (_, first) = run_file(&folder.join("plan.toml"));

    let diff = check(&folder, &["--diff"]);
    assert_eq!(&tree(&folder), before, "{name}: --diff changes nothing");
    let fixed = check(&folder, &["--fix"]);
    let after = tree(&folder);
    assert_eq!(patched(before, &diff.stdout, name), after, "{name}: the diff is what is written");
    let (steps, touched) = step_by_step(before, name);
    assert_eq!(steps, after, "{name}: mending ends where no fix is left");
    assert_eq!(check(&folder, &["--fix"]).status, fixed.status, "{name}");
    assert_eq!(tree(&folder), after, "{name}: what is mended stays so");

    let (_, second) = run_file(&folder.join("plan.toml"));
    assert!(second.diagnostics.iter().all(|found| found.fix.is_none()), "{name}: nothing is left to mend");
    let syntax = Some(Code::Syntax);
    assert!(errors(&second.diagnostics, syntax) <= errors(&first.diagnostics, syntax), "{name}: still TOML");
    assert!(errors(&second.diagnostics, None) <= errors(&first.diagnostics, None), "{name}: no more errors");
    let status =
        |wrong: bool, out: &Output| assert_eq!(out.status.code() == Some(0), !wrong, "{name}: {out:?}");
    status(errors(&second.diagnostics, None) > 0, &fixed);
    status(errors(&first.diagnostics, None) > 0, &diff);

    for (path, old) in before {
        let (old, new) = (lines(old), lines(&after[path]));
        if old.len() == new.len() {
            for (number, (old, new)) in (1..).zip(old.iter().zip(&new)) {
                assert!(
                    old == new || touched.contains(&(path.clone(), number)),
                    "{name}: line {number}: {new:?}"
                );
                assert_eq!(comment(old), comment(new), "{name}: line {number} keeps its comment and its end");
            }
        }
    }
    after
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes).split_inclusive('\n').map(str::to_owned).collect()
}

/// What a fixture says at the end of a line, with the end of the line.
fn comment(line: &str) -> &str {
    line.find("#~").or_else(|| line.find(['\r', '\n'])).map_or("", |start| &line[start..])
}

#[test]
fn the_laws_hold_for_every_fixture_and_example() {
    let mut plans: Vec<PathBuf> = ["tests/check", "examples"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("plan.toml").is_file())
        .collect();
    plans.sort();
    let mut mended = 0;
    for folder in plans {
        let mut before = tree(&folder);
        before.retain(|path, _| !path.contains("target/"));
        let name = format!("fix-{}", folder.file_name().unwrap().display());
        mended += usize::from(laws(&before, &name) != before);
    }
    assert!(mended >= 10, "{mended} plans had something to mend");
}

/// A key of a line `key = value`, long enough that a slip of the pen does not make another one of it.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(" = ")?;
    (key.len() > 4 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')).then_some(key)
}

/// A key with one slip: two letters swapped, one left out or one written twice.
fn slip(key: &str, kind: usize, at: usize) -> String {
    let mut letters: Vec<char> = key.chars().collect();
    // People rarely get the first letter wrong.
    let at = 1 + at % (letters.len() - 2);
    match kind % 3 {
        0 => letters.swap(at, at + 1),
        1 => _ = letters.remove(at),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn misspelt_keys_of_a_good_plan_are_mended_back(
        slips in prop::collection::vec((any::<prop::sample::Index>(), 0..3usize, 0..20usize), 1..8)
    ) {
        let good = fs::read_to_string(root().join("examples/furniture-retailer/plan.toml")).unwrap();
        let mut lines: Vec<String> = good.split_inclusive('\n').map(str::to_owned).collect();
        let with_keys: Vec<usize> = (0..lines.len()).filter(|line| key(&lines[*line]).is_some()).collect();
        // One slip a key: two of them make a word that may have been another one.
        let slips: BTreeMap<usize, (usize, usize)> =
            slips.iter().map(|(index, kind, at)| (*index.get(&with_keys), (*kind, *at))).collect();
        for (line, (kind, at)) in slips {
            let line = &mut lines[line];
            let right = key(line).unwrap();
            *line = line.replacen(right, &slip(right, kind, at), 1);
        }
        let bad = lines.concat();
        let (project, run) = run_text(&bad);
        let mended = cxplan_engine::mend(&project, run, super::host(), &cxplan_engine::Settings::default());
        let mended = &mended.project.sources.main().text;
        for (number, (mended, good)) in (1..).zip(mended.lines().zip(good.lines())) {
            prop_assert_eq!(mended, good, "line {}", number);
        }
        prop_assert_eq!(mended.len(), good.len());
    }
}
