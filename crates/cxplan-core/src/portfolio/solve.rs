//! Branch and bound.

use super::bound::{Bound, Multipliers, Relaxation};
use super::{Impossible, Problem, Selection};

/// Steps of the bound at the root and at each node.
const STEPS: [u32; 2] = [4000, 24];

/// The selection of most value, with a proof unless more than so many nodes would have to be looked at.
///
/// Ties between items may not run in a circle; items of a circle are chosen together or not at all.
///
/// # Errors
///
/// Where what must be chosen cannot be.
pub fn solve(problem: &Problem, nodes: u64) -> Result<Selection, Impossible> {
    let mut search = Search {
        problem,
        dependents: dependents(problem),
        relaxation: Relaxation::of(problem),
        best: Vec::new(),
        value: i64::MIN,
        open: i64::MIN,
        nodes: 0,
        most: nodes,
    };
    let mut root = Node { decided: vec![None; problem.items.len()], room: problem.capacity.clone() };
    let banned = |item: &usize| problem.items[*item].decided == Some(false);
    let forced = |item: &usize| problem.items[*item].decided == Some(true);
    for item in (0..problem.items.len()).filter(banned) {
        search.refuse(&mut root, item);
    }
    for item in (0..problem.items.len()).filter(forced) {
        for wanted in search.with_needs(&root, item) {
            if root.decided[wanted] == Some(false) {
                let needs =
                    problem.items[wanted].needs.iter().find(|needs| root.decided[**needs] == Some(false));
                return Err(Impossible::Contradiction { item: wanted, needs: *needs.unwrap_or(&wanted) });
            }
        }
        search.take(&mut root, item);
    }
    if let Some(resource) = root.room.iter().position(|room| *room < 0) {
        let taken = problem.capacity[resource] - root.room[resource];
        return Err(Impossible::TooLittle { resource, taken });
    }
    // What must be done is a selection already.
    search.settle(&root);
    let mut multipliers = search.relaxation.nothing();
    search.look(root, &mut multipliers, STEPS[0]);
    let bound = search.open.max(search.value);
    Ok(Selection { chosen: search.best, value: search.value, bound, nodes: search.nodes })
}

/// The items that need each item.
fn dependents(problem: &Problem) -> Vec<Vec<usize>> {
    let mut dependents = vec![Vec::new(); problem.items.len()];
    for (item, own) in problem.items.iter().enumerate() {
        for needed in &own.needs {
            dependents[*needed].push(item);
        }
    }
    dependents
}

/// What is decided, and what is left of each resource.
#[derive(Clone)]
struct Node {
    decided: Vec<Option<bool>>,
    room: Vec<i64>,
}

struct Search<'p> {
    problem: &'p Problem,
    dependents: Vec<Vec<usize>>,
    relaxation: Relaxation,
    best: Vec<bool>,
    value: i64,
    /// Largest bound of what was left unseen.
    open: i64,
    nodes: u64,
    most: u64,
}

