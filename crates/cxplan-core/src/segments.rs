//! What a method says for single segments: an average hides that what delights some leaves others cold.

use serde::Serialize;

use crate::ids::Id;
use crate::method::{Outcome, Request, Value};
use crate::model::{Initiative, Plan, Segment};
use crate::scores::{self, Refusal};

/// The ranks for each segment, beside those for all customers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BySegment {
    /// Ids of the segments that have inputs of their own, in the order of the plan.
    pub segments: Vec<String>,
    /// The initiatives with inputs for any segment, in the order of the plan.
    pub rows: Vec<Row>,
    /// Inputs of segments that the method does not take.
    #[serde(skip)]
    pub refusals: Vec<Refusal>,
}

/// One initiative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Its id.
    pub initiative: String,
    /// For all customers, among these initiatives.
    pub whole: Option<Standing>,
    /// For each segment, among those with inputs for it; none where it has none, or where the method refuses them.
    pub by_segment: Vec<Option<Standing>>,
}

/// Where an initiative stands for somebody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// From 1; equal scores keep the order of the plan.
    pub rank: usize,
    /// The score.
    pub score: f64,
    /// Position of the class among those that the method declares.
    pub category: Option<u32>,
}

/// Scores every segment by the n-th method.
///
/// # Errors
///
/// What `ask` returns.
pub fn by_segment<E>(
    plan: &Plan,
    method: usize,
    mut ask: impl FnMut(&Request) -> Result<Outcome, E>,
) -> Result<BySegment, E> {
    let listed: Vec<&Initiative> = plan
        .initiatives
        .iter()
        .filter(|initiative| {
            initiative.inputs[method].as_ref().is_some_and(|inputs| !inputs.by_segment.is_empty())
        })
        .collect();
    let values = |initiative: &Initiative, segment: Option<Id<Segment>>| -> Option<Vec<Value>> {
        let inputs = initiative.inputs[method].as_ref()?;
        match segment {
            None => Some(inputs.values.clone()),
            Some(segment) => {
                let (_, values) = inputs.by_segment.iter().find(|(id, _)| *id == segment)?;
                Some(values.clone())
            }
        }
    };
    let mut refusals = Vec::new();
    let mut standings = |segment: Option<Id<Segment>>| -> Result<Vec<Option<Standing>>, E> {
        let (places, rows): (Vec<usize>, Vec<Vec<Value>>) = listed
            .iter()
            .enumerate()
            .filter_map(|(place, initiative)| Some((place, values(initiative, segment)?)))
            .unzip();
        let outcome = ask(&Request { params: plan.methods[method].params.clone(), rows })?;
        let ids: Vec<&str> = places.iter().map(|place| listed[*place].id.as_str()).collect();
        let whose = segment.map(|segment| plan.segments[segment].id.as_str());
        refusals.extend(scores::refusals(&outcome, whose, &ids));
        Ok(ranked(listed.len(), &places, &outcome))
    };
    let segments: Vec<(Id<Segment>, &Segment)> = plan
        .segments
        .entries()
        .filter(|(id, _)| listed.iter().any(|initiative| values(initiative, Some(*id)).is_some()))
        .collect();
    let whole = standings(None)?;
    let parts = segments.iter().map(|(id, _)| standings(Some(*id))).collect::<Result<Vec<_>, E>>()?;
    let rows = listed.iter().zip(whole).enumerate().map(|(place, (initiative, whole))| Row {
        initiative: initiative.id.clone(),
        whole,
        by_segment: parts.iter().map(|part| part[place].clone()).collect(),
    });
    Ok(BySegment {
        rows: rows.collect(),
        segments: segments.iter().map(|(_, segment)| segment.id.clone()).collect(),
        refusals,
    })
}

/// The standings of an answer, put where its rows came from.
fn ranked(count: usize, places: &[usize], outcome: &Outcome) -> Vec<Option<Standing>> {
    let mut standings: Vec<Option<Standing>> = vec![None; count];
    let scores: Vec<Option<f64>> =
        outcome.scores.iter().map(|scored| scored.as_ref().map(|scored| scored.score)).collect();
    for ((place, scored), rank) in places.iter().zip(&outcome.scores).zip(scores::ranks(&scores)) {
        standings[*place] =
            scored.as_ref().map(|scored| Standing { rank, score: scored.score, category: scored.category });
    }
    standings
}
