//! Pieces of messages.

use cxplan_core::phrase;
use cxplan_core::phrase::{Phrase, unprintable};

/// A name from a plugin inside a message: on one line, without control characters, not too long.
pub(crate) fn shown(name: &str) -> String {
    printable(name, 80)
}

/// The words of a library or a plugin inside a message, with the same care.
pub(crate) fn detail(words: &str) -> String {
    printable(words, 300)
}

fn printable(text: &str, longest: usize) -> String {
    let clean = |char: char| if unprintable(char) { char::REPLACEMENT_CHARACTER } else { char };
    let mut printable: String = text.chars().take(longest).map(clean).collect();
    if text.chars().nth(longest).is_some() {
        printable.push('…');
    }
    printable
}

/// A number of bytes in the largest unit that leaves no remainder.
pub(crate) fn bytes(count: usize) -> Phrase {
    let (mebibytes, kibibytes) = (count >> 20, count >> 10);
    match count {
        0 => Phrase::fixed("0 bytes", "0 octet"),
        _ if count.is_multiple_of(1 << 20) => phrase!("{mebibytes} MiB", "{mebibytes} Mio"),
        _ if count.is_multiple_of(1 << 10) => phrase!("{kibibytes} KiB", "{kibibytes} Kio"),
        _ => phrase!("{count} bytes", "{count} octets"),
    }
}

/// `` `a`, `b` and 3 more `` for messages.
pub(super) fn list(names: &[String]) -> Phrase {
    const MOST: usize = 5;
    if names.is_empty() {
        return Phrase::fixed("nothing", "rien");
    }
    let quoted: Vec<String> = names.iter().take(MOST).map(|name| format!("`{}`", shown(name))).collect();
    let text = quoted.join(", ");
    match names.len().saturating_sub(MOST) {
        0 => Phrase::same(text),
        more => phrase!("{text} and {more} more", "{text} et {more} de plus"),
    }
}

pub(super) fn place(function: Option<&str>) -> Phrase {
    function
        .map(shown)
        .map_or(Phrase::empty(), |name| phrase!(", in its function `{name}`", ", dans sa fonction `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_words_are_made_printable() {
        assert_eq!(shown("weigh\u{1b}[31m\nall"), "weigh\u{fffd}[31m\u{fffd}all");
        assert_eq!(shown(&"é".repeat(81)), format!("{}…", "é".repeat(80)));
    }

    #[test]
    fn lists_of_names_are_short() {
        let names: Vec<String> = (1..=7).map(|n| format!("i{n}")).collect();
        assert_eq!(
            list(&names),
            Phrase::fixed(
                "`i1`, `i2`, `i3`, `i4`, `i5` and 2 more",
                "`i1`, `i2`, `i3`, `i4`, `i5` et 2 de plus"
            )
        );
        assert_eq!(list(&names[..1]), Phrase::same("`i1`"));
        assert_eq!(list(&[]), Phrase::fixed("nothing", "rien"));
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(
            [bytes(64 << 20), bytes(512 << 10), bytes(1_000_000)],
            [
                Phrase::fixed("64 MiB", "64 Mio"),
                Phrase::fixed("512 KiB", "512 Kio"),
                Phrase::fixed("1000000 bytes", "1000000 octets")
            ]
        );
    }
}
