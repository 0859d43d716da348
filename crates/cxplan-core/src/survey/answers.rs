//! What a cell says.

use super::columns::plain;
use super::{Form, Reason};

/// What a comma and a dot in a number can be, as the separator of the columns tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separators {
    /// Columns are separated by commas: 1.5, and 1,500 may be either.
    Comma,
    /// By semicolons, as where 1,5 is written: 1.500 may be either.
    Semicolon,
    /// By anything else: both may be either.
    Other,
}

/// Words for the points of a scale of five and of seven, the lowest first, in plain letters.
const SATISFIED: [&[&str]; 5] = [
    &[
        "very dissatisfied",
        "very unsatisfied",
        "tres insatisfait",
        "tres insatisfaite",
        "pas du tout satisfait",
        "pas du tout satisfaite",
    ],
    &[
        "dissatisfied",
        "unsatisfied",
        "insatisfait",
        "insatisfaite",
        "pas satisfait",
        "plutot insatisfait",
        "plutot insatisfaite",
        "somewhat dissatisfied",
    ],
    &["neutral", "neutre", "neither satisfied nor dissatisfied", "ni satisfait ni insatisfait"],
    &["satisfied", "satisfait", "satisfaite", "plutot satisfait", "plutot satisfaite", "somewhat satisfied"],
    &["very satisfied", "tres satisfait", "tres satisfaite"],
];
const AGREED: [&[&str]; 7] = [
    &["strongly disagree", "pas du tout d accord"],
    &["disagree", "pas d accord"],
    &["somewhat disagree", "plutot pas d accord"],
    &["neither agree nor disagree", "neutral", "neutre", "ni d accord ni pas d accord"],
    &["somewhat agree", "plutot d accord"],
    &["agree", "d accord"],
    &["strongly agree", "tout a fait d accord"],
];
const YES: &[&str] = &["yes", "y", "oui", "o", "true", "vrai", "1", "satisfied", "satisfait", "satisfaite"];
const NO: &[&str] =
    &["no", "n", "non", "false", "faux", "0", "dissatisfied", "unsatisfied", "insatisfait", "insatisfaite"];
/// Answers to the questions of Kano, from liking to disliking; by their numbers too, as the questionnaire has them.
const KANO: [&[&str]; 5] = [
    &[
        "1",
        "like",
        "i like it",
        "i like it that way",
        "i would like it",
        "j aime",
        "j aime ca",
        "j aime cela",
        "ca me plait",
        "cela me plait",
        "j aimerais",
    ],
    &[
        "2",
        "expect",
        "i expect it",
        "must be",
        "it must be that way",
        "it is expected",
        "je m y attends",
        "c est normal",
        "ca doit etre ainsi",
        "c est un minimum",
    ],
    &[
        "3",
        "neutral",
        "i am neutral",
        "i don t care",
        "neutre",
        "ca m est egal",
        "cela m est egal",
        "indifferent",
    ],
    &[
        "4",
        "live with",
        "i can live with it",
        "i can live with it that way",
        "i can tolerate it",
        "je m en accommode",
        "je peux m en accommoder",
        "je l accepte",
        "je peux vivre avec",
    ],
    &[
        "5",
        "dislike",
        "i dislike it",
        "i dislike it that way",
        "i would dislike it",
        "je n aime pas",
        "je n aime pas ca",
        "ca me deplait",
        "cela me deplait",
        "ca me derange",
    ],
];

fn place(words: &[&[&str]], text: &str) -> Option<usize> {
    words.iter().position(|words| words.contains(&text))
}

/// A place among the counts, or the number itself.
pub(super) fn answer(text: &str, form: Form, kind: &str, separators: Separators) -> Result<f64, Reason> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    let number = number(text, separators);
    // A sign alone makes no formula: -1 is a number, off the scale.
    if text.starts_with(['=', '@']) || (text.starts_with(['+', '-']) && number.is_none()) {
        return Err(Reason::Formula);
    }
    match form {
        Form::YesNo => {
            let word = plain(text);
            let answer = [NO, YES].iter().position(|words| words.contains(&word.as_str()));
            let answer = answer.map(|yes| yes as f64);
            answer.ok_or(if number.is_some() { Reason::OffScale } else { Reason::Unreadable })
        }
        Form::Number { within } => match number.ok_or(Reason::Unreadable)? {
            Number { other: true, .. } if within.is_none() => Err(Reason::Ambiguous),
            Number { value, .. } if within.is_some_and(|[low, high]| !(low..=high).contains(&value)) => {
                Err(Reason::OffScale)
            }
            Number { value, .. } => Ok(value),
        },
        Form::Scale { lowest, points } => {
            let Some(number) = number.or_else(|| labelled(text)) else {
                let word = plain(text);
                let words: &[&[&str]] = match (kind, points) {
                    ("csat", 5) => &SATISFIED,
                    ("ces", 7) => &AGREED,
                    _ => &[],
                };
                return place(words, &word).map(|place| place as f64).ok_or(Reason::Unreadable);
            };
            let place = number.value - lowest as f64;
            if !(0.0..points as f64).contains(&place.ceil()) || place < 0.0 {
                Err(Reason::OffScale)
            } else if place.fract() != 0.0 {
                Err(Reason::NotWhole)
            } else {
                Ok(place)
            }
        }
        Form::Kano => Err(Reason::HalfAPair),
    }
}

