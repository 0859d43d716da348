//! What the lists of a side are sorted by.

use super::super::instance::{Instance, Ties};

/// Which way the work of a schedule is pushed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Early,
    Late,
}

impl Side {
    pub(super) const fn other(self) -> Self {
        match self {
            Self::Early => Self::Late,
            Self::Late => Self::Early,
        }
    }
}

/// Raises the key of what would stand before something that it is tied to. The order is one in which nothing does.
pub(super) fn push_behind<'o>(keys: &mut [u64], ties: &Ties, order: impl Iterator<Item = &'o u32>) {
    for activity in order {
        let places = ties[*activity as usize].iter().map(|(other, _)| keys[*other as usize] / POSITIONS);
        let least = places.max().map_or(0, |place| (place + 1) * POSITIONS + u64::from(*activity));
        let key = &mut keys[*activity as usize];
        *key = (*key).max(least);
    }
}

/// Parts of a day that keys tell apart.
pub(super) const GRAIN: u64 = 64;
/// More than any place of a key.
const LAST: u64 = 1 << 40;
/// Room for the position of an activity in a key.
pub(super) const POSITIONS: u64 = 1 << 20;

/// The end of an activity that lists of a side go by: what starts first is first to be early, what ends last is first to be late.
pub(super) fn end(instance: &Instance, side: Side, activity: usize, start: u32) -> u64 {
    u64::from(if side == Side::Early { start } else { start + instance.days[activity] })
}

/// What a list is sorted by.
pub(super) const fn key(side: Side, place: u64, activity: usize) -> u64 {
    let place = match side {
        Side::Early => place,
        Side::Late => LAST - place,
    };
    place * POSITIONS + activity as u64
}
