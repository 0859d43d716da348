//! What a plugin's answers must keep to. The rest of the program relies on it: after these checks every number is
//! finite, every list has its declared length, every position points to something, and every text is one printable
//! line of bounded length.

mod answer;
mod declaration;
mod faults;
mod languages;

pub(crate) use answer::{outcome, same_problems};
pub(crate) use declaration::description;
pub(crate) use faults::{faults, other_verdict};
pub(crate) use languages::same_but_for_texts;

use cxplan_core::method::Language;
use cxplan_core::phrase;
use cxplan_core::phrase::{Phrase, unprintable};

/// Fine, or what is wrong in one sentence.
pub(crate) type Verdict = Result<(), Phrase>;

/// Longest key or id, in bytes.
const KEY: usize = 64;
/// Longest name, unit or version, in characters.
const LABEL: usize = 120;
/// Longest sentence of help or message, in characters.
const SENTENCE: usize = 1000;
/// Most inputs, parameters, parts, categories, notes or choices.
const ITEMS: usize = 64;

/// Checks that a text is one printable line.
fn line(what: &Phrase, text: &str, longest: usize) -> Verdict {
    // Texts can be long: stops counting once that is clear.
    if text.chars().take(longest + 1).count() > longest {
        return Err(phrase!(
            "{what} is longer than {longest} characters",
            "{what} dépasse {longest} caractères";
            what = what
        ));
    }
    match text.chars().find(|&char| unprintable(char)) {
        Some(char) => {
            let code = u32::from(char);
            Err(phrase!(
                "{what} contains the control character U+{code:04X}",
                "{what} contient le caractère de contrôle U+{code:04X}";
                what = what
            ))
        }
        None => Ok(()),
    }
}

/// Checks that a text is one printable line that says something.
fn words(what: &Phrase, text: &str, longest: usize) -> Verdict {
    if text.trim().is_empty() {
        return Err(phrase!("{what} is empty", "{what} est vide"; what = what));
    }
    line(what, text, longest)
}

/// Checks the length of a list.
fn at_most(what: &Phrase, count: usize, most: usize) -> Verdict {
    if count > most {
        return Err(phrase!(
            "{what} has {count} entries, more than {most}",
            "{what} compte {count} entrées, plus de {most}";
            what = what
        ));
    }
    Ok(())
}

/// "of the title": French draws preposition and article together.
fn of(what: &Phrase) -> Phrase {
    let (english, french) = (what.get(Language::En), what.get(Language::Fr));
    let french = match french.strip_prefix("le ") {
        Some(rest) => format!("du {rest}"),
        None => format!("de {french}"),
    };
    Phrase::new(format!("of {english}"), french)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: Phrase = Phrase::fixed("the title", "le titre");

    /// What is wrong, in English.
    fn english(verdict: Verdict) -> Result<(), String> {
        verdict.map_err(|what| what.en().to_owned())
    }

    #[test]
    fn french_draws_preposition_and_article_together() {
        assert_eq!(of(&TITLE), Phrase::fixed("of the title", "du titre"));
        let input = Phrase::fixed("input `months`", "la donnée `months`");
        assert_eq!(of(&input), Phrase::fixed("of input `months`", "de la donnée `months`"));
    }

    #[test]
    fn lines_are_printable_and_bounded() {
        assert_eq!(line(&TITLE, "Réach × impact — “ok” 优先", 40), Ok(()));
        assert_eq!(line(&TITLE, "ééé", 3), Ok(()));
        assert_eq!(
            line(&TITLE, "éééé", 3),
            Err(Phrase::fixed("the title is longer than 3 characters", "le titre dépasse 3 caractères"))
        );
        for (text, code) in [
            ("\u{1b}[31mred", "U+001B"),
            ("two\nlines", "U+000A"),
            ("bell\u{7}", "U+0007"),
            ("\u{9b}31m", "U+009B"),
            ("\u{202e}desrever", "U+202E"),
            ("a\u{2028}b", "U+2028"),
        ] {
            let verdict = english(line(&TITLE, text, 40));
            assert_eq!(verdict, Err(format!("the title contains the control character {code}")));
        }
        assert_eq!(english(words(&TITLE, " ", 40)), Err("the title is empty".into()));
    }
}
