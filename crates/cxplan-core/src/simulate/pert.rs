//! The distribution of a duration that is given as shortest, likely and longest.

/// The PERT distribution: a beta distribution between the shortest and the longest value `a` and `b` with the mean
/// `(a + 4m + b) / 6` around the likely value `m`, and the shape `α = 1 + 4(m − a)/(b − a)`, `β = 1 + 4(b − m)/(b − a)`.
///
/// Source: Malcolm, Roseboom, Clark and Fazar, "Application of a technique for research and development program evaluation",
/// Operations Research 7, 1959; the shape of four is that of Vose, *Risk analysis*, 2000.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pert {
    low: f64,
    width: f64,
    alpha: f64,
}

/// `α + β`, whatever the likely value.
const BOTH: f64 = 6.0;
/// `Γ(α + β)`
const FACTORIAL: f64 = 120.0;

impl Pert {
    /// Between `low` and `high`, which is larger, most often near `likely`, which lies between them.
    pub(super) fn new([low, likely, high]: [f64; 3]) -> Self {
        let width = high - low;
        Self { low, width, alpha: 1.0 + 4.0 * (likely - low) / width }
    }

    /// The chance of a value of at most `x`.
    pub(super) fn at_most(&self, x: f64) -> f64 {
        let part = (x - self.low) / self.width;
        if part <= 0.0 {
            return 0.0;
        }
        if part >= 1.0 {
            return 1.0;
        }
        let (alpha, beta) = (self.alpha, BOTH - self.alpha);
        let front = FACTORIAL / (libm::tgamma(alpha) * libm::tgamma(beta))
            * libm::exp(alpha * libm::log(part) + beta * libm::log1p(-part));
        // The fraction converges fast on its own side of the mean.
        let found = if part < (alpha + 1.0) / (BOTH + 2.0) {
            front * fraction(alpha, beta, part) / alpha
        } else {
            1.0 - front * fraction(beta, alpha, 1.0 - part) / beta
        };
        found.clamp(0.0, 1.0)
    }

    /// `(a + 4m + b) / 6`
    #[cfg(test)]
    pub(super) fn mean(&self) -> f64 {
        self.low + self.width * self.alpha / BOTH
    }

    /// `(μ − a)(b − μ) / 7`
    #[cfg(test)]
    pub(super) fn variance(&self) -> f64 {
        let part = self.alpha / BOTH;
        self.width * self.width * part * (1.0 - part) / (BOTH + 1.0)
    }
}

/// The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), by the method of Lentz (1976).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let kept = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut found = d;
    for step in 1..200 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = found;
        for term in [even, odd] {
            d = 1.0 / kept(1.0 + term * d);
            c = kept(1.0 + term / c);
            found *= d * c;
        }
        if (found - before).abs() <= 1e-15 * found.abs() {
            break;
        }
    }
    found
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The chance by Simpson's rule over the density, which shares nothing with the fraction above.
    pub(crate) fn integrated([low, likely, high]: [f64; 3], x: f64) -> f64 {
        let (alpha, beta) =
            (1.0 + 4.0 * (likely - low) / (high - low), 1.0 + 4.0 * (high - likely) / (high - low));
        // In t with part = t²(3 − 2t), so that what is steep at the ends becomes flat.
        let part = |t: f64| t * t * (3.0 - 2.0 * t);
        let density = |t: f64| {
            let part = part(t).clamp(0.0, 1.0);
            libm::pow(part, alpha - 1.0) * libm::pow(1.0 - part, beta - 1.0) * 6.0 * t * (1.0 - t)
        };
        let area = |to: f64| {
            let (mut below, mut above) = (0.0, 1.0);
            for _ in 0..60 {
                let middle = (below + above) / 2.0;
                let too_low = low + (high - low) * part(middle) < to;
                (below, above) = if too_low { (middle, above) } else { (below, middle) };
            }
            let cells = 4_000;
            let width = above / f64::from(cells);
            let weight = |cell: i32| match cell {
                0 => 1.0,
                cell if cell == cells => 1.0,
                cell => 2.0 + 2.0 * f64::from(cell % 2),
            };
            (0..=cells).map(|cell| weight(cell) * density(f64::from(cell) * width)).sum::<f64>() * width / 3.0
        };
        area(x) / area(high)
    }

    #[test]
    fn mean_and_variance_are_those_of_the_closed_form_and_of_the_integral() {
        for points in [[2.0, 5.0, 14.0], [1.0, 1.0, 4.0], [3.0, 8.0, 8.0], [10.0, 20.0, 30.0]] {
            let [low, likely, high] = points;
            let pert = Pert::new(points);
            let mean = (low + 4.0 * likely + high) / 6.0;
            assert!((pert.mean() - mean).abs() < 1e-12);
            assert!((pert.variance() - (mean - low) * (high - mean) / 7.0).abs() < 1e-12);
            // ∫ (1 − F) and 2 ∫ x (1 − F).
            let cells = 20_000;
            let width = (high - low) / f64::from(cells);
            let (mut first, mut second) = (0.0, 0.0);
            for cell in 0..cells {
                let x = low + (f64::from(cell) + 0.5) * width;
                first += (1.0 - pert.at_most(x)) * width;
                second += 2.0 * (x - low) * (1.0 - pert.at_most(x)) * width;
            }
            assert!((low + first - mean).abs() < 1e-6, "{points:?}");
            assert!((second - first * first - pert.variance()).abs() < 1e-6, "{points:?}");
        }
    }

    #[test]
    fn the_chance_is_that_of_the_integral() {
        for points in [[2.0, 5.0, 14.0], [1.0, 1.0, 4.0], [3.0, 8.0, 8.0], [10.0, 11.0, 90.0]] {
            let [low, _, high] = points;
            for tenth in 1..10 {
                let x = low + (high - low) * f64::from(tenth) / 10.0;
                let (found, expected) = (Pert::new(points).at_most(x), integrated(points, x));
                assert!((found - expected).abs() < 1e-6, "{points:?} {x}: {found} instead of {expected}");
            }
            assert_eq!([Pert::new(points).at_most(low), Pert::new(points).at_most(high)], [0.0, 1.0]);
        }
    }
}
