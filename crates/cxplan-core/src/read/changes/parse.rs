//! A line `KEY=VALUE` taken apart.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeValue;

use super::{DROP, Raw, no_change};
use crate::diag::{Code, Diagnostic};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::syntax::no_such_day;
use crate::source::Source;

/// A word of the text of all changes.
#[derive(Clone, Copy)]
pub(super) struct Word<'s> {
    pub(super) text: &'s str,
    /// Where it begins.
    pub(super) at: usize,
}

impl<'s> Word<'s> {
    /// A word that begins at a byte, without the blanks around it.
    fn trimmed(text: &'s str, at: usize) -> Self {
        let inner = text.trim_start();
        Self { at: at + text.len() - inner.len(), text: inner.trim_end() }
    }

    pub(super) fn range(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }
}

/// A change that was taken apart.
pub(super) struct Change<'s> {
    pub(super) source: &'s Source,
    /// The keys that lead to the value, at least two.
    pub(super) keys: Vec<Word<'s>>,
    pub(super) value: Raw<'s>,
}

/// Takes a line `KEY=VALUE` apart that begins at a byte of the changes.
pub(super) fn parse<'s>(source: &'s Source, line: &'s str, at: usize) -> Result<Change<'s>, Diagnostic> {
    let span = |word: Word<'_>| source.span(word.range());
    let whole = Word { text: line, at };
    let (key, value) = line.split_once('=').ok_or_else(|| no_change(span(whole)))?;
    let value = Word::trimmed(value, at + key.len() + 1);
    let mut from = at;
    let mut keys = Vec::new();
    for key in key.split('.') {
        let word = Word::trimmed(key, from);
        if word.text.is_empty() {
            return Err(no_change(span(whole)));
        }
        keys.push(word);
        from += key.len() + 1;
    }
    if value.text.is_empty() {
        let name = key.trim();
        let finding = Diagnostic::new(
            Code::EmptyValue,
            phrase!("`{name}` is to become nothing", "`{name}` ne deviendrait rien"),
        );
        return Err(finding.at(span(whole), Phrase::fixed("no value", "pas de valeur")).help(Phrase::fixed(
            "write a value behind the equals sign",
            "écrivez une valeur derrière le signe égal",
        )));
    }
    if let [Word { text: DROP, at }] = keys[..] {
        let [initiative, status] = ["initiative", "status"].map(|text| Word { text, at });
        let rejected = DeValue::String(Cow::Borrowed("rejected"));
        let value_of_drop = toml::Spanned::new(value.range(), rejected);
        return Ok(Change { source, keys: vec![initiative, value, status], value: value_of_drop });
    }
    let value = read(value, source)?;
    Ok(Change { source, keys, value })
}

/// A value as TOML has it; what is no TOML is a text without quotes.
fn read<'s>(word: Word<'s>, source: &Source) -> Result<Raw<'s>, Diagnostic> {
    match DeValue::parse(word.text) {
        Ok(value) => Ok(moved(value, word.at)),
        Err(error) if word.text.starts_with(['"', '\'', '[', '{']) => {
            let error = error.message();
            let finding = Diagnostic::new(
                Code::Syntax,
                phrase!("this value cannot be read: {error}", "cette valeur est illisible : {error}"),
            );
            let label = Phrase::fixed("not a value of TOML", "pas une valeur TOML");
            Err(finding.at(source.span(word.range()), label).help(Phrase::fixed(
                "close quotes and brackets, and put quotes around texts in a list; the shell takes away the outer ones",
                "fermez guillemets et crochets, et mettez des guillemets aux textes d'une liste ; le shell retire ceux du dehors",
            )))
        }
        Err(_) => match no_such_day(word.text, source.span(word.range())) {
            Some(finding) => Err(finding),
            None => Ok(toml::Spanned::new(word.range(), DeValue::String(Cow::Borrowed(word.text)))),
        },
    }
}

/// A value and all that is in it, so many bytes further on.
pub(super) fn moved(value: Raw<'_>, by: usize) -> Raw<'_> {
    let further = |range: Range<usize>| range.start + by..range.end + by;
    let range = further(value.span());
    let inner = match value.into_inner() {
        DeValue::Array(array) => DeValue::Array(array.into_iter().map(|entry| moved(entry, by)).collect()),
        DeValue::Table(table) => {
            let entries = table.into_iter().map(|(key, value)| {
                (toml::Spanned::new(further(key.span()), key.into_inner()), moved(value, by))
            });
            DeValue::Table(entries.collect())
        }
        scalar => scalar,
    };
    toml::Spanned::new(range, inner)
}
