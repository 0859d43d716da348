//! Plans that say in comments what is to be found in them; see `tests/check/README.md`.

use std::collections::BTreeSet;
use std::fs;

use cxplan_engine::core::diag::Diagnostic;
use cxplan_engine::core::source::Sources;

use super::{root, run_file};

/// A code and the line of its place; line 0 is the plan as a whole.
pub(super) type Finding = (usize, String);

#[test]
fn every_fixture_has_the_findings_that_it_expects_and_no_other() {
    let mut folders: Vec<_> =
        fs::read_dir(root().join("tests/check")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(folders.len() > 40, "{} fixtures", folders.len());
    let mut wrong = Vec::new();
    for folder in folders {
        let (project, run) = run_file(&folder.join("plan.toml"));
        let found = found(&project.sources, &run.diagnostics);
        let expected = expected(&fs::read_to_string(folder.join("plan.toml")).unwrap());
        if found != expected {
            let missing: Vec<_> = expected.difference(&found).collect();
            let unexpected: Vec<_> = found.difference(&expected).collect();
            wrong.push(format!("{}: missing {missing:?}, unexpected {unexpected:?}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_that_a_plan_can_raise_has_a_fixture() {
    let raised: BTreeSet<String> = fs::read_dir(root().join("tests/check"))
        .unwrap()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path().join("plan.toml")).ok())
        .flat_map(|text| expected(&text).into_iter().map(|(_, code)| code))
        .collect();
    for code in cxplan_engine::core::diag::Code::ALL.iter().filter(|code| code.is_about_the_plan()) {
        assert!(raised.contains(code.number()), "{} has no fixture", code.number());
    }
}

/// What was found; the same sentence twice is one too many.
fn found(sources: &Sources, diagnostics: &[Diagnostic]) -> BTreeSet<Finding> {
    for (position, diagnostic) in diagnostics.iter().enumerate() {
        let again = diagnostics[position + 1..].iter().any(|other| {
            other.code == diagnostic.code
                && other.primary == diagnostic.primary
                && other.message == diagnostic.message
        });
        assert!(!again, "{}: said twice: {:?}", sources.main().name, diagnostic.message);
    }
    let line = |diagnostic: &Diagnostic| {
        diagnostic.primary.as_ref().map_or(0, |(span, _)| sources.position(*span).0)
    };
    diagnostics.iter().map(|diagnostic| (line(diagnostic), diagnostic.code.number().to_owned())).collect()
}

/// What a plan says is to be found in it.
pub(super) fn expected(text: &str) -> BTreeSet<Finding> {
    let mut expected = BTreeSet::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        let Some((_, comment)) = line.rsplit_once("#~") else { continue };
        let (line, codes) = match comment.chars().next() {
            Some('v') => (number + 1, &comment[1..]),
            Some('^') => (0, &comment[1..]),
            _ => (number, comment),
        };
        expected.extend(codes.split_whitespace().map(|code| (line, code.to_owned())));
    }
    expected
}
