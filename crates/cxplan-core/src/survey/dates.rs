//! The day of an answer, as exports write it.

use jiff::civil::Date;

/// Days that were read. Whether 02/03/2027 is of February or of March only all of them can tell.
#[derive(Debug)]
pub(super) struct Dates {
    /// The last day, read with the day first and with the month first, as long as every day can be read so.
    last: [Option<Option<Date>>; 2],
    /// Cells with something else in them.
    pub(super) unreadable: u64,
}

impl Default for Dates {
    fn default() -> Self {
        Self { last: [Some(None); 2], unreadable: 0 }
    }
}

impl Dates {
    pub(super) fn add(&mut self, text: &str) {
        let readings = read(text);
        if readings == [None; 2] {
            self.unreadable += 1;
            return;
        }
        for (last, date) in self.last.iter_mut().zip(readings) {
            *last = match (*last, date) {
                (Some(before), Some(date)) => Some(before.max(Some(date))),
                _ => None,
            };
        }
    }

    pub(super) fn last(&self) -> Option<Date> {
        match self.last {
            [Some(one), Some(other)] if one == other => one,
            [Some(one), None] | [None, Some(one)] => one,
            _ => None,
        }
    }

    pub(super) fn is_ambiguous(&self) -> bool {
        matches!(self.last, [Some(one), Some(other)] if one != other)
    }
}

/// A day with the day first, and with the month first. What comes after it, the time of day, is left.
fn read(text: &str) -> [Option<Date>; 2] {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || "-/.".contains(c))).unwrap_or(text.len());
    let parts: Vec<&str> = text[..end].split(['-', '/', '.']).collect();
    let [first, second, third] = parts[..] else { return [None; 2] };
    if [first, second, third].iter().any(|part| part.is_empty() || part.len() > 4) {
        return [None; 2];
    }
    let date = |year: &str, month: &str, day: &str| {
        let year: i16 = year.parse().ok()?;
        let year = if (0..100).contains(&year) { 2000 + year } else { year };
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().filter(|date| date.year() >= 1900)
    };
    if first.len() == 4 {
        return [date(first, second, third); 2];
    }
    let month_first = if text.contains('.') { None } else { date(third, first, second) };
    [date(third, second, first), month_first]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(texts: &[&str]) -> Option<String> {
        let mut dates = Dates::default();
        texts.iter().for_each(|text| dates.add(text));
        dates.last().map(|date| date.to_string())
    }

    #[test]
    fn days_of_exports() {
        for (texts, expected) in [
            (&["2027-03-01T10:11:12Z", "2027-02-28 09:00"][..], Some("2027-03-01")),
            (&["05/03/2027", "31/01/2027 10:00:00"], Some("2027-03-05")),
            (&["05/03/2027", "1/31/27 10:00 AM"], Some("2027-05-03")),
            (&["05.03.2027"], Some("2027-03-05")),
            (&["03/03/2027"], Some("2027-03-03")),
            (&["05/03/2027"], None),
            (&["31/01/2027", "01/31/2027"], None),
            (&["", "yesterday", "2027-02-30", "1/2/3/4", "99999-01-01", "2027"], None),
        ] {
            assert_eq!(last(texts).as_deref(), expected, "{texts:?}");
        }
    }
}
