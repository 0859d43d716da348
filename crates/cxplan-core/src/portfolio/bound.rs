//! The Lagrangian bound.

use super::Problem;

/// Multipliers of the relaxed constraints: what a unit of each would be worth.
#[derive(Clone, Debug)]
pub(super) struct Multipliers {
    /// Of each resource, for all that there is of it.
    resources: Vec<f64>,
    /// Of each tie "`item` needs `needed`".
    ties: Vec<f64>,
}

/// What the relaxation says of a node.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// No selection of the node is worth more.
    pub(super) value: i64,
    /// By how much the bound falls at least where the item is decided against its sign.
    pub(super) reduced: Vec<f64>,
    /// How often the item was chosen along the way, 0 to 1: close to its value in the linear relaxation.
    pub(super) often: Vec<f64>,
}

/// The relaxation of a problem, in floating point with parts of each capacity.
pub(super) struct Relaxation {
    values: Vec<f64>,
    /// Of each item, the part of each capacity that it takes.
    parts: Vec<Vec<f64>>,
    /// Item and what it needs.
    ties: Vec<(usize, usize)>,
    resources: usize,
    /// More than all rounding together can be.
    rounding: f64,
}

impl Relaxation {
    pub(super) fn of(problem: &Problem) -> Self {
        // What takes of a resource of which there is none was decided before.
        let part = |(uses, capacity): (&i64, &i64)| {
            if *capacity > 0 { *uses as f64 / *capacity as f64 } else { 0.0 }
        };
        let items = &problem.items;
        let ties: Vec<(usize, usize)> = items
            .iter()
            .enumerate()
            .flat_map(|(item, own)| own.needs.iter().map(move |needed| (item, *needed)))
            .collect();
        let values: Vec<f64> = items.iter().map(|item| item.value as f64).collect();
        let size: f64 = values.iter().map(|value| value.abs()).sum();
        Self {
            parts: items
                .iter()
                .map(|item| item.uses.iter().zip(&problem.capacity).map(part).collect())
                .collect(),
            resources: problem.capacity.len(),
            rounding: 1e-9 + size * 1e-12,
            values,
            ties,
        }
    }

    /// Multipliers to begin with.
    pub(super) fn nothing(&self) -> Multipliers {
        Multipliers { resources: vec![0.0; self.resources], ties: vec![0.0; self.ties.len()] }
    }

    /// The lowest bound that so many steps find, from these multipliers, which become those of that bound. `best` is the worth of a
    /// selection that is known: below it, no more steps are made.
    pub(super) fn bound(
        &self,
        decided: &[Option<bool>],
        multipliers: &mut Multipliers,
        best: i64,
        steps: u32,
    ) -> Bound {
        let count = self.values.len();
        let mut now = multipliers.clone();
        let mut lowest = f64::INFINITY;
        let mut kept = vec![0.0; count];
        let mut often = vec![0.0; count];
        let (mut seen, mut reach, mut still) = (0.0, 1.0, 0);
        let mut reduced = vec![0.0; count];
        let mut chosen = vec![false; count];
        for step in 0..=steps {
            for (item, reduced) in reduced.iter_mut().enumerate() {
                let taken: f64 =
                    self.parts[item].iter().zip(&now.resources).map(|(part, price)| part * price).sum();
                *reduced = self.values[item] - taken;
            }
            for ((item, needed), price) in self.ties.iter().zip(&now.ties) {
                reduced[*item] -= price;
                reduced[*needed] += price;
            }
            let mut value: f64 = now.resources.iter().sum();
            for item in 0..count {
                chosen[item] = decided[item].unwrap_or(reduced[item] > 0.0);
                value += if chosen[item] { reduced[item] } else { 0.0 };
            }
            if 2 * step >= steps {
                seen += 1.0;
                for (often, chosen) in often.iter_mut().zip(&chosen) {
                    *often += f64::from(u8::from(*chosen));
                }
            }
            still += 1;
            if value < lowest {
                if lowest - value > 1e-4 * lowest.abs() {
                    still = 0;
                }
                lowest = value;
                kept.clone_from(&reduced);
                multipliers.clone_from(&now);
            }
            if lowest + self.rounding < best as f64 + 1.0 {
                break;
            }
            if still > (steps / 40).max(5) {
                (reach, still) = (reach * 0.6, 0);
            }
            // How far the choice is from keeping each constraint.
            let mut room = vec![1.0; self.resources];
            for (_, parts) in chosen.iter().zip(&self.parts).filter(|(chosen, _)| **chosen) {
                for (room, part) in room.iter_mut().zip(parts) {
                    *room -= part;
                }
            }
            let tie = |(item, needed): &(usize, usize)| {
                f64::from(i8::from(chosen[*needed]) - i8::from(chosen[*item]))
            };
            // Steps that only push a multiplier below 0 lead nowhere.
            let free = |slope: f64, price: f64| if slope > 0.0 && price <= 0.0 { 0.0 } else { slope };
            let slopes: Vec<f64> =
                room.iter().zip(&now.resources).map(|(slope, price)| free(*slope, *price)).collect();
            let tied: Vec<f64> =
                self.ties.iter().map(tie).zip(&now.ties).map(|(slope, price)| free(slope, *price)).collect();
            let length: f64 = slopes.iter().chain(&tied).map(|slope| slope * slope).sum();
            if length < 1e-18 {
                break;
            }
            let stride = reach * (value - best as f64).max(self.rounding) / length;
            for (price, slope) in now.resources.iter_mut().zip(&slopes).chain(now.ties.iter_mut().zip(&tied))
            {
                *price = (*price - stride * slope).max(0.0);
            }
        }
        if seen > 0.0 {
            often.iter_mut().for_each(|often| *often /= seen);
        }
        Bound { value: (lowest + self.rounding).floor() as i64, reduced: kept, often }
    }

    /// Whether an item whose reduced value is this can be decided by its sign alone, under a bound and above a known selection.
    pub(super) fn settles(&self, bound: i64, reduced: f64, best: i64) -> bool {
        bound as f64 + 1.0 - reduced.abs() + self.rounding < best as f64 + 1.0
    }
}
