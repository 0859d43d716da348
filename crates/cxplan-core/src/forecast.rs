//! The odds of targets: what metrics come to, drawn again and again.
//!
//! Each draw is a world of its own: durations, and by them the schedule and the days of delivery; what works and what does not;
//! how much it brings; and where the metrics really stood when they were measured. [`crate::outlook`] has the expected value by the
//! same rules.
//!
//! | | drawn from |
//! |---|---|
//! | delivery of an initiative | the schedule of this draw, as [`crate::simulate`] draws it with the same seed |
//! | whether it works | its confidence ([`outlook::chance_to_work`]); for all of its effects at once |
//! | how much an effect brings | the triangular distribution of its three points; each effect for itself |
//! | how much of that is there | a straight line from delivery to the end of the ramp |
//! | the baseline | the normal distribution around the measured value with its standard error, √(variance / n); certain where the plan does not tell n and the variance |
//!
//! Effects add up within the ends of the metric's scale, or with diminishing returns, by `[forecast] diminishing`
//! ([`outlook::Scale`]). They do not depend on each other, unless `[forecast] shared` says so: behind each initiative lies a
//! value of the normal distribution that decides whether it works, and all share that part of its variance (a Gaussian copula, as
//! for durations). The chance of each stays what it is, and so does the expected value; what is shared widens the range.
//!
//! What is told of a target:
//!
//! - the expected value, the median, and the band that 80 % of the draws lie in, from the order statistic ⌈0.1 n⌉ to ⌈0.9 n⌉;
//! - the chance: the share of draws in which the metric is at the target or beyond it;
//! - contributions: what each initiative adds to the baseline, on average. Where the scale cuts a sum off or returns diminish, each
//!   gets the same part of what it would bring, which is the value of Aumann and Shapley (1974): they sum to the expected change;
//! - the cost of delay: what the metric and the chance lose on that day when one initiative comes a month later, and all else
//!   as in the draw. Work that waits for it is not moved;
//! - drivers: the covariance of each input's part with the value, over the variance of the value. The shares sum to 1; of
//!   independent inputs each is the share of the variance that would go if the input were known (Sobol, "Sensitivity estimates for
//!   nonlinear mathematical models", 1993). One below 0 works against the others.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::months_after;
use crate::draw::Purpose;
use crate::ids::Id;
use crate::model::{Initiative, Metric, Plan};
use crate::outlook::{self, Expectation, Scale};
use crate::simulate::{Deliveries, Settings, TooFar, normal};
use crate::threads;
use crate::timeline::{self, Timeline};

mod draws;
#[cfg(test)]
pub(crate) mod tests;

use draws::{Arrival, Effect, Goal, Line, Model, Moments, Own, Sums, TOLERANCE, Work};

/// Most draws: all values are kept until their quantiles are known.
pub const MOST_DRAWS: u32 = 100_000;

/// A chance from which on a target is called likely, after the calibrated words of the IPCC (Mastrandrea et al. 2010): two times
/// out of three.
pub const LIKELY: f64 = 0.66;
/// Draws of a forecast in documents: the error of a chance is at most 1.1 points.
const DOCUMENT_DRAWS: u32 = 2_000;
/// Draws for documents of plans so large that they have to do with less: the error of a chance is at most 3.5 points.
const FEWEST_DRAWS: u32 = 200;
/// Steps that are placed on the calendar for documents, in all draws together: a tenth of a second.
const MOST_PLACED: usize = 500_000;

/// What metrics come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// How many worlds were drawn.
    pub draws: u32,
    /// Where the random numbers began.
    pub seed: u64,
    /// Part of what decides whether initiatives work that all have in common.
    pub shared: f64,
    /// Whether returns on metrics with a scale diminish.
    pub diminishing: bool,
    /// Metrics with a baseline, in the order of the plan.
    pub metrics: Vec<MetricForecast>,
    /// Ids of the metrics that have targets and no baseline: nothing can be said of them.
    pub without_baseline: Vec<String>,
}

impl Forecast {
    /// What the metric with an id comes to.
    pub fn of(&self, metric: &str) -> Option<&MetricForecast> {
        self.metrics.iter().find(|found| found.metric == metric)
    }

    /// The last target of each metric that has one: those that a plan is judged by.
    pub fn last_targets(&self) -> impl Iterator<Item = (&MetricForecast, &TargetForecast)> {
        self.metrics.iter().filter_map(|metric| Some((metric, metric.targets.last()?)))
    }
}

impl TargetForecast {
    /// Whether it is likely to be reached.
    pub fn is_likely(&self) -> bool {
        self.chance >= LIKELY
    }
}

