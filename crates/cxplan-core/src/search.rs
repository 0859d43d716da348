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

mod bound;
mod decode;
mod evolve;
mod instance;
#[cfg(test)]
mod tests;

pub use bound::{critical_path, lower_bound};
pub use evolve::{Found, Settings, shortest};
pub use instance::{Activity, Arc, Instance, Unsolvable};
