//! What a solver is asked that proves more than the bounds in here. None comes with this crate: whoever has one passes it in.

use std::sync::atomic::{AtomicBool, Ordering};

use super::limits::{Limits, unhindered};
use super::objective::Objective;
use crate::schedule::indexed::Indexed;
use crate::schedule::{Generator, Problem};

/// How good is the best schedule of a problem?
#[derive(Clone, Copy, Debug)]
pub struct Posed<'p> {
    /// Work, teams and links.
    pub problem: &'p Problem,
    /// What is asked of a schedule.
    pub objective: &'p Objective,
    /// The list that makes the best schedule known.
    pub list: &'p [u32],
    /// Bounds that are known.
    pub limits: Limits,
    /// How many steps may be taken.
    pub steps: u64,
    /// Set where it shall stop: what is known then counts.
    pub stop: Option<&'p AtomicBool>,
}

/// What a solver found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Bounds, no worse than those that were known.
    pub limits: Limits,
    /// A list that makes a better schedule, where one was found.
    pub list: Option<Vec<u32>>,
    /// How many steps were taken.
    pub steps: u64,
}

/// A solver. The same question has the same answer on every machine.
pub type Prove = fn(&Posed<'_>) -> Proof;

impl Posed<'_> {
    /// Whether to go on.
    pub fn goes_on(&self) -> bool {
        self.stop.is_none_or(|stop| !stop.load(Ordering::Relaxed))
    }

    /// The problem as tables. None where they would be too large.
    pub fn tables(&self) -> Option<Indexed> {
        indexed(self.problem, self.list)
    }
}

/// A problem as tables, with the fixed days that hold in the schedule of a list.
pub(super) fn indexed(problem: &Problem, list: &[u32]) -> Option<Indexed> {
    let mut made = Generator::new(problem)?;
    made.make(list).ok()?;
    Indexed::new(problem, unhindered(problem, list)?.starts(), &made)
}
