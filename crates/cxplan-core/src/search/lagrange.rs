//! A bound on the value from prices (Lagrangian relaxation of time-indexed schedules; Christofides, Alvarez-Valdes and Tamarit, EJOR 29,
//! 1987; Möhring, Schulz, Stork and Uetz, Management Science 49, 2003).
//!
//! Teams may do more than they can, but each of their days has a price, and what a team could do at these prices is taken off: whatever
//! the prices, the cheapest of all such schedules costs no more than the best one that there is. Links stay as far as they form trees, so
//! that the cheapest schedule is found from the leaves to the roots, each activity with all of its starts in one pass; other links have
//! prices too. Prices rise where something is broken and fall where there is room left (subgradients, steps after Polyak towards a
//! schedule that is known).

mod crew;
mod trees;

use super::objective::Objective;
use super::parts::Parts;
use crate::schedule::Problem;
use crate::schedule::indexed::{Indexed, Tie};
use crew::{Crew, Row};
use trees::{Hang, Loose, Node, ends, hang};

/// First length of a step, and how much of it is left where so many rounds brought nothing.
const LENGTH: f64 = 1.0;
const SHORTER: f64 = 0.6;
const PATIENCE: u32 = 4;
/// How much of the last direction stays.
const INERTIA: f64 = 0.7;

/// A problem with prices.
pub(super) struct Prices<'i> {
    indexed: &'i Indexed,
    nodes: Vec<Node>,
    /// Nodes, none before what hangs on it.
    order: Vec<usize>,
    crews: Vec<Crew>,
    loose: Vec<Loose>,
}

impl<'i> Prices<'i> {
    /// The problem without any price. `earliest` has the number of days until each group is done at the earliest.
    pub(super) fn new(
        problem: &Problem,
        indexed: &'i Indexed,
        objective: &Objective,
        earliest: &[u32],
    ) -> Self {
        let mut nodes: Vec<Node> = indexed.works.iter().map(|work| Node::new(work.starts.len())).collect();
        let ends = ends(indexed, objective, earliest, &mut nodes);
        let (inside, between): (Vec<&Tie>, Vec<&Tie>) =
            indexed.ties.iter().partition(|tie| objective.groups[tie.from] == objective.groups[tie.to]);
        let ties: Vec<&Tie> = ends.iter().chain(inside).chain(between).collect();
        let (order, loose) = hang(&mut nodes, &ties);
        let crews = (0..problem.teams.len()).map(|team| Crew::new(Parts::new(problem, team))).collect();
        Self { indexed, nodes, order, crews, loose }
    }

    /// Entries that a round looks at.
    pub(super) fn entries(&self) -> usize {
        let loose = self.loose.iter().map(|loose| loose.tie.least.len() + loose.after.len()).sum::<usize>();
        self.nodes.iter().map(|node| node.own.len()).sum::<usize>() + loose
    }

    /// The best bound of so many rounds. `known` is the value of a schedule.
    pub(super) fn bound(&mut self, rounds: u64, known: f64) -> f64 {
        let mut best = 0.0;
        let (mut length, mut stale) = (LENGTH, 0);
        for _ in 0..rounds {
            let bound = self.cheapest();
            if bound > best {
                (best, stale) = (bound, 0);
            } else {
                stale += 1;
                if stale == PATIENCE {
                    (length, stale) = (length * SHORTER, 0);
                }
            }
            if !self.follow(length * (known - bound)) {
                break;
            }
        }
        best
    }

