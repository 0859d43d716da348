//! What teams have room for, in the numbers of the solver.

use std::collections::BTreeSet;

use cxplan_core::search::{Instance, gcd};

/// A team that cannot do everything at once.
pub(crate) struct Room {
    /// Activities that need it, and how much of it.
    pub(crate) loads: Vec<(usize, i32)>,
    /// How much there is.
    pub(crate) size: i32,
}

/// Teams that can be short, with loads in units as small as the solver can add up. Where these are not exact, loads are rounded down and
/// sizes up: what does not fit then does not fit at all.
pub(crate) fn rooms(instance: &Instance) -> Vec<Room> {
    let room = |(team, size): (usize, &u64)| {
        let loads: Vec<(usize, u64)> = takers(instance)
            .flat_map(|activity| {
                instance.loads()[activity].iter().map(move |(other, load)| (*other, (activity, *load)))
            })
            .filter_map(|(other, taken)| (other == team).then_some(taken))
            .collect();
        let unit = loads.iter().fold(0, |unit, (_, load)| gcd(unit, *load)).max(1);
        let sum: u128 = loads.iter().map(|(_, load)| u128::from(load / unit)).sum();
        let size = size / unit;
        // What is there for everything at once is never short.
        if sum <= u128::from(size) {
            return None;
        }
        let scale = sum.div_ceil(i32::MAX as u128 / 2);
        let scaled = |load: u64| (u128::from(load / unit) / scale) as i32;
        let loads = loads.into_iter().map(|(activity, load)| (activity, scaled(load))).collect();
        Some(Room { loads, size: u128::from(size).div_ceil(scale) as i32 })
    };
    instance.capacity().iter().enumerate().filter_map(room).collect()
}

/// Groups of three or more activities of which no two can be under way on the same day; together they have every pair that has a third
/// to go with it.
pub(crate) fn one_at_a_time(instance: &Instance) -> Vec<Vec<usize>> {
    let clash = |one: usize, other: usize| {
        instance.loads()[one].iter().any(|(team, load)| {
            let too_much = |taken: &u64| load + taken > instance.capacity()[*team];
            instance.loads()[other].iter().any(|(same, taken)| same == team && too_much(taken))
        })
    };
    cliques(&takers(instance).collect::<Vec<_>>(), clash)
}

/// Groups of three or more that all clash with each other; together they have every pair that has a third to go with it.
pub(crate) fn cliques(all: &[usize], clash: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let clashes = |one: usize, other: usize| one != other && clash(one, other);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut covered = BTreeSet::new();
    for (position, one) in all.iter().copied().enumerate() {
        for other in all[position + 1..].iter().copied() {
            if covered.contains(&(one, other)) || !clashes(one, other) {
                continue;
            }
            let mut group = vec![one, other];
            for third in all.iter().copied() {
                if group.iter().all(|member| clashes(third, *member)) {
                    group.push(third);
                }
            }
            covered.extend(group.iter().flat_map(|one| group.iter().map(move |other| (*one, *other))));
            if group.len() > 2 {
                groups.push(group);
            }
        }
    }
    groups
}

/// Activities that keep teams busy: events take no time of theirs.
fn takers(instance: &Instance) -> impl Iterator<Item = usize> {
    (0..instance.len()).filter(|activity| instance.days()[*activity] > 0)
}
