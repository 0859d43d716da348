//! The order of work by value for effort, prerequisites inheriting the value of what they unlock.
//!
//! This is single-machine scheduling with precedence, 1|prec|Σ wC: of all orders find the one in which value waits least.
//! Where each item needs at most one other, Horn ("Single-machine job sequencing with treelike precedence ordering and
//! linear delay penalties", SIAM J. Appl. Math. 23, 1972) solves it: take the item with the best value for effort; if what
//! it needs is not placed yet, the two belong side by side, so make one bundle of them and go on. The bundles come out as
//! Sidney's decomposition ("Decomposition algorithms for single-machine sequencing with precedence relations and deferral
//! costs", Oper. Res. 23, 1975): each has the best value for effort of all sets that could come next.
//!
//! With several prerequisites the problem is NP-hard. The same step is taken then: the bundle joins the last, in a fixed
//! topological order, of the bundles that it needs. That never closes a circle: a way from that bundle to this one through
//! a third would make the third a later need. On random graphs of up to eight items with up to two
//! needs each it found the best order 1985 times of 2000, was 0.03 % above it on average and 20 % at worst (see the tests).
//!
//! Near-linear: at most one join an item; heaps of needs are joined smaller into larger.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::Item;
use crate::method::Meaning;

/// Items that stay side by side. A bundle is known by its first item.
struct Bundle {
    value: f64,
    effort: f64,
    /// Value for effort.
    density: f64,
    /// Best place of a member in the free order; decides between equal densities.
    best: usize,
    /// Last item; [`Bundles::next`] leads there from the first.
    last: usize,
    /// Bundles that it needs, the last in the topological order on top: (place of its first item, an item of it). Entries
    /// are as they were when noted; the bundle of the item may have grown towards the front or be placed since.
    needs: BinaryHeap<(usize, usize)>,
    placed: bool,
}

struct Bundles<'a> {
    bundles: Vec<Bundle>,
    /// An item towards the first of its bundle; itself if it is the first.
    towards: Vec<usize>,
    /// The next item of the bundle.
    next: Vec<Option<usize>>,
    topological: &'a [usize],
}

/// A bundle in the queue, as it was when it was put there: it has grown since if its effort differs.
#[derive(Clone, Copy, PartialEq)]
struct Entry {
    density: f64,
    best: Reverse<usize>,
    first: usize,
    last: usize,
}

impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.density.total_cmp(&other.density).then((self.best, self.first, self.last).cmp(&(
            other.best,
            other.first,
            other.last,
        )))
    }
}

/// The bundles in the order of work, each with its items in the order of work.
pub(super) fn sequence(
    items: &[Item<'_>],
    meaning: Meaning,
    free: &[usize],
    topological: &[usize],
) -> Vec<Vec<usize>> {
    let mut bundles = Bundles::new(items, meaning, free, topological);
    let mut queue: BinaryHeap<Entry> = (0..items.len()).map(|item| bundles.entry(item)).collect();
    let mut groups = Vec::new();
    while let Some(entry) = queue.pop() {
        let bundle = &bundles.bundles[entry.first];
        // A bundle that was joined to another is not its own first any more; one that grew has a newer entry.
        if bundles.towards[entry.first] != entry.first || bundle.last != entry.last || bundle.placed {
            continue;
        }
        match bundles.last_need(entry.first) {
            Some(need) => {
                bundles.join(need, entry.first);
                queue.push(bundles.entry(need));
            }
            None => groups.push(bundles.emit(entry.first)),
        }
    }
    groups
}

impl<'a> Bundles<'a> {
    fn new(items: &[Item<'_>], meaning: Meaning, free: &[usize], topological: &'a [usize]) -> Self {
        // Powers of two, so that scaling rounds nothing; sums of what is scaled stay finite whatever the scores.
        let total: u128 = items.iter().map(|item| u128::from(item.effort.get())).sum();
        let unit_of_effort = 1.0 / total.next_power_of_two() as f64;
        let unit_of_value = 1.0 / items.len().next_power_of_two() as f64;
        let bundle = |(index, item): (usize, &Item<'_>)| {
            let effort = item.effort.get() as f64 * unit_of_effort;
            // The density of a single item is not computed from its value where it is its score: rounding must not
            // part what is equal.
            let (value, density) = match meaning {
                Meaning::Benefit => (item.score * unit_of_value, item.score * unit_of_value / effort),
                Meaning::Ratio | Meaning::Rank => (item.score * effort, item.score),
            };
            let needs = item.needs.iter().map(|&need| (topological[need], need)).collect();
            Bundle { value, effort, density, best: free[index], last: index, needs, placed: false }
        };
        Self {
            bundles: items.iter().enumerate().map(bundle).collect(),
            towards: (0..items.len()).collect(),
            next: vec![None; items.len()],
            topological,
        }
    }

    fn entry(&self, first: usize) -> Entry {
        let bundle = &self.bundles[first];
        // Adding 0 turns −0 into 0, which `total_cmp` would keep apart.
        Entry { density: bundle.density + 0.0, best: Reverse(bundle.best), first, last: bundle.last }
    }

    /// First item of the bundle of an item, halving the way to it.
    fn first(&mut self, mut item: usize) -> usize {
        while self.towards[item] != item {
            self.towards[item] = self.towards[self.towards[item]];
            item = self.towards[item];
        }
        item
    }

    /// The unplaced bundle that comes last of those that a bundle needs.
    fn last_need(&mut self, bundle: usize) -> Option<usize> {
        while let Some((noted, item)) = self.bundles[bundle].needs.pop() {
            let first = self.first(item);
            if first == bundle || self.bundles[first].placed {
                continue;
            }
            let place = self.topological[first];
            if place == noted {
                return Some(first);
            }
            self.bundles[bundle].needs.push((place, first));
        }
        None
    }

    /// Puts a bundle right after one that it needs.
    fn join(&mut self, need: usize, bundle: usize) {
        let mut needs = std::mem::take(&mut self.bundles[bundle].needs);
        let Bundle { value, effort, best, last, .. } = self.bundles[bundle];
        let into = &mut self.bundles[need];
        into.value += value;
        into.effort += effort;
        into.density = into.value / into.effort;
        into.best = into.best.min(best);
        // Puts the smaller heap into the larger.
        into.needs.append(&mut needs);
        self.next[std::mem::replace(&mut into.last, last)] = Some(bundle);
        self.towards[bundle] = need;
    }

    fn emit(&mut self, first: usize) -> Vec<usize> {
        self.bundles[first].placed = true;
        std::iter::successors(Some(first), |item| self.next[*item]).collect()
    }
}
