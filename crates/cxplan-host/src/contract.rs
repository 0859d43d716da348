//! What a plugin's answers must keep to. The rest of the program relies on it: after these checks every number is
//! finite, every list has its declared length, every position points to something, and every text is one printable
//! line of bounded length.

mod answer;
mod declaration;
mod languages;

pub(crate) use answer::outcome;
pub(crate) use declaration::description;
pub(crate) use languages::same_but_for_texts;

use crate::errors::unprintable;

/// Fine, or what is wrong in one sentence.
pub(crate) type Verdict = Result<(), String>;

/// Longest key or id, in bytes.
const KEY: usize = 64;
/// Longest name, unit or version, in characters.
const LABEL: usize = 120;
/// Longest sentence of help or message, in characters.
const SENTENCE: usize = 1000;
/// Most inputs, parameters, parts, categories, notes or choices.
const ITEMS: usize = 64;

/// Checks that a text is one printable line.
fn line(what: &str, text: &str, longest: usize) -> Verdict {
    // Texts can be long: stops counting once that is clear.
    if text.chars().take(longest + 1).count() > longest {
        return Err(format!("{what} is longer than {longest} characters"));
    }
    match text.chars().find(|&char| unprintable(char)) {
        Some(char) => Err(format!("{what} contains the control character U+{:04X}", u32::from(char))),
        None => Ok(()),
    }
}

/// Checks that a text is one printable line that says something.
fn words(what: &str, text: &str, longest: usize) -> Verdict {
    if text.trim().is_empty() {
        return Err(format!("{what} is empty"));
    }
    line(what, text, longest)
}

/// Checks the length of a list.
fn at_most(what: &str, count: usize, most: usize) -> Verdict {
    if count > most { Err(format!("{what} has {count} entries, more than {most}")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_printable_and_bounded() {
        assert_eq!(line("the title", "Réach × impact — “ok” 优先", 40), Ok(()));
        assert_eq!(line("the title", "ééé", 3), Ok(()));
        assert_eq!(line("the title", "éééé", 3), Err("the title is longer than 3 characters".into()));
        for (text, code) in [
            ("\u{1b}[31mred", "U+001B"),
            ("two\nlines", "U+000A"),
            ("bell\u{7}", "U+0007"),
            ("\u{9b}31m", "U+009B"),
            ("\u{202e}desrever", "U+202E"),
            ("a\u{2028}b", "U+2028"),
        ] {
            let verdict = line("the title", text, 40);
            assert_eq!(verdict, Err(format!("the title contains the control character {code}")));
        }
        assert_eq!(words("the title", " ", 40), Err("the title is empty".into()));
    }
}
