//! Proofs that a schedule is as short as can be, or a shorter one; the same for value that is delivered early.
//!
//! The search of [`cxplan_core::search`] finds short schedules but cannot tell how short they could be. This asks a solver that learns
//! from what it tried (lazy clause generation; Schutt, Feydy, Stuckey and Wallace, "Explaining the cumulative propagator", Constraints
//! 16, 2011) whether all could be over by some day: by the day before the end of the best schedule known, and by the first day that is
//! not ruled out yet. Each "no" to the second raises the bound, each "yes" is a shorter schedule, and what is learned for one question
//! holds for all others.
//!
//! The same questions about value that is delivered early are asked by [`prove_value`].
//!
//! The effort is a number of steps of the solver, never a time: the same input gives the same proof on every machine.

mod model;
mod rooms;
#[cfg(test)]
mod tests;
mod value;

use cxplan_core::search::{Instance, lower_bound};

use model::{Answer, Model};
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

/// Steps of the first question. Both questions take turns, each turn twice as long as the one before, so that neither can use up the
/// effort that would have answered the other.
const FIRST: u64 = 1_000;
/// How much more is spent on whether there is a shorter schedule than on whether the bound can be raised: a "no" to the first settles
/// everything.
const SHORTER: u64 = 3;

/// Looks for a proof that no schedule is shorter than one that keeps all ties and room, or for shorter ones, with an effort of so many
/// steps.
pub fn prove(instance: &Instance, starts: &[u32], effort: u64) -> Proof {
    let mut bound = lower_bound(instance);
    let mut best = end(instance, starts);
    let mut better = None;
    let mut left = effort;
    if bound < best && effort > 0 {
        let mut model = Model::new(instance, bound, best);
        model.follow(starts, &mut left);
        let (mut turn, mut is_for_shorter) = (FIRST, true);
        let mut turn_left = turn * SHORTER;
        while bound < best && left > 0 {
            let day = if is_for_shorter { best - 1 } else { bound };
            let mut steps = turn_left.min(left);
            (left, turn_left) = (left - steps, turn_left - steps);
            let answer = model.ends_by(day, &mut steps);
            (left, turn_left) = (left + steps, turn_left + steps);
            match answer {
                Answer::Yes(starts) if instance.is_feasible(&starts) => {
                    best = end(instance, &starts);
                    better = Some(starts);
                }
                Answer::No => bound = day + 1,
                Answer::Unknown => {
                    is_for_shorter = !is_for_shorter;
                    turn *= if is_for_shorter { 2 } else { 1 };
                    turn_left = turn * if is_for_shorter { SHORTER } else { 1 };
                }
                // Where loads had to be rounded: there may be no schedule like it, so that there is no more to learn.
                Answer::Yes(_) => break,
            }
        }
    }
    Proof { bound, better, is_optimal: bound >= best, steps: effort - left }
}

/// The day on which everything is over.
fn end(instance: &Instance, starts: &[u32]) -> u32 {
    starts.iter().zip(instance.days()).map(|(start, days)| start + days).max().unwrap_or(0)
}
