//! Plans that say in comments what is to be found in them; see `tests/check/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::Sources;

use super::{root, run_file};

/// Line and column of a place, and the code of what is found there. Line 0 is the plan as a whole.
pub(super) type Finding = (usize, usize, String);

/// The findings of each file of a plan, by the file's path; a finding that is made twice stands twice.
type Findings = BTreeMap<PathBuf, Vec<Finding>>;

#[test]
fn every_fixture_has_the_findings_that_it_expects_and_no_other() {
    let (mut wrong, mut bad) = (Vec::new(), 0);
    for folder in fixtures() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let (project, run) = run_file(&folder.join("plan.toml"));
        let (found, expected) = (found(&project.sources, &run.diagnostics), all_expected(&folder));
        let lines = |one: &Findings, other: &Findings| {
            let mut lines = String::new();
            for (file, findings) in one {
                let mut left = other.get(file).cloned().unwrap_or_default();
                for finding in findings {
                    match left.iter().position(|known| known == finding) {
                        Some(known) => drop(left.remove(known)),
                        None => lines += &format!("\n    {}: {finding:?}", file.display()),
                    }
                }
            }
            lines
        };
        let (missing, unexpected) = (lines(&expected, &found), lines(&found, &expected));
        if !missing.is_empty() || !unexpected.is_empty() {
            wrong.push(format!("{name}:\n  missing{missing}\n  unexpected{unexpected}"));
        }
        let clean = expected.values().all(Vec::is_empty);
        assert_eq!(
            clean,
            name.starts_with("ok-"),
            "{name}: plans without a finding, and no other, are called ok-…"
        );
        bad += usize::from(!clean);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(bad >= 120, "{bad} bad plans");
}

/// A sentence that was made of parts does not stop where a part was empty.
#[test]
fn no_sentence_ends_in_the_middle() {
    for folder in fixtures() {
        let (_, run) = run_file(&folder.join("plan.toml"));
        for finding in &run.diagnostics {
            for text in std::iter::once(&finding.message).chain(&finding.help) {
                for text in Language::ALL.map(|language| text.get(language)) {
                    let whole = !text.is_empty()
                        && !text.ends_with([' ', ',', ':', '\u{a0}'])
                        && !text.contains("  ");
                    assert!(whole, "{}: {text:?}", folder.display());
                }
            }
        }
    }
}

#[test]
fn every_code_that_a_plan_can_raise_has_a_fixture() {
    let raised: BTreeSet<String> = fixtures()
        .iter()
        .flat_map(|folder| all_expected(folder).into_values().flatten())
        .map(|(.., code)| code)
        .collect();
    // These are no plans; `plugin_loop.rs`, `survey.rs`, `templates.rs` and `diff.rs` try them.
    let others = [Code::CaseFailed, Code::NoAnswers, Code::Template, Code::Stale];
    let of_plans = |code: &&Code| code.is_about_the_plan() && !others.contains(code);
    for code in Code::ALL.iter().filter(of_plans) {
        assert!(raised.contains(code.number()), "{} has no fixture", code.number());
    }
}

#[test]
fn every_fixture_says_what_it_is_about() {
    for folder in fixtures() {
        let text = fs::read_to_string(folder.join("plan.toml")).unwrap();
        let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.starts_with("#~"));
        assert!(lines.next().is_some_and(|line| line.contains("# ")), "{}", folder.display());
    }
}

/// The folders of all fixtures.
fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/check")).unwrap();
    let mut folders: Vec<_> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// What was found; the same sentence twice is one too many.
fn found(sources: &Sources, diagnostics: &[Diagnostic]) -> Findings {
    let mut found = Findings::new();
    for (position, diagnostic) in diagnostics.iter().enumerate() {
        let again = diagnostics[position + 1..].iter().any(|other| {
            other.code == diagnostic.code
                && other.primary == diagnostic.primary
                && other.message == diagnostic.message
        });
        assert!(!again, "{}: said twice: {:?}", sources.main().name, diagnostic.message);
        let (file, (line, column)) = match diagnostic.primary {
            Some((span, _)) => (sources.of(span), sources.position(span)),
            None => (sources.main(), (0, 0)),
        };
        let findings = found.entry(root().join(&file.name)).or_default();
        findings.push((line, column, diagnostic.code.number().to_owned()));
    }
    found
}

/// What the files of a fixture say is to be found in them.
fn all_expected(folder: &Path) -> Findings {
    let mut all = Findings::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            all.append(&mut all_expected(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let findings = expected(&fs::read_to_string(&path).unwrap());
            all.insert(path, findings);
        }
    }
    all
}

/// What a file says is to be found in it.
pub(super) fn expected(text: &str) -> Vec<Finding> {
    let mut expected = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        let Some((_, comment)) = line.rsplit_once("#~") else { continue };
        let (line, marks) = match comment.chars().next() {
            Some('v') => (number + 1, &comment[1..]),
            Some('^') => (0, &comment[1..]),
            _ => (number, comment),
        };
        for mark in marks.split_whitespace() {
            let (code, column) = match mark.split_once('@') {
                Some((code, column)) if line > 0 => (code, column.parse().ok()),
                None if line == 0 => (mark, Some(0)),
                _ => (mark, None),
            };
            let known = Code::from_number(code).is_some_and(|known| known.number() == code);
            match column.filter(|_| known) {
                Some(column) => expected.push((line, column, code.to_owned())),
                None => panic!("line {number}: \"{mark}\" is no mark"),
            }
        }
    }
    expected
}
