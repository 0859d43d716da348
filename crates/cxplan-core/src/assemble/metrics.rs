//! Metrics: baseline, targets, and what the plan is expected to do to them.

use jiff::civil::Date;

use crate::calendar::months_after;
use crate::ids::Id;
use crate::method::Role;
use crate::metric::{answers_needed, smallest_change};
use crate::model::{Initiative, Metric, TargetForm};
use crate::outlook::{self, Expectation};
use crate::report::{Contribution, MetricView, TargetView};
use crate::scores;
use crate::timeline;

use super::Facts;

/// Differences below this are rounding, not a missed target.
const TOLERANCE: f64 = 1e-9;

impl Facts<'_> {
    pub(super) fn metrics(&self) -> Vec<MetricView> {
        self.plan.metrics.entries().map(|(id, metric)| self.metric(id, metric)).collect()
    }

    fn metric(&self, id: Id<Metric>, metric: &Metric) -> MetricView {
        let effects: Vec<(Id<Initiative>, Expectation)> = self.effects_on(id);
        let expectations: Vec<Expectation> = effects.iter().map(|(_, effect)| *effect).collect();
        let baseline = metric.baseline.map(|baseline| baseline.value);
        let expected = |months: u32| {
            baseline.map(|baseline| {
                within_scale(metric, outlook::expected(baseline, &expectations, f64::from(months)))
            })
        };
        let horizon = self.plan.head.horizon_months;
        let targets = metric.targets.iter().map(|target| {
            let expected = expected(target.months);
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

    /// The effects on a metric: of planned initiatives in the order of work, then of those delivered since the baseline was
    /// measured, with the change that was measured where there is one.
    fn effects_on(&self, metric: Id<Metric>) -> Vec<(Id<Initiative>, Expectation)> {
        let mut effects = Vec::new();
        for place in &self.timeline.order {
            let Some((_, finish)) = self.dates(place.initiative).and_then(timeline::span) else { continue };
            self.declared_effects(place.initiative, metric, finish, &mut effects);
        }
        let baseline = self.plan.metrics[metric].baseline.and_then(|baseline| baseline.date);
        let since = baseline.unwrap_or(self.plan.head.start);
        for delivered in self.plan.delivered.iter().filter(|delivered| delivered.date > since) {
            match delivered.effects.iter().find(|(measured, _)| *measured == metric) {
                Some((_, change)) => effects.push((
                    delivered.initiative,
                    Expectation {
                        confidence: 1.0,
                        change: [*change; 3],
                        delivered: timeline::months_until(self.plan, delivered.date),
                        ramp: 0.0,
                    },
                )),
                None => self.declared_effects(delivered.initiative, metric, delivered.date, &mut effects),
            }
        }
        effects
    }

    fn declared_effects(
        &self,
        id: Id<Initiative>,
        metric: Id<Metric>,
        finish: Date,
        effects: &mut Vec<(Id<Initiative>, Expectation)>,
    ) {
        let initiative = &self.plan.initiatives[id];
        let confidence = scores::role(self.plan, initiative, Role::Confidence).unwrap_or(1.0);
        let delivered = timeline::months_until(self.plan, finish);
        effects.extend(initiative.effects.iter().filter(|effect| effect.metric == metric).map(|effect| {
            (id, Expectation { confidence, change: effect.change, delivered, ramp: effect.ramp_months })
        }));
    }
}

/// Percentages and Net Promoter Scores end where their scales end.
fn within_scale(metric: &Metric, value: f64) -> f64 {
    match metric.kind.as_str() {
        "nps" => value.clamp(-100.0, 100.0),
        _ if metric.percent => value.clamp(0.0, 100.0),
        _ => value,
    }
}
