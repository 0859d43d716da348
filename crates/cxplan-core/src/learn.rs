//! Were we right? What was measured and delivered, held against what the plan made one expect.
//!
//! The forecast that counts is that of the plan [`at_start`]: its baselines, effects, steps and teams as the plan has them today, but
//! without anything that happened since. What was delivered is still to be done there, so that dates and values are those that the
//! plan would have promised on its first day. Estimates that were changed in the plan since then are taken as they are now: an earlier
//! text of the plan is a plan of its own.
//!
//! | | held against |
//! |---|---|
//! | a measured value | the 80 % range of the forecast on its day, widened by the sampling error of the measurement |
//! | a day of delivery | the last day of the initiative on the timeline |
//! | person-time that it took | the person-time of its steps |
//! | a change that was measured | the range of the effect, and its expected value |
//!
//! Ranges of 80 % should hold four values out of five; the interval around what was found is Wilson's, as if values were independent,
//! which those of one metric are not quite. The bias of a team is the ratio of sums, actual over estimated person-time, over the
//! initiatives that tell both; of an initiative of several teams each takes its part of the estimate. A correction is told from three
//! initiatives on, and applied nowhere.

use jiff::civil::Date;
use serde::Serialize;

use crate::forecast::{self, Range};
use crate::ids::Id;
use crate::metric::share;
use crate::model::{Actual, Delivered, Initiative, Metric, Plan, Progress, Status, Team};
use crate::outlook;
use crate::simulate::{Settings, TooFar};
use crate::timeline::{self, Timeline};

#[cfg(test)]
mod tests;

/// Deviations of a normal distribution between which 80 % lie.
const Z80: f64 = 1.281_551_565_544_600_4;
/// Fewest initiatives that a correction is told from.
const ENOUGH: usize = 3;

/// What can be learned.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Learned {
    /// How many worlds were drawn.
    pub draws: u32,
    /// Where the random numbers began.
    pub seed: u64,
    /// Measured values, by metric and day.
    pub values: Vec<ValueLesson>,
    /// Ids of metrics with measured values and no forecast: without a baseline, or measured before it.
    pub without_forecast: Vec<String>,
    /// How often values lie where they should.
    pub calibration: Calibration,
    /// What was delivered since the start, by day.
    pub initiatives: Vec<InitiativeLesson>,
    /// Teams with a known bias, in the order of the plan.
    pub teams: Vec<TeamLesson>,
}

/// A measured value and its forecast.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueLesson {
    /// Id of the metric.
    pub metric: String,
    /// When it was measured.
    pub date: Date,
    /// What was measured.
    pub actual: f64,
    /// The forecast for that day.
    pub forecast: Range,
    /// Between what a measurement had to lie in 80 of 100 cases: the forecast and the error of the sample together, their widths added
    /// as squares.
    pub band: [f64; 2],
    /// Where it lies.
    pub place: Place,
}

/// Where a value lies in its 80 % range; better is what the metric calls so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Outside, on the wrong side.
    Worse,
    /// Inside, worse than the median.
    Low,
    /// Inside, at the median or better.
    High,
    /// Outside, on the right side.
    Better,
}

impl Place {
    /// All places with the share of values that should lie there.
    pub const ALL: [(Self, f64); 4] =
        [(Self::Worse, 0.1), (Self::Low, 0.4), (Self::High, 0.4), (Self::Better, 0.1)];

    fn of(value: f64, [low, high]: [f64; 2], median: f64, higher_is_better: bool) -> Self {
        match (value < low, value > high, (value >= median) == higher_is_better || value == median) {
            (false, false, true) => Self::High,
            (false, false, false) => Self::Low,
            (below, _, _) if below == higher_is_better => Self::Worse,
            _ => Self::Better,
        }
    }

    /// Whether it is inside.
    pub fn is_inside(self) -> bool {
        matches!(self, Self::Low | Self::High)
    }
}

/// How often values lie where they should.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Measured values with a forecast.
    pub values: usize,
    /// Those inside of their range.
    pub inside: usize,
    /// Between what the share of those inside lies, at 95 %; none without values. Ranges are honest as far as it holds 0.8.
    pub interval: Option<[f64; 2]>,
    /// How many lie at each place, and the share that should.
    pub places: Vec<Bin>,
}

/// A row of the calibration table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The place.
    pub place: Place,
    /// Share of values that should lie there, 0 to 1.
    pub expected: f64,
    /// Values that do.
    pub found: usize,
}

