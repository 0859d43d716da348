//! What documents say of how far their figures can be leaned on: the scores of the method that decides, and what metrics come to.

use std::collections::BTreeMap;

use crate::explain::{Explanation, explain};
use crate::forecast::Forecast;
use crate::ids::Id;
use crate::method::{Outcome, Request};
use crate::model::{Initiative, Plan};
use crate::robustness::{Settings, robustness};
use crate::scores::Scores;

/// Most rows that the method is asked about for explanations, and again for draws. Larger plans do without.
pub const MOST_ROWS: usize = 100_000;
/// Draws behind a range of ranks: its ends, which 10 % of the draws lie beyond, are known to 1.5 points of those per cents.
pub const DRAWS: u32 = 400;

/// The doubts about one plan; empty where none were looked for.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    explanations: Vec<Option<Explanation>>,
    ranks: BTreeMap<String, [usize; 2]>,
    forecast: Option<Forecast>,
}

impl Doubts {
    /// Takes every score apart, and draws the ranks anew, as far as so many rows allow. Gives the first failure of the method
    /// too, and what could be told all the same.
    pub fn new<E>(
        plan: &Plan,
        scores: &Scores,
        most_rows: usize,
        mut ask: impl FnMut(&Request) -> Result<Outcome, E>,
    ) -> (Self, Option<E>) {
        let all: Vec<Id<Initiative>> = plan.initiatives.entries().map(|(id, _)| id).collect();
        let (explanations, mut failure) = explain(plan, 0, scores, &all, most_rows, &mut ask);
        let ranked = scores.by_initiative.iter().flatten().filter(|score| score.rank.is_some()).count();
        let mut ranks = BTreeMap::new();
        if ranked * DRAWS as usize <= most_rows {
            let settings = Settings { draws: DRAWS, ..Settings::default() };
            match robustness(plan, 0, scores, &settings, &mut ask) {
                // Where nothing is drawn, ranks that stay say nothing.
                Ok(found) if found.varies => {
                    let standings = found.standings.into_iter();
                    ranks = standings.map(|standing| (standing.initiative, standing.ranks)).collect();
                }
                Ok(_) => {}
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        (Self { explanations, ranks, forecast: None }, failure)
    }

    /// With what metrics come to, as it was drawn.
    pub fn with_forecast(self, forecast: Option<Forecast>) -> Self {
        Self { forecast, ..self }
    }

    /// What metrics come to.
    pub(crate) fn forecast(&self) -> Option<&Forecast> {
        self.forecast.as_ref()
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
