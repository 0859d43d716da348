//! Amounts of time with a unit: `"3d"`, `"2w"`, `"1.5mo"`.

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Working days, or calendar days where no work is meant.
    Day,
    /// As many working days as a week of the plan's calendar has.
    Week,
    /// As many working days as the plan counts in a person-month (20 unless it says otherwise).
    Month,
}

/// An amount of time as the plan writes it, exact to a thousandth of its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// Thousandths of the unit.
    pub thousandths: u64,
    /// The unit.
    pub unit: Unit,
}

/// Units that a plan may write, in English and French. The first of each unit is the one that messages show.
const UNITS: &[(&str, Unit)] = &[
    ("d", Unit::Day),
    ("w", Unit::Week),
    ("mo", Unit::Month),
    ("day", Unit::Day),
    ("days", Unit::Day),
    ("week", Unit::Week),
    ("weeks", Unit::Week),
    ("month", Unit::Month),
    ("months", Unit::Month),
    ("j", Unit::Day),
    ("jour", Unit::Day),
    ("jours", Unit::Day),
    ("sem", Unit::Week),
    ("semaine", Unit::Week),
    ("semaines", Unit::Week),
    ("mois", Unit::Month),
];

/// The units that a plan may write.
pub(crate) fn units() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|(name, _)| *name)
}

/// The longest amount that is read, in units. Ten thousand months are more than any plan.
const MAX_UNITS: u64 = 10_000;

/// What keeps a number with a unit from being an amount of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Excess {
    /// More than [`MAX_UNITS`].
    Long,
    /// More than three decimals.
    Decimals,
}

/// What is too much about an amount that cannot be read, where that is all that is wrong.
pub(crate) fn excess(text: &str) -> Option<Excess> {
    let text = text.trim().trim_start_matches(['+', '-', '\u{2212}']);
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit() && c != '.')?);
    let whole: f64 = number.parse().ok().filter(|_| units().any(|known| known == unit.trim_start()))?;
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match whole >= (MAX_UNITS + 1) as f64 {
        true => Some(Excess::Long),
        false => (decimals > 3).then_some(Excess::Decimals),
    }
}

/// What a week and a month of work are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Days of a week on which there is work, half or whole.
    pub days_per_week: u32,
    /// Half days of work in a week.
    pub half_days_per_week: u32,
    /// Working days in a person-month.
    pub days_per_month: u32,
}

impl Quantity {
    /// Reads `"1.5mo"`; a space before the unit is fine. None where number or unit cannot be told, where there are more
    /// than three decimals, or above ten thousand units.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = text.split_at(split);
        let unit = UNITS.iter().find(|(name, _)| *name == unit.trim_start())?.1;
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        if decimals.is_empty() || decimals.len() > 3 {
            return None;
        }
        let whole: u64 = whole.parse().ok().filter(|whole| *whole <= MAX_UNITS)?;
        let decimals: u64 = format!("{decimals:0<3}").parse().ok()?;
        Some(Self { thousandths: whole * 1000 + decimals, unit })
    }

    /// The amount in thousandths of a working day.
    pub fn milli_days(self, pace: Pace) -> u64 {
        match self.unit {
            Unit::Day => self.thousandths,
            Unit::Week => self.thousandths * u64::from(pace.half_days_per_week) / 2,
            Unit::Month => self.thousandths * u64::from(pace.days_per_month),
        }
    }
}

impl Pace {
    /// How long work of so many thousandths of a day takes, in half days: whole days, rounded up, and at least one. Only
    /// whole weeks are as long as those of the calendar, so that a week of four days and a half ends on its Friday.
    pub fn half_days(self, milli_days: u64) -> u32 {
        let week = u64::from(self.half_days_per_week) * 500;
        let whole = week > 0 && milli_days > 0 && milli_days.is_multiple_of(week);
        let halves = if whole { milli_days / 500 } else { milli_days.div_ceil(1000) * 2 };
        halves.clamp(2, u64::from(u32::MAX)) as u32
    }
}

