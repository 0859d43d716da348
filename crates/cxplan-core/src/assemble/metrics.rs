//! Metrics: baseline, targets, and what the plan is expected to do to them.

use crate::calendar::months_after;
use crate::ids::Id;
use crate::metric::{answers_needed, smallest_change};
use crate::model::{Initiative, Metric, TargetForm};
use crate::outlook::{self, Expectation, Scale};
use crate::report::{Contribution, MetricView, TargetView};

use super::Facts;

/// Differences below this are rounding, not a missed target.
const TOLERANCE: f64 = 1e-9;

impl Facts<'_> {
    pub(super) fn metrics(&self) -> Vec<MetricView> {
        self.plan.metrics.entries().map(|(id, metric)| self.metric(id, metric)).collect()
    }

    fn metric(&self, id: Id<Metric>, metric: &Metric) -> MetricView {
        let effects: Vec<(Id<Initiative>, Expectation)> = outlook::effects_on(self.plan, self.timeline, id);
        let expectations: Vec<Expectation> = effects.iter().map(|(_, effect)| *effect).collect();
        let baseline = metric.baseline.map(|baseline| baseline.value);
        let scale = Scale::of(metric, self.plan.forecast.diminishing);
        let expected = |months: u32| {
            let sum = outlook::expected(&expectations, f64::from(months));
            baseline.map(|baseline| baseline + scale.change(baseline, sum))
        };
        let horizon = self.plan.head.horizon_months;
        let drawn = self.doubts.forecast().and_then(|forecast| forecast.of(&metric.id));
        let targets = metric.targets.iter().enumerate().map(|(position, target)| {
            // Drawn dates are later than planned ones as often as work takes longer: what was drawn knows more.
            let drawn = drawn.and_then(|drawn| drawn.targets.get(position)).map(|target| target.expected);
            let expected = drawn.or_else(|| expected(target.months));
            let reached = expected.map(|expected| {
                let ahead =
                    if metric.higher_is_better { expected - target.value } else { target.value - expected };
                ahead >= -TOLERANCE
            });
            TargetView {
                months: target.months,
                date: months_after(self.plan.head.start, target.months),
                value: target.value,
                points: match target.form {
                    TargetForm::Points(points) => Some(points),
                    TargetForm::Value | TargetForm::Relative(_) => None,
                },
                relative: match target.form {
                    TargetForm::Relative(part) => Some(part),
                    TargetForm::Value | TargetForm::Points(_) => None,
                },
                expected,
                reached,
                answers_needed: metric.survey().zip(baseline).and_then(|((_, variance), baseline)| {
                    let change = target.value - baseline;
                    (change != 0.0 && variance > 0.0).then(|| answers_needed(variance, change))
                }),
            }
        });
        let mut contributions: Vec<Contribution> = Vec::new();
        for (initiative, effect) in &effects {
            let name = &self.plan.initiatives[*initiative].id;
            let change = effect.at(f64::from(horizon));
            // Effects of one initiative follow each other.
            match contributions.last_mut().filter(|known| known.initiative == *name) {
                Some(known) => known.change += change,
                None => contributions.push(Contribution { initiative: name.clone(), change }),
            }
        }
        // Largest first, whichever way is better; equal ones stay in the order of work.
        contributions.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
        MetricView {
            id: metric.id.clone(),
            name: metric.name.clone(),
            kind: metric.kind.clone(),
            higher_is_better: metric.higher_is_better,
            percent: metric.percent,
            unit: metric.unit.clone(),
            owner: metric.owner.clone(),
            level: metric.level.clone(),
            believed: metric.believed,
            baseline,
            baseline_date: metric.baseline.and_then(|baseline| baseline.date),
            sample: metric.baseline.and_then(|baseline| baseline.n),
            interval: metric.baseline.and_then(|baseline| baseline.interval),
            smallest_change: metric.survey().and_then(|(n, variance)| smallest_change(variance, n)),
            targets: targets.collect(),
            expected: (0..=horizon).filter_map(expected).collect(),
            contributions,
            competitors: self
                .plan
                .competitors
                .iter()
                .filter_map(|competitor| {
                    let (_, value) = competitor.metrics.iter().find(|(metric, _)| *metric == id)?;
                    Some((competitor.name.clone(), *value))
                })
                .collect(),
            actuals: self
                .plan
                .actuals
                .iter()
                .filter(|actual| actual.metric == id)
                .filter_map(|actual| Some((actual.measured.date?, actual.measured.value)))
                .collect(),
        }
    }
}
