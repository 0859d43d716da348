//! What the fuzzer found, as small as it could be made, run through the real engine: nothing panics, every finding has a
//! place in the text, and mending keeps TOML what was TOML and comes to an end.
//!
//! A fixture is one plan. Files that it includes follow in it, each under a line `#=== NAME`.

use std::fs;

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::source::{Sources, Span};
use cxplan_engine::{Project, Run, Settings, mend, open, report, run};

use super::{host, root, scratch};

fn run_fixture(name: &str, text: &str) -> (Project, Run) {
    let folder = scratch(&format!("hostile-plan-{name}"));
    let mut files = text.split("\n#=== ");
    fs::write(folder.join("plan.toml"), files.next().unwrap_or_default()).unwrap();
    for file in files {
        let (name, text) = file.split_once('\n').unwrap();
        fs::write(folder.join(name.trim_end()), text).unwrap();
    }
    let project = open(&folder.join("plan.toml"), "plan.toml".into()).unwrap();
    let run = run(&project, host(), &Settings::default());
    (project, run)
}

fn is_place(sources: &Sources, span: Span) -> bool {
    let source = sources.of(span);
    let range = source.range(span);
    span.start <= span.end && source.span(range.clone()) == span && source.text.get(range).is_some()
}

fn has_places(sources: &Sources, findings: &[Diagnostic]) -> bool {
    findings.iter().all(|finding| {
        let places = finding.primary.iter().chain(&finding.related).map(|(span, _)| *span);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        finding.code != Code::ScheduleBroken && places.chain(edits).all(|span| is_place(sources, span))
    })
}

fn is_toml(findings: &[Diagnostic]) -> bool {
    findings.iter().all(|finding| finding.code != Code::Syntax)
}

#[test]
fn what_the_fuzzer_found_does_no_harm_any_more() {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/hostile-plans"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let (project, first) = run_fixture(name, &fs::read_to_string(&file).unwrap());
        assert!(has_places(&project.sources, &first.diagnostics), "{name}: {:?}", first.diagnostics);
        let doubts = first.doubts().0;
        for language in cxplan_engine::core::method::Language::ALL {
            report(&project, &first, &doubts, language);
        }
        let was_toml = is_toml(&first.diagnostics);
        let mended = mend(&project, first, host(), &Settings::default());
        assert!(
            has_places(&mended.project.sources, &mended.run.diagnostics),
            "{name}: {:?}",
            mended.run.diagnostics
        );
        assert!(
            !was_toml || is_toml(&mended.run.diagnostics),
            "{name}: {}",
            mended.project.sources.main().text
        );
        let again = mend(&mended.project, mended.run, host(), &Settings::default());
        assert_eq!(again.applied, 0, "{name}: mending has no end");
    }
}

#[test]
fn every_header_of_a_misspelt_list_is_renamed_and_no_two_keys_to_one_name() {
    let mended = |name: &str| {
        let text = fs::read_to_string(root().join("tests/hostile-plans").join(name)).unwrap();
        let (project, run) = run_fixture(name, &text);
        mend(&project, run, host(), &Settings::default()).project.sources.main().text.clone()
    };
    let text = mended("renamed-first-header.toml");
    assert_eq!(
        (text.matches("[[initiative]]").count(), text.matches("[initiative.rice]").count()),
        (2, 2),
        "{text}"
    );
    let text = mended("two-keys-to-one-name.toml");
    // Nobody can tell which of the two is the title.
    assert!(text.contains("\ntitel = \"CX plan\"\ntilte ="), "{text}");
}

#[test]
fn a_file_that_says_nothing_hides_nothing() {
    let text = fs::read_to_string(root().join("tests/hostile-plans/empty-include.toml")).unwrap();
    let (_, run) = run_fixture("empty-include-told", &text);
    let codes: Vec<Code> = run.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::MissingKey]);
}

#[test]
fn a_loop_of_a_thousand_is_one_finding_that_can_be_read() {
    let mut text = String::from("[plan]\ntitle = \"CX plan\"\nstart = 2027-01-04\n");
    for index in 0..1_000 {
        let next = (index + 1) % 1_000;
        text.push_str(&format!(
            "[[initiative]]\nid = \"i-{index}\"\ntitle = \"T\"\ndepends_on = [\"i-{next}\"]\n\
             rice = {{ reach = 1, impact = 1, confidence = 0.8, effort = 1 }}\n"
        ));
    }
    let (_, run) = run_fixture("long-loop", &text);
    let loops: Vec<_> =
        run.diagnostics.iter().filter(|finding| finding.code == Code::DependencyCycle).collect();
    assert_eq!(loops.len(), 1);
    assert!(loops[0].related.len() < 50 && loops[0].message.en().len() < 1_000, "{:?}", loops[0].message);
    assert!(loops[0].message.en().ends_with("… -> i-0"), "{:?}", loops[0].message);
}
