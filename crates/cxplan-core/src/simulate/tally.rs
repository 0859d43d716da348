//! What is counted over the draws: whole numbers, so that sums are the same in whatever order they are made.

/// How often something ended on which day.
#[derive(Clone, Debug, Default)]
pub(super) struct Spread {
    /// The day of the first count.
    first: u32,
    counts: Vec<u32>,
    /// Draws in which it ended behind the axis.
    late: u32,
}

/// Days added in front at a time, so that a few early ends do not move the counts each time.
const SLACK: u32 = 32;

impl Spread {
    pub(super) fn add(&mut self, day: u32) {
        self.add_many(day, 1);
    }

    pub(super) fn add_late(&mut self) {
        self.late += 1;
    }

    fn add_many(&mut self, day: u32, count: u32) {
        if self.counts.is_empty() {
            self.first = day.saturating_sub(SLACK);
        } else if day < self.first {
            let first = day.saturating_sub(SLACK);
            self.counts.splice(0..0, std::iter::repeat_n(0, (self.first - first) as usize));
            self.first = first;
        }
        let at = (day - self.first) as usize;
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += count;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.late += other.late;
        for (day, count) in (other.first..).zip(&other.counts).filter(|(_, count)| **count > 0) {
            self.add_many(day, *count);
        }
    }

    /// The earliest day by which it ended in at least so many of a hundred draws; none where that is behind the axis.
    pub(super) fn quantile(&self, percent: u32, draws: u32) -> Option<u32> {
        let needed = (u64::from(draws) * u64::from(percent)).div_ceil(100).max(1);
        let mut sum = 0;
        (self.first..).zip(&self.counts).find_map(|(day, count)| {
            sum += u64::from(*count);
            (sum >= needed).then_some(day)
        })
    }

    /// Draws in which it ended by a day.
    pub(super) fn by(&self, day: u32) -> u32 {
        let days = (self.first..).zip(&self.counts).take_while(|(counted, _)| *counted <= day);
        days.map(|(_, count)| count).sum()
    }
}

/// Twice the rank of each value among all draws, equal ones sharing the mean of their ranks. `counts` tells how often each value
/// came, in ascending order.
pub(super) fn ranks(counts: &[u32]) -> Vec<u64> {
    let mut below = 0;
    let rank = |count: &u32| {
        let rank = 2 * below + u64::from(*count) + 1;
        below += u64::from(*count);
        rank
    };
    counts.iter().map(rank).collect()
}

/// Correlation of two lists of doubled ranks (Spearman 1904), from the sum of their products and the squares of each; none where
/// one does not vary. Exact but for the last division.
pub(super) fn correlation(draws: u32, products: u64, [squares, other_squares]: [u64; 2]) -> Option<f64> {
    let draws = i128::from(draws);
    let middle = draws * (draws + 1) * (draws + 1);
    let [both, one, other] = [products, squares, other_squares].map(|sum| (i128::from(sum) - middle) as f64);
    (one > 0.0 && other > 0.0).then(|| both / (libm::sqrt(one) * libm::sqrt(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_order_statistics() {
        let days = [7, 3, 40, 7, 100, 8, 7, 9, 3, 5];
        let mut halves = [Spread::default(), Spread::default()];
        (0..).zip(days).for_each(|(place, day): (usize, u32)| halves[place % 2].add(day));
        let [mut all, other] = halves;
        all.merge(&other);
        let mut sorted = days;
        sorted.sort_unstable();
        for percent in 1..=100 {
            let place = (percent as usize * days.len()).div_ceil(100) - 1;
            assert_eq!(all.quantile(percent, 10), Some(sorted[place]), "{percent} %");
        }
        assert_eq!([all.by(2), all.by(3), all.by(7), all.by(99), all.by(100)], [0, 2, 6, 9, 10]);
        (0..10).for_each(|_| all.add_late());
        assert_eq!([all.quantile(50, 20), all.quantile(51, 20)], [Some(100), None]);
    }

    /// Against the definition: the correlation of mean ranks.
    #[test]
    fn correlations_are_those_of_the_ranks() {
        let (x, y) = ([0, 1, 1, 2, 0, 3], [5, 4, 9, 9, 1, 9]);
        let mean_rank = |values: &[i32], value: i32| {
            let below = values.iter().filter(|other| **other < value).count() as f64;
            below + (values.iter().filter(|other| **other == value).count() as f64 + 1.0) / 2.0
        };
        let (rx, ry) = (x.map(|value| mean_rank(&x, value)), y.map(|value| mean_rank(&y, value)));
        let moment =
            |a: &[f64; 6], b: &[f64; 6]| a.iter().zip(b).map(|(a, b)| (a - 3.5) * (b - 3.5)).sum::<f64>();
        let expected = moment(&rx, &ry) / (moment(&rx, &rx) * moment(&ry, &ry)).sqrt();
        let doubled = |values: &[i32; 6]| {
            let counts: Vec<u32> =
                (0..10).map(|value| values.iter().filter(|other| **other == value).count() as u32).collect();
            let ranks = ranks(&counts);
            values.map(|value| ranks[value as usize])
        };
        let (dx, dy) = (doubled(&x), doubled(&y));
        let sum = |a: [u64; 6], b: [u64; 6]| a.iter().zip(b).map(|(a, b)| a * b).sum::<u64>();
        let found = correlation(6, sum(dx, dy), [sum(dx, dx), sum(dy, dy)]).unwrap();
        assert!((found - expected).abs() < 1e-12);
        assert_eq!(correlation(6, 6 * 49, [6 * 49, 6 * 49]), None);
    }
}