/// The place of a pair of answers among the 25, row by row: with the thing, then without it.
pub(super) fn pair(with: &str, without: &str) -> Result<f64, Reason> {
    let one = |text: &str| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        if text.starts_with(['=', '@', '+', '-']) {
            return Err(Reason::Formula);
        }
        let word = plain(text);
        let found = place(&KANO, &word).or_else(|| {
            // "1 - I like it": the number and the word must agree.
            let (number, word) = word.split_once(' ')?;
            place(&KANO, number).filter(|number| place(&KANO, word) == Some(*number))
        });
        found.ok_or(Reason::Unreadable)
    };
    match (one(with), one(without)) {
        (Ok(with), Ok(without)) => Ok((5 * with + without) as f64),
        (Err(Reason::Empty), Err(Reason::Empty)) => Err(Reason::Empty),
        (Err(Reason::Empty), Ok(_)) | (Ok(_), Err(Reason::Empty)) => Err(Reason::HalfAPair),
        (Err(reason), Ok(_)) | (_, Err(reason)) => Err(reason),
    }
}

/// A number as it stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Number {
    value: f64,
    /// Whether it could as well be thousands.
    other: bool,
}

fn number(text: &str, separators: Separators) -> Option<Number> {
    let exact = |value: f64| Some(Number { value, other: false });
    // A column of integers is the usual case.
    if let Ok(value) = text.parse::<i32>() {
        return exact(f64::from(value));
    }
    // Spaces that separate thousands, a sign, and a currency or per cent behind.
    let text = text.trim_end_matches(['€', '$', '£', '%']).trim_end();
    let mut digits = String::with_capacity(text.len());
    let mut marks = Vec::new();
    for (at, c) in text.chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            ',' | '.' => {
                marks.push((c, digits.len()));
                digits.push(c);
            }
            '-' | '+' if at == 0 => digits.push(c),
            '−' if at == 0 => digits.push('-'),
            ' ' | '\u{a0}' | '\u{202f}' if digits.ends_with(|c: char| c.is_ascii_digit()) => {}
            _ => return None,
        }
    }
    let value = |decimal: Option<char>| {
        let plain: String = digits
            .chars()
            .filter(|c| Some(*c) == decimal || !matches!(c, ',' | '.'))
            .map(|c| if c == ',' { '.' } else { c })
            .collect();
        plain.parse::<f64>().ok().filter(|value| value.is_finite())
    };
    match marks[..] {
        [] => exact(value(None)?),
        [(mark, at)] => {
            let whole = digits[..at].trim_start_matches(['-', '+']);
            let thousands =
                digits.len() - at == 4 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            let usual = match separators {
                Separators::Comma => mark == '.',
                Separators::Semicolon => mark == ',',
                Separators::Other => false,
            };
            Some(Number { value: value(Some(mark))?, other: thousands && !usual })
        }
        // Several: thousands, and after another mark the decimals.
        [(first, _), .., (last, at)] => {
            let between = marks.windows(2).all(|pair| pair[1].1 - pair[0].1 == 4);
            let same = marks[..marks.len() - 1].iter().all(|(mark, _)| *mark == first);
            if !between || !same || (first == last && digits.len() - at != 4) {
                return None;
            }
            exact(value((first != last).then_some(last))?)
        }
    }
}

