//! The page of each built-in method, `docs/methods/<id>.md`: its plans work, and their scores are as the comments say.

use std::fs;

use cxplan_engine::core::method::Language;

use super::codes::blocks;
use super::{host, root, run_text};

fn page(id: &str) -> Option<String> {
    fs::read_to_string(root().join(format!("docs/methods/{id}.md"))).ok()
}

fn ids() -> impl Iterator<Item = &'static str> {
    cxplan_engine::builtin_methods().iter().map(|(id, _)| *id)
}

/// The scores that comments state behind the inputs of a method (`rice = { ... }  # 675`), as they are written.
fn stated(plan: &str, method: &str) -> Vec<String> {
    let inputs = format!("{method} = {{");
    let lines = plan.lines().filter(|line| line.starts_with(&inputs));
    lines.map(|line| line.rsplit_once("# ").map_or("", |(_, score)| score).to_owned()).collect()
}

#[test]
fn every_method_has_a_page_that_the_index_leads_to() {
    let index = fs::read_to_string(root().join("docs/methods/README.md")).unwrap();
    for id in ids() {
        let page = page(id).unwrap_or_else(|| panic!("docs/methods/{id}.md is missing"));
        assert!(index.contains(&format!("]({id}.md)")), "the index lacks {id}");
        let (_, bytes) = cxplan_engine::builtin_methods().iter().find(|(name, _)| *name == id).unwrap();
        let plugin = host().load(bytes, cxplan_engine::core::method::Origin::Builtin).unwrap();
        let description = plugin.method.description(Language::En);
        assert!(page.contains(&description.formula), "{id}: the page lacks `{}`", description.formula);
        for input in description.inputs.iter().chain(&description.params) {
            assert!(page.contains(&format!("`{}`", input.key)), "{id}: the page lacks `{}`", input.key);
        }
    }
}

#[test]
fn plans_on_the_pages_score_as_they_say() {
    for id in ids() {
        let page = page(id).unwrap_or_default();
        let plans: Vec<&str> =
            blocks(&page).into_iter().filter(|(info, _)| *info == "toml").map(|(_, text)| text).collect();
        assert!(!plans.is_empty(), "{id}: the page has no plan");
        for text in plans {
            let run = run_text(text).1;
            assert!(run.diagnostics.is_empty(), "{id}: {:#?}", run.diagnostics);
            let (plan, scores) = (run.plan.unwrap(), run.scores.unwrap());
            assert_eq!(plan.methods[0].method.id(), id, "another method decides");
            let stated = stated(text, id);
            assert_eq!(stated.len(), plan.initiatives.len(), "{id}: every initiative is scored on one line");
            for (score, stated) in scores[0].by_initiative.iter().zip(stated) {
                let found = score.as_ref().expect("a score").scored.score;
                let decimals = stated.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                assert_eq!(format!("{found:.decimals$}"), stated, "{id}");
            }
        }
    }
}
