//! Proofs that no schedule delivers value earlier.

use cxplan_core::search::{Instance, heads, lower_bound};

use crate::model::Model;
use crate::turns::{Known, take_turns};

/// What is known of the schedule with the lowest sum of weights times days until each activity is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueProof {
    /// A sum that no schedule is below.
    pub bound: u64,
    /// First day of each activity in a better schedule than the one given, where one was found.
    pub better: Option<Vec<u32>>,
    /// Whether no schedule is better than the better one, or than the one given where there is none.
    pub is_optimal: bool,
    /// How many steps were taken.
    pub steps: u64,
}

/// Part of the way from the bound to the best schedule by which the bound is to be raised.
pub(crate) const RAISE: u64 = 8;

/// Looks for a proof that no schedule has a lower sum of weights times days until the end of each activity than one that keeps all ties
/// and room, or for better ones, with an effort of so many steps. Days are counted until an activity is done, so that one that takes the
/// first day alone is done after one. Sums beyond what the solver can add up are left alone: then the bound is that of ties alone.
pub fn prove_value(instance: &Instance, weights: &[u64], starts: &[u32], effort: u64) -> ValueProof {
    let bound = value(instance, weights, &heads(instance));
    let mut known = Known { bound, best: value(instance, weights, starts) };
    let best = known.best;
    let mut better = None;
    let mut left = effort;
    let model = if bound < best && effort > 0 { pose(instance, weights, starts, bound, best) } else { None };
    if let Some(mut model) = model {
        model.follow(starts, &mut left);
        // No more than the best, which the solver can count with.
        let ask = |model: &mut Model, most: u64, steps: &mut u64| model.is_worth(most as i32, steps);
        take_turns(
            &mut model,
            &mut known,
            Some(RAISE),
            &mut left,
            ask,
            || true,
            |starts| {
                let found = instance.is_feasible(&starts).then(|| value(instance, weights, &starts));
                better = found.is_some().then_some(starts).or(better.take());
                found
            },
        );
    }
    ValueProof { bound: known.bound, better, is_optimal: known.bound >= known.best, steps: effort - left }
}

/// The problem with its weights; none where the solver could not add up what comes of them.
fn pose(instance: &Instance, weights: &[u64], starts: &[u32], bound: u64, best: u64) -> Option<Model> {
    let lags = instance.ties().map(|arc| u64::from(arc.days.max(0).unsigned_abs()));
    // Nothing starts later in a schedule in which nothing can start earlier by itself, and one of these is best.
    let horizon = instance.days().iter().map(|days| u64::from(*days)).chain(lags).sum::<u64>();
    let horizon = horizon.max(crate::end(instance, starts).into());
    let most: u128 = weights.iter().map(|weight| u128::from(*weight) * u128::from(horizon)).sum();
    // Sums of the solver hold both what is counted and what it is compared with.
    if most + u128::from(best) > i32::MAX as u128 / 2 {
        return None;
    }
    let mut model = Model::new(instance, lower_bound(instance), u32::try_from(horizon).ok()?);
    let weights: Vec<i32> =
        weights.iter().map(|weight| i32::try_from(*weight).ok()).collect::<Option<_>>()?;
    model.weigh(instance, &weights, i32::try_from(bound).ok()?, i32::try_from(best).ok()?);
    Some(model)
}

/// The sum of weights times days until the end of each activity.
pub(crate) fn value(instance: &Instance, weights: &[u64], starts: &[u32]) -> u64 {
    let ends = starts.iter().zip(instance.days()).map(|(start, days)| u64::from(start + days));
    ends.zip(weights).map(|(end, weight)| end.saturating_mul(*weight)).fold(0, u64::saturating_add)
}