/// What a metric comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetricForecast {
    /// Its id.
    pub metric: String,
    /// Its name.
    pub name: String,
    /// Whether a higher value is better.
    pub higher_is_better: bool,
    /// The measured value.
    pub baseline: f64,
    /// Its standard error; none where the plan does not tell how many were asked, or how much their answers differ.
    pub baseline_error: Option<f64>,
    /// What all planned work comes to once it is delivered and in full, by its likely effects ([`outlook::in_full`]): no date and
    /// no odds.
    pub in_full: f64,
    /// Each month from the start to the end of the horizon.
    pub months: Vec<MonthForecast>,
    /// Its targets, in order of time.
    pub targets: Vec<TargetForecast>,
}

/// A range of values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Range {
    /// One of ten draws lies at or below it.
    pub low: f64,
    /// One of two.
    pub median: f64,
    /// Nine of ten.
    pub high: f64,
}

/// A metric after so many months.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MonthForecast {
    /// Months from the start of the plan.
    pub months: u32,
    /// What it comes to.
    #[serde(flatten)]
    pub range: Range,
}

/// A metric on the day of a target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetForecast {
    /// Months from the start of the plan.
    pub months: u32,
    /// The day.
    pub date: Date,
    /// Value to reach.
    pub value: f64,
    /// Expected value: the baseline and all contributions.
    pub expected: f64,
    /// What it comes to.
    #[serde(flatten)]
    pub range: Range,
    /// Standard deviation.
    pub deviation: f64,
    /// Chance to be there or beyond.
    pub chance: f64,
    /// How far the expected value falls short of the target; negative: it is beyond.
    pub gap: f64,
    /// What each initiative adds, largest first whichever way is better.
    pub contributions: Vec<Contribution>,
    /// What makes the value uncertain, most of it first; without what does not vary.
    pub drivers: Vec<Driver>,
}

/// What an initiative adds to a metric.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// Its id.
    pub initiative: String,
    /// The change that it is expected to make.
    pub change: f64,
    /// The change of the metric when it is delivered a month later.
    pub delay: f64,
    /// The change of the chance to reach the target.
    pub delay_chance: f64,
}

/// What makes a value uncertain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver {
    /// The input.
    #[serde(flatten)]
    pub input: Input,
    /// Its share of the variance.
    pub share: f64,
}

/// An uncertain input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "input", rename_all = "lowercase")]
pub enum Input {
    /// Where the metric stood when it was measured.
    Baseline,
    /// Whether an initiative works.
    Works {
        /// Its id.
        initiative: String,
    },
    /// How much it brings where it works.
    Size {
        /// Its id.
        initiative: String,
    },
    /// When it is delivered.
    Delivery {
        /// Its id.
        initiative: String,
    },
    /// What the ends of the scale take from the sum.
    Scale,
}

/// Draws what metrics come to. `told` hears how many draws are made, from any thread.
///
/// # Errors
///
/// [`TooFar`] where the dates reach so far that tables would take too much memory.
pub fn forecast(
    plan: &Plan,
    timeline: &Timeline,
    settings: &Settings,
    told: &(dyn Fn(u32) + Sync),
) -> Result<Forecast, TooFar> {
    let (model, known) = model(plan, timeline, settings.seed)?;
    let draws = settings.draws.clamp(1, MOST_DRAWS);
    let drawn = model.run(draws, settings.threads, told);
    let mut sums = drawn.sums.iter();
    let mut columns = drawn.columns.into_iter();
    let horizon = plan.head.horizon_months;
    let mut metrics = Vec::new();
    for (id, line) in known.iter().zip(&model.lines) {
        let metric = &plan.metrics[*id];
        let ranges: Vec<Range> = columns.by_ref().take(line.points.len()).map(range).collect();
        let targets = metric.targets.iter().zip(&line.goals).zip(sums.by_ref());
        metrics.push(MetricForecast {
            metric: metric.id.clone(),
            name: metric.name.clone(),
            higher_is_better: metric.higher_is_better,
            baseline: line.baseline,
            baseline_error: Some(line.error).filter(|error| *error > 0.0),
            in_full: outlook::in_full(line.baseline, line.scale, line.expectations()),
            months: (0..=horizon)
                .zip(&ranges)
                .map(|(months, range)| MonthForecast { months, range: *range })
                .collect(),
            targets: targets
                .map(|((target, goal), sums)| {
                    let date = months_after(plan.head.start, target.months);
                    told_of(plan, line, goal, sums, draws, (date, ranges[goal.point]))
                })
                .collect(),
        });
    }
    let unknown = |metric: &&Metric| metric.baseline.is_none() && !metric.targets.is_empty();
    Ok(Forecast {
        draws,
        seed: settings.seed,
        shared: plan.forecast.shared,
        diminishing: plan.forecast.diminishing,
        metrics,
        without_baseline: plan.metrics.iter().filter(unknown).map(|metric| metric.id.clone()).collect(),
    })
}

