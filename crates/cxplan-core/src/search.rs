//! A search for short schedules, where work waits for work and teams have only so much room.
//!
//! [`schedule`](crate::schedule::schedule) makes one schedule of a list; this looks for a list that makes a short one. It is a
//! genetic algorithm with two populations (Debels and Vanhoucke, "A bi-population based genetic algorithm for the resource-constrained
//! project scheduling problem", ICCSA 2005): one of schedules in which all work is as early as its list allows, one in which it is as
//! late. Two early ones have a late child and the other way round, so that every schedule that is made also tightens its parents
//! (justification, Valls, Ballestín and Quintanilla, EJOR 165, 2005).
//!
//! The effort is a number of schedules, never a time, and every random number follows from a seed: the same input gives the same
//! schedule on every machine.

mod anneal;
mod bound;
mod decode;
mod evolve;
mod instance;
mod lagrange;
#[cfg(test)]
mod laws;
mod limits;
mod objective;
mod parts;
mod plain;
mod proof;
#[cfg(test)]
mod tests;

pub use anneal::{Improved, Precedence, improve};
pub use bound::{critical_path, heads, lower_bound, tails};
pub use evolve::{Found, shortest};
pub use instance::{Activity, Arc, Instance, Unsolvable, gcd};
pub use limits::{Limits, limits};
pub use objective::{AIMS, Aim, Baseline, Cost, Deadline, Objective};
pub use plain::Plain;
pub use proof::{Posed, Proof, Prove};

/// How much is searched.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Most schedules that are made.
    pub schedules: u64,
    /// Where the random numbers begin.
    pub seed: u64,
}

/// Makes the schedule of a list, again and again.
pub trait Scheme {
    /// Places everything in the order of a list, in which nothing stands before what it waits for. False where something finds no
    /// room.
    fn make(&mut self, list: &[u32]) -> bool;

    /// First day of each activity in the last schedule.
    fn starts(&self) -> &[u32];

    /// Last day of each activity in the last schedule.
    fn finishes(&self) -> &[u32];

    /// Days by which work in the last schedule starts before it could, because it has to start on a day.
    fn too_early(&self) -> u64 {
        0
    }
}

impl Scheme for crate::schedule::Generator {
    fn make(&mut self, list: &[u32]) -> bool {
        Self::make(self, list).is_ok()
    }

    fn starts(&self) -> &[u32] {
        self.starts()
    }

    fn finishes(&self) -> &[u32] {
        self.finishes()
    }

    fn too_early(&self) -> u64 {
        self.too_early()
    }
}
