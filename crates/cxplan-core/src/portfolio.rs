//! The best use of a budget: which initiatives to do, what they need included, within money and team capacity.
//!
//! A 0/1 knapsack with several resources and precedence: an initiative is only chosen with all that it needs. It is solved by
//! branch and bound. The bound is the Lagrangian one: resources and precedence are relaxed with multipliers, so that what is left
//! decides each item alone, by the sign of its reduced value; subgradient steps lower the bound (Held, Wolfe and Crowder,
//! "Validation of subgradient optimization", Mathematical Programming 6, 1974). Its best is that of the linear relaxation. Items
//! whose reduced value is larger than what is left to gain are fixed (Fisher, "The Lagrangian relaxation method for solving integer
//! programming problems", Management Science 27, 1981).
//!
//! Values and amounts are integers, so that "no selection is better" is a statement about numbers that are exact. Effort is counted in
//! nodes: the same problem has the same answer on every machine.

mod bound;
mod question;
mod solve;

#[cfg(test)]
mod tests;

pub use question::{Aim, Chosen, More, NoPortfolio, Point, Portfolio, Question, Refused, Why, portfolio};
pub use solve::solve;

/// Nodes that are looked at unless told otherwise, of a problem of so many items: more items make each node dearer.
pub fn usual_nodes(items: usize) -> u64 {
    2_000_000 / items.max(20) as u64
}

/// Largest value of an item and largest amount, in either direction: sums of many stay exact.
pub const LARGEST: i64 = 1 << 40;

/// Something that is chosen or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it brings, in the smallest unit that matters; below 0 where it does harm. At most [`LARGEST`] either way.
    pub value: i64,
    /// What it takes of each resource, in the order of [`Problem::capacity`]. At most [`LARGEST`].
    pub uses: Vec<i64>,
    /// Positions of the items that it needs.
    pub needs: Vec<usize>,
    /// Whether it is chosen whatever it brings, or never; free otherwise.
    pub decided: Option<bool>,
}

/// Items, and what there is of each resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The items.
    pub items: Vec<Item>,
    /// What there is of each resource, from 0.
    pub capacity: Vec<i64>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Which items are chosen.
    pub chosen: Vec<bool>,
    /// Sum of their values.
    pub value: i64,
    /// No selection is worth more. That of [`Selection::value`] where it is proven best.
    pub bound: i64,
    /// Nodes that were looked at.
    pub nodes: u64,
}

impl Selection {
    /// Whether no selection is worth more.
    pub fn is_best(&self) -> bool {
        self.value == self.bound
    }
}

/// Why there is no selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// An item that must be chosen needs one that may not be.
    Contradiction {
        /// The item that must be chosen, or is needed by one that must.
        item: usize,
        /// The item that it needs and that may not be chosen.
        needs: usize,
    },
    /// What must be chosen, with all that it needs, takes more of a resource than there is.
    TooLittle {
        /// Position in [`Problem::capacity`].
        resource: usize,
        /// What it takes.
        taken: i64,
    },
}
