//! Random numbers that follow from what they are for: a seed, the number of the draw and a name. So a draw does not depend on how
//! many others were made before it, on threads, or on what else is in the plan.

/// Numbers for one purpose.
#[derive(Clone, Debug)]
pub struct Stream(u64);

/// The golden ratio in 64 bits, the step of `SplitMix64` (Steele, Lea and Flood 2014).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// What numbers are for, apart from the draw: worked out once where there are many draws.
#[derive(Clone, Copy, Debug)]
pub struct Purpose(u64);

impl Purpose {
    /// Numbers for something with this name.
    pub fn new(seed: u64, name: &str) -> Self {
        Self(name.bytes().fold(seed, |hash, byte| mix(hash ^ u64::from(byte))))
    }

    /// The numbers of the n-th draw.
    pub const fn draw(self, draw: u32) -> Stream {
        Stream(mix(self.0 ^ (draw as u64).wrapping_mul(STEP)))
    }
}

impl Stream {
    /// The numbers of the n-th draw for something with this name.
    pub fn new(seed: u64, draw: u32, name: &str) -> Self {
        Purpose::new(seed, name).draw(draw)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number between 0 and 1, without the ends.
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A whole number below one, each as likely as the others.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number of the normal distribution with mean 0 and deviation 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = (self.uniform(), self.uniform());
        libm::sqrt(-2.0 * libm::log(radius)) * libm::cos(std::f64::consts::TAU * angle)
    }

    /// A number of the triangular distribution between low and high, most often near the likely one.
    pub fn triangular(&mut self, [low, likely, high]: [f64; 3]) -> f64 {
        let (width, part) = (high - low, self.uniform());
        if width <= 0.0 {
            return likely;
        }
        if part * width < likely - low {
            low + libm::sqrt(part * width * (likely - low))
        } else {
            high - libm::sqrt((1.0 - part) * width * (high - likely))
        }
    }

    /// A count where so many are expected: of the Poisson distribution, above 30 of the normal one that it comes close to.
    pub fn count(&mut self, expected: f64) -> f64 {
        if expected >= 30.0 {
            return (expected + libm::sqrt(expected) * self.normal()).round().max(0.0);
        }
        // Times of arrival, until the unit of time is over (Knuth 1969).
        let end = libm::exp(-expected);
        let mut left = self.uniform();
        let mut count = 0.0;
        while left > end {
            left *= self.uniform();
            count += 1.0;
        }
        count
    }
}

const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of many draws.
    fn moments(of: impl Fn(&mut Stream) -> f64) -> [f64; 2] {
        let draws: Vec<f64> = (0..40_000).map(|draw| of(&mut Stream::new(7, draw, "x"))).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|draw| (draw - mean) * (draw - mean)).sum::<f64>();
        [mean, variance / draws.len() as f64]
    }

    fn close(found: [f64; 2], expected: [f64; 2]) {
        for (found, expected) in found.into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 0.03 * expected.abs().max(0.5),
                "{found} instead of {expected}"
            );
        }
    }

    #[test]
    fn distributions_have_their_mean_and_variance() {
        close(moments(Stream::uniform), [0.5, 1.0 / 12.0]);
        close(moments(Stream::normal), [0.0, 1.0]);
        // (a + b + c) / 3, and (a² + b² + c² - ab - ac - bc) / 18.
        close(moments(|stream| stream.triangular([1.0, 2.0, 6.0])), [3.0, 21.0 / 18.0]);
        close(moments(|stream| stream.triangular([4.0, 4.0, 4.0])), [4.0, 0.0]);
        close(moments(|stream| stream.count(3.0)), [3.0, 3.0]);
        close(moments(|stream| stream.count(50.0)), [50.0, 50.0]);
        close(moments(|stream| stream.count(0.0)), [0.0, 0.0]);
    }

    #[test]
    fn numbers_follow_from_seed_draw_and_name() {
        let first = |seed, draw, name| Stream::new(seed, draw, name).next();
        assert_eq!(first(1, 2, "a"), first(1, 2, "a"));
        let others =
            [first(2, 2, "a"), first(1, 3, "a"), first(1, 2, "b"), first(1, 2, "aa"), first(1, 2, "")];
        assert!(others.iter().all(|other| *other != first(1, 2, "a")));
    }
}