/// An initiative that was delivered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InitiativeLesson {
    /// Its id.
    pub initiative: String,
    /// Last day in the plan at its start; none where it had no place there.
    pub planned: Option<Date>,
    /// When it was delivered.
    pub delivered: Date,
    /// Calendar days later than planned; negative: earlier.
    pub days_late: Option<i32>,
    /// Person-months of its steps.
    pub estimated: f64,
    /// Person-months that it took, where the plan tells.
    pub actual: Option<f64>,
    /// Actual over estimated.
    pub ratio: Option<f64>,
    /// Changes that were measured, where the initiative was to make them.
    pub effects: Vec<EffectLesson>,
}

/// A change that was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectLesson {
    /// Id of the metric.
    pub metric: String,
    /// The mean of its three points, times the chance that the initiative works.
    pub expected: f64,
    /// Smallest and largest change that the plan thinks of.
    pub range: [f64; 2],
    /// What was measured.
    pub measured: f64,
    /// Whether it is inside of the range.
    pub inside: bool,
}

/// How a team estimates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamLesson {
    /// Its id.
    pub team: String,
    /// Initiatives that tell both.
    pub initiatives: usize,
    /// Person-months that were estimated.
    pub estimated: f64,
    /// Person-months that it took.
    pub actual: f64,
    /// Actual over estimated.
    pub ratio: f64,
    /// Smallest and largest ratio of a single initiative.
    pub range: [f64; 2],
    /// What to multiply the team's estimates by, to two decimals; none from fewer than three initiatives, or where it is 1.
    pub correction: Option<f64>,
}

/// The plan without anything that happened since its start.
pub fn at_start(plan: &Plan) -> Plan {
    let since = |delivered: &&Delivered| delivered.date >= plan.head.start;
    let done: Vec<Id<Initiative>> =
        plan.delivered.iter().filter(since).map(|delivered| delivered.initiative).collect();
    let mut start = plan.clone();
    let initiatives = plan.initiatives.entries().map(|(id, initiative)| {
        let mut initiative = initiative.clone();
        if initiative.status == Status::Active || done.contains(&id) {
            initiative.status = Status::Planned;
            initiative.steps.iter_mut().for_each(|step| step.progress = Progress::Open);
        }
        initiative
    });
    start.initiatives = initiatives.collect();
    start.delivered.retain(|delivered| !since(&delivered));
    start.actuals.clear();
    start.head.status_date = None;
    start
}

/// Holds what happened against the plan at its start, and its timeline.
///
/// # Errors
///
/// As of [`forecast::forecast`].
pub fn learn(plan: &Plan, start: &Plan, timeline: &Timeline, settings: &Settings) -> Result<Learned, TooFar> {
    let (told, untold): (Vec<&Actual>, Vec<&Actual>) =
        plan.actuals.iter().partition(|actual| day_of_forecast(plan, actual).is_some());
    let asked: Vec<(Id<Metric>, f64)> = told
        .iter()
        .filter_map(|actual| {
            Some((actual.metric, timeline::months_until(plan, day_of_forecast(plan, actual)?)))
        })
        .collect();
    let ranges = forecast::at(start, timeline, settings, &asked)?;
    let values: Vec<ValueLesson> =
        told.iter().zip(ranges).filter_map(|(actual, range)| Some(value(plan, actual, range?))).collect();
    let mut without_forecast: Vec<String> =
        untold.iter().map(|actual| plan.metrics[actual.metric].id.clone()).collect();
    without_forecast.dedup();
    let mut delivered: Vec<&Delivered> =
        plan.delivered.iter().filter(|delivered| delivered.date >= plan.head.start).collect();
    delivered.sort_by_key(|delivered| (delivered.date, delivered.initiative));
    Ok(Learned {
        draws: settings.draws,
        seed: settings.seed,
        calibration: calibration(&values),
        values,
        without_forecast,
        initiatives: delivered.iter().map(|delivered| initiative(plan, timeline, delivered)).collect(),
        teams: plan.teams.entries().filter_map(|(id, _)| team(plan, id, &delivered)).collect(),
    })
}

/// The day of a measurement that a forecast speaks of: not before the start of the plan, nor the baseline.
fn day_of_forecast(plan: &Plan, actual: &Actual) -> Option<Date> {
    let baseline = plan.metrics[actual.metric].baseline?;
    let date = actual.measured.date?;
    (date >= plan.head.start && baseline.date.is_none_or(|from| date > from)).then_some(date)
}

