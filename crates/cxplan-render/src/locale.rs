//! Dates, numbers and sentences as a language writes them.

use cxplan_core::method::Language;
use cxplan_core::phrase::round;
use jiff::civil::Date;

use crate::messages::{Messages, fill, french_spacing};

/// A language with its catalogue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Locale {
    pub(crate) language: Language,
    messages: &'static Messages,
}

impl Locale {
    pub(crate) fn of(language: Language) -> Self {
        Self { language, messages: Messages::of(language) }
    }

    /// A message without placeholders.
    pub(crate) fn text(self, id: &str) -> &'static str {
        self.messages.get(id)
    }

    /// A message that may be absent: for words that a plan or a template chooses.
    pub(crate) fn find(self, id: &str) -> Option<&'static str> {
        self.messages.find(id)
    }

    /// The name of a word of the plan (`draft`), or the word where the catalogue has no name for it.
    pub(crate) fn word(self, prefix: &str, word: &str) -> String {
        self.find(&format!("{prefix}.{word}")).map_or_else(|| word.to_owned(), ToOwned::to_owned)
    }

    /// A message with its placeholders filled.
    pub(crate) fn fill(self, id: &str, values: &[(&str, &str)]) -> String {
        fill(self.messages.get(id), values)
    }

    /// A message in the form that a count asks for; `{n}` is the count in figures.
    pub(crate) fn count(self, id: &str, count: usize, values: &[(&str, &str)]) -> String {
        let n = self.integer(count as f64);
        let mut all = vec![("n", n.as_str())];
        all.extend_from_slice(values);
        fill(self.messages.form(id, self.is_one(count)), &all)
    }

    /// A message in the form that an amount asks for; `{n}` is the amount with at most so many decimals.
    pub(crate) fn amount(self, id: &str, amount: f64, most: usize, values: &[(&str, &str)]) -> String {
        let n = self.number(amount, most);
        let mut all = vec![("n", n.as_str())];
        all.extend_from_slice(values);
        fill(self.messages.form(id, self.is_one_amount(amount, most)), &all)
    }

    /// Whether an amount, once rounded, is written with the singular: `1 month`, but `1.5 months`, `1,5 mois`.
    fn is_one_amount(self, amount: f64, most: usize) -> bool {
        let rounded = round(amount, most).abs();
        match self.language {
            Language::En => (rounded - 1.0).abs() < 1e-9,
            Language::Fr => rounded < 2.0,
        }
    }

    /// French counts nothing as one thing, English as several.
    const fn is_one(self, count: usize) -> bool {
        match self.language {
            Language::En => count == 1,
            Language::Fr => count < 2,
        }
    }

    /// A count up to ten as a word, else in figures.
    pub(crate) fn spelled(self, count: usize) -> String {
        match self.find(&format!("word.{count}")) {
            Some(word) => word.to_owned(),
            None => self.integer(count as f64),
        }
    }

    /// `4 Jan 2027`, `4 janv. 2027`.
    pub(crate) fn date(self, date: Date) -> String {
        format!("{} {}", self.day_month(date), date.year())
    }

    /// `4 January 2027`, `4 janvier 2027`.
    pub(crate) fn long_date(self, date: Date) -> String {
        format!("{} {} {}", self.day(date), self.month_name(date.month()), date.year())
    }

    /// `4 Jan`, `4 janv.`.
    pub(crate) fn day_month(self, date: Date) -> String {
        format!("{} {}", self.day(date), self.month(date.month()))
    }

    /// `4 Jan – 12 Feb 2027`; the first year appears where the two differ.
    pub(crate) fn period(self, from: Date, to: Date) -> String {
        if from.year() == to.year() {
            format!("{} – {}", self.day_month(from), self.date(to))
        } else {
            format!("{} – {}", self.date(from), self.date(to))
        }
    }

    fn day(self, date: Date) -> String {
        match (self.language, date.day()) {
            (Language::Fr, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        }
    }

    /// `Jan`, `janv.`.
    pub(crate) fn month(self, month: i8) -> &'static str {
        self.text(&format!("month.short-{month}"))
    }

    /// `January`, `janvier`.
    pub(crate) fn month_name(self, month: i8) -> &'static str {
        self.text(&format!("month.long-{month}"))
    }

    /// A number with as many decimals as it needs, at most the given ones.
    pub(crate) fn number(self, value: f64, most: usize) -> String {
        let text = format!("{:.most$}", round(value, most));
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        self.figures(text)
    }

    /// A number with two decimals, or with three digits where it is small.
    pub(crate) fn digits(self, value: f64) -> String {
        if value != 0.0 && value.abs() < 0.1 {
            return self.exact(format!("{value:.2e}").parse().unwrap_or(value));
        }
        self.number(value, 2)
    }

    /// A number with all the decimals that it was written with.
    pub(crate) fn exact(self, value: f64) -> String {
        // A share times a hundred has a tail of its own in the fifteenth digit.
        let short: f64 = format!("{value:.12e}").parse().unwrap_or(value);
        self.figures(&short.to_string())
    }

    /// A number with exactly the given decimals.
    pub(crate) fn fixed(self, value: f64, decimals: usize) -> String {
        self.figures(&format!("{:.decimals$}", round(value, decimals)))
    }

    /// A whole number.
    pub(crate) fn integer(self, value: f64) -> String {
        self.figures(&format!("{:.0}", round(value, 0)))
    }

    /// About three significant figures, for scores of any size.
    pub(crate) fn score(self, value: f64) -> String {
        let size = value.abs();
        self.number(
            value,
            if size >= 100.0 {
                0
            } else if size >= 10.0 {
                1
            } else {
                2
            },
        )
    }

    /// A signed change: `+1.5`, `−0.3`.
    pub(crate) fn change(self, value: f64, decimals: usize) -> String {
        signed(self.number(value, decimals))
    }

    /// A signed part of a score, in about three significant figures.
    pub(crate) fn score_change(self, value: f64) -> String {
        signed(self.score(value))
    }

    /// A number of any size in a few characters: `1.23M`, `4,5 Md`.
    pub(crate) fn compact(self, value: f64) -> String {
        const UNITS: [(f64, &str); 3] =
            [(1e12, "unit.trillion"), (1e9, "unit.billion"), (1e6, "unit.million")];
        let size = value.abs();
        if size >= 1e15 {
            let text = format!("{value:.1e}");
            let (figures, power) = text.split_once('e').unwrap_or((&text, "0"));
            return format!("{}e{power}", self.figures(figures));
        }
        match UNITS.iter().find(|(unit, _)| size >= *unit) {
            Some((unit, id)) => self.fill(id, &[("n", &self.score(value / unit))]),
            None => self.score(value),
        }
    }

    /// A share as a percentage: `80%`, `80 %`.
    pub(crate) fn percent(self, share: f64) -> String {
        self.with_percent(&self.integer(share * 100.0))
    }

    /// Figures with a percent sign.
    pub(crate) fn with_percent(self, figures: &str) -> String {
        match self.language {
            Language::En => format!("{figures}%"),
            Language::Fr => format!("{figures}\u{202f}%"),
        }
    }

    /// An amount without cents: `€520,000`, `520 000 €`.
    pub(crate) fn money(self, amount: f64, currency: Option<&str>) -> String {
        let figures = self.integer(amount);
        let symbol = match currency {
            None => return figures,
            Some("EUR") => "€",
            Some("USD") => "$",
            Some("GBP") => "£",
            Some(code) => code,
        };
        match self.language {
            Language::Fr => format!("{figures}\u{a0}{symbol}"),
            Language::En if symbol.len() == 3 && symbol.is_ascii() => format!("{symbol}\u{a0}{figures}"),
            Language::En => match figures.strip_prefix('−') {
                Some(rest) => format!("−{symbol}{rest}"),
                None => format!("{symbol}{figures}"),
            },
        }
    }

    /// Turns the figures of a computer into those of the language: groups of three, decimal sign, true minus.
    fn figures(self, text: &str) -> String {
        let (group, decimal) = match self.language {
            Language::En => (',', '.'),
            Language::Fr => ('\u{202f}', ','),
        };
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("−", digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = String::with_capacity(text.len() + 8);
        // Rounding can leave "-0": zero has no sign.
        if digits.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
            out.push_str(sign);
        }
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(decimal);
            out.push_str(fraction);
        }
        out
    }

    /// `a, b and c`.
    pub(crate) fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [head @ .., last] => {
                let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
                format!("{} {} {}", head.join(", "), self.text("list.and"), last.as_ref())
            }
        }
    }

    /// At most `most` items, then how many more there are.
    pub(crate) fn short_list<S: AsRef<str>>(self, items: &[S], most: usize) -> String {
        if items.len() <= most {
            return self.list(items);
        }
        let more = self.count("list.more", items.len() - most, &[]);
        let mut shown: Vec<&str> = items.iter().take(most).map(AsRef::as_ref).collect();
        shown.push(&more);
        self.list(&shown)
    }

    /// Text between the quotation marks of the language.
    pub(crate) fn quoted(self, text: &str) -> String {
        match self.language {
            Language::En => format!("“{text}”"),
            Language::Fr => format!("«\u{a0}{text}\u{a0}»"),
        }
    }

    /// `label: text` with the colon of the language.
    pub(crate) fn labelled(self, label: &str, text: &str) -> String {
        match self.language {
            Language::En => format!("{label}: {text}"),
            Language::Fr => french_spacing(&format!("{label} : ")) + text,
        }
    }
}

