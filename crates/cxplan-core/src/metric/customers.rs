//! Figures of customers who stay, leave and pay.

/// Share lost in a year where each month loses the same part of those that are left, both from 0 to 1: 3 % a month are 30.6 % a
/// year, not 36 %.
pub(super) fn yearly_churn(monthly: f64) -> f64 {
    let twice = (1.0 - monthly) * (1.0 - monthly);
    1.0 - twice * twice * twice * twice * twice * twice
}

/// Customer lifetime value: what a customer brings in while staying with a chance of `retention` a period, where a margin of a period
/// later is worth 1 + `discount` less each (Gupta and Lehmann, "Customers as assets", Journal of Interactive Marketing 17, 2003).
/// The first margin comes after one period, unless `first_now`. `retention` must be less than 1 + `discount`.
pub(super) fn lifetime_value(margin: f64, retention: f64, discount: f64, first_now: bool) -> f64 {
    let first = if first_now { 1.0 + discount } else { retention };
    margin * first / (1.0 + discount - retention)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_per_cent_a_month_leave_69_38_after_a_year() {
        assert!((1.0 - yearly_churn(0.03) - 0.6938).abs() < 5e-5);
        assert_eq!((yearly_churn(0.0), yearly_churn(1.0)), (0.0, 1.0));
    }

    #[test]
    fn lifetime_value_of_waycalculator() {
        // Its steps as written, with 4.25 and 12 as plain numbers, do not give its own result.
        assert!((lifetime_value(8.0, 0.0425, 0.12, false) - 0.315_545).abs() < 5e-7);
    }

    #[test]
    fn a_margin_of_today_is_one_more() {
        let later = lifetime_value(100.0, 0.8, 0.1, false);
        assert!((lifetime_value(100.0, 0.8, 0.1, true) - later - 100.0).abs() < 1e-9);
    }
}