    /// Takes the cheapest starts at the prices that hold, and gives what they cost less what teams can do.
    fn cheapest(&mut self) -> f64 {
        let mut sum = -self.crews.iter_mut().map(Crew::add_up).sum::<f64>();
        for (index, node) in self.nodes.iter_mut().enumerate() {
            node.costs.clone_from(&node.own);
            let Some(work) = self.indexed.works.get(index) else { continue };
            for (team, load) in &work.loads {
                let Some(before) = self.crews[*team].before(*load) else { continue };
                // Beyond the axis nothing is taken.
                let days = work.starts.iter().zip(&work.finishes).take(work.inside());
                for (cost, (start, finish)) in node.costs.iter_mut().zip(days) {
                    *cost += before[*finish as usize + 1] - before[*start as usize];
                }
            }
        }
        for Loose { tie, row, after } in &mut self.loose {
            let mut sum = 0.0;
            for (after, price) in after.iter_mut().zip(&row.prices).rev() {
                sum += price;
                *after = sum;
            }
            self.nodes[tie.to].costs.iter_mut().zip(&*after).for_each(|(cost, after)| *cost += after);
            for (cost, least) in self.nodes[tie.from].costs.iter_mut().zip(&tie.least) {
                *cost -= after[*least as usize];
            }
        }
        for child in &self.order {
            let Some((parent, hang)) = self.nodes[*child].parent.take() else {
                sum += self.nodes[*child].costs.iter().copied().fold(f64::INFINITY, f64::min);
                continue;
            };
            let mut costs = std::mem::take(&mut self.nodes[parent].costs);
            let node = &mut self.nodes[*child];
            node.settle(&hang);
            match &hang {
                Hang::Waits(least) => {
                    for (cost, least) in costs.iter_mut().zip(least) {
                        *cost += node.costs[*least as usize];
                    }
                }
                Hang::Leads(latest) => {
                    for (cost, latest) in costs.iter_mut().zip(latest) {
                        *cost += latest.map_or(f64::INFINITY, |latest| node.costs[latest as usize]);
                    }
                }
            }
            node.parent = Some((parent, hang));
            self.nodes[parent].costs = costs;
        }
        for index in self.order.iter().rev() {
            let node = &self.nodes[*index];
            let open = match &node.parent {
                Some((parent, Hang::Waits(least))) => Some(least[self.nodes[*parent].taken]),
                Some((parent, Hang::Leads(latest))) => latest[self.nodes[*parent].taken],
                None => None,
            };
            let cheapest = || (0..node.costs.len()).min_by(|a, b| node.costs[*a].total_cmp(&node.costs[*b]));
            self.nodes[*index].taken = match open {
                Some(open) => node.best[open as usize] as usize,
                None => cheapest().unwrap_or(0),
            };
        }
        sum
    }

    /// Moves the prices by what was taken. False where there is nothing to move.
    fn follow(&mut self, length: f64) -> bool {
        self.crews.iter_mut().for_each(Crew::slow_down);
        for (work, node) in self.indexed.works.iter().zip(&self.nodes) {
            for (team, load) in work.loads.iter().filter(|_| node.taken < work.inside()) {
                let days = work.starts[node.taken] as usize..=work.finishes[node.taken] as usize;
                self.crews[*team].take(*load, days);
            }
        }
        for Loose { tie, row, .. } in &mut self.loose {
            row.trend.iter_mut().for_each(|trend| *trend *= INERTIA);
            let (asked, taken) = (tie.least[self.nodes[tie.from].taken] as usize, self.nodes[tie.to].taken);
            row.trend[taken.min(asked)..asked].iter_mut().for_each(|trend| *trend += 1.0);
            row.trend[asked.min(taken)..taken].iter_mut().for_each(|trend| *trend -= 1.0);
        }
        let rows =
            || self.crews.iter().flat_map(|crew| &crew.rows).chain(self.loose.iter().map(|loose| &loose.row));
        let square: f64 = rows().map(Row::square).sum();
        if !(square > 0.0 && length > 0.0) {
            return false;
        }
        let step = length / square;
        let rows = self.crews.iter_mut().flat_map(|crew| &mut crew.rows);
        rows.chain(self.loose.iter_mut().map(|loose| &mut loose.row)).for_each(|row| row.step(step));
        true
    }
}
