//! What hangs on what.

use super::crew::Row;
use crate::schedule::indexed::{Indexed, Tie};
use crate::search::objective::Objective;

/// An activity, or the day on which what belongs together is done.
pub(super) struct Node {
    /// What each start costs without prices.
    pub(super) own: Vec<f64>,
    /// What it hangs on, and how it is tied to that.
    pub(super) parent: Option<(usize, Hang)>,
    /// What each start costs with all that hangs on it; once settled, the least of the starts that are open with one.
    pub(super) costs: Vec<f64>,
    /// The start with these costs.
    pub(super) best: Vec<u32>,
    /// The start that was taken.
    pub(super) taken: usize,
}

/// How starts of a parent limit those of a child.
pub(super) enum Hang {
    /// The child waits: its earliest start for each of the parent.
    Waits(Vec<u32>),
    /// The parent waits: the latest start of the child for each of the parent, or none.
    Leads(Vec<Option<u32>>),
}

/// A link without a place in a tree: the second may have started up to each of its starts where the first has one that allows it.
pub(super) struct Loose {
    pub(super) tie: Tie,
    pub(super) row: Row,
    /// Sums of prices from each start on.
    pub(super) after: Vec<f64>,
}

impl Node {
    pub(super) fn new(entries: usize) -> Self {
        let own = vec![0.0; entries];
        Self { costs: own.clone(), own, parent: None, best: vec![0; entries], taken: 0 }
    }

    /// Turns costs into the least of those that are open: of later starts where it waits, of earlier ones where it leads.
    pub(super) fn settle(&mut self, hang: &Hang) {
        let mut least = (f64::INFINITY, 0);
        let mut settle = |at: usize| {
            if self.costs[at] < least.0 {
                least = (self.costs[at], at as u32);
            }
            (self.costs[at], self.best[at]) = least;
        };
        let entries = self.own.len();
        match hang {
            Hang::Waits(_) => (0..entries).rev().for_each(settle),
            Hang::Leads(_) => (0..entries).for_each(&mut settle),
        }
    }
}

/// Gives what is worth something its costs. Where a single activity is always the last of a group, these are its own; else the group gets
/// a node, which waits for those that may be the last.
pub(super) fn ends(
    indexed: &Indexed,
    objective: &Objective,
    earliest: &[u32],
    nodes: &mut Vec<Node>,
) -> Vec<Tie> {
    let group = |activity: usize| objective.groups[activity] as usize;
    let done = |activity: usize| indexed.works[activity].finishes.iter().map(|finish| finish + 1);
    let mut last = vec![true; indexed.works.len()];
    for tie in indexed.ties.iter().filter(|tie| group(tie.from) == group(tie.to)) {
        let to = &indexed.works[tie.to].finishes;
        let mut ends = indexed.works[tie.from].finishes.iter().zip(&tie.least);
        last[tie.from] &= !ends.all(|(finish, least)| to[*least as usize] >= *finish);
    }
    let mut members = vec![Vec::new(); objective.weights.len()];
    (0..last.len())
        .filter(|activity| last[*activity])
        .for_each(|activity| members[group(activity)].push(activity));
    let mut ends = Vec::new();
    for ((members, weight), first) in members.iter().zip(&objective.weights).zip(earliest) {
        let cost = |days: u32| *weight as f64 * f64::from(days.max(*first));
        if let [only] = members[..] {
            nodes[only].own = done(only).map(cost).collect();
        } else if *weight > 0 {
            for activity in members {
                let least = done(*activity).map(|days| days.saturating_sub(*first)).collect();
                ends.push(Tie { from: *activity, to: nodes.len(), least });
            }
            let mut end = Node::new((indexed.days + 2 - first) as usize);
            end.own = (*first..indexed.days + 2).map(cost).collect();
            nodes.push(end);
        }
    }
    ends
}

/// Hangs nodes on each other by ties, as long as they form trees: the others are loose. Gives an order from leaves to roots.
pub(super) fn hang(nodes: &mut [Node], ties: &[&Tie]) -> (Vec<usize>, Vec<Loose>) {
    let mut trees: Vec<usize> = (0..nodes.len()).collect();
    let mut hanging: Vec<Vec<(usize, &Tie)>> = vec![Vec::new(); nodes.len()];
    let mut loose = Vec::new();
    for tie in ties {
        let (from, to) = (tree(&mut trees, tie.from), tree(&mut trees, tie.to));
        if from == to {
            let entries = nodes[tie.to].own.len();
            loose.push(Loose { tie: (*tie).clone(), row: Row::new(entries), after: vec![0.0; entries] });
            continue;
        }
        trees[from] = to;
        hanging[tie.from].push((tie.to, tie));
        hanging[tie.to].push((tie.from, tie));
    }
    let mut order: Vec<usize> = Vec::with_capacity(nodes.len());
    let mut is_known = vec![false; nodes.len()];
    for root in 0..nodes.len() {
        if std::mem::replace(&mut is_known[root], true) {
            continue;
        }
        let mut next = order.len();
        order.push(root);
        while let Some(parent) = order.get(next).copied() {
            next += 1;
            for (child, tie) in &hanging[parent] {
                if std::mem::replace(&mut is_known[*child], true) {
                    continue;
                }
                let latest = |start: u32| tie.least.partition_point(|least| *least <= start).checked_sub(1);
                let hang = if tie.to == *child {
                    Hang::Waits(tie.least.clone())
                } else {
                    let starts = 0..nodes[parent].own.len() as u32;
                    Hang::Leads(starts.map(|start| latest(start).map(|start| start as u32)).collect())
                };
                nodes[*child].parent = Some((parent, hang));
                order.push(*child);
            }
        }
    }
    order.reverse();
    (order, loose)
}

/// The tree that a node is in.
fn tree(trees: &mut [usize], node: usize) -> usize {
    let mut root = node;
    while trees[root] != root {
        trees[root] = trees[trees[root]];
        root = trees[root];
    }
    root
}