/// The forecast that documents show, with a number of draws that follows from the size of the plan alone. None where no metric
/// has both a baseline and a target, or where the dates reach too far.
pub fn for_documents(plan: &Plan, timeline: &Timeline) -> Option<Forecast> {
    let is_told = |metric: &Metric| metric.baseline.is_some() && !metric.targets.is_empty();
    if !plan.metrics.iter().any(is_told) {
        return None;
    }
    let order = timeline.order.iter();
    let steps: usize = order.map(|place| plan.initiatives[place.initiative].steps.len().max(1)).sum();
    let affordable = u32::try_from(MOST_PLACED / steps.max(1)).unwrap_or(u32::MAX);
    let settings = Settings {
        draws: plan.simulation.draws.min(DOCUMENT_DRAWS).min(affordable.max(FEWEST_DRAWS)),
        seed: plan.simulation.seed,
        threads: threads::drawing(),
    };
    forecast(plan, timeline, &settings, &|_| {}).ok()
}

/// What metrics come to at other times than those of months and targets, in months from the start of the plan: a range each of what
/// is asked, none for a metric without a baseline.
///
/// # Errors
///
/// As of [`forecast`].
pub fn at(
    plan: &Plan,
    timeline: &Timeline,
    settings: &Settings,
    asked: &[(Id<Metric>, f64)],
) -> Result<Vec<Option<Range>>, TooFar> {
    let (mut model, known) = model(plan, timeline, settings.seed)?;
    let mut places: Vec<usize> = Vec::new();
    for (id, line) in known.iter().zip(&mut model.lines) {
        let mut own: Vec<usize> = (0..asked.len()).filter(|place| asked[*place].0 == *id).collect();
        own.sort_by(|a, b| asked[*a].1.total_cmp(&asked[*b].1));
        line.points = own.iter().map(|place| asked[*place].1).collect();
        line.goals.clear();
        places.extend(own);
    }
    let drawn = model.run(settings.draws.clamp(1, MOST_DRAWS), settings.threads, &|_| ());
    let mut ranges = vec![None; asked.len()];
    for (place, column) in places.into_iter().zip(drawn.columns) {
        ranges[place] = Some(range(column));
    }
    Ok(ranges)
}

/// What is drawn, and the metric of each of its lines.
fn model(plan: &Plan, timeline: &Timeline, seed: u64) -> Result<(Model, Vec<Id<Metric>>), TooFar> {
    let known: Vec<Id<Metric>> =
        plan.metrics.entries().filter_map(|(id, metric)| metric.baseline.is_some().then_some(id)).collect();
    let mut works: Vec<Work> = Vec::new();
    let mut place_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut planned: Vec<Id<Initiative>> = Vec::new();
    let mut lines = Vec::new();
    for id in &known {
        let effects = outlook::effects_on(plan, timeline, *id);
        let same = |one: &(Id<Initiative>, Expectation), other: &(Id<Initiative>, Expectation)| {
            one.0 == other.0 && one.1.delivered.to_bits() == other.1.delivered.to_bits()
        };
        let of_one = |effects: &[(Id<Initiative>, Expectation)]| {
            let (initiative, first) = effects[0];
            let name = &plan.initiatives[initiative].id;
            let finish = timeline.dates[initiative.index()].as_deref().and_then(timeline::span);
            let finish = finish.map(|(_, finish)| timeline::months_until(plan, finish));
            let is_planned = finish.is_some_and(|finish| finish.to_bits() == first.delivered.to_bits());
            let work = *place_of.entry(initiative.index()).or_insert_with(|| {
                let purpose = Purpose::new(seed, &format!("works/{name}"));
                let chance = outlook::chance_to_work(plan, &plan.initiatives[initiative]);
                works.push(Work { purpose, works_below: normal::quantile(chance) });
                works.len() - 1
            });
            let arrival = if is_planned {
                let place = planned.iter().position(|known| *known == initiative).unwrap_or_else(|| {
                    planned.push(initiative);
                    planned.len() - 1
                });
                Arrival::Drawn(place)
            } else {
                Arrival::On(first.delivered)
            };
            let effect = |(place, (_, expectation)): (usize, &(Id<Initiative>, Expectation))| Effect {
                expectation: *expectation,
                purpose: Purpose::new(seed, &format!("size/{name}/{}/{place}", plan.metrics[*id].id)),
            };
            Own {
                initiative,
                // What was measured has worked.
                work: (first.confidence < 1.0).then_some(work),
                arrival,
                effects: effects.iter().enumerate().map(effect).collect(),
            }
        };
        let own: Vec<Own> = effects.chunk_by(same).map(of_one).collect();
        lines.push(line(plan, *id, own, seed));
    }
    let deliveries = Deliveries::new(plan, timeline, seed, &planned)?;
    let common = Purpose::new(seed, "works/");
    Ok((Model { deliveries, works, lines, shared: plan.forecast.shared, common }, known))
}