impl Search<'_> {
    /// An item and all that it needs, as far as they are not chosen yet.
    fn with_needs(&self, node: &Node, item: usize) -> Vec<usize> {
        let mut wanted = Vec::new();
        if node.decided[item] != Some(true) {
            wanted.push(item);
        }
        let mut next = 0;
        while let Some(own) = wanted.get(next).copied() {
            next += 1;
            for needed in &self.problem.items[own].needs {
                if node.decided[*needed] != Some(true) && !wanted.contains(needed) {
                    wanted.push(*needed);
                }
            }
        }
        wanted
    }

    /// Chooses an item with all that it needs.
    fn take(&self, node: &mut Node, item: usize) {
        for wanted in self.with_needs(node, item) {
            node.decided[wanted] = Some(true);
            for (room, uses) in node.room.iter_mut().zip(&self.problem.items[wanted].uses) {
                *room -= uses;
            }
        }
    }

    /// Refuses an item with all that needs it.
    fn refuse(&self, node: &mut Node, item: usize) {
        let mut refused = vec![item];
        while let Some(own) = refused.pop() {
            if node.decided[own] != Some(false) {
                node.decided[own] = Some(false);
                refused.extend(&self.dependents[own]);
            }
        }
    }

    /// Whether an undecided item can be chosen with all that it needs.
    fn fits(&self, node: &Node, item: usize) -> bool {
        let wanted = self.with_needs(node, item);
        wanted.iter().all(|item| node.decided[*item].is_none())
            && (0..node.room.len()).all(|resource| {
                let taken: i64 = wanted.iter().map(|item| self.problem.items[*item].uses[resource]).sum();
                taken <= node.room[resource]
            })
    }

    fn undecided(&self, node: &Node) -> Vec<usize> {
        (0..node.decided.len()).filter(|item| node.decided[*item].is_none()).collect()
    }

    /// Refuses what no longer fits.
    fn narrow(&self, node: &mut Node) {
        for item in self.undecided(node) {
            if node.decided[item].is_none() && !self.fits(node, item) {
                self.refuse(node, item);
            }
        }
    }

    /// Keeps what a node has chosen, where that is better than what was known.
    fn settle(&mut self, node: &Node) {
        let chosen: Vec<bool> = node.decided.iter().map(|decided| *decided == Some(true)).collect();
        let worth = chosen.iter().zip(&self.problem.items).filter(|(chosen, _)| **chosen);
        let value = worth.map(|(_, item)| item.value).sum();
        if self.best.is_empty() || value > self.value {
            (self.best, self.value) = (chosen, value);
        }
    }

    /// Fills what is left of a node by the relaxation's leaning, as long as what comes with an item is worth it; with `kept`, what is
    /// in the best selection so far comes first.
    fn fill(&mut self, node: &Node, bound: &Bound, kept: bool) {
        let mut filled = node.clone();
        let mut order = self.undecided(node);
        let known = |item: &usize| kept && self.best[*item];
        let leaning = |item: &usize| (known(item), bound.often[*item], bound.reduced[*item]);
        order.sort_by(|a, b| leaning(b).partial_cmp(&leaning(a)).unwrap_or(std::cmp::Ordering::Equal));
        for item in order {
            if filled.decided[item].is_none() && self.fits(&filled, item) {
                let wanted = self.with_needs(&filled, item);
                let worth: i64 = wanted.iter().map(|item| self.problem.items[*item].value).sum();
                if worth > 0 {
                    self.take(&mut filled, item);
                }
            }
        }
        self.settle(&filled);
    }

    /// Decides each item the other way and fills the rest, for as long as something better comes of it.
    fn improve(&mut self, node: &Node, bound: &Bound) {
        loop {
            let before = self.value;
            for item in self.undecided(node) {
                let mut other = node.clone();
                match self.best[item] {
                    true => self.refuse(&mut other, item),
                    false if self.fits(&other, item) => self.take(&mut other, item),
                    false => continue,
                }
                self.fill(&other, bound, true);
            }
            if self.value == before {
                return;
            }
        }
    }

    fn look(&mut self, mut node: Node, multipliers: &mut Multipliers, steps: u32) {
        self.nodes += 1;
        self.narrow(&mut node);
        let mut bound = self.relaxation.bound(&node.decided, multipliers, self.value, steps);
        self.fill(&node, &bound, false);
        // What the first selection teaches makes the steps of the bound the right length.
        if self.nodes == 1 {
            self.improve(&node, &bound);
            bound = self.relaxation.bound(&node.decided, multipliers, self.value, steps);
            self.fill(&node, &bound, false);
            self.improve(&node, &bound);
        }
        if bound.value <= self.value {
            return;
        }
        for item in self.undecided(&node) {
            if node.decided[item].is_none()
                && self.relaxation.settles(bound.value, bound.reduced[item], self.value)
            {
                if bound.reduced[item] <= 0.0 {
                    self.refuse(&mut node, item);
                } else if self.fits(&node, item) {
                    self.take(&mut node, item);
                } else {
                    // Neither with it nor without it is there anything better.
                    return;
                }
            }
        }
        let unsure = |item: &usize| ((bound.often[*item] - 0.5).abs(), bound.reduced[*item].abs());
        let undecided = self.undecided(&node);
        let next = undecided
            .iter()
            .min_by(|a, b| unsure(a).partial_cmp(&unsure(b)).unwrap_or(std::cmp::Ordering::Equal));
        let Some(item) = next.copied() else {
            return self.settle(&node);
        };
        if self.nodes >= self.most {
            self.open = self.open.max(bound.value);
            return;
        }
        let first = bound.often[item] >= 0.5;
        for choice in [first, !first] {
            let mut child = node.clone();
            match choice {
                true if !self.fits(&child, item) => continue,
                true => self.take(&mut child, item),
                false => self.refuse(&mut child, item),
            }
            if self.nodes >= self.most {
                self.open = self.open.max(bound.value);
            } else if bound.value > self.value {
                self.look(child, &mut multipliers.clone(), STEPS[1]);
            }
        }
    }
}
