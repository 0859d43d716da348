//! Value, variance and interval of what was counted.
//!
//! Intervals are of 95 %: where a survey is asked again and again, 95 of 100 of them hold the value of all customers.

/// Standard deviations between which 95 % of a normal distribution lie.
const Z95: f64 = 1.959_963_984_540_054;

/// What a measurement comes to. Shares are in per cent, a Net Promoter Score lies between −100 and 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The value.
    pub value: f64,
    /// Answers behind it.
    pub n: u64,
    /// Variance of a single answer, in the square of the value's unit.
    pub variance: f64,
    /// Between what the value of all customers lies in 95 of 100 surveys; none where the answers cannot tell, as one alone.
    pub interval: Option<[f64; 2]>,
}

/// Net Promoter Score (Reichheld 2003) of at least one answer, with the adjusted Wald interval that Rocks recommends ("Interval
/// estimation for the Net Promoter Score", The American Statistician 70, 2016): three answers more, of which ¾ promote and ¾
/// detract. Without them, five promoters would be 100 without any doubt.
pub(super) fn nps(promoters: f64, detractors: f64, total: f64) -> Figures {
    let [value, variance] = score(promoters, detractors, total);
    let [middle, spread] = score(promoters + 0.75, detractors + 0.75, total + 3.0);
    let half = Z95 * (spread / (total + 3.0)).sqrt();
    // Of one to three answers that are all alike it would leave out what they say.
    let interval = Some([(middle - half).max(-100.0).min(value), (middle + half).min(100.0).max(value)]);
    Figures { value, n: total as u64, variance, interval }
}

/// Value and variance of a single answer: each counts 100, 0 or −100.
fn score(promoters: f64, detractors: f64, total: f64) -> [f64; 2] {
    let (p, d) = (promoters / total, detractors / total);
    [100.0 * (promoters - detractors) / total, 10_000.0 * (p + d - (p - d) * (p - d))]
}

/// A part of at least one as a percentage, with the interval of Wilson ("Probable inference, the law of succession, and statistical
/// inference", Journal of the American Statistical Association 22, 1927).
pub(crate) fn share(part: f64, whole: f64) -> Figures {
    let p = part / whole;
    let square = Z95 * Z95 / whole;
    let middle = (p + square / 2.0) / (1.0 + square);
    let half = Z95 * (p * (1.0 - p) / whole + square / whole / 4.0).max(0.0).sqrt() / (1.0 + square);
    // Rounding must not take what was seen out of it.
    let interval = [(middle - half).clamp(0.0, p), (middle + half).clamp(p, 1.0)];
    Figures {
        value: 100.0 * part / whole,
        n: whole as u64,
        variance: 10_000.0 * p * (1.0 - p),
        interval: Some(interval.map(|end| 100.0 * end)),
    }
}

/// Mean of at least one answer, from how many gave each: the lowest point first, one apart.
pub(super) fn mean_of_counts(counts: &[f64], lowest: f64) -> Figures {
    let total: f64 = counts.iter().sum();
    let points = || counts.iter().enumerate().map(|(i, n)| (lowest + i as f64, n));
    let value = points().map(|(point, n)| point * n).sum::<f64>() / total;
    let variance = points().map(|(point, n)| (point - value) * (point - value) * n).sum::<f64>() / total;
    mean(value, variance, total)
}

/// A mean with the variance of the answers about it (divided by their number), and the interval of Student's t ("The probable
/// error of a mean", Biometrika 6, 1908). It takes answers for about normal, which a mean of some dozens forgives.
pub fn mean(value: f64, variance: f64, n: f64) -> Figures {
    // About its own mean a sample varies less than about the true one: n − 1.
    let half = || student(n - 1.0) * (variance / (n - 1.0)).sqrt();
    let interval = (n >= 2.0).then(|| [value - half(), value + half()]);
    Figures { value, n: n as u64, variance, interval }
}

/// Deviations between which 95 % of Student's distribution with so many degrees of freedom lie, at least 1: the first ones from a
/// table, then Fisher's expansion (Abramowitz and Stegun, 26.7.5), off by less than 0.002 at 5 and by less from there on.
fn student(freedom: f64) -> f64 {
    const FIRST: [f64; 4] = [12.706_204_736, 4.302_652_730, 3.182_446_305, 2.776_445_105];
    if let Some(exact) = FIRST.get(freedom as usize - 1) {
        return *exact;
    }
    let z = Z95;
    let z2 = z * z;
    let terms = [
        z * (z2 + 1.0) / 4.0,
        z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0,
        z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0,
        z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0,
    ];
    z + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / freedom)
}

/// The smallest change that two surveys of this size can tell from chance, in the value's unit: 1.96 times the standard error of
/// their difference. None where all answers are alike: they do not show how much answers vary.
pub fn smallest_change(variance: f64, n: u64) -> Option<f64> {
    (n > 0 && variance > 0.0).then(|| Z95 * (2.0 * variance / n as f64).sqrt())
}

