//! When the plan is looked at again.

use cxplan_core::report::{DueTarget, Occasion, ReviewView};
use jiff::civil::Date;
use serde::Serialize;

use super::Scene;
use crate::locale::capital;

/// Dates shown; a weekly review would fill a page.
const DATES: usize = 24;
/// Names in a list.
const NAMES: usize = 6;

/// The section of reviews.
#[derive(Serialize)]
pub(crate) struct Reviews {
    pub(crate) reviews: Vec<Review>,
    quarters: Vec<Quarter>,
    left_out: Option<String>,
    /// Targets that no review follows.
    pub(crate) unseen: Option<String>,
}

/// A review.
#[derive(Serialize)]
pub(crate) struct Review {
    pub(crate) title: String,
    pub(crate) facts: String,
    pub(crate) agenda: Vec<String>,
    pub(crate) next: String,
}

/// The dates of a quarter.
#[derive(Serialize)]
struct Quarter {
    label: String,
    dates: Vec<Day>,
}

/// A date.
#[derive(Serialize)]
struct Day {
    day: i8,
    month: &'static str,
    title: String,
    note: String,
    due: Vec<String>,
    strategy: bool,
}

impl Reviews {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let locale = scene.locale;
        let report = scene.report;
        if report.reviews.is_empty() {
            return None;
        }
        let from = report.plan.today.unwrap_or(report.plan.start);
        let dates = occasions(scene, from);
        let more = dates.len().saturating_sub(DATES);
        let mut quarters: Vec<Quarter> = Vec::new();
        for (review, occasion) in dates.iter().take(DATES) {
            let date = occasion.date;
            let quarter = ((date.month() - 1) / 3 + 1).to_string();
            let values = [("quarter", quarter.as_str()), ("year", &date.year().to_string())];
            let label = locale.fill("roadmap.quarter", &values);
            if quarters.last().is_none_or(|last| last.label != label) {
                quarters.push(Quarter { label, dates: Vec::new() });
            }
            let day = Day {
                day: date.day(),
                month: locale.month(date.month()),
                title: review.title.clone(),
                note: review.attendees.join(", "),
                due: due(scene, occasion),
                strategy: review.kind.as_deref() == Some("strategy"),
            };
            if let Some(quarter) = quarters.last_mut() {
                quarter.dates.push(day);
            }
        }
        Some(Self {
            reviews: report.reviews.iter().map(|review| self::review(scene, review, from)).collect(),
            quarters,
            unseen: unseen(scene),
            left_out: (more > 0).then(|| locale.count("reviews.left-out", more, &[])),
        })
    }
}

/// The dates from a day on, with their reviews. Those of the same day keep the order of the plan.
pub(crate) fn occasions<'a>(scene: &Scene<'a>, from: Date) -> Vec<(&'a ReviewView, &'a Occasion)> {
    let reviews = scene.report.reviews.iter();
    let all = reviews.flat_map(|review| review.occasions.iter().map(move |occasion| (review, occasion)));
    let mut dates: Vec<(&ReviewView, &Occasion)> =
        all.filter(|(_, occasion)| occasion.date >= from).collect();
    dates.sort_by_key(|(_, occasion)| occasion.date);
    dates
}

