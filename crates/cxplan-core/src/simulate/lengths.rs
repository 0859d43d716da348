//! The lengths that a piece of work may have, and how likely each is.

use std::num::NonZeroU32;

use super::normal;
use super::pert::Pert;

/// Most lengths that are told apart.
const MOST: u32 = 2_048;
/// Cells of the table that says where to look: 32 for each deviation, from four below the middle to four above.
const CELLS: usize = 256;
const PER_DEVIATION: f64 = 32.0;

/// A distribution of lengths in half days. It is asked with a value of the normal distribution: a higher one gives no shorter
/// length, so that what values have in common lengths have in common.
#[derive(Clone, Debug)]
pub(super) struct Lengths {
    /// Ascending.
    lengths: Vec<NonZeroU32>,
    /// The normal value up to which each length but the last reaches.
    ends: Vec<f64>,
    /// The first length that a value of each cell may have.
    guide: Vec<u16>,
}

impl Lengths {
    /// The PERT distribution of three points in half days, rounded to the nearest multiple of `unit` half days: which is unbiased.
    ///
    /// The chance of each length is exact: it is that of all values which are rounded to it. Where there are more lengths than
    /// can be told apart, the unit grows.
    pub(super) fn of_pert(points: [f64; 3], unit: u32) -> Self {
        let [low, likely, high] = points;
        let mut unit = unit.max(1);
        while high - low > f64::from(MOST - 2) * f64::from(unit) {
            unit *= 2;
        }
        let half = f64::from(unit) / 2.0;
        let nearest = |value: f64| ((value / f64::from(unit)).round().max(1.0) as u32) * unit;
        if low >= high {
            return Self::new(&[likely.round().max(1.0) as u32], std::iter::empty());
        }
        let pert = Pert::new(points);
        let lengths: Vec<u32> = (nearest(low)..=nearest(high)).step_by(unit as usize).collect();
        let ends = lengths[..lengths.len() - 1].iter().map(|length| pert.at_most(f64::from(*length) + half));
        Self::new(&lengths, ends)
    }

    /// These lengths, ascending, each as often as its weight says.
    #[cfg(test)]
    pub(super) fn of_weights(weights: &[(u32, f64)]) -> Self {
        let all: f64 = weights.iter().map(|(_, weight)| weight).sum();
        let lengths: Vec<u32> = weights.iter().map(|(length, _)| *length).collect();
        let sums = weights.iter().scan(0.0, |sum, (_, weight)| {
            *sum += weight;
            Some(*sum / all)
        });
        Self::new(&lengths, sums.take(weights.len() - 1))
    }

    /// Lengths, and the chance of each but the last not to be exceeded.
    fn new(lengths: &[u32], chances: impl Iterator<Item = f64>) -> Self {
        let ends: Vec<f64> = chances.map(normal::quantile).collect();
        let first = |cell: usize| {
            let from = if cell == 0 { f64::NEG_INFINITY } else { cell as f64 / PER_DEVIATION - 4.0 };
            ends.partition_point(|end| *end < from) as u16
        };
        Self {
            guide: (0..CELLS).map(first).collect(),
            lengths: lengths
                .iter()
                .map(|length| NonZeroU32::new(*length).unwrap_or(NonZeroU32::MIN))
                .collect(),
            ends,
        }
    }

    /// Position of the length at a normal value.
    pub(super) fn at(&self, z: f64) -> usize {
        // A cast takes what is below to 0 and what is above to the largest number.
        let cell = (((z + 4.0) * PER_DEVIATION) as usize).min(CELLS - 1);
        let mut at = self.guide[cell] as usize;
        while self.ends.get(at).is_some_and(|end| z > *end) {
            at += 1;
        }
        at
    }

    /// Half days, ascending.
    pub(super) fn lengths(&self) -> &[NonZeroU32] {
        &self.lengths
    }

    /// The longest.
    pub(super) fn longest(&self) -> NonZeroU32 {
        self.lengths.last().copied().unwrap_or(NonZeroU32::MIN)
    }

    /// Whether there is more than one.
    pub(super) fn varies(&self) -> bool {
        self.lengths.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chance of each length.
    fn chances(lengths: &Lengths) -> Vec<(f64, f64)> {
        let ends: Vec<f64> = lengths.ends.iter().map(|end| normal::at_most(*end)).chain([1.0]).collect();
        let before = std::iter::once(0.0).chain(ends.iter().copied());
        let chance = before.zip(&ends).map(|(before, end)| end - before);
        lengths.lengths.iter().map(|length| f64::from(length.get())).zip(chance).collect()
    }

    #[test]
    fn rounding_keeps_the_mean_and_adds_a_twelfth_of_the_unit_to_the_variance() {
        for (points, unit) in [([10.0, 20.0, 60.0], 2), ([10.0, 18.0, 40.0], 1), ([4.0, 4.0, 30.0], 2)] {
            let pert = Pert::new(points);
            let found = chances(&Lengths::of_pert(points, unit));
            let mean: f64 = found.iter().map(|(length, chance)| length * chance).sum();
            let variance: f64 =
                found.iter().map(|(length, chance)| (length - mean) * (length - mean) * chance).sum();
            assert!((mean - pert.mean()).abs() < 0.04, "{points:?}: {mean} instead of {}", pert.mean());
            let expected = pert.variance() + f64::from(unit * unit) / 12.0;
            assert!((variance / expected - 1.0).abs() < 0.02, "{points:?}: {variance} instead of {expected}");
        }
    }

    #[test]
    fn the_guide_leads_to_the_length_that_a_search_of_all_finds() {
        for points in [[2.0, 4.0, 40.0], [2.0, 2.0, 3.0], [2.0, 300.0, 9_000.0], [5.0, 5.0, 5.0]] {
            let lengths = Lengths::of_pert(points, 1);
            assert!(lengths.lengths.len() <= MOST as usize && lengths.lengths.is_sorted());
            let mut last = 0;
            for step in -6_000..6_000 {
                let z = f64::from(step) / 1_000.0;
                let found = lengths.at(z);
                assert_eq!(found, lengths.ends.partition_point(|end| *end < z), "{points:?} {z}");
                assert!(found >= last);
                last = found;
            }
            // The last ones may have no chance that a number could hold.
            assert_eq!(lengths.at(f64::NEG_INFINITY), 0);
            assert!(lengths.lengths.len() - lengths.at(f64::INFINITY) <= 4);
        }
    }

    #[test]
    fn nothing_is_shorter_than_the_unit() {
        let lengths = Lengths::of_pert([0.1, 0.4, 3.0], 2);
        assert_eq!(lengths.lengths, [2, 4].map(|length| NonZeroU32::new(length).unwrap()));
        assert!(!Lengths::of_pert([2.0, 2.0, 2.0], 2).varies());
    }
}
