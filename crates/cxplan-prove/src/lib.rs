//! Proofs that a schedule is as short as can be, or a shorter one; the same for value that is delivered early.
//!
//! The search of [`cxplan_core::search`] finds short schedules but cannot tell how short they could be. This asks a solver that learns
//! from what it tried (lazy clause generation; Schutt, Feydy, Stuckey and Wallace, "Explaining the cumulative propagator", Constraints
//! 16, 2011) whether all could be over by some day: by the day before the end of the best schedule known, and by the first day that is
//! not ruled out yet. Each "no" to the second raises the bound, each "yes" is a shorter schedule, and what is learned for one question
//! holds for all others.
//!
//! The same questions about value that is delivered early are asked by [`prove_value`], and about plans with calendars by [`prove_plan`].
//!
//! The effort is a number of steps of the solver, never a time: the same input gives the same proof on every machine.

mod model;
mod plan;
mod rooms;
#[cfg(test)]
mod tests;
mod turns;
mod value;

use cxplan_core::search::{Instance, lower_bound};

use model::Model;
pub use plan::prove_plan;
use turns::{Known, take_turns};
pub use value::{ValueProof, prove_value};

/// Steps that prove most of what can be proven at all. An instance of 60 activities that resists takes them some seconds.
pub const EFFORT: u64 = 40_000;

/// What is known of the shortest schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// A number of days that no schedule is shorter than.
    pub bound: u32,
    /// First day of each activity in a shorter schedule than the one given, where one was found.
    pub better: Option<Vec<u32>>,
    /// Whether no schedule is shorter than the better one, or than the one given where there is none.
    pub is_optimal: bool,
    /// How many steps were taken.
    pub steps: u64,
}

/// Looks for a proof that no schedule is shorter than one that keeps all ties and room, or for shorter ones, with an effort of so many
/// steps.
pub fn prove(instance: &Instance, starts: &[u32], effort: u64) -> Proof {
    let (bound, best) = (lower_bound(instance), end(instance, starts));
    let mut known = Known { bound: bound.into(), best: best.into() };
    let mut better = None;
    let mut left = effort;
    if bound < best && effort > 0 {
        let mut model = Model::new(instance, bound, best);
        model.follow(starts, &mut left);
        let ask = |model: &mut Model, most: u64, steps: &mut u64| model.ends_by(most as u32, steps);
        take_turns(
            &mut model,
            &mut known,
            None,
            &mut left,
            ask,
            || true,
            |starts| {
                let found = instance.is_feasible(&starts).then(|| end(instance, &starts).into());
                better = found.is_some().then_some(starts).or(better.take());
                found
            },
        );
    }
    // Both began as numbers of days.
    Proof { bound: known.bound as u32, better, is_optimal: known.bound >= known.best, steps: effort - left }
}

/// The day on which everything is over.
fn end(instance: &Instance, starts: &[u32]) -> u32 {
    starts.iter().zip(instance.days()).map(|(start, days)| start + days).max().unwrap_or(0)
}
