//! The reference pages of the plan language: as committed, they are what the declarations say. `cargo xtask docs` writes them.

use std::{env, fs};

use cxplan_engine::core::method::Language;

use super::{host, root};

#[test]
fn the_reference_pages_are_what_the_declarations_say() {
    for (language, page) in [(Language::En, "plan-reference.md"), (Language::Fr, "reference-du-plan.md")] {
        let file = root().join("docs").join(page);
        let text = cxplan_engine::reference(host(), language).unwrap();
        if env::var_os("CXPLAN_UPDATE_DOCS").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let committed = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        let differs = committed.lines().zip(text.lines()).find(|(is, should)| is != should);
        assert!(committed == text, "docs/{page} is out of date; run `cargo xtask docs`\n{differs:#?}");
    }
}

#[test]
fn each_page_leads_to_the_guide_in_its_language() {
    for (language, guide, first) in [
        (Language::En, "editors.md", "# Plans in an editor\n"),
        (Language::Fr, "editeurs.md", "# Le plan dans un éditeur\n"),
    ] {
        let page = cxplan_engine::reference(host(), language).unwrap();
        assert!(page.contains(&format!("]({guide})")), "{guide}");
        assert!(fs::read_to_string(root().join("docs").join(guide)).unwrap().starts_with(first), "{guide}");
    }
}
