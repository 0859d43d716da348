//! The normal distribution with mean 0 and deviation 1.

use crate::draw::Stream;

/// The chance of a value of at most `z`.
pub(crate) fn at_most(z: f64) -> f64 {
    libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2) / 2.0
}

/// The value that a part of all values does not exceed.
pub(crate) fn quantile(part: f64) -> f64 {
    if part > 0.5 {
        return -quantile(1.0 - part);
    }
    if part < 1e-300 {
        return f64::NEG_INFINITY;
    }
    // Newton's method on the logarithm, which is concave: from a value that is too low it rises to the right one.
    let goal = libm::log(part);
    let mut z = -libm::sqrt(-2.0 * goal);
    for _ in 0..50 {
        let below = at_most(z);
        let density = libm::exp(-z * z / 2.0) / libm::sqrt(std::f64::consts::TAU);
        let step = (libm::log(below) - goal) * below / density;
        z -= step;
        if step.abs() < 1e-14 * (1.0 + z.abs()) {
            break;
        }
    }
    z
}

/// Draws values by the ziggurat of 128 layers (Marsaglia and Tsang 2000, in the form of Doornik 2005): one number and one product
/// 98 times out of 100.
pub(crate) struct Ziggurat {
    /// Where each layer ends, and the part of it that lies under the curve in any case.
    layers: [(f64, f64); LAYERS],
    /// Where the next layer ends.
    next: [f64; LAYERS],
}

const LAYERS: usize = 128;
/// Where the tail begins.
const TAIL: f64 = 3.442_619_855_899;
/// Area of each layer.
const AREA: f64 = 9.912_563_035_262_17e-3;

impl Ziggurat {
    pub(crate) fn new() -> Self {
        let height = |x: f64| libm::exp(-x * x / 2.0);
        let mut ends = [0.0; LAYERS + 1];
        ends[0] = AREA / height(TAIL);
        ends[1] = TAIL;
        for layer in 2..LAYERS {
            let before = ends[layer - 1];
            ends[layer] = libm::sqrt(-2.0 * libm::log(AREA / before + height(before)));
        }
        let mut made = Self { layers: [(0.0, 0.0); LAYERS], next: [0.0; LAYERS] };
        for layer in 0..LAYERS {
            made.layers[layer] = (ends[layer], ends[layer + 1] / ends[layer]);
            made.next[layer] = ends[layer + 1];
        }
        made
    }

    /// The next value.
    pub(crate) fn draw(&self, stream: &mut Stream) -> f64 {
        loop {
            let bits = stream.next();
            // The layer comes from the lowest bits, the place in it from the highest.
            let layer = (bits & (LAYERS as u64 - 1)) as usize;
            let place = ((bits >> 11) as f64 + 0.5) / (1u64 << 52) as f64 - 1.0;
            let (end, inside) = self.layers[layer];
            if place.abs() < inside {
                return place * end;
            }
            if layer == 0 {
                return tail(stream).copysign(place);
            }
            let (x, next) = (place * end, self.next[layer]);
            let above = |edge: f64| libm::exp(-(edge * edge - x * x) / 2.0);
            if above(next) + stream.uniform() * (above(end) - above(next)) < 1.0 {
                return x;
            }
        }
    }
}

/// A value behind the last layer (Marsaglia 1964).
fn tail(stream: &mut Stream) -> f64 {
    loop {
        let (x, y) = (libm::log(stream.uniform()) / TAIL, libm::log(stream.uniform()));
        if -2.0 * y >= x * x {
            return TAIL - x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_undo_chances() {
        for z in [-8.0, -3.5, -1.0, -0.01, 0.0, 0.3, 1.0, 2.5, 5.0] {
            assert!((quantile(at_most(z)) - z).abs() < 1e-9, "{z}: {}", quantile(at_most(z)));
        }
        assert_eq!([quantile(0.0), quantile(1.0)], [f64::NEG_INFINITY, f64::INFINITY]);
        assert!((quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
    }

    /// Kolmogorov and Smirnov's distance, and the moments, of a million draws.
    #[test]
    fn draws_follow_the_distribution() {
        let (ziggurat, mut stream, draws) = (Ziggurat::new(), Stream::new(1, 0, "normal"), 1_000_000);
        let mut drawn: Vec<f64> = (0..draws).map(|_| ziggurat.draw(&mut stream)).collect();
        let moment = |power: i32| {
            let raised = |z: &f64| (0..power).fold(1.0, |product, _| product * z);
            drawn.iter().map(raised).sum::<f64>() / f64::from(draws)
        };
        for (power, expected) in [(1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0)] {
            assert!((moment(power) - expected).abs() < 0.03, "{power}: {}", moment(power));
        }
        let beyond = drawn.iter().filter(|z| z.abs() > TAIL).count() as f64 / f64::from(draws);
        assert!((beyond / (2.0 * at_most(-TAIL)) - 1.0).abs() < 0.15, "{beyond}");
        drawn.sort_by(f64::total_cmp);
        let distance =
            (0..).zip(&drawn).map(|(place, z)| (f64::from(place) / f64::from(draws) - at_most(*z)).abs());
        // One time out of a thousand it is 0.00195 or more.
        assert!(distance.fold(0.0, f64::max) < 0.00195);
    }
}