/// Figures with a plus where they are above 0.
fn signed(figures: String) -> String {
    if figures.starts_with('−') || figures == "0" { figures } else { format!("+{figures}") }
}

/// The first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const EN: fn() -> Locale = || Locale::of(Language::En);
    const FR: fn() -> Locale = || Locale::of(Language::Fr);

    #[test]
    fn dates() {
        assert_eq!(EN().date(date(2027, 1, 4)), "4 Jan 2027");
        assert_eq!(FR().date(date(2027, 1, 4)), "4 janv. 2027");
        assert_eq!(FR().long_date(date(2027, 1, 1)), "1er janvier 2027");
        assert_eq!(EN().period(date(2027, 1, 4), date(2027, 2, 12)), "4 Jan – 12 Feb 2027");
        assert_eq!(FR().period(date(2026, 12, 1), date(2027, 2, 12)), "1er déc. 2026 – 12 févr. 2027");
    }

    #[test]
    fn numbers() {
        assert_eq!(EN().number(1234.5, 1), "1,234.5");
        assert_eq!(FR().number(1_234_567.25, 2), "1\u{202f}234\u{202f}567,25");
        assert_eq!(EN().number(3.0, 2), "3");
        assert_eq!(EN().fixed(3.0, 1), "3.0");
        assert_eq!(EN().number(-0.001, 1), "0");
        assert_eq!(EN().change(-1.5, 1), "−1.5");
        assert_eq!(EN().change(1.5, 1), "+1.5");
        assert_eq!(EN().percent(0.8), "80%");
        assert_eq!(FR().percent(0.8), "80\u{202f}%");
        assert_eq!(EN().money(520_000.0, Some("EUR")), "€520,000");
        assert_eq!(FR().money(520_000.0, Some("EUR")), "520\u{202f}000\u{a0}€");
        assert_eq!(EN().money(1200.0, Some("CHF")), "CHF\u{a0}1,200");
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (value, text) in [(4.25, "4.3"), (4.35, "4.4"), (-4.25, "−4.3"), (0.05, "0.1"), (4.249, "4.2")]
        {
            assert_eq!(EN().number(value, 1), text);
        }
        assert_eq!(EN().integer(2.5), "3");
        assert_eq!(EN().percent(0.125), "13%");
        assert_eq!(EN().integer(1e15), "1,000,000,000,000,000");
        assert_eq!(EN().fixed(f64::NAN, 1), "NaN");
    }

    #[test]
    fn amounts_agree() {
        let effort = |locale: Locale, amount| locale.amount("unit.person-months", amount, 1, &[]);
        assert_eq!(effort(EN(), 1.0), "1 person-month");
        assert_eq!(effort(EN(), 1.04), "1 person-month");
        assert_eq!(effort(EN(), 0.5), "0.5 person-months");
        assert_eq!(effort(FR(), 1.5), "1,5 mois-personne");
        assert_eq!(effort(FR(), 2.0), "2 mois-personnes");
        let range = |locale: Locale, months| {
            locale.amount("register.range", months, 1, &[("low", "+1"), ("high", "+2")])
        };
        assert_eq!(range(EN(), 1.0), "+1 to +2, in full after 1 month");
        assert_eq!(range(EN(), 3.0), "+1 to +2, in full after 3 months");
        let full = |total| EN().count("hero.full-one", total, &[("team", "UX"), ("busy", "1")]);
        assert_eq!(full(1), "UX in 1 of 1 month");
        assert_eq!(full(12), "UX in 1 of 12 months");
    }

    #[test]
    fn large_numbers_are_short() {
        assert_eq!(EN().compact(123_456_789.0), "123M");
        assert_eq!(EN().compact(1_234_567_890.0), "1.23bn");
        assert_eq!(FR().compact(-4_500_000_000.0), "−4,5\u{202f}Md");
        assert_eq!(EN().compact(123_456.78), "123,457");
        for power in 0..300 {
            let value: f64 = format!("-9.999e{power}").parse().unwrap();
            assert!(FR().compact(value).chars().count() <= 10, "{}", FR().compact(value));
        }
    }

    #[test]
    fn lists() {
        assert_eq!(EN().list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(FR().list(&["a", "b"]), "a et b");
        assert_eq!(EN().short_list(&["a", "b", "c", "d"], 2), "a, b and 2 more");
    }

    #[test]
    fn counts() {
        assert_eq!(EN().count("count.initiatives", 0, &[]), "0 initiatives");
        assert_eq!(FR().count("count.initiatives", 0, &[]), "0 initiative");
        assert_eq!(FR().count("count.initiatives", 2, &[]), "2 initiatives");
    }
}
