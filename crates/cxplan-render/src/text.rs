//! The timeline in plain text, for terminals, mail and diffs.

use std::fmt::Write as _;

use cxplan_core::report::Report;

use crate::escape;
use crate::gantt::WIDTH;
use crate::locale::Locale;
use crate::view::Scene;

/// Narrowest part that holds bars.
const BARS: usize = 24;
/// Widest part that holds bars: more would not tell more.
const WIDEST: usize = 104;
/// Widest part that holds names.
const NAMES: usize = 40;

/// Draws the timeline of the planned initiatives in so many columns, at least 40.
///
/// One line an initiative in the order of work: place, id, a bar of `█` where somebody works and `─` where the work
/// waits, and the last day. `│` is the day that the plan speaks of as today.
pub fn text_gantt(report: &Report, width: usize) -> String {
    let scene = Scene::new(report);
    let locale = scene.locale;
    let planned: Vec<_> = scene.planned().collect();
    if planned.is_empty() {
        return format!("{}\n", locale.text("hero.nothing"));
    }
    let place_width = planned.len().to_string().len();
    let dates: Vec<String> = planned
        .iter()
        .filter_map(|(_, initiative)| initiative.planned.as_ref())
        .map(|planned| locale.date(planned.finish))
        .collect();
    let date_width = dates.iter().map(|date| date.chars().count()).max().unwrap_or(0);
    let longest = planned.iter().map(|(_, initiative)| initiative.id.chars().count()).max().unwrap_or(0);
    let fixed = place_width + date_width + 4;
    let width = width.max(40);
    let names = longest.min(NAMES).min(width.saturating_sub(fixed + BARS)).max(8);
    let cells = width.saturating_sub(fixed + names).clamp(8, WIDEST);
    let cell = |pos: i32| ((pos.clamp(0, WIDTH - 1) as usize) * cells) / WIDTH as usize;
    let today = report.plan.today.map(|today| scene.axis.start(today)).filter(|pos| (1..WIDTH).contains(pos));

    let mut out = String::new();
    let indent = " ".repeat(place_width + names + 2);
    let _ = writeln!(out, "{indent}{}", head(&scene, locale, cells));
    for ((_, initiative), date) in planned.iter().zip(&dates) {
        let Some(bar) = crate::gantt::bar(initiative, scene.axis, &report.freezes) else { continue };
        let mut line = vec!['·'; cells];
        if let Some(today) = today {
            line[cell(today)] = '│';
        }
        line[cell(bar.start)..=cell(bar.end - 1)].fill('─');
        for (from, to) in &bar.work {
            line[cell(*from)..=cell(to - 1)].fill('█');
        }
        let place = initiative.planned.as_ref().map_or(0, |planned| planned.place);
        let id: String = escape::plain(&initiative.id).chars().take(names).collect();
        let line: String = line.into_iter().collect();
        let _ = writeln!(out, "{place:>place_width$} {id:<names$} {line}  {date}");
    }
    out
}

/// The months above the bars, or every second, third or sixth of a year where these are too narrow, or the years.
fn head(scene: &Scene<'_>, locale: Locale, cells: usize) -> String {
    let heads = [1, 2, 3, 6].into_iter().find_map(|every| every_so_many(scene, locale, cells, every, true));
    heads.or_else(|| every_so_many(scene, locale, cells, 12, false)).unwrap_or_default()
}

/// Every so many months of a year. A label never touches the one before it and never runs over the edge: where it would, it is left
/// out, or there are no labels at all.
fn every_so_many(scene: &Scene<'_>, locale: Locale, cells: usize, every: i8, all: bool) -> Option<String> {
    let axis = scene.axis;
    let mut head = String::new();
    let mut used = 0;
    for n in 0..axis.months {
        let (year, month) = axis.month(n);
        if n > 0 && (month - 1) % every != 0 {
            continue;
        }
        let at = axis.month_start(n) as usize * cells / WIDTH as usize;
        let label = if month == 1 || n == 0 { year.to_string() } else { locale.month(month).to_owned() };
        let length = label.chars().count();
        if n > 0 && at <= used {
            if all {
                return None;
            }
            continue;
        }
        if at + length <= cells {
            head.extend(std::iter::repeat_n(' ', at - used));
            head.push_str(&label);
            used = at + length;
        }
    }
    Some(head)
}

#[cfg(test)]
mod tests {
    use cxplan_core::method::Language;

    use super::*;
    use crate::sample;

    #[test]
    fn fits_into_its_width() {
        let report = sample::furniture(Language::En);
        for width in [0, 40, 80, 120, 300] {
            let text = text_gantt(&report, width);
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= width.max(40), "{widest} in {width}:\n{text}");
            assert_eq!(text.lines().count(), report.summary.planned + 1);
        }
    }

    #[test]
    fn months_are_left_out_evenly() {
        for language in [Language::En, Language::Fr] {
            let report = sample::furniture(language);
            for width in 40..140 {
                let text = text_gantt(&report, width);
                let labels: Vec<&str> = text.lines().next().unwrap().split_whitespace().skip(1).collect();
                let scene = Scene::new(&report);
                // A year stands for its January.
                let month =
                    |label: &&str| (1..=12).find(|month| scene.locale.month(*month) == *label).unwrap_or(1);
                let months: Vec<i8> = labels.iter().map(month).collect();
                let steps: Vec<i8> =
                    months.windows(2).map(|pair| (pair[1] - pair[0]).rem_euclid(12)).collect();
                assert!(steps.windows(2).all(|pair| pair[0] == pair[1]), "{width} {labels:?}");
            }
        }
    }

    #[test]
    fn a_plan_without_work_says_so() {
        let mut report = sample::minimal(Language::En);
        for initiative in &mut report.initiatives {
            initiative.planned = None;
        }
        assert_eq!(text_gantt(&report, 80), "Nothing is planned.\n");
    }
}
