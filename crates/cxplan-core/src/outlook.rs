//! What the plan is expected to do to a metric: an expected value, without odds. [`crate::forecast`] has the odds.
//!
//! At a time `t` in months from the start of the plan, a metric is expected at
//!
//! ```text
//! baseline + Σ confidence × mean(low, likely, high) × min(1, max(0, (t − delivered) / ramp))
//! ```
//!
//! over the effects of all planned initiatives: the mean of a triangular distribution is the mean of its three corners,
//! and an effect grows in a straight line from delivery until it is in full. Effects do not depend on each other. They add
//! up, and [`Scale`] says how the sum stays within what the metric can be.

use crate::ids::Id;
use crate::method::Role;
use crate::model::{Initiative, Metric, Plan};
use crate::scores;
use crate::timeline::{self, Timeline};

/// An effect on one metric, in the terms of the formula above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expectation {
    /// Chance that the initiative works as its author says, 0 to 1.
    pub confidence: f64,
    /// Smallest, likely and largest change when it is in full.
    pub change: [f64; 3],
    /// Months from the start of the plan to delivery.
    pub delivered: f64,
    /// Months from delivery until it is in full; 0: at once.
    pub ramp: f64,
}

impl Expectation {
    /// The change expected at a time, in months from the start of the plan.
    pub fn at(&self, months: f64) -> f64 {
        self.confidence * self.mean() * grown(months - self.delivered, self.ramp)
    }

    /// Mean of the change when it is in full and the initiative works: of the triangular distribution.
    pub fn mean(&self) -> f64 {
        let [low, likely, high] = self.change;
        (low + likely + high) / 3.0
    }

    /// Variance of the same.
    pub fn variance(&self) -> f64 {
        let [a, b, c] = self.change;
        (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0
    }
}

/// The part of an effect that is there so many months after delivery.
pub fn grown(since: f64, ramp: f64) -> f64 {
    if ramp > 0.0 { (since / ramp).clamp(0.0, 1.0) } else { f64::from(u8::from(since >= 0.0)) }
}

/// Sum of the effects expected at a time, in months from the start of the plan.
pub fn expected(effects: &[Expectation], months: f64) -> f64 {
    effects.iter().map(|effect| effect.at(months)).sum()
}

/// What a metric comes to once all work is delivered and in full, each effect at its likely size times its confidence: the figure that
/// a plan can be read for with a pencil. Where a range has a longer upper side, the expected value lies above it in the end; on a day,
/// what is not yet delivered or in full is missing from the expected value.
pub fn in_full<'a>(baseline: f64, scale: Scale, effects: impl IntoIterator<Item = &'a Expectation>) -> f64 {
    let likely = |effect: &Expectation| effect.confidence * effect.change[1];
    baseline + scale.change(baseline, effects.into_iter().map(likely).sum())
}

/// Variance of the sum at a time, of effects in groups: those of one initiative, which works for all of them or for none. Of an
/// effect alone it is `p (σ² + μ²) − (p μ)²`.
pub fn variance<'a>(initiatives: impl IntoIterator<Item = &'a [Expectation]>, months: f64) -> f64 {
    let of_one = |effects: &[Expectation]| {
        let chance = effects.first().map_or(0.0, |effect| effect.confidence);
        let grown = |effect: &Expectation| grown(months - effect.delivered, effect.ramp);
        let mean: f64 = effects.iter().map(|effect| effect.mean() * grown(effect)).sum();
        let own: f64 = effects.iter().map(|effect| effect.variance() * grown(effect) * grown(effect)).sum();
        chance * (own + mean * mean) - chance * mean * chance * mean
    };
    initiatives.into_iter().map(of_one).sum()
}

/// Chance that an initiative works as its author says: the confidence of the first method that has one for it, earned by evidence
/// where the plan asks for that ([`crate::confidence`]); certain where nobody doubts it.
pub fn chance_to_work(plan: &Plan, initiative: &Initiative) -> f64 {
    scores::role(plan, initiative, Role::Confidence).unwrap_or(1.0).clamp(0.0, 1.0)
}

/// The effects on a metric: of planned initiatives in the order of work, then of those delivered since the baseline was
/// measured, with the change that was measured where there is one. Those of one initiative follow each other.
pub fn effects_on(
    plan: &Plan,
    timeline: &Timeline,
    metric: Id<Metric>,
) -> Vec<(Id<Initiative>, Expectation)> {
    let mut effects = Vec::new();
    let mut declared = |id: Id<Initiative>, delivered: f64| {
        let initiative = &plan.initiatives[id];
        let confidence = chance_to_work(plan, initiative);
        effects.extend(initiative.effects.iter().filter(|effect| effect.metric == metric).map(|effect| {
            (id, Expectation { confidence, change: effect.change, delivered, ramp: effect.ramp_months })
        }));
    };
    for id in timeline.order.iter().map(|place| place.initiative) {
        let dates = timeline.dates[id.index()].as_deref().and_then(timeline::span);
        let Some((_, finish)) = dates else { continue };
        declared(id, timeline::months_until(plan, finish));
    }
    let baseline = plan.metrics[metric].baseline.and_then(|baseline| baseline.date);
    let since = baseline.unwrap_or(plan.head.start);
    let mut known = Vec::new();
    for delivered in plan.delivered.iter().filter(|delivered| delivered.date > since) {
        let date = timeline::months_until(plan, delivered.date);
        match delivered.effects.iter().find(|(measured, _)| *measured == metric) {
            Some((_, change)) => known.push((
                delivered.initiative,
                Expectation { confidence: 1.0, change: [*change; 3], delivered: date, ramp: 0.0 },
            )),
            None => declared(delivered.initiative, date),
        }
    }
    effects.extend(known);
    effects
}