/// "10 - very likely", "5 (très satisfait)", "3: neither": a number, and words without any other.
fn labelled(text: &str) -> Option<Number> {
    let end = text.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
    let (number, words) = text.split_at(end);
    let separated = words.starts_with([' ', '-', '–', ':', '(', ')', '=', '\u{a0}']);
    let is_clear =
        separated && !words.contains(|c: char| c.is_ascii_digit()) && !words.contains(['/', ',', '.']);
    Some(Number { value: number.parse().ok().filter(|_| is_clear)?, other: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Separators::{Comma, Other, Semicolon};

    const NPS: Form = Form::Scale { lowest: 0, points: 11 };
    const FIVE: Form = Form::Scale { lowest: 1, points: 5 };
    const AMOUNT: Form = Form::Number { within: None };

    #[test]
    fn answers_of_a_scale() {
        for (text, expected) in [
            ("9", Ok(9.0)),
            (" 10 ", Ok(10.0)),
            ("8,0", Ok(8.0)),
            ("10 - Very likely", Ok(10.0)),
            ("0 (pas du tout probable)", Ok(0.0)),
            ("", Err(Reason::Empty)),
            ("  ", Err(Reason::Empty)),
            ("11", Err(Reason::OffScale)),
            ("-1", Err(Reason::OffScale)),
            ("10,5", Err(Reason::OffScale)),
            ("99", Err(Reason::OffScale)),
            ("7.5", Err(Reason::NotWhole)),
            ("7,5", Err(Reason::NotWhole)),
            ("=1+8", Err(Reason::Formula)),
            ("+cmd|' /C calc'!A0", Err(Reason::Formula)),
            ("-2+3", Err(Reason::Formula)),
            ("@SUM(A1)", Err(Reason::Formula)),
            ("9/10", Err(Reason::Unreadable)),
            ("9 of 10", Err(Reason::Unreadable)),
            ("NaN", Err(Reason::Unreadable)),
            ("inf", Err(Reason::Unreadable)),
            ("1e1", Err(Reason::Unreadable)),
            ("none", Err(Reason::Unreadable)),
            ("very satisfied", Err(Reason::Unreadable)),
        ] {
            assert_eq!(answer(text, NPS, "nps", Comma), expected, "{text:?}");
        }
    }

    #[test]
    fn answers_in_words() {
        assert_eq!(answer("Très satisfaite", FIVE, "csat", Comma), Ok(4.0));
        assert_eq!(answer("Very dissatisfied", FIVE, "csat", Comma), Ok(0.0));
        assert_eq!(answer("5 (très satisfait)", FIVE, "csat", Comma), Ok(4.0));
        let seven = Form::Scale { lowest: 1, points: 7 };
        assert_eq!(answer("Plutôt d’accord", seven, "ces", Comma), Ok(4.0));
        for (text, expected) in [
            ("Oui", Ok(1.0)),
            ("NO", Ok(0.0)),
            ("1", Ok(1.0)),
            ("2", Err(Reason::OffScale)),
            ("maybe", Err(Reason::Unreadable)),
        ] {
            assert_eq!(answer(text, Form::YesNo, "rate", Comma), expected, "{text}");
        }
    }

    #[test]
    fn numbers_with_commas_and_dots() {
        for (text, separators, expected) in [
            ("42", Comma, Ok(42.0)),
            ("-3.5", Comma, Ok(-3.5)),
            ("1,5", Comma, Ok(1.5)),
            ("1,500", Comma, Err(Reason::Ambiguous)),
            ("1,500", Semicolon, Ok(1.5)),
            ("1.500", Semicolon, Err(Reason::Ambiguous)),
            ("1.500", Comma, Ok(1.5)),
            ("1.500", Other, Err(Reason::Ambiguous)),
            ("0,125", Other, Ok(0.125)),
            ("1.234.567", Comma, Ok(1_234_567.0)),
            ("1.234,50", Comma, Ok(1234.5)),
            ("1,234.50", Semicolon, Ok(1234.5)),
            ("1\u{202f}234,50 €", Semicolon, Ok(1234.5)),
            ("1.2.3", Comma, Err(Reason::Unreadable)),
            ("1,2,3.4", Comma, Err(Reason::Unreadable)),
            ("12 EUR", Comma, Err(Reason::Unreadable)),
            (".", Comma, Err(Reason::Unreadable)),
            ("-", Comma, Err(Reason::Formula)),
        ] {
            assert_eq!(answer(text, AMOUNT, "amount", separators), expected, "{text:?}");
        }
    }

    #[test]
    fn pairs_of_kano() {
        assert_eq!(pair("like", "dislike"), Ok(4.0));
        assert_eq!(pair("J’aime", "Ça me déplaît"), Ok(4.0));
        assert_eq!(pair("5", "1 - I like it"), Ok(20.0));
        assert_eq!(pair("1 - I dislike it", "1"), Err(Reason::Unreadable));
        assert_eq!(pair("3", ""), Err(Reason::HalfAPair));
        assert_eq!(pair("", ""), Err(Reason::Empty));
        assert_eq!(pair("6", "1"), Err(Reason::Unreadable));
        assert_eq!(pair("=1", "1"), Err(Reason::Formula));
    }
}