fn value(plan: &Plan, actual: &Actual, forecast: Range) -> ValueLesson {
    let metric = &plan.metrics[actual.metric];
    let measured = actual.measured;
    let error = match (measured.variance, measured.n) {
        (Some(variance), Some(n)) if n > 0 => Z80 * libm::sqrt(variance / n as f64),
        _ => 0.0,
    };
    let Range { low, median, high } = forecast;
    let band = [median - libm::hypot(median - low, error), median + libm::hypot(high - median, error)];
    ValueLesson {
        metric: metric.id.clone(),
        date: measured.date.unwrap_or(plan.head.start),
        actual: measured.value,
        forecast,
        band,
        place: Place::of(measured.value, band, median, metric.higher_is_better),
    }
}

fn calibration(values: &[ValueLesson]) -> Calibration {
    let inside = values.iter().filter(|value| value.place.is_inside()).count();
    let of_all = (!values.is_empty()).then(|| share(inside as f64, values.len() as f64));
    Calibration {
        values: values.len(),
        inside,
        interval: of_all.and_then(|share| share.interval).map(|ends| ends.map(|end| end / 100.0)),
        places: Place::ALL
            .into_iter()
            .map(|(place, expected)| {
                let found = values.iter().filter(|value| value.place == place).count();
                Bin { place, expected, found }
            })
            .collect(),
    }
}

fn initiative(plan: &Plan, timeline: &Timeline, delivered: &Delivered) -> InitiativeLesson {
    let initiative = &plan.initiatives[delivered.initiative];
    let dates = timeline.dates[delivered.initiative.index()].as_deref().and_then(timeline::span);
    let planned = dates.map(|(_, finish)| finish);
    let chance = outlook::chance_to_work(plan, initiative);
    let effect = |(metric, measured): &(Id<Metric>, f64)| {
        let effect = initiative.effects.iter().find(|effect| effect.metric == *metric)?;
        let [low, likely, high] = effect.change;
        Some(EffectLesson {
            metric: plan.metrics[*metric].id.clone(),
            expected: chance * (low + likely + high) / 3.0,
            range: [low, high],
            measured: *measured,
            inside: (low..=high).contains(measured),
        })
    };
    let months = |milli_days: u64| plan.calendar.person_months(milli_days);
    InitiativeLesson {
        initiative: initiative.id.clone(),
        planned,
        delivered: delivered.date,
        days_late: planned.and_then(|planned| Some(planned.until(delivered.date).ok()?.get_days())),
        estimated: months(initiative.effort()),
        actual: delivered.effort.map(months),
        ratio: delivered.effort.and_then(|actual| over(actual as f64, initiative.effort() as f64)),
        effects: delivered.effects.iter().filter_map(effect).collect(),
    }
}

fn team(plan: &Plan, id: Id<Team>, delivered: &[&Delivered]) -> Option<TeamLesson> {
    let mut sums = [0.0; 2];
    let mut ratios: Vec<f64> = Vec::new();
    for delivered in delivered {
        let initiative = &plan.initiatives[delivered.initiative];
        let shares = initiative.steps.iter().flat_map(|step| step.shares());
        let own: u64 = shares.filter(|share| share.team == id).map(|share| share.effort).sum();
        let ratio = delivered.effort.and_then(|actual| over(actual as f64, initiative.effort() as f64));
        let Some(ratio) = ratio.filter(|_| own > 0) else { continue };
        sums[0] += own as f64;
        sums[1] += own as f64 * ratio;
        ratios.push(ratio);
    }
    let [estimated, actual] = sums;
    let ratio = over(actual, estimated)?;
    let rounded = libm::round(ratio * 100.0) / 100.0;
    let months = |milli_days: f64| milli_days / f64::from(plan.calendar.days_per_month * 1000);
    Some(TeamLesson {
        team: plan.teams[id].id.clone(),
        initiatives: ratios.len(),
        estimated: months(estimated),
        actual: months(actual),
        ratio,
        range: ratios.iter().fold([ratio, ratio], |[low, high], one| [low.min(*one), high.max(*one)]),
        correction: Some(rounded).filter(|rounded| ratios.len() >= ENOUGH && *rounded != 1.0),
    })
}

fn over(actual: f64, estimated: f64) -> Option<f64> {
    (estimated > 0.0).then(|| actual / estimated)
}
