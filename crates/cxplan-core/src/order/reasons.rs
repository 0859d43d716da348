//! Why each item stands where it does.

use super::{Item, MAX_NAMED, Reason, places};

/// Compares the place of each item with the one it would have if nothing depended on anything.
///
/// `groups` is the order of work, cut into what was placed as one: a prerequisite is brought forward only by what stands in
/// its group.
pub(super) fn reasons(
    items: &[Item<'_>],
    ranks: &[usize],
    free: &[usize],
    groups: &[Vec<usize>],
) -> Vec<Reason> {
    let sequence = groups.concat();
    let places = places(&sequence);
    let better = unlocked(items, free, groups);
    let own = |item: usize| {
        if places[item] == free[item] {
            let follows = free[item] == ranks[item];
            return Some(if follows { Reason::Score } else { Reason::Effort });
        }
        if places[item] < free[item] {
            let unlocks: Vec<_> =
                better[item].iter().copied().filter(|other| free[*other] < free[item]).collect();
            return (!unlocks.is_empty()).then_some(Reason::Unlocks(unlocks));
        }
        let mut needs: Vec<_> =
            items[item].needs.iter().copied().filter(|need| places[*need] >= free[item]).collect();
        needs.sort_by_key(|need| places[*need]);
        needs.dedup();
        (!needs.is_empty()).then_some(Reason::Needs(needs))
    };
    let own: Vec<Option<Reason>> = (0..items.len()).map(own).collect();

    // The rest was passed by what was brought forward, or passed what was held back: first look among those that moved for
    // a reason of their own, then among all.
    let mut displaced = vec![Vec::new(); items.len()];
    for movers_only in [true, false] {
        let counts = |item: usize, unlocks: bool| match own[item] {
            Some(Reason::Unlocks(_)) => unlocks || !movers_only,
            Some(Reason::Needs(_)) => !unlocks || !movers_only,
            _ => !movers_only,
        };
        let held_back = |item: usize| places[item] > free[item];
        extremes(
            sequence.iter().copied(),
            &mut displaced,
            |item| counts(item, true),
            |other, item| held_back(item) && free[other] > free[item],
            |item| std::cmp::Reverse(free[item]),
        );
        extremes(
            sequence.iter().rev().copied(),
            &mut displaced,
            |item| counts(item, false),
            |other, item| !held_back(item) && free[other] < free[item],
            |item| free[item],
        );
    }
    own.into_iter()
        .zip(displaced)
        .map(|(own, displaced)| own.unwrap_or(Reason::Displaced(displaced)))
        .collect()
}

/// For each item that has none yet, the first few by `key` of the counting items that were met before and fit it.
fn extremes<K: Ord>(
    sequence: impl Iterator<Item = usize>,
    displaced: &mut [Vec<usize>],
    counts: impl Fn(usize) -> bool,
    fits: impl Fn(usize, usize) -> bool,
    key: impl Fn(usize) -> K,
) {
    let mut met = Vec::new();
    for item in sequence {
        if displaced[item].is_empty() {
            // Whatever fits stands before whatever does not: the key that sorts is the one that `fits` compares.
            displaced[item] = met.iter().copied().filter(|other| fits(*other, item)).collect();
        }
        if counts(item) {
            insert_best(&mut met, item, &key);
        }
    }
}

/// The best few, by the free order, of what needs each item, directly or not, in its group.
fn unlocked(items: &[Item<'_>], free: &[usize], groups: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut group_of = vec![0; items.len()];
    for (group, members) in groups.iter().enumerate() {
        for &member in members {
            group_of[member] = group;
        }
    }
    let mut best: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    // From the last to the first: what needs an item is complete when the item hands its list to what it needs itself.
    for &item in groups.iter().flatten().rev() {
        for &need in items[item].needs.iter().filter(|need| group_of[**need] == group_of[item]) {
            let through = best[item].clone();
            for other in through.into_iter().chain([item]) {
                insert_best(&mut best[need], other, |item| free[item]);
            }
        }
    }
    best
}

/// Inserts into a list that holds the first few by `key`, each once.
fn insert_best<K: Ord>(list: &mut Vec<usize>, item: usize, key: impl Fn(usize) -> K) {
    let at = list.partition_point(|other| key(*other) < key(item));
    if list.get(at) != Some(&item) {
        list.insert(at, item);
        list.truncate(MAX_NAMED);
    }
}