/// Answers that each of two surveys needs to tell a change from chance.
pub fn answers_needed(variance: f64, change: f64) -> f64 {
    (2.0 * variance * (Z95 / change) * (Z95 / change)).ceil()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    fn interval(figures: Figures, expected: [f64; 2], within: f64) {
        let interval = figures.interval.unwrap();
        close(interval[0], expected[0], within);
        close(interval[1], expected[1], within);
    }

    /// Standard error by the plain formula, which the sources print.
    fn error(figures: Figures) -> f64 {
        (figures.variance / figures.n as f64).sqrt()
    }

    #[test]
    fn net_promoter_scores_of_the_r_package_nps() {
        // Answers, score, variance, standard error; there on a scale of −1 to 1.
        for (promoters, detractors, total, value, variance, se) in [
            (3.0, 1.0, 6.0, 1.0 / 3.0, 5.0 / 9.0, 0.304), // 0, 7, 7, 9, 9, 9
            (1.0, 1.0, 2.0, 0.0, 1.0, 0.707),             // 1, 9
            (1.0, 0.0, 2.0, 0.5, 0.25, 0.354),            // 7, 9
            (1.0, 1.0, 3.0, 0.0, 2.0 / 3.0, 0.471),       // 0, 7, 9
        ] {
            let figures = nps(promoters, detractors, total);
            close(figures.value, 100.0 * value, 1e-9);
            close(figures.variance, 10_000.0 * variance, 1e-9);
            close(error(figures), 100.0 * se, 0.05);
        }
    }

    #[test]
    fn net_promoter_score_of_a_half_a_third_and_a_sixth() {
        // whuber on Cross Validated.
        let figures = nps(162.0, 54.0, 324.0);
        close(figures.value, 33.333, 0.001);
        close(figures.variance, 5_555.556, 0.001);
        close(error(figures), 4.14, 0.005);
    }

    #[test]
    fn the_interval_knows_that_promoters_and_detractors_exclude_each_other() {
        // A gist by jdmaturen draws both apart from each other and gets 14.3 to 20.5, which is too narrow.
        let figures = nps(250.0, 75.0, 1000.0);
        close(figures.value, 17.5, 1e-9);
        close(figures.value - Z95 * error(figures), 14.14, 0.005);
        close(figures.value + Z95 * error(figures), 20.86, 0.005);
        interval(figures, [14.086, 20.809], 0.001);
    }

    #[test]
    fn five_promoters_are_not_certain() {
        // The plain interval would be 100 to 100, the adjusted one ends at 107.5.
        let figures = nps(5.0, 0.0, 5.0);
        close(figures.value, 100.0, 0.0);
        interval(figures, [17.5, 100.0], 0.05);
        interval(nps(0.0, 5.0, 5.0), [-100.0, -17.5], 0.05);
    }

    #[test]
    fn the_interval_holds_the_score() {
        for total in [1.0, 2.0, 3.0, 4.0, 100.0] {
            assert_eq!(nps(total, 0.0, total).interval.unwrap()[1], 100.0, "{total}");
            assert_eq!(nps(0.0, total, total).interval.unwrap()[0], -100.0, "{total}");
        }
    }

    #[test]
    fn satisfaction_of_delighted() {
        let figures = share(42.0 + 32.0, 107.0);
        close(figures.value, 69.16, 0.005);
        interval(figures, [59.9, 77.1], 0.05);
    }

    #[test]
    fn mean_satisfaction_of_cys() {
        // The page prints 6.89.
        let counts = [10.0, 30.0, 100.0, 130.0, 150.0, 115.0, 255.0, 140.0, 70.0];
        let figures = mean_of_counts(&counts, 2.0);
        close(figures.value, 6.865, 1e-9);
        interval(figures, [6.745, 6.985], 0.001);
    }

    #[test]
    fn shares_at_the_ends_keep_what_was_seen() {
        for n in [1.0, 2.0, 3.0, 7.0, 30.0, 1e6, 1e9] {
            let (none, all) = (share(0.0, n).interval.unwrap(), share(n, n).interval.unwrap());
            assert_eq!((none[0], all[1]), (0.0, 100.0), "{n}");
            assert!(none[1] > 0.0 && all[0] < 100.0, "{n}");
        }
    }

    #[test]
    fn students_distribution_from_its_tables() {
        for (freedom, expected) in [
            (1.0, 12.706),
            (4.0, 2.776),
            (5.0, 2.571),
            (6.0, 2.447),
            (10.0, 2.228),
            (29.0, 2.045),
            (1e6, 1.96),
        ] {
            close(student(freedom), expected, 0.0025);
        }
    }

    #[test]
    fn one_answer_has_no_spread() {
        assert_eq!(mean_of_counts(&[0.0, 1.0, 0.0], 1.0).interval, None);
        assert_eq!(mean_of_counts(&[0.0, 2.0, 0.0], 1.0).interval, Some([2.0, 2.0]));
        assert_eq!(smallest_change(0.0, 40), None);
    }

    #[test]
    fn what_is_asked_for_is_seen() {
        let variance = nps(540.0, 252.0, 1200.0).variance;
        for change in [0.5, 1.0, 5.0, 20.0] {
            let n = answers_needed(variance, change);
            assert!(smallest_change(variance, n as u64).unwrap() <= change + 1e-9);
            assert!(smallest_change(variance, n as u64 - 1).unwrap() > change);
        }
    }
}