/// The ends between which a metric lies, and how effects come together between them.
///
/// Two rules, both the plain sum where effects are small against the way that is left to the end:
///
/// - they add up, and the sum stops at the end;
/// - diminishing returns: each small part of an effect moves the metric by its share of the way that is left, so that a sum `s`
///   of effects in front of a way `g` moves it by `g (1 − exp(−s / g))`. It is the limit, for many small effects, of combining
///   shares on the gap that remains, `1 − Π (1 − e / g)`, as independent causes of one outcome are (Bliss, "The toxicity of
///   poisons applied jointly", Annals of Applied Biology 26, 1939), and depends on no order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    ends: [f64; 2],
    diminishing: bool,
}

impl Scale {
    /// The ends of a metric: −100 and 100 of a Net Promoter Score, 0 and 100 of percentages, those of the answers where the value
    /// is their mean, nothing below 0 for counts and rates. A baseline beyond them says that they are not its own, and is the end.
    pub fn of(metric: &Metric, diminishing: bool) -> Self {
        let share = metric.kind == "csat" && metric.method.as_deref() != Some("mean");
        let [low, high] = match metric.kind.as_str() {
            "nps" => [-100.0, 100.0],
            _ if metric.percent || share => [0.0, 100.0],
            "csat" | "ces" | "rating" => metric.scale.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]),
            "count" | "rate" => [0.0, f64::INFINITY],
            _ => [f64::NEG_INFINITY, f64::INFINITY],
        };
        let baseline = metric.baseline.map(|baseline| baseline.value);
        let ends = baseline.map_or([low, high], |value| [low.min(value), high.max(value)]);
        Self { ends, diminishing }
    }

    /// The value within the ends that is next to this one.
    pub fn within(&self, value: f64) -> f64 {
        value.clamp(self.ends[0], self.ends[1])
    }

    /// The change from a baseline within the ends that a sum of effects makes.
    pub fn change(&self, baseline: f64, sum: f64) -> f64 {
        let [low, high] = self.ends;
        let room = if sum < 0.0 { baseline - low } else { high - baseline };
        if room.is_infinite() {
            return sum;
        }
        let size = if !self.diminishing {
            sum.abs().min(room)
        } else if room > 0.0 {
            -room * libm::expm1(-sum.abs() / room)
        } else {
            0.0
        };
        size.copysign(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A base of 24; one effect of tri(1, 2, 3) at 80 % delivered in month 2, one of tri(0.3, 1, 2) at 50 % in month 5.
    pub(crate) const TWO: [Expectation; 2] = [
        Expectation { confidence: 0.8, change: [1.0, 2.0, 3.0], delivered: 2.0, ramp: 3.0 },
        Expectation { confidence: 0.5, change: [0.3, 1.0, 2.0], delivered: 5.0, ramp: 3.0 },
    ];

    /// The figures were worked out by hand.
    #[test]
    fn mean_and_deviation_of_the_closed_form_are_met() {
        for (months, mean, deviation) in
            [(0.0, 24.0, 0.0), (3.0, 24.533, 0.293), (6.0, 25.783, 0.902), (12.0, 26.150, 1.066)]
        {
            assert!((24.0 + expected(&TWO, months) - mean).abs() < 0.0005, "month {months}");
            let found = libm::sqrt(variance(TWO.chunks(1), months));
            assert!((found - deviation).abs() < 0.0005, "month {months}: {found}");
        }
    }

    #[test]
    fn an_effect_without_a_ramp_is_there_at_once() {
        let effect = Expectation { confidence: 1.0, change: [1.0; 3], delivered: 2.0, ramp: 0.0 };
        assert_eq!((effect.at(1.99), effect.at(2.0), effect.at(9.0)), (0.0, 1.0, 1.0));
    }

    /// Both rules stay within the ends, rise with the sum, and are the sum where it is small.
    #[test]
    fn what_is_put_together_stays_within_the_scale() {
        for diminishing in [false, true] {
            let scale = Scale { ends: [0.0, 100.0], diminishing };
            for baseline in [0.0, 3.0, 71.0, 100.0] {
                let mut last = 0.0;
                for tenths in -3_000..3_000 {
                    let value = baseline + scale.change(baseline, f64::from(tenths) / 10.0);
                    assert!((-1e-9..=100.0 + 1e-9).contains(&value) && value >= last - 1e-12, "{value}");
                    last = value;
                }
                assert_eq!(last, scale.within(last));
                assert_eq!(scale.change(baseline, 0.0), 0.0);
            }
            assert!((scale.change(71.0, 1e-4) - 1e-4).abs() < 1e-9);
            assert!((scale.change(71.0, -1e-4) + 1e-4).abs() < 1e-9);
            let free = Scale { ends: [0.0, f64::INFINITY], diminishing };
            assert_eq!([free.change(2.0, 500.0), free.within(-1.0)], [500.0, 0.0]);
        }
    }

    /// Many small effects that each take their share of what is left.
    #[test]
    fn diminishing_returns_are_the_limit_of_shares_of_the_gap() {
        let scale = Scale { ends: [0.0, 100.0], diminishing: true };
        let mut value = 60.0;
        for _ in 0..100_000 {
            value += (100.0 - value) * (30.0 / 100_000.0) / 40.0;
        }
        assert!((60.0 + scale.change(60.0, 30.0) - value).abs() < 1e-3);
    }
}
