//! What the plan is expected to do to a metric: an expected value, without odds.
//!
//! At a time `t` in months from the start of the plan, a metric is expected at
//!
//! ```text
//! baseline + Σ confidence × mean(low, likely, high) × min(1, max(0, (t − delivered) / ramp))
//! ```
//!
//! over the effects of all planned initiatives: the mean of a triangular distribution is the mean of its three corners,
//! and an effect grows in a straight line from delivery until it is in full. Effects are taken to add up, and not to
//! depend on each other.

/// An effect on one metric, in the terms of the formula above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expectation {
    /// Chance that the initiative works as its author says, 0 to 1.
    pub confidence: f64,
    /// Smallest, likely and largest change when it is in full.
    pub change: [f64; 3],
    /// Months from the start of the plan to delivery.
    pub delivered: f64,
    /// Months from delivery until it is in full; 0: at once.
    pub ramp: f64,
}

impl Expectation {
    /// The change expected at a time, in months from the start of the plan.
    pub fn at(&self, months: f64) -> f64 {
        let [low, likely, high] = self.change;
        let since = months - self.delivered;
        let grown = if self.ramp > 0.0 {
            (since / self.ramp).clamp(0.0, 1.0)
        } else {
            f64::from(u8::from(since >= 0.0))
        };
        self.confidence * (low + likely + high) / 3.0 * grown
    }
}

/// The expected value at a time, in months from the start of the plan.
pub fn expected(baseline: f64, effects: &[Expectation], months: f64) -> f64 {
    baseline + effects.iter().map(|effect| effect.at(months)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A base of 24; one effect of tri(1, 2, 3) at 80 % delivered in month 2, one of tri(0.3, 1, 2) at 50 % in month 5.
    /// The means were worked out by hand.
    #[test]
    fn the_mean_of_the_closed_form_is_met() {
        let effects = [
            Expectation { confidence: 0.8, change: [1.0, 2.0, 3.0], delivered: 2.0, ramp: 3.0 },
            Expectation { confidence: 0.5, change: [0.3, 1.0, 2.0], delivered: 5.0, ramp: 3.0 },
        ];
        for (months, mean) in [(0.0, 24.0), (3.0, 24.533), (6.0, 25.783), (12.0, 26.150)] {
            assert!((expected(24.0, &effects, months) - mean).abs() < 0.0005, "month {months}");
        }
    }

    #[test]
    fn an_effect_without_a_ramp_is_there_at_once() {
        let effect = Expectation { confidence: 1.0, change: [1.0; 3], delivered: 2.0, ramp: 0.0 };
        assert_eq!((effect.at(1.99), effect.at(2.0), effect.at(9.0)), (0.0, 1.0, 1.0));
    }
}
