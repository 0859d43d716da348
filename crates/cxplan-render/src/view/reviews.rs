//! When the plan is looked at again.

use cxplan_core::report::ReviewView;
use jiff::civil::Date;
use serde::Serialize;

use super::Scene;
use crate::locale::capital;

/// Dates shown; a weekly review would fill a page.
const DATES: usize = 24;

/// The section of reviews.
#[derive(Serialize)]
pub(crate) struct Reviews {
    pub(crate) reviews: Vec<Review>,
    quarters: Vec<Quarter>,
    left_out: Option<String>,
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
        let mut dates: Vec<(Date, &ReviewView)> = report
            .reviews
            .iter()
            .flat_map(|review| review.dates.iter().map(move |date| (*date, review)))
            .collect();
        dates.retain(|(date, _)| *date >= from);
        // A stable sort: reviews of the same day keep the order of the plan.
        dates.sort_by_key(|(date, _)| *date);
        let more = dates.len().saturating_sub(DATES);
        let mut quarters: Vec<Quarter> = Vec::new();
        for (date, review) in dates.iter().take(DATES) {
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
                strategy: review.kind.as_deref() == Some("strategy"),
            };
            if let Some(quarter) = quarters.last_mut() {
                quarter.dates.push(day);
            }
        }
        Some(Self {
            reviews: report.reviews.iter().map(|review| self::review(scene, review, from)).collect(),
            quarters,
            left_out: (more > 0).then(|| locale.count("reviews.left-out", more, &[])),
        })
    }
}

fn review(scene: &Scene<'_>, review: &ReviewView, from: Date) -> Review {
    let locale = scene.locale;
    let kind =
        review.kind.as_ref().and_then(|kind| locale.find(&format!("review.{kind}"))).map(ToOwned::to_owned);
    let dates = (!review.dates.is_empty()).then(|| locale.count("roadmap.dates", review.dates.len(), &[]));
    let minutes = review.minutes.map(|minutes| locale.count("reviews.minutes", minutes as usize, &[]));
    let who = (!review.attendees.is_empty()).then(|| review.attendees.join(", "));
    let facts: Vec<String> = [kind, dates, minutes, who].into_iter().flatten().collect();
    let next = review.dates.iter().find(|date| **date >= from);
    Review {
        title: review.title.clone(),
        facts: capital(&facts.join(" · ")),
        agenda: review.agenda.clone(),
        next: next
            .map_or_else(String::new, |date| locale.fill("reviews.next", &[("date", &locale.date(*date))])),
    }
}
