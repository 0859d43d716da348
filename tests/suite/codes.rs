//! The page of each code: its bad example raises exactly that code, its good one raises nothing.

use std::collections::BTreeSet;

use cxplan_engine::core::diag::{Code, Severity};
use cxplan_engine::core::method::Language;

use super::run_text;

/// The fenced blocks of a page with this info string.
fn blocks(page: &str, info: &str) -> Vec<String> {
    let fence = format!("```{info}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next().map(str::to_owned)).collect()
}

#[test]
fn examples_of_code_pages_do_what_they_say() {
    for code in Code::ALL {
        let (bad, good) =
            (blocks(code.page(Language::En), "toml bad"), blocks(code.page(Language::En), "toml good"));
        for text in &bad {
            let (_, run) = run_text(text);
            let raised: BTreeSet<_> =
                run.diagnostics.iter().map(|diagnostic| diagnostic.code.number()).collect();
            assert_eq!(raised, BTreeSet::from([code.number()]), "bad example of {}:\n{text}", code.number());
        }
        for text in &good {
            let (_, run) = run_text(text);
            let errors: Vec<_> =
                run.diagnostics.iter().filter(|d| d.severity == Severity::Error || d.code == *code).collect();
            assert!(errors.is_empty(), "good example of {}: {errors:#?}", code.number());
        }
        assert_eq!(bad.is_empty(), good.is_empty(), "{} has both examples or none", code.number());
        assert!(code.page(Language::En).len() > 200, "{} is explained", code.number());
    }
}

#[test]
fn codes_about_the_plan_show_an_example() {
    // An empty file shows nothing.
    for code in Code::ALL.iter().filter(|code| code.is_about_the_plan() && **code != Code::Empty) {
        assert!(!blocks(code.page(Language::En), "toml bad").is_empty(), "{}", code.number());
    }
}
