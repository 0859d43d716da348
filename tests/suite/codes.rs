//! The page of each code, in each language: its bad example raises exactly that code, its good one raises nothing.
//!
//! A block that begins with `toml bad` or `toml good` is a plan. With a file's name behind, it is one file of a plan: the
//! first such block of a page is the file that is read.

use std::collections::BTreeSet;
use std::fs;

use cxplan_engine::core::diag::Code;
use cxplan_engine::core::method::Language;

use super::{run_file, run_text, scratch};

/// The fenced blocks of a page: what stands behind the fence, and the text.
pub(super) fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("\n```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.split_once('\n'))
        .filter(|(info, _)| !info.is_empty())
        .collect()
}

/// Codes that the examples of a page raise; one list an example.
fn raised(code: Code, page: &str, kind: &str) -> Vec<BTreeSet<&'static str>> {
    let numbers = |found: &[cxplan_engine::core::diag::Diagnostic]| {
        found.iter().map(|diagnostic| diagnostic.code.number()).collect::<BTreeSet<_>>()
    };
    let mut examples = Vec::new();
    let mut files = Vec::new();
    for (info, text) in blocks(page) {
        match info.split(' ').collect::<Vec<_>>()[..] {
            ["toml", of] if of == kind => examples.push(numbers(&run_text(text).1.diagnostics)),
            ["toml", of, name] if of == kind => files.push((name, text)),
            _ => {}
        }
    }
    if let Some((main, _)) = files.first() {
        let folder = scratch(&format!("code-{}-{kind}", code.number()));
        files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
        examples.push(numbers(&run_file(&folder.join(main)).1.diagnostics));
    }
    examples
}

#[test]
fn examples_of_code_pages_do_what_they_say() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let page = code.page(Language::En);
        let (bad, good) = (raised(*code, page, "bad"), raised(*code, page, "good"));
        for found in &bad {
            if *found != BTreeSet::from([code.number()]) {
                wrong.push(format!("bad example of {}: {found:?}", code.number()));
            }
        }
        for found in good.iter().filter(|found| !found.is_empty()) {
            wrong.push(format!("good example of {}: {found:?}", code.number()));
        }
        if bad.is_empty() != good.is_empty() {
            wrong.push(format!("{} has one example without the other", code.number()));
        }
        // An empty file shows nothing; a plugin's test case, a survey and a template are no plan, and documents lie beside it.
        let no_plan =
            matches!(code, Code::Empty | Code::CaseFailed | Code::NoAnswers | Code::Template | Code::Stale);
        if bad.is_empty() && code.is_about_the_plan() && !no_plan {
            wrong.push(format!("{} has no example", code.number()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_say_the_same_in_every_language() {
    for code in Code::ALL {
        let (english, french) = (code.page(Language::En), code.page(Language::Fr));
        for page in [english, french] {
            assert!(page.len() > 200, "{} is explained", code.number());
        }
        let plans = |page: &'static str| {
            blocks(page).into_iter().filter(|(info, _)| info.starts_with("toml")).collect::<Vec<_>>()
        };
        assert_eq!(plans(english), plans(french), "{}: the same examples", code.number());
        let sections = |page: &str| page.lines().filter(|line| line.starts_with("## ")).count();
        assert_eq!(sections(english), sections(french), "{}: the same sections", code.number());
        assert!(!code.is_lint() || english.contains("\n## Source"), "{} names its source", code.number());
    }
}