/// What is drawn of a metric with a baseline.
fn line(plan: &Plan, id: Id<Metric>, own: Vec<Own>, seed: u64) -> Line {
    let metric = &plan.metrics[id];
    let mut months: Vec<u32> = (0..=plan.head.horizon_months).collect();
    months.extend(metric.targets.iter().map(|target| target.months));
    months.sort_unstable();
    months.dedup();
    let goal = |target: &crate::model::Target| Goal {
        point: months.partition_point(|month| *month < target.months),
        value: target.value,
    };
    let baseline = metric.baseline;
    let squared = baseline.and_then(|baseline| Some(baseline.variance? / baseline.n? as f64));
    Line {
        baseline: baseline.map_or(0.0, |baseline| baseline.value),
        error: squared.filter(|squared| squared.is_finite()).map_or(0.0, libm::sqrt),
        purpose: Purpose::new(seed, &format!("baseline/{}", metric.id)),
        scale: Scale::of(metric, plan.forecast.diminishing),
        higher_is_better: metric.higher_is_better,
        goals: metric.targets.iter().map(goal).collect(),
        points: months.iter().map(|month| f64::from(*month)).collect(),
        own,
    }
}

/// Order statistics of the draws.
fn range(mut draws: Vec<f64>) -> Range {
    let mut at = |tenths: usize| {
        let place = (draws.len() * tenths).div_ceil(10).max(1) - 1;
        *draws.select_nth_unstable_by(place, f64::total_cmp).1
    };
    Range { low: at(1), median: at(5), high: at(9) }
}

fn told_of(
    plan: &Plan,
    line: &Line,
    goal: &Goal,
    sums: &Sums,
    draws: u32,
    (date, range): (Date, Range),
) -> TargetForecast {
    let mean = |sum: f64| sum / f64::from(draws);
    let name = |own: &Own| plan.initiatives[own.initiative].id.clone();
    let variance = mean(sums.square) - mean(sums.value) * mean(sums.value);
    let contribution = |(own, found): (&Own, &draws::OwnSums)| Contribution {
        initiative: name(own),
        change: mean(found.change),
        delay: mean(found.delay),
        delay_chance: -(found.lost as f64) / f64::from(draws),
    };
    let mut contributions: Vec<Contribution> = line.own.iter().zip(&sums.own).map(contribution).collect();
    let expected = line.baseline + contributions.iter().map(|own| own.change).sum::<f64>();
    contributions.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
    let driver = |input: Input, part: Moments| {
        let share = (mean(part.product) - mean(part.sum) * mean(sums.value)) / variance;
        Driver { input, share }
    };
    let mut drivers = Vec::new();
    // What is left of a variance of nothing is rounding.
    if variance > TOLERANCE * TOLERANCE {
        drivers = vec![driver(Input::Baseline, sums.baseline), driver(Input::Scale, sums.scale)];
        for (own, found) in line.own.iter().zip(&sums.own) {
            drivers.push(driver(Input::Works { initiative: name(own) }, found.works));
            drivers.push(driver(Input::Size { initiative: name(own) }, found.size));
            drivers.push(driver(Input::Delivery { initiative: name(own) }, found.delivery));
        }
        drivers.retain(|driver| driver.share.abs() > TOLERANCE);
        drivers.sort_by(|a, b| b.share.abs().total_cmp(&a.share.abs()));
    }
    TargetForecast {
        months: line.points[goal.point] as u32,
        date,
        value: goal.value,
        expected,
        range,
        deviation: libm::sqrt(variance.max(0.0)),
        chance: f64::from(sums.reached) / f64::from(draws),
        gap: if line.higher_is_better { goal.value - expected } else { expected - goal.value },
        contributions,
        drivers,
    }
}
