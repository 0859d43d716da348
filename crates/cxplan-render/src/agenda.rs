//! The calendar of reviews and the log of decisions in plain text, for terminals, mail and diffs.

use cxplan_core::report::Report;

use crate::escape;
use crate::view::{Scene, course, reviews};

/// The reviews; their dates from today on, or from the start of the plan, with what is due; then decisions, open ones first.
pub fn text_reviews(report: &Report) -> String {
    let scene = Scene::new(report);
    let locale = scene.locale;
    if report.reviews.is_empty() && report.decisions.is_empty() {
        return format!("{}\n", locale.text("reviews.nothing"));
    }
    let mut blocks: Vec<String> = Vec::new();
    for review in &report.reviews {
        let told = reviews::facts_and_agenda(&scene, review);
        blocks.push(block("", &review.title, told.iter().map(String::as_str)));
    }
    let from = report.plan.today.unwrap_or(report.plan.start);
    let dates = reviews::occasions(&scene, from);
    if dates.is_empty() && !report.reviews.is_empty() {
        blocks.push(line("", &locale.fill("reviews.past", &[("date", &locale.date(from))])));
    }
    for (review, occasion) in dates {
        let due = reviews::due(&scene, occasion);
        let head = format!("{}  {}", occasion.date, review.title);
        blocks.push(block("", &head, due.iter().map(String::as_str)));
    }
    blocks.extend(reviews::unseen(&scene).map(|unseen| line("", &unseen)));
    if let Some(decisions) = course::Decisions::new(&scene) {
        let lists = [("decisions.open", decisions.open), ("decisions.taken", decisions.taken)];
        for (id, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            let mut text = line("", locale.text(id));
            for decision in list {
                let head = format!("{} · {}", decision.title, decision.when);
                text += &block("  ", &head, decision.facts());
            }
            blocks.push(text);
        }
    }
    blocks.join("\n")
}

fn block<'a>(indent: &str, head: &str, told: impl Iterator<Item = &'a str>) -> String {
    let deeper = format!("{indent}    ");
    std::iter::once(line(indent, head)).chain(told.map(|text| line(&deeper, text))).collect()
}

fn line(indent: &str, text: &str) -> String {
    format!("{indent}{}\n", escape::plain(text))
}
