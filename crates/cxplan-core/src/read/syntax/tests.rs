//! Beginners' mistakes: one finding each, with its fix.

use super::*;
use crate::diag::Diagnostics;
use crate::fix;
use crate::source::Sources;

/// The findings of a text, and the text with their fixes.
fn findings(text: &str) -> (Vec<Diagnostic>, String) {
    let sources = Sources::single("plan.toml", text);
    let mut diagnostics = Diagnostics::default();
    crate::read::parse(&sources, &mut diagnostics);
    let found = diagnostics.sorted();
    let fixed = fix::apply(&sources, &found).0.pop().map(|fixed| fixed.text);
    (found, fixed.unwrap_or_else(|| text.to_owned()))
}

fn said(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|finding| finding.message.en()).collect()
}

#[test]
fn one_mistake_has_one_finding_and_its_fix_mends_it() {
    let mut failed = Vec::new();
    for (wrong, right) in [
        ("title = CX plan", "title = \"CX plan\""),
        ("title = Redesign, then test", "title = \"Redesign, then test\""),
        ("title = Redesign the site\"", "title = \"Redesign the site\""),
        ("title = “CX plan”", "title = \"CX plan\""),
        ("title = “CX plan\"", "title = \"CX plan\""),
        ("title = \"CX plan”", "title = \"CX plan\""),
        ("title = « Plan CX »", "title = \"Plan CX\""),
        ("title = ‘CX plan’", "title = \"CX plan\""),
        ("a = { b = \"c\", d = “e” }", "a = { b = \"c\", d = \"e\" }"),
        ("title = 'Plan d'action'", "title = \"Plan d'action\""),
        ("title: \"CX plan\"", "title = \"CX plan\""),
        ("title : \"a: b\" # c: d", "title = \"a: b\" # c: d"),
        ("rice = { reach: 1, impact: 2 }", "rice = { reach = 1, impact = 2 }"),
        ("title \"CX plan\"", "title = \"CX plan\""),
        ("depends on = [\"a\"]", "depends_on = [\"a\"]"),
        ("depends_on = \"a\", \"b\"", "depends_on = [\"a\", \"b\"]"),
        ("depends_on = [a]", "depends_on = [\"a\"]"),
        ("title = \"x\";", "title = \"x\""),
        ("title = \"x\",", "title = \"x\""),
        ("title\u{a0}=\u{a0}\"CX plan\"", "title = \"CX plan\""),
        ("// note\na = 1", "# note\na = 1"),
        ("début = 1", "start = 1"),
        ("capacity = 2,5", "capacity = 2.5"),
        ("a = { b = 0,8, c = -1,5 }", "a = { b = 0.8, c = -1.5 }"),
        ("reach = 2 000", "reach = 2000"),
        ("cost = \u{2212}5", "cost = -5"),
        ("enabler = True", "enabler = true"),
        ("name: Digital", "name = \"Digital\""),
        ("a = { b = 1; c = 2 }", "a = { b = 1, c = 2 }"),
        ("rice = (b = 1, c = 2)", "rice = {b = 1, c = 2}"),
        ("depends_on = (\"a\", \"b\")", "depends_on = [\"a\", \"b\"]"),
        ("rice = { b = 1,\n  c = 0.8 d = 0.75\n}\n", "rice = { b = 1,\n  c = 0.8, d = 0.75\n}\n"),
        ("[[équipe]]\nid = 1", "[[team]]\nid = 1"),
        ("share = 80%", "share = \"80%\""),
        ("a = { b = 80%, c = 1 }", "a = { b = \"80%\", c = 1 }"),
        ("effort = 3 weeks", "effort = \"3 weeks\""),
        ("effort = 1,5sem", "effort = \"1.5sem\""),
        ("start = 2027-2-1", "start = 2027-02-01"),
        ("start = 2027/02/01", "start = 2027-02-01"),
        ("start = 31.12.2027", "start = 2027-12-31"),
        ("start = 4 janvier 2027", "start = 2027-01-04"),
        ("[team]\nid = 1\n[team]\nid = 2", "[[team]]\nid = 1\n[[team]]\nid = 2"),
        ("[team]\nid = 1\n\n[[team]]\nid = 2", "[[team]]\nid = 1\n\n[[team]]\nid = 2"),
        ("[team]]\nid = 1", "[[team]]\nid = 1"),
        ("[[team]\nid = 1", "[[team]]\nid = 1"),
        ("[plan\nid = 1", "[plan]\nid = 1"),
    ] {
        let (found, fixed) = findings(wrong);
        if found.len() != 1 || fixed != right || !findings(&fixed).0.is_empty() {
            failed.push(format!("{wrong} => {fixed}: {:?}", said(&found)));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn where_a_person_has_to_decide_nothing_is_changed() {
    for wrong in [
        "start = 01/02/2027",
        "start = 2027-01",
        "reach = 2,000",
        "rice = { reach = 2,000, impact = 1 }",
        "cost = 9000 €",
        "cost = 9k",
        "enabler = yes",
        "title = \"The \"big\" plan\"",
        "title = \"C:\\Users\"",
        "title = ",
        "title = \"a plan",
        "title = \"a plan\nfor 2027\"",
        "title = \"x\" - draft",
        "Our plan is to redesign the site.",
        "- redesign the site",
        "team:",
        "[[team digital]]",
        "[[team]] the people",
        "[plan]\na = 1\n[plan]\nb = 2",
        "a = 1\na = 2",
    ] {
        let (found, fixed) = findings(wrong);
        assert_eq!(found.len(), 1, "{wrong}: {:?}", said(&found));
        assert_eq!(fixed, wrong, "{:?}", said(&found));
        for phrase in [&found[0].message, found[0].help.as_ref().unwrap()] {
            assert!(!phrase.en().contains("TOML") && !phrase.en().contains("expected"), "{phrase:?}");
        }
    }
}

#[test]
fn an_open_bracket_is_shown_where_it_opens_and_hides_what_it_swallows() {
    for (text, line) in [
        ("a = 1\nlist = [\"x\",\nb = 2\n[plan]\ntitle = \"y\"\n", 2),
        ("a = 1\n[plan]\nrice = { x = 1, y = [2, 3]\nb = { c = 2 }\nd = 3\n", 3),
        ("steps = [\n  { id = \"a\", effort = \"1d\" },\n  { id = \"b\",\n]\n", 3),
    ] {
        let sources = Sources::single("plan.toml", text);
        let mut diagnostics = Diagnostics::default();
        crate::read::parse(&sources, &mut diagnostics);
        let found = diagnostics.sorted();
        assert_eq!(found.len(), 1, "{text}: {:?}", said(&found));
        assert_eq!(sources.position(found[0].primary.as_ref().unwrap().0).0, line, "{text}");
    }
}

#[test]
fn mistakes_on_other_lines_are_all_told() {
    let (found, _) = findings("title = CX plan\nstart = 2027-2-1\nok = 1\nteam: 2\n");
    assert_eq!(found.len(), 3, "{:?}", said(&found));
}
