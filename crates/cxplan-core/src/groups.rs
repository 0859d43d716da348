//! What a method says for single segments or personas: an average hides that what delights some leaves others cold.

use serde::Serialize;

use crate::method::{Description, Outcome, Request, Value};
use crate::model::{Group, Initiative, Plan};
use crate::scores::{self, Refusal};

/// Which groups of customers are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// Segments.
    Segments,
    /// Personas.
    Personas,
}

/// The ranks for each group, beside those for all customers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByGroup {
    /// Ids of the segments or personas that have inputs of their own, in the order of the plan.
    pub groups: Vec<String>,
    /// What is still to be done and has inputs for any of them, in the order of the plan.
    pub rows: Vec<Row>,
    /// Inputs of groups that the method does not take.
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
    /// For each group, among those with inputs for it; none where it has none, or where the method refuses them.
    pub by_group: Vec<Option<Standing>>,
}

/// Where an initiative stands for somebody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// From 1; equal scores keep the order of the plan.
    pub rank: usize,
    /// The score.
    pub score: f64,
    /// Key of the class.
    pub category: Option<String>,
    /// Keys of the remarks.
    pub notes: Vec<String>,
}

/// Scores every segment, or every persona, by the n-th method.
///
/// # Errors
///
/// What `ask` returns.
pub fn by_group<E>(
    plan: &Plan,
    method: usize,
    groups: Groups,
    mut ask: impl FnMut(&Request) -> Result<Outcome, E>,
) -> Result<ByGroup, E> {
    let wanted = |group: &Group| match group {
        Group::Segment(_) => groups == Groups::Segments,
        Group::Persona(_) => groups == Groups::Personas,
    };
    let listed: Vec<&Initiative> = plan
        .initiatives
        .iter()
        .filter(|initiative| {
            let inputs = initiative.inputs[method].as_ref();
            initiative.status.is_scheduled()
                && inputs.is_some_and(|inputs| inputs.by_group.iter().any(|(group, _)| wanted(group)))
        })
        .collect();
    let values = |initiative: &Initiative, group: Option<Group>| -> Option<Vec<Value>> {
        let inputs = initiative.inputs[method].as_ref()?;
        let own = |group| inputs.by_group.iter().find(|(other, _)| *other == group);
        match group {
            None => Some(inputs.values.clone()),
            Some(group) => own(group).map(|(_, values)| values.clone()),
        }
    };
    let id = |group: Group| match group {
        Group::Segment(segment) => plan.segments[segment].id.as_str(),
        Group::Persona(persona) => plan.personas[persona].id.as_str(),
    };
    let description = plan.methods[method].method.spec();
    let mut refusals = Vec::new();
    let mut standings = |group: Option<Group>| -> Result<Vec<Option<Standing>>, E> {
        let (places, rows): (Vec<usize>, Vec<Vec<Value>>) = listed
            .iter()
            .enumerate()
            .filter_map(|(place, initiative)| Some((place, values(initiative, group)?)))
            .unzip();
        let outcome = ask(&Request { params: plan.methods[method].params.clone(), rows })?;
        let ids: Vec<&str> = places.iter().map(|place| listed[*place].id.as_str()).collect();
        refusals.extend(scores::refusals(description, &outcome, group.map(id), &ids));
        Ok(ranked(description, listed.len(), &places, &outcome))
    };
    let all: Vec<Group> = match groups {
        Groups::Segments => plan.segments.entries().map(|(id, _)| Group::Segment(id)).collect(),
        Groups::Personas => plan.personas.entries().map(|(id, _)| Group::Persona(id)).collect(),
    };
    let has = |group: &Group| listed.iter().any(|initiative| values(initiative, Some(*group)).is_some());
    let some: Vec<Group> = all.into_iter().filter(has).collect();
    let whole = standings(None)?;
    let parts = some.iter().map(|group| standings(Some(*group))).collect::<Result<Vec<_>, E>>()?;
    let rows = listed.iter().zip(whole).enumerate().map(|(place, (initiative, whole))| Row {
        initiative: initiative.id.clone(),
        whole,
        by_group: parts.iter().map(|part| part[place].clone()).collect(),
    });
    Ok(ByGroup {
        rows: rows.collect(),
        groups: some.iter().map(|group| id(*group).to_owned()).collect(),
        refusals,
    })
}

/// The standings of an answer, put where its rows came from.
fn ranked(
    description: &Description,
    count: usize,
    places: &[usize],
    outcome: &Outcome,
) -> Vec<Option<Standing>> {
    let mut standings: Vec<Option<Standing>> = vec![None; count];
    let scores: Vec<Option<f64>> =
        outcome.scores.iter().map(|scored| scored.as_ref().map(|scored| scored.score)).collect();
    for ((place, scored), rank) in places.iter().zip(&outcome.scores).zip(scores::ranks(&scores)) {
        standings[*place] = scored.as_ref().zip(rank).map(|(scored, rank)| Standing {
            rank,
            score: scored.score,
            category: scored.category.map(|class| description.categories[class as usize].key.clone()),
            notes: scored.notes.iter().map(|note| description.notes[*note as usize].key.clone()).collect(),
        });
    }
    standings
}
