//! A search among lists for any kind of schedule: simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983; for
//! schedules of projects Bouleimen and Lecocq, EJOR 149, 2003).
//!
//! A list is changed a little, and the change stays where the schedule that it leads to is better, or worse by so little that there
//! is time to mend that.

use super::objective::{AIMS, Cost, Objective};
use super::{Scheme, Settings};
use crate::draw::Stream;

/// Which activities have to stand before which in a list.
#[derive(Clone, Debug)]
pub struct Precedence {
    /// For each activity, those before it.
    pub before: Vec<Vec<u32>>,
    /// All activities, none before what stands before it.
    pub order: Vec<u32>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improved {
    /// The best list.
    pub list: Vec<u32>,
    /// What its schedule costs.
    pub cost: Cost,
    /// What the schedule of the list that was given costs.
    pub given: Cost,
    /// How many schedules were made.
    pub schedules: u64,
}

/// Part of the first cost by which a schedule may be worse in the beginning, and in the end. By trial on every eighth instance of
/// PSPLIB, as what follows.
const HEAT: (f64, f64) = (0.006, 0.0002);
/// How far an activity is moved at most, in lengths of the list: in the beginning, and in the end.
const REACH: (f64, f64) = (1.0, 0.2);
/// After so many changes in a row that lead to no other list there is none to be found: links leave no choice.
const FUTILE: u32 = 1_000;

/// Looks for a list with a better schedule than the one that is given, in which nothing stands before what it waits for. None where
/// that finds no room. `go_on` is asked after each schedule whether to go on.
pub fn improve(
    scheme: &mut impl Scheme,
    precedence: &Precedence,
    objective: &Objective,
    list: &[u32],
    settings: &Settings,
    go_on: impl Fn() -> bool,
) -> Option<Improved> {
    if !scheme.make(list) {
        return None;
    }
    let mut done = Vec::new();
    let given = objective.of(scheme, &mut done);
    let mut best = Improved { list: list.to_vec(), cost: given, given, schedules: 1 };
    let mut changes = Changes::new(precedence, objective, settings.seed);
    let mut kept = (given, list.to_vec());
    by_start(scheme.starts(), &mut kept.1);
    let mut next = Vec::with_capacity(list.len());
    let mut futile = 0;
    while go_on() && best.schedules < settings.schedules && futile < FUTILE {
        let part = best.schedules as f64 / settings.schedules as f64;
        changes.change(&kept.1, part, &mut next);
        if next == kept.1 {
            futile += 1;
            continue;
        }
        futile = 0;
        best.schedules += 1;
        if !scheme.make(&next) {
            continue;
        }
        let cost = objective.of(scheme, &mut done);
        if cost < best.cost {
            best.cost = cost;
            best.list.clone_from(&next);
        }
        let worse = energy(&cost, &given, part) - energy(&kept.0, &given, part);
        let heat = HEAT.0 * libm::pow(HEAT.1 / HEAT.0, part);
        if worse <= 0.0 || changes.stream.uniform() < libm::exp(-worse / heat) {
            kept.0 = cost;
            std::mem::swap(&mut kept.1, &mut next);
            by_start(scheme.starts(), &mut kept.1);
        }
    }
    Some(best)
}

/// How much more than at first a late day or a move too many counts at the end.
const STRICTER: f64 = 1e3;

/// A cost as one number, in parts of the one that was given. What comes first counts the more, the further the search is: at first ways
/// lead through what misses deadlines, in the end none is worth that.
fn energy(cost: &Cost, given: &Cost, progress: f64) -> f64 {
    let part = |at: usize| cost[at] as f64 / given[at].max(1) as f64;
    let [hard, over, wished, .., moved] = cost.map(|cost| cost as f64);
    let strict = libm::pow(STRICTER, progress);
    strict * (0.1 * hard + 0.03 * over + 0.01 * wished) + part(AIMS[0]) + 1e-3 * part(AIMS[1]) + 1e-6 * moved
}

/// Lists that lead to the same schedule become the same list.
fn by_start(starts: &[u32], list: &mut [u32]) {
    list.sort_by_key(|activity| starts[*activity as usize]);
}

/// Changes lists by chance.
struct Changes<'p> {
    precedence: &'p Precedence,
    groups: &'p [u32],
    /// The activities of each group.
    members: Vec<Vec<u32>>,
    /// Whether there are groups of several activities.
    grouped: bool,
    stream: Stream,
    places: Vec<u32>,
    keys: Vec<u64>,
    pulled: Vec<u32>,
}

/// Parts of a place in a list that keys tell apart.
const GRAIN: f64 = 4096.0;

impl<'p> Changes<'p> {
    fn new(precedence: &'p Precedence, objective: &'p Objective, seed: u64) -> Self {
        let count = precedence.order.len();
        let mut members = vec![Vec::new(); objective.weights.len()];
        for (activity, group) in (0..).zip(&objective.groups) {
            members[*group as usize].push(activity);
        }
        Self {
            precedence,
            groups: &objective.groups,
            grouped: members.iter().any(|members| members.len() > 1),
            members,
            stream: Stream::new(seed, 0, "anneal"),
            places: vec![0; count],
            keys: vec![0; count],
            pulled: Vec::new(),
        }
    }

    /// Moves an activity, or all that it is a part of, to another place. What is moved forward takes along what it waits for.
    fn change(&mut self, list: &[u32], part: f64, next: &mut Vec<u32>) {
        next.clear();
        next.extend_from_slice(list);
        if list.is_empty() {
            return;
        }
        let Self { stream, places, keys, pulled, .. } = self;
        for (place, activity) in (1..).zip(list) {
            places[*activity as usize] = place;
            keys[*activity as usize] = u64::from(place) * GRAIN as u64;
        }
        let reach = (list.len() as f64 * (REACH.0 + (REACH.1 - REACH.0) * part)).max(2.0);
        let shift = (stream.uniform() * 2.0 - 1.0) * reach * GRAIN;
        let chosen = stream.below(list.len()) as u32;
        pulled.clear();
        if self.grouped && stream.uniform() < 0.5 {
            pulled.extend(&self.members[self.groups[chosen as usize] as usize]);
        } else {
            pulled.push(chosen);
        }
        for activity in &*pulled {
            let key = &mut keys[*activity as usize];
            *key = (*key as f64 + shift).max(1.0) as u64;
        }
        if shift < 0.0 {
            while let Some(activity) = pulled.pop() {
                let key = keys[activity as usize];
                for before in &self.precedence.before[activity as usize] {
                    if keys[*before as usize] > key {
                        keys[*before as usize] = key;
                        pulled.push(*before);
                    }
                }
            }
        }
        for activity in &self.precedence.order {
            let before = self.precedence.before[*activity as usize].iter();
            let least = before.map(|before| keys[*before as usize] + 1).max().unwrap_or(0);
            let key = &mut keys[*activity as usize];
            *key = (*key).max(least);
        }
        next.sort_unstable_by_key(|activity| (keys[*activity as usize], places[*activity as usize]));
    }
}