/// What is due, a line each.
pub(crate) fn due<'a>(scene: &Scene<'a>, occasion: &'a Occasion) -> Vec<String> {
    let locale = scene.locale;
    let figure = |metric: &'a str, value: f64| match scene.metrics.get(metric) {
        Some(view) => (view.name.as_str(), scene.value(view, value)),
        None => (metric, locale.number(value, 2)),
    };
    let mut lines: Vec<String> = Vec::new();
    for measured in &occasion.measured {
        let (metric, value) = figure(&measured.metric, measured.value);
        let date = locale.date(measured.date);
        lines
            .push(locale.fill("reviews.measured", &[("metric", metric), ("value", &value), ("date", &date)]));
    }
    lines.extend(occasion.targets.iter().map(|target| self::target(scene, target)));
    let decisions: Vec<String> = scene
        .report
        .decisions
        .iter()
        .filter(|decision| occasion.decisions.contains(&decision.id))
        .map(|decision| locale.quoted(&decision.title))
        .collect();
    let milestones: Vec<String> = scene
        .report
        .milestones
        .iter()
        .filter(|milestone| occasion.milestones.contains(&milestone.id))
        .map(|milestone| locale.quoted(&milestone.title))
        .collect();
    let lists = [
        ("reviews.decide", locale.short_list(&decisions, NAMES)),
        ("reviews.finishes", scene.titles(&occasion.finishes, NAMES)),
        ("reviews.starts", scene.titles(&occasion.starts, NAMES)),
        ("reviews.milestones", locale.short_list(&milestones, NAMES)),
    ];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    lines.extend(lists.map(|(id, list)| locale.labelled(locale.text(id), &list)));
    lines
}

/// A target that is due, with what is expected of it.
fn target(scene: &Scene<'_>, target: &DueTarget) -> String {
    let locale = scene.locale;
    let date = locale.date(target.date);
    let Some(metric) = scene.metrics.get(target.metric.as_str()) else { return target.metric.clone() };
    let value = scene.value(metric, target.value);
    let values = [("metric", metric.name.as_str()), ("value", &value), ("date", &date)];
    match target.expected {
        Some(expected) => {
            let expected = scene.value(metric, expected);
            locale.fill("reviews.target", &[&values[..], &[("expected", &expected)]].concat())
        }
        None => locale.fill("reviews.target-alone", &values),
    }
}

/// Targets after the last date of all reviews: nobody looks at them. None where there is no review at all.
pub(crate) fn unseen(scene: &Scene<'_>) -> Option<String> {
    let last = scene.report.reviews.iter().filter_map(|review| review.dates.last()).max()?;
    let after = scene.report.metrics.iter().flat_map(|metric| {
        let late = metric.targets.iter().filter(|target| target.date > *last);
        late.map(move |target| format!("{} ({})", metric.name, scene.locale.date(target.date)))
    });
    let after: Vec<String> = after.collect();
    (!after.is_empty()).then(|| {
        scene.locale.count(
            "reviews.unseen",
            after.len(),
            &[("list", &scene.locale.short_list(&after, NAMES))],
        )
    })
}

/// What a review is, how often and with whom, then its agenda: a line each.
pub(crate) fn facts_and_agenda(scene: &Scene<'_>, review: &ReviewView) -> Vec<String> {
    let facts = facts(scene, review);
    Some(facts).filter(|facts| !facts.is_empty()).into_iter().chain(review.agenda.iter().cloned()).collect()
}

fn facts(scene: &Scene<'_>, review: &ReviewView) -> String {
    let locale = scene.locale;
    let kind =
        review.kind.as_ref().and_then(|kind| locale.find(&format!("review.{kind}"))).map(ToOwned::to_owned);
    let dates = (!review.dates.is_empty()).then(|| locale.count("roadmap.dates", review.dates.len(), &[]));
    let minutes = review.minutes.map(|minutes| locale.count("reviews.minutes", minutes as usize, &[]));
    let who = (!review.attendees.is_empty()).then(|| review.attendees.join(", "));
    let facts: Vec<String> = [kind, dates, minutes, who].into_iter().flatten().collect();
    capital(&facts.join(" · "))
}

fn review(scene: &Scene<'_>, review: &ReviewView, from: Date) -> Review {
    let locale = scene.locale;
    let next = review.dates.iter().find(|date| **date >= from);
    Review {
        title: review.title.clone(),
        facts: facts(scene, review),
        agenda: review.agenda.clone(),
        next: next
            .map_or_else(String::new, |date| locale.fill("reviews.next", &[("date", &locale.date(*date))])),
    }
}
