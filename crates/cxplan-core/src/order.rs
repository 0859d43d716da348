//! The order of work over initiatives, and why each stands where it does.
//!
//! Higher scores come first where dependencies allow, and a prerequisite inherits the value of what it unlocks: three weeks
//! of plain groundwork before the best initiative of the plan are worth more than three weeks of the second best.

use std::num::NonZeroU64;

use crate::method::Meaning;
use crate::scores::best_first;

mod bundles;
#[cfg(test)]
mod laws;
mod pulled;
mod reasons;
#[cfg(test)]
mod tests;

/// An initiative as the order of work sees it.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// Its score, finite; higher is earlier.
    pub score: f64,
    /// Its work, in any unit that is the same for all (the engine takes thousandths of a person-day).
    pub effort: NonZeroU64,
    /// Positions of the initiatives that it needs first.
    pub needs: &'a [usize],
}

/// The order of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Rank by score of each item, from 1, as if nothing depended on anything.
    pub ranks: Vec<usize>,
    /// Positions of the items in the order of work; prerequisites stand before what needs them.
    pub sequence: Vec<usize>,
    /// Place in the order of work of each item, from 1.
    pub places: Vec<usize>,
    /// Why each item stands at its place.
    pub reasons: Vec<Reason>,
}

/// Why an item stands where it does. Positions, at most [`MAX_NAMED`] where several could be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Place and rank are the same.
    Score,
    /// Benefit is weighed against effort, and its effort gives it this place. Only where scores mean [`Meaning::Benefit`].
    Effort,
    /// Brought forward: these stand above it by themselves, need it, directly or not, and are worth the detour. Best first.
    Unlocks(Vec<usize>),
    /// Held back: it needs these, and they take the place that it would have or a later one. In the order of work.
    Needs(Vec<usize>),
    /// Moved only because these, that it passed or that passed it, were brought forward or held back.
    Displaced(Vec<usize>),
}

/// At most so many items are named in [`Reason::Unlocks`] and [`Reason::Displaced`].
pub const MAX_NAMED: usize = 3;

/// The items need each other in a circle, or need something that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAcyclic;

impl std::fmt::Display for NotAcyclic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("initiatives need each other in a circle")
    }
}

impl std::error::Error for NotAcyclic {}

/// The order of work.
///
/// Where scores are benefit for effort or benefit, see `order/bundles.rs`: by value for effort, prerequisites inheriting.
/// Where they are ranks, there is no value to inherit: the order is that of the scores, and what is needed comes right
/// before what needs it.
///
/// The order of the items decides between equals alone.
pub fn order(items: &[Item<'_>], meaning: Meaning) -> Result<Order, NotAcyclic> {
    let by_score = sorted(items, |item| item.score);
    let ranks = places(&by_score);
    // How the items would be ordered if nothing depended on anything; the order of work is compared with this.
    let free = match meaning {
        Meaning::Benefit => places(&sorted(items, |item| item.score / item.effort.get() as f64)),
        Meaning::Ratio | Meaning::Rank => ranks.clone(),
    };
    let topological = topological(items, &free).ok_or(NotAcyclic)?;
    let groups = match meaning {
        Meaning::Ratio | Meaning::Benefit => bundles::sequence(items, meaning, &free, &topological),
        Meaning::Rank => pulled::sequence(items, &by_score),
    };
    let reasons = reasons::reasons(items, &ranks, &free, &groups);
    let sequence = groups.concat();
    Ok(Order { places: places(&sequence), ranks, sequence, reasons })
}

/// Positions of the items, the highest key first, then the highest score, then as they stand.
fn sorted(items: &[Item<'_>], key: impl Fn(&Item<'_>) -> f64) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..items.len()).collect();
    sorted.sort_by(|&a, &b| {
        let (a, b) = (&items[a], &items[b]);
        best_first(key(a), key(b)).then(best_first(a.score, b.score))
    });
    sorted
}

/// Place of each item in a sequence, from 1.
fn places(sequence: &[usize]) -> Vec<usize> {
    let mut places = vec![0; sequence.len()];
    for (place, &item) in (1..).zip(sequence) {
        places[item] = place;
    }
    places
}

/// Place of each item in an order in which prerequisites come first, and otherwise the better by `free`; none where there
/// is no such order.
fn topological(items: &[Item<'_>], free: &[usize]) -> Option<Vec<usize>> {
    let mut waits: Vec<usize> = items.iter().map(|item| item.needs.len()).collect();
    let mut unlocks = vec![Vec::new(); items.len()];
    for (item, needs) in items.iter().map(|item| item.needs).enumerate() {
        for &need in needs {
            unlocks.get_mut(need)?.push(item);
        }
    }
    let mut ready: std::collections::BTreeSet<(usize, usize)> =
        (0..items.len()).filter(|item| waits[*item] == 0).map(|item| (free[item], item)).collect();
    let mut sequence = Vec::with_capacity(items.len());
    while let Some((_, item)) = ready.pop_first() {
        sequence.push(item);
        for &next in &unlocks[item] {
            waits[next] -= 1;
            if waits[next] == 0 {
                ready.insert((free[next], next));
            }
        }
    }
    (sequence.len() == items.len()).then(|| places(&sequence))
}
