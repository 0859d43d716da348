//! When the plan is looked at again, and what is due then.

use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;

use crate::model::Review;
use crate::quantity::{Quantity, Unit};
use crate::report::{
    DueTarget, MeasuredValue, MetricView, MilestoneView, Occasion, ReviewView, Rhythm, RhythmUnit,
};
use crate::timeline;

use super::Facts;

/// Everything that a review may look at, each list by day. Equal days keep the order of the report.
struct Due {
    targets: Vec<(Date, DueTarget)>,
    measured: Vec<(Date, MeasuredValue)>,
    starts: Vec<(Date, String)>,
    finishes: Vec<(Date, String)>,
    milestones: Vec<(Date, String)>,
    decisions: Vec<(Date, String)>,
}

impl Facts<'_> {
    pub(super) fn reviews(&self, metrics: &[MetricView], milestones: &[MilestoneView]) -> Vec<ReviewView> {
        if self.plan.reviews.is_empty() {
            return Vec::new();
        }
        let due = self.due(metrics, milestones);
        let view = |review: &Review| {
            let (days, skipped) = self.review_days(review);
            let mut since = None;
            let occasions: Vec<Occasion> = days
                .iter()
                .map(|(planned, date)| due.between(since.replace(*date), *planned, *date))
                .collect();
            ReviewView {
                id: review.id.clone(),
                title: review.title.clone(),
                kind: review.kind.clone(),
                every: review.every.map(|every| every.to_string()),
                rhythm: review.every.map(rhythm),
                minutes: review.minutes,
                attendees: review.attendees.clone(),
                agenda: review.agenda.clone(),
                dates: days.iter().map(|(_, date)| *date).collect(),
                skipped,
                occasions,
            }
        };
        self.plan.reviews.iter().map(view).collect()
    }

    fn due(&self, metrics: &[MetricView], milestones: &[MilestoneView]) -> Due {
        let plan = self.plan;
        let target = |metric: &MetricView, target: &crate::report::TargetView| {
            let (date, metric) = (target.date, metric.id.clone());
            (date, DueTarget { metric, date, value: target.value, expected: target.expected })
        };
        let measured = |metric: &MetricView, (date, value): (Date, f64)| {
            (date, MeasuredValue { metric: metric.id.clone(), date, value })
        };
        let planned: Vec<(Date, Date, String)> = self
            .timeline
            .order
            .iter()
            .filter_map(|place| {
                let (start, finish) = timeline::span(self.dates(place.initiative)?)?;
                Some((start, finish, plan.initiatives[place.initiative].id.clone()))
            })
            .collect();
        let delivered =
            plan.delivered.iter().map(|done| (done.date, plan.initiatives[done.initiative].id.clone()));
        Due {
            targets: by_day(metrics.iter().flat_map(|of| of.targets.iter().map(move |one| target(of, one)))),
            measured: by_day(
                metrics.iter().flat_map(|of| of.actuals.iter().map(move |one| measured(of, *one))),
            ),
            starts: by_day(planned.iter().map(|(start, _, id)| (*start, id.clone()))),
            finishes: by_day(planned.iter().map(|(_, finish, id)| (*finish, id.clone())).chain(delivered)),
            milestones: by_day(
                milestones.iter().filter_map(|milestone| Some((milestone.date?, milestone.id.clone()))),
            ),
            decisions: by_day(
                plan.decisions
                    .iter()
                    .filter(|decision| decision.date.is_none())
                    .filter_map(|decision| Some((decision.due?, decision.id.clone()))),
            ),
        }
    }

    /// The days of a review up to the horizon: by its rhythm, and as it is held; and those that fall away. Each is counted from the
    /// first, so that the 31st stays the 31st where a month has one, and falls on the next working day of the office.
    fn review_days(&self, review: &Review) -> (Vec<(Date, Date)>, Vec<Date>) {
        let office = &self.timeline.office;
        let (mut days, mut skipped): (Vec<(Date, Date)>, Vec<Date>) = (Vec::new(), Vec::new());
        for count in 0.. {
            let span = match review.every.map(rhythm) {
                Some(rhythm) => span(rhythm, count),
                None => Span::new(),
            };
            let day = review.first.saturating_add(span);
            if day > self.plan.head.horizon || (count > 0 && review.every.is_none()) {
                break;
            }
            let held = office.day_on_or_after(day).and_then(|day| office.date(day)).unwrap_or(day);
            match days.last() {
                Some((_, last)) if *last == held => skipped.push(day),
                _ => days.push((day, held)),
            }
        }
        (days, skipped)
    }
}

impl Due {
    fn between(&self, since: Option<Date>, planned: Date, date: Date) -> Occasion {
        let range = |list: &[(Date, String)]| ids(list, since, date);
        Occasion {
            planned,
            date,
            targets: within(&self.targets, since, date).map(|at| self.targets[at].1.clone()).collect(),
            measured: within(&self.measured, since, date).map(|at| self.measured[at].1.clone()).collect(),
            starts: range(&self.starts),
            finishes: range(&self.finishes),
            milestones: range(&self.milestones),
            decisions: range(&self.decisions),
        }
    }
}

fn rhythm(every: Quantity) -> Rhythm {
    let unit = match every.unit {
        Unit::Day => RhythmUnit::Day,
        Unit::Week => RhythmUnit::Week,
        Unit::Month => RhythmUnit::Month,
    };
    Rhythm { count: (every.thousandths / 1000) as u32, unit }
}

fn span(rhythm: Rhythm, count: i64) -> Span {
    let step = count * i64::from(rhythm.count);
    match rhythm.unit {
        RhythmUnit::Day => Span::new().days(step),
        RhythmUnit::Week => Span::new().weeks(step),
        RhythmUnit::Month => Span::new().months(step),
    }
}

fn by_day<T>(items: impl Iterator<Item = (Date, T)>) -> Vec<(Date, T)> {
    let mut items: Vec<(Date, T)> = items.collect();
    items.sort_by_key(|(date, _)| *date);
    items
}

/// The places of what falls after one day, up to another.
fn within<T>(items: &[(Date, T)], since: Option<Date>, until: Date) -> Range<usize> {
    let from = since.map_or(0, |since| items.partition_point(|(date, _)| *date <= since));
    from..items.partition_point(|(date, _)| *date <= until)
}

fn ids(items: &[(Date, String)], since: Option<Date>, until: Date) -> Vec<String> {
    items[within(items, since, until)].iter().map(|(_, id)| id.clone()).collect()
}
