//! What documents say of how far the scores of the method that decides can be leaned on.

use std::collections::BTreeMap;

use crate::explain::{Explanation, explain};
use crate::ids::Id;
use crate::method::{Outcome, Request};
use crate::model::{Initiative, Plan};
use crate::robustness::{Settings, robustness};
use crate::scores::Scores;

/// Rows that the method is asked about for explanations, and again for draws: a twentieth of a second
/// by a method in Rust, seconds by one in JavaScript. Larger plans do without.
const MOST_ROWS: usize = 100_000;
/// Draws behind a range of ranks: its ends, which 10 % of the draws lie beyond, are known to 1.5 points of those per cents.
const DRAWS: u32 = 400;

/// The doubts about one plan; empty where none were looked for.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    explanations: Vec<Option<Explanation>>,
    ranks: BTreeMap<String, [usize; 2]>,
}

impl Doubts {
    /// Takes every score apart, and draws the ranks anew, as far as the size of the plan allows.
    ///
    /// # Errors
    ///
    /// What `ask` returns.
    pub fn new<E>(
        plan: &Plan,
        scores: &Scores,
        mut ask: impl FnMut(&Request) -> Result<Outcome, E>,
    ) -> Result<Self, E> {
        let all: Vec<Id<Initiative>> = plan.initiatives.entries().map(|(id, _)| id).collect();
        let explanations = explain(plan, 0, scores, &all, MOST_ROWS, &mut ask)?;
        let mut ranks = BTreeMap::new();
        if all.len() * DRAWS as usize <= MOST_ROWS {
            let settings = Settings { draws: DRAWS, ..Settings::default() };
            let found = robustness(plan, 0, scores, &settings, &mut ask)?;
            ranks =
                found.standings.into_iter().map(|standing| (standing.initiative, standing.ranks)).collect();
        }
        Ok(Self { explanations, ranks })
    }

    /// The score of an initiative, taken apart.
    pub(crate) fn explanation(&self, initiative: Id<Initiative>) -> Option<&Explanation> {
        self.explanations.get(initiative.index())?.as_ref()
    }

    /// The ranks among what is still to be done that 80 % of the draws lie between.
    pub(crate) fn ranks(&self, initiative: &str) -> Option<[usize; 2]> {
        self.ranks.get(initiative).copied()
    }
}
