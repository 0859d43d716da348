//! A Mermaid diagram of the timeline that every host still draws.

use std::fmt::Write as _;

use crate::escape;
use crate::view::Scene;

/// GitLab asks before it draws more than 2,000 characters of diagrams on one page.
const BUDGET: usize = 1900;
/// Longest name of a row.
const NAME: usize = 28;

/// A diagram and the number of initiatives that did not fit into it.
pub(crate) struct Diagram {
    pub(crate) source: String,
    pub(crate) left_out: usize,
}

/// Draws as many initiatives as the budget holds: the chain that decides the last day first, then by rank. Milestones
/// take the room that is left, the first ones first.
pub(crate) fn diagram(scene: &Scene<'_>) -> Option<Diagram> {
    let mut candidates: Vec<usize> = scene.planned().map(|(n, _)| n).collect();
    let rank =
        |n: usize| scene.report.initiatives[n].planned.as_ref().map_or(usize::MAX, |planned| planned.rank);
    candidates.sort_by_key(|n| (!scene.chain.contains(n), rank(*n)));
    // Every row costs at least its dates, so no more than a budget's worth can fit.
    let total = candidates.len();
    candidates.truncate(BUDGET / 28);
    while !candidates.is_empty() {
        let mut source = draw(scene, &candidates);
        if source.chars().count() <= BUDGET {
            draw_milestones(scene, &mut source);
            return Some(Diagram { source, left_out: total - candidates.len() });
        }
        candidates.pop();
    }
    None
}

fn draw(scene: &Scene<'_>, shown: &[usize]) -> String {
    let mut source = String::from("gantt\ndateFormat YYYY-MM-DD\naxisFormat %b %y\ntodayMarker off\n");
    let mut sections: Vec<(Option<&str>, String)> =
        scene.report.stages.iter().map(|stage| (Some(stage.id.as_str()), stage.name.clone())).collect();
    let has_stages = !sections.is_empty();
    sections
        .push((None, scene.locale.text(if has_stages { "roadmap.rest" } else { "roadmap.all" }).to_owned()));
    for (id, name) in &sections {
        let in_section = |n: &&usize| {
            let stage = scene.report.initiatives[**n].stage.as_deref();
            let known = stage.filter(|stage| scene.report.stages.iter().any(|known| known.id == *stage));
            known == *id
        };
        let mut members: Vec<usize> = shown.iter().filter(in_section).copied().collect();
        members.sort_by_key(|n| {
            (scene.report.initiatives[*n].planned.as_ref().map(|planned| (planned.start, planned.finish)), *n)
        });
        if members.is_empty() {
            continue;
        }
        let _ = writeln!(source, "section {}", escape::mermaid(name, NAME));
        for n in members {
            let initiative = &scene.report.initiatives[n];
            let Some(planned) = &initiative.planned else { continue };
            let mark = if scene.chain.len() > 1 && scene.chain.contains(&n) { "crit, " } else { "" };
            // Mermaid takes a first word such as "click" or "title" for a command: no name begins a line.
            let name = format!("{} {}", planned.place, escape::mermaid(&initiative.title, NAME));
            // Mermaid takes the last date as the day on which a bar ends, not as its last day.
            let end = planned.finish.tomorrow().unwrap_or(planned.finish);
            let _ = writeln!(source, "{name} :{mark}{}, {end}", planned.start);
        }
    }
    source
}

/// Adds the milestones that fit.
fn draw_milestones(scene: &Scene<'_>, source: &mut String) {
    let left = BUDGET - source.chars().count();
    let mut lines = format!("section {}\n", escape::mermaid(scene.locale.text("milestones.title"), NAME));
    let mut some = false;
    for milestone in &scene.report.milestones {
        let Some(date) = milestone.date else { continue };
        // Mermaid takes a first word such as "click" or "title" for a command: a date begins the line.
        let name = format!("{} {}", scene.locale.day_month(date), escape::mermaid(&milestone.title, NAME));
        let mark = if milestone.late { "crit, " } else { "" };
        let line = format!("{name} :{mark}milestone, {date}, 0d\n");
        if lines.chars().count() + line.chars().count() > left {
            break;
        }
        lines.push_str(&line);
        some = true;
    }
    if some {
        source.push_str(&lines);
    }
}

#[cfg(test)]
mod tests {
    use cxplan_core::method::Language;

    use super::*;
    use crate::sample;

    #[test]
    fn no_name_is_taken_for_a_command() {
        let mut report = sample::furniture(Language::En);
        report.initiatives[0].title = "click here".to_owned();
        let source = diagram(&Scene::new(&report)).unwrap().source;
        let mut tasks = source.lines().filter(|line| line.contains(" :"));
        assert!(tasks.all(|line| line.starts_with(|c: char| c.is_ascii_digit())), "{source}");
    }

    #[test]
    fn stays_in_its_budget() {
        for count in [2, 26, 500] {
            let report = sample::large(Language::En, count);
            let diagram = diagram(&Scene::new(&report)).unwrap();
            assert!(diagram.source.chars().count() <= BUDGET);
            let rows = diagram.source.lines().filter(|line| line.contains(" :")).count();
            assert_eq!(rows + diagram.left_out, report.summary.planned);
        }
    }
}
