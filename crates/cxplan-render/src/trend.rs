//! The small chart of a metric: what is expected month by month, and the targets.
//!
//! Widths are in thousandths of the chart's width, heights in pixels: the chart is as wide as its column, but its type
//! and its strokes keep their size.

use cxplan_core::forecast::MonthForecast;
use cxplan_core::report::MetricView;

/// Height of a chart in pixels; the template says the same.
#[cfg(test)]
const HEIGHT: i32 = 150;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 118.0;
const LEFT: f64 = 14.0;
/// The room to the right of this holds the labels of the last values.
const RIGHT: f64 = 840.0;
/// Height of a line of type.
const LINE: i32 = 14;

/// A point of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// The geometry of a metric's chart.
#[derive(Clone, Debug)]
pub(crate) struct Trend {
    /// Where the metric goes, by month.
    pub(crate) way: Vec<Point>,
    /// The outline of the band around it: its upper side, then its lower side back.
    pub(crate) band: Vec<Point>,
    /// Targets, in order of time, starting at the baseline where there is one.
    pub(crate) targets: Vec<Point>,
    /// The baseline.
    pub(crate) baseline: Option<Point>,
    /// Where the label of the baseline stands.
    pub(crate) baseline_label: i32,
    /// Height of each competitor's value, and whether its label has room.
    pub(crate) competitors: Vec<(i32, bool)>,
    /// Where the label of the last target stands.
    pub(crate) target_label: i32,
    /// Where the label of the end of the way stands.
    pub(crate) way_label: i32,
}

/// Lays out the chart of a metric, with the values of its way month by month and the ranges around them where there are some; none
/// where there is nothing to draw.
pub(crate) fn trend(metric: &MetricView, way: &[f64], ranges: &[MonthForecast]) -> Option<Trend> {
    if way.is_empty() && metric.targets.is_empty() {
        return None;
    }
    let values =
        way.iter().copied().chain(ranges.iter().flat_map(|month| [month.range.low, month.range.high]));
    let values = values.chain(metric.targets.iter().map(|target| target.value));
    let values = values.chain(metric.baseline).chain(metric.competitors.iter().map(|(_, value)| *value));
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let span = if high > low { high - low } else { 1.0 };
    let y = |value: f64| (BOTTOM - (value - low) / span * (BOTTOM - TOP)).round() as i32;
    let months = way.len().saturating_sub(1);
    let last_month =
        metric.targets.iter().map(|target| target.months as usize).max().unwrap_or(0).max(months).max(1);
    let x = |month: usize| (LEFT + (RIGHT - LEFT) * month as f64 / last_month as f64).round() as i32;

    let path = |values: &mut dyn Iterator<Item = f64>| -> Vec<Point> {
        values.enumerate().map(|(month, value)| Point { x: x(month), y: y(value) }).collect()
    };
    let mut band = path(&mut ranges.iter().map(|month| month.range.high));
    band.extend(path(&mut ranges.iter().map(|month| month.range.low)).into_iter().rev());
    let way = path(&mut way.iter().copied());
    let baseline = metric.baseline.map(|value| Point { x: x(0), y: y(value) });
    let targets: Vec<Point> = metric
        .targets
        .iter()
        .map(|target| Point { x: x(target.months as usize), y: y(target.value) })
        .collect();

    let mut way_label = way.last().map_or(0, |point| point.y);
    let target_label = targets.last().map_or(0, |point| point.y);
    if !way.is_empty() && !targets.is_empty() && (way_label - target_label).abs() < LINE {
        way_label = if way_label < target_label { target_label - LINE } else { target_label + LINE };
    }
    // Labels stand above their lines, at the left; the label of the baseline stands there too.
    let rising = targets.last().zip(baseline).is_some_and(|(last, first)| last.y < first.y);
    let baseline_label = baseline.map_or(0, |point| if rising { point.y + 17 } else { point.y - 9 });
    let mut taken: Vec<i32> = baseline.iter().flat_map(|point| [baseline_label, point.y + 4]).collect();
    let competitors = metric.competitors.iter().map(|(_, value)| {
        let at = y(*value);
        let label = at - 4;
        let has_room = taken.iter().all(|other| (other - label).abs() >= LINE);
        if has_room {
            taken.push(label);
        }
        (at, has_room)
    });
    let competitors = competitors.collect();
    Some(Trend { way, band, targets, baseline, baseline_label, competitors, target_label, way_label })
}

#[cfg(test)]
mod tests {
    use cxplan_core::method::Language;

    use super::*;
    use crate::sample;

    #[test]
    fn everything_lies_inside_the_chart() {
        let report = sample::furniture(Language::En);
        for metric in &report.metrics {
            let forecast = report.forecast.as_ref().unwrap();
            let months = &forecast.of(&metric.id).unwrap().months;
            let trend = trend(metric, &metric.expected, months).unwrap();
            for point in trend.way.iter().chain(&trend.band).chain(&trend.targets).chain(&trend.baseline) {
                assert!((0..=1000).contains(&point.x) && (0..=HEIGHT).contains(&point.y), "{point:?}");
            }
            assert!(trend.way.windows(2).all(|pair| pair[0].x < pair[1].x));
        }
    }

    #[test]
    fn better_is_not_always_up() {
        let report = sample::furniture(Language::En);
        let falling = report.metrics.iter().find(|metric| !metric.higher_is_better).unwrap();
        let trend = trend(falling, &falling.expected, &[]).unwrap();
        assert!(trend.targets.last().unwrap().y > trend.baseline.unwrap().y);
    }
}