/// An amount of time between two ends, which may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lag {
    /// How long.
    pub amount: Quantity,
    /// Whether the second end may come so much before the first: a lead.
    pub earlier: bool,
}

impl Lag {
    /// Reads `"1w"`, `"+1w"` or `"-2d"`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (earlier, rest) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        Some(Self { amount: Quantity::parse(rest)?, earlier })
    }

    /// Whole working days, rounded up for a lag and down for a lead: never earlier than the plan says. A lag counts days,
    /// however long people work on them: a week later is the same day of the next week.
    pub fn days(self, pace: Pace) -> i32 {
        let milli = match self.amount.unit {
            Unit::Week => self.amount.thousandths * u64::from(pace.days_per_week),
            Unit::Day | Unit::Month => self.amount.milli_days(pace),
        };
        let days = if self.earlier { milli / 1000 } else { milli.div_ceil(1000) };
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        if self.earlier { -days } else { days }
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = UNITS.iter().find(|(_, unit)| *unit == self.unit).map_or("", |(name, _)| name);
        let (whole, decimals) = (self.thousandths / 1000, self.thousandths % 1000);
        if decimals == 0 {
            write!(f, "{whole}{unit}")
        } else {
            write!(f, "{whole}.{}{unit}", format!("{decimals:03}").trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { days_per_week: 5, half_days_per_week: 10, days_per_month: 20 };

    #[test]
    fn what_is_too_much_is_told() {
        assert_eq!(excess("9000000d"), Some(Excess::Long));
        assert_eq!(excess("-99999999999999999999 mo"), Some(Excess::Long));
        assert_eq!(excess("0.0001d"), Some(Excess::Decimals));
        for fine_or_wrong in ["10000.999d", "3d", "3y", "d", "1.2.3d", ".d", "x", ""] {
            assert_eq!(excess(fine_or_wrong), None, "{fine_or_wrong}");
        }
        assert!(Quantity::parse("10000.999d").is_some());
    }

    #[test]
    fn a_week_with_half_days_is_a_week() {
        let pace = Pace { half_days_per_week: 9, ..PACE };
        let lag = |text| Lag::parse(text).unwrap().days(pace);
        assert_eq!([lag("1w"), lag("-2w"), lag("5d")], [5, -10, 5]);
        let length = |text| pace.half_days(Quantity::parse(text).unwrap().milli_days(pace));
        assert_eq!(["1w", "2w", "3w", "5d", "4.5d"].map(length), [9, 18, 27, 10, 9]);
        assert_eq!(["0d", "0.5d", "0.1w", "1mo"].map(length), [2, 2, 2, 40], "everything else in whole days");
        assert_eq!(
            ["1w", "0.1w", "2.5d"]
                .map(|text| PACE.half_days(Quantity::parse(text).unwrap().milli_days(PACE))),
            [10, 2, 6]
        );
    }

    #[test]
    fn a_lag_is_never_shorter_than_written() {
        for (text, days) in
            [("1w", 5), ("+0.5d", 1), ("-2d", -2), ("-1.5d", -1), ("\u{2212}1sem", -5), ("0d", 0)]
        {
            assert_eq!(Lag::parse(text).unwrap().days(PACE), days, "{text}");
        }
        assert!(["--1d", "1", "-", "+-1d"].iter().all(|text| Lag::parse(text).is_none()));
    }

    #[test]
    fn reads_and_writes_amounts_with_units() {
        for (text, shown, milli_days) in [
            ("3d", "3d", 3_000),
            ("2 w", "2w", 10_000),
            ("1.5mo", "1.5mo", 30_000),
            ("0.25 months", "0.25mo", 5_000),
            ("2 semaines", "2w", 10_000),
            ("0d", "0d", 0),
        ] {
            let quantity = Quantity::parse(text).unwrap();
            assert_eq!(quantity.to_string(), shown);
            assert_eq!(quantity.milli_days(PACE), milli_days, "{text}");
        }
        for text in
            ["", "3", "d", "3h", "-1d", "1.2345d", "1.d", ".5d", "1,5d", "3dd", "99999mo", "1e3d", "P1D"]
        {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}
